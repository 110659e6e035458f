"""How many parameters does a language model have? Choose one, or design your own; every part is counted exactly."""

from typing import Annotated

from ..amounts import Part, Parts, Texture
from ..architecture import Architecture, architecture
from ..controls import Choice, Number, Slider, Toggle, When
from ..count import Active, active, components, non_embedding, tied_twice, total
from ..demo import demo
from ..models import models
from ..naming import rounded
from ..text import InputError, Text, number
from ..views import Formula, Note, Piece, Reading, Row, Stack, View, Words

OWN = "own"
HEAD = 64  # width of one head in the reader's own design, as in GPT-2

# What the parts of knobs.count are called here, and how they are drawn.
KINDS: tuple[tuple[Text, Texture, tuple[str, ...]], ...] = (
    (
        Text(en="tables of words and places", nl="tabellen van woorden en plaatsen"),
        "dots",
        ("token_embedding", "position_embedding", "type_embedding", "output_head"),
    ),
    (Text(en="attention", nl="aandacht"), "hatch", ("attention",)),
    (
        Text(en="feed-forward layers", nl="feedforwardlagen"),
        "solid",
        ("ffn_dense", "experts", "shared_experts"),
    ),
    (
        Text(en="norms, routers and the rest", nl="normalisatie, routers en de rest"),
        "open",
        ("embedding_norm", "layer_norms", "final_norm", "router", "output_bias", "pooler"),
    ),
)


def design(
    layers: int, width: int, heads: int, kv_heads: int, vocabulary: int, experts: int, active: int, tied: bool
) -> dict[str, object]:
    """The reader's own model as fields of an architecture: gated, with norms that have a gain and no bias.

    Feed-forward layers are four times as wide as the model in all, so an expert is that wide as well.
    """
    fields: dict[str, object] = {
        "vocab": vocabulary,
        "n_layers": layers,
        "d_model": width,
        "n_heads": heads,
        "n_kv_heads": kv_heads,
        "head_dim": HEAD,
        "ffn_matrices": 3,
        "tied": tied,
        "position": "RoPE",
        "norm": "RMSNorm",
    }
    if experts:
        return fields | {"n_experts": experts, "experts_per_token": active, "d_ff_expert": 4 * width}
    return fields | {"d_ff": 4 * width}


def counted(a: Architecture, which: str) -> int:
    """The count that `which` names: one of the keys of WHICH."""
    if which in Active._fields:
        return int(getattr(active(a), which))
    return {"total": total, "tied_twice": tied_twice, "non_embedding": non_embedding}[which](a)


MODELS = {
    OWN: Text(en="Your own design", nl="Je eigen ontwerp"),
    **{key: Text(en=model.name, nl=model.name) for key, model in models().items()},
}
WHICH = {
    "total": Text(en="all, each once", nl="alle, elk één keer"),
    "tied_twice": Text(en="all, a shared table twice", nl="alle, een gedeelde tabel twee keer"),
    "non_embedding": Text(en="without the tables", nl="zonder de tabellen"),
    "all_tables": Text(en="active for a token, with the tables", nl="actief voor een token, met de tabellen"),
    "excl_input_embedding": Text(
        en="active, without the table that is looked up", nl="actief, zonder de tabel waarin wordt opgezocht"
    ),
    "excl_both_embeddings": Text(en="active, without any table", nl="actief, zonder tabellen"),
}
MINE = When(control="model", equals=OWN)


@demo(title=Text(en="Count a language model", nl="Tel een taalmodel"))
def count(
    model: Annotated[str, Choice(options=MODELS, label=Text(en="model", nl="model"))] = "gpt2",
    layers: Annotated[
        int,
        Slider(low=1, high=128, role="setting", label=Text(en="layers", nl="lagen"), when=MINE),
    ] = 12,
    width: Annotated[
        int,
        Slider(
            low=64,
            high=16_384,
            step=64,
            role="setting",
            label=Text(en="width", nl="breedte"),
            when=MINE,
        ),
    ] = 768,
    heads: Annotated[
        int,
        Slider(low=1, high=128, role="setting", label=Text(en="heads", nl="koppen"), when=MINE),
    ] = 12,
    kv_heads: Annotated[
        int,
        Slider(
            low=1,
            high=128,
            role="setting",
            label=Text(en="heads for keys and values", nl="koppen voor sleutels en waarden"),
            when=MINE,
        ),
    ] = 12,
    vocabulary: Annotated[
        int,
        Number(
            low=2,
            high=1_000_000,
            whole=True,
            label=Text(en="vocabulary", nl="vocabulaire"),
            unit=Text(en="tokens", nl="tokens"),
            when=MINE,
        ),
    ] = 50_257,
    experts: Annotated[
        int,
        Slider(
            low=0,
            high=256,
            role="setting",
            label=Text(en="experts in a layer", nl="experts per laag"),
            when=MINE,
        ),
    ] = 0,
    chosen: Annotated[
        int,
        Slider(
            low=1,
            high=16,
            role="setting",
            label=Text(en="experts that a token uses", nl="experts die een token gebruikt"),
            when=MINE,
        ),
    ] = 1,
    tied: Annotated[
        bool,
        Toggle(
            label=Text(en="One table for input and output", nl="Eén tabel voor invoer en uitvoer"), when=MINE
        ),
    ] = True,
    which: Annotated[str, Choice(options=WHICH, label=Text(en="what to count", nl="wat je telt"))] = "total",
) -> View:
    own = model == OWN
    if own and heads % kv_heads:
        raise InputError(SHARED.fill(heads=heads, kv_heads=kv_heads))
    if own and experts and chosen > experts:
        raise InputError(TOO_MANY.fill(chosen=chosen, experts=experts))
    a = (
        architecture(design(layers, width, heads, kv_heads, vocabulary, experts, chosen, tied))
        if own
        else models()[model].arch
    )
    parts = components(a)
    whole, shown = total(a), counted(a, which)
    kinds = [(name, texture, sum(parts.get(part, 0) for part in names)) for name, texture, names in KINDS]
    told = {"name": MODELS[model], "total": whole, "which": WHICH[which], "shown": shown}
    share = max(kinds, key=lambda kind: kind[2])
    picture = Parts(
        title=Text(en="Where the parameters are", nl="Waar de parameters zitten"),
        say=SAY.fill(largest=share[0], share=share[2] / whole, **told),
        parts=[Part(name, amount, texture) for name, texture, amount in kinds],
        mark=shown if shown != whole else None,
    )
    readings: list[View] = [
        Reading(WHICH[which], shown, 0, "param"),
        Note(Text(en=rounded(shown, "en"), nl=rounded(shown, "nl"))),
    ]
    return Stack(
        [Row(readings), picture, Row([Formula(in_numbers(a, shown, which))]), Row([Note(note(a, which))])]
    )


