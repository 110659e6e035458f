"""Amounts of several things for each of a few names: bars in groups, from one line, so that an eye can hold them together.

What the bars of a group belong to is told once, above them all, by texture.
"""

from collections.abc import Sequence
from typing import NamedTuple

from .amounts import Texture, segment
from .markup import Markup, join, tag
from .text import Text, number
from .views import Words, path, words

TEXTURES: tuple[Texture, ...] = ("solid", "hatch", "open")
LONG, HIGH = 300.0, 12.0  # of a bar


class Grouped(NamedTuple):
    """For each name a bar for each of `things`, at most three; `top` is the largest amount a bar can show."""

    label: Text
    things: Sequence[Words]
    rows: Sequence[tuple[Words, Sequence[float]]]
    top: float
    decimals: int = 0
    unit: str = ""

    def html(self, lang: str) -> Markup:
        legend = (
            tag("span", _swatch(texture), words(thing, lang), class_="k-areas__name")
            for texture, thing in zip(TEXTURES, self.things, strict=False)
        )
        groups = (self._group(name, amounts, lang) for name, amounts in self.rows)
        return join(
            tag("span", *legend, class_="k-areas__names"),
            tag("span", *groups, class_="k-grouped", role="list", aria_label=self.label[lang]),
        )

    def _group(self, name: Words, amounts: Sequence[float], lang: str) -> Markup:
        bars = (
            join(
                _bar(texture, LONG * min(max(amount, 0), self.top) / self.top),
                self._told(thing, amount, lang),
            )
            for texture, thing, amount in zip(TEXTURES, self.things, amounts, strict=False)
        )
        return tag(
            "span",
            tag("span", words(name, lang), class_="k-bars__name"),
            *bars,
            class_="k-grouped__row",
            role="listitem",
        )

    def _told(self, thing: Words, amount: float, lang: str) -> Markup:
        """The amount; what it is of, only a screen reader has to be told again."""
        of = tag("span", f" {words(thing, lang)}: ", class_="k-sr")
        return tag("span", of, number(amount, lang, self.decimals) + self.unit, class_="k-val")


def _bar(texture: Texture, wide: float) -> Markup:
    return tag(
        "svg",
        path(f"M75 0V{HIGH:g}M150 0V{HIGH:g}M225 0V{HIGH:g}M300 0V{HIGH:g}", "k-grid"),
        segment(texture, 0, wide, HIGH, role="output"),
        class_="k-bar",
        viewBox=f"0 0 {LONG:g} {HIGH + 1:g}",
        preserveAspectRatio="none",
        aria_hidden="true",
    )


def _swatch(texture: Texture) -> Markup:
    shape = segment(texture, 1, 22, 12, role="output")
    return tag("svg", shape, class_="k-swatch", viewBox="0 0 24 14", aria_hidden="true")
