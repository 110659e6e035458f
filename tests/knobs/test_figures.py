"""Figures against torch: each model is built on the "meta" device, one layer of each kind, and counted."""

import pkgutil

import pytest
import torch
from knobs import cost, count
from knobs.architecture import architecture
from knobs.figures import FIGURES, UNITS, Figure, figure
from knobs.models import models
from knobs.pocket import read_card
from knobs.pocket.tokenizer import MARKS
from knobs.text import LANGUAGES, DemoError
from torch import nn

FILE = "look in site_src/knobs/figures.py"


def size(*modules: nn.Module) -> int:
    return sum(parameter.numel() for module in modules for parameter in module.parameters())


def linear(before: int, after: int) -> nn.Linear:
    return nn.Linear(before, after, bias=False, device="meta")


def gpt(vocabulary: int, positions: int, width: int, layers: int, heads: int) -> int:
    """A decoder layer of GPT-2 has the parameters of torch's encoder layer: attention, two linears, two norms."""
    with torch.device("meta"):
        layer = nn.TransformerEncoderLayer(width, heads, 4 * width)
        tables = nn.Embedding(vocabulary, width), nn.Embedding(positions, width)
        return size(*tables, nn.LayerNorm(width)) + layers * size(layer)


def norm(width: int) -> nn.Module:
    return nn.RMSNorm(width, device="meta")


def gated(width: int, hidden: int) -> int:
    """Three matrices: gate, up and down."""
    return size(linear(width, hidden), linear(width, hidden), linear(hidden, width))


def llama_405b() -> int:
    width, head, heads, key_heads = 16_384, 128, 128, 8
    attention = size(
        linear(width, heads * head),
        linear(width, key_heads * head),
        linear(width, key_heads * head),
        linear(heads * head, width),
    )
    layer = attention + gated(width, 53_248) + size(norm(width), norm(width))
    tables = size(nn.Embedding(128_256, width, device="meta"), linear(width, 128_256))
    return tables + 126 * layer + size(norm(width))


def deepseek_v3(routed: int) -> int:
    """The modules of the model's own inference code (MLA, MLP, Gate, MoE), `routed` experts to a layer."""
    width, heads = 7168, 128
    attention = size(
        linear(width, 1536),  # wq_a
        norm(1536),  # q_norm
        linear(1536, heads * (128 + 64)),  # wq_b
        linear(width, 512 + 64),  # wkv_a
        norm(512),  # kv_norm
        linear(512, heads * (128 + 128)),  # wkv_b
        linear(heads * 128, width),  # wo
    )
    every_layer = attention + size(norm(width), norm(width))
    gate, expert = size(linear(width, 256)), gated(width, 2048)
    dense_layer = every_layer + gated(width, 18_432)
    expert_layer = every_layer + gate + expert + routed * expert  # one expert is shared: always on
    tables = size(nn.Embedding(129_280, width, device="meta"), linear(width, 129_280), norm(width))
    return tables + 3 * dense_layer + 58 * expert_layer


def convolution(before: int, after: int, side: int, groups: int = 1) -> nn.Conv2d:
    return nn.Conv2d(before, after, side, groups=groups, device="meta")


def lenet5() -> int:
    """With a scale and a shift for each map after halving, as a grouped convolution of one number has them."""
    seen = [3] * 6 + [4] * 9 + [6]  # table I: how many maps each map of layer C3 looks at
    third = [convolution(maps, 1, 5) for maps in seen]
    halving = convolution(6, 6, 1, groups=6), convolution(16, 16, 1, groups=16)
    return size(convolution(1, 6, 5), *third, *halving, convolution(16, 120, 5), nn.Linear(120, 84))


def alexnet(groups: int) -> int:
    layers = [
        convolution(3, 96, 11),
        convolution(96, 256, 5, groups),
        convolution(256, 384, 3),
        convolution(384, 384, 3, groups),
        convolution(384, 256, 3, groups),
    ]
    with torch.device("meta"):
        return size(*layers, nn.Linear(9216, 4096), nn.Linear(4096, 4096), nn.Linear(4096, 1000))


