"""Numbers of a model that a reader turned: written as text, in force for as long as it takes, and put back.

    "57123:-1.25 812:3"        parameter 57,123 lowered by 1.25, then parameter 812 raised by 3

The model uses its numbers where they lie, so a turn costs nothing but itself: no copy of all of them is made. But
then each has to be back in its place afterwards, to the last bit.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from ..text import InputError, Text
from .parameters import Weights

MOST = 30  # turns that are kept
FARTHEST = 3.0  # what one turn adds or takes away at most
ONE = re.compile(r"(\d{1,7}):(-?\d(?:\.\d{1,2})?)", re.ASCII)


class Turn(NamedTuple):
    """What is added to the number that parameter `cell` learned."""

    cell: int
    by: float


def read_turns(kept: str, parameters: int) -> tuple[Turn, ...]:
    """The turns in a text, of a model with so many parameters. Raises InputError: not turns, or too many of them."""
    pieces = kept.split()
    if len(pieces) > MOST:
        raise InputError(TOO_MANY.fill(count=len(pieces), most=MOST))
    turns = []
    for piece in pieces:
        found = ONE.fullmatch(piece)
        if not found or int(found[1]) >= parameters or abs(float(found[2])) > FARTHEST:
            told = piece if len(piece) <= 30 else piece[:29] + "…"
            raise InputError(NO_TURN.fill(piece=told, last=parameters - 1, farthest=FARTHEST))
        turns.append(Turn(int(found[1]), float(found[2])))
    return tuple(turns)


def write_turns(turns: Sequence[Turn]) -> str:
    return " ".join(f"{cell}:{by:g}" for cell, by in turns)


def together(turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """One turn for each parameter that is not where it was: turns of the same one add up, and may cancel out."""
    sums: dict[int, float] = {}
    for cell, by in turns:
        sums[cell] = round(sums.get(cell, 0.0) + by, 2)
    return tuple(Turn(cell, by) for cell, by in sorted(sums.items()) if by)


@contextmanager
def turned(weights: Weights, turns: Sequence[Turn]) -> Iterator[None]:
    """Meanwhile these parameters stand where they were turned to; afterwards each is what it was."""
    learned = {cell: weights.get(cell) for cell, _ in turns}
    try:
        for cell, by in together(turns):
            weights.set(cell, learned[cell] + by)
        yield
    finally:
        for cell, value in learned.items():
            weights.set(cell, value)


TOO_MANY = Text(
    en="You have kept {count} turns and {most} is the most; undo the last one, or put everything back.",
    nl="Je hebt {count} standen bewaard en {most} is het meeste; maak de laatste ongedaan of zet alles terug.",
)
NO_TURN = Text(
    en="“{piece}” is no turn of a knob, as 57:1.5 is; knobs go from 0 to {last} and turns from −{farthest} to {farthest}: "
    "put everything back to begin anew.",
    nl="‘{piece}’ is geen stand van een draaiknop, zoals 57:1.5; draaiknoppen lopen van 0 tot en met {last} en standen "
    "van −{farthest} tot en met {farthest}: zet alles terug om opnieuw te beginnen.",
)
