"""Words and their numbers: a prompt becomes a list of whole numbers, and numbers become readable text.

    encode("de hoofdstad van frankrijk is", "nl")    <nl> de hoofdstad van Frankrijk is, as numbers

A token is a whole word here, or a sign such as a full stop. Names of several words are one token, written with an
underscore: Den_Haag. Every text begins with its language, <en> or <nl>.
"""

import re
from collections.abc import Iterable, Sequence
from unicodedata import normalize

from ..text import LANGUAGES, InputError, Text, listing
from .errors import short

END = "<end>"
LANGUAGE_WORDS = {lang: f"<{lang}>" for lang in LANGUAGES}
MARKS = (END, *LANGUAGE_WORDS.values())  # the words that are not read aloud
OF = "’s"  # Anna ’s: a word by itself
# A language word; a word, which may have a hyphen or an apostrophe inside or an apostrophe before; or one sign.
PIECES = re.compile(r"<\w+>|’?\w(?:[\w’-]*\w)?|\S")
CLOSE_UP = re.compile(r" (?=[.,?:]|’s(?: |$))")


class Tokenizer:
    """The words of a model, numbered in their order, and how many of them it reads at once."""

    def __init__(self, words: Sequence[str], context: int) -> None:
        self.words = tuple(words)
        self.context = context
        self._numbers = {_plain(word): number for number, word in enumerate(self.words)}
        self._any_case: dict[str, list[str]] = {}
        for word in self._numbers:
            self._any_case.setdefault(word.casefold(), []).append(word)
        self._longest = 1 + max(word.count("_") for word in self.words)  # words in a name

    @property
    def end(self) -> int:
        """The number of the word that ends a text."""
        return self._numbers[END]

    def language_word(self, lang: str) -> int:
        """The number of the word that a text in `lang` begins with."""
        return self._numbers[LANGUAGE_WORDS[lang]]

    def encode(self, text: str, lang: str) -> list[int]:
        """The numbers of a text, language word first; one that is written there already is kept.

        Raises InputError, one sentence in `lang`: no words, a word that the model does not know, too many words.
        """
        pieces = self._pieces(_plain(text))
        if not pieces:
            raise InputError(EMPTY, lang)
        numbers, start = [], 0
        while start < len(pieces):
            for length in range(min(self._longest, len(pieces) - start), 0, -1):
                number = self._find("_".join(pieces[start : start + length]))
                if number is not None:
                    break
            else:
                raise InputError(self._unknown(pieces[start]), lang)
            numbers.append(number)
            start += length
        if self.words[numbers[0]] not in LANGUAGE_WORDS.values():
            numbers.insert(0, self.language_word(lang))
        if len(numbers) > self.context:
            raise InputError(TOO_LONG.fill(count=len(numbers), context=self.context), lang)
        return numbers

    def decode(self, numbers: Iterable[int], *, capital: bool = False) -> str:
        """Readable text, without <en>, <nl> and <end>; with a capital at the start of each sentence, if asked."""
        written: list[str] = []
        starts = capital  # does a sentence start here?
        for word in (self.words[number] for number in numbers):
            if word in MARKS:
                continue
            word = word.replace("_", " ")
            written.append(_with_capital(word) if starts else word)
            starts = capital and word in (".", "?")
        return CLOSE_UP.sub("", " ".join(written))

    def _pieces(self, text: str) -> list[str]:
        """Words and signs, as they are written; ‘Anna’s’ is two, but a word that the model knows stays whole."""
        pieces: list[str] = []
        for chunk in text.split():
            for piece in [chunk] if self._find(chunk) is not None else PIECES.findall(chunk):
                if piece.endswith(OF) and piece != OF and self._find(piece) is None:
                    pieces += [piece.removesuffix(OF), OF]
                else:
                    pieces.append(piece)
        return pieces

    def _find(self, written: str) -> int | None:
        """The number of a word as it is written, else in lower case, else in any case if only one word fits."""
        for word in (written, written.lower()):
            if word in self._numbers:
                return self._numbers[word]
        alike = self._any_case.get(written.casefold(), [])
        return self._numbers[alike[0]] if len(alike) == 1 else None

    def _unknown(self, written: str) -> Text:
        """The sentence about a word that the model does not know, with those that look like it."""
        from difflib import get_close_matches  # not before it is needed: Python starts sooner without

        known = [word for word in self._any_case if word not in MARKS]
        close = get_close_matches(written[:40].casefold(), known, n=3)
        near = [word.replace("_", " ") for alike in close for word in self._any_case[alike]]
        told = {"word": short(written), "count": len(self.words) - len(MARKS)}
        if not near:
            return UNKNOWN.fill(**told)
        return MISSPELT.fill(**told, near=Text(**{lang: listing(near, lang) for lang in LANGUAGES}))


def _plain(text: str) -> str:
    """One way to write an accent, and one apostrophe."""
    return normalize("NFC", text).replace("'", "’")


def _with_capital(word: str) -> str:
    """In Dutch the two letters ij are one: IJs."""
    return "IJ" + word[2:] if word.startswith("ij") else word[:1].upper() + word[1:]


EMPTY = Text(
    en="Write one word or more for the model to go on from.",
    nl="Schrijf minstens één woord waarmee het model verder kan.",
)
UNKNOWN = Text(
    en="The model does not know the word “{word}”; it knows {count} words, and none looks like it.",
    nl="Het model kent het woord ‘{word}’ niet; het kent {count} woorden, en geen daarvan lijkt erop.",
)
MISSPELT = Text(
    en="The model does not know the word “{word}”; what looks like it: {near}.",
    nl="Het model kent het woord ‘{word}’ niet; wat erop lijkt: {near}.",
)
TOO_LONG = Text(
    en="These are {count} words, signs and the language included; the model reads {context} at most.",
    nl="Dit zijn {count} woorden, leestekens en de taal meegeteld; het model leest er ten hoogste {context}.",
)
