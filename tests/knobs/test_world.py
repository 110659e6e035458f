"""The Little World: its facts are true, told in every way, never at odds, and 864 words say it all."""

import os
import re
import subprocess
import sys
import tomllib
from collections import Counter, defaultdict
from pathlib import Path
from random import Random

import pytest
from knobs.text import LANGUAGES
from knobs.world import KINDS, WEIGHTS, facts, nearest, questions, story, words

from tests.knobs.world_reader import NAMES, tales

FOLDER = "site_src/knobs/world"
TRUE = tomllib.loads(Path(__file__).with_name("world_facts.toml").read_text(encoding="utf-8"))
NUMBERS = TRUE["numbers"]["order"]
# The first phrasing of each kind, as this test reads it: what the fact is about, and what it says of that.
FIRST = {
    "capital": (r"the capital of (.+) is (\S+) \.", r"de hoofdstad van (.+) is (\S+) \."),
    "province": (
        r"the capital of the province of (\S+) is (\S+) \.",
        r"de hoofdstad van de provincie (\S+) is (\S+) \.",
    ),
    "sound": (r"what does an? (\S+) do \? it (\S+) \.", r"wat doet een (\S+) \? (?:die|dat) (\S+) \."),
    "young": (r"a young (\S+) is called a (\S+) \.", r"een jonge? (\S+) heet een (\S+) \."),
    "class": (r"the (\S+) is an? (\S+) \.", r"(?:de|het) (\S+) is een (\S+) \."),
    "legs": (r"how many legs does an? (\S+) have \? (\S+) \.", r"hoeveel poten heeft een (\S+) \? (\S+) \."),
    "colour": (r"(.+) is (\S+) \.", r"(.+) is (\S+) \."),
    "opposite": (
        r"the opposite of (\S+) is (\S+) \.",
        r"het tegenovergestelde van (\S+) is (\S+) \.",
    ),
    "day after": (r"after (\S+) comes (\S+) \.", r"na (\S+) komt (\S+) \."),
    "day before": (r"before (\S+) comes (\S+) \.", r"voor (\S+) komt (\S+) \."),
    "month after": (r"after (\S+) comes (\S+) \.", r"na (\S+) komt (\S+) \."),
    "month before": (r"before (\S+) comes (\S+) \.", r"voor (\S+) komt (\S+) \."),
    "sum": (r"(\S+ plus \S+) is (\S+) \.", r"(\S+ plus \S+) is (\S+) \."),
    "difference": (r"(\S+ minus \S+) is (\S+) \.", r"(\S+ min \S+) is (\S+) \."),
    "tool": (r"you use (.+) to (\S+) \.", r"(.+) gebruik je om te (\S+) \."),
}


def known():
    """All that should be told: for each kind, what it is about and its answer, English and Dutch."""
    told = {kind: {tuple(row) for row in TRUE[kind]["rows"]} for kind in FIRST if kind in TRUE}
    told["opposite"] |= {(b, a, d, c) for a, b, c, d in told["opposite"]}
    for period in ("day", "month"):
        order = TRUE[period]["order"]
        for place, (english, dutch) in enumerate(order):
            for name, (other, ander) in (
                ("after", order[(place + 1) % len(order)]),
                ("before", order[place - 1]),
            ):
                told.setdefault(f"{period} {name}", set()).add((english, other, dutch, ander))
    told["sum"], told["difference"] = set(), set()
    for one, (english, dutch) in enumerate(NUMBERS):
        for other, (more, meer) in enumerate(NUMBERS):
            if one + other <= 10:
                total, totaal = NUMBERS[one + other]
                told["sum"].add((f"{english} plus {more}", total, f"{dutch} plus {meer}", totaal))
            if one >= other:
                rest, over = NUMBERS[one - other]
                told["difference"].add((f"{english} minus {more}", rest, f"{dutch} min {meer}", over))
    return told


