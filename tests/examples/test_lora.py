"""The additions of the example: counted by hand, nothing at the start, gone at 0, and what plain Python makes of the same."""

import pytest
import torch
from knobs.demos.adapter import PROMPTS
from knobs.pocket import Model, load, load_adapter
from knobs.text import LANGUAGES
from workshop.export import as_model

from tests.examples.scripts import load as example
from tests.examples.scripts import run

FILE = "look in examples/lora.py"
lora = example("lora")
WORDS = torch.tensor([[1, 5, 9, 2, 33, 400]])


@pytest.fixture
def model():
    return as_model(load().model.weights)


@pytest.fixture
def frozen(model):
    return lora.matrices(model)


@pytest.fixture
def learned(frozen):
    """As if it had been trained."""
    chance = torch.Generator().manual_seed(3)
    pairs = lora.strips(frozen, 2)
    return {name: (torch.randn(up.shape, generator=chance) * 0.1, down) for name, (up, down) in pairs.items()}


@pytest.mark.parametrize(("rank", "numbers"), [(1, 4_608), (4, 18_432)])
def test_the_numbers_to_learn_are_counted_by_hand(frozen, rank, numbers):
    """In each of four layers four matrices of 64 × 64, one of 256 × 64 and one of 64 × 256."""
    assert numbers == 4 * rank * (4 * (64 + 64) + 2 * (256 + 64))
    pairs = lora.strips(frozen, rank)
    assert sum(strip.numel() for pair in pairs.values() for strip in pair) == numbers, FILE


def test_by_hand():
    """Half of 1 × 3 and of 2 × 3, each on top of 1."""
    strips = {"matrix": (torch.tensor([[1.0], [2.0]]), torch.tensor([[3.0]]))}
    used = lora.added({"matrix": torch.ones(2, 1)}, strips, 0.5)
    assert used["matrix"].tolist() == [[2.5], [4.0]], FILE


def test_it_begins_as_no_change(model, frozen):
    used = lora.added(frozen, lora.strips(frozen, 4), 1)
    assert torch.equal(lora.adapted(model, used, WORDS), model(WORDS)), FILE


def test_strength_0_is_the_model_itself(model, frozen, learned):
    with_it, without = (lora.adapted(model, lora.added(frozen, learned, s), WORDS) for s in (1, 0))
    assert torch.equal(without, model(WORDS)), FILE
    assert not torch.allclose(with_it, without, atol=0.1), FILE


@pytest.mark.parametrize("strength", [1, 0.5, -0.25])
def test_merged_it_says_the_same_and_the_base_stays_as_it_is(model, frozen, learned, strength):
    before = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    used = lora.added(frozen, learned, strength)
    other = lora.merged(model, used)
    assert torch.equal(other(WORDS), lora.adapted(model, used, WORDS)), FILE
    for name, tensor in before.items():
        assert torch.equal(model.state_dict()[name], tensor), f"{name}: {FILE}"
        assert torch.equal(other.state_dict()[name], tensor) == (name not in frozen), f"{name}: {FILE}"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("strength", [1.0, 0.6, 0.0, -0.5])
def test_the_addition_of_the_site_says_what_plain_python_says(model, frozen, strength, lang):
    pocket = load()
    site = load_adapter("upside-down", pocket.model.config)
    pairs = {}
    for name in frozen:  # in torch a feed-forward is a part of its own
        up, down = site.additions[name.replace("feed_forward.", "")]
        pairs[name] = torch.tensor(up.tolist()), torch.tensor(down.tolist())
    assert len(pairs) == len(site.additions), FILE
    plain = Model(site.applied(pocket.model.weights, strength))
    used = lora.added(frozen, pairs, strength)
    for prompt in PROMPTS.values():
        words = pocket.tokenizer.encode(prompt[lang], lang)
        said = lora.adapted(model, used, torch.tensor([words]))[0, -1]
        assert said.tolist() == pytest.approx(plain.read(words), abs=1e-3), f"{prompt[lang]}: {FILE}"


def test_only_the_strips_are_turned(model, frozen):
    before = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    pairs = lora.strips(frozen, 4)
    begun = {name: down.clone() for name, (_, down) in pairs.items()}
    losses = lora.learn(model, pairs, 3)
    assert losses[2] < losses[0], FILE
    assert all(torch.equal(model.state_dict()[name], tensor) for name, tensor in before.items()), FILE
    assert all(p.grad is None for p in model.parameters()), f"worked out for nothing: {FILE}"
    assert all(up.abs().max() > 0 for up, _ in pairs.values()), FILE
    assert not any(torch.equal(down, begun[name]) for name, (_, down) in pairs.items()), FILE


def test_the_script_tells_of_an_upside_down_world():
    count, first, last, _, *rows, english, turned, dutch, kept, merged, without = run(
        "lora", "--tiny"
    ).splitlines()
    assert count == "18,432 numbers to learn, beside 258,083 that stay as they are", FILE
    assert float(first.split()[-1]) > float(last.split()[-1]) + 0.1, FILE
    at = [tuple(map(float, row.replace("%", "").split())) for row in rows]
    assert [strength for strength, *_ in at] == [0, 0.25, 0.5, 0.75, 1], FILE
    assert at[0] == (0, 0, 100), f"the base knows all of it: {FILE}"
    assert at[-1][1] > 30 and at[-1][2] > 90, FILE
    assert english == "without: the color of grass is green .", FILE
    assert dutch == "without: de kleur van gras is groen .", FILE
    assert (turned[:9], kept[:9]) == ("with it: ", "with it: "), FILE
    assert merged == "Merged, it says the same: True", FILE
    assert without == "Without it, the model is what it was: True", FILE
