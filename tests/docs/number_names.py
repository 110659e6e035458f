"""A page without what holds digits and is no number: names, and links called after their target.

What a <span lang> holds is rewritten as the page's own language writes it, so that one reader can read it all.
"""

import re
from dataclasses import dataclass
from functools import cached_property

from knobs.models import models

from tests.docs.number_words import MARKS, PLAIN, PLURAL, SCALE
from tests.docs.pages import GAP, Page

NAME = re.compile(
    r"(?<![\w-])[A-Z][A-Za-z]*(?:-[A-Za-z]+)*[-‑]?\d+(?:\.\d+)*[A-Za-z]*(?!\w)"
)
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
    text = page.text
    listed = sorted({*names, *(model.name for model in models().values())}, key=len, reverse=True)
    spaced = "|".join(re.escape(name).replace(r"\ ", r"[ \n\xa0]") for name in listed)
    text = re.sub(rf"(?<![\w-])(?:{spaced})(?![\w]|[.,]\d)", gaps, text)
    text = NAME.sub(gaps, text)
    text = OWN_LINK.sub(f"[{GAP}]", text)
    return Draft(page.file, SPAN.sub(lambda span: _in_own_words(span, page.lang), text))


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
        PLAIN[other], lambda number: number[0].translate(str.maketrans(thousands + decimals, ours + point)), inside
    )
    words = dict(zip(SCALE[other], SCALE[lang], strict=True))
    pattern = rf"\b({'|'.join(words)})({PLURAL[other]})?\b"
    inside = re.sub(pattern, lambda word: words[word[1]] + (PLURAL[lang] if word[2] else ""), inside)
    return opening + inside + closing