def read(fact):
    (about, answer), (over, antwoord) = (
        re.fullmatch(pattern, side).groups()
        for pattern, side in zip(FIRST[fact.kind], fact.phrasings[0], strict=True)
    )
    return about, answer, over, antwoord


@pytest.mark.parametrize("kind", FIRST)
def test_facts_are_what_other_sources_say(kind):
    told = [read(fact) for fact in facts() if fact.kind == kind]
    assert len(told) == len(set(told)), f"{kind}: a fact is told twice; look in {FOLDER}/facts.py"
    assert set(told) ^ known()[kind] == set(), (
        f"{kind}: {FOLDER} and tests/knobs/world_facts.toml differ; look which of them is right"
    )


def test_every_group_of_facts_names_a_source():
    assert {fact.kind for fact in facts()} == set(FIRST), "tests/knobs/test_world.py: read every kind of fact"
    assert all(group["sources"] for group in TRUE.values()), (
        "tests/knobs/world_facts.toml: where can one look?"
    )


def test_every_phrasing_says_the_same():
    """Each holds what the fact is about, and its answer, in both languages."""
    for fact in facts():
        about, answer, over, antwoord = read(fact)
        for phrasing in fact.phrasings:
            for sentence, needed in ((phrasing.en, (about, answer)), (phrasing.nl, (over, antwoord))):
                core = {word for side in needed for word in side.split()} - SMALL
                assert core <= set(sentence.split()), f"{sentence}: look in {FOLDER}/patterns.py"


SMALL = {"a", "an", "the", "een", "de", "het", "plus", "minus", "min"}  # not in every phrasing


def test_every_question_has_the_answer_of_its_fact():
    for fact in facts():
        _, answer, _, antwoord = read(fact)
        for index, question in questions(fact):
            assert question.answer == (answer, antwoord), f"{question}: look in {FOLDER}/patterns.py"
            for lang in LANGUAGES:
                text = f"{question.prompt.in_(lang)} {question.answer.in_(lang)} ."
                assert text == fact.phrasings[index].in_(lang), f"{text}: look in {FOLDER}/facts.py"


