"""Curves above each other over one scale, with the place where the demo stands, and a table of what they are there.

Lines differ in what they are drawn with as well as in color: whole, dashes or dots, thick or thin. The table has the
same strokes. So nothing need be read from a color, and no words stand among the lines.
"""

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from .markup import Markup, join, tag
from .naming import rounded
from .text import Text
from .views import Piece, Ruler, Words, drawing, grid, inline, label, path, words, written

Role = Literal["output", "error"]
Kind = Literal["whole", "dashes", "dots"]
WIDTH, LEFT, RIGHT, TOP, BOTTOM = 460.0, 46.0, 16.0, 28.0, 46.0
LETTER = 9.0  # at most, on a phone, where they are larger than elsewhere
BETWEEN = 42.0  # two graphs; the name of the lower one stands there
MARKS = {"output": "M0-8 8 0 0 8-8 0z", "error": "M-6-6 6 6M-6 6 6-6"}  # a diamond, and a cross


class Scale(NamedTuple):
    """A scale that goes from `low` to `high` by factors: from 1 to 10 is as far as from 10 to 100.

    No such scale has a 0. One with a `knee` has: far above the knee it goes by factors, and below it evenly; so with
    math.inf it is an even one.
    """

    label: Text
    low: float
    high: float
    ticks: tuple[float, ...]
    knee: float = 0

    def share(self, value: float) -> float:
        """How far along the scale a value is: 0 at its low end, 1 at its high end."""
        if self.knee == math.inf:
            return (value - self.low) / (self.high - self.low)
        low, high, here = (math.log(one + self.knee) for one in (self.low, self.high, value))
        return (here - low) / (high - low)


class Stroke(NamedTuple):
    """What a line is drawn with."""

    role: Role
    kind: Kind = "whole"
    thin: bool = False

    @property
    def classes(self) -> str:
        return f"k-stroke k-stroke--{self.role} k-stroke--{self.kind}" + (
            " k-stroke--thin" if self.thin else ""
        )


class Line(NamedTuple):
    """Measurements (x, y) in the order of x, joined; `marked` puts a mark on each."""

    stroke: Stroke
    samples: tuple[tuple[float, float], ...]
    marked: bool = False


class Panel(NamedTuple):
    """One graph: its own axis upwards, and lines; what lies outside the axis is drawn on its edge."""

    y: Ruler
    lines: tuple[Line, ...]
    height: float = 120


class Panels(NamedTuple):
    """Graphs above each other over one scale. `now` is a place on it: each line that has a sample there is marked.

    `edge` is a place where something changes, and the words for it.
    """

    title: Text
    say: Text
    x: Scale
    panels: tuple[Panel, ...]
    now: float | None = None
    edge: tuple[float, Text] | None = None

    def html(self, lang: str) -> Markup:
        shapes, top = [], TOP
        for panel in self.panels:
            shapes.append(_graph(self.x, panel, top, lang))
            top += panel.height + BETWEEN
        floor = top - BETWEEN
        shapes.append(_ticks(self.x, floor, lang))
        if self.edge is not None:
            shapes.append(_edge(_across(self.x, self.edge[0]), floor, self.edge[1][lang]))
        if self.now is not None:
            shapes += self._now(self.now, floor)
        box = f"0 0 {WIDTH:g} {floor + BOTTOM:g}"
        return drawing("k-plot", box, self.title[lang], self.say[lang], *shapes)

    def _now(self, now: float, floor: float) -> list[Markup]:
        """A line up through each graph, the input's square at its foot, and a mark on each line."""
        at, top = _across(self.x, now), TOP
        shapes = [tag("rect", class_="k-fill-input k-now", x=at - 6, y=floor - 6, width=12, height=12)]
        for panel in self.panels:
            shapes.append(path(f"M{at:.1f} {top:g}v{panel.height:g}", "k-guide"))
            for line in panel.lines:
                here = [y for x, y in line.samples if x == now]
                shapes += [_mark(line.stroke.role, at, _up(panel, y, top), "k-now") for y in here[:1]]
            top += panel.height + BETWEEN
        return shapes


def _across(scale: Scale, value: float) -> float:
    return LEFT + min(max(scale.share(value), 0), 1) * (WIDTH - LEFT - RIGHT)


def _up(panel: Panel, value: float, top: float) -> float:
    share = (value - panel.y.low) / (panel.y.high - panel.y.low)
    return top + panel.height * (1 - min(max(share, 0), 1))


