"""Little stories, each in English and in Dutch, and most with questions that follow from it.

Of a hundred stories, 28 ask where somebody is. Where, hide and have need the most practice: a model cannot just write
on there, it has to look back.
"""

from collections.abc import Callable
from random import Random

from .doings import animal, day, says, why
from .tale import Story, Tale
from .tracking import colour, count, have, hide, where

TELLERS: dict[str, Callable[[Tale], None]] = {
    "where": where,
    "hide": hide,
    "have": have,
    "count": count,
    "colour": colour,
    "day": day,
    "why": why,
    "animal": animal,
    "says": says,
}
KINDS = tuple(TELLERS)
WEIGHTS = (28, 17, 14, 10, 7, 7, 7, 5, 5)  # of the KINDS, in their order; percentages


def story(rng: Random, kind: str | None = None) -> Story:
    """A story of that kind, or of a kind that `rng` chooses by WEIGHTS."""
    kind = kind or rng.choices(KINDS, WEIGHTS)[0]
    tale = Tale(rng)
    TELLERS[kind](tale)
    return tale.finished(kind)
