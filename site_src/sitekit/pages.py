"""What would make a page wrong, found before anything is built: one line each, with file, line and the choices.

`problems(docs, nav)` reads every page in docs/en and docs/nl, Markdown and notebooks, and checks that
demos, pictures and figures exist, that each page has its twin and a place in the navigation, and that headings
have the same ids in both languages.
"""

import importlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from knobs.text import LANGUAGES, DemoError, listing

from .fences import COMMENT, Fence, fences
from .markdown import DRAWN, FIGURE, VERDICTS

FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?\n)---[ \t]*\n", re.DOTALL)
HEADING = re.compile(
    r"^ {0,3}(?P<marks>#{1,6})[ \t]+(?P<text>\S.*?)[ \t#]*$|^(?P<title>\S.*)\n(?:=+|-+)[ \t]*$", re.MULTILINE
)
HEADING_ID = re.compile(r"[ \t]*\{:?[ \t]*#(?P<id>[\w-]+)[^}]*\}$")
CHECK = re.compile(r'^[ >]*!!![ ]?check(?P<verdict>[^"\n]*)', re.MULTILINE)
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
        found = FRONT_MATTER.match(self.text)
        read = yaml.safe_load(found[1]) if found else None
        return read if isinstance(read, dict) else {}

    @cached_property
    def fences(self) -> list[Fence]:
        return [] if self.is_notebook else fences(self.text)

    @cached_property
    def prose(self) -> str:
        """The text with code, comments and front matter made blank; captions stay, and so do all line ends."""
        hidden = [found.span() for found in COMMENT.finditer(self.text)]
        for fence in self.fences:
            opened, closed = self.text.find("\n", fence.start), self.text.rfind("\n", 0, fence.end)
            has_caption = fence.lang in DRAWN
            hidden += (
                [(fence.start, opened), (closed, fence.end)] if has_caption else [(fence.start, fence.end)]
            )
        if found := FRONT_MATTER.match(self.text):
            hidden.append(found.span())
        prose = self.text
        for start, end in hidden:
            prose = prose[:start] + re.sub(r"[^\n]", " ", prose[start:end]) + prose[end:]
        return re.sub(r"(`+)(?!`)[^\n]+?(?<!`)\1(?!`)", lambda m: " " * len(m[0]), prose)

    @cached_property
    def headings(self) -> list[Heading]:
        return list(_cell_headings(self.text) if self.is_notebook else _headings(self.prose))

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


def sources(docs: Path) -> dict[str, dict[str, Source]]:
    """Every page: language -> name -> source."""
    return {
        lang: {
            name: Source(path, lang, name)
            for path in sorted((docs / lang).rglob("*"))
            if path.suffix in (".md", ".ipynb") and ".ipynb_checkpoints" not in path.parts
            for name in [path.relative_to(docs / lang).as_posix()]
        }
        for lang in LANGUAGES
    }


def problems(docs: Path, nav: Iterable[Any]) -> Iterator[str]:
    """One line for each thing that is wrong; nothing if the site can be built."""
    try:
        _read_demos()
    except DemoError as wrong:  # it names the file and the line of the demo
        yield str(wrong)
        return
    found = sources(docs)
    in_nav = set(_names(nav))
    for name in sorted(in_nav - found["en"].keys()):
        yield f"mkdocs.yml: the navigation names “{name}”, and docs/en has {listing(sorted(found['en']))}"
    for pages in found.values():
        for page in pages.values():
            for check in CHECKS:
                yield from check(page)
    for name, page in found["en"].items():
        if name not in in_nav:
            yield f"{page.at()}: no navigation leads to this page; add “{name}” to nav in mkdocs.yml"
        yield from _twin(page, found["nl"].get(name))
    for name, page in found["nl"].items():
        if name not in found["en"]:
            yield f"{page.at()}: there is no English page docs/en/{name}; there are {listing(sorted(found['en']))}"


def _read_demos() -> None:
    """Import all that pages can name, so that a Text without its Dutch is found even where no page uses it."""
    from knobs import demo

    for name in demo.names():
        demo.load(name)
    for module in ("knobs.figures", "knobs.pictures"):
        importlib.import_module(module)


