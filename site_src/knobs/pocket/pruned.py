"""Pruning: the smallest weights of a model set to 0, or whole neurons taken out.

    pruning = Pruning(weights)
    pruning.at(50, "matrix")        new weights: the smallest half of each matrix of the blocks is 0

Size is what is left without the sign. The tables of words and places stay as they are, and so do biases. What is as small
as the last weight that is set to 0 becomes 0 too, so it may be a few more than asked. A neuron is as large as its row of
`up` times its column of `down`, each measured by the root of the sum of its squares.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from itertools import chain
from math import prod

from ..tensor import Tensor
from ..text import InputError, Text
from .config import Config
from .errors import short
from .lora import MATRICES
from .parameters import Weights
from .quantize import size

KINDS = (
    "matrix",
    "all",
    "neurons",
)  # of each matrix its smallest; the smallest of all; the smallest neurons of a layer


class Pruning:
    """What can be taken out of these weights, the smallest first; found out once for all shares."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.names = [name for name in weights.config.shapes if name.rpartition(".")[2] in MATRICES]

    @property
    def numbers(self) -> int:
        """How many weights there are to choose from."""
        return sum(prod(self.weights.config.shapes[name]) for name in self.names)

    def at(self, percent: int, kind: str) -> Weights:
        """New weights, with so many percent of their weights 0, or without so many percent of their neurons.

        Raises InputError: no such kind, or not a whole number from 0 to 100.
        """
        if kind not in KINDS or type(percent) is not int or not 0 <= percent <= 100:
            raise InputError(CANNOT.fill(percent=short(percent), kind=short(kind), kinds=", ".join(KINDS)))
        if kind == "neurons":
            return self._without_neurons(self.neurons_gone(percent))
        if kind == "all":
            cuts = dict.fromkeys(self.names, _cut(self._all, percent))
        else:
            cuts = {name: _cut(self._each[name], percent) for name in self.names}
        return self.weights.having(
            {name: _without(self.weights.tensors[name], cuts[name]) for name in self.names}
        )

    def neurons_gone(self, percent: int) -> int:
        """Of each layer."""
        return round(percent * self.weights.config.feed_forward / 100)

    @cached_property
    def _each(self) -> dict[str, list[float]]:
        """The sizes of each matrix, the smallest first."""
        return {name: sorted(map(abs, self.weights.tensors[name].numbers)) for name in self.names}

    @cached_property
    def _all(self) -> list[float]:
        return sorted(chain(*self._each.values()))

    @cached_property
    def _neurons(self) -> list[list[int]]:
        """Of each layer its neurons, the smallest first."""
        layers = []
        for layer in range(self.weights.config.layers):
            up, down = (self.weights[f"blocks.{layer}.{name}"] for name in ("up", "down"))
            pairs = zip(up, zip(*down, strict=True), strict=True)
            sizes = [math.hypot(*row) * math.hypot(*column) for row, column in pairs]
            layers.append(sorted(range(len(sizes)), key=sizes.__getitem__))
        return layers

    def _without_neurons(self, gone: int) -> Weights:
        """All that belongs to a neuron is 0: its row of `up`, its bias, its column of `down`."""
        changed: dict[str, Tensor] = {}
        for layer, neurons in enumerate(self._neurons):
            up, bias, down = parts = [f"blocks.{layer}.{name}" for name in ("up", "up_bias", "down")]
            changed |= {name: self.weights.tensors[name].copy() for name in parts}
            columns = changed[down].shape[1]
            for neuron in neurons[:gone]:
                changed[up][neuron] = [0.0] * changed[up].shape[1]
                changed[bias].numbers[neuron] = 0.0
                for place in range(neuron, len(changed[down].numbers), columns):
                    changed[down].numbers[place] = 0.0
        return self.weights.having(changed)


def _cut(sizes: Sequence[float], percent: int) -> float:
    """The size of the largest that goes; below 0 where none does."""
    count = round(percent * len(sizes) / 100)
    return sizes[count - 1] if count else -1.0


def _without(matrix: Tensor, cut: float) -> Tensor:
    kept = [0.0 if -cut <= number <= cut else number for number in matrix.numbers]
    return Tensor(matrix.shape, matrix.arithmetic.numbers(kept), matrix.arithmetic)


def zeros(weights: Weights, names: Sequence[str]) -> int:
    """How many numbers of these matrices are 0."""
    return sum(list(weights.tensors[name].numbers).count(0.0) for name in names)


def bytes_without_zeros(config: Config, numbers: int, none: int) -> int:
    """Bytes of a file in 8 bits that leaves out the zeros of `numbers` of its weights: a bit for each of these says
    whether it is there, and `none` of them are not."""
    return size(config, 8) - none + -(-numbers // 8)


def bytes_without_neurons(config: Config, gone: int) -> int:
    """Bytes of a file in 8 bits of a model with so many neurons less in each layer: its matrices are smaller."""
    return size(replace(config, feed_forward=config.feed_forward - gone), 8)


CANNOT = Text(
    en="{percent}% of {kind} cannot go: it is a whole number from 0 to 100, of {kinds}.",
    nl="{percent}% van {kind} kan niet weg: het is een geheel getal van 0 tot en met 100, van {kinds}.",
)
