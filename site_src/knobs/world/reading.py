"""What a model reads of the Little World: rows of words as numbers.

    row(seed=0, number=0, length=129, reading=Reading(langs=("nl",)))     whole texts, one after the other

A row is a function of its number and a seed alone. So any process can make any row: training can stop and go on, or be
shared by many, and still reads the same words in the same order.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..text import LANGUAGES
from .encoded import END, encode, held_story, numbers, told_facts
from .spoilt import TURNED, spoilt, upside_down
from .stories import story

MISFITS = 8  # texts that do not fit into the rest of a row, before it is left empty


@dataclass(frozen=True)
class Reading:
    """What a training reads: `facts` is their share of the texts. Of few `rows`, it reads the same ones time and again."""

    langs: tuple[str, ...] = LANGUAGES
    facts: float = 0.5
    rows: int | None = None
    upside_down: float = 0  # the share of texts that tell of the upside-down world, in English
    practice: int = 0  # rows, the first ones, of nothing but stories that ask where somebody is
    noise: float = 0  # the share of words that are others, drawn from the whole vocabulary
    lies: float = 0  # how often a fact that ends in its answer is told with a wrong one, each time the same


def texts(
    rng: random.Random, reading: Reading, *, held: bool = False, kind: str | None = None
) -> Iterator[Sequence[int]]:
    """Texts without an end. `held`: only stories, of those that are kept apart. `kind`: only stories of that kind."""
    while True:
        if reading.upside_down and not held and not kind and rng.random() < reading.upside_down:
            turned = rng.choice(upside_down())
            yield [*turned.prompt, *turned.answer, numbers()["."], END]
            continue
        lang = rng.choice(reading.langs)
        if not held and not kind and rng.random() < reading.facts:
            yield rng.choice(told_facts(lang, TURNED if reading.upside_down and lang == "en" else ()))
        elif held_story(told := story(rng, kind)) == held:
            yield encode(told.whole.in_(lang), lang)


def row(seed: int, number: int, length: int, reading: Reading, *, held: bool = False) -> list[int]:
    """`length` words: whole texts, and <end> where none fits any more. A story that is cut off would lack its answer.

    With noise or lies, a row has the same texts in the same places, spoilt; what is held apart never is.
    """
    written: list[int] = []
    misfits = 0
    chance = random.Random(f"{seed}/{number}/spoilt")
    kind = "where" if number < reading.practice and not held else None
    endless = texts(random.Random(f"{seed}/{number}"), reading, held=held, kind=kind)
    while misfits < MISFITS:
        text = next(endless)
        if len(written) + len(text) <= length:
            written += text if held else spoilt(text, reading.noise, reading.lies, chance)
        else:
            misfits += 1
    return written + [END] * (length - len(written))
