"""Every parameter of the pocket model, by name and by number.

The parameters are numbered from 0, matrix after matrix in the order of `Config.shapes`, and in a matrix row after
row: parameter 0 is the first number of the first word's vector. A vector counts as a matrix of one row.
"""

from bisect import bisect
from collections.abc import Mapping
from itertools import accumulate
from math import isfinite, prod
from pathlib import Path
from typing import NamedTuple

from ..kernel import quickest
from ..plain import Plain
from ..tensor import Tensor
from ..text import InputError, Text
from .config import Config
from .errors import WeightsError, short
from .safetensors import LARGEST, Rows, pack, pack_eight_bits, pack_rows, read, unscaled, write
from .safetensors import Tensor as Stored


class Place(NamedTuple):
    """Where a parameter lives."""

    name: str  # of the matrix
    row: int
    column: int


class Weights:
    """The numbers that a model has learned: `weights.tensors["blocks.0.up"]` is a tensor, [rows, columns].

    They may be given as rows, lists of floats, too. Raises WeightsError if a matrix is missing, is too many, or has
    another shape than the sizes ask for.
    """

    def __init__(
        self, config: Config, matrices: Mapping[str, Rows | Tensor], arithmetic: Plain | None = None
    ) -> None:
        _check(config, {name: _shape(config, name, table) for name, table in matrices.items()})
        self.config = config
        self.arithmetic = arithmetic or quickest()
        self.tensors = {name: self._tensor(matrices[name]) for name in config.shapes}
        self._names = list(config.shapes)
        self._ends = list(accumulate(map(prod, config.shapes.values())))  # one past the last cell of each

    def _tensor(self, matrix: Rows | Tensor) -> Tensor:
        return matrix if isinstance(matrix, Tensor) else Tensor.of(matrix, self.arithmetic)

    def __getitem__(self, name: str) -> Rows:
        """The rows of a matrix, to look at: what is changed there does not count."""
        return self.tensors[name].tolist()

    @property
    def matrices(self) -> dict[str, Rows]:
        """All rows of all matrices, to look at."""
        return {name: self[name] for name in self.tensors}

    def __len__(self) -> int:
        return self._ends[-1]

    def where(self, cell: int) -> Place:
        """The matrix, row and column of parameter `cell`. Raises InputError: no such parameter."""
        if type(cell) is not int or not 0 <= cell < len(self):
            raise InputError(NO_CELL.fill(cell=short(cell), last=len(self) - 1))
        matrix = bisect(self._ends, cell)
        name = self._names[matrix]
        start = self._ends[matrix - 1] if matrix else 0
        return Place(name, *divmod(cell - start, self.tensors[name].shape[1]))

    def cell(self, name: str, row: int, column: int) -> int:
        """The number of a parameter: `where`, the other way round. Raises InputError: no such parameter."""
        rows, columns = self.tensors[name].shape if name in self.tensors else (0, 0)
        if not (0 <= row < rows and 0 <= column < columns):
            raise InputError(NO_PLACE.fill(name=short(name), row=row, column=column))
        matrix = self._names.index(name)
        return (self._ends[matrix - 1] if matrix else 0) + row * columns + column

    def get(self, cell: int) -> float:
        """The value of parameter `cell`. Raises InputError: no such parameter."""
        name, row, column = self.where(cell)
        tensor = self.tensors[name]
        return tensor.numbers[row * tensor.shape[1] + column]

    def set(self, cell: int, value: float) -> None:
        """Change one parameter, for every model that uses these weights. Raises InputError.

        What a model has read already it has read with the old value: let it read its words again.
        """
        name, row, column = self.where(cell)
        if not isfinite(value):
            raise InputError(NOT_FINITE.fill(value=value))
        tensor = self.tensors[name]
        tensor.numbers[row * tensor.shape[1] + column] = float(value)

    def copy(self) -> "Weights":
        """The same numbers in a place of their own."""
        return self.having({name: tensor.copy() for name, tensor in self.tensors.items()})

    def having(self, others: Mapping[str, Tensor]) -> "Weights":
        """These weights, but for some tensors. The rest is shared: what is changed there counts for both."""
        return Weights(self.config, {**self.tensors, **others}, self.arithmetic)


