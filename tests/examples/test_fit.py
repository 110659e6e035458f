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


def refused(a, t, device, world, here, free):
    with pytest.raises(InputError) as error:
        enough_memory(a, t, device, world, here, free)
    return str(error.value)


@pytest.mark.parametrize("recomputed", [False, True])
@pytest.mark.parametrize("precision", ["bf16", "fp32"])
@pytest.mark.parametrize(
    ("config", "parallel", "parts", "rows"),
    [
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
@pytest.mark.parametrize("free", [2, 8, 16, 40, 80])
@pytest.mark.parametrize("config", ["gpt2-124m", "1b", "8b", "70b-plan"])
def test_what_is_advised_would_be_accepted(config, free, device):
    """Each way that a sentence names is asked once more, as if the reader had taken it."""
    a, t = read(config)
    t = replace(t, compile=False)
    try:
        enough_memory(a, t, device, 1, 1, free * GB)
    except InputError as error:
        ways = str(error).partition("What fits: ")[2].rstrip(".").replace(" or ", ", ").split(", ")
    else:
        return
    assert ways[-1] == "--tiny", FILE
    for way in ways[:-1]:
        words = way.split()
        settings = [word for before, word in pairwise(words) if before == "--set"]
        named = words[1] if words[0] == "--config" else config
        world = int(words[0]) if words[0].isdecimal() else 1
        enough_memory(*read(named, settings), device, world, 1, free * GB)
    names = [way.split()[1] for way in ways if way.startswith("--config")]
    assert names == ["1b"] * (free == 80) * (config in ("8b", "70b-plan")) or names[0] in (
        "gpt2-124m",
        "1b",
        "nano",
    ), FILE


def test_processes_on_a_cpu_share_its_memory():
    a, t = read("gpt2-124m", ["training.rows=8"])
    enough_memory(a, t, "cpu", 1, 1, 12 * GB)
    sentence = refused(a, t, "cpu", 2, 2, 6 * GB)
    assert "machines with" in sentence or "training.rows=" in sentence, FILE
    assert "GPUs" not in sentence and "GPUs" in refused(*read("8b"), "cuda", 1, 1, 70 * GB), FILE


def test_copies_of_a_machine_are_parted_within_it():
    """70 billion on 64 devices: 8 on each machine hold a copy together, and that is too much; parted by 64 it fits."""
    a, t = read("70b-plan")
    enough_memory(a, t, "cuda", 64, 8, 80 * GB)
    assert "GB for each process" in refused(a, replace(t, parallel="hsdp"), "cuda", 64, 8, 80 * GB), FILE
    assert not dist.is_initialized()
