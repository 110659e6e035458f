"""Small true facts, each said in the same few ways as every other fact of its kind.

One way can be kept from a model while it learns: whether it then still answers shows that it did not learn a sentence
by heart. So most patterns end in what a reader would ask for: the word after the bar.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from . import lands, truths
from .grammar import ANSWER, Adjective, DutchAdjective, Meaning, Phrasing, Question, noun, phrasebook
from .patterns import PATTERNS
from .truths import pairs, rows

YOUNG = Adjective("young", DutchAdjective("jong", "jonge"))


class Fact(NamedTuple):
    kind: str  # one of the kinds in PATTERNS
    phrasings: tuple[Phrasing, ...]  # in the order of the patterns


@cache
def facts() -> tuple[Fact, ...]:
    """Every fact, always in the same order."""
    return tuple(
        Fact(kind, tuple(pattern.fill(**meanings).plain() for pattern in _patterns()[kind]))
        for kind, meanings in _meanings()
    )


def questions(fact: Fact) -> list[tuple[int, Question]]:
    """For each phrasing that ends in its answer: its index, and the question."""
    asking = [index for index, pattern in enumerate(_patterns()[fact.kind]) if ANSWER in pattern.en]
    return [(index, _question(fact.phrasings[index])) for index in asking]


@cache
def _patterns() -> dict[str, tuple[Phrasing, ...]]:
    return phrasebook(PATTERNS)


def _question(phrasing: Phrasing) -> Question:
    prompts, answers = zip(
        *(sentence.removesuffix(" .").rsplit(" ", 1) for sentence in phrasing), strict=True
    )
    return Question(Phrasing(*prompts), Phrasing(*answers))


def _meanings() -> Iterator[tuple[str, Mapping[str, Meaning]]]:
    """The kind of each fact, and what fills the blanks of its patterns."""
    for kind, table in (("capital", lands.CAPITALS), ("province", lands.PROVINCES)):
        for land, capital, dutch_land, dutch_capital in rows(table):
            yield kind, {"land": Phrasing(land, dutch_land), "capital": Phrasing(capital, dutch_capital)}
    yield from _animals()
    colours = dict(pairs(truths.COLOURS))
    for thing, dutch_thing, colour in rows(truths.COLOURED):
        yield "colour", {"thing": Phrasing(thing, dutch_thing), "colour": Phrasing(colour, colours[colour])}
    for word, opposite, dutch_word, dutch_opposite in rows(truths.OPPOSITES):
        first, second = Phrasing(word, dutch_word), Phrasing(opposite, dutch_opposite)
        yield "opposite", {"word": first, "opposite": second}
        yield "opposite", {"word": second, "opposite": first}
    for period, table in (("day", truths.DAYS), ("month", truths.MONTHS)):
        order = pairs(table)
        for early, late in zip(order, order[1:] + order[:1], strict=True):
            yield f"{period} after", {"early": early, "late": late}
            yield f"{period} before", {"early": early, "late": late}
    numbers = pairs(truths.NUMBERS)
    for total, whole in enumerate(numbers):
        for part in range(total + 1):
            one, other = numbers[part], numbers[total - part]
            yield "sum", {"one": one, "other": other, "sum": whole}
            yield "difference", {"whole": whole, "part": one, "rest": other}
    for tool, use, dutch_tool, dutch_use in rows(truths.TOOLS):
        yield "tool", {"tool": Phrasing(tool, dutch_tool), "use": Phrasing(use, dutch_use)}


def _animals() -> Iterator[tuple[str, Mapping[str, Meaning]]]:
    numbers = dict(pairs(truths.NUMBERS))
    classes = {english: noun(english, dutch) for english, dutch in rows(truths.CLASSES)}
    young = {parent: noun(english, dutch) for parent, english, dutch in rows(truths.YOUNG)}
    for english, dutch, sound, dutch_sound, legs, family in rows(truths.ANIMALS):
        animal = noun(english, dutch)
        if sound != "-":
            yield "sound", {"animal": animal, "sound": Phrasing(sound, dutch_sound)}
        if english in young:
            parent = animal.described(YOUNG)
            yield "young", {"animal": animal, "young_animal": parent, "young": young[english]}
        if legs != "-":
            yield "legs", {"animal": animal, "legs": Phrasing(legs, numbers[legs])}
        if family != "-":
            yield "class", {"animal": animal, "class": classes[family]}
