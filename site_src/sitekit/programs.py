"""A file of examples/ on its page: where it is, what is in it, and all of it, with a place to link to for each part.

```view name="program" file="line.py"

What there is to say about the file stands on the page, in both languages, and what it prints, in a console fence that the
tests run. Here is what the file says of itself, and that is in English: its first sentence, and those of its parts.
"""

import ast
import re
import tomllib
from functools import cache
from typing import NamedTuple

from knobs.markup import Markup, join, tag
from knobs.text import DemoError, Text, listing, number
from pygments import highlight  # type: ignore[import-untyped]
from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped]
from pygments.lexers.python import PythonLexer  # type: ignore[import-untyped]

from .fences import ROOT
from .packing import zipped

EXAMPLES = ROOT / "examples"
IMPORTED = (
    "knobs",
    "workshop",
)  # folders of site_src that examples import, and that lie beside them in the zip
# Where a page quotes from, which says nothing to a reader.
REGION = re.compile(r"^ *# --8<-- .*\n", re.MULTILINE)


class Part(NamedTuple):
    """A function or a class of a file, by the line that it begins on."""

    name: str
    line: int
    told: str  # the first sentence that it says of itself; empty where it says nothing


def program(lang: str, assets: str, file: str = "") -> Markup:
    """The box of a file. Raises DemoError where examples/ has no such file."""
    there = sorted(each.name for each in EXAMPLES.glob("*.py"))
    if file not in there:
        raise DemoError(f"examples/ has no program “{file}”; it has {listing(there)}")
    path = EXAMPLES / file
    source = REGION.sub("", path.read_text("utf-8"))
    told, parts = outline(source)
    summary = SUMMARY.fill(lines=number(source.count("\n"), lang))[lang]
    return tag(
        "div",
        tag("p", _link(file, assets), class_="k-program__file"),
        tag("p", told, class_="k-program__told", lang="en"),
        tag("ul", *(_entry(part, path.stem) for part in parts), class_="k-program__parts", lang="en"),
        tag("details", tag("summary", summary), _whole(source, parts, path.stem), class_="k-program__whole"),
        class_="k-program k-wide",
        data_search_exclude=True,
    )


def files() -> dict[str, bytes]:
    """Address below the site's root -> what is in the file: one zip. Unpacked anywhere, `pip install -r
    examples/requirements.txt` is all that the examples need, as Python looks for imports beside the program."""
    python = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    needed = "".join(f"{name}\n" for name in python["optional-dependencies"]["examples"])
    members = {
        "examples/requirements.txt": needed.encode(),
        "examples/LICENSE": (ROOT / "LICENSE").read_bytes(),
    }
    for folder in (EXAMPLES, *(ROOT / "site_src" / name for name in IMPORTED)):
        within = "examples" if folder == EXAMPLES else f"examples/{folder.name}"
        for file in folder.rglob("*"):
            if file.is_file() and "__pycache__" not in file.parts:
                members[f"{within}/{file.relative_to(folder).as_posix()}"] = file.read_bytes()
    return {"assets/examples.zip": zipped(dict(sorted(members.items())))}


def _link(file: str, assets: str) -> Markup:
    return tag("a", tag("code", f"examples/{file}"), href=f"{assets}examples/{file}", download=file)


@cache
def outline(source: str) -> tuple[str, tuple[Part, ...]]:
    """The first sentence that a program says of itself, and its classes and functions, in order; not those inside, and
    not `main`, which only prints.
    """
    program = ast.parse(source)
    parts = []
    for node in program.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name != "main":
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            parts.append(Part(node.name, first, sentence(ast.get_docstring(node) or "")))
    return sentence(ast.get_docstring(program) or ""), tuple(parts)


def sentence(told: str) -> str:
    """The first one, on one line."""
    paragraph = " ".join(told.partition("\n\n")[0].split())
    end = paragraph.find(". ")
    return paragraph if end < 0 else paragraph[: end + 1]


def _entry(part: Part, stem: str) -> Markup:
    link = tag("a", tag("code", part.name), href=f"#{place(part, stem)}")
    return tag("li", link, f" {part.told}" if part.told else None)


def place(part: Part, stem: str) -> str:
    return f"{stem}-{part.name}"


def _whole(source: str, parts: tuple[Part, ...], stem: str) -> Markup:
    """The source in colours, as a block of code of any page; at each part there is a place to go to."""
    places = {part.line: place(part, stem) for part in parts}
    lines = _colored(source)
    marked = (
        join(tag("span", Markup(line), id=places[at]) if at in places else Markup(line), "\n")
        for at, line in enumerate(lines, 1)
    )
    code = tag("pre", tag("code", *marked))
    return tag("div", code, class_="language-python highlight k-program__code", lang="en")


@cache
def _colored(source: str) -> tuple[str, ...]:
    """Line by line, the same classes as pymdownx.highlight gives."""
    html: str = highlight(source, PythonLexer(stripnl=False), HtmlFormatter(nowrap=True))
    return tuple(html.removesuffix("\n").split("\n"))


SUMMARY = Text(en="All of it, {lines} lines", nl="Het hele bestand, {lines} regels")
