"""The texts of a built page in order, read by Python: what test_side.py holds beside what the page shows."""

from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from itertools import zip_longest
from pathlib import Path

UNITS = {"p", "li", "figcaption", "summary", "h2", "h3", "h4"}
BOXES = {"k-scroll", "k-verdict"}  # a whole table, a whole scale
# Drawn, computed or coded; the head of the page; and the list of sources.
TAGS = {"knob-demo", "knob-run", "knob-models", "knob-keep", "noscript", "nav", "header", "svg", "pre"}
CLASSES = {
    "k-cards",
    "k-legend",
    "k-ladder",
    "k-tested",
    "highlight",
    "k-formula",
    "k-sources",
    "k-ref",
    "k-ways",
    "k-tip",
}
VOID = {"br", "hr", "img", "input", "link", "meta", "wbr"}


@dataclass
class Unit:
    """A paragraph, an item, a caption … in the section with this id, and its letters without spaces."""

    section: str
    kind: str
    letters: str = ""


@dataclass
class _Reader(HTMLParser):
    units: list[Unit] = field(default_factory=list)
    section: str = ""
    depth: int = 0  # below <article>; 0 outside
    silent: int = 0  # the depth at which something begins that is not read
    unit: int = 0  # and the depth at which the unit begins

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        names = set((told.get("class") or "").split())
        if tag in VOID or not (self.depth or tag == "article"):
            return
        self.depth += 1
        label = tag == "span" and "k-label" in names and self.unit and self.units[-1].kind == "summary"
        if self.silent or self.depth == 1:
            return
        drawn = tag == "div" and "k-wide" in names  # by the build, whole
        if tag in TAGS or names & CLASSES or label or drawn:
            self.silent = self.depth
        elif not self.unit and (tag in UNITS or names & BOXES):
            if tag in ("h2", "h3", "h4"):
                self.section = told.get("id") or ""
            self.unit = self.depth
            self.units.append(Unit(self.section, tag))

    def handle_endtag(self, tag: str) -> None:
        if not self.depth or tag in VOID:
            return
        if self.silent == self.depth:
            self.silent = 0
        if self.unit == self.depth:
            self.unit = 0
        self.depth -= 1

    def handle_data(self, data: str) -> None:
        if self.unit and not self.silent:
            self.units[-1].letters += "".join(data.split())


@cache
def units(page: Path) -> list[Unit]:
    """What a reader reads on a built page, demos and code left out, in order."""
    reader = _Reader()
    reader.feed(page.read_text("utf-8"))
    reader.close()
    return [unit for unit in reader.units if unit.letters]


def pairs(own: Path, twin: Path) -> list[list[str]]:
    """[section, own letters, twin's letters] of two pages: the nth of one section and kind with the nth of the other."""
    placed: list[dict[tuple[str, str, int], Unit]] = []
    for page in (own, twin):
        counted: dict[tuple[str, str], int] = {}
        placed.append({})
        for unit in units(page):
            key = unit.section, unit.kind
            counted[key] = counted.get(key, 0) + 1
            placed[-1][*key, counted[key]] = unit
    ours, theirs = placed
    lone = [f"{key} is on one page only" for key in ours.keys() ^ theirs.keys()]
    assert not lone, f"{own} and {twin} differ: {lone}"
    order = [(one, two) for one, two in zip_longest(ours, theirs) if one != two]
    assert not order, f"{own} and {twin} have another order from {order[:1]}"
    return [[unit.section, unit.letters, theirs[key].letters] for key, unit in ours.items()]
