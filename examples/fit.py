"""Whether a training fits in memory: estimated at once, before it begins. plan.py simulates it, which takes seconds."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from config import NAMES, Training, copies, read
from knobs.architecture import Architecture
from knobs.cost import training_bytes
from knobs.count import total
from knobs.text import InputError, listing


def enough_memory(
    config: str, overrides: Sequence[str], tiny: bool, device: str, world: int, here: int, free: float
) -> None:
    """Raises InputError if one of `world` processes, `here` of them on a machine, needs more than the bytes that are free
    for it. The sentence has what may stand behind the same command so that it fits."""
    on_gpu = device == "cuda"

    def needed(a: Architecture, t: Training, world: int = world) -> float:
        kinds = {"whole": t.parallel == "ddp", "short": t.precision == "bf16", "recomputed": t.checkpointing}
        bytes_ = training_bytes(a, t.rows * t.context, world // copies(t, world, here), **kinds)
        return bytes_ * (
            0.7 if t.compile and on_gpu else 1
        )  # compiled, a step keeps less: how much is not known

    def fits(a: Architecture, t: Training, world: int = world, free: float = free) -> bool:
        return t.tokens_per_step % (t.rows * t.context * world) == 0 and needed(a, t, world) <= free

    def less(a: Architecture, t: Training) -> str | None:
        """What to set; empty if nothing has to be, None if neither fewer rows nor checkpointing is enough."""
        for setting in ("", " --set training.checkpointing=true"):
            for rows in (t.rows >> halved for halved in range(t.rows.bit_length())):
                if fits(a, replace(t, rows=rows, checkpointing=t.checkpointing or bool(setting))):
                    return (f" --set training.rows={rows}" if rows < t.rows else "") + setting
        return None

    a, t = read(config, overrides, tiny=tiny, world=world)
    if needed(a, t) <= free:
        return
    ways, parted = [less(a, t) or ""], replace(t, parallel="fsdp")
    devices, each = (
        ("GPUs", free) if on_gpu else ("machines", free * here)
    )  # processes on a CPU share its memory
    more = [n for n in (2**power for power in range(1, 13)) if n > world and fits(a, parted, n, each)]
    ways += [f"{n} {devices} with --set training.parallel=fsdp" for n in more[:1]]
    smaller = []
    for name in NAMES:
        with suppress(InputError):  # what the reader set need not go with it
            other = read(name, overrides, tiny=tiny, world=world)
            smaller += [(total(other[0]), f"--config {name}{so}") for so in [less(*other)] if so is not None]
    ways += [way for _, way in sorted(smaller)[-1:]]
    ways += ["--tiny"] * (not tiny and fits(*read(config, overrides, tiny=True, world=world)))
    told = listing(
        [*filter(None, map(str.strip, ways))] or ["nothing here, but a smaller architecture would"]
    )
    raise InputError(
        f"{total(a):,} parameters and {t.rows} × {t.context} tokens at once need about {needed(a, t) / 1e9:,.1f} GB for "
        f"each process, and one has {free / 1e9:,.1f} GB. What fits: {told}."
    )
