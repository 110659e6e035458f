"""A training from its seed on: what it reads, how its loss falls, what it writes at moments on the way.

    course = Course("middle", "nl", seed=1)
    course.go(updates=12, learning_rate=0.01, texts=32)
    course.seen.losses[-1], course.seen.moments[-1]

Which texts an update reads follows from the seed and from how many updates there were before. So whoever has the
parameters and what the optimizer remembers goes on as if nothing had been in between. No clock is looked at.
"""

from bisect import bisect
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from math import log
from random import Random
from typing import NamedTuple

from ..pocket.config import Config
from ..pocket.sampling import write_on
from ..pocket.tokenizer import Tokenizer
from ..text import InputError
from ..world import reading
from ..world.encoded import END, about_facts, numbers, told_facts, vocabulary
from . import choices
from .training import Learner, Memory, Training, Words, start

PROMPTS = {
    "en": ("Anna is", "a cow", "the capital of France is"),
    "nl": ("Anna is", "een koe", "de hoofdstad van Frankrijk is"),
}
TEMPERATURE = 0.5  # at which words are drawn
LONGEST = 12  # words that are written after each
MARKS = (0, 10_000, 30_000, 100_000, 300_000, 1_000_000, 3_000_000, 10_000_000)  # words, to look back to
POINTS = 1.04  # a point of the curve for each 4% more words
ASKED = 1.15  # the facts are asked for each 15% more words
ONE_IN = 9  # of the questions about facts
EXAM = 4  # new stories in each language: what a model makes of them before it has read anything
HOPELESS = 2  # a loss of so many times that of guessing

Make = Callable[[Config, Mapping[str, Memory], int], Learner]  # the int: updates that there have been


class Line(NamedTuple):
    """What was written after a prompt, in the language of the prompt."""

    tongue: str
    prompt: str
    more: str


class Moment(NamedTuple):
    words: int  # read until then
    lines: tuple[Line, ...]


class Change(NamedTuple):
    """From here on, these settings."""

    words: int
    learning_rate: float
    texts: int  # of a batch


@dataclass
class Seen:
    """What was seen of a training on the way: it has read `words`, in `texts`, of which `facts` told a fact."""

    words: int = 0
    texts: int = 0
    facts: int = 0
    losses: list[tuple[int, float]] = field(
        default_factory=list
    )  # (words read, mean loss since the point before)
    right: list[tuple[int, float]] = field(default_factory=list)  # (words read, share of the facts)
    changes: list[Change] = field(default_factory=list)
    moments: list[Moment] = field(default_factory=list)
    since: tuple[int, float] = (0, 0.0)  # the last point of the curve: words, and their losses added up


