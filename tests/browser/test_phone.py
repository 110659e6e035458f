"""A phone: small, touched with a finger, and four times slower at running the page."""

import pytest
from knobs import demo
from playwright.sync_api import Page

from .conftest import Visit
from .driving import assert_shows, demo_on, form, go_live, settle, state
from .test_pages import TOO_WIDE

PHONE = {
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 3,
    "viewport": {"width": 390, "height": 844},
}
HOME = {"en": "/", "nl": "/nl/"}


def finger(page: Page, *places: tuple[float, float]) -> None:
    """Put a finger down at the first place, draw it over the others, and lift it."""
    touch = page.context.new_cdp_session(page)
    for kind, (x, y) in zip(["touchStart", *["touchMove"] * len(places[1:])], places, strict=True):
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


@pytest.fixture
def page(visit: Visit, lang: str) -> Page:
    page = visit(HOME[lang], **PHONE)
    # The page's own thread; Chromium cannot slow down the worker in which Python runs.
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    return page


def test_a_finger_turns_the_knob(page: Page, lang: str) -> None:
    shown = demo_on(page, "slope")
    assert state(shown) == "static"
    assert page.evaluate(TOO_WIDE) == []
    dial = shown.locator(".k-dial")
    dial.scroll_into_view_if_needed()
    before, scrolled = form(shown), page.evaluate("scrollY")
    box = dial.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    finger(page, (x + 50, y - 50), (x, y - 60), (x - 30, y - 50), (x - 50, y - 30), (x - 50, y - 5))
    assert state(shown) != "static", "a finger alone starts Python"
    settle(shown)
    turned = form(shown)
    assert turned != before
    assert_shows(shown, demo.run("slope", lang, turned))
    assert (page.evaluate("scrollX"), page.evaluate("scrollY")) == (0, scrolled), "the page scrolled instead"
    assert page.evaluate(TOO_WIDE) == []


def test_the_latest_of_many_values_wins(page: Page, lang: str) -> None:
    """A slow page falls behind the finger; in the end knob and picture agree."""
    shown = demo_on(page, "slope")
    go_live(shown)
    slider = shown.locator("input")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box
    y = box["y"] + box["height"] / 2
    start = form(shown)
    value = float(slider.input_value())
    low, high = (float(slider.get_attribute(end) or 0) for end in ("min", "max"))
    inset = 12  # half the knob
    x = box["x"] + inset + (value - low) / (high - low) * (box["width"] - 2 * inset)
    finger(page, *((x - step * 4, y) for step in range(20)))
    settle(shown)
    assert form(shown) != start
    assert_shows(shown, demo.run("slope", lang, form(shown)))
