"""What is told of a run while it goes: a line on the screen, log.csv, TensorBoard where it is installed, and loss.svg."""

import csv
import math
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import torch
from knobs.cost import DEVICES, H100

COLUMNS = ("step", "loss", "tokens", "tokens_per_second", "mfu", "memory_bytes", "energy_joules")
# What a device is called by torch, and its operations a second in 16 bits; an H200 is the same chip with more memory.
PEAKS = {device.name.split()[0]: device.peak_operations_per_second for device in DEVICES}
PEAKS |= {"H200": H100.peak_operations_per_second}


def peak_of(device_name: str, precision: str = "bf16") -> float:
    """Operations a second without sparsity, of boards of the kind SXM; others are slower, and not known: nan."""
    known = [peak for name, peak in PEAKS.items() if name in device_name]
    return known[0] if known and precision == "bf16" and not re.search("PCIe|NVL", device_name) else math.nan


def meters(device: torch.device) -> Callable[[], tuple[float, float]]:
    """The most memory this process has had, in bytes, and what its GPU has used, in J, if nvidia-ml-py tells."""
    if device.type != "cuda" and not find_spec("resource"):  # Windows
        return lambda: (math.nan, math.nan)
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


def rows_of(file: Path) -> list[dict[str, str]]:
    """Rows of a log.csv, without one that a dying process did not finish; none where there is no such file."""
    if not file.exists():
        return []
    with file.open(newline="", encoding="utf-8", errors="replace") as opened:
        return [row for row in csv.DictReader(opened) if _complete(row)]


def _complete(row: dict[str, str]) -> bool:
    try:
        numbers = [float(row[name] or "nan") for name in COLUMNS[1:]]
    except (
        KeyError,
        TypeError,
        ValueError,
    ):  # a column is missing, the row ends before it, or it has no number
        return False
    return row["step"].isascii() and row["step"].isdigit() and all(map(math.isfinite, numbers[:3]))


def log(out: Path, step: int) -> Iterator[None]:
    """Rows for log.csv, each sent as a dict; first those are kept that a run wrote before this step."""
    kept = [row for row in rows_of(out / "log.csv") if int(row["step"]) <= step]
    spent = float((kept[-1]["energy_joules"] if kept else 0) or 0)
    try:
        board = import_module("torch.utils.tensorboard").SummaryWriter(str(out), purge_step=step + 1)
    except ImportError:
        print("TensorBoard is not installed (pip install tensorboard); log.csv has it all.")
        board = None
    with (out / "log.csv").open("w", newline="", encoding="utf-8") as opened:
        writer = csv.DictWriter(opened, COLUMNS, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(kept)
        opened.flush()
        while row := (yield):
            row["energy_joules"] += spent
            known = {name: value for name, value in row.items() if not math.isnan(value)}
            writer.writerow(known)
            opened.flush()
            for name in known.keys() - {"step"} if board else ():
                board.add_scalar(name, row[name], row["step"])


def line(row: dict[str, float], steps: int, tokens_per_step: int) -> str:
    """A row of the log on one line; what the device does not tell is left out."""
    left = (steps - row["step"]) * tokens_per_step / row["tokens_per_second"]
    parts = {
        f"step {row['step']}/{steps}": row["step"],
        f"loss {row['loss']:.3f}": row["loss"],
        f"{row['tokens_per_second']:,.0f} tokens/s": row["tokens_per_second"],
        f"{row['mfu']:.0%} MFU": row["mfu"],
        f"{row['memory_bytes'] / 1e9:.1f} GB": row["memory_bytes"],
        f"{row['energy_joules'] / 3.6e6:.3f} kWh": row["energy_joules"],
        f"{left / 60:.1f} min left": left,
    }
    return "  ".join(part for part, value in parts.items() if not math.isnan(value))


def show(row: dict[str, float], steps: int, tokens_per_step: int, ends: bool) -> None:
    """The line, on a screen in place of the one before and with a bar behind it as long as there is room for."""
    told, screen = line(row, steps, tokens_per_step), sys.stdout.isatty()
    room = shutil.get_terminal_size().columns - len(told) - 3
    if screen and room >= 8:
        told += f"  {'#' * (room * row['step'] // steps):.<{room}}"
    print(told, end="  \r" if screen and not ends else "\n", flush=True)


def plot(out: Path) -> None:
    """loss.svg: the loss over the tokens, from log.csv; none where that has no rows."""
    rows = [(float(row["tokens"]), float(row["loss"])) for row in rows_of(out / "log.csv")]
    if not rows:
        return
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
