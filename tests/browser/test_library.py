"""The parts of Python that a page does not load come along when they are imported, and only then; or at once, where the
page shows a demo that imports one.
"""

import json
from pathlib import Path

import pytest
from knobs import demo, pocket
from knobs.program import Program
from playwright.sync_api import Locator, Page

from .conftest import Visit
from .driving import assert_shows, demo_on, form, go_live, pythons, settle, state, turn
from .engines import Engine

CHAPTER = {
    "en": "/what-is-a-parameter/",
    "nl": "/nl/what-is-a-parameter/",
}  # whose demos, "line" among them, import no part


@pytest.fixture
def page(visit: Visit) -> Page:
    page = visit(CHAPTER["en"])
    go_live(demo_on(page, "line"))
    return page


def python(page: Page, code: str) -> object:
    """The value of the last line of `code`, run in the page's own Python."""
    [worker] = pythons(page)
    return json.loads(worker.evaluate("code => python.runPython(code)", f"import json\n{code}"))


def test_missing_modules_are_fetched_once(page: Page) -> None:
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(Path(request.url).name))
    assert python(page, "import math, re\njson.dumps(math.tau)") == pytest.approx(6.283185307179586)
    unknown = (
        "try:\n  import no_such_module\nexcept ModuleNotFoundError as e:\n  said = e.name\njson.dumps(said)"
    )
    assert python(page, unknown) == "no_such_module"
    assert asked == []
    # a module, a package, a part of a package that the page has already, a codec
    code = """
import colorsys, xml.etree.ElementTree, concurrent.futures.thread, email.message
json.dumps([colorsys.rgb_to_hls(1, 0, 0), xml.etree.ElementTree.fromstring("<a b='c'/>").get("b"), "é".encode("cp1252")[0]])"""
    assert python(page, code) == [[0, 0.5, 1], "c", 0xE9]
    assert asked == ["library-rest.zip"]


def test_what_programs_often_need_is_imported_while_nobody_asks(page: Page) -> None:
    """Nothing is fetched for it, and questions come first. Look in site_src/browser/worker.js, goAhead."""
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    code = "import sys\nfrom lazy_library import text\n"
    code += "json.dumps(sorted({'knobs.program', *text('everyday').split()} - sys.modules.keys()))"
    assert python(page, code), "they are not imported before the first answer"
    for _ in range(200):
        if not (left := python(page, code)):
            break
        page.wait_for_timeout(100)
    assert left == [] and asked == [], "look in site_src/browser/worker.js, goAhead"


def test_the_quick_importer_finds_what_zipimport_finds(page: Page) -> None:
    """Each module of both zips: code, place, source, package or not. Look in site_src/browser/sitecustomize.py."""
    code = """
import sys, zipimport
from sitecustomize import FOUND, LIBRARY, Library
assert Library in sys.meta_path
def told(spec):
    of = spec.loader
    code, file, source = (get(spec.name) for get in (of.get_code, of.get_filename, of.get_source))
    return spec.origin, spec.has_location, spec.submodule_search_locations, file, source, code.co_filename, code
different, tried = [], 0
for path, (archive, *_) in FOUND.items():
    inside = path.removesuffix("/__init__")
    plain = zipimport.zipimporter(f"{archive}/{inside}".rpartition("/")[0])
    name = inside.replace("/", ".")
    tried += 1
    if told(Library.find_spec(name)) != told(plain.find_spec(name)):
        different.append(name)
assert Library.find_spec("colorsys") is None
json.dumps([tried, different, sorted({archive == LIBRARY for archive, *_ in FOUND.values()})])"""
    tried, different, kinds = python(page, code)
    assert different == [] and tried > 180, "look in site_src/browser/sitecustomize.py"
    assert kinds == [False, True], (
        "one of the zips holds no module; look in site_src/browser/sitecustomize.py"
    )


def test_what_is_put_off_comes_when_it_is_asked_for(page: Page) -> None:
    """Look in site_src/browser/sitecustomize.py, Later."""
    code = """
import _colorize, traceback, ssl, pyodide._package_loader as loader
said = traceback.format_exception(ValueError("1"), colorize=True)[-1]
places = lambda: [place.__str__() for place in (loader.SITE_PACKAGES, loader.DSO_DIR)]
told = places()
json.dumps([said, _colorize.ANSIColors.RESET, callable(loader.unpack_buffer), told, places()])"""
    said, reset, can_unpack, told, places = python(page, code)
    assert reset in said and "ValueError" in said, "look in site_src/browser/sitecustomize.py, Later"
    assert can_unpack and told == places == ["/lib/python3.14/site-packages", "/usr/lib"], (
        "look in site_src/browser/sitecustomize.py: Pyodide is told another place than its own"
    )


