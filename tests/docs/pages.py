"""Which pages there are, in both languages. sitekit/prose.py reads them."""

from functools import lru_cache

from knobs.text import LANGUAGES
from sitekit.blocks import out_of_reach
from sitekit.fences import Fence
from sitekit.prose import ROOT, Page


@lru_cache
def pages(pattern: str = "*.md") -> tuple[Page, ...]:
    """Every page of both languages, English first; a draft is no page yet."""
    found = (Page(file) for lang in LANGUAGES for file in sorted((ROOT / "docs" / lang).rglob(pattern)))
    return tuple(page for page in found if page.lang == "en" or not _is_draft(page))


def _is_draft(page: Page) -> bool:
    return page.file.suffix == ".md" and page.front_matter.get("translation") == "pending"


@lru_cache
def papers() -> tuple[Page, ...]:
    """README.md and the like: what is read in the project itself."""
    return tuple(Page(file) for file in sorted(ROOT.glob("*.md")))


def twins(pattern: str = "*.md") -> list[tuple[Page, Page]]:
    """Each English page with its Dutch page, where both are there."""
    english = [(page, ROOT / "docs/nl" / page.file.relative_to(ROOT / "docs/en")) for page in pages(pattern)
               if page.lang == "en"]  # fmt: skip
    dutch = {page.file: page for page in pages(pattern)}
    return [(page, dutch[twin]) for page, twin in english if twin in dutch]


def runnable(page: Page) -> list[Fence]:
    """The Python fences that the reader can run in the page."""
    waiting = out_of_reach(page.fences)
    return [one for one in page.fences if one.is_python and not one.skip and one.line not in waiting]
