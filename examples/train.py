"""Train a language model: on a laptop, on one GPU, or on many.

    python examples/train.py --config pocket                        first losses in seconds; all of it in runs/pocket
    python examples/train.py --config pocket --resume               go on from its last checkpoint
    python examples/train.py --config 8b --tiny                     any of examples/configs, small enough for a laptop
    torchrun --nproc-per-node 2 examples/train.py --config pocket --set training.parallel=fsdp
    torchrun --nnodes 4 --nproc-per-node 8 --rdzv-backend c10d --rdzv-endpoint HOST:29500 examples/train.py --config 8b

With --max-restarts 3 behind torchrun, a run goes on when a process has died.

A step takes training.tokens_per_step tokens, whatever the number of processes, and the same ones in the same order: so
one process, two, and a run that was stopped, killed and taken up again give the same losses. Ctrl-C ends the step and
saves. In the folder of a run, on a disk that all machines share, lie log.csv, loss.svg and the last two checkpoints.
"""

import argparse
import csv
import json
import math
import os
import shutil
import signal
import sys
import time
import tomllib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import MISSING, asdict, dataclass, fields, replace
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import torch
import torch.distributed as dist
import torch.distributed.checkpoint as dcp
from data import Tokens, batch, shards
from knobs.architecture import Architecture, architecture
from knobs.cost import A100, H100, STATE_16, attention_operations, training_operations, training_state_bytes
from knobs.count import active, total
from knobs.text import InputError, listing
from model import Decoder, check
from parallelize import Ranks, last, numbers, parallelize, start
from torch import nn
from torch.distributed.checkpoint.state_dict import get_state_dict, set_state_dict

CONFIGS = Path(__file__).parent / "configs"
# What a device is called by torch, and the operations a second it can do in 16 bits.
PEAKS = {"H100 80GB HBM3": H100, "H200": H100, "A100": A100}
PEAKS = {name: device.peak_operations_per_second for name, device in PEAKS.items()}
BALANCE = 0.01  # how much it counts that experts share the work (arXiv 2101.03961)
COLUMNS = ("step", "loss", "tokens", "tokens_per_second", "mfu", "memory_bytes", "energy_joules")


@dataclass(frozen=True, kw_only=True)
class Training:
    """How a model is trained; the section [training] of a file in examples/configs."""

    data: str  # "pocket", or a folder of .txt files
    tokenizer: str = ""  # a tokenizer.json; without it tokens are bytes
    context: int  # tokens of a row
    tokens_per_step: int  # of all processes together
    rows: int  # that one process computes at once
    steps: int
    optimizer: str
    learning_rate: float
    warmup_steps: int
    decay: str
    weight_decay: float
    seed: int = 0
    parallel: str
    replicas: int = 0  # with hsdp: copies of the model; 0 for one on each machine
    checkpointing: bool = (
        False  # forget what blocks compute, and compute it again: less memory, a third more work
    )
    precision: str
    compile: bool = False
    rope_base: float = 10_000.0


CHOICES = {"optimizer": ("adamw", "muon"), "decay": ("cosine", "linear"), "precision": ("fp32", "bf16")}
CHOICES["parallel"] = ("ddp", "fsdp", "hsdp")
KINDS = {str: "text", bool: "true or false", int: "a whole number", float: "a number"}
MAY_BE_0 = ("warmup_steps", "weight_decay", "seed", "replicas")


