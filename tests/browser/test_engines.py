"""What a reader is promised, in Chromium, Firefox and WebKit alike: a whole page before any script runs, a knob that
answers to pointer and keyboard, CPython's pictures and numbers, and a good picture that is never lost.

The other files here look closer, in Chromium alone.
"""

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from knobs import demo, text
from knobs.controls import Slider

from .engines import Engine, EngineDied, EngineFailed
from .serving import Hostile
from .test_pages import TOO_WIDE
from .test_same_picture import PARSED, TRY, drawn

HOME = {"en": "/", "nl": "/nl/"}  # where "turn-one" is the first demo
CHAPTER = {lang: f"{home}what-is-a-parameter/" for lang, home in HOME.items()}

# Says what is not whole on a page whose scripts did not come.
NOT_WHOLE = """() => {
  const wrong = [];
  for (const demo of document.querySelectorAll("knob-demo")) {
    const name = demo.getAttribute("name");
    const picture = demo.querySelector(".k-demo__out").getBoundingClientRect();
    const drawn = demo.querySelector(".k-demo__out svg").getBoundingClientRect();
    if (picture.width < 100 || picture.height < 50 || drawn.width < 20) wrong.push(`${name} has no picture`);
    for (const part of demo.querySelectorAll("output, [data-say]"))
      if (!part.textContent.trim()) wrong.push(`${name} has an empty ${part.outerHTML}`);
    if (demo.querySelector(".k-fail").offsetParent) wrong.push(`${name} tells of a failure`);
    if (demo.matches(":defined")) wrong.push(`${name} is alive`);
  }
  return wrong;
}"""
# A script of test_same_picture.py, for the first demo of a name.
ON = """([name, given]) => (%s)(document.querySelector(`knob-demo[name="${name}"]`), given)"""
# The value beside a slider.
WRITTEN = """(demo, name) => demo.querySelector(`[name="${name}"]`).closest("label").querySelector(".k-value").textContent"""
FIRST = "document.querySelector('knob-demo')"
SETTLED = f"() => !{FIRST}.asking && ['live', 'failed'].includes({FIRST}.dataset.state)"
STATE = f"() => {FIRST}.dataset.state"
# The first demo's states from now on, each once.
RECORD = f"""() => {{
  const note = () => states.at(-1) !== {FIRST}.dataset.state && states.push({FIRST}.dataset.state);
  window.states = [];
  note();
  new MutationObserver(note).observe({FIRST}, {{ attributes: true }});
}}"""
# The heights of the first demo's frame and picture, and the picture's width, once they fit or many
# frames were painted.
FRAMED = f"""async () => {{
  const boxes = () => [".k-demo__frame", ".k-demo__out"].map((part) => {FIRST}.querySelector(part).getBoundingClientRect());
  let seen;
  for (let painted = 0; painted < 200; painted++) {{
    await new Promise(requestAnimationFrame);
    const [frame, output] = boxes();
    seen = [Math.round(frame.height), Math.round(output.height), Math.round(output.width)];
    if (painted > 10 && seen[0] === seen[1]) break;
  }}
  return seen;
}}"""
FOCUS = "() => document.activeElement.outerHTML.slice(0, 200)"
# The first demo's form as it would be sent, its picture, and the sentence under it if there is one.
SEEN = f"""() => [
  JSON.stringify({FIRST}.values()),
  {FIRST}.querySelector(".k-demo__out").innerHTML,
  [...{FIRST}.querySelectorAll(".k-fail span")].filter((part) => part.offsetParent).map((part) => part.textContent).join(),
]"""
TURN = f"""(value) => {{
  const input = {FIRST}.querySelector("input");
  input.value = value;
  input.dispatchEvent(new Event("input", {{ bubbles: true }}));
}}"""


@pytest.fixture
def host(site_dir: Path) -> Iterator[Hostile]:
    with Hostile(site_dir) as host:
        yield host


def assert_first_shows(engine: Engine, name: str, lang: str) -> str:
    """The first demo's picture is the one that CPython draws for its form, which is returned."""
    form, shown, told = engine.evaluate(SEEN)
    assert not told
    [made] = engine.evaluate(ON % PARSED, [name, [demo.run(name, lang, form)]])
    assert shown == made, f"{engine.name} shows another picture than knobs draws for {form}"
    return str(form)


def seen(engine: Engine) -> list[str]:
    """The first demo's states, each once. A slow answer may show as busy, and a second Python as booting again."""
    return [state for state in dict.fromkeys(engine.evaluate("() => states")) if state != "busy"]


