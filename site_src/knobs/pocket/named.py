"""The matrices of the pocket model in plain words, and what one number in each of them does."""

from collections.abc import Mapping, Sequence

from ..text import Text
from .config import Config
from .parameters import Place


def matrices(config: Config) -> dict[str, Text]:
    """What each matrix of a model without experts is called, layers numbered from 1."""
    names: dict[str, Text] = {}
    for name in config.shapes:
        block, _, kind = name.rpartition(".")
        called = CALLED[kind]
        names[name] = LAYER.fill(layer=_layer(block), what=called) if block else called
    return names


def brief(names: Mapping[str, Text]) -> dict[str, Text]:
    """The same without what they mean, to choose from."""
    return {
        name: Text(en=told.en.partition(":")[0], nl=told.nl.partition(":")[0]) for name, told in names.items()
    }


def does(place: Place, config: Config, words: Sequence[Text]) -> Text:
    """What one parameter does. Rows and columns are numbered from 1."""
    block, _, kind = place.name.rpartition(".")
    owner = place.column if kind == "word_bias" else place.row
    told = DOES[kind].fill(
        row=place.row + 1,
        column=place.column + 1,
        width=config.width,
        word=words[owner] if kind in ("embedding", "word_bias") else "",
    )
    return IN_LAYER.fill(told=told, layer=_layer(block)) if block else told


def _layer(block: str) -> int:
    return int(block.removeprefix("blocks.")) + 1


LAYER = Text(en="layer {layer}, {what}", nl="laag {layer}, {what}")
IN_LAYER = Text(en="{told}, in layer {layer}", nl="{told}, in laag {layer}")
CALLED = {
    "embedding": Text(en="embedding: a row for each word", nl="embedding: een rij per woord"),
    "positions": Text(
        en="positions: a row for each place in the text", nl="posities: een rij per plaats in de tekst"
    ),
    "word_bias": Text(en="word bias: one number for each word", nl="woordbias: één getal per woord"),
    "query": Text(en="query: what a word looks for", nl="query: waar een woord naar zoekt"),
    "key": Text(en="key: what a word is found by", nl="key: waaraan een woord te vinden is"),
    "value": Text(en="value: what a word passes on", nl="value: wat een woord doorgeeft"),
    "output": Text(en="output: what becomes of that", nl="output: wat daarvan terechtkomt"),
    "up": Text(en="up: what a neuron watches for", nl="up: waar een neuron op let"),
    "up_bias": Text(en="up bias: how easily a neuron speaks", nl="up-bias: hoe snel een neuron iets zegt"),
    "down": Text(en="down: what a neuron says", nl="down: wat een neuron zegt"),
}
DOES = {
    "embedding": Text(
        en="number {column} of the {width} that stand for the word “{word}”",
        nl="getal {column} van de {width} die voor het woord ‘{word}’ staan",
    ),
    "positions": Text(
        en="number {column} of the {width} that stand for place {row} in the text",
        nl="getal {column} van de {width} die voor plaats {row} in de tekst staan",
    ),
    "word_bias": Text(
        en="what the word “{word}” gets on top of its score, whatever came before",
        nl="wat het woord ‘{word}’ bij zijn score krijgt, wat er ook aan voorafgaat",
    ),
    "query": Text(
        en="how much number {column} of a word counts in number {row} of what it looks for",
        nl="hoe zwaar getal {column} van een woord telt in getal {row} van wat het zoekt",
    ),
    "key": Text(
        en="how much number {column} of a word counts in number {row} of what it is found by",
        nl="hoe zwaar getal {column} van een woord telt in getal {row} van waaraan het te vinden is",
    ),
    "value": Text(
        en="how much number {column} of a word counts in number {row} of what it passes on",
        nl="hoe zwaar getal {column} van een woord telt in getal {row} van wat het doorgeeft",
    ),
    "output": Text(
        en="how much number {column} of what was passed on adds to number {row} of the word",
        nl="hoeveel getal {column} van wat is doorgegeven, toevoegt aan getal {row} van het woord",
    ),
    "up": Text(
        en="how much neuron {row} is moved by number {column} of a word",
        nl="hoe sterk neuron {row} reageert op getal {column} van een woord",
    ),
    "up_bias": Text(
        en="how easily neuron {column} speaks, whatever comes in",
        nl="hoe snel neuron {column} iets zegt, wat er ook binnenkomt",
    ),
    "down": Text(
        en="what neuron {column}, when it speaks, adds to number {row} of the word",
        nl="wat neuron {column}, als het iets zegt, toevoegt aan getal {row} van het woord",
    ),
}
