"""The view of a network: units in layers, every connection a line, and every parameter a knob on it.

A network can also be drawn while it is being worked out. Then a value that is not known yet is left out, what is known
of the gradient is marked, and what is at work now is lit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

from .markup import Markup, tag
from .recipes import ROLES
from .text import Text, number
from .views import Words, drawing, path, written

Place = tuple[float, float]


@dataclass(frozen=True)
class Unit:
    """A unit of a network: a letter with an index (0 for none), its value now if it is known, and its bias if it has one.

    `gradient`, how the loss changes with the unit, stands below the value.
    """

    letter: str
    index: int
    value: Words | float | None
    bias: "float | Knob | None" = None
    gradient: Words | float | None = None
    lit: bool = False


class Knob(NamedTuple):
    """A weight or a bias with its name beside it, or without a value a mere line; a ring where its gradient is known.

    `lit`: it is at work now, on the way to the output or on the way back.
    """

    value: float | None = None
    name: str = ""
    ringed: bool = False
    lit: Literal["", "on", "back"] = ""


@dataclass(frozen=True)
class Network:
    """Layers of units, every connection a line with its weight as a knob on it; a negative weight is a broken line.

    `weights[k][i][j]` joins unit i of layer k to unit j of layer k + 1; None joins them not.
    """

    title: Text
    say: Text
    layers: Sequence[Sequence[Unit]]
    weights: Sequence[Sequence[Sequence[float | Knob | None]]]
    decimals: int = 1
    row: float = 92  # the height of a unit, where no layer has many

    WIDTH, MARGIN = 460.0, 36.0

    def html(self, lang: str) -> Markup:
        tallest = max(len(layer) for layer in self.layers)
        across = (self.WIDTH - 2 * self.MARGIN) / max(1, len(self.layers) - 1)
        roomy = tallest <= 4
        height = (self.row if roomy else 52.0) * tallest
        size = 23.0 if roomy else 15.0 if across > 100 else 10.0
        connections = max(len(a) * len(b) for a, b in pairwise(self.layers))
        knob = 8.0 if connections <= 16 else 5.0 if connections <= 32 else 2.6
        places = [
            [(self.MARGIN + k * across, height * (i + 0.5) / len(layer)) for i in range(len(layer))]
            for k, layer in enumerate(self.layers)
        ]
        links, knobs = self._links(places, size, knob, lang)
        placed = [pair for row in zip(self.layers, places, strict=True) for pair in zip(*row, strict=True)]
        units = [self._unit(unit, place, size, roomy, lang) for unit, place in placed]
        for unit, (x, y) in placed:
            if unit.bias is not None:
                above = x, y - size - min(knob, 7.0)
                knobs += self._knob(_knob(unit.bias), above, max(knob, 4.0), lang)
        box = f"0 0 {self.WIDTH:g} {height:g}"
        return drawing("k-net", box, self.title[lang], self.say[lang], *links, *units, *knobs)

    def _links(
        self, places: Sequence[Sequence[Place]], size: float, knob: float, lang: str
    ) -> tuple[list[Markup], list[Markup]]:
        links: list[Markup] = []
        knobs: list[Markup] = []
        for k, matrix in enumerate(self.weights):
            # at this share of the way the knobs of all lines stand evenly below each other, none on another
            across = places[k + 1][0][0] - places[k][0][0]
            along = max(1 / (len(matrix) + 1), (size + knob + 2) / across)
            for i, row in enumerate(matrix):
                for j, weight in enumerate(row):
                    if weight is None:
                        continue
                    (x1, y1), (x2, y2) = places[k][i], places[k + 1][j]
                    links.append(_link(_knob(weight), f"M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}"))
                    on_it = x1 + (x2 - x1) * along, y1 + (y2 - y1) * along
                    knobs += self._knob(_knob(weight), on_it, knob, lang, below=y2 < y1 or 0 < i == j)
        return links, knobs

    def _knob(self, knob: Knob, place: Place, size: float, lang: str, *, below: bool = False) -> list[Markup]:
        """Its name stands above it, or below it where that is clear of the lines."""
        if knob.value is None:
            return []
        drawn = [weight_knob(*place, knob.value, size, self.decimals, lang)]
        if knob.ringed:
            x, y = place
            drawn.append(tag("circle", class_="k-ring", cx=x, cy=y, r=size + 3.5))
        if knob.name:
            beside = place[0] + size + 5, place[1] + (size + 9 if below else -size)
            drawn.append(_name(knob.name[0], knob.name[1:], *beside, "start", "k-name"))
        return drawn

    def _unit(self, unit: Unit, place: Place, size: float, roomy: bool, lang: str) -> Markup:
        x, y = place
        shape = ROLES.get(unit.letter, "output")
        kind = f"k-node k-node--{shape}" + (" k-node--lit" if unit.lit else "")
        if shape == "output":
            drawn = path(
                f"M{x:.1f} {y - size:.1f}l{size:g} {size:g}-{size:g} {size:g}-{size:g}-{size:g}z", kind
            )
        else:
            side = size * 1.4
            drawn = tag("rect", class_=kind, x=x - side / 2, y=y - side / 2, width=side, height=side)
        told = f"{unit.letter}{unit.index or ''}"
        lines = []
        if unit.value is not None:
            value = written(unit.value, lang, 2)
            told = f"{told} = {value}"
            lines.append(_below(value, "k-held", x, y + size + 14))
        if unit.gradient is not None:
            lines.append(_below(f"∂ {written(unit.gradient, lang, 2)}", "k-back", x, y + size + 30))
        name = _name(unit.letter, unit.index, x, y + 4, "middle")
        return tag("g", tag("title", told), drawn, *((name, *lines) if roomy else ()))


def _knob(weight: float | Knob) -> Knob:
    return weight if isinstance(weight, Knob) else Knob(weight)


def _link(knob: Knob, line: str) -> Markup:
    kind = "k-link"
    if knob.value is not None:
        # a number that has outgrown the computer is no whole one: it is cut off first
        kind += f" k-w{1 + int(min(3, abs(knob.value) * 3))}" + (" k-link--neg" if knob.value < 0 else "")
    return path(line, f"{kind} k-link--{knob.lit}" if knob.lit else kind)


def _name(letter: str, index: int | str, x: float, y: float, anchor: str, kind: str | None = None) -> Markup:
    return tag(
        "text",
        tag("tspan", letter, class_="k-var"),
        tag("tspan", index, class_="k-sub", dy=4) if index else None,
        class_=kind,
        x=x,
        y=y,
        text_anchor=anchor,
    )


def _below(told: str, kind: str, x: float, y: float) -> Markup:
    return tag("text", told, class_=kind, x=x, y=y, text_anchor="middle")


@lru_cache(maxsize=256, typed=True)
def weight_knob(x: float, y: float, weight: float, size: float, decimals: int, lang: str) -> Markup:
    turn = max(-135.0, min(135.0, weight * 67.5))  # −2 … 2 on a dial of 270 degrees
    notch = path(f"M0 0V{1 - size:g}", "k-notch", transform=f"rotate({turn:.0f})") if size >= 4 else None
    return tag(
        "g",
        tag("title", number(weight, lang, decimals)),
        tag("circle", class_="k-fill-param", r=size),
        notch,
        class_="k-knob",
        transform=f"translate({x:.1f} {y:.1f})",
    )
