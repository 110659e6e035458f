"""From the press of Run to the first output of print(1 + 1), and from an edit to its output

Run is pressed the moment that the page shows it, and that starts Python; only markdown-exec starts its Python by
itself, with the page. Edits are made in the third visit, when Python is up: changed text, Run, output.
"""

import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Playwright

from .measuring import Row, middle
from .visiting import VISITS, Party, forgiving, in_turns, visit

EDITS = 10
SETTLING = 3000  # ms after the first output before the edits: what starts behind a first run is then done


def parties(ours: str, peers: str) -> list[Party]:
    return [
        Party("ours", f"{ours}/", "ours"),
        Party("stock-worker", f"{peers}/run-worker.html", "stock"),
        Party("stock-page", f"{peers}/run-page.html", "stock", can_stop=False),
        Party("pyscript", f"{peers}/pyscript.html", "pyscript"),
        Party("markdown-exec", f"{peers}/markdown-exec.html", "markdown-exec", can_stop=False),
    ]


def measure(playwright: Playwright, scratch: Path, ours: str, peers: str) -> Iterator[Row]:
    everyone = parties(ours, peers)
    taken: dict[tuple[str, str], list[float]] = defaultdict(list)
    for round_ in in_turns(everyone):
        for party in round_:
            folder = tempfile.TemporaryDirectory(dir=scratch, ignore_cleanup_errors=True)
            with folder as profile, forgiving(party):
                for number in VISITS:
                    with visit(playwright, Path(profile), party) as page:
                        taken[party.name, f"run-{number}"].append(page.evaluate("firstOutput"))
                        if number == VISITS[-1]:
                            page.wait_for_timeout(SETTLING)
                            edits = page.evaluate("times => clock.edits(reader, times)", EDITS)
                            taken[party.name, "edit"] += edits
    told = {f"run-{number}": f"Run to output, visit {number}" for number in VISITS}
    for key, what in (told | {"edit": "edit to output, Python is up"}).items():
        here, *there = (middle(taken[party.name, key]) for party in everyone)
        yield Row(key, what, "ms", here, dict(zip((p.name for p in everyone[1:]), there, strict=True)))
