"""Matrices drawn to scale: a number takes the same area in each, so what is large looks large.

One frozen matrix, open; what is trained is filled, tall pieces to its right and flat ones below. What would be thinner
than a hair is drawn a hair wide, and `thicker` tells by how much that exaggerates.
"""

from collections.abc import Sequence
from typing import NamedTuple

from ..markup import Markup, tag
from ..text import Text
from ..views import Words, drawing, words

WIDE, MOST_HIGH = 460.0, 230.0
GAP, HAIR = 10.0, 1.5


class Area(NamedTuple):
    """A matrix of `rows` × `columns` numbers, and its name."""

    name: Words
    rows: int
    columns: int


class Areas(NamedTuple):
    """A frozen matrix and what is trained beside it, to one scale."""

    title: Text
    say: Text
    frozen: Area
    trained: Sequence[Area]

    def html(self, lang: str) -> Markup:
        placed = self.placed
        shapes = [
            tag("rect", class_=kind, x=x, y=y, width=wide, height=high)
            for kind, (x, y, wide, high) in zip(self._kinds, placed, strict=True)
        ]
        right = max(WIDE, *(x + wide for x, _, wide, _ in placed))
        floor = max(y + high for _, y, _, high in placed)
        return drawing(
            "k-areas", f"-1 -1 {right + 2:.1f} {floor + 2:.1f}", self.title[lang], self.say[lang], *shapes
        )

    @property
    def _kinds(self) -> list[str]:
        return ["k-area", *["k-area k-area--trained"] * len(self.trained)]

    @property
    def placed(self) -> list[tuple[float, float, float, float]]:
        """Left, top, width and height of the frozen matrix, and of each piece."""
        scale = self.scale
        wide, high = _drawn(self.frozen.columns, scale), _drawn(self.frozen.rows, scale)
        places, x, y = [(0.0, 0.0, wide, high)], wide + GAP, high + GAP
        for area in self.trained:
            wide, high = _drawn(area.columns, scale), _drawn(area.rows, scale)
            if area.rows > area.columns:
                places.append((x, 0.0, wide, high))
                x += wide + GAP
            else:
                places.append((0.0, y, wide, high))
                y += high + GAP
        return places

    @property
    def scale(self) -> float:
        """Units for one row or column, so that all of it fits."""
        tall = [area for area in self.trained if area.rows > area.columns]
        flat = [area for area in self.trained if area.rows <= area.columns]
        across = self.frozen.columns + sum(area.columns for area in tall)
        across = max(across, *(area.columns for area in flat), 1)
        down = self.frozen.rows + sum(area.rows for area in flat)
        down = max(down, *(area.rows for area in tall), 1)
        gaps = GAP * len(tall)
        return min((WIDE - gaps) / across, MOST_HIGH / down)

    @property
    def thicker(self) -> float:
        """How many times as thick as to scale the thinnest piece is drawn; 1 where none is."""
        thinnest = min((min(area.rows, area.columns) for area in self.trained), default=1)
        return max(HAIR / (thinnest * self.scale), 1.0)


class Legend(NamedTuple):
    """What is open and what is filled, as words beside a square of each."""

    frozen: Words
    trained: Words

    def html(self, lang: str) -> Markup:
        rows = (
            tag("span", _square(kind), words(told, lang), class_="k-areas__name")
            for kind, told in (("k-area", self.frozen), ("k-area k-area--trained", self.trained))
        )
        return tag("span", *rows, class_="k-areas__names")


def _drawn(count: int, scale: float) -> float:
    return max(count * scale, HAIR)


def _square(kind: str) -> Markup:
    mark = tag("rect", class_=kind, x=1, y=1, width=12, height=12)
    return tag("svg", mark, class_="k-swatch", viewBox="0 0 14 14", aria_hidden="true")
