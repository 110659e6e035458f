"""Weights as bytes: the safetensors format, read and written.

    8 bytes: the length of the header, little-endian | the header, JSON | the numbers, tensor after tensor

The header says of each tensor its dtype, its shape and where its bytes lie, and may have remarks, under __metadata__:
texts by their names. A matrix of 8-bit whole numbers, `name`,
comes with a tensor `name.scale` that has one number for each row: a value is the whole number times that.

A file comes from elsewhere, so nothing in it is believed: what does not fit is told in one sentence, before any
memory is taken for it. https://github.com/huggingface/safetensors describes the format; here a tensor is a vector
or a matrix, in one of three dtypes.
"""

import json
import struct
from collections.abc import Mapping, Sequence
from itertools import chain
from math import isfinite, prod
from typing import NamedTuple

from ..text import LANGUAGES, Text, listing
from .errors import WeightsError, short

Rows = list[list[float]]  # a matrix, row after row; a vector is a matrix of one row

LETTERS = {"F32": "f", "F16": "e", "I8": "b"}  # by dtype: what the module struct calls it
LARGEST = 16 * 2**20  # bytes of a file: many times the pocket model
LONGEST_HEADER = 2**20  # bytes
REMARKS = "__metadata__"
FIELDS = {"dtype", "shape", "data_offsets"}


class Tensor(NamedTuple):
    """A vector, shape (n,), or a matrix, shape (rows, columns), as it lies in a file."""

    dtype: str  # F32, F16 or I8
    shape: tuple[int, ...]
    data: bytes | memoryview


def read(content: bytes) -> dict[str, Tensor]:
    """The tensors of a file, by name; their numbers are not unpacked yet. Raises WeightsError."""
    header, data = _parts(content)
    header.pop(REMARKS, None)
    tensors, end = {}, 0
    listed = [(*_offsets(name, fields, len(data)), name, fields) for name, fields in header.items()]
    for begin, stop, name, fields in sorted(listed, key=lambda tensor: tensor[:2]):
        if begin != end:
            raise WeightsError(NOT_NEXT.fill(name=short(name), begin=begin, end=end))
        tensors[name] = _tensor(name, fields, data[begin:stop])
        end = stop
    if end != len(data):
        raise WeightsError(LEFT_OVER.fill(size=len(data), end=end))
    return tensors


def remarks(content: bytes) -> dict[str, str]:
    """What the maker of a file wrote beside its tensors, by name. Raises WeightsError."""
    header, _ = _parts(content)
    told = header.get(REMARKS, {})
    if not isinstance(told, dict) or not all(isinstance(text, str) for text in told.values()):
        raise WeightsError(NO_REMARKS)
    return told


def rows(tensors: Mapping[str, Tensor], name: str) -> Rows:
    """The numbers of one tensor, each row times its scale if they are 8-bit. Raises WeightsError: not finite."""
    numbers, scales = unscaled(tensors, name)
    width = tensors[name].shape[-1]
    table = [list(numbers[start : start + width]) for start in range(0, len(numbers), width)]
    return (
        [[number * by for number in row] for row, by in zip(table, scales, strict=True)] if scales else table
    )


def unscaled(tensors: Mapping[str, Tensor], name: str) -> tuple[Sequence[float], Sequence[float]]:
    """The numbers of one tensor as they stand there, and the scales of its rows if they are 8-bit. Raises WeightsError."""
    tensor = tensors[name]
    if tensor.dtype != "I8":
        return _numbers(name, tensor), ()
    count = tensor.shape[0] if len(tensor.shape) == 2 else 1
    scale = tensors.get(f"{name}.scale")
    if scale is None or scale.dtype == "I8" or scale.shape != (count,):
        raise WeightsError(NO_SCALE.fill(name=short(name), rows=count))
    return _numbers(name, tensor), _numbers(f"{name}.scale", scale)


def write(tensors: Mapping[str, Tensor], told: Mapping[str, str] | None = None) -> bytes:
    """A file with these tensors: those with the most bytes for each number first, so that each lies aligned; and with
    what is to be `told` of them."""
    header: dict[str, object] = {REMARKS: dict(told)} if told else {}
    end = 0
    ordered = sorted(tensors.items(), key=lambda item: -struct.calcsize(LETTERS[item[1].dtype]))
    for name, (dtype, shape, data) in ordered:
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": (end, end + len(data))}
        end += len(data)
    plain = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode("utf-8")
    plain += b" " * (-len(plain) % 8)
    return len(plain).to_bytes(8, "little") + plain + b"".join(tensor.data for _, tensor in ordered)


