"""Small random architectures of each family, as the fields of a file."""

from hypothesis import strategies as st

SMALL, SWITCH = st.integers(1, 40), st.booleans()
SHARED = {"vocab": st.integers(1, 300), "n_layers": st.integers(1, 4), "tied": SWITCH}
PLAIN = {
    "ffn_matrices": st.just(2),
    "norm": st.just("LayerNorm"),
    "activation": st.just("GELU"),
    "d_ff": SMALL,
}
PLAIN |= {name: st.just(True) for name in ("qkv_bias", "o_bias", "ffn_bias")}
GATED = {"ffn_matrices": st.just(3), "norm": st.just("RMSNorm"), "activation": st.just("SwiGLU")}
HEADS = {"n_kv_heads": st.integers(1, 4), "head_dim": SMALL, "d_model": SMALL, "times": st.integers(1, 3)}
CHOICE = {"qk_norm": st.sampled_from(["none", "per_head", "full"]), "qkv_bias": SWITCH, "o_bias": SWITCH}
EXPERTS = {"n_experts": st.integers(4, 9), "experts_per_token": st.integers(1, 4), "d_ff_expert": SMALL}
EXPERTS |= {"n_shared_experts": st.integers(0, 2)}
DENSE_FIRST = {"n_dense_layers": st.integers(0, 1), "d_ff": SMALL}
LATENT = dict.fromkeys(
    ("kv_lora_rank", "qk_nope_head_dim", "qk_rope_head_dim", "v_head_dim", "d_model"), SMALL
)
LATENT |= {"attention": st.just("mla"), "q_lora_rank": st.integers(0, 20), "n_heads": st.integers(1, 4)}


def _divided(fields: dict) -> dict:
    """Sizes that have to fit: heads that divide the width, keys that divide the heads, a table for positions."""
    times = fields.pop("times", 1)
    if "n_kv_heads" in fields:
        fields["n_heads"] = times * fields["n_kv_heads"]
    if "d_model" not in fields:
        fields["d_model"] = fields.pop("head_dim") * fields["n_heads"]
    if fields.get("n_learned_positions"):
        fields["position"] = "learned"
    return fields


def _family(*parts: dict) -> st.SearchStrategy:
    return st.fixed_dictionaries(
        {name: value for part in (SHARED, *parts) for name, value in part.items()}
    ).map(_divided)


ONE_SIZE = {"n_heads": st.integers(1, 4), "head_dim": SMALL}
FAMILIES = {
    "gpt": _family(
        PLAIN,
        ONE_SIZE,
        {"n_learned_positions": st.integers(0, 50), "norms_per_layer": st.integers(1, 2)},
        {"lm_head_bias": SWITCH, "embedding_norm": st.integers(0, 1)},
    ),
    "llama": _family(GATED, HEADS, CHOICE, {"d_ff": SMALL, "norms_per_layer": st.sampled_from([2, 4])}),
    "mixture": _family(
        GATED, HEADS, CHOICE, EXPERTS, {"router_bias": SWITCH, "ffn_bias": SWITCH, "attn_sinks": SWITCH}
    ),
    "latent": _family(GATED, LATENT, EXPERTS, DENSE_FIRST),
    "bert": _family(
        PLAIN,
        ONE_SIZE,
        {"n_learned_positions": SMALL, "type_vocab": st.integers(1, 3), "pooler": st.just(True)},
        {"tied": st.just(True), "final_norm": st.just(0), "embedding_norm": st.just(1)},
    ),
}
ANY = st.one_of(*FAMILIES.values())
