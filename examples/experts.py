"""A mixture of experts: in each layer a router asks one of four feed-forwards for each word, and the others do nothing.

    python examples/experts.py             the twin of the pocket model: its size, who answers, what words each gets
    python examples/experts.py --tiny      from fewer texts

Nobody tells an expert what it is for: all of them and the router, a matrix of 4 × 64, are trained together.
"""

from collections.abc import Iterable, Sequence

import torch
from knobs.architecture import architecture
from knobs.count import active, total
from knobs.demos.experts import TEXTS
from knobs.experts import twin
from knobs.experts.lit import LETTERS
from knobs.pocket import Weights
from knobs.text import LANGUAGES
from torch import Tensor, nn
from workshop.export import as_model
from workshop.model import END, Pocket
from workshop.routes import STORIES, goes, kinds, lot
from workshop.running import options


# --8<-- [start:model]
class Mixture(nn.Module):
    """Feed-forwards, of which a router asks one for each word (arXiv 2101.03961)."""

    def __init__(self, router, experts):
        super().__init__()
        self.router, self.experts = router, experts

    def forward(self, x):
        shares = (x @ self.router.T).softmax(-1)  # one for each expert; those of a word add up to 1
        self.share, self.chosen = shares.max(-1)
        answer = torch.zeros_like(x)
        for number, expert in enumerate(self.experts):
            its = self.chosen == number  # its words; it does not even see the others
            answer[its] = self.share[its].unsqueeze(-1) * expert(x[its])
        return answer
        # --8<-- [end:model]


def model_of(weights: Weights) -> Pocket:
    """The model of torch with these weights, and with the mixtures of this file."""
    model = as_model(weights).requires_grad_(False)
    for block in model.blocks:
        block.feed_forward = Mixture(block.feed_forward.router, block.feed_forward.experts)
    return model


def count(part: nn.Module) -> int:
    """How many parameters a part of the model has."""
    return sum(parameter.numel() for parameter in part.parameters())


def at_work(model: Pocket) -> int:
    """How many parameters work for one word: of the experts of a layer, those of one."""
    idle = [expert for block in model.blocks for expert in block.feed_forward.experts[1:]]
    return count(model) - sum(map(count, idle))


def routed(model: Pocket, texts: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """Which expert answers, and its share: each [layers, words], the words of all texts one after the other."""
    chosen, share = [], []
    for start in range(0, len(texts), 100):
        some = texts[start : start + 100]
        longest = max(map(len, some))
        rows = torch.tensor([[*text, *[END] * (longest - len(text))] for text in some])
        spoken = torch.arange(longest) < torch.tensor([[len(text)] for text in some])
        model(rows)
        parts = [block.feed_forward for block in model.blocks]
        chosen.append(torch.stack([part.chosen[spoken] for part in parts]))
        share.append(torch.stack([part.share[spoken] for part in parts]))
    return torch.cat(chosen, 1), torch.cat(share, 1)


def line(name: str, cells: Iterable[object]) -> None:
    """Prints a row of a table: its name, 12 characters wide, and its cells, of 9 each."""
    print(f"{name:<12}" + "".join(f"{cell:>9}" for cell in cells))


def main() -> None:
    stories = 5 if options(__doc__, "fewer texts").parse_args().tiny else STORIES
    torch.set_num_threads(1)  # where matrices are small, two cores only wait for each other
    plain, tokenizer, _ = twin()
    model, sizes = model_of(plain.weights), architecture(plain.config.architecture)
    print(f"{count(model):,} parameters, of which {at_work(model):,} work for one word")
    print(f"{total(sizes):,} and {active(sizes).all_tables:,}, worked out from the sizes")

    for lang in LANGUAGES:
        words = tokenizer.encode(TEXTS["capital"][lang], lang)
        chosen, share = (each.T.tolist() for each in routed(model, [words]))  # [words][layers]
        print()
        line("", (f"layer {layer}" for layer in range(1, len(model.blocks) + 1)))
        for word, experts, shares in zip(words, chosen, share, strict=True):
            answered = zip(experts, shares, strict=True)
            line(tokenizer.words[word], (f"{LETTERS[expert]} {of_1:4.0%}" for expert, of_1 in answered))

    texts = [[*asked.prompt, *asked.answer] for _, asked in lot(stories)]
    found = [kinds().get(tokenizer.words[word], "other") for text in texts for word in text]
    chosen, _ = routed(model, texts)
    print("\nIn layer 1, of each kind of words:")
    line("", LETTERS[: sizes.n_experts])
    for kind, shares in goes(zip(found, chosen[0].tolist(), strict=True), sizes.n_experts).items():
        line(kind, (f"{of_1:.0%}" for of_1 in shares))


if __name__ == "__main__":
    main()
