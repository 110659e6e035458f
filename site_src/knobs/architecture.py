"""The sizes that make a language model: which there are, what they may be, and a sentence for what cannot be.

    architecture({"vocab": 50257, "n_layers": 12, "d_model": 768, "n_heads": 12, "d_ff": 3072, …})

The names are those of the field: d_model, n_kv_heads, head_dim. Widths and numbers have no silent value, but three
follow from others: n_kv_heads from n_heads, head_dim from d_model, norm_params from norm. What is switched on by
true, or by a number above 0, is off unless given; two norms in a layer and one at the end are there unless denied, and
so is, where ffn_bias is on, its part on the way down.
"""

from collections.abc import Mapping, Sequence
from math import log10
from typing import Any, NamedTuple, cast

from .text import LANGUAGES, InputError, Text, listing


class Architecture(NamedTuple):
    """One transformer. What is 0, "" or False is not there."""

    vocab: int  # rows of the token table, padding included
    n_layers: int
    d_model: int  # width of what goes from layer to layer
    n_heads: int  # heads that ask: queries
    ffn_matrices: int  # 2: up and down; 3: gate, up and down
    tied: bool  # one table serves as input and as output
    n_kv_heads: int = 0  # heads that answer: keys and values; fewer than n_heads in grouped-query attention
    head_dim: int = 0
    d_ff: int = 0  # inner width of a dense feed-forward layer
    activation: str = ""
    position: str = "none"
    n_learned_positions: int = 0  # rows of a table of positions
    type_vocab: int = 0  # rows of BERT's table for first and second sentence
    norm: str = ""
    norm_params: int = 1  # per channel of a norm: 2 gain and bias, 1 gain, 0 neither
    norms_per_layer: int = 2
    final_norm: int = 1  # norms after the last layer
    embedding_norm: int = 0  # norms right after the tables
    qkv_bias: bool = False
    o_bias: bool = False
    ffn_bias: bool = False  # of every expert too
    ffn_down_bias: bool = True  # with ffn_bias: not only on the way up, but on the way down as well
    lm_head_bias: bool = False
    qk_norm: str = "none"  # gains on queries and keys: per_head, one set for all heads, or full, all channels
    attn_sinks: bool = False  # one learned logit per head that no token gets
    attention: str = "gqa"  # grouped queries (all heads their own: n_kv_heads = n_heads), or mla: latent
    q_lora_rank: int = 0  # latent attention: width the queries are squeezed through; 0: they are not
    kv_lora_rank: int = 0  # … the keys and values
    qk_nope_head_dim: int = 0  # … part of a head that knows no position
    qk_rope_head_dim: int = 0  # … part that does; its key is shared by all heads
    v_head_dim: int = 0
    n_experts: int = 0  # routed experts in a layer
    experts_per_token: int = 0
    n_shared_experts: int = 0  # experts that always take part
    d_ff_expert: int = 0  # inner width of one expert, shared or routed
    n_dense_layers: int = 0  # layers without experts, at the start
    router_bias: bool = False
    pooler: bool = False  # BERT's square layer over the first token


MLA = ("kv_lora_rank", "qk_nope_head_dim", "qk_rope_head_dim", "v_head_dim")
EXPERTS = ("experts_per_token", "d_ff_expert")
REQUIRED = ("vocab", "n_layers", "d_model", "n_heads", "ffn_matrices", "tied")
WORDS = {  # what a word may begin with, before a remark such as RoPE (25%)
    "attention": ("gqa", "mla"),
    "norm": ("LayerNorm", "RMSNorm"),
    "position": ("learned", "RoPE", "ALiBi", "sinusoidal", "none"),
    "qk_norm": ("none", "per_head", "full"),
}
AT_LEAST_ONE = ("vocab", "n_layers", "d_model", "n_heads", "n_kv_heads", "head_dim")
WIDEST = 10_000_000  # far beyond any model; a number above it is a slip of the pen
RANGES = {
    **dict.fromkeys(AT_LEAST_ONE, (1, WIDEST)),
    "ffn_matrices": (2, 3),
    "norm_params": (0, 2),
    **dict.fromkeys(("norms_per_layer", "final_norm", "embedding_norm"), (0, 8)),
}


