"""LoRA: a small addition to the matrices of a model, as strong as one likes.

    W + strength · up · down

W is [rows, columns], up [rows, rank] and down [rank, columns] (Hu and others, 2021). A file of additions is a
safetensors file with `NAME.lora_up` and `NAME.lora_down` for each matrix NAME that gets one.
"""

from collections.abc import Mapping
from typing import NamedTuple

from ..kernel import quickest
from ..tensor import Tensor
from ..text import Text
from .config import Config
from .errors import WeightsError, short
from .parameters import Weights
from .safetensors import read, rows

MATRICES = ("query", "key", "value", "output", "up", "down")  # of each block
PARTS = ("lora_up", "lora_down")


class Addition(NamedTuple):
    up: Tensor  # [rows, rank]
    down: Tensor  # [rank, columns]


class Adapter(NamedTuple):
    """Additions, by the name of the matrix."""

    additions: Mapping[str, Addition]

    @property
    def parameters(self) -> int:
        """How many numbers were learned."""
        return sum(len(tensor.numbers) for addition in self.additions.values() for tensor in addition)

    def applied(self, base: Weights, strength: float) -> Weights:
        """New weights with `strength` of it added; at 0 they are equal to the base, number for number."""
        if not strength:
            return base
        added = {
            name: base.tensors[name] + (up @ down) * strength for name, (up, down) in self.additions.items()
        }
        return base.having(added)


def load_adapter(content: bytes, config: Config) -> Adapter:
    """The additions in a safetensors file, for a model of these sizes. Raises WeightsError."""
    tensors = read(content)
    additions: dict[str, Addition] = {}
    for name in sorted({key.rpartition(".")[0] for key in tensors if key.endswith(PARTS)}):
        parts = [f"{name}.{part}" for part in PARTS]
        lacking = [part for part in parts if part not in tensors]
        if lacking:
            raise WeightsError(LACKS.fill(name=short(lacking[0])))
        up, down = addition = Addition(*(Tensor.of(rows(tensors, part), quickest()) for part in parts))
        if config.shapes.get(name) != (up.shape[0], down.shape[1]) or up.shape[1] != down.shape[0]:
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
