"""Views of who answers: under each word of a text the experts as places, and where each kind of word goes.

The expert that answers has a filled square in a place of its own, and its letter beside it: nothing need be read from a
color. The larger the square, the larger its share.
"""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from ..markup import Markup, join, tag
from ..text import Text, number
from ..views import Words, path, words

LETTERS = "ABCDEFGH"
SIDE = 12  # of a place, in SVG units


class Word(NamedTuple):
    """A word that was read, the expert that answered, and what the router gave it of 1."""

    told: str
    expert: int
    share: float
    is_written: bool = False  # by the model itself

    def html(self, experts: int, tongue: str | None, lang: str) -> Markup:
        places = "".join(f"M1 {SIDE * place + 1}h10v10h-10z" for place in range(experts))
        role = "k-output" if self.is_written else "k-input"
        return tag(
            "span",
            tag("span", self.told, class_=f"k-role {role}", lang=tongue),
            tag(
                "svg",
                path(places, "k-staff__places"),
                _square(6, SIDE * self.expert + 6, self.share),
                class_="k-staff",
                viewBox=f"0 0 {SIDE} {SIDE * experts}",
                aria_hidden="true",
            ),
            tag("b", LETTERS[self.expert]),
            tag("span", _percent(self.share, lang), class_="k-token__number"),
            class_="k-token",
            role="listitem",
        )


class Lit(NamedTuple):
    """A text word by word, on a staff with a line for each expert; below it the words that each of them got."""

    label: Text
    tongue: str  # the language of the words
    experts: int
    words: Sequence[Word]

    def html(self, lang: str) -> Markup:
        tongue = self.tongue if self.tongue != lang else None
        lit = (word.html(self.experts, tongue, lang) for word in self.words)
        rows = (self._got(expert, tongue) for expert in range(self.experts))
        return join(
            tag("span", *lit, class_="k-tokens", role="list", aria_label=self.label[lang]),
            tag("span", *rows, class_="k-got", role="table", aria_label=GOT[lang]),
        )

    def _got(self, expert: int, tongue: str | None) -> Markup:
        """The words of one expert, each once; behind it how often, if that is more."""
        got = Counter(word.told for word in self.words if word.expert == expert)
        told = (f"{word} ×{count}" if count > 1 else word for word, count in got.items())
        return tag(
            "span",
            tag("b", LETTERS[expert], role="rowheader"),
            tag("span", " · ".join(told) or "–", role="cell", lang=tongue),
            class_="k-got__row",
            role="row",
        )


class Goes(NamedTuple):
    """Shares of the experts in several kinds of words: a row for each kind, and a square for each share."""

    label: Text
    rows: Sequence[tuple[Words, Sequence[float]]]

    def html(self, lang: str) -> Markup:
        letters = LETTERS[: len(self.rows[0][1])]
        heads = (tag("span", letter, role="columnheader") for letter in letters)
        head = tag("span", tag("span", role="cell"), *heads, class_="k-goes__row", role="row")
        rows = (self._row(name, shares, lang) for name, shares in self.rows)
        return tag("span", head, *rows, class_="k-goes", role="table", aria_label=self.label[lang])

    def _row(self, name: Words, shares: Sequence[float], lang: str) -> Markup:
        cells = (
            tag(
                "span",
                tag(
                    "svg",
                    _square(6, 6, share),
                    class_="k-goes__square",
                    viewBox="0 0 12 12",
                    aria_hidden="true",
                ),
                _percent(share, lang),
                role="cell",
            )
            for share in shares
        )
        return tag(
            "span", tag("span", words(name, lang), role="rowheader"), *cells, class_="k-goes__row", role="row"
        )


def _square(x: float, y: float, share: float) -> Markup:
    """A square around a place, whose area follows the share: at 1 it fills the place."""
    side = 10 * share**0.5
    return tag("rect", class_="k-fill-output", x=x - side / 2, y=y - side / 2, width=side, height=side)


def _percent(share: float, lang: str) -> str:
    return f"{number(100 * share, lang)}%"


GOT = Text(en="The words that each expert got", nl="De woorden die elke expert kreeg")
