"""Fewer bits: every number of a matrix moves to the nearest of a few levels, and see what the model still knows.

    python examples/quantize.py             the pocket model in 8 bits and fewer: its size, its loss and what it knows
    python examples/quantize.py --tiny      with a tenth of the questions

The largest number of a row is its outermost level, and sets the scale of the row: the distance between two levels.
Scales and vectors have 16 bits. In its file the pocket model has 8 bits for each number, so in 8 it stays as it is.
"""

from copy import deepcopy

import torch
from knobs.demos.bits import WORD
from knobs.pocket import load
from knobs.text import LANGUAGES
from knobs.world.encoded import about_facts
from workshop.evaluate import HELD_ROWS, answers, held_out_loss, share
from workshop.export import as_model
from workshop.model import Pocket
from workshop.running import options


# --8<-- [start:model]
def rounded(matrix, bits):
    """The matrix on its levels: in 3 bits these are −3, −2, −1, 0, 1, 2 and 3 times the scale of the row."""
    most = 2 ** (bits - 1) - 1
    sizes = matrix.abs()
    if most == 0:  # one bit has no room for a level 0: there are two, plus and minus the mean size
        scale = sizes.mean(1, keepdim=True).half().to(matrix.dtype)
        return torch.where(matrix < 0, -scale, scale)
    scale = (sizes.amax(1, keepdim=True) / most).half().to(matrix.dtype)
    whole = (matrix / scale).nan_to_num(0).round().clamp(-most, most)  # 0 / 0 is no number: a row of zeros
    return whole * scale
    # --8<-- [end:model]


def in_bits(model: Pocket, bits: int) -> Pocket:
    """A copy of the model, with its matrices rounded."""
    model = deepcopy(model)
    for parameter in model.parameters():
        if parameter.ndim == 2:
            parameter.data = rounded(parameter.data, bits)
    return model


def size(model: Pocket, bits: int) -> int:
    """Bytes in a file: of each matrix its numbers, in whole bytes, and a scale for each row; and all vectors."""
    parts = list(model.parameters())
    numbers = sum(-(-part.numel() * bits // 8) for part in parts if part.ndim == 2)
    return numbers + 2 * sum(len(part) for part in parts)


def known(model: Pocket, lang: str, every: int) -> tuple[float, float]:
    """The loss on stories that it never read, in nats per word, and the share of facts that it tells right."""
    asked = about_facts(lang, held=False)[::every]
    return held_out_loss(model, lang, HELD_ROWS // every), share(answers(model, asked))


def main() -> None:
    every = 10 if options(__doc__, "a tenth of the stories and questions").parse_args().tiny else 1
    torch.set_num_threads(1)  # where matrices are small, two cores only wait for each other
    pocket = load()
    model = as_model(pocket.model.weights)
    print("bits    bytes", *(f"loss {lang}  facts {lang}" for lang in LANGUAGES), sep="   ")
    for bits in (8, 6, 4, 3, 2, 1):
        smaller = in_bits(model, bits)
        print(f"{bits:4}{size(model, bits):9,}", end="")
        for lang in LANGUAGES:
            print("{:10.2f}{:10.0%}".format(*known(smaller, lang, every)), end="")
        print(flush=True)
    row = model.embedding.detach()[[pocket.tokenizer.words.index(WORD)]]
    print(f"\nThe first 8 of the {row.numel()} numbers of “{WORD}”, in 8 bits and in 3:")
    for numbers in (row, rounded(row, 3)):
        print(*(f"{number + 0:7.3f}" for number in numbers[0, :8].tolist()))  # −0 + 0 is 0


if __name__ == "__main__":
    main()
