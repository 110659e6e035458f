"""A reader runs, stops, edits, resets and shares the Python of a page, and opens that of a demo: in three engines."""

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from knobs import demo, telling
from knobs.text import LANGUAGES

from .engines import Engine
from .serving import Hostile

PAGES = {"en": "/what-is-a-parameter/", "nl": "/nl/what-is-a-parameter/"}
LINE = Path(demo.__file__).parent / "demos/line.py"

# Open code in the last block, as from a link, and press its Run.
RUN = """(code) => {
  const block = [...document.querySelectorAll("knob-run")].at(-1);
  if (code !== null) block.open(code);
  block.querySelector(".k-run__buttons [data-action=run]").click();
}"""
ENDED = "() => ![...document.querySelectorAll('knob-run')].some((block) => block.waiting)"
SEEN = """() => {
  const block = [...document.querySelectorAll("knob-run")].at(-1);
  const notes = [...block.querySelectorAll("[data-note]")].filter(({ hidden }) => !hidden);
  const whys = [...block.querySelectorAll("[data-why]")].filter((part) => part.offsetParent);
  return {
    state: block.dataset.state,
    printed: block.querySelector(".k-run__printed").textContent,
    notes: notes.map(({ dataset }) => dataset.note),
    whys: whys.map(({ dataset }) => dataset.why),
    code: block.own.text,
  };
}"""
PRINTED = "() => [...document.querySelectorAll('.k-run__printed')].map((output) => output.textContent)"
STOP = "() => [...document.querySelectorAll('knob-run')].at(-1).querySelector('[data-action=stop]').click()"
# How often the page could paint while the program ran, out of 20.
PAINTS = """async () => {
  for (let i = 0; i < 20; i++) await new Promise((painted) => setTimeout(painted, 5));
  return [...document.querySelectorAll(".k-run__printed")].at(-1).textContent.length;
}"""
PYTHONS = "() => heard.filter((message) => message?.type === 'progress').length"
WRITES = "() => [...document.querySelectorAll('.k-run__printed')].at(-1).textContent.includes('begun')"

# Code that ends by itself, and what a reader must then read.
ENDING = {
    "deep recursion": ("def f(): return f()\nf()", "RecursionError"),
    "memory": ("kept = []\nwhile True: kept.append(bytearray(50_000_000))", "MemoryError"),
    "input": ("input('Who? ')", "EOFError"),
    "exit": ("import sys\nsys.exit(3)", "3"),
    "absent module": ("import numpy", "numpy"),
    "syntax": ("for x in [1, 2]\n    print(x)", "SyntaxError"),
    "no builtins": ("import builtins\nbuiltins.__dict__.clear()", ""),
    "no print": ("import builtins\ndel builtins.print\nbuiltins.len = None\nprint(1)", "NameError"),
    "no streams": ("import sys\nsys.stdout.close()\nsys.stdout = None\nsys.stderr = None", ""),
    "no modules": ("import sys\nsys.modules.clear()", ""),
}
ENDLESS = {
    "loop": "print('begun', flush=True)\nwhile True: pass",
    "print": "print('begun')\nwhile True: print('and on')",
    "sleep": "import time\nprint('begun', flush=True)\ntime.sleep(3600)",
    "pattern": "import re\nprint('begun', flush=True)\nre.match('(a+)+$', 'a' * 60 + 'b')",
}


@pytest.fixture
def host(site_dir: Path) -> Iterator[Hostile]:
    with Hostile(site_dir) as host:
        yield host


def run(engine: Engine, code: str | None) -> dict[str, object]:
    """Run the last block of the page, with this code in it or with its own, and wait for its end."""
    engine.evaluate(RUN, code)
    engine.wait(ENDED)
    seen: dict[str, object] = engine.evaluate(SEEN)
    return seen


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_the_page_shows_is_what_it_prints(engine: Engine, address: str, lang: str) -> None:
    engine.open(address + PAGES[lang])
    before = engine.evaluate(PRINTED)
    assert before and all(before)
    seen = run(engine, None)
    assert engine.evaluate(PRINTED) == before, (
        f"{engine.name} prints something else than CPython; see docs/{lang}"
    )
    assert (seen["state"], seen["notes"]) == ("live", ["before"] if len(before) > 1 else [])
    assert run(engine, None)["notes"] == [], "what ran stays known, so nothing above runs again"


