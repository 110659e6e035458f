"""A scaling law: the loss that is expected of so many parameters and so much text, L(N, D) = E + A/N^α + B/D^β.

Three sets of constants: as printed in J. Hoffmann and others (2022), https://arxiv.org/abs/2203.15556, equation 10; the
same before they were rounded, from the source of that paper; and fitted once more to its data by T. Besiroglu and others
(2024), https://arxiv.org/abs/2404.10102. N counts parameters, D tokens, and the loss is in nats per token of the text
that those models read: with another text or other tokens it cannot be compared.
"""

from collections.abc import Sequence
from typing import Annotated, NamedTuple

from ..amounts import Part, Parts
from ..controls import Choice
from ..cost import training_operations
from ..curves import Entry, Table, Value
from ..demo import demo
from ..fits.decades import Decades, Marked, Plane
from ..markup import tag
from ..naming import in_powers, in_words
from ..stops import Stops
from ..text import LANGUAGES, Text, number
from ..views import Formula, Note, Offer, Offers, Piece, Row, Stack, View, Words


class Law(NamedTuple):
    """The constants of L(N, D)."""

    E: float  # nats per token that no size takes away
    A: float
    B: float
    alpha: float
    beta: float


LAWS = {
    "refitted": Law(1.8172, 482.01, 2085.43, 0.3478, 0.3658),
    "unrounded": Law(1.6934, 406.40, 410.72, 0.33917084, 0.2849083),
    "printed": Law(1.69, 406.4, 410.7, 0.34, 0.28),
}


class Expected(NamedTuple):
    """An expected loss in its three parts, in nats per token."""

    never: float  # what no size and no text takes away
    size: float  # what more parameters would take away
    text: float  # what more text would

    @property
    def loss(self) -> float:
        return self.never + self.size + self.text


def expected(law: Law, parameters: float, tokens: float) -> Expected:
    return Expected(law.E, law.A / parameters**law.alpha, law.B / tokens**law.beta)


def best_split(law: Law, operations: float) -> tuple[float, float]:
    """The parameters and tokens with the lowest expected loss among all whose training takes 6·N·D operations.

    Where the slope of the loss along that curve is 0: α·A/N^α = β·B/D^β.
    """
    product = operations / 6
    lever = (law.alpha * law.A / (law.beta * law.B)) ** (1 / (law.alpha + law.beta))
    parameters = lever * product ** (law.beta / (law.alpha + law.beta))
    return parameters, product / parameters


class Trained(NamedTuple):
    """A model, by what its maker says of it."""

    name: str
    parameters: float
    tokens: float
    side: str  # of its mark, where its name stands


# arXiv 2005.14165; 2203.15556 for Gopher and Chinchilla; the model card of Llama 3 (“15T+”); 2407.21783.
TRAINED = {
    "gpt3": Trained("GPT-3", 174_604_259_328, 300e9, "below"),
    "gopher": Trained("Gopher", 280e9, 300e9, "above"),
    "chinchilla": Trained("Chinchilla", 70e9, 1.4e12, "left"),
    "llama3": Trained("Llama 3 8B", 8_030_261_248, 15e12, "above"),
    "llama31": Trained("Llama 3.1 405B", 405_853_388_800, 15.6e12, "left"),
}
WITHIN = ((70e6, 5e9), (16e9, 500e9))  # parameters and tokens of the runs that Hoffmann and others fitted
FEWEST, MOST = 8, 12  # powers of ten, of parameters
LEAST, LONGEST = 9, 14  # of tokens


def steps(low: int, high: int, also: Sequence[float]) -> tuple[float, ...]:
    """Ten to every decade, in round numbers, and those of the models."""
    tens = (
        10**decade * step for decade in range(low, high) for step in (1, 1.25, 1.6, 2, 2.5, 3.2, 4, 5, 6.3, 8)
    )
    return tuple(sorted({*map(float, tens), float(10**high), *map(float, also)}))


SIZES = steps(FEWEST, MOST, [model.parameters for model in TRAINED.values()])
TEXTS = steps(LEAST, LONGEST, [model.tokens for model in TRAINED.values()])


def at(model: Trained) -> dict[str, float | int | str | bool]:
    """Where the controls stand for a model."""
    return {"parameters": SIZES.index(model.parameters), "tokens": TEXTS.index(model.tokens)}


PARAMETERS = Text(en="parameters N", nl="parameters N")
TOKENS = Text(en="tokens of text D", nl="tokens aan tekst D")
CONSTANTS = Choice(
    options={
        "refitted": Text(en="fitted again, 2024", nl="opnieuw gefit, 2024"),
        "unrounded": Text(en="of 2022, unrounded", nl="uit 2022, niet afgerond"),
        "printed": Text(en="of 2022, as printed", nl="uit 2022, zoals gedrukt"),
    },
    label=Text(en="constants", nl="constanten"),
)


