"""Views of text as a language model has it: numbered tokens, the chances of what comes next, and text written on.

A bar is as long as its word is probable, and its word can be an offer: a click puts it into the prompt.
"""

from collections.abc import Sequence
from typing import NamedTuple

from ..markup import Markup, join, tag
from ..text import Text, number
from ..views import Offer, Words, path, words


class Token(NamedTuple):
    """A word, or a sign, and its number in the model's list of words."""

    word: Words
    number: int


class Tokens(NamedTuple):
    """A prompt in the pieces that a model reads; `open` is the beginning of one that is not read yet."""

    label: Text
    tongue: str  # the language of the words
    tokens: Sequence[Token]
    open: str = ""

    def html(self, lang: str) -> Markup:
        boxes = [
            tag(
                "span",
                tag("span", words(token.word, lang), class_="k-role k-input"),
                tag("span", token.number, class_="k-token__number"),
                class_="k-token",
                role="listitem",
            )
            for token in self.tokens
        ]
        if self.open:
            boxes.append(tag("span", f"{self.open}…", class_="k-token k-token--open", role="listitem"))
        return tag(
            "span",
            *boxes,
            class_="k-tokens",
            role="list",
            aria_label=self.label[lang],
            lang=other(self.tongue, lang),
        )


class Chance(NamedTuple):
    """A word that may come next; without a probability it is cut off: it cannot be chosen."""

    word: Offer | Words
    probability: float | None


class Chances(NamedTuple):
    """Next words as bars, in the order in which they are given; a bar from end to end is certain.

    The most probable one is bold. With `rest` the last bar is all other words together, and so no word.
    """

    label: Text
    say: Text
    tongue: str  # the language of the words
    chances: Sequence[Chance]
    rest: bool = False

    def html(self, lang: str) -> Markup:
        named = self.chances[: len(self.chances) - self.rest]
        best = max(chance.probability or 0 for chance in named)
        tops = [chance.probability == best for chance in named] + [False]
        rows = (self._row(chance, top, lang) for chance, top in zip(self.chances, tops, strict=False))
        said = tag("span", self.say[lang], data_say=True, hidden=True)
        return join(said, tag("span", *rows, class_="k-bars", role="list", aria_label=self.label[lang]))

    def _row(self, chance: Chance, top: bool, lang: str) -> Markup:
        word, probability = chance
        name = word.html(lang) if isinstance(word, Offer) else words(word, lang)
        tongue = other(self.tongue, lang) if isinstance(word, Offer) else None
        wide = 300 * (probability or 0)
        drawn = [
            path("M75 0V10M150 0V10M225 0V10M300 0V10", "k-grid"),
            tag("rect", class_="k-fill-output", width=wide, height=10),
            path(f"M{wide + 3:.1f} 0V10", "k-cap"),
        ]
        bar = tag(
            "svg",
            *(drawn if probability is not None else [path("M0 5H300", "k-bar__cut")]),
            class_="k-bar",
            viewBox="0 0 300 10",
            preserveAspectRatio="none",
            aria_hidden="true",
        )
        told = CUT if probability is None else percent(probability)
        kinds = ["k-bars__row"]
        kinds += ["k-top"] if top else ["k-bars__row--cut"] if probability is None else []
        return tag(
            "span",
            tag("span", name, class_="k-bars__name", lang=tongue),
            tag("span", bar, class_="k-track"),
            tag("span", told[lang], class_="k-val"),
            class_=" ".join(kinds),
            role="listitem",
        )


class Offers(NamedTuple):
    """What a reader can choose from, in a row, with what it is in front."""

    label: Text
    offers: Sequence[Offer]

    def html(self, lang: str) -> Markup:
        chips = [offer.html(lang) for offer in self.offers]
        return tag(
            "span",
            tag("span", self.label[lang], class_="k-note"),
            *chips,
            class_="k-suggested",
            role="group",
            aria_label=self.label[lang],
        )


class WrittenOn(NamedTuple):
    """A prompt, and what the model made of it; `ended`: the model itself put an end to the text."""

    label: Text
    tongue: str
    prompt: str
    written: str
    ended: bool = False

    def html(self, lang: str) -> Markup:
        parts: list[object] = [tag("span", self.prompt, class_="k-role k-input")] if self.prompt else []
        if self.written:
            # a sign stands close to the word before it
            parts += [
                " " if self.written.startswith(" ") else None,
                tag("span", self.written.strip(), class_="k-role k-output"),
            ]
        return tag(
            "span",
            tag("span", self.label[lang], class_="k-note"),
            tag("span", *parts, class_="k-continued__text", lang=other(self.tongue, lang)),
            join(" ", tag("span", ENDED[lang], class_="k-note")) if self.ended else None,
            class_="k-continued",
        )


def percent(probability: float) -> Text:
    """46.3%; what rounds to nothing is not nothing."""
    if 0 < probability < 0.0005:
        return Text(en="<0.1%", nl="<0,1%")
    return Text(en=f"{number(100 * probability, 'en', 1)}%", nl=f"{number(100 * probability, 'nl', 1)}%")


def other(tongue: str, lang: str) -> str | None:
    """The language of words in a page, where it is not the page's."""
    return tongue if tongue != lang else None


CUT = Text(en="cut off", nl="valt af")
ENDED = Text(en="Here the model ends the text.", nl="Hier beëindigt het model de tekst.")
