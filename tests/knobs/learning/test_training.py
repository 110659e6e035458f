"""A start that is the same everywhere; a step, its gradients, and ten steps of AdamW, beside torch in float64."""

from array import array
from math import sqrt
from random import Random

import pytest
import torch
from knobs.learning.training import SPREAD, Training, start
from knobs.plain import PLAIN
from knobs.pocket import Config
from torch.nn import functional as F

from tests.knobs.pocket import torch_pocket

FILE = "look in site_src/knobs/learning/training.py"
SIZES = Config(
    vocabulary=23, context=12, width=8, layers=2, heads=2, feed_forward=6, slopes=(0.5, 0.0), smear=2
)
END = 0


def batches(count, seed=3):
    """Texts of a few words each: no <end> before the last word."""
    random = Random(seed)
    return [
        [[random.randint(1, 22) for _ in range(random.randint(1, 9))] + [END] for _ in range(4)]
        for _ in range(count)
    ]


def in_torch(memories):
    return {
        name: torch.tensor(memories[name].numbers, dtype=torch.float64).reshape(shape).requires_grad_()
        for name, shape in SIZES.shapes.items()
    }


def loss_in_torch(parameters, batch):
    losses = [
        F.cross_entropy(
            torch_pocket.logits(parameters, SIZES, text[:-1]), torch.tensor(text[1:]), reduction="sum"
        )
        for text in batch
    ]
    return torch.stack(losses).sum() / sum(len(text) - 1 for text in batch)


def test_a_start_is_exact_in_32_bits_and_follows_from_its_seed():
    memories = start(SIZES, 5)
    assert memories == start(SIZES, 5) != start(SIZES, 6), FILE
    for name, memory in memories.items():
        assert list(array("f", memory.numbers)) == memory.numbers, f"{name}: {FILE}"
        assert not any(memory.means) and not any(memory.squares), FILE
        if name.endswith(("bias", "output", "down")):
            assert not any(memory.numbers), f"{name}: {FILE}"
    drawn = memories["embedding"].numbers
    assert sqrt(sum(one * one for one in drawn) / len(drawn)) == pytest.approx(SPREAD, rel=0.15), FILE
    assert abs(sum(drawn) / len(drawn)) < 0.3 * SPREAD, FILE


def test_a_start_is_the_same_one_for_ever():
    """Seeds that readers share, and the record of a training, count on these numbers."""
    assert start(SIZES, 1)["embedding"].numbers[:3] == [
        -0.05239701271057129,
        0.023092031478881836,
        0.05927610397338867,
    ], FILE


def test_gradients_are_torchs():
    memories = start(SIZES, 2)
    (batch,) = batches(1)
    theirs, training = in_torch(memories), Training(SIZES, memories, arithmetic=PLAIN)
    wanted = loss_in_torch(theirs, batch)
    wanted.backward()
    assert training.loss(batch) == pytest.approx(wanted.item(), rel=1e-12), FILE
    training.step(batch, 0.0)  # which turns nothing; of a gradient g, the mean is g / 10 then
    for name, parameter in theirs.items():
        means = [10 * mean for mean in training.memories()[name].means]
        assert means == pytest.approx(parameter.grad.flatten().tolist(), rel=1e-9, abs=1e-14), name


def test_ten_steps_are_torchs():
    memories = start(SIZES, 2)
    theirs, training = in_torch(memories), Training(SIZES, memories, arithmetic=PLAIN)
    optimizer = torch.optim.AdamW(theirs.values())  # its defaults are ours
    for number, batch in enumerate(batches(10)):
        rate = 0.01 if number < 5 else 0.003
        optimizer.param_groups[0]["lr"] = rate
        wanted = loss_in_torch(theirs, batch)
        optimizer.zero_grad()
        wanted.backward()
        optimizer.step()
        assert training.step(batch, rate) == pytest.approx(wanted.item(), rel=1e-7), FILE
    assert training.updates == 10, FILE
    for name, parameter in theirs.items():
        turned = training.memories()[name].numbers
        assert turned == pytest.approx(parameter.detach().flatten().tolist(), rel=1e-5, abs=1e-7), name


def test_it_goes_on_as_if_nothing_had_been_in_between():
    whole = Training(SIZES, start(SIZES, 4), arithmetic=PLAIN)
    first = Training(SIZES, start(SIZES, 4), arithmetic=PLAIN)
    some = batches(6)
    for batch in some[:3]:
        first.step(batch, 0.01)
        whole.step(batch, 0.01)
    second = Training(SIZES, first.memories(), first.updates, PLAIN)
    for batch in some[3:]:
        assert second.step(batch, 0.01) == whole.step(batch, 0.01), FILE
    assert second.memories() == whole.memories(), FILE


def test_its_reader_reads_what_it_has_learned():
    training = Training(SIZES, start(SIZES, 4), arithmetic=PLAIN)
    for batch in batches(2):
        training.step(batch, 0.05)
    text = [3, 4, 5, 9]
    rows = training.logits([[7, 8], text])
    assert training.reader().read(text) == pytest.approx(rows[-SIZES.vocabulary :], rel=1e-12), FILE
    assert len(rows) == 6 * SIZES.vocabulary, FILE
