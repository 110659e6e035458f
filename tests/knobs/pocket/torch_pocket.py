"""The pocket model once more, in torch and for a whole text at a time: written apart from the one it judges."""

import math

import torch
from knobs.pocket import Config, Weights
from torch import Tensor
from torch.nn import functional as F


def tensors(weights: Weights) -> dict[str, Tensor]:
    """The matrices and vectors, in 64 bits."""
    return {
        name: torch.tensor(weights[name], dtype=torch.float64).reshape(shape)
        for name, shape in weights.config.shapes.items()
    }


def logits(
    weights: dict[str, Tensor],
    config: Config,
    words: list[int],
    silenced: dict[int, set[int]] | None = None,
    routed: list[Tensor] | None = None,
) -> Tensor:
    """[time, vocabulary]: after each word, a number for every word that may be next.

    `routed` gets the shares that the router of each layer gave its experts, [time, experts].
    """
    time, width = len(words), config.width
    x = weights["embedding"][words] + weights["positions"][:time]
    far = torch.arange(time)[:, None] - torch.arange(time)  # i - j
    bias = -torch.tensor(config.slopes, dtype=x.dtype)[:, None, None] * far
    bias = bias.masked_fill(far < 0, -math.inf)  # [heads, time, time]
    for layer in range(config.layers):
        block = {
            name.removeprefix(f"blocks.{layer}."): tensor
            for name, tensor in weights.items()
            if name.startswith(f"blocks.{layer}.")
        }
        n = F.rms_norm(x, (width,), eps=1e-6)
        smeared = torch.stack([n[max(0, at - config.smear) : at + 1].mean(0) for at in range(time)])
        query, key, value = (
            (read @ block[name].T).reshape(time, config.heads, -1).transpose(0, 1)
            for name, read in (("query", n), ("key", smeared), ("value", n))
        )
        brought = F.scaled_dot_product_attention(query[None], key[None], value[None], attn_mask=bias)[0]
        x = x + brought.transpose(0, 1).reshape(time, width) @ block["output"].T
        n = F.rms_norm(x, (width,), eps=1e-6)
        mask = torch.ones(config.experts, config.feed_forward, dtype=x.dtype)
        mask.view(-1)[sorted((silenced or {}).get(layer, ()))] = 0
        if config.experts == 1:
            x = x + _feed_forward(block, "", n, mask[0])
        else:
            shares = F.softmax(n @ block["router"].T, -1)
            if routed is not None:
                routed.append(shares)
            answers = [_feed_forward(block, f"experts.{e}.", n, mask[e]) for e in range(config.experts)]
            chosen = F.one_hot(shares.argmax(-1), config.experts) * shares  # [time, experts], one above 0
            x = x + torch.einsum("te,tew->tw", chosen, torch.stack(answers, 1))
    return F.rms_norm(x, (width,), eps=1e-6) @ weights["embedding"].T + weights["word_bias"]


def _feed_forward(block: dict[str, Tensor], expert: str, n: Tensor, mask: Tensor) -> Tensor:
    inner = F.relu(n @ block[f"{expert}up"].T + block[f"{expert}up_bias"]) * mask
    return inner @ block[f"{expert}down"].T
