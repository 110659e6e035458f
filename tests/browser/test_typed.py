"""Numbers that are typed: read as the reader's language writes them, refused in one sentence, kept across languages."""

import json

import pytest
from knobs import demo
from playwright.sync_api import Locator

from .conftest import Visit
from .driving import demo_on, go_live, settle

FILE = "look in site_src/browser/knob-demo.js and numbers.js"
PAGE = {"en": "/scale-of-training/", "nl": "/nl/scale-of-training/"}


def write(shown: Locator, name: str, text: str) -> str:
    """Type it, wait for the picture, and give what the page says is wrong, if anything."""
    shown.locator(f"input[name={name}]").fill(text)
    settle(shown)
    return shown.locator(".k-fail [data-why=input]").inner_text()


@pytest.mark.parametrize(
    ("lang", "typed", "plain"),
    [
        ("en", "2.5", 2.5),
        ("en", "1,234.5", 1234.5),
        ("nl", "2,5", 2.5),
        ("nl", "1.234,5", 1234.5),
        ("nl", "1.234", 1234),
    ],
)
def test_read_as_the_language_writes_it(visit: Visit, lang: str, typed: str, plain: float) -> None:
    shown = demo_on(visit(PAGE[lang]), "train-cost")
    go_live(shown)
    assert write(shown, "price", typed) == ""
    expected = demo.run("train-cost", lang, json.dumps({"price": plain}))
    drawn = shown.locator(".k-demo__out").evaluate("output => output.textContent")
    made = shown.evaluate(
        "(_, html) => { const made = document.createElement('output'); made.innerHTML = html; return made.textContent }",
        expected,
    )
    assert drawn == made, FILE


@pytest.mark.parametrize(
    ("lang", "name", "control", "typed", "sentence"),
    [
        ("en", "train-cost", "price", "-2", "“price of a GPU for an hour” (price) goes from 0 to 10,000"),
        ("nl", "train-cost", "devices", "1,5", "‘aantal GPU’s’ (devices) vraagt om een geheel getal"),
        ("en", "memory", "tokens", "many", "many is not a number"),
        ("nl", "number-words", "value", "9" * 37, "valt daarbuiten"),
        ("en", "number-words", "value", "", "is not a number"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_lost(
    visit: Visit, lang: str, name: str, control: str, typed: str, sentence: str
) -> None:
    shown = demo_on(visit(PAGE[lang]), name)
    go_live(shown)
    before = shown.locator(".k-demo__out").inner_html()
    assert sentence in write(shown, control, typed), FILE
    assert shown.locator(".k-demo__out").inner_html() == before, "the last good picture is gone"
    assert shown.locator(f"input[name={control}]").input_value() == typed, "what the reader wrote is gone"


def test_an_own_design_has_its_knobs_and_a_known_model_has_not(visit: Visit) -> None:
    shown = demo_on(visit(PAGE["nl"]), "count")
    go_live(shown)
    assert not shown.locator("input[name=layers]").is_visible()
    shown.locator("select[name=model]").select_option("own")
    settle(shown)
    assert shown.locator("input[name=layers]").is_visible()
    shown.locator("input[name=heads]").fill("13")
    settle(shown)
    said = shown.locator(".k-fail [data-why=input]").inner_text()
    assert said.startswith("13 koppen zijn niet eerlijk te verdelen over 12 koppen"), FILE


def test_the_year_of_a_price_is_asked_when_there_is_one(visit: Visit) -> None:
    shown = demo_on(visit(PAGE["en"]), "train-cost")
    go_live(shown)
    year = shown.locator("input[name=year]")
    assert not year.is_visible()
    write(shown, "price", "2")
    assert year.is_visible() and "fill in the year" in shown.locator(".k-demo__out").inner_text(), FILE


def test_typed_numbers_survive_the_language_switch(visit: Visit) -> None:
    page = visit(PAGE["en"])
    shown = demo_on(page, "train-cost")
    go_live(shown)
    write(shown, "price", "1,234.5")
    write(shown, "parameters", "0.5")
    page.locator(".k-lang a[hreflang=nl], a.k-lang[hreflang=nl], header a[hreflang=nl]").first.click()
    page.wait_for_url("**/nl/scale-of-training/**")
    shown = demo_on(page, "train-cost")
    values = [shown.locator(f"input[name={name}]").input_value() for name in ("price", "parameters")]
    assert values == ["1234,5", "0,5"], FILE
