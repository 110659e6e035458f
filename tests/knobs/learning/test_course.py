"""What a training reads and what is kept of it: with a learner that learns nothing, and with one that does."""

from itertools import pairwise
from math import exp, log, nan
from random import Random
from types import SimpleNamespace

import pytest
from knobs.learning.choices import FACTS, SIZES, TONGUES, config
from knobs.learning.course import LONGEST, MARKS, PROMPTS, Course
from knobs.learning.training import Training, start
from knobs.pocket import load
from knobs.text import LANGUAGES
from knobs.world.encoded import END, about_facts, vocabulary

FILE = "look in site_src/knobs/learning/course.py"


class Still:
    """Whose loss is what `losses` says, one number for each update, and the last one from there on."""

    losses = (5.0,)

    def __init__(self, config, memories, updates):
        self.config, self.given, self.updates = config, memories, updates
        self.read = []

    def step(self, batch, learning_rate):
        self.read.append((batch, learning_rate))
        self.updates += 1
        return self.losses[min(self.updates, len(self.losses)) - 1]

    def loss(self, batch):
        return log(self.config.vocabulary)

    def logits(self, texts):
        return [0.0] * sum(map(len, texts)) * self.config.vocabulary

    def reader(self):
        ends = [1000.0 if word == END else 0.0 for word in range(self.config.vocabulary)]
        return SimpleNamespace(read=lambda words: ends, position=0, config=self.config)


def course(size="middle", language="nl", seed=1, losses=(5.0,)):
    return Course(size, language, seed, type("Fixed", (Still,), {"losses": losses}))


@pytest.mark.parametrize("language", TONGUES)
@pytest.mark.parametrize("size", SIZES)
def test_a_model_knows_the_words_of_its_languages(size, language):
    made = course(size, language)
    known = vocabulary(TONGUES[language])
    assert made.config.vocabulary == len(known), FILE
    assert made.guessing == pytest.approx(log(len(known))), FILE
    made.go(3, 0.01, 4)
    texts = [text for batch, _ in made.learner.read for text in batch]
    for text in texts:
        assert text[0] in {known.index(f"<{lang}>") for lang in TONGUES[language]} and text[-1] == END, FILE
        assert max(text) < len(known), FILE
    assert made.seen.words == sum(len(text) - 1 for text in texts) and made.seen.texts == 12 == len(texts), (
        FILE
    )


def test_the_largest_is_the_pocket_model():
    assert config("pocket", "both") == load().model.config, "look in site_src/knobs/learning/choices.py"


def test_what_is_read_follows_from_the_seed_and_the_updates_before():
    first, second = course(), course()
    first.go(3, 0.01, 8)
    second.go(2, 0.01, 8)
    second.go(1, 0.01, 8)
    assert first.learner.read == second.learner.read, FILE
    later = course()
    later.learner.updates = 2
    later.go(1, 0.01, 8)
    assert later.learner.read[0] == first.learner.read[2], FILE
    other = course(seed=2)
    other.go(1, 0.01, 8)
    assert other.learner.read[0] != first.learner.read[0], FILE


def test_it_reads_facts_and_stories_and_nothing_that_is_held_apart():
    made = course(language="both")
    made.go(60, 0.01, 32)
    assert made.seen.facts / made.seen.texts == pytest.approx(FACTS, abs=0.03), FILE
    held = {(*one.prompt, *one.answer) for lang in LANGUAGES for one in about_facts(lang, held=True)}
    for batch, _ in made.learner.read:  # of both languages, so the numbers are those of all words
        assert not any(tuple(text[:-2]) in held for text in batch), FILE


def test_the_curve_is_the_mean_of_what_was_read_since_its_last_point():
    losses = [6 * exp(-n / 50) + Random(n).random() for n in range(400)]
    made = course(losses=losses)
    made.go(400, 0.01, 8)
    sizes = [sum(len(text) - 1 for text in batch) for batch, _ in made.learner.read]
    ends = [sum(sizes[: n + 1]) for n in range(400)]
    assert made.seen.losses[0] == (0, made.guessing), FILE
    for (begin, _), (end, loss) in pairwise(made.seen.losses):
        those = [n for n in range(400) if begin < ends[n] <= end]
        wanted = sum(losses[n] * sizes[n] for n in those) / sum(sizes[n] for n in those)
        assert loss == pytest.approx(wanted), FILE
        assert end >= 1.04 * begin, FILE
    assert len(made.seen.losses) < 110, "a curve that page and file have to carry"


def test_changes_are_kept_from_where_they_count():
    made = course()
    made.go(2, 0.01, 8)
    made.go(1, 0.01, 8)
    half = made.seen.words
    made.go(1, 0.003, 8)
    last = made.seen.words
    made.go(2, 0.003, 64)
    assert made.seen.changes == [(0, 0.01, 8), (half, 0.003, 8), (last, 0.003, 64)], FILE
    assert [rate for _, rate in made.learner.read] == [0.01] * 3 + [0.003] * 3, FILE


def test_of_each_stretch_the_first_moment_is_kept_and_the_last():
    made = course("pocket")
    made.go(250, 0.01, 32)
    words = [moment.words for moment in made.seen.moments]
    firsts = [next((one for one in words if one >= mark), None) for mark in MARKS]
    assert words == sorted({*filter(None, [*firsts, words[-1]]), 0}), FILE
    assert made.seen.words - words[-1] < 2 * SIZES["pocket"].second, FILE
    assert all(later >= 1.15 * earlier for (earlier, _), (later, _) in pairwise(made.seen.right)), FILE
    assert made.seen.right[-1][1] < 0.05, "one that says the same of everything knows next to nothing"


@pytest.mark.parametrize("bad", [nan, float("inf"), 2 * log(490)])
def test_when_it_blows_up_it_goes_no_further(bad):
    made = course(losses=(5.0, 4.0, bad, 4.0))
    made.go(10, 3.0, 8)
    assert made.blown_up and made.updates == 3, FILE
    moments = list(made.seen.moments)
    made.go(10, 0.01, 8)
    assert made.updates == 3 and made.seen.moments == moments, FILE
    assert len(made.seen.losses) == 4, "the last point tells of it"


def test_a_swing_is_no_explosion():
    made = course(losses=(5.0, 11.9, 4.0))
    made.go(3, 0.3, 8)
    assert not made.blown_up and made.updates == 3, FILE


def test_a_real_one_learns():
    """Plain Python has time for the smallest, and a few updates. It begins with guessing."""
    made = Course("small", "en", 3)
    assert made.seen.losses[0][1] == pytest.approx(made.guessing, abs=0.1), FILE
    assert [line.prompt for line in made.seen.moments[0].lines] == list(PROMPTS["en"]), FILE
    assert all(5 < len(line.more.split()) <= LONGEST + 4 for line in made.seen.moments[0].lines), "it babbles"
    made.go(8, 0.02, 4)
    assert made.seen.losses[-1][1] < made.guessing - 0.4, FILE
    weights = start(made.config, 3)
    assert made.learner.memories()["embedding"].numbers != weights["embedding"].numbers, FILE
    assert isinstance(made.learner, Training) and made.updates == 8, FILE
