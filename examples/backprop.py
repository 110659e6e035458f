"""One update by PyTorch: `backward()` works out the gradient and turns nothing; an optimizer turns the knobs.

    python examples/backprop.py

The network is the one of the demo, nine knobs and one example, and so are its numbers. Two optimizers turn the same
gradient into different turns.
"""

import torch
from knobs.demos.backprop import START, UMBRELLA, Knobs
from workshop.running import options

LEARNING_RATE = 0.1


# --8<-- [start:model]
def loss(knobs, example):
    w1, w2, b1, w3, w4, b2, w5, w6, b3 = knobs
    h1 = torch.tanh(w1 * example.x1 + w2 * example.x2 + b1)
    h2 = torch.tanh(w3 * example.x1 + w4 * example.x2 + b2)
    return (w5 * h1 + w6 * h2 + b3 - example.t) ** 2


def update(start, example, optimizer, learning_rate):
    knobs = [torch.tensor(knob, requires_grad=True) for knob in start]
    loss(knobs, example).backward()
    gradient = [knob.grad.item() for knob in knobs]
    optimizer(knobs, lr=learning_rate).step()
    return gradient, [knob.item() for knob in knobs]
    # --8<-- [end:model]


def main() -> None:
    options(__doc__).parse_args()
    gradient, plain = update(START, UMBRELLA, torch.optim.SGD, LEARNING_RATE)
    _, adam = update(START, UMBRELLA, torch.optim.Adam, LEARNING_RATE)
    print("knob  stands at  gradient    SGD   Adam")
    for row in zip(Knobs._fields, START, gradient, plain, adam, strict=True):
        print("{:<4}{:>11.2f}{:>10.2f}{:>7.2f}{:>7.2f}".format(*row))


if __name__ == "__main__":
    main()
