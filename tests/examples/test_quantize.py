"""Rounding against plain Python, number for number; and the table of the script against what the site's demo shows."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from knobs.demos.bits import WORD
from knobs.pocket import load
from knobs.pocket.measured import measured
from knobs.pocket.quantize import BITS, round_matrix, round_to_bits, size
from knobs.tensor import Tensor
from knobs.text import LANGUAGES, number

from tests.examples.scripts import load as example
from tests.examples.scripts import run

FILE = "look in examples/quantize.py"
quantize = example("quantize")
# Weights have single precision: on its way from double to half a number passes through it in torch, and is rounded twice.
SMALL = st.floats(-1000, 1000, width=32).map(lambda size: size if abs(size) > 1e-12 else 0.0)
MATRICES = st.integers(1, 6).flatmap(lambda columns: st.lists(st.tuples(*[SMALL] * columns), min_size=1))


@pytest.fixture(scope="module")
def weights():
    return load().model.weights


@pytest.mark.parametrize("bits", BITS)
def test_every_number_of_the_pocket_model_is_that_of_plain_python(weights, bits):
    model = quantize.as_model(weights)
    before = {name: tensor.clone() for name, tensor in model.tensors().items()}
    smaller, plain = quantize.in_bits(model, bits).tensors(), round_to_bits(weights, bits)
    for name, tensor in smaller.items():
        assert tensor.view(plain.tensors[name].shape).tolist() == plain[name], f"{name}: {FILE}"
        assert torch.equal(model.tensors()[name], before[name]), f"{name} has changed: {FILE}"
    assert quantize.size(model, bits) == size(weights.config, bits), FILE


@given(MATRICES, st.sampled_from(BITS))
@settings(deadline=None)
def test_any_matrix_is_that_of_plain_python(rows, bits):
    found = quantize.rounded(torch.tensor(rows, dtype=torch.float64), bits)
    assert found.tolist() == round_matrix(Tensor.of(rows), bits).tolist(), FILE


def test_by_hand():
    """Seven levels, 0.25 apart; then three, 0.75 apart; then two, at the mean size. And a row of zeros stays one."""
    matrix = torch.tensor([[0.75, -0.5, 0.1, 0.0], [0.0, 0.0, 0.0, 0.0]])
    rows = {3: [0.75, -0.5, 0.0, 0.0], 2: [0.75, -0.75, 0.0, 0.0]}
    for bits, row in rows.items():
        assert quantize.rounded(matrix, bits).tolist() == [row, [0.0] * 4], FILE
    mean = torch.tensor((0.75 + 0.5 + 0.1) / 4).half().item()
    assert quantize.rounded(matrix, 1).tolist() == [[mean, -mean, mean, mean], [0.0] * 4], FILE


def test_bytes_by_hand(weights):
    """In 3 bits: 867 and 64 rows of 64 numbers, and in each of four layers six matrices. 45 bits are 6 bytes."""
    matrices = (867 + 64) * 64 + 4 * (4 * 64 * 64 + 2 * 64 * 256)
    scales = 867 + 64 + 4 * (4 * 64 + 256 + 64)
    vectors = 867 + 4 * 256
    assert quantize.size(quantize.as_model(weights), 3) == matrices * 3 // 8 + 2 * (scales + vectors), FILE
    assert quantize.size(torch.nn.Linear(3, 5), 3) == 6 + 2 * (5 + 5), FILE


def test_the_table_is_what_the_demo_shows(weights):
    head, *rows, _, told, before, after = run("quantize").splitlines()
    assert " ".join(head.split()) == "bits bytes loss en facts en loss nl facts nl", FILE
    record = measured("bits")
    for row, bits in zip(rows, (8, 6, 4, 3, 2, 1), strict=True):
        at = record["bits"].index(bits)
        shown = [str(bits), number(record["bytes"][at], "en")]
        for lang in LANGUAGES:
            shown.append(number(record[lang]["loss"][at], "en", 2))
            shown.append(number(100 * record[lang]["facts"][at] / record[lang]["asked"], "en") + "%")
        assert row.split() == shown, FILE
    assert f"“{WORD}”" in told and "64 numbers" in told, FILE
    word = load().tokenizer.words.index(WORD)
    for line, matrix in ((before, weights), (after, round_to_bits(weights, 3))):
        wanted = matrix["embedding"][word][:8]
        assert list(map(float, line.split())) == pytest.approx(wanted, abs=0.00051), FILE