def in_numbers(a: Architecture, shown: int, which: str) -> list[Piece | Words]:
    """The sum with the model's numbers in it, in the order of the bar."""
    parts = components(a, a.experts_per_token if which in Active._fields else None)
    if which == "tied_twice" and a.tied:
        parts["output_head"] = parts["token_embedding"]
    tables = ("token_embedding", "position_embedding", "type_embedding")
    left_out: tuple[str, ...] = ()
    if which in ("non_embedding", "excl_both_embeddings"):
        left_out = (*tables, "output_head", "output_bias")
    elif which == "excl_input_embedding":
        left_out = tables[1:] if a.tied else tables
    terms: list[Piece | Words] = []
    for _, _, names in KINDS:
        amount = sum(parts.get(name, 0) for name in names if name not in left_out)
        if amount:
            terms += [" + " if terms else "", Text(en=number(amount, "en"), nl=number(amount, "nl"))]
    return [*terms, " = ", Piece("param", shown)]


def note(a: Architecture, which: str) -> Text:
    if which in Active._fields and not a.n_experts:
        return NO_EXPERTS
    if which == "tied_twice" and not a.tied:
        return NOT_TIED
    if a.n_experts:
        taking = a.experts_per_token + a.n_shared_experts
        return EXPERTS.fill(
            chosen=taking, experts=a.n_experts + a.n_shared_experts, active=active(a).all_tables
        )
    table = Text(en=number(a.vocab, "en"), nl=number(a.vocab, "nl"))
    return TABLE.fill(vocab=table, width=a.d_model, layers=a.n_layers, product=a.vocab * a.d_model)


SHARED = Text(
    en="{heads} heads cannot be shared out evenly over {kv_heads} heads for keys and values; the first has to be a "
    "multiple of the second.",
    nl="{heads} koppen zijn niet eerlijk te verdelen over {kv_heads} koppen voor sleutels en waarden; het eerste "
    "moet een veelvoud van het tweede zijn.",
)
TOO_MANY = Text(
    en="A token cannot use {chosen} experts where a layer has {experts}; at most as many as there are.",
    nl="Een token kan geen {chosen} experts gebruiken als een laag er {experts} heeft; hooguit zoveel als er zijn.",
)
SAY = Text(
    en="{name} has {total} parameters; most are in {largest}, {share:.1%}. Counted here: {which}, {shown}.",
    nl="{name} heeft {total} parameters; de meeste zitten in: {largest}, {share:.1%}. Hier geteld: {which}, {shown}.",
)
NO_EXPERTS = Text(
    en="Without experts, every parameter outside a table is active for every token.",
    nl="Zonder experts is elke parameter buiten een tabel actief voor elk token.",
)
EXPERTS = Text(
    en="In each layer with experts a token uses {chosen} of {experts}, so {active} parameters are active; all of them "
    "have to be kept in memory.",
    nl="In elke laag met experts gebruikt een token er {chosen} van de {experts}, dus zijn er {active} parameters "
    "actief; in het geheugen moeten ze allemaal staan.",
)
NOT_TIED = Text(
    en="This model has two tables already, so nothing is counted twice.",
    nl="Dit model heeft al twee tabellen, dus er telt niets dubbel.",
)
TABLE = Text(
    en="The table of words: {vocab} tokens × width {width} = {product}. Layers: {layers}.",
    nl="De tabel van woorden: {vocab} tokens × breedte {width} = {product}. Lagen: {layers}.",
)