def test_whatever_ends_badly_is_told_and_the_next_run_works(engine: Engine, address: str) -> None:
    engine.open(address + PAGES["nl"])
    for name, (code, told) in ENDING.items():
        seen = run(engine, code)
        printed = str(seen["printed"])
        assert told in printed, f"{engine.name}, {name}: {seen}"
        assert seen["code"] == code, f"{engine.name}, {name}: the reader's text is gone"
        if told.endswith("Error"):
            words = telling.UNREADABLE if told == "SyntaxError" else telling.STOPPED
            assert words["nl"].partition("{")[0] in printed, f"{engine.name}, {name}: {printed}"
        again = run(engine, "print('fine', 6 * 7)")
        assert again["printed"] == "fine 42\n", f"{engine.name}, after {name}: {again}"
    engine.messages()  # a page may say that memory was full


def test_stop_ends_what_never_ends(engine: Engine, address: str) -> None:
    engine.open(address + PAGES["en"])
    for name, code in ENDLESS.items():
        engine.evaluate(RUN, code)
        engine.wait(WRITES)
        assert engine.evaluate(PAINTS) < 200_000, f"{engine.name}, {name}: the output has no bound"
        engine.evaluate(STOP)
        engine.wait(ENDED)
        seen = engine.evaluate(SEEN)
        assert seen["code"] == code, f"{engine.name}, {name}: the reader's text is gone"
        assert {"stopped", "slow-stop"} & set(seen["notes"]), f"{engine.name}, {name}: {seen}"
        again = run(engine, "print('fine', 6 * 7)")
        assert again["printed"] == "fine 42\n", f"{engine.name}, after {name}: {again}"
    if engine.name == "webkit":
        engine.close()  # it cannot end a worker inside C code, so the pattern would keep a core busy


HOSTILE = """
from knobs.markup import Markup
BAD = '<img src=x onerror="document.title = 1"><script>document.title = 2</script><b onclick="x">bold</b>'
class View:
    def html(self, lang):
        return Markup(BAD + '<svg><circle r="5" class="k-knob" onload="x"/></svg><form action="/x"><a href="/y">y</a></form>')
show(View())
print(BAD)
raise ValueError(BAD)
"""
FOUND = """() => {
  const output = [...document.querySelectorAll(".k-run__printed")].at(-1);
  const all = [...output.querySelectorAll("*")];
  return {
    tags: all.map(({ localName }) => localName),
    handlers: all.flatMap((part) => [...part.attributes]).filter(({ name }) => /^(on|href|src|style|action)/.test(name)).length,
    text: output.textContent,
    title: document.title,
  };
}"""


def test_what_a_program_writes_stays_text(engine: Engine, address: str) -> None:
    engine.open(address + PAGES["en"])
    title = engine.evaluate("() => document.title")
    run(engine, HOSTILE)
    found = engine.evaluate(FOUND)
    assert not {"img", "script", "form", "a"} & set(found["tags"]), f"{engine.name}: {found}"
    assert "circle" in found["tags"], "the harmless part of the picture is gone"
    assert (found["handlers"], found["title"]) == (0, title)
    assert found["text"].count('<img src=x onerror="document.title = 1">') == 2, (
        "printed, and in the message of the error"
    )
    engine.messages()  # the policy, a second net, may report what the first one then took out


ESCAPES = """
import js
from pyodide.code import run_js
for name in ["postMessage", "caches", "indexedDB", "XMLHttpRequest", "WebSocket", "Worker", "BroadcastChannel", "importScripts"]:
    print(name, hasattr(js, name))
for way in ["fetch('http://elsewhere.invalid/')", "import('http://elsewhere.invalid/x.js')"]:
    try:
        run_js(way)
    except Exception as error:
        print("refused at once")
"""

SERVED = "async () => Boolean((await navigator.serviceWorker.getRegistration())?.active)"


