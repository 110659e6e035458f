"""WebKit for `Engine`: WebKitGTK's MiniBrowser over WebDriver, on a screen of its own (Xvfb).

WebDriver tells neither what a page says nor what it asks of whom; `Proxy` and the script TELL see to that.
"""

import contextlib
import os
import re
import shutil
import subprocess
import tempfile
import warnings
from pathlib import Path

from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from .proxy import Proxy

BROWSERS = "/usr/lib/*/webkit2gtk-4.*/MiniBrowser", "/usr/libexec/webkit2gtk-4.*/MiniBrowser"
TELL = """
window.told = [];
for (const kind of ["error", "warn"]) {
  const say = console[kind];
  console[kind] = (...words) => { told.push(words.join(" ")); say.apply(console, words); };
}
addEventListener("unhandledrejection", ({ reason }) => told.push(String(reason)));
addEventListener("error", ({ message, target }) =>
  told.push(message ?? `${target.src ?? target.href} did not load`), { capture: true });
"""
# See QUICKLY in chromium.py; and what is called a few times is not worth compiling at all.
QUICKLY = {"JSC_useOMGJIT": "0", "JSC_thresholdForBBQOptimizeAfterWarmUp": "5000"}
# WebDriver may take the empty page's load for that of the page it goes to.
LOADED = (
    "document.readyState === 'complete' ? arguments[0]() : addEventListener('load', () => arguments[0]())"
)
# The window's own bar would keep it 447 pixels wide.
SMALL_BAR = "* { min-width: 0; padding: 0; margin: 0; border-width: 0; font-size: 1px }"


class WebKit:
    def __init__(self, *, optimizing: bool = False) -> None:
        self.browser = next((str(found) for where in BROWSERS for found in Path("/").glob(where[1:])), "")
        programs = [shutil.which("WebKitWebDriver"), shutil.which("Xvfb"), self.browser]
        if not all(programs):
            raise FileNotFoundError(
                "WebKitGTK or Xvfb is not installed; `make test` installs them, or says how"
            )
        self.driver_program = str(programs[0])
        self.folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        style = Path(self.folder.name, "gtk-3.0/gtk.css")
        style.parent.mkdir()
        style.write_text(SMALL_BAR)
        self.screen, display = self._screen(str(programs[1]))
        self.environment = {
            **os.environ,
            "DISPLAY": display,
            "GDK_BACKEND": "x11",
            "XDG_CONFIG_HOME": self.folder.name,
            "WEBKIT_DISABLE_COMPOSITING_MODE": "1",
            **({} if optimizing else QUICKLY),
        }
        self.proxy = Proxy()
        self.told: list[str] = []
        self.driver: webdriver.WebKitGTK | None = None

    def new_profile(self, prelude: str) -> None:
        self._quit()
        self.proxy.forget(TELL + prelude)
        self.told.clear()
        options = webdriver.WebKitGTKOptions()
        options.binary_location = self.browser
        for argument in ("--automation", f"--proxy={self.proxy.address}", "--ignore-host=none.invalid"):
            options.add_argument(argument)
        self.service = webdriver.WebKitGTKService(self.driver_program, env=self.environment)
        with warnings.catch_warnings(action="ignore", category=DeprecationWarning):  # Selenium's own
            self.driver = webdriver.WebKitGTK(options=options, service=self.service)
        self.process = self.service.process.pid
        self.driver.set_script_timeout(600)  # Engine has a limit of its own
        self.driver.implicitly_wait(5)

    def open(self, address: str) -> None:
        self._gather()
        self._at.get(address)
        self._at.execute_async_script(LOADED)

    def reload(self) -> None:
        self._gather()
        self._at.refresh()
        self._at.execute_async_script(LOADED)

    def evaluate(self, expression: str) -> str:
        return str(self._at.execute_async_script(f"{expression}.then(arguments[0])"))

    def hover(self, selector: str) -> None:
        found = self._find(selector)
        self._at.execute_script("arguments[0].scrollIntoView({ block: 'center' })", found)
        ActionChains(self._at).move_to_element(found).perform()

    def click(self, selector: str) -> None:
        self._find(selector).click()

    def press(self, key: str) -> None:
        *held, last = [_key(name) for name in key.split("+")]
        actions = ActionChains(self._at)
        for name in held:
            actions.key_down(name)
        actions.send_keys(last)
        for name in held:
            actions.key_up(name)
        actions.perform()

    def type(self, text: str) -> None:
        ActionChains(self._at).send_keys(text).perform()

    def resize(self, width: int, height: int) -> None:
        self._at.set_window_rect((1600 - width) // 2, (1200 - height) // 2, width, height)
        edges = height - self._at.execute_script("return innerHeight")
        self._at.set_window_size(width, height + edges)

    def offline(self, cut: bool) -> None:
        self.proxy.offline = cut

    def screenshot(self, path: Path) -> None:
        self._at.save_screenshot(str(path))

    def messages(self) -> list[str]:
        self._gather()
        told = self.told + self.proxy.foreign
        self.told, self.proxy.foreign = [], []
        return told

    def kill(self) -> None:
        self.service.process.kill()
        self.screen.kill()  # and with its screen, the browser

    def close(self) -> None:
        self._quit()
        self.proxy.close()
        self.screen.terminate()
        self.screen.wait(20)
        self.folder.cleanup()

    @property
    def _at(self) -> webdriver.WebKitGTK:
        if self.driver is None:
            raise RuntimeError("there is no page")
        return self.driver

    def _find(self, selector: str) -> WebElement:
        return self._at.find_element(By.CSS_SELECTOR, selector)

    def _gather(self) -> None:
        """What the page told so far; the next page starts another list."""
        self.told += self._at.execute_script("return (window.told ?? []).splice(0)")

    def _quit(self) -> None:
        """Each profile is a browser of its own: they keep nothing."""
        if self.driver:
            with contextlib.suppress(WebDriverException, OSError):
                self.driver.quit()
            self.driver = None

    def _screen(self, program: str) -> tuple[subprocess.Popen[str], str]:
        """An X server with the first free number, and that number as ":1"."""
        leash = (
            ["setpriv", "--pdeathsig", "TERM"] if shutil.which("setpriv") else []
        )  # if the tests are killed
        command = [*leash, program, "-displayfd", "1", "-screen", "0", "1600x1200x24", "-nolisten", "tcp"]
        screen = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8"
        )
        assert screen.stdout
        with screen.stdout as told:
            return screen, f":{told.readline().strip()}"


def _key(name: str) -> str:
    """ "ArrowRight" is ARROW_RIGHT to WebDriver, "a" is "a"."""
    return name if len(name) == 1 else getattr(Keys, re.sub("(?<=[a-z])(?=[A-Z])", "_", name).upper())
