"""Parameter-efficient fine-tuning: how many numbers each method trains, from the sizes of a model.

    lora(models()["gpt3-175b"].arch, rank=1)        4,718,592: two strips beside two matrices of each layer

All else stays frozen. For models without experts, whose heads have keys and values of their own or share them in groups;
latent attention and experts have other matrices. tests/knobs/test_peft.py compares with what was published.
"""

from collections.abc import Sequence
from typing import NamedTuple

from ..architecture import Architecture
from ..cost import STATE_16, training_state_bytes, weights_bytes

QUERY_VALUE = ("query", "value")  # what the paper on LoRA adapts in GPT-3
ADAPTERS = 2  # a layer: one behind attention, one behind the feed-forward (Houlsby and others, 2019)


class Matrix(NamedTuple):
    """Numbers that stand in `rows` × `columns`; a vector has one row."""

    name: str
    rows: int
    columns: int

    @property
    def size(self) -> int:
        return self.rows * self.columns


def matrices(a: Architecture) -> tuple[Matrix, ...]:
    """The matrices of one layer, [what goes out, what comes in]."""
    queries, keys, width, inner = a.n_heads * a.head_dim, a.n_kv_heads * a.head_dim, a.d_model, a.d_ff
    gate = (Matrix("gate", inner, width),) if a.ffn_matrices == 3 else ()
    return (
        Matrix("query", queries, width),
        Matrix("key", keys, width),
        Matrix("value", keys, width),
        Matrix("output", width, queries),
        *gate,
        Matrix("up", inner, width),
        Matrix("down", width, inner),
    )


def adapted(a: Architecture, names: Sequence[str] = QUERY_VALUE) -> tuple[Matrix, ...]:
    """Those of the matrices that get an addition; all of them without names."""
    return tuple(matrix for matrix in matrices(a) if not names or matrix.name in names)


def lora(a: Architecture, rank: int, names: Sequence[str] = QUERY_VALUE) -> int:
    """W + up · down: strips of `rank` columns and of `rank` rows beside each matrix (arXiv 2106.09685, section 4.1)."""
    return a.n_layers * sum(rank * (matrix.rows + matrix.columns) for matrix in adapted(a, names))


def adapter(a: Architecture, bottleneck: int) -> int:
    """Two small networks in each layer, down to the bottleneck and up again, with biases (arXiv 1902.00751, 2.1)."""
    return a.n_layers * ADAPTERS * (2 * a.d_model * bottleneck + a.d_model + bottleneck)


def prefix(a: Architecture, length: int) -> int:
    """A key and a value in each layer for so many places ahead of the text (arXiv 2101.00190)."""
    return a.n_layers * 2 * length * a.n_kv_heads * a.head_dim


def prompt(a: Architecture, length: int) -> int:
    """Rows for so many tokens that are in no vocabulary, read ahead of the text (arXiv 2104.08691)."""
    return length * a.d_model


def ia3(a: Architecture) -> int:
    """(IA)³: each layer's keys, values and inner feed-forward units times a number of their own (arXiv 2205.05638)."""
    return a.n_layers * ia3_layer(a.n_kv_heads * a.head_dim, a.d_ff)


def ia3_layer(keys: int, inner: int, attentions: int = 1) -> int:
    """A layer with so many keys and as many values in each of its attentions; a T5 decoder has two of those."""
    return attentions * 2 * keys + inner


def bitfit(a: Architecture) -> int:
    """The biases that the model has, those of its norms included; nothing is added (arXiv 2106.10199)."""
    return a.n_layers * sum(bias.size for bias in biases(a)) + other_biases(a)


def biases(a: Architecture) -> tuple[Matrix, ...]:
    """Those of one layer."""
    sides = {matrix.name: matrix.rows for matrix in matrices(a)}
    inner = [sides[name] for name in ("gate", "up") if name in sides]
    found = [
        *(a.qkv_bias * sides[name] for name in ("query", "key", "value")),
        a.o_bias * sides["output"],
        *(a.ffn_bias * side for side in inner),
        a.ffn_bias * a.ffn_down_bias * sides["down"],
        *[norm_bias(a)] * a.norms_per_layer,
    ]
    return tuple(Matrix("bias", 1, count) for count in found if count)


def other_biases(a: Architecture) -> int:
    """Of the norms before and after all layers, of the words, and of BERT's square layer over the first token."""
    norms = (a.embedding_norm + a.final_norm) * norm_bias(a)
    return norms + a.lm_head_bias * a.vocab + a.pooler * a.d_model


def norm_bias(a: Architecture) -> int:
    """Of one norm: LayerNorm has a bias for each channel, RMSNorm has none."""
    return a.d_model if a.norm_params == 2 else 0


def tuning_bytes(parameters: float, trained: float, frozen_format: str) -> float:
    """Memory before activations: the frozen model in its format, and 16 bytes for each number that is trained.

    All of them trained: 16 bytes for each and nothing frozen. Raises DemoError for a format that is not in cost.BITS.
    """
    state = training_state_bytes(trained, STATE_16)
    return state if trained >= parameters else state + weights_bytes(parameters, frozen_format)
