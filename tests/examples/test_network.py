"""Counts of torch modules against the formula of the demo and the table of published sizes."""

import pytest
from knobs.count import fully_connected
from knobs.figures import FIGURES

from tests.examples.scripts import load, run

FILE = "look in examples/network.py"
network = load("network")


@pytest.mark.parametrize("widths", [(1, 1), (2, 3, 2), (4, 8, 8), (8, 8, 8, 8, 8)])
def test_torch_and_the_formula_count_the_same(widths):
    assert network.count(network.network(widths)) == fully_connected(widths).total, FILE


def test_gpt2_small_by_kind():
    counted = network.kinds(network.gpt2_small())
    assert counted.total() == FIGURES["gpt2"].value, FILE
    assert counted["embedding"] == FIGURES["gpt2_embeddings"].value, FILE
    assert counted["norm"] == (2 * 12 + 1) * 2 * 768, FILE  # two norms a layer and one at the end
    assert counted["bias"] == 12 * (3 + 1 + 4 + 1) * 768, FILE


def test_the_script_prints_what_the_chapter_says():
    printed = run("network")
    assert "(2, 3, 2): 17 parameters\n(4, 8, 8): 112 parameters\n" in printed, FILE
    assert "39,383,808   31.6%" in printed and "124,439,808" in printed, FILE
