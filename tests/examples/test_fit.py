"""What would fit does fit: judged by what torch's own trackers count in a simulated pass."""

from dataclasses import replace
from itertools import pairwise

import pytest
import torch.distributed as dist
from config import read
from fit import enough_memory
from knobs.cost import training_bytes
from knobs.text import InputError
from plan import memory
from train import main

FILE = "look in examples/fit.py"
GB = 1e9


def refused(config, overrides, device, world, here, free, tiny=False):
    with pytest.raises(InputError) as error:
        enough_memory(config, overrides, tiny, device, world, here, free)
    return str(error.value)


@pytest.mark.parametrize("recomputed", [False, True])
@pytest.mark.parametrize("precision", ["bf16", "fp32"])
@pytest.mark.parametrize(
    ("config", "parallel", "parts", "rows"),
    [
        ("nano", "fsdp", 2, 16),
        ("gpt2-124m", "ddp", 1, 32),
        ("gpt2-124m", "ddp", 1, 2),
        ("1b", "fsdp", 8, 8),
        ("8b", "fsdp", 8, 1),
        ("8b", "ddp", 1, 1),
    ],
)
def test_the_formula_is_near_what_torch_counts(config, parallel, parts, rows, precision, recomputed):
    a, t = read(config)
    a = a._replace(n_layers=4)  # simulated whole, not along a line
    t = replace(t, parallel=parallel, rows=rows, precision=precision, checkpointing=recomputed)
    told = memory(a, t, parts)[f"peak, {'recomputed' if recomputed else 'kept'}"]
    kinds = {"whole": parallel == "ddp", "short": precision == "bf16", "recomputed": recomputed}
    found = training_bytes(a, t.rows * t.context, parts, **kinds)
    assert found == pytest.approx(told, rel=0.1), "look at training_bytes in site_src/knobs/cost.py"


def test_too_little_memory(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("train.free_bytes", lambda *_: 16 * GB)
    assert main(["--config", "8b", "--out", str(tmp_path / "run"), "--device", "cpu"]) == 2
    sentence = capsys.readouterr().err
    assert sentence.startswith("8,030,261,248 parameters and 1 × 8192 tokens at once need about 1"), FILE
    assert "one has 16.0 GB. What fits: " in sentence and sentence.endswith(" or --tiny.\n"), FILE
    assert "--config gpt2-124m --set training.rows=8" in sentence and sentence.count("\n") == 1, FILE


@pytest.mark.parametrize("device", ["cpu", "cuda"])
@pytest.mark.parametrize("free", [0.5, 2, 8, 16, 40, 80])
@pytest.mark.parametrize(
    ("config", "overrides", "world"),
    [
        ("gpt2-124m", [], 1),
        ("1b", [], 8),
        ("8b", [], 1),
        ("70b-plan", ["training.parallel=hsdp"], 32),
        ("gpt2-124m", ["training.rows=64", "training.context=8192"], 1),
        ("8b", ["training.parallel=ddp"], 2),
        ("pocket", ["architecture.d_model=50000"], 1),
    ],
)
def test_what_is_advised_would_be_accepted(config, overrides, world, free, device):
    """Each way that a sentence names is put behind the same command, as a reader would."""
    try:
        enough_memory(config, overrides, False, device, world, min(world, 8), free * GB)
    except InputError as error:
        told = str(error).partition("What fits: ")[2].rstrip(".")
    else:
        return
    if told.startswith("nothing here"):
        return
    for way in told.replace(" or ", ", ").split(", "):
        words = way.split()
        settings = [*overrides, *(word for before, word in pairwise(words) if before == "--set")]
        named = words[1] if words[0] == "--config" else config
        many = int(words[0]) if words[0].isdecimal() else world
        here = 1 if many > world and device == "cpu" else min(many, 8)
        room = free * GB * (min(world, 8) if here == 1 and device == "cpu" else 1)
        enough_memory(named, settings, way == "--tiny", device, many, here, room)


def test_tiny_is_not_advised_to_who_has_it():
    told = refused(
        "pocket", ["architecture.d_model=100000", "architecture.d_ff=30000"], "cpu", 1, 1, 16 * GB, tiny=True
    )
    assert "--tiny" not in told and "What fits: " in told, FILE


def test_any_number_of_rows_is_answered_at_once():
    rows = ["training.rows=1000000000", "training.tokens_per_step=64000000000"]
    assert "--set training.rows=" in refused("pocket", rows, "cpu", 1, 1, 16 * GB), FILE


def test_processes_on_a_cpu_share_its_memory():
    rows = ["training.rows=8"]
    enough_memory("gpt2-124m", rows, False, "cpu", 1, 1, 12 * GB)
    sentence = refused("gpt2-124m", rows, "cpu", 2, 2, 6 * GB)
    assert "machines with" in sentence or "training.rows=" in sentence, FILE
    assert "GPUs" not in sentence and "GPUs" in refused("8b", [], "cuda", 1, 1, 70 * GB), FILE


def test_copies_of_a_machine_are_parted_within_it():
    """70 billion on 64 devices: 8 on each machine hold a copy together, and that is too much; parted by 64 it fits."""
    enough_memory("70b-plan", [], False, "cuda", 64, 8, 80 * GB)
    assert "GB for each process" in refused("70b-plan", ["training.parallel=hsdp"], "cuda", 64, 8, 80 * GB), (
        FILE
    )
    assert not dist.is_initialized()
