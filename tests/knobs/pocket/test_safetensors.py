"""The format against a file made by hand, round trips, and files that are not what they say."""

import json
import math
import random
import struct

import pytest
import safetensors
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from knobs.pocket import WeightsError
from knobs.pocket.safetensors import (
    LARGEST,
    Tensor,
    pack,
    pack_eight_bits,
    pack_rows,
    read,
    remarks,
    rows,
    write,
)

FILE = "look in site_src/knobs/pocket/safetensors.py"


def made(header, data=b""):
    """A file with this header, given as text or as what JSON makes of it."""
    plain = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(plain)) + plain + data


GOLDEN = (
    b"\x3f\x01\x00\x00\x00\x00\x00\x00"
    b'{"__metadata__":{"format":"pt"},'
    b'"bias":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},'
    b'"m.scale":{"dtype":"F16","shape":[2],"data_offsets":[8,12]},'
    b'"half":{"dtype":"F16","shape":[1,2],"data_offsets":[12,16]},'
    b'"m":{"dtype":"I8","shape":[2,3],"data_offsets":[16,22]}}'
).ljust(8 + 0x13F) + (
    b"\x00\x00\x80\x3f\x00\x00\x20\xc1"  # 1, -10
    b"\x00\x38\x00\x3c"  # 0.5, 1
    b"\x00\xc0\x55\x35"  # -2, 0.333251953125
    b"\x7f\x81\x00\x01\xff\x80"  # 127, -127, 0, 1, -1, -128
)
NUMBERS = {
    "bias": [[1.0, -10.0]],
    "half": [[-2.0, 0.333251953125]],
    "m": [[63.5, -63.5, 0.0], [1.0, -1.0, -128.0]],
    "m.scale": [[0.5, 1.0]],
}


def test_a_file_made_by_hand():
    tensors = read(GOLDEN)
    assert set(tensors) == set(NUMBERS), FILE
    for name, expected in NUMBERS.items():
        assert rows(tensors, name) == expected, f"{name}: {FILE}"
    assert (tensors["m"].dtype, tensors["m"].shape) == ("I8", (2, 3)), FILE


def test_the_official_library_reads_what_is_written():
    ours = read(GOLDEN)
    theirs = dict(safetensors.deserialize(write(ours)))
    assert set(theirs) == set(ours), FILE
    for name, (dtype, shape, data) in ours.items():
        assert theirs[name] == {"dtype": dtype, "shape": list(shape), "data": data}, f"{name}: {FILE}"


def test_remarks_lie_beside_the_tensors(tmp_path):
    assert remarks(GOLDEN) == {"format": "pt"} and remarks(write(read(GOLDEN))) == {}, FILE
    told = {"card": '{"words": ["één", "’s"]}', "": "\n"}
    file = tmp_path / "told.safetensors"
    file.write_bytes(write({"a": pack([1.0, 2.0], "F32")}, told))
    assert remarks(file.read_bytes()) == told and set(read(file.read_bytes())) == {"a"}, FILE
    with safetensors.safe_open(file, "pt") as theirs:
        assert theirs.metadata() == told, FILE


@pytest.mark.parametrize("written", [[], "pt", {"format": 1}, {"format": None}, 3])
def test_remarks_are_texts(written, lang):
    told = {"en": "should be texts by their names", "nl": "horen onder __metadata__ teksten te staan"}
    with pytest.raises(WeightsError) as refused:
        remarks(made({"__metadata__": written}))
    assert told[lang] in refused.value.sentence[lang], FILE


def test_torch_sees_the_same_numbers_in_the_same_bytes():
    draw = random.Random(0)
    table = [[draw.gauss(0, 1) for _ in range(7)] for _ in range(5)]
    for dtype, kind in {"F32": torch.float32, "F16": torch.float16}.items():
        tensor = pack_rows(table, dtype)
        content = write({"a": tensor})
        start = 8 + int.from_bytes(content[:8], "little")
        seen = torch.frombuffer(bytearray(content[start:]), dtype=kind).reshape(5, 7)
        assert torch.equal(seen, torch.tensor(table, dtype=torch.float64).to(kind)), FILE
        assert rows(read(content), "a") == seen.double().tolist(), FILE


@given(st.integers(1, 9), st.integers(1, 9), st.integers(0, 99), st.sampled_from(["F16", "F32"]))
def test_eight_bits_are_at_most_half_a_step_away(height, width, seed, scale):
    draw = random.Random(seed)
    table = [[draw.gauss(0, 1) for _ in range(width)] for _ in range(height)]
    table[0] = [0.0] * width
    tensors = dict(zip(("a", "a.scale"), pack_eight_bits(table, scale), strict=True))
    back = rows(read(write(tensors)), "a")
    for row, old, (step,) in zip(back, table, struct.iter_unpack("<e" if scale == "F16" else "<f", tensors["a.scale"].data), strict=True):  # fmt: skip
        most = 0.5 * step + (0.001 if scale == "F16" else 1e-6) * max(
            map(abs, old)
        )  # the scale is rounded too
        assert all(abs(x - y) <= most for x, y in zip(row, old, strict=True)), FILE
    assert back[0] == [0.0] * width, FILE


