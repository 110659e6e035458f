"""The kernel beside plain Python, under node: what is committed, in both kinds of numbers, and its stand-in where an
engine has no SIMD; and then in the page's own Python, in three engines.
"""

import io
import json
import math
import subprocess
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any, Literal

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st
from knobs.kernel import OPERATIONS
from sitekit.packing import node

from tests.knobs import operations

from .engines import Engine
from .kernels import BROWSER, Node, NodeKernel
from .serving import Hostile

SIZE = st.sampled_from([1, 2, 3, 4, 5, 7, 8, 9, 13, 16, 17])
ROWS = st.sampled_from([0, 1, 2, 3, 4, 5, 9])
WASM, SOURCE, STAND_IN = BROWSER / "kernel.wasm", BROWSER / "kernel", BROWSER / "kernel-plain.js"
# What the module may have, by the numbers that the WebAssembly specification gives to its sections.
SECTIONS = {1: "type", 2: "import", 3: "function", 7: "export", 10: "code"}
KERNELS = [("d", False), ("f", False), ("d", True), ("f", True)]


@pytest.fixture(scope="module")
def under_node() -> Iterator[Node]:
    with Node() as under_node:
        yield under_node


@pytest.mark.parametrize(("element", "plain"), KERNELS)
def test_does_what_plain_python_does(under_node: Node, element: Literal["d", "f"], plain: bool) -> None:
    """And writes nothing beside its arrays: kernel.mjs looks at that."""
    kernel = NodeKernel(under_node, element, plain=plain)
    sizes = st.tuples(ROWS, SIZE, SIZE, st.integers(1, 3))

    @settings(max_examples=40, deadline=None)
    @drawn(sizes, st.integers(0, 2**32), st.booleans())
    def compare(sizes: tuple[int, int, int, int], seed: int, at_edges: bool) -> None:
        told = list(operations.differences(kernel, element, sizes, seed, at_edges=at_edges))
        assert not told, f"{told[0]}; look at {STAND_IN if plain else SOURCE}"

    compare()


@pytest.mark.parametrize("plain", [False, True])
def test_a_write_beside_an_array_is_seen(under_node: Node, plain: bool) -> None:
    kernel = NodeKernel(under_node, "d", plain=plain)
    with pytest.raises(
        AssertionError, match=r"fill_f64 in .*: a write to byte \d+, 24 from the start of array 1"
    ):
        kernel.fill(kernel.zeros(3), 1.5, 4)


def test_powers_are_exact(under_node: Node) -> None:
    """The share beside one that is next to 1 is e^x itself, down to the smallest number that there is."""
    kernel = NodeKernel(under_node, "d")
    random = Random(2)
    below = [-745.2, -745.1, -744.0, -710.0, -708.4, *(random.uniform(-760, -40) for _ in range(500))]
    rows = [number for x in below for number in (0.0, x)]
    shares = kernel.zeros(len(rows))
    kernel.softmax(shares, kernel.numbers(rows), len(below), 2)
    for x, share in zip(below, shares[1::2], strict=True):
        assert abs(share - math.exp(x)) <= 2 * math.ulp(share), f"e^{x} in {SOURCE}/vectors.ts"
    near = [random.uniform(-40, 0) for _ in range(501)]
    shares = kernel.zeros(501)
    kernel.softmax(shares, kernel.numbers(near), 1, 501)
    powers = [math.exp(x - max(near)) for x in near]
    for share, power in zip(shares, powers, strict=True):
        assert math.isclose(share, power / math.fsum(powers), rel_tol=2e-15)


def test_all_operations_are_there_twice(under_node: Node) -> None:
    exports = {f"{name}_{element}" for name in OPERATIONS for element in ("f64", "f32")}
    assert exports == set(_parts()["exports"]), f"look at {SOURCE}/kernel.ts"


# Says which functions are called while the kernel is practised, on a memory of its own.
PRACTISE = """
import { readFileSync } from "node:fs";
const { compileKernel, kernelOn, practise } = await import("./kernel.js");
const module = await compileKernel(new Response(readFileSync("kernel.wasm")), true);
const kernel = await kernelOn(new WebAssembly.Memory({ initial: 1 }), module);
const called = new Set();
practise(new Proxy(kernel, { get: (_, name) => called.add(name) && kernel[name] }));
console.log(JSON.stringify([...called]));
"""


