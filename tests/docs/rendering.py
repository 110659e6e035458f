"""What the reader gets: a page rendered with the settings of mkdocs.yml, and its highlighted blocks in order."""

from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser
from typing import Any

import markdown
import yaml

from sitekit.fences import BASES
from sitekit.prose import FRONT_MATTER, ROOT, Page


@dataclass
class Block:
    """One highlighted block: its language class, the file name in the bar above it, and its text."""

    lang: str
    title: str = ""
    text: str = ""


class _Blocks(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Block] = []
        self.depth = 0  # of <div> inside a block
        self.reading = ""  # "title", "file", "text", "output", or "picture" in an output
        self.file = ""  # in the bar of the <knob-run> whose code comes next
        self.outputs: list[str] = []
        self.at_start = False  # directly after <pre>, where HTML drops a newline

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = (dict(attrs).get("class") or "").split()
        whole = "k-program__code" in names  # a file, which is no fence of the page
        if tag == "div" and "highlight" in names and not self.depth and not whole:
            lang = next((name[len("language-") :] for name in names if name.startswith("language-")), "")
            self.found.append(Block(lang, self.file))
            self.depth, self.file = 1, ""
        elif self.depth:
            self.depth += tag == "div"
            if tag == "span" and "filename" in names:
                self.reading = "title"
            elif tag == "code":
                self.reading = "text"
        elif tag == "span" and "k-file" in names:
            self.reading = "file"
        elif tag == "output" and "k-run__printed" in names:
            self.reading = "output"
            self.outputs.append("")
        elif tag == "div" and "k-run__view" in names:
            self.reading = "picture"  # holds no other <div>: pictures are made of phrasing content

        self.at_start = tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        self.depth -= bool(self.depth) and tag == "div"
        if tag in ("code", "output") or (tag == "span" and self.reading in ("title", "file")):
            self.reading = ""
        elif tag == "div" and self.reading == "picture":
            self.reading = "output"

    def handle_data(self, data: str) -> None:
        if self.reading == "file":
            self.file += data
        elif self.reading == "output":
            self.outputs[-1] += data.removeprefix("\n") if self.at_start else data
        elif self.reading and self.reading != "picture":
            block = self.found[-1]
            setattr(block, self.reading, getattr(block, self.reading) + data)
        self.at_start = False


def blocks(html: str) -> list[Block]:
    """The highlighted blocks of a page; comments are not read."""
    return _read(html).found


def outputs(html: str) -> list[str]:
    """What each block that can run in the page shows as printed, in order."""
    return _read(html).outputs


def _read(html: str) -> _Blocks:
    parser = _Blocks()
    parser.feed(html)
    parser.close()
    return parser


class _Settings(yaml.SafeLoader):
    """Reads mkdocs.yml without acting on its tags."""


_Settings.add_multi_constructor("", lambda loader, suffix, node: None)


@lru_cache
def settings() -> dict[str, dict[str, Any]]:
    """The Markdown extensions of mkdocs.yml with their settings, in order."""
    written = yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), _Settings)
    listed = [entry if isinstance(entry, dict) else {entry: {}} for entry in written["markdown_extensions"]]
    return {name: dict(values or {}) for entry in listed for name, values in entry.items()}


def render(page: Page) -> str:
    """The page's HTML, in its own language."""
    chosen = {name: dict(values) for name, values in settings().items()}
    chosen["pymdownx.highlight"]["pygments_lang_class"] = True  # so that a block tells its language
    chosen["pymdownx.snippets"]["base_path"] = [str(base) for base in BASES]
    chosen["sitekit.markdown"] |= {
        "lang": page.lang,
        "chapter": str(page.front_matter.get("chapter", "")),
        "sources": page.front_matter.get("sources", True),
    }
    text = FRONT_MATTER.sub("", page.text)
    return markdown.markdown(text, extensions=list(chosen), extension_configs=chosen)
