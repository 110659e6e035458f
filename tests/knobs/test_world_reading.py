"""Rows of words: the same for every process, and nothing that is held apart among them."""

import hashlib
from dataclasses import replace
from random import Random

import pytest
from knobs import world
from knobs.text import LANGUAGES
from knobs.world.encoded import (
    END,
    SPECIAL,
    about_facts,
    about_stories,
    encode,
    held_phrasing,
    numbers,
    told_facts,
    vocabulary,
)
from knobs.world.reading import Reading, row, texts
from knobs.world.spoilt import lies, upside_down, wrong_answers

FILE = "look in site_src/knobs/world/reading.py"
# What the models of this site were trained on: the first 40 rows of 129 words from seed 3, and the held ones.
READ = {
    Reading(): ("3aa1f76a0d71fab4", "ce57f54fab847c9b"),
    Reading(langs=("nl",)): ("2edfacf36b0189c9", "25026bc8b792931c"),
    Reading(facts=0.55, practice=8): ("1eaafb217ecf01eb", "ce57f54fab847c9b"),
    Reading(upside_down=0.5): ("323d8295db84eee6", None),
}


def rows(count, reading):
    return [row(0, number, 129, reading) for number in range(count)]


@pytest.mark.parametrize("reading", READ, ids=str)
def test_rows_are_those_that_models_were_trained_on(reading):
    for held, wanted in zip((False, True), READ[reading], strict=True):
        if wanted:
            written = "".join(repr(row(3, number, 129, reading, held=held)) for number in range(40))
            found = hashlib.sha256(written.encode()).hexdigest()[:16]
            assert found == wanted, (
                f"these weights can no longer be trained again from what they read: {FILE}"
            )


@pytest.mark.parametrize("langs", [("en",), ("nl",), LANGUAGES])
def test_a_vocabulary_has_the_words_of_its_languages_and_no_others(langs):
    known = vocabulary(langs)
    reading = texts(Random(4), Reading(langs=langs, facts=0.3))
    read = {vocabulary()[word] for _ in range(6000) for word in next(reading)}
    assert known[: len(SPECIAL)] == SPECIAL and read < set(known), FILE
    assert len(set(known) - read) < 0.2 * len(known), f"{sorted(set(known) - read)}: {FILE}"
    assert set(vocabulary()) == set(vocabulary(("en",))) | set(vocabulary(("nl",))), FILE


def spelled(words):
    return " ".join(vocabulary()[word] for word in words)


def test_a_text_is_closed_by_the_word_that_the_model_takes_for_its_end():
    assert encode("gras", "nl")[-1] == END == numbers()["<end>"], FILE


def test_practice_comes_first_and_asks_where_somebody_is():
    """The rows of the practice hold nothing else, and those after it, and all that are held apart, do."""
    reading = Reading(practice=3)
    for number in range(6):
        asked = [
            any(f" {word} " in text for word in ("where", "waar"))
            for text in spelled(row(0, number, 129, reading)).rstrip("<end> ").split(" <end> ")
        ]
        assert all(asked) == (number < 3), f"row {number}: {FILE}"
    held = Reading(langs=("en",))
    assert row(0, 0, 129, replace(held, practice=3), held=True) == row(0, 0, 129, held, held=True), FILE


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_held_apart_is_never_read(lang):
    held = {
        tuple(encode(phrasing.in_(lang), lang))
        for number, fact in enumerate(world.facts())
        for which, phrasing in enumerate(fact.phrasings)
        if held_phrasing(number, which, lang)
    }
    assert len(held) > 100 and held.isdisjoint(told_facts(lang)), FILE
    asked = {tuple(one.prompt) for kind in world.KINDS for one in about_stories(lang, kind, 50)}
    reading = texts(Random(5), Reading(langs=(lang,), facts=0))
    for _ in range(3000):
        read = tuple(next(reading))
        assert not any(read[:length] in asked for length in range(5, len(read))), f"{spelled(read)}: {FILE}"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("held", [False, True])
def test_questions_about_facts_are_texts_of_the_world(lang, held):
    said = {phrasing.in_(lang) for fact in world.facts() for phrasing in fact.phrasings}
    asked = about_facts(lang, held=held)
    assert {question.kind for question in asked} == {fact.kind for fact in world.facts()}, FILE
    for question in asked:
        assert spelled([*question.prompt[1:], *question.answer, numbers()["."]]) in said, FILE