def _twin(english: Source, dutch: Source | None) -> Iterator[str]:
    pending = english.meta.get("translation") == "pending"
    if dutch is None:
        if not pending:
            yield (
                f"{english.at()}: there is no Dutch page docs/nl/{english.name}; "
                "write it, or put `translation: pending` in the front matter here"
            )
        return
    if pending:
        yield f"{english.at()}: `translation: pending`, but docs/nl/{english.name} is there; remove one of the two"
    ids = [heading.id for heading in english.headings]
    for heading, id_ in zip(dutch.headings, ids, strict=False):
        if heading.id and id_ and heading.id != id_:
            yield (
                f"{dutch.at(heading.line)}: the heading “{heading.text}” has the id “{heading.id}”; "
                f"in English it is “{id_}” (the ids are {listing(ids)})"
            )
            return
    if len(ids) != len(dutch.headings):
        page, other = (dutch, english) if len(dutch.headings) > len(ids) else (english, dutch)
        extra = page.headings[len(other.headings)]
        yield f"{page.at(extra.line)}: the heading “{extra.text}” is missing in {other.at().rpartition(':')[0]}"


def _check_headings(page: Source) -> Iterator[str]:
    seen: dict[str, int] = {}
    for heading in page.headings:
        if not heading.id:
            yield f"{page.at(heading.line)}: the heading “{heading.text}” has no id; write {{#id}} behind it, the same in both languages"
        elif heading.id in seen:
            yield f"{page.at(heading.line)}: the id “{heading.id}” is taken by line {seen[heading.id]}; choose another"
        seen.setdefault(heading.id, heading.line)


def _check_drawn(page: Source) -> Iterator[str]:
    for fence in page.fences:
        if fence.lang not in DRAWN:
            continue
        if fence.classes:
            word = fence.classes[0]
            yield f'{page.at(fence.line)}: “{word}” is not an option; write name="value", with the quotes'
            continue
        try:
            DRAWN[fence.lang](fence, page.lang)
        except DemoError as wrong:
            yield f"{page.at(fence.line)}: {wrong}"


def _check_figures(page: Source) -> Iterator[str]:
    from knobs.figures import figure

    for found in re.finditer(FIGURE, page.prose):
        try:
            figure(found[1], page.lang)
        except DemoError as wrong:
            yield f"{page.at(page.line_of(found.start()))}: {wrong}"


def _check_verdicts(page: Source) -> Iterator[str]:
    for found in CHECK.finditer(page.prose):
        verdict = found["verdict"].strip()
        if verdict not in VERDICTS:
            yield (
                f"{page.at(page.line_of(found.start()))}: a check has no verdict “{verdict}”; "
                f"there are {listing(list(VERDICTS))}"
            )


CHECKS: tuple[Callable[[Source], Iterator[str]], ...] = (
    _check_headings,
    _check_drawn,
    _check_figures,
    _check_verdicts,
)


def _headings(prose: str) -> Iterator[Heading]:
    for found in HEADING.finditer(prose):
        text = found["text"] or found["title"]
        level = len(found["marks"]) if found["marks"] else 1
        given = HEADING_ID.search(text)
        line = prose.count("\n", 0, found.start()) + 1
        yield Heading(level, given["id"] if given else "", HEADING_ID.sub("", text), line)


def _cell_headings(notebook: str) -> Iterator[Heading]:
    """The headings of Markdown cells, with their lines in the notebook's file."""
    for cell in json.loads(notebook)["cells"]:
        if cell["cell_type"] == "markdown":
            for heading in _headings("".join(cell["source"])):
                written = json.dumps(heading.text, ensure_ascii=False)[1:-1]
                yield replace(heading, line=notebook.count("\n", 0, max(notebook.find(written), 0)) + 1)


def _names(nav: Any) -> Iterator[str]:
    """The file names in a navigation, however deep."""
    if isinstance(nav, str):
        yield nav
    else:
        for item in nav.values() if isinstance(nav, dict) else nav or ():
            yield from _names(item)
