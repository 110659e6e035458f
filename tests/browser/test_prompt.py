"""A prompt is typed and goes to Python as it is; what the picture offers is taken by hand, by key and by finger."""

import json

import pytest
from knobs import demo
from playwright.sync_api import Locator, Page

from .conftest import Visit
from .driving import assert_shows, demo_on, form, go_live, settle
from .test_phone import PHONE

FILE = "look in site_src/browser/knob-demo.js"
PAGE = {"en": "/pocket-model/", "nl": "/nl/pocket-model/"}
FOCUS = "() => [document.activeElement.name || document.activeElement.textContent, document.activeElement.selectionStart]"
# Words that a number, a link or HTML would trip over.
ODD = ["1234.5", "true", '"is"', " a&b=c #d%e+f <b> é ’s  "]
# A picture that somebody wrote, as if Python had answered with it.
SHOW = "(demo, html) => demo.keepFocus(() => demo.picture.show(html))"


def field(shown: Locator) -> Locator:
    return shown.locator("input[name=prompt]")


def assert_drawn(shown: Locator, lang: str) -> str:
    """The picture is the one for the form, whose prompt comes back."""
    settle(shown)
    written = form(shown)
    assert_shows(shown, demo.run("next-word", lang, written))
    return str(json.loads(written)["prompt"])


def prompt_and_focus(page: Page, shown: Locator, lang: str) -> tuple[str, list[object]]:
    return assert_drawn(shown, lang), page.evaluate(FOCUS)


def chip(shown: Locator, place: int = 0) -> Locator:
    """A word that is suggested, by its place."""
    return shown.locator(".k-suggested .k-offer").nth(place)


@pytest.fixture
def live(visit: Visit, lang: str) -> Locator:
    shown = demo_on(visit(PAGE[lang]), "next-word")
    go_live(shown)
    return shown


def test_a_word_is_typed_suggested_and_taken(live: Locator, lang: str) -> None:
    """Letter by letter; a click on the word that is meant; and on with the next, without another click."""
    page, begun = live.page, {"en": "the capital of Fra", "nl": "de hoofdstad van Bel"}[lang]
    meant = {"en": "France", "nl": "België"}[lang]
    field(live).fill("")
    field(live).press_sequentially(begun)
    assert assert_drawn(live, lang) == begun
    live.locator(".k-suggested .k-offer", has_text=meant).click()
    whole = begun.rpartition(" ")[0] + f" {meant} "
    assert prompt_and_focus(page, live, lang) == (whole, ["prompt", len(whole)]), (
        f"{FILE}: the hand left the text"
    )
    page.keyboard.type("is")
    assert assert_drawn(live, lang) == f"{whole}is"
    assert live.locator(".k-fail").is_hidden()


def test_the_keyboard_alone_completes_a_word(live: Locator, lang: str) -> None:
    page = live.page
    field(live).fill("de k")
    settle(live)
    first, second = chip(live).inner_text(), chip(live, 1).inner_text()
    page.keyboard.press("ArrowDown")
    assert page.evaluate(FOCUS)[0] == first, f"{FILE}: reachOffers()"
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)[0] == second
    page.keyboard.press("Enter")
    assert prompt_and_focus(page, live, lang) == (f"de {second} ", ["prompt", len(second) + 4]), (
        f"{FILE}: keepFocus()"
    )
    page.keyboard.press("ArrowDown")
    word = page.evaluate(FOCUS)[0]
    page.keyboard.press("Space")
    gap = "" if word in (".", ",", "?", ":", "’s") else " "
    assert prompt_and_focus(page, live, lang)[0] == f"de {second}{gap}{word} "


def test_the_focus_keeps_its_place(live: Locator) -> None:
    page = live.page

    def offer(word: str, **values: object) -> str:
        written = json.dumps(values).replace('"', "&quot;")
        return f'<button type="button" class="k-offer" data-set="{written}">{word}</button>'

    live.evaluate(SHOW, offer("a", draw=2) + offer("b", draw=3))
    live.locator("[data-set]", has_text="b").focus()
    live.evaluate(SHOW, offer("b", draw=3) + offer("c", draw=4))
    assert page.evaluate(FOCUS)[0] == "b", f"{FILE}: the offer is still there, elsewhere"
    live.evaluate(SHOW, "<span>" + offer("c", draw=4) + "</span>" + offer("d", draw=5))
    assert page.evaluate(FOCUS)[0] == "draw", f"{FILE}: the offer is gone; what it has set is not"
    live.evaluate(SHOW, offer("e", prompt="Anna "))
    assert page.evaluate(FOCUS)[0] == "draw", f"{FILE}: a focus in the form stays there"


UNFIT = [
    '{"prompt": 3}',
    '{"top_k": 99}',
    '{"top_k": "3"}',
    '{"language": "fr"}',
    '{"nobody": 1}',
    "[1]",
    "null",
    "{",
    '"x"',
]


def test_an_offer_sets_what_the_form_can_hold_and_nothing_else(live: Locator) -> None:
    before = form(live)
    for values in UNFIT:
        live.evaluate(SHOW, f"<button type=button class=k-offer data-set='{values}'>x</button>")
        live.locator("[data-set]").click()
        settle(live)
        assert form(live) == before, f"{values}: {FILE}: place() and fits()"


