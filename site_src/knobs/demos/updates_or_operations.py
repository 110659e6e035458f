"""How often is a knob turned, and how much is calculated? Two numbers that are easily taken for each other."""

from typing import Annotated

from ..amounts import Mark, Powers
from ..controls import Number
from ..cost import training_operations
from ..demo import demo
from ..naming import in_powers, in_words
from ..text import Text
from ..views import Formula, Note, Piece, Reading, Row, Stack, View

BILLION, MILLION = 1e9, 1e6


def _amount(label: Text, unit: Text) -> Number:
    return Number(low=0.000_001, high=1_000_000, label=label, unit=unit)


BILLIONS = Text(en="billion", nl="miljard")
PARAMETERS = _amount(Text(en="parameters", nl="parameters"), BILLIONS)
TOKENS = _amount(Text(en="tokens of text", nl="tokens aan tekst"), BILLIONS)
BATCH = _amount(
    Text(en="tokens between two updates", nl="tokens tussen twee bijstellingen"),
    Text(en="million", nl="miljoen"),
)


@demo(title=Text(en="Turns of a knob, or sums?", nl="Draaien of rekenen?"))
def updates_or_operations(
    parameters: Annotated[float, PARAMETERS] = 174.6,
    tokens: Annotated[float, TOKENS] = 300.0,
    batch: Annotated[float, BATCH] = 3.2,
) -> View:
    steps = tokens * BILLION / (batch * MILLION)
    updates = parameters * BILLION * steps
    operations = training_operations(parameters * BILLION, tokens * BILLION)
    ratio = operations / updates
    told = {
        "steps": in_words(steps),
        "updates": in_words(updates),
        "operations": in_words(operations, 0),
        "ratio": in_words(ratio),
    }
    ruler = Powers(
        title=Text(en="Updates and operations", nl="Bijstellingen en bewerkingen"),
        say=SAY.fill(**told),
        marks=[
            Mark(STEPS, steps, told["steps"]),
            Mark(UPDATES, updates, told["updates"]),
            Mark(OPERATIONS, operations, told["operations"]),
        ],
    )
    sums = Formula(
        [
            Piece("output", in_powers(operations)),
            " ÷ ",
            Piece("output", in_powers(updates)),
            " = ",
            Piece("output", told["ratio"]),
        ]
    )
    return Stack(
        [
            Row([sums]),
            Row([Reading(STEPS, steps, 0), Reading(RATIO, ratio, 0)]),
            ruler,
            Row([Note(WHY.fill(batch=in_words(batch * MILLION), **told))]),
        ]
    )


STEPS = Text(en="times that all knobs are turned", nl="keer dat alle draaiknoppen draaien")
UPDATES = Text(en="turns of single knobs", nl="draaien van losse draaiknoppen")
OPERATIONS = Text(en="operations of arithmetic", nl="rekenkundige bewerkingen")
RATIO = Text(en="operations for each turn of a knob", nl="bewerkingen per draai van een draaiknop")
SAY = Text(
    en="{steps} times all knobs are turned, {updates} turns in all; {operations} operations of arithmetic, {ratio} "
    "times as many.",
    nl="{steps} keer draaien alle draaiknoppen, samen {updates} draaien; {operations} rekenkundige bewerkingen, "
    "{ratio} keer zoveel.",
)
WHY = Text(
    en="For one turn, each of {batch} tokens takes 6 operations: 2 on the way there and 4 on the way back.",
    nl="Voor één draai kost elk van de {batch} tokens 6 bewerkingen: 2 op de heenweg en 4 op de terugweg.",
)
