"""static → booting → live, busy, refused, failed: what a reader sees, and that a good picture is never lost."""

import pytest
from knobs import demo
from playwright.sync_api import Page, Route

from .conftest import Visit
from .driving import assert_shows, demo_on, form, go_live, pythons, settle, state, turn

HOME = {"en": "/", "nl": "/nl/"}
# Every state that the first demo goes through, from now on, and every percentage.
RECORD = """demo => {
  window.states = [demo.dataset.state];
  window.percents = [];
  const percent = demo.querySelector("[data-percent]");
  new MutationObserver(() => {
    if (states.at(-1) !== demo.dataset.state) states.push(demo.dataset.state);
    if (percent.textContent !== percents.at(-1)) percents.push(percent.textContent);
  }).observe(demo, { attributes: true, childList: true, subtree: true });
}"""


def picture(page: Page) -> str:
    return demo_on(page, "slope").locator(".k-demo__out").inner_html()


def test_boots_on_a_touch_and_tells_how_far_it_is(visit: Visit) -> None:
    page = visit("/")
    shown = demo_on(page, "slope")
    assert state(shown) == "static"
    assert not pythons(page), "Python starts before anybody touched a demo"
    before = picture(page)
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    shown.evaluate(RECORD)
    go_live(shown)
    assert len(asked) == len(set(asked)), "a file was fetched twice"
    states = page.evaluate("states")  # on a slow machine the first answer may show as busy
    assert [state for state in states if state != "busy"] == ["static", "booting", "live"]
    percents = [int(percent.removesuffix("%")) for percent in page.evaluate("percents") if percent]
    assert percents == sorted(percents)
    assert percents[-1] == 99
    last = page.evaluate("heard.filter(({ type }) => type === 'progress').at(-1)")
    assert last["loaded"] == last["total"], "manifest.json and what the browser received differ"
    assert picture(page) == before, "the first live picture differs from the one in the page"
    assert len(pythons(page)) == 1


@pytest.mark.parametrize("fast", [True, False])
def test_python_starts_once_a_demo_was_looked_at_for_a_while(visit: Visit, fast: bool) -> None:
    """On a fast connection only; look in site_src/browser/likely.js."""
    page = visit("/", lead=fast)
    shown = demo_on(page, "slope")
    shown.scroll_into_view_if_needed()
    for _ in range(600 if fast else 90):  # more than the three seconds that make a while
        if pythons(page):
            break
        page.wait_for_timeout(50)
    assert len(pythons(page)) == int(fast), "look in site_src/browser/likely.js"
    assert state(shown) == "static", "Python may start ahead, and the picture stays as it is"


def test_other_demos_stay_as_they_are(visit: Visit) -> None:
    page = visit("/what-is-a-parameter/")
    go_live(demo_on(page, "line"))
    assert state(demo_on(page, "neuron")) == "static"
    go_live(demo_on(page, "neuron"))
    assert len(pythons(page)) == 1, "the demos of a page share one Python"


def test_busy_only_where_the_answer_takes_long(visit: Visit) -> None:
    page = visit("/")
    shown = demo_on(page, "slope")
    go_live(shown)
    shown.evaluate(RECORD)
    turn(shown, "a", 0.2)
    settle(shown)
    page.evaluate("window.delay = 400")
    turn(shown, "a", 0.7)
    settle(shown)
    assert page.evaluate("states") == ["live", "busy", "live"]


def test_the_latest_value_wins(visit: Visit) -> None:
    page = visit("/nl/")
    shown = demo_on(page, "slope")
    go_live(shown)
    asked = page.evaluate("heard.length")
    shown.evaluate(
        """demo => {
             const input = demo.querySelector("input");
             for (let step = 0; step < 200; step++) {
               input.value = step / 250 - 0.4;
               input.dispatchEvent(new Event("input", { bubbles: true }));
             }
           }"""
    )
    settle(shown)
    assert page.evaluate("heard.length") - asked <= 2, "more than one question was waiting"
    assert form(shown) == '{"a":0.4}'
    assert_shows(shown, demo.run("slope", "nl", '{"a": 0.4}'))


def test_a_refused_value_gets_a_sentence_and_keeps_the_picture(visit: Visit, lang: str) -> None:
    page = visit(HOME[lang])
    shown = demo_on(page, "slope")
    go_live(shown)
    before = picture(page)
    shown.evaluate("demo => { demo.querySelector('input').max = 99 }")
    turn(shown, "a", 42)
    settle(shown)
    with pytest.raises(demo.InputError) as refused:
        demo.run("slope", lang, '{"a": 42}')
    assert shown.locator(".k-fail").inner_text().strip() == str(refused.value)
    assert state(shown) == "live"
    assert picture(page) == before
    turn(shown, "a", 0.25)
    settle(shown)
    assert shown.locator(".k-fail").is_hidden()
    assert_shows(shown, demo.run("slope", lang, '{"a": 0.25}'))


