"""How one meaning becomes an English and a Dutch sentence: a or an, de or het, and the endings that follow from them.

A Phrasing with blanks is a template. `{cat.a}` becomes "a cat" in English and "een kat" in Dutch, because everything
that fills a blank has an English side `en` and a Dutch side `nl`, and both sides answer to the same names.
"""

import re
from typing import NamedTuple, Protocol

from ..text import LANGUAGES

ANSWER = "| "  # in a sentence that asks, what follows this bar is the answer


class Meaning(Protocol):
    """What can fill a blank: something that both languages have words for."""

    @property
    def en(self) -> object: ...
    @property
    def nl(self) -> object: ...


class Phrasing(NamedTuple):
    """One way to say something, in both languages. Words and punctuation have spaces between them."""

    en: str
    nl: str

    def in_(self, lang: str) -> str:
        return str(getattr(self, lang))

    def fill(self, **meanings: Meaning) -> "Phrasing":
        """The sentence: each blank holds the words of its own language."""
        return Phrasing(*(self._fill(lang, meanings) for lang in LANGUAGES))

    def plain(self) -> "Phrasing":
        """Without the bar before the answer."""
        return Phrasing(self.en.replace(ANSWER, ""), self.nl.replace(ANSWER, ""))

    def _fill(self, lang: str, meanings: dict[str, Meaning]) -> str:
        return self.in_(lang).format_map({blank: getattr(said, lang) for blank, said in meanings.items()})


def phrasebook(text: str) -> dict[str, tuple[Phrasing, ...]]:
    """Names at the margin, and indented under each its phrasings: a line of English, then a line of Dutch."""
    book: dict[str, tuple[Phrasing, ...]] = {}
    for block in re.split(r"\n(?=\S)", text.strip("\n")):
        name, *lines = [line.strip() for line in block.split("\n") if line]
        book[name] = tuple(map(Phrasing, lines[::2], lines[1::2]))
    return book


class Question(NamedTuple):
    prompt: Phrasing  # the words up to the answer
    answer: Phrasing  # the first word of the answer


class DutchAdjective(NamedTuple):
    bare: str  # het huis is groot, een groot huis
    inflected: str  # een grote tuin, het grote huis

    def __str__(self) -> str:
        return self.bare


class Adjective(NamedTuple):
    en: str
    nl: DutchAdjective


class EnglishNoun(NamedTuple):
    one: str
    many: str = ""
    adjective: str = ""

    def __str__(self) -> str:
        return f"{self.adjective} {self.one}" if self.adjective else self.one

    @property
    def the(self) -> str:
        return f"the {self}"

    @property
    def an(self) -> str:
        return "an" if str(self)[0] in "aeiou" else "a"

    @property
    def a(self) -> str:
        return f"{self.an} {self}"


class DutchNoun(NamedTuple):
    article: str  # de or het
    one: str
    many: str = ""
    adjective: DutchAdjective | None = None

    def __str__(self) -> str:
        return self.one

    @property
    def the(self) -> str:
        """De kleine koe, het kleine paard: the adjective always has its ending."""
        described = f"{self.adjective.inflected} {self}" if self.adjective else f"{self}"
        return f"{self.article} {described}"

    @property
    def a(self) -> str:
        """Een kleine koe, but een klein paard: after een, the adjective of a het-word stays bare."""
        if not self.adjective:
            return f"een {self}"
        adjective = self.adjective.bare if self.article == "het" else self.adjective.inflected
        return f"een {adjective} {self}"

    @property
    def every(self) -> str:
        return f"{'elk' if self.article == 'het' else 'elke'} {self}"

    @property
    def that(self) -> str:
        """The word that points back: de koe, die loeit; het schaap, dat blaat."""
        return "dat" if self.article == "het" else "die"


class Noun(NamedTuple):
    en: EnglishNoun
    nl: DutchNoun

    def described(self, adjective: Adjective) -> "Noun":
        return Noun(self.en._replace(adjective=adjective.en), self.nl._replace(adjective=adjective.nl))


def noun(english: str, dutch: str, plural: str = "", meervoud: str = "") -> Noun:
    """A noun as a dictionary gives it: noun("cow", "de koe", "cows", "koeien")."""
    article, word = dutch.split()
    return Noun(EnglishNoun(english, plural), DutchNoun(article, word, meervoud))
