"""The one place with addresses. What the kernel does with them: tests/browser/test_kernel.py."""

from array import array
from typing import Any

from knobs.kernel import PANEL, Kernel, quickest
from knobs.plain import PLAIN


class Exports:
    """Remembers what it was called with."""

    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []

    def __getattr__(self, name: str) -> Any:
        return lambda *given: self.calls.append((name, *given))


def address(numbers: Any) -> int:
    return numbers.buffer_info()[0]  # type: ignore[no-any-return]


def test_an_address_is_that_of_now() -> None:
    kernel = Kernel(exports := Exports(), "f")
    first, second = kernel.numbers([1.5]), kernel.zeros(3)
    assert (first, second) == (array("f", [1.5]), array("f", [0, 0, 0]))
    kernel.add_scaled(first, second, 2.0, 1)
    before = address(first)
    first.extend([0.0] * 100_000)  # nobody should; but then it lies elsewhere
    kernel.add_scaled(first, second, 2.0, 1)
    assert address(first) != before
    assert exports.calls == [
        ("add_scaled_f32", place, address(second), 2.0, 1) for place in (before, address(first))
    ]


def test_a_product_has_room_for_its_panel() -> None:
    kernel = Kernel(exports := Exports())
    one = kernel.zeros(1)
    for inner in (3, 300, 30):
        kernel.matmul(one, one, one, 1, 1, inner, 0)
        scratch = kernel._scratch
        assert exports.calls[-1][-1] == address(scratch)
        assert len(scratch) * scratch.itemsize >= PANEL * (inner + 1)


def test_without_a_kernel_plain_python_does_it() -> None:
    assert quickest() is quickest("f") is PLAIN