@pytest.mark.parametrize(
    ("lang", "missing"),
    [
        ("en", "pyodide.asm.wasm"),
        ("nl", "library.packed"),
        ("en", "pyodide.mjs"),
        ("nl", "knobs-"),
        ("nl", "manifest.json"),
        ("en", "kernel.wasm"),
    ],
)
def test_no_python_no_harm(visit: Visit, lang: str, missing: str) -> None:
    page = visit(HOME[lang], unheard=True)

    def block(route: Route) -> None:
        route.abort()

    page.context.route(f"**/pyodide/{missing}*", block)  # some are asked for with a query
    shown = demo_on(page, "slope")
    before = picture(page)
    shown.dispatch_event("pointerenter")
    settle(shown)
    assert state(shown) == "failed"
    assert shown.locator(".k-fail").inner_text().split("\n")[0].startswith(demo.REASONS["start"][lang])
    assert picture(page) == before
    turn(shown, "a", -0.5)
    settle(shown)
    assert (state(shown), picture(page)) == ("failed", before)
    page.context.unroute(f"**/pyodide/{missing}*", block)
    shown.locator("[data-action=retry]").click()
    settle(shown)
    assert state(shown) == "live"
    assert shown.locator(".k-fail").is_hidden()
    assert_shows(shown, demo.run("slope", lang, '{"a": -0.5}'))


def test_a_crash_keeps_the_picture_and_can_be_mended(visit: Visit, lang: str) -> None:
    page = visit(HOME[lang])
    shown = page.locator("knob-demo").nth(1)  # by its place: it will lose its name
    go_live(shown)
    turn(shown, "a", 0.3)
    settle(shown)
    before = shown.locator(".k-demo__out").inner_html()
    shown.evaluate("demo => demo.setAttribute('name', 'no-such-demo')")  # Python raises DemoError
    turn(shown, "a", 0.6)
    settle(shown)
    assert state(shown) == "failed"
    assert demo.REASONS["crash"][lang] in shown.locator(".k-fail").inner_text()
    assert shown.locator(".k-demo__out").inner_html() == before
    shown.evaluate("demo => demo.setAttribute('name', 'slope')")
    shown.locator("[data-action=retry]").click()
    settle(shown)
    assert_shows(shown, demo.run("slope", lang, '{"a": 0.6}'))


def test_a_worker_that_dies_while_it_is_asked(visit: Visit) -> None:
    page = visit("/")
    shown = demo_on(page, "slope")
    go_live(shown)
    page.evaluate("window.delay = 60_000")
    turn(shown, "a", 0.3)
    page.evaluate(
        "python.dispatchEvent(new ErrorEvent('error', { message: 'out of memory', cancelable: true }))"
    )
    settle(shown)
    assert state(shown) == "failed"
    page.evaluate("window.delay = 0")
    turn(shown, "a", 0.2)
    settle(shown)
    assert_shows(shown, demo.run("slope", "en", '{"a": 0.2}'))


def test_a_screen_reader_hears_one_sentence_after_the_turning(visit: Visit) -> None:
    page = visit("/nl/")
    shown = demo_on(page, "slope")
    go_live(shown)
    status = shown.get_by_role("status").last
    assert status.text_content() == "", "a picture that did not change is not news"
    page.clock.install(time=0)
    page.clock.pause_at(1)  # from here on, time passes only where the test lets it
    for value in (0.1, 0.2, 0.3):
        page.clock.run_for(600)
        turn(shown, "a", value)
        settle(shown)
    page.clock.run_for(600)
    assert status.text_content() == ""
    page.clock.run_for(200)
    assert status.text_content() == shown.locator("[data-say]").text_content()


# Where the text below a demo begins, after each of some turns between a value below zero and one above it.
BELOW = """async (demo, values) => {
  const input = demo.querySelector("[name=a]");
  const next = demo.closest("figure").nextElementSibling;
  const seen = [];
  for (const value of values) {
    input.value = value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    while (demo.asking) await new Promise(requestAnimationFrame);
    for (let painted = 0; painted < 3; painted++) await new Promise(requestAnimationFrame);
    seen.push([next.getBoundingClientRect().top, demo.querySelector(".k-demo__out").getBoundingClientRect().height]);
  }
  return seen;
}"""


def test_the_page_below_does_not_jump_while_a_knob_is_turned(visit: Visit) -> None:
    """Where the formula has a second line at some of the turns: look at site_src/browser/frame.js."""
    page = visit("/what-is-a-parameter/")
    shown = demo_on(page, "line")
    go_live(shown)
    seen = shown.evaluate(BELOW, [1, -1, 1, -1, 1])
    assert len({height for _, height in seen}) == 2, "the formula fits one line now: turn another knob here"
    assert len({top for top, _ in seen[1:]}) == 1, "look at site_src/browser/frame.js"
