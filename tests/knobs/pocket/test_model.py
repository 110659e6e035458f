"""The forward pass against torch; what it keeps of earlier words; silent neurons; what it refuses."""

import random

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from knobs.pocket import Config, InputError, Model
from knobs.pocket.model import rms, softmax, times

from tests.knobs.pocket import torch_pocket
from tests.knobs.pocket.small import POCKET, random_weights

FILE = "look in site_src/knobs/pocket/model.py"
BOTH = f"{FILE}, or in tests/knobs/pocket/torch_pocket.py, which computes apart from it"
SMALL = {"vocabulary": 11, "context": 7, "width": 12, "layers": 2, "heads": 3, "feed_forward": 10}
SLOPES = (0.5, 0.0, 0.0625)
CONFIGS = {
    "plain": Config(**SMALL),
    "slopes": Config(**SMALL, slopes=SLOPES),
    "one layer": Config(**SMALL | {"layers": 1}, slopes=SLOPES),
    "one head": Config(**SMALL | {"heads": 1}, slopes=(0.25,)),
    "a head for each number": Config(**SMALL | {"heads": 12}),
    "experts": Config(**SMALL, experts=4),
    "experts and slopes": Config(**SMALL, slopes=SLOPES, experts=3),
    "smeared keys": Config(**SMALL, slopes=SLOPES, smear=2),
    "smeared over more than there is": Config(**SMALL, smear=9, experts=3),
    "one neuron": Config(**SMALL | {"feed_forward": 1}),
    "one word at a time": Config(**SMALL | {"context": 1}),
}


def words(config, seed=0):
    """As many as fit."""
    return random.Random(seed).choices(range(config.vocabulary), k=config.context)


def step_by_step(model, read):
    return torch.tensor([model.step(word) for word in read], dtype=torch.float64)


@pytest.mark.parametrize("config", CONFIGS.values(), ids=CONFIGS)
@pytest.mark.parametrize("seed", range(3))
def test_torch_computes_the_same_logits(config, seed):
    weights, read = random_weights(config, seed), words(config, seed)
    expected = torch_pocket.logits(torch_pocket.tensors(weights), config, read)
    torch.testing.assert_close(
        step_by_step(Model(weights), read), expected, rtol=0, atol=1e-9, msg=lambda told: f"{told}\n{BOTH}"
    )


def test_torch_computes_the_same_at_the_size_of_the_trained_model():
    config = Config(vocabulary=867, slopes=(0.5, 0.25, 0.125, 0), smear=4)
    weights, read = random_weights(config, size=0.125), words(config)
    expected = torch_pocket.logits(torch_pocket.tensors(weights), config, read)[-1]
    last = torch.tensor(Model(weights).read(read), dtype=torch.float64)
    assert (last - expected).abs().max() < 1e-9, BOTH


@pytest.mark.parametrize("name", ["slopes", "experts"])
def test_silent_neurons(name):
    config = CONFIGS[name]
    weights, read = random_weights(config), words(config)
    silenced = {0: {0, 3, 9}, 1: set(range(1, config.experts * 10, 3))}
    model = Model(weights)
    before = model.read(read)
    for layer, neurons in silenced.items():
        model.silence(layer, neurons)
    expected = torch_pocket.logits(torch_pocket.tensors(weights), config, read, silenced)
    silent = torch.tensor(model.read(read), dtype=torch.float64)
    assert (silent - expected[-1]).abs().max() < 1e-9, BOTH
    assert (silent - torch.tensor(before)).abs().max() > 1e-3, f"{FILE}: nothing became silent"
    for layer in silenced:
        model.silence(layer, ())
    assert model.read(read) == before, f"{FILE}: silenced neurons speak again"


def test_all_neurons_silent_but_one_or_none():
    config = CONFIGS["plain"]
    weights = random_weights(config)
    for kept in (set(), {4}):
        model, neurons = Model(weights), set(range(10)) - kept
        for layer in range(2):
            model.silence(layer, neurons)
        expected = torch_pocket.logits(
            torch_pocket.tensors(weights), config, [1, 2], dict.fromkeys((0, 1), neurons)
        )
        assert model.read([1, 2]) == pytest.approx(expected[-1].tolist(), abs=1e-9), BOTH


@pytest.mark.parametrize("name", ["slopes", "smeared keys"])
def test_reading_at_once_is_reading_step_by_step(name):
    model, read = Model(random_weights(CONFIGS[name])), [3, 1, 4, 1]
    whole = model.read(read)
    assert model.position == 4, FILE
    model.reset()
    assert [model.step(word, logits=False) for word in read[:3]] == [None] * 3, FILE
    assert model.step(read[3]) == whole, FILE
    assert model.read(read) == whole, f"{FILE}: read begins anew"


def test_it_tells_which_expert_answered():
    """The one without which the text is read otherwise, as the others can be silent."""
    config = CONFIGS["experts"]
    weights, read = random_weights(config), words(config)
    model = Model(weights)
    before = step_by_step(model, read)
    neurons = config.feed_forward
    for layer, chosen in enumerate(model.chosen):
        assert len(chosen) == len(read), FILE
        for expert in range(config.experts):
            without = Model(weights)
            without.silence(layer, range(expert * neurons, (expert + 1) * neurons))
            unchanged = bool((step_by_step(without, read) == before).all())
            assert unchanged is (expert not in chosen), f"layer {layer}, expert {expert}: {FILE}"


