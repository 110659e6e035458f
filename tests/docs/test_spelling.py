"""Every word for readers is in the dictionary of its language (hunspell) or in our own list, words.txt.

Pages, notebooks, README.md, each Text(en=…, nl=…) in site_src, vocabulary.toml, and notes in sources.toml; names and
titles there are other people's words. Words of another language are marked:
<span lang="en">Attention Is All You Need</span>, which lets a screen reader say them well too; in vocabulary.toml,
*Attention*.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

import pytest
from knobs.text import LANGUAGES
from knobs.vocabulary import words
from sitekit import spelling
from sitekit.citations import citations
from sitekit.prose import ROOT

from tests.docs.pages import pages, papers


def spoken(lang: str) -> Iterator[tuple[str, str]]:
    """Each word that readers of a language see, with its place."""
    for page in [*pages(), *pages("*.ipynb"), *papers()]:
        if page.lang == lang:
            yield from ((word, page.place(line)) for word, line in spelling.spoken(page))
    for file in sorted((ROOT / "site_src").rglob("*.py")):
        for text, line in spelling.texts(file, lang):
            place = f"{file.relative_to(ROOT).as_posix()}:{line}"
            yield from ((word.replace("’", "'"), place) for word in spelling.WORD.findall(text))
    for entry in words().values():
        sentences = (entry.meaning, entry.example, entry.false_friends)
        told = [entry[lang], *([entry.plural] if lang == "nl" else []), *(one[lang] for one in sentences if one)]
        text = re.sub(r"\*[^*]*\*", "¤", " ¤ ".join(told))
        place = f"site_src/knobs/vocabulary.toml, {entry.key}"
        yield from ((word.replace("’", "'"), place) for word in spelling.WORD.findall(text))
    notes = {address: source.note for address, source in citations().items() if source.note}
    for address, note in notes.items():
        place = f"site_src/sitekit/sources.toml: {address}"
        yield from ((word.replace("’", "'"), place) for word in spelling.WORD.findall(note[lang]))


@lru_cache
def unknown(lang: str) -> dict[str, str]:
    """The words that the dictionary does not know, with the place of the first of each."""
    places: dict[str, str] = {}
    for word, place in spoken(lang):
        places.setdefault(word, place)
    try:
        return {word: places[word] for word in sorted(spelling.unknown(places, lang))}
    except spelling.NoDictionary as missing:
        pytest.fail(str(missing), pytrace=False)


def test_every_word_is_known(lang):
    told = [
        f"{place}: {word}" for word, place in unknown(lang).items() if not spelling.is_own(word, lang)
    ]
    advice = 'mend them, mark other languages with <span lang="…">, or add them to tests/docs/words.txt'
    if told:
        pytest.fail("\n".join([f"{len(told)} words are unknown; {advice}", *told]), pytrace=False)


def test_our_own_list_is_sorted_and_used():
    listed = spelling.own_words()
    assert listed == sorted(set(listed), key=lambda word: (word.lower(), word)), (
        "tests/docs/words.txt: one word per line, sorted, each once"
    )
    words = [part for lang in LANGUAGES for word in unknown(lang) for part in (word, *word.split("-"))]
    needed = {form for word in words for form in spelling.forms(word)}
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
    assert spelling.not_in_dictionary(frozenset({right, wrong}), language) == {wrong}