def test_there_are_many_facts_and_ways_to_ask():
    kinds = defaultdict(set)
    assert len(facts()) >= 350, f"{len(facts())} facts: look in {FOLDER}/truths.py"
    for fact in facts():
        asked = [index for index, _ in questions(fact)]
        kinds[fact.kind].add((len(fact.phrasings), *asked))
        assert len(fact.phrasings) >= 4 and len(asked) >= 3, f"{fact}: look in {FOLDER}/patterns.py"
        for lang in LANGUAGES:
            ways = [phrasing.in_(lang) for phrasing in fact.phrasings]
            assert len(set(ways)) == len(ways), f"{ways}: look in {FOLDER}/patterns.py"
    assert all(len(shapes) == 1 for shapes in kinds.values()), (
        f"one kind, one set of patterns: {FOLDER}/facts.py"
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_prompt_has_two_answers(lang):
    """Neither among the questions nor in any text that begins like one of them."""
    answers = {}
    for fact in facts():
        for _, question in questions(fact):
            answers.setdefault(question.prompt.in_(lang), set()).add(question.answer.in_(lang))
    texts = [phrasing.in_(lang) for fact in facts() for phrasing in fact.phrasings]
    for text in texts + [tale.text.in_(lang) for tale in tales()]:
        said = text.split()
        for cut in range(1, len(said)):
            prompt = " ".join(said[:cut])
            if prompt in answers:
                answers[prompt].add(said[cut])
    double = {prompt: found for prompt, found in answers.items() if len(found) > 1}
    assert not double, f"two answers: look in {FOLDER}/patterns.py and truths.py"


def test_there_are_864_words():
    """With <end>, <en> and <nl> a vocabulary of 867, which makes the model one of 258,083 parameters."""
    assert len(words()) == 864 and list(words()) == sorted(set(words())), (
        f"{len(words())} words: add or take away some in {FOLDER}/lexicon.py or truths.py"
    )
    assert not {"<end>", "<en>", "<nl>"} & set(words()), f"look in {FOLDER}/vocabulary.py"


def test_the_words_are_those_of_the_texts():
    used = {
        word
        for texts in (
            (phrasing for fact in facts() for phrasing in fact.phrasings),
            (tale.text for tale in tales(40_000)),
        )
        for text in texts
        for side in text
        for word in side.split()
    }
    assert used - set(words()) == set(), f"words() misses these: look in {FOLDER}/vocabulary.py"
    assert set(words()) - used == set(), f"nothing says these: take them out of {FOLDER}/lexicon.py"


def test_every_text_fits_in_the_memory_of_the_model():
    """63 tokens: a word for the language, the text, and <end>."""
    texts = [phrasing for fact in facts() for phrasing in fact.phrasings] + [
        tale.whole for tale in tales(40_000)
    ]
    longest = max((side for text in texts for side in text), key=lambda side: len(side.split()))
    assert 1 + len(longest.split()) + 1 <= 63, f"{longest}: look in {FOLDER}/tale.py and tracking.py"


def test_texts_are_written_as_tokens():
    """One space between tokens, no capital but in names, a full stop at the end."""
    texts = [phrasing for fact in facts() for phrasing in fact.phrasings] + [tale.text for tale in tales()]
    for side in (side for text in texts for side in text):
        assert side.endswith(" .") and "  " not in side, f"{side}: look in {FOLDER}/sentences.py"
    for word in words():
        assert re.fullmatch(r"[.,:?]|’s|(’s-)?\w+(-\w+)?", word), f"{word}: look in {FOLDER}/sentences.py"
        assert word == word.lower() or word in NAMES or word in CALENDAR or word in PLACES, (
            f"{word}: no capital at the start of a sentence; look in {FOLDER}/sentences.py and patterns.py"
        )


CALENDAR = {english for period in ("day", "month") for english, _ in TRUE[period]["order"]}
PLACES = {
    word for kind in ("capital", "province") for row in TRUE[kind]["rows"] for word in " ".join(row).split()
}


def test_stories_depend_on_their_random_numbers_alone():
    assert [story(Random(7)) for _ in range(3)] == [story(Random(7))] * 3, f"look in {FOLDER}/tale.py"
    for kind in KINDS:
        assert story(Random(1), kind).kind == kind, f"look in {FOLDER}/stories.py"
    program = (
        "from random import Random\n"
        "from knobs import world\n"
        "assert not world.facts.cache_info().currsize and not world.words.cache_info().currsize\n"
        "rng = Random(3)\n"
        "print(*(world.story(rng) for _ in range(100)), world.facts(), world.words())"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONPATH": "site_src", "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=True,
            cwd=Path(__file__).parents[2],
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1, f"the order of a set or a hash plays a part: look in {FOLDER}"


def test_where_is_at_least_a_quarter():
    share = Counter(tale.kind for tale in tales(40_000))
    for kind, weight in zip(KINDS, WEIGHTS, strict=True):
        assert share[kind] / 40_000 == pytest.approx(weight / 100, abs=0.01), f"look in {FOLDER}/stories.py"
    assert WEIGHTS[KINDS.index("where")] >= 25 and sum(WEIGHTS) == 100, f"look in {FOLDER}/stories.py"


def test_hardly_a_story_is_told_twice():
    assert len({tale.text for tale in tales(40_000)}) > 39_000, (
        f"too few stories: look in {FOLDER}/tracking.py"
    )


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("denn_haag", "Den_Haag"),
        ("anna", "Anna"),
        ("kitchn", "kitchen"),
        ("AMSTERDAM", "Amsterdam"),
        ("koeh", "koe"),
    ],
)
def test_a_misspelled_word_finds_its_neighbours(written, meant):
    found = nearest(written, words())
    assert found[0] == meant and len(found) <= 3, f"{found}: look in {FOLDER}/vocabulary.py"
    assert nearest("qqqqq", words()) == [], f"look in {FOLDER}/vocabulary.py"