def training(given: dict[str, object]) -> Training:
    """Raises InputError: one sentence that names a field and what it can be."""
    kinds = {field.name: field.type for field in fields(Training)}
    for name, value in given.items():
        if name not in kinds:
            raise InputError(f"There is no field training.{name}; training can have {listing(list(kinds))}.")
        if name in CHOICES and value not in CHOICES[name]:
            raise InputError(f"training.{name} can be {listing(CHOICES[name])}, not {value!r}.")
        kind = (int, float) if kinds[name] is float else kinds[name]
        fits = isinstance(value, kind) and isinstance(value, bool) == (kind is bool)
        if not fits or (kind not in (bool, str) and not (value > 0 or (value == 0 and name in MAY_BE_0))):
            low = "" if kind in (bool, str) else ", 0 or more" if name in MAY_BE_0 else " above 0"
            raise InputError(f"training.{name} is {KINDS[kinds[name]]}{low}, not {value!r}.")
    for field in fields(Training):
        if field.default is MISSING and field.name not in given:
            raise InputError(f"The field training.{field.name} is missing.")
    if given["optimizer"] == "muon" and not hasattr(torch.optim, "Muon"):
        raise InputError(f"torch {torch.__version__} has no Muon; training.optimizer = adamw does without.")
    return Training(**given)


def read(config: str, overrides: Sequence[str] = (), *, tiny: bool = False) -> tuple[Architecture, Training]:
    """A file in examples/configs by its name, or any file by its path; then what --tiny and --set change."""
    file = Path(config) if config.endswith(".toml") else CONFIGS / f"{config}.toml"
    try:
        sections = tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError):
        known = listing(sorted(path.stem for path in CONFIGS.glob("*.toml")))
        raise InputError(f"There is no config {config}; there are {known}, or the path of a file.") from None
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{file} is not TOML: {error}.") from None
    for name in sections.keys() - {"architecture", "training"}:
        raise InputError(f"There is no section {name}; a config has [architecture] and [training].")
    sections = {"architecture": {}, "training": {}} | sections
    if tiny:
        sections = shrunk(architecture(sections["architecture"]), training(sections["training"]))
    for override in overrides:
        name, _, written = override.partition("=")
        section, _, field = name.partition(".")
        if section not in sections or not field or not written:
            raise InputError(f"--set takes a field and a value, as training.steps=20, not {override}.")
        try:
            sections[section][field] = tomllib.loads(f"value = {written}")["value"]
        except tomllib.TOMLDecodeError:
            sections[section][field] = written  # a word needs no quotation marks here
    a = architecture(sections["architecture"])
    check(a)
    return a, training(sections["training"])


def shrunk(a: Architecture, t: Training) -> dict[str, dict[str, object]]:
    """The same kinds of parts, so small that twenty steps take seconds on a laptop."""
    a = a._replace(vocab=min(a.vocab, 1024), n_layers=2, d_model=64, n_heads=4, head_dim=16)
    a = a._replace(n_kv_heads=4 if a.n_kv_heads == a.n_heads else 2, d_ff=min(a.d_ff, 128))
    most = {
        "n_experts": 4,
        "experts_per_token": 2,
        "n_shared_experts": 1,
        "d_ff_expert": 32,
        "n_dense_layers": 1,
    }
    a = a._replace(**{name: min(getattr(a, name), value) for name, value in most.items()})
    sizes = {"context": 32, "rows": 4, "tokens_per_step": 512, "steps": 20, "warmup_steps": 2}
    t = replace(t, data="pocket", tokenizer="", compile=False, **sizes)
    return {"architecture": a._asdict(), "training": asdict(t)}


def passes(t: Training, world: int) -> int:
    """How many times each process computes before a step is complete. Raises InputError if that does not come out."""
    together = t.rows * t.context * world
    if t.tokens_per_step % together:
        raise InputError(
            f"training.tokens_per_step = {t.tokens_per_step} is not a multiple of {together}: "
            f"{t.rows} rows of {t.context} tokens in {world} processes."
        )
    if t.replicas and world % t.replicas:
        raise InputError(f"training.replicas = {t.replicas} copies cannot share {world} processes evenly.")
    return t.tokens_per_step // together


