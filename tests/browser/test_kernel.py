"""The kernel beside plain Python, under node: what is committed, in both kinds of numbers, and its stand-in where an
engine has no SIMD. In a page: test_engines.py.
"""

import io
import math
import subprocess
from array import array
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any, Literal

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st
from knobs.kernel import OPERATIONS
from knobs.plain import PLAIN, Numbers
from sitekit.packing import node

from tests.knobs import operations

from .kernels import BROWSER, Node, NodeKernel

SIZE = st.sampled_from([1, 2, 3, 4, 5, 7, 8, 9, 13, 16, 17])
ROWS = st.sampled_from([0, 1, 2, 3, 4, 5, 9])
WASM = BROWSER / "kernel.wasm"
# What a module may have, by the numbers that the WebAssembly specification gives to sections: types, imports, functions, exports, code.
SECTIONS = {1: "type", 2: "import", 3: "function", 7: "export", 10: "code"}
KERNELS = [("d", False), ("f", False), ("d", True), ("f", True)]


@pytest.fixture(scope="module")
def running() -> Iterator[Node]:
    with Node() as running:
        yield running


def assert_close(ours: Numbers, plain: Numbers, tolerance: float, where: str) -> None:
    assert len(ours) == len(plain), where
    most = max((abs(one) for one in plain if math.isfinite(one)), default=1.0)
    for i, (one, other) in enumerate(zip(ours, plain, strict=True)):
        same = math.isclose(one, other, rel_tol=tolerance, abs_tol=tolerance * max(1.0, most)) or (
            math.isnan(one) and math.isnan(other)
        )
        assert same, f"{where}: number {i} is {one}, and in plain Python {other}"


@pytest.mark.parametrize(("element", "plain"), KERNELS)
def test_does_what_plain_python_does(running: Node, element: Literal["d", "f"], plain: bool) -> None:
    """And writes nothing beside its arrays: kernel.mjs looks at that."""
    kernel = NodeKernel(running, element, plain=plain)
    where = BROWSER / ("kernel-plain.js" if plain else "kernel/")
    tolerance = 1e-12 if element == "d" else 2e-5

    @settings(max_examples=40, deadline=None)
    @drawn(ROWS, SIZE, SIZE, st.integers(1, 3), st.integers(0, 2**32), st.booleans())
    def compare(rows: int, inner: int, columns: int, heads: int, seed: int, at_edges: bool) -> None:
        random = Random(seed)
        edges = operations.EDGES[element] if at_edges else ()
        given = operations.given(random, rows, columns, heads)
        for name, case in operations.cases(given, rows, inner, columns, heads).items():
            count = max(1, rows) * max(columns, heads * inner)
            inputs = [operations.numbers(random, math.prod(shape), edges) for shape in case.shapes]
            inputs = [array(element, one).tolist() for one in inputs]
            back = array(element, operations.numbers(random, count)).tolist()
            ours = operations.answers(case, inputs, back, kernel)
            for number, (one, other) in enumerate(
                zip(ours, operations.answers(case, inputs, back, PLAIN), strict=True)
            ):
                what = f"gradient {number} of {name}" if number else name
                if not (at_edges and number) or element == "d":
                    assert_close(one, other, tolerance, f"{what}; look at {where}")

    compare()


@pytest.mark.parametrize(("element", "plain"), KERNELS)
def test_learns_as_plain_python_does(running: Node, element: Literal["d", "f"], plain: bool) -> None:
    random = Random(1)
    start, *gradients = [array(element, operations.numbers(random, 7)).tolist() for _ in range(6)]
    kernel = NodeKernel(running, element, plain=plain)
    wanted = operations.learned(start, gradients, PLAIN)
    tolerance = 1e-14 if element == "d" else 1e-6
    assert_close(operations.learned(start, gradients, kernel), wanted, tolerance, f"AdamW in {BROWSER}")


def test_powers_are_exact(running: Node) -> None:
    """The share beside one that is next to 1 is e^x itself, down to the smallest number that there is."""
    kernel = NodeKernel(running, "d")
    random = Random(2)
    below = [-745.2, -745.1, -744.0, -710.0, -708.4, *(random.uniform(-760, -40) for _ in range(500))]
    rows = [number for x in below for number in (0.0, x)]
    shares = kernel.zeros(len(rows))
    kernel.softmax(shares, kernel.numbers(rows), len(below), 2)
    for x, share in zip(below, shares[1::2], strict=True):
        assert abs(share - math.exp(x)) <= 2 * math.ulp(share), f"e^{x} in {BROWSER}/kernel/vectors.ts"
    near = [random.uniform(-40, 0) for _ in range(501)]
    shares = kernel.zeros(501)
    kernel.softmax(shares, kernel.numbers(near), 1, 501)
    powers = [math.exp(x - max(near)) for x in near]
    for share, power in zip(shares, powers, strict=True):
        assert math.isclose(share, power / math.fsum(powers), rel_tol=2e-15)


def test_all_operations_are_there_twice(running: Node) -> None:
    exports = {f"{name}_{element}" for name in OPERATIONS for element in ("f64", "f32")}
    assert exports == set(_parts()["exports"]), f"look at {BROWSER}/kernel/kernel.ts"


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
    source = BROWSER / "kernel"
    compiler = BROWSER.parents[1] / "node_modules/assemblyscript/bin/asc.js"
    made = tmp_path / "kernel.wasm"
    command = [node(), str(compiler), "--config", str(source / "asconfig.json"), "--outFile", str(made)]
    ran = subprocess.run(command, check=False, capture_output=True, text=True)
    assert not ran.returncode, ran.stderr
    assert made.read_bytes() == WASM.read_bytes(), f"{source} has changed: run `make kernel`"
