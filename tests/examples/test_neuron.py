"""The neuron of the example against that of the demo, and against numbers worked out by hand."""

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from knobs.demos.neuron import sigmoid, weighted_sum

from tests.examples.scripts import load, run

FILE = "look in examples/neuron.py"
neuron = load("neuron")
SMALL = st.floats(-10, 10)


@given(st.lists(st.tuples(SMALL, SMALL), min_size=1, max_size=6), SMALL)
def test_it_is_the_neuron_of_the_demo(pairs, bias):
    inputs, weights = zip(*pairs, strict=True)
    expected = sigmoid(weighted_sum(inputs, weights, bias))
    assert neuron.neuron(inputs, weights, bias) == pytest.approx(expected, rel=1e-9, abs=1e-12), FILE


def test_by_hand():
    odds = math.exp(0.5 * 0.5 + 1.5 * 0.8 - 1.0)  # the sigmoid of z is e^z in odds against 1
    assert neuron.neuron((0.5, 0.8), (0.5, 1.5), -1.0) == pytest.approx(odds / (1 + odds)), FILE


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_torch_has_the_same_knobs(n):
    model = neuron.torch_neuron(neuron.WEIGHTS[:n], neuron.BIAS)
    assert sum(parameter.numel() for parameter in model.parameters()) == n + 1, FILE
    given_inputs = torch.tensor(neuron.INPUTS[:n], dtype=torch.float64)
    expected = neuron.neuron(neuron.INPUTS[:n], neuron.WEIGHTS[:n], neuron.BIAS)
    assert model(given_inputs).item() == pytest.approx(expected), FILE


def test_the_script_counts_from_two_to_five():
    lines = run("neuron").splitlines()
    assert [line.split(" knobs")[0] for line in lines] == [f"{n} inputs, {n + 1}" for n in range(1, 5)], FILE
    assert "0.611 by hand, 0.611 in PyTorch" in lines[1], FILE