def pack(numbers: Sequence[float], dtype: str, *, shape: tuple[int, ...] | None = None) -> Tensor:
    """A tensor of these numbers; a vector, without a shape. Raises WeightsError: too large for the dtype."""
    try:
        data = struct.pack(f"<{len(numbers)}{LETTERS[dtype]}", *numbers)
    except (OverflowError, struct.error):
        raise WeightsError(NO_ROOM.fill(dtype=dtype)) from None
    return Tensor(dtype, shape or (len(numbers),), data)


def pack_rows(table: Rows, dtype: str) -> Tensor:
    """A matrix. Raises WeightsError: a number too large for the dtype."""
    return pack(list(chain.from_iterable(table)), dtype, shape=(len(table), len(table[0])))


def pack_eight_bits(table: Rows, scale_dtype: str = "F16") -> tuple[Tensor, Tensor]:
    """A matrix as whole numbers from −127 to 127, and the scale of each row: its largest number over 127."""
    scales = pack([max(map(abs, row)) / 127 for row in table], scale_dtype)
    whole = [
        [max(-127, min(127, round(number / by))) if by else 0 for number in row]
        for row, by in zip(table, _numbers("scale", scales), strict=True)  # as they will be read
    ]
    return pack_rows(whole, "I8"), scales  # type: ignore[arg-type]  # a list of int is as good here


def _parts(content: bytes) -> tuple[dict[str, object], memoryview]:
    """The header of a file, and its data. Raises WeightsError."""
    if len(content) > LARGEST:
        raise WeightsError(TOO_LARGE.fill(largest=LARGEST))
    announced = int.from_bytes(content[:8], "little")
    if len(content) < 8 or announced > min(len(content) - 8, LONGEST_HEADER):
        raise WeightsError(HEADER_LENGTH.fill(size=len(content), announced=announced, most=LONGEST_HEADER))
    return _header(content[8 : 8 + announced]), memoryview(content)[8 + announced :]


