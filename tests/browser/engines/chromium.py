"""Chromium for `Engine`, over Playwright: Debian's, or the one that Playwright installed."""

import os
import shutil
import signal
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Playwright, Request

ONLY_HERE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
# A window has an address bar, and behind that are two pages of its own, which take longer to start than one of ours.
# The others are what Playwright leaves out; the browser hears only one such list.
WITHOUT = """--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,AvoidUnnecessaryBeforeUnloadCheckSync,
DestroyProfileOnBrowserClose,HttpsUpgrades,MediaRouter,OptimizationHints,PaintHolding""".replace("\n", "")
PLAIN = ["--no-sandbox", ONLY_HERE, WITHOUT]
# A test runs Python for a moment: to compile it well takes longer than that saves. So in all three engines, unless
# they are `optimizing`, as a reader's are.
QUICKLY = "--js-flags=--no-wasm-tier-up --no-wasm-dynamic-tiering"
ARGUMENTS = [*PLAIN, QUICKLY]


class Chromium:
    def __init__(self, playwright: Playwright, *, optimizing: bool = False) -> None:
        arguments = PLAIN if optimizing else ARGUMENTS
        self.browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=arguments)
        processes = self.browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
        self.process = next(process["id"] for process in processes if process["type"] == "browser")
        self.page: Page
        self.told: list[str] = []

    def new_profile(self, prelude: str) -> None:
        for context in self.browser.contexts:
            context.close()
        self.told.clear()
        context = self.browser.new_context()
        context.add_init_script(prelude)
        context.on("request", self._see)
        self.page = context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.told.append(str(error)))
        self.page.on("crash", lambda: self.told.append("the page crashed"))

    def open(self, address: str) -> None:
        self.page.goto(address)

    def reload(self) -> None:
        self.page.reload()

    def evaluate(self, expression: str) -> str:
        return str(self.page.evaluate(expression))

    def hover(self, selector: str) -> None:
        self.page.locator(selector).first.hover()

    def click(self, selector: str) -> None:
        self.page.locator(selector).first.click()

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def resize(self, width: int, height: int) -> None:
        self.page.set_viewport_size({"width": width, "height": height})

    def offline(self, cut: bool) -> None:
        self.page.context.set_offline(cut)

    def screenshot(self, path: Path) -> None:
        self.page.screenshot(path=path)

    def messages(self) -> list[str]:
        self.page.evaluate("0")  # hear what is on its way
        told = self.told.copy()
        self.told.clear()
        return told

    def kill(self) -> None:
        os.kill(self.process, signal.SIGKILL)

    def close(self) -> None:
        self.browser.close()

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.told.append(f"{message.text} {message.location['url']}")

    def _see(self, request: Request) -> None:
        url = urlsplit(request.url)
        if url.scheme in ("http", "https") and url.hostname != "127.0.0.1":
            self.told.append(f"asks for {request.url}")