def free_bytes(device: str, local_rank: int, here: int) -> float:
    """Memory that one process may still take, of `here` processes on this machine."""
    if device == "cuda":
        return torch.cuda.mem_get_info(local_rank)[0]
    if not (file := Path("/proc/meminfo")).exists():
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / here
    lines = file.read_text().splitlines()
    return 1024 * next(int(line.split()[1]) for line in lines if line.startswith("MemAvailable")) / here


def enough_memory(a: Architecture, t: Training, world: int, here: int, free: float) -> None:
    """Raises InputError if weights, gradients and Adam's numbers do not fit. What blocks compute comes on top."""
    parts = {"ddp": 1, "fsdp": world, "hsdp": world // (t.replicas or max(1, world // here))}[t.parallel]
    needed = training_state_bytes(total(a), STATE_16)  # 32 bits for each of the four are 16 bytes too
    if needed / parts > free:
        sizes = {file.stem: total(read(str(file))[0]) for file in CONFIGS.glob("*.toml")}
        fitting = [name for name in sizes if training_state_bytes(sizes[name], STATE_16) < free / 2]
        raise InputError(
            f"{total(a):,} parameters need {needed / 1e9:,.1f} GB to train, in {parts} part{'s' * (parts > 1)}, and "
            f"a process has {free / 1e9:,.1f} GB: what fits is {max(fitting, key=sizes.get, default='nothing')} or "
            f"--tiny, or {math.ceil(needed / free)} processes and more with training.parallel = fsdp."
        )


def optimizers(model: nn.Module, t: Training) -> list[torch.optim.Optimizer]:
    """Muon for matrices inside blocks, if it is wanted, and AdamW for the rest. Gains are not pulled towards 0."""
    named = list(model.named_parameters())
    gains = [parameter for _, parameter in named if parameter.ndim < 2]
    matrices = [parameter for name, parameter in named if parameter.ndim == 2 and "blocks." in name]
    tables = [parameter for name, parameter in named if parameter.ndim == 2 and "blocks." not in name]
    muon: list[torch.optim.Optimizer] = []
    if t.optimizer == "muon":
        # Each step as large as AdamW's would be, so that one learning rate and decay serve both (arXiv 2502.16982).
        chosen = {"lr": t.learning_rate, "weight_decay": t.weight_decay, "adjust_lr_fn": "match_rms_adamw"}
        muon = [torch.optim.Muon(matrices, **chosen)]
    groups = [{"params": tables if muon else matrices + tables}, {"params": gains, "weight_decay": 0.0}]
    usual = {"lr": t.learning_rate, "betas": (0.9, 0.95), "weight_decay": t.weight_decay}
    return [*muon, torch.optim.AdamW(groups, **usual, fused=True)]


def share(step: int, t: Training) -> float:
    """Of the learning rate: up from 0 in warmup_steps, then down to a tenth at the end."""
    if step < t.warmup_steps:
        return (step + 1) / t.warmup_steps
    done = (step - t.warmup_steps) / max(1, t.steps - t.warmup_steps)
    return 0.1 + 0.9 * (1 - done if t.decay == "linear" else (1 + math.cos(math.pi * done)) / 2)


def operations_per_token(a: Architecture, context: int) -> float:
    """6N and attention, where N is what multiplies; computing again does not count, as is usual for MFU."""
    return training_operations(active(a).excl_input_embedding, 1) + attention_operations(a, 1, context)


def checkpoints(out: Path) -> list[Path]:
    """Those that are whole, the oldest first. torch writes .metadata when every process has written its part."""
    return sorted(file.parent for file in out.glob("step-*/.metadata"))


def save(out: Path, step: int, a: Architecture, model: nn.Module, turning: list, ranks: Ranks) -> None:
    """Every process writes its part; read back, it does not matter how many there were. Keeps the last two."""
    folder = out / f"step-{step:08}"
    if folder not in checkpoints(out):
        if ranks.rank == 0:
            shutil.rmtree(folder, ignore_errors=True)  # of a run that died while saving
            folder.mkdir(parents=True)
            (folder / "about.json").write_text(
                json.dumps({"step": step, "architecture": a._asdict()}, indent=1)
            )
        dist.barrier()
        weights, moments = get_state_dict(model, turning)
        dcp.save({"model": weights, "optimizer": moments}, checkpoint_id=folder)
    if ranks.rank == 0:
        for old in set(out.glob("step-*")) - set(checkpoints(out)[-2:]):
            shutil.rmtree(old, ignore_errors=True)


def load(folder: Path, model: nn.Module, turning: list) -> None:
    weights, moments = get_state_dict(model, turning)
    state = {"model": weights, "optimizer": moments}
    dcp.load(state, checkpoint_id=folder)
    set_state_dict(model, turning, model_state_dict=state["model"], optim_state_dict=state["optimizer"])


def begins_at(out: Path, a: Architecture, resume: bool) -> tuple[int, Path | None]:
    """The step to begin with, and the checkpoint to go on from. Raises InputError."""
    restarted = int(os.environ.get("TORCHELASTIC_RESTART_COUNT", "0")) > 0
    there = checkpoints(out)
    if resume and not there:
        raise InputError(f"There is no whole checkpoint in {out} to go on from; leave out --resume to begin.")
    if there and not (resume or restarted):
        raise InputError(f"A run lies in {out}: go on with it by --resume, or name another folder by --out.")
    if not there:
        return 0, None
    about = json.loads((there[-1] / "about.json").read_text("utf-8"))
    for name, value in a._asdict().items():
        if (kept := about["architecture"].get(name)) != value:
            differs = f"{name} is {kept!r} there and {value!r} here"
            raise InputError(f"{there[-1]} is of another architecture: {differs}.")
    return about["step"], there[-1]


def meters(device: torch.device) -> Callable[[], tuple[float, float]]:
    """The most memory this process has had, in bytes, and what its GPU has used, in J, if nvidia-ml-py tells."""
    if device.type != "cuda":
        rusage, unit = import_module("resource"), 1 if sys.platform == "darwin" else 1024
        return lambda: (rusage.getrusage(rusage.RUSAGE_SELF).ru_maxrss * unit, math.nan)
    if not find_spec("pynvml"):
        return lambda: (torch.cuda.max_memory_allocated(device), math.nan)
    nvml = import_module("pynvml")
    nvml.nvmlInit()
    card = nvml.nvmlDeviceGetHandleByUUID(f"GPU-{torch.cuda.get_device_properties(device).uuid}")
    used = partial(nvml.nvmlDeviceGetTotalEnergyConsumption, card)  # in thousandths, since the driver started
    return lambda: (torch.cuda.max_memory_allocated(device), used() / 1000)


def log(out: Path, step: int) -> Iterator[None]:
    """Rows for log.csv, each sent as a dict; first those are kept that a run wrote before this step."""
    file = out / "log.csv"
    kept = list(csv.DictReader(file.read_text("utf-8").splitlines())) if step and file.exists() else []
    try:
        board = import_module("torch.utils.tensorboard").SummaryWriter(str(out))
    except ImportError:
        print("TensorBoard is not installed (pip install tensorboard); log.csv has it all.")
        board = None
    with file.open("w", newline="", encoding="utf-8") as opened:
        writer = csv.DictWriter(opened, COLUMNS)
        writer.writeheader()
        writer.writerows(row for row in kept if int(row["step"]) <= step)
        opened.flush()
        while row := (yield):
            unknown = {name: "" for name in ("mfu", "energy_joules") if math.isnan(row[name])}
            writer.writerow(row | unknown)
            opened.flush()
            for name in COLUMNS[1:] if board else ():
                board.add_scalar(name, row[name], row["step"])


def told(row: dict[str, float], t: Training) -> str:
    """A row of the log on one line; what the device does not tell is left out."""
    left = (t.steps - row["step"]) * t.tokens_per_step / row["tokens_per_second"]
    mfu = "" if math.isnan(row["mfu"]) else f"  {row['mfu']:.0%} MFU"
    energy = "" if math.isnan(row["energy_joules"]) else f"  {row['energy_joules'] / 3.6e6:.3f} kWh"
    loss, speed = f"loss {row['loss']:.3f}", f"{row['tokens_per_second']:,.0f} tokens/s"
    memory = f"{row['memory_bytes'] / 1e9:.1f} GB"
    return f"step {row['step']}/{t.steps}  {loss}  {speed}{mfu}  {memory}{energy}  {left / 60:.1f} min left"


def plot(out: Path) -> None:
    """loss.svg: the loss over the tokens, from log.csv."""
    lines = (out / "log.csv").read_text("utf-8").splitlines()
    rows = [(float(row["tokens"]), float(row["loss"])) for row in csv.DictReader(lines)]
    most, top = max(tokens for tokens, _ in rows), max(loss for _, loss in rows)
    places = " ".join(f"{50 + 530 * x / most:.1f},{330 - 310 * y / top:.1f}" for x, y in rows)
    texts = [(50, 350, "0"), (500, 350, f"{most:,.0f} tokens"), (5, 24, f"{top:.2f}"), (5, 334, "0")]
    texts.append((60, 24, "loss in nats"))
    written = "".join(f'<text x="{x}" y="{y}">{text}</text>' for x, y, text in texts)
    (out / "loss.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 360" font-family="sans-serif" font-size="14">'
        f'<title>Loss: {rows[0][1]:.3f} at first, {rows[-1][1]:.3f} at last</title><g fill="none" stroke="gray">'
        f'<path d="M50 20V330H580"/><polyline stroke="crimson" stroke-width="2" points="{places}"/></g>{written}</svg>',
        encoding="utf-8",
    )


@contextmanager
def stopping() -> Iterator[Callable[[], bool]]:
    """Whether any process was asked to stop, by Ctrl-C or SIGTERM. Processes agree, as each step needs all of them."""
    asked: list[int] = []
    both = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.signal(number, lambda *_: asked.append(1)) for number in both}

    def stop() -> bool:
        flag = torch.tensor(len(asked))
        dist.all_reduce(flag, dist.ReduceOp.MAX)  # on the CPU, so that no GPU is waited for
        return bool(flag)

    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def train(a: Architecture, t: Training, ranks: Ranks, tokens: Tokens, args: argparse.Namespace) -> None:
    first, checkpoint = begins_at(args.out, a, args.resume)
    each, device = passes(t, ranks.world), ranks.device
    with torch.device("meta"):
        decoder = Decoder(a, t.rope_base)
    model = parallelize(decoder, t, ranks.mesh)
    turning = optimizers(model, t)
    if checkpoint:
        load(checkpoint, model, turning)
    half = t.precision == "bf16" and t.parallel == "ddp"  # the others are told in parallelize
    peak = next(
        (peak for name, peak in PEAKS.items() if name in args.card and t.precision == "bf16"), math.nan
    )
    work = operations_per_token(a, t.context)
    meter, since, at = meters(device), time.perf_counter(), first
    (_, before), rows = meter(), log(args.out, first) if ranks.rank == 0 else None
    if rows:
        next(rows)
        print(f"{total(a):,} parameters; {ranks.world} × {device.type}, {t.parallel}, from step {first}")
    with stopping() as stop:
        for step in range(first, t.steps):
            for group in (group for optimizer in turning for group in optimizer.param_groups):
                group["lr"] = t.learning_rate * share(step, t)
            loss = torch.zeros((), device=device)
            for turn in range(each):
                row = ((step * each + turn) * ranks.world + ranks.rank) * t.rows
                pair = batch(tokens, t.seed, row, t.rows, t.context)
                inputs, targets = (part.to(device, non_blocking=True) for part in pair)
                with last(model, turn == each - 1):
                    with torch.autocast(device.type, torch.bfloat16, enabled=half):
                        part = model(inputs, targets)
                        whole = part + BALANCE * decoder.balance() if a.n_experts else part
                    (whole / each).backward()
                loss += part.detach() / each
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            for optimizer in turning:
                optimizer.step()
                optimizer.zero_grad()
            done, stopped = step + 1, stop()
            ends = stopped or done == t.steps
            if done % args.every == 0 or done == first + 1 or ends:  # the only time that a GPU is waited for
                memory, used = meter()
                both = torch.stack([loss / ranks.world, loss.new_tensor(used - before)])
                dist.all_reduce(both)
                mean, energy = both.tolist()
                speed = (done - at) * t.tokens_per_step / (time.perf_counter() - since)
                since, at = time.perf_counter(), done
                if rows:
                    figures = done, mean, done * t.tokens_per_step, speed, speed * work / peak / ranks.world
                    now = dict(zip(COLUMNS, (*figures, memory, energy), strict=True))
                    rows.send(now)
                    screen = sys.stdout.isatty()
                    bar = f"  {'#' * (20 * done // t.steps):.<20}" if screen else ""
                    print(told(now, t) + bar, end="  \r" if screen and not ends else "\n", flush=True)
            if done % args.save_every == 0 or ends:
                save(args.out, done, a, model, turning, ranks)
            if stopped and done < t.steps:
                if rows:
                    print(f"Stopped and saved at step {done}; --resume goes on.")
                break
    if rows:
        rows.close()
        plot(args.out)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--config", default="pocket", help="a name in examples/configs, or a .toml file")
    parser.add_argument("--set", action="append", default=[], metavar="SECTION.FIELD=VALUE")
    parser.add_argument("--tiny", action="store_true", help="shrink it to what a laptop does in a minute")
    parser.add_argument("--resume", action="store_true", help="go on from the last checkpoint")
    parser.add_argument(
        "--device", choices=("cpu", "cuda"), default="cuda" if torch.cuda.is_available() else "cpu"
    )
    parser.add_argument("--out", type=Path, help="the folder of the run: runs/CONFIG")
    parser.add_argument("--cache", type=Path, default=Path("runs/tokens"), help="where tokens are kept")
    parser.add_argument("--every", type=int, default=10, metavar="STEPS", help="between rows of the log")
    parser.add_argument("--save-every", type=int, default=200, metavar="STEPS", help="between checkpoints")
    args = parser.parse_args(arguments)
    args.out = args.out or Path("runs") / Path(args.config).stem
    rank, local_rank, world, here = numbers()
    try:
        a, t = read(args.config, args.set, tiny=args.tiny)
        if args.device == "cuda" and not torch.cuda.is_available():
            raise InputError("There is no GPU that torch can use; --device cpu does without.")
        if not find_spec("numpy"):  # torch 2.13 reads with it what processes tell each other, be it one
            raise InputError("Checkpoints are saved with NumPy, and it is not here: pip install numpy.")
        passes(t, world)
        begins_at(args.out, a, args.resume)
        enough_memory(a, t, world, here, free_bytes(args.device, local_rank, here))
        tokens = shards(t.data, args.cache, t.tokenizer)
        if tokens.vocabulary > a.vocab:
            raise InputError(
                f"{t.data} has {tokens.vocabulary} different tokens; architecture.vocab is {a.vocab}."
            )
        batch(tokens, t.seed, 0, 1, t.context)
    except InputError as error:
        if rank == 0:
            print(error, file=sys.stderr)
        return 2
    args.card = torch.cuda.get_device_name(local_rank) if args.device == "cuda" else ""
    args.out.mkdir(parents=True, exist_ok=True)
    ranks = start(args.device, t.parallel, t.replicas)
    try:
        train(a, t, ranks, tokens, args)
    finally:
        dist.destroy_process_group()
    return 0


if __name__ == "__main__":
    sys.exit(main())
