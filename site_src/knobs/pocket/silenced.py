"""Neurons switched off: whatever a word is, they add nothing to it.

A neuron is relu(up · n + up_bias), with a row of `up` and a number of `up_bias` for each. With zeros for these it stays
at 0. All others are as they were.
"""

from collections.abc import Iterable

from ..tensor import Tensor
from ..text import InputError, Text
from .errors import short
from .parameters import Weights


def silenced(weights: Weights, neurons: Iterable[int]) -> Weights:
    """New weights, with these neurons off. Raises InputError: there is no such neuron.

    They are numbered from 0, layer after layer, and in a layer expert after expert.
    """
    config = weights.config
    homes = [home for layer in range(config.layers) for home in config.expert_names(layer)]
    changed: dict[str, Tensor] = {}
    for neuron in neurons:
        if type(neuron) is not int or not 0 <= neuron < len(homes) * config.feed_forward:
            raise InputError(NO_NEURON.fill(neuron=short(neuron), last=len(homes) * config.feed_forward - 1))
        expert, row = divmod(neuron, config.feed_forward)
        for name in (f"{homes[expert]}up", f"{homes[expert]}up_bias"):
            if name not in changed:
                changed[name] = weights.tensors[name].copy()
        changed[f"{homes[expert]}up"][row] = [0.0] * config.width
        changed[f"{homes[expert]}up_bias"].numbers[row] = 0.0
    return weights.having(changed)


NO_NEURON = Text(
    en="There is no neuron {neuron}; they are numbered from 0 to {last}.",
    nl="Er is geen neuron {neuron}; ze zijn genummerd van 0 tot en met {last}.",
)
