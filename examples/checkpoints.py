"""Where a run goes on from: checkpoints that are whole, and of this run. Any number of processes reads what any other
number wrote.

    runs/pocket/step-00000200/    about.json     of which step and run it is
                                  *.distcp       a part from each process
                                  .metadata      what is in the parts; torch writes it when all of them are there
"""

import json
import shutil
from collections.abc import Collection, Sequence
from dataclasses import asdict
from pathlib import Path

import torch.distributed as dist
import torch.distributed.checkpoint as dcp
from config import Training
from knobs.architecture import Architecture
from knobs.text import InputError
from torch import nn
from torch.distributed.checkpoint.api import CheckpointException
from torch.distributed.checkpoint.state_dict import get_state_dict, set_state_dict
from torch.optim import Optimizer
from workshop.together import agreed

# With another of these it is another run; steps, the learning rate or the precision may change on the way.
DECIDE = ("context", "tokens_per_step", "optimizer", "seed", "rope_base")


def run_of(a: Architecture, t: Training, text: str, launch: Collection[str]) -> dict:
    """What about.json tells, beside the step. text: data.Tokens.digest; launch: whose processes these are."""
    told = {"architecture": a._asdict(), "training": asdict(t), "text": text}
    return told | {"launch": sorted(filter(None, launch))}


def about(folder: Path) -> dict | None:
    """What about.json tells of a checkpoint; None where a part is missing or cut short, or it is no checkpoint."""
    try:
        told = json.loads((folder / "about.json").read_text("utf-8"))
        parts = dcp.FileSystemReader(folder).read_metadata().storage_data.values()
        sizes = {name: (folder / name).stat().st_size for name in {part.relative_path for part in parts}}
        there = all(part.offset + part.length <= sizes[part.relative_path] for part in parts)
        kinds = [type(told[name]) for name in ("architecture", "training", "launch", "text")]
        fits = kinds == [dict, dict, list, str] and folder.name == f"step-{told['step']:08}"
        return told if there and fits else None
    except Exception:  # noqa: BLE001 - half a file can be wrong in any way, and pickle has one for each
        return None


def checkpoints(out: Path) -> list[Path]:
    """Those that are whole, the oldest first."""
    return [folder for folder in _folders(out) if about(folder)]


def begins_at(out: Path, run: dict, resume: bool) -> tuple[int, Path | None]:
    """The step to begin with, and the checkpoint to go on from. Raises InputError.

    A run goes on if that is asked, or if the same torchrun began it: then a process has died. A checkpoint that is not
    whole is passed over for the one before it.
    """
    if not (there := checkpoints(out)):
        if resume:
            raise InputError(f"There is no whole checkpoint in {out} to go on from: begin without --resume.")
        return 0, None
    folder, kept = there[-1], about(there[-1])
    if not (resume or set(kept["launch"]) & set(run["launch"])):
        raise InputError(f"A run lies in {out}: go on with it by --resume, or name another folder by --out.")
    for section, names in {"architecture": run["architecture"], "training": DECIDE}.items():
        for name in names:
            was, now = kept[section].get(name), run[section][name]
            if was != now:
                other = "architecture: " if section == "architecture" else "run: training."
                raise InputError(f"{folder} is of another {other}{name} is {was!r} there and {now!r} here.")
    if kept["text"] != run["text"]:
        raise InputError(f"{folder} is of another run: it learned from other tokens than training.data has.")
    return kept["step"], folder


def changed(checkpoint: Path | None, run: dict) -> list[tuple[str, object]]:
    """Names of fields that were otherwise in the run that saved it, and their values there."""
    before = about(checkpoint)["training"] if checkpoint else run["training"]
    return [(name, was) for name, was in before.items() if run["training"].get(name, was) != was]


def save(out: Path, step: int, run: dict, model: nn.Module, turning: Sequence[Optimizer]) -> None:
    """Every process writes its part. Keeps the last two. Raises InputError if there is no room for it."""
    first, folder = dist.get_rank() == 0, out / f"step-{step:08}"

    def begin() -> None:
        shutil.rmtree(folder, ignore_errors=True)  # of a run that died while saving
        folder.mkdir(parents=True)
        (folder / "about.json").write_text(json.dumps({"step": step, **run}, indent=1), "utf-8")

    agreed(begin if first else lambda: None)
    weights, moments = get_state_dict(model, turning)
    try:
        dcp.save({"model": weights, "optimizer": moments}, checkpoint_id=folder)
    except CheckpointException as error:
        why = f"(is the disk full?) {next(iter(error.failures.values()))[0]}"
        raise InputError(f"{folder} could not be saved, and what was before it stays: {why}.") from None
    if first:
        for old in set(_folders(out)) - {folder, *checkpoints(out)[-2:]}:
            shutil.rmtree(old, ignore_errors=True)


def load(folder: Path, model: nn.Module, turning: Sequence[Optimizer]) -> None:
    """Numbers of a checkpoint, into the parts that this process has of the model and of its optimizers. Raises InputError
    if they cannot be read, and puts them aside, so that the one before is the last."""
    decays = [[group["weight_decay"] for group in one.param_groups] for one in turning]
    weights, moments = get_state_dict(model, turning)
    state = {"model": weights, "optimizer": moments}
    try:
        dcp.load(state, checkpoint_id=folder)
    except CheckpointException:
        if dist.get_rank() == 0:
            folder.rename(folder.with_name(f"damaged-{folder.name}"))
        raise InputError(
            f"{folder} is damaged and put aside; --resume goes on from the one before."
        ) from None
    set_state_dict(model, turning, model_state_dict=state["model"], optim_state_dict=state["optimizer"])
    for one, kept in zip(turning, decays, strict=True):  # the saved ones came back with it
        for group, decay in zip(one.param_groups, kept, strict=True):
            group["weight_decay"] = decay


def _folders(out: Path) -> list[Path]:
    return sorted(out.glob("step-" + 8 * "[0-9]"))
