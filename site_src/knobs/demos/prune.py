"""Set the smallest weights of the pocket model to 0, or take out whole neurons: how much does it need?

Which weights go is worked out here, and the model writes without them. What is counted over all facts and many stories
was measured beforehand, by workshop/probes.py.
"""

from functools import cache, lru_cache
from typing import Annotated, Any

from ..cells import Cells, letter
from ..controls import Choice, Slider
from ..curves import Entry, Line, Panel, Panels, Scale, Stroke, Table, Value
from ..demo import demo
from ..pocket import Model, Weights
from ..pocket.measured import measured
from ..pocket.pruned import Pruning, bytes_without_neurons, bytes_without_zeros, zeros
from ..pocket.quantize import size
from ..pocket.side_by_side import BEGINS, NAMES, PROMPTS, Said, Told, base, beside, say
from ..text import LANGUAGES, Text
from ..views import Axis, Note, Reading, Row, Stack, View

MOST, STEP = 95, 5
KINDS = {
    "matrix": Text(en="the smallest of each matrix", nl="de kleinste van elke matrix"),
    "all": Text(en="the smallest of all together", nl="de kleinste van alle samen"),
    "neurons": Text(en="whole neurons", nl="hele neuronen"),
}
CORNER = "blocks.0.up"  # a row of it belongs to one neuron
ROWS, COLUMNS = 20, 48


@cache
def pruning() -> Pruning:
    return Pruning(base().model.weights)


@lru_cache(maxsize=4)  # each holds most numbers of the model once more
def pruned(kind: str, share: int) -> Weights:
    return pruning().at(share, kind) if share else base().model.weights


@lru_cache(maxsize=64)
def said(kind: str, share: int, prompt: str, lang: str) -> Said:
    """What the model without so much of its weights makes of a prompt in one language."""
    return say(Model(pruned(kind, share)), base().tokenizer.encode(PROMPTS[prompt][lang], lang))


@demo(title=Text(en="Set weights to 0", nl="Zet gewichten op 0"))
def prune(
    kind: Annotated[str, Choice(options=KINDS, label=Text(en="what goes", nl="wat er weggaat"))] = "matrix",
    share: Annotated[
        int,
        Slider(
            low=0,
            high=MOST,
            step=STEP,
            role="setting",
            label=Text(en="how much of it, %", nl="hoeveel ervan, %"),
        ),
    ] = 60,
    prompt: Annotated[str, Choice(options=PROMPTS, label=BEGINS)] = "capital",
) -> View:
    known, names = measured("prune"), pruning().names
    at = known["shares"].index(share)
    none = zeros(pruned(kind, share), names)
    told: dict[str, object] = {
        "share": share / 100,
        "kind": KINDS[kind],
        "none": none,
        "numbers": known["numbers"],
    }
    for lang in LANGUAGES:
        told[f"{lang}_says"] = said(kind, share, prompt, lang).sentence
        told[f"{lang}_loss"] = known[kind][lang]["loss"][at]
        told[f"{lang}_facts"] = known[kind][lang]["facts"][at] / known[kind][lang]["asked"]
    return Stack(
        [
            Told(SAY.fill(**told)),
            Row([Reading(ZEROS, none, 0, "param"), Note(OF_THESE.fill(**told))]),
            beside(
                lambda lang: said("matrix", 0, prompt, lang),
                lambda lang: said(kind, share, prompt, lang),
                [WHOLE, WITHOUT.fill(share=share)],
            ),
            Row([_corner(kind, share)]),
            Row([Note(MEASURED.fill(**{lang: known[kind][lang]["asked"] for lang in LANGUAGES}))]),
            _panels(known, kind, share),
            _table(known, kind, at),
            Row([Note(SMALLER if kind == "neurons" else STILL_THERE)]),
        ]
    )


def _corner(kind: str, share: int) -> Cells:
    """A corner of one matrix: what is 0 has no square."""
    before, now = (weights.tensors[CORNER] for weights in (base().model.weights, pruned(kind, share)))
    top = max(map(abs, before.numbers[: ROWS * before.shape[1]]))
    rows = (now.numbers[row * now.shape[1] : row * now.shape[1] + COLUMNS] for row in range(ROWS))
    drawn = ["".join(letter(number, top) for number in row) for row in rows]
    told = CORNER_NAME.fill(rows=now.shape[0], columns=now.shape[1])
    return Cells(told, CORNER_SAY.fill(gone="".join(drawn).count("h"), shown=ROWS * COLUMNS), drawn)


def _panels(known: dict[str, Any], kind: str, share: int) -> Panels:
    """The loss and the facts by how much is gone, with a line for each language."""
    loss, facts = [], []
    for lang in LANGUAGES:
        found = known[kind][lang]
        loss.append(Line(_stroke("error", lang), tuple(zip(known["shares"], found["loss"], strict=True))))
        right = (100 * one / found["asked"] for one in found["facts"])
        facts.append(Line(_stroke("output", lang), tuple(zip(known["shares"], right, strict=True))))
    return Panels(
        title=KINDS[kind],
        say=CURVES,
        x=Scale(GONE, 0, MOST, (0, 25, 50, 75), EVENLY),
        panels=(Panel(LOSS_AXIS, tuple(loss)), Panel(FACTS_AXIS, tuple(facts))),
        now=share,
    )


