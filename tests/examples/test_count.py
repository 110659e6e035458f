"""The families of the example: what they print, and that they know nothing of the formula they check."""

import pytest
import torch

from tests.conftest import ROOT
from tests.examples.scripts import load, run

FILE = "look in examples/count.py"
example = load("count")


def test_it_stands_on_its_own():
    """tests/knobs/test_count.py compares knobs.count with this file, so neither may lean on the other."""
    assert "knobs" not in (ROOT / "examples/count.py").read_text(encoding="utf-8").partition('"""\n\n')[2], (
        FILE
    )


def test_the_script_prints_every_family():
    printed = [line.split() for line in run("count").splitlines()]
    assert [line[0] for line in printed] == [name.split()[0] for name in example.MODELS], FILE
    counted = {" ".join(line[:-8]): (line[-8], line[-6]) for line in printed}
    assert counted["GPT-2 small"] == ("124,439,808", "124,439,808"), FILE
    assert counted["Mixtral 8x7B"] == ("46,702,792,704", "12,879,925,248"), FILE
    assert counted["DeepSeek-V3"] == ("671,026,404,352", "37,552,282,624"), FILE


@pytest.mark.parametrize("tied", [True, False])
def test_a_tied_table_is_one_tensor(tied):
    with torch.device("meta"):
        layers = [torch.nn.TransformerEncoderLayer(4, 2, 8)]
        ends = {"norm": torch.nn.LayerNorm(4), "head": example.linear(4, 10)}
        model = example.transformer(4, [10], layers, tied=tied, **ends)
    assert (model.head.weight is model.tables[0].weight) == tied, FILE
    assert example.count(model) == (10 + 10 * (not tied)) * 4 + 4 * 20 + (4 * 8 + 8) + (8 * 4 + 4) + 3 * 8, (
        FILE
    )


def test_nothing_has_numbers():
    with torch.device("meta"):
        model = example.MODELS["Mixtral 8x7B"]()
    assert all(tensor.is_meta for tensor in model.parameters()), FILE


def test_idle_experts():
    """Four of six, and of a router and a shared expert nothing."""
    experts = example.experts(4, 8, n_experts=6, per_token=2, shared=1)
    assert example.count(experts) == 4 * 6 + (6 + 1) * 3 * 4 * 8, FILE
    assert example.count(experts) - example.active(experts) == 4 * 3 * 4 * 8, FILE