def load(source: bytes | Path, config: Config) -> Weights:
    """The weights in a safetensors file, or in its bytes. Raises WeightsError: unreadable, or of another model."""
    return weights_in(read(source if isinstance(source, bytes) else content_of(source)), config)


def weights_in(tensors: Mapping[str, Stored], config: Config) -> Weights:
    """The weights among the tensors of a file. Raises WeightsError: one is missing, has another shape, or is too many."""
    scales = {f"{name}.scale" for name in config.shapes if name in tensors and tensors[name].dtype == "I8"}
    _check(config, {name: tensor.shape for name, tensor in tensors.items() if name not in scales})
    return Weights(config, {name: _unpacked(tensors, name) for name in config.shapes})


def _unpacked(tensors: Mapping[str, Stored], name: str) -> Tensor:
    """Not as rows first: that would take as long again."""
    numbers, scales = unscaled(tensors, name)
    columns, arithmetic = tensors[name].shape[-1], quickest()
    tensor = Tensor((len(numbers) // columns, columns), arithmetic.numbers(numbers), arithmetic)
    return tensor.scaled(Tensor.of([[by] for by in scales], arithmetic)) if scales else tensor


def save(weights: Weights, *, eight_bits: bool = True) -> bytes:
    """The safetensors file of these weights: matrices in 8 bits and vectors in F16, or all of it in F32."""
    tensors: dict[str, Stored] = {}
    for name, shape in weights.config.shapes.items():
        table = weights[name]
        if len(shape) == 1:
            tensors[name] = pack(table[0], "F16" if eight_bits else "F32")
        elif eight_bits:
            tensors[name], tensors[f"{name}.scale"] = pack_eight_bits(table)
        else:
            tensors[name] = pack_rows(table, "F32")
    return write(tensors)


def content_of(file: Path) -> bytes:
    """The bytes of a file. Raises WeightsError: it cannot be opened."""
    try:
        with file.open("rb") as opened:
            return opened.read(LARGEST + 1)  # one byte too many is told when it is read
    except OSError as refused:
        raise WeightsError(UNOPENED.fill(file=str(file), why=refused.strerror or "?")) from None


def _shape(config: Config, name: str, table: Rows | Tensor) -> tuple[int, ...]:
    if isinstance(table, Tensor):
        count, widths = table.shape[0], {table.shape[1]}
    else:
        count, widths = len(table), {len(row) for row in table}
    if len(widths) != 1:
        return ()
    return (*widths,) if len(config.shapes.get(name, ())) == 1 and count == 1 else (count, *widths)


def _check(config: Config, shapes: Mapping[str, tuple[int, ...]]) -> None:
    for name, shape in config.shapes.items():
        if name not in shapes:
            raise WeightsError(LACKS.fill(name=name))
        if shapes[name] != shape:
            given, needed = (" × ".join(map(str, sizes)) or "?" for sizes in (shapes[name], shape))
            raise WeightsError(OTHER_SHAPE.fill(name=name, given=given, needed=needed))
    for name in shapes:
        if name not in config.shapes:
            raise WeightsError(TOO_MANY.fill(name=short(name)))


NO_CELL = Text(
    en="There is no parameter {cell}; they are numbered from 0 to {last}.",
    nl="Er is geen parameter {cell}; ze zijn genummerd van 0 tot en met {last}.",
)
NO_PLACE = Text(
    en="There is no parameter in {name} at row {row}, column {column}.",
    nl="Er is geen parameter in {name} op rij {row}, kolom {column}.",
)
NOT_FINITE = Text(
    en="A parameter is a finite number, not {value}.",
    nl="Een parameter is een eindig getal, niet {value}.",
)
UNOPENED = Text(en="{file} cannot be opened: {why}", nl="{file} is niet te openen: {why}")
LACKS = Text(
    en="The weights lack {name}.",
    nl="In de gewichten ontbreekt {name}.",
)
OTHER_SHAPE = Text(
    en="In the weights, {name} is {given}; the model needs {needed}.",
    nl="In de gewichten is {name} {given}; het model vraagt om {needed}.",
)
TOO_MANY = Text(
    en="The weights have {name}, which the model does not have.",
    nl="In de gewichten staat {name}, en dat heeft het model niet.",
)