def test_every_function_is_practised() -> None:
    """And none of them fails, or takes long, on what `practise` gives it."""
    command = [node(), "--input-type=module", "--eval", PRACTISE]
    ran = subprocess.run(command, cwd=BROWSER, check=False, capture_output=True, text=True, timeout=60)
    assert not ran.returncode, f"{ran.stderr}; look at PRACTICE in {BROWSER}/kernel.js"
    assert set(json.loads(ran.stdout)) == set(_parts()["exports"]), f"look at PRACTICE in {BROWSER}/kernel.js"


def test_the_module_owns_nothing() -> None:
    """A memory, data or a global of its own would lie in the middle of Python's."""
    parts = _parts()
    assert parts["sections"] == SECTIONS.keys(), f"{WASM} has other sections than {[*SECTIONS.values()]}"
    assert parts["imports"] == [("env", "memory", 2)], f"{WASM} asks for more than a memory"


def _parts() -> dict[str, Any]:
    """What the module is made of, read by hand: https://webassembly.github.io/spec/core/binary/modules.html"""
    module = io.BytesIO(WASM.read_bytes())

    def number() -> int:
        """An unsigned LEB128."""
        value = shift = 0
        while True:
            (byte,) = module.read(1)
            value |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                return value

    def name() -> str:
        return module.read(number()).decode()

    assert module.read(8) == b"\0asm\1\0\0\0"
    sections, imports, exports = [], [], []
    while kind := module.read(1):
        sections.append(kind[0])
        end = number() + module.tell()
        if SECTIONS.get(kind[0]) == "import":
            for _ in range(number()):
                imports.append((name(), name(), module.read(1)[0]))
                module.read(2)  # the least size of the memory, and that it has no most
        if SECTIONS.get(kind[0]) == "export":
            for _ in range(number()):
                exports.append(name())
                assert module.read(1) == b"\0", f"{exports[-1]} is no function"
                number()
        module.seek(end)
    return {"sections": set(sections), "imports": imports, "exports": exports}


def test_is_what_its_source_makes(tmp_path: Path) -> None:
    compiler = BROWSER.parents[1] / "node_modules/assemblyscript/bin/asc.js"
    made = tmp_path / "kernel.wasm"
    command = [node(), str(compiler), "--config", str(SOURCE / "asconfig.json"), "--outFile", str(made)]
    ran = subprocess.run(command, check=False, capture_output=True, text=True)
    assert not ran.returncode, ran.stderr
    assert made.read_bytes() == WASM.read_bytes(), f"{SOURCE} has changed: run `make kernel`"


# A program of a reader's, in the page's Python: what it prints, and how it ended.
RUN = """async (source) => {
  const { run } = await import(new URL("runtime.js", document.querySelector("script[src*=knob-demo]").src));
  const said = [];
  const blocks = [{ name: "kernel", number: 1, source }];
  const hear = (_block, _kind, text) => said.push(text);
  const [{ ended }] = await run({ lang: "en", page: "kernel", blocks }, () => {}, hear);
  return [said.join(""), ended];
}"""
COMPARE = """
from knobs.kernel import Kernel, quickest
for element in ("d", "f"):
    kernel = quickest(element)
    assert type(kernel) is Kernel
    for seed, sizes in enumerate([(0, 1, 1, 1), (1, 1, 1, 1), (5, 9, 17, 2), (1, 16, 8, 3)]):
        for at_edges in (False, True):
            for told in differences(kernel, element, sizes, seed, at_edges=at_edges):
                print(element, sizes, told)
print("compared")
"""


def test_in_the_page(engine: Engine, site_dir: Path) -> None:
    """With the kernel, and with its stand-in where the engine cannot read it."""
    program = Path(operations.__file__).read_text("utf-8") + COMPARE
    with Hostile(site_dir) as host:
        for looked_at in (SOURCE, STAND_IN):
            engine.open(host.address)
            said, ended = engine.evaluate(RUN, program)
            assert (said, ended) == ("compared\n", "done"), f"{engine.name}; look at {looked_at}"
            assert any(path.endswith(STAND_IN.name) for path in host.asked) == (looked_at == STAND_IN)
            host.trouble["*/kernel.wasm"] = "spoilt"
            engine.new_profile()