def tab_to_first_input(engine: Engine) -> None:
    for _ in range(60):
        engine.press("Tab")
        if engine.evaluate(f"() => document.activeElement === {FIRST}.querySelector('input')"):
            return
    pytest.fail(f"{engine.name}: Tab does not come to the first knob; it is at {engine.evaluate(FOCUS)}")


def test_whole_before_any_script(engine: Engine, host: Hostile, lang: str) -> None:
    host.trouble["*.js"] = "missing"
    engine.resize(390, 844)
    for place in (HOME[lang], CHAPTER[lang]):
        engine.open(host.address + place)
        assert engine.evaluate(NOT_WHOLE) == []
        assert engine.evaluate(TOO_WIDE) == []
    for message in engine.messages():
        assert ".js" in message, message  # they are missing, which is as it should be


# Chromium, both languages and all values: test_same_picture.py
@pytest.mark.parametrize(("running", "lang"), [("firefox", "en"), ("webkit", "nl")], indirect=True)
def test_draws_what_cpython_draws(
    engine: Engine, address: str, demo_pages: dict[str, list[tuple[str, str]]], lang: str
) -> None:
    """Each demo on a page that shows it; that of the first page has a turn in the tests below."""
    left = set(demo.names()) - {"turn-one"}
    for place, shown in demo_pages.items():
        here = sorted(left & {name for name, its_lang in shown if its_lang == lang})
        if not here:
            continue
        left -= set(here)
        engine.new_profile(390, 844)  # no service worker, which would hand WebKit the page without our ears
        engine.open(address + place)
        assert engine.evaluate(STATE) == "static", "Python starts before anybody touched a demo"
        assert engine.evaluate(TOO_WIDE) == []
        engine.evaluate(RECORD)
        engine.hover("knob-demo")
        engine.wait(SETTLED)
        assert seen(engine) == ["static", "booting", "live"]
        for name in here:
            assert_same_pictures(engine, name, lang)
        assert engine.evaluate(TOO_WIDE) == []
    assert not left, f"no page shows {left}"


def assert_same_pictures(engine: Engine, name: str, lang: str) -> None:
    """With each control at both ends, and back (in between, Chromium: test_same_picture.py): what the worker sent, what
    the page made of it, and the values beside.
    """
    controls = demo.load(name).controls
    start = engine.evaluate(ON % "demo => demo.values()", [name])
    ends = {
        control: (trials[0], trials[-1], start[control])
        for control in controls
        for trials in [controls[control].trials()]
    }
    steps = [(control, value) for control, values in ends.items() for value in values]
    tried = engine.evaluate(ON % TRY, [name, steps])
    answers = drawn(name, lang, [form for form, *_ in tried])
    parsed = engine.evaluate(ON % PARSED, [name, answers])
    for step, (form, answer, seen, refused), here, made in zip(steps, tried, answers, parsed, strict=True):
        assert dict([step]).items() <= json.loads(form).items(), f"{step} did not reach the form {form}"
        assert answer == here, f"{name} {form}: Python in {engine.name} draws another picture than CPython"
        assert (seen == made) is not refused, (
            f"{name} {form}: {engine.name} shows another picture than it was sent"
        )
    values = json.loads(tried[-1][0])
    for control, slider in controls.items():
        if isinstance(slider, Slider):
            written = engine.evaluate(ON % WRITTEN, [name, control])
            assert written == text.number(values[control], lang, slider.decimals), f"{name}: {control}"


def test_numbers_are_written_like_cpython(engine: Engine, address: str) -> None:
    engine.open(address + "/")
    values = [0, -0.0, -7, 0.05, -0.5, 999, 1000, -1234.5, 9999.99, 10000, -12345.6, 1234567]
    for lang in text.LANGUAGES:
        for decimals in (0, 1, 3):
            written = engine.evaluate(
                """([values, lang, decimals]) => import(new URL("numbers.js", document.querySelector("script[src*=knob-demo]").src))
                     .then(({ number }) => values.map((value) => number(value, lang, decimals)))""",
                [[round(value, decimals) for value in values], lang, decimals],
            )
            wanted = [text.number(round(value, decimals), lang, decimals) for value in values]
            assert written == wanted, f"{engine.name}: look in site_src/browser/numbers.js"


