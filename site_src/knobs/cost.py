"""What a model's parameters cost: memory, operations, time, energy, CO2 and money.

Every quantity has its unit in its name, decimal: 1 GB is 10^9 bytes (a GiB is 7% more). What differs between places
and years (price, utilisation, watts, the grid) has no value of its own here: whoever asks has to say it.
Each formula is compared with published figures in tests/knobs/test_cost.py.
"""

from collections.abc import Mapping
from typing import NamedTuple

from .architecture import Architecture
from .count import total
from .text import DemoError, listing

# Bits for one parameter. Below 8 bits, groups share a scale, which needs bits as well.
BITS = {
    "fp32": 32.0,
    "fp16": 16.0,
    "bf16": 16.0,
    "fp8": 8.0,
    "int8": 8.0,
    "int4": 4.0,  # the numbers alone: how the scales are kept differs from one program to the next
    "mxfp4": 4 + 8 / 32,  # 8 bits for every 32 numbers (gpt-oss)
    # 8 bits for every 64 numbers, and 32 for every 256 of these (QLoRA, arXiv 2305.14314)
    "nf4": 4 + 8 / 64 + 32 / (64 * 256),
}

# Bytes for one parameter while training with Adam in mixed precision, before activations. The books differ in one
# line: are gradients kept in 16 bits or in 32? And a file from which to go on has no gradients at all.
# 16: ZeRO, arXiv 1910.02054. 18: Hugging Face, "Model training anatomy".
STATE_16 = {"weights": 2, "gradients": 2, "master weights": 4, "Adam": 8}
STATE_18 = {"weights": 2, "gradients": 4, "master weights": 4, "Adam": 8}
STATE_SAVED = {"weights": 2, "master weights": 4, "Adam": 8}


class Device(NamedTuple):
    """One accelerator, as its maker's datasheet has it."""

    name: str
    peak_operations_per_second: float  # dense, 16 bits; a figure "with sparsity" is twice this
    watts: float  # thermal design power: the most it may use for long
    memory_bytes: float  # of the version with the most


V100 = Device("V100 SXM2", 125e12, 300, 32e9)
A100 = Device("A100 SXM", 312e12, 400, 80e9)
H100 = Device("H100 SXM", 989.4e12, 700, 80e9)
DEVICES = (V100, A100, H100)


def weights_bytes(parameters: float, number_format: str) -> float:
    """Bytes that the weights alone take, in one of the formats of BITS. Raises DemoError for another format.

    A file is a little larger: it has a header, and often tensors that stay in 16 bits (norms, tables).
    """
    if number_format not in BITS:
        raise DemoError(f"There is no number format “{number_format}”; there are {listing(list(BITS))}")
    return parameters * BITS[number_format] / 8


def kv_cache_bytes_per_token(a: Architecture, bytes_per_value: float) -> float:
    """Bytes that a model keeps for every token it has read, to attend to it later: all layers together.

    Grouped queries: a key and a value for each of n_kv_heads. Latent attention: one short vector, and one key with
    the position. Too much for layers that look back over a window only, as five of six do in Gemma 3.
    """
    latent = a.kv_lora_rank + a.qk_rope_head_dim
    values = latent if a.attention == "mla" else 2 * a.n_kv_heads * a.head_dim
    return a.n_layers * values * bytes_per_value


def kv_cache_bytes(a: Architecture, tokens: float, bytes_per_value: float) -> float:
    """The same for a whole text of so many tokens; several texts at once each have their own."""
    return tokens * kv_cache_bytes_per_token(a, bytes_per_value)


def training_state_bytes(parameters: float, bytes_per_parameter: Mapping[str, float]) -> float:
    """Bytes for weights, gradients and what Adam remembers, by one of the tables above, before activations."""
    return parameters * sum(bytes_per_parameter.values())


