"""The pocket model: a language model small enough to open up, made of tensors.

    pocket = load()
    words = pocket.tokenizer.encode("de hoofdstad van frankrijk is", "nl")
    next_words(pocket.model.read(words), 5)

A model is two files, NAME.safetensors with its parameters and NAME.json with its card.
"""

import pkgutil
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ..text import InputError, Text
from .card import Card, read_card
from .config import Config
from .errors import WeightsError, short
from .lora import Adapter
from .lora import load_adapter as read_adapter
from .model import Model
from .parameters import Place, Weights, content_of
from .parameters import load as load_weights
from .sampling import Candidate, draw, next_words, probabilities, write_on
from .tokenizer import Tokenizer

__all__ = [
    "Adapter",
    "Candidate",
    "Card",
    "Config",
    "InputError",
    "Model",
    "Place",
    "Pocket",
    "Tokenizer",
    "Weights",
    "WeightsError",
    "draw",
    "load",
    "load_adapter",
    "load_weights",
    "next_words",
    "probabilities",
    "read_card",
    "write_on",
]


class Pocket(NamedTuple):
    """A model that is ready to read."""

    model: Model
    tokenizer: Tokenizer
    card: Card


def load(name: str = "pocket", folder: Path | None = None, *, package: str = __name__) -> Pocket:
    """The model called `name`, of a package or in a folder; raises WeightsError, one sentence, where it cannot.

    Those of a package are read once. Each call gives a model of its own: what is changed in one stays as it was
    in the others.
    """
    if folder is None:
        weights, tokenizer, card = _packaged(name, package)
    else:
        weights, tokenizer, card = _read(name, folder)
    return Pocket(Model(weights.copy()), tokenizer, card)


def load_adapter(name: str, config: Config) -> Adapter:
    """The adapter of this package called `name`, for a model of these sizes. Raises WeightsError."""
    return read_adapter(_content(f"{name}.safetensors"), config)


@cache
def _packaged(name: str, package: str) -> tuple[Weights, Tokenizer, Card]:
    return _read(name, None, package)


def _read(name: str, folder: Path | None, package: str = __name__) -> tuple[Weights, Tokenizer, Card]:
    card = read_card(_content(f"{name}.json", folder, package))
    weights = load_weights(_content(f"{name}.safetensors", folder, package), card.config)
    return weights, Tokenizer(card.words, card.config.context), card


def _content(file: str, folder: Path | None = None, package: str = __name__) -> bytes:
    """The bytes of a file of the model. Raises WeightsError: it is not there."""
    missing = NOT_HERE.fill(file=short(file), package=package.replace(".", "/"))
    if not re.fullmatch(r"[\w-]+\.[a-z]+", file):
        raise WeightsError(missing)
    if folder is not None:
        return content_of(folder / file)
    try:
        content = pkgutil.get_data(package, f"weights/{file}")  # in the browser it lies in a zip
    except OSError:
        raise WeightsError(missing) from None
    assert content is not None  # only a loader that cannot read files gives none
    return content


NOT_HERE = Text(
    en="The weights are not here: {file} is missing from {package}/weights.",
    nl="De gewichten zijn er niet: {file} ontbreekt in {package}/weights.",
)
