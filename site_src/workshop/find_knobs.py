"""Which single number of a language model is worth turning? Ask the gradient, then try.

    python -m workshop.find_knobs site_src/knobs/pocket/weights

Turn one of the 258,083 at random and the next word almost always stays what it was. The gradient says for all of them at
once how much a small turn would help another word against the one that leads. But the turns here are large, and there a
gradient is only a hint. So the most promising numbers of each matrix are swept from −3 to +3. What remains is what makes
the most of a small turn: it changes the next word, passes several words on its way, and leaves other answers alone.

Writes knobs.json beside the weights. It begins, in each language, with the knobs that the page opens on.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import torch
from knobs.pocket import load
from knobs.text import LANGUAGES
from knobs.world.encoded import about_facts, encode, vocabulary

from .evaluate import answers
from .export import as_model
from .model import Pocket

PROMPTS = {  # what the model is not sure of, and two sums
    "en": (
        "two plus three is", "ten minus three is", "Anna has a", "Anna is in the", "today is", "Sam is",
        "in the kitchen there is a small", "Emma buys a red",
    ),
    "nl": (
        "twee plus drie is", "tien min drie is", "Anna heeft een", "Anna is in de", "vandaag is het", "Sam is",
        "in de keuken loopt een kleine", "Emma koopt een rode",
    ),
}  # fmt: skip
REACH, STEPS = 3.0, 12  # a sweep goes from −REACH to +REACH, and takes so many steps each way
RIVALS = 3  # words that might take the lead
CELLS = 1  # of each matrix, that are tried for each of those words
CLEAR = 0.4  # the least probability of a word that counts as a new lead
SPARED = 0.9  # the least share of the facts that must still be right
ASKED = 16  # of so many facts one is asked
KEPT = 5  # knobs for each language, every one from another kind of matrix if there are as many


class Cell(NamedTuple):
    name: str  # of the matrix
    row: int
    column: int


class Lead(NamedTuple):
    """The most probable word, and how probable it is."""

    word: int
    share: float


class Knob(NamedTuple):
    """A cell that is worth turning: how far, what leads before and after, and what is on the way."""

    prompt: str
    lang: str
    cell: Cell
    turn: float
    words: tuple[str, ...]  # that lead, from where the cell stands to `turn`
    facts: dict[str, float]  # by language: the share of the answers, right before, that are still right


@torch.no_grad()
def change(model: Pocket, cell: Cell, by: float) -> None:
    parameter = dict(model.named_parameters())[full_name(cell.name)]
    parameter.view(-1, parameter.shape[-1])[cell.row, cell.column] += by


def full_name(name: str) -> str:
    """What torch calls a matrix."""
    return name.replace(".up", ".feed_forward.up").replace(".down", ".feed_forward.down")


def promising(model: Pocket, words: list[int]) -> Iterator[Cell]:
    """Of every matrix, the cells that would do most for a word that might lead instead of the one that does."""
    logits = model(torch.tensor([words]))[0, -1]
    leader, *rivals = logits.topk(RIVALS + 1).indices.tolist()
    for rival in rivals:
        model.zero_grad()
        (logits[rival] - logits[leader]).backward(retain_graph=True)
        for name, shape in model.config.shapes.items():
            gradient = model.get_parameter(full_name(name)).grad
            for place in gradient.abs().flatten().topk(CELLS).indices.tolist():
                yield Cell(name, *divmod(place, shape[-1]))


@torch.no_grad()
def sweep(model: Pocket, words: list[int], cell: Cell) -> dict[float, Lead]:
    """What leads at each turn of a cell, which ends where it began. Of most cells a few turns tell enough."""
    rows = torch.tensor([words])
    learned = model.get_parameter(full_name(cell.name)).clone()

    def lead(turn: float) -> Lead:
        change(model, cell, turn)
        share, word = model(rows)[0, -1].softmax(-1).max(-1)
        model.get_parameter(full_name(cell.name)).copy_(learned)
        return Lead(int(word), float(share))

    few = {turn: lead(turn) for turn in (-REACH, -REACH / 2, 0.0, REACH / 2, REACH)}
    if len({lead.word for lead in few.values()}) == 1:
        return few
    return {turn: lead(turn) for turn in (REACH * step / STEPS for step in range(-STEPS, STEPS + 1))}


def ways(leads: dict[float, Lead]) -> Iterator[tuple[float, tuple[int, ...]]]:
    """For each word that clearly takes the lead, on the way up or down: the turn, and the words that led till there."""
    turns = sorted(leads)
    middle = turns.index(0.0)
    for way in (turns[middle:], turns[middle::-1]):
        passed = [leads[0.0].word]
        for turn in way:
            if leads[turn].word != passed[-1] and leads[turn].share >= CLEAR:
                passed.append(leads[turn].word)
                yield turn, tuple(passed)


@torch.no_grad()
def spared(model: Pocket, cell: Cell, turn: float) -> dict[str, float]:
    """By language: the share of a sample of the facts, right before, that are right with the cell turned."""
    before = {lang: right(model, lang) for lang in LANGUAGES}
    learned = model.get_parameter(full_name(cell.name)).clone()
    change(model, cell, turn)
    after = {lang: right(model, lang) for lang in LANGUAGES}
    model.get_parameter(full_name(cell.name)).copy_(learned)
    return {lang: round(len(after[lang] & before[lang]) / max(1, len(before[lang])), 3) for lang in LANGUAGES}


def right(model: Pocket, lang: str) -> set[int]:
    """Which of the sample it answers right."""
    return {
        number for number, good in enumerate(answers(model, about_facts(lang, held=False)[::ASKED])) if good
    }


def knobs(model: Pocket, lang: str) -> list[Knob]:
    """Those that are worth turning, the best one first."""
    found: list[Knob] = []
    for prompt in PROMPTS[lang]:
        words = encode(prompt, lang, closed=False)
        for cell in dict.fromkeys(promising(model, words)):
            routes = sorted(ways(sweep(model, words, cell)), key=lambda way: (-len(set(way[1])), abs(way[0])))
            # The way past most words that still spares what else the model knows.
            for turn, passed in routes[:3]:
                facts = spared(model, cell, turn)
                if min(facts.values()) >= SPARED:
                    told = tuple(vocabulary()[word] for word in passed)
                    found.append(Knob(prompt, lang, cell, turn, told, facts))
                    break
    return sorted(found, key=lambda knob: (-len(set(knob.words)), -min(knob.facts.values()), abs(knob.turn)))


def varied(found: Sequence[Knob]) -> list[Knob]:
    """The first of each kind of matrix, then others; at most two of a prompt, and none that does what another does."""
    chosen: list[Knob] = []
    for kinds in (True, False):
        for knob in found:
            taken = [kind(other) for other in chosen] if kinds else []
            alike = [other.words for other in chosen if other.prompt == knob.prompt]
            if len(chosen) < KEPT and kind(knob) not in taken and len(alike) < 2 and knob.words not in alike:
                chosen.append(knob)
    return chosen


def kind(knob: Knob) -> str:
    """What its matrix is called, in whichever layer."""
    return knob.cell.name.split(".")[-1]


def as_json(found: Sequence[Knob]) -> str:
    """One knob a line."""
    rows = [{**knob._asdict(), "cell": knob.cell._asdict()} for knob in found]
    return "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n]\n"


def main(folder: str) -> None:
    torch.manual_seed(0)
    model = as_model(load(folder=Path(folder)).model.weights)
    chosen = [knob for lang in LANGUAGES for knob in varied(knobs(model, lang))]
    Path(folder, "knobs.json").write_text(as_json(chosen), "utf-8")
    for knob in chosen:
        print(f"{knob.prompt}: {' → '.join(knob.words)} at {knob.turn:+g} of {knob.cell}, facts {knob.facts}")


if __name__ == "__main__":
    main(*sys.argv[1:])
