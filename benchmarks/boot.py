"""From the first touch of a demo to its first live answer

The same page, browser, demo, wheel and Pyodide for all, in turns. Peers: Pyodide as its documentation shows it, in
a worker and in the page itself. Three visits with one profile; the browser is started anew for each. On the second and
third, this site's page has gathered the files of Python from what it kept, in an idle moment before the touch.
"""

import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Playwright

from .measuring import Aim, Row, middle
from .visiting import VISITS, Party, forgiving, in_turns, visit

CHAPTER = "what-is-a-parameter/"  # whose demos import no part of knobs, so that peers have them too
AIMS = {1: 0.35, 2: 0.25, 3: 0.25}


def measure(playwright: Playwright, scratch: Path, ours: str, peers: str) -> Iterator[Row]:
    parties = [
        Party("ours", f"{ours}/{CHAPTER}"),
        Party("stock-worker", f"{peers}/worker/{CHAPTER}"),
        Party("stock-page", f"{peers}/page/{CHAPTER}"),
    ]
    taken: dict[tuple[str, int], list[float]] = defaultdict(list)
    for round_ in in_turns(parties):
        for party in round_:
            folder = tempfile.TemporaryDirectory(dir=scratch, ignore_cleanup_errors=True)
            with folder as profile, forgiving(party):
                for number in VISITS:
                    with visit(playwright, Path(profile), party, until="networkidle") as page:
                        taken[party.name, number].append(page.evaluate("clock.touch()"))
    for number in VISITS:
        here, *there = (middle(taken[party.name, number]) for party in parties)
        others = dict(zip((party.name for party in parties[1:]), there, strict=True))
        what = f"first answer of a demo, visit {number}"
        yield Row(f"boot-{number}", what, "ms", here, others, Aim(AIMS[number], "ratio", "stock-worker"))
