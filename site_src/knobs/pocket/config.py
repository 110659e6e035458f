"""The sizes of the pocket model, and the matrices that follow from them.

A transformer that reads words and says which may come next. What it does with the matrices stands in model.py;
here are their names, their shapes and their order.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from math import prod
from typing import Any, cast

from ..text import LANGUAGES, Text, listing
from .errors import WeightsError, short

RANGES = {
    "vocabulary": (1, 100_000),
    "context": (1, 4096),
    "width": (1, 4096),
    "layers": (1, 100),
    "heads": (1, 256),
    "feed_forward": (1, 100_000),
    "experts": (1, 64),
    "smear": (0, 4096),
}
MOST = 4_000_000  # parameters; far more than plain Python can use


@dataclass(frozen=True, kw_only=True)
class Config:
    """The sizes of one model. Raises WeightsError, one sentence, for sizes that cannot be."""

    vocabulary: int  # words it knows: one row of the embedding for each
    context: int = 64  # words it reads at most: one row of the positions for each
    width: int = 64  # numbers that go from layer to layer, for each word
    layers: int = 4
    heads: int = 4  # each attends to earlier words in its own way, through width / heads numbers
    feed_forward: int = 256  # neurons of a layer, or of one expert
    slopes: tuple[
        float, ...
    ] = ()  # one a head: what each step back in the text takes off a score; (): 0 for all
    experts: int = 1  # feed-forwards in a layer, of which one answers
    smear: int = 0  # how many words before its own a key is made of too

    def __post_init__(self) -> None:
        for name, (low, high) in RANGES.items():
            value = getattr(self, name)
            if type(value) is not int or not low <= value <= high:
                raise WeightsError(NOT_IN_RANGE.fill(name=name, low=low, high=high, written=short(value)))
        if self.width % self.heads:
            raise WeightsError(NOT_DIVIDED.fill(width=self.width, heads=self.heads))
        slopes = self.slopes if isinstance(self.slopes, (list, tuple)) else (None,)
        numbers = [slope for slope in slopes if type(slope) in (int, float) and abs(slope) < 10**9]
        if len(numbers) < len(slopes) or len(slopes) not in (0, self.heads):
            raise WeightsError(SLOPES.fill(heads=self.heads, written=short(self.slopes)))
        object.__setattr__(self, "slopes", tuple(map(float, numbers)) or (0.0,) * self.heads)
        if self.parameters > MOST:
            raise WeightsError(TOO_MANY.fill(count=self.parameters, most=MOST))

    @property
    def parameters(self) -> int:
        """How many numbers the model has learned."""
        attention = 4 * self.width**2
        feed_forward = 2 * self.width * self.feed_forward + self.feed_forward
        router = self.experts * self.width if self.experts > 1 else 0
        block = attention + router + self.experts * feed_forward
        return (self.vocabulary + self.context) * self.width + self.vocabulary + self.layers * block

    @property
    def architecture(self) -> dict[str, object]:
        """The same sizes in the words of knobs.architecture."""
        several = self.experts > 1
        inner = {"n_experts": self.experts, "experts_per_token": 1, "d_ff_expert": self.feed_forward}
        return {
            "vocab": self.vocabulary,
            "n_layers": self.layers,
            "d_model": self.width,
            "n_heads": self.heads,
            "position": "learned",
            "n_learned_positions": self.context,
            "norm": "RMSNorm",
            "norm_params": 0,
            "ffn_matrices": 2,
            "ffn_bias": True,
            "ffn_down_bias": False,
            "tied": True,
            "lm_head_bias": True,
            **(inner if several else {"d_ff": self.feed_forward}),
        }

    @cached_property
    def shapes(self) -> dict[str, tuple[int, ...]]:
        """The shape of every matrix, (rows, columns), and of every vector, (n,), in the order of the parameters."""
        shapes: dict[str, tuple[int, ...]] = {
            "embedding": (self.vocabulary, self.width),
            "positions": (self.context, self.width),
            "word_bias": (self.vocabulary,),
        }
        for layer in range(self.layers):
            block = f"blocks.{layer}."
            for name in ("query", "key", "value", "output"):
                shapes[block + name] = (self.width, self.width)
            if self.experts > 1:
                shapes[f"{block}router"] = (self.experts, self.width)
            for expert in self.expert_names(layer):
                shapes[f"{expert}up"] = (self.feed_forward, self.width)
                shapes[f"{expert}up_bias"] = (self.feed_forward,)
                shapes[f"{expert}down"] = (self.width, self.feed_forward)
        assert sum(map(prod, shapes.values())) == self.parameters
        return shapes

    def expert_names(self, layer: int) -> list[str]:
        """How the names of each feed-forward in a layer begin."""
        block = f"blocks.{layer}."
        if self.experts == 1:
            return [block]
        return [f"{block}experts.{expert}." for expert in range(self.experts)]


def config(written: Mapping[str, object]) -> Config:
    """The sizes as a card has them. Raises WeightsError: one that is unknown, missing, or cannot be."""
    names = [field.name for field in fields(Config)]
    for name in written:
        if name not in names:
            choices = Text(**{lang: listing(names, lang) for lang in LANGUAGES})
            raise WeightsError(UNKNOWN.fill(name=short(name), choices=choices))
    if "vocabulary" not in written:
        raise WeightsError(MISSING)
    return Config(**cast(dict[str, Any], written))


NOT_IN_RANGE = Text(
    en="{name} of a pocket model is a whole number from {low} to {high}, not {written}.",
    nl="{name} van een zakmodel is een geheel getal van {low} tot en met {high}, niet {written}.",
)
NOT_DIVIDED = Text(
    en="The width of a pocket model, {width}, has to be a multiple of its heads, {heads}.",
    nl="De breedte (width) van een zakmodel, {width}, moet een veelvoud zijn van het aantal koppen (heads), {heads}.",
)
SLOPES = Text(
    en="The slopes of a pocket model are one number for each of its {heads} heads, not {written}.",
    nl="De hellingen (slopes) van een zakmodel zijn één getal voor elk van de {heads} koppen, niet {written}.",
)
TOO_MANY = Text(
    en="A pocket model of these sizes has {count} parameters; {most} is the most.",
    nl="Een zakmodel met deze maten heeft {count} parameters; {most} is het meeste.",
)
UNKNOWN = Text(
    en="A pocket model has no size {name}; it has {choices}.",
    nl="Een zakmodel heeft geen maat {name}; wel {choices}.",
)
MISSING = Text(
    en="The sizes of a pocket model lack its vocabulary: how many words it knows.",
    nl="In de maten van een zakmodel ontbreekt vocabulary: hoeveel woorden het kent.",
)
