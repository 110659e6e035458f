"""A training, drawn: its loss and its facts as curves, what it wrote on the way, and two of its matrices.

Beside it stands the record of one that was made beforehand, thin and in dots. A picture has the same parts each time, so
that the page writes only what differs.
"""

from bisect import bisect
from collections.abc import Sequence
from itertools import pairwise
from math import isfinite
from typing import NamedTuple

from ..cells import Cells, Written, letter
from ..curves import Entry, Line, Panel, Panels, Scale, Stroke, Table, Value
from ..markup import Markup, tag
from ..naming import in_words
from ..pocket.learned import FACTS
from ..pocket.side_by_side import Sentence
from ..tensor import Tensor
from ..text import Text, number, same
from ..views import Axis, Note, Row, Stack, View, Words, words
from .course import MARKS, TEMPERATURE, Course, Moment
from .record import Record

HIGHEST = 8.0  # of the axis of the loss; what lies above is drawn on its edge
LEAST = 3_000_000  # words, to which the scale goes
KNEE = 10_000
LOSS, RIGHT = Stroke("error", "dashes"), Stroke("output")
OTHER_LOSS, OTHER_RIGHT = Stroke("error", "dots", thin=True), Stroke("output", "dots", thin=True)
CORNER = 16  # rows and columns of a matrix
FULL = 0.5  # a number that fills its square


def in_short(count: float) -> Text:
    """Two digits: 36,000, or 1.2 million."""
    unit = 10 ** max(0, len(str(round(count))) - 2)
    return in_words(round(count / unit) * unit)


def losses(course: Course) -> tuple[tuple[float, float], ...]:
    """The curve, up to the last update."""
    read, total = course.seen.since
    end = [(course.seen.words, total / read)] if read else []
    return (*course.seen.losses, *end)


def curves(course: Course, record: Record, say: Text) -> Panels:
    """Where settings were changed, the loss has a small mark. The thin straight line is the loss of blind guessing."""
    words = course.seen.words
    high = next(LEAST * 10**n for n in range(9) if words <= LEAST * 10**n)
    ticks = (0, *(KNEE * 10**n for n in range(8) if KNEE * 10**n <= high))
    line, right = losses(course), tuple((at, 100 * share) for at, share in course.seen.right)
    turned = [change.words for _, change in pairwise(course.seen.changes)]
    marks = [line[min(bisect(line, (at, -1.0)), len(line) - 1)] for at in turned]
    beforehand = tuple((at, 100 * share) for at, share in record.right)
    return Panels(
        title=TITLE,
        say=say,
        x=Scale(READ, 0, high, ticks, knee=KNEE),
        panels=(
            Panel(
                Axis(LOSS_NAME, 0, HIGHEST, 2),
                (
                    Line(Stroke("error", thin=True), ((0, course.guessing), (high, course.guessing))),
                    Line(OTHER_LOSS, record.losses),
                    Line(LOSS, line),
                    *([Line(Stroke("error", thin=True), tuple(marks), marked=True)] if marks else []),
                ),
            ),
            Panel(FACTS, (Line(OTHER_RIGHT, beforehand), Line(RIGHT, right or ((0, 0),)))),
        ),
        now=words,
    )


def table(course: Course, record: Record) -> Table:
    """What the curves come to, with their strokes."""
    right = course.seen.right
    return Table(
        TITLE,
        [YOURS, BEFOREHAND],
        [
            Entry(
                LOSS_NAME, [Value(losses(course)[-1][1], LOSS), Value(record.losses[-1][1], OTHER_LOSS)], 2
            ),
            Entry(
                FACTS_NAME,
                [
                    Value(percent(right[-1][1]) if right else NOT_ASKED, RIGHT),
                    Value(percent(record.right[-1][1]), OTHER_RIGHT),
                ],
            ),
            Entry(READ, [Value(course.seen.words), Value(record.moments[-1].words)]),
        ],
    )


def percent(share: float) -> Text:
    return Text(en=f"{number(100 * share, 'en')}%", nl=f"{number(100 * share, 'nl')}%")


def writing(moment: Moment) -> Stack:
    """What it writes now, after each of its prompts."""
    lines = [Written(line.prompt, line.more, line.tongue) for line in moment.lines]
    told = (NOW if moment.words else NOW_UNTRAINED).fill(
        words=in_short(moment.words), temperature=TEMPERATURE
    )
    return Stack([Row([Note(told)]), *lines])


