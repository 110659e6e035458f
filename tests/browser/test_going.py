"""A demo that goes on by itself: until it is finished, behind what a hand turns, and only where somebody can see it.

The demo is `tally` of tests/browser/demos/, which no reader gets.
"""

from itertools import pairwise

import pytest

from .engines import Engine
from .tallying import COUNT, COUNTS, FIRST, HOME, SETTLED, TOLD, count, start, turn

FILE = "look in site_src/browser/going.js"
# From now on: the first demo's states, the heights of its frame, and what a screen reader hears.
RECORD = f"""() => {{
  Object.assign(window, {{ states: [], heights: [], spoken: [] }});
  const note = (list, value) => value !== list.at(-1) && list.push(value);
  new MutationObserver(() => {{
    note(states, {FIRST}.dataset.state);
    note(heights, Math.round({FIRST}.querySelector(".k-demo__frame").getBoundingClientRect().height));
    note(spoken, {FIRST}.querySelector("[role=status]").textContent);
  }}).observe({FIRST}, {{ attributes: true, childList: true, characterData: true, subtree: true }});
}}"""
SEEN = """(state) => {
  for (const [name, value] of Object.entries({ visibilityState: state, hidden: state === "hidden" }))
    Object.defineProperty(document, name, { configurable: true, get: () => value });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
# Twenty pictures, if it went on.
REST = "async () => { await new Promise((rest) => setTimeout(rest, 400)); return true; }"


def test_it_goes_on_until_it_is_finished(engine: Engine, tally_address: str) -> None:
    """Picture by picture, calmly: one state at a time, a page that does not jump, one sentence at the end."""
    engine.open(tally_address + "/")
    turn(engine, "until", 40)
    engine.wait(SETTLED)
    engine.evaluate(RECORD)
    engine.click("knob-demo .k-offer")
    engine.wait(f"() => {FIRST}.dataset.going === ''")
    engine.wait(SETTLED)
    assert engine.evaluate(COUNTS)[-40:] == list(range(1, 41)), FILE
    states, heights = engine.evaluate("() => [states, heights]")
    assert states in (["live"], ["live", "busy", "live"]), f"{states}: {FILE}"
    assert heights == sorted(heights), "look at site_src/browser/frame.js"
    engine.wait("() => spoken.at(-1) === 'Counted to 40.'")
    assert len(engine.evaluate("() => spoken")) <= 2, "a screen reader hears each picture"
    asked = len(engine.evaluate(COUNTS))
    engine.evaluate(REST)
    drawn = engine.evaluate(COUNTS)
    assert len(drawn) == asked, f"it is finished, and asked again: {FILE}"


def test_what_is_turned_goes_first_and_it_goes_on_with_that(engine: Engine, tally_address: str) -> None:
    start(engine, tally_address + "/", until=999, pause=20)
    engine.wait(f"() => ({COUNT})() >= 5")
    turn(engine, "step", 9)
    engine.wait(f"() => ({COUNT})() >= 60")
    turn(engine, "counting")
    engine.wait(SETTLED)
    counts = engine.evaluate(COUNTS)
    steps = [after - before for before, after in pairwise(counts)]
    turned = steps.index(9)
    assert set(steps[:turned]) <= {0, 1} and set(steps[turned:-1]) == {9}, f"{steps}: {FILE}"
    assert count(engine) == counts[-1] < 999, "what stopped it did not win"


def test_the_keyboard_keeps_its_place(engine: Engine, tally_address: str) -> None:
    """On the button that starts and stops it, though the picture is another one each time."""
    engine.open(tally_address + "/nl/")
    turn(engine, "until", 999)
    engine.wait(SETTLED)
    engine.evaluate(f"() => {FIRST}.querySelector('.k-offer').focus()")
    engine.press("Enter")
    engine.wait(f"() => ({COUNT})() >= 10")
    assert engine.evaluate("() => document.activeElement.textContent") == "stop"
    engine.press("Enter")
    engine.wait(SETTLED)
    assert engine.evaluate("() => document.activeElement.textContent") == "start"


def test_in_a_tab_that_nobody_sees_it_waits(engine: Engine, tally_address: str) -> None:
    """The tab says that it is hidden: WebDriver has no way to hide one."""
    start(engine, tally_address + "/", until=999, pause=20)
    engine.wait(f"() => ({COUNT})() >= 5")
    engine.evaluate(SEEN, "hidden")
    engine.evaluate(REST)
    stood = count(engine)
    engine.evaluate(REST)
    assert count(engine) == stood, FILE
    engine.evaluate(SEEN, "visible")
    engine.wait(f"() => ({COUNT})() >= {stood + 5}")
    engine.evaluate(SEEN, "hidden")
    engine.evaluate(REST)
    stood = count(engine)
    # As a page comes back that the browser had put aside.
    engine.evaluate(f"() => ({SEEN.replace('document.dispatchEvent', '(() => 0)')})('visible')")
    engine.evaluate("() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    engine.wait(f"() => ({COUNT})() >= {stood + 5}")


def test_a_link_ends_it(engine: Engine, tally_address: str) -> None:
    """What a link brings is not drawn before the reader says so."""
    start(engine, tally_address + "/", until=999, pause=20)
    engine.wait(f"() => ({COUNT})() >= 5")
    engine.evaluate("() => { location.hash = 'demo=tally&until=500&step=9&pause=0&counting=true'; }")
    engine.wait(f"() => {FIRST}.fromLink")
    engine.wait(SETTLED)
    stood = count(engine)
    engine.evaluate(REST)
    assert count(engine) == stood, FILE
    engine.click("knob-demo [data-note=link] [data-action=draw]")
    engine.wait(SETTLED)
    assert count(engine) == 500


@pytest.mark.parametrize("lang", ["nl"], indirect=True)
def test_a_value_that_is_refused_ends_it(engine: Engine, tally_address: str, lang: str) -> None:
    start(engine, tally_address + HOME[lang], until=999, pause=20)
    engine.wait(f"() => ({COUNT})() >= 5")
    engine.evaluate(f"() => {{ {FIRST}.querySelector('[name=step]').max = 99; }}")
    turn(engine, "step", 42)
    engine.wait(SETTLED)
    assert "42 valt daarbuiten" in engine.evaluate(TOLD)[0]
    turn(engine, "step", 2)
    stood = count(engine)
    engine.wait(f"() => ({COUNT})() >= {stood + 4}")
