"""Stories of days, reasons, animals and talk: sentences in which the Dutch verb moves to the second or the last place."""

from . import cast
from .grammar import Meaning
from .meanings import Person
from .tale import Tale
from .tracking import asked_first

QUIET = 1 / 5  # so many stories of reasons and of talk end without a question


def day(tale: Tale) -> None:
    """Two days, two places, and one has to know which day comes next."""
    rng = tale.rng
    person, places = rng.choice(cast.people()), rng.sample(cast.places(), 2)
    today = rng.randrange(7)
    days = [cast.days()[today], cast.days()[(today + 1) % 7]]
    if tale.sometimes(1 / 2):
        tale.say("on a day", person=person, day=days[0], place=places[0])
        tale.say("the next day", person=person, place=places[1])
    else:
        tale.say("today is", day=days[0])
        tale.say("today", person=person, place=places[0])
        tale.say("tomorrow", person=person, place=places[1])
    for asked in rng.sample(range(2), 2):
        tale.ask(rng.choice(("when", "where to")), person=person, day=days[asked], place=places[asked])


def why(tale: Tale) -> None:
    """Two people do something, each for a reason of their own."""
    rng = tale.rng
    told = []
    people = rng.sample(cast.people(), 2)
    for person, deed in zip(people, rng.sample(cast.deeds(), 2), strict=True):
        how = rng.choice(("so", "because", "wants because", "seen"))
        reason = rng.choice(deed.reasons)
        (other,) = (one for one in people if one != person)
        tale.say(how, person=person, deed=deed, feeling=reason, other=other)
        told.append((how, person, deed, reason))
    if tale.sometimes(QUIET):
        return
    for how, person, deed, reason in rng.sample(told, 2):
        tale.ask("why want" if how == "wants because" else "why", person=person, deed=deed, feeling=reason)


def animal(tale: Tale) -> None:
    """One or two animals, of which one runs away."""
    rng = tale.rng
    animals = rng.sample(cast.animals(), rng.choice((1, 2)))
    outside = [place for place in cast.places() if place.en.at != "at home"]
    *places, new_place = rng.sample(outside, len(animals) + 1)
    at = dict(zip(animals, places, strict=True))
    for one, place in at.items():
        tale.say("there is", animal=tale.described(one.noun), place=place)
    runner, asked = rng.choice(animals), rng.choice(animals)
    if tale.sometimes(1 / 2):
        person = rng.choice(cast.people())
        tale.say(rng.choice(("sees", "hears")), person=person, animal=runner.noun, sound=runner.sound)
    tale.say("runs", animal=runner.noun, sound=runner.sound, place=new_place)
    at[runner] = new_place
    for one in asked_first(rng, asked, animals):
        tale.ask("where is the animal", animal=one.noun, place=at[one])


def says(tale: Tale) -> None:
    """What somebody says, asks or thinks: the clauses in which the Dutch verb comes last."""
    rng = tale.rng
    person, friend = rng.sample(cast.people(), 2)
    other = rng.choice([one for one in cast.people() if one.en.she != person.en.she and one != friend])
    place, elsewhere = rng.sample(cast.places(), 2)
    how = rng.choice(("plan", "answer", "mistake"))
    if how == "plan":
        _plan(tale, person, other)
        return
    if how == "answer":
        tale.say("asks where", other=other, person=person)
        tale.say("says where", friend=friend, person=person, place=place)
    else:
        tale.say("thinks", other=other, person=person, place=place, elsewhere=elsewhere)
    if not tale.sometimes(QUIET):
        tale.ask("where is", person=person, place=place)


def _plan(tale: Tale, person: Person, other: Person) -> None:
    """Somebody wants something, hears where, goes there and does it."""
    rng = tale.rng
    plan = rng.choice(cast.plans())
    place = rng.choice(cast.good_for(plan.en.do))
    thing = rng.choice(cast.wanted(plan))
    if thing not in cast.food():
        thing = tale.described(thing)
    words: dict[str, Meaning] = {
        "person": person,
        "other": other,
        "plan": plan,
        "thing": thing,
        "place": place,
    }
    for sentence in ("wants", "says one can", "so goes"):
        tale.say(sentence, **words)
    if not tale.sometimes(QUIET):
        tale.ask("where does one", **words)
