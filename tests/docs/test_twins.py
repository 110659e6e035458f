"""English and Dutch pages are twins: the same sections, code, demos and figures. (Numbers: test_numbers.py.)"""

import pytest
import sitekit.twins
from sitekit.blocks import shape as python_shape
from sitekit.findings import Finding

from sitekit.prose import ROOT, Page
from tests.docs.pages import pages, twins

TWINS = [pytest.param(*pair, id=pair[0].file.name) for pair in twins()]
each_pair = pytest.mark.parametrize(("english", "dutch"), TWINS)


@pytest.mark.parametrize("page", [*pages(), *pages("*.ipynb")], ids=lambda page: page.name)
def test_a_page_has_its_twin(page):
    other = {"en": "nl", "nl": "en"}[page.lang]
    twin = ROOT / "docs" / other / page.file.relative_to(ROOT / "docs" / page.lang)
    if page.lang == "en" and page.front_matter.get("translation") == "pending":
        is_draft = twin.exists() and Page(twin).front_matter.get("translation") == "pending"
        assert is_draft or not twin.exists(), (
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
@pytest.mark.parametrize("part", ["front_matter", "headings", "code", "marks"])
def test_both_languages_have_the_same(english, dutch, part):
    _expect_none(list(getattr(sitekit.twins, part)(english, dutch)), english, dutch)


@each_pair
def test_sections_have_the_same_figures(english, dutch):
    found = [
        one
        for sections in sitekit.twins.same_sections(english, dutch)
        for one in sitekit.twins.figures(*sections, english, dutch)
    ]
    _expect_none(found, english, dutch)


def test_words_may_differ_and_code_may_not():
    same = python_shape('x = {"a": f"{n} is {m:.1f}"}  # one\nprint("yes")')
    assert python_shape('x = {"b": f"{m:.1f} van {n}"}\n# twee\nprint("ja")') == same
    for other in ('x = {"a": f"{n} is {m:.2f}"}\nprint("a")', 'y = {"a": f"{n} is {m:.1f}"}\nprint("a")'):
        assert python_shape(other) != same


def _expect_none(found: list[Finding], english: Page, dutch: Page) -> None:
    if errors := [str(one) for one in found if one.error]:
        told = f"{dutch.name} and {english.name} differ in {len(errors)} things"
        pytest.fail("\n".join([told, *errors]), pytrace=False)
