"""How many parameters does a language model have? Choose one, or design your own; every part is counted exactly."""

from collections.abc import Mapping
from typing import Annotated

from ..amounts import Part, Parts, Texture
from ..architecture import Architecture, architecture
from ..controls import Choice, Number, Slider, Toggle, When
from ..count import Active, active, components, counted
from ..demo import demo
from ..models import models
from ..naming import in_words
from ..text import InputError, Text, same
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

    A feed-forward layer, and each expert where there are some, is four times as wide as the model.
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


MODELS = {
    OWN: Text(en="Your own design", nl="Je eigen ontwerp"),
    **{key: same(model.name) for key, model in models().items()},
}
WHICH = {
    "total": Text(en="all, each once", nl="alle, elk één keer"),
    "tied_twice": Text(en="all, a shared table twice", nl="alle, gedeelde tabel dubbel"),
    "non_embedding": Text(en="without the tables", nl="zonder de tabellen"),
    "all_tables": Text(en="active, with all tables", nl="actief, met alle tabellen"),
    "excl_input_embedding": Text(en="active, without the input table", nl="actief, zonder invoertabel"),
    "excl_both_embeddings": Text(en="active, without any table", nl="actief, zonder tabellen"),
}
MINE = When(control="model", equals=OWN)


def _size(label: Text, low: float, high: float, step: float = 1) -> Slider:
    """A size of the reader's own design."""
    return Slider(low=low, high=high, step=step, role="setting", label=label, when=MINE)


@demo(title=Text(en="Count a language model", nl="Tel een taalmodel"))
def count(
    model: Annotated[str, Choice(options=MODELS, label=Text(en="model", nl="model"))] = "gpt2",
    layers: Annotated[int, _size(Text(en="layers", nl="lagen"), 1, 128)] = 12,
    width: Annotated[int, _size(Text(en="width", nl="breedte"), 64, 16_384, step=64)] = 768,
    heads: Annotated[int, _size(Text(en="heads", nl="koppen"), 1, 128)] = 12,
    kv_heads: Annotated[
        int, _size(Text(en="heads for keys and values", nl="koppen voor sleutels en waarden"), 1, 128)
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
    experts: Annotated[int, _size(Text(en="experts in a layer", nl="experts per laag"), 0, 256)] = 0,
    chosen: Annotated[
        int, _size(Text(en="experts that a token uses", nl="experts die een token gebruikt"), 1, 16)
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
    whole, shown = by_kind(components(a)), by_kind(counted(a, which))
    total, asked = sum(whole), sum(shown)
    largest = whole.index(max(whole))
    picture = Parts(
        title=Text(en="Where the parameters are", nl="Waar de parameters zitten"),
        say=SAY.fill(
            name=MODELS[model],
            total=total,
            largest=KINDS[largest][0],
            share=whole[largest] / total,
            which=WHICH[which],
            asked=asked,
        ),
        parts=[Part(name, amount, texture) for (name, texture, _), amount in zip(KINDS, whole, strict=True)],
        mark=asked if asked != total else None,
    )
    terms: list[Piece | Words] = []
    for amount in filter(None, shown):
        terms += [" + " if terms else "", PLAIN.fill(n=amount)]
    notes = [note(a, which), *([DESIGN] if own else [])]
    return Stack(
        [
            Row([Reading(WHICH[which], asked, 0, "param"), Note(in_words(asked))]),
            picture,
            Row([Formula([*terms, " = ", Piece("param", asked)])]),
            *(Row([Note(told)]) for told in notes),
        ]
    )


def by_kind(parts: Mapping[str, int]) -> list[int]:
    """Parameters of each of KINDS."""
    return [sum(parts.get(name, 0) for name in names) for _, _, names in KINDS]


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
    return TABLE.fill(vocab=a.vocab, width=a.d_model, layers=a.n_layers, product=a.vocab * a.d_model)


SHARED = Text(
    en="{heads} heads cannot be shared out evenly over {kv_heads} heads for keys and values; the first has to be a "
    "multiple of the second.",
    nl="{heads} koppen zijn niet eerlijk te verdelen over {kv_heads} koppen voor sleutels en waarden; het eerste "
    "aantal moet een veelvoud van het tweede zijn.",
)
TOO_MANY = Text(
    en="A token cannot use {chosen} experts where a layer has {experts}; at most as many as there are.",
    nl="Een token kan geen {chosen} experts gebruiken als een laag er {experts} heeft; hooguit zoveel als er zijn.",
)
SAY = Text(
    en="{name} has {total} parameters; most are in {largest}, {share:.1%}. Counted here: {which}, {asked}.",
    nl="{name} heeft {total} parameters; de meeste zitten in: {largest}, {share:.1%}. Hier geteld: {which}, {asked}.",
)
PLAIN = Text(en="{n}", nl="{n}")
DESIGN = Text(
    en="In your design a head is 64 wide; feed-forward layers and experts have a gate and are four times as wide as the "
    "model; positions take no parameters.",
    nl="In jouw ontwerp is een kop 64 breed; feedforwardlagen en experts hebben een poort en zijn vier keer zo breed als "
    "het model; posities kosten geen parameters.",
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