class Beside(NamedTuple):
    """Columns with a name above each, beside each other where there is room."""

    columns: Sequence[tuple[Words, View]]

    def html(self, lang: str) -> Markup:
        made = (
            tag(
                "span",
                tag("span", words(name, lang), class_="k-beside__name"),
                view.html(lang),
                class_="k-beside__one",
            )
            for name, view in self.columns
        )
        return tag("span", *made, class_="k-beside")


def growth(course: Course, record: Record, lang: str) -> Beside:
    """A sentence from each stretch of the training, beside one from the record: the first line in the page's language."""
    return Beside(
        [(YOURS, _sentences(course.seen.moments, lang)), (BEFOREHAND, _sentences(record.moments, lang))]
    )


def _sentences(moments: Sequence[Moment], lang: str) -> Stack:
    shown = []
    for low, high in pairwise(MARKS[:7]):
        here = [moment for moment in moments if low <= moment.words < high]
        if not here:
            shown.append(Sentence(FROM.fill(words=in_short(low)), "…", lang))
            continue
        line = next((one for one in here[0].lines if one.tongue == lang), here[0].lines[0])
        name = AFTER.fill(words=in_short(here[0].words)) if here[0].words else AT_START
        shown.append(Sentence(name, f"{line.prompt} {line.more.strip()}", line.tongue))
    return Stack(shown)


def squares(course: Course) -> list[View]:
    """A matrix that began by lot and one that began at 0, both of the first layer."""
    tensors = course.learner.reader().weights.tensors
    query, output = (tensors[f"blocks.0.{name}"] for name in ("query", "output"))
    rows, columns = query.shape
    told = {"shown": CORNER, "rows": rows, "columns": columns}
    return [
        Cells(QUERY, SQUARES_SAY.fill(**told), corner(query)),
        Cells(OUTPUT if course.updates else AT_ZERO, SQUARES_SAY.fill(**told), corner(output)),
    ]


def corner(matrix: Tensor) -> list[str]:
    """The first rows and columns, as letters. What is no number is drawn as 0."""
    columns = matrix.shape[1]
    return [
        "".join(letter(one if isfinite(one) else 0.0, FULL) for one in matrix.numbers[start : start + CORNER])
        for start in range(0, CORNER * columns, columns)
    ]


TITLE = Text(en="Loss and facts while it learns", nl="Verlies en feiten terwijl het leert")
READ = Text(en="words read", nl="gelezen woorden")
LOSS_NAME = Text(en="loss per word", nl="verlies per woord")
FACTS_NAME = Text(en="facts right", nl="feiten goed")
NOT_ASKED = same("–")
YOURS = Text(en="this training", nl="deze training")
BEFOREHAND = Text(en="made beforehand", nl="van tevoren gemaakt")
NOW = Text(
    en="What it writes after {words} words, each word drawn at temperature {temperature:.1f}:",
    nl="Wat het na {words} woorden schrijft, elk woord geloot bij temperatuur {temperature:.1f}:",
)
NOW_UNTRAINED = Text(
    en="What it writes untrained, each word drawn at temperature {temperature:.1f}:",
    nl="Wat het ongetraind schrijft, elk woord geloot bij temperatuur {temperature:.1f}:",
)
AT_START = Text(en="untrained", nl="ongetraind")
AFTER = Text(en="after {words} words", nl="na {words} woorden")
FROM = Text(en="from {words} words", nl="vanaf {words} woorden")
QUERY = Text(
    en="Parameters: a corner of the first query matrix, which began by lot",
    nl="Parameters: een hoek van de eerste query-matrix, die door loting begon",
)
OUTPUT = Text(
    en="Parameters: a corner of the first output matrix, which began at 0",
    nl="Parameters: een hoek van de eerste uitvoermatrix, die op 0 begon",
)
AT_ZERO = Text(
    en="Parameters: a corner of the first output matrix, all of it still at 0",
    nl="Parameters: een hoek van de eerste uitvoermatrix, die nog helemaal op 0 staat",
)
SQUARES_SAY = Text(
    en="The first {shown} rows and columns of {rows} by {columns} parameters; the larger a number, the larger its square, "
    "and open where it is negative.",
    nl="De eerste {shown} rijen en kolommen van {rows} bij {columns} parameters; hoe groter een getal, hoe groter zijn "
    "vierkant, en open waar het negatief is.",
)
