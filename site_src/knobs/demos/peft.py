"""Adapt a model by training few numbers: six methods, each counted exactly beside training everything.

The counting is in knobs/peft. Memory is what stands in the books for training with Adam in 16 bits: 16 bytes for a
number that is trained, and the frozen ones in the format of your choice.
"""

from collections.abc import Sequence
from typing import Annotated, NamedTuple

from ..architecture import Architecture, architecture
from ..controls import Choice, Slider, When
from ..cost import weights_bytes
from ..count import total
from ..curves import Entry, Table, Value
from ..demo import demo
from ..models import models
from ..naming import in_bytes, in_words
from ..peft import (
    ADAPTERS,
    QUERY_VALUE,
    adapted,
    adapter,
    biases,
    bitfit,
    ia3,
    lora,
    matrices,
    other_biases,
    prefix,
    prompt,
    tuning_bytes,
)
from ..peft.areas import Area, Areas, Legend
from ..text import Text, number, same
from ..views import Formula, Note, Piece, Reading, Row, Stack, View, Words

POCKET = "pocket"
SIZES: dict[str, object] = {  # of the pocket model; a test compares them with its card
    "vocab": 867,
    "n_layers": 4,
    "d_model": 64,
    "n_heads": 4,
    "d_ff": 256,
    "ffn_matrices": 2,
    "ffn_bias": True,
    "ffn_down_bias": False,
    "tied": True,
    "lm_head_bias": True,
    "position": "learned",
    "n_learned_positions": 64,
    "norm": "RMSNorm",
    "norm_params": 0,
}
MODELS = {
    **{key: same(models()[key].name) for key in ("gpt3-175b", "llama3-8b", "gpt2")},
    POCKET: Text(en="the pocket model", nl="het zakmodel"),
}
METHODS = {
    "lora": same("LoRA"),
    "adapter": same("adapters"),
    "prefix": same("prefix tuning"),
    "prompt": same("prompt tuning"),
    "ia3": same("(IA)³"),
    "bitfit": same("BitFit"),
}
WHERE = {
    "query and value": Text(en="those for queries and values", nl="die voor vragen en waarden"),
    "all": Text(en="all matrices of a layer", nl="alle matrices van een laag"),
}
BASES = {"bf16": same("16 bits"), "nf4": same("4 bits (NF4)")}


def sizes_of(model: str) -> Architecture:
    return architecture(SIZES) if model == POCKET else models()[model].arch


class Tuned(NamedTuple):
    """What one method trains: how many numbers, the sum that says so, and which pieces of one layer."""

    numbers: int
    formula: Sequence[Piece | Words]
    pieces: Sequence[Area]
    note: Text
    filled: Text  # what the pieces are


def tuned(a: Architecture, method: str, size: int, where: str) -> Tuned:
    layers, width, keys = a.n_layers, a.d_model, a.n_kv_heads * a.head_dim
    if method == "lora":
        chosen = adapted(a, QUERY_VALUE if where == "query and value" else ())
        sides = [side for matrix in chosen for side in (matrix.rows, matrix.columns)]
        return Tuned(
            lora(a, size, [matrix.name for matrix in chosen]),
            [_filled(LORA_SUM, sides, layers, size)],
            [Area("up", chosen[0].rows, size), Area("down", size, chosen[0].columns)],
            LORA,
            STRIPS,
        )
    if method == "adapter":
        return Tuned(
            adapter(a, size),
            [_filled(ADAPTER_SUM, [ADAPTERS, width], layers, size)],
            [Area("down", size, width), Area("up", width, size)] * ADAPTERS,
            ADAPTER,
            IN_A_LAYER,
        )
    if method == "prefix":
        places = [Area("keys", size, keys), Area("values", size, keys)]
        return Tuned(prefix(a, size), [_filled(PREFIX_SUM, [keys], layers, size)], places, PREFIX, IN_A_LAYER)
    if method == "prompt":
        rows = [Area("rows", size, width)]
        return Tuned(prompt(a, size), [_filled(PROMPT_SUM, [width], layers, size)], rows, PROMPT, IN_ALL)
    if method == "ia3":
        vectors = [Area("keys", 1, keys), Area("values", 1, keys), Area("inner", 1, a.d_ff)]
        return Tuned(ia3(a), [_filled(IA3_SUM, [keys, a.d_ff], layers, size)], vectors, IA3, IN_A_LAYER)
    each = biases(a)
    sizes = [sum(bias.size for bias in each), other_biases(a)]
    vectors = [Area("bias", bias.rows, bias.columns) for bias in each]
    note = BITFIT if bitfit(a) else NO_BIASES
    return Tuned(bitfit(a), [_filled(BITFIT_SUM, sizes, layers, size)], vectors, note, IN_A_LAYER)


