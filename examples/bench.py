"""How fast a step of our training is on this device: tokens a second, and what share of the device's peak that is.

    python examples/bench.py --rows 8,16,32,64                       the best of these batch sizes, on one GPU
    python examples/bench.py --rows 16,32 --nanogpt ../nanoGPT       nanoGPT's own bench.py as well, in turns with ours
    python examples/bench.py --rows 32 --record bench.json           with what plan.py says of the memory beside it
    python examples/bench.py --tiny                                  the pocket model, for a CPU; or all of it, in short:
    python examples/bench.py --rows 1 --set training.context=128 --set training.precision=fp32

Both read the same random tokens in each step, as no disk is to be measured; each of five repeats begins anew, and the
median is told. Model FLOPs utilisation (MFU, arXiv 2204.02311) is (6N + attention) a second, for both over this device's
own peak without sparsity: nanoGPT prints a share of an A100's. Ours clips gradients, as train.py does; the other not.
"""

import gc
import json
import math
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from statistics import median

import torch
from config import Training, read
from fit import enough_memory
from knobs.architecture import Architecture
from knobs.text import InputError
from model import Decoder
from parallelize import recompute
from plan import memory
from torch import Tensor
from train import operations_per_token, optimizers, update
from workshop.progress import peak_of
from workshop.running import above_0, free_bytes, options, plainly, refuse

CPU_TOKENS = 2048  # in a step
WARM_UP = 10  # steps before the clock starts, as many as nanoGPT takes: in the first ones code is compiled
REPEATS = 5
NANOGPT = ("bench.py", "model.py")  # files that it has to have
DEVICES = ["cpu", "cuda"][: 1 + torch.cuda.is_available()]
SAME_WORK = "gpt2-124m"  # with as many parameters that multiply as in nanoGPT's bench.py, and its context
Run = tuple[float, int]  # tokens a second, and the most bytes at once on a GPU


def trainer(a: Architecture, t: Training, device: torch.device) -> Callable[[Tensor, Tensor], None]:
    """A step of train.py, on one device, from tokens and targets [rows, context]."""
    model = Decoder(a, t.rope_base).to(device)
    turning = optimizers(model, t)
    if t.checkpointing:
        recompute(model)
    if t.compile and device.type == "cuda":
        model.compile()
    return lambda tokens, targets: update(model, turning, [(tokens, targets)], 1, t)


def ours(a: Architecture, t: Training, device: torch.device, steps: int, rows: int) -> Run | None:
    """None if so many rows do not fit."""
    on_gpu = device.type == "cuda"
    wait = torch.cuda.synchronize if on_gpu else lambda: None  # a GPU works on after Python asked it to
    gc.collect()  # what the repeat before left behind
    torch.compiler.reset()
    if on_gpu:
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats()
    try:
        step = trainer(a, t, device)
        tokens, targets = torch.randint(a.vocab, (2, rows, t.context), device=device)
        for taken in range(WARM_UP + steps):
            if taken == WARM_UP:
                wait()
                started = time.perf_counter()
            step(tokens, targets)
        wait()
    except torch.OutOfMemoryError:
        return None
    speed = steps * tokens.numel() / (time.perf_counter() - started)
    return speed, torch.cuda.max_memory_allocated() if on_gpu else 0


def nanogpt(folder: Path, t: Training, device: torch.device, rows: int) -> Run | None:
    """nanoGPT's bench.py as it is, with settings that it takes on its command line: 10 steps to warm up, 20 timed."""
    dtype = {"bf16": "bfloat16", "fp32": "float32"}[t.precision]
    compiled = t.compile and device.type == "cuda"
    settings = f"--batch_size={rows} --block_size={t.context} --dtype={dtype} --compile={compiled}"
    # On a CPU as well it waits for a GPU, which torch refuses where there is none.
    plain = ["-c", "import runpy, torch; torch.cuda.synchronize = int; runpy.run_path('bench.py')"]
    run = [sys.executable, *(plain if device.type == "cpu" else ["bench.py"])]
    command = [*run, "--real_data=False", f"--device={device.type}", *settings.split()]
    own = os.environ | {"PYTHONPATH": ""}  # there is a model.py of ours too
    ended = subprocess.run(command, cwd=folder, env=own, capture_output=True, encoding="utf-8", check=False)
    if "out of memory" in ended.stderr:
        return None
    found = re.search(r"time per iteration: ([\d.]+)ms", ended.stdout)
    if ended.returncode or not found:
        last = (ended.stdout + ended.stderr).strip().rpartition("\n")[2]
        refuse(f"{folder}/bench.py told no time and ended with {ended.returncode}; its last words: {last}")
    return rows * t.context / float(found[1]) * 1000, 0


def best(name: str, run: Callable[[int], Run | None], choices: list[int]) -> int:
    """The number of rows with the most tokens a second; each is tried once. 0 if they do not fit."""
    speeds = dict.fromkeys(choices, 0.0)
    for rows in choices if len(choices) > 1 else ():
        speeds[rows] = (run(rows) or (0.0, 0))[0]
        print(f"{name}, {rows} rows: {speeds[rows]:,.0f} tokens/s", flush=True)
    return max(choices, key=speeds.__getitem__)


