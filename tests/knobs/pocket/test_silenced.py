"""Neurons that are off, against torch, where they are multiplied by 0."""

import random

import pytest
import torch
from knobs.pocket import Config, InputError, Model
from knobs.pocket.silenced import silenced

from tests.knobs.pocket import torch_pocket
from tests.knobs.pocket.small import random_weights

FILE = "look in site_src/knobs/pocket/silenced.py"
SIZES = {"vocabulary": 11, "context": 7, "width": 12, "layers": 2, "heads": 3, "feed_forward": 10}
READ = [3, 1, 4, 1, 5, 9, 2]


@pytest.mark.parametrize("experts", [1, 4])
def test_they_add_nothing(experts):
    config = Config(**SIZES, experts=experts)
    weights, each = random_weights(config), experts * 10  # in a layer
    off = random.Random(0).sample(range(2 * each), each)
    by_layer = {layer: {neuron % each for neuron in off if neuron // each == layer} for layer in (0, 1)}
    expected = torch_pocket.logits(torch_pocket.tensors(weights), config, READ, by_layer)[-1]
    before = weights.matrices
    found = torch.tensor(Model(silenced(weights, off)).read(READ), dtype=torch.float64)
    assert (found - expected).abs().max() < 1e-9, FILE
    assert (found - torch.tensor(Model(weights).read(READ))).abs().max() > 1e-3, (
        f"{FILE}: nothing became silent"
    )
    assert weights.matrices == before, f"{FILE}: the weights that were given are changed"


@pytest.mark.parametrize("kept", [set(), {4, 17}], ids=["none", "one in each layer"])
def test_all_neurons_but_one_or_none(kept):
    config = Config(**SIZES)
    weights = random_weights(config)
    off = {layer: {neuron for neuron in range(10) if 10 * layer + neuron not in kept} for layer in (0, 1)}
    expected = torch_pocket.logits(torch_pocket.tensors(weights), config, READ, off)[-1].tolist()
    quiet = silenced(weights, sorted(set(range(20)) - kept))
    assert Model(quiet).read(READ) == pytest.approx(expected, abs=1e-9), FILE


def test_with_none_off_it_is_the_same_model():
    weights = random_weights(Config(**SIZES))
    assert silenced(weights, []).matrices == weights.matrices, FILE


@pytest.mark.parametrize("neuron", [-1, 20, 10**5000, True, 1.0], ids=lambda neuron: str(type(neuron)))
def test_a_neuron_that_is_not_there(neuron, lang):
    with pytest.raises(InputError) as refused:
        silenced(random_weights(Config(**SIZES)), [3, neuron])
    told = {"en": "they are numbered from 0 to 19.", "nl": "ze zijn genummerd van 0 tot en met 19."}
    assert told[lang] in refused.value.sentence[lang], FILE
