"""English and Dutch pages are twins: the same sections, code, demos, figures and numbers."""

import re

import pytest
from sitekit.blocks import shape as python_shape
from sitekit.fences import Fence

from tests.docs.numerals import numerals
from tests.docs.pages import PROSE_KEYS, ROOT, Page, Section, pages, twins

SAME_BODY = {"json", "yaml", "toml", "html", "css", "js"}
TWINS = [pytest.param(*pair, id=pair[0].file.name) for pair in twins()]
each_pair = pytest.mark.parametrize(("english", "dutch"), TWINS)


@pytest.mark.parametrize("page", [*pages(), *pages("*.ipynb")], ids=lambda page: page.name)
def test_a_page_has_its_twin(page):
    other = {"en": "nl", "nl": "en"}[page.lang]
    twin = ROOT / "docs" / other / page.file.relative_to(ROOT / "docs" / page.lang)
    if page.lang == "en" and page.front_matter.get("translation") == "pending":
        assert not twin.exists(), (
            f"{page.name}:1: take out “translation: pending”, for {twin.name} is translated"
        )
    else:
        told = f"{page.name}: write {twin.relative_to(ROOT)} too"
        if page.lang == "en":
            told += ", or put “translation: pending” in the front matter"
        assert twin.exists(), told


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_every_heading_has_an_id(page):
    for section in page.sections[1:]:
        told = f"{page.place(section.line)}: give this heading an id, the same in both languages: {{#some-words}}"
        assert section.id, told
    found = [section.id for section in page.sections]
    for section in page.sections:
        assert found.count(section.id) == 1, f"{page.place(section.line)}: the id #{section.id} is used twice"
    tops = [section.id for section in page.sections if section.level == 1]
    assert tops == ["top"], f"{page.name}: a page has one first heading, # … {{#top}}; here: {tops}"


@each_pair
def test_front_matter_is_the_same(english, dutch):
    told, found = (
        {key: "words" if key in PROSE_KEYS else value for key, value in page.front_matter.items()}
        for page in (english, dutch)
    )
    for key in sorted(told.keys() | found.keys()):
        assert found.get(key) == told.get(key), (
            f"{dutch.name}:1: the front matter says {key}: {found.get(key)}, that of {english.name} "
            f"says {key}: {told.get(key)}"
        )


@each_pair
def test_headings_are_the_same(english, dutch):
    told = [f"{'#' * section.level} {{#{section.id}}}" for section in english.sections]
    found = [f"{'#' * section.level} {{#{section.id}}}" for section in dutch.sections]
    for index, (one, two) in enumerate(zip(told, found, strict=False)):
        place, other = dutch.place(dutch.sections[index].line), english.place(english.sections[index].line)
        assert two == one, f"{place}: here the Dutch page has {two} where {other} has {one}"
    missing = (told[len(found) :] or found[len(told) :] or [""])[0]
    assert len(told) == len(found), f"{dutch.name} or {english.name} lacks the heading {missing}"


@each_pair
def test_fences_are_the_same(english, dutch):
    for one, two in zip(english.fences, dutch.fences, strict=False):
        place = f"{dutch.place(two.line)}: this fence differs from {english.place(one.line)}"
        assert _kind(two) == _kind(one), f"{place}, which is {_kind(one)}; here {_kind(two)}"
        assert shape(two) == shape(one), f"{place} in more than strings and comments"
    told = f"{dutch.name} has {len(dutch.fences)} fences, {english.name} has {len(english.fences)}"
    assert len(dutch.fences) == len(english.fences), told


@each_pair
def test_sections_have_the_same_figures(english, dutch):
    for one, two in _sections(english, dutch):
        assert sorted(two.figures) == sorted(one.figures), (
            f"{dutch.place(two.line)}: section #{two.id} has the figures {_list(two.figures)}, "
            f"{english.place(one.line)} has {_list(one.figures)}"
        )


@each_pair
def test_sections_have_the_same_numbers(english, dutch):
    for one, two in _sections(english, dutch):
        told = sorted(numeral.value for numeral in numerals(one.prose, "en"))
        found = sorted(numeral.value for numeral in numerals(two.prose, "nl"))
        assert found == told, (
            f"{dutch.place(two.line)}: section #{two.id} has the numbers {_list(found)}, "
            f"{english.place(one.line)} has {_list(told)} (0.5 is 0,5 in Dutch)"
        )


def shape(fence: Fence) -> object:
    """What must be equal in both languages: of Python the syntax tree, of commands all but what is quoted."""
    if fence.is_python:
        return python_shape(fence.body)
    if fence.lang == "console":
        commands = [line for line in fence.body.splitlines() if line.startswith("$ ")]
        return [re.sub(r"""(["']).*?\1|--lang[ =]\w+""", "…", command) for command in commands]
    return fence.body if fence.lang in SAME_BODY else None


def test_words_may_differ_and_code_may_not():
    same = python_shape('x = {"a": f"{n} is {m:.1f}"}  # one\nprint("yes")')
    assert python_shape('x = {"b": f"{m:.1f} van {n}"}\n# twee\nprint("ja")') == same
    for other in ('x = {"a": f"{n} is {m:.2f}"}\nprint("a")', 'y = {"a": f"{n} is {m:.1f}"}\nprint("a")'):
        assert python_shape(other) != same


def _kind(fence: Fence) -> str:
    """Language, classes and options of a fence, on one line; the two titles of an output count as one."""
    options = {name: value for name, value in fence.options.items() if name != "title" or fence.is_python}
    options |= {"title": "Output"} if fence.is_output else {}
    told = [fence.lang, *fence.classes, *(f'{name}="{value}"' for name, value in sorted(options.items()))]
    return " ".join(told + ["(not run)"] * (fence.skip is not None))


def _sections(english: Page, dutch: Page) -> list[tuple[Section, Section]]:
    """Sections with the same id; that all are there is another test's."""
    named = {section.id: section for section in dutch.sections}
    return [(section, named[section.id]) for section in english.sections if section.id in named]


def _list(values: object) -> str:
    return ", ".join(str(value) for value in values) or "none"  # type: ignore[attr-defined]
