"""How a model learns: read a batch, go back, turn every knob a little; and once more.

    training = Training(config, start(config, seed=1))
    loss = training.step(batch, learning_rate=0.01)         one update; the loss is the one before it

What is turned down is the mean loss of the words of a batch. AdamW does the turning, as it comes: no schedule, and no
limit to the gradient. That is the simplest that learns well here.
"""

from collections.abc import Mapping, Sequence
from itertools import chain
from math import prod, sqrt
from random import Random
from struct import unpack
from typing import NamedTuple, Protocol

from ..kernel import quickest
from ..plain import Plain
from ..pocket.config import Config
from ..pocket.model import Model
from ..pocket.parameters import Weights
from ..tensor import AdamW, Tape, Tensor, Texts

Words = Sequence[int]  # a text as numbers: its language first; a whole one has <end> last
AT_ZERO = ("bias", "output", "down")  # what a block adds begins at nothing
SPREAD = 0.05  # the standard deviation of the others
LOTS = 2**15  # a lot is a whole number from −LOTS up to LOTS


def start(config: Config, seed: int) -> dict[str, "Memory"]:
    """The parameters of a model that has read nothing: drawn by lot, but for those that begin at 0.

    Each is a whole number of at most 24 bits times a power of 2, which float32 and float64 both have exactly: so a seed
    is the same start everywhere.
    """
    random, unit = Random(seed), round(SPREAD * sqrt(3) * 2**9) / 2**9 / LOTS  # evenly: √3 times as wide
    memories = {}
    for name, shape in config.shapes.items():
        count = prod(shape)
        begins_at_0 = name.endswith(AT_ZERO)
        lots = [0] * count if begins_at_0 else unpack(f"<{count}h", random.randbytes(2 * count))
        memories[name] = Memory([lot * unit for lot in lots], [0.0] * count, [0.0] * count)
    return memories


class Memory(NamedTuple):
    """A matrix of the model, and what AdamW remembers of it: running means of its gradients, and of their squares."""

    numbers: Sequence[float]
    means: Sequence[float]
    squares: Sequence[float]


class Learner(Protocol):
    """Whatever can learn: tensors of knobs in the page, and torch in workshop/learn.py."""

    @property
    def updates(self) -> int:
        """How many there have been."""
        ...

    def step(self, batch: Sequence[Words], learning_rate: float) -> float:
        """One update. Returns the loss before it, in nats a word."""
        ...

    def loss(self, batch: Sequence[Words]) -> float:
        """The mean loss of the words of whole texts, but for the first of each, which nobody could know."""
        ...

    def logits(self, texts: Sequence[Words]) -> Sequence[float]:
        """What may follow each word: as many numbers as the model knows words, for each."""
        ...

    def reader(self) -> Model:
        """The model as it is now."""
        ...

    def memories(self) -> Mapping[str, Memory]:
        """All that is needed to go on later, by the names of the matrices."""
        ...


class Training:
    """The learner in the page: a model out of tensors, and the optimizer that turns them."""

    def __init__(
        self,
        config: Config,
        memories: Mapping[str, Memory],
        updates: int = 0,
        arithmetic: Plain | None = None,
    ) -> None:
        """Without an arithmetic, by the quickest that there is; in float32 where that is the kernel."""
        arithmetic, tape = arithmetic or quickest("f"), Tape()
        tensors = {
            name: tape.learns(Tensor(_matrix(shape), arithmetic.numbers(memories[name].numbers), arithmetic))
            for name, shape in config.shapes.items()
        }
        self._learning = Model(Weights(config, tensors, arithmetic))
        # The same numbers; but what is read by this one is not written down to go back by.
        self._reading = Model(self._learning.weights.having({n: one.detach() for n, one in tensors.items()}))
        self._optimizer = AdamW(tensors.values())
        self._optimizer.steps = updates
        for name, (_, means, squares) in zip(tensors, self._optimizer.kept, strict=True):
            means[:], squares[:] = (arithmetic.numbers(some) for some in memories[name][1:])

    @property
    def updates(self) -> int:
        return self._optimizer.steps

    def step(self, batch: Sequence[Words], learning_rate: float) -> float:
        loss = _loss(self._learning, batch)
        loss.backward()
        self._optimizer.step(learning_rate)
        return float(loss)

    def loss(self, batch: Sequence[Words]) -> float:
        return float(_loss(self._reading, batch))

    def logits(self, texts: Sequence[Words]) -> Sequence[float]:
        return _logits(self._reading, texts).numbers

    def reader(self) -> Model:
        return self._reading

    def memories(self) -> dict[str, Memory]:
        names = self._learning.weights.tensors
        kept = zip(names, self._optimizer.kept, strict=True)
        return {name: Memory(tensor.numbers, means, squares) for name, (tensor, means, squares) in kept}


def _loss(model: Model, batch: Sequence[Words]) -> Tensor:
    following = [word for text in batch for word in text[1:]]
    return _logits(model, [text[:-1] for text in batch]).cross_entropy(following)


def _logits(model: Model, texts: Sequence[Words]) -> Tensor:
    return model.logits(list(chain.from_iterable(texts)), Texts(map(len, texts)))


def _matrix(shape: tuple[int, ...]) -> tuple[int, int]:
    """A vector is one row."""
    return (1, *shape) if len(shape) == 1 else shape  # type: ignore[return-value]
