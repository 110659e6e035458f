"""Two knobs, set by data: gradient descent on the 24 nebulae of Edwin Hubble (1929).

    python examples/line.py

PyTorch computes how the loss changes with each knob; the loop turns both a little the other way, and again.
The answer it arrives at is the least-squares line, which for a straight line can also be computed in one go.
"""

import torch
from knobs.demos.line import NEBULAE
from torch import Tensor
from workshop.running import options


def measurements() -> tuple[Tensor, Tensor]:
    """Distances in millions of parsecs and velocities in thousands of km/s, each of shape (24,)."""
    distance, velocity = zip(*((nebula.distance, nebula.velocity) for nebula in NEBULAE), strict=True)
    return torch.tensor(distance, dtype=torch.float64), torch.tensor(velocity, dtype=torch.float64)


# --8<-- [start:model]
def fit(x, y, steps, learning_rate):
    a = torch.tensor(0.5, dtype=x.dtype, requires_grad=True)
    b = torch.tensor(0.5, dtype=x.dtype, requires_grad=True)
    for _ in range(steps):
        loss = ((a * x + b - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            for knob in (a, b):
                knob -= learning_rate * knob.grad
                knob.grad = None
    return a.item(), b.item()
    # --8<-- [end:model]


def least_squares(x: Tensor, y: Tensor) -> tuple[float, float]:
    """Slope and start with the smallest mean squared error, solved directly."""
    columns = torch.stack([x, torch.ones_like(x)], dim=1)  # shape (24, 2)
    a, b = torch.linalg.lstsq(columns, y.unsqueeze(1)).solution.flatten().tolist()
    return a, b


def main() -> None:
    options(__doc__).parse_args()
    x, y = measurements()
    for steps in (0, 1, 10, 100, 1000):
        a, b = fit(x, y, steps, learning_rate=0.2)
        loss = ((a * x + b - y) ** 2).mean().item()
        print(f"{steps:>5} steps   a = {a:6.3f}   b = {b:6.3f}   loss = {loss:.4f}")
    a, b = least_squares(x, y)
    print(f"least squares a = {a:6.3f}   b = {b:6.3f}")


if __name__ == "__main__":
    main()