def test_without_a_network_the_import_says_so(page: Page) -> None:
    page.context.set_offline(True)
    code = "try:\n  import colorsys\nexcept ImportError as e:\n  said = str(e)\njson.dumps(said)"
    assert "colorsys could not be fetched" in str(python(page, code))
    [worker] = pythons(page)
    said = worker.evaluate("() => fetch('http://elsewhere.invalid/').then(() => 'fetched', String)")
    assert "is not on this site" in said, "the worker asks another origin"


# ---- The pocket model -----------------------------------------------------------------------------------------------

PROMPT = "de hoofdstad van nederland is"
# What the pocket model says next, and the bytes of its file of weights: here, and in the page.
READS = f"""
import json, pkgutil
from knobs.pocket import load, next_words
read = load()
words = read.model.read(read.tokenizer.encode({PROMPT!r}, "nl"))
said = [[f"{{word.probability:.6f}}", word.word] for word in next_words(words, 3)]
said.append(len(pkgutil.get_data("knobs.pocket", "weights/pocket.safetensors")))
"""
# Start Python, and ask it nothing.
WARM = """async () => {
  const { warm } = await import(new URL("runtime.js", document.querySelector("script[src*=knob-demo]").src));
  warm();
  while (!heard.some(({ type }) => type === "ready")) await new Promise((settled) => setTimeout(settled, 20));
}"""
# From now on, each demo of the page imports the pocket model first, as a demo does that shows it.
NEEDS_POCKET = """
import knobs.demo
plain = knobs.demo.load
def load(name):
    import knobs.pocket
    return plain(name)
knobs.demo.load = load
json.dumps(None)"""
POCKET = "**/pyodide/pocket.packed"


def asked_by(page: Page) -> list[str]:
    """The names of the files that the page and its workers ask for from now on."""
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(Path(request.url).name))
    return asked


def read_here() -> object:
    program = Program()
    program.run(READS)
    return program.names["said"]


def test_the_pocket_model_comes_when_it_is_imported(page: Page) -> None:
    asked = asked_by(page)
    assert python(page, f"{READS}\njson.dumps(said)") == read_here(), "the page reads other weights"
    assert asked == ["pocket.packed"], "look in site_src/browser/lazy_library.py"
    code = """
import inspect, traceback, knobs.pocket.model
try:
    read.tokenizer.encode("qqq", "en")
except knobs.pocket.InputError as error:
    lines = [(frame.filename, frame.line) for frame in traceback.extract_tb(error.__traceback__)]
json.dumps([inspect.getsource(knobs.pocket.model), lines[-1]])"""
    source, (place, line) = python(page, code)
    folder = Path(pocket.__file__).parent
    assert source == (folder / "model.py").read_text("utf-8"), "the reader cannot read the model's own Python"
    assert place == "/lib/pocket.packed/knobs/pocket/tokenizer.py"
    assert line and line in (folder / "tokenizer.py").read_text("utf-8")


def refused_the_part(page: Page, shown: Locator, lang: str) -> None:
    """The demo says that the network is gone, and has its last picture."""
    before = shown.locator(".k-demo__out").inner_html()
    turn(shown, "a", 0.25)
    settle(shown)
    assert state(shown) == "failed"
    told = shown.locator(".k-fail").inner_text()
    assert told.startswith(demo.REASONS["network"][lang]), "look in site_src/browser/worker.js, draw"
    assert shown.locator(".k-demo__out").inner_html() == before


