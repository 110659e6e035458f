"""Words that neither the dictionary of their language (hunspell) knows, nor our own list, tests/docs/words.txt."""

import ast
import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from .findings import Finding
from .lists import lines
from .prose import ROOT, Page

OWN = ROOT / "tests/docs/words.txt"
DICTIONARIES = {"en": "en_US", "nl": "nl_NL"}  # Debian's hunspell-en-us and hunspell-nl
INSTALL = "hunspell is missing: apt-get install hunspell hunspell-en-us hunspell-nl"
WORD = re.compile(r"(?<!\w)[^\W\d_]{2,}(?:['’-][^\W\d_]+)*(?!\w)")


class NoDictionary(RuntimeError):
    """hunspell cannot look anything up: one sentence."""


@lru_cache
def own_words() -> list[str]:
    return lines(OWN)


def spoken(page: Page) -> Iterator[tuple[str, int]]:
    """Each word that readers of a page see, with its line."""
    for line, text in enumerate(page.prose.split("\n"), start=1):
        yield from ((word.replace("’", "'"), line) for word in WORD.findall(text))


def texts(file: Path, lang: str) -> list[tuple[str, int]]:
    """The words of a language in each Text(en=…, nl=…) of a Python file, with their line."""
    return [(text, line) for said, text, line in _texts(file, file.stat().st_mtime_ns) if said == lang]


@lru_cache(maxsize=1024)
def _texts(file: Path, changed: int) -> list[tuple[str, str, int]]:
    return [
        (given.arg or "", re.sub(r"\{[^}]*\}|<[^>]*>", "¤", str(given.value.value)), given.value.lineno)
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Text"
        for given in node.keywords
        if isinstance(given.value, ast.Constant)
    ]


def unknown(words: Iterable[str], lang: str) -> set[str]:
    """The words that the dictionary does not know, hyphen or not. Raises NoDictionary."""
    every = set(words)
    missing = not_in_dictionary(frozenset(part for word in every for part in _parts(word)), lang)
    doubtful = {word for word in every if missing.intersection(word.split("-"))}
    whole = {word for word in doubtful if "-" in word}
    # en_US splits at each hyphen
    known = whole - not_in_dictionary(frozenset(whole), lang) if lang == "nl" else set()
    return doubtful - known


def is_own(word: str, lang: str) -> bool:
    """Whether words.txt has the word, or each of its parts that the dictionary lacks."""
    if _is_listed(word) or "-" not in word:
        return _is_listed(word)
    return all(map(_is_listed, not_in_dictionary(frozenset(_parts(word)), lang)))


def findings(page: Page) -> Iterator[Finding]:
    """Each unknown word of a page, once. Raises NoDictionary; a language without a dictionary is not looked at."""
    if page.lang not in DICTIONARIES:
        return
    lines: dict[str, int] = {}
    for word, line in spoken(page):
        lines.setdefault(word, line)
    for word in sorted(unknown(lines, page.lang), key=lines.__getitem__):
        if not is_own(word, page.lang):
            advice = 'mend it, mark another language with <span lang="…">, or add it to tests/docs/words.txt'
            yield Finding(page.name, lines[word], f"“{word}” is in no dictionary", advice)


def forms(word: str) -> set[str]:
    """How words.txt may have a word: as it is, without 's, and without a capital."""
    bare = word.removesuffix("'s")
    return {form[:1].lower() + form[1:] for form in (word, bare)} | {word, bare}


@lru_cache
def not_in_dictionary(words: frozenset[str], lang: str) -> set[str]:
    command = shutil.which("hunspell")
    if not command:
        raise NoDictionary(INSTALL)
    checked = subprocess.run(
        [command, "-l", "-i", "UTF-8", "-d", DICTIONARIES[lang]],
        input="\n".join(sorted(words)),
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "LC_ALL": "C.UTF-8"},  # in another locale, hunspell cuts words at their accents
        check=False,
    )
    if checked.returncode or checked.stderr:
        raise NoDictionary(f"hunspell -d {DICTIONARIES[lang]}: {checked.stderr.strip() or 'failed'}")
    return set(checked.stdout.split("\n")) - {""}


def _parts(word: str) -> list[str]:
    return [part for part in word.split("-") if len(part) > 1]


def _is_listed(word: str) -> bool:
    return any(form in own_words() for form in forms(word))
