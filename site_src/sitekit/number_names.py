"""A page without what holds digits and is no number: names, and links called after their target.

What a <span lang> holds is rewritten as the page's own language writes it, so that one reader can read it all.
"""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from knobs.models import models

from .number_words import MARKS, PLAIN, PLURAL, SCALE
from .prose import GAP, Page

NAME = re.compile(r"(?<![\w-])[A-Z][A-Za-z]*(?:-[A-Za-z]+)*[-‑]?\d+(?:\.\d+)*[A-Za-z]*(?!\w)")
OWN_LINK = re.compile(r"\[(\d+)\](?=\(#[\w-]*-\1\))")
SPAN = re.compile(r'(<(\w+)[^>]* lang="(en|nl)"[^>]*>)(.*?)(</\2>)', re.DOTALL)


@dataclass(frozen=True)
class Draft(Page):
    """A page with another text: with its names taken out, or with a mistake planted in it."""

    written: str = ""

    @cached_property
    def text(self) -> str:
        return self.written


def without_names(page: Page, names: tuple[str, ...]) -> Draft:
    """The page with GAPs for names; what a <span lang> holds is rewritten as the page's own language writes it."""
    text = NAME.sub(gaps, _listed(names).sub(gaps, page.text))
    text = OWN_LINK.sub(f"[{GAP}]", text)
    return Draft(page.file, SPAN.sub(lambda span: _in_own_words(span, page.lang), text))


def names_in(page: Page, names: tuple[str, ...]) -> dict[str, dict[str, int]]:
    """The names in each section of a page, with the line of the first of each."""
    found: dict[str, dict[str, int]] = {}
    for section in page.sections:
        here = found.setdefault(section.id or "", {})
        text = section.prose
        for pattern in (_listed(names), NAME):
            for name in pattern.finditer(text):
                line = section.line + text.count("\n", 0, name.start())
                here.setdefault(" ".join(name[0].split()), line)
            text = pattern.sub(gaps, text)
    return found


@lru_cache
def _listed(names: tuple[str, ...]) -> re.Pattern[str]:
    """The names with a space in them, the longest first."""
    known = {*names, *(model.name.partition(",")[0] for model in models().values())}
    spaced = (re.escape(name).replace(r"\ ", r"[ \n\xa0]") for name in sorted(known, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(spaced)})(?!\w|[.,]\d)")


def gaps(found: re.Match[str]) -> str:
    """As many GAPs as there were letters, so that lines and columns stay."""
    return re.sub(r"\S", GAP, found[0])


def _in_own_words(span: re.Match[str], lang: str) -> str:
    """What a span in another language holds, with its numbers and scale words as the page writes them."""
    opening, _, other, inside, closing = span.groups()
    if other == lang:
        return span[0]
    (thousands, decimals), (ours, point) = MARKS[other], MARKS[lang]
    inside = re.sub(
        PLAIN[other],
        lambda number: number[0].translate(str.maketrans(thousands + decimals, ours + point)),
        inside,
    )
    words = dict(zip(SCALE[other], SCALE[lang], strict=True))
    pattern = rf"\b({'|'.join(words)})({PLURAL[other]})?\b"
    inside = re.sub(pattern, lambda word: words[word[1]] + (PLURAL[lang] if word[2] else ""), inside)
    return opening + inside + closing
