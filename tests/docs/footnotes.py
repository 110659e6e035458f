"""The footnotes of a rendered page: its references, the sources under it, and the ways back."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Item:
    """One source under a page: its own id, its address, the ways back, and what it says."""

    id: str = ""
    address: str = ""
    back: list[str] = field(default_factory=list)
    said: str = ""


class Notes(HTMLParser):
    """The references of a page in order, as (id, what they lead to), and its lists of sources."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.references: list[tuple[str, str]] = []
        self.behind: list[str] = []  # the address in front of each reference
        self.labels: list[str] = []  # what a screen reader says for references and ways back
        self.numbered: list[Item] = []
        self.also: list[Item] = []
        self.reading: list[Item] | None = None
        self.last, self.in_back = "", False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if values.get("class") == "k-sources":
            self.reading = self.numbered if tag == "ol" else self.also
        elif self.reading is not None and tag == "li":
            self.reading.append(Item(values.get("id", "")))
        elif self.reading is not None and values.get("role") == "doc-backlink":
            self.reading[-1].back.append(values["href"])
            self.labels.append(values["aria-label"])
        elif self.reading is not None and tag == "a":
            self.reading[-1].address = values["href"]
        elif values.get("role") == "doc-noteref":
            self.references.append((values["id"], values["href"]))
            self.labels.append(values["aria-label"])
            self.behind.append(self.last)
        elif tag == "a":
            self.last = values.get("href", "")
        self.in_back = self.in_back or values.get("class") == "k-ways"

    def handle_endtag(self, tag: str) -> None:
        if tag in ("ol", "ul"):
            self.reading = None
        self.in_back = self.in_back and tag != "span"

    def handle_data(self, data: str) -> None:
        if self.reading and not self.in_back:
            self.reading[-1].said += data