@pytest.mark.parametrize("trouble", ["offline", "missing"])
def test_a_demo_whose_part_does_not_come_says_so_and_can_be_asked_again(
    visit: Visit, lang: str, trouble: str
) -> None:
    page = visit(CHAPTER[lang], unheard=True)
    shown = demo_on(page, "line")
    page.evaluate(WARM)
    python(page, NEEDS_POCKET)
    if trouble == "offline":
        page.context.set_offline(True)
    else:
        page.context.route(POCKET, lambda route: route.fulfill(status=404))
    refused_the_part(page, shown, lang)
    refused_the_part(page, shown, lang)
    page.wait_for_timeout(1000)  # Python's spare time must not stumble over it
    page.context.set_offline(False)
    page.context.unroute_all()
    [worker] = pythons(page)
    asked = asked_by(page)
    shown.locator("[data-action=retry]").click()
    settle(shown)
    assert state(shown) == "live" and shown.locator(".k-fail").is_hidden()
    assert_shows(shown, demo.run("line", lang, form(shown)))
    assert asked == ["pocket.packed"] and pythons(page) == [worker], "the same Python goes on"


@pytest.mark.parametrize("comes", [True, False])
def test_a_page_with_such_a_demo_asks_for_the_part_at_once(visit: Visit, comes: bool) -> None:
    """Beside what Python starts with. Where it does not come, Python starts all the same, and asks when it is imported."""
    page = visit(CHAPTER["en"], unheard=not comes)
    shown = demo_on(page, "line")
    shown.evaluate("demo => { demo.dataset.parts = 'pocket.packed' }")  # as sitekit/markdown.py marks it
    asked = asked_by(page)
    if not comes:
        page.context.route(POCKET, lambda route: route.abort())
    go_live(shown)
    assert asked.count("pocket.packed") == 1, "look at isWanted in site_src/browser/runtime.js"
    assert "library-rest.zip" not in asked
    page.context.unroute_all()
    last = page.evaluate("heard.filter(({ type }) => type === 'progress').at(-1)")
    listed = page.evaluate("() => fetch('../pyodide/manifest.json').then((response) => response.json())")
    size = sum(listed["boot"].values()) + listed["later"]["pocket.packed"]
    assert last["loaded"] == last["total"] == size, "look at getAhead in site_src/browser/worker.js"
    asked.clear()
    assert python(page, f"{READS}\njson.dumps(said)") == read_here()
    assert asked == ([] if comes else ["pocket.packed"])


def test_no_other_page_asks_for_a_part(visit: Visit) -> None:
    page = visit(CHAPTER["en"])
    asked = asked_by(page)
    go_live(demo_on(page, "line"))
    page.wait_for_timeout(1000)
    assert "library.packed" in asked and not {"pocket.packed", "library-rest.zip"} & set(asked)


def test_a_part_on_demand_waits_until_its_demo_is_turned(visit: Visit, lang: str) -> None:
    """Look at ON_DEMAND in site_src/sitekit/runtime.py."""
    page = visit("/pocket-model/" if lang == "en" else "/nl/pocket-model/")
    asked = asked_by(page)
    go_live(demo_on(page, "bits"))
    page.wait_for_timeout(1000)
    assert "pocket.packed" in asked and "experts.packed" not in asked
    shown = demo_on(page, "experts")
    turn(shown, "layer", 2)
    settle(shown)
    assert_shows(shown, demo.run("experts", lang, form(shown)))
    assert asked.count("experts.packed") == 1, "look in site_src/browser/lazy_library.py"


# Put a reader's own program into the first block of the page, as the editor does, and run it.
RUN = """async (code) => {
  const block = document.querySelector("knob-run");
  block.own.open(code);
  block.run();
  while (block.waiting) await new Promise((settled) => setTimeout(settled, 20));
  return block.querySelector(".k-run__printed").textContent;
}"""


def test_a_readers_own_program_reads_with_it(engine: Engine, address: str) -> None:
    """In each browser: a program that imports what is not here, without a network and then with it."""
    engine.open(f"{address}/nl/what-is-a-parameter/")
    assert engine.evaluate(RUN, "print(6 * 7)").strip() == "42"
    engine.offline(True)
    told = engine.evaluate(RUN, "import knobs.pocket")
    assert "Het programma stopte met een fout" in told
    assert "knobs.pocket could not be fetched" in told and "are you offline?" in told
    engine.offline(False)
    printed = engine.evaluate(RUN, f"{READS}\nprint(json.dumps(said))")
    assert json.loads(printed) == read_here(), f"{engine.name} reads other weights than CPython"
    for message in engine.messages():  # each browser mourns a lost file in its own words
        assert "policy" not in message.lower(), message
