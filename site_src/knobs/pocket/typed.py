"""A prompt that is still being written: the words that are finished, and how the next one begins.

    typed("the capital of Fra", "en", tokenizer)     Typed(text="the capital of ", words=(1, …), begun="Fra")

An unfinished word is no error as long as the model knows a word that begins so.
"""

import re
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize

from ..text import InputError
from .tokenizer import MARKS, Tokenizer

CLOSE = (".", ",", "?", ":", "’s")  # they stand close to the word before them
PIECES = re.compile(r"[’']?\w(?:[\w’'-]*[\w-])?|\S")  # a hyphen may be the last that is typed of a name


class Typed(NamedTuple):
    """How far a prompt can be read."""

    text: str  # of the finished words, as it was typed
    words: tuple[int, ...]  # the language word first
    begun: str = ""


def typed(prompt: str, lang: str, tokenizer: Tokenizer) -> Typed:
    """As much as the model can read, and the beginning of a word that it knows. No words: the language word alone.

    Raises InputError: a finished word that the model does not know, more words than it can read.
    """
    try:
        return Typed(prompt, _encode(prompt, lang, tokenizer))
    except InputError as problem:
        refused = problem
    for text, begun in _cuts(prompt, tokenizer):
        if longer(begun, tokenizer) and _fold(begun) not in _known(tokenizer):
            try:
                return Typed(text, _encode(text, lang, tokenizer), begun)
            except InputError as problem:  # an earlier word; or `begun` began with the word before
                refused = problem
    raise refused


def growing(prompt: Typed, tokenizer: Tokenizer) -> Typed:
    """The same with its last word taken as a beginning, if it can be one: “he” may become “hear”."""
    cuts = _cuts(prompt.text, tokenizer)
    if prompt.begun or not cuts or _fold(cuts[0][1]) != _known(tokenizer)[prompt.words[-1]]:
        return prompt
    return Typed(cuts[0][0], prompt.words[:-1], cuts[0][1])


def longer(begun: str, tokenizer: Tokenizer) -> list[int]:
    """The words that begin so and go on."""
    start = _fold(begun)
    return [
        number for number, word in enumerate(_known(tokenizer)) if word.startswith(start) and word != start
    ]


def added(text: str, word: str) -> str:
    """The prompt with one word more, and room for the next."""
    before = text.rstrip()
    return f"{before}{' ' if before and word not in CLOSE else ''}{word} "


def _encode(text: str, lang: str, tokenizer: Tokenizer) -> tuple[int, ...]:
    return tuple(tokenizer.encode(text, lang)) if text.strip() else (tokenizer.language_word(lang),)


def _cuts(prompt: str, tokenizer: Tokenizer) -> list[tuple[str, str]]:
    """A prompt cut before its last word, before the last two, and so on: as many as one name can have."""
    longest = 1 + max(word.count("_") for word in tokenizer.words)
    starts = [piece.start() for piece in PIECES.finditer(prompt)]
    return [(prompt[:start], prompt[start:]) for start in reversed(starts[-longest:])]


def _fold(written: str) -> str:
    """As words are compared: in any case, with either apostrophe, a name with _ between its words."""
    return re.sub(r"\s+", "_", normalize("NFC", written).replace("'", "’")).casefold()


@lru_cache(maxsize=4)
def _known(tokenizer: Tokenizer) -> tuple[str, ...]:
    """The words of the model, to compare with; its marks are like nothing that is typed."""
    return tuple("" if word in MARKS else _fold(word) for word in tokenizer.words)