@given(st.integers(1, 4), st.integers(1, 9), st.sampled_from(["F16", "F32"]), st.integers(0, 99))
def test_what_is_written_is_read_back(height, width, dtype, seed):
    draw = random.Random(seed)
    table = [[draw.randrange(-64, 64) / 8 for _ in range(width)] for _ in range(height)]
    content = write({"é": pack_rows(table, dtype), "b": pack(table[0], "F32")})
    back = read(content)
    assert rows(back, "é") == table and rows(back, "b") == [table[0]], FILE
    assert int.from_bytes(content[:8], "little") % 8 == 0, f"{FILE}: numbers begin at a multiple of 8 bytes"


def test_what_does_not_fit_is_told_while_writing():
    for dtype, number in {"F16": 1e6, "F32": 1e40}.items():
        with pytest.raises(WeightsError, match=f"a number that does not fit {dtype}"):
            pack([number], dtype)


ONE = {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}
I8 = {"dtype": "I8", "shape": [2, 2], "data_offsets": [0, 4]}


def one(**changed):
    return made({"a": ONE | changed}, b"\0" * 4)


HOSTILE = {
    "nothing": (b"", "has 0 bytes and announces a header of 0"),
    "seven bytes": (b"\0" * 7, "has 7 bytes"),
    "another kind of file": (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "announces a header of 727,905,341,920,923,785"),
    "a header longer than the file": (struct.pack("<Q", 99) + b"{}", "has 10 bytes and announces a header of 99"),
    "the longest header there is": (b"\xff" * 8 + b"{}", "a header of 18,446,744,073,709,551,615"),
    "a header too long to read": (struct.pack("<Q", 2**20 + 1) + b" " * 2**21, "and in 1,048,576."),
    "a file too long to read": (b"\0" * (LARGEST + 1), "is larger than 16,777,216 bytes."),
    "no header": (made(b""), "does not begin with a header in JSON"),
    "no JSON": (made(b"{'a': 1}"), "header in JSON"),
    "half of a header": (made(b'{"a":'), "header in JSON"),
    "a list": (made([1]), "header in JSON"),
    "bytes that are no text": (made(b"\xff\xfe"), "header in JSON"),
    "deep brackets": (made(b"[" * 100_000), "header in JSON"),
    "a number too long to read": (made(b'{"a":' + b"9" * 9000 + b"}"), "header in JSON"),
    "a tensor twice": (made(b"{" + b'"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},' * 2 + b'"b":1}'), "a is there twice"),
    "a field twice": (made(b'{"a":{"dtype":"F32","dtype":"F16"}}'), "dtype is there twice"),
    "a tensor that is a number": (made({"a": 1}), "a needs the fields dtype, shape and data_offsets"),
    "a field too few": (made({"a": {"dtype": "F32", "shape": [1]}}), "a needs the fields"),
    "a field too many": (one(device="cuda"), "a needs the fields"),
    "an unknown dtype": (one(dtype="BF16"), "the dtype of a can be F32, F16 or I8, not BF16."),
    "a dtype that is a list": (one(dtype=["F32"]), "the dtype of a can be F32, F16 or I8, not ['F32']."),
    "a dtype that is none": (one(dtype=None), "not None."),
    "a shape for more bytes": (one(shape=[2]), "the shape of a, [2], does not fit its 4 bytes of F32"),
    "a shape for fewer bytes": (one(dtype="I8"), "the shape of a, [1], does not fit its 4 bytes of I8"),
    "an enormous shape": (one(shape=[2**40, 2**40]), "does not fit its 4 bytes"),
    "a shape whose product is small": (one(shape=[2**63, 0]), "the shape of a, [9223372036854775808, 0], does"),
    "a shape below nothing": (one(shape=[-1, -1]), "the shape of a, [-1, -1], does not fit"),
    "a shape of nothing": (one(shape=[]), "the shape of a, [], does not fit"),
    "an empty tensor": (made({"a": ONE | {"shape": [0], "data_offsets": [0, 0]}}), "does not fit its 0 bytes"),
    "a shape of three": (one(shape=[1, 1, 1]), "one or two whole numbers from 1 are needed"),
    "a shape of a fraction": (one(shape=[1.0]), "does not fit"),
    "a shape of a truth": (one(shape=[True]), "does not fit"),
    "a shape of text": (one(shape="1"), "does not fit"),
    "offsets outside": (one(data_offsets=[0, 8]), "between two bytes from 0 to 4, not [0, 8]."),
    "offsets far outside": (one(data_offsets=[2**80, 2**80 + 4]), "not [1208925819614629174706176, 12089258196…."),
    "offsets below nothing": (one(data_offsets=[-4, 0]), "not [-4, 0]."),
    "offsets in reverse": (one(data_offsets=[4, 0]), "not [4, 0]."),
    "offsets of fractions": (one(data_offsets=[0, 4.0]), "not [0, 4.0]."),
    "three offsets": (one(data_offsets=[0, 2, 4]), "not [0, 2, 4]."),
    "no offsets": (one(data_offsets={}), "not {}."),
    "a gap at the start": (made({"a": ONE | {"data_offsets": [4, 8]}}, b"\0" * 8), "a begin at byte 4 and not at 0"),
    "a gap between": (made({"a": ONE, "b": ONE | {"data_offsets": [8, 12]}}, b"\0" * 12), "b begin at byte 8 and not at 4"),
    "an overlap": (made({"a": I8, "b": I8 | {"data_offsets": [2, 6]}}, b"\0" * 6), "b begin at byte 2 and not at 4"),
    "the same bytes twice": (made({"a": ONE, "b": ONE}, b"\0" * 4), "begin at byte 0 and not at 4"),
    "bytes left over": (made({"a": ONE}, b"\0" * 5), "has 5 bytes of data, and its tensors end at 4."),
    "bytes cut off": (made({"a": ONE}, b"\0" * 3), "between two bytes from 0 to 3, not [0, 4]."),
    "a name of two lines": (made({"a\nb\u2028": 1}), "a b  needs the fields"),
    "a name that cannot be written": (made(b'{"\\ud800": 1}'), "needs the fields"),
    "a long name": (made({"a" * 999: 1}), "a" * 39 + "… needs the fields"),
}  # fmt: skip
LATER = {  # found when the numbers are unpacked
    "no scale": (made({"a": I8}, b"\0" * 4), "need a tensor a.scale in F16 or F32, 2 long."),
    "a scale for other rows": ([b"\0" * 4, [1.0]], "need a tensor a.scale"),
    "a scale in 8 bits": (made({"a": I8, "a.scale": I8 | {"shape": [4], "data_offsets": [4, 8]}}, b"\0" * 8), "need a tensor"),
    "a scale that is no number": ([b"\1" * 4, [1.0, math.nan]], "a.scale has a number that is infinite, or is none."),
    "a scale without end": ([b"\1" * 4, [math.inf, 1.0]], "a.scale has a number that is infinite, or is none."),
    "a weight that is no number": (made({"a": ONE}, struct.pack("<f", math.nan)), "a has a number that is infinite"),
    "a weight without end": (made({"a": ONE}, struct.pack("<f", -math.inf)), "a has a number that is infinite"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "said"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_one_sentence(content, said):
    with pytest.raises(WeightsError) as refused:
        read(content)
    check(refused.value, said)


@pytest.mark.parametrize(("content", "said"), LATER.values(), ids=LATER)
def test_a_hostile_tensor_is_one_sentence(content, said):
    if isinstance(content, list):
        data, scales = content
        content = write({"a": Tensor("I8", (2, 2), data), "a.scale": pack(scales, "F16")})
    with pytest.raises(WeightsError) as refused:
        rows(read(content), "a")
    check(refused.value, said)


def check(refused, said):
    assert said in refused.sentence.en, FILE
    for sentence in (refused.sentence.en, refused.sentence.nl):
        assert sentence.endswith(".") and sentence.isprintable() and len(sentence) < 300, (
            f"{FILE}: {sentence}"
        )


def unpack(content):
    """All that can be read of a file, or the error that is meant for it."""
    try:
        tensors = read(content)
        return [rows(tensors, name) for name in tensors]
    except WeightsError as refused:
        return refused


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_file_that_is_cut_or_changed_is_read_or_told(data):
    content = bytearray(GOLDEN)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    unpack(bytes(content[: data.draw(st.integers(0, len(content)))]))
    unpack(bytes(content))


@settings(max_examples=100, deadline=None)
@given(st.text(), st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
       lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["dtype", "shape", "data_offsets"]), inner)))  # fmt: skip
def test_whatever_a_header_holds_is_read_or_told(name, fields):
    unpack(made({name: fields}, b"\0" * 8))
    if isinstance(fields, dict):
        unpack(made({name: ONE | fields}, b"\0" * 4))


def test_each_cut_of_a_good_file_is_told():
    for length in range(len(GOLDEN)):
        assert isinstance(unpack(GOLDEN[:length]), WeightsError), f"{length} bytes: {FILE}"
