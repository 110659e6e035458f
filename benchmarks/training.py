"""A model that learns in three engines, beside torch on one native thread: 1,000 words, read and learned from

It is the training of the demo “learn”, in Dutch, with the batch it begins with. The clock stands still while texts are made.
Torch makes the same updates of the same models (site_src/workshop/learn.py), in float32 as the page does.
"""

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator

from playwright.sync_api import Playwright

from tests.browser.engines import NAMES, Engine

from .engines import RUN, starter
from .measuring import Aim, Row, middle
from .visiting import ROUNDS

UPDATES = {"small": 24, "middle": 16, "pocket": 4}  # that are timed, of each size; the first one is not
AIM = Aim(2, "ratio", "torch")  # of the middle one: half as fast
LEARN = """
import json
from time import perf_counter
from knobs.learning.choices import BATCH, RATE
from knobs.learning.course import Course, own_numbers
{more}
taken = {{}}
for size, updates in {updates}.items():
    course = Course(size, "nl", 1, {learner})
    own = own_numbers(course.langs)
    taken[size] = []
    for _ in range(updates + 1):
        batch = [[own[word] for word in text] for text in course.batch(BATCH)]
        started = perf_counter()
        course.learner.step(batch, RATE)
        words = sum(map(len, batch)) - len(batch)
        taken[size].append(1e6 * (perf_counter() - started) / words)  # ms for a thousand
    del taken[size][0]
print(json.dumps(taken))
"""
HERE = LEARN.format(updates=UPDATES, more="", learner="")
THERE = LEARN.format(
    updates=UPDATES,
    more="import torch\nfrom workshop.learn import Learner\ntorch.set_num_threads(1)",
    learner="Learner",
)


def measure(playwright: Playwright, ours: str) -> Iterator[Row]:
    taken: dict[tuple[str, str], list[float]] = defaultdict(list)
    for _ in range(ROUNDS):
        for name in NAMES:
            engine = Engine(name, starter(name, playwright))
            engine.new_profile()
            engine.open(f"{ours}/how-values-are-assigned/")
            for size, found in engine.evaluate(RUN, HERE).items():
                taken[size, name] += found
            engine.close()
        command = [sys.executable, "-c", THERE]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        for size, found in json.loads(told).items():
            taken[size, "torch"] += found
    for size in UPDATES:
        for name in NAMES:
            yield Row(
                f"learn-{size}-{name}",
                f"1,000 words, {size}, in {name}",
                "ms",
                middle(taken[size, name]),
                {"torch": middle(taken[size, "torch"])},
                AIM if size == "middle" else None,
            )
