"""From the turn of a slider to the new picture in the page, laid out

The form travels to the worker, Python draws, and the picture travels back. Peer: the same Python in the page itself,
which sends no messages, but stops the page while it draws. At rate 2 the browser halves the speed of the page.

A reader first looks at a demo, and meanwhile the browser compiles what is used most.
"""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Playwright

from .measuring import Aim, Row, middle
from .visiting import Party, forgiving, in_turns, visit

ROUNDS, TURNS = 2, 60
LOOK = 2000  # ms
AIM = 16.7  # ms: sixty pictures a second
RATES = (1, 2)
TURN = "(demo, [slider, times, look]) => clock.turns(demo, slider, times, look)"
# Page -> its demos: the slider that is turned, and the settings before that.
DEMOS = {
    "": {"slope": ("a", {})},
    "what-is-a-parameter/": {
        "line": ("a", {}),
        "neuron": ("w1", {}),
        "network": ("x1", {"inputs": 4, "layers": 1, "width1": 8, "outputs": 8}),  # 112 knobs
    },
}


def measure(playwright: Playwright, scratch: Path, ours: str, peers: str) -> Iterator[Row]:
    taken: dict[tuple[str, str, int], list[float]] = defaultdict(list)
    for round_ in in_turns([("ours", f"{ours}/"), ("stock-page", f"{peers}/page/")], ROUNDS):
        for name, address in round_:
            for path, demos in DEMOS.items():
                party = Party(name, address + path)
                profile = scratch / f"redraw-{name}"
                with forgiving(party), visit(playwright, profile, party, until="networkidle") as page:
                    devtools = page.context.new_cdp_session(page)
                    for demo, slider in demos.items():
                        shown = page.locator(f"knob-demo[name={demo}]").first
                        for rate in RATES:
                            devtools.send("Emulation.setCPUThrottlingRate", {"rate": rate})
                            taken[demo, name, rate] += shown.evaluate(TURN, [slider, TURNS, LOOK])
                        devtools.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    for rate in RATES:
        speed = "" if rate == 1 else ", page at half speed"
        for demo in (demo for demos in DEMOS.values() for demo in demos):
            here, there = (middle(taken[demo, name, rate]) for name in ("ours", "stock-page"))
            what = f"{demo}: turn to picture{speed}"
            yield Row(f"redraw-{demo}-{rate}", what, "ms", here, {"stock-page": there}, Aim(AIM, "p95"))