def summary(name: str, rows: int, runs: list[Run], operations: float, peak: float) -> dict:
    """What is told and recorded of five runs; operations are those of one token, and peak is nan where nobody knows it."""
    speeds, held = [speed for speed, _ in runs], max(size for _, size in runs) or None
    least, middle, most = min(speeds), median(speeds), max(speeds)
    mfu = None if math.isnan(peak) else middle * operations / peak
    share = f"{mfu:.1%}" if mfu else "not known for this device and precision"
    print(f"{name}, {rows} rows: {middle:,.0f} tokens/s ({least:,.0f} to {most:,.0f}), MFU: {share}")
    return {"rows": rows, "tokens_per_second": speeds, "median": middle, "mfu": mfu, "peak_bytes": held}


def main(arguments: list[str] | None = None) -> None:
    parser = options(__doc__, "the pocket model", SAME_WORK)
    parser.add_argument("--rows", help="one number, or several between commas; else that of the config")
    parser.add_argument("--steps", type=above_0, default=20)
    parser.add_argument("--device", default=DEVICES[-1], choices=DEVICES)
    parser.add_argument("--nanogpt", type=Path, help="a clone of nanoGPT")
    parser.add_argument("--record", type=Path, help="a file for all figures, as JSON")
    asked = parser.parse_args(arguments)
    config = "pocket" if asked.tiny else asked.config
    try:
        a, t = read(config, asked.set)
        t = replace(t, parallel="ddp")  # one device holds all
        written = (asked.rows or str(t.rows)).split(",")
        if not all(re.fullmatch("[1-9][0-9]{0,6}", n) for n in written):
            refuse("--rows is a whole number above 0, or several, as in 8,16")
        choices = sorted({int(n) for n in written})
        if asked.device == "cpu" and (most := choices[-1] * t.context) > CPU_TOKENS:
            refuse(f"A CPU takes minutes for {most:,} tokens of {config}; --tiny or {CPU_TOKENS:,} do")
        fewest = [f"training.rows={choices[0]}", f"training.tokens_per_step={choices[0] * t.context}"]
        alone = [*asked.set, *fewest, "training.parallel=ddp"]
        enough_memory(config, alone, False, asked.device, 1, 1, free_bytes(asked.device, 0, 1))
        if asked.record:
            if a.n_experts:
                memory(a, t, 1)  # says why it cannot, and says so now
            asked.record.parent.mkdir(parents=True, exist_ok=True)
            asked.record.open("a").close()
    except (InputError, OSError) as wrong:
        refuse(plainly(wrong))
    if asked.nanogpt and not all((asked.nanogpt / file).exists() for file in NANOGPT):
        refuse(f"There is no {' and no '.join(NANOGPT)} in {asked.nanogpt}; give a clone of nanoGPT")
    if asked.nanogpt and config not in (SAME_WORK, "pocket"):
        refuse(f"nanoGPT's bench.py does the work of {SAME_WORK}, and not of {config}")
    same = config == SAME_WORK and not any(each.startswith("architecture") for each in asked.set)
    device = torch.device(asked.device)
    named = torch.cuda.get_device_name() if device.type == "cuda" else "CPU"
    torch.set_float32_matmul_precision("high")  # as nanoGPT has it
    runs = {"ours": lambda rows: ours(a, t, device, asked.steps, rows)}
    if asked.nanogpt:
        runs["nanoGPT"] = lambda rows: nanogpt(asked.nanogpt, t, device, rows)
    rows = {name: best(name, run, choices) for name, run in runs.items()}
    taken = {name: [] for name in runs}
    for name in [*runs] * REPEATS:  # in turns, so that a device that gets warm slows both
        taken[name].append(runs[name](rows[name]) or refuse(f"{rows[name]} rows do not fit; give fewer"))
    work, peak = operations_per_token(a, t.context), peak_of(named, t.precision)
    told = {name: summary(name, rows[name], taken[name], work, peak) for name in runs}
    if asked.nanogpt:
        told["ratio"] = told["ours"]["median"] / told["nanoGPT"]["median"]
        told["sha256"] = sha256(b"".join((asked.nanogpt / name).read_bytes() for name in NANOGPT)).hexdigest()
        print(f"ours / nanoGPT: {told['ratio']:.3f}" + ", but not the same work" * (not same))
    if asked.record:
        way = "recomputed" if t.checkpointing else "kept"
        told["predicted_peak_bytes"] = memory(a, replace(t, rows=rows["ours"]), 1)[f"peak, {way}"]
        told |= {"config": config, "device": named, "date": time.strftime("%Y-%m-%d", time.gmtime())}
        told |= {"torch": torch.__version__, "cuda": torch.version.cuda, "python": sys.version.split()[0]}
        asked.record.write_text(json.dumps(told, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
