"""Numbers behind links, by keyboard: to the source, and back to the sentence; and what of it is on paper."""

import pytest

from .conftest import Visit

PAGE = {"en": "/what-is-a-parameter/", "nl": "/nl/what-is-a-parameter/"}
IN_SIGHT = """(part) => {
  const { top, bottom } = part.getBoundingClientRect();
  return top >= document.querySelector(".md-header").getBoundingClientRect().bottom && bottom <= innerHeight;
}"""


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_number_leads_to_its_source_and_back(visit: Visit, lang: str, scripts: bool) -> None:
    page = visit(PAGE[lang], java_script_enabled=scripts)
    reference = page.locator("#source-3-a")
    reference.press("Enter")
    page.wait_for_url("**#source-3")
    source = page.locator("#source-3")
    assert source.evaluate(IN_SIGHT), "look at k-sources in site_src/browser/look.css"
    assert page.locator(":target").get_attribute("id") == "source-3"
    source.locator(".k-ways a").press("Enter")
    page.wait_for_url("**#source-3-a")
    assert reference.evaluate(IN_SIGHT), "look at k-ref in site_src/browser/look.css"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_the_way_back_opens_a_side_quest(visit: Visit, lang: str, scripts: bool) -> None:
    page = visit(PAGE[lang], java_script_enabled=scripts)
    reference = page.locator("details .k-ref a").first
    assert not reference.is_visible()
    page.locator(f".k-ways a[href='#{reference.get_attribute('id')}']").press("Enter")
    reference.wait_for(state="visible")


def test_paper_has_the_addresses_and_no_ways_back(visit: Visit, lang: str) -> None:
    page = visit(PAGE[lang])
    page.emulate_media(media="print")
    for item in page.locator(".k-sources li:has(a[href^=http])").all():
        link = item.locator("a[href^=http]")
        assert link.inner_text() == str(link.get_attribute("href")).removeprefix("https://")
    assert page.locator(".k-ref").first.is_visible()
    assert not page.locator(".k-ways:visible").count()