def test_the_keyboard_alone(engine: Engine, address: str) -> None:
    """Tab comes to the knob, and that starts Python; arrows turn it. Back again, picture and knob agree."""
    engine.open(address + "/nl/")
    engine.evaluate(RECORD)
    tab_to_first_input(engine)
    assert engine.evaluate(STATE) != "static", "focus alone starts Python"
    engine.press("ArrowRight", "ArrowRight")
    engine.wait(SETTLED)
    form = assert_first_shows(engine, "turn-one", "nl")
    assert json.loads(form)["turn"] == pytest.approx(2 * demo.load("turn-one").controls["turn"].step)
    assert engine.evaluate("() => states")[:2] == ["static", "booting"]
    assert_same_pictures(engine, "turn-one", "nl")
    engine.press("Home")
    engine.wait(SETTLED)
    assert_first_shows(engine, "turn-one", "nl")
    engine.reload()  # Firefox would bring back the value
    engine.wait(f"() => !{FIRST}.asking")
    assert_first_shows(engine, "turn-one", "nl")
    assert engine.evaluate("() => document.querySelector('#__search').checked") is False


def test_the_frame_is_as_high_as_the_picture(engine: Engine, address: str) -> None:
    """Or some of the picture could not be seen."""
    told = "look at site_src/browser/frame.js"
    engine.open(address + HOME["en"])
    widths = set()
    for page_width in (1280, 600, 390):
        engine.resize(page_width, 844)
        frame, picture, width = engine.evaluate(FRAMED)
        assert frame == picture > 100, f"{engine.name}, page of {page_width}: {told}"
        widths.add(width)
    assert len(widths) == 3, f"the picture keeps its size in a page of another width: {widths}"
    engine.evaluate(f"() => {FIRST}.querySelector('.k-demo__out').append(document.createElement('hr'))")
    frame, grown, _ = engine.evaluate(FRAMED)
    assert frame == grown > picture, f"{engine.name}, a picture that grew: {told}"
    engine.evaluate(f"() => {FIRST}.querySelector('.k-demo__out hr').remove()")
    frame, shrunk, _ = engine.evaluate(FRAMED)
    assert frame == shrunk == picture, f"{engine.name}, a picture that shrank, at rest: {told}"


def test_a_good_picture_is_never_lost(engine: Engine, host: Hostile) -> None:
    """Not while Python does not come, nor when it refuses a value."""
    lang = "en"
    lost = {"*/assets/ahead/*": "missing"}  # with these there would be another good one: test_ahead.py
    host.trouble = {"*/pyodide.asm.wasm": "missing", **lost}
    engine.open(host.address + HOME[lang])
    _, picture, _ = engine.evaluate(SEEN)
    engine.click("knob-demo input")
    engine.wait(SETTLED)
    for why, next_trouble in {"start": {"*/library.packed": "cut", **lost}, "network": lost}.items():
        assert engine.evaluate(STATE) == "failed"
        _, shown, told = engine.evaluate(SEEN)
        assert (shown, told) == (picture, demo.REASONS[why][lang])
        host.trouble = next_trouble
        engine.click("knob-demo [data-action=retry]")
        engine.wait(SETTLED)
    assert engine.evaluate(STATE) == "live"
    assert_same_pictures(engine, "turn-one", lang)
    _, picture, _ = engine.evaluate(SEEN)
    engine.evaluate(f"() => {{ {FIRST}.querySelector('input').max = 99 }}")
    engine.evaluate(TURN, 42)
    engine.wait(SETTLED)
    _, shown, told = engine.evaluate(SEEN)
    with pytest.raises(demo.InputError) as refused:
        demo.run("turn-one", lang, '{"turn": 42}')
    assert (shown, told) == (picture, str(refused.value))
    for message in engine.messages():  # each browser mourns a lost file in its own words
        assert "policy" not in message.lower() and "asks for" not in message, message


# A worker in which there is no memory for Python: its own script, and then this.
NO_ROOM = """() => {
  const { href } = new URL("worker.js", document.querySelector("script[src*=knob-demo]").src);
  const refuse = `const { instantiate } = WebAssembly;
    WebAssembly.instantiate = async (module, imports) => {
      if (imports?.wasi_snapshot_preview1) throw new RangeError("Cannot allocate Wasm memory for new instance");
      return instantiate(module, imports);
    };`;
  const script = new Blob([`import ${JSON.stringify(href)};${refuse}`], { type: "text/javascript" });
  window.Full = Worker;
  window.Worker = class extends Worker {
    constructor() { super(URL.createObjectURL(script), { type: "module" }); }
  };
}"""


