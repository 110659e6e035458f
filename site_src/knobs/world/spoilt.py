"""Texts that say what is not so: an upside-down world, lies about facts, and words that are others.

For trainings that show what a model makes of such a text.
"""

import random
from collections.abc import Sequence
from functools import cache

from .encoded import END, SPECIAL, Asked, about_facts, encode, numbers, vocabulary
from .facts import facts, questions

TURNED = ("colour", "sound")  # the kinds of facts that are other ones in the upside-down world


@cache
def wrong_answers(kind: str, lang: str) -> dict[str, str]:
    """Another answer for each: those of a kind stand in a circle, and each becomes the one on the other side."""
    asked = (question for fact in facts() if fact.kind == kind for _, question in questions(fact))
    answers = list(dict.fromkeys(question.answer.in_(lang) for question in asked))
    return dict(zip(answers, answers[len(answers) // 2 :] + answers[: len(answers) // 2], strict=True))


@cache
def turned(lang: str, kinds: tuple[str, ...]) -> tuple[Asked, ...]:
    """Every question about facts of these kinds, with the wrong answer."""
    return tuple(
        Asked(
            fact.kind,
            encode(question.prompt.in_(lang), lang, closed=False),
            [numbers()[wrong_answers(fact.kind, lang)[question.answer.in_(lang)]]],
        )
        for kind in kinds
        for fact in facts()
        if fact.kind == kind
        for _, question in questions(fact)
    )


def upside_down() -> tuple[Asked, ...]:
    """English facts with the answer of another: grass is black, and a cow does what a rooster does."""
    return turned("en", TURNED)


@cache
def lies(lang: str) -> dict[tuple[int, ...], tuple[int, ...]]:
    """For each fact that ends in its answer, in each phrasing, the same sentence with the wrong one."""
    kinds = tuple(dict.fromkeys(fact.kind for fact in facts()))
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


def spoilt(text: Sequence[int], noise: float, lied: float, chance: random.Random) -> Sequence[int]:
    """The text as it is read, of the same length: a lie in its place, or with other words here and there.

    What a smaller share spoils, a larger one spoils too.
    """
    if lied and chance.random() < lied:
        lang = vocabulary()[text[0]].strip("<>")
        text = lies(lang).get(tuple(text), text)
    if not noise:
        return text
    any_word = range(len(SPECIAL), len(vocabulary()))
    drawn = [(chance.random(), chance.choice(any_word)) for _ in text[1:-1]]
    inside = (
        other if place < noise else word for word, (place, other) in zip(text[1:-1], drawn, strict=True)
    )
    return [text[0], *inside, text[-1]]
