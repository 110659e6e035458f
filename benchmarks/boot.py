"""From the first touch to the first live answer: our start of Python beside a stock loadPyodide

Same page, same browser, same demo, same wheel, in turns; only the worker and the standard library differ.
Fresh: a profile that has seen nothing. Warm: the same profile, the browser started anew.
"""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Playwright
from sitekit import offline

from tests.browser.serving import serve

from .measuring import Row, launched, middle

ROUNDS = 7
REST = 1500  # ms that a page stays open, in which Chromium keeps the compiled wasm for the next visit
AIM = 0.35
PYODIDE = Path(__file__).parents[1] / "node_modules/pyodide"
# From the touch until Python's answer is in the page.
TOUCH = """() => new Promise((resolve, reject) => {
  const demo = document.querySelector("knob-demo");
  const touched = performance.now();
  new MutationObserver(() => {
    if (demo.dataset.state === "live") resolve(performance.now() - touched);
    if (demo.dataset.state === "failed") reject(new Error(demo.querySelector(".k-fail").textContent));
  }).observe(demo, { attributes: true });
  demo.dispatchEvent(new PointerEvent("pointerenter"));
})"""


def measure(playwright: Playwright, site: Path, scratch: Path) -> Iterator[Row]:
    stock = scratch / "stock"
    shutil.copytree(site, stock)
    shutil.copy(Path(__file__).with_name("stock-worker.js"), stock / "assets/worker.js")
    shutil.copy(PYODIDE / "python_stdlib.zip", stock / "pyodide")
    offline.write(stock)  # else its service worker would refuse these two
    taken: dict[tuple[str, str], list[float]] = {}
    with serve(site) as ours, serve(stock) as peer:
        for turn in range(ROUNDS):
            pair = [("ours", ours), ("stock", peer)]
            for who, address in pair if turn % 2 else reversed(pair):
                with tempfile.TemporaryDirectory(dir=scratch, ignore_cleanup_errors=True) as profile:
                    for when in ("fresh", "warm"):
                        with launched(playwright, Path(profile)) as context:
                            page = context.new_page()
                            page.goto(address, wait_until="networkidle")
                            taken.setdefault((who, when), []).append(page.evaluate(TOUCH))
                            page.wait_for_timeout(REST)
    for when in ("fresh", "warm"):
        mine, theirs = taken["ours", when], taken["stock", when]
        yield Row(
            f"first answer, {when} profile", "ms", middle(mine), min(mine), max(mine), middle(theirs), AIM
        )