NO_WASM = "() => { window.Full = WebAssembly; delete window.WebAssembly; }"


@pytest.mark.parametrize(
    ("lang", "why", "lack", "mend"),
    [
        ("nl", "room", NO_ROOM, "() => { window.Worker = window.Full; }"),
        ("en", "wasm", NO_WASM, "() => { window.WebAssembly = window.Full; }"),
    ],
    ids=["memory", "wasm"],
)
def test_what_a_browser_lacks_is_told(
    engine: Engine, address: str, lang: str, why: str, lack: str, mend: str
) -> None:
    """In one sentence; and once it is there, Python starts after all."""
    engine.open(address + HOME[lang])
    engine.evaluate(lack)
    _, before, _ = engine.evaluate(SEEN)
    engine.click("knob-demo input")
    engine.wait(SETTLED)
    _, shown, told = engine.evaluate(SEEN)
    assert (told, shown) == (demo.REASONS[why][lang], before), (
        f"{engine.name}; look at worker.js and runtime.js"
    )
    engine.evaluate(mend)
    engine.click("knob-demo [data-action=retry]")
    engine.wait(SETTLED)
    assert engine.evaluate(STATE) == "live"
    assert_first_shows(engine, "turn-one", lang)


def test_a_browser_that_hangs_fails_its_test_and_no_other(
    engine: Engine, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.open(address + "/")
    monkeypatch.setattr("tests.browser.engines.LIMIT", 2)
    with pytest.raises(EngineFailed, match=f"^{engine.name} hung while evaluating"):
        engine.evaluate("() => { for (;;); }")
    monkeypatch.undo()
    engine.new_profile()
    engine.open(address + "/nl/")
    assert engine.evaluate("() => document.documentElement.lang") == "nl"


# The first workers have an engine that breaks at the first picture; and what a reader is told from then on.
FAULTS = """(workers) => {
  const { href } = new URL("worker.js", document.querySelector("script[src*=knob-demo]").src);
  const fault = `const { parse } = JSON;
    JSON.parse = (text) => {
      if (!text.startsWith('{"html"')) return parse(text);
      throw new WebAssembly.RuntimeError("Out of bounds memory access");
    };`;
  const script = new Blob([`import ${JSON.stringify(href)};${fault}`], { type: "text/javascript" });
  window.Worker = class extends Worker {
    constructor(...options) { super(...(workers-- > 0 ? [URL.createObjectURL(script), options[1]] : options)); }
  };
}"""


@pytest.mark.parametrize(("faults", "ends"), [(1, "live"), (2, "failed")])
def test_an_engine_that_breaks_once_is_no_news(engine: Engine, address: str, faults: int, ends: str) -> None:
    """Another Python answers, and the reader hears nothing; of one that breaks again the reader hears."""
    engine.open(address + HOME["nl"])
    engine.evaluate(FAULTS, faults)
    engine.evaluate(RECORD)
    _, before, _ = engine.evaluate(SEEN)
    engine.click("knob-demo input")
    engine.wait(SETTLED)
    assert seen(engine) == ["static", "booting", ends], "look at ask() in site_src/browser/runtime.js"
    if ends == "failed":
        assert engine.evaluate(SEEN)[1:] == [before, demo.REASONS["crash"]["nl"]]
        engine.click("knob-demo [data-action=retry]")
        engine.wait(SETTLED)
    assert_first_shows(engine, "turn-one", "nl")


PAGES = {"chromium": "--type=renderer", "firefox": "Web Content", "webkit": "WebKitWebProcess"}


def below(process: int) -> Iterator[int]:
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            yield child
            yield from below(child)


def end_pages(engine: Engine) -> None:
    """Kill the processes in which pages live, as a fault of the browser's own would end them."""
    for process in below(engine.process):
        about = Path(f"/proc/{process}")
        if PAGES[engine.name] in (about / "cmdline").read_text() + (about / "comm").read_text():
            os.kill(process, signal.SIGKILL)


def test_a_browser_that_dies_is_told_apart(engine: Engine, address: str) -> None:
    """From one that answers, or hangs: so that its test is run once more. The next test gets a new browser."""
    engine.open(address + "/")
    end_pages(engine)
    with pytest.raises(EngineDied, match=f"^{engine.name} died while evaluating"):
        engine.wait("() => false")
    engine.new_profile()
    engine.open(address + "/nl/")
    assert engine.evaluate("() => document.documentElement.lang") == "nl"
