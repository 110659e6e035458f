"""The page with all models: a plain table without scripts; with them sorted, searched and filtered by keyboard."""

import pytest
from knobs.models import models
from playwright.sync_api import Page

from .conftest import Visit
from .test_pages import NARROW, TOO_WIDE, WIDE, check_accessibility

PAGE = {"en": "/models/", "nl": "/nl/models/"}
COUNT = {"en": "{} of 43 models", "nl": "{} van 43 modellen"}
TOTAL = {"en": "Parameters, exactly", "nl": "Parameters, precies"}
ORDERS = {
    "en": {"ascending": "ascending", "descending": "descending"},
    "nl": {"ascending": "oplopend", "descending": "aflopend"},
}
FILE = "look in site_src/browser/knob-models.js"
ALL = list(models().values())


@pytest.fixture
def page(visit: Visit, lang: str) -> Page:
    page = visit(PAGE[lang], viewport=WIDE)
    page.locator(".k-models thead button").first.wait_for()
    return page


def names(page: Page) -> list[str]:
    """The models that are shown, from top to bottom."""
    return page.locator(".k-models tbody tr:visible th").evaluate_all(
        "heads => heads.map((head) => head.firstChild.textContent)"
    )


def status(page: Page) -> str:
    return page.locator(".k-models [role=status]").inner_text()


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent || document.activeElement.type"))


def tab_to(page: Page, label: str) -> None:
    """Walk with Tab, as a reader does, until the focus is on the thing that is called so."""
    for _ in range(12):
        if focused(page) == label:
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab does not lead to “{label}”: {FILE}")


def test_without_scripts_it_is_a_plain_table(visit: Visit, lang: str) -> None:
    page = visit(PAGE[lang], java_script_enabled=False)
    assert names(page) == [model.name for model in ALL], "look in site_src/sitekit/models_table.py"
    assert page.locator(".k-models button").count() == 0, FILE
    for part in page.locator(".k-models__controls, .k-models input, .k-models select").all():
        assert part.is_hidden(), f"nothing would answer {part}: look at (scripting: none) in look.css"
    assert page.locator(".k-models__legend").is_visible() and page.locator(".k-ladder svg").first.is_visible()
    for viewport in (NARROW, WIDE):
        page.set_viewport_size(viewport)
        assert page.evaluate(TOO_WIDE) == [], "look at k-models in site_src/browser/look.css"


def test_sorted_by_keyboard_by_number_and_not_by_text(page: Page, lang: str) -> None:
    page.locator(".k-models input").focus()
    tab_to(page, TOTAL[lang])
    by_size = [model.name for model in sorted(ALL, key=lambda model: model.total)]
    for key, order, wanted in (("Enter", "descending", by_size[::-1]), (" ", "ascending", by_size)):
        page.keyboard.press(key)
        head = page.locator(".k-models th[aria-sort]")
        assert head.count() == 1 and head.get_attribute("aria-sort") == order, FILE
        assert head.locator("button").inner_text().strip() == TOTAL[lang], FILE
        shown = names(page)
        totals = [next(model.total for model in ALL if model.name == name) for name in shown]
        assert totals == sorted(totals, reverse=order == "descending"), FILE
        assert set(shown) == set(wanted), FILE
        said = status(page)
        assert said.startswith(COUNT[lang].format(43)), FILE
        name = {"en": "“{}”", "nl": "‘{}’"}[lang].format(TOTAL[lang])
        assert said.endswith(f"{name}, {ORDERS[lang][order]}"), FILE
        assert focused(page) == TOTAL[lang], f"the focus moved away while sorting: {FILE}"


def test_what_has_no_number_comes_last(page: Page) -> None:
    button = page.locator(".k-models th:nth-child(3) button")
    for _ in range(2):
        button.press("Enter")
        experts = [model.active is not None for model in ALL]
        by_name = {model.name: model.active is not None for model in ALL}
        assert [by_name[name] for name in names(page)] == sorted(experts, reverse=True), FILE


def test_words_are_sorted_from_a_to_z_first(page: Page) -> None:
    button = page.locator(".k-models th:first-child button")
    button.press("Enter")
    shown = names(page)
    assert shown[0] == "BERT base uncased" and shown[-1].startswith("Qwen3"), FILE
    assert shown.index("Qwen3-4B") < shown.index("Qwen3-32B"), f"4 comes before 32: {FILE}"
    button.press("Enter")
    assert names(page) == shown[::-1], FILE


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("fietje", ["Fietje 2"]),
        ("FIETJE vanroy", ["Fietje 2"]),
        ("405853388800", ["Llama 3.1 405B"]),
        ("no such model", []),
    ],
)
def test_searched_by_keyboard(page: Page, lang: str, typed: str, found: list[str]) -> None:
    field = page.locator(".k-models input")
    field.focus()
    page.keyboard.type(typed)
    assert names(page) == found, FILE
    assert status(page) == COUNT[lang].format(len(found)), FILE
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    assert len(names(page)) == 43 and status(page) == COUNT[lang].format(43), FILE


def test_a_number_is_found_as_the_language_writes_it(page: Page, lang: str) -> None:
    page.locator(".k-models input").fill({"en": "109,137,408", "nl": "109.137.408"}[lang])
    assert names(page) == ["BERTje"], FILE


def test_filtered_by_kind_together_with_a_search(page: Page, lang: str) -> None:
    choice = page.locator(".k-models select")
    choice.focus()
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    experts = [model.name for model in ALL if model.kind == "moe"]
    assert names(page) == experts and status(page) == COUNT[lang].format(len(experts)), FILE
    page.locator(".k-models input").fill("openai")
    assert names(page) == ["gpt-oss-120b"], FILE
    page.locator(".k-models th:nth-child(2) button").press("Enter")
    assert names(page) == ["gpt-oss-120b"], f"sorting showed what the filter hides: {FILE}"


def test_the_table_scrolls_and_the_page_does_not(page: Page) -> None:
    for width in (320, 390, 768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(TOO_WIDE) == [], "look at k-models and k-ladder in site_src/browser/look.css"
        frame = "document.querySelector('.k-models .k-scroll')"
        assert page.evaluate(f"{frame}.scrollWidth > {frame}.clientWidth") or width > 1200, FILE


# Names and counts of the ladder that lie on top of one another, or on a rail.
ON_TOP = """() => [...document.querySelectorAll(".k-ladder li")].filter((row) => {
  const [name, count, rail] = [...row.children].map((part) => part.getBoundingClientRect());
  return name.right > count.left || Math.max(name.bottom, count.bottom) > rail.top + 4;
}).map((row) => row.textContent)"""


def test_the_words_of_the_ladder_lie_apart(page: Page) -> None:
    for width in (320, 390, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(ON_TOP) == [], "look at k-ladder in site_src/browser/look.css"
    smallest = page.evaluate(
        """() => Math.min(...[...document.querySelectorAll(".k-ladder li *:not(svg, svg *)")]
             .map((part) => parseFloat(getComputedStyle(part).fontSize)))"""
    )
    assert smallest >= 13, "words in the ladder are smaller than 13 px: look at k-ladder in look.css"


def test_everybody_can_use_it(page: Page) -> None:
    check_accessibility(page, "as it comes")
    page.locator(".k-models th:nth-child(2) button").press("Enter")
    page.locator(".k-models input").fill("llama")
    check_accessibility(page, "sorted and searched")