class Course:
    """A training that goes on. What was kept of one can be given: what its learner remembers, its updates, and `seen`."""

    def __init__(
        self,
        size: str,
        language: str,
        seed: int,
        learner: Make = Training,
        kept: tuple[Mapping[str, Memory], int, Seen] | None = None,
    ) -> None:
        self.size, self.language, self.seed = size, language, seed
        self.langs, self.config = choices.TONGUES[language], choices.config(size, language)
        self.tokenizer = Tokenizer(vocabulary(self.langs), self.config.context)
        memories, updates, self.seen = kept or (start(self.config, seed), 0, Seen())
        self.learner = learner(self.config, memories, updates)
        self.blown_up = False
        if not kept:
            self.seen.losses.append((0, self.learner.loss(self._own(exam(self.langs)))))
            self._look()

    @property
    def updates(self) -> int:
        return self.learner.updates

    @property
    def guessing(self) -> float:
        """The loss of whoever gives each word that the model knows the same chance."""
        return log(self.config.vocabulary)

    def go(self, updates: int, learning_rate: float, texts: int) -> None:
        """So many updates more, but none once it has blown up."""
        for _ in range(updates):
            if self.blown_up:
                return
            seen = self.seen
            if not seen.changes or seen.changes[-1][1:] != (learning_rate, texts):
                seen.changes.append(Change(seen.words, learning_rate, texts))
            batch = self.batch(texts)
            loss = self.learner.step(self._own(batch), learning_rate)
            self.blown_up = not loss < HOPELESS * self.guessing  # what is no number is not less
            self._count(batch, loss)
            if not self.blown_up and self._has_a_while_passed():
                self._look()

    def _has_a_while_passed(self) -> bool:
        """About a second since what it wrote last, or one of MARKS."""
        now, last = self.seen.words, self.seen.moments[-1].words
        return now >= last + choices.SIZES[self.size].second or bisect(MARKS, now) > bisect(MARKS, last)

    def batch(self, count: int) -> list[Words]:
        """What the next update reads, in the numbers of all words of the world."""
        stream = reading.texts(Random(f"{self.seed}/{self.updates}"), choices.reading(self.language))
        return list(islice(stream, count))

    def facts_right(self) -> float:
        """The share of the facts that it completes: some of them, asked in words in which it may have read them."""
        asked = [one for lang in self.langs for one in about_facts(lang, held=False)[::ONE_IN]]
        whole = self._own((*question.prompt, *question.answer) for question in asked)
        said = self.learner.logits([text[:-1] for text in whole])
        best, end, right = _best(said, self.config.vocabulary), 0, 0
        for question, text in zip(asked, whole, strict=True):
            end += len(text) - 1
            answer = len(question.answer)
            right += best[end - answer : end] == text[-answer:]
        return right / len(asked)

    def _own(self, some: Iterable[Words]) -> list[list[int]]:
        """Texts in the numbers of the words that this model knows."""
        places = own_numbers(self.langs)
        return [[places[word] for word in text] for text in some]

    def _count(self, batch: Sequence[Words], loss: float) -> None:
        seen, words = (
            self.seen,
            sum(map(len, batch)) - len(batch),
        )  # nobody foretells the first: it tells the language
        seen.words += words
        seen.texts += len(batch)
        seen.facts += sum(tuple(text) in told(self.langs) for text in batch)
        seen.since = seen.since[0] + words, seen.since[1] + words * loss
        if self.blown_up or seen.words >= POINTS * seen.losses[-1][0]:
            seen.losses.append((seen.words, seen.since[1] / seen.since[0]))
            seen.since = 0, 0.0

    def _look(self) -> None:
        """What it writes now, and what it knows. Of each stretch between two MARKS the first moment stays, and the last."""
        seen = self.seen
        try:
            lines = [self._line(lang, prompt) for lang in self.langs for prompt in PROMPTS[lang]]
        except InputError:  # after a turn too far the next word cannot be worked out
            self.blown_up = True
            return
        stretches = [bisect(MARKS, moment.words) for moment in seen.moments[-2:]]
        if len(stretches) == 2 and stretches[0] == stretches[1]:
            seen.moments.pop()
        seen.moments.append(Moment(seen.words, tuple(lines)))
        if seen.words and seen.words >= ASKED * (seen.right[-1][0] if seen.right else 0):
            seen.right.append((seen.words, self.facts_right()))

    def _line(self, lang: str, prompt: str) -> Line:
        """Each word drawn: the more probable, the more often, and somewhat more than that."""
        words, chance = self.tokenizer.encode(prompt, lang), Random(f"{self.seed}/{self.seen.words}/{prompt}")
        more = write_on(self.learner.reader(), words, END, temperature=TEMPERATURE, random=chance)
        text = self.tokenizer.decode([*words, *islice(more, LONGEST)])
        return Line(lang, prompt, text.removeprefix(prompt))


@cache
def own_numbers(langs: tuple[str, ...]) -> dict[int, int]:
    """The number that a model of these languages gives to each word, by its number among all words of the world."""
    return {numbers()[word]: own for own, word in enumerate(vocabulary(langs))}


@cache
def told(langs: tuple[str, ...]) -> frozenset[Words]:
    """All that is ever said of facts."""
    return frozenset(text for lang in langs for text in told_facts(lang))


@cache
def exam(langs: tuple[str, ...]) -> tuple[Words, ...]:
    """Stories that are never read."""
    streams = [reading.texts(Random("exam"), reading.Reading(langs=(lang,)), held=True) for lang in langs]
    return tuple(text for stream in streams for text in islice(stream, EXAM))


def _best(numbers: Sequence[float], columns: int) -> list[int]:
    """In each row, the place of the largest number."""
    rows = (numbers[start : start + columns] for start in range(0, len(numbers), columns))
    return [max(range(columns), key=row.__getitem__) for row in rows]
