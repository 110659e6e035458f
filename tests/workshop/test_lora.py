"""Additions to a model: counted by hand, nothing at the start, gone at 0, and plain Python adds what torch adds."""

import pytest
import torch
from knobs.pocket import Config, Weights, WeightsError
from knobs.pocket.lora import load_adapter
from knobs.pocket.safetensors import pack, pack_rows, write
from workshop.lora import add_lora, additions, low_ranks, set_strength
from workshop.model import Pocket

FILE = "look in site_src/workshop/lora.py"
PLAIN = "look in site_src/knobs/pocket/lora.py"
SIZES = Config(vocabulary=30, context=16, width=8, layers=2, heads=2, feed_forward=12)
WORDS = torch.tensor([[1, 5, 9, 2]])


def seeded():
    torch.manual_seed(3)
    model = Pocket(SIZES)
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=0.2)
    return model


def learned(model):
    """As if it had been trained."""
    for each in low_ranks(model).values():
        torch.nn.init.normal_(each.up, std=0.3)
    return model


def packed(model):
    return write({name: pack_rows(tensor.tolist(), "F32") for name, tensor in additions(model).items()})


def test_the_numbers_to_learn_are_counted_by_hand():
    learning = add_lora(seeded(), 3)
    # Four matrices of 8 × 8, one of 12 × 8 and one of 8 × 12, in each of two layers.
    assert sum(p.numel() for p in learning) == 2 * 3 * (4 * (8 + 8) + 2 * (8 + 12)), FILE


def test_it_begins_as_the_model_was_and_only_additions_learn():
    model = seeded()
    before = model(WORDS).detach()
    add_lora(model, 2)
    assert torch.equal(model(WORDS), before), FILE
    model(WORDS).square().sum().backward()
    moved = {name for name, p in model.named_parameters() if p.grad is not None}
    assert moved and all("parametrizations" in name and ".original" not in name for name in moved), FILE


def test_without_it_the_model_is_what_it_was():
    model = seeded()
    before = model(WORDS).detach()
    add_lora(model, 2)
    learned(model)
    assert not torch.allclose(model(WORDS), before), FILE
    set_strength(model, 0)
    assert torch.equal(model(WORDS), before), FILE


@pytest.mark.parametrize("strength", [1.0, 0.5, -0.25])
def test_plain_python_adds_what_torch_adds(strength):
    model = seeded()
    tensors = {name: tensor.clone() for name, tensor in model.tensors().items()}
    add_lora(model, 2)
    learned(model)
    set_strength(model, strength)
    base = Weights(SIZES, {n: [t.tolist()] if t.ndim == 1 else t.tolist() for n, t in tensors.items()})
    adapter = load_adapter(packed(model), SIZES)
    assert adapter.parameters == sum(tensor.numel() for tensor in additions(model).values()), PLAIN
    adapted = adapter.applied(base, strength)
    for name, each in low_ranks(model).items():
        wanted = tensors[name] + strength * each.up @ each.down
        assert torch.allclose(torch.tensor(adapted[name]), wanted, atol=1e-5), f"{name}: {PLAIN}"
    for name in set(tensors) - set(low_ranks(model)):
        assert adapted[name] == base[name], f"{name}: {PLAIN}"


def test_at_strength_0_every_number_is_that_of_the_base():
    model = seeded()
    base = Weights(
        SIZES, {n: [t.tolist()] if t.ndim == 1 else t.tolist() for n, t in model.tensors().items()}
    )
    add_lora(model, 2)
    adapter = load_adapter(packed(learned(model)), SIZES)
    before = base.copy()
    adapter.applied(base, 1)
    assert adapter.applied(base, 0).matrices == base.matrices == before.matrices, PLAIN


NAME = "blocks.0.query"
UP, DOWN = pack_rows([[1.0, 2.0]] * 8, "F32"), pack_rows([[0.5] * 8] * 2, "F32")


@pytest.mark.parametrize(
    ("tensors", "told"),
    [
        ({}, "no additions"),
        ({f"{NAME}.lora_up": UP}, f"lacks {NAME}.lora_down"),
        ({f"{NAME}.lora_up": UP, f"{NAME}.lora_down": pack_rows([[0.5] * 7] * 2, "F32")}, "does not fit"),
        ({f"{NAME}.lora_up": UP, f"{NAME}.lora_down": pack_rows([[0.5] * 8] * 3, "F32")}, "does not fit"),
        ({"nothing.lora_up": UP, "nothing.lora_down": DOWN}, "does not fit"),
        ({f"{NAME}.lora_up": pack([1.0] * 8, "F32"), f"{NAME}.lora_down": DOWN}, "does not fit"),
    ],
)
def test_what_does_not_fit_is_told_in_one_sentence(tensors, told):
    with pytest.raises(WeightsError, match=told) as refused:
        load_adapter(write(tensors), SIZES)
    assert refused.value.sentence.nl, PLAIN
