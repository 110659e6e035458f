"""What lies behind each link to a source: sources.toml, and how both languages tell one of its entries.

    E. Frantar and D. Alistarh (2023), “SparseGPT: …”. arxiv.org/abs/2301.00774
    E. Hubble (1929), “A relation between …”, *Proceedings of the National Academy of Sciences* 15 (3), 168–173. …
    OpenAI (2019), the code of GPT-2. github.com/openai/…

footnotes.py puts them under a page. Raises DemoError, one sentence, for an entry that is not there or cannot be told.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as etree

from knobs.text import DemoError, Text, listing

from .lists import toml

SOURCES = Path(__file__).with_name("sources.toml")
NAME = "site_src/sitekit/sources.toml"
OTHERS = "others"  # the last of `authors` where there are more than four
KEYS = {"authors": list, "year": int, "title": str, "lang": str, "journal": str, "at": str, "note": dict}

AND = Text(en=" and ", nl=" en ")
AND_OTHERS = Text(en=" and others", nl=" en anderen")
QUOTED = Text(en="“{title}”", nl="‘{title}’")


@dataclass(frozen=True)
class Citation:
    """One entry of sources.toml."""

    address: str
    authors: tuple[str, ...]
    year: int | None = None
    title: str = ""
    lang: str = "en"  # of the title and the journal
    journal: str = ""
    at: str = ""  # where in the journal
    note: Text | None = None  # instead of a title, or after it

    def by(self, lang: str) -> str:
        """“E. Frantar and D. Alistarh (2023)”."""
        *most, last = self.authors
        if last == OTHERS:
            names = ", ".join(most) + AND_OTHERS[lang]
        else:
            names = f"{', '.join(most)}{AND[lang]}{last}" if most else last
        return f"{names} ({self.year})" if self.year else names

    def short(self, lang: str) -> str:
        """The source in a few words without markup."""
        told = self.title or (self.note[lang] if self.note else "")
        return f"{self.by(lang)}, {told}"

    def tell(self, item: etree.Element, lang: str, words: str = "") -> None:
        """Fill an element with the source, the words of a page about it, and its address as a link."""
        marked = {} if lang == self.lang else {"lang": self.lang}
        item.text = self.by(lang)
        if self.title:
            add(item, ", ", "span", QUOTED.fill(title=self.title)[lang], marked)
        if self.journal:
            add(item, ", ", "em", self.journal, marked)
            say(item, f" {self.at}" if self.at else "")
        if self.note:
            say(item, f", {self.note[lang]}")
        if words:
            say(item, f", {words}")
        asks = self.title.endswith("?") and not (self.journal or self.note or words)
        add(item, " " if asks else ". ", "a", self.address.removeprefix("https://"), {"href": self.address})


@lru_cache
def citations() -> Mapping[str, Citation]:
    """Every source, by address."""
    return read(toml(SOURCES))


def cited(address: str) -> Citation:
    """The source at an address."""
    if address not in citations():
        raise DemoError(f"the link to “{address}” has no source behind it; add it to {NAME}")
    return citations()[address]


def read(entries: Mapping[str, Mapping[str, Any]]) -> dict[str, Citation]:
    """Entries as TOML gives them; each says who, and either a title or a note."""
    found = {}
    for address, entry in entries.items():
        if wrong := [key for key, value in entry.items() if not isinstance(value, KEYS.get(key, ()))]:
            raise DemoError(
                f"{NAME}: {address} has “{wrong[0]}”, and can have {listing(list(KEYS))}, each of its kind"
            )
        if not entry.get("authors") or not (entry.get("title") or entry.get("note")):
            raise DemoError(f"{NAME}: {address} needs authors, and a title or a note")
        note = {"note": Text(**entry["note"])} if "note" in entry else {}
        found[address] = Citation(address, **{**entry, "authors": tuple(entry["authors"]), **note})
    return found


def add(
    parent: etree.Element, before: str, tag: str, text: str, attributes: Mapping[str, str]
) -> etree.Element:
    """A new last child, with words in front of it."""
    say(parent, before)
    child = etree.SubElement(parent, tag, dict(attributes))
    child.text = text
    return child


def say(parent: etree.Element, words: str) -> None:
    """More words at the end of an element."""
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + words
    else:
        parent.text = (parent.text or "") + words
