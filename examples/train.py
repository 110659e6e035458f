"""Train a language model: on a laptop, on one GPU, or on many.

    python examples/train.py --config pocket                        first losses in seconds; all of it in runs/pocket
    python examples/train.py --config pocket --resume               go on from its last checkpoint
    python examples/train.py --config 8b --tiny                     any of examples/configs, small enough for a laptop
    torchrun --nproc-per-node 2 examples/train.py --config pocket --set training.parallel=fsdp --out runs/two
    torchrun --nnodes 4 --nproc-per-node 8 --rdzv-backend c10d --rdzv-endpoint HOST:29500 examples/train.py --config 8b

With --max-restarts 3 behind torchrun, a run goes on when a process has died.

A step takes training.tokens_per_step tokens, whatever the number of processes, and the same ones in the same order: so
one process, two, and a run that was stopped, killed and taken up again give the same losses. Ctrl-C ends the step and
saves. In the folder of a run, on a disk that all machines share, lie log.csv, loss.svg and the last two checkpoints.
"""

import argparse
import math
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

import torch
import torch.distributed as dist
from checkpoints import begins_at, changed, checkpoints, load, run_of, save
from config import Training, copies, passes, read
from data import Tokens, batch, shards
from fit import enough_memory
from knobs.architecture import Architecture
from knobs.cost import attention_operations, training_operations
from knobs.count import active, total
from knobs.text import InputError
from model import Decoder
from parallelize import Ranks, last, numbers, parallelize, start
from torch import Tensor, nn
from torch.distributed.tensor import DTensor
from workshop.progress import COLUMNS, log, meters, peak_of, plot, show
from workshop.running import above_0, free_bytes, launcher, options, plainly
from workshop.together import agreed, alike, claimed, gathered, stopping

Optimizers = Sequence[torch.optim.Optimizer]
Pairs = Iterable[tuple[Tensor, Tensor]]
BALANCE = 0.01  # how much it counts that experts share the work (arXiv 2101.03961)


def optimizers(model: nn.Module, t: Training) -> list[torch.optim.Optimizer]:
    """Muon for matrices inside blocks, if it is wanted, and AdamW (arXiv 1711.05101) for the rest. Gains are not pulled
    towards 0."""
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
    fused = not gains[0].is_meta  # plan.py has nothing to compute with
    return [*muon, torch.optim.AdamW(groups, **usual, fused=fused)]


def share(step: int, t: Training) -> float:
    """Of the learning rate: up from 0 in warmup_steps, then down to a tenth at the end."""
    if step < t.warmup_steps:
        return (step + 1) / t.warmup_steps
    done = (step - t.warmup_steps) / max(1, t.steps - t.warmup_steps)
    return 0.1 + 0.9 * (1 - done if t.decay == "linear" else (1 + math.cos(math.pi * done)) / 2)


def operations_per_token(a: Architecture, context: int) -> float:
    """6N and attention, where N is what multiplies; computing again does not count, as is usual for MFU."""
    return training_operations(active(a).excl_input_embedding, 1) + attention_operations(a, 1, context)


def update(
    model: nn.Module, turning: Optimizers, pairs: Pairs, each: int, t: Training
) -> tuple[Tensor, Tensor]:
    """One step: gradients of so many pairs of tokens and targets [rows, context] are added up, then all is turned.

    Returns the mean loss in nats and the norm of the gradient; on a GPU neither is waited for.
    """
    decoder, loss = getattr(model, "module", model), 0.0  # without the wrapping of ddp
    for turn, (inputs, targets) in enumerate(pairs):
        # The others are told in parallelize. A cache of weights in 16 bits would hold all of them until the loss.
        half = t.precision == "bf16" and t.parallel == "ddp"
        with last(model, turn == each - 1):
            with torch.autocast(inputs.device.type, torch.bfloat16, half, cache_enabled=False):
                part = model(inputs, targets)
                whole = part + BALANCE * decoder.balance() if decoder.has_experts else part
            (whole / each).backward()
        loss += part.detach() / each
    norm = nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    for optimizer in turning:
        optimizer.step()
        optimizer.zero_grad()
    return loss, norm


def prepare(a: Architecture, t: Training, args: argparse.Namespace) -> tuple[Tokens, dict, int, Path | None]:
    """What is known before the first step: the tokens, what run this is, and the step and checkpoint that it begins with.
    Raises InputError, in all processes, for what one of them cannot do or has otherwise."""
    _, local_rank, world, here = numbers()
    launches = gathered(launcher())

    def find() -> tuple[Tokens, dict, int, Path | None]:
        free = free_bytes(args.device, local_rank, here)
        enough_memory(args.config, args.set, args.tiny, args.device, world, here, free)
        tokens = shards(t.data, args.cache, t.tokenizer)
        if (words := tokens.vocabulary) > a.vocab:
            raise InputError(f"{t.data} has {words} different tokens; architecture.vocab is {a.vocab}.")
        batch(tokens, t.seed, 0, 1, t.context)
        run = run_of(a, t, tokens.digest, launches)
        return tokens, run, *begins_at(args.out, run, args.resume)

    tokens, run, first, checkpoint = agreed(find)
    alike(
        run["architecture"]
        | run["training"]
        | {"data": run["text"], "tokenizer": "", "the first step": first}
    )
    return tokens, run, first, checkpoint


