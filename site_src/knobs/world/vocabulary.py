"""All words of this world: the vocabulary of a model that knows no others."""

from collections.abc import Iterator, Sequence
from functools import cache
from string import Formatter

from ..text import LANGUAGES
from . import cast
from .facts import facts
from .grammar import ANSWER, Meaning


@cache
def words(langs: tuple[str, ...] = LANGUAGES) -> tuple[str, ...]:
    """Every word that a fact or a story can hold in these languages, sorted."""
    told = [phrasing.in_(lang) for fact in facts() for phrasing in fact.phrasings for lang in langs]
    return tuple(
        sorted({word for text in (*told, *_said(langs)) for word in text.split()} - {ANSWER.strip()})
    )


def nearest(word: str, known: Sequence[str], count: int = 3) -> list[str]:
    """The known words that look most like this one, the best first: what a misspelled word may have been."""
    from difflib import get_close_matches  # not before it is needed: Python in the page has to fetch it

    spelled = {one.lower(): one for one in known}
    return [spelled[low] for low in get_close_matches(word.lower(), spelled, count)]


def _said(langs: tuple[str, ...]) -> Iterator[str]:
    """What the sentences of the stories hold: the words around their blanks, and all that comes into each blank."""
    fields = set()
    for lang in langs:
        for phrasing in (phrasing for ways in cast.sentences().values() for phrasing in ways):
            for words_before, field, *_ in Formatter().parse(phrasing.in_(lang)):
                yield words_before
                if field:
                    fields.add((lang, field))
    fillers = _fillers()
    for lang, field in fields:
        blank = field.partition(".")[0]
        for filler in fillers[blank]:
            yield f"{{{field}}}".format_map({blank: getattr(filler, lang)})


def _fillers() -> dict[str, Sequence[Meaning]]:
    """What the stories put into each blank."""
    nouns = [*cast.things(), *(one.noun for one in cast.animals())]
    described = [thing.described(adjective) for thing in nouns for adjective in cast.looks(thing)]
    amounts = [cast.amount(number, thing) for thing in cast.things() for number in range(1, 11)]
    return {
        **dict.fromkeys(("person", "other", "friend"), cast.people()),
        **dict.fromkeys(("place", "elsewhere"), cast.places()),
        **dict.fromkeys(("thing", "second", "third", "animal"), described),
        **dict.fromkeys(("amount", "more"), amounts),
        "sound": [one.sound for one in cast.animals()],
        "spot": cast.spots(),
        "posture": cast.postures(),
        "goes": cast.motions(),
        "colour": cast.colours(),
        "day": cast.days(),
        "feeling": cast.feelings(),
        "deed": cast.deeds(),
        "plan": cast.plans(),
    }
