"""The kernel under node, as an arithmetic for knobs.tensor: for tests that need no page.

Each call takes copies of the arrays to node's memory and brings back what became of them. kernel.mjs sees to it that
nothing is written beside them.
"""

import json
import subprocess
from array import array
from base64 import b64decode, b64encode
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from knobs.kernel import Kernel
from sitekit.packing import node

BROWSER = Path(__file__).parents[2] / "site_src/browser"


class Node:
    """A node with both kernels in it, while the block runs."""

    def __enter__(self) -> Self:
        command = [node(), str(Path(__file__).with_name("kernel.mjs")), str(BROWSER)]
        self._node = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        return self

    def __exit__(self, kind: type[BaseException] | None, what: object, where: TracebackType | None) -> None:
        self._node.communicate()

    def call(self, plain: bool, name: str, given: tuple[Any, ...]) -> float:
        arrays = list({id(one): one for one in given if isinstance(one, array)}.values())
        index = {id(one): {"array": i} for i, one in enumerate(arrays)}
        question = {
            "plain": plain,
            "name": name,
            "arrays": [(b64encode(one.tobytes()).decode(), one.itemsize) for one in arrays],
            "given": [index.get(id(one), one) for one in given],
        }
        assert self._node.stdin and self._node.stdout
        self._node.stdin.write(json.dumps(question) + "\n")
        self._node.stdin.flush()
        answer = json.loads(self._node.stdout.readline())
        where = "site_src/browser/kernel-plain.js" if plain else "site_src/browser/kernel/"
        assert "error" not in answer, f"{name} in {where}: {answer['error']}"
        for one, content in zip(arrays, answer["arrays"], strict=True):
            one[:] = array(one.typecode, b64decode(content))
        return float("nan") if answer["result"] == "undefined" else float(answer["result"])


class NodeKernel(Kernel):
    """`plain`: the stand-in for engines without SIMD."""

    _address = "{}"  # the array itself, which `Node` copies

    def __init__(self, node: Node, element: Literal["d", "f"], *, plain: bool = False) -> None:
        super().__init__(_Exports(node, plain), element)


class _Exports:
    def __init__(self, node: Node, plain: bool) -> None:
        self._node, self._plain = node, plain

    def __getattr__(self, name: str) -> Any:
        return lambda *given: self._node.call(self._plain, name, given)
