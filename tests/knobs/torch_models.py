"""An architecture built with the torch modules of examples/count.py, and their parameters sorted by part."""

import re
from collections import Counter
from functools import partial

import torch
from knobs.architecture import Architecture
from torch import nn

from tests.examples.scripts import load

example = load("count")
PARTS = {  # the start of a parameter's name, and what the part is called
    r"tokens|tables\.0": "token_embedding",
    r"positions|tables\.1": "position_embedding",
    r"tables\.2": "type_embedding",
    r"table_norm": "embedding_norm",
    r"layers\.\d+\.(attention|self_attn)": "attention",
    r"layers\.\d+\.(feed_forward\.(up|gate|down)|linear)": "ffn_dense",
    r"layers\.\d+\.feed_forward\.router": "router",
    r"layers\.\d+\.feed_forward\.stacked": "experts",
    r"layers\.\d+\.feed_forward\.shared": "shared_experts",
    r"layers\.\d+\.norm": "layer_norms",
    r"norm": "final_norm",
    r"head\.weight": "output_head",
    r"head\.bias": "output_bias",
    r"pooler": "pooler",
}


def build(a: Architecture) -> nn.Module:
    """The model on torch's meta device, by the family that has such parts."""
    sizes = {"vocab": a.vocab, "d_model": a.d_model, "n_layers": a.n_layers}
    heads = {"qkv_bias": a.qkv_bias, "o_bias": a.o_bias, "qk_norm": a.qk_norm}
    if a.pooler:
        family = partial(example.Bert, n_heads=a.n_heads, d_ff=a.d_ff, positions=a.n_learned_positions)
        family = partial(family, sentences=a.type_vocab)
    elif a.n_experts:
        shape = {"shared": a.n_shared_experts, "bias": a.ffn_bias, "router_bias": a.router_bias}
        experts = partial(
            example.Experts, a.d_model, a.d_ff_expert, a.n_experts, a.experts_per_token, **shape
        )
        family = partial(example.mixture, attention=_attention(a), experts=experts, tied=a.tied)
        family = partial(family, d_ff=a.d_ff, n_dense_layers=a.n_dense_layers)
    elif a.norm == "LayerNorm":
        family = partial(example.gpt, n_heads=a.n_heads, d_ff=a.d_ff, tied=a.tied, norms=a.norms_per_layer)
        family = partial(family, positions=a.n_learned_positions, head_bias=a.lm_head_bias)
        family = partial(family, table_norm=bool(a.embedding_norm))
    else:
        family = partial(example.llama, n_heads=a.n_heads, n_kv_heads=a.n_kv_heads, head_dim=a.head_dim)
        family = partial(family, d_ff=a.d_ff, tied=a.tied, norms=a.norms_per_layer, **heads)
    with torch.device("meta"):
        return family(**sizes)


def _attention(a: Architecture):
    if a.attention == "mla":
        ranks = {"q_rank": a.q_lora_rank, "kv_rank": a.kv_lora_rank, "value": a.v_head_dim}
        ranks |= {"nope": a.qk_nope_head_dim, "rope": a.qk_rope_head_dim}
        return partial(example.LatentAttention, a.d_model, a.n_heads, **ranks)
    heads = {"qkv_bias": a.qkv_bias, "o_bias": a.o_bias, "qk_norm": a.qk_norm, "sinks": a.attn_sinks}
    return partial(example.Attention, a.d_model, a.n_heads, a.n_kv_heads, a.head_dim, **heads)


def parts(model: nn.Module) -> dict[str, int]:
    """Parameters by part, each tensor once."""
    counted = Counter()
    for name, tensor in model.named_parameters():
        part = next(part for start, part in PARTS.items() if re.match(start, name))
        counted[part] += tensor.numel()
    return dict(counted)
