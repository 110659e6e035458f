"""One way to drive three browsers: Chromium, Firefox and WebKit.

The fixture `engine` gives a test each of them in turn, with a fresh profile and an empty page:

    def test_the_first_knob_turns(engine: Engine, address: str) -> None:
        engine.open(address + "/nl/")
        engine.click("knob-demo input")
        engine.press("ArrowRight", "Shift+Tab")
        engine.wait("(name) => document.querySelector(name).dataset.state === 'live'", "knob-demo")
        assert engine.evaluate("async () => (await fetch('sitemap.xml')).status") == 200

What the page says in the console, breaks of its policy or asks of another host is in `engine.messages()`. A test
that expects some takes them from there; what nobody took fails the test. `heard` in the page is what its worker
said (see EAVESDROP in ../conftest.py). For a host that fails in the middle of a file, see `Hostile` in ../serving.py.

One call takes at most LIMIT seconds: then the browser is killed, and the test fails with its name. The next test
gets a new one. A browser that dies by itself (WebKit's worker may read at address 0, one time in thousands) says nothing
of the site: the test is run once more, see `only-rerun` in pyproject.toml; a site that kills it fails both times.
"""

import contextlib
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Timer
from typing import Any, Protocol

NAMES = ("chromium", "firefox", "webkit")
LIMIT = 60.0  # seconds for one call: for a machine that does much else
START = 30.0  # seconds to start in: one that hangs there is started once more
PRELUDE = """
addEventListener("securitypolicyviolation", (event) =>
  console.error(`The policy (${event.effectiveDirective}) forbids ${event.blockedURI} ${event.sourceFile ?? ""}`));
"""
# A function and its argument as an expression that every engine reads alike: JSON comes out, also of a failure.
CALL = """(async () => {
  try { return JSON.stringify({ value: await (%s)(%s) }); }
  catch (error) { return JSON.stringify({ error: String(error) }); }
})()"""


# What drivers say where the browser's process is gone.
DIED = (
    "Target crashed",
    "parent process browsing contexts",
    "page crash",
    "invalidsessionid",
    "Could not parse script result",
)


class EngineFailed(Exception):
    """One sentence, which opens with the engine's name."""


class EngineDied(EngineFailed):
    """The browser ended by itself."""


class Adapter(Protocol):
    """What each browser does in its own way. `prelude` is run in every page, before the page's own scripts."""

    process: int  # below this one are those of its pages

    def new_profile(self, prelude: str) -> None: ...
    def open(self, address: str) -> None: ...
    def reload(self) -> None: ...
    def evaluate(self, expression: str) -> str: ...
    def hover(self, selector: str) -> None: ...
    def click(self, selector: str) -> None: ...
    def press(self, key: str) -> None: ...
    def type(self, text: str) -> None: ...
    def resize(self, width: int, height: int) -> None: ...
    def offline(self, cut: bool) -> None: ...
    def screenshot(self, path: Path) -> None: ...
    def messages(self) -> list[str]: ...
    def kill(self) -> None: ...
    def close(self) -> None: ...


