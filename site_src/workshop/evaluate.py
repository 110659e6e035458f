"""What a pocket model knows: its loss on stories it never read, facts and stories it is asked about, what it writes.

python -m workshop.evaluate runs/pocket/checkpoint.pt
"""

import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import torch
from knobs import world
from knobs.pocket.config import Config
from knobs.text import LANGUAGES
from knobs.world import cast
from knobs.world.encoded import Asked, about_facts, about_stories, encode, numbers, vocabulary
from knobs.world.reading import Reading

from .data import batch
from .model import END, Pocket, loss

HELD_SEED, HELD_ROWS = 1234, 300  # the stories from which the held-out loss is taken
BOTH_WAYS = ("what color", "who has the color")
PROMPTS = {"en": ("the capital of France is", "Anna is"), "nl": ("de hoofdstad van Frankrijk is", "Anna is")}


@cache
def held_rows(lang: str, length: int, rows: int) -> torch.Tensor:
    """Stories in one language that are kept apart; to find them, twenty times as many are written."""
    return batch(HELD_SEED, 0, rows, length, Reading(langs=(lang,)), held=True)


@torch.no_grad()
def held_out_loss(model: Pocket, lang: str, rows: int | None = None) -> float:
    """In nats per word, on so many rows of stories in one language that are kept apart; HELD_ROWS without a number."""
    held = held_rows(lang, model.config.context + 1, rows or HELD_ROWS).to(model.word_bias.device)
    counts = [int((part[:, :-1] != END).sum()) for part in held.split(100)]
    losses = [loss(model, part).item() for part in held.split(100)]
    return sum(count * one for count, one in zip(counts, losses, strict=True)) / sum(counts)


@torch.no_grad()
def answers(model: Pocket, asked: Sequence[Asked]) -> list[bool]:
    """Whether it would write the right answer, all words of it, if it always took the most probable word."""
    right: list[bool] = []
    for start in range(0, len(asked), 256):
        some = asked[start : start + 256]
        texts = [[*question.prompt, *question.answer] for question in some]
        longest = max(map(len, texts))
        rows = torch.tensor([[*text, *[END] * (longest - len(text))] for text in texts])
        said = model(rows.to(model.word_bias.device)).argmax(-1).tolist()
        for question, text, words in zip(some, texts, said, strict=True):
            right.append(words[len(question.prompt) - 1 : len(text) - 1] == question.answer)
    return right


def share(right: Sequence[bool]) -> float:
    return sum(right) / len(right)


def by_kind(asked: Sequence[Asked], right: Sequence[bool]) -> dict[str, tuple[int, int]]:
    """Of each kind of question: how many were answered right, of how many."""
    kinds = dict.fromkeys(question.kind for question in asked)
    found = {kind: [r for q, r in zip(asked, right, strict=True) if q.kind == kind] for kind in kinds}
    return {kind: (sum(some), len(some)) for kind, some in found.items()}


def both_ways(model: Pocket, lang: str) -> dict[str, float]:
    """In stories of who has which color, the share that is right of either question.

    "What color is Anna's hat?" is answered by what follows Anna's name in the story, "who has the red hat?" by what
    comes ahead of the color. A model that reads from left to right does not find the one as easily as the other.
    """
    asked = about_stories(lang, "colour")
    right = answers(model, asked)
    words = dict(zip(BOTH_WAYS, {"en": ("what", "who"), "nl": ("welke", "wie")}[lang], strict=True))
    shares = {}
    for way, word in words.items():
        number = numbers()[word]
        shares[way] = share([good for one, good in zip(asked, right, strict=True) if number in one.prompt])
    return shares


def guessing(lang: str) -> dict[str, float]:
    """How often "where is …?" would be answered right by naming any place of the story, or the last one."""
    spoken = [(getattr(place, lang).at, getattr(place, lang).to) for place in cast.places()]
    right: dict[str, list[float]] = {"any place": [], "the last place": []}
    for asked in about_stories(lang, "where"):
        told = " " + " ".join(vocabulary()[word] for word in asked.prompt) + " "
        last = {at: max(told.rfind(f" {at} "), told.rfind(f" {to} ")) for at, to in spoken}
        named = sorted((place for place in last if last[place] >= 0), key=last.__getitem__)
        answer = " ".join(vocabulary()[word] for word in asked.answer)
        right["any place"].append((answer in named) / len(named))
        right["the last place"].append(named[-1] == answer)
    return {how: round(sum(shares) / len(shares), 4) for how, shares in right.items()}


def report(model: Pocket) -> dict[str, dict[str, float]]:
    """Per language: held-out loss; share of facts right, in phrasings seen and never seen; of each kind of story."""
    model.eval()
    told: dict[str, dict[str, float]] = {}
    for lang in LANGUAGES:
        told[lang] = {
            "loss": held_out_loss(model, lang),
            "seen": share(answers(model, about_facts(lang, held=False))),
            "unseen": share(answers(model, about_facts(lang, held=True))),
        }
        for kind in world.KINDS:
            told[lang][kind] = share(answers(model, about_stories(lang, kind)))
    model.train()
    return told


@torch.no_grad()
def write_on(model: Pocket, prompt: str, lang: str, most: int = 20) -> str:
    """The prompt and the most probable words after it, one by one, until the text is closed."""
    words = encode(prompt, lang, closed=False)
    for _ in range(min(most, model.config.context - len(words))):
        logits = model(torch.tensor([words], device=model.word_bias.device))
        word = int(logits[0, -1].argmax())
        if word == END:
            break
        words.append(word)
    return " ".join(vocabulary()[word] for word in words[1:])


def line(told: dict[str, dict[str, float]]) -> str:
    return "  ".join(
        f"{lang}: " + ", ".join(f"{name} {value:.3f}" for name, value in told[lang].items()) for lang in told
    )


def main(file: str) -> None:
    kept = torch.load(Path(file), weights_only=True)
    model = Pocket(Config(**kept["config"]))
    model.load_tensors(kept["tensors"])
    print(line(report(model)))
    for lang in LANGUAGES:
        asked = about_facts(lang, held=True)
        print(lang, by_kind(asked, answers(model, asked)))
        for prompt in PROMPTS[lang]:
            print(" ", write_on(model, prompt, lang))


if __name__ == "__main__":
    main(sys.argv[1])
