"""Rounding against torch, by hand, and against what the 8-bit file itself holds."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from knobs.pocket import Config, load_weights
from knobs.pocket.parameters import save
from knobs.pocket.quantize import BITS, levels, round_matrix, round_to_bits, scale, size
from knobs.pocket.safetensors import read
from knobs.tensor import Tensor
from knobs.text import InputError

from tests.knobs.pocket.small import POCKET, random_weights

FILE = "look in site_src/knobs/pocket/quantize.py"
SMALL = Config(vocabulary=30, context=12, width=8, layers=2, heads=2, feed_forward=6)
EXPERTS = Config(vocabulary=9, context=5, width=6, layers=1, heads=2, feed_forward=5, experts=3)
ROW = st.lists(st.floats(-1000, 1000).map(lambda number: number if abs(number) > 1e-12 else 0.0), min_size=1)


def torch_rounded(row, bits):
    """One row in torch: a scale in 16 bits, and the nearest whole number of them."""
    numbers = torch.tensor(row, dtype=torch.float64)
    most = 2 ** (bits - 1) - 1
    if not most:
        by = numbers.abs().mean().half().double()
        return torch.where(numbers < 0, -by, by)
    by = (numbers.abs().max() / most).half().double()
    return (numbers / by).round().clamp(-most, most) * by if by else numbers * 0


@pytest.mark.parametrize("bits", BITS)
@pytest.mark.parametrize("config", [SMALL, EXPERTS], ids=["small", "experts"])
def test_every_matrix_is_torchs(config, bits):
    weights = random_weights(config, seed=3)
    rounded = round_to_bits(weights, bits)
    for name, shape in config.shapes.items():
        if len(shape) == 1:
            assert rounded[name] == weights[name], f"{name}: {FILE}"
            continue
        for row, found in zip(weights[name], rounded[name], strict=True):
            assert found == torch_rounded(row, bits).tolist(), f"{name} at {bits} bits: {FILE}"


def rounded(row, bits):
    """One row, as a matrix."""
    return round_matrix(Tensor.of([row]), bits).numbers


@given(ROW | st.lists(st.floats(-1e-4, 1e-4), min_size=1), st.sampled_from(BITS))
def test_any_row_is_torchs(row, bits):
    assert rounded(row, bits) == torch_rounded(row, bits).tolist(), f"{FILE} and site_src/knobs/plain.py"


def test_by_hand():
    row = [0.75, -0.5, 0.1, 0.0]
    assert levels(0.25, 3) == [-0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75], FILE
    assert rounded(row, 3) == [0.75, -0.5, 0.0, 0.0], FILE  # 7 levels, 0.25 apart
    assert rounded(row, 2) == [0.75, -0.75, 0.0, 0.0], FILE  # −0.5 is nearer to −0.75 than to 0
    assert rounded([1.0, -0.5, 0.25, 0.25], 1) == [0.5, -0.5, 0.5, 0.5], FILE  # plus or minus the mean size
    assert scale(row, 3) == 0.25, FILE


@pytest.mark.parametrize("config", [SMALL, EXPERTS], ids=["small", "experts"])
def test_eight_bits_are_those_of_the_file(config):
    """What is read from a file of 8 bits is rounded already; what is not comes out as the file would hold it."""
    weights = random_weights(config, seed=5)
    held = load_weights(save(weights), config)
    assert round_to_bits(held, 8).matrices == held.matrices, FILE
    vectors = {name: held[name] for name, shape in config.shapes.items() if len(shape) == 1}
    assert {**round_to_bits(weights, 8).matrices, **vectors} == held.matrices, FILE


@pytest.mark.parametrize("bits", BITS)
def test_rounding_again_changes_nothing(bits):
    once = round_to_bits(random_weights(SMALL), bits)
    assert round_to_bits(once, bits).matrices == once.matrices, FILE
    for table in once.matrices.values():
        for row in table if len(table) > 1 else ():
            assert len(set(row)) <= max(2**bits - 1, 2), f"{bits} bits: {FILE}"


def test_what_is_given_stays_as_it_was():
    weights = random_weights(SMALL)
    before = weights.copy()
    rounded = round_to_bits(weights, 2)
    rounded.set(rounded.cell("word_bias", 0, 0), 9.0)
    assert weights.matrices == before.matrices, FILE


@pytest.mark.parametrize("config", [POCKET, SMALL, EXPERTS], ids=["pocket", "small", "experts"])
def test_the_size_is_that_of_the_data_in_a_file(config):
    weights = random_weights(config)
    for bits, eight in ((8, True), (32, False)):
        data = sum(len(tensor.data) for tensor in read(save(weights, eight_bits=eight)).values())
        assert size(config, bits) == data, FILE
    sizes = [size(config, bits) for bits in BITS]
    assert sizes == sorted(sizes) and sizes[-1] < size(config, 32), FILE


def test_sizes_by_hand():
    """Rows of 6, 5 and 3 × 5 numbers …: 4 bits are half a byte, a scale and a number of a vector two."""
    shapes = EXPERTS.shapes.values()
    numbers = [rows * columns for rows, columns in (shape for shape in shapes if len(shape) == 2)]
    halves = sum((count + 1) // 2 for count in numbers)
    scales = sum(shape[0] for shape in shapes if len(shape) == 2)
    assert size(EXPERTS, 4) == halves + 2 * scales + 2 * (9 + 3 * 5), FILE


@pytest.mark.parametrize("bits", [0, 9, -1, 2.0, True, "4", None])
def test_other_numbers_of_bits_are_told(bits):
    with pytest.raises(InputError, match="whole number of bits from 1 to 8, not"):
        round_to_bits(random_weights(SMALL), bits)
    with pytest.raises(InputError, match="whole number of bits from 1 to 8, not"):
        size(SMALL, bits)
