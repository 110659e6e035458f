"""What the routers of the pocket model's twin go by: where each kind of word goes, and what foretells the expert.

    python -m workshop.routes site_src/knobs/experts/weights experts        some seconds on one core

Reads experts.safetensors and writes routes.json beside it. A router does not say why it asks an expert. But if it goes
by the language, then who knows the language of a word can foretell the expert; and so for what the text is about, for
the place of the word in it, for the kind of word, and for the word itself. From every other text is learned which
expert is asked most often, and on the rest is counted how often that is right. No text among them was trained on.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import torch
from knobs import world
from knobs.pocket import Weights, load
from knobs.text import LANGUAGES
from knobs.world import lands, lexicon, truths
from knobs.world.encoded import Asked, about_facts, about_stories, vocabulary
from torch import Tensor

from .export import as_model
from .model import END, Pocket
from .probes import written

STORIES = 100  # of each kind, in each language
# Kinds of words. The world has tables of most: here with the columns in which they are the last word.
SPELLED = {
    "name": f"{lexicon.WOMEN} {lexicon.MEN}",
    "pronoun": "he she it you him her hij ze je hem haar zich",
    "article": "a an the de een het",
    "preposition": "at behind from in next of on to under with aan achter in met naar naast onder op van voor",
    "question": "how many what when where which who why hoe hoeveel waar waarom wanneer wat welk welke wie",
    "joining": "and because but if so that then als daarna daarom dat en maar omdat",
    "sign": ". , ? :",
    "verb": "are asks can does finds get gets gives has have hears is loses says sees thinks wants was "
    "denkt doet geeft heb hebt heeft hoort kan krijgt kun verliest vindt vraagt wil wilt zegt ziet zijn",
    "time": "day month now today tomorrow yesterday dag maand morgen nu vandaag gisteren",
}
TABLES = {
    "time": [(truths.DAYS, (0, 1)), (truths.MONTHS, (0, 1))],
    "number": [(truths.NUMBERS, (0, 1))],
    "color": [(truths.COLOURS, (0, 1, 2))],
    "place": [
        (lexicon.PLACES, (0, 1, 2, 3)),
        (lands.CAPITALS, (0, 1, 2, 3)),
        (lands.PROVINCES, (0, 1, 2, 3)),
    ],
    "animal": [(truths.ANIMALS, (0, 1)), (truths.YOUNG, (1, 2))],
    "thing": [(lexicon.THINGS, (0, 1, 2, 3)), (lexicon.SPOTS, (0, 1)), (truths.COLOURED, (0, 1))],
    "quality": [(lexicon.SIZES, (0, 1, 2)), (lexicon.FEELINGS, (0, 2)), (truths.OPPOSITES, (0, 1, 2, 3))],
    "verb": [
        (truths.ANIMALS, (2, 3)),
        (truths.TOOLS, (1, 3)),
        (lexicon.MOTIONS, (0, 1)),
        (lexicon.PLANS, (0, 1, 2, 3)),
        (lexicon.POSTURES, (0, 1, 2, 3)),
        (lexicon.DEEDS, (0, 1, 3, 5)),
    ],
}


@cache
def kinds() -> dict[str, str]:
    """Word -> its kind. A word of several kinds has the first of them; one of none is not here."""
    found: dict[str, str] = {}
    for kind, told in SPELLED.items():
        for word in told.split():
            found.setdefault(word, kind)
    for kind, tables in TABLES.items():
        for table, columns in tables:
            for row in truths.rows(table):
                for column in columns:
                    found.setdefault(row[column].split()[-1], kind)
    return found


class Known(NamedTuple):
    """What is known of a word without asking the model."""

    nothing: None
    language: str
    topic: str  # what its text is about
    place: int  # in its text, from 0
    kind: str
    word: int


def lot(stories: int = STORIES) -> Iterator[tuple[str, Asked]]:
    """Texts that were never trained on, with their language: facts in phrasings kept apart, and stories kept apart."""
    for lang in LANGUAGES:
        told = [asked for kind in world.KINDS for asked in about_stories(lang, kind, stories)]
        yield from ((lang, asked) for asked in (*about_facts(lang, held=True), *told))


def known(lang: str, asked: Asked) -> list[Known]:
    """What is known of each word of a text."""
    return [
        Known(None, lang, asked.kind, place, kinds().get(vocabulary()[word], "other"), word)
        for place, word in enumerate([*asked.prompt, *asked.answer])
    ]


@torch.no_grad()
def choices(model: Pocket, texts: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """Which expert answers, and its share of 1: each [layers, words], the words of all texts one after the other."""
    longest = max(map(len, texts))
    rows = torch.tensor([[*text, *[END] * (longest - len(text))] for text in texts])
    spoken = torch.arange(longest) < torch.tensor([[len(text)] for text in texts])  # [texts, time]
    shares: list[Tensor] = []

    def listen(experts: torch.nn.Module, inputs: tuple[Tensor]) -> None:
        shares.append((inputs[0] @ experts.router.T).softmax(-1)[spoken])

    hooks = [block.feed_forward.register_forward_pre_hook(listen) for block in model.blocks]
    model(rows)
    for hook in hooks:
        hook.remove()
    share, chosen = torch.stack(shares).max(-1)
    return chosen, share


def tally(pairs: Iterable[tuple[Hashable, int]]) -> dict[Hashable, Counter[int]]:
    """Pairs of a value and an expert: for each value, how often each expert was asked."""
    asked: dict[Hashable, Counter[int]] = defaultdict(Counter)
    for value, expert in pairs:
        asked[value][expert] += 1
    return asked


def foretold(learned: Iterable[tuple[Hashable, int]], counted: Sequence[tuple[Hashable, int]]) -> float:
    """How often the expert that was asked most for a value, where one learns, is the one that is asked, where one counts.

    A value that was not met is taken to go to the expert that was asked most of all.
    """
    asked = tally(learned)
    busiest = sum(asked.values(), Counter()).most_common(1)
    usual = {value: experts.most_common(1) for value, experts in asked.items()}
    right = sum(usual.get(value, busiest)[0][0] == expert for value, expert in counted)
    return round(right / len(counted), 4)


def goes(pairs: Iterable[tuple[Hashable, int]], experts: int) -> dict[Hashable, list[float]]:
    """For each value, the shares of the experts in the words that have it."""
    return {
        value: [round(asked[expert] / asked.total(), 4) for expert in range(experts)]
        for value, asked in sorted(tally(pairs).items())
    }


def routes(weights: Weights, stories: int = STORIES) -> dict[str, object]:
    """How many words were read; and of each layer where they go, by language and by kind, and what foretells it."""
    texts = list(lot(stories))
    texts = texts[::2] + texts[1::2]  # from the first half of these is learned, on the second is counted
    read = [known(*text) for text in texts]
    half = sum(map(len, read[: (len(read) + 1) // 2]))  # words
    words = [word for text in read for word in text]
    layers = []
    for chosen, shares in zip(
        *choices(as_model(weights), [[word.word for word in text] for text in read]), strict=True
    ):
        pairs = {
            name: [(getattr(word, name), expert) for word, expert in zip(words, chosen.tolist(), strict=True)]
            for name in Known._fields
        }
        layers.append(
            {
                "share": round(shares.mean().item(), 4),
                "goes": {name: goes(pairs[name], weights.config.experts) for name in ("language", "kind")},
                "foretold": {name: foretold(told[:half], told[half:]) for name, told in pairs.items()},
            }
        )
    return {"words": dict(Counter(word.language for word in words)), "layers": layers}


def main(folder: str, name: str) -> None:
    place = Path(folder)
    weights, content = load(name, place).model.weights, (place / f"{name}.safetensors").read_bytes()
    (place / "routes.json").write_text(written(routes(weights), content), "utf-8")


if __name__ == "__main__":
    torch.set_num_threads(1)  # the order of sums, and so the last digits, are the same on every machine
    main(*sys.argv[1:])