@pytest.mark.parametrize("visit", ["first", "next"])
def test_a_program_reaches_nobody(engine: Engine, host: Hostile, visit: str) -> None:
    """On the next visit a service worker gives the worker, and with it the policy."""
    engine.open(host.address + PAGES["en"])
    if visit == "next":
        engine.wait(SERVED)
        engine.reload()
        assert engine.evaluate("() => Boolean(navigator.serviceWorker.controller)")
    seen = run(engine, ESCAPES)
    assert "True" not in str(seen["printed"]), f"{engine.name}: {seen['printed']}"
    # Firefox reports that the policy forbade the worker to evaluate JavaScript, which is as it should be.
    allowed = ("elsewhere.invalid", "blocked a JavaScript eval")
    assert [message for message in engine.messages() if not any(part in message for part in allowed)] == []


def test_a_link_runs_nothing_and_a_draft_survives(engine: Engine, address: str) -> None:
    engine.open(address + PAGES["en"])
    own = engine.evaluate(SEEN)["code"]
    engine.evaluate("() => [...document.querySelectorAll('knob-run')].at(-1).open('print(1 + 1)')")
    link = engine.evaluate(
        """async () => {
             const block = [...document.querySelectorAll("knob-run")].at(-1);
             block.querySelector("[data-action=share]").click();
             while (!/^#code=/.test(location.hash)) await new Promise((wait) => setTimeout(wait, 10));
             return location.href;
           }"""
    )
    assert engine.messages() == []
    engine.new_profile()  # of whoever gets the link
    engine.open(link)
    engine.wait("() => [...document.querySelectorAll('knob-run')].at(-1).own?.unread")
    seen = engine.evaluate(SEEN)
    assert (seen["code"], seen["notes"], seen["state"]) == ("print(1 + 1)", ["link"], "static")
    assert engine.evaluate(PYTHONS) == 0, "Python started for a link that nobody has looked at"
    assert run(engine, None)["printed"] == "2\n"
    # Run by the reader, it is theirs: kept, also when the language changes, and given up only by Reset.
    engine.open(address + PAGES["nl"])
    engine.wait("() => Boolean(document.querySelector('knob-run')?.own)")
    seen = engine.evaluate(SEEN)
    assert (seen["code"], seen["notes"]) == ("print(1 + 1)", ["draft"])
    engine.reload()
    engine.wait("() => Boolean(document.querySelector('knob-run')?.own)")
    engine.evaluate(
        "() => [...document.querySelectorAll('knob-run')].at(-1).querySelector('[data-action=reset]').click()"
    )
    engine.open(address + PAGES["en"])
    engine.wait("() => Boolean(document.querySelector('knob-run')?.own)")
    seen = engine.evaluate(SEEN)
    assert (seen["code"], seen["notes"]) == (own, [])


@pytest.mark.parametrize(
    "fragment", ["#code=1.@@@", "#code=9.AAAA", "#code=1." + "A" * 20_000, "#demo=line&a=99", "#demo=none"]
)
def test_a_bad_link_is_one_sentence(engine: Engine, address: str, fragment: str) -> None:
    engine.open(address + PAGES["nl"] + fragment)
    notes = "() => [...document.querySelectorAll('[data-note]')].filter((note) => note.offsetParent).map((n) => n.dataset.note)"
    [note] = engine.wait(f"() => {{ const found = ({notes})(); return found.length && found; }}")
    assert re.fullmatch("link-(broken|newer|large)", note)
    assert engine.evaluate(PYTHONS) == 0


def test_editing_by_keyboard(engine: Engine, address: str) -> None:
    engine.open(address + PAGES["nl"])
    engine.click("knob-run:first-of-type [data-action=edit]")
    engine.wait("() => document.activeElement?.classList.contains('cm-content')")
    engine.press("Control+a")
    engine.type("print(2 ** 10)")
    engine.press("Control+Enter")
    first = "document.querySelector('knob-run')"
    engine.wait(f"() => {first}.own.text === 'print(2 ** 10)'")
    engine.wait(f"() => !{first}.waiting && {first}.ran")
    assert engine.evaluate(f"() => {first}.output.textContent") == "1024\n"
    engine.press("Escape", "Tab")
    assert (
        engine.evaluate(f"() => {first}.contains(document.activeElement) && document.activeElement.localName")
        == "button"
    )


DEMO = "document.querySelector('knob-demo[name=line]')"


