"""What a demo makes outlives its picture, its Python and the page; it is saved as a file and opened again.

The demo is `tally` of tests/browser/demos/, which no reader gets; `mirror` shows what it made.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from knobs import demo
from knobs.made import MADE_NOTES, MADE_REASONS
from playwright.sync_api import Browser, Page

from .conftest import EAVESDROP
from .driving import NO_LEAD, demo_on, settle
from .driving import turn as turn_on
from .engines import Engine
from .tallying import (
    CHOOSE,
    COUNT,
    COUNTS,
    FIRST,
    HOME,
    KEPT,
    KILL,
    SAVED,
    SETTLED,
    TOLD,
    count,
    start,
    turn,
)

FILE = "look in site_src/browser/made.js"
NAME = {"en": "my-tally.safetensors", "nl": "mijn-telling.safetensors"}
FOREIGN = {"en": "This file holds no tally.", "nl": "In dit bestand staat geen telling."}
HIDE = """(hidden) => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
# The page's clock stops: it is not kept because some seconds went by.
STAND_STILL = "() => { const began = performance.now(); performance.now = () => began; }"
NO_STORE = """() => {
  Object.defineProperty(window, "indexedDB", { get() { throw new DOMException("no", "SecurityError"); } });
}"""
FULL = """() => { IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); }; }"""
# As a reader mostly does it: Python is being asked for the next picture.
STOP_WHILE_ASKED = """async (demo) => {
  while (!demo.asking) await new Promise((later) => setTimeout(later));
  demo.querySelector("[data-action=stop]").click();
}"""
MIRRORED = "() => document.querySelector('knob-demo[name=mirror] .k-reading b')?.textContent"


def test_a_python_that_dies_takes_nothing_along(engine: Engine, tally_address: str) -> None:
    """What it had made some seconds ago is with the page; the next Python goes on from there."""
    start(engine, tally_address + "/", until=999, pause=30)
    kept = engine.wait(KEPT)[-1]
    engine.evaluate(KILL)
    engine.wait(f"() => {FIRST}.dataset.state === 'failed'")
    assert engine.evaluate(TOLD) == [demo.REASONS["crash"]["en"]]
    stood = count(engine)
    engine.evaluate("async () => { await new Promise((rest) => setTimeout(rest, 500)); heard.length = 0; }")
    assert count(engine) == stood, "it goes on in spite of a failure"
    engine.click("knob-demo [data-action=retry]")
    engine.wait("() => heard.some(({ html }) => html)")
    assert engine.evaluate(COUNTS)[0] == int(kept.removeprefix("tally:")) + 1, FILE
    turn(engine, "counting")
    engine.wait(SETTLED)
    assert engine.evaluate(TOLD) == []


def test_it_is_saved_and_opened(engine: Engine, tally_address: str, lang: str) -> None:
    """And a file of another kind is refused in one sentence, and nothing is lost."""
    start(engine, tally_address + HOME[lang], until=25)
    engine.wait(f"() => ({COUNT})() === 25")
    engine.wait(SETTLED)
    engine.evaluate(SAVED)
    engine.click("[data-action=save]")
    assert engine.wait("() => saved[0]") == [NAME[lang], "tally:25"]
    engine.evaluate(CHOOSE, ["holiday.safetensors", "not a tally"])
    assert engine.wait(f"() => ({TOLD})()[0]") == FOREIGN[lang]
    engine.wait(SETTLED)
    assert engine.evaluate(TOLD) == [FOREIGN[lang]], "the sentence is gone before it can be read"
    assert count(engine) == 25, "what was made is lost"
    engine.evaluate(CHOOSE, ["large.safetensors", 16_000_001])
    assert engine.wait(f"() => ({TOLD})()[0]") == MADE_REASONS["large"][lang], FILE
    engine.evaluate(CHOOSE, [NAME[lang], "tally:333"])
    engine.wait(f"() => ({COUNT})() === 333")
    assert engine.evaluate(TOLD) == []
    assert engine.evaluate(f"() => {FIRST}.values()") == {
        "until": 7,
        "step": 1,
        "pause": 0,
        "counting": False,
    }
    assert engine.evaluate(f"() => {FIRST}.querySelector('.k-value').textContent") == "7"
    engine.click("[data-action=save]")
    assert engine.wait("() => saved[1]") == [NAME[lang], "tally:333"]


def test_a_file_that_is_opened_while_it_goes_on(engine: Engine, tally_address: str) -> None:
    """A foreign one disturbs nothing and can be read about; one of ours comes with its form."""
    start(engine, tally_address + "/", until=999, pause=20)
    engine.wait(f"() => ({COUNT})() >= 5")
    engine.evaluate(CHOOSE, ["holiday.safetensors", "not a tally"])
    engine.wait(f"() => ({TOLD})()[0]")
    stood = count(engine)
    engine.wait(f"() => ({COUNT})() >= {stood + 5}")
    assert engine.evaluate(TOLD) == [FOREIGN["en"]], FILE
    engine.evaluate(CHOOSE, ["tally.safetensors", "tally:700"])
    engine.wait(SETTLED)
    assert count(engine) == 700, "a question with the old form came in between"
    assert engine.evaluate(TOLD) == []


