"""What a training takes, told before anyone rents anything: memory of each device, operations, time, energy, money.

    python examples/plan.py --config 70b-plan --gpu H100 --ranks 64 --tokens 15e12 --price 2.50 --pue 1.2
    python examples/plan.py --config 8b --gpu A100 --set training.rows=2 --json         the same, for a program
    python examples/plan.py --tiny                                                  of what train.py --tiny trains

None of the devices is needed, and 70 billion parameters take seconds: tensors have shapes and no numbers in them, and
the other ranks (processes, one for each device) do not exist. What a rank holds and computes is what train.py makes of
the same config: all of the model with ddp, a part of it with fsdp, and with hsdp a part of the copy of its machine. How
a figure was found stands beside it: "counted", as torch made these tensors; "simulated" in a pass through 2 and 4 layers,
on a line to all; a "formula"; "yours", or else "assumed". What torch.compile saves is left out.
"""

import json
import math
from argparse import Namespace
from dataclasses import replace
from typing import NamedTuple

import torch
import torch.distributed as dist
from config import Training, copies, passes, read
from knobs import cost
from knobs.architecture import Architecture
from knobs.count import total
from knobs.text import DemoError, InputError
from model import Decoder, RMSNorm
from parallelize import recompute, shard
from torch._subclasses.fake_tensor import FakeTensorMode
from torch.distributed._tools.fsdp2_mem_tracker import FSDPMemTracker
from torch.distributed._tools.mem_tracker import MemTracker
from torch.distributed.tensor import DTensor
from train import operations_per_token, optimizers
from workshop.running import options, refuse

GPUS = {device.name.split()[0]: device for device in cost.DEVICES}
WAYS = ("recomputed", "kept")  # what a block computed is made again on the way back, or stays
LENT = ("Unsharded Param", "All Gather", "Unsharded Grad", "Reduce Scatter")  # as FSDPMemTracker names them
MOST_PARTS = 256  # that torch makes in seconds; the size of a part of more is worked out
GIB, POWERS = 2**30, [2**power for power in range(21)]  # of ranks


class Figure(NamedTuple):
    name: str
    value: float | None
    unit: str
    how: str
    note: str = ""


def parted(model: Decoder, t: Training, mesh: dist.DeviceMesh) -> Decoder:
    """Each rank has its share, and gradients of the pass before, as several often make a step."""
    if t.parallel != "ddp":
        shard(model, t.precision, mesh)
    for weight in model.parameters():
        weight.grad = torch.zeros_like(weight)
    return model


def counted(a: Architecture, t: Training, mesh: dist.DeviceMesh, parts: int) -> dict[str, int]:
    """Bytes that the first of `parts` ranks holds (no other holds more), and of what it borrows, whole."""

    def part(tensor: torch.Tensor) -> int:
        if isinstance(tensor, DTensor) and parts == mesh.size():
            return tensor.to_local().nbytes
        return math.ceil(tensor.shape[0] / parts) * math.prod(tensor.shape[1:]) * tensor.itemsize

    with torch.device("meta"):
        model, whole = parted(Decoder(a), t, mesh), parted(Decoder(a), replace(t, parallel="ddp"), mesh)
    weights, width = list(model.parameters()), 2 if t.precision == "bf16" else 4
    turning = optimizers(
        whole, t
    )  # Muon's step takes whole matrices, and a rank has its part of what is kept
    for optimizer in turning:
        optimizer.step()  # on no numbers; but it makes its averages of each
    states = [state for optimizer in turning for state in optimizer.state.values()]
    averages = [kept for state in states for kept in state.values() if kept.ndim]
    held = {"weights": weights, "gradients": [weight.grad for weight in weights], "optimizer": averages}
    sizes = {name: sum(map(part, tensors)) for name, tensors in held.items()}
    layers = [width * sum(weight.numel() for weight in block.parameters()) for block in model.blocks]
    tables = width * sum(weight.numel() for weight in weights) - sum(layers)
    return sizes | {"states": sum(sizes.values()), "layer": max(layers), "tables": tables}


