"""Each formula against figures that were published, with how near it has to come and where the figure stands.

Where a figure is an estimate itself, or rounded, the comment beside its tolerance says so.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from knobs import cost
from knobs.architecture import architecture
from knobs.count import active, components, total
from knobs.models import models
from knobs.text import DemoError

FILE = "look in site_src/knobs/cost.py"
GB, TB, GIB, TIB = 1e9, 1e12, 2**30, 2**40
ROUNDED = 0.005  # three digits
# Not in models.toml; from OPT's paper (arXiv 2205.01068, table 1) and Qwen2.5's (arXiv 2412.15115, table 1).
HEADS = {"vocab": 1, "d_ff": 1, "ffn_matrices": 2, "tied": True, "norm": "LayerNorm"}
OPT_13B = architecture(HEADS | {"n_layers": 40, "d_model": 5120, "n_heads": 40})
QWEN_72B = architecture(HEADS | {"n_layers": 80, "d_model": 8192, "n_heads": 64, "n_kv_heads": 8})


def arch(name):
    return models()[name].arch


def size(name):
    return total(arch(name))


@pytest.mark.parametrize(
    ("name", "number_format", "published", "tolerance"),
    [
        ("gpt3-175b", "fp16", 350 * GB, ROUNDED),  # LoRA, arXiv 2106.09685, section 4.2
        ("bloom-176b", "bf16", 329 * GIB, ROUNDED),  # its model card: "Bf16 weights: 329GB", in GiB
        ("llama3.1-405b", "fp32", 1623 * GB, ROUNDED),  # by hand, as the next three
        ("llama3.1-405b", "int8", 406 * GB, ROUNDED),
        ("llama3-8b", "bf16", 16.1 * GB, ROUNDED),
        ("llama3-8b", "int4", 4.0 * GB, ROUNDED),
    ],
)
def test_weights(name, number_format, published, tolerance):
    assert cost.weights_bytes(size(name), number_format) == pytest.approx(published, rel=tolerance), FILE


def test_the_weights_of_gpt_oss_to_the_byte():
    """Matrices of experts in MXFP4, the rest in bf16: 60.8 GiB (arXiv 2508.10925)."""
    a = arch("gpt-oss-120b")
    biases = 36 * 128 * (2 * 2880 + 2880)
    matrices = components(a)["experts"] - biases
    stored = cost.weights_bytes(matrices, "mxfp4") + cost.weights_bytes(total(a) - matrices, "bf16")
    assert (matrices, stored) == (114_661_785_600, 65_248_815_744), FILE
    assert stored == pytest.approx(60.8 * GIB, rel=ROUNDED), FILE


def test_the_scales_of_nf4():
    """Double quantisation brings them from 0.5 bit to 0.127 bit a parameter (QLoRA, arXiv 2305.14314)."""
    assert cost.BITS["nf4"] - 4 == pytest.approx(0.127, abs=0.0005), FILE
    assert 32 / 64 - (cost.BITS["nf4"] - 4) == pytest.approx(0.373, abs=0.0005), FILE


@pytest.mark.parametrize(
    ("a", "published_bytes"),
    [
        (arch("deepseek-v3"), 70_272),  # "Insights into DeepSeek-V3", arXiv 2505.09343, table 1, in bf16
        (arch("llama3.1-405b"), 516_096),  # the same table
        (QWEN_72B, 327_680),  # the same table
        (OPT_13B, 800 * 1024),  # vLLM, arXiv 2309.06180, section 3: "800 KB"
        (arch("llama3-8b"), 131_072),
    ],
)
def test_cache_for_a_token(a, published_bytes):
    assert cost.kv_cache_bytes_per_token(a, bytes_per_value=2) == published_bytes, FILE


def test_cache_for_a_text():
    """ "As much as 1.6 GB" for OPT-13B at 2048 tokens (vLLM, section 3), rounded between GB and GiB: within 5%."""
    assert cost.kv_cache_bytes(OPT_13B, 2048, bytes_per_value=2) == pytest.approx(1.6 * GB, rel=0.05), FILE


@pytest.mark.parametrize(
    ("parameters", "state", "published", "tolerance"),
    [
        (1.5e9, cost.STATE_16, 24 * GB, 0),  # ZeRO, arXiv 1910.02054: "at least 24 GB"
        (7.5e9, cost.STATE_16, 120 * GB, 0),  # ZeRO, figure 1
        (1e12, cost.STATE_16, 16 * TB, 0),  # ZeRO: "approximately 16 terabytes"
        (size("gpt3-175b"), cost.STATE_16, 2.8 * TB, ROUNDED),
        (size("gpt3-175b"), cost.STATE_18, 3.1 * TB, 0.015),  # two digits
        (
            size("bloom-176b"),
            cost.STATE_SAVED,
            2.3 * TIB,
            0.03,
        ),  # its model card: "2.3TB", two digits, in TiB
    ],
)
def test_training_state(parameters, state, published, tolerance):
    assert cost.training_state_bytes(parameters, state) == pytest.approx(published, rel=tolerance), FILE


def test_two_books_differ_in_the_gradients_alone():
    assert (sum(cost.STATE_16.values()), sum(cost.STATE_18.values())) == (16, 18), FILE
    assert cost.STATE_18 == cost.STATE_16 | {"gradients": 4}, FILE
    assert {name: n for name, n in cost.STATE_16.items() if name != "gradients"} == cost.STATE_SAVED, FILE


@pytest.mark.parametrize(
    ("parameters", "tokens", "published", "tolerance"),
    [
        (size("gpt3-175b"), 300e9, 3.14e23, ROUNDED),  # arXiv 2005.14165, table D.1
        (size("llama3.1-405b"), 15.6e12, 3.8e25, ROUNDED),  # arXiv 2407.21783
        (size("olmo2-7b"), 4.05e12, 1.8e23, 0.02),  # arXiv 2501.00656, table 6, two digits
        (
            70e9,
            1.4e12,
            5.76e23,
            0.025,
        ),  # Chinchilla, arXiv 2203.15556: the budget of Gopher; its name is rounded
    ],
)
def test_training_operations(parameters, tokens, published, tolerance):
    assert cost.training_operations(parameters, tokens) == pytest.approx(published, rel=tolerance), FILE


def test_what_no_parameter_is_in():
    """By hand for GPT-3: 2.8% on top of 6 N at 2048 tokens, and more than 6 N at 74 thousand."""
    a = arch("gpt3-175b")
    assert cost.attention_operations(a, 1, 2048) == 12 * 96 * 96 * 128 * 2048, FILE
    share = cost.attention_operations(a, 1, 2048) / cost.training_operations(total(a), 1)
    assert share == pytest.approx(0.0277, abs=0.0001), FILE
    assert cost.attention_operations(a, 1, 75_000) > cost.training_operations(total(a), 1), FILE


@pytest.mark.parametrize(
    ("layers", "heads", "head_dim", "parameters", "without", "with_it"),
    [  # utilisation in %, counting attention or not: PaLM, arXiv 2204.02311, section 4.1; texts of 2048 tokens
        (118, 48, 256, 540.35e9, 45.7, 46.2),  # PaLM 540B
        (105, 128, 160, 530e9, 29.7, 30.2),  # Megatron-Turing NLG 530B
    ],
)
def test_what_attention_adds(layers, heads, head_dim, parameters, without, with_it):
    """Both percentages are rounded to a tenth, so what they say of each other is a range."""
    a = architecture(
        {
            "vocab": 1,
            "n_layers": layers,
            "d_model": heads * head_dim,
            "n_heads": heads,
            "head_dim": head_dim,
            "d_ff": 1,
            "ffn_matrices": 2,
            "tied": True,
            "norm": "LayerNorm",
        }
    )
    added = cost.attention_operations(a, 1, 2048) / cost.training_operations(parameters, 1)
    low, high = (with_it - 0.05) / (without + 0.05), (with_it + 0.05) / (without - 0.05)
    assert low <= 1 + added <= high, FILE


def test_long_texts_and_experts_together():
    """250 GFLOP a token for DeepSeek-V3 at 4096 tokens (arXiv 2505.09343, table 2): 6 N of what is active without the
    table that is looked up, and half of attention, as a token looks back only. Within 1%; 6 N alone is 12% short."""
    a = arch("deepseek-v3")
    operations = cost.training_operations(active(a).excl_input_embedding, 1)
    assert operations == pytest.approx(0.88 * 250e9, rel=0.01), FILE
    operations += cost.attention_operations(a, 1, 4096) / 2
    assert operations == pytest.approx(250e9, rel=0.01), FILE


@pytest.mark.parametrize(
    ("hours", "devices", "published_days", "tolerance"),
    [
        # Patterson and others 2021, arXiv 2104.10350, table 4; they assume the 10,000 devices
        (cost.device_hours(3.14e23, cost.V100.peak_operations_per_second, 24.6 / 125), 10_000, 14.8, ROUNDED),
        (1_082_990, 384, 118.24, 0.01),  # BLOOM, arXiv 2211.02001: 118 days, 5 hours and 41 minutes
        (180_000, 2048, 3.7, 0.015),  # DeepSeek-V3, arXiv 2412.19437, section 1: for 10^12 tokens, two digits
    ],
)
def test_time(hours, devices, published_days, tolerance):
    assert cost.days(hours, devices) == pytest.approx(published_days, rel=tolerance), FILE


@pytest.mark.parametrize(
    ("parameters", "tokens", "hours", "device", "share"),
    [
        (size("gpt3-175b"), 300e9, 14.8 * 24 * 10_000, cost.V100, 0.197),  # Patterson: 24.6 of 125 TFLOP/s
        (size("llama3.1-405b"), 15.6e12, 30.84e6, cost.H100, 0.346),  # the card's hours; 38-43% while it ran
        (size("llama2-70b"), 2e12, 1_720_320, cost.A100, 0.43),  # Llama 2's model card
    ],
)
def test_utilisation(parameters, tokens, hours, device, share):
    operations, peak = cost.training_operations(parameters, tokens), device.peak_operations_per_second
    assert cost.utilisation_reached(operations, hours, peak) == pytest.approx(share, abs=0.003), FILE
    assert cost.device_hours(operations, peak, share) == pytest.approx(hours, rel=0.01), FILE


@pytest.mark.parametrize(
    ("hours", "watts", "pue", "published_kwh", "tolerance"),
    [
        (
            14.8 * 24 * 10_000,
            330,
            1.10,
            1_287_000,
            ROUNDED,
        ),  # GPT-3, arXiv 2104.10350, table 4
        (
            1_082_990,
            cost.A100.watts,
            1.0,
            433_196,
            1e-6,
        ),  # BLOOM, arXiv 2211.02001: the same product
        (526, cost.H100.watts, 1.0, 350, 0.06),  # GEITje's README: its author's own estimate
    ],
)
def test_energy(hours, watts, pue, published_kwh, tolerance):
    assert cost.energy_kwh(hours, watts, pue) == pytest.approx(published_kwh, rel=tolerance), FILE


LLAMA2_GRID = 31.22e6 / (184_320 * 0.4)  # g/kWh that the smallest model implies; the card does not print it


@pytest.mark.parametrize(
    ("kwh", "grams_per_kwh", "published_tonnes", "tolerance"),
    [
        (1_287_000, 429, 552.1, 0.001),  # GPT-3, arXiv 2104.10350, table 4
        (433_196, 57, 24.7, ROUNDED),  # BLOOM, arXiv 2211.02001
        (
            cost.energy_kwh(368_640, cost.A100.watts, 1.0),
            LLAMA2_GRID,
            62.44,
            0.001,
        ),  # Llama 2 13B, model card
        (cost.energy_kwh(1_720_320, cost.A100.watts, 1.0), LLAMA2_GRID, 291.42, 0.001),  # Llama 2 70B
    ],
)
def test_co2(kwh, grams_per_kwh, published_tonnes, tolerance):
    assert cost.co2_tonnes(kwh, grams_per_kwh) == pytest.approx(published_tonnes, rel=tolerance), FILE


@pytest.mark.parametrize(
    ("hours", "dollars"), [(2_664_000, 5.328e6), (119_000, 0.238e6), (5_000, 0.01e6), (2_788_000, 5.576e6)]
)
def test_money(hours, dollars):
    """DeepSeek-V3's paper, arXiv 2412.19437, table 1: "assuming the rental price of H800 is $2 per GPU hour"."""
    assert cost.money(hours, price_per_device_hour=2) == dollars, FILE


