"""Who and what the stories choose from: the tables of the lexicon, read when they are first needed."""

from functools import cache

from . import lexicon, truths
from .grammar import Adjective, DutchAdjective, Noun, Phrasing, noun, phrasebook
from .meanings import (
    Animal,
    Deed,
    DutchVerb,
    EnglishVerb,
    Feeling,
    Person,
    PersonWords,
    Place,
    PlaceWords,
    Plan,
    Posture,
    PostureWords,
)
from .sentences import SENTENCES
from .truths import pairs, rows


@cache
def sentences() -> dict[str, tuple[Phrasing, ...]]:
    """What can be told, by name, and in which ways."""
    return phrasebook(SENTENCES)


@cache
def people() -> tuple[Person, ...]:
    """Women first; a name is the same in both languages."""
    return (
        *(
            Person(PersonWords(name, "she", "her"), PersonWords(name, "ze", "haar"))
            for name in lexicon.WOMEN.split()
        ),
        *(
            Person(PersonWords(name, "he", "him"), PersonWords(name, "hij", "hem"))
            for name in lexicon.MEN.split()
        ),
    )


@cache
def things() -> tuple[Noun, ...]:
    return tuple(noun(*cells) for cells in rows(lexicon.THINGS))


@cache
def food() -> tuple[Noun, ...]:
    return tuple(thing for thing in things() if thing.en.one in lexicon.FOOD.split())


@cache
def animals() -> tuple[Animal, ...]:
    """Those that can walk in and run away."""
    return tuple(
        Animal(noun(english, dutch), Phrasing(sound, dutch_sound))
        for english, dutch, sound, dutch_sound, *_ in rows(truths.ANIMALS)
        if english in lexicon.RUNNERS.split()
    )


@cache
def colours() -> tuple[Adjective, ...]:
    found = {english: Adjective(english, DutchAdjective(*dutch)) for english, *dutch in rows(truths.COLOURS)}
    return tuple(found[english] for english in lexicon.PAINTS.split())


@cache
def sizes() -> tuple[Adjective, ...]:
    return tuple(Adjective(english, DutchAdjective(*dutch)) for english, *dutch in rows(lexicon.SIZES))


@cache
def looks(thing: Noun) -> tuple[Adjective, ...]:
    """What a thing or an animal can be like: no blue bananas and no green cows, for colors are facts here."""
    every = (*sizes(), *colours())
    if thing in things() and thing not in food():
        return every
    fitting = lexicon.TASTES if thing in food() else lexicon.LOOKS
    return tuple(one for one in every if one.en in fitting.split())


@cache
def places() -> tuple[Place, ...]:
    return tuple(
        Place(PlaceWords(at, to), PlaceWords(dutch_at, dutch_to), tuple(plans.split()))
        for at, to, dutch_at, dutch_to, plans in rows(lexicon.PLACES)
    )


@cache
def spots() -> tuple[Phrasing, ...]:
    return tuple(pairs(lexicon.SPOTS))


@cache
def postures() -> tuple[Posture, ...]:
    """Lying, standing and being inside, in this order."""
    return tuple(
        Posture(PostureWords(puts, lies), PostureWords(dutch_puts, dutch_lies))
        for puts, lies, dutch_puts, dutch_lies in rows(lexicon.POSTURES)
    )


def posture(thing: Noun, spot: Phrasing) -> Posture:
    """How a thing is at a spot: de bal ligt op de tafel, de lamp staat op de tafel, the one or the other zit in de tas."""
    lying, standing, inside = postures()
    if spot.en in lexicon.INSIDE:
        return inside
    return standing if thing.en.one in lexicon.STANDING.split() else lying


@cache
def motions() -> tuple[Phrasing, ...]:
    return tuple(pairs(lexicon.MOTIONS))


@cache
def feelings() -> tuple[Feeling, ...]:
    return tuple(
        Feeling(english, DutchVerb(finite, rest)) for english, finite, rest in rows(lexicon.FEELINGS)
    )


@cache
def deeds() -> tuple[Deed, ...]:
    named = {feeling.en: feeling for feeling in feelings()}
    return tuple(
        Deed(
            EnglishVerb(f"{does} {what}", f"{do} {what}"),
            DutchVerb(dutch_does, dutch_what, dutch_do),
            tuple(named[reason] for reason in reasons.split()),
        )
        for does, do, what, dutch_does, dutch_what, dutch_do, reasons in rows(lexicon.DEEDS)
    )


@cache
def plans() -> tuple[Plan, ...]:
    return tuple(
        Plan(EnglishVerb(does, do), EnglishVerb(dutch_does, dutch_do), what)
        for do, does, dutch_do, dutch_does, what in rows(lexicon.PLANS)
    )


@cache
def numbers() -> tuple[Phrasing, ...]:
    """From zero to ten."""
    return tuple(pairs(truths.NUMBERS))


@cache
def days() -> tuple[Phrasing, ...]:
    """From Monday to Sunday."""
    return tuple(pairs(truths.DAYS))


def amount(count: int, thing: Noun) -> Phrasing:
    """Two eggs, twee eieren; and one egg, één ei."""
    number, one = numbers()[count], count == 1
    english, dutch = (side.one if one else side.many for side in thing)
    return Phrasing(f"{number.en} {english}", f"{number.nl} {dutch}")


def wanted(plan: Plan) -> tuple[Noun, ...]:
    """What one can buy, eat, bake, read or see."""
    if plan.what == "animals":
        return tuple(one.noun for one in animals())
    if plan.what == "food":
        return food()
    return tuple(thing for thing in things() if plan.what in ("things", thing.en.one))


def good_for(plan: str) -> list[Place]:
    """Where one can buy, eat, bake, read or see."""
    return [place for place in places() if plan in place.plans]
