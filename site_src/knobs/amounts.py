"""Views of amounts: parts that add up to a whole, and numbers that lie powers of ten apart.

One ink and four textures (dots, hatching, solid, open), so that the parts differ without colour as well.
"""

import math
from collections.abc import Sequence
from typing import Literal, NamedTuple

from .markup import Markup, join, tag
from .naming import SUPERSCRIPT
from .text import Text, number
from .views import Words, drawing, path, words

Texture = Literal["dots", "hatch", "solid", "open"]
WIDE, HIGH = 460.0, 26.0


class Part(NamedTuple):
    """A share of a whole: its name, its amount, and the texture and the color that it is drawn in."""

    name: Words
    amount: float
    texture: Texture
    role: Literal["param", "input"] = "param"


class Parts(NamedTuple):
    """A bar cut into its parts, and below it each part with its amount and share.

    `mark` draws a thick line under the bar up to that amount: what is active of it, or what fits.
    """

    title: Text
    say: Text
    parts: Sequence[Part]
    decimals: int = 0
    unit: str = ""
    mark: float | None = None
    shares: bool = True

    def html(self, lang: str) -> Markup:
        whole = math.fsum(part.amount for part in self.parts)
        longest = max(whole, self.mark or 0)
        scale = WIDE / longest if longest else 0.0
        shapes, x = [], 0.0
        for part in self.parts:
            shapes.append(segment(part.texture, x, part.amount * scale, role=part.role))
            x += part.amount * scale
        if self.mark is not None:
            shapes.append(path(f"M0 {HIGH + 5:g}H{max(self.mark * scale, 1):.1f}", "k-active"))
        box = f"0 0 {WIDE:g} {HIGH + 8:g}"
        bar = drawing("k-parts__bar", box, self.title[lang], self.say[lang], *shapes)
        rows = (self._row(part, whole, lang) for part in self.parts)
        return join(bar, tag("span", *rows, class_="k-parts", role="list", aria_label=self.title[lang]))

    def _row(self, part: Part, whole: float, lang: str) -> Markup:
        share = f"{number(100 * part.amount / whole, lang, 1)}%" if self.shares and whole else ""
        swatch = tag(
            "svg",
            segment(part.texture, 1, 22, 12, role=part.role),
            class_="k-swatch",
            viewBox="0 0 24 14",
            aria_hidden="true",
        )
        return tag(
            "span",
            tag("span", swatch, words(part.name, lang), class_="k-parts__name"),
            tag("span", number(part.amount, lang, self.decimals) + self.unit, class_="k-val"),
            tag("span", share, class_="k-parts__share"),
            class_="k-parts__row",
            role="listitem",
        )


def segment(texture: Texture, x: float, width: float, high: float = HIGH, *, role: str = "param") -> Markup:
    """One part of a bar, from `x` on, at least a hair wide."""
    wide, of = max(width, 0.5), "" if role == "param" else f" k-seg--{role}"
    frame = tag("rect", class_=f"k-seg k-seg--{texture}{of}", x=x, y=1, width=wide, height=high - 1)
    if texture == "dots":
        marks = [
            f"M{at:.1f} {y:.1f}h0"
            for row, y in enumerate(_steps(4, high - 2, 5))
            for at in _steps(x + (2.5 if row % 2 else 5), x + wide - 1.5, 5)
        ]
    elif texture == "hatch":
        ends = ((max(at, x), min(at + high - 1, x + wide), at) for at in _steps(x - high + 5, x + wide, 6))
        marks = [f"M{a:.1f} {high - a + at:.1f}L{b:.1f} {high - b + at:.1f}" for a, b, at in ends]
    else:
        return frame
    return join(frame, path("".join(marks), f"k-seg__{texture}{of}")) if marks else frame


def _steps(low: float, high: float, step: float) -> list[float]:
    return [low + i * step for i in range(max(0, math.ceil((high - low) / step)))]


class Mark(NamedTuple):
    """A number on the ruler, with its name and how it is written there."""

    name: Words
    value: float
    written: Words


class Powers(NamedTuple):
    """A ruler on which every step is a thousand times the one before, from 1 to 10^`top`, with a row for each number.

    The words stand outside the drawing, so that a phone does not make them small.
    """

    title: Text
    say: Text
    marks: Sequence[Mark]
    top: int = 30  # a multiple of 6

    def html(self, lang: str) -> Markup:
        ticks = (f"10{str(exponent).translate(SUPERSCRIPT)}" for exponent in range(6, self.top + 1, 6))
        return join(
            tag("span", self.say[lang], data_say=True, hidden=True),
            tag(
                "span",
                *(self._row(mark, lang) for mark in self.marks),
                class_="k-powers",
                role="list",
                aria_label=self.title[lang],
            ),
            tag(
                "span",
                *(tag("span", tick) for tick in ("1", *ticks)),
                class_="k-powers__ticks",
                aria_hidden="true",
            ),
        )

    def _row(self, mark: Mark, lang: str) -> Markup:
        exponent = min(max(math.log10(mark.value) if mark.value >= 1 else 0.0, 0), self.top)
        end = max(WIDE * exponent / self.top, 2.0)
        grid = "".join(f"M{WIDE * step / self.top:.1f} 0V10" for step in range(0, self.top + 1, 3))
        bar = tag(
            "svg",
            path(grid, "k-grid"),
            path(f"M0 5H{end:.1f}", "k-ruler"),
            path(f"M{end:.1f} 1V9", "k-ruler k-ruler--end"),
            class_="k-bar",
            viewBox=f"0 0 {WIDE:g} 10",
            preserveAspectRatio="none",
            aria_hidden="true",
        )
        return tag(
            "span",
            tag("span", words(mark.name, lang), class_="k-powers__name"),
            tag("span", words(mark.written, lang), class_="k-val"),
            bar,
            class_="k-powers__row",
            role="listitem",
        )
