"""Stories in which one has to keep track of people, things, places and numbers.

Guessing does not help: who is asked about, who moves and in which order are drawn independently, so that the last place
or the first name is mostly wrong. After the first question comes every other one that the story can answer.
"""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

from . import cast
from .grammar import Meaning
from .tale import Tale

Choice = TypeVar("Choice")


def where(tale: Tale) -> None:
    """Two or three people, each in another place, and up to two walks."""
    rng = tale.rng
    people = rng.sample(cast.people(), rng.choice((2, 3)))
    asked = rng.choice(people)
    movers = _movers(rng, people, asked)
    places = rng.sample(cast.places(), len(people) + len(movers))
    at = dict(zip(people, places, strict=False))
    told_apart = people
    if tale.sometimes(1 / 3):
        one, two, *told_apart = people
        tale.say("are at", person=one, place=at[one], other=two, elsewhere=at[two])
    for person in told_apart:
        tale.say("is at", person=person, place=at[person])
    for person, place in zip(movers, places[len(people) :], strict=True):
        tale.say("goes to", person=person, goes=rng.choice(cast.motions()), place=place)
        at[person] = place
    still = [person for person in people if person not in movers]
    if movers and still and tale.sometimes(1 / 4):
        person = rng.choice(still)
        tale.say("stays", person=person, place=at[person])
    for person in asked_first(rng, asked, people):
        tale.ask("where is", person=person, place=at[person])


def hide(tale: Tale) -> None:
    """One or two things, each in another spot, and up to two moves."""
    rng = tale.rng
    things = rng.sample(cast.things(), rng.choice((1, 2, 2, 2)))
    asked = rng.choice(things)
    moved = _movers(rng, things, asked)
    people = rng.sample(cast.people(), 2)
    spots = rng.sample(cast.spots(), len(things) + len(moved))
    at = dict(zip(things, spots, strict=False))
    for thing, person in zip(things, people, strict=False):
        lying = cast.posture(thing, at[thing])
        if person == people[0] and tale.sometimes(1 / 3):  # not both: a story has at most 61 words
            tale.say("has", person=person, thing=tale.described(thing))
            tale.say("she puts", person=person, thing=thing, spot=at[thing], posture=lying)
        else:
            tale.say("puts", person=person, thing=tale.described(thing), spot=at[thing], posture=lying)
    for thing, spot in zip(moved, spots[len(things) :], strict=True):
        person = rng.choice(people)
        tale.say("moves", person=person, thing=thing, spot=spot, posture=cast.posture(thing, spot))
        at[thing] = spot
    for thing in asked_first(rng, asked, things):
        tale.ask("where is it", thing=thing, spot=at[thing], posture=cast.posture(thing, at[thing]))


def asked_first(rng: Random, asked: Choice, everyone: Sequence[Choice]) -> list[Choice]:
    """The one that is asked about, and then the others in any order."""
    others = [one for one in everyone if one != asked]
    return [asked, *rng.sample(others, len(others))]


def _movers(rng: Random, everyone: Sequence[Choice], asked: Choice) -> list[Choice]:
    """Who moves, in order: in half of the stories the one that is asked about, and mostly another one as well."""
    others = [one for one in everyone if one != asked]
    movers = [rng.choice(others) for _ in range(rng.choice((0, 1, 2)))] if others else []
    if rng.random() < 1 / 2:
        movers = movers[:1]
        movers.insert(rng.randint(0, len(movers)), asked)
    return movers


def have(tale: Tale) -> None:
    """One or two things that go from hand to hand."""
    rng = tale.rng
    people = rng.sample(cast.people(), 3)
    things = rng.sample(cast.things(), rng.choice((1, 2, 2, 2)))
    holder = dict(zip(things, people, strict=False))
    for thing, person in holder.items():
        how = rng.choice(("has", "finds", "buys"))
        place = rng.choice(cast.good_for("buy") if how == "buys" else cast.places())
        tale.say(how, person=person, thing=tale.described(thing), place=place)
    owners, liked = dict(holder), False
    for _ in range(rng.choice((1, 2) if len(things) == 1 else (0, 1, 2))):
        thing = rng.choice(things)
        giver = holder[thing]
        taker = rng.choice([person for person in people if person != giver])
        tale.say("gives back" if taker == owners[thing] else "gives", person=giver, thing=thing, other=taker)
        holder[thing] = taker
        if not liked and tale.sometimes(1 / 4):
            tale.say("likes", person=taker, thing=thing)
            liked = True
    for thing in asked_first(rng, rng.choice(things), things):
        tale.ask("who has", thing=thing, person=holder[thing])


def count(tale: Tale) -> None:
    """Some and some more, or some and some less; everybody keeps one, and nobody gets more than ten."""
    rng = tale.rng
    person, other = rng.sample(cast.people(), 2)
    thing = rng.choice(cast.things())
    amounts = [cast.amount(number, thing) for number in range(11)]
    whole = rng.randint(2, 10)
    part = rng.randint(1, whole - 1)
    if tale.sometimes(1 / 2):
        had = rng.randint(1, 10 - part)
        start, end = {person: whole, other: had}, {person: whole - part, other: had + part}
        first, second = rng.sample((person, other), 2)
        tale.say(
            "have some", person=first, amount=amounts[start[first]], other=second, more=amounts[start[second]]
        )
        tale.say("gives some", person=person, other=other, amount=amounts[part])
        for one in rng.sample((person, other), 2):
            tale.ask("how many", person=one, thing=thing, amount=amounts[end[one]])
        return
    more = tale.sometimes(1 / 2)
    less = "she eats" if thing in cast.food() and tale.sometimes(1 / 2) else "she loses"
    before, after = (whole - part, whole) if more else (whole, whole - part)
    tale.say("has some", person=person, amount=amounts[before])
    tale.say("she gets" if more else less, person=person, other=other, amount=amounts[part])
    tale.ask("how many", person=person, thing=thing, amount=amounts[after])


def colour(tale: Tale) -> None:
    """Two or three people have the same thing in different colors."""
    rng = tale.rng
    size = rng.choice((2, 3))
    thing = rng.choice([thing for thing in cast.things() if thing not in cast.food()])
    people, colours = rng.sample(cast.people(), size), rng.sample(cast.colours(), size)
    things = [thing.described(one) for one in colours]
    meanings: dict[str, Meaning] = dict(zip(("person", "other", "friend"), people, strict=False))
    meanings |= zip(("thing", "second", "third"), things, strict=False)
    tale.say("two have" if size == 2 else "three have", **meanings)
    for asked in rng.sample(range(size), size):
        if tale.sometimes(1 / 2):
            tale.ask("who has", person=people[asked], thing=things[asked])
        else:
            tale.ask("what color", person=people[asked], thing=thing, colour=colours[asked])