def test_an_unknown_word_is_told_and_the_picture_stays(live: Locator, lang: str) -> None:
    before = live.locator(".k-demo__out").inner_html()
    field(live).fill("Anna is qqq ")
    settle(live)
    told = {"en": "The model does not know the word “qqq”", "nl": "Het model kent het woord ‘qqq’ niet"}[lang]
    assert live.locator(".k-fail [data-why=input]").inner_text().startswith(told)
    assert live.locator(".k-demo__out").inner_html() == before
    assert field(live).input_value() == "Anna is qqq "
    field(live).fill("Anna is")
    assert_drawn(live, lang)
    assert live.locator(".k-fail").is_hidden()


@pytest.mark.parametrize("prompt", ODD)
def test_a_link_and_the_other_language_keep_every_letter(visit: Visit, prompt: str) -> None:
    page = visit(PAGE["en"])
    shown = demo_on(page, "next-word")
    field(shown).fill(prompt)
    shown.locator("select[name=language]").select_option("nl")
    shown.locator("[data-action=share]").click()
    page.wait_for_function("() => location.hash")
    address = page.url.partition("/pocket-model/")[2]
    page.locator(".k-lang a[hreflang=nl]").first.click()
    page.wait_for_url("**/nl/pocket-model/**")
    assert field(demo_on(page, "next-word")).input_value() == prompt, (
        f"{FILE}: the other language wrote it otherwise"
    )
    page = visit(PAGE["nl"] + address)
    for _ in ("opened", "reloaded"):
        shown = demo_on(page, "next-word")
        shown.locator('[data-note="link"]').wait_for()
        assert field(shown).input_value() == prompt, f"{FILE}: the link brings another prompt"
        page.reload()


def test_a_link_with_too_long_a_prompt_is_broken(visit: Visit) -> None:
    longest = demo.load("next-word").controls["prompt"].longest  # type: ignore[attr-defined]
    for length, note in ((longest, "link"), (longest + 1, "link-broken")):
        page = visit(f"{PAGE['en']}#demo=next-word&prompt={'x' * length}")
        demo_on(page, "next-word").locator(f'[data-note="{note}"]').wait_for()


def test_a_finger_takes_a_word_and_the_phones_keyboard_stays(visit: Visit, lang: str) -> None:
    page = visit(PAGE[lang], **PHONE)
    shown = demo_on(page, "next-word")
    field(shown).tap()
    field(shown).fill("de k")
    settle(shown)
    word = chip(shown).inner_text()
    for offered in shown.locator(".k-offer").all():
        box = offered.bounding_box()
        assert box and min(box["width"], box["height"]) >= 24, "look at .k-offer in site_src/browser/look.css"
    chip(shown).tap()
    assert prompt_and_focus(page, shown, lang) == (f"de {word} ", ["prompt", len(word) + 4])


def test_before_anybody_touches_it_an_offer_works_and_without_scripts_it_is_a_word(
    visit: Visit, lang: str
) -> None:
    page = visit(PAGE[lang])
    shown = demo_on(page, "next-word")
    word = shown.locator(".k-bars .k-offer").first
    text = word.inner_text()
    word.click()
    assert assert_drawn(shown, lang) == f"Anna is {text} "
    page = visit(PAGE[lang], java_script_enabled=False)
    word = demo_on(page, "next-word").locator(".k-bars .k-offer").first
    assert word.is_visible() and word.evaluate("word => getComputedStyle(word).borderStyle") == "none"


CLEAN = """html => import("/assets/clean.js").then(({ clean }) => {
  const made = document.createElement("div");
  made.append(clean(html));
  return made.innerHTML;
})"""


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        (
            '<button type="button" class="k-offer" data-set="{}">x</button>',
            '<button class="k-offer" data-set="{}" type="button">x</button>',
        ),
        ('<button data-action="share">x</button>', "x"),
        ('<button aria-pressed="true" name="best">x <b>y</b></button>', "x <b>y</b>"),
        (
            '<button type="submit" data-set="{}" data-action="draw" aria-pressed="true" id="a">x</button>',
            '<button data-set="{}" type="button">x</button>',
        ),
        ('<form><button data-set="{}">x</button></form>', '<button data-set="{}" type="button">x</button>'),
        ('<a href="//a" data-action="retry" data-set="{}">x</a>', "x"),
    ],
)
def test_a_readers_picture_can_offer_and_do_nothing_else(visit: Visit, html: str, cleaned: str) -> None:
    assert visit("/about/").evaluate(CLEAN, html) == cleaned, "look in site_src/browser/clean.js"


def test_what_a_picture_says_is_no_order(live: Locator) -> None:
    """Even if it had buttons like those below it."""
    before, address = form(live), live.page.url
    live.evaluate(SHOW, '<button data-action="share" aria-pressed="false" class="k-offer">x</button>')
    live.locator(".k-demo__out button").click()
    assert (form(live), live.page.url) == (before, address), f"{FILE}: pressed()"
    assert live.locator(".k-demo__out button").get_attribute("aria-pressed") == "false"
