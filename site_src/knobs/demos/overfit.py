"""A sum of waves, fitted to half of the measurements: what it does on those, and on the half that was kept apart.

    y = p1 + p2·cos(πx) + p3·cos(2πx) + …            each knob says how strong one wave is

The measurements are made here: points on a hidden curve, each moved up or down by chance. So the truth is known.
"""

from collections.abc import Sequence
from functools import lru_cache
from math import cos, fsum, inf, pi, sin
from random import Random
from typing import Annotated, NamedTuple

from ..controls import Slider, Toggle
from ..curves import Entry, Line, Panel, Panels, Scale, Stroke, Table, Value
from ..demo import demo
from ..fits.decades import Decades, decade
from ..fits.fitted import Fitted, Spot
from ..fits.least_squares import dot, least_squares
from ..markup import tag
from ..naming import in_powers
from ..text import LANGUAGES, MINUS, Text, number
from ..views import Axis, Formula, Note, Piece, Row, Stack, View, Words, span

POINTS = 12  # that the model sees; as many are kept apart


class Measured(NamedTuple):
    x: float  # from 0 to 1
    y: float


def hidden(x: float) -> float:
    """The curve behind the measurements: a wave and a quarter."""
    return 0.9 * sin(2.5 * pi * x)


@lru_cache(maxsize=64)
def measurements(points: int, noise: float, draw: int) -> tuple[list[Measured], list[Measured]]:
    """Twice so many, at even distances: those that the model sees, drawn by lot, and those kept apart.

    `noise` is the standard deviation of what chance adds to the hidden curve.
    """
    chance = Random(104 + draw)
    places = [(number + 0.5) / (2 * points) for number in range(2 * points)]
    every = [Measured(x, hidden(x) + noise * chance.gauss(0, 1)) for x in places]
    chosen = set(chance.sample(range(2 * points), points))
    seen, apart = ([one for n, one in enumerate(every) if (n in chosen) is which] for which in (True, False))
    return seen, apart


def waves(x: float, count: int) -> list[float]:
    """The first waves at one place: a level, half a wave from 0 to 1, a whole one, one and a half …"""
    return [cos(pi * number * x) for number in range(count)]


def fit(seen: Sequence[Measured], parameters: int) -> list[float]:
    """The knobs with the smallest loss on what was seen."""
    return least_squares([waves(x, parameters) for x, _ in seen], [y for _, y in seen])


def predict(knobs: Sequence[float], x: float) -> float:
    """The model: a knob times its wave, summed."""
    return dot(knobs, waves(x, len(knobs)))


def loss(knobs: Sequence[float], points: Sequence[Measured]) -> float:
    """Mean squared error."""
    return fsum((predict(knobs, x) - y) ** 2 for x, y in points) / len(points)


class Tried(NamedTuple):
    """A number of knobs, set as well as they can be."""

    knobs: list[float]
    seen: float  # loss on the points that it saw
    apart: float  # on those kept apart


@lru_cache(maxsize=32)
def every_count(noise: float, draw: int) -> tuple[Tried, ...]:
    """With one knob, with two, and so on, up to as many as there are points."""
    seen, apart = measurements(POINTS, noise, draw)
    fitted = [fit(seen, count) for count in range(1, POINTS + 1)]
    return tuple(Tried(knobs, loss(knobs, seen), loss(knobs, apart)) for knobs in fitted)


KNOBS = Slider(
    low=1, high=POINTS, role="setting", label=Text(en="number of parameters", nl="aantal parameters")
)
NOISE = Slider(
    low=0, high=0.3, step=0.05, role="setting", label=Text(en="noise in the points", nl="ruis in de punten")
)
DRAW = Slider(low=1, high=20, role="setting", label=Text(en="another draw", nl="andere trekking"))
BEHIND = Toggle(label=Text(en="Show the curve behind the points", nl="Toon de kromme achter de punten"))


@demo(title=Text(en="More knobs, closer to the points", nl="Meer draaiknoppen, dichter bij de punten"))
def overfit(
    parameters: Annotated[int, KNOBS] = 5,
    noise: Annotated[float, NOISE] = 0.2,
    draw: Annotated[int, DRAW] = 1,
    behind: Annotated[bool, BEHIND] = False,
) -> View:
    tried = every_count(noise, draw)
    now = tried[parameters - 1]
    told = SAY.fill(count=parameters, points=POINTS, seen=amount(now.seen), apart=amount(now.apart))
    best = min(range(POINTS), key=lambda count: tried[count].apart) + 1
    return Stack(
        [
            picture(now.knobs, measurements(POINTS, noise, draw), told, behind=behind),
            Row([formula(now.knobs)]),
            curves(tried, parameters, told),
            table(now),
            Row([Note(LEAST.fill(best=best))]),
        ]
    )


