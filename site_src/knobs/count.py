"""Exact parameter counts, from the sizes of a network."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple


class Count(NamedTuple):
    weights: int
    biases: int

    @property
    def total(self) -> int:
        return self.weights + self.biases


def fully_connected(widths: Sequence[int]) -> Count:
    """A network whose layers have `widths` units, each joined to every unit before it, each with a bias.

    (n_in + 1) · n_out parameters for each pair of neighbouring layers; the input layer has none of its own.
    """
    return Count(
        weights=sum(before * after for before, after in pairwise(widths)),
        biases=sum(widths[1:]),
    )
