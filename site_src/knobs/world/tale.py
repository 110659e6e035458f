"""A story while it is told: sentences in both languages at once, and then questions, each with its answer."""

from collections.abc import Iterable
from random import Random
from typing import NamedTuple

from . import cast
from .grammar import ANSWER, Meaning, Noun, Phrasing, Question

LONGEST = 61  # words of a story, with everything that is asked


class Story(NamedTuple):
    kind: str
    text: Phrasing  # the prompt of the question, the whole answer and a full stop
    question: Question | None
    more: tuple[Phrasing, ...] = ()  # further questions about it, each with its answer

    @property
    def whole(self) -> Phrasing:
        """The text and all that is asked after it."""
        return _joined((self.text, *self.more))

    def whole_answer(self, lang: str) -> str:
        """All words of the answer, of which the question holds the first: 'in the garden'."""
        prompt = self.question.prompt.in_(lang) if self.question else self.text.in_(lang)
        return self.text.in_(lang).removeprefix(prompt).removesuffix(" .").strip()


class Tale:
    """A story while it is told."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.sentences: list[Phrasing] = []
        self.questions: list[Phrasing] = []

    def say(self, name: str, **meanings: Meaning) -> None:
        """Add one of the sentences of that name."""
        self.sentences.append(self._one_of(name, meanings))

    def ask(self, name: str, **meanings: Meaning) -> None:
        """Add one of the questions of that name. The first is always asked, the others as far as there is room."""
        self.questions.append(self._one_of(name, meanings))

    def _one_of(self, name: str, meanings: dict[str, Meaning]) -> Phrasing:
        return self.rng.choice(cast.sentences()[name]).fill(**meanings)

    def sometimes(self, chance: float) -> bool:
        return self.rng.random() < chance

    def described(self, thing: Noun) -> Noun:
        return thing.described(self.rng.choice(cast.looks(thing)))

    def finished(self, kind: str) -> Story:
        if not self.questions:
            return Story(kind, _joined(self.sentences), None)
        first, *others = self.questions
        told = _joined((*self.sentences, first))
        prompts, answers = zip(*(side.split(f" {ANSWER}") for side in told), strict=True)
        first_words = (answer.split()[0] for answer in answers)
        story = Story(kind, told.plain(), Question(Phrasing(*prompts), Phrasing(*first_words)))
        for other in others:
            longer = story._replace(more=(*story.more, other.plain()))
            if max(len(side.split()) for side in longer.whole) <= LONGEST:
                story = longer
        return story


def _joined(sentences: Iterable[Phrasing]) -> Phrasing:
    return Phrasing(*(" ".join(told) for told in zip(*sentences, strict=True)))
