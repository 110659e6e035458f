"""Counting knobs: a small network, and GPT-2 small with its parameters sorted by kind.

    python examples/network.py

GPT-2 is built on torch's "meta" device: every tensor has its shape and none has its numbers, so that counting
124 million parameters takes a second and hardly any memory. Its sizes: https://github.com/openai/gpt-2.
"""

from collections import Counter
from itertools import pairwise

import torch
from torch import nn
from workshop.running import options


# --8<-- [start:model]
def network(widths):
    layers = []
    for before, after in pairwise(widths):
        layers += [nn.Linear(before, after), nn.Tanh()]
    return nn.Sequential(*layers)


def count(model):
    return sum(knobs.numel() for knobs in model.parameters())
    # --8<-- [end:model]


# --8<-- [start:gpt2]
def gpt2_small(vocabulary=50257, positions=1024, width=768, heads=12, layers=12):
    with torch.device("meta"):
        return nn.ModuleDict(
            {
                "token_embedding": nn.Embedding(vocabulary, width),
                "position_embedding": nn.Embedding(positions, width),
                "layers": nn.ModuleList(
                    nn.TransformerEncoderLayer(width, heads, 4 * width, activation="gelu", norm_first=True)
                    for _ in range(layers)
                ),
                "final_norm": nn.LayerNorm(width),
            }
        )


def kinds(model):
    counted = Counter()
    for name, parameter in model.named_parameters():
        kind = next(kind for kind in ("embedding", "norm", "bias", "weight") if kind in name)
        counted[kind] += parameter.numel()
    return counted
    # --8<-- [end:gpt2]


def main() -> None:
    options(__doc__).parse_args()
    for widths in [(2, 3, 2), (4, 8, 8)]:
        print(f"{widths}: {count(network(widths))} parameters")
    counted = kinds(gpt2_small())
    for kind, parameters in counted.most_common():
        print(f"GPT-2 small, {kind:<10}{parameters:>12,}{parameters / counted.total():>8.1%}")
    print(f"GPT-2 small, {'together':<10}{counted.total():>12,}")


if __name__ == "__main__":
    main()
