"""What would make a page wrong, found before anything is built: one line each, with file, line and the choices.

`problems(docs, nav)` reads every page in docs/en and docs/nl, Markdown and notebooks, and checks that
demos, pictures, figures and sources exist, that each page has its twin and a place in the navigation, and that headings
have the same ids in both languages.
"""

import importlib
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml
from knobs.text import DemoError, listing

from . import positions
from .boxes import STANDPOINTS, VERDICTS
from .citations import cited
from .markdown import DRAWN, FIGURE, figure
from .sources import Source, sources, spoken

CHECK = re.compile(r'^[ >]*!!![ ]?check(?P<verdict>[^"\n]*)', re.MULTILINE)
LINK_OUT = re.compile(r"\]\((https?://[^()\s]+)|<(https?://[^>\s]+)>")


def problems(docs: Path, nav: Iterable[Any]) -> Iterator[str]:
    """One line for each thing that is wrong; nothing if the site can be built."""
    try:
        _read_demos()
    except DemoError as wrong:  # it names the file and the line of the demo
        yield str(wrong)
        return
    found = sources(docs)
    if unread := [
        line for pages in found.values() for page in pages.values() for line in _front_matter(page)
    ]:
        yield from unread
        return
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
        for lang, pages in found.items():
            if lang == "nl" or name in pages:  # other languages may have a few pages only
                yield from _twin(page, pages.get(name)) if lang != "en" else ()
    for lang, pages in found.items():
        for name, page in pages.items():
            if name not in found["en"]:
                yield f"{page.at()}: there is no English page docs/en/{name}; there are {listing(sorted(found['en']))}"
            elif lang != "en":
                yield from _stamps(found["en"][name], page)


def _read_demos() -> None:
    """Import all that pages can name, so that a Text without its Dutch is found even where no page uses it."""
    from knobs import demo
    from knobs.vocabulary import words

    for name in demo.names():
        demo.load(name)
    words()
    for module in (
        "knobs.figures",
        "knobs.pictures",
        "sitekit.glossary",
        "sitekit.models_table",
        "sitekit.pocket_card",
        "sitekit.speed",
        "sitekit.translate.shown",
    ):
        importlib.import_module(module)


def _front_matter(page: Source) -> Iterator[str]:
    try:
        page.meta.get("title")
    except yaml.MarkedYAMLError as wrong:
        line = wrong.problem_mark.line + 2 if wrong.problem_mark else 1
        yield f"{page.at(line)}: the front matter is not YAML, {wrong.problem}; put words with a colon between quotes"


def _twin(english: Source, twin: Source | None) -> Iterator[str]:
    """What is wrong between a page and its translation; a draft may be anything, for nobody sees it."""
    pending = english.meta.get("translation") == "pending"
    if twin is None:
        if not pending:
            yield (
                f"{english.at()}: there is no Dutch page docs/nl/{english.name}; "
                "write it, or put `translation: pending` in the front matter here"
            )
        return
    if twin.meta.get("translation") == "pending":
        return
    if pending and twin.lang == "nl":
        yield f"{english.at()}: `translation: pending`, but docs/nl/{english.name} is there; remove one of the two"
    ids = [heading.id for heading in english.headings]
    for heading, id_ in zip(twin.headings, ids, strict=False):
        if heading.id and id_ and heading.id != id_:
            yield (
                f"{twin.at(heading.line)}: the heading “{heading.text}” has the id “{heading.id}”; "
                f"in English it is “{id_}” (the ids are {listing(ids)})"
            )
            return
    if len(ids) != len(twin.headings):
        page, other = (twin, english) if len(twin.headings) > len(ids) else (english, twin)
        extra = page.headings[len(other.headings)]
        yield f"{page.at(extra.line)}: the heading “{extra.text}” is missing in {other.at().rpartition(':')[0]}"


def _stamps(english: Source, twin: Source) -> Iterator[str]:
    """Fingerprints that cannot be read, or of a section that is nowhere."""
    from .translate import stamps, state

    if not twin.is_notebook:
        try:
            list(state.changes(english, twin, stamps.stamps(twin) or {}, {}))
        except stamps.BadPage as wrong:
            yield str(wrong)


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
            DRAWN[fence.lang](fence, spoken(page.lang), "")
        except DemoError as wrong:
            yield f"{page.at(fence.line)}: {wrong}"


def _check_figures(page: Source) -> Iterator[str]:
    for found in re.finditer(FIGURE, page.prose):
        try:
            figure(found[1], spoken(page.lang))
        except DemoError as wrong:
            yield f"{page.at(page.line_of(found.start()))}: {wrong}"


def _check_sources(page: Source) -> Iterator[str]:
    if page.is_notebook or page.meta.get("sources", True) is False:
        return
    for found in LINK_OUT.finditer(page.prose):
        try:
            cited(found[1] or found[2])
        except DemoError as wrong:
            yield f"{page.at(page.line_of(found.start()))}: {wrong}"


def _check_verdicts(page: Source) -> Iterator[str]:
    for found in CHECK.finditer(page.prose):
        verdict = found["verdict"].strip()
        if verdict not in VERDICTS | STANDPOINTS:
            yield (
                f"{page.at(page.line_of(found.start()))}: a check has no verdict “{verdict}”; "
                f"there are {listing([*VERDICTS, *STANDPOINTS])}"
            )


def _check_unmarked(page: Source) -> Iterator[str]:
    from knobs.vocabulary import words

    for key in page.meta.get("unmarked", []):
        if key not in words():
            yield f"{page.at()}: “unmarked” names “{key}”, which is no key in site_src/knobs/vocabulary.toml"


CHECKS: tuple[Callable[[Source], Iterator[str]], ...] = (
    _check_headings,
    _check_drawn,
    _check_figures,
    _check_sources,
    _check_verdicts,
    _check_unmarked,
    positions.problems,
)


def _names(nav: Any) -> Iterator[str]:
    """The file names in a navigation, however deep."""
    if isinstance(nav, str):
        yield nav
    else:
        for item in nav.values() if isinstance(nav, dict) else nav or ():
            yield from _names(item)
