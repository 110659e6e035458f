"""What a story can be about. Everything has an English and a Dutch side, and both answer to the same names.

So `{person.she}` in a sentence becomes she in English and ze in Dutch, and `{place.to}` becomes home and naar huis.
"""

from typing import NamedTuple

from .grammar import Noun, Phrasing


class PersonWords(NamedTuple):
    name: str
    she: str  # or he; in Dutch ze or hij
    her: str  # or him; in Dutch haar or hem

    def __str__(self) -> str:
        return self.name


class Person(NamedTuple):
    en: PersonWords
    nl: PersonWords


class PlaceWords(NamedTuple):
    at: str  # in de tuin
    to: str  # naar de tuin


class Place(NamedTuple):
    en: PlaceWords
    nl: PlaceWords
    plans: tuple[str, ...]  # what one can do there


class PostureWords(NamedTuple):
    puts: str  # legt
    lies: str  # ligt


class Posture(NamedTuple):
    en: PostureWords
    nl: PostureWords


class EnglishVerb(NamedTuple):
    does: str  # goes to bed
    do: str  # go to bed


class DutchVerb(NamedTuple):
    """A finite verb and what belongs to it: heeft + honger, gaat + naar bed."""

    finite: str
    rest: str
    infinitive: str = ""

    @property
    def first(self) -> str:
        """As after a subject: ze heeft honger."""
        return f"{self.finite} {self.rest}"

    @property
    def last(self) -> str:
        """As at the end of a clause: omdat ze honger heeft."""
        return f"{self.rest} {self.finite}"


class Feeling(NamedTuple):
    en: str  # what she is
    nl: DutchVerb


class Deed(NamedTuple):
    en: EnglishVerb
    nl: DutchVerb
    reasons: tuple[Feeling, ...]


class Plan(NamedTuple):
    en: EnglishVerb  # buys, buy
    nl: EnglishVerb  # koopt, kopen
    what: str  # things, food, animals, or one thing


class Animal(NamedTuple):
    noun: Noun
    sound: Phrasing