@lru_cache(maxsize=32)
def _graph(scale: Scale, panel: Panel, top: float, lang: str) -> Markup:
    """A panel without its ticks below: it holds still while a knob is turned."""
    shapes = [label(0.0, top - 14, panel.y.label[lang], "start")]
    for value in panel.y.ticks:
        y = _up(panel, value, top)
        shapes.append(path(f"M{LEFT:g} {y:.1f}H{WIDTH - RIGHT:g}", grid(panel.y, value)))
        shapes.append(label(LEFT - 11, y + 4, panel.y.write(value, lang), "end"))
    for line in panel.lines:
        places = [(_across(scale, x), _up(panel, y, top)) for x, y in line.samples]
        shapes.append(path("M" + "L".join([f"{x:.1f} {y:.1f}" for x, y in places]), line.stroke.classes))
        if line.marked:
            shapes += [_mark(line.stroke.role, x, y, "k-mark--small", 0.55) for x, y in places]
    return join(*shapes)


def _edge(at: float, floor: float, told: str) -> Markup:
    """A line up through all graphs, with its words at the top, on the side where there is more room."""
    right = at > (LEFT + WIDTH - RIGHT) / 2
    words_at = label(at + (-6 if right else 6), TOP + 12, told, "end" if right else "start")
    return join(path(f"M{at:.1f} {TOP:g}V{floor:g}", "k-edge"), words_at)


@lru_cache(maxsize=16)
def _ticks(scale: Scale, floor: float, lang: str) -> Markup:
    shapes = []
    for value in scale.ticks:
        x = _across(scale, value)
        told = rounded(value, lang)
        fits = (
            x + LETTER * len(told) / 2 <= WIDTH
        )  # under its mark, or else as far to the right as there is room
        shapes.append(path(f"M{x:.1f} {floor:g}v5", "k-grid"))
        shapes.append(label(x if fits else WIDTH, floor + 21, told, "middle" if fits else "end"))
    return join(*shapes, label(WIDTH - RIGHT, floor + 41, scale.label[lang], "end"))


def _mark(role: Role, x: float, y: float, kind: str, size: float = 1) -> Markup:
    shape = "k-fill-output" if role == "output" else "k-cross"
    shrunk = "" if size == 1 else f" scale({size:g})"
    return tag(
        "path", class_=f"{shape} {kind}", d=MARKS[role], transform=f"translate({x:.1f} {y:.1f}){shrunk}"
    )


class Value(NamedTuple):
    """A value of a table, or words for it, and the stroke of the line it lies on, if there is one."""

    value: Words | float
    stroke: Stroke | None = None


class Entry(NamedTuple):
    """A row of a table: what it is, and a value for each column."""

    name: Words
    cells: Sequence[Value]
    decimals: int = 0
    unit: str = ""


class Table(NamedTuple):
    """Numbers beside each other, with the strokes of their lines; spans, because it stands in an <output>.

    `say`: where the table is the picture, its sentence. `stacked`: on a phone a name stands above its numbers.
    """

    label: Text
    columns: Sequence[Piece | Words]
    rows: Sequence[Entry]
    say: Text | None = None
    stacked: bool = False

    def html(self, lang: str) -> Markup:
        heads = [tag("span", inline(name, lang), role="columnheader") for name in self.columns]
        head = tag("span", tag("span", role="cell"), *heads, class_="k-compare__row", role="row")
        rows = [self._row(row, lang) for row in self.rows]
        kind = " k-compare--wide" if len(self.columns) > 2 else ""
        kind += " k-compare--stacked" if self.stacked else ""
        table = tag("span", head, *rows, class_=f"k-compare{kind}", role="table", aria_label=self.label[lang])
        return join(tag("span", self.say[lang], data_say=True, hidden=True), table) if self.say else table

    def _row(self, row: Entry, lang: str) -> Markup:
        name = tag("span", words(row.name, lang), role="rowheader")
        cells = [
            tag(
                "span",
                swatch(cell.stroke) if cell.stroke else None,
                tag("b", written(cell.value, lang, row.decimals) + row.unit),
                role="cell",
            )
            for cell in row.cells
        ]
        return tag("span", name, *cells, class_="k-compare__row", role="row")


@lru_cache(maxsize=16)
def swatch(stroke: Stroke) -> Markup:
    """A bit of a line, to know it by."""
    line = path("M0 7H30", stroke.classes)
    return tag("svg", line, class_="k-swatch", viewBox="0 0 30 14", aria_hidden="true")
