"""From the press of Stop, while a loop without an end runs, until Python can be used again

`ready`: Run can be pressed again. `next`: another program, started at that moment, has printed. PyScript starts its
next Python only with the next Run, so for it the second line tells. Two peers cannot stop a program at all.
"""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Playwright

from .measuring import CANNOT, Aim, Outcome, Row, middle
from .run import parties
from .visiting import forgiving, in_turns, visit

STOPS = 7  # of ours in a round; a peer needs seconds for one
LOOPING = 500  # ms that the loop runs before it is stopped
SPARE = 3000  # ms between two stops, in which a spare Python can start: a reader presses Stop now and then
AIM = 10  # ms


def measure(playwright: Playwright, scratch: Path, ours: str, peers: str) -> Iterator[Row]:
    everyone = parties(ours, peers)
    ready: dict[str, list[float]] = defaultdict(list)
    following: dict[str, list[float]] = defaultdict(list)
    for round_ in in_turns([party for party in everyone if party.can_stop]):
        for party in round_:
            with forgiving(party), visit(playwright, scratch / f"stop-{party.name}", party) as page:
                page.evaluate("firstOutput")
                for _ in range(STOPS if party.name == "ours" else 1):
                    page.wait_for_timeout(SPARE)
                    first, second = page.evaluate("ms => clock.stop(reader, ms)", LOOPING)
                    ready[party.name].append(first)
                    following[party.name].append(second)

    def others(taken: dict[str, list[float]]) -> dict[str, Outcome]:
        return {party.name: middle(taken[party.name]) if party.can_stop else CANNOT for party in everyone[1:]}

    stock, here = everyone[1].name, middle(ready["ours"])
    aim = Aim(AIM, "p95")
    yield Row("stop-ready", "Stop to ready again", "ms", here, {stock: middle(ready[stock])}, aim)
    here = middle(following["ours"])
    yield Row("stop-next", "Stop to the next program's output", "ms", here, others(following))
