"""A real Chromium, the built site on a plain host, and an eye on all that a page must never do.

Each page that `visit` opens is watched: a request to another origin, a breach of the Content-Security-Policy or a
message in the console fails the test.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Request,
    sync_playwright,
)

from tests.conftest import once

from . import engines, tallying
from .driving import NO_LEAD
from .engines import Engine, EngineFailed
from .engines.chromium import ARGUMENTS, Chromium
from .engines.firefox import Firefox
from .engines.webkit import WebKit
from .serving import serve

Visit = Callable[..., Page]
# Without its windows Chromium starts a page sooner; `engine` is the whole of it. Where neither is, the one that
# Playwright installed.
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
BLOCKED = "Service Worker registration blocked by Playwright"

# Runs before the page's own scripts: keeps what the worker said, and can slow down the questions to it.
EAVESDROP = """
window.heard = [];
window.delay = 0;
window.Worker = class extends Worker {
  constructor(...options) {
    super(...options);
    window.python = this;
    this.addEventListener("message", ({ data }) => window.heard.push(data));
  }
  postMessage(message) {
    if (window.delay) setTimeout(() => super.postMessage(message), window.delay);
    else super.postMessage(message);
  }
};
"""

BROKEN = (
    """() => (window.heard ?? []).filter(({ type }) => type === "failed").map(({ message }) => message)"""
)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def address(site_dir: Path) -> Iterator[str]:
    """Where the built site is served, without a slash at the end."""
    with serve(site_dir) as address:
        yield address


@pytest.fixture(scope="session")
def tally_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the site with the tests' own demos is served, without a slash at the end; see tallying.py."""
    with once(tmp_path_factory, "tally") as folder:
        site = folder / "tally/site"
        if not site.exists():
            shutil.rmtree(folder / "tally", ignore_errors=True)  # where a build has failed
            tallying.make(folder / "tally")
    with serve(site) as address:
        yield address


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """`visit("/nl/", viewport=…)` opens a page in a fresh profile; `unheard=True` allows failed loads.

    Without a service worker, unless `service_workers="allow"`: else a test would not see what the page asks for.
    And Python waits for a hand, unless `lead=True`: else it would start behind every test that looks on for a while.
    """
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def open_page(path: str, *, unheard: bool = False, lead: bool = False, **options: Any) -> Page:
        context = browser.new_context(**{"service_workers": "block"} | options)
        contexts.append(context)
        context.add_init_script(EAVESDROP if lead else EAVESDROP + NO_LEAD)

        def see(request: Request) -> None:
            if not request.url.startswith((address, "data:", "blob:")):
                wrong.append(f"{path} asks for {request.url}")

        def listen(message: ConsoleMessage) -> None:
            told = message.type in ("error", "warning") and message.text != BLOCKED
            if told and not (unheard and "Failed to load" in message.text):
                wrong.append(f"{path} says in the console: {message.text}")

        context.on("request", see)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("console", listen)
        page.on("pageerror", lambda error: wrong.append(f"{path}: {error}"))
        page.goto(address + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not wrong, "\n".join(wrong)


@pytest.fixture(scope="session", params=engines.NAMES)
def running(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Each browser in turn. The next one starts when all tests with this one are done."""
    start: Callable[[], engines.Adapter]
    if request.param == "chromium":
        start = partial(Chromium, request.getfixturevalue("playwright"))
    else:
        start = {"firefox": Firefox, "webkit": WebKit}[request.param]
    engine = Engine(request.param, start, EAVESDROP + NO_LEAD)
    yield engine
    engine.close()


@pytest.fixture
def engine(running: Engine) -> Iterator[Engine]:
    """Each browser in turn, with a fresh profile; see engines/__init__.py. Messages that are left over fail the test."""
    running.new_profile()
    yield running
    if running.alive:
        wrong = running.messages()
        running.leave()
        assert not wrong, f"{running.name}:\n" + "\n".join(wrong)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Iterator[None | pytest.TestReport]:
    """Where a test fails, also what Python's worker told of its own failure: the reader hears only that it failed."""
    report: pytest.TestReport = yield
    engine = getattr(item, "funcargs", {}).get("engine")
    if report.failed and engine and engine.alive:
        with suppress(EngineFailed):
            report.sections.append(("Python's worker", "\n".join(engine.evaluate(BROKEN))))
    return report


@pytest.fixture(scope="session")
def demo_pages(site_dir: Path) -> dict[str, list[tuple[str, str]]]:
    """Address of each page with demos -> the demos on it, as (name, language), in order."""
    import re

    found = {}
    for file in sorted(site_dir.rglob("*.html")):
        opened = re.findall(r"<knob-demo[^>]*>", file.read_text("utf-8"))
        demos = [
            tuple(re.search(rf'\b{key}="([^"]+)"', tag)[1] for key in ("name", "lang")) for tag in opened
        ]
        if demos:
            found[f"/{file.relative_to(site_dir).as_posix()}".removesuffix("index.html")] = demos
    return found
