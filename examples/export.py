"""Turn a checkpoint into what the page reads: eight bits for each parameter, and a card that tells what it is.

    python examples/export.py runs/pocket/checkpoint.pt site_src/knobs/pocket/weights pocket

Writes pocket.safetensors and pocket.json. All that the card says the model can do is measured on the file that was
written, after its numbers were rounded to eight bits, and not on the checkpoint.
"""

import dataclasses
import json
import sys
from pathlib import Path

import torch
from data import about_facts, vocabulary
from evaluate import answers, by_kind, report
from knobs.pocket import Config, Weights, load_weights
from knobs.pocket.parameters import save
from knobs.text import LANGUAGES
from model import Pocket

WATTS = 15  # of two busy cores of a laptop: an assumption, nothing was measured
FIRST = 20  # losses that whoever trains again should see again


def as_rows(tensor: torch.Tensor) -> list[list[float]]:
    return [tensor.tolist()] if tensor.ndim == 1 else tensor.tolist()


def weights_of(kept: dict) -> Weights:
    """The parameters of a checkpoint, as plain Python has them."""
    matrices = {name: as_rows(tensor) for name, tensor in kept["tensors"].items()}
    return Weights(Config(**kept["config"]), matrices)


def as_model(weights: Weights) -> Pocket:
    """The torch model with these parameters."""
    model = Pocket(weights.config)
    tensors = {name: torch.tensor(weights[name]) for name in weights.config.shapes}
    model.load_tensors({name: tensors[name].view(shape) for name, shape in weights.config.shapes.items()})
    return model


def card(name: str, kept: dict, model: Pocket) -> dict:
    """Everything that is known of the model and how it came about."""
    losses, step = kept["losses"], kept["step"]
    every = max(1, step // 60)
    able = {
        lang: {task: round(value, 4) for task, value in told.items()} for lang, told in report(model).items()
    }
    for lang in LANGUAGES:
        asked = about_facts(lang, held=True)
        able[lang]["unseen by kind"] = by_kind(asked, answers(model, asked))
    return {
        "name": name,
        "config": dataclasses.asdict(model.config),
        "parameters": model.config.parameters,
        "seed": kept["seed"],
        "steps": step,
        "words read": kept["words"],
        "seconds": round(kept["seconds"]),
        "energy in watt-hours, estimated": round(kept["seconds"] * WATTS / 3600, 2),
        "assumed watts": WATTS,
        "first losses": [round(loss, 5) for loss in losses[:FIRST]],
        "losses": [
            [at, round(sum(losses[at - every : at]) / every, 3)] for at in range(every, step + 1, every)
        ],
        "able": able,
        "words": vocabulary(),
    }


def main(checkpoint: str, folder: str, name: str) -> None:
    kept = torch.load(checkpoint, weights_only=True)
    content = save(weights_of(kept))
    written = card(name, kept, as_model(load_weights(content, Config(**kept["config"]))))
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    (place / f"{name}.safetensors").write_bytes(content)
    (place / f"{name}.json").write_text(json.dumps(written, ensure_ascii=False) + "\n", "utf-8")
    print(
        f"{len(content):,} bytes in {place / name}.safetensors; {json.dumps(written['able'], ensure_ascii=False)}"
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
