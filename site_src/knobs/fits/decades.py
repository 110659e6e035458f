"""A scale on which every step is ten times as much, and a plane with two of them: models by their size and their text."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from ..markup import Markup, tag
from ..naming import SUPERSCRIPT
from ..text import Text, number
from ..views import Frame, circle, label, path

Place = tuple[float, float]
NOWHERE = -99.0  # below every scale: where 0 would be


class Decades(NamedTuple):
    """From 10^`low` to 10^`high`. What is drawn on it is drawn at its `decade`."""

    label: Text
    low: int
    high: int

    @property
    def ticks(self) -> list[float]:
        return list(range(self.low, self.high + 1))

    def write(self, value: float, lang: str) -> str:
        """0.01, 100; from a thousand on as 10³."""
        if value < 3:
            return number(10**value, lang, max(0, -int(value)))
        return f"10{str(int(value)).translate(SUPERSCRIPT)}"


def decade(value: float) -> float:
    """The power of ten that a number is."""
    return math.log10(value) if value > 0 else NOWHERE


class Marked(NamedTuple):
    """Something that is known to lie here, with its name: on the left of its mark, on the right, or above or below."""

    name: str
    x: float
    y: float
    side: str = "right"


class Plane(NamedTuple):
    """Two scales of decades, and on them: what is known, a line of what is best, and where the reader stands.

    `within` is the rectangle, from one corner to the other, in which anything was measured. `level` is a line along which
    something stays the same, and `best` the place on it that is the best.
    """

    title: Text
    say: Text
    x: Decades
    y: Decades
    marks: Sequence[Marked]
    within: tuple[Place, Place]
    told: Text  # what the rectangle is
    optimum: Sequence[Place]
    level: Sequence[Place]
    now: Place
    best: Place
    height: float = 360

    def html(self, lang: str) -> Markup:
        frame = Frame(self.x, self.y, self.height)
        shapes = [self._within(frame, lang)]
        shapes.append(path(_through(frame, self.level), "k-guide"))
        shapes.append(path(_through(frame, self.optimum), "k-line"))
        x, y = _at(frame, self.best)
        shapes.append(
            tag(
                "path",
                class_="k-fill-output k-now",
                d="M0-9 9 0 0 9-9 0z",
                transform=f"translate({x:.1f} {y:.1f})",
            )
        )
        shapes += [piece for mark in self.marks for piece in _marked(frame, mark)]
        shapes.append(circle(*_at(frame, self.now), 7.0, "k-fill-param k-now"))
        return frame.svg(self.title[lang], self.say[lang], lang, *shapes)

    def _within(self, frame: Frame, lang: str) -> Markup:
        (left, low), (right, high) = (_at(frame, corner) for corner in self.within)
        box = path(f"M{left:.1f} {low:.1f}V{high:.1f}H{right:.1f}V{low:.1f}z", "k-within")
        return tag("g", box, label(max(left, frame.LEFT) + 6, high + 16, self.told[lang], "start"))


def _at(frame: Frame, place: Place) -> Place:
    return frame.at(decade(place[0]), decade(place[1]))


def _through(frame: Frame, places: Sequence[Place]) -> str:
    return "M" + "L".join([f"{x:.1f} {y:.1f}" for x, y in (_at(frame, place) for place in places)])


def _marked(frame: Frame, mark: Marked) -> list[Markup]:
    x, y = _at(frame, (mark.x, mark.y))
    square = tag("rect", class_="k-fill-input", x=x - 4.5, y=y - 4.5, width=9, height=9)
    across, up, anchor = SIDES[mark.side]
    return [square, label(x + across, y + up, mark.name, anchor)]


SIDES = {
    "right": (9.0, 5.0, "start"),
    "left": (-13.0, 5.0, "end"),
    "above": (0.0, -10.0, "middle"),
    "below": (0.0, 20.0, "middle"),
}
