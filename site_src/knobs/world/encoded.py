"""The Little World as numbers: its words, its texts, and what is asked about them.

Some stories and some ways to tell a fact are kept apart, so that one can ask what a model makes of words that it never read.
"""

import hashlib
import random
from dataclasses import dataclass
from functools import cache

from ..text import LANGUAGES
from .facts import facts, questions
from .stories import story
from .tale import Story
from .vocabulary import words

SPECIAL = ("<end>", *(f"<{lang}>" for lang in LANGUAGES))
END = 0  # the word that closes a text: the first of SPECIAL


@cache
def vocabulary(langs: tuple[str, ...] = LANGUAGES) -> tuple[str, ...]:
    """Every word that a model of these languages knows; its number is its place. First what closes a text, and what
    names its language."""
    return (*SPECIAL, *words(langs))


@cache
def numbers() -> dict[str, int]:
    """The number of each word, both languages together."""
    return {word: number for number, word in enumerate(vocabulary())}


def encode(text: str, lang: str, *, closed: bool = True) -> list[int]:
    """A text of the world as numbers, its language first and <end> last."""
    spelled = [f"<{lang}>", *text.split(), *(("<end>",) if closed else ())]
    return [numbers()[word] for word in spelled]


def is_held(what: str, one_in: int) -> bool:
    """Whether this is kept apart, never to be trained on. The same answer on every machine, for one in so many."""
    return int(hashlib.sha256(what.encode()).hexdigest(), 16) % one_in == 0


def held_phrasing(fact: int, phrasing: int, lang: str) -> bool:
    """One phrasing in ten of a fact: the model hears the fact, and other facts said so, but never this one so."""
    return is_held(f"{fact}/{phrasing}/{lang}", 10)


def held_story(told: Story) -> bool:
    """One story in twenty, in both languages."""
    return is_held(told.text.en, 20)


@cache
def told_facts(lang: str, without: tuple[str, ...] = ()) -> tuple[tuple[int, ...], ...]:
    """Every phrasing of every fact that is not held, encoded; but for facts of some kinds."""
    return tuple(
        tuple(encode(phrasing.in_(lang), lang))
        for number, fact in enumerate(facts())
        if fact.kind not in without
        for which, phrasing in enumerate(fact.phrasings)
        if not held_phrasing(number, which, lang)
    )


@dataclass(frozen=True)
class Asked:
    """A question as the model reads it, and the words that answer it."""

    kind: str
    prompt: list[int]
    answer: list[int]


@cache
def about_facts(lang: str, *, held: bool) -> tuple[Asked, ...]:
    """Every fact, in each phrasing that ends in its answer; `held`: in the phrasings that were never trained on."""
    return tuple(
        _asked(fact.kind, fact.phrasings[which].in_(lang), question.prompt.in_(lang), lang)
        for number, fact in enumerate(facts())
        for which, question in questions(fact)
        if held_phrasing(number, which, lang) == held
    )


@cache
def about_stories(lang: str, kind: str, count: int = 200) -> tuple[Asked, ...]:
    """Questions at the end of stories that are kept apart."""
    rng = random.Random(f"questions/{kind}")
    found: list[Asked] = []
    while len(found) < count:
        told = story(rng, kind)
        if held_story(told) and told.question:
            found.append(_asked(kind, told.text.in_(lang), told.question.prompt.in_(lang), lang))
    return tuple(found)


def _asked(kind: str, text: str, prompt: str, lang: str) -> Asked:
    """A text that begins with the prompt and goes on with its answer and a full stop."""
    answer = text.removeprefix(prompt).removesuffix(".").split()
    return Asked(kind, encode(prompt, lang, closed=False), [numbers()[word] for word in answer])