@pytest.mark.parametrize(
    ("name", "counted"),
    [
        ("gpt2", lambda: gpt(50_257, 1024, 768, layers=12, heads=12)),
        ("gpt3", lambda: gpt(50_257, 2048, 12_288, layers=96, heads=96)),
        ("llama31_405b", llama_405b),
        ("deepseek_v3", lambda: deepseek_v3(routed=256)),
        ("deepseek_v3_active", lambda: deepseek_v3(routed=8)),
        ("lenet5", lenet5),
        ("alexnet", lambda: alexnet(groups=2)),
        ("alexnet_whole", lambda: alexnet(groups=1)),
        ("network", lambda: size(nn.Linear(4, 8), nn.Linear(8, 8))),
        ("line", lambda: size(nn.Linear(1, 1))),
        ("gpt2_embeddings", lambda: size(nn.Embedding(50_257, 768), nn.Embedding(1024, 768))),
    ],
)
def test_torch_counts_the_same(name, counted):
    assert FIGURES[name].value == counted(), FILE


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("gpt2", 124_439_808),  # keras-hub's presets quote it
        ("gpt3", 174_604_259_328),
        ("llama31_405b", 405_853_388_800),  # the total of the published checkpoint
        ("deepseek_v3", 671_026_404_352),
        ("deepseek_v3_active", 37_552_282_624),
        ("mark1", 4096),
    ],
)
def test_known_integers(name, value):
    assert FIGURES[name].value == value, FILE


@pytest.mark.parametrize(
    ("name", "english", "dutch"),
    [
        ("gpt3", "174,604,259,328", "174.604.259.328"),
        ("gpt3_published", "175 billion", "175 miljard"),
        ("gpt3_table_d1", "174,600 million", "174.600 miljoen"),
        ("gpt3_years", "5,533", "5533"),
        ("gpt2_embedding_share", "31.6%", "31,6%"),
        ("mark1", "4,096", "4096"),
        ("deepseek_v3_active_billions", "37.6 billion", "37,6 miljard"),
        ("line_slope", "0.454", "0,454"),
        ("model.llama2-70b", "68,976,648,192", "68.976.648.192"),
        ("model.llama2-70b.round", "69.0 billion", "69,0 miljard"),
        ("model.llama2-70b.published", "70 billion", "70 miljard"),
        ("model.llama3.1-405b.round", "406 billion", "406 miljard"),
        ("model.llama3.2-1b.published", "1.23 billion", "1,23 miljard"),
        ("model.bloom-176b.published", "176.247 billion", "176,247 miljard"),
        ("model.bloom-176b.vocab", "250,880", "250.880"),
        ("model.mixtral-8x7b.active.round", "12.9 billion", "12,9 miljard"),
        ("model.gpt-oss-120b.excl_input_embedding.round", "5.13 billion", "5,13 miljard"),
        ("model.gemma2-2b.token_embedding", "589,824,000", "589.824.000"),
        ("model.qwen3-0.6b.tied_twice.round", "752 million", "752 miljoen"),
    ],
)
def test_as_each_language_writes_it(name, english, dutch):
    assert (figure(name, "en"), figure(name, "nl")) == (english, dutch), FILE


def test_a_rounded_figure_rounds_its_exact_one():
    for name, found in FIGURES.items():
        exact = FIGURES.get(name.removesuffix("_billions"), found)
        assert found.value == exact.value, f"{name}: {FILE}"
    published = FIGURES["gpt3_published"].value, FIGURES["gpt3_table_d1"].value
    assert published == pytest.approx((FIGURES["gpt3"].value,) * 2, rel=0.003), FILE


