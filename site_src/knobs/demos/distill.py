"""Distilling: a small student that learned from the pocket model's probabilities, beside its twin that learned from words.

Student and twin began with the same numbers and read the same words. torch trained them, by workshop/distill.py; what
stands here is its record.
"""

from statistics import median
from typing import Annotated, Any

from ..controls import Choice
from ..curves import Entry, Table, Value
from ..demo import demo
from ..grouped import Grouped
from ..naming import in_words
from ..pocket.learned import SEEN, STORIES, TONGUES, UNSEEN, own_first
from ..pocket.measured import measured
from ..pocket.records import Known
from ..pocket.side_by_side import BEGINS, END, OTHERS, PROMPTS, Languages, Sentence, Told
from ..text import LANGUAGES, Text, number
from ..views import Note, Own, Row, Stack, View, Words

RECORD = measured("distill")
SIZES = {
    size: Text(**{lang: number(RECORD[size]["parameters"], lang) for lang in LANGUAGES})
    for size in ("20k", "60k")
}
MODELS = {
    "teacher": Text(en="the teacher: the pocket model", nl="de leraar: het zakmodel"),
    "probabilities": Text(en="learned from its probabilities", nl="leerde van de kansen"),
    "words": Text(en="learned from the words alone", nl="leerde alleen van de woorden"),
}
SHORT = {
    "teacher": Text(en="teacher", nl="leraar"),
    "probabilities": Text(en="probabilities", nl="kansen"),
    "words": Text(en="words", nl="woorden"),
}


@demo(title=Text(en="A student of the pocket model", nl="Een leerling van het zakmodel"))
def distill(
    size: Annotated[
        str,
        Choice(options=SIZES, label=Text(en="parameters of the student", nl="parameters van de leerling")),
    ] = "60k",
    prompt: Annotated[str, Choice(options=PROMPTS, label=BEGINS)] = "capital",
) -> View:
    told = RECORD[size]
    counted = COUNTED.fill(seeds=len(told["seeds"]), words=in_words(told["words"]))

    def draw(lang: str) -> View:
        tables: list[View] = []
        for tongue in own_first(lang):
            tables += [Row([Note(TONGUES[tongue])]), table(told, tongue)]
        sentence = Told(SAY.fill(**spoken(told, prompt, lang)))
        says = told["says"][prompt]
        return Stack([sentence, next_words(says[lang]), sentences(says), Row([Note(counted)]), *tables])

    return Own(draw)


def next_words(told: dict[str, Any]) -> Grouped:
    """How probable each of a few words is as the next one, and all others together, for each model."""
    shares = [told["probabilities"][model] for model in MODELS]
    names: list[Words] = [END if word == "<end>" else word.replace("_", " ") for word in told["words"]]
    each = [*zip(*shares, strict=True), tuple(max(0.0, 1 - sum(share)) for share in shares)]
    rows = [(name, [100 * share for share in of]) for name, of in zip([*names, OTHERS], each, strict=True)]
    return Grouped(NEXT, list(MODELS.values()), rows, 100, 1, "%")


def sentences(told: dict[str, Any]) -> Languages:
    """What each model writes, in both languages."""
    return Languages(
        {
            lang: Stack(
                [Sentence(name, told[lang]["sentences"][model], lang) for model, name in SHORT.items()]
            )
            for lang in LANGUAGES
        }
    )


def middle(told: dict[str, Any], model: str, lang: str) -> Known:
    """Of the seeds, the middle one of each number; of the teacher there is one."""
    each = [RECORD["teacher"]] if model == "teacher" else told["known"][model]
    return Known(*(median(numbers) for numbers in zip(*(one[lang] for one in each), strict=True)))


def table(told: dict[str, Any], tongue: str) -> Table:
    """What the three of them know of one language."""
    known = [middle(told, model, tongue) for model in MODELS]
    rows = [Entry(LOSS, [Value(one.loss) for one in known], 2)]
    for what, name in {"seen": SEEN, "unseen": UNSEEN, "stories": STORIES}.items():
        rows.append(Entry(name, [Value(100 * getattr(one, what)) for one in known], unit="%"))
    return Table(LEARNED, list(SHORT.values()), rows)


def spoken(told: dict[str, Any], prompt: str, lang: str) -> dict[str, object]:
    """For those who do not see it: what the three of them know and write, in the reader's own language."""
    says = told["says"][prompt][lang]["sentences"]
    found: dict[str, object] = {"parameters": told["parameters"]}
    for model in MODELS:
        known = middle(told, model, lang)
        found |= {f"{model}_loss": known.loss, f"{model}_facts": known.seen, f"{model}_says": says[model]}
    return found


LOSS = Text(en="loss on new stories", nl="verlies op nieuwe verhalen")
LEARNED = Text(en="What each of them knows", nl="Wat elk van de drie weet")
NEXT = Text(
    en="How probable each next word is, for each model",
    nl="Hoe waarschijnlijk elk volgend woord is, per model",
)
COUNTED = Text(
    en="Both students began with the same numbers and read the same {words} words, in the same order. That was done {seeds} "
    "times, from other numbers each time; the tables have the middle ones, and the sentences are of the first.",
    nl="Beide leerlingen begonnen met dezelfde getallen en lazen dezelfde {words} woorden, in dezelfde volgorde. Dat is "
    "{seeds} keer gedaan, telkens met andere getallen; de tabellen geven de middelste, de zinnen zijn van de eerste keer.",
)
SAY = Text(
    en="Two students of {parameters} parameters. The one that learned from the pocket model’s probabilities has a loss of "
    "{probabilities_loss:.2f} and tells {probabilities_facts:.0%} of the facts right; it writes: “{probabilities_says}” The "
    "one that learned from the words has a loss of {words_loss:.2f} and tells {words_facts:.0%} right: “{words_says}” The "
    "pocket model itself has {teacher_loss:.2f} and {teacher_facts:.0%}, and writes: “{teacher_says}”.",
    nl="Twee leerlingen met {parameters} parameters. De leerling die van de kansen van het zakmodel leerde, heeft een verlies "
    "van {probabilities_loss:.2f} en vertelt {probabilities_facts:.0%} van de feiten goed; hij schrijft: "
    "‘{probabilities_says}’ De leerling die van de woorden leerde, heeft een verlies van {words_loss:.2f} en vertelt "
    "{words_facts:.0%} goed: ‘{words_says}’ Het zakmodel zelf heeft {teacher_loss:.2f} en {teacher_facts:.0%}, en schrijft: "
    "‘{teacher_says}’.",
)