def _header(written: bytes) -> dict[str, object]:
    """What the header says of each tensor. Raises WeightsError."""
    try:
        read = json.loads(written.decode("utf-8"), object_pairs_hook=_once)
    except WeightsError:
        raise
    except (ValueError, RecursionError):
        read = None
    if not isinstance(read, dict):
        raise WeightsError(NO_HEADER)
    return read


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object of JSON, whose names may not come twice: which of the two is meant?"""
    read: dict[str, object] = {}
    for name, value in pairs:
        if name in read:
            raise WeightsError(TWICE.fill(name=short(name)))
        read[name] = value
    return read


def _offsets(name: str, fields: object, size: int) -> tuple[int, int]:
    """Where a tensor begins and ends in the data of `size` bytes. Raises WeightsError."""
    if not isinstance(fields, dict) or set(fields) != FIELDS:
        raise WeightsError(NO_FIELDS.fill(name=short(name)))
    offsets = fields["data_offsets"]
    if not _whole(offsets, 0, size) or len(offsets) != 2 or offsets[0] > offsets[1]:
        raise WeightsError(OFFSETS.fill(name=short(name), written=short(offsets), size=size))
    return offsets[0], offsets[1]


def _tensor(name: str, fields: object, data: memoryview) -> Tensor:
    assert isinstance(fields, dict)  # _offsets saw to that
    dtype, shape = fields["dtype"], fields["shape"]
    if not isinstance(dtype, str) or dtype not in LETTERS:
        raise WeightsError(DTYPE.fill(name=short(name), written=short(dtype), choices=DTYPES))
    sized = _whole(shape, 1, len(data)) and len(shape) in (1, 2)
    if not sized or prod(shape) * struct.calcsize(LETTERS[dtype]) != len(data):
        raise WeightsError(SHAPE.fill(name=short(name), written=short(shape), dtype=dtype, size=len(data)))
    return Tensor(dtype, tuple(shape), data)


def _whole(written: object, low: int, high: int) -> bool:
    """A list of whole numbers from `low` to `high`? In JSON, true and 2.0 are not whole numbers."""
    return isinstance(written, list) and all(type(item) is int and low <= item <= high for item in written)


def _numbers(name: str, tensor: Tensor) -> tuple[float, ...]:
    numbers = struct.unpack(f"<{prod(tensor.shape)}{LETTERS[tensor.dtype]}", tensor.data)
    if tensor.dtype != "I8" and not all(map(isfinite, numbers)):
        raise WeightsError(NOT_FINITE.fill(name=short(name)))
    return numbers


DTYPES = Text(**{lang: listing(list(LETTERS), lang) for lang in LANGUAGES})
TOO_LARGE = Text(
    en="The file of weights is larger than {largest} bytes.",
    nl="Het bestand met gewichten is groter dan {largest} bytes.",
)
HEADER_LENGTH = Text(
    en="The file of weights has {size} bytes and announces a header of {announced}; "
    "that has to fit after the first 8, and in {most}.",
    nl="Het bestand met gewichten telt {size} bytes en kondigt een kop van {announced} aan; "
    "die moet na de eerste 8 passen, en in {most}.",
)
NO_HEADER = Text(
    en="The file of weights does not begin with a header in JSON: it is not a safetensors file.",
    nl="Het bestand met gewichten begint niet met een kop in JSON: het is geen safetensors-bestand.",
)
NO_REMARKS = Text(
    en="In the file of weights, what stands under __metadata__ should be texts by their names.",
    nl="In het bestand met gewichten horen onder __metadata__ teksten te staan, elk met een naam.",
)
TWICE = Text(
    en="In the file of weights, {name} is there twice.",
    nl="In het bestand met gewichten staat {name} twee keer.",
)
NO_FIELDS = Text(
    en="In the file of weights, {name} needs the fields dtype, shape and data_offsets, and no others.",
    nl="In het bestand met gewichten heeft {name} de velden dtype, shape en data_offsets nodig, en geen andere.",
)
DTYPE = Text(
    en="In the file of weights, the dtype of {name} can be {choices}, not {written}.",
    nl="In het bestand met gewichten kan het dtype van {name} {choices} zijn, niet {written}.",
)
SHAPE = Text(
    en="In the file of weights, the shape of {name}, {written}, does not fit its {size} bytes of {dtype}: "
    "one or two whole numbers from 1 are needed.",
    nl="In het bestand met gewichten past de vorm van {name}, {written}, niet bij de {size} bytes in {dtype}: "
    "er zijn een of twee gehele getallen vanaf 1 nodig.",
)
OFFSETS = Text(
    en="In the file of weights, the data of {name} should lie between two bytes from 0 to {size}, not {written}.",
    nl="In het bestand met gewichten moeten de gegevens van {name} tussen twee bytes van 0 tot en met {size} liggen, "
    "niet {written}.",
)
NOT_NEXT = Text(
    en="In the file of weights, the data of {name} begin at byte {begin} and not at {end}: "
    "tensors have no gap between them and do not overlap.",
    nl="In het bestand met gewichten beginnen de gegevens van {name} bij byte {begin} en niet bij {end}: "
    "tussen tensoren is geen gat, en ze overlappen niet.",
)
LEFT_OVER = Text(
    en="The file of weights has {size} bytes of data, and its tensors end at {end}.",
    nl="Het bestand met gewichten heeft {size} bytes aan gegevens, en de tensoren eindigen bij {end}.",
)
NO_SCALE = Text(
    en="In the file of weights, the 8-bit numbers of {name} need a tensor {name}.scale in F16 or F32, {rows} long.",
    nl="In het bestand met gewichten hebben de getallen van 8 bits in {name} een tensor {name}.scale in F16 of F32 nodig, "
    "met lengte {rows}.",
)
NOT_FINITE = Text(
    en="In the file of weights, {name} has a number that is infinite, or is none.",
    nl="In het bestand met gewichten staat in {name} een getal dat oneindig is, of geen getal.",
)
NO_ROOM = Text(
    en="The weights have a number that does not fit {dtype}.",
    nl="De gewichten hebben een getal dat niet in {dtype} past.",
)
