"""Fewer bits for each parameter: every number of a matrix moves to the nearest of a few levels.

    round_to_bits(weights, 4)       15 levels in each row: −7, …, 0, …, 7, times the scale of that row

The largest number of a row sets its scale, so that none lies beyond the outermost level. Of the 2^bits patterns one is
left unused: so the levels lie evenly around a level 0. One bit has no room for that 0; its two levels are plus and
minus the mean size of the row. Vectors, and the scales themselves, stay in 16 bits, as in the file of the weights:
that file has 8 bits for each number of a matrix, so rounding what it holds to 8 bits changes nothing.
"""

import struct
from collections.abc import Sequence
from math import fsum, prod

from ..tensor import Tensor
from ..text import InputError, Text
from .config import Config
from .errors import short
from .parameters import Weights
from .safetensors import pack

BITS = range(1, 9)


def round_to_bits(weights: Weights, bits: int) -> Weights:
    """New weights: the matrices in `bits` bits a number, the vectors as they are. Raises InputError: not 1 to 8 bits."""
    _check(bits)
    shapes = weights.config.shapes
    return Weights(
        weights.config,
        {
            name: round_matrix(tensor, bits) if len(shapes[name]) == 2 else tensor.copy()
            for name, tensor in weights.tensors.items()
        },
        weights.arithmetic,
    )


def round_matrix(matrix: Tensor, bits: int) -> Tensor:
    """The same matrix on its levels. Raises InputError: not 1 to 8 bits, or a number that is too large for a scale."""
    packed = pack(_scales(matrix, bits), "F16")
    scales = matrix.arithmetic.numbers(
        struct.unpack(f"<{matrix.shape[0]}e", packed.data)
    )  # as they will be read
    rounded = matrix.copy()
    matrix.arithmetic.round_rows(rounded.numbers, matrix.numbers, scales, *matrix.shape, _outermost(bits))
    return rounded


def _scales(matrix: Tensor, bits: int) -> Sequence[float]:
    """The scale of each row."""
    most = _outermost(bits)
    if not most:
        return [scale(row, bits) for row in matrix.tolist()]
    sizes = matrix.arithmetic.zeros(matrix.shape[0])
    matrix.arithmetic.largest(sizes, matrix.numbers, *matrix.shape)
    return [size / most for size in sizes]


def levels(by: float, bits: int) -> list[float]:
    """What a number of a row with scale `by` can be, the lowest first. Raises InputError: not 1 to 8 bits."""
    most = _outermost(bits)
    return [by * whole for whole in range(-most, most + 1)] if most else [-by, by]


def scale(row: Sequence[float], bits: int) -> float:
    """The distance between two levels; of one bit, half of it. Raises InputError: not 1 to 8 bits."""
    most = _outermost(bits)
    return max(map(abs, row)) / most if most else fsum(map(abs, row)) / len(row)


def size(config: Config, bits: int) -> int:
    """Bytes in a file, without its header; 32 bits need no scales. Raises InputError: not 1 to 8 bits, nor 32."""
    if bits == 32:
        return 4 * config.parameters
    _check(bits)
    matrices = [shape for shape in config.shapes.values() if len(shape) == 2]
    numbers = sum(
        -(-prod(shape) * bits // 8) for shape in matrices
    )  # the last byte of each may be part empty
    scales = sum(rows for rows, _ in matrices)
    vectors = sum(prod(shape) for shape in config.shapes.values() if len(shape) == 1)
    return numbers + 2 * (scales + vectors)


def _outermost(bits: int) -> int:
    """The highest whole number of `bits` bits, for which there is a negative one too."""
    _check(bits)
    return int(2 ** (bits - 1)) - 1


def _check(bits: int) -> None:
    if type(bits) is not int or bits not in BITS:
        raise InputError(NOT_BITS.fill(bits=short(bits), low=BITS[0], high=BITS[-1]))


NOT_BITS = Text(
    en="A parameter is rounded to a whole number of bits from {low} to {high}, not {bits}.",
    nl="Een parameter wordt afgerond op een geheel aantal bits van {low} tot en met {high}, niet {bits}.",
)