def picture(
    knobs: Sequence[float],
    points: tuple[list[Measured], list[Measured]],
    say: Text,
    *,
    behind: bool,
    samples: int = 241,
) -> Fitted:
    """The points, and the curve that the knobs make of the waves."""
    seen, apart = ([Spot(x, y, predict(knobs, x)) for x, y in some] for some in points)
    places = list(span(0, 1, samples))
    return Fitted(
        title=Text(en="Points, and a sum of waves", nl="Punten, en een som van golven"),
        say=say,
        x=ACROSS,
        y=UP,
        seen=seen,
        apart=apart,
        curve=[(x, predict(knobs, x)) for x in places],
        behind=[(x, hidden(x)) for x in places] if behind else (),
    )


def formula(knobs: Sequence[float]) -> Formula:
    """The model with its knobs as they stand."""
    first, *others = knobs
    parts: list[Piece | Words] = [Piece("output", tag("var", "y")), " = ", Piece("param", first, 2)]
    for wave, knob in enumerate(others, 1):
        times = str(wave) if wave > 1 else ""
        parts += [f" {MINUS if knob < 0 else '+'} ", Piece("param", abs(knob), 2), f"\u00a0cos\u00a0{times}π"]
        parts += [Piece("input", tag("var", "x"))]
    return Formula(parts)


def curves(tried: Sequence[Tried], now: int, say: Text) -> Panels:
    """Both losses against the number of knobs."""
    seen = tuple((count, decade(one.seen)) for count, one in enumerate(tried, 1))
    apart = tuple((count, decade(one.apart)) for count, one in enumerate(tried, 1))
    return Panels(
        title=Text(en="Two losses by number of parameters", nl="Twee verliezen naar aantal parameters"),
        say=say,
        x=Scale(KNOBS.label, 1, POINTS, (1, 4, 8, POINTS), knee=inf),
        panels=(Panel(LOSSES, (Line(SEEN, seen), Line(APART, apart)), height=170),),
        now=now,
    )


def amount(loss: float) -> Text:
    """A loss with three decimals; a large one as a power of ten, for its last digits are chance."""
    if loss >= 1000:
        return in_powers(loss)
    return Text(**{lang: number(loss, lang, 3) for lang in LANGUAGES})


def table(now: Tried) -> Table:
    """Both losses with the strokes of their curves, and the knob that is turned farthest."""
    largest = max(map(abs, now.knobs))
    rows = [
        Entry(ON_SEEN, [Value(amount(now.seen), SEEN)]),
        Entry(ON_APART, [Value(amount(now.apart), APART)]),
        Entry(LARGEST, [Value(largest)], decimals=2),
    ]
    return Table(LOSS, [LOSS], rows)


SEEN, APART = Stroke("error", thin=True), Stroke("error", "dashes")
ACROSS = Axis(Text(en="input x", nl="invoer x"), 0, 1, 0.25)
UP = Axis(Text(en="output y", nl="uitvoer y"), -2, 2, 1)
LOSSES = Decades(
    Text(en="loss, each step ten times as much", nl="verlies, elke stap tien keer zoveel"), -3, 2
)
LOSS = Text(en="loss", nl="verlies")
ON_SEEN = Text(en="on the points it saw", nl="op de punten die het zag")
ON_APART = Text(en="on the points kept apart", nl="op de punten die apart zijn gehouden")
LARGEST = Text(en="the knob farthest from 0", nl="de draaiknop die het verst van 0 staat")
SAY = Text(
    en="With {count} of at most {points} parameters, the loss is {seen} on the {points} points that the model saw, "
    "and {apart} on the {points} points that were kept apart.",
    nl="Met {count} van hoogstens {points} parameters is het verlies {seen} op de {points} punten die het model zag, "
    "en {apart} op de {points} punten die apart zijn gehouden.",
)
LEAST = Text(
    en="With these points, {best} parameters do best on what was kept apart.",
    nl="Bij deze punten doen {best} parameters het het best op wat apart is gehouden.",
)
