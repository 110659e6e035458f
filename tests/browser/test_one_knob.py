"""A parameter is chosen on its maps by pointer and by keyboard, and what was turned before goes along wherever the form goes."""

import json
from typing import Any

import pytest
from knobs import demo
from playwright.sync_api import Locator, Page

from .conftest import Visit
from .driving import assert_shows, demo_on, form, go_live, settle

PICKS = "look in site_src/browser/picks.js"
FILE = "look in site_src/browser/knob-demo.js"
PAGE = {"en": "/pocket-model/", "nl": "/nl/pocket-model/"}
PHONE = {"has_touch": True, "is_mobile": True, "viewport": {"width": 390, "height": 844}}
MIDDLE = {"matrix": "blocks.1.down", "row": "30", "column": "100", "turn": 0.0, "words": 2}


def assert_drawn(shown: Locator, lang: str) -> None:
    """The picture is that of the form. Without the focus, for which the theme marks an element."""
    shown.evaluate("() => document.activeElement.blur()")
    assert_shows(shown, demo.run("one-knob", lang, form(shown)))


def values(shown: Locator) -> dict[str, Any]:
    return dict(json.loads(form(shown)))


def opened(page: Page, **more: Any) -> Locator:
    """The demo, live, at a cell with neighbors on all sides."""
    shown = demo_on(page, "one-knob")
    go_live(shown)
    shown.evaluate("(demo, values) => demo.takePositions(values)", {**MIDDLE, **more})
    settle(shown)
    assert values(shown)["row"] == "30"
    return shown


def place_of_cell(shown: Locator, row: int, column: int) -> tuple[float, float]:
    """Where the middle of a cell of the map is on the screen."""
    pick = shown.locator(".k-around .k-pick")
    pick.scroll_into_view_if_needed()
    box = pick.bounding_box()
    (_, first_column, columns, _), (_, first_row, rows, _) = json.loads(str(pick.get_attribute("data-pick")))[
        "axes"
    ]
    assert box
    return (
        box["x"] + (column - first_column + 0.5) / columns * box["width"],
        box["y"] + (row - first_row + 0.5) / rows * box["height"],
    )


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_a_click_chooses_the_cell_under_it(visit: Visit, lang: str) -> None:
    page = visit(PAGE[lang])
    shown = opened(page)
    page.mouse.click(*place_of_cell(shown, 27, 107))
    settle(shown)
    now = values(shown)
    assert (now["matrix"], now["row"], now["column"]) == ("blocks.1.down", "27", "107"), PICKS
    assert_drawn(shown, lang)


def test_a_finger_hits_the_cell_under_it(visit: Visit) -> None:
    page = visit(PAGE["nl"], **PHONE)
    shown = opened(page)
    page.touchscreen.tap(*place_of_cell(shown, 31, 96))
    settle(shown)
    assert (values(shown)["row"], values(shown)["column"]) == ("31", "96"), PICKS
    (x, _), (beside, _) = place_of_cell(shown, 30, 100), place_of_cell(shown, 30, 101)
    assert beside - x > 14, "the cells are too small for a finger: look in site_src/browser/look.css"


def test_a_click_on_a_block_chooses_its_matrix(visit: Visit) -> None:
    page = visit(PAGE["nl"])
    shown = opened(page)
    blocks = shown.locator(".k-blocks .k-pick")
    for number in range(blocks.count()):
        block = blocks.nth(number)
        map_of = json.loads(str(block.get_attribute("data-pick")))
        if not map_of["set"]["matrix"].endswith(("embedding", "2.up", "word_bias")):
            continue
        block.scroll_into_view_if_needed()
        box = block.bounding_box()
        assert box
        page.mouse.click(box["x"] + 0.75 * box["width"], box["y"] + 0.5 * box["height"])
        settle(shown)
        now = values(shown)
        assert now["matrix"] == map_of["set"]["matrix"], PICKS
        for (control, _, count, _), share in zip(map_of["axes"], (0.75, 0.5), strict=True):
            # a pixel is some cells wide on this map
            assert abs(int(now[control]) - 1 - share * count) <= max(3, 0.02 * count), PICKS
        assert shown.locator("select[name=matrix]").input_value() == now["matrix"], FILE


