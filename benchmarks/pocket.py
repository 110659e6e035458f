"""The pocket model, in plain Python: until it can read, for each word that it writes, and from a turn to new bars

In the page, its files are asked for when the program imports it: the home page, which has no use for it, is live, and
its Python runs the program. In CPython, the Python that runs this runs the same one. It writes nearly as much as the
model can read, because a word late in a text costs more than an early one.
"""

import tempfile
import timeit
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Playwright

from tests.browser.driving import pythons

from . import redraw
from .measuring import Aim, Row, middle
from .visiting import ROUNDS, Party, forgiving, visit

WORDS, RUNS = 60, 3  # in a run; in a round
LOAD = "from knobs.pocket import load; pocket = load()"
WRITE = f"""
from itertools import islice
from knobs.pocket import write_on
never = -1  # the number of no word, so that no word ends the text
written = write_on(pocket.model, pocket.tokenizer.encode("the", "en"), never, temperature=1.0)
assert len(list(islice(written, {WORDS}))) == {WORDS}
"""
RUN = """code => {
  const started = performance.now();
  python.runPython(code);
  return performance.now() - started;
}"""
AIM, AIM_CPYTHON = Aim(33.3), Aim(10)  # ms: 30 and 100 words a second


def measure(playwright: Playwright, scratch: Path, ours: str) -> Iterator[Row]:
    loads: list[float] = []
    words: list[float] = []
    words_cpython: list[float] = []
    turns: list[float] = []
    home, chapter = Party("ours", f"{ours}/"), Party("ours", f"{ours}/pocket-model/")
    for _ in range(ROUNDS):
        runs = timeit.repeat(WRITE, LOAD, number=1, repeat=RUNS)
        words_cpython += [1000 * seconds / WORDS for seconds in runs]
        folder = tempfile.TemporaryDirectory(dir=scratch, ignore_cleanup_errors=True)
        with folder as profile, forgiving(home), visit(playwright, Path(profile), home) as page:
            page.evaluate("clock.touch()")
            page.wait_for_timeout(redraw.LOOK)
            (python,) = pythons(page)
            loads.append(python.evaluate(RUN, LOAD))
            words += [python.evaluate(RUN, WRITE) / WORDS for _ in range(RUNS)]
    for _ in range(redraw.ROUNDS):
        with forgiving(chapter), visit(playwright, scratch / "pocket", chapter, until="networkidle") as page:
            shown = page.locator("knob-demo[name=one-knob]").first
            turns += shown.evaluate(redraw.TURN, [("turn", {}), redraw.TURNS, redraw.LOOK])
    yield Row("pocket-load", "until it can read, in the page", "ms", middle(loads))
    yield Row("pocket-word", "a word, in the page", "ms", middle(words), aim=AIM)
    yield Row("pocket-word-cpython", "a word, in CPython", "ms", middle(words_cpython), aim=AIM_CPYTHON)
    yield Row("pocket-turn", "one knob of the model: turn to picture", "ms", middle(turns))
