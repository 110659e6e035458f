"""The pocket model: until it can read in the page, and for each word that it writes in CPython, without the kernel

In the page, its files are asked for when the program imports it: a page that has no use for it is live, and its
Python runs the program. A text is nearly as long as the model can read, because a late word costs more than an early
one. Words in the page, and turns of a knob, are timed in three engines: see engines.py.
"""

import tempfile
import timeit
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Playwright

from tests.browser.driving import pythons

from . import redraw
from .boot import CHAPTER
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
AIM = Aim(10)  # ms: 100 words a second


def measure(playwright: Playwright, scratch: Path, ours: str) -> Iterator[Row]:
    loads: list[float] = []
    words: list[float] = []
    chapter = Party("ours", f"{ours}/{CHAPTER}")
    for _ in range(ROUNDS):
        runs = timeit.repeat(WRITE, LOAD, number=1, repeat=RUNS)
        words += [1000 * seconds / WORDS for seconds in runs]
        folder = tempfile.TemporaryDirectory(dir=scratch, ignore_cleanup_errors=True)
        with folder as profile, forgiving(chapter), visit(playwright, Path(profile), chapter) as page:
            page.evaluate("clock.touch()")
            page.wait_for_timeout(redraw.LOOK)
            (python,) = pythons(page)
            loads.append(python.evaluate(RUN, LOAD))
    yield Row("pocket-load", "until it can read, in the page", "ms", middle(loads))
    yield Row("pocket-word-cpython", "a word, in CPython", "ms", middle(words), aim=AIM)