def simulated(a: Architecture, t: Training, mesh: dist.DeviceMesh) -> tuple[int, int]:
    """Bytes at the worst moment of a pass, beside the states: what is lent, and what the pass itself keeps.

    Fused as on a GPU, AdamW takes none of its own.
    """
    with FakeTensorMode():
        model = Decoder(a)
        for norm in [part for part in model.modules() if isinstance(part, RMSNorm)]:
            # On a CPU RMSNorm keeps two copies in 32 bits; on a GPU its input, as LayerNorm does on both (torch 2.13).
            norm.forward = lambda x, norm=norm: torch.layer_norm(x, x.shape[-1:], norm.weight.to(x.dtype))
        if t.checkpointing:
            recompute(model)
        parted(model, t, mesh)
        tokens = torch.zeros(t.rows, t.context, dtype=torch.long)
        alone = t.parallel == "ddp"
        watched = MemTracker() if alone else FSDPMemTracker(model)
        if alone:
            watched.track_external(model)
        with watched:
            with torch.autocast("cpu", torch.bfloat16, alone and t.precision == "bf16", cache_enabled=False):
                loss = model(tokens, tokens)
            loss.backward()
    [peak] = watched.get_tracker_snapshot("peak").values()
    size = {getattr(kind, "value", kind): size for kind, size in peak.items()}
    lent = sum(size.get(kind, 0) for kind in LENT)
    own = ("Parameter", "Gradient") if alone else ("Sharded Param", "Sharded Grad")
    return lent, size["Total"] - lent - sum(size[kind] for kind in own)


def memory(a: Architecture, t: Training, parts: int) -> dict[str, int]:
    """Bytes of one rank, by name, where the model is in so many parts. Layers are alike, so any number of them lies on the
    line through 2 and 4."""
    if a.n_experts:
        raise InputError("There is no plan for experts: how many tokens each gets depends on what is read.")
    made = min(parts, MOST_PARTS)
    dist.init_process_group("fake", rank=0, world_size=made)  # a group that says every message arrived
    try:
        mesh = dist.init_device_mesh("cpu", (made,))
        found = counted(a, t, mesh, parts) | {"states of a copy": counted(a, t, mesh, 1)["states"]}
        for way in WAYS:
            once = replace(t, checkpointing=way == "recomputed")
            (_, two), (lent, four) = (
                simulated(a._replace(n_layers=min(n, a.n_layers)), once, mesh) for n in (2, 4)
            )
            four += max(a.n_layers - 4, 0) * (four - two) // 2
            found |= {
                f"lent, {way}": lent,
                f"activations, {way}": four,
            }  # what is lent does not grow with depth
            found[f"peak, {way}"] = found["states"] + lent + four
    finally:
        dist.destroy_process_group()
    return found


def memory_figures(a: Architecture, t: Training, gpu: cost.Device, asked: Namespace) -> list[Figure]:
    """What one rank has in memory at the worst moment, and how many ranks one copy of the model needs."""
    parts = asked.ranks // copies(t, asked.ranks, asked.per_machine)
    found = memory(a, t, parts)
    exact = "counted" if parts <= MOST_PARTS else "formula"
    hows = {name: "simulated" if ", " in name else exact for name in found}
    figures = [Figure(name, found[name] / GIB, "GiB", how) for name, how in hows.items()]
    by_rule, have = cost.training_state_bytes(total(a), cost.STATE_16), gpu.memory_bytes
    scores = 12 * t.rows * t.context * a.vocab  # 32 bits, and twice as much on the way back
    rule = f"16 bytes × N (AdamW) / {parts:,} part{'s' * (parts > 1)}"
    figures.append(Figure("states by rule", by_rule / parts / GIB, "GiB", "formula", rule))
    figures.append(Figure("logits", scores / GIB, "GiB", "formula", "among the activations, at the loss"))
    for way in WAYS:  # states get smaller with more parts, and what is beside them does not
        peak = found[f"peak, {way}"]
        powers = POWERS if t.parallel != "ddp" else POWERS[:1]
        enough = next(
            (n for n in powers if found["states of a copy"] / n + peak - found["states"] <= have), None
        )
        fits = (
            f"in {parts:,} it {'fits' if peak <= have else 'does not fit'} {gpu.name}'s {have / GIB:.1f} GiB"
        )
        figures.append(Figure(f"ranks needed, {way}", enough, "", "formula", f"for one copy, 2ⁿ; {fits}"))
    return figures


