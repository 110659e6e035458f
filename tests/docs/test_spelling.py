"""Every word for readers is in the dictionary of its language (hunspell) or in our own list, words.txt.

Pages, notebooks, README.md, each Text(en=…, nl=…) in site_src, vocabulary.toml, and notes in sources.toml; names and
titles there are other people's words. Words of another language are marked:
<span lang="en">Attention Is All You Need</span>, which lets a screen reader say them well too; in vocabulary.toml,
*Attention*.
"""

import ast
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest
from knobs.text import LANGUAGES
from knobs.vocabulary import words
from sitekit.citations import citations

from tests.docs.pages import ROOT, pages, papers

OWN = Path(__file__).with_name("words.txt")
DICTIONARIES = {"en": "en_US", "nl": "nl_NL"}  # Debian's hunspell-en-us and hunspell-nl
WORD = re.compile(r"(?<!\w)[^\W\d_]{2,}(?:['’-][^\W\d_]+)*(?!\w)")


@lru_cache
def own_words() -> list[str]:
    return OWN.read_text(encoding="utf-8").split("\n")[:-1]


def spoken(lang: str) -> Iterator[tuple[str, str]]:
    """Each word that readers of a language see, with its place."""
    for page in [*pages(), *pages("*.ipynb"), *papers()]:
        if page.lang == lang:
            for line, text in enumerate(page.prose.split("\n"), start=1):
                yield from ((word.replace("’", "'"), page.place(line)) for word in WORD.findall(text))
    for file in sorted((ROOT / "site_src").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Text":
                for given in node.keywords:
                    if given.arg == lang and isinstance(given.value, ast.Constant):
                        text = re.sub(r"\{[^}]*\}|<[^>]*>", "¤", str(given.value.value))
                        place = f"{file.relative_to(ROOT).as_posix()}:{given.value.lineno}"
                        yield from ((word.replace("’", "'"), place) for word in WORD.findall(text))
    for entry in words().values():
        sentences = (entry.meaning, entry.example, entry.false_friends)
        told = [entry[lang], *([entry.plural] if lang == "nl" else []), *(one[lang] for one in sentences if one)]
        text = re.sub(r"\*[^*]*\*", "¤", " ¤ ".join(told))
        place = f"site_src/knobs/vocabulary.toml, {entry.key}"
        yield from ((word.replace("’", "'"), place) for word in WORD.findall(text))


    notes = {address: source.note for address, source in citations().items() if source.note}
    for address, note in notes.items():
        place = f"site_src/sitekit/sources.toml: {address}"
        yield from ((word.replace("’", "'"), place) for word in WORD.findall(note[lang]))


@lru_cache
def unknown(lang: str) -> dict[str, str]:
    """The words that the dictionary does not know, with the place of the first of each."""
    places: dict[str, str] = {}
    for word, place in spoken(lang):
        places.setdefault(word, place)
    missing = _not_in_dictionary(
        frozenset(part for word in places for part in word.split("-") if len(part) > 1), lang
    )
    doubtful = {word for word in places if missing.intersection(word.split("-"))}
    whole = {word for word in doubtful if "-" in word}
    known = (
        whole - _not_in_dictionary(frozenset(whole), lang) if lang == "nl" else set()
    )  # en_US splits at each hyphen
    return {word: places[word] for word in sorted(doubtful - known)}


def is_own(word: str, lang: str) -> bool:
    """Whether words.txt has the word, or each of its parts that the dictionary lacks."""
    parts = frozenset(part for part in word.split("-") if len(part) > 1)
    return _is_listed(word) or ("-" in word and all(map(_is_listed, _not_in_dictionary(parts, lang))))


def test_every_word_is_known(lang):
    told = [f"{place}: {word}" for word, place in unknown(lang).items() if not is_own(word, lang)]
    advice = 'mend them, mark other languages with <span lang="…">, or add them to tests/docs/words.txt'
    if told:
        pytest.fail("\n".join([f"{len(told)} words are unknown; {advice}", *told]), pytrace=False)


def test_our_own_list_is_sorted_and_used():
    listed = own_words()
    assert listed == sorted(set(listed), key=lambda word: (word.lower(), word)), (
        "tests/docs/words.txt: one word per line, sorted, each once"
    )
    words = [part for lang in LANGUAGES for word in unknown(lang) for part in (word, *word.split("-"))]
    needed = {form for word in words for form in _forms(word)}
    unused = [word for word in listed if word not in needed]
    assert not unused, f"tests/docs/words.txt: take out {', '.join(unused)}; no page needs them any more"


@pytest.mark.parametrize(
    ("language", "right", "wrong"),
    [
        ("en", "neurons", "nuerons"),
        ("nl", "richtingscoëfficiënt", "richtingscoeficient"),
        ("nl", "foto's", "fotoos"),
    ],
)
def test_the_dictionaries_work(language, right, wrong):
    assert _not_in_dictionary(frozenset({right, wrong}), language) == {wrong}


def _is_listed(word: str) -> bool:
    return any(form in own_words() for form in _forms(word))


def _forms(word: str) -> set[str]:
    """How words.txt may have a word: as it is, without 's, and without a capital."""
    bare = word.removesuffix("'s")
    return {form[:1].lower() + form[1:] for form in (word, bare)} | {word, bare}


@lru_cache
def _not_in_dictionary(words: frozenset[str], lang: str) -> set[str]:
    command = shutil.which("hunspell")
    if not command:
        pytest.fail("hunspell is missing: apt-get install hunspell hunspell-en-us hunspell-nl", pytrace=False)
    checked = subprocess.run(
        [command, "-l", "-i", "UTF-8", "-d", DICTIONARIES[lang]],
        input="\n".join(sorted(words)),
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "LC_ALL": "C.UTF-8"},  # in another locale, hunspell cuts words at their accents
        check=False,
    )
    assert checked.returncode == 0 and not checked.stderr, (
        f"hunspell -d {DICTIONARIES[lang]}: {checked.stderr}"
    )
    return set(checked.stdout.split("\n")) - {""}
