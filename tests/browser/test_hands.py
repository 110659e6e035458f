"""Mouse, touch and keyboard each turn a knob, and coming back finds a picture that agrees with its knobs."""

import json

import pytest
from knobs import demo
from playwright.sync_api import Locator

from .conftest import Visit
from .driving import assert_shows, demo_on, form, go_live, settle, state

TOUCH = {"has_touch": True, "is_mobile": True, "viewport": {"width": 390, "height": 844}}


def assert_turned(shown: Locator, lang: str, start: float) -> float:
    """The slope is another one than at the start, and the picture is that of the new one."""
    settle(shown)
    written = form(shown)
    value = float(json.loads(written)["a"])
    assert value != start
    assert_shows(shown, demo.run("slope", lang, written))
    return value


def middle(part: Locator) -> tuple[float, float]:
    box = part.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_mouse_on_the_dial(visit: Visit) -> None:
    page = visit("/")
    shown = demo_on(page, "slope")
    dial = shown.locator(".k-dial")
    dial.scroll_into_view_if_needed()
    x, y = middle(dial)
    low, high = (float(shown.locator("input").get_attribute(end) or 0) for end in ("min", "max"))
    for dx, dy, angle in [(60, 0, 90), (0, -60, 0), (-60, 0, -90)]:
        page.mouse.move(x + 30, y - 30)
        page.mouse.down()
        page.mouse.move(x, y - 60, steps=3)
        page.mouse.move(x + dx, y + dy, steps=5)
        page.mouse.up()
        page.mouse.move(x, y + 50, steps=2)  # the hand has let go
        value = assert_turned(shown, "en", 99)
        assert value == pytest.approx(low + (angle + 135) / 270 * (high - low), abs=0.02)


def test_mouse_on_the_slider(visit: Visit) -> None:
    page = visit("/nl/")
    shown = demo_on(page, "slope")
    slider = shown.locator("input")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 4, box["y"] + box["height"] / 2)
    assert_turned(shown, "nl", 0.5)


def test_keyboard(visit: Visit) -> None:
    page = visit("/nl/")
    shown = demo_on(page, "slope")
    shown.locator("input").focus()
    assert state(shown) != "static", "focus alone starts Python"
    start = json.loads(form(shown))["a"]
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    step = float(shown.locator("input").get_attribute("step") or 0)
    assert assert_turned(shown, "nl", start) == pytest.approx(start + 3 * step)
    page.keyboard.press("Home")
    assert assert_turned(shown, "nl", start) == float(shown.locator("input").get_attribute("min") or 0)


def test_touch_on_the_slider(visit: Visit) -> None:
    page = visit("/", **TOUCH)
    shown = demo_on(page, "slope")
    slider = shown.locator("input")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box
    page.touchscreen.tap(box["x"] + box["width"] / 5, box["y"] + box["height"] / 2)
    assert_turned(shown, "en", 0.5)


def test_touch_on_the_dial_turns_it_and_touch_beside_it_scrolls(visit: Visit) -> None:
    page = visit("/nl/", **TOUCH)
    shown = demo_on(page, "slope")
    dial = shown.locator(".k-dial")
    dial.scroll_into_view_if_needed()
    x, y = middle(dial)
    touch = page.context.new_cdp_session(page)

    def drag(*places: tuple[float, float]) -> None:
        for kind, place in zip(["touchStart", *["touchMove"] * len(places[1:])], places, strict=True):
            points = [{"x": place[0], "y": place[1]}]
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    before = page.evaluate("scrollY")
    drag((x + 50, y - 50), (x, y - 60), (x - 50, y - 30), (x - 50, y - 5))
    assert assert_turned(shown, "nl", 0.5) < 0
    assert page.evaluate("scrollY") == before, "turning the dial scrolled the page"
    value = form(shown)
    page.evaluate("document.body.style.minHeight = '3000px'")
    beside = 4.0
    drag((beside, y + 100), (beside, y + 60), (beside, y - 40), (beside, y - 140))
    page.wait_for_function("before => scrollY > before", arg=before)
    assert form(shown) == value


def test_submitting_the_form_does_nothing(visit: Visit) -> None:
    page = visit("/")
    address = page.url
    shown = demo_on(page, "slope")
    shown.locator("input").press("Enter")
    shown.evaluate("demo => demo.querySelector('form').requestSubmit()")
    settle(shown)
    assert page.url == address


@pytest.mark.parametrize("leave", ["reload", "go away and back"])
def test_back_again_the_picture_agrees_with_the_knobs(visit: Visit, leave: str) -> None:
    page = visit("/")
    go_live(demo_on(page, "slope"))
    demo_on(page, "slope").locator("input").press("End")
    settle(demo_on(page, "slope"))
    if leave == "reload":
        page.reload()
    else:
        page.goto(page.url + "what-is-a-parameter/")
        page.go_back()
    shown = demo_on(page, "slope")
    page.wait_for_function("demo => !demo.asking", arg=shown.element_handle())
    assert_shows(shown, demo.run("slope", "en", form(shown)))
    written = shown.locator(".k-value").inner_text().replace("−", "-")
    assert float(written) == json.loads(form(shown))["a"]


def test_values_that_the_browser_brings_back_are_drawn(visit: Visit) -> None:
    """Some browsers restore a form in spite of autocomplete="off", before the page shows."""
    page = visit("/")
    shown = demo_on(page, "slope")
    shown.evaluate("demo => { demo.querySelector('input').value = -0.4 }")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow'))")
    settle(shown)
    assert shown.locator(".k-value").inner_text() == "−0.40"
    assert_shows(shown, demo.run("slope", "en", '{"a": -0.4}'))
