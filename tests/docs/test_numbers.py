"""No number in prose comes from nowhere, and both languages say the same ones.

sitekit/numbers.py reads them. Each has to be produced: printed by a snippet of the page, or written in its code;
drawn by a demo or a view at its start; or listed in tests/docs/numbers.toml, with a reason. {n:…} figures are
computed and are no numbers in prose. In the section of sources, numbers are volumes and pages.
"""

import math
import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import chain
from pathlib import Path

import pytest
from knobs import cost, count, naming
from knobs.demos import line
from knobs.figures import FIGURES
from knobs.learning import choices

from tests.docs.number_sources import front_matter_figures, matches, produced
from sitekit.numbers import LIST, MALFORMED, Number, differences, exceptions, key, numbers_of, read
from sitekit.prose import ROOT, Page, prose
from tests.docs.pages import pages, twins

EVERY = [*pages(), *pages("*.ipynb")]
NAMES = {
    "math": math,
    "figures": FIGURES,
    "line": line,
    "count": count,
    "cost": cost,
    "naming": naming,
    "choices": choices,
    "len": len,
    "str": str,
}
BIBLIOGRAPHY = {"source", "sources"}
ADVICE = (
    "write {n:name}, with the number in site_src/knobs/figures.py; let a snippet on this page print it; "
    "or list it in tests/docs/numbers.toml with a reason"
)



@dataclass(frozen=True)
class Listed:
    """An entry of numbers.toml: a number as English writes it."""

    page: str
    number: str
    reason: str
    computed: str = ""

    @property
    def means(self) -> Number:
        (one,) = numbers_of(self.number, "en")
        return one

    def covers(self, number: Number) -> bool:
        return (abs(number.value), number.percent) == (abs(self.means.value), self.means.percent)


@lru_cache
def listed() -> list[Listed]:
    written = tomllib.loads(LIST.read_text(encoding="utf-8"))
    return [Listed(one["page"], one["number"], one["reason"], one.get("is", "")) for one in written["number"]]


def unproduced(page: Page) -> list[Number]:
    """The numbers of a page that nothing on it produces, before the list is looked at."""
    pool, repeated = produced(page), front_matter_figures(page)
    found = []
    for number in read(page, exceptions().names)[0]:
        bound = number.plain and abs(number.value) in (0, 1)
        if number.kind in ("number", "malformed") and not (bound or number.proved or number.section in BIBLIOGRAPHY):
            known = [*pool, *repeated] if not number.section else pool
            if number.kind == "malformed" or not any(matches(number, value) for value in known):
                found.append(number)
    return found


def told(page: Page) -> list[str]:
    """What is wrong with the numbers of one page."""
    here = [entry for entry in listed() if entry.page == key(page)]
    nowhere = [
        f"{page.place(number.line)}: “{number.written}” "
        + (MALFORMED[page.lang] if number.kind == "malformed" else f"comes from nowhere: {ADVICE}")
        for number in unproduced(page)
        if number.kind == "malformed" or not any(entry.covers(number) for entry in here)
    ]
    sums = [
        f"{page.place(wrong.line)}: “{wrong.written}” does not add up: work it out again"
        for wrong in read(page, exceptions().names)[1]
    ]
    return nowhere + sums


@pytest.mark.parametrize("page", EVERY, ids=lambda page: page.name)
def test_every_number_comes_from_somewhere(page):
    found = told(page)
    if found:
        pytest.fail("\n".join([f"{page.name}: {len(found)} numbers to mend", *found]), pytrace=False)


@pytest.mark.parametrize(
    ("english", "dutch"),
    [pytest.param(*pair, id=key(pair[0])) for pair in chain(twins(), twins("*.ipynb"))],
)
def test_both_languages_say_the_same_numbers(english, dutch):
    found = [str(one) for one in differences(english, dutch, exceptions())]
    if found:
        pytest.fail("\n".join([f"{dutch.name}: {len(found)} sections to mend", *found]), pytrace=False)


def test_every_entry_of_the_list_has_a_reason_and_a_use():
    (names, free), numbers = exceptions(), listed()
    assert list(names) == sorted(set(names)), "tests/docs/numbers.toml: names in alphabetical order, each once"
    text = "\n".join(page.prose for page in EVERY)
    everything = text + "\n".join(prose(page.text, page.fences, keep_numbers=True) for page in EVERY)
    unused = [name for name in names if not re.search(re.escape(name).replace(r"\ ", r"[\s\xa0]"), everything)]
    missing = {key(page): unproduced(page) for page in EVERY if page.lang == "en"}
    for page in EVERY:
        missing[key(page)] = [*missing.get(key(page), []), *unproduced(page)]
    for entry in numbers:
        assert len(entry.reason) > 10, f"tests/docs/numbers.toml: {entry.number} of {entry.page} has no reason"
        if not any(entry.covers(number) for number in missing.get(entry.page, [])):
            unused.append(f"{entry.number} of {entry.page}")
    assert len(set(numbers)) == len({(entry.page, entry.number) for entry in numbers}), f"{LIST.name}: twice"
    ids = {(key(page), section.id) for page in EVERY for section in page.sections}
    unused += [f"{page} #{section}" for page, section in free if (page, section) not in ids]
    assert not unused, f"tests/docs/numbers.toml: take out {', '.join(unused)}; no page needs it any more"


@pytest.mark.parametrize(
    "entry", [entry for entry in listed() if entry.computed], ids=lambda entry: f"{entry.page}-{entry.number}"
)
def test_what_the_list_computes_is_right(entry):
    value = eval(entry.computed, {"__builtins__": {}}, NAMES)
    half = entry.means.unit / 2
    assert abs(Decimal(value) - entry.means.value) <= half, (
        f"tests/docs/numbers.toml: {entry.computed} is {value}, not {entry.number}"
    )
