"""The part of the standard library that a page does not load comes along when it is imported, and only then."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page

from .conftest import Visit
from .driving import demo_on, go_live, pythons


@pytest.fixture
def page(visit: Visit) -> Page:
    page = visit("/")
    go_live(demo_on(page, "slope"))
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
    code = "import sys\nfrom lazy_library import listed\n"
    code += "json.dumps(sorted({'knobs.program', *listed('everyday')} - sys.modules.keys()))"
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
