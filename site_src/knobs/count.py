"""Exact parameter counts, from the sizes of a network.

There is not one count of a model. This file has each by its own name: `total`, `tied_twice`, `non_embedding`, and
`active` in the three ways in use. All are sums over `components`.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:  # the page counts small networks without it
    from .architecture import Architecture

TABLES = ("token_embedding", "position_embedding", "type_embedding")
HEAD = ("output_head", "output_bias")


class Count(NamedTuple):
    weights: int
    biases: int

    @property
    def total(self) -> int:
        return self.weights + self.biases


def fully_connected(widths: Sequence[int]) -> Count:
    """A network whose layers have `widths` units, each joined to every unit before it, each with a bias.

    (n_in + 1) · n_out parameters for each pair of neighbouring layers; the input layer has none of its own.
    """
    return Count(
        weights=sum(before * after for before, after in pairwise(widths)),
        biases=sum(widths[1:]),
    )


def convolution(maps: int, inputs: int, side: int) -> int:
    """A layer of filters: each of its maps looks at `inputs` maps through one square window, and has a bias."""
    return maps * (inputs * side**2 + 1)


class Active(NamedTuple):
    """Parameters that take part in one token. Publishers differ in which tables they count.

    Mixtral's 12.9 billion has both; gpt-oss's 5.13 billion leaves out the one that is only looked up. In a model
    without experts every parameter is active, so that all_tables is its total.
    """

    all_tables: int
    excl_input_embedding: int  # without tables that are only looked up; a tied table also computes the output
    excl_both_embeddings: int


def components(a: "Architecture", routed: int | None = None) -> dict[str, int]:
    """Parameters by part, without the parts that a model does not have. They add up to `total`.

    `routed`: how many routed experts of each layer to count; all of them, if not given.
    """
    routed = a.n_experts if routed is None else routed
    width, expert_layers = a.d_model, a.n_layers - a.n_dense_layers if a.n_experts else 0
    norm, expert = a.norm_params * width, feed_forward(a, a.d_ff_expert)
    parts = {
        "token_embedding": a.vocab * width,
        "position_embedding": a.n_learned_positions * width,
        "type_embedding": a.type_vocab * width,
        "embedding_norm": a.embedding_norm * norm,
        "attention": a.n_layers * (latent_attention(a) if a.attention == "mla" else attention(a)),
        "ffn_dense": (a.n_layers - expert_layers) * feed_forward(a, a.d_ff),
        "router": expert_layers * a.n_experts * (width + a.router_bias),
        "experts": expert_layers * routed * expert,
        "shared_experts": expert_layers * a.n_shared_experts * expert,
        "layer_norms": a.n_layers * a.norms_per_layer * norm,
        "final_norm": a.final_norm * norm,
        "output_head": 0 if a.tied else a.vocab * width,
        "output_bias": a.lm_head_bias * a.vocab,
        "pooler": a.pooler * (width + 1) * width,
    }
    return {name: count for name, count in parts.items() if count}


def attention(a: "Architecture") -> int:
    """One layer: a matrix each for queries, keys and values, one back to d_model, and what comes with them."""
    queries, keys = a.n_heads * a.head_dim, a.n_kv_heads * a.head_dim
    matrices = a.d_model * (queries + 2 * keys) + queries * a.d_model
    biases = a.qkv_bias * (queries + 2 * keys) + a.o_bias * a.d_model
    gains = {"none": 0, "per_head": 2 * a.head_dim, "full": queries + keys}[a.qk_norm]
    return matrices + biases + gains + a.attn_sinks * a.n_heads


def latent_attention(a: "Architecture") -> int:
    """One layer of multi-head latent attention (DeepSeek-V2, arXiv 2405.04434).

    Keys and values of all heads are made from one short vector, and so are the queries unless q_lora_rank is 0;
    each short vector has a norm with gains. The part of the key that knows its position bypasses the short vector.
    """
    head = a.qk_nope_head_dim + a.qk_rope_head_dim
    if a.q_lora_rank:
        queries = a.d_model * a.q_lora_rank + a.q_lora_rank + a.q_lora_rank * a.n_heads * head
    else:
        queries = a.d_model * a.n_heads * head
    down = a.d_model * (a.kv_lora_rank + a.qk_rope_head_dim) + a.kv_lora_rank
    up = a.kv_lora_rank * a.n_heads * (a.qk_nope_head_dim + a.v_head_dim)
    return queries + down + up + a.n_heads * a.v_head_dim * a.d_model + a.o_bias * a.d_model


def feed_forward(a: "Architecture", inner: int) -> int:
    """Two matrices, up and down, or three with a gate; for a dense layer or for one expert, `inner` units wide."""
    return a.ffn_matrices * a.d_model * inner + a.ffn_bias * (
        (a.ffn_matrices - 1) * inner + a.ffn_down_bias * a.d_model
    )


def counted(a: "Architecture", which: str) -> dict[str, int]:
    """The components of one of the counts: `total`, `tied_twice`, `non_embedding`, or a field of Active."""
    parts = components(a, a.experts_per_token if which in Active._fields else None)
    if which == "tied_twice" and a.tied:
        parts["output_head"] = parts["token_embedding"]
    left_out = {
        "non_embedding": TABLES + HEAD,
        "excl_input_embedding": TABLES[1:] if a.tied else TABLES,
        "excl_both_embeddings": TABLES + HEAD,
    }
    return {name: count for name, count in parts.items() if name not in left_out.get(which, ())}


def total(a: "Architecture") -> int:
    """Every parameter once: a tied table counts once, however often it is used."""
    return sum(components(a).values())


def tied_twice(a: "Architecture") -> int:
    """What a file holds that stores a tied table for the input and again for the output."""
    return sum(counted(a, "tied_twice").values())


def non_embedding(a: "Architecture") -> int:
    """Without tables of tokens, positions and sentence types, and without the head: what scaling laws call N.

    The norm after the tables stays. Pythia's paper (arXiv 2304.01373, table 1) prints this count.
    """
    return sum(counted(a, "non_embedding").values())


def active(a: "Architecture") -> Active:
    """Parameters that take part in one token, by each convention: experts_per_token of the routed experts."""
    return Active(*(sum(counted(a, which).values()) for which in Active._fields))
