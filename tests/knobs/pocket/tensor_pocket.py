"""The pocket model out of tensors: word after word, or whole texts at once, which is what a training reads."""

from collections.abc import Sequence

from knobs.plain import Plain
from knobs.pocket.parameters import Weights
from knobs.tensor import Tensor, Texts


class TensorPocket:
    """It has one feed-forward in each layer."""

    def __init__(self, weights: Weights, arithmetic: Plain) -> None:
        self.config = weights.config
        self.weights = {name: Tensor.of(weights[name], arithmetic) for name in self.config.shapes}
        self._empty = Tensor((0, self.config.width), arithmetic.numbers([]), arithmetic)
        self.forget()

    def forget(self) -> None:
        """What was read. Kept of it, in each layer: the numbers of each word, and its key and value."""
        self._kept = [[self._empty] * 3 for _ in range(self.config.layers)]

    def step(self, word: int) -> Tensor:
        """The logits of the next word, [1, vocabulary]."""
        weights = self.weights
        x = weights["embedding"][[word]] + weights["positions"][[self._kept[0][0].shape[0]]]
        for layer, kept in enumerate(self._kept):
            n = x.rms()
            kept[0] = kept[0].then(n)
            near = kept[0].smeared(self.config.smear, last=1)
            kept[1] = kept[1].then(near @ weights[f"blocks.{layer}.key"].T)
            kept[2] = kept[2].then(n @ weights[f"blocks.{layer}.value"].T)
            x = self._rest(layer, x, n, kept[1], kept[2], None)
        return self._logits(x)

    def read(self, words: Sequence[int], texts: Texts) -> Tensor:
        """The logits of what follows each word, [words, vocabulary]."""
        weights = self.weights
        x = weights["embedding"][words] + weights["positions"][texts.places]
        for layer in range(self.config.layers):
            n = x.rms()
            key = n.smeared(self.config.smear, texts) @ weights[f"blocks.{layer}.key"].T
            x = self._rest(layer, x, n, key, n @ weights[f"blocks.{layer}.value"].T, texts)
        return self._logits(x)

    def _rest(
        self, layer: int, x: Tensor, n: Tensor, key: Tensor, value: Tensor, texts: Texts | None
    ) -> Tensor:
        query, output, up, bias, down = (
            self.weights[f"blocks.{layer}.{name}"] for name in ("query", "output", "up", "up_bias", "down")
        )
        x = x + (n @ query.T).attention(key, value, self.config.slopes, texts) @ output.T
        return x + (x.rms() @ up.T + bias).relu() @ down.T

    def _logits(self, x: Tensor) -> Tensor:
        return x.rms() @ self.weights["embedding"].T + self.weights["word_bias"]
