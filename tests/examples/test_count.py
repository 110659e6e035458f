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
        model = example.gpt(vocab=10, d_model=4, n_layers=1, n_heads=2, d_ff=8, tied=tied)
    assert (model.head.weight is model.tokens.weight) == tied, FILE
    assert example.count(model) == (10 + 10 * (not tied)) * 4 + 4 * 20 + (4 * 8 + 8) + (8 * 4 + 4) + 3 * 8, (
        FILE
    )


def test_nothing_has_numbers():
    with torch.device("meta"):
        model = example.MODELS["Mixtral 8x7B"]()
    assert all(tensor.is_meta for tensor in model.parameters()), FILE


def test_idle_experts():
    experts = example.Experts(4, 8, n_experts=6, per_token=2, bias=True)
    assert experts.idle() == 4 * ((16 * 4 + 16) + (4 * 8 + 4)), FILE
