"""Counts against published integers, against torch, and against what must hold for every architecture."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from knobs.architecture import Architecture, architecture
from knobs.count import active, attention, components, non_embedding, tied_twice, total
from knobs.models import models

from tests.knobs.sizes import ANY, FAMILIES
from tests.knobs.torch_models import build, example, parts

FILE = "look in site_src/knobs/count.py, or at the sizes in site_src/knobs/models.toml"
BOTH = f"{FILE}, or in examples/count.py, which counts apart from it"
COUNTS = tomllib.loads(Path(__file__).with_name("counts.toml").read_text(encoding="utf-8"))
PER_LAYER = ("attention", "ffn_dense", "router", "experts", "shared_experts", "layer_norms")


def test_every_model_is_compared():
    assert list(COUNTS) == list(models()) and len(COUNTS) == 43, "look in tests/knobs/counts.toml"


@pytest.mark.parametrize("name", COUNTS)
def test_a_model_to_the_last_parameter(name):
    model, expected = models()[name], COUNTS[name]
    assert total(model.arch) == model.total, f"{name}: {FILE}"
    assert components(model.arch) == expected["components"], f"{name}: {FILE}"
    assert non_embedding(model.arch) == expected["non_embedding"], f"{name}: {FILE}"
    if model.active:
        assert active(model.arch) == model.active, f"{name}: {FILE}"
    else:
        assert active(model.arch).all_tables == model.total, f"{name}: {FILE}"


@pytest.mark.parametrize("name", COUNTS)
def test_torch_counts_a_model_the_same(name):
    built, read = build(models()[name].arch), models()[name].arch
    assert parts(built) == components(read), f"{name}: {BOTH}"
    assert example.active(built) == active(read).all_tables, f"{name}: {BOTH}"


@pytest.mark.parametrize("family", FAMILIES)
def test_torch_counts_a_family_the_same(family):
    @settings(max_examples=40, deadline=None)
    @given(FAMILIES[family])
    def counts(fields):
        read = architecture(fields)
        built = build(read)
        assert parts(built) == components(read), BOTH
        assert (example.count(built), example.active(built)) == (total(read), active(read).all_tables), BOTH

    counts()


@pytest.mark.parametrize(
    ("name", "count", "published"),
    [
        ("qwen3-0.6b", tied_twice, 751_632_384),  # values in files that store the tied table twice
        ("qwen3-8b", tied_twice, 8_190_735_360),  # not tied: nothing to count twice
        ("pythia-70m", non_embedding, 18_915_328),  # arXiv 2304.01373, table 1
        ("pythia-6.9b", non_embedding, 6_444_163_072),
        ("gpt-oss-120b", lambda a: active(a).excl_input_embedding, 5_132_849_472),  # the card prints 5.13B
        ("mixtral-8x7b", lambda a: active(a).all_tables, 12_879_925_248),  # Mistral prints 12.9B
    ],
)
def test_counts_by_their_names(name, count, published):
    assert count(models()[name].arch) == published, f"{name}: {FILE}"


@settings(deadline=None)
@given(ANY)
def test_a_count_is_the_sum_of_its_parts(fields):
    read = architecture(fields)
    assert total(read) == sum(components(read).values()) and min(components(read).values()) > 0, FILE
    assert total(read) >= active(read).all_tables >= active(read).excl_input_embedding, FILE
    assert active(read).excl_input_embedding >= active(read).excl_both_embeddings > 0, FILE
    assert tied_twice(read) >= total(read) > non_embedding(read), FILE


@settings(deadline=None)
@given(ANY)
def test_twice_the_layers_are_twice_the_parts_of_a_layer(fields):
    once = components(architecture(fields))
    deeper = {name: 2 * fields[name] for name in ("n_layers", "n_dense_layers") if name in fields}
    twice = components(architecture({**fields, **deeper}))
    assert twice == {name: (1 + (name in PER_LAYER)) * count for name, count in once.items()}, FILE


@settings(deadline=None)
@given(ANY)
def test_untying_adds_a_table(fields):
    tied, untied = (architecture({**fields, "tied": tied}) for tied in (True, False))
    assert total(untied) - total(tied) == fields["vocab"] * fields["d_model"], FILE
    assert tied_twice(tied) == tied_twice(untied) == total(untied), FILE
    assert non_embedding(tied) == non_embedding(untied), FILE


@settings(deadline=None)
@given(ANY)
def test_another_vocabulary_leaves_the_rest(fields):
    other = architecture({**fields, "vocab": fields["vocab"] + 7})
    assert non_embedding(other) == non_embedding(architecture(fields)), FILE


@settings(deadline=None)
@given(FAMILIES["mixture"] | FAMILIES["latent"])
def test_choosing_every_expert_leaves_none_idle(fields):
    read = architecture({**fields, "experts_per_token": fields["n_experts"]})
    assert active(read).all_tables == total(read), FILE


def test_more_heads_for_keys_cost_what_their_matrices_cost():
    """Llama 3 8B with a key head for every query head, by hand: 24 heads more, keys and values, 128 wide."""
    llama = models()["llama3-8b"].arch
    more = llama._replace(n_kv_heads=32)
    assert attention(more) - attention(llama) == 2 * 24 * 128 * 4096, FILE


def test_a_model_on_the_back_of_an_envelope():
    """3 tokens, width 4, one layer, 2 heads of 2, 5 inner units; nothing but matrices."""
    tiny = Architecture(vocab=3, n_layers=1, d_model=4, n_heads=2, ffn_matrices=2, tied=True, n_kv_heads=2, head_dim=2,
                        d_ff=5, norm_params=0)  # fmt: skip
    assert components(tiny) == {"token_embedding": 12, "attention": 64, "ffn_dense": 40}, FILE


@pytest.mark.parametrize(
    ("model", "looked_up"),
    [
        ("gpt2", 1024 * 768),  # tied: the table of tokens computes the output too, that of places does not
        ("qwen3-0.6b", 0),  # tied, and no other table
        ("llama3-8b", 128_256 * 4096),  # a table of its own for the output
        ("bert-base-uncased", (512 + 2) * 768),  # tied, places and sentences
    ],
)
def test_a_table_that_computes_the_output_is_not_only_looked_up(model, looked_up):
    a = models()[model].arch
    assert total(a) - active(a).excl_input_embedding == looked_up, FILE
