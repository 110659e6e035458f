"""Firefox for `Engine`: firefox.mjs, under node, speaks with it; this speaks with firefox.mjs in lines of JSON."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Any

from sitekit.packing import node

HARMLESS = (
    "NS_BINDING_ABORTED",  # what was still coming when the reader went to another page
    # It draws a page while it comes, and then a formula may have come by half. Whole ones: tests/docs/test_built.py.
    "Invalid markup: Incorrect number of children for",
)
BRIDGE = Path(__file__).with_suffix(".mjs")


class Firefox:
    def __init__(self, *, optimizing: bool = False) -> None:
        program = shutil.which("firefox-esr") or shutil.which("firefox")
        if not program:
            raise FileNotFoundError("Firefox is not installed; `make test` installs it, or says how")
        self.told: list[str] = []
        self.noise: list[str] = []
        self.node = subprocess.Popen(
            [node(), BRIDGE, program, *(["optimizing"] if optimizing else [])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        self.process = self._answer()

    def new_profile(self, prelude: str) -> None:
        self._do("new_profile", prelude)
        self.told.clear()

    def open(self, address: str) -> None:
        self._do("open", address)

    def reload(self) -> None:
        self._do("reload")

    def evaluate(self, expression: str) -> str:
        return str(self._do("evaluate", expression))

    def hover(self, selector: str) -> None:
        self._do("hover", selector)

    def click(self, selector: str) -> None:
        self._do("click", selector)

    def press(self, key: str) -> None:
        self._do("press", key)

    def type(self, text: str) -> None:
        self._do("type", text)

    def resize(self, width: int, height: int) -> None:
        self._do("resize", width, height)

    def offline(self, cut: bool) -> None:
        self._do("offline", cut)

    def screenshot(self, path: Path) -> None:
        self._do("screenshot", str(path))

    def messages(self) -> list[str]:
        self.evaluate("'hear what is on its way'")
        told = self.told.copy()
        self.told.clear()
        return told

    def kill(self) -> None:
        with contextlib.suppress(AttributeError, ProcessLookupError):  # it may not have come so far
            os.kill(self.process, signal.SIGKILL)
        self.node.kill()

    def close(self) -> None:
        self.node.communicate(timeout=20)

    def _do(self, action: str, *needs: object) -> Any:
        assert self.node.stdin
        print(json.dumps([action, *needs]), file=self.node.stdin, flush=True)
        return self._answer()

    def _answer(self) -> Any:
        assert self.node.stdout
        for line in self.node.stdout:
            if not line.startswith("{"):
                self.noise.append(line)
                continue
            said = json.loads(line)
            if "message" in said:
                if not said["message"].startswith(HARMLESS):
                    self.told.append(said["message"])
            elif "error" in said:
                raise RuntimeError(said["error"])
            else:
                return said["value"]
        raise RuntimeError(f"the bridge ended: {''.join(self.noise)[-2000:]}")
