"""The pocket model in three engines: a knob that is dragged, and a word that is written

They are as a reader has them. A knob moves the moment that the picture before it is there, and a turn ends when the
new one, with its sentence, is laid out. Words are timed in Python itself, which runs in a worker. Those that are written
one by one, beside the products of one word with every matrix, by the same kernel, and nothing else; those of texts that
are read at once, beside what they would take at the speed of the kernel's best product.
"""

import shutil
import subprocess
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial

from playwright.sync_api import Playwright

from tests.browser.driving import NO_LEAD
from tests.browser.engines import NAMES, Adapter, Engine
from tests.browser.engines.chromium import Chromium
from tests.browser.engines.firefox import Firefox
from tests.browser.engines.webkit import WebKit

from . import pocket, redraw
from .measuring import Aim, Row, middle
from .visiting import HERE, ROUNDS

KNOBS = {
    "one-knob": "turn",
    "silence": "count",
    "bits": "bits",
    "adapter": "strength",
}  # demo -> what is dragged
TURNS = 40  # of each knob in each round
DRAG_AIM = Aim(50, "p95")
WORD_AIM = Aim(2)  # 500 a second
READ_AIM = Aim(4, "ratio", "limit")  # a quarter of what could be
DRAG = "([name, ...drag]) => clock.turns(document.querySelector(`knob-demo[name=${name}]`), ...drag)"
# A program of a reader's: it prints JSON.
RUN = """async (source) => {
  const { run } = await import(new URL("runtime.js", document.querySelector("script[src*=knob-demo]").src));
  const said = [];
  const blocks = [{ name: "speed", number: 1, source }];
  const hear = (_block, _kind, text) => said.push(text);
  const [{ ended }] = await run({ lang: "en", page: "speed", blocks }, () => {}, hear);
  if (ended !== "done") throw new Error(said.join(""));
  return JSON.parse(said.join(""));
}"""
WRITE = f"""
import json
from time import perf_counter
{pocket.LOAD}
taken = []
for _ in range(12):
    started = perf_counter()
{pocket.WRITE.strip().replace(chr(10), chr(10) + "    ").join(["    ", ""])}
    taken.append(1000 * (perf_counter() - started) / {pocket.WORDS})
print(json.dumps(taken[2:]))  # by then the engine has compiled what is used
"""
MULTIPLY = """
import json
from time import perf_counter
from knobs.kernel import quickest
from knobs.plain import RIGHT_TRANSPOSED
from knobs.pocket import load
kernel = quickest()
products = []
for name, matrix in load().model.weights.tensors.items():
    rows, columns = matrix.shape
    if rows > 1 and name != "positions":  # vectors and positions are added
        products.append((kernel.zeros(rows), kernel.zeros(columns), matrix.numbers, 1, rows, columns, RIGHT_TRANSPOSED))
best = 1.0
for _ in range(100):
    started = perf_counter()
    for _ in range(10):  # some engines tell the time in whole milliseconds
        for product in products:
            kernel.matmul(*product)
    best = min(best, (perf_counter() - started) / 10)
print(json.dumps(1000 * best))
"""
# ms for 1,000 words: read at once, in float32 as a training does, and at the speed of the best product.
READ = """
import json
from time import perf_counter
from knobs.kernel import quickest
from knobs.pocket import Model, load
from knobs.pocket.parameters import Weights
from knobs.tensor import Tensor, Texts
kernel, weights = quickest("f"), load().model.weights
single = {}
for name, tensor in weights.tensors.items():
    single[name] = Tensor(tensor.shape, kernel.numbers(tensor.numbers), kernel)
model, words, texts = Model(Weights(weights.config, single, kernel)), [*range(3, 515)], Texts([32] * 16)
taken = []
for _ in range(14):
    started = perf_counter()
    model.logits(words, texts)
    taken.append(1e6 * (perf_counter() - started) / len(words))
side, best = 256, 1.0
a, b, c = (kernel.numbers([0.5] * side * side) for _ in range(3))
for _ in range(40):
    started = perf_counter()
    for _ in range(16):
        kernel.matmul(c, a, b, side, side, side, 0)
    best = min(best, (perf_counter() - started) / 16)
a_word = 2 * len(weights)  # a product and a sum for each parameter
print(json.dumps([taken[4:], 1e6 * best * a_word / (2 * side**3)]))
"""


def measure(playwright: Playwright, ours: str) -> Iterator[Row]:
    turns: dict[tuple[str, str], list[float]] = defaultdict(list)
    words: dict[str, list[float]] = defaultdict(list)
    products: dict[str, list[float]] = defaultdict(list)
    reads: dict[str, list[float]] = defaultdict(list)
    limits: dict[str, list[float]] = defaultdict(list)
    prelude = NO_LEAD + (HERE / "clock.js").read_text("utf-8")
    for _ in range(ROUNDS):
        for name in NAMES:
            engine = Engine(name, starter(name, playwright), prelude)
            engine.new_profile()
            engine.open(f"{ours}/pocket-model/")
            for demo, knob in KNOBS.items():
                turns[demo, name] += engine.evaluate(DRAG, [demo, [knob, {}], TURNS, redraw.LOOK])
            words[name] += engine.evaluate(RUN, WRITE)
            products[name].append(engine.evaluate(RUN, MULTIPLY))
            taken, limit = engine.evaluate(RUN, READ)
            reads[name] += taken
            limits[name].append(limit)
            engine.close()
    for demo in KNOBS:
        for name in NAMES:
            what = f"{demo} in {name}: turn to sentence"
            yield Row(f"drag-{demo}-{name}", what, "ms", middle(turns[demo, name]), aim=DRAG_AIM)
    for name in NAMES:
        peers = {"products": middle(products[name])}
        yield Row(
            f"word-{name}", f"a word that is written, in {name}", "ms", middle(words[name]), peers, WORD_AIM
        )
    for name in NAMES:
        peers = {"limit": middle(limits[name])}
        yield Row(
            f"read-{name}", f"1,000 words read at once, in {name}", "ms", middle(reads[name]), peers, READ_AIM
        )


def versions() -> dict[str, str]:
    """Of the engines beside Chromium, as they tell them."""
    webkit = WebKit()
    commands = {"firefox": [shutil.which("firefox-esr") or "firefox"], "webkit": [webkit.browser]}
    told = {
        name: subprocess.run(
            [*command, "--version"], env=webkit.environment, check=True, capture_output=True, text=True
        ).stdout.split()
        for name, command in commands.items()
    }
    webkit.close()
    return {name: ".".join(words[-1].split(".")[:2]) for name, words in told.items()}


def starter(name: str, playwright: Playwright) -> Callable[[], Adapter]:
    """Starts an engine that compiles as well as it can."""
    if name == "chromium":
        return partial(Chromium, playwright, optimizing=True)
    return partial({"firefox": Firefox, "webkit": WebKit}[name], optimizing=True)
