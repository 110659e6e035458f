"""More knobs than points: gradient descent that starts at 0 ends at the smallest setting that hits every point.

    python examples/overfit.py

The points and waves are those of the demos `overfit` and `double-descent`.
"""

import torch
from knobs.demos.double_descent import fit, priced
from knobs.demos.overfit import Measured, measurements
from workshop.running import options


# --8<-- [start:model]
def descend(seen: list[Measured], parameters: int, steps: int) -> list[float]:
    """Knobs from 0, turned against the gradient; a wave is divided by its number, 1, 2, 3 and so on."""
    waves = torch.tensor([priced(x, parameters, price=1) for x, _ in seen], dtype=torch.float64)
    wanted = torch.tensor([y for _, y in seen], dtype=torch.float64)
    knobs = torch.zeros(parameters, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([knobs], lr=0.5)
    for _ in range(steps):
        loss = ((waves @ knobs - wanted) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return (knobs / torch.arange(1, parameters + 1)).tolist()
    # --8<-- [end:model]


def main() -> None:
    options(__doc__).parse_args()
    seen, _ = measurements(points=12, noise=0.2, draw=1)
    rule = fit(seen, 200, price=1)
    turned = descend(seen, 200, steps=5000)
    for wave in (0, 1, 2, 199):
        print(f"{rule[wave]:9.5f}{turned[wave]:9.5f}")


if __name__ == "__main__":
    main()
