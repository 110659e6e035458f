"""What on a page produces the numbers of its prose: its code and what it prints, its demos and views, its figures."""

import ast
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from knobs.figures import figure
from knobs.text import DemoError
from sitekit.fences import Fence
from sitekit.markdown import DRAWN

from sitekit.numbers import Number, numbers_of
from sitekit.prose import FIGURE, Page


def produced(page: Page) -> list[Decimal]:
    """Numbers that the page prints, computes with, or draws."""
    pool: list[Decimal] = []
    for code, printed in _programs(page):
        pool += [*_literals(code), *_printed(printed)]
    for fence in page.fences:
        if fence.lang in DRAWN:
            pool += _drawn(fence.lang, tuple(fence.options.items()), page.lang)
    return pool


def front_matter_figures(page: Page) -> list[Decimal]:
    """The figures of a page: its title and description cannot hold {n:…}, and may repeat them."""
    told = []
    for name in FIGURE.findall(page.text):
        try:
            told += [number.value for number in numbers_of(figure(name, page.lang), page.lang)]
        except DemoError:
            continue  # a measured figure
    return told


def matches(number: Number, value: Decimal) -> bool:
    """Whether a value, rounded as the number is, gives the number; a single digit has to be exact."""
    value, wanted = abs(value), abs(number.value)
    values = [value, 100 * value] if number.percent else [value]
    exact = number.plain and wanted < 10
    return any(one == wanted or (not exact and abs(one - wanted) <= number.unit / 2) for one in values)


def _programs(page: Page) -> Iterator[tuple[str, str]]:
    """The code of a page with what it prints; of a notebook too."""
    if page.file.suffix == ".ipynb":
        for cell in json.loads(page.file.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                told = [output.get("text", []) for output in cell["outputs"]]
                told += [output.get("data", {}).get("text/plain", []) for output in cell["outputs"]]
                yield "".join(cell["source"]), "\n".join("".join(lines) for lines in told)
    for fence in page.fences:
        if fence.is_python and not fence.skip:
            yield fence.body, fence.expected or ""


def _literals(code: str) -> Iterator[Decimal]:
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and type(node.value) in (int, float):
            yield Decimal(str(node.value))


def _printed(text: str) -> Iterator[Decimal]:
    """Numbers as Python prints them: 1,234.5, 1.6e+16, 31.6%."""
    for found in re.finditer(
        r"(?<![\w.])\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<![\w.])\d+(?:\.\d+)?(?:e[+-]?\d+)?", text
    ):
        yield Decimal(found[0].replace(",", ""))



@lru_cache
def _drawn(kind: str, options: tuple[tuple[str, str], ...], lang: str) -> list[Decimal]:
    """What a demo or a view shows at its start, and the options it was given."""
    fence = Fence(0, 0, 0, kind, (), "", dict(options))
    shown = re.sub(r"<[^>]*>", " ", DRAWN[kind](fence, lang, ""))
    given = " ".join(value for name, value in options if name != "name")
    return [*(number.value for number in numbers_of(shown, lang)), *_printed(given)]
