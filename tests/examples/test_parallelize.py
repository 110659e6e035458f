"""One process, two with the whole model each, and two with a part of it each train the same model."""

import pytest
from train import main

from tests.examples.ranks import losses, small, together

FILE = "look in examples/parallelize.py"
STEPS = 10
EXPERTS = ["--set", "architecture.n_experts=4", "--set", "architecture.experts_per_token=1"]
EXPERTS += ["--set", "architecture.d_ff_expert=16"]
TWICE = ["--set", "training.rows=2"]  # half as many rows at once as fit a step
BF16 = ["--set", "training.precision=bf16"]
CHECKPOINTING, MUON = ["--set", "training.checkpointing=true"], ["--set", "training.optimizer=muon"]
KINDS = {  # what is asked of two processes, and what the one process is asked besides
    "ddp": ([], []),
    "ddp, gradients of two passes added": (TWICE, []),
    "fsdp": ([], []),
    "fsdp, gradients of two passes added": (TWICE, []),
    "hsdp": ([], []),
    "hsdp, two copies": (["--set", "training.replicas=2", *TWICE], []),
    "fsdp with experts and checkpointing": (EXPERTS + CHECKPOINTING, EXPERTS),
    "ddp with experts and checkpointing": (EXPERTS + CHECKPOINTING, EXPERTS),
    "ddp with muon": (MUON, MUON),
    "fsdp with muon": (MUON, MUON),
    "ddp in bf16": (BF16, BF16),
    "fsdp in bf16": (BF16, BF16),
}


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ranks")
    common = small(folder, steps=STEPS)
    alone = {}
    for extra in ([], EXPERTS, MUON, BF16):
        out = folder / f"alone{len(alone)}"
        assert main([*common, *extra, "--out", str(out)]) == 0, "look in examples/train.py"
        alone[str(extra)] = losses(out)
    runs = [
        [
            *common,
            *extra,
            "--out",
            str(folder / kind),
            "--set",
            f"training.parallel={kind.split()[0].strip(',')}",
        ]
        for kind, (extra, _) in KINDS.items()
    ]
    ended = together(*runs, ranks=2, folder=folder)
    assert ended.returncode == 0, f"{FILE}:\n{ended.stderr[-3000:]}"
    return alone, {kind: losses(folder / kind) for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS)
def test_two_processes_give_the_losses_of_one(ran, kind):
    alone, shared = ran
    expected = alone[str(KINDS[kind][1])]
    # In 16 bits parts are rounded otherwise than the whole; Muon makes a step equally large in every direction in them.
    close = 1e-2 if kind in ("fsdp with muon", "ddp in bf16", "fsdp in bf16") else 1e-6
    assert len(shared[kind]) == STEPS and expected[-1] < expected[0] - 0.3, FILE
    assert shared[kind] == pytest.approx(expected, abs=close, rel=0), f"{FILE}: {kind}"
