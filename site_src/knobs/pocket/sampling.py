"""From logits to words: probabilities, and a draw.

A low temperature makes what is probable more probable still; at 0 only the most probable word is left.
"""

from collections.abc import Iterator, Sequence
from heapq import nlargest
from math import isfinite, isnan
from random import Random
from typing import NamedTuple

from ..kernel import quickest
from ..text import InputError, Text
from .errors import short
from .model import Model


class Candidate(NamedTuple):
    """A word that may come next."""

    word: int
    probability: float


def probabilities(logits: Sequence[float], temperature: float = 1.0, top_k: int | None = None) -> list[float]:
    """The probability of each word. With `top_k`, only of that many words: the most probable, the first of equals.

    Raises InputError: a temperature below 0, no words to choose from, logits that are not numbers.
    """
    if not (isfinite(temperature) and temperature >= 0):
        raise InputError(TEMPERATURE.fill(written=short(temperature)))
    if top_k is not None and top_k < 1:
        raise InputError(TOP_K.fill(written=short(top_k)))
    highest = max(logits)
    if not isfinite(highest) or isnan(sum(logits)):  # one that is no number makes the sum none
        raise InputError(BROKEN)
    if temperature == 0:
        top_k, temperature = 1, 1.0
    kept: Sequence[int] = range(len(logits)) if top_k is None else _most(logits, top_k)
    shares = _shares(
        logits
        if temperature == 1 and top_k is None
        else [(logits[word] - highest) / temperature for word in kept]
    )
    if top_k is None:
        return shares
    spread = [0.0] * len(logits)
    for word, share in zip(kept, shares, strict=True):
        spread[word] = share
    return spread


def next_words(logits: Sequence[float], count: int, temperature: float = 1.0) -> list[Candidate]:
    """The `count` most probable words, the most probable first. Raises InputError: see `probabilities`."""
    spread = probabilities(logits, temperature)
    if count < 1:
        raise InputError(TOP_K.fill(written=short(count)))
    return [Candidate(word, spread[word]) for word in _most(spread, count)]


def draw(spread: Sequence[float], random: Random) -> int:
    """One word, each as often as its probability says."""
    return random.choices(range(len(spread)), spread)[0]


def write_on(
    model: Model,
    words: Sequence[int],
    end: int,
    *,
    temperature: float = 0.0,
    top_k: int | None = None,
    random: Random | None = None,
) -> Iterator[int]:
    """Read `words`, then write word after word until the model writes `end`, which is left out, or cannot read more.

    A word is computed when it is asked for. Without `random`, each call draws the same words.
    Raises InputError: see `probabilities` and `Model.read`.
    """
    random = random or Random(0)
    logits: list[float] | None = model.read(words)
    while logits is not None and model.position < model.config.context:
        word = draw(probabilities(logits, temperature, top_k), random)
        if word == end:
            return
        yield word
        logits = model.step(word)


def _most(numbers: Sequence[float], count: int) -> list[int]:
    """Where the `count` highest numbers are, the highest first, the first of equals before the others."""
    if count == 1:
        return [numbers.index(max(numbers))]
    return nlargest(count, range(len(numbers)), numbers.__getitem__)


def _shares(scores: Sequence[float]) -> list[float]:
    """Shares that add up to 1; a score that is 1 higher gets e times as much."""
    arithmetic = quickest()
    shares = arithmetic.numbers(scores)
    arithmetic.softmax(shares, shares, 1, len(scores))
    return list(shares)


TEMPERATURE = Text(
    en="The temperature is a number from 0 up, not {written}.",
    nl="De temperatuur is een getal vanaf 0, niet {written}.",
)
TOP_K = Text(
    en="There is a choice of 1 word or more, not of {written}.",
    nl="Er is keuze uit 1 woord of meer, niet uit {written}.",
)
BROKEN = Text(
    en="With these parameters the model computes nothing: its numbers grow beyond all bounds.",
    nl="Met deze parameters rekent het model niets uit: de getallen groeien alle perken te buiten.",
)