def test_it_tells_how_sure_the_router_was():
    """With a router of zeros no expert is better than another: each gets a quarter, and the first one answers."""
    weights, read = random_weights(CONFIGS["experts"]), words(CONFIGS["experts"])
    weights.matrices["blocks.1.router"] = [[0.0] * 12] * 4
    model = Model(weights)
    model.read(read)
    assert model.shares[1] == [0.25] * len(read) and set(model.chosen[1]) == {0}, FILE
    assert all(0.25 < share < 1 for share in model.shares[0]) and len(model.shares[0]) == len(read), FILE
    fork = model.fork()
    fork.reset()
    assert model.shares[1] and fork.shares == [[], []], FILE


@pytest.mark.parametrize("name", ["slopes", "smeared keys"])
def test_a_fork_goes_its_own_way(name):
    model = Model(random_weights(CONFIGS[name]))
    model.read([3, 1])
    fork = model.fork()
    expected = Model(model.weights).read([3, 1, 4])
    fork.silence(0, range(10))
    assert fork.step(9) != model.step(4) == expected, FILE
    other = model.fork()
    assert other.step(5) == Model(model.weights).read([3, 1, 4, 5]), FILE
    assert (model.position, fork.position, other.position) == (3, 3, 4), FILE
    fork.reset()
    assert model.step(5) == Model(model.weights).read([3, 1, 4, 5]), FILE


def test_a_changed_parameter_counts_for_what_is_read_next():
    model = Model(random_weights(CONFIGS["experts"]))
    before, weights = model.read([1, 2]), model.weights
    for name in weights.config.shapes:
        if "experts" in name:
            continue  # some experts do not answer here
        cell = weights.cell(name, 0, 1 if name == "word_bias" else 0)
        if name in ("embedding", "positions"):
            cell = weights.cell(name, 1, 0)  # of the word and the place that were read
        was = weights.get(cell)
        weights.set(cell, was + 1)
        assert model.read([1, 2]) != before, f"{name}: {FILE}"
        weights.set(cell, was)
        assert model.read([1, 2]) == before, f"{name}: {FILE}"


def test_what_cannot_be_read(lang):
    model = Model(random_weights(CONFIGS["plain"]))
    told = {
        "none": {"en": "one word or more", "nl": "minstens één woord"},
        "number": {"en": "no word number 11; they are numbered from 0 to 10.", "nl": "van 0 tot en met 10."},
        "full": {"en": "The model reads 7 words at most.", "nl": "leest ten hoogste 7 woorden."},
        "neuron": {
            "en": "no neuron 10 in layer 1; layers go from 0 to 1, neurons from 0 to 9.",
            "nl": "in laag 1",
        },
    }
    for name, refused in {
        "none": lambda: model.read([]),
        "number": lambda: model.step(11),
        "full": lambda: [model.step(1) for _ in range(8)],
        "neuron": lambda: model.silence(1, [10]),
    }.items():
        with pytest.raises(InputError) as caught:
            refused()
        assert told[name][lang] in str(InputError(caught.value.sentence, lang)), FILE


@pytest.mark.parametrize("word", [-1, 1.0, True, None, "1", 10**4000, pytest.param(10**5000, id="enormous")])
def test_a_word_is_a_number_of_the_vocabulary(word):
    with pytest.raises(InputError, match="There is no word number"):
        Model(random_weights(CONFIGS["plain"])).step(word)


@pytest.mark.parametrize("layer", [-1, 2])
def test_a_layer_that_is_not_there(layer):
    for neurons in ([], [0]):
        with pytest.raises(InputError, match="There is no neuron 0 in layer"):
            Model(random_weights(CONFIGS["plain"])).silence(layer, neurons)


def test_a_text_that_does_not_fit_is_not_read():
    model = Model(random_weights(CONFIGS["plain"]))
    with pytest.raises(InputError, match="reads 7 words at most"):
        model.read([1] * 8)
    assert model.position == 0, FILE


@settings(deadline=None, max_examples=30)
@given(st.data())
def test_however_far_a_parameter_is_turned_the_model_does_not_crash(data):
    config = CONFIGS[data.draw(st.sampled_from(["slopes", "experts"]))]
    weights = random_weights(config)
    for _ in range(data.draw(st.integers(1, 3))):
        value = data.draw(st.floats(allow_nan=False, allow_infinity=False))
        weights.set(data.draw(st.integers(0, len(weights) - 1)), value)
    assert len(Model(weights).read([1, 2, 3])) == config.vocabulary, FILE


def test_the_pieces_by_hand():
    assert times([[1.0, 2.0], [3.0, 4.0], [0.0, 0.0]], [10.0, 1.0]) == [12.0, 34.0, 0.0], FILE
    assert rms([3.0, -3.0]) == pytest.approx([1, -1], abs=1e-6), FILE
    assert rms([0.0, 0.0]) == [0.0, 0.0], FILE
    assert softmax([0.0, 0.0, -float("inf")]) == [0.5, 0.5, 0.0], FILE
    assert softmax([1e4, 0.0]) == [1.0, 0.0], FILE


def test_python_3_12_and_3_11_multiply_alike():
    """math.sumprod is there from 3.12 on; whichever runs here, exact fractions judge it."""
    draw = random.Random(0)
    row, vector = ([draw.gauss(0, 1) for _ in range(256)] for _ in range(2))
    exact = torch.dot(torch.tensor(row, dtype=torch.float64), torch.tensor(vector, dtype=torch.float64))
    assert times([row], vector)[0] == pytest.approx(exact.item(), abs=1e-12), FILE


def test_the_trained_model_has_258_083_parameters():
    assert POCKET.parameters == 258_083, "look in site_src/knobs/pocket/config.py"
