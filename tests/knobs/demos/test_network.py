"""The network against torch: its count and its output."""

import json
from itertools import pairwise

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from knobs import demo
from knobs.count import fully_connected
from knobs.demos.network import forward, start

FILE = "look in site_src/knobs/demos/network.py"


def torch_network(widths):
    pairs = pairwise(widths)
    return torch.nn.Sequential(
        *(m for a, b in pairs for m in (torch.nn.Linear(a, b, dtype=torch.float64), torch.nn.Tanh()))
    )


@given(st.lists(st.integers(1, 12), min_size=2, max_size=6))
def test_the_count_is_torchs(widths):
    expected = sum(p.numel() for p in torch_network(widths).parameters())
    assert fully_connected(widths).total == expected, "look in site_src/knobs/count.py"


@pytest.mark.parametrize(("widths", "total"), [([2, 3, 2], 17), ([4, 8, 8], 112), ([1, 1], 2)])
def test_counts_by_hand(widths, total):
    assert fully_connected(widths).total == total, "look in site_src/knobs/count.py"


@pytest.mark.parametrize("widths", [[2, 3, 2], [4, 8, 8], [3, 1, 5, 2]])
def test_the_output_is_torchs(widths):
    weights, biases = start(widths)
    net = torch_network(widths)
    with torch.no_grad():
        for layer, matrix, bias in zip(net[::2], weights, biases, strict=True):
            layer.weight.copy_(torch.tensor(matrix, dtype=torch.float64).T)
            layer.bias.copy_(torch.tensor(bias, dtype=torch.float64))
    inputs = [0.5, -1.0, 1.0, -0.5][: widths[0]]
    expected = net(torch.tensor(inputs, dtype=torch.float64)).tolist()
    assert forward(inputs, weights, biases)[-1] == pytest.approx(expected), FILE


def test_a_weight_belongs_to_its_place():
    small, large = start([2, 3, 2])[0], start([4, 8, 8])[0]
    assert [row[:3] for row in large[0][:2]] == small[0], f"{FILE}: growing the network moved a knob"


@pytest.mark.parametrize(
    ("form", "links", "knobs"),
    [({}, 12, 17), ({"inputs": 4, "width1": 8, "outputs": 8}, 96, 112), ({"layers": 0}, 4, 6)],
)
def test_every_parameter_is_drawn(form, links, knobs):
    drawn = demo.run("network", "en", json.dumps(form))
    assert drawn.count('class="k-link') == links, FILE
    assert drawn.count('class="k-knob"') == knobs, f"{FILE}: count the round things"
    assert f"{knobs} parameters in all" in drawn, FILE


def test_the_formula_holds_the_readers_numbers():
    drawn = demo.run("network", "nl", "{}")
    assert "(2 + 1) × 3 + (3 + 1) × 2 = " in drawn, FILE