def training_bytes(
    a: Architecture, tokens: float, parts: int = 1, *, whole: bool, short: bool, recomputed: bool
) -> float:
    """Bytes at the worst moment of a training step, on one device that computes so many tokens at once: the states of
    Adam, 16 bytes for each parameter, held in so many parts, and what a pass keeps for its way back.

    whole: each device has the whole model, in 32 bits, and with `short` multiplies in 16 (autocast); else they lend each
    other one layer at a time, in 16 bits with `short`. recomputed: of a layer only what goes in is kept. For decoders
    with RMSNorm, without what a compiler saves; within 10% of what torch's trackers of memory count.
    """
    wide = 2 if short else 4
    autocast = short and whole  # what goes from layer to layer then stays in 32 bits
    dense = a.n_dense_layers if a.n_experts else a.n_layers
    inner = dense * a.d_ff + (a.n_layers - dense) * (a.n_shared_experts + a.experts_per_token) * a.d_ff_expert
    heads = a.n_layers * (2 if a.qk_norm == "none" else 3) * (a.n_heads + a.n_kv_heads) * a.head_dim
    between = a.n_layers * a.d_model * (4 if autocast else wide)
    # With a gate both factors, their product and the bent one; without, the two numbers that squaring and bending keep.
    layers = wide * (heads + (4 if a.ffn_matrices == 3 else 2) * inner) + (4.5 if autocast else 4) * between
    logits = 12 * a.vocab  # in 32 bits, and twice as much on the way back
    # One layer at a time comes back, with its gradients; a third more is what they were seen to take.
    kept = between + max(1.3 * layers / a.n_layers, logits) if recomputed else layers + logits
    tables = a.vocab * a.d_model * (1 if a.tied else 2)
    lent = total(a) if whole and not recomputed else tables + (total(a) - tables) / a.n_layers
    lent *= wide if autocast or not whole else 0
    return training_state_bytes(total(a), STATE_16) / parts + lent + tokens * kept


def training_operations(parameters: float, tokens: float) -> float:
    """6 · N · D floating-point operations (Kaplan and others 2020, arXiv 2001.08361).

    For each token a parameter is in one multiplication and one addition going forward, and in twice as many going
    back. N is what is active for a token. It falls short where texts are long (see attention_operations) and
    where activations are computed again to save memory, 8 · N · D; it is too much for tables that are only looked up.
    """
    return 6 * parameters * tokens


def adapting_operations(parameters: float, added: float, tokens: float) -> float:
    """Operations of training `added` parameters beside frozen ones, as LoRA does: (4 · N + 6 · n) · D.

    A token still goes there through all of them, and the loss comes back through all of them, 2 operations each. What
    falls away is to work out how each frozen parameter should turn: a third of 6 · N · D.
    """
    return (4 * parameters + 6 * added) * tokens


def using_operations(parameters: float, tokens: float) -> float:
    """2 · N · D: a token that is read or written goes through the model once, and nothing comes back.

    N is what is active for a token. As with training, it falls short where texts are long.
    """
    return 2 * parameters * tokens


def attention_operations(a: Architecture, tokens: float, context_tokens: float) -> float:
    """Operations of training that no parameter is in: comparing tokens, and adding up their values.

    12 · layers · heads · head_dim · context for each token (PaLM, arXiv 2204.02311, appendix B), as if each token
    looked at the whole context; one that only looks back needs half. Latent attention has heads of two widths.
    """
    pair = a.qk_nope_head_dim + a.qk_rope_head_dim + a.v_head_dim if a.attention == "mla" else 2 * a.head_dim
    return 6 * a.n_layers * a.n_heads * pair * context_tokens * tokens


def device_hours(operations: float, peak_operations_per_second: float, utilisation: float) -> float:
    """Hours of one device. `utilisation` is the share of its peak that it reaches: 0.2 for GPT-3, 0.4 for Llama 3.1.

    Raises DemoError for a share that is not above 0 and at most 1.
    """
    if not 0 < utilisation <= 1:
        raise DemoError(f"utilisation is a share above 0 and at most 1, not {utilisation:g}")
    return operations / (peak_operations_per_second * utilisation) / 3600


def utilisation_reached(operations: float, hours: float, peak_operations_per_second: float) -> float:
    """The share of the peak that so many device hours come down to; lower than what a maker prints, as it counts
    the hours in which a device waits, restarts or does something else."""
    return operations / (hours * 3600 * peak_operations_per_second)


def days(hours: float, devices: float) -> float:
    """Days that so many devices need for so many device hours, if all of them work all the time."""
    return hours / devices / 24


def energy_kwh(hours: float, watts: float, pue: float) -> float:
    """Device hours × watts × PUE, in kWh: an estimate, not a measurement.

    `watts` is often the thermal design power, which a device seldom uses to the full; `pue` is what the whole
    building uses for each kWh of its machines, 1.0 to leave the building out. Processors, network, storage, trials
    that failed, and making the devices are not in it. Raises DemoError for a PUE below 1.
    """
    if pue < 1:
        raise DemoError(f"pue is what a building uses for each kWh of its machines, at least 1, not {pue:g}")
    return hours * watts / 1000 * pue


def co2_tonnes(kwh: float, grams_per_kwh: float) -> float:
    """Tonnes of CO2 (equivalent) at what a grid emits for a kWh: 57 g for BLOOM, in France; 429 g for GPT-3.

    By place; certificates that a maker buys elsewhere can bring the same run to 0 on paper.
    """
    return kwh * grams_per_kwh / 1e6


def money(hours: float, price_per_device_hour: float) -> float:
    """What so many device hours cost, in the currency of the price: the last run, not the research before it."""
    return hours * price_per_device_hour
