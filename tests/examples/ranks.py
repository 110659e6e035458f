"""Start trainings as their readers do, by torchrun; and several of them in one start, as starting takes longest.

    together(["--set", "training.parallel=fsdp"], [...], ranks=2)       each list is one run of examples/train.py

`before` is Python that each process runs first, with `train` (the module), `rank` and `attempt` at hand: so a test can
make a process die in a step of its choice.
"""

import csv
import os
import signal
import socket
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest
import train

from tests.conftest import ROOT

STEPS, SAVED = 8, 4
SCRIPT = """
import json, os, sys
sys.path[:0] = [{examples!r}]
import train
rank, attempt = int(os.environ.get("RANK", 0)), int(os.environ.get("TORCHELASTIC_RESTART_COUNT", 0))
def nth_batch(number, does):
    "Do something when a process asks for its batch of that number, counted from 0; one more is read before all."
    real, asked = train.batch, []
    def batch(*where):
        asked.append(where)
        if len(asked) == number + 2:
            does()
        return real(*where)
    train.batch = batch
{before}
ends = []
for port, arguments in {runs!r}:
    if port:  # every run but the first meets at an address of its own
        os.environ.update(MASTER_PORT=str(port), TORCHELASTIC_USE_AGENT_STORE="False")
    ends.append(train.main(arguments))
sys.exit(max(ends))
"""


def together(
    *runs: list[str],
    ranks: int,
    folder: Path,
    before: str = "",
    launch: tuple[str, ...] = (),
    machines: int = 1,
) -> subprocess.CompletedProcess[str]:
    """Run the trainings one after the other with so many processes on each machine; 0 for plain python.

    Machines are torchruns of their own, which know nothing of each other but an address. Returns the worst exit code,
    and what all of them told.
    """
    meeting = _free_port() if machines > 1 else 0  # 0: torchrun takes one that is free
    ports = [0, *map(_free_port, runs[1:])]
    script = folder / "run.py"
    script.write_text(
        SCRIPT.format(
            examples=str(ROOT / "examples"), before=before, runs=list(zip(ports, runs, strict=True))
        )
    )
    where = ["--nnodes", str(machines), "--rdzv-backend", "c10d", "--rdzv-endpoint", f"localhost:{meeting}"]
    torchrun = ["-m", "torch.distributed.run", "--nproc-per-node", str(ranks), *where, *launch]
    command = [sys.executable, *(torchrun if ranks else ()), str(script)]
    path = os.pathsep.join(map(str, (ROOT / "site_src", ROOT / "examples")))
    settings = {"PYTHONPATH": path, "OMP_NUM_THREADS": "1"}
    with ExitStack() as open_files:
        started = []
        for machine in range(machines):
            files = [
                open_files.enter_context((folder / f"{kind}{machine}").open("w")) for kind in ("out", "err")
            ]
            started.append(
                subprocess.Popen(
                    command, cwd=folder, env={**os.environ, **settings}, start_new_session=True,
                    stdout=files[0], stderr=files[1],
                )
            )  # fmt: skip
        try:
            codes = [each.wait(timeout=240) for each in started]
        finally:
            for each in started:
                if each.poll() is None:
                    os.killpg(each.pid, signal.SIGKILL)
                    each.wait()
    told = ["".join((folder / f"{kind}{n}").read_text() for n in range(machines)) for kind in ("out", "err")]
    return subprocess.CompletedProcess(command, max(map(abs, codes)), *told)


def _free_port(_: object = None) -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def small(folder: Path, steps: int) -> list[str]:
    """Arguments for a training that takes a second, on a text of its own in the folder."""
    texts = folder / "texts"
    texts.mkdir(exist_ok=True)
    if not (texts / "a.txt").exists():
        (texts / "a.txt").write_text("the sun is warm and the moon is cold . " * 300)
    fields = {
        "training.steps": steps, "training.warmup_steps": 1, "training.tokens_per_step": 256,
        "training.optimizer": "adamw", "training.data": texts, "architecture.vocab": 257, "architecture.d_model": 32,
    }  # fmt: skip
    chosen = [part for name, value in fields.items() for part in ("--set", f"{name}={value}")]
    return ["--tiny", "--device", "cpu", "--every", "1", "--cache", str(folder / "cache"), *chosen]


def arguments(folder: Path, out: Path, *extra: str) -> list[str]:
    """The same of a run in `out`, which is saved halfway and at its end."""
    return [*small(folder, STEPS), "--save-every", str(SAVED), "--out", str(out), *extra]


def refused(capsys: pytest.CaptureFixture[str], given: list[str]) -> str:
    """The one sentence with which a run is refused."""
    capsys.readouterr()
    assert train.main(given) == 2, "look in examples/train.py"
    sentence = capsys.readouterr().err
    assert sentence.count("\n") == 1 and sentence.endswith(".\n"), f"look in examples/train.py: {sentence}"
    return sentence


def losses(out: Path) -> list[float]:
    """What stands in the log of a run."""
    with (out / "log.csv").open(encoding="utf-8") as file:
        return [float(row["loss"]) for row in csv.DictReader(file)]
