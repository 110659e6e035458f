"""The neuron against torch's Linear and activations."""

import json
import re

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from knobs import demo
from knobs.demos.neuron import ACTIVATIONS, weighted_sum

FILE = "look in site_src/knobs/demos/neuron.py"
TORCH = {
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "step": lambda z: torch.heaviside(z, torch.zeros_like(z)),
    "identity": torch.nn.Identity(),
}


@given(st.floats(-1e6, 1e6), st.sampled_from(sorted(ACTIVATIONS)))
def test_activations_are_torchs(z, name):
    expected = TORCH[name](torch.tensor(z, dtype=torch.float64)).item()
    assert ACTIVATIONS[name](z) == pytest.approx(expected, abs=1e-12), FILE


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_the_weighted_sum_is_a_linear_layer_with_n_plus_one_parameters(n):
    layer = torch.nn.Linear(n, 1, dtype=torch.float64)
    x = torch.linspace(-1, 1, n, dtype=torch.float64)
    z = weighted_sum(x.tolist(), layer.weight[0].tolist(), layer.bias.item())
    assert z == pytest.approx(layer(x).item()), FILE
    knobs = sum(p.numel() for p in layer.parameters())
    drawn = demo.run("neuron", "en", json.dumps({"inputs": n}))
    assert drawn.count('class="k-knob"') == knobs == n + 1, FILE
    assert f"{n} inputs and {n + 1} knobs" in drawn, FILE


def test_the_start_by_hand():
    drawn = demo.run("neuron", "en", "{}")  # 0.5·0.5 + 1.5·0.8 − 1 = 0.45, and sigmoid(0.45) = 0.6106
    assert "The weighted sum is 0.45; with sigmoid the output is 0.61." in drawn, FILE


def test_knobs_of_absent_inputs_are_hidden():
    form = demo.render("neuron", "en", {"inputs": 2}).partition('<output class="k-demo__out"')[0]
    hidden = re.findall(r"hidden=\"\"><span class=\"k-label\"><var>(\w)<sub>(\d)", form)
    assert hidden == [("x", "3"), ("w", "3"), ("x", "4"), ("w", "4")], FILE
