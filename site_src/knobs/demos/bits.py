"""The pocket model in fewer bits: how small can it be, and what goes first?

The model that writes is rounded here and now. What is counted over all facts and stories was measured beforehand.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Annotated, Any

from ..controls import Choice, Slider
from ..curves import Entry, Table, Value
from ..demo import demo
from ..pocket import Model, Weights
from ..pocket.lights import Light, Lights
from ..pocket.measured import measured
from ..pocket.quantize import levels, round_matrix, round_to_bits, scale, size
from ..pocket.side_by_side import BEGINS, NAMES, PROMPTS, Said, Told, base, beside, say
from ..pocket.snaps import Snaps
from ..text import LANGUAGES, Text, same
from ..views import Note, Reading, Row, Stack, View

MOST = 8  # bits, of the file that the page loads
WORD = "water"  # whose row of numbers is drawn


@lru_cache(maxsize=8)
def rounded(bits: int) -> Weights:
    """The model in so many bits; equal numbers of a row share their memory."""
    weights = base().model.weights
    return weights if bits == MOST else round_to_bits(weights, bits)


@lru_cache(maxsize=64)
def said(bits: int, prompt: str, lang: str) -> Said:
    """What the model in so many bits makes of a prompt in one language."""
    return say(Model(rounded(bits)), base().tokenizer.encode(PROMPTS[prompt][lang], lang))


@demo(title=Text(en="Fewer bits for each parameter", nl="Minder bits per parameter"))
def bits(
    bits: Annotated[
        int,
        Slider(
            low=1,
            high=MOST,
            role="setting",
            label=Text(en="bits for each parameter", nl="bits per parameter"),
        ),
    ] = 3,
    prompt: Annotated[str, Choice(options=PROMPTS, label=BEGINS)] = "capital",
) -> View:
    config, known = base().model.config, measured("bits")
    lights = {lang: _lights(known[lang]["followed"], bits) for lang in LANGUAGES}
    at = known["bits"].index(bits)
    told: dict[str, object] = {
        "bits": in_bits(bits),
        "bytes": size(config, bits),
        "followed": len(lights["en"]),
    }
    for lang in LANGUAGES:
        told[f"{lang}_says"] = said(bits, prompt, lang).sentence
        told[f"{lang}_loss"] = known[lang]["loss"][at]
        told[f"{lang}_facts"] = known[lang]["facts"][at] / known[lang]["asked"]
        told[f"{lang}_on"] = sum(light.is_on for light in lights[lang])
    return Stack(
        [
            Told(SAY.fill(**told)),
            Row(
                [
                    Reading(BYTES.fill(bits=in_bits(many)), size(config, many), 0, "param")
                    for many in (bits, 32)
                ]
            ),
            beside(
                lambda lang: said(MOST, prompt, lang),
                lambda lang: said(bits, prompt, lang),
                [AT.fill(bits=in_bits(MOST)), AT.fill(bits=in_bits(bits))],
            ),
            _row_of_numbers(bits),
            Row([Note(MEASURED.fill(**{lang: known[lang]["asked"] for lang in LANGUAGES}))]),
            _table(known, bits),
            Lights(FOLLOWED.fill(count=told["followed"], bits=in_bits(bits)), lights),
        ]
    )


def in_bits(many: int) -> Text:
    """8 bits, 1 bit: both languages write it alike."""
    return same("1 bit" if many == 1 else f"{many} bits")


def _table(known: dict[str, Any], bits: int) -> Table:
    """The loss and the facts at 8 bits, and at so many."""
    places = [known["bits"].index(many) for many in (MOST, bits)]
    rows = []
    for lang in LANGUAGES:
        losses = [Value(known[lang]["loss"][at]) for at in places]
        facts = [Value(100 * known[lang]["facts"][at] / known[lang]["asked"]) for at in places]
        rows += [
            Entry(LOSS.fill(lang=NAMES[lang]), losses, 2),
            Entry(FACTS.fill(lang=NAMES[lang]), facts, 0, "%"),
        ]
    return Table(COMPARED, [AT.fill(bits=in_bits(MOST)), AT.fill(bits=in_bits(bits))], rows)


def _row_of_numbers(bits: int) -> Snaps:
    pocket = base()
    place = pocket.tokenizer.words.index(WORD)
    its = pocket.model.weights.tensors["embedding"][[place]]
    (row,), (after,) = its.tolist(), round_matrix(its, bits).tolist()
    told = {"count": len(row), "word": WORD, "bits": in_bits(bits), "different": len(set(after))}
    return Snaps(
        title=ROW.fill(**told),
        say=SNAP.fill(**told),
        before=row,
        after=after,
        levels=levels(scale(row, bits), bits),
        farthest=max(map(abs, row)),
    )


def _lights(followed: Sequence[dict[str, Any]], bits: int) -> list[Light]:
    """The facts in the order in which they are lost, the first at the end."""

    def lost(fact: dict[str, Any]) -> int:
        """The most bits at which it is told wrong."""
        return max((many for many in range(MOST + 1) if many not in fact["right at"]), default=0)

    return [
        Light(same(fact["fact"]), bits in fact["right at"], in_bits(lost(fact)))
        for fact in sorted(followed, key=lost)
    ]


BYTES = Text(en="bytes at {bits}", nl="bytes bij {bits}")
AT = Text(en="at {bits}", nl="bij {bits}")
ROW = Text(
    en="The {count} numbers of the word “{word}” at {bits}",
    nl="De {count} getallen van het woord ‘{word}’ bij {bits}",
)
SNAP = Text(
    en="The {count} numbers of the word “{word}” on a line, and each of them going to the nearest level at {bits}: "
    "{different} different ones are left.",
    nl="De {count} getallen van het woord ‘{word}’ op een lijn, en elk daarvan gaat naar het dichtstbijzijnde niveau bij "
    "{bits}: er blijven {different} verschillende over.",
)
LOSS = Text(en="loss, {lang}", nl="verlies, {lang}")
FACTS = Text(en="facts right, {lang}", nl="feiten goed, {lang}")
COMPARED = Text(en="Measured beforehand", nl="Vooraf gemeten")
MEASURED = Text(
    en="Measured beforehand, for it would take too long here: the loss on stories that the model never read, and the "
    "answers to {en} questions about facts in English and {nl} in Dutch.",
    nl="Vooraf gemeten, want hier zou het te lang duren: het verlies op verhalen die het model nooit las, en de "
    "antwoorden op {en} vragen over feiten in het Engels en {nl} in het Nederlands.",
)
FOLLOWED = Text(
    en="{count} of those facts at {bits}, one by one. Behind what is wrong stands at how many bits it "
    "goes first; the last of the list is the first to go.",
    nl="{count} van die feiten bij {bits}, een voor een. Achter wat fout is, staat bij hoeveel bits het "
    "wegvalt; het laatste van de lijst gaat het eerst.",
)
SAY = Text(
    en="At {bits} for each parameter the model takes {bytes} bytes. In English it writes: “{en_says}” In Dutch: "
    "“{nl_says}” It tells {en_facts:.0%} of the facts right in English and {nl_facts:.0%} in Dutch, and the loss is "
    "{en_loss:.2f} and {nl_loss:.2f}. Of {followed} facts that are followed one by one, {en_on} are right in English and "
    "{nl_on} in Dutch.",
    nl="Met {bits} per parameter neemt het model {bytes} bytes in. In het Engels schrijft het: ‘{en_says}’ In het "
    "Nederlands: ‘{nl_says}’ Het vertelt {en_facts:.0%} van de feiten goed in het Engels en {nl_facts:.0%} in het "
    "Nederlands, en het verlies is {en_loss:.2f} en {nl_loss:.2f}. Van {followed} feiten die een voor een worden gevolgd, "
    "zijn er {en_on} goed in het Engels en {nl_on} in het Nederlands.",
)
