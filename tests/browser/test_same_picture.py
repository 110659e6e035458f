"""What Python draws in the browser is what CPython draws here, byte for byte.

Each demo, in both languages, with each control at its extremes and in the middle.
"""

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest
from knobs import demo, text, views
from knobs.controls import Slider
from playwright.sync_api import Locator

from .conftest import Visit
from .driving import demo_on, go_live

Shown = dict[str, list[tuple[str, str]]]


def first_shown(demo_pages: Shown, lang: str) -> Iterator[tuple[str, list[str]]]:
    """Each page with the demos that no page before it shows: so that all of them are visited once."""
    left = set(demo.names())
    for place, listed in demo_pages.items():
        here = sorted(left & {name for name, its_lang in listed if its_lang == lang})
        left -= set(here)
        if here:
            yield place, here
    assert not left, f"no page in docs/{lang} shows {left}"


# Give controls their values, one after the other; each time the form, Python's answer, and what is then shown.
TRY = """async (demo, steps) => {
  const tried = [];
  for (const [name, value] of steps) {
    const control = demo.querySelector(`form [name="${name}"]`);
    if (control.hasAttribute("aria-pressed")) {
      if (control.getAttribute("aria-pressed") !== String(value)) control.click();
    } else {
      control.value = value;
      control.dispatchEvent(new Event("input", { bubbles: true }));
    }
    while (demo.asking) await new Promise((settled) => setTimeout(settled, 1));
    const shown = demo.querySelector(".k-demo__out").innerHTML;
    // It may have told of something else since: that a part of Python came.
    const { type, message, html, refused } = heard.findLast(({ type }) => ["answer", "failed"].includes(type));
    if (type === "failed") throw new Error(`Python broke at ${JSON.stringify(demo.values())}: ${message}`);
    tried.push([JSON.stringify(demo.values()), refused ?? html, shown, refused !== undefined]);
  }
  return tried;
}"""
# What the browser makes of HTML: the same elements may be written in another way.
PARSED = """(demo, pieces) => pieces.map((html) => {
  const made = document.createElement("output");
  made.innerHTML = html;
  return made.innerHTML;
})"""


def drawn(name: str, lang: str, forms: Iterable[str]) -> list[str]:
    """What CPython answers to one form after the other.

    To the same form the same, so it is asked once; but a demo that makes something goes on from what was made.
    """
    shown = demo.load(name)
    answer = answered.__wrapped__ if shown.makes or shown.uses else answered
    return [answer(name, lang, form) for form in forms]


@cache
def answered(name: str, lang: str, form: str) -> str:
    (said,) = json.loads(demo.answer(name, lang, form)).values()
    return str(said)


def test_drawn_like_cpython(visit: Visit, demo_pages: Shown, lang: str) -> None:
    """Page by page, so that Python starts once for all demos of a page."""
    for place, names in first_shown(demo_pages, lang):
        page = visit(place)
        asked: list[str] = []
        page.context.on("request", lambda request, asked=asked: asked.append(Path(request.url).name))
        for name in names:
            go_live(demo_on(page, name))
        assert "library.packed" in asked
        # Only to refuse a word, and name those that are near, may take more.
        assert "library-rest.zip" not in asked, (
            f"{place}: a demo needs a module that sitekit/runtime.py left out of EVERYDAY"
        )
        for name in names:
            assert_drawn_like_cpython(demo_on(page, name), name, lang)


def assert_drawn_like_cpython(shown: Locator, name: str, lang: str) -> None:
    start = shown.evaluate("demo => demo.values()")
    steps = [
        (control, value)
        for control, description in demo.load(name).controls.items()
        for value in (*description.trials(), start[control])
    ]
    tried = shown.evaluate(TRY, steps)
    answers = drawn(name, lang, [form for form, *_ in tried])
    parsed = shown.evaluate(PARSED, answers)
    for step, (form, answer, seen, refused), here, made in zip(steps, tried, answers, parsed, strict=True):
        assert dict([step]).items() <= json.loads(form).items(), f"{step} did not reach the form {form}"
        assert answer == here, (
            f"{name} {form}: Pyodide and CPython draw another picture; see knobs/demos/{name}.py"
        )
        assert (seen == made) is not refused, (
            f"{name} {form}: the page shows another picture; see site_src/browser/knob-demo.js"
        )


