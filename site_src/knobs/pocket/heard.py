"""What the pocket model says with some of its numbers turned: the next word, how it writes on, and answers to questions.

One copy of the model serves all pictures. A turn changes a few of its numbers and puts them back, see turned.py; what it
said with the same turns before is remembered.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from ..text import Text, same
from . import load
from .asked import ASKED
from .sampling import probabilities
from .turned import Turn, turned

POCKET = load()
MODEL, TOKENIZER = POCKET.model, POCKET.tokenizer
WEIGHTS = MODEL.weights
END = Text(en="(the end)", nl="(het einde)")
# by their numbers, as a reader sees them
WORDS = [END if word == "<end>" else same(word.replace("_", " ")) for word in TOKENIZER.words]
LEADERS, OTHERS = 5, 3  # words that lead as learned, and words beside them that lead as turned
GOLDEN = 0.6180339887  # going on by this share of the whole never comes near where one was before


class Heard(NamedTuple):
    """How probable each word of the model is next, and the words that it writes on."""

    spread: tuple[float, ...]
    written: tuple[int, ...]


@lru_cache(maxsize=128)
def hear(numbers: tuple[int, ...], words: int, turns: tuple[Turn, ...]) -> Heard:
    """Read these words with these knobs turned, and write so many on: always the most probable. Raises InputError."""
    written: list[int] = []
    with turned(WEIGHTS, turns):
        logits = MODEL.read(numbers)
        spread = tuple(probabilities(logits))
        while len(written) < words and (word := leader(logits)) != TOKENIZER.end:
            written.append(word)
            if len(written) == words or MODEL.position == MODEL.config.context:
                break
            logits = MODEL.step(word)
    return Heard(spread, tuple(written))


@lru_cache(maxsize=32)
def answers(lang: str, turns: tuple[Turn, ...]) -> tuple[int, ...]:
    """The word that it finds most probable after each of the facts that it is asked."""
    prompts = [tuple(TOKENIZER.encode(asked.prompt, lang)) for asked in ASKED[lang]]
    return tuple(leader(hear(numbers, 0, turns).spread) for numbers in prompts)


def leader(amounts: Sequence[float]) -> int:
    """Where the largest is; the first of equals."""
    return max(range(len(amounts)), key=amounts.__getitem__)


def shown(before: Heard, after: Heard) -> list[int]:
    """Words for bars: those that lead as learned, and then what else leads as turned.

    They stand in the order of what was learned, so that a bar keeps its place while a knob is turned.
    """
    ranked = sorted(range(len(before.spread)), key=before.spread.__getitem__, reverse=True)
    rank = {word: place for place, word in enumerate(ranked)}
    others = sorted(ranked[LEADERS:], key=after.spread.__getitem__, reverse=True)[:OTHERS]
    return ranked[:LEADERS] + sorted(others, key=rank.__getitem__)


def pieces(numbers: Sequence[int], written: Sequence[int]) -> list[str]:
    """What is written on after a text, word by word, each with the space before it, if there is one."""
    texts = [TOKENIZER.decode([*numbers, *written[:count]]) for count in range(len(written) + 1)]
    return [longer[len(text) :] for text, longer in pairwise(texts)]


def another(cell: int) -> int:
    """A parameter far away. Who goes on and on has seen each of them once when the first one comes again."""
    return (cell + round(len(WEIGHTS) * GOLDEN)) % len(WEIGHTS)
