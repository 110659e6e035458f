"""Train the pocket model, or one of its relatives: one process, on the CPU or one GPU.

    python -m workshop.train --config pocket                    ten minutes on two cores; runs/pocket/checkpoint.pt
    python -m workshop.train --config pocket --resume           go on where it stopped
    python -m workshop.train --config 60k --steps 200           another size, and for a moment only

Matrices inside the blocks are turned by Muon (Jordan and others, 2024), which makes a step equally large in every
direction; all other parameters by AdamW (Loshchilov and Hutter, 2019).
"""

import argparse
import dataclasses
import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import torch
from knobs.pocket.config import Config
from knobs.text import LANGUAGES
from knobs.world.encoded import numbers, vocabulary
from knobs.world.reading import Reading

from .data import batch
from .evaluate import PROMPTS, line, report, write_on
from .lora import add_lora, additions
from .model import END, Experts, Pocket, losses
from .muon import Muon

BOTH = Reading()  # facts and stories, in both languages
# That a place belongs to a name some words before it is hard to find while a thousand easier things are learned too.
# After 500 steps of stories that ask for nothing else, it is there, and it stays.
PRACTICE = Reading(facts=0.55, practice=8000)


@dataclass(frozen=True)
class Recipe:
    """What is trained, on what, and how."""

    sizes: dict[str, object]
    words: int  # to read in all
    reading: Reading = BOTH
    rows: int = 16  # of a batch
    length: int = 128  # words of a row: several texts, each read by itself
    matrix_rate: float = 0.02  # how far Muon turns the matrices in a step, at most
    other_rate: float = 0.003  # and AdamW the rest
    decay: float = 0.2  # what Muon takes off the matrices, times its rate: facts then help each other more
    answers: float = 8.0  # how often the words after a question mark count
    unevenness: float = 0.01  # how much it counts that experts share the work
    base: str = ""  # the training that this one begins with; what it learned stays as it is
    rank: int = 4  # of what is added to each matrix of the base

    @property
    def steps(self) -> int:
        return self.words // (self.rows * self.length)


# The shares of a training at which --moments keeps the parameters: most changes at the start.
MOMENTS = (0, 0.003, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.55, 0.7, 0.85, 1)
# One head looks at everything alike; the others favour what is near, each more than the one before.
SLOPES = (0.0, 0.05, 0.5, 2.0)
LOOKS_BACK: dict[str, object] = {"slopes": SLOPES, "smear": 4}
RECIPES = {
    "pocket": Recipe(LOOKS_BACK, 11_000_000, PRACTICE),
    "plain": Recipe({}, 4_000_000, decay=0, answers=1),  # without what makes a model look back
    "5k": Recipe({"width": 4, "layers": 1, "heads": 1, "feed_forward": 16, "smear": 4}, 4_000_000, PRACTICE),
    "20k": Recipe(
        {"width": 16, "layers": 1, "heads": 2, "feed_forward": 64, "smear": 4}, 4_000_000, PRACTICE
    ),
    "60k": Recipe({"width": 32, "layers": 2, "feed_forward": 128, **LOOKS_BACK}, 6_000_000, PRACTICE),
    "1m": Recipe(
        {"width": 128, "heads": 8, "feed_forward": 512, "smear": 4, "slopes": SLOPES * 2},
        11_000_000,
        PRACTICE,
    ),
    "experts": Recipe({"experts": 4, **LOOKS_BACK}, 11_000_000, PRACTICE),
    # Some 10,000 words, eighty times.
    "overfitted": Recipe(LOOKS_BACK, 820_000, Reading(facts=0, rows=80)),
    "upside-down": Recipe({}, 1_000_000, Reading(upside_down=0.5), other_rate=0.005, base="pocket"),
}


