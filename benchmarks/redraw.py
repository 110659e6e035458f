"""From the turn of a slider to the new picture in the page

The form travels to Python and the picture back; then the browser paints it with its next frame.
"""

import statistics
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Playwright

from tests.browser.serving import serve

from .measuring import Row, launched

TURNS = 120
# Each turn waits for the picture of the one before, and for a frame to be painted.
TURN = """async (demo, turns) => {
  const input = demo.querySelector("input[type=range]");
  const [low, high] = [Number(input.min), Number(input.max)];
  const output = demo.querySelector(".k-demo__out");
  const settled = () => new Promise((resolve) => new MutationObserver((_, watch) => {
    watch.disconnect();
    resolve(performance.now());
  }).observe(output, { childList: true }));
  const live = settled();
  demo.dispatchEvent(new PointerEvent("pointerenter"));
  await live;
  const taken = [];
  for (let turn = 0; turn < turns; turn++) {
    await new Promise(requestAnimationFrame);
    while (demo.asking) await new Promise(requestAnimationFrame);
    input.value = low + ((turn * 7) % turns) / turns * (high - low);
    const drawn = settled();
    const turned = performance.now();
    input.dispatchEvent(new Event("input", { bubbles: true }));
    taken.push(await drawn - turned);
  }
  return taken;
}"""


def measure(playwright: Playwright, site: Path, scratch: Path) -> Iterator[Row]:
    with serve(site) as address, launched(playwright, scratch / "redraw") as context:
        page = context.new_page()
        for path in ("/", "/what-is-a-parameter/"):
            page.goto(address + path)
            for demo in page.locator("knob-demo").all():
                taken = demo.evaluate(TURN, TURNS)
                name = demo.get_attribute("name")
                parts = statistics.quantiles(taken, n=20)
                yield Row(
                    f"{name}: half of the turns within",
                    "ms",
                    statistics.median(taken),
                    min(taken),
                    max(taken),
                )
                yield Row(f"{name}: 95% of the turns within", "ms", parts[18], aim=50)
