"""What the pocket model reads: rows of words from the Little World, and the questions that it is asked.

    python examples/data.py             a few texts as the model gets them

A row is a function of its number and a seed alone. So any process can make any row: training can stop and go on, or be
shared by many, and still reads the same words in the same order.
"""

import hashlib
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import torch
from knobs import world
from knobs.text import LANGUAGES
from model import END
from torch import Tensor

MISFITS = 8  # texts that do not fit into the rest of a row, before it is left empty
SPECIAL = ("<end>", *(f"<{lang}>" for lang in LANGUAGES))  # the first is model.END


@cache
def vocabulary() -> tuple[str, ...]:
    """Every word the model knows; its number is its place. First what closes a text, and what names its language."""
    return (*SPECIAL, *world.words())


@cache
def numbers() -> dict[str, int]:
    return {word: number for number, word in enumerate(vocabulary())}


def encode(text: str, lang: str, *, closed: bool = True) -> list[int]:
    """A text of the world as numbers, its language first and <end> last."""
    words = [f"<{lang}>", *text.split(), *(("<end>",) if closed else ())]
    return [numbers()[word] for word in words]


def is_held(what: str, one_in: int) -> bool:
    """Whether this is kept apart, never to be trained on. The same answer on every machine, for one in so many."""
    return int(hashlib.sha256(what.encode()).hexdigest(), 16) % one_in == 0


def held_phrasing(fact: int, phrasing: int, lang: str) -> bool:
    """One phrasing in ten of a fact: the model hears the fact, and other facts said so, but never this one so."""
    return is_held(f"{fact}/{phrasing}/{lang}", 10)


def held_story(story: world.Story) -> bool:
    """One story in twenty, in both languages."""
    return is_held(story.text.en, 20)


@dataclass(frozen=True)
class Reading:
    """What a training reads: `facts` is their share of the texts. Of few `rows`, it reads the same ones time and again."""

    langs: tuple[str, ...] = LANGUAGES
    facts: float = 0.5
    rows: int | None = None
    upside_down: float = 0  # the share of texts that tell of the upside-down world, in English
    practice: int = 0  # rows, the first ones, of nothing but stories that ask where somebody is
    noise: float = 0  # the share of words that are others, drawn from the whole vocabulary
    lies: float = 0  # how often a fact that ends in its answer is told with a wrong one, each time the same


@dataclass(frozen=True)
class Asked:
    """A question as the model reads it, and the words that answer it."""

    kind: str
    prompt: list[int]
    answer: list[int]


@cache
def told_facts(lang: str, without: tuple[str, ...] = ()) -> tuple[tuple[int, ...], ...]:
    """Every phrasing of every fact that is not held, encoded; but for facts of some kinds."""
    return tuple(
        tuple(encode(getattr(phrasing, lang), lang))
        for number, fact in enumerate(world.facts())
        if fact.kind not in without
        for which, phrasing in enumerate(fact.phrasings)
        if not held_phrasing(number, which, lang)
    )


TURNED = ("colour", "sound")  # the kinds of facts that are other ones in the upside-down world


