"""LoRA: leave a model as it is, and learn a small addition to each of its matrices (Hu and others, 2021).

    W + strength · up · down

W is [rows, columns], up [rows, rank] and down [rank, columns]: with a rank of 4, a matrix of 64 × 256 gets 1,280 numbers
more, and its own 16,384 are never touched. Take the addition away, and the model is what it was, to the last bit.

    python -m workshop.train --config upside-down       learns one on top of runs/pocket
"""

import torch
from knobs.pocket.lora import MATRICES, PARTS
from torch import Tensor, nn
from torch.nn.utils import parametrize

from .model import Pocket


class LowRank(nn.Module):
    """What is added to one matrix. It begins at 0, so that the model begins as it was."""

    def __init__(self, rows: int, columns: int, rank: int):
        super().__init__()
        self.up = nn.Parameter(torch.zeros(rows, rank))
        self.down = nn.Parameter(torch.randn(rank, columns) * columns**-0.5)
        self.strength = 1.0

    def forward(self, matrix: Tensor) -> Tensor:
        return matrix + self.strength * (self.up @ self.down)


def add_lora(model: Pocket, rank: int) -> list[nn.Parameter]:
    """Freeze the model, give each matrix of its blocks an addition, and return what there is to learn."""
    model.requires_grad_(False)
    for block in model.blocks:
        for owner in (block, block.feed_forward):
            for name in set(MATRICES) & set(dict(owner.named_parameters(recurse=False))):
                parametrize.register_parametrization(owner, name, LowRank(*getattr(owner, name).shape, rank))
    return [parameter for each in low_ranks(model).values() for parameter in each.parameters()]


def low_ranks(model: Pocket) -> dict[str, LowRank]:
    """The additions, by the names that their matrices have in a file of weights."""
    return {
        name.replace("feed_forward.", "").replace("parametrizations.", "").removesuffix(".0"): module
        for name, module in model.named_modules()
        if isinstance(module, LowRank)
    }


def additions(model: Pocket) -> dict[str, Tensor]:
    """What was learned, by its names in a file of additions; nothing for a model without any."""
    return {
        f"{name}.{part}": getattr(each, part.removeprefix("lora_")).data
        for name, each in low_ranks(model).items()
        for part in PARTS
    }


def set_strength(model: Pocket, strength: float) -> None:
    """1 is what was learned, 0 is the model as it was."""
    for each in low_ranks(model).values():
        each.strength = strength