def beginning(recipe: Recipe, folder: Path) -> Pocket:
    """A model with random parameters; or what the base learned, with additions that are still 0."""
    if not recipe.base:
        return Pocket(Config(vocabulary=len(vocabulary()), **recipe.sizes))
    file = folder.parent / recipe.base / "checkpoint.pt"
    if not file.exists():
        sys.exit(f"This training begins with {recipe.base}, and {file} is not there; train that first")
    kept = torch.load(file, weights_only=True)
    model = Pocket(Config(**kept["config"]))
    model.load_tensors(kept["tensors"])
    add_lora(model, recipe.rank)
    return model


def optimizers(model: Pocket, recipe: Recipe) -> list[torch.optim.Optimizer]:
    """Muon for matrices inside the blocks, AdamW for the rest; for additions AdamW alone."""
    matrices, others = [], []
    for name, parameter in model.named_parameters():
        is_matrix = name.startswith("blocks.") and parameter.ndim == 2 and not recipe.base
        if parameter.requires_grad:
            (matrices if is_matrix else others).append(parameter)
    muon: list[torch.optim.Optimizer] = (
        [Muon(matrices, lr=recipe.matrix_rate, decay=recipe.decay)] if matrices else []
    )
    return [*muon, torch.optim.AdamW(others, lr=recipe.other_rate, betas=(0.9, 0.95), weight_decay=0)]


def rate(step: int, steps: int) -> float:
    """The share of the learning rate: twenty steps to warm up, and from two fifths on down to nothing."""
    done = step / steps
    return min(1, (step + 1) / 20) * (1 if done < 0.4 else (1 - done) / 0.6)


def after_a_question(words: torch.Tensor) -> torch.Tensor:
    """Whether what follows a word is part of an answer: [batch, time] of True and False.

    Most words of a story could have been others, and all that can be learned of those is how often they come. The
    answer follows from what was told, so there is more to learn from it.
    """
    time = torch.arange(words.shape[1], device=words.device).expand_as(words)
    question, stop, end = (
        torch.where(words == number, time, -1).cummax(1).values
        for number in (numbers()["?"], numbers()["."], END)
    )
    return question > torch.maximum(stop, end)


def training_loss(model: Pocket, rows: torch.Tensor, recipe: Recipe) -> tuple[torch.Tensor, float, int]:
    """What the knobs are turned for; the plain loss, in nats per word; and of how many words."""
    words = rows[:, :-1]
    each = losses(model, rows)
    weights = (words != END) * torch.where(after_a_question(words), recipe.answers, 1.0)
    aim = (weights * each).sum() / weights.sum()
    routers = [module.unevenness for module in model.modules() if isinstance(module, Experts)]
    if routers:
        aim = aim + recipe.unevenness * sum(routers)
    count = int((words != END).sum())
    return aim, each.detach().sum().item() / count, count


def take_step(
    model: Pocket, turning: list[torch.optim.Optimizer], recipe: Recipe, step: int, seed: int
) -> tuple[float, int]:
    """Read a batch, and turn every knob a little so that it would have surprised less.

    Returns the loss, in nats per word, and how many words were read.
    """
    rows = batch(seed, step * recipe.rows, recipe.rows, recipe.length + 1, recipe.reading)
    aim, plain, count = training_loss(model, rows.to(model.word_bias.device), recipe)
    for optimizer in turning:
        optimizer.zero_grad()
    aim.backward()
    for optimizer in turning:
        for group in optimizer.param_groups:
            group["lr"] = group.setdefault("highest", group["lr"]) * rate(step, recipe.steps)
        optimizer.step()
    return plain, count


def save(file: Path, model: Pocket, turning: list[torch.optim.Optimizer], **more: object) -> None:
    """Written beside the old one first, so that there is a whole one at any moment."""
    kept = {
        "config": dataclasses.asdict(model.config),
        "tensors": learned(model),
        "optimizers": [optimizer.state_dict() for optimizer in turning],
        **more,
    }
    beside = file.with_suffix(".new")
    torch.save(kept, beside)
    beside.replace(file)


def learned(model: Pocket) -> dict[str, torch.Tensor]:
    """The additions alone, if it has them."""
    return additions(model) or model.tensors()