def test_arrow_keys_choose_a_neighbor_and_keep_the_focus(visit: Visit) -> None:
    page = visit(PAGE["en"])
    shown = opened(page)
    field = shown.locator(".k-around__field")
    field.focus()
    settle(shown)
    scrolled = page.evaluate("scrollY")
    for key in ("ArrowRight", "ArrowRight", "ArrowUp", "ArrowLeft", "ArrowDown", "ArrowDown"):
        page.keyboard.press(key)
        settle(shown)
        assert field.evaluate("field => field === document.activeElement"), FILE
    assert (values(shown)["row"], values(shown)["column"]) == ("31", "101"), PICKS
    assert page.evaluate("scrollY") == scrolled, "an arrow key scrolled the page"
    assert_drawn(shown, "en")


def test_at_the_edge_an_arrow_key_goes_no_further(visit: Visit) -> None:
    page = visit(PAGE["en"])
    shown = opened(page)
    shown.evaluate("(demo, values) => demo.takePositions(values)", {"row": "64", "column": "1"})
    settle(shown)
    shown.locator(".k-around__field").focus()
    for key in ("ArrowLeft", "ArrowDown"):
        page.keyboard.press(key)
        settle(shown)
    assert (values(shown)["row"], values(shown)["column"]) == ("64", "1"), PICKS


def test_a_random_knob_can_be_asked_for_again_and_again(visit: Visit) -> None:
    page = visit(PAGE["nl"])
    shown = opened(page)
    again = shown.get_by_role("button", name="Een willekeurige draaiknop")
    again.focus()
    seen = set()
    for _ in range(3):
        page.keyboard.press("Enter")
        settle(shown)
        assert again.evaluate("button => button === document.activeElement"), FILE
        seen.add(tuple(values(shown)[name] for name in ("matrix", "row", "column")))
    assert len(seen) == 3, "look in site_src/knobs/demos/one_knob.py"
    assert_drawn(shown, "nl")


def test_what_is_kept_survives_a_link_and_the_other_language(visit: Visit) -> None:
    page = visit(PAGE["en"])
    shown = opened(page, turn=1.5)
    shown.get_by_role("button", name="Keep this turn").click()
    settle(shown)
    kept = values(shown)["kept"]
    assert kept.endswith(":1.5") and values(shown)["turn"] == 0, FILE
    shown.locator("[data-action=share]").click()
    page.wait_for_function("() => location.hash.includes('kept=')")
    address = page.evaluate("location.hash")
    page.locator("header a[hreflang=nl], .k-lang a[hreflang=nl]").first.click()
    page.wait_for_url("**/nl/pocket-model/**")
    shown = demo_on(page, "one-knob")
    settle(shown)
    assert values(shown)["kept"] == kept, FILE
    assert_drawn(shown, "nl")
    page = visit(PAGE["en"] + address)
    shown = demo_on(page, "one-knob")
    page.wait_for_function("demo => demo.fromLink", arg=shown.element_handle())
    assert values(shown)["kept"] == kept, FILE


def test_a_row_that_is_not_there_is_told_and_the_picture_stays(visit: Visit) -> None:
    shown = opened(visit(PAGE["nl"]))
    before = shown.locator(".k-demo__out").inner_html()
    shown.locator("input[name=row]").fill("65")
    settle(shown)
    assert (
        "rijen van 1 tot en met 64; rij 65 is er niet"
        in shown.locator(".k-fail [data-why=input]").inner_text()
    )
    assert shown.locator(".k-demo__out").inner_html() == before, "the last good picture is gone"
