"""One neuron by hand and the same neuron in PyTorch: equal answers, n inputs, n + 1 parameters.

    python examples/neuron.py

The story is that of the demo: take an umbrella or not? Every input lies between 0 and 1.
"""

from math import exp

import torch
from torch import nn
from workshop.running import options

NAMES = ("dark clouds", "rain in the forecast", "a long walk", "a full bag")
INPUTS = (0.5, 0.8, 1.0, 1.0)
WEIGHTS = (0.5, 1.5, 1.0, -1.0)  # a full bag pleads against carrying more
BIAS = -1.0


# --8<-- [start:model]
def neuron(inputs, weights, bias):
    products = [w * x for w, x in zip(weights, inputs, strict=True)]
    z = sum(products) + bias
    return 1 / (1 + exp(-z))
    # --8<-- [end:model]


def torch_neuron(weights: tuple[float, ...], bias: float) -> nn.Sequential:
    """The same knobs in a layer of one unit, followed by the same curve."""
    layer = nn.Linear(len(weights), 1, dtype=torch.float64)
    with torch.no_grad():
        layer.weight.copy_(torch.tensor([weights], dtype=torch.float64))  # shape (units, inputs)
        layer.bias.fill_(bias)
    return nn.Sequential(layer, nn.Sigmoid())


def main() -> None:
    options(__doc__).parse_args()
    for n in range(1, len(NAMES) + 1):
        model = torch_neuron(WEIGHTS[:n], BIAS)
        by_torch = model(torch.tensor(INPUTS[:n], dtype=torch.float64)).item()
        by_hand = neuron(INPUTS[:n], WEIGHTS[:n], BIAS)
        knobs = sum(parameter.numel() for parameter in model.parameters())
        print(
            f"{n} inputs, {knobs} knobs: {by_hand:.3f} by hand, {by_torch:.3f} in PyTorch (+ {NAMES[n - 1]})"
        )


if __name__ == "__main__":
    main()
