"""A demo that was drawn ahead answers before Python has come, and where it never does; then Python draws."""

import pytest
from knobs import demo
from playwright.sync_api import Page, Route

from .conftest import Visit
from .driving import assert_shows, demo_on, form, settle, state, turn

FILE = "look at showAhead in site_src/browser/knob-demo.js"
HOME = {"en": "/", "nl": "/nl/"}
WASM = "**/pyodide.asm.wasm*"


def shows(page: Page, lang: str) -> None:
    """The picture of what the knob stands at, before long."""
    shown = demo_on(page, "turn-one")
    wanted = demo.run("turn-one", lang, form(shown))
    page.wait_for_function(
        "([demo, html]) => { const made = document.createElement('output'); made.innerHTML = html; "
        "return made.innerHTML === demo.querySelector('.k-demo__out').innerHTML; }",
        arg=[shown.element_handle(), wanted],
    )


def test_each_turn_is_answered_while_python_is_on_its_way(visit: Visit, lang: str) -> None:
    page = visit(HOME[lang])
    held: list[Route] = []
    page.context.route(WASM, lambda route: held.append(route))
    shown = demo_on(page, "turn-one")
    for value in (-0.05, -2.45, -3, 0, 1.2, 3):
        turn(shown, "turn", value)
        shows(page, lang)
        assert state(shown) == "booting", FILE
        assert shown.locator("output.k-value").inner_text(), FILE
    page.wait_for_function(  # once the hand rests, it is said too
        "demo => demo.querySelector('[role=status]').textContent === demo.querySelector('[data-say]').textContent",
        arg=shown.element_handle(),
    )
    for route in held:
        route.continue_()
    settle(shown)
    assert state(shown) == "live"
    assert_shows(shown, demo.run("turn-one", lang, form(shown)))
    turn(shown, "turn", -1.55)
    settle(shown)
    assert_shows(shown, demo.run("turn-one", lang, form(shown)))


def test_it_answers_where_python_never_comes(visit: Visit) -> None:
    page = visit("/", unheard=True)
    page.context.route(WASM, lambda route: route.abort())
    shown = demo_on(page, "turn-one")
    for value in (-2.45, 2):
        turn(shown, "turn", value)
        settle(shown)
        assert state(shown) == "failed"
        shows(page, "en")


@pytest.mark.parametrize("way", ["missing", "broken"])
def test_without_those_pictures_python_draws_all_the_same(visit: Visit, way: str) -> None:
    page = visit("/", unheard=True)
    told = {"status": 404} if way == "missing" else {"status": 200, "body": "{"}
    page.context.route("**/assets/ahead/*", lambda route: route.fulfill(**told))
    shown = demo_on(page, "turn-one")
    turn(shown, "turn", -2.45)
    settle(shown)
    assert state(shown) == "live"
    assert_shows(shown, demo.run("turn-one", "en", form(shown)))


def test_nobody_pays_for_them_before_a_turn(visit: Visit) -> None:
    page = visit("/")
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    page.reload(wait_until="networkidle")
    assert not [url for url in asked if "/ahead/" in url], FILE


def test_a_readers_own_code_is_drawn_by_python_alone(visit: Visit) -> None:
    page = visit("/")
    page.context.route(WASM, lambda route: None)  # it never comes
    shown = demo_on(page, "turn-one")
    shown.locator("[data-action=source]").click()
    page.wait_for_function("demo => demo.own", arg=shown.element_handle())
    before = shown.locator(".k-demo__out").inner_html()
    shown.evaluate("demo => demo.own.open(`${demo.own.source}\\n# mine`)")
    turn(shown, "turn", -2)
    page.wait_for_timeout(500)
    assert shown.locator(".k-demo__out").inner_html() == before, FILE
