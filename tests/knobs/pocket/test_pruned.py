"""What is pruned, against torch, which sorts for itself; and what files of it take, counted by hand."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from knobs.pocket import Config, InputError, Model
from knobs.pocket.parameters import save
from knobs.pocket.pruned import KINDS, Pruning, bytes_without_neurons, bytes_without_zeros, zeros
from knobs.pocket.quantize import size

from tests.knobs.pocket import torch_pocket
from tests.knobs.pocket.small import random_weights

FILE = "look in site_src/knobs/pocket/pruned.py"
CONFIG = Config(vocabulary=11, context=7, width=12, layers=2, heads=3, feed_forward=10)
READ = [3, 1, 4, 1, 5, 9, 2]
NAMES = [name for name, shape in CONFIG.shapes.items() if name.startswith("blocks") and len(shape) == 2]


def tensors():
    return torch_pocket.tensors(random_weights(CONFIG))


def same(pruned, expected):
    for name, tensor in torch_pocket.tensors(pruned).items():
        assert torch.equal(tensor, expected[name]), f"{name}: {FILE}"


@pytest.mark.parametrize("percent", [0, 5, 50, 95, 100])
def test_of_each_matrix_its_smallest(percent):
    expected = tensors()
    for name in NAMES:
        count = round(percent * expected[name].numel() / 100)
        if count:
            cut = expected[name].abs().flatten().kthvalue(count).values
            expected[name] = torch.where(expected[name].abs() <= cut, 0.0, expected[name])
    same(Pruning(random_weights(CONFIG)).at(percent, "matrix"), expected)


@pytest.mark.parametrize("percent", [0, 5, 50, 95, 100])
def test_of_all_together_the_smallest(percent):
    expected = tensors()
    every = torch.cat([expected[name].abs().flatten() for name in NAMES])
    count = round(percent * len(every) / 100)
    cut = every.sort().values[count - 1] if count else -1
    for name in NAMES:
        expected[name] = torch.where(expected[name].abs() <= cut, 0.0, expected[name])
    same(Pruning(random_weights(CONFIG)).at(percent, "all"), expected)


@pytest.mark.parametrize("percent", [0, 30, 100])
def test_of_each_layer_its_smallest_neurons(percent):
    """The model without them says what torch says when they are multiplied by 0."""
    weights, off = random_weights(CONFIG), {}
    for layer in range(CONFIG.layers):
        up, down = (tensors()[f"blocks.{layer}.{name}"] for name in ("up", "down"))
        off[layer] = set((up.norm(dim=1) * down.norm(dim=0)).argsort()[: percent // 10].tolist())
    pruned = Pruning(weights).at(percent, "neurons")
    expected = torch_pocket.logits(torch_pocket.tensors(weights), CONFIG, READ, off)[-1].tolist()
    assert Model(pruned).read(READ) == pytest.approx(expected, abs=1e-9), FILE
    parts = tensors()
    for layer, neurons in off.items():
        parts[f"blocks.{layer}.up"][sorted(neurons)] = 0
        parts[f"blocks.{layer}.down"][:, sorted(neurons)] = 0
    assert zeros(pruned, NAMES) == sum(int((parts[name] == 0).sum()) for name in NAMES), FILE
    bias = torch_pocket.tensors(pruned)["blocks.1.up_bias"]
    assert {neuron for neuron in range(10) if not bias[neuron]} >= off[1], FILE


@pytest.mark.parametrize("kind", KINDS)
def test_the_weights_that_were_given_stay(kind):
    weights = random_weights(CONFIG)
    before = weights.matrices
    pruning = Pruning(weights)
    nothing, all_of_it = pruning.at(0, kind), pruning.at(100, kind)
    assert weights.matrices == before == nothing.matrices, FILE
    untouched = set(CONFIG.shapes) - set(NAMES) - {"blocks.0.up_bias", "blocks.1.up_bias"}
    assert all(all_of_it[name] == before[name] for name in untouched), FILE
    if kind != "neurons":
        assert zeros(all_of_it, NAMES) == pruning.numbers == sum(tensors()[name].numel() for name in NAMES), (
            FILE
        )


@given(st.integers(0, 100), st.sampled_from(["matrix", "all"]))
def test_as_many_as_asked_and_what_is_as_small(percent, kind):
    pruning = Pruning(random_weights(CONFIG))
    none = zeros(pruning.at(percent, kind), NAMES)
    assert none >= percent * pruning.numbers // 100 - len(NAMES), FILE
    assert none <= percent * pruning.numbers / 100 + len(NAMES) + 30, f"only what ties may be more: {FILE}"


@pytest.mark.parametrize(
    "asked", [(50, "half"), (-5, "all"), (101, "matrix"), (2.5, "neurons"), (True, "all")]
)
def test_what_cannot_go(asked, lang):
    with pytest.raises(InputError) as refused:
        Pruning(random_weights(CONFIG)).at(*asked)
    assert "matrix, all, neurons" in refused.value.sentence[lang], FILE


def test_bytes_of_files():
    """A file in 8 bits, less a byte for each zero, plus a bit for each weight; and a file of the smaller model."""
    weights = random_weights(CONFIG)
    numbers = Pruning(weights).numbers
    assert bytes_without_zeros(CONFIG, numbers, 0) == size(CONFIG, 8) + -(-numbers // 8), FILE
    assert bytes_without_zeros(CONFIG, numbers, 100) == bytes_without_zeros(CONFIG, numbers, 0) - 100, FILE
    smaller = Config(vocabulary=11, context=7, width=12, layers=2, heads=3, feed_forward=7)
    header = len(save(random_weights(smaller))) - size(smaller, 8)
    assert 0 < header < 3000 and bytes_without_neurons(CONFIG, 3) == size(smaller, 8), FILE
