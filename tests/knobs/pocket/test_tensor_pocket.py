"""A whole model out of tensors: it says what the one in plain Python says, and learns what torch learns."""

import pytest
import torch
from knobs.plain import PLAIN
from knobs.pocket import Config, Model
from knobs.tensor import Tape, Texts
from torch.nn import functional as F

from . import torch_pocket
from .small import random_weights
from .tensor_pocket import TensorPocket

SIZES = Config(
    vocabulary=11, context=9, width=8, layers=2, heads=2, feed_forward=6, slopes=(0.5, 0.0), smear=2
)
TEXTS = [4, 7, 2, 0], [9, 0], [3, 8, 10, 5, 6, 1, 0]


def test_says_what_plain_python_says() -> None:
    weights = random_weights(SIZES)
    model, ours = Model(weights), TensorPocket(weights, PLAIN)
    for text in TEXTS:
        model.reset()
        wanted = [number for word in text for number in model.step(word) or []]
        ours.forget()
        stepped = [number for word in text for number in ours.step(word).numbers]
        assert stepped == pytest.approx(wanted, rel=1e-12)
        assert ours.read(text, Texts([len(text)])).numbers == pytest.approx(wanted, rel=1e-12)


def test_learns_what_torch_learns() -> None:
    """Several texts at once, of which none sees the others. What follows the last word of one, nobody could know."""
    weights = random_weights(SIZES)
    theirs = torch_pocket.tensors(weights)
    for parameter in theirs.values():
        parameter.requires_grad_()
    losses = [
        F.cross_entropy(
            torch_pocket.logits(theirs, SIZES, text[:-1]), torch.tensor(text[1:]), reduction="sum"
        )
        for text in TEXTS
    ]
    targets = [target for text in TEXTS for target in [*text[1:], -1]]
    wanted = torch.stack(losses).sum() / sum(target >= 0 for target in targets)
    wanted.backward()

    ours, tape = TensorPocket(weights, PLAIN), Tape()
    for tensor in ours.weights.values():
        tape.learns(tensor)
    loss = ours.read([word for text in TEXTS for word in text], Texts(map(len, TEXTS))).cross_entropy(targets)
    loss.backward()
    assert float(loss) == pytest.approx(wanted.item(), rel=1e-12)
    for name, parameter in theirs.items():
        gradient = parameter.grad.flatten().tolist()
        assert ours.weights[name].gradient == pytest.approx(gradient, rel=1e-9, abs=1e-12), name