def _filled(sum_: Text, sides: Sequence[int], layers: int, size: int) -> Text:
    """The sum with numbers as each language writes them, without a role: they are sizes of the model."""
    written = {f"n{place}": side for place, side in enumerate(sides)}
    pairs = " + ".join(f"{{n{place}}}" for place in range(len(sides)))
    told = Text(en=sum_.en.replace("{sides}", pairs), nl=sum_.nl.replace("{sides}", pairs))
    return told.fill(layers=layers, size=size, **written)


@demo(title=Text(en="Train few numbers", nl="Train weinig getallen"))
def peft(
    model: Annotated[str, Choice(options=MODELS, label=Text(en="model", nl="model"))] = "gpt3-175b",
    method: Annotated[str, Choice(options=METHODS, label=Text(en="method", nl="methode"))] = "lora",
    size: Annotated[
        int,
        Slider(
            low=1,
            high=128,
            role="setting",
            label=Text(en="its size: rank, bottleneck or length", nl="de maat: rang, flessenhals of lengte"),
        ),
    ] = 1,
    where: Annotated[
        str,
        Choice(
            options=WHERE,
            label=Text(en="beside which matrices", nl="bij welke matrices"),
            when=When("method", equals="lora"),
        ),
    ] = "query and value",
    base: Annotated[
        str,
        Choice(options=BASES, label=Text(en="the frozen model is kept in", nl="het bevroren model staat in")),
    ] = "bf16",
) -> View:
    a = sizes_of(model)
    whole, trained = total(a), tuned(a, method, size, where)
    count, share = trained.numbers, trained.numbers / whole
    told = {
        "model": MODELS[model],
        "method": METHODS[method],
        "count": count,
        "whole": whole,
        "share": _share(share),
        "file": in_bytes(weights_bytes(count, "bf16")),
        "frozen": in_bytes(weights_bytes(whole, base)),
    }
    picture = _picture(a, trained, SAY.fill(**told))
    notes = [trained.note]
    if picture.thicker > 1 and trained.pieces:
        notes.append(THICKER.fill(times=max(2, round(picture.thicker))))
    if method == "bitfit" and model == "gpt3-175b":
        notes.append(NOT_THEIRS)
    return Stack(
        [
            Row([Reading(TRAINED, count, 0, "param"), Note(in_words(count))]),
            Row([Formula([*trained.formula, " = ", Piece("param", count)])]),
            picture,
            Legend(FROZEN.fill(rows=picture.frozen.rows, columns=picture.frozen.columns), trained.filled),
            *(Row([Note(note)]) for note in notes),
            _table(whole, count, base, METHODS[method]),
        ]
    )


def _picture(a: Architecture, trained: Tuned, say: Text) -> Areas:
    query = matrices(a)[0]
    frozen = Area(query.name, query.rows, query.columns)
    return Areas(TITLE, say, frozen, trained.pieces)


def _table(whole: int, count: int, base: str, method: Words) -> Table:
    """All of it trained, beside this method."""
    rows = [
        Entry(OF_ALL, [Value(_share(1.0)), Value(_share(count / whole))]),
        Entry(FILE, [Value(in_bytes(weights_bytes(one, "bf16"))) for one in (whole, count)]),
        Entry(IN_USE, [Value(in_bytes(weights_bytes(whole, one))) for one in ("bf16", base)]),
        Entry(TO_TRAIN, [Value(in_bytes(tuning_bytes(whole, one, base))) for one in (whole, count)]),
    ]
    return Table(COMPARED, [EVERYTHING, method], rows)


def _share(share: float) -> Text:
    """With as many decimals as show two digits: 0.0027%, 7.1%, 100%; and 0% for none."""
    decimals = next((d for d in range(8) if round(100 * share, d) >= 10 ** (1 - d)), 0)
    return Text(**{lang: f"{number(100 * share, lang, decimals)}%" for lang in ("en", "nl")})


