"""The arithmetic of tensors by the kernel, in the page: what Plain does, on arrays, a hundred times as fast.

The worker puts the kernel on Python's own memory (site_src/browser/kernel.js), as the module knobs_kernel. It takes
addresses and asks nothing, so here is the one place where there are any: an address is asked for anew at each call,
while the caller holds the array, and no array ever gets another length.
"""

from array import array
from collections.abc import Callable, Iterable
from functools import cache
from importlib import import_module
from typing import Any, Literal

from .plain import PLAIN, Numbers, Plain

ELEMENTS = {"d": "f64", "f": "f32"}  # as arrays are called, and as the kernel calls them
PANEL = 32  # bytes of scratch for each row of the right side of a product
OPERATIONS = [name for name in vars(Plain) if not name.startswith("_") and name not in ("numbers", "zeros")]


class Kernel(Plain):
    """`exports` are those of the module; `element` is "d" for float64, "f" for float32."""

    _address = "{}.buffer_info()[0]"  # of an array with this name

    def __init__(self, exports: Any, element: Literal["d", "f"] = "d") -> None:
        self._element, self._zero = element, array(element, [0.0])
        self._scratch = array("d")
        for name in OPERATIONS:
            setattr(self, name, self._on_arrays(name, getattr(exports, f"{name}_{ELEMENTS[element]}")))

    def numbers(self, numbers: Iterable[float]) -> Numbers:
        return array(self._element, numbers)

    def zeros(self, count: int) -> Numbers:
        return self._zero * count

    def _on_arrays(self, name: str, operation: Callable[..., Any]) -> Callable[..., Any]:
        """What takes the arguments of `Plain`, and gives the kernel the addresses of those that are arrays.

        Python writes it out, as in `lambda out, value, count: operation(out.buffer_info()[0], value, count)`: to look
        at each argument in a loop would take as long as the call itself.
        """
        kinds = getattr(Plain, name).__annotations__
        names = [one for one in kinds if one != "return"]
        given = [one if kinds[one] in (int, float) else self._address.format(one) for one in names]
        if name == "matmul":
            given.append(self._address.format("scratch(inner)"))
        known = {"operation": operation, "scratch": self._room}
        return eval(f"lambda {', '.join(names)}: operation({', '.join(given)})", known)  # type: ignore[no-any-return]

    def _room(self, inner: int) -> "array[float]":
        """Scratch for a product."""
        needed = PANEL * (inner + 1)
        if len(self._scratch) * self._scratch.itemsize < needed:
            self._scratch = array("d", bytes(needed))
        return self._scratch


@cache
def quickest(element: Literal["d", "f"] = "d") -> Plain:
    """The kernel, where there is one; else plain Python, whose numbers are float64."""
    try:
        return Kernel(import_module("knobs_kernel"), element)
    except ImportError:
        return PLAIN
