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
from pathlib import Path

from tests.conftest import ROOT

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
    *runs: list[str], ranks: int, folder: Path, before: str = "", launch: tuple[str, ...] = ()
) -> subprocess.CompletedProcess[str]:
    """Run the trainings one after the other with so many processes; 0 for plain python."""
    ports: list[int] = [0]
    for _ in runs[1:]:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            ports.append(free.getsockname()[1])
    script = folder / "run.py"
    script.write_text(
        SCRIPT.format(
            examples=str(ROOT / "examples"), before=before, runs=list(zip(ports, runs, strict=True))
        )
    )
    torchrun = ["-m", "torch.distributed.run", "--nproc-per-node", str(ranks), "--standalone", *launch]
    command = [sys.executable, *(torchrun if ranks else ()), str(script)]
    path = os.pathsep.join(map(str, (ROOT / "site_src", ROOT / "examples")))
    settings = {"PYTHONPATH": path, "OMP_NUM_THREADS": "1"}
    with subprocess.Popen(
        command, cwd=folder, env={**os.environ, **settings}, text=True, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as started:  # fmt: skip
        try:
            out, error = started.communicate(timeout=240)
        except BaseException:
            os.killpg(started.pid, signal.SIGKILL)
            raise
    return subprocess.CompletedProcess(command, started.returncode, out, error)


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


def losses(out: Path) -> list[float]:
    """What stands in the log of a run."""
    with (out / "log.csv").open(encoding="utf-8") as file:
        return [float(row["loss"]) for row in csv.DictReader(file)]
