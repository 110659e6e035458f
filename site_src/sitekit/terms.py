"""The term base: what each word of knobs/vocabulary.toml is called in Dutch, its article, and how it is not written."""

import re
from collections.abc import Iterator
from functools import lru_cache

from knobs.vocabulary import Word, words

from .findings import Finding
from .house import at
from .prose import Page, Section

# Words of every day whose article is mistaken as easily.
DE = "computer formule knop lijn som vector voorspelling"
HET = "antwoord getal hoofdstuk kwadraat netwerk voorbeeld woord"
FALSE_FRIENDS = {"miljard": "biljoen", "biljoen": "triljoen"}  # right Dutch for something else
BEFORE_DE, BEFORE_HET = "het|dit|elk|ieder|ons|welk", "de|deze|elke|iedere|onze|welke"
INSTEAD = {
    "het": "de", "dit": "deze", "elk": "elke", "ieder": "iedere", "ons": "onze", "welk": "welke",
}  # fmt: skip


def terms() -> tuple[Word, ...]:
    """The term base. Raises DemoError, one sentence with file and line, where it is not as it should be."""
    return tuple(words().values())


def findings(page: Page) -> Iterator[Finding]:
    """Forms that a Dutch page must not have: words written apart, the wrong article."""
    for term in terms():
        told = set()  # a plural may be listed too
        for form in term.forbidden:
            for found in _whole(form).finditer(page.prose):
                if found.start() in told:
                    continue
                told.add(found.start())
                yield at(
                    page,
                    found,
                    f"“{' '.join(found[0].split())}”",
                    f"write “{_bare(term.nl)}” ({_bare(term.en)})",
                )
    for pattern, instead in _articles():
        for found in pattern.finditer(page.prose):
            right = instead[found[1].lower()]
            what = f"“{' '.join(found[0].split())}”"
            yield at(page, found, what, f"write “{right} {found[2]}”: it is “{_the(found[2])} {found[2]}”")


def mistaken(english: Section, dutch: Section, page: str) -> Iterator[Finding]:
    """False friends: the English section has the term, and the Dutch one has what only looks like it."""
    for term in terms():
        friend = FALSE_FRIENDS.get(term.nl)
        if not friend:
            continue
        meant = [other.en for other in terms() if friend in (other.nl, other.plural)]
        said = any(_whole(_bare(word)).search(english.prose) for word in meant)
        if said or not _whole(_bare(term.en)).search(english.prose):
            continue
        for found in _whole(friend).finditer(dutch.prose):
            line = dutch.line + dutch.prose.count("\n", 0, found.start())
            instead = f"“{_bare(term.en)}” is “{term.nl}” in Dutch"
            yield Finding(page, line, f"“{found[0]}”", instead, error=False)


@lru_cache
def _articles() -> tuple[tuple[re.Pattern[str], dict[str, str]], ...]:
    """What stands wrongly before a word, with what should. Not “die” and “dat”: they mean more than “the”."""
    back = {right: wrong for wrong, right in INSTEAD.items()}
    return (
        (_before(BEFORE_DE, _words("de")), INSTEAD),
        (_before(BEFORE_HET, _words("het")), back),
        (
            _before("het|dit", frozenset(term.plural for term in terms() if _is_one_word(term.plural))),
            INSTEAD,
        ),
    )


def _words(article: str) -> frozenset[str]:
    own = {_bare(term.nl) for term in terms() if term.article == article}
    return frozenset({*filter(_is_one_word, own), *{"de": DE, "het": HET}[article].split()})


def _the(word: str) -> str:
    return "het" if word.lower() in {one.lower() for one in _words("het")} else "de"


def _before(wrong: str, words: frozenset[str]) -> re.Pattern[str]:
    named = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or "(?!)"
    return re.compile(rf"(?<![\w-])({wrong})\s(?:[> ]*)({named})(?![\w-])", re.IGNORECASE)


@lru_cache(maxsize=1024)
def _whole(form: str) -> re.Pattern[str]:
    """A word or words, also in the plural: taal model, taal modellen; draai knop, draai knoppen."""
    spaced = re.escape(form).replace(r"\ ", r"[ \n\xa0]")
    ignoring = 0 if form != form.lower() else re.IGNORECASE
    return re.compile(rf"(?<![\w-]){spaced}(?:{re.escape(form[-1])}?(?:en|e|s)|['’]s)?(?![\w-])", ignoring)


def _bare(word: str) -> str:
    """“billion (10^9)” without what explains it."""
    return word.partition(" (")[0]


def _is_one_word(word: str) -> bool:
    return bool(re.fullmatch(r"[\w’'-]+", word)) and word != "-"