@given(st.floats(1, 1e12), st.floats(1, 1e13), st.floats(0.01, 1))
def test_hours_and_utilisation_are_each_others_inverse(parameters, tokens, share):
    operations = cost.training_operations(parameters, tokens)
    hours = cost.device_hours(operations, 1e15, share)
    assert cost.utilisation_reached(operations, hours, 1e15) == pytest.approx(share), FILE


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (
            lambda: cost.weights_bytes(1, "int3"),
            "There is no number format “int3”; there are fp32, .* or nf4",
        ),
        (lambda: cost.device_hours(1, 1, 40), "utilisation is a share above 0 and at most 1, not 40"),
        (lambda: cost.device_hours(1, 1, 0), "utilisation"),
        (lambda: cost.device_hours(1, 1, float("nan")), "utilisation"),
        (lambda: cost.energy_kwh(1, 1, 0.9), "pue is .* at least 1, not 0.9"),
    ],
)
def test_what_cannot_be_is_one_sentence(ask, said):
    with pytest.raises(DemoError, match=said):
        ask()


def test_nothing_that_differs_by_place_or_year_has_a_silent_value():
    for name in ("device_hours", "energy_kwh", "co2_tonnes", "money", "kv_cache_bytes_per_token"):
        assert not getattr(cost, name).__defaults__, f"{name}: {FILE}"


def test_adapting_takes_two_thirds_of_training_and_a_bit():
    """ "Slightly more than two thirds of the operations" (J. Schulman and others, LoRA Without Regret, 2025)."""
    whole = cost.training_operations(size("llama3-8b"), 1e9)
    part = cost.adapting_operations(size("llama3-8b"), 41_943_040, 1e9)
    assert 2 / 3 < part / whole < 0.68, FILE
    assert cost.adapting_operations(1e9, 0, 1) == 4e9 and cost.adapting_operations(0, 1e6, 1) == 6e6, FILE


def test_using_takes_a_third_of_training():
    """Kaplan and others (2020): 2 · N a token forward, and twice that back, arXiv 2001.08361."""
    assert cost.using_operations(8e9, 15e12) == pytest.approx(cost.training_operations(8e9, 15e12) / 3), FILE


@pytest.mark.parametrize(("device", "gigabytes"), [("V100", 32), ("A100", 80), ("H100", 80)])
def test_memory_of_devices(device, gigabytes):
    """Data sheets of NVIDIA; of two versions, the one with more."""
    found = next(one for one in cost.DEVICES if one.name.startswith(device))
    assert found.memory_bytes == gigabytes * 1e9, FILE