# The text of the value and the lines of the dial, after each turn of the slider.
READINGS = """(demo, [name, values]) => values.map(value => {
  demo.asking = true; // asks Python nothing: this is about the form alone
  const input = demo.querySelector(`[name="${name}"]`);
  input.value = value;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  const label = input.closest("label");
  const dial = label.querySelector(".k-dial");
  return [label.querySelector(".k-value").textContent, dial && new XMLSerializer().serializeToString(dial)];
})"""


def test_values_are_written_like_cpython(visit: Visit, demo_pages: Shown, lang: str) -> None:
    for place, names in first_shown(demo_pages, lang):
        page = visit(place)
        for name in names:
            sliders = {key: one for key, one in demo.load(name).controls.items() if isinstance(one, Slider)}
            for control, slider in sliders.items():
                assert_written_like_cpython(demo_on(page, name), control, slider, lang)


def assert_written_like_cpython(shown: Locator, control: str, slider: Slider, lang: str) -> None:
    steps = round((slider.high - slider.low) / slider.step)
    values = [round(slider.low + step * slider.step, slider.decimals) for step in range(steps + 1)]
    for value, (written, dial) in zip(values, shown.evaluate(READINGS, [control, values]), strict=True):
        assert written == text.number(value, lang, slider.decimals), f"{control} = {value}"
        if dial:
            drawn = str(views.dial(value, slider.low, slider.high))
            assert numbers(dial) == pytest.approx(numbers(drawn), abs=0.11), f"{control} = {value}"


def numbers(dial: str) -> list[float]:
    """All lengths and angles in the drawing; a half may be rounded up here and down there."""
    return [float(written) for written in re.findall(r"-?[\d.]+", dial.partition("<")[2].partition(">")[2])]


# Turn from value to value, and keep count: what the page wrote, and how many of the picture's nodes it put in.
NODES = """async (demo, [control, values]) => {
  const output = demo.querySelector(".k-demo__out");
  const seen = [];
  for (const value of values) {
    const input = demo.querySelector(`form [name="${control}"]`);
    const records = [];
    const watch = new MutationObserver((seen) => records.push(...seen));
    watch.observe(output, { subtree: true, childList: true, characterData: true, attributes: true });
    input.value = value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    while (demo.asking) await new Promise((done) => setTimeout(done));
    records.push(...watch.takeRecords());
    watch.disconnect();
    seen.push([records.length, records.filter(({ addedNodes }) => addedNodes.length).length]);
  }
  return seen;
}"""


def test_a_turn_writes_only_what_differs(visit: Visit) -> None:
    """Else the browser reads, styles and lays out the whole picture anew, at each turn."""
    shown = demo_on(visit("/"), "slope")
    go_live(shown)
    (first, *turns) = shown.evaluate(NODES, ["a", [0.5, 0.51, -0.7, 1, 0.2]])
    assert first == [0, 0], "nothing differs, and something was written: look in site_src/browser/picture.js"
    for written, put_in in turns:
        assert 0 < written < 20 and not put_in, "look in site_src/browser/picture.js"


def test_every_number_is_written_like_cpython(visit: Visit) -> None:
    """Also where no slider of today goes: thousands, below zero, zero from below."""
    page = visit("/")
    values = {
        0: [0, -0.0, -7, 999, 1000, 9999, 10000, -12345, 1234567],
        1: [0.1, -0.5, 1234.5, -12345.6],
        2: [0.05],
    }
    for lang in text.LANGUAGES:
        for decimals, tried in values.items():
            written = page.evaluate(
                """([values, lang, decimals]) => import(new URL("numbers.js", document.querySelector("script[src*=knob-demo]").src))
                   .then(({ number }) => values.map((value) => number(value, lang, decimals)))""",
                [tried, lang, decimals],
            )
            wanted = [text.number(value, lang, decimals) for value in tried]
            assert written == wanted, "look in site_src/browser/numbers.js"
