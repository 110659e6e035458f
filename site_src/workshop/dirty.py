"""Dirty text: one recipe, trained again on as many words, of which a share is not what the world says.

    python -m workshop.dirty runs       trains what is not there yet, some five minutes each, and half an hour the larger
                                        ones; then writes dirty.json

Noise puts any word in the place of another, each time a new one. Lies tell a fact with a wrong answer, each time the same
one. The stories and facts that a model is asked about at the end are clean, and the same for all.
"""

import dataclasses
import hashlib
import json
import sys
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from knobs import world
from knobs.text import LANGUAGES
from knobs.world.encoded import about_facts, vocabulary
from knobs.world.reading import Reading, row
from knobs.world.spoilt import lies, turned

from .evaluate import answers, report, share
from .model import Pocket
from .records import PLACE, known, model_of, readable_prompts, writing
from .train import RECIPES, Recipe, train

CONFIG = "60k"
KINDS = ("noise", "lies")
SHARES = (0, 0.1, 0.3, 0.5, 0.7)
LARGER = "pocket"  # which reads noise too: do more parameters make up for it?
LARGER_SHARES = (0, 0.1, 0.3)
SHOWN = 4  # facts of each language, to see what was read


def recipe(config: str, kind: str, part: float) -> Recipe:
    clean = RECIPES[config]
    return dataclasses.replace(clean, reading=dataclasses.replace(clean.reading, **{kind: part}))


def folder(runs: Path, config: str, kind: str, part: float) -> Path:
    """Where a training lies; without dirt it is the one that train.py makes."""
    return runs / (f"{config}-{kind}-{round(100 * part)}" if part else config)


def trained(runs: Path, config: str, kind: str, part: float, steps: int | None = None) -> dict:
    """The checkpoint of a training, which is made or gone on with first if it is not whole."""
    place, how = folder(runs, config, kind, part), recipe(config, kind, part)
    file = place / "checkpoint.pt"
    steps = steps or how.steps
    done = torch.load(file, weights_only=True)["step"] if file.exists() else 0
    if done < steps:
        train(how, 0, steps, place, resume=done > 0, device="cpu", every=500, tell=lambda model: {})
    return torch.load(file, weights_only=True)


def lied(model: Pocket, lang: str) -> float:
    """The share of the facts that are told with the wrong answer of `lies`, asked as they were read."""
    kinds = tuple(dict.fromkeys(fact.kind for fact in world.facts()))
    wrong = {tuple(asked.prompt): asked for asked in turned(lang, kinds)}
    return round(
        share(answers(model, [wrong[tuple(asked.prompt)] for asked in about_facts(lang, held=False)])), 3
    )


def facts_read(lang: str, reading: Reading) -> list[str]:
    """The first facts that end in their answer, from the end of the practice on; a * is before each spoilt word."""
    clean = dataclasses.replace(reading, noise=0, lies=0)
    found: list[str] = []
    for number in _rows(reading):
        texts = zip(*(_texts(row(0, number, 129, how)) for how in (clean, reading)), strict=True)
        found += [_marked(*pair) for pair in texts if tuple(pair[0]) in lies(lang)]
        if len(found) >= SHOWN:
            return found[:SHOWN]
    return found


def _rows(reading: Reading) -> Iterator[int]:
    return iter(range(reading.practice, reading.practice + 100))


def _texts(words: Sequence[int]) -> list[list[int]]:
    """The texts of a row, each with its end."""
    texts: list[list[int]] = [[]]
    for word in words:
        texts[-1].append(word)
        if word == 0:
            texts.append([])
    return [text for text in texts if len(text) > 1]


def _marked(clean: Sequence[int], read: Sequence[int]) -> str:
    pairs = zip(clean[1:-1], read[1:-1], strict=True)
    return " ".join(("*" if one != other else "") + vocabulary()[other] for one, other in pairs)


def fingerprint(kept: dict) -> str:
    """Of the parameters, so that who trains it again can see whether they are the same."""
    content = b"".join(
        array("f", kept["tensors"][name].flatten()).tobytes() for name in sorted(kept["tensors"])
    )
    return hashlib.sha256(content).hexdigest()[:16]


def dirtied(kept: dict, reading: Reading) -> dict[str, object]:
    """One model, as knobs.pocket.records.Dirtied has it."""
    model = model_of(kept)
    return {
        "weights": fingerprint(kept),
        "known": known(report(model)),
        "lies": {lang: lied(model, lang) for lang in LANGUAGES},
        **writing(model),
        "read": {lang: facts_read(lang, reading) for lang in LANGUAGES},
    }


def dirty(
    runs: Path, config: str = CONFIG, shares: Sequence[float] = SHARES, steps: int | None = None
) -> dict[str, object]:
    """All of them, as knobs.pocket.records.Dirty has it; the clean one is that of every kind."""
    kinds: dict[str, list[dict[str, object]]] = {}
    for kind in KINDS:
        for part in shares:
            kept = trained(runs, config, kind, part, steps)
            clean = kinds[KINDS[0]][0] if kinds.get(KINDS[0]) and not part else None
            kinds.setdefault(kind, []).append(clean or dirtied(kept, recipe(config, kind, part).reading))
            print(f"{kind} {part:.0%}: {json.dumps(kinds[kind][-1]['known'])}", flush=True)
    return {
        "parameters": model_of(kept).config.parameters,
        "run": [kept["seed"], kept["words"], 0],
        "prompts": readable_prompts(),
        "shares": list(shares),
        "kinds": kinds,
    }


def larger(
    runs: Path, config: str = LARGER, shares: Sequence[float] = LARGER_SHARES, steps: int | None = None
) -> dict[str, object]:
    """A larger model that read noise, as knobs.pocket.records.Larger has it."""
    every = [trained(runs, config, "noise", part, steps) for part in shares]
    return {
        "parameters": model_of(every[0]).config.parameters,
        "run": [every[0]["seed"], every[0]["words"], 0],
        "shares": list(shares),
        "weights": [fingerprint(kept) for kept in every],
        "known": [known(report(model_of(kept))) for kept in every],
    }


def main(runs: str, place: str | Path = PLACE) -> None:
    torch.set_num_threads(1)  # the order of sums, and so the last digits, are the same on every machine
    file = Path(place, "dirty.json")
    record = {**dirty(Path(runs)), "larger": larger(Path(runs))}
    file.write_text(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")
    print(f"{file}: {file.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(*sys.argv[1:])
