"""LoRA in plain Python: a small addition to the matrices of a model, as strong as one likes.

    W + strength · up · down

W is [rows, columns], up [rows, rank] and down [rank, columns] (Hu and others, 2021). A file of additions is a
safetensors file with `NAME.lora_up` and `NAME.lora_down` for each matrix NAME that gets one.
"""

from collections.abc import Mapping
from typing import NamedTuple

from ..text import Text
from .config import Config
from .errors import WeightsError, short
from .parameters import Weights
from .safetensors import Rows, read, rows

MATRICES = ("query", "key", "value", "output", "up", "down")  # of each block
PARTS = ("lora_up", "lora_down")


class Addition(NamedTuple):
    up: Rows  # [rows, rank]
    down: Rows  # [rank, columns]

    def added_to(self, table: Rows, strength: float) -> Rows:
        """A matrix with it added, `strength` times."""
        return [self._row(row, shares, strength) for row, shares in zip(table, self.up, strict=True)]

    def _row(self, row: list[float], shares: list[float], strength: float) -> list[float]:
        for share, direction in zip(shares, self.down, strict=True):
            far = strength * share
            row = [number + far * step for number, step in zip(row, direction, strict=True)]
        return row


class Adapter(NamedTuple):
    """Additions, by the name of the matrix."""

    additions: Mapping[str, Addition]

    @property
    def parameters(self) -> int:
        """How many numbers were learned."""
        return sum(len(table) * len(table[0]) for addition in self.additions.values() for table in addition)

    def applied(self, base: Weights, strength: float) -> Weights:
        """New weights with `strength` of it added; at 0 they are equal to the base, number for number."""
        added = {
            name: addition.added_to(base[name], strength)
            for name, addition in self.additions.items()
            if strength
        }
        return Weights(base.config, {**base.matrices, **added})


def load_adapter(content: bytes, config: Config) -> Adapter:
    """The additions in a safetensors file, for a model of these sizes. Raises WeightsError."""
    tensors = read(content)
    additions: dict[str, Addition] = {}
    for name in sorted({key.rpartition(".")[0] for key in tensors if key.endswith(PARTS)}):
        parts = [f"{name}.{part}" for part in PARTS]
        lacking = [part for part in parts if part not in tensors]
        if lacking:
            raise WeightsError(LACKS.fill(name=short(lacking[0])))
        addition = Addition(*(rows(tensors, part) for part in parts))
        rank = len(addition.down)
        shape = (len(addition.up), len(addition.down[0]))
        if config.shapes.get(name) != shape or {len(row) for row in addition.up} != {rank}:
            raise WeightsError(OTHER_SHAPE.fill(name=short(name)))
        additions[name] = addition
    if not additions:
        raise WeightsError(NOTHING)
    return Adapter(additions)


LACKS = Text(en="The adapter lacks {name}.", nl="In de adapter ontbreekt {name}.")
OTHER_SHAPE = Text(
    en="The adapter’s addition to {name} does not fit the model.",
    nl="De toevoeging aan {name} in de adapter past niet bij het model.",
)
NOTHING = Text(
    en="There are no additions in this file.",
    nl="In dit bestand staan geen toevoegingen.",
)
