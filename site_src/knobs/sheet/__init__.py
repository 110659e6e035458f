"""What it takes to train a model, to adapt it with LoRA, and to use it for a day: one worksheet, three columns.

The formulas are those of cost.py. What differs between places and years has no value here: whoever fills in the sheet
has to say it, or goes without that row.
"""

from collections.abc import Iterator
from math import ceil
from typing import NamedTuple

from ..architecture import Architecture
from ..cost import (
    STATE_16,
    Device,
    adapting_operations,
    co2_tonnes,
    days,
    device_hours,
    energy_kwh,
    money,
    training_operations,
    training_state_bytes,
    using_operations,
    weights_bytes,
)


class Made(NamedTuple):
    """A model as the sheet needs it: all its parameters, those that work at one token, and those that LoRA adds."""

    total: int
    active: int
    added: int


class Terms(NamedTuple):
    """What a reader brings: hardware, and what it costs. None where they left it open."""

    device: Device
    devices: int
    reached: float  # share of the peak, in training and adapting
    reached_in_use: float
    watts: float  # of one device
    pue: float
    grams_per_kwh: float | None = None
    price_per_hour: float | None = None  # of one device
    price_per_kwh: float | None = None


class Column(NamedTuple):
    """One task worked out: tokens and operations, then hours of one device, and so on in the units of the names."""

    tokens: float
    operations: float
    reached: float
    hours: float
    days: float
    kwh: float
    tonnes: float | None
    rent: float | None
    power: float | None
    memory: float  # bytes, before results on the way and what is kept of a text
    devices: int  # that are needed to hold it


def matrices(a: Architecture) -> Iterator[tuple[int, int, int]]:
    """Every matrix of attention and feed-forward that can be adapted: numbers in, numbers out, how many of it."""
    width, expert_layers = a.d_model, a.n_layers - a.n_dense_layers if a.n_experts else 0
    if a.attention == "mla":
        head = a.qk_nope_head_dim + a.qk_rope_head_dim
        if a.q_lora_rank:
            yield width, a.q_lora_rank, a.n_layers
        yield a.q_lora_rank or width, a.n_heads * head, a.n_layers
        yield width, a.kv_lora_rank + a.qk_rope_head_dim, a.n_layers
        yield a.kv_lora_rank, a.n_heads * (a.qk_nope_head_dim + a.v_head_dim), a.n_layers
        yield a.n_heads * a.v_head_dim, width, a.n_layers
    else:
        yield width, a.n_heads * a.head_dim, 2 * a.n_layers  # queries, and back
        yield width, a.n_kv_heads * a.head_dim, 2 * a.n_layers  # keys and values
    yield width, a.d_ff, a.ffn_matrices * (a.n_layers - expert_layers)
    yield width, a.d_ff_expert, a.ffn_matrices * expert_layers * (a.n_experts + a.n_shared_experts)


def low_rank(a: Architecture, rank: int) -> int:
    """Parameters of LoRA on all of these: two strips for each, rank · (in + out) (arXiv 2106.09685, section 4.1)."""
    return sum(rank * (into + out) * count for into, out, count in matrices(a) if into and out)


def training(model: Made, tokens: float, terms: Terms) -> Column:
    operations = training_operations(model.active, tokens)
    return _column(tokens, operations, terms, terms.reached, training_state_bytes(model.total, STATE_16))


def adapting(model: Made, tokens: float, number_format: str, terms: Terms) -> Column:
    """The frozen parameters in a format of the reader's choice, the added ones with all that training keeps of them."""
    operations = adapting_operations(model.active, model.added, tokens)
    memory = weights_bytes(model.total, number_format) + training_state_bytes(model.added, STATE_16)
    return _column(tokens, operations, terms, terms.reached, memory)


def using(model: Made, tokens: float, number_format: str, terms: Terms) -> Column:
    operations = using_operations(model.active, tokens)
    return _column(tokens, operations, terms, terms.reached_in_use, weights_bytes(model.total, number_format))


def days_until_use_has_taken_more(trained: Column, used: Column) -> float:
    """3 · D ÷ the tokens of a day, however large the model: 6 · N · D against 2 · N for each token."""
    return trained.operations / used.operations


def _column(tokens: float, operations: float, terms: Terms, reached: float, memory: float) -> Column:
    hours = device_hours(operations, terms.device.peak_operations_per_second, reached)
    kwh = energy_kwh(hours, terms.watts, terms.pue)
    return Column(
        tokens,
        operations,
        reached,
        hours,
        days(hours, terms.devices),
        kwh,
        None if terms.grams_per_kwh is None else co2_tonnes(kwh, terms.grams_per_kwh),
        None if terms.price_per_hour is None else money(hours, terms.price_per_hour),
        None if terms.price_per_kwh is None else kwh * terms.price_per_kwh,
        memory,
        ceil(memory / terms.device.memory_bytes),
    )
