"""The house rules of sitekit/house.py and the term base of sitekit/terms.py hold on every page, in both languages."""

import pytest
from sitekit import house, terms
from sitekit.findings import Finding
from tests.docs.numerals import SCALED, is_large, numerals
from sitekit.prose import Page

from tests.docs.pages import pages, papers

EVERY = [*pages(), *pages("*.ipynb"), *papers()]
DUTCH_PAGES = [page for page in EVERY if page.lang == "nl"]
each_page = pytest.mark.parametrize("page", EVERY, ids=lambda page: page.name)
each_dutch_page = pytest.mark.parametrize("page", DUTCH_PAGES, ids=lambda page: page.name)


@each_page
def test_the_house_rules(page):
    _expect_none(page, list(house.findings(page)))


@each_dutch_page
def test_the_term_base(page):
    _expect_none(page, list(terms.findings(page)))


@pytest.mark.parametrize("page", [*pages(), *pages("*.ipynb")], ids=lambda page: page.name)
def test_large_numbers_are_computed(page):
    advice = "write {n:name}, with the number in site_src/knobs/figures.py"
    large = [
        Finding(page.name, section.line + numeral.line - 1, f"“{numeral.written}”", advice)
        for section in page.sections
        for numeral in numerals(section.prose, page.lang)
        if is_large(numeral)
    ]
    scaled = [house.at(page, found, f"“{found[0]}”", advice) for found in SCALED.finditer(page.prose)]
    _expect_none(page, large + scaled)


def _expect_none(page: Page, told: list[Finding]) -> None:
    if told:
        pytest.fail("\n".join([f"{page.name}: {len(told)} to mend", *map(str, told)]), pytrace=False)
