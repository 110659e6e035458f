"""What a pocket model bears: its numbers in fewer bits, neurons that are switched off, and weights that are set to 0.

    python -m workshop.probes site_src/knobs/pocket/weights pocket              about six minutes on one core
    python -m workshop.probes site_src/knobs/pocket/weights pocket prune        one record alone

Reads pocket.safetensors and writes bits.json, silence.json and prune.json beside it. The pages draw them: to ask a model
about everything it knows takes plain Python too long.
"""

import hashlib
import json
import random
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import NamedTuple

import torch
from knobs import world
from knobs.demos.blend import PROMPTS, STEPS, blended
from knobs.pocket import Pocket as Plain
from knobs.pocket import Tokenizer, Weights, load
from knobs.pocket.pruned import KINDS, Pruning
from knobs.pocket.quantize import BITS, round_to_bits, size
from knobs.text import LANGUAGES
from knobs.world.encoded import Asked, about_facts, encode, held_phrasing, numbers, vocabulary
from knobs.world.reading import Reading
from torch import Tensor

from .data import batch
from .evaluate import HELD_ROWS, answers, held_out_loss
from .export import as_model
from .model import END, FeedForward, Pocket

SAMPLE = 24  # facts that are followed one by one
LISTENING_SEED, LISTENING_ROWS = 99, 200  # what the neurons hear while their activity is measured
COUNTS = range(0, 401, 25)  # neurons that are switched off
SILENT_ROWS = 60  # of stories, for each of the many times that neurons are switched off, or weights set to 0
SHARES = range(0, 100, 5)  # percent of the weights that are set to 0
DRAWS = 3  # of neurons at random
LIKELY = 4  # words of either language that are watched while <nl> turns into <en>


class Able(NamedTuple):
    """What a model can do in one language."""

    loss: float  # nats per word, on stories that were kept apart
    facts: int  # that it tells right


def able(model: Pocket, lang: str, rows: int = HELD_ROWS) -> Able:
    return Able(held_out_loss(model, lang, rows), sum(answers(model, about_facts(lang, held=False))))


# ---- Fewer bits ------------------------------------------------------------------------------------------------


@cache
def sample(lang: str) -> tuple[Asked, ...]:
    """The same facts in every language, from all kinds in turn, in a phrasing that no language keeps apart."""
    by_kind: dict[str, list[int]] = {}
    for number, fact in enumerate(world.facts()):
        by_kind.setdefault(fact.kind, []).append(number)
    draw = random.Random("facts that are followed")
    waiting = [draw.sample(found, len(found)) for found in by_kind.values()]
    followed: list[Asked] = []
    for turn in range(max(map(len, waiting))):
        for found in waiting:
            told = _told_alike(found[turn], lang) if turn < len(found) else None
            if told and len(followed) < SAMPLE:
                followed.append(told)
    return tuple(followed)


def _told_alike(number: int, lang: str) -> Asked | None:
    """A fact as a question, in the first of its phrasings that was told in all languages."""
    fact = world.facts()[number]
    for which, question in world.questions(fact):
        if not any(held_phrasing(number, which, other) for other in LANGUAGES):
            prompt, answer = (getattr(part, lang) for part in question)
            words = [numbers()[word] for word in answer.split()]
            return Asked(fact.kind, encode(prompt, lang, closed=False), words)
    return None


def bits(weights: Weights, rows: int = HELD_ROWS) -> dict[str, object]:
    """At each number of bits: bytes, the loss, how many facts are right, and which of those that are followed."""
    models = {number: as_model(round_to_bits(weights, number)) for number in BITS}
    record: dict[str, object] = {
        "bits": list(BITS),
        "bytes": [size(weights.config, number) for number in BITS],
    }
    for lang in LANGUAGES:
        measured = [able(model, lang, rows) for model in models.values()]
        right = [answers(model, sample(lang)) for model in models.values()]
        record[lang] = {
            **columns(measured, lang),
            "followed": [
                {"fact": spelled(asked), "right at": [n for n, good in zip(BITS, known, strict=True) if good]}
                for asked, known in zip(sample(lang), zip(*right, strict=True), strict=True)
            ],
        }
    return record


def spelled(asked: Asked) -> str:
    """The whole sentence, to read."""
    return Tokenizer(vocabulary(), len(vocabulary())).decode([*asked.prompt, *asked.answer], capital=True)


def columns(measured: Sequence[Able], lang: str) -> dict[str, object]:
    return {
        "loss": [round(one.loss, 4) for one in measured],
        "facts": [one.facts for one in measured],
        "asked": len(about_facts(lang, held=False)),
    }


# ---- Silence -----------------------------------------------------------------------------------------------------


@torch.no_grad()
def activity(model: Pocket, lang: str, rows: int = LISTENING_ROWS) -> Tensor:
    """How active each neuron is at a word of this language, on average: [layers × neurons]. Facts and stories alike."""
    heard = batch(LISTENING_SEED, 0, rows, model.config.context, Reading(langs=(lang,)))
    spoken, summed = heard != END, []

    def listen(part: FeedForward, inputs: tuple[Tensor]) -> None:
        summed.append(torch.relu(inputs[0] @ part.up.T + part.up_bias)[spoken].sum(0))

    hooks = [block.feed_forward.register_forward_pre_hook(listen) for block in model.blocks]
    model(heard)
    for hook in hooks:
        hook.remove()
    return torch.cat(summed) / spoken.sum()


