"""Small models for the tests: random numbers, a few words, and files like those of the trained model."""

import json
import random
from functools import cache
from pathlib import Path

from knobs.pocket import Config, Weights
from knobs.pocket.parameters import save

POCKET = Config(vocabulary=867)  # the sizes of the trained model
WRITTEN = """
    <end> <en> <nl> . , ? : ’s
    the capital of is Paris Anna big dog the_longest_night_of_all United_Kingdom
    de hoofdstad van Frankrijk Parijs hond België IJsland ijs Den_Haag Noord-Holland ’s-Hertogenbosch
    Pen pen Warm warm WARM iJs Mei MEI
"""
WORDS = tuple(WRITTEN.split())


def random_weights(config: Config, seed: int = 0, size: float = 0.4) -> Weights:
    """Numbers that 32 bits hold exactly, so that a file in F32 brings them back to the last digit."""
    return _drawn(config, seed, size).copy()


@cache
def _drawn(config: Config, seed: int, size: float) -> Weights:
    draw = random.Random(seed)

    def table(shape: tuple[int, ...]) -> list[list[float]]:
        rows, columns = shape if len(shape) == 2 else (1, *shape)
        return [[round(draw.gauss(0, size) * 2**12) / 2**12 for _ in range(columns)] for _ in range(rows)]

    return Weights(config, {name: table(shape) for name, shape in config.shapes.items()})


def card(**changed: object) -> dict[str, object]:
    sizes = {"vocabulary": len(WORDS), "context": 12, "width": 8, "layers": 2, "heads": 2, "feed_forward": 6}
    sizes["slopes"] = [0.5, 0]
    return {"name": "pocket", "config": sizes, "words": list(WORDS), "seed": 0, **changed}


def put(folder: Path, weights: Weights | None = None, **changed: object) -> Path:
    """Write pocket.json and pocket.safetensors into a folder."""
    written = card(**changed)
    weights = weights or random_weights(Config(**written["config"]))
    (folder / "pocket.json").write_text(json.dumps(written), encoding="utf-8")
    (folder / "pocket.safetensors").write_bytes(save(weights, eight_bits=False))
    return folder
