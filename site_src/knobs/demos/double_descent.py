"""More knobs than points: past the number of points the loss on what was kept apart can come down once more.

The points and the waves are those of `overfit`. With fewer knobs than points there is one best setting. With more,
endless settings go through every point, and which one is taken decides. Here it is the one whose squares, each times
what its wave costs, add up to the least. The model: M. Belkin and others (2019), "Reconciling modern machine-learning
practice and the classical bias-variance trade-off", https://arxiv.org/abs/1812.11118; the price: Y. Xie and others
(2020), https://arxiv.org/abs/2006.08495.
"""

from collections.abc import Sequence
from functools import lru_cache
from math import fsum
from typing import Annotated

from ..controls import Slider
from ..curves import Entry, Line, Panel, Panels, Scale, Table, Value
from ..demo import demo
from ..fits.decades import Decades, decade
from ..fits.least_squares import dot, least_squares
from ..stops import Stops
from ..text import Text, same
from ..views import Stack, View
from .overfit import APART, DRAW, LOSS, NOISE, SEEN, Measured, Tried, amount, measurements, picture, waves

FEWEST, MOST = 8, 16  # points that the model sees
COUNTS = (*range(1, 21), 22, 25, 30, 40, 60, 100, 200)  # of knobs


def prices(count: int, price: float) -> list[float]:
    """What a knob of each wave costs: 1, 2, 3 … to the power `price`, so that faster waves cost more."""
    return [(number + 1) ** price for number in range(count)]


def priced(x: float, count: int, price: float) -> list[float]:
    """The waves at one place, each as strong as it is for one unit of cost."""
    return [wave / cost for wave, cost in zip(waves(x, count), prices(count, price), strict=True)]


def fit(seen: Sequence[Measured], parameters: int, price: float) -> list[float]:
    """The knobs with the smallest loss on what was seen; of all that have it, the cheapest."""
    shares = least_squares([priced(x, parameters, price) for x, _ in seen], [y for _, y in seen])
    return [share / cost for share, cost in zip(shares, prices(parameters, price), strict=True)]


@lru_cache(maxsize=16)
def every_count(points: int, noise: float, price: float, draw: int) -> tuple[Tried, ...]:
    """Each of COUNTS in turn."""
    halves = measurements(points, noise, draw)
    most = [[waves(x, COUNTS[-1]) for x, _ in half] for half in halves]
    tried = []
    for count in COUNTS:
        knobs = fit(halves[0], count, price)
        losses = [
            fsum((dot(knobs, row) - y) ** 2 for row, (_, y) in zip(rows, half, strict=True)) / points
            for rows, half in zip(most, halves, strict=True)
        ]
        tried.append(Tried(knobs, *losses))
    return tuple(tried)


KNOBS = Text(en="number of parameters", nl="aantal parameters")
POINTS = Slider(
    low=FEWEST, high=MOST, role="setting", label=Text(en="points that it sees", nl="punten die het ziet")
)
PRICE = Slider(
    low=0,
    high=2,
    step=0.5,
    role="setting",
    label=Text(en="extra price of fast waves", nl="meerprijs van snelle golven"),
)


@demo(title=Text(en="More knobs than points", nl="Meer draaiknoppen dan punten"))
def double_descent(
    parameters: Annotated[
        int, Stops(names=[same(str(count)) for count in COUNTS], label=KNOBS)
    ] = COUNTS.index(200),
    points: Annotated[int, POINTS] = 12,
    noise: Annotated[float, NOISE] = 0.2,
    price: Annotated[float, PRICE] = 1.0,
    draw: Annotated[int, DRAW] = 1,
) -> View:
    tried = every_count(points, noise, price, draw)
    now, count = tried[parameters], COUNTS[parameters]
    told = SAY.fill(count=count, points=points, seen=amount(now.seen), apart=amount(now.apart))
    return Stack(
        [
            picture(now.knobs, measurements(points, noise, draw), told, behind=False, samples=361),
            curves(tried, count, points, told),
            table(tried, parameters, points),
        ]
    )


def curves(tried: Sequence[Tried], now: int, points: int, say: Text) -> Panels:
    """Both losses against the number of knobs, and where there are as many knobs as points."""
    seen = tuple((count, decade(one.seen)) for count, one in zip(COUNTS, tried, strict=True))
    apart = tuple((count, decade(one.apart)) for count, one in zip(COUNTS, tried, strict=True))
    return Panels(
        title=Text(en="Two losses by number of parameters", nl="Twee verliezen naar aantal parameters"),
        say=say,
        x=Scale(KNOBS, 1, COUNTS[-1], (1, 10, 100)),
        panels=(Panel(LOSSES, (Line(SEEN, seen), Line(APART, apart)), height=200),),
        now=now,
        edge=(points, EDGE.fill(points=points)),
    )


def valleys(tried: Sequence[Tried], points: int) -> tuple[int, int]:
    """The places where the loss on what was kept apart is lowest: with fewer knobs than points, and with more."""
    edge = COUNTS.index(points)
    first = min(range(edge), key=lambda place: tried[place].apart)
    return first, min(range(edge + 1, len(COUNTS)), key=lambda place: tried[place].apart)


def table(tried: Sequence[Tried], now: int, points: int) -> Table:
    """Both losses in both valleys, and where the reader stands."""
    first, second = valleys(tried, points)
    rows = [
        Entry(
            VALLEY.fill(count=COUNTS[place]),
            [Value(amount(tried[place].seen)), Value(amount(tried[place].apart))],
        )
        for place in (first, second)
    ]
    here = [Value(amount(tried[now].seen), SEEN), Value(amount(tried[now].apart), APART)]
    rows.append(Entry(HERE.fill(count=COUNTS[now]), here))
    return Table(LOSS, [ON_SEEN, ON_APART], rows)


LOSSES = Decades(
    Text(en="loss, each step ten times as much", nl="verlies, elke stap tien keer zoveel"), -3, 3
)
EDGE = Text(en="{points} points", nl="{points} punten")
VALLEY = Text(en="valley, at {count}", nl="dal, bij {count}")
HERE = Text(en="here, at {count}", nl="hier, bij {count}")
ON_SEEN = Text(en="it saw", nl="zag het")
ON_APART = Text(en="kept apart", nl="apart")
SAY = Text(
    en="With {count} parameters and {points} points that the model saw, the loss on those is {seen}; on the points kept "
    "apart it is {apart}.",
    nl="Met {count} parameters en {points} punten die het model zag, is het verlies daarop {seen}; op de punten die "
    "apart zijn gehouden, is het {apart}.",
)
