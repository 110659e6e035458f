"""How each translation stands beside its English page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from knobs.text import listing
from pymdownx.snippets import SnippetMissingError  # type: ignore[import-untyped]

from ..fences import not_quoted
from ..prose import ROOT, Page
from ..sources import Source
from ..spelling import WORD
from .stamps import FRONT, BadPage, Stamp, is_pending, no_section, prints, sections, sound, stamps

ENGLISH = "en"
MISSING, STARTED, BEHIND, CURRENT = "missing", "started", "behind", "current"
GONE = "gone"  # a translation of which the English page is no more, or has another name
UNMARKED = "unmarked"  # a page that was written without the desk: nobody knows from which English
NOTEBOOK = "notebook"  # its code is compared by tests, and its words by people


@dataclass(frozen=True)
class Change:
    """A section that is to be done: changed, new, or gone from the English page."""

    section: str
    kind: str
    words: int


@dataclass(frozen=True)
class State:
    """One page in one language; `words` has the English page in all, and what is to do of them."""

    name: str
    state: str
    changes: tuple[Change, ...]
    words: int

    @property
    def to_do(self) -> int:
        if self.state in (MISSING, UNMARKED):
            return self.words
        return sum(change.words for change in self.changes)


@dataclass(frozen=True)
class Desk:
    """The pages of a project in English and in one other language."""

    root: Path = ROOT
    lang: str = "nl"

    def english(self, name: str) -> Source:
        return Source(self.root / "docs" / ENGLISH / name, ENGLISH, name)

    def translation(self, name: str) -> Source:
        return Source(self.root / "docs" / self.lang / name, self.lang, name)

    @property
    def names(self) -> list[str]:
        """Every English page and notebook."""
        return _pages(self.root / "docs" / ENGLISH)

    @property
    def orphans(self) -> list[str]:
        """Every translation of a page that is not there."""
        return sorted(set(_pages(self.root / "docs" / self.lang)) - set(self.names))

    def name(self, given: str) -> str:
        """The page that somebody means: index, index.md, docs/nl/index.md. Raises BadPage."""
        asked = given.removeprefix("./").replace("\\", "/")
        asked = re.sub(rf"^docs/(?:{ENGLISH}|{self.lang})/", "", asked)
        for name in (asked, f"{asked}.md", f"{asked}.ipynb"):
            if name in self.names:
                return name
        raise BadPage(
            f"docs/{ENGLISH}/{asked}:1: there is no such page in docs/{ENGLISH}; there are {listing(self.names)}"
        )

    def pair(self, given: str) -> tuple[Source, Source]:
        """An English page and its translation, both sound. Raises BadPage, also if it is not translated."""
        name = self.name(given)
        english, twin = sound(self.english(name)), self.translation(name)
        if not twin.path.exists():
            raise BadPage(f"{twin.at()}: the page is not translated yet; `new {name}` makes a draft of it")
        return english, sound(twin)

    def state(self, name: str) -> State:
        """Raises BadPage."""
        files = (self.english(name).path, self.translation(name).path)
        return self._state(name, tuple(sha256(file.read_bytes()).digest() for file in files if file.exists()))

    @lru_cache(maxsize=256)  # noqa: B019 (a few desks, for as long as they are used)
    def _state(self, name: str, stored: tuple[bytes, ...]) -> State:
        english, twin = self.english(name), self.translation(name)
        words = section_words(english)
        total = sum(words.values())
        if not twin.path.exists():
            return State(name, MISSING, (), total)
        if english.is_notebook:
            return State(name, NOTEBOOK, (), total)
        kept = stamps(sound(twin))
        if kept is None and not is_pending(twin):
            return State(name, UNMARKED, (), total)
        found = tuple(changes(sound(english), twin, kept or {}, words))
        if is_pending(twin):
            return State(name, STARTED, found, total)
        return State(name, BEHIND if found else CURRENT, found, total)

    def states(self) -> list[State]:
        """Every page. Raises BadPage with a line for each page that cannot be read."""
        found, wrong = [], []
        for name in self.names:
            try:
                found.append(self.state(name))
            except BadPage as told:
                wrong.append(str(told))
        if wrong:
            raise BadPage("\n".join(wrong))
        return found


def _pages(folder: Path) -> list[str]:
    return sorted(
        file.relative_to(folder).as_posix()
        for file in folder.rglob("*")
        if file.suffix in (".md", ".ipynb") and ".ipynb_checkpoints" not in file.parts
    )


def changes(
    english: Source, twin: Source, kept: dict[str, Stamp], words: dict[str, int] | None = None
) -> Iterator[Change]:
    """The sections of which the English has changed since. Raises BadPage for a section that is nowhere."""
    now, counted = prints(english), section_words(english) if words is None else words
    for id_, value in now.items():
        if id_ not in kept:
            yield Change(id_, "new", counted.get(id_, 0))
        elif kept[id_].print != value:
            yield Change(id_, "changed", counted.get(id_, 0))
    here = sections(twin)
    for id_, stamp in kept.items():
        if id_ not in now:
            if id_ not in here:
                raise no_section(twin, id_, now, stamp.line)
            yield Change(id_, "gone", 0)


def section_words(page: Source) -> dict[str, int]:
    """How many words each section has, code not counted. Raises BadPage."""
    read = Page(page.path, root=page.path.parents[len(Path(page.name).parts) + 1])
    try:
        written = read.sections
    except SnippetMissingError as wrong:
        line, what = not_quoted(wrong)
        raise BadPage(f"{page.at(line)}: {what}; quote a part that is there") from None
    counted = {section.id or "": len(WORD.findall(section.prose)) for section in written if section.level}
    above = sum(len(WORD.findall(section.prose)) for section in written if not section.level)
    return {FRONT: above, **counted} if above else counted
