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

    def __init__(self, exports: Any, element: Literal["d", "f"] = "d") -> None:
        self._element, self._zero = element, array(element, [0.0])
        self._scratch = array("d")
        for name in OPERATIONS:
            call = self._on_arrays(getattr(exports, f"{name}_{ELEMENTS[element]}"))
            setattr(self, name, self._with_scratch(call) if name == "matmul" else call)

    def numbers(self, numbers: Iterable[float]) -> Numbers:
        return array(self._element, numbers)

    def zeros(self, count: int) -> Numbers:
        return self._zero * count

    def _on_arrays(self, operation: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any) -> Any:
            return operation(*[self._address(one) if type(one) is array else one for one in given])

        return call

    def _address(self, one: "array[Any]") -> int:
        return one.buffer_info()[0]

    def _with_scratch(self, call: Callable[..., Any]) -> Callable[..., None]:
        def matmul(*given: Any) -> None:
            _, _, _, _, _, inner, _ = given
            needed = PANEL * (inner + 1)
            if len(self._scratch) * self._scratch.itemsize < needed:
                self._scratch = array("d", bytes(needed))
            call(*given, self._scratch)

        return matmul


@cache
def quickest(element: Literal["d", "f"] = "d") -> Plain:
    """The kernel, where there is one; else plain Python, whose numbers are float64."""
    try:
        return Kernel(import_module("knobs_kernel"), element)
    except ImportError:
        return PLAIN
