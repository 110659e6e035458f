"""All matrices of the pocket model as blocks to scale: a map to choose a parameter from.

A `data-pick` says which controls of the form its shape is a map of, and what its cells stand for; the page turns a click
into their values. Rows and columns count from 1 there, as readers do.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from ..markup import Markup, tag
from ..text import Text
from ..views import path
from .config import Config
from .parameters import Place

WIDTH, GAP = 460, 4  # SVG units
THIN = 6  # a vector is hit where its line is, or as near as this


class Blocks(NamedTuple):
    """Every matrix of a model without experts, to scale, with a knob where the chosen parameter is.

    What has a row for each word, for each place in the text or for each neuron lies on its side.
    """

    title: Text
    names: Mapping[str, Text]
    config: Config
    chosen: Place
    turned: Sequence[Place]

    def html(self, lang: str) -> Markup:
        blocks = _layout(self.config)
        height = max(block.y + block.height for block in blocks.values()) + GAP
        others = [blocks[place.name].at(place) for place in self.turned if place != self.chosen]
        return tag(
            "svg",
            tag("title", self.title[lang]),
            *(self._block(block, lang) for block in blocks.values()),
            dots(others),
            knob(*blocks[self.chosen.name].at(self.chosen), 7, 0),
            class_="k-blocks",
            viewBox=f"0 0 {WIDTH} {height:.1f}",
            role="img",
        )

    def _block(self, block: "Block", lang: str) -> Markup:
        rows, columns = ("row", 1, block.rows, block.rows), ("column", 1, block.columns, block.columns)
        thick = max(block.height, THIN)
        return tag(
            "g",
            tag("title", self.names[block.name][lang]),
            tag(
                "rect",
                class_="k-block k-block--here" if block.name == self.chosen.name else "k-block",
                x=block.x,
                y=block.y,
                width=block.width,
                height=block.height,
            ),
            pick(
                {"matrix": block.name},
                *((rows, columns) if block.tipped else (columns, rows)),
                x=block.x,
                y=block.y + (block.height - thick) / 2,
                width=block.width,
                height=thick,
            ),
        )


class Block(NamedTuple):
    """A matrix on the map: a `tipped` one has its rows beside each other, and its columns below."""

    name: str
    rows: int
    columns: int
    tipped: bool
    scale: float
    x: float
    y: float

    @property
    def width(self) -> float:
        return self.scale * (self.rows if self.tipped else self.columns)

    @property
    def height(self) -> float:
        return self.scale * (self.columns if self.tipped else self.rows)

    def at(self, place: Place) -> tuple[float, float]:
        """The middle of a cell."""
        down, across = (place.column, place.row) if self.tipped else (place.row, place.column)
        return self.x + self.scale * (across + 0.5), self.y + self.scale * (down + 0.5)


@lru_cache(maxsize=4)
def _layout(config: Config) -> dict[str, Block]:
    """Words and places above, a vector as a line below the matrix that it belongs to, then layer below layer."""
    layer = [4 * config.width + 2 * config.feed_forward, config.vocabulary + config.context]
    scale = (WIDTH - 6 * GAP) / max(layer)

    def row(y: float, *names: str) -> Iterator[Block]:
        x = float(GAP)
        for name in names:
            shape = config.shapes[name]
            rows, columns = shape if len(shape) == 2 else (1, *shape)
            tipped = name.endswith(("embedding", "positions", "up"))
            yield (block := Block(name, rows, columns, tipped, scale, x, y))
            x += block.width + GAP

    thick = scale * config.width
    blocks = [*row(GAP, "embedding", "positions"), *row(GAP + thick + 2, "word_bias")]
    for number in range(config.layers):
        y = GAP + (number + 1) * (thick + 4 * GAP)
        kinds = ("query", "key", "value", "output", "up", "down")
        blocks += row(y, *(f"blocks.{number}.{kind}" for kind in kinds))
        up = next(block for block in blocks if block.name == f"blocks.{number}.up")
        (bias,) = row(y + thick + 2, f"blocks.{number}.up_bias")
        blocks.append(bias._replace(x=up.x))
    return {block.name: block for block in blocks}


def knob(x: float, y: float, size: int, angle: float) -> Markup:
    return tag(
        "g",
        tag("circle", class_="k-fill-param", r=size),
        path(f"M0-1V-{size - 1}", "k-notch", transform=f"rotate({angle:.0f})"),
        class_="k-knob",
        transform=f"translate({x:.1f} {y:.1f})",
    )


def dots(places: Sequence[tuple[float, float]]) -> Markup:
    """Knobs that were turned before: lines of no length, with round ends."""
    return path("".join([f"M{x:.1f} {y:.1f}h0" for x, y in places]) or "M0 0", "k-around__turned")


def pick(values: Mapping[str, str], *axes: tuple[str, int, int, int], **box: float) -> Markup:
    """What takes a click. For each axis, across and down: the control, what the first cell stands for, how many cells
    there are, and the last value that the control can have."""
    return tag("rect", class_="k-pick", data_pick=json.dumps({"set": values, "axes": axes}), **box)
