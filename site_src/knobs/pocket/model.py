"""The pocket model reads: words go in, and out comes a number for every word that may be next.

    x = embedding[word] + positions[place]
    in every block:
        n = rms(x);  x += output · attention(query · n, key · smeared(n), value · n)
        n = rms(x);  x += down · relu(up · n + up_bias)
    logits = embedding · rms(x) + word_bias

Smeared: the mean of a word and the few before it, so that a key tells what its word stands near to. No parameters.
The words are the rows of a tensor, so a matrix is to the right of them, transposed: `n @ query.T` is query · n, for all.

A word is read once: the keys and values that later words need of it are kept. A training reads whole texts, many at a
time, and nothing is kept. Both go through the same blocks.
"""

import copy
from collections.abc import Sequence

from ..tensor import Tensor, Texts
from ..text import InputError, Text
from .errors import short
from .parameters import Weights


class Model:
    """The weights, and what has been read so far: `position` words.

    It uses the tensors of `weights` themselves: what is changed in them counts for the next word that is read.
    """

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.config = weights.config
        self._blocks = [
            {
                name.removeprefix(start): tensor
                for name, tensor in weights.tensors.items()
                if name.startswith(start)
            }
            for start in (f"blocks.{layer}." for layer in range(self.config.layers))
        ]
        self._nothing = Tensor((0, self.config.width), weights.arithmetic.numbers([]), weights.arithmetic)
        self.reset()

    def reset(self) -> None:
        """Forget what was read."""
        layers = range(self.config.layers)
        self.position = 0
        self._read = [self._nothing for _ in layers]  # [layer]: of each word what the keys are made of
        self._keys = [self._nothing for _ in layers]  # [layer]
        self._values = [self._nothing for _ in layers]  # [layer]
        self.chosen: list[list[int]] = [[] for _ in layers]  # [layer][position]: the expert that answered
        self.shares: list[list[float]] = [
            [] for _ in layers
        ]  # [layer][position]: what the router gave it of 1

    def fork(self) -> "Model":
        """A model that has read the same and goes its own way; it shares the weights."""
        other = copy.copy(self)
        other._read, other._keys, other._values = list(self._read), list(self._keys), list(self._values)
        other.chosen = [list(layer) for layer in self.chosen]
        other.shares = [list(layer) for layer in self.shares]
        return other

    def read(self, words: Sequence[int]) -> list[float]:
        """Read a text from its beginning. Returns the logits of the next word. Raises InputError: see `step`."""
        self.reset()
        if not words:
            raise InputError(NO_WORDS)
        return self._read_on(words)

    def step(self, word: int) -> list[float]:
        """Read one word more. Returns the logits, one for each word that may follow.

        Raises InputError: no such word, or the model has read as many as it can.
        """
        return self._read_on([word])

    def logits(self, words: Sequence[int], texts: Texts) -> Tensor:
        """[words, vocabulary]: for each word of these texts, numbers for every word that may follow it. Of a training.

        Nothing that was read before counts, and nothing is kept. Raises InputError: see `step`.
        """
        self._check(words, 0, texts.longest)
        return self._numbers(self._through(words, texts.places, texts))

    def _read_on(self, words: Sequence[int]) -> list[float]:
        self._check(words, self.position, len(words))
        places = range(self.position, self.position + len(words))
        x = self._through(words, places, None)
        self.position += len(words)
        return list(self._numbers(x[[len(words) - 1]]).numbers)

    def _check(self, words: Sequence[int], before: int, more: int) -> None:
        """Raises InputError unless there are such words, and there is room for so many."""
        for word in words:
            if type(word) is not int or not 0 <= word < self.config.vocabulary:
                raise InputError(NO_WORD.fill(word=short(word), last=self.config.vocabulary - 1))
        if before + more > self.config.context:
            raise InputError(FULL.fill(context=self.config.context))

    def _numbers(self, x: Tensor) -> Tensor:
        weights = self.weights.tensors
        return x.rms() @ weights["embedding"].T + weights["word_bias"]

    def _through(self, words: Sequence[int], places: Sequence[int], texts: Texts | None) -> Tensor:
        """What becomes of these words in the blocks: [words, width]. Without `texts`, they go on what was read."""
        x = self.weights.tensors["embedding"][words] + self.weights.tensors["positions"][places]
        for layer, block in enumerate(self._blocks):
            x = x + self._attention(layer, x.rms(), texts) @ block["output"].T
            n = x.rms()
            x = x + (self._experts(layer, n, texts) if "router" in block else neurons(block, "", n))
        return x

    def _attention(self, layer: int, n: Tensor, texts: Texts | None) -> Tensor:
        """What the heads bring from the words so far, each itself included: [words, width], head after head."""
        block = self._blocks[layer]
        read = n if texts else self._read[layer].then(n)
        key = read.smeared(self.config.smear, texts, n.shape[0]) @ block["key"].T
        value = n @ block["value"].T
        if not texts:
            self._read[layer] = read
            self._keys[layer] = key = self._keys[layer].then(key)
            self._values[layer] = value = self._values[layer].then(value)
        return (n @ block["query"].T).attention(key, value, self.config.slopes, texts)

    def _experts(self, layer: int, n: Tensor, texts: Texts | None) -> Tensor:
        """Of each word the one that the router finds most probable answers, times that probability: [words, width]."""
        block, (words, _), experts = self._blocks[layer], n.shape, self.config.experts
        shares = (n @ block["router"].T).softmax()
        chosen = [row.index(max(row)) for row in shares.tolist()]
        each = shares.reshaped((words * experts, 1))
        added = self._nothing
        for expert in sorted(set(chosen)):
            its = [word for word, one in enumerate(chosen) if one == expert]
            answers = neurons(block, f"experts.{expert}.", n[its])
            answers = answers.scaled(each[[word * experts + expert for word in its]]).placed(its, words)
            added = added + answers if added is not self._nothing else answers
        if not texts:
            self.chosen[layer] += chosen
            self.shares[layer] += map(max, shares.tolist())
        return added


def neurons(block: dict[str, Tensor], expert: str, n: Tensor) -> Tensor:
    """What the neurons of a block, or of one of its experts, add: [words, width]."""
    up, up_bias, down = (block[f"{expert}{name}"] for name in ("up", "up_bias", "down"))
    return (n @ up.T + up_bias).relu() @ down.T


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