def load(model: Pocket, tensors: dict[str, torch.Tensor]) -> None:
    """What was learned in an earlier part of this training."""
    if own := additions(model):
        for name, tensor in tensors.items():
            own[name].copy_(tensor)
    else:
        model.load_tensors(tensors)


def train(
    recipe: Recipe,
    seed: int,
    steps: int,
    folder: Path,
    *,
    resume: bool,
    device: str,
    every: int,
    tell=report,
    moments=False,
) -> Pocket:
    torch.manual_seed(seed)
    model = beginning(recipe, folder).to(device)
    turning = optimizers(model, recipe)
    file, first, words, seconds = folder / "checkpoint.pt", 0, 0, 0.0
    losses: list[float] = []
    if resume:
        kept = torch.load(file, weights_only=True, map_location=device)
        load(model, kept["tensors"])
        for optimizer, state in zip(turning, kept["optimizers"], strict=True):
            optimizer.load_state_dict(state)
        first, losses = kept["step"], kept["losses"]
        words, seconds = kept["words"], kept["seconds"]
    folder.mkdir(parents=True, exist_ok=True)
    moments = {round(steps * share) for share in MOMENTS} if moments else set()
    print(
        f"{model.config.parameters:,} parameters, {recipe.steps:,} steps of {recipe.rows * recipe.length:,} words",
        flush=True,
    )
    for step in range(first, steps):
        if step in moments:
            keep_moment(folder, model, step, words)
        started = time.perf_counter()
        lost, read = take_step(model, turning, recipe, step, seed)
        losses.append(lost)
        words += read
        seconds += time.perf_counter() - started
        done = step + 1
        if done % every == 0 or done == steps:
            recent = sum(losses[-100:]) / len(losses[-100:])
            print(
                f"step {done:,}: loss {recent:.3f}, {words:,} words, {words / seconds:,.0f} a second",
                flush=True,
            )
            told = tell(model)
            print("  " + line(told))
            for lang in LANGUAGES:
                print("  " + write_on(model, PROMPTS[lang][-1], lang), flush=True)
            with (folder / "log.jsonl").open("a") as log:
                log.write(json.dumps({"step": done, "words": words, "loss": recent, **told}) + "\n")
            save(
                file,
                model,
                turning,
                step=done,
                words=words,
                losses=losses,
                seconds=seconds,
                seed=seed,
                base=recipe.base,
            )
    if steps in moments:
        keep_moment(folder, model, steps, words)
    return model


def keep_moment(folder: Path, model: Pocket, step: int, words: int) -> None:
    """The parameters as they stand now, for whoever wants to see how they came to be."""
    kept = {
        "config": dataclasses.asdict(model.config),
        "tensors": learned(model),
        "step": step,
        "words": words,
    }
    torch.save(kept, folder / f"at-{step}.pt")


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--config", default="pocket", choices=RECIPES)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument(
        "--steps", type=int, help="stop after so many; the learning rate goes as for all of them"
    )
    options.add_argument("--every", type=int, default=500, help="steps between two reports and checkpoints")
    options.add_argument("--out", type=Path, help="where the checkpoint goes; runs/CONFIG without it")
    options.add_argument(
        "--moments", action="store_true", help="keep the parameters of moments on the way too"
    )
    options.add_argument("--resume", action="store_true")
    options.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    chosen = options.parse_args()
    recipe = RECIPES[chosen.config]
    folder = chosen.out or Path("runs") / chosen.config
    if chosen.resume and not (folder / "checkpoint.pt").exists():
        sys.exit(f"There is no checkpoint in {folder} to go on from; leave --resume out to begin")
    train(
        recipe,
        chosen.seed,
        min(chosen.steps or recipe.steps, recipe.steps),
        folder,
        resume=chosen.resume,
        device=chosen.device,
        every=chosen.every,
        moments=chosen.moments,
    )


if __name__ == "__main__":
    main()
