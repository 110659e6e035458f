"""The numbers around one parameter as squares, and the parameter itself as a knob: a map to choose a neighbor from."""

from collections.abc import Mapping
from functools import lru_cache
from math import sqrt
from typing import NamedTuple

from ..markup import Markup, tag
from ..text import Text
from ..views import path
from .overview import dots, knob, pick
from .parameters import Place, Weights

SIDE = 10  # of a cell, in SVG units
BESIDE, ABOVE = 16, 8  # cells on each side of the chosen one, above it and below it
DIAL = 135  # degrees from the middle of a dial to its end
LARGE = 3  # times the typical size of a matrix: numbers from there on fill their cell


class Around(NamedTuple):
    """The numbers around `chosen`, which stands in the middle as a knob: the larger a number, the larger its square.

    Filled is above zero and open is below. `turned` holds how far knobs are from what they learned; a dial goes as far
    as `farthest`.
    """

    title: Text
    say: Text
    weights: Weights
    chosen: Place
    turned: Mapping[Place, float]
    farthest: float

    def html(self, lang: str) -> Markup:
        name, row, column = self.chosen
        rows, columns = self.weights.tensors[name].shape
        down, across = _window(row, ABOVE, rows), _window(column, BESIDE, columns)
        above = ABOVE if rows > 1 else 1
        width, height = SIDE * (2 * BESIDE + 1), SIDE * (2 * above + 1)
        paper = {
            "x": width / 2 + (across.start - column - 0.5) * SIDE,
            "y": height / 2 + (down.start - row - 0.5) * SIDE,
            "width": SIDE * len(across),
            "height": SIDE * len(down),
        }
        middle = f"translate({width / 2:g} {height / 2:g})"
        others = [
            ((c - column) * SIDE, (r - row) * SIDE)
            for matrix, r, c in self.turned
            if matrix == name and r in down and c in across and (r, c) != (row, column)
        ]
        angle = DIAL * self.turned.get(self.chosen, 0) / self.farthest
        above_zero, below_zero = _squares(self.weights, self.chosen)
        picture = tag(
            "svg",
            tag("title", self.title[lang]),
            tag("desc", self.say[lang], data_say=True),
            tag("rect", class_="k-around__paper", **paper),
            tag(
                "g",
                path(above_zero, "k-around__above"),
                path(below_zero, "k-around__below"),
                dots(others),
                knob(0, 0, 9, max(-DIAL, min(DIAL, angle))),
                transform=middle,
            ),
            pick(
                {},
                ("column", across.start + 1, len(across), columns),
                ("row", down.start + 1, len(down), rows),
                **paper,
            ),
            class_="k-around" if rows > 1 else "k-around k-around--line",
            viewBox=f"0 0 {width} {height}",
            # Where it is narrow, the stylesheet makes it high, and then only the middle is seen.
            preserveAspectRatio="xMidYMid slice",
            role="img",
        )
        return tag(
            "span", picture, class_="k-around__field", tabindex=0, role="application", aria_label=ARROWS[lang]
        )


@lru_cache(maxsize=64)
def _squares(weights: Weights, chosen: Place) -> tuple[str, str]:
    """The shapes of the numbers above zero and of those below, around a chosen one at 0, 0."""
    tensor, large = weights.tensors[chosen.name], LARGE * _typical(weights, chosen.name)
    down, across = (
        _window(middle, beside, count)
        for middle, beside, count in zip(chosen[1:], (ABOVE, BESIDE), tensor.shape, strict=True)
    )
    shapes: tuple[list[str], list[str]] = ([], [])
    for r, row in zip(down, tensor[down].tolist(), strict=True):
        for c, number in zip(across, row[across.start : across.stop], strict=True):
            side = 0.94 * SIDE * sqrt(min(1, abs(number) / large))
            x, y = (c - chosen.column) * SIDE - side / 2, (r - chosen.row) * SIDE - side / 2
            if side >= 0.1:
                shapes[number < 0].append(f"M{x:.1f} {y:.1f}h{side:.1f}v{side:.1f}h-{side:.1f}z")
    return "".join(shapes[0]), "".join(shapes[1])


@lru_cache(maxsize=64)
def _typical(weights: Weights, name: str) -> float:
    """The root of the mean square of a matrix; a matrix of zeros has none, and any will do."""
    numbers = weights.tensors[name].numbers
    return sqrt(sum(number * number for number in numbers) / len(numbers)) or 1.0


def _window(middle: int, beside: int, count: int) -> range:
    """What of `count` lies within `beside` of the middle, numbered from 0."""
    return range(max(0, middle - beside), min(count, middle + beside + 1))


ARROWS = Text(
    en="The numbers around the chosen one; the arrow keys choose a neighbor.",
    nl="De getallen rondom het gekozen getal; met de pijltjestoetsen kies je een buur.",
)