def test_a_reader_who_comes_back_is_asked(engine: Engine, tally_address: str) -> None:
    start(engine, tally_address + "/", until=25)
    engine.wait(f"() => ({COUNT})() === 25")
    engine.wait(SETTLED)
    engine.wait(KEPT)
    engine.open(tally_address + "/nl/")
    earlier = MADE_NOTES["earlier"]["nl"]
    engine.wait(f"() => ({TOLD})().length")
    assert engine.evaluate(TOLD) == [earlier]
    assert count(engine) == 0, "it is offered, not forced upon the reader"
    engine.evaluate(f"() => {FIRST}.querySelector('[data-action=resume]').focus()")
    engine.press("Enter")
    engine.wait(f"() => ({COUNT})() === 25")
    engine.wait(SETTLED)
    assert engine.evaluate(f"() => {FIRST}.values().until") == 7, "the form goes with it"
    assert engine.evaluate(TOLD) == []
    assert engine.evaluate("() => document.activeElement.dataset.action") == "save", "the focus is lost"
    engine.open(tally_address + "/mirror/")
    engine.hover("knob-demo input")
    engine.wait(SETTLED)
    assert engine.evaluate(MIRRORED) == "25", "a demo of another page uses it"
    engine.open(tally_address + "/")
    engine.wait(f"() => ({TOLD})().length")
    engine.click("[data-action=forget]")
    engine.wait(f"() => ({TOLD})().length === 0")
    engine.reload()
    engine.evaluate("async () => { await new Promise((rest) => setTimeout(rest, 1000)); }")
    assert engine.evaluate(TOLD) == [], "it was to be forgotten"


@pytest.mark.parametrize(("block", "why"), [(NO_STORE, "unkept-blocked"), (FULL, "unkept-full")])
def test_a_browser_that_keeps_nothing(engine: Engine, tally_address: str, block: str, why: str) -> None:
    """All works, for as long as the page is open, and one sentence says so."""
    engine.open(tally_address + "/nl/")
    engine.evaluate(block)
    turn(engine, "until", 25)
    engine.wait(SETTLED)
    assert engine.evaluate(TOLD) == [], "nothing is made yet"
    engine.click("knob-demo .k-offer")
    engine.wait(f"() => ({COUNT})() === 25")
    engine.wait(f"() => ({TOLD})().length")
    assert engine.evaluate(TOLD) == [MADE_NOTES[why]["nl"]], FILE
    turn(engine, "pause", 200)
    turn(engine, "until", 30)
    engine.evaluate(KILL)
    engine.wait(SETTLED)
    engine.click("knob-demo [data-action=retry]")
    engine.wait(f"() => ({COUNT})() === 30")
    assert next(number for number in engine.evaluate(COUNTS)[::-1] if number <= 26) == 26, FILE


def test_when_the_page_is_left_it_is_kept(engine: Engine, tally_address: str) -> None:
    """The document says that it is hidden, as it does before it goes."""
    start(engine, tally_address + "/", until=999, pause=20)
    engine.evaluate(STAND_STILL)
    engine.wait(f"() => ({COUNT})() >= 5")
    assert engine.evaluate(KEPT) == []
    engine.evaluate(HIDE, True)
    engine.wait(f"() => ({KEPT})().length")
    engine.evaluate(HIDE, False)
    turn(engine, "counting")
    engine.wait(SETTLED)
    engine.evaluate(SAVED)
    engine.click("[data-action=save]")
    assert engine.wait("() => saved[0]")[1] == f"tally:{count(engine)}"


# ---- In Chromium alone ------------------------------------------------------------------------------------------


@pytest.fixture
def visit_tally(browser: Browser, tally_address: str) -> Iterator[Callable[..., Page]]:
    """`visit_tally("/nl/", script)` opens a page, where the script runs before its own."""
    context = browser.new_context(service_workers="block")
    context.add_init_script(EAVESDROP + NO_LEAD)

    def visit(path: str, script: str = "") -> Page:
        page = context.new_page()
        page.add_init_script(script)
        page.set_default_timeout(20_000)
        page.goto(tally_address + path)
        return page

    yield visit
    context.close()


def at_least(page: Page, number: int) -> None:
    page.wait_for_function(f"(number) => ({COUNT})() >= number", arg=number)


def counted(page: Page) -> int:
    return int(page.evaluate(COUNT))


def test_the_browser_really_saves_it(visit_tally: Callable[..., Page]) -> None:
    """Also where the site may keep nothing."""
    page = visit_tally("/nl/", f"({NO_STORE})()")
    page.locator("[data-action=save]").click()
    told = page.locator("[data-note=nothing]")
    assert told.inner_text() == MADE_NOTES["nothing"]["nl"]
    page.locator("knob-demo .k-offer").first.click()
    at_least(page, 20)
    with page.expect_download() as download:
        page.locator("[data-action=save]").click()
    assert download.value.suggested_filename == NAME["nl"]
    assert Path(download.value.path()).read_bytes() == b"tally:20"
    assert told.is_hidden()


