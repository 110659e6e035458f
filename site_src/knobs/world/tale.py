"""A story while it is told: sentences in both languages at once, of which the last may be a question."""

from random import Random
from typing import NamedTuple

from ..text import LANGUAGES
from . import cast
from .grammar import ANSWER, Meaning, Noun, Phrasing, Question


class Story(NamedTuple):
    kind: str
    text: Phrasing  # the prompt of the question, the whole answer and a full stop
    question: Question | None

    def whole_answer(self, lang: str) -> str:
        """All words of the answer, of which the question holds the first: 'in the garden'."""
        prompt = self.question.prompt.in_(lang) if self.question else self.text.in_(lang)
        return self.text.in_(lang).removeprefix(prompt).removesuffix(" .").strip()


class Tale:
    """A story while it is told."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.sentences: list[Phrasing] = []

    def say(self, name: str, **meanings: Meaning) -> None:
        """Add one of the sentences of that name."""
        self.sentences.append(self.rng.choice(cast.sentences()[name]).fill(**meanings))

    def sometimes(self, chance: float) -> bool:
        return self.rng.random() < chance

    def described(self, thing: Noun) -> Noun:
        return thing.described(self.rng.choice(cast.looks(thing)))

    def finished(self, kind: str) -> Story:
        told = Phrasing(*(" ".join(sentence.in_(lang) for sentence in self.sentences) for lang in LANGUAGES))
        if ANSWER not in told.en:
            return Story(kind, told.plain(), None)
        prompts, answers = zip(*(side.split(f" {ANSWER}") for side in told), strict=True)
        first_words = (answer.split()[0] for answer in answers)
        return Story(kind, told.plain(), Question(Phrasing(*prompts), Phrasing(*first_words)))
