"""What a training takes, told before anyone rents anything: memory of each device, operations, time, energy, money.

    python examples/plan.py --config 70b-plan --gpu H100 --ranks 64 --tokens 15e12 --price 2.50 --pue 1.2
    python examples/plan.py --config 8b --gpu A100 --ranks 8 --rows 2 --json            the same, for a program
    python examples/plan.py --tiny                                                  of what train.py --tiny trains

None of the devices is needed, and 70 billion parameters take seconds: tensors have shapes and no numbers in them, and
the other ranks (processes, one for each device) do not exist. Each rank holds a part of the model, as in parallelize.py
with "fsdp"; with "hsdp", memory is that of one group. How a figure was found stands beside it: "counted", as torch made
these tensors; "simulated" in a pass through 2 and 4 layers, on a line to all; a "formula"; "yours", or else "assumed".
"""

import json
import sys
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from functools import partial
from typing import NamedTuple, NoReturn

import torch
import torch.distributed as dist
from knobs import cost
from knobs.architecture import Architecture
from knobs.count import total
from knobs.text import DemoError, InputError
from model import Decoder, RMSNorm
from parallelize import shard
from torch._subclasses.fake_tensor import FakeTensorMode
from torch.distributed._tools.fsdp2_mem_tracker import FSDPMemTracker
from torch.utils.checkpoint import checkpoint
from train import CONFIGS, Training, operations_per_token, read

NAMES = sorted(file.stem for file in CONFIGS.glob("*.toml"))
GPUS = {device.name.split()[0]: device for device in cost.DEVICES}
WAYS = ("recomputed", "kept")  # what a block computed is made again on the way back, or stays
LENT = ("Unsharded Param", "All Gather", "Unsharded Grad", "Reduce Scatter")  # as FSDPMemTracker names them
GIB, POWERS = 2**30, [2**power for power in range(21)]  # of ranks


class Figure(NamedTuple):
    name: str
    value: float | None
    unit: str
    how: str
    note: str = ""


def refuse(message: str) -> NoReturn:
    sys.exit(print(f"{message.rstrip('.')}.", file=sys.stderr) or 2)


def parted(model: Decoder, mesh: dist.DeviceMesh, precision: str) -> Decoder:
    """Each rank has its share, and gradients of the pass before, as several often make a step."""
    shard(model, precision, mesh)
    for weight in model.parameters():
        weight.grad = torch.zeros_like(weight)
    return model


def counted(a: Architecture, mesh: dist.DeviceMesh, precision: str) -> dict[str, int]:
    """Bytes that the first rank holds (no other holds more), and of what it borrows, whole."""
    with torch.device("meta"):
        model = parted(Decoder(a), mesh, precision)
    weights, width = list(model.parameters()), 2 if precision == "bf16" else 4
    adam = torch.optim.AdamW(weights)
    adam.step()  # on no numbers; but it makes its two averages of each
    averages = [kept for state in adam.state.values() for kept in state.values() if kept.ndim]
    held = {"weights": weights, "gradients": [weight.grad for weight in weights], "AdamW": averages}
    parts = {name: sum(tensor.to_local().nbytes for tensor in tensors) for name, tensors in held.items()}
    layers = [width * sum(weight.numel() for weight in block.parameters()) for block in model.blocks]
    tables = width * sum(weight.numel() for weight in weights) - sum(layers)
    return parts | {"states": sum(parts.values()), "layer": max(layers), "tables": tables}


def simulated(a: Architecture, mesh: dist.DeviceMesh, t: Training, rows: int, way: str) -> dict[str, int]:
    """Bytes at the worst moment of a pass, beside the states. Fused as on a GPU, AdamW takes none of its own."""
    with FakeTensorMode():
        model = Decoder(a)
        for norm in [part for part in model.modules() if isinstance(part, RMSNorm)]:
            # On a CPU RMSNorm keeps two copies in 32 bits; on a GPU its input, as LayerNorm does on both (torch 2.13).
            norm.forward = lambda x, norm=norm: torch.layer_norm(x, x.shape[-1:], norm.weight.to(x.dtype))
        for block in model.blocks if way == "recomputed" else ():
            block.forward = partial(checkpoint, block.forward, use_reentrant=False)
        parted(model, mesh, t.precision)
        tokens = torch.zeros(rows, t.context, dtype=torch.long)
        with FSDPMemTracker(model) as watched:
            model(tokens, tokens).backward()
    [peak] = watched.get_tracker_snapshot("peak").values()
    size = {getattr(kind, "value", kind): size for kind, size in peak.items()}
    lent = sum(size[kind] for kind in LENT)
    rest = size["Total"] - size["Sharded Param"] - size["Sharded Grad"] - lent
    return {f"lent, {way}": lent, f"activations, {way}": rest}