def orders(model: Pocket, rows: int = LISTENING_ROWS) -> dict[str, list[list[int]]]:
    """Which neurons are switched off, one after the other: those of one language, or drawn at random, several times.

    Neuron n of layer l has number l × feed_forward + n. A neuron is of Dutch as far as it is more active in Dutch texts
    than in English ones.
    """
    dutch = activity(model, "nl", rows) - activity(model, "en", rows)
    by_dutch = dutch.argsort(descending=True, stable=True).tolist()
    most = min(COUNTS[-1], len(by_dutch))
    drawn = [random.Random(f"neurons/{draw}").sample(range(len(by_dutch)), most) for draw in range(DRAWS)]
    return {"nl": [by_dutch[:most]], "en": [by_dutch[::-1][:most]], "random": drawn}


@contextmanager
def silenced(model: Pocket, neurons: Sequence[int]) -> Iterator[None]:
    """Without these neurons, for a while: what they would add is multiplied by 0."""
    kept = [block.feed_forward.down.data.clone() for block in model.blocks]
    for neuron in neurons:
        layer, column = divmod(neuron, model.config.feed_forward)
        model.blocks[layer].feed_forward.down.data[:, column] = 0
    try:
        yield
    finally:
        for block, down in zip(model.blocks, kept, strict=True):
            block.feed_forward.down.data.copy_(down)


def silence(weights: Weights, rows: int = SILENT_ROWS, counts: Sequence[int] = COUNTS) -> dict[str, object]:
    """Per kind of neurons and language: the loss and the facts that are right, [draw][count]."""
    model = as_model(weights)
    chosen = orders(model)
    record: dict[str, object] = {
        "counts": list(counts),
        "neurons": model.config.layers * model.config.feed_forward,
        "order": {kind: drawn[0] for kind, drawn in chosen.items()},
    }
    for kind, drawn in chosen.items():
        measured: dict[str, list] = {lang: [] for lang in LANGUAGES}
        for order in drawn:
            for lang in LANGUAGES:
                measured[lang].append([])
            for count in counts:
                with silenced(model, order[:count]):
                    for lang in LANGUAGES:
                        measured[lang][-1].append(able(model, lang, rows))
        record[kind] = {lang: [columns(one, lang) for one in measured[lang]] for lang in LANGUAGES}
    return record


@torch.no_grad()
def blend(pocket: Plain, prompt: str) -> dict[str, object]:
    """What becomes of the likely words of each language while the word <nl> turns into <en>.

    Of a language are words with a chance at its end of the way that is ten times that at the other one.
    `shares`: how probable those of either language are together, [step][dutch, english].
    """
    tokenizer, weights = pocket.tokenizer, pocket.model.weights
    ends = tokenizer.language_word("nl"), tokenizer.language_word("en")
    prompted = torch.tensor([tokenizer.encode(prompt, "nl")])
    spreads = [
        as_model(blended(weights, ends, step / STEPS))(prompted)[0, -1].softmax(-1)
        for step in range(STEPS + 1)
    ]
    words = {}
    for lang, here, there in (("nl", spreads[0], spreads[-1]), ("en", spreads[-1], spreads[0])):
        likely = here.topk(LIKELY).indices.tolist()
        words[lang] = [word for word in likely if here[word] >= 0.01 and here[word] > 10 * there[word]]
    return {
        "words": {lang: [tokenizer.words[word] for word in some] for lang, some in words.items()},
        "shares": [[round(float(spread[some].sum()), 4) for some in words.values()] for spread in spreads],
    }


# ---- Pruning -----------------------------------------------------------------------------------------------------


def prune(weights: Weights, rows: int = SILENT_ROWS, shares: Sequence[int] = SHARES) -> dict[str, object]:
    """Per kind of pruning and language: the loss and the facts that are right at each share."""
    pruning = Pruning(weights)
    record: dict[str, object] = {"shares": list(shares), "numbers": pruning.numbers}
    for kind in KINDS:
        models = [as_model(pruning.at(share, kind)) for share in shares]
        record[kind] = {
            lang: columns([able(model, lang, rows) for model in models], lang) for lang in LANGUAGES
        }
    return record


def written(record: Mapping[str, object], content: bytes) -> str:
    """A record as JSON, with the fingerprint of the weights that it was made of."""
    told = {"weights": hashlib.sha256(content).hexdigest()[:16], **record}
    lines = (f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in told.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


def silence_and_blend(pocket: Plain) -> dict[str, object]:
    blends = {key: blend(pocket, prompt.nl) for key, prompt in PROMPTS.items()}
    return {**silence(pocket.model.weights), "blend": blends}


RECORDS: dict[str, Callable[[Plain], dict[str, object]]] = {
    "bits": lambda pocket: bits(pocket.model.weights),
    "silence": silence_and_blend,
    "prune": lambda pocket: prune(pocket.model.weights),
}


def main(folder: str, name: str, *records: str) -> None:
    place = Path(folder)
    pocket, content = load(name, place), (place / f"{name}.safetensors").read_bytes()
    for record in records or RECORDS:
        (place / f"{record}.json").write_text(written(RECORDS[record](pocket), content), "utf-8")


if __name__ == "__main__":
    torch.set_num_threads(1)  # the order of sums, and so the last digits, are the same on every machine
    main(*sys.argv[1:])
