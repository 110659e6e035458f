"""Distilling: small students learn from the pocket model's probabilities, and twins of theirs from the words alone.

    python -m workshop.distill site_src/knobs/pocket/weights pocket     twelve trainings, about an hour on one core

A student and its twin begin with the same numbers, read the same batches in the same order and take as many steps. The
twin is turned towards the word that came; the student towards all probabilities that the pocket model gave, one for
each word (Hinton, Vinyals and Dean, 2015; at a temperature of 1). Writes distill.json beside the weights.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import torch
from knobs.pocket import Tokenizer, load
from knobs.pocket.config import Config
from knobs.pocket.side_by_side import PROMPTS
from knobs.text import LANGUAGES
from torch import Tensor

from .data import batch, vocabulary
from .evaluate import report
from .export import as_model
from .model import END, Pocket
from .probes import written
from .records import known
from .train import RECIPES, Recipe, after_a_question, optimizers, rate

SIZES = ("20k", "60k")  # names of recipes
SEEDS = (0, 1, 2)
KINDS = ("words", "probabilities")  # what is learned from
MOST = 12  # words that a model writes after a prompt
SHOWN = 5  # words whose probabilities are told, besides the one that a student finds likeliest


class Student(NamedTuple):
    """A model that learns, and what turns its knobs."""

    model: Pocket
    turning: list[torch.optim.Optimizer]


def student(recipe: Recipe, seed: int) -> Student:
    torch.manual_seed(seed)
    model = Pocket(Config(vocabulary=len(vocabulary()), **recipe.sizes))
    return Student(model, optimizers(model, recipe))


def surprise(logits: Tensor, following: Tensor) -> Tensor:
    """−log of the probability of the word that came, [batch, time]."""
    return -logits.log_softmax(-1).gather(-1, following[..., None])[..., 0]


def distance(logits: Tensor, teacher: Tensor) -> Tensor:
    """−Σ q · log p over all words, [batch, time]: smallest where p, the student's, is q, the teacher's."""
    return -(teacher.softmax(-1) * logits.log_softmax(-1)).sum(-1)


def take_step(learner: Student, rows: Tensor, recipe: Recipe, step: int, teacher: Tensor | None) -> float:
    """One update, towards the teacher's probabilities or, without a teacher, towards the words. Returns the aim."""
    words, following = rows[:, :-1], rows[:, 1:]
    logits = learner.model(words)
    each = surprise(logits, following) if teacher is None else distance(logits, teacher)
    weights = (words != END) * torch.where(after_a_question(words), recipe.answers, 1.0)
    aim = (weights * each).sum() / weights.sum()
    for optimizer in learner.turning:
        optimizer.zero_grad()
    aim.backward()
    for optimizer in learner.turning:
        for group in optimizer.param_groups:
            group["lr"] = group.setdefault("highest", group["lr"]) * rate(step, recipe.steps)
        optimizer.step()
    return aim.item()


def train(
    teacher: Pocket, recipe: Recipe, seed: int, steps: int | None = None
) -> tuple[dict[str, Pocket], int]:
    """A student and its twin, by what they learned from, and how many words each of them read."""
    pair = {kind: student(recipe, seed) for kind in KINDS}
    read = 0
    for step in range(steps or recipe.steps):
        rows = batch(seed, step * recipe.rows, recipe.rows, recipe.length + 1, recipe.reading)
        with torch.no_grad():
            says = teacher(rows[:, :-1])
        take_step(pair["words"], rows, recipe, step, None)
        take_step(pair["probabilities"], rows, recipe, step, says)
        read += int((rows[:, :-1] != END).sum())
        if (step + 1) % 500 == 0:
            print(f"  {step + 1:,} steps", flush=True)
    return {kind: learner.model.eval() for kind, learner in pair.items()}, read


@torch.no_grad()
def spread(model: Pocket, words: Sequence[int]) -> Tensor:
    """How probable each word is after these."""
    return model(torch.tensor([words]))[0, -1].softmax(-1)


def sentence(model: Pocket, prompt: Sequence[int], tokenizer: Tokenizer) -> str:
    """The prompt and the likeliest words after it, up to the end of the sentence; with an ellipsis where it is cut off."""
    words = list(prompt)
    stops = {END, *(vocabulary().index(sign) for sign in (".", "?"))}
    while len(words) < len(prompt) + MOST and (len(words) == len(prompt) or words[-1] not in stops):
        words.append(int(spread(model, words).argmax()))
    told = tokenizer.decode(words, capital=True)
    return told if words[-1] in stops else f"{told} …"


def asked(models: dict[str, Pocket]) -> dict[str, object]:
    """What each model, by name, makes of the prompts: how probable words are next, and the sentence it writes."""
    tokenizer = Tokenizer(vocabulary(), next(iter(models.values())).config.context)
    told: dict[str, dict[str, object]] = {}
    for key, prompt in PROMPTS.items():
        told[key] = {}
        for lang in LANGUAGES:
            words = tokenizer.encode(prompt[lang], lang)
            spreads = {name: spread(model, words) for name, model in models.items()}
            likely = next(iter(spreads.values())).topk(SHOWN).indices.tolist()
            likely += [int(one.argmax()) for one in spreads.values()]
            shown = list(dict.fromkeys(likely))
            told[key][lang] = {
                "words": [vocabulary()[word] for word in shown],
                "probabilities": {
                    name: [round(float(one[word]), 4) for word in shown] for name, one in spreads.items()
                },
                "sentences": {name: sentence(model, words, tokenizer) for name, model in models.items()},
            }
    return told


def distilled(
    teacher: Pocket, name: str, seeds: Sequence[int] = SEEDS, steps: int | None = None
) -> dict[str, object]:
    """A size of student: what those of each seed know, and what the first of them says, beside the teacher."""
    recipe, known_of = RECIPES[name], {kind: [] for kind in KINDS}
    told: dict[str, object] = {}
    for seed in seeds:
        print(f"{name}, seed {seed}", flush=True)
        pair, read = train(teacher, recipe, seed, steps)
        for kind, model in pair.items():
            known_of[kind].append(known(report(model)))
            print(f"  {kind}: {known_of[kind][-1]}", flush=True)
        told = told or {
            "parameters": pair["words"].config.parameters,
            "words": read,
            "says": asked({"teacher": teacher, **pair}),
        }
    return {**told, "seeds": list(seeds), "known": known_of}


def main(folder: str, name: str) -> None:
    place = Path(folder)
    content = (place / f"{name}.safetensors").read_bytes()
    teacher = as_model(load(name, place).model.weights).eval()
    record = {"teacher": known(report(teacher)), **{size: distilled(teacher, size) for size in SIZES}}
    (place / "distill.json").write_text(written(record, content), "utf-8")
    print(json.dumps(record["teacher"]))


if __name__ == "__main__":
    torch.set_num_threads(1)  # the order of sums, and so the last digits, are the same on every machine
    main(*sys.argv[1:])
