"""What the pages show of trainings: moments of the pocket model's own, and what models of other sizes know at the end.

    python -m workshop.train --config pocket --moments          first; and --config 5k, 20k, 60k, 1m
    python -m workshop.train --config overfitted --every 20
    python -m workshop.records runs                             movie.json and sizes.json, beside the weights

A page cannot train for ten minutes, and a model in plain Python is too slow to be asked a thousand questions. So torch
asks them, and the answers are kept as small as a picture needs them. Each model was trained once, from one seed.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random

import torch
from knobs import world
from knobs.cells import letter
from knobs.pocket import Config, Tokenizer, draw, probabilities
from knobs.text import LANGUAGES
from knobs.world.encoded import encode, vocabulary
from torch import Tensor
from torch.nn.functional import cosine_similarity

from .evaluate import report
from .model import END, Pocket
from .train import RECIPES

PLACE = Path(__file__).parents[1] / "knobs/pocket/weights"
SIZES = ("5k", "20k", "60k", "pocket", "1m")  # those of which there is a training
PROMPTS = {
    "en": ("the capital of France is", "two plus three is", "Anna is"),
    "nl": ("de hoofdstad van Frankrijk is", "twee plus drie is", "Anna is"),
}
FOUR_OF_A_KIND = {
    "en": "three four five six red blue green yellow Monday Tuesday Wednesday Thursday dog cat cow pig",
    "nl": "drie vier vijf zes rood blauw groen geel maandag dinsdag woensdag donderdag hond kat koe varken",
}
NAMES = {lang: names.split() for lang, names in FOUR_OF_A_KIND.items()}  # the words whose rows are compared
CORNER = 32  # rows and columns of the query matrix that are shown
MOST = 24  # words that a model writes


def model_of(kept: dict) -> Pocket:
    model = Pocket(Config(**kept["config"]))
    model.load_tensors(kept["tensors"])
    return model.eval()


def known(told: dict[str, dict[str, float]]) -> dict[str, list[float]]:
    """Of a report, what knobs.pocket.records.Known has: loss, facts in words seen and never seen, and stories."""
    shares: dict[str, list[float]] = {}
    for lang in LANGUAGES:
        one = told[lang]
        stories = sum(one[kind] for kind in world.KINDS) / len(world.KINDS)
        shares[lang] = [round(number, 3) for number in (one["loss"], one["seen"], one["unseen"], stories)]
    return shares


@torch.no_grad()
def written(model: Pocket, prompt: str, lang: str, chance: Random | None = None) -> str:
    """What the model writes after the prompt, as a reader sees it: the most probable words, or those that are drawn."""
    tokenizer = Tokenizer(vocabulary(), model.config.context)
    words = encode(prompt, lang, closed=False)
    start = len(words)
    while len(words) < min(start + MOST, model.config.context):
        logits = model(torch.tensor([words]))[0, -1].tolist()
        word = draw(probabilities(logits, 1.0 if chance else 0.0), chance or Random(0))
        if word == END:
            break
        words.append(word)
    else:
        return _after(tokenizer, words, start) + " …"
    return _after(tokenizer, words, start)


def _after(tokenizer: Tokenizer, words: Sequence[int], start: int) -> str:
    whole = tokenizer.decode(words, capital=True)
    return whole.removeprefix(tokenizer.decode(words[:start], capital=True))


def writing(model: Pocket) -> dict[str, object]:
    """How the model goes on from each prompt, and a text of its own, always drawn by the same chance."""
    return {
        "written": {lang: [written(model, prompt, lang) for prompt in PROMPTS[lang]] for lang in LANGUAGES},
        "drawn": {lang: written(model, "", lang, Random(0)).strip() for lang in LANGUAGES},
    }


def readable_prompts() -> dict[str, list[str]]:
    tokenizer = Tokenizer(vocabulary(), 64)
    return {
        lang: [tokenizer.decode(encode(prompt, lang, closed=False), capital=True) for prompt in PROMPTS[lang]]
        for lang in LANGUAGES
    }


def letters(table: Tensor, top: float) -> list[str]:
    return ["".join(letter(value, top) for value in row) for row in table.tolist()]


def alike(model: Pocket, lang: str) -> list[str]:
    """The cosine between the rows of each two of the NAMES, as letters: 1 where they point in the same direction.

    What the rows of all words have in common is taken off first, or every two would seem alike.
    """
    embedding = model.embedding.detach()
    rows = (embedding - embedding.mean(0))[[vocabulary().index(name) for name in NAMES[lang]]]
    return letters(cosine_similarity(rows[:, None], rows[None], dim=-1), 1.0)


def thinned(losses: Sequence[float], count: int = 90) -> list[tuple[int, float]]:
    """(steps, mean loss of the steps since the one before): closer together at the beginning, where most happens."""
    ends = sorted({round(len(losses) ** (k / count)) for k in range(count + 1)})
    return [
        (end, sum(losses[start:end]) / (end - start)) for start, end in zip([0, *ends], ends, strict=False)
    ]


def run(kept: dict) -> list[int]:
    return [kept["seed"], kept["words"], round(kept["seconds"])]


def logged(folder: Path) -> list[dict]:
    """The reports of a training; of a step that was done twice, the last."""
    lines = (folder / "log.jsonl").read_text("utf-8").splitlines()
    return list({told["step"]: told for told in map(json.loads, lines)}.values())


def movie(folder: Path) -> dict[str, object]:
    """A training with its moments, as knobs.pocket.records.Movie has it."""
    kept = torch.load(folder / "checkpoint.pt", weights_only=True)
    each = kept["words"] / kept["step"]  # words of a step
    stills = [torch.load(file, weights_only=True) for file in folder.glob("at-*.pt")]
    stills.sort(key=lambda still: still["step"])
    models = [model_of(still) for still in stills]
    queries = [still["tensors"]["blocks.0.query"][:CORNER, :CORNER] for still in stills]
    top = torch.stack(queries).abs().flatten().quantile(0.995).item()  # beyond it all squares are full
    told_at = {told["step"]: told for told in logged(folder)}  # asked already, with the same parameters
    moments = [
        {
            "words": still["words"],
            "known": known(told_at.get(still["step"]) or report(model)),
            **writing(model),
            "query": letters(query, top),
            "alike": {lang: alike(model, lang) for lang in LANGUAGES},
        }
        for still, model, query in zip(stills, models, queries, strict=True)
    ]
    reports = {told["words"]: known(told) for told in told_at.values()}
    reports |= {moment["words"]: moment["known"] for moment in moments}
    return {
        "run": run(kept),
        "parameters": models[-1].config.parameters,
        "prompts": readable_prompts(),
        "names": NAMES,
        "corner": list(stills[-1]["tensors"]["blocks.0.query"].shape),
        "losses": [[round(end * each), round(loss, 3)] for end, loss in thinned(kept["losses"])],
        "reports": sorted(reports.items()),
        "moments": moments,
    }


def size(name: str, kept: dict) -> dict[str, object]:
    model = model_of(kept)
    return {
        "name": name,
        "parameters": model.config.parameters,
        "run": run(kept),
        "known": known(report(model)),
        **writing(model),
    }


def twin(folder: Path) -> dict[str, object]:
    """A training that read the same few rows time and again, as knobs.pocket.records.Twin has it."""
    kept = torch.load(folder / "checkpoint.pt", weights_only=True)
    recipe = RECIPES["overfitted"]
    assert recipe.reading.rows
    each = recipe.rows / recipe.reading.rows  # how often a step reads every row
    training = [[round(end * each, 2), round(loss, 3)] for end, loss in thinned(kept["losses"], 60)]
    held = {
        lang: [[round(told["step"] * each, 2), round(told[lang]["loss"], 3)] for told in logged(folder)]
        for lang in LANGUAGES
    }
    return {
        "parameters": Config(**kept["config"]).parameters,
        "run": run(kept),
        "times": round(kept["step"] * each, 2),
        "training": training,
        "held": held,
    }


def sizes(folder: Path) -> dict[str, object]:
    """Every size of which there is a training, the smallest first, as knobs.pocket.records.Sizes has it."""
    files = {name: folder / name / "checkpoint.pt" for name in SIZES}
    models = [
        size(name, torch.load(file, weights_only=True)) for name, file in files.items() if file.exists()
    ]
    models.sort(key=lambda model: model["parameters"])
    learned_by_heart = folder / "overfitted"
    return {
        "prompts": readable_prompts(),
        "models": models,
        "twin": twin(learned_by_heart) if (learned_by_heart / "checkpoint.pt").exists() else None,
    }


def main(runs: str, place: str | Path = PLACE) -> None:
    for name, record in {"movie": movie(Path(runs, "pocket")), "sizes": sizes(Path(runs))}.items():
        file = Path(place, f"{name}.json")
        file.write_text(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")
        print(f"{file}: {file.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(*sys.argv[1:])
