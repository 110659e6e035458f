"""A small site with one page in two languages, on which the words are practiced; and how a test answers."""

from pathlib import Path

from playwright.sync_api import Page

from tests.sitekit.tree import build, plant

TITLES = {"en": "Words", "nl": "Woorden"}
HOME = {"en": "/", "nl": "/nl/"}
PLACE = {"en": "knobs:words:nl", "nl": "knobs:words:en"}
PAGE = '---\ntitle: {0}\n---\n\n# {0} {{#top}}\n\n```view name="practice"\n```\n'
# The question that is asked now: the word's key, how it is asked, and what the page has to say about it.
ASKED = """() => {
  const words = document.querySelector("knob-words");
  return { ...words.asked, word: words.words.get(words.asked.key) };
}"""


def make(folder: Path) -> Path:
    """Build it below `folder`, which is empty; the folder to serve."""
    plant(folder, {f"{lang}/index.md": PAGE.format(title) for lang, title in TITLES.items()})
    built = build(folder, nav=["index.md"])
    assert built.returncode == 0, built.stdout + built.stderr
    return folder / "site"


def kept(page: Page, lang: str) -> str | None:
    """What the page's language keeps, as text."""
    return page.evaluate("place => localStorage.getItem(place)", PLACE[lang])
