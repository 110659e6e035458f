"""Links to a demo in a state that the page names.

    [Turn only *b*](what-is-a-parameter.md#line){: demo="line" b="0" }

Without scripts the link leads to the section with that demo. links.js puts the state into it, as the demo's own Share
button would, and draws the demo there when the reader presses the link. `positions` writes what share.js reads.
"""

import json
import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote
from xml.etree import ElementTree as etree

from knobs.text import DemoError
from markdown.treeprocessors import Treeprocessor

from .sources import Source

OF_A_LINK = frozenset({"href", "title", "class", "id", "lang", "hreflang"})
WRITTEN = re.compile(
    r"\]\((?P<page>[^()\s#]*)(?:#(?P<anchor>[\w-]+))?\)\{:?(?P<attributes>[^{}]*\bdemo=[^{}]*)\}"
)
ATTRIBUTE = re.compile(r"""([\w-]+)=(?:"([^"]*)"|'([^']*)'|(\S+))""")


def positions(name: str, values: Mapping[str, str], lang: str) -> str:
    """`demo=line&b=0`: the controls that a page names, at what it says. Raises DemoError."""
    from knobs import demo
    from knobs.controls import Number

    demo.check(name, values, lang)
    controls = demo.load(name).controls
    read = {key: controls[key].read(key, value, lang) for key, value in values.items()}
    told = {key: _typed(value) if isinstance(controls[key], Number) else value for key, value in read.items()}
    return "&".join(
        [f"demo={_worded(name)}", *(f"{_worded(key)}={_worded(value)}" for key, value in told.items())]
    )


def _typed(value: float | str | None) -> str:
    """A number as it is typed where the decimal mark is a point; empty where it is left out."""
    return "" if value is None else f"{value:.12f}".rstrip("0").rstrip(".")


def _worded(value: float | str | bool | None) -> str:
    """As share.js writes it: numbers, true and false as they are, and words too, unless they look like those."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        as_json = json.dumps(value, ensure_ascii=False)
        odd = re.fullmatch(r"true|false|-?\d+(\.\d+)?(e[+-]?\d+)?", value) or as_json != f'"{value}"'
        return quote(as_json if odd else value, safe="!'()*")
    return f"{value:.12g}"


class Positions(Treeprocessor):
    """Reads what `attr_list` made of the braces behind a link; knows no page but its own."""

    lang = "en"

    def run(self, root: etree.Element) -> None:
        for link in root.iter("a"):
            if name := link.attrib.pop("demo", ""):
                values = {key: link.attrib.pop(key) for key in list(link.keys()) if key not in OF_A_LINK}
                link.set("data-positions", positions(name, values, self.lang))


def problems(page: Source) -> Iterator[str]:
    """One line for each link to a state that cannot be: no such demo or value, or not in the section it leads to."""
    for found in WRITTEN.finditer(page.prose):
        values = {
            key: a or b or c
            for key, a, b, c in ATTRIBUTE.findall(found["attributes"])
            if key not in OF_A_LINK
        }
        name, place = values.pop("demo"), page.at(page.line_of(found.start()))
        try:
            positions(name, values, page.lang)
        except DemoError as wrong:
            yield f"{place}: {wrong}"
            continue
        path = page.path.parent / found["page"] if found["page"] else page.path
        if not path.is_file():
            continue  # MkDocs tells
        sections = sections_with(Source(path, page.lang, found["page"] or page.name), name)
        if found["anchor"] not in sections:
            told = (
                f"it stands in {' and '.join(f'#{one}' for one in sections)}"
                if sections
                else "it is not on that page"
            )
            yield f"{place}: a link to a state of “{name}” leads to “{found['page']}#{found['anchor'] or ''}”, and {told}"


def sections_with(page: Source, name: str) -> list[str]:
    """The ids of the sections of a page in which a demo stands; "" before the first heading."""
    found = []
    for fence in page.fences:
        if fence.lang == "demo" and fence.options.get("name") == name:
            above = [heading.id for heading in page.headings if heading.line < fence.line]
            found.append(above[-1] if above else "")
    return found
