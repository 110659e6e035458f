"""The pocket model reads: words go in, and out comes a number for every word that may be next.

    x = embedding[word] + positions[place]
    in every block:
        n = rms(x);  x += output · attention(query · n, key · smeared(n), value · n)
        n = rms(x);  x += down · relu(up · n + up_bias)
    logits = embedding · rms(x) + word_bias

Smeared: the mean of a word and the few before it, so that a key tells what its word stands near to. No parameters.

A word is read once: the keys and values that later words need of it are kept. So a text is read word after word,
where torch would read the whole of it at a time; a test holds the two side by side.
"""

import copy
import math
import sys
from collections.abc import Collection, Iterable, Sequence
from operator import add, itemgetter, mul
from typing import NamedTuple

from ..text import InputError, Text
from .errors import short
from .parameters import Weights
from .safetensors import Rows

Vector = Sequence[float]

if sys.version_info >= (3, 12):

    def times(matrix: Iterable[Vector], vector: Vector) -> list[float]:
        """Matrix · vector: rows of n numbers and a vector of n make one number for each row."""
        sumprod = math.sumprod
        return [sumprod(row, vector) for row in matrix]
else:

    def times(matrix: Iterable[Vector], vector: Vector) -> list[float]:
        """Matrix · vector: rows of n numbers and a vector of n make one number for each row."""
        return [sum(map(mul, row, vector), 0.0) for row in matrix]


class FeedForward(NamedTuple):
    up: Rows  # [feed_forward, width]
    up_bias: Rows  # one row: [1, feed_forward]
    down: Rows  # [width, feed_forward]


class Block(NamedTuple):
    query: Rows  # [width, width], as are the next three
    key: Rows
    value: Rows
    output: Rows
    router: Rows | None  # [experts, width], where there is more than one expert
    experts: list[FeedForward]


class Model:
    """The weights, and what has been read so far: `position` words.

    It uses the lists of `weights` themselves: what is changed in them counts for the next word that is read.
    """

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.config = weights.config
        self._blocks = [_block(weights, layer) for layer in range(self.config.layers)]
        self._silenced: dict[int, frozenset[int]] = {}
        self.reset()

    def reset(self) -> None:
        """Forget what was read."""
        layers, heads, width = range(self.config.layers), range(self.config.heads), range(self.config.width)
        self.position = 0
        self._keys: list[list[Rows]] = [[[] for _ in heads] for _ in layers]  # [layer][head][position]
        self._values: list[Rows] = [[[] for _ in width] for _ in layers]  # [layer][channel][position]
        self._near: list[Rows] = [[] for _ in layers]  # [layer]: the last words that a key is made of
        self.chosen: list[list[int]] = [[] for _ in layers]  # [layer][position]: the expert that answered
        self.shares: list[list[float]] = [
            [] for _ in layers
        ]  # [layer][position]: what the router gave it of 1

    def fork(self) -> "Model":
        """A model that has read the same and goes its own way; it shares the weights."""
        other = copy.copy(self)
        other._silenced = dict(self._silenced)
        other._keys = [[list(head) for head in layer] for layer in self._keys]
        other._values = [[list(channel) for channel in layer] for layer in self._values]
        other._near = [list(layer) for layer in self._near]
        other.chosen = [list(layer) for layer in self.chosen]
        other.shares = [list(layer) for layer in self.shares]
        return other

    def silence(self, layer: int, neurons: Collection[int]) -> None:
        """From now on these neurons of a layer stay at 0, and its others do not. Raises InputError.

        They are numbered from 0; those of a second expert go on after those of the first.
        """
        layers, most = self.config.layers, self.config.experts * self.config.feed_forward
        wrong = [neuron for neuron in neurons if not 0 <= neuron < most]
        if wrong or not 0 <= layer < layers:
            neuron = next(iter(wrong or neurons), 0)
            raise InputError(NO_NEURON.fill(layer=layer, neuron=neuron, layers=layers - 1, most=most - 1))
        self._silenced[layer] = frozenset(neurons)

    def read(self, words: Sequence[int]) -> list[float]:
        """Read a text from its beginning. Returns the logits of the next word. Raises InputError: see `step`."""
        self.reset()
        if not words:
            raise InputError(NO_WORDS)
        if len(words) > self.config.context:
            raise InputError(FULL.fill(context=self.config.context))
        for word in words[:-1]:
            self.step(word, logits=False)
        read = self.step(words[-1])
        assert read is not None
        return read

    def step(self, word: int, *, logits: bool = True) -> list[float] | None:
        """Read one word more. Returns the logits, one for each word that may follow; None, where not asked for.

        Raises InputError: no such word, or the model has read as many as it can.
        """
        config, weights = self.config, self.weights
        if type(word) is not int or not 0 <= word < config.vocabulary:
            raise InputError(NO_WORD.fill(word=short(word), last=config.vocabulary - 1))
        if self.position == config.context:
            raise InputError(FULL.fill(context=config.context))
        x = _add(weights["embedding"][word], weights["positions"][self.position])
        self.position += 1
        for layer, block in enumerate(self._blocks):
            x = _add(x, times(block.output, self._attention(layer, block, rms(x))))
            x = _add(x, self._feed_forward(layer, block, rms(x)))
        return _add(times(weights["embedding"], rms(x)), weights["word_bias"][0]) if logits else None

    def _attention(self, layer: int, block: Block, normed: list[float]) -> list[float]:
        """What the heads bring from the words so far, this one included: [width], head after head."""
        size = self.config.width // self.config.heads
        scale = 1 / math.sqrt(size)
        query = [number * scale for number in times(block.query, normed)]
        key, channels = times(block.key, self._smeared(layer, normed)), self._values[layer]
        for channel, number in zip(channels, times(block.value, normed), strict=True):
            channel.append(number)
        brought: list[float] = []
        for head, (keys, slope) in enumerate(zip(self._keys[layer], self.config.slopes, strict=True)):
            start, stop = head * size, head * size + size
            keys.append(key[start:stop])
            scores = times(keys, query[start:stop])
            if slope:  # what is further back counts for less: this word is at distance 0, the one before at 1
                scores = [score - slope * far for score, far in zip(scores, _back(len(scores)), strict=True)]
            brought += times(channels[start:stop], softmax(scores))
        return brought

    def _smeared(self, layer: int, normed: list[float]) -> Vector:
        """The mean of this word and those just before it, as many as there are: [width]."""
        if not self.config.smear:
            return normed
        near = self._near[layer]
        near.append(normed)
        del near[: -self.config.smear - 1]
        return [sum(channel) / len(near) for channel in zip(*near, strict=True)]

    def _feed_forward(self, layer: int, block: Block, normed: list[float]) -> list[float]:
        """What the neurons add: [width]. With experts, the one that the router finds most probable answers."""
        expert, share = 0, 1.0
        if block.router:
            shares = softmax(times(block.router, normed))
            share = max(shares)
            expert = shares.index(share)
        self.chosen[layer].append(expert)
        self.shares[layer].append(share)
        up, up_bias, down = block.experts[expert]
        active = [max(0.0, number) for number in _add(times(up, normed), up_bias[0])]
        for neuron in self._silenced.get(layer, ()):
            if neuron // len(active) == expert:
                active[neuron % len(active)] = 0.0
        added = _times_sparse(down, active)
        return [share * number for number in added] if block.router else added


