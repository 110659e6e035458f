"""Turn a checkpoint into what the page reads: eight bits for each parameter, and a card that tells what it is.

    python -m workshop.export runs/pocket/checkpoint.pt site_src/knobs/pocket/weights pocket

Writes pocket.safetensors and pocket.json. All that the card says the model can do is measured on the file that was
written, after its numbers were rounded to eight bits, and not on the checkpoint. Checkpoints of the same training with
other seeds may follow: the card then tells what those can do too, so that nobody takes chance for skill.

    python -m workshop.export runs/plain/checkpoint.pt site_src/knobs/pocket/weights plain --card

The card alone, of a model that is told of and not shipped: what it can do is measured in eight bits all the same.

    python -m workshop.export runs/upside-down/checkpoint.pt site_src/knobs/pocket/weights upside-down

Of a training that learned additions (lora.py), it writes those alone, and what becomes of the base, whose weights must
be in the folder already.
"""

import argparse
import dataclasses
import json
from collections.abc import Sequence
from pathlib import Path

import torch
from knobs.pocket import Config, Weights, load_weights
from knobs.pocket.lora import load_adapter
from knobs.pocket.parameters import content_of, save
from knobs.pocket.safetensors import pack_eight_bits, write
from knobs.text import LANGUAGES
from knobs.world.encoded import about_facts, vocabulary
from knobs.world.spoilt import TURNED, upside_down

from .evaluate import answers, both_ways, by_kind, guessing, held_out_loss, report, share
from .model import Pocket

WATTS = 15  # of two busy cores of a laptop: an assumption, nothing was measured
STRENGTHS = [round(step * 0.05, 2) for step in range(21)]  # of an addition
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


def figures(model: Pocket) -> dict[str, dict]:
    """What it can do in each language: see evaluate.report and evaluate.both_ways."""
    able = {lang: {**told, **both_ways(model, lang)} for lang, told in report(model).items()}
    return {lang: {task: round(value, 4) for task, value in told.items()} for lang, told in able.items()}


def rounded(kept: dict) -> tuple[bytes, Pocket]:
    """The file of a checkpoint's parameters, and the model that a reader of the file gets."""
    content = save(weights_of(kept))
    return content, as_model(load_weights(content, Config(**kept["config"])))


def card(name: str, kept: dict, model: Pocket, others: dict[int, Pocket]) -> dict:
    """Everything that is known of the model and how it came about; `others`: by their seeds."""
    losses, step = kept["losses"], kept["step"]
    every = max(1, step // 60)
    able = figures(model)
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
        "able with other seeds": {str(seed): figures(other) for seed, other in others.items()},
        "guessing": {lang: guessing(lang) for lang in LANGUAGES},
    }


def packed_additions(kept: dict) -> bytes:
    """The additions of a checkpoint as a safetensors file, eight bits for each number."""
    tensors = {}
    for name, tensor in kept["tensors"].items():
        tensors[name], tensors[f"{name}.scale"] = pack_eight_bits(tensor.tolist())
    return write(tensors)


def adapter_card(name: str, kept: dict, base: Weights, content: bytes) -> dict:
    """What the base does with the additions, at several strengths."""
    adapter = load_adapter(content, base.config)
    return {
        "name": name,
        "parameters": adapter.parameters,
        "base parameters": base.config.parameters,
        "words read": kept["words"],
        "seconds": round(kept["seconds"]),
        "seed": kept["seed"],
        "strengths": STRENGTHS,
        "at": [adapted_figures(as_model(adapter.applied(base, strength))) for strength in STRENGTHS],
    }


@torch.no_grad()
def adapted_figures(model: Pocket) -> dict:
    """Shares of answers that are right upside down, and that are right in the world as it is; and losses."""
    figures: dict = {"upside down": round(share(answers(model, upside_down())), 4)}
    for lang in LANGUAGES:
        asked = about_facts(lang, held=False)
        kinds = {"turned": True, "other": False}
        figures[lang] = {
            name: round(share(answers(model, [one for one in asked if (one.kind in TURNED) is turned])), 4)
            for name, turned in kinds.items()
        }
        figures[lang]["loss"] = round(held_out_loss(model, lang), 4)
    return figures


def main(given: Sequence[str] | None = None) -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("checkpoint", type=Path)
    options.add_argument("folder", type=Path)
    options.add_argument("name")
    options.add_argument("others", nargs="*", type=Path, help="checkpoints of other seeds")
    options.add_argument("--card", action="store_true", help="write the card alone")
    chosen = options.parse_args(given)
    kept, place, name = torch.load(chosen.checkpoint, weights_only=True), chosen.folder, chosen.name
    if kept["base"]:
        content = packed_additions(kept)
        base = load_weights(content_of(place / f"{kept['base']}.safetensors"), Config(**kept["config"]))
        written = adapter_card(name, kept, base, content)
    else:
        content, model = rounded(kept)
        besides = [torch.load(other, weights_only=True) for other in chosen.others]
        written = card(name, kept, model, {other["seed"]: rounded(other)[1] for other in besides})
        if not chosen.card:
            written["words"] = vocabulary()  # which a reader of the weights needs
    place.mkdir(parents=True, exist_ok=True)
    if not chosen.card:
        (place / f"{name}.safetensors").write_bytes(content)
        print(f"{len(content):,} bytes in {place / name}.safetensors")
    (place / f"{name}.json").write_text(json.dumps(written, ensure_ascii=False) + "\n", "utf-8")
    print(f"the card in {place / name}.json")


if __name__ == "__main__":
    main()