TITLE = Text(en="One frozen matrix, and what is trained", nl="Eén bevroren matrix, en wat er getraind wordt")
TRAINED = Text(en="numbers to train", nl="te trainen getallen")
FROZEN = Text(
    en="one of its frozen matrices, {rows} × {columns}, for the scale",
    nl="een van zijn bevroren matrices, {rows} × {columns}, voor de schaal",
)
STRIPS = Text(en="the strips beside it", nl="de repen ernaast")
IN_A_LAYER = Text(en="what is trained in one layer", nl="wat er in één laag getraind wordt")
IN_ALL = Text(en="all that is trained", nl="alles wat er getraind wordt")
LORA_SUM = Text(en="{layers} layers × rank {size} × ({sides})", nl="{layers} lagen × rang {size} × ({sides})")
ADAPTER_SUM = Text(
    en="{layers} layers × {n0} × (2 × {n1} × {size} + {n1} + {size})",
    nl="{layers} lagen × {n0} × (2 × {n1} × {size} + {n1} + {size})",
)
PREFIX_SUM = Text(
    en="{layers} layers × 2 × {size} places × {n0}", nl="{layers} lagen × 2 × {size} plaatsen × {n0}"
)
PROMPT_SUM = Text(en="{size} places × {n0}", nl="{size} plaatsen × {n0}")
IA3_SUM = Text(en="{layers} layers × (2 × {n0} + {n1})", nl="{layers} lagen × (2 × {n0} + {n1})")
BITFIT_SUM = Text(en="{layers} layers × {n0} + {n1}", nl="{layers} lagen × {n0} + {n1}")
THICKER = Text(
    en="Lengths are to scale. Thickness is not: at this scale nobody would see it, so it is drawn {times} times as thick.",
    nl="De lengtes zijn op schaal. De dikte niet: die zou op deze schaal niemand zien, en daarom is ze {times} keer zo dik "
    "getekend.",
)
LORA = Text(
    en="Beside each chosen matrix come two strips: as many columns and as many rows as the rank. Drawn is the first of them.",
    nl="Bij elke gekozen matrix komen twee repen: zoveel kolommen en zoveel rijen als de rang. De eerste is getekend.",
)
ADAPTER = Text(
    en="In each layer come two small networks, one behind attention and one behind the feed-forward: down to the "
    "bottleneck, and up again.",
    nl="In elke laag komen twee kleine netwerken, een na de aandacht en een na de feedforwardlaag: omlaag naar de "
    "flessenhals, en weer omhoog.",
)
PREFIX = Text(
    en="In each layer come keys and values for that many places ahead of the text, where no word stands.",
    nl="In elke laag komen sleutels en waarden voor zoveel plaatsen vóór de tekst, waar geen woord staat.",
)
PROMPT = Text(
    en="Ahead of the text come that many rows, which belong to no word. The layers get nothing.",
    nl="Vóór de tekst komen zoveel rijen die bij geen woord horen. In de lagen komt niets bij.",
)
IA3 = Text(
    en="In each layer, the keys, the values and the inner units of the feed-forward are multiplied by a number of their own. "
    "There is no size to choose.",
    nl="In elke laag worden de sleutels, de waarden en de binnenste eenheden van de feedforwardlaag vermenigvuldigd met een "
    "eigen getal. Een maat valt er niet te kiezen.",
)
BITFIT = Text(
    en="Nothing is added: the biases that the model has are turned, and nothing else. There is no size to choose.",
    nl="Er komt niets bij: aan de biases die het model heeft, wordt gedraaid, en verder nergens aan. Een maat valt er niet te "
    "kiezen.",
)
NO_BIASES = Text(
    en="This model has no biases at all, so BitFit has nothing to turn.",
    nl="Dit model heeft helemaal geen biases, dus BitFit heeft niets om aan te draaien.",
)
NOT_THEIRS = Text(
    en="The paper on LoRA prints another number for this; we could not find out how it was counted.",
    nl="In het artikel over LoRA staat hiervoor een ander getal; hoe dat geteld is, konden we niet achterhalen.",
)
OF_ALL = Text(en="trained, of all parameters", nl="getraind, van alle parameters")
FILE = Text(en="file that you keep, in 16 bits", nl="bestand dat je bewaart, in 16 bits")
IN_USE = Text(en="memory for the model itself", nl="geheugen voor het model zelf")
TO_TRAIN = Text(en="memory to train, before activations", nl="geheugen bij het trainen, zonder activaties")
EVERYTHING = Text(en="everything", nl="alles")
COMPARED = Text(en="Training everything, and this method", nl="Alles trainen, en deze methode")
SAY = Text(
    en="With {method}, {count} numbers are trained beside the {whole} of {model}: {share}. The file takes {file}; the "
    "frozen model still takes {frozen}.",
    nl="Met {method} worden {count} getallen getraind bij de {whole} van {model}: {share}. Het bestand is {file}; het "
    "bevroren model neemt nog steeds {frozen} in.",
)
