"""The forward pass and its gradients against torch; what it keeps of earlier words; what it refuses."""

import random

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from knobs.pocket import Config, InputError, Model
from knobs.pocket.silenced import silenced
from knobs.tensor import Tape, Texts
from torch.nn import functional as F

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


@pytest.mark.parametrize("name", ["smeared keys", "experts and slopes"])
def test_torch_finds_the_same_gradients(name):
    """Several texts at once, of which none sees the others. What follows the last word of one, nobody could know."""
    config, texts = CONFIGS[name], ([4, 7, 2, 0], [9, 0], [3, 8, 10, 5, 6, 1, 0])
    weights = random_weights(config)
    theirs = torch_pocket.tensors(weights)
    for parameter in theirs.values():
        parameter.requires_grad_()
    losses = [
        F.cross_entropy(
            torch_pocket.logits(theirs, config, text[:-1]), torch.tensor(text[1:]), reduction="sum"
        )
        for text in texts
    ]
    targets = [target for text in texts for target in [*text[1:], -1]]
    expected = torch.stack(losses).sum() / sum(target >= 0 for target in targets)
    expected.backward()
    model, tape = Model(weights), Tape()
    model.step(1)
    for tensor in weights.tensors.values():
        tape.learns(tensor)
    logits = model.logits([word for text in texts for word in text], Texts(map(len, texts)))
    loss = logits.cross_entropy(targets)
    loss.backward()
    assert float(loss) == pytest.approx(expected.item(), rel=1e-12), BOTH
    assert model.position == 1 and len(model.chosen[0]) in (0, 1), f"{FILE}: a training is not read on"
    for named, parameter in theirs.items():
        found = weights.tensors[named].gradient or [0.0] * parameter.numel()
        told = f"{named}: look in site_src/knobs/tensor.py or plain.py"
        wanted = torch.zeros_like(parameter) if parameter.grad is None else parameter.grad
        assert list(found) == pytest.approx(wanted.flatten().tolist(), rel=1e-9, abs=1e-12), told


@pytest.mark.parametrize("name", ["slopes", "smeared keys"])
def test_reading_at_once_is_reading_step_by_step(name):
    model, read = Model(random_weights(CONFIGS[name])), [3, 1, 4, 1]
    whole = model.read(read)
    assert model.position == 4, FILE
    model.reset()
    assert [model.step(word) for word in read][-1] == pytest.approx(whole, rel=1e-12), FILE
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
            first = (layer * config.experts + expert) * neurons
            without = Model(silenced(weights, range(first, first + neurons)))
            unchanged = bool((step_by_step(without, read) == before).all())
            assert unchanged is (expert not in chosen), f"layer {layer}, expert {expert}: {FILE}"


def test_it_tells_how_sure_the_router_was():
    """With a router of zeros no expert is better than another: each gets a quarter, and the first one answers."""
    weights, read = random_weights(CONFIGS["experts"]), words(CONFIGS["experts"])
    for expert in range(4):
        weights.tensors["blocks.1.router"][expert] = [0.0] * 12
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
    fork.step(9)
    assert model.step(4) == pytest.approx(Model(model.weights).read([3, 1, 4]), rel=1e-12), FILE
    other, expected = model.fork(), Model(model.weights).read([3, 1, 4, 5])
    assert other.step(5) == pytest.approx(expected, rel=1e-12), FILE
    assert (model.position, fork.position, other.position) == (3, 3, 4), FILE
    fork.reset()
    assert model.step(5) == pytest.approx(expected, rel=1e-12), FILE


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
        "texts": {"en": "The model reads 7 words at most.", "nl": "leest ten hoogste 7 woorden."},
    }
    for name, refused in {
        "none": lambda: model.read([]),
        "number": lambda: model.step(11),
        "full": lambda: [model.step(1) for _ in range(8)],
        "texts": lambda: model.logits([1] * 12, Texts([4, 8])),
    }.items():
        with pytest.raises(InputError) as caught:
            refused()
        assert told[name][lang] in str(InputError(caught.value.sentence, lang)), FILE


@pytest.mark.parametrize("word", [-1, 1.0, True, None, "1", 10**4000, pytest.param(10**5000, id="enormous")])
def test_a_word_is_a_number_of_the_vocabulary(word):
    with pytest.raises(InputError, match="There is no word number"):
        Model(random_weights(CONFIGS["plain"])).step(word)


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


def test_the_trained_model_has_258_083_parameters():
    assert POCKET.parameters == 258_083, "look in site_src/knobs/pocket/config.py"
