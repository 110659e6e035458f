"""A model in one file: its weights as safetensors, and among the remarks in the header its card, as JSON.

    content = pack(card.about, tensors)
    open_whole(content).model.read(words)

So a model that somebody trained is one thing to keep, to send and to open. More tensors may lie in the file than the model
has: what an optimizer remembers, say.
"""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from ..text import Text
from .card import Card, read_card
from .errors import WeightsError
from .model import Model
from .parameters import Weights, weights_in
from .safetensors import Tensor, read, remarks, write
from .tokenizer import Tokenizer

CARD = "card"


class Whole(NamedTuple):
    """A file that was read and checked. `others` are the tensors that are no parameters of the model."""

    card: Card
    weights: Weights
    others: Mapping[str, Tensor]

    @property
    def model(self) -> Model:
        return Model(self.weights)

    @property
    def tokenizer(self) -> Tokenizer:
        return Tokenizer(self.card.words, self.card.config.context)


def pack(about: Mapping[str, Any], tensors: Mapping[str, Tensor]) -> bytes:
    """The file. `about` is what a card has: see card.py."""
    return write(tensors, {CARD: json.dumps(about, ensure_ascii=False, separators=(",", ":"))})


def open_whole(content: bytes) -> Whole:
    """Raises WeightsError, one sentence: no such file, no card in it, or other weights than the card tells."""
    tensors, told = read(content), remarks(content)
    if CARD not in told:
        raise WeightsError(NO_CARD)
    card = read_card(told[CARD].encode("utf-8", "replace"))
    own = {
        name: tensor for name, tensor in tensors.items() if name.removesuffix(".scale") in card.config.shapes
    }
    others = {name: tensor for name, tensor in tensors.items() if name not in own}
    return Whole(card, weights_in(own, card.config), others)


NO_CARD = Text(
    en="This file of weights has no card with the sizes and the words of its model; it may be of another program.",
    nl="In dit bestand met gewichten zit geen kaart met de maten en de woorden van het model; misschien is het van een ander "
    "programma.",
)