def architecture(fields: Mapping[str, object], lang: str = "en") -> Architecture:
    """The architecture that the fields describe. Raises InputError: one sentence in `lang` that names a field."""
    told = next((told for name, value in fields.items() if (told := _wrong(name, value))), None)
    told = told or next((_missing(name) for name in REQUIRED if name not in fields), None)
    if told is None:
        read = Architecture(**cast(dict[str, Any], fields))
        if "norm_params" not in fields:
            read = read._replace(norm_params=2 if read.norm == "LayerNorm" else 1)
        if not read.head_dim and read.d_model % read.n_heads == 0:
            read = read._replace(head_dim=read.d_model // read.n_heads)
        read = read._replace(n_kv_heads=read.n_kv_heads or read.n_heads)
        told = _contradiction(read, fields)
        if told is None:
            return read
    raise InputError(told[lang])


def _wrong(name: str, value: object) -> Text | None:
    """What is wrong with one field by itself."""
    kind = Architecture.__annotations__.get(name)
    if kind is None:
        return UNKNOWN.fill(name=_short(name), choices=_choices(Architecture._fields))
    if kind is bool:
        return None if isinstance(value, bool) else NOT_A_SWITCH.fill(name=name, written=_written(value))
    if kind is int:
        low, high = RANGES.get(name, (0, WIDEST))
        fits = isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
        return None if fits else NOT_IN_RANGE.fill(name=name, low=low, high=high, written=_written(value))
    if not isinstance(value, str):
        return NOT_A_WORD.fill(name=name, written=_written(value))
    if name in WORDS and value.split(" (")[0] not in WORDS[name]:
        return NOT_A_CHOICE.fill(name=name, choices=_choices(WORDS[name]), written=_written(value))
    return None


def _missing(name: str) -> Text:
    if name in WORDS:
        return MISSING_WORD.fill(name=name, choices=_choices(WORDS[name]))
    if Architecture.__annotations__[name] is bool:
        return MISSING_SWITCH.fill(name=name)
    low, high = RANGES.get(name, (1, WIDEST))
    return MISSING.fill(name=name, low=low, high=high)


def _too_small(name: str) -> Text:
    return NOT_IN_RANGE.fill(name=name, low=1, high=WIDEST, written="0")


def _contradiction(read: Architecture, fields: Mapping[str, object]) -> Text | None:
    """What is wrong with fields that are each right by themselves."""
    latent, experts = read.attention == "mla", read.n_experts > 0
    dense = not experts or read.n_dense_layers > 0
    needed = [*(MLA if latent else ()), *(EXPERTS if experts else ()), *(["d_ff"] if dense else [])]
    for name in needed:
        if not getattr(read, name):
            return _too_small(name) if name in fields else _missing(name)
    if not (read.norm or "norm_params" in fields):
        return _missing("norm")
    for name in (*MLA, "q_lora_rank"):
        if getattr(read, name) and not latent:
            return NEEDS.fill(name=name, other="attention = “mla”")
    for name in (*EXPERTS, "n_shared_experts", "n_dense_layers", "router_bias"):
        if getattr(read, name) and not experts:
            return NEEDS.fill(name=name, other="n_experts")
    learned = read.position.startswith("learned") if "position" in fields else read.n_learned_positions > 0
    gated = read.activation.lower().endswith("glu")
    clashes = [
        ("d_model", "n_heads", NOT_DIVIDED, not (latent or read.head_dim)),
        ("n_heads", "n_kv_heads", SHARED_KEYS, read.n_heads % read.n_kv_heads > 0),
        ("experts_per_token", "n_experts", TOO_MANY, read.experts_per_token > read.n_experts),
        ("n_dense_layers", "n_layers", TOO_MANY, read.n_dense_layers > read.n_layers),
        ("activation", "ffn_matrices", GATED, gated and read.ffn_matrices == 2),
        ("norm", "norm_params", GAIN_ONLY, read.norm == "RMSNorm" and read.norm_params == 2),
        ("position", "n_learned_positions", TABLE, learned != (read.n_learned_positions > 0)),
        ("attention", "qkv_bias", LATENT, latent and read.qkv_bias),
        ("attention", "qk_norm", LATENT, latent and read.qk_norm != "none"),
        ("attention", "attn_sinks", LATENT, latent and read.attn_sinks),
    ]
    for first, second, why, holds in clashes:
        if holds:
            values = {"first": _written(getattr(read, first)), "second": _written(getattr(read, second))}
            return CLASH.fill(name=first, other=second, why=why, **values)
    return None


def _choices(words: Sequence[str]) -> Text:
    return Text(**{lang: listing(words, lang) for lang in LANGUAGES})


def _written(value: object) -> str:
    """A value as TOML and JSON write it, short enough for a sentence."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int) and abs(value) > 10**15:  # Python refuses to write out the very largest
        return f"{'−' if value < 0 else ''}10^{int(log10(abs(value)))}"
    if isinstance(value, str):
        return f"“{_short(value)}”"
    return {dict: "{…}", list: "[…]", type(None): "null"}.get(type(value), str(value))


def _short(plain: str) -> str:
    """On one line, and cut off where it gets long."""
    plain = "".join(character if character.isprintable() else " " for character in plain)
    return plain if len(plain) <= 40 else plain[:39] + "…"


UNKNOWN = Text(
    en="There is no field {name}; an architecture can have {choices}.",
    nl="Er is geen veld {name}; een architectuur kan {choices} hebben.",
)
MISSING = Text(
    en="The field {name} is missing: a whole number from {low} to {high}.",
    nl="Het veld {name} ontbreekt: een geheel getal van {low} tot en met {high}.",
)
MISSING_SWITCH = Text(
    en="The field {name} is missing: true or false.",
    nl="Het veld {name} ontbreekt: true of false.",
)
MISSING_WORD = Text(
    en="The field {name} is missing: {choices}.",
    nl="Het veld {name} ontbreekt: {choices}.",
)
NOT_IN_RANGE = Text(
    en="{name} needs a whole number from {low} to {high}, not {written}.",
    nl="{name} vraagt om een geheel getal van {low} tot en met {high}, niet {written}.",
)
NOT_A_SWITCH = Text(
    en="{name} is true or false, not {written}.",
    nl="{name} is true of false, niet {written}.",
)
NOT_A_WORD = Text(
    en="{name} is a word between quotation marks, not {written}.",
    nl="{name} is een woord tussen aanhalingstekens, niet {written}.",
)
NOT_A_CHOICE = Text(
    en="{name} can be {choices}, not {written}.",
    nl="{name} kan {choices} zijn, niet {written}.",
)
NEEDS = Text(
    en="{name} means nothing without {other}: leave it out, or give {other} as well.",
    nl="{name} betekent niets zonder {other}: laat het weg, of geef ook {other}.",
)
CLASH = Text(
    en="{name} ({first}) does not go with {other} ({second}): {why}.",
    nl="{name} ({first}) gaat niet samen met {other} ({second}): {why}.",
)
NOT_DIVIDED = Text(
    en="the one is not a multiple of the other, so head_dim has to be given",
    nl="het ene is geen veelvoud van het andere, dus head_dim is nodig",
)
SHARED_KEYS = Text(
    en="every head for keys and values serves equally many heads for queries",
    nl="elke kop voor sleutels en waarden bedient evenveel koppen voor vragen",
)
TOO_MANY = Text(en="there are no more than that", nl="meer zijn er niet")
GATED = Text(
    en="a gated activation has three matrices, gate, up and down",
    nl="een activatie met poort heeft drie matrices: gate, up en down",
)
GAIN_ONLY = Text(
    en="it has a gain and no bias, so norm_params is 1, or 0 without the gain",
    nl="die heeft een schaal en geen bias, dus norm_params is 1, of 0 zonder de schaal",
)
TABLE = Text(
    en="learned positions, and no others, have a table with one row or more",
    nl="geleerde posities, en geen andere, hebben een tabel met een of meer rijen",
)
LATENT = Text(
    en="what that would add to latent attention is not defined",
    nl="wat dat aan latente aandacht zou toevoegen, ligt niet vast",
)
