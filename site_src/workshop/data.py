"""What the pocket model reads, as torch has it: rows of words from the Little World.

    python -m workshop.data             a few texts as the model gets them

How a row is written stands in site_src/knobs/world/reading.py, which needs no torch, so a page can read the same.
"""

import torch
from knobs import world
from knobs.text import LANGUAGES
from knobs.world.encoded import about_facts, told_facts, vocabulary
from knobs.world.reading import Reading, row
from torch import Tensor


def batch(seed: int, start: int, count: int, length: int, reading: Reading, *, held: bool = False) -> Tensor:
    """Rows number `start` and on, [count, length]."""
    wanted = [n if reading.rows is None else n % reading.rows for n in range(start, start + count)]
    return torch.tensor([row(seed, n, length, reading, held=held) for n in wanted])


def main() -> None:
    print(f"{len(vocabulary())} words, {len(world.facts())} facts")
    for lang in LANGUAGES:
        print(
            f"{lang}: {len(told_facts(lang))} phrasings told, {len(about_facts(lang, held=True))} asked only"
        )
    words = [vocabulary()[number] for number in row(0, 0, 200, Reading())]
    print(" ".join(words).replace(" <end>", " <end>\n"))


if __name__ == "__main__":
    main()