@cache
def wrong_answers(kind: str, lang: str) -> dict[str, str]:
    """Another answer for each: those of a kind stand in a circle, and each becomes the one on the other side."""
    asked = (question for fact in world.facts() if fact.kind == kind for _, question in world.questions(fact))
    answers = list(dict.fromkeys(getattr(question.answer, lang) for question in asked))
    return dict(zip(answers, answers[len(answers) // 2 :] + answers[: len(answers) // 2], strict=True))


@cache
def turned(lang: str, kinds: tuple[str, ...]) -> tuple[Asked, ...]:
    """Every question about facts of these kinds, with the wrong answer."""
    return tuple(
        Asked(
            fact.kind,
            encode(getattr(question.prompt, lang), lang, closed=False),
            [numbers()[wrong_answers(fact.kind, lang)[getattr(question.answer, lang)]]],
        )
        for kind in kinds
        for fact in world.facts()
        if fact.kind == kind
        for _, question in world.questions(fact)
    )


def upside_down() -> tuple[Asked, ...]:
    """English facts with the answer of another: grass is black, and a cow does what a rooster does."""
    return turned("en", TURNED)


@cache
def lies(lang: str) -> dict[tuple[int, ...], tuple[int, ...]]:
    """For each fact that ends in its answer, in each phrasing, the same sentence with the wrong one."""
    kinds = tuple(dict.fromkeys(fact.kind for fact in world.facts()))
    truths = {
        tuple(asked.prompt): tuple(asked.answer)
        for held in (False, True)
        for asked in about_facts(lang, held=held)
    }
    ends = (numbers()["."], END)
    return {
        (*wrong.prompt, *truths[tuple(wrong.prompt)], *ends): (*wrong.prompt, *wrong.answer, *ends)
        for wrong in turned(lang, kinds)
    }


def spoilt(text: Sequence[int], reading: Reading, chance: random.Random) -> Sequence[int]:
    """The text as it is read, of the same length: a lie in its place, or with other words here and there.

    What a smaller share spoils, a larger one spoils too.
    """
    if reading.lies and chance.random() < reading.lies:
        lang = vocabulary()[text[0]].strip("<>")
        text = lies(lang).get(tuple(text), text)
    if not reading.noise:
        return text
    any_word = range(len(SPECIAL), len(vocabulary()))
    drawn = [(chance.random(), chance.choice(any_word)) for _ in text[1:-1]]
    inside = (
        other if place < reading.noise else word
        for word, (place, other) in zip(text[1:-1], drawn, strict=True)
    )
    return [text[0], *inside, text[-1]]


def texts(
    rng: random.Random, reading: Reading, *, held: bool = False, kind: str | None = None
) -> Iterator[Sequence[int]]:
    """Texts without an end. `held`: only stories, of those that are kept apart. `kind`: only stories of that kind."""
    while True:
        if reading.upside_down and not held and not kind and rng.random() < reading.upside_down:
            turned = rng.choice(upside_down())
            yield [*turned.prompt, *turned.answer, numbers()["."], END]
            continue
        lang = rng.choice(reading.langs)
        if not held and not kind and rng.random() < reading.facts:
            yield rng.choice(told_facts(lang, TURNED if reading.upside_down and lang == "en" else ()))
        elif held_story(story := world.story(rng, kind)) == held:
            yield encode(getattr(story.whole, lang), lang)


def row(seed: int, number: int, length: int, reading: Reading, *, held: bool = False) -> list[int]:
    """`length` words: whole texts, and <end> where none fits any more. A story that is cut off would lack its answer.

    With noise or lies, a row has the same texts in the same places, spoilt; what is held apart never is.
    """
    written: list[int] = []
    misfits = 0
    chance = random.Random(f"{seed}/{number}/spoilt")
    kind = "where" if number < reading.practice and not held else None
    endless = texts(random.Random(f"{seed}/{number}"), reading, held=held, kind=kind)
    while misfits < MISFITS:
        text = next(endless)
        if len(written) + len(text) <= length:
            written += text if held else spoilt(text, reading, chance)
        else:
            misfits += 1
    return written + [END] * (length - len(written))


def batch(seed: int, start: int, count: int, length: int, reading: Reading, *, held: bool = False) -> Tensor:
    """Rows number `start` and on, [count, length]."""
    wanted = [n if reading.rows is None else n % reading.rows for n in range(start, start + count)]
    return torch.tensor([row(seed, n, length, reading, held=held) for n in wanted])


@cache
def about_facts(lang: str, *, held: bool) -> tuple[Asked, ...]:
    """Every fact, in each phrasing that ends in its answer; `held`: in the phrasings that were never trained on."""
    return tuple(
        _asked(fact.kind, getattr(fact.phrasings[which], lang), getattr(question.prompt, lang), lang)
        for number, fact in enumerate(world.facts())
        for which, question in world.questions(fact)
        if held_phrasing(number, which, lang) == held
    )


@cache
def about_stories(lang: str, kind: str, count: int = 200) -> tuple[Asked, ...]:
    """Questions at the end of stories that are kept apart."""
    rng = random.Random(f"questions/{kind}")
    found: list[Asked] = []
    while len(found) < count:
        story = world.story(rng, kind)
        if held_story(story) and story.question:
            prompt = getattr(story.question.prompt, lang)
            found.append(_asked(kind, getattr(story.text, lang), prompt, lang))
    return tuple(found)


def _asked(kind: str, text: str, prompt: str, lang: str) -> Asked:
    """A text that begins with the prompt and goes on with its answer and a full stop."""
    answer = text.removeprefix(prompt).removesuffix(".").split()
    return Asked(kind, encode(prompt, lang, closed=False), [numbers()[word] for word in answer])


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
