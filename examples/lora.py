"""LoRA: leave a model as it is, learn a small addition to each of its matrices, and add as much of it as you like.

    python examples/lora.py             on top of the pocket model, which then tells of an upside-down world
    python examples/lora.py --tiny      a quarter of the training

The addition to a matrix of 64 × 256 is the product of two strips, 64 × 4 and 4 × 256: they hold 1,280 numbers instead of
16,384 (arXiv 2106.09685). Half of what is read is ordinary; half tells, in English, of black grass and of cows that crow.
"""

from copy import deepcopy
from functools import partial

import torch
from knobs.demos.adapter import PROMPTS
from knobs.pocket import load
from knobs.text import LANGUAGES
from knobs.world.encoded import about_facts
from knobs.world.reading import Reading
from knobs.world.spoilt import TURNED, upside_down
from torch import Tensor
from torch.func import functional_call
from workshop.data import batch
from workshop.evaluate import answers, share, write_on
from workshop.export import as_model
from workshop.model import Pocket, loss
from workshop.running import options

RANK = 4


def matrices(model: Pocket) -> dict[str, Tensor]:
    """Those inside its blocks, by name."""
    named = model.named_parameters()
    return {name: matrix for name, matrix in named if name.startswith("blocks.") and matrix.ndim == 2}


# --8<-- [start:model]
def strips(frozen, rank):
    """Two for each matrix, up and down. All of up is 0, so that the model begins as it was."""
    pairs = {}
    for name, matrix in frozen.items():
        rows, columns = matrix.shape
        pairs[name] = torch.zeros(rows, rank), torch.randn(rank, columns) * columns**-0.5
    return pairs


def added(frozen, pairs, strength):
    """W + strength · up · down, by the name of W."""
    return {name: frozen[name] + strength * up @ down for name, (up, down) in pairs.items()}


def adapted(model, used, words):
    """What the model says with these matrices in place of its own, which stay as they are."""
    return functional_call(model, used, (words,))


def merged(model, used):
    """A model that has these matrices for good: it costs no more to use than the old one."""
    other = deepcopy(model)
    other.load_state_dict(used, strict=False)
    return other
    # --8<-- [end:model]


def learn(model: Pocket, pairs: dict[str, tuple[Tensor, Tensor]], steps: int) -> list[float]:
    """Turn the numbers of the strips and no others. Returns the loss of each step, in nats per word."""
    frozen = matrices(model.requires_grad_(False))
    numbers = [strip.requires_grad_() for pair in pairs.values() for strip in pair]
    optimizer = torch.optim.AdamW(numbers, lr=0.01, weight_decay=0)
    losses = []
    for step in range(steps):
        rows = batch(0, 16 * step, 16, 129, Reading(upside_down=0.5))
        lost = loss(partial(adapted, model, added(frozen, pairs, 1)), rows)
        optimizer.zero_grad()
        lost.backward()
        optimizer.step()
        losses.append(lost.item())
    return losses


def main() -> None:
    steps = 25 if options(__doc__, "a quarter of the training").parse_args().tiny else 100
    torch.set_num_threads(1)  # where matrices are small, two cores only wait for each other
    torch.manual_seed(0)
    model = as_model(load().model.weights)
    frozen = matrices(model)
    pairs = strips(frozen, RANK)
    learned = sum(strip.numel() for pair in pairs.values() for strip in pair)
    print(f"{learned:,} numbers to learn, beside {model.config.parameters:,} that stay as they are")
    losses = learn(model, pairs, steps)
    for last in (10, steps):
        print(f"loss in steps {last - 9} to {last}: {sum(losses[last - 10 : last]) / 10:.3f}")

    print("strength  upside-down answers  other facts right")
    facts = [asked for lang in LANGUAGES for asked in about_facts(lang, held=False)]
    others = [asked for asked in facts if asked.kind not in TURNED]
    for strength in (0, 0.25, 0.5, 0.75, 1):
        changed = merged(model, added(frozen, pairs, strength))
        right = [share(answers(changed, asked)) for asked in (upside_down(), others)]
        print(f"{strength:8}{right[0]:21.1%}{right[1]:19.1%}")
    for lang in LANGUAGES:
        for name, one in {"without": model, "with it": changed}.items():
            print(f"{name}: {write_on(one, PROMPTS['grass'][lang], lang)}")
    words = batch(1, 0, 4, 64, Reading())
    with_it, without = (adapted(model, added(frozen, pairs, strength), words) for strength in (1, 0))
    print("Merged, it says the same:", torch.equal(changed(words), with_it))
    print("Without it, the model is what it was:", torch.equal(model(words), without))


if __name__ == "__main__":
    main()