def train(
    a: Architecture, t: Training, ranks: Ranks, args: argparse.Namespace,
    tokens: Tokens, run: dict, first: int, checkpoint: Path | None,
) -> None:  # fmt: skip
    """From the first step to the last checkpoint. Raises InputError, one sentence, in all processes alike."""
    world, device = ranks.world, ranks.device
    with torch.device("meta"):
        decoder = Decoder(a, t.rope_base)
    model = parallelize(decoder, t, ranks.mesh)
    turning = optimizers(model, t)
    if checkpoint:
        load(checkpoint, model, turning)
    each = passes(t, world, numbers()[-1])
    named = torch.cuda.get_device_name(device) if device.type == "cuda" else "CPU"
    work = operations_per_token(a, t.context) / peak_of(named, t.precision)
    meter, since, at = meters(device), time.perf_counter(), first
    (_, before), rows = meter(), log(args.out, first) if ranks.rank == 0 else None
    agreed(lambda: rows and next(rows))
    if rows:
        print(f"{total(a):,} parameters; {world} × {device.type}, {t.parallel}, from step {first}")
        for name, was in changed(checkpoint, run):
            print(f"training.{name} is {run['training'][name]!r} from here on; until here it was {was!r}.")

    def pairs(step: int) -> Iterator[tuple[Tensor, Tensor]]:
        for turn in range(each):
            row = ((step * each + turn) * world + ranks.rank) * t.rows
            inputs, targets = batch(tokens, t.seed, row, t.rows, t.context)
            yield inputs.to(device, non_blocking=True), targets.to(device, non_blocking=True)

    with stopping() as stop:
        for step in range(first, t.steps):
            for group in (group for optimizer in turning for group in optimizer.param_groups):
                group["lr"] = t.learning_rate * share(step, t)
            loss, norm = update(model, turning, pairs(step), each, t)
            done, stopped = step + 1, stop()
            ends = stopped or done == t.steps
            saves = ends or done % args.save_every == 0
            tells = ends or done % args.every == 0 or done == first + 1
            if saves or tells:  # the only time that a GPU is waited for
                norm = norm.full_tensor() if isinstance(norm, DTensor) else norm
                memory, used = meter()
                both = torch.stack([loss.where(norm.isfinite(), math.nan), loss.new_tensor(used - before)])
                dist.all_reduce(both)
                mean, energy = both[0].item() / world, both[1].item()
                if not math.isfinite(mean):
                    way = "--resume goes on from before" if checkpoints(args.out) else "begin again"
                    raise InputError(
                        f"At step {done} the loss is no number any more: training.learning_rate = {t.learning_rate} may "
                        f"be too large. With a smaller one, {way}."
                    )
            if tells:
                speed = (done - at) * t.tokens_per_step / (time.perf_counter() - since)
                since, at = time.perf_counter(), done
                if rows:
                    counted = done, mean, done * t.tokens_per_step
                    figures = *counted, speed, speed * work / world, memory, energy
                    rows.send(now := dict(zip(COLUMNS, figures, strict=True)))
                    show(now, t.steps, t.tokens_per_step, ends)
            if saves:
                save(args.out, done, run, model, turning)
            if stopped and done < t.steps:
                if rows:
                    print(f"Stopped and saved at step {done}; --resume goes on.")
                break
    if rows:
        rows.close()
        plot(args.out)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = options(__doc__, "shrink it to what a laptop does in a minute, on the pocket text", "pocket")
    parser.add_argument("--resume", action="store_true", help="go on from the last checkpoint")
    there = "cuda" if torch.cuda.is_available() else "cpu"
    parser.add_argument("--device", choices=("cpu", "cuda"), default=there)
    parser.add_argument("--out", type=Path, help="the folder of the run: runs/CONFIG or runs/CONFIG-tiny")
    parser.add_argument("--cache", type=Path, default=Path("runs/tokens"), help="where tokens are kept")
    parser.add_argument("--every", type=above_0, default=10, metavar="STEPS", help="between rows of the log")
    parser.add_argument("--save-every", type=above_0, default=200, metavar="STEPS", help="between saves")
    args = parser.parse_args(arguments)
    args.out = args.out or Path("runs") / (Path(args.config).stem + "-tiny" * args.tiny)
    speaks = True  # one process of each machine, until they have met; then the first of all
    try:
        rank, local_rank, world, here = numbers()
        speaks = local_rank == 0
        if not find_spec("numpy"):  # torch 2.13 reads with it what processes tell each other, be it one
            raise InputError("Checkpoints are saved with NumPy, and it is not here: pip install numpy.")
        a, t = read(args.config, args.set, tiny=args.tiny, world=world)
        passes(t, world, here)
        ranks = start(args.device, copies(t, world, here))
        speaks = rank == 0
        tokens, run, first, checkpoint = prepare(a, t, args)
        if first < t.steps:
            with claimed(args.out):
                train(a, t, ranks, args, tokens, run, first, checkpoint)
        elif speaks:
            print(f"{args.out} is done: {first} of {t.steps} steps. --set training.steps=MORE goes on.")
            plot(args.out)
    except (InputError, OSError, RuntimeError) as error:
        told = plainly(error)
        if speaks or isinstance(error, RuntimeError):  # which one process has by itself
            print(told, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Stopped; what was saved before is still there.", file=sys.stderr)
        return 130
    finally:
        if dist.is_initialized():
            dist.destroy_process_group()
    return 0


if __name__ == "__main__":
    sys.exit(main())
