"""What stands beside a file of weights: the model's sizes, its words, and how it was trained, as JSON.

{"name": "pocket", "config": {"vocabulary": 867, …}, "words": ["<end>", "<en>", "<nl>", …], …}
"""

import json
from typing import Any, NamedTuple

from ..text import Text
from .config import Config, config
from .errors import WeightsError, short
from .tokenizer import MARKS


class Card(NamedTuple):
    """A card that was read and checked."""

    name: str
    config: Config
    words: tuple[str, ...]  # by number
    about: dict[str, Any]  # the whole card as it stands in the file


def read_card(content: bytes) -> Card:
    """The card in a JSON file. Raises WeightsError, one sentence: not JSON, sizes or words that cannot be."""
    try:
        about = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError):
        about = None
    if not isinstance(about, dict):
        raise WeightsError(NO_CARD)
    for field, kind in {"name": str, "config": dict, "words": list}.items():
        if not isinstance(about.get(field), kind):
            raise WeightsError(NO_FIELD.fill(field=field))
    sizes, words = config(about["config"]), about["words"]
    for number, word in enumerate(words):
        if not isinstance(word, str) or word.split() != [word]:
            raise WeightsError(NO_WORD.fill(number=number, written=short(word)))
    missing = [word for word in MARKS if word not in words]
    if missing:
        raise WeightsError(WORD_MISSING.fill(word=missing[0]))
    if len(words) != sizes.vocabulary or len(set(words)) != len(words):
        raise WeightsError(WORDS.fill(count=len(words), several=len(set(words)), vocabulary=sizes.vocabulary))
    return Card(about["name"], sizes, tuple(words), about)


NO_CARD = Text(
    en="The card of the model is not a JSON object.",
    nl="De kaart van het model is geen JSON-object.",
)
NO_FIELD = Text(
    en="The card of the model lacks {field}, or has something else there; it needs name, config and words.",
    nl="Op de kaart van het model ontbreekt {field}, of er staat iets anders; nodig zijn name, config en words.",
)
NO_WORD = Text(
    en="Word {number} on the card of the model is not one word: {written}.",
    nl="Woord {number} op de kaart van het model is niet één woord: {written}.",
)
WORD_MISSING = Text(
    en="The words on the card of the model lack {word}.",
    nl="Bij de woorden op de kaart van het model ontbreekt {word}.",
)
WORDS = Text(
    en="The card of the model has {count} words, of which {several} are different; its sizes ask for {vocabulary}.",
    nl="Op de kaart van het model staan {count} woorden, waarvan {several} verschillend; de maten vragen er {vocabulary}.",
)