class Engine:
    """A browser with one page; see the example above."""

    def __init__(self, name: str, start: Callable[[], Adapter], prelude: str = "") -> None:
        self.name = name
        self._start = start
        self._prelude = PRELUDE + prelude
        self._adapter: Adapter | None = None

    def new_profile(self, width: int = 1280, height: int = 900) -> None:
        """An empty page of a reader who was never here; starts the browser where none runs.

        One that hangs before it has any page says nothing about the site, so it is started once more.
        """
        try:
            self._begin(width, height)
        except EngineFailed:
            if self._adapter:  # it does not hang
                raise
            self._begin(width, height)

    def _begin(self, width: int, height: int) -> None:
        with self._limit("starting", START):
            self._adapter = self._adapter or self._start()
            self._adapter.new_profile(self._prelude)
            self._adapter.resize(width, height)

    def open(self, address: str) -> None:
        """Go there, and wait until the page and all that it asks for at once have loaded."""
        with self._limit(f"opening {address}") as adapter:
            adapter.open(address)

    def reload(self) -> None:
        with self._limit("reloading") as adapter:
            adapter.reload()

    def evaluate(self, function: str, argument: object = None) -> Any:
        """What the JavaScript function, async or not, makes of one argument. Both are plain data."""
        with self._limit(f"evaluating {function}") as adapter:
            told = json.loads(adapter.evaluate(CALL % (function, json.dumps(argument))))
            if "error" in told:
                raise EngineFailed(told["error"])
        return told.get("value")

    def wait(self, function: str, argument: object = None, seconds: float = 120) -> Any:
        """The first true value of the function, asked again and again; it may be another page's by then."""
        end, pause = time.monotonic() + seconds, 0.01
        # Between two pages there may be a document with nothing in it: no function is asked about that one.
        asked = f"(argument) => document.body && ({function})(argument)"
        while not (value := self.evaluate(asked, argument)):
            if time.monotonic() > end:
                raise EngineFailed(f"{self.name} waited {seconds:.0f} s in vain for {function}")
            time.sleep(pause)
            pause = min(2 * pause, 0.1)
        return value

    def hover(self, selector: str) -> None:
        """Point at the middle of the first match, which is scrolled into view."""
        with self._limit(f"pointing at {selector}") as adapter:
            adapter.hover(selector)

    def click(self, selector: str) -> None:
        with self._limit(f"clicking on {selector}") as adapter:
            adapter.click(selector)

    def press(self, *keys: str) -> None:
        """Keys by their names in the DOM, "ArrowRight", "a", "Shift+Tab", one after the other."""
        for key in keys:
            with self._limit(f"pressing {key}") as adapter:
                adapter.press(key)

    def type(self, text: str) -> None:
        with self._limit(f"typing {text}") as adapter:
            adapter.type(text)

    def resize(self, width: int, height: int) -> None:
        """Make the page, without the window's own edges, so large."""
        with self._limit("resizing") as adapter:
            adapter.resize(width, height)

    def offline(self, cut: bool) -> None:
        """Cut the page off from every host, or connect it again. (A service worker: stop the host instead.)"""
        with self._limit("cutting the connection") as adapter:
            adapter.offline(cut)

    def screenshot(self, path: Path) -> None:
        with self._limit("taking a picture") as adapter:
            adapter.screenshot(path)

    def messages(self) -> list[str]:
        """What the page should not have done since the last time that this was asked."""
        with self._limit("telling its messages") as adapter:
            return adapter.messages()

    def leave(self) -> None:
        """End the page, so that it does nothing while others are tested."""
        with self._limit("leaving") as adapter:
            adapter.open("about:blank")

    def close(self) -> None:
        """End the browser."""
        if self._adapter:
            with self._limit("closing") as adapter:
                self._adapter = None
                adapter.close()

    def _has_died(self, failure: Exception) -> bool:
        """Of a browser that dies in the middle of a call, only the next call may say so."""
        told = str(failure)
        if self._adapter:
            try:
                self._adapter.evaluate("Promise.resolve('0')")
            except Exception as next_failure:  # noqa: BLE001 (each driver has its own)
                told += str(next_failure)
        return any(sign in told for sign in DIED)

    @property
    def process(self) -> int:
        assert self._adapter
        return self._adapter.process

    @property
    def alive(self) -> bool:
        return self._adapter is not None

    @contextlib.contextmanager
    def _limit(self, doing: str, seconds: float | None = None) -> Iterator[Adapter]:
        seconds = min(seconds or LIMIT, LIMIT)
        late = []

        def stop() -> None:
            late.append(doing)
            if self._adapter:
                self._adapter.kill()

        timer = Timer(seconds, stop)
        timer.start()
        try:
            if doing != "starting" and self._adapter is None:
                raise EngineFailed("has stopped")
            yield self._adapter  # type: ignore[misc]  # a start reads it only after making it
        except Exception as failure:
            if late:
                with contextlib.suppress(Exception):
                    self.close()
                raise EngineFailed(
                    f"{self.name} hung while {doing}: no answer in {seconds:.0f} s"
                ) from failure
            if self._has_died(failure):
                with contextlib.suppress(Exception):
                    self.close()
                raise EngineDied(f"{self.name} died while {doing}: {failure}") from failure
            raise EngineFailed(f"{self.name}, {doing}: {failure}") from failure
        finally:
            timer.cancel()