@demo(title=Text(en="A scaling law", nl="Een schaalwet"))
def scaling_law(
    parameters: Annotated[
        int, Stops(names=[in_words(size) for size in SIZES], label=PARAMETERS)
    ] = SIZES.index(280e9),
    tokens: Annotated[int, Stops(names=[in_words(text) for text in TEXTS], label=TOKENS)] = TEXTS.index(
        300e9
    ),
    constants: Annotated[str, CONSTANTS] = "refitted",
) -> View:
    law, size, text = LAWS[constants], SIZES[parameters], TEXTS[tokens]
    operations = training_operations(size, text)
    now, best = expected(law, size, text), best_split(law, operations)
    told = {
        "size": in_words(size),
        "text": in_words(text),
        "loss": now.loss,
        "operations": in_powers(operations),
        "best_size": in_words(best[0]),
        "best_text": in_words(best[1]),
        "best_loss": expected(law, *best).loss,
    }
    say = SAY.fill(**told)
    notes = [Row([Note(BEYOND)])] if not is_within(size, text) else []
    return Stack(
        [
            Row([formula(now)]),
            parts(now, say),
            plane(law, (size, text), say),
            table((size, text), best, law),
            *notes,
            Offers(MODELS, [Offer(model.name, at(model)) for model in TRAINED.values()]),
        ]
    )


def is_within(size: float, text: float) -> bool:
    """Whether anything of this size was measured for the law."""
    (fewest, least), (most, longest) = WITHIN
    return fewest <= size <= most and least <= text <= longest


def formula(now: Expected) -> Formula:
    """The loss and its three parts."""
    parts: list[Piece | Words] = [Piece("error", tag("var", "L")), " = ", number_of(now.never), " + "]
    parts += [
        Piece("param", now.size, 3),
        " + ",
        Piece("input", now.text, 3),
        " = ",
        Piece("error", now.loss, 3),
    ]
    return Formula(parts)


def number_of(value: float) -> Text:
    return Text(**{lang: number(value, lang, 3) for lang in LANGUAGES})


def parts(now: Expected, say: Text) -> Parts:
    """What could still come off the loss, as a bar."""
    short = [Part(SIZE, now.size, "solid"), Part(TEXT, now.text, "hatch", "input")]
    return Parts(Text(en="What could still come off", nl="Wat er nog af kan"), say, short, decimals=3)


def plane(law: Law, now: tuple[float, float], say: Text) -> Plane:
    operations = training_operations(*now)
    ends = [training_operations(10.0**size, 10.0**text) for size, text in ((FEWEST, LEAST), (MOST, LONGEST))]
    grid = [ends[0] * (ends[1] / ends[0]) ** (step / 24) for step in range(-4, 29)]
    sizes = (10.0**FEWEST / 10, 10.0**MOST * 10)
    return Plane(
        title=Text(en="Parameters and text", nl="Parameters en tekst"),
        say=say,
        x=Decades(PARAMETERS, FEWEST, MOST),
        y=Decades(TOKENS, LEAST, LONGEST),
        marks=[Marked(model.name, model.parameters, model.tokens, model.side) for model in TRAINED.values()],
        within=WITHIN,
        told=MEASURED,
        optimum=[best_split(law, some) for some in grid],
        level=[(size, operations / 6 / size) for size in sizes],
        now=now,
        best=best_split(law, operations),
    )


def table(now: tuple[float, float], best: tuple[float, float], law: Law) -> Table:
    """What the reader chose, beside the best that the same operations can do."""
    rows = []
    for name, values in (
        (PARAMETERS, [in_words(size) for size, _ in (now, best)]),
        (TOKENS, [in_words(text) for _, text in (now, best)]),
    ):
        rows.append(Entry(name, [Value(value) for value in values]))
    computing = in_powers(training_operations(*now))
    rows.append(Entry(OPERATIONS, [Value(computing), Value(computing)]))
    rows.append(Entry(RATIO, [Value(text / size) for size, text in (now, best)], decimals=1))
    rows.append(Entry(LOSS, [Value(expected(law, *some).loss) for some in (now, best)], decimals=3))
    return Table(SAME, [HERE, BEST], rows)


SIZE = Text(en="for want of parameters", nl="door te weinig parameters")
TEXT = Text(en="for want of text", nl="door te weinig tekst")
MEASURED = Text(en="measured", nl="gemeten")
HERE = Text(en="here", nl="hier")
BEST = Text(en="best split", nl="beste verdeling")
SAME = Text(en="The same operations, split in two ways", nl="Dezelfde bewerkingen, op twee manieren verdeeld")
OPERATIONS = Text(en="operations, 6 × N × D", nl="bewerkingen, 6 × N × D")
RATIO = Text(en="tokens for each parameter", nl="tokens per parameter")
LOSS = Text(en="expected loss per token", nl="verwacht verlies per token")
MODELS = Text(en="Go to", nl="Ga naar")
BEYOND = Text(
    en="The law was fitted to smaller models with less text, the gray field; here it is extended, and nobody can promise that it holds.",
    nl="De wet is gefit aan kleinere modellen met minder tekst, het grijze vlak; hier is ze doorgetrokken, en niemand belooft dat ze daar nog klopt.",
)
SAY = Text(
    en="With {size} parameters and {text} tokens, which takes {operations} operations, the expected loss is {loss:.3f}. The "
    "same operations do best with {best_size} parameters and {best_text} tokens: {best_loss:.3f}.",
    nl="Met {size} parameters en {text} tokens, wat {operations} bewerkingen kost, is het verwachte verlies {loss:.3f}. "
    "Dezelfde bewerkingen doen het het best met {best_size} parameters en {best_text} tokens: {best_loss:.3f}.",
)