def test_a_file_is_the_model_and_its_buffers():
    """Llama 2 70B: 80 layers, each with 64 frequencies."""
    assert FIGURES["llama2_buffers"].value == 80 * 64, FILE
    assert FIGURES["llama2_file"].value - 80 * 64 == models()["llama2-70b"].total, FILE


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_figure_can_be_written_and_sourced(lang):
    for name, found in FIGURES.items():
        assert figure(name, lang) and found.unit in {*UNITS, "power"}, f"{name}: {FILE}"
        assert not found.source or found.source.startswith("https://"), f"{name}: {FILE}"


def test_a_trillion_is_a_biljoen():
    found = Figure(1.6e12, decimals=1, unit="trillion")
    assert (found.written("en"), found.written("nl")) == ("1.6 trillion", "1,6 biljoen"), FILE


def test_figures_of_training_follow_from_their_formulas():
    operations = cost.training_operations(FIGURES["gpt3"].value, FIGURES["gpt3_tokens"].value)
    assert FIGURES["gpt3_operations_in_words"].value == operations, FILE
    assert operations == pytest.approx(FIGURES["gpt3_operations"].value, rel=0.002), FILE
    per_update = operations / FIGURES["gpt3_updates"].value
    assert per_update == pytest.approx(FIGURES["gpt3_operations_per_update"].value), FILE
    hours = cost.device_hours(
        operations, cost.V100.peak_operations_per_second, FIGURES["gpt3_speed"].value / 125e12
    )
    assert cost.days(hours, FIGURES["gpt3_gpus"].value) == pytest.approx(
        FIGURES["gpt3_days"].value, rel=0.002
    )
    kwh = cost.energy_kwh(hours, FIGURES["gpt3_watts"].value, pue=1.10)
    assert kwh == pytest.approx(1000 * FIGURES["gpt3_mwh"].value, rel=0.002), FILE
    tonnes = cost.co2_tonnes(kwh, FIGURES["gpt3_grid"].value)
    assert tonnes == pytest.approx(FIGURES["gpt3_tonnes"].value, rel=0.002), FILE
    bloom = cost.energy_kwh(FIGURES["bloom_hours"].value, watts=400, pue=1)
    assert bloom == pytest.approx(1000 * FIGURES["bloom_mwh"].value), FILE
    dollars = cost.money(FIGURES["deepseek_v3_hours"].value, 2)
    assert dollars == FIGURES["deepseek_v3_dollars"].value, FILE


def test_steps_of_gpt3_counted_batch_by_batch():
    read, steps = 0.0, 0
    while read < 300e9:
        read += 32e3 + (3.2e6 - 32e3) * min(read / 12e9, 1)
        steps += 1
    assert steps == pytest.approx(FIGURES["gpt3_steps_most"].value, rel=0.001), FILE


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("gpt9", "; there are .*, and model. with a model’s id behind it$"),
        ("model.gpt9", "; the models are gpt2, .* or bloom-176b$"),
        ("model.gpt2.colour", "; gpt2 has published, .* vocab, .* or layer_norms, or .round$"),
        ("model.gpt2.vocab.twice", "; gpt2 has published, "),
        ("model.bertje.published", "; bertje has tied_twice, "),  # its makers print no number
    ],
)
def test_an_unknown_figure_names_the_choices(name, told):
    with pytest.raises(DemoError, match=f"^There is no figure “{name}”{told}"):
        figure(name, "en")


def test_the_pocket_model_is_counted_from_its_own_card():
    about = read_card(pkgutil.get_data("knobs.pocket", "weights/pocket.json"))
    words = [word for word in about.words if word not in MARKS]
    assert FIGURES["pocket_parameters"].value == about.config.parameters, FILE
    assert FIGURES["pocket_words"].value == len(words), FILE


def test_its_twin_is_counted_from_its_own_card():
    config = read_card(pkgutil.get_data("knobs.experts", "weights/experts.json")).config
    counted = architecture(config.architecture)
    assert FIGURES["twin_parameters"].value == count.total(counted) == config.parameters, FILE
    assert FIGURES["twin_active"].value == count.active(counted).all_tables, FILE