def cost_figures(a: Architecture, t: Training, gpu: cost.Device, asked: Namespace) -> list[Figure]:
    """Operations, time, energy and money for all tokens. What nobody gave is assumed, and said to be."""

    def given(name: str, otherwise: float | None, unit: str, source: str) -> float:
        value = getattr(asked, name)
        known = (otherwise, unit, "assumed", source) if value is None else (value, unit, "yours")
        figures.append(Figure(name, *known))
        return figures[-1].value

    figures = []
    tokens = given("tokens", t.tokens_per_step * t.steps, "", "all steps of the config")
    mfu = given("mfu", 0.4, "", "Llama 3.1 405B had 0.38 to 0.43 (arXiv 2407.21783, table 4)")
    watts = given("watts", gpu.watts, "W", f"thermal design power in the datasheet of {gpu.name}")
    pue, price = given("pue", 1.0, "", "the building left out"), given("price", None, "/h", "so no cost")
    operations = tokens * operations_per_token(a, t.context)
    hours = cost.device_hours(operations, gpu.peak_operations_per_second, mfu)
    return [
        *figures,
        Figure("operations", float(operations), "", "formula", "tokens × (6N + attention)"),
        Figure("device hours", hours, "h", "formula", "operations / peak / mfu"),
        Figure("time", cost.days(hours, asked.ranks), "days", "formula", "if all devices work all the time"),
        Figure("energy", cost.energy_kwh(hours, watts, pue), "kWh", "formula", "device hours × watts × pue"),
        Figure("cost", price and cost.money(hours, price), "", "formula", "in the currency of the price"),
    ]


def main(arguments: list[str] | None = None) -> None:
    parser = options(__doc__, "the config as train.py --tiny has it", "8b")
    parser.add_argument("--gpu", default="H100", choices=GPUS)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rows", type=int, help="as --set training.rows")
    parser.add_argument("--ranks", type=int, help="8, or as many as share a step of the config evenly")
    parser.add_argument("--per-machine", type=int, default=8, help="ranks on each, for hsdp")
    for name in ("tokens", "price", "watts", "pue", "mfu"):
        parser.add_argument(f"--{name}", type=float)
    asked = parser.parse_args(arguments)
    for name, value in vars(asked).items():
        least, most = (1, POWERS[-1]) if name in ("ranks", "rows", "per_machine") else (0, 1e30)
        if isinstance(value, (int, float)) and not least <= value <= most:
            refuse(f"--{name.replace('_', '-')} is a number from {least} to {most:,}, not {value}")
    if asked.mfu is not None and not 0 < asked.mfu <= 1:
        refuse(f"--mfu is a share above 0 and at most 1, not {asked.mfu}")
    try:
        rows = [f"training.rows={asked.rows}"] if asked.rows else []
        a, t = read(asked.config, [*asked.set, *rows], tiny=asked.tiny, world=asked.ranks or 8)
        shared = t.tokens_per_step / (t.rows * t.context)  # by as many ranks at most
        asked.ranks = asked.ranks or next((n for n in (8, 4, 2) if shared % n == 0), 1)
        passes(t, asked.ranks, asked.per_machine)
        about = (a, t, GPUS[asked.gpu], asked)
        spent = cost_figures(*about)  # first, as it tells at once what is wrong
        figures = memory_figures(*about) + spent
    except (InputError, DemoError) as wrong:
        refuse(str(wrong))
    if asked.json:
        print(json.dumps({**vars(asked), "figures": [figure._asdict() for figure in figures]}))
        return
    made = asked.config + ", tiny" * asked.tiny
    rows = f"{t.rows} row{'s' * (t.rows > 1)} of {t.context:,} tokens"
    print(f"{made}: {total(a):,} parameters, {asked.ranks:,} × {GPUS[asked.gpu].name}, {t.parallel}, {rows}")
    for name, value, unit, how, note in figures:
        digits = "" if isinstance(value, int) else ".2f" if not value or 0.01 <= value < 1e9 else ".3e"
        shown = "none" if value is None else f"{value:,{digits}}"
        print(f"{name:<26}{shown:>15} {unit:<5}{how:<11}{note}".rstrip())
    print("A simulation proves bytes, not bandwidth. CUDA, buffers of the network and gaps come on top.")


if __name__ == "__main__":
    main()
