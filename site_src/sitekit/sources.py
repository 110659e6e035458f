"""A page as its author wrote it: front matter, prose, fences and headings, with their lines."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import yaml
from knobs.text import LANGUAGES

from .fences import COMMENT, Fence, fences

CODE = re.compile(r"[a-z]{2}(-[A-Z]{2})?")  # of a language, as mkdocs.yml has it
CAPTIONED = ("demo", "view")  # fences whose body is prose
FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?\n)---[ \t]*\n", re.DOTALL)
HEADING = re.compile(
    r"^ {0,3}(?P<marks>#{1,6})[ \t]+(?P<text>\S.*?)[ \t#]*$|^(?P<title>\S.*)\n(?:=+|-+)[ \t]*$", re.MULTILINE
)
HEADING_ID = re.compile(r"[ \t]*\{:?[ \t]*#(?P<id>[\w-]+)[^}]*\}$")
MARKUP = re.compile(r"\{[pioe]:([^{}]*)\}|[*_`$\\]|\[([^\]]*)\]\([^)]*\)")


@dataclass(frozen=True)
class Heading:
    level: int
    id: str  # "" where the author gave none
    text: str
    line: int


@dataclass(frozen=True)
class Source:
    """A page as its author wrote it. `name` is the same in every language: "labs/line.ipynb"."""

    path: Path
    lang: str
    name: str

    @cached_property
    def text(self) -> str:
        return self.path.read_text("utf-8")

    @cached_property
    def meta(self) -> Mapping[str, Any]:
        """The front matter. Raises yaml.YAMLError."""
        found = FRONT_MATTER.match(self.text)
        read = yaml.safe_load(found[1]) if found else None
        return read if isinstance(read, dict) else {}

    @cached_property
    def fences(self) -> list[Fence]:
        return [] if self.is_notebook else fences(self.text)

    @property
    def prose(self) -> str:
        """The text with code, comments and front matter made blank; captions stay, and so do all line ends."""
        return _prose(self.text, self.is_notebook)

    @property
    def headings(self) -> list[Heading]:
        return list(_read_headings(self.text, self.is_notebook))

    @property
    def is_notebook(self) -> bool:
        return self.path.suffix == ".ipynb"

    @property
    def title(self) -> str:
        """The first heading, without its markup."""
        for heading in self.headings:
            if heading.level == 1:
                return MARKUP.sub(lambda m: m[1] or m[2] or "", heading.text)
        return str(self.meta.get("title", self.name))

    def at(self, line: int = 1) -> str:
        """file:line, from the project's root."""
        return f"{'/'.join(self.path.parts[-len(Path(self.name).parts) - 2 :])}:{line}"

    def line_of(self, offset: int) -> int:
        return self.text.count("\n", 0, offset) + 1


@dataclass(frozen=True)
class Written(Source):
    """A page with another text than its file has: as it was once, or as it is to be."""

    written: str = ""

    @cached_property
    def text(self) -> str:
        return self.written


def languages(docs: Path) -> list[str]:
    """The languages that have pages, English first: a folder for each."""
    found = sorted(
        folder.name for folder in docs.iterdir() if folder.is_dir() and CODE.fullmatch(folder.name)
    )
    return [*LANGUAGES[:1], *(lang for lang in found if lang != LANGUAGES[0])]


def spoken(lang: str) -> str:
    """The language in which demos and the site itself speak on a page: English, where they have not learned its own."""
    return lang if lang in LANGUAGES else LANGUAGES[0]


def sources(docs: Path) -> dict[str, dict[str, Source]]:
    """Every page: language -> name -> source."""
    return {
        lang: {
            name: Source(path, lang, name)
            for path in sorted((docs / lang).rglob("*"))
            if path.suffix in (".md", ".ipynb") and ".ipynb_checkpoints" not in path.parts
            for name in [path.relative_to(docs / lang).as_posix()]
        }
        for lang in dict.fromkeys([*LANGUAGES, *languages(docs)])
    }


# A build asks for those of a page in many places; and a page that has not changed has the same.
@lru_cache(maxsize=512)
def _prose(text: str, is_notebook: bool) -> str:
    hidden = [found.span() for found in COMMENT.finditer(text)]
    for fence in [] if is_notebook else fences(text, ()):  # where they stand, not what they quote
        opened, closed = text.find("\n", fence.start), text.rfind("\n", 0, fence.end)
        has_caption = fence.lang in CAPTIONED
        hidden += [(fence.start, opened), (closed, fence.end)] if has_caption else [(fence.start, fence.end)]
    if found := FRONT_MATTER.match(text):
        hidden.append(found.span())
    prose = text
    for start, end in hidden:
        prose = prose[:start] + re.sub(r"[^\n]", " ", prose[start:end]) + prose[end:]
    return re.sub(r"(`+)(?!`)[^\n]+?(?<!`)\1(?!`)", lambda m: " " * len(m[0]), prose)


@lru_cache(maxsize=512)
def _read_headings(text: str, is_notebook: bool) -> tuple[Heading, ...]:
    return tuple(_cell_headings(text) if is_notebook else _headings(_prose(text, is_notebook), text))


def _headings(prose: str, written: str) -> Iterator[Heading]:
    """The headings in `prose`, with their words as they are `written`: code and all, on the same lines."""
    lines = written.split("\n")
    for found in HEADING.finditer(prose):
        line = prose.count("\n", 0, found.start()) + 1
        text = lines[line - 1].strip(" \t#")
        given = HEADING_ID.search(text)
        level = len(found["marks"]) if found["marks"] else 1
        yield Heading(level, given["id"] if given else "", HEADING_ID.sub("", text), line)


def _cell_headings(notebook: str) -> Iterator[Heading]:
    """The headings of Markdown cells, with their lines in the notebook's file."""
    for cell in json.loads(notebook)["cells"]:
        if cell["cell_type"] == "markdown":
            source = "".join(cell["source"])
            for heading in _headings(source, source):
                written = json.dumps(heading.text, ensure_ascii=False)[1:-1]
                yield replace(heading, line=notebook.count("\n", 0, max(notebook.find(written), 0)) + 1)