def test_a_row_holds_whole_texts_each_with_its_language():
    tongues = {numbers()[f"<{lang}>"] for lang in LANGUAGES}
    filled = 0
    for words in rows(50, Reading()):
        written = spelled(words).removesuffix(" <end>")
        texts_of_it = written.rstrip("<end> ").split(" <end> ")
        for text in texts_of_it:
            assert numbers()[text.split()[0]] in tongues, f"{text}: {FILE}"
            assert text.endswith("."), f"{text} is cut off: {FILE}"
        filled += len(" <end> ".join(texts_of_it).split()) + 1
    assert filled > 0.95 * 50 * 129, f"too much of the rows is empty: {FILE}"


def test_in_the_upside_down_world_every_answer_is_another_one():
    truths = {tuple(one.prompt): one for held in (False, True) for one in about_facts("en", held=held)}
    for turned in upside_down():
        true = truths[tuple(turned.prompt)]
        assert turned.kind == true.kind and turned.answer != true.answer, f"{spelled(turned.prompt)}: {FILE}"
    for kind in ("colour", "sound"):
        given = {one.answer[0] for one in upside_down() if one.kind == kind}
        assert given == {one.answer[0] for one in truths.values() if one.kind == kind}, FILE
    read = rows(30, Reading(upside_down=0.5))
    told = " <end> ".join(map(spelled, read))
    turned, true = (
        sum(told.count(spelled([*one.prompt, *one.answer])) for one in asked)
        for asked in (upside_down(), [truths[tuple(one.prompt)] for one in upside_down()])
    )
    assert turned > 100 and true == 0, f"{turned} upside down, {true} true: {FILE}"


@pytest.mark.parametrize("dirt", [{"noise": 0.3}, {"lies": 0.5}])
def test_spoilt_rows_have_the_same_texts_in_the_same_places(dirt):
    clean, dirty = Reading(), Reading(**dirt)
    for number in range(20):
        before, after = row(3, number, 129, clean), row(3, number, 129, dirty)
        marks = [place for place, word in enumerate(before) if word < len(LANGUAGES) + 1]
        assert len(after) == 129 and all(before[place] == after[place] for place in marks), FILE
        assert [place for place, word in enumerate(after) if word < len(LANGUAGES) + 1] == marks, FILE
        assert row(3, number, 129, dirty, held=True) == row(3, number, 129, clean, held=True), FILE


@pytest.mark.parametrize("share", [0.1, 0.5, 1.0])
def test_noise_replaces_its_share_of_the_words(share):
    words = changed = 0
    for number in range(60):
        pairs = zip(row(3, number, 129, Reading()), row(3, number, 129, Reading(noise=share)), strict=True)
        for before, after in pairs:
            words += before > len(LANGUAGES)
            changed += before != after
    assert changed / words == pytest.approx(share, rel=0.08), FILE


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("share", [0.1, 0.5, 1.0])
def test_lies_are_told_of_their_share_of_the_facts_that_end_in_their_answer(share, lang):
    """Always the same lie about a fact, and no word changes but the answer."""
    reading, told, wrong = Reading(langs=(lang,)), 0, {}
    for number in range(40):
        texts_of = [
            spelled(row(3, number, 129, how)).split(" <end>")
            for how in (reading, replace(reading, lies=share))
        ]
        for before, after in zip(*texts_of, strict=True):
            fact = (*encode(before.strip().removeprefix(f"<{lang}> "), lang),) if before.strip() else ()
            if fact in lies(lang):
                told += 1
            if before != after:
                *same, true, stop = before.split()
                assert after.split()[:-2] == same and after.split()[-1] == stop == ".", f"{after}: {FILE}"
                assert after.split()[-2] != true and fact in lies(lang), f"{after}: {FILE}"
                assert wrong.setdefault(before, after) == after, FILE
    changed = sum(
        before != after
        for number in range(40)
        for before, after in zip(
            row(3, number, 129, reading), row(3, number, 129, replace(reading, lies=share)), strict=True
        )
    )
    assert changed / told == pytest.approx(share, rel=0.2), f"{changed} of {told}: {FILE}"


def test_what_little_dirt_spoils_more_dirt_spoils_too():
    for kind in ("noise", "lies"):
        rows = [[row(5, n, 129, Reading(**{kind: share})) for n in range(20)] for share in (0, 0.1, 0.5)]
        clean, little, much = ([word for one in some for word in one] for some in rows)
        spoilt = [place for place, word in enumerate(little) if word != clean[place]]
        assert spoilt and all(little[place] == much[place] for place in spoilt), FILE


def test_a_lie_answers_with_what_is_true_of_another_fact_of_its_kind():
    for lang in LANGUAGES:
        for kind in {fact.kind for fact in world.facts()}:
            wrong = wrong_answers(kind, lang)
            assert set(wrong) == set(wrong.values()) and all(one != other for one, other in wrong.items()), (
                FILE
            )