def _table(known: dict[str, Any], kind: str, at: int) -> Table:
    """Nothing gone, and so much: what the model can do, and the bytes of a file of it."""
    places = (0, at)
    rows = []
    for lang in LANGUAGES:
        found = known[kind][lang]
        losses = [Value(found["loss"][place], _stroke("error", lang)) for place in places]
        right = [
            Value(100 * found["facts"][place] / found["asked"], _stroke("output", lang)) for place in places
        ]
        rows += [
            Entry(LOSS.fill(lang=NAMES[lang]), losses, 2),
            Entry(FACTS.fill(lang=NAMES[lang]), right, 0, "%"),
        ]
    shares = [known["shares"][place] for place in places]
    config = base().model.config
    rows += [
        Entry(BYTES, [Value(size(config, 8))] * 2),
        Entry(BYTES_WITHOUT, [Value(_bytes_without(kind, share)) for share in shares]),
    ]
    return Table(COMPARED, [WHOLE, WITHOUT.fill(share=shares[1])], rows)


def _bytes_without(kind: str, share: int) -> int:
    config = base().model.config
    if kind == "neurons":
        return bytes_without_neurons(config, pruning().neurons_gone(share))
    none = zeros(pruned(kind, share), pruning().names)
    return bytes_without_zeros(config, pruning().numbers, none)


def _stroke(role: Any, lang: str) -> Stroke:
    return Stroke(role, "whole" if lang == "en" else "dashes")


EVENLY = 1e6  # a knee far beyond the scale: it goes evenly
GONE = Text(en="gone, %", nl="weg, %")
LOSS_AXIS = Axis(Text(en="loss", nl="verlies"), 0, 4, 1)
FACTS_AXIS = Axis(Text(en="facts right, %", nl="feiten goed, %"), 0, 100, 25)
LOSS = Text(en="loss, {lang}", nl="verlies, {lang}")
FACTS = Text(en="facts right, {lang}", nl="feiten goed, {lang}")
BYTES = Text(en="bytes, a zero stored like any number", nl="bytes, een nul bewaard als elk getal")
BYTES_WITHOUT = Text(en="bytes, what is gone left out", nl="bytes, zonder wat weg is")
COMPARED = Text(en="All of it, and without what is gone", nl="Met alles, en zonder wat weg is")
WHOLE = Text(en="all there", nl="alles er nog")
WITHOUT = Text(en="{share}% gone", nl="{share}% weg")
ZEROS = Text(en="weights that are 0", nl="gewichten die 0 zijn")
OF_THESE = Text(
    en="of the {numbers} in the matrices of its layers; the tables of words and places stay as they are.",
    nl="van de {numbers} in de matrices van zijn lagen; de tabellen van woorden en plaatsen blijven zoals ze zijn.",
)
CORNER_NAME = Text(
    en="A corner of a matrix of {rows} × {columns}; each of its rows belongs to one neuron. What is 0 has no square.",
    nl="Een hoek van een matrix van {rows} × {columns}; elke rij hoort bij één neuron. Wat 0 is, heeft geen vierkantje.",
)
CORNER_SAY = Text(
    en="Of {shown} numbers, {gone} are 0 or too small for a square.",
    nl="Van {shown} getallen zijn er {gone} 0, of te klein voor een vierkantje.",
)
MEASURED = Text(
    en="Measured beforehand, with {en} questions about facts in English and {nl} in Dutch, and on a fifth of the stories "
    "that were kept apart. Those are a little easier, so the loss starts lower than elsewhere. A loss above the graph is "
    "drawn on its edge.",
    nl="Vooraf gemeten, met {en} vragen over feiten in het Engels en {nl} in het Nederlands, en op een vijfde van de "
    "verhalen die apart gehouden zijn. Die vallen iets mee, dus het verlies begint lager dan elders. Verlies dat boven de "
    "grafiek uitkomt, is op de rand getekend.",
)
CURVES = Text(
    en="Two graphs with a line for each language: the loss, and the facts that are told right, by how much is gone.",
    nl="Twee grafieken met een lijn voor elke taal: het verlies, en de feiten die goed verteld worden, naar hoeveel er weg "
    "is.",
)
STILL_THERE = Text(
    en="Left out means: one bit for each weight says whether it is there, and the zeros are not stored. With few zeros those "
    "bits cost more than they save.",
    nl="Zonder betekent: één bit per gewicht zegt of het er is, en de nullen worden niet bewaard. Zijn er weinig nullen, dan "
    "kosten die bits meer dan ze opleveren.",
)
SMALLER = Text(
    en="Whole neurons can be left out with their rows and columns: the matrices become smaller ones, without a single zero.",
    nl="Hele neuronen kun je met hun rijen en kolommen weglaten: de matrices worden kleinere, zonder een enkele nul.",
)
SAY = Text(
    en="{share:.0%} gone: {kind}. Of {numbers} weights, {none} are 0. In English the model writes: “{en_says}” In Dutch: "
    "“{nl_says}” It tells {en_facts:.0%} of the facts right in English and {nl_facts:.0%} in Dutch, and the loss is "
    "{en_loss:.2f} and {nl_loss:.2f}.",
    nl="{share:.0%} weg: {kind}. Van {numbers} gewichten zijn er {none} 0. In het Engels schrijft het model: ‘{en_says}’ In "
    "het Nederlands: ‘{nl_says}’ Het vertelt {en_facts:.0%} van de feiten goed in het Engels en {nl_facts:.0%} in het "
    "Nederlands, en het verlies is {en_loss:.2f} en {nl_loss:.2f}.",
)