def memory(a: Architecture, t: Training, rows: int, ranks: int) -> dict[str, int]:
    """Bytes of one rank, by name. Layers are alike, so any number of them lies on the line through 2 and 4."""
    if a.n_experts:
        raise InputError("There is no plan for experts: how many tokens each gets depends on what is read.")
    dist.init_process_group("fake", rank=0, world_size=ranks)  # a group that says every message arrived
    mesh = dist.init_device_mesh("cpu", (ranks,))
    found = counted(a, mesh, t.precision)
    for way in WAYS:
        sizes = (a._replace(n_layers=min(layers, a.n_layers)) for layers in (2, 4))
        two, four = (simulated(size, mesh, t, rows, way) for size in sizes)
        name = f"activations, {way}"  # what is lent does not grow with depth
        four[name] += max(a.n_layers - 4, 0) * (four[name] - two[name]) // 2
        found |= {**four, f"peak, {way}": found["states"] + sum(four.values())}
    dist.destroy_process_group()
    return found


def memory_figures(a: Architecture, t: Training, gpu: cost.Device, asked: Namespace) -> list[Figure]:
    found = memory(a, t, asked.rows, asked.ranks)
    hows = {name: "simulated" if ", " in name else "counted" for name in found}
    figures = [Figure(name, found[name] / GIB, "GiB", how) for name, how in hows.items()]
    whole, have = cost.training_state_bytes(total(a), cost.STATE_16), gpu.memory_bytes
    scores = 12 * asked.rows * t.context * a.vocab  # 32 bits, and twice as much on the way back
    each = whole / asked.ranks
    figures.append(Figure("states by rule", each / GIB, "GiB", "formula", "16 bytes × N / ranks"))
    figures.append(Figure("logits", scores / GIB, "GiB", "formula", "among the activations, at the loss"))
    for way in WAYS:  # states get smaller with more ranks, and what is beside them does not
        peak = found[f"peak, {way}"]
        enough = next((n for n in POWERS if whole / n + peak - found["states"] <= have), None)
        fits = f"with {asked.ranks:,} it {'fits' if peak <= have else 'does not fit'} in {gpu.name}'s {have / GIB:.1f} GiB"
        figures.append(Figure(f"ranks needed, {way}", enough, "", "formula", f"a power of two; {fits}"))
    return figures


def cost_figures(a: Architecture, t: Training, gpu: cost.Device, asked: Namespace) -> list[Figure]:
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
    options = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    options.error = refuse
    options.add_argument("--config", default="8b", choices=NAMES)
    options.add_argument("--gpu", default="H100", choices=GPUS)
    options.add_argument("--json", action="store_true")
    options.add_argument("--tiny", action="store_true", help="the config as train.py --tiny has it")
    for name, otherwise in {"ranks": 8, "rows": 1}.items():
        options.add_argument(f"--{name}", type=int, default=otherwise)
    for name in ("tokens", "price", "watts", "pue", "mfu"):
        options.add_argument(f"--{name}", type=float)
    asked = options.parse_args(arguments)
    for name, value in vars(asked).items():
        least, most = (1, POWERS[-1]) if name in ("ranks", "rows") else (0, 1e30)
        if isinstance(value, (int, float)) and not least <= value <= most:
            refuse(f"--{name} is a number from {least} to {most:,}, not {value}")
    try:
        about = (*read(asked.config, tiny=asked.tiny), GPUS[asked.gpu], asked)
        spent = cost_figures(*about)  # first, as it tells at once what is wrong
        figures = memory_figures(*about) + spent
    except (InputError, DemoError) as wrong:
        refuse(str(wrong))
    if asked.json:
        print(json.dumps({**vars(asked), "figures": [figure._asdict() for figure in figures]}))
        return
    made = asked.config + ", tiny" * asked.tiny
    print(f"{made}: {total(about[0]):,} parameters, {asked.ranks:,} × {about[2].name}")
    for name, value, unit, how, note in figures:
        digits = "" if isinstance(value, int) else ".2f" if not value or 0.01 <= value < 1e9 else ".3e"
        shown = "none" if value is None else f"{value:,{digits}}"
        print(f"{name:<26}{shown:>15} {unit:<5}{how:<11}{note}".rstrip())
    print("A simulation proves bytes, not bandwidth. CUDA, buffers of the network and gaps come on top.")


if __name__ == "__main__":
    main()