def rms(x: list[float]) -> list[float]:
    """`x`, scaled so that its numbers are about 1 in size: the mean of their squares is 1."""
    scale = 1 / math.sqrt(times((x,), x)[0] / len(x) + 1e-6)
    return [number * scale for number in x]


def softmax(scores: Sequence[float]) -> list[float]:
    """Shares that add up to 1; a score that is 1 higher gets e times as much."""
    highest = max(scores)
    powers = [math.exp(score - highest) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]


def _times_sparse(matrix: Rows, vector: list[float]) -> list[float]:
    """Matrix · vector, without the columns that meet a 0: most neurons are silent at most words."""
    active = [column for column, number in enumerate(vector) if number]
    if len(active) < 2:
        return times(matrix, vector)  # an itemgetter of one column would not give a row
    pick = itemgetter(*active)
    return times(map(pick, matrix), pick(vector))


def _add(first: list[float], second: list[float]) -> list[float]:
    return list(map(add, first, second))


def _back(count: int) -> range:
    """How far back each of `count` words is, seen from the last: count − 1, …, 1, 0."""
    return range(count - 1, -1, -1)


def _block(weights: Weights, layer: int) -> Block:
    name = f"blocks.{layer}."
    return Block(
        weights[f"{name}query"],
        weights[f"{name}key"],
        weights[f"{name}value"],
        weights[f"{name}output"],
        weights[f"{name}router"] if weights.config.experts > 1 else None,
        [
            FeedForward(weights[f"{expert}up"], weights[f"{expert}up_bias"], weights[f"{expert}down"])
            for expert in weights.config.expert_names(layer)
        ],
    )


NO_WORDS = Text(
    en="The model needs one word or more to go on from.",
    nl="Het model heeft minstens één woord nodig om van uit te gaan.",
)
NO_WORD = Text(
    en="There is no word number {word}; they are numbered from 0 to {last}.",
    nl="Er is geen woord met nummer {word}; ze zijn genummerd van 0 tot en met {last}.",
)
FULL = Text(
    en="The model reads {context} words at most.",
    nl="Het model leest ten hoogste {context} woorden.",
)
NO_NEURON = Text(
    en="There is no neuron {neuron} in layer {layer}; layers go from 0 to {layers}, neurons from 0 to {most}.",
    nl="Er is geen neuron {neuron} in laag {layer}; lagen lopen van 0 tot en met {layers}, neuronen van 0 tot en met {most}.",
)