def test_the_python_of_a_demo_redraws_it(engine: Engine, address: str) -> None:
    engine.open(address + PAGES["nl"])
    source = LINE.read_text("utf-8")
    engine.click("knob-demo[name=line] [data-action=source]")
    engine.wait("() => document.activeElement?.classList.contains('cm-content')")
    assert engine.evaluate(f"() => {DEMO}.own.text") == source
    shifted = source.replace("return a * x + b", "return a * x + b + 100")
    assert shifted != source
    engine.evaluate(f"(code) => {DEMO}.open(code)", shifted)
    engine.evaluate(f"() => {DEMO}.querySelector('[data-note=link-code] button').click()")
    say = f"() => {DEMO}.asking ? '' : {DEMO}.querySelector('[data-say]').textContent"
    engine.wait(f"() => ({say})().includes('101,00')")
    engine.evaluate(f"() => {DEMO}.querySelector('[data-action=reset]').click()")
    html = demo.run("line", "nl", json.dumps({"a": 0.5, "b": 0.5, "x": 1, "best": False}))
    told = re.search(r"data-say[^>]*>([^<]*)<", html)
    assert told
    engine.wait(f"(told) => ({say})() === told", told[1])


def test_positions_survive_the_language(engine: Engine, address: str) -> None:
    engine.open(address + PAGES["en"])
    engine.evaluate(
        f"""() => {{
             const input = {DEMO}.querySelector("[name=a]");
             input.value = 1.25;
             input.dispatchEvent(new Event("input", {{ bubbles: true }}));
             {DEMO}.querySelector("[name=best]").click();
           }}"""
    )
    engine.click(".k-lang a")
    engine.wait(
        "() => document.documentElement.lang === 'nl' && Boolean(document.querySelector('knob-demo')?.form)"
    )
    engine.wait(f"() => {DEMO}.dataset.state === 'live' && !{DEMO}.asking")
    values = engine.evaluate(f"() => {DEMO}.values()")
    assert (values["a"], values["best"]) == (1.25, True)
    assert engine.evaluate(f"() => {DEMO}.querySelector('.k-value').textContent") == "1,25"


@pytest.mark.parametrize(
    ("file", "trouble"), [("*/pyodide.asm.wasm", "missing"), ("*/library.packed", "cut")]
)
def test_no_python_no_harm(engine: Engine, host: Hostile, file: str, trouble: str) -> None:
    host.trouble[file] = trouble
    engine.open(host.address + PAGES["nl"])
    before = engine.evaluate(PRINTED)
    seen = run(engine, None)
    assert seen["state"] == "failed" and len(seen["whys"]) == 1, f"{engine.name}: {seen}"
    assert engine.evaluate(PRINTED) == before, "what the page showed is gone"
    host.trouble.clear()
    engine.evaluate(
        "() => [...document.querySelectorAll('knob-run')].at(-1).querySelector('[data-action=retry]').click()"
    )
    engine.wait(ENDED)
    assert engine.evaluate(PRINTED) == before
    assert engine.evaluate(SEEN)["state"] == "live"
    engine.messages()  # the browser's own, about the file that did not come


LACKS = """async (files) => {
  const names = await caches.keys();
  const kept = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return files.filter((file) => !kept.flat().some(({ url }) => url.endsWith(file)));
}"""
OFFLINE = (PAGES["nl"], "/knob-run.js", "/worker.js", "/library.packed", "/pyodide.asm.wasm", ".whl")


def test_the_page_and_its_python_come_back_without_a_network(engine: Engine, host: Hostile) -> None:
    """What was visited is kept; test_offline.py looks closer."""
    engine.open(host.address + PAGES["nl"])
    assert run(engine, "print(6 * 7)")["printed"] == "42\n"
    for _ in range(300):
        if not (lacking := engine.evaluate(LACKS, OFFLINE)):
            break
        time.sleep(0.1)
    assert not lacking, f"{engine.name} has not kept {lacking}; look in site_src/browser/service-worker.js"
    engine.messages()
    host.stop()
    engine.open(host.address + PAGES["nl"])
    engine.wait("() => Boolean(document.querySelector('knob-run')?.own)")
    assert run(engine, "print(6 * 8)")["printed"] == "48\n", f"{engine.name} needs the network"
    engine.messages()  # the browser's own, about a host that is gone