def test_a_file_is_opened_by_the_keyboard(visit_tally: Callable[..., Page], tmp_path: Path) -> None:
    page = visit_tally("/")
    file = tmp_path / "tally.safetensors"
    file.write_bytes(b"tally:44")
    with page.expect_file_chooser() as chooser:  # before it is needed: the browser hears of it a little later
        page.locator("[data-action=save]").first.focus()
        page.keyboard.press("Tab")
        opener = page.locator(".k-open").first
        outline = opener.evaluate("label => getComputedStyle(label).outlineStyle")
        assert outline == "solid", "nobody sees the focus"
        page.keyboard.press("Space")
    assert chooser.value.element.get_attribute("accept") == ".safetensors"
    chooser.value.set_files(file)
    at_least(page, 44)


def test_the_other_language_goes_on_with_it(visit_tally: Callable[..., Page]) -> None:
    page = visit_tally("/")
    turn_on(demo_on(page, "tally"), "until", 30)
    page.locator("knob-demo .k-offer").first.click()
    at_least(page, 30)
    settle(demo_on(page, "tally"))
    page.wait_for_function(f"() => ({KEPT})().length")
    page.locator(".k-lang a[hreflang=nl]").first.click()
    page.wait_for_url("**/nl/")
    at_least(page, 30)
    assert page.evaluate(COUNTS)[0] == 30, FILE
    assert page.locator("[data-note=earlier]").is_hidden()


def test_what_uses_it_is_drawn_anew(visit_tally: Callable[..., Page]) -> None:
    page = visit_tally("/")
    mirror = demo_on(page, "mirror")
    mirror.locator("input").hover()
    settle(mirror)
    page.locator("knob-demo .k-offer").first.click()
    page.wait_for_function(f"() => ({MIRRORED})() === '20'")


def test_readers_code_runs_beside_it(visit_tally: Callable[..., Page]) -> None:
    """Its Python is not asked any more then, but another one, which gets what was made: not a count is lost."""
    page = visit_tally("/")
    tally = demo_on(page, "tally")
    turn_on(tally, "until", 999)
    turn_on(tally, "pause", 30)
    page.locator("knob-demo .k-offer").first.click()
    at_least(page, 5)
    run = page.locator("knob-run")
    run.locator("[data-action=run]").first.click()
    page.wait_for_function("() => document.querySelector('knob-run').dataset.state === 'live'")
    first = page.evaluate("() => { window.first = python; return heard.length; }")
    page.wait_for_function(f"(n) => heard.length > n && ({COUNT})() > 100", arg=first, timeout=60_000)
    turn_on(tally, "counting", False)
    settle(tally)
    counts = page.evaluate(COUNTS)
    begun = counts.index(1)
    assert counts[begun:-1] == list(range(1, len(counts) - begun)), (
        "look at move() in site_src/browser/runtime.js"
    )
    assert page.evaluate("() => heard.filter(({ set }) => set).length") == 1, (
        "the second Python was given nothing"
    )


def test_what_is_opened_stays_though_another_python_takes_over(visit_tally: Callable[..., Page]) -> None:
    page = visit_tally("/")
    page.locator("knob-demo .k-offer").first.click()
    at_least(page, 20)
    page.locator("knob-run [data-action=run]").first.click()
    page.wait_for_function("() => heard.filter(({ type }) => type === 'ready').length === 2")
    page.evaluate(CHOOSE, ["tally.safetensors", "tally:777"])
    page.wait_for_function(f"() => {FIRST}.values().until === 7")
    page.wait_for_function(SETTLED)
    assert counted(page) == 777, "what the first Python had made came back"


@pytest.mark.parametrize("pythons", [1, 2])
def test_own_code_can_be_stopped_between_two_pictures(visit_tally: Callable[..., Page], pythons: int) -> None:
    """Also when a second Python has come to stand by, and has gone on with it."""
    page = visit_tally("/")
    tally = demo_on(page, "tally")
    tally.locator("[data-action=source]").click()
    tally.locator(".cm-content").wait_for()
    source = tally.evaluate("demo => demo.own.source.replace('TALLY.count + step', 'TALLY.count + step + 1')")
    tally.evaluate("(demo, text) => { demo.own.open(text); demo.own.accept(); }", source)
    turn_on(tally, "until", 999)
    turn_on(tally, "pause", 30)
    turn_on(tally, "counting", True)
    at_least(page, 10)
    page.wait_for_function(f"() => heard.filter(({{ type }}) => type === 'ready').length >= {pythons}")
    at_least(page, counted(page) + 10)
    tally.evaluate(STOP_WHILE_ASKED)
    page.wait_for_function(SETTLED)
    assert counted(page) < 900, (
        "it was not stopped, but finished: look at stop() in site_src/browser/runtime.js"
    )
    assert tally.locator("[data-note=stopped]").is_visible()
    stood = counted(page)
    page.wait_for_timeout(1000)
    assert counted(page) == stood and stood % 2 == 0
