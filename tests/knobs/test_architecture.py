"""What an architecture may be, and one sentence in each language for what it cannot be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from knobs.architecture import RANGES, WIDEST, Architecture, architecture
from knobs.models import models
from knobs.text import LANGUAGES, InputError

FILE = "look in site_src/knobs/architecture.py"
DENSE = {"vocab": 100, "n_layers": 2, "d_model": 24, "n_heads": 4, "d_ff": 96, "ffn_matrices": 2, "tied": True,
         "norm": "LayerNorm"}  # fmt: skip
EXPERTS = DENSE | {"n_experts": 8, "experts_per_token": 2, "d_ff_expert": 16}
LATENT = DENSE | {
    "attention": "mla",
    "kv_lora_rank": 8,
    "qk_nope_head_dim": 4,
    "qk_rope_head_dim": 2,
    "v_head_dim": 4,
}


def without(fields, *names):
    return {name: value for name, value in fields.items() if name not in names}


def told(fields, lang):
    with pytest.raises(InputError) as refused:
        architecture(fields, lang)
    sentence = str(refused.value)
    assert sentence.endswith(".") and "\n" not in sentence and len(sentence) < 700, f"{FILE}: {sentence}"
    return sentence


@pytest.mark.parametrize("name", ["vocab", "n_layers", "d_model", "n_heads", "d_ff"])
def test_a_size_has_no_silent_value(name, lang):
    words = {"en": "The field {} is missing: a whole", "nl": "Het veld {} ontbreekt: een geheel"}
    assert told(without(DENSE, name), lang).startswith(words[lang].format(name)), FILE


@pytest.mark.parametrize(
    ("fields", "english", "dutch"),
    [
        (DENSE | {"d_modle": 24}, "There is no field d_modle; an architecture can have vocab, n_layers,",
         "Er is geen veld d_modle; een architectuur kan vocab, n_layers,"),
        (without(DENSE, "tied"), "The field tied is missing: true or false.", "Het veld tied ontbreekt: true of false."),
        (without(DENSE, "ffn_matrices"), "The field ffn_matrices is missing: a whole number from 2 to 3.",
         "Het veld ffn_matrices ontbreekt: een geheel getal van 2 tot en met 3."),
        (without(DENSE, "norm"), "The field norm is missing: LayerNorm or RMSNorm.",
         "Het veld norm ontbreekt: LayerNorm of RMSNorm."),
        (without(LATENT, "v_head_dim"), "The field v_head_dim is missing", "Het veld v_head_dim ontbreekt"),
        (without(EXPERTS, "experts_per_token"), "The field experts_per_token is missing",
         "Het veld experts_per_token ontbreekt"),
        (without(EXPERTS, "d_ff") | {"n_dense_layers": 1}, "The field d_ff is missing", "Het veld d_ff ontbreekt"),
        (DENSE | {"d_model": 24.5}, "d_model needs a whole number from 1 to 10,000,000, not 24.5.",
         "d_model vraagt om een geheel getal van 1 tot en met 10.000.000, niet 24.5."),
        (DENSE | {"d_model": 24.0}, "not 24.0.", "niet 24.0."),
        (DENSE | {"n_layers": -1}, "n_layers needs a whole number from 1", "n_layers vraagt om een geheel getal van 1"),
        (DENSE | {"n_layers": 0}, "not 0.", "niet 0."),
        (DENSE | {"n_kv_heads": 0}, "n_kv_heads needs", "n_kv_heads vraagt"),
        (DENSE | {"d_ff": 0}, "d_ff needs a whole number from 1 to 10,000,000, not 0.", "d_ff vraagt om een geheel getal van 1"),
        (DENSE | {"vocab": True}, "vocab needs a whole number from 1 to 10,000,000, not true.", "niet true."),
        (DENSE | {"vocab": "100"}, "not “100”.", "niet “100”."),
        (DENSE | {"vocab": None}, "not null.", "niet null."),
        (DENSE | {"vocab": [100]}, "not […].", "niet […]."),
        (DENSE | {"d_ff": {"dense": 96}}, "not {…}.", "niet {…}."),
        (DENSE | {"d_ff": float("nan")}, "not nan.", "niet nan."),
        (DENSE | {"vocab": 10**30}, "not 10^30.", "niet 10^30."),
        (DENSE | {"vocab": 10**9}, "not 1000000000.", "niet 1000000000."),
        (DENSE | {"n_layers": -(16**9000)}, "not −10^10837.", "niet −10^10837."),
        (DENSE | {"ffn_matrices": 4}, "ffn_matrices needs a whole number from 2 to 3, not 4.",
         "ffn_matrices vraagt om een geheel getal van 2 tot en met 3, niet 4."),
        (DENSE | {"tied": 1}, "tied is true or false, not 1.", "tied is true of false, niet 1."),
        (DENSE | {"tied": "yes"}, "tied is true or false, not “yes”.", "tied is true of false, niet “yes”."),
        (DENSE | {"norm": 2}, "norm is a word between quotation marks, not 2.",
         "norm is een woord tussen aanhalingstekens, niet 2."),
        (DENSE | {"norm": "BatchNorm"}, "norm can be LayerNorm or RMSNorm, not “BatchNorm”.",
         "norm kan LayerNorm of RMSNorm zijn, niet “BatchNorm”."),
        (DENSE | {"qk_norm": "all"}, "qk_norm can be none, per_head or full, not “all”.",
         "qk_norm kan none, per_head of full zijn, niet “all”."),
        (DENSE | {"attention": "linear"}, "attention can be gqa or mla", "attention kan gqa of mla zijn"),
        (DENSE | {"position": "T5 buckets"}, "position can be learned, RoPE, ALiBi, sinusoidal or none",
         "position kan learned, RoPE, ALiBi, sinusoidal of none zijn"),
        (DENSE | {"n_heads": 5}, "d_model (24) does not go with n_heads (5)", "d_model (24) gaat niet samen met n_heads (5)"),
        (DENSE | {"n_kv_heads": 3}, "n_heads (4) does not go with n_kv_heads (3)",
         "n_heads (4) gaat niet samen met n_kv_heads (3)"),
        (DENSE | {"n_kv_heads": 8}, "n_heads (4) does not go with n_kv_heads (8)", "n_kv_heads (8)"),
        (EXPERTS | {"experts_per_token": 9}, "experts_per_token (9) does not go with n_experts (8): there are no more than that.",
         "experts_per_token (9) gaat niet samen met n_experts (8): meer zijn er niet."),
        (EXPERTS | {"n_dense_layers": 3}, "n_dense_layers (3) does not go with n_layers (2)",
         "n_dense_layers (3) gaat niet samen met n_layers (2)"),
        (without(EXPERTS, "n_experts"), "experts_per_token means nothing without n_experts: leave it out, or give n_experts",
         "experts_per_token betekent niets zonder n_experts: laat het weg, of geef ook n_experts."),
        (DENSE | {"n_shared_experts": 1}, "n_shared_experts means nothing without n_experts", "zonder n_experts"),
        (DENSE | {"router_bias": True}, "router_bias means nothing without n_experts", "zonder n_experts"),
        (without(LATENT, "attention"), "kv_lora_rank means nothing without attention = “mla”", "zonder attention = “mla”"),
        (LATENT | {"qkv_bias": True}, "attention (“mla”) does not go with qkv_bias (true)", "qkv_bias (true)"),
        (DENSE | {"activation": "SwiGLU"}, "activation (“SwiGLU”) does not go with ffn_matrices (2)", "ffn_matrices (2)"),
        (DENSE | {"norm": "RMSNorm", "norm_params": 2}, "norm (“RMSNorm”) does not go with norm_params (2)", "norm_params (2)"),
        (DENSE | {"position": "learned"}, "position (“learned”) does not go with n_learned_positions (0)", "(0)"),
        (DENSE | {"position": "RoPE", "n_learned_positions": 8}, "position (“RoPE”) does not go with n_learned_positions (8)",
         "(8)"),
        (DENSE | {"a\nb" * 40: 1}, "There is no field a ba ba b", "Er is geen veld a ba ba b"),
        ({}, "The field vocab is missing", "Het veld vocab ontbreekt"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_one_sentence(fields, english, dutch):
    assert english in told(fields, "en"), FILE
    assert dutch in told(fields, "nl"), FILE


ODD = st.one_of(st.none(), st.booleans(), st.text(), st.floats(), st.integers(), st.lists(st.integers()))


@given(st.sampled_from(Architecture._fields), ODD, st.sampled_from(LANGUAGES))
def test_whatever_a_field_holds_is_read_or_told(name, value, lang):
    try:
        read = architecture(DENSE | {name: value}, lang)
    except InputError as refused:
        assert str(refused).endswith(".") and str(refused).isprintable(), FILE
    else:
        assert getattr(read, name) == value, FILE


def test_every_field_that_is_a_number_has_its_range(lang):
    for name, kind in Architecture.__annotations__.items():
        if kind is int:
            assert name in told(DENSE | {name: RANGES.get(name, (0, WIDEST))[1] + 1}, lang), FILE


def test_what_follows_from_other_sizes():
    read = architecture(DENSE)
    assert (read.n_kv_heads, read.head_dim, read.norm_params) == (4, 6, 2), FILE
    assert architecture(DENSE | {"norm": "RMSNorm"}).norm_params == 1, FILE
    assert architecture(DENSE | {"norm_params": 0}).norm_params == 0, FILE
    assert architecture(DENSE | {"n_heads": 5, "head_dim": 6}).head_dim == 6, FILE


def test_a_gate_or_a_remark_is_no_contradiction():
    assert architecture(DENSE | {"activation": "GeGLU", "ffn_matrices": 3}).ffn_matrices == 3, FILE
    assert architecture(DENSE | {"position": "RoPE (25%)"}).position == "RoPE (25%)", FILE
    assert architecture(DENSE | {"n_learned_positions": 9}).n_learned_positions == 9, FILE
    assert architecture(EXPERTS | {"n_dense_layers": 2}).n_dense_layers == 2, (
        FILE
    )  # no layer with experts is left


def test_every_model_reads_back_as_it_is():
    for name, model in models().items():
        assert architecture(model.arch._asdict()) == model.arch, f"{name}: {FILE}"
