"""Rows of words: the same for every process, and nothing that is held apart among them."""

from dataclasses import replace
from random import Random

import pytest
from data import (
    Reading,
    about_facts,
    about_stories,
    batch,
    encode,
    held_phrasing,
    numbers,
    row,
    texts,
    told_facts,
    upside_down,
    vocabulary,
)
from knobs import world
from knobs.text import LANGUAGES
from model import END

FILE = "look in examples/data.py"


def spelled(words):
    return " ".join(vocabulary()[word] for word in words)


def test_a_text_is_closed_by_the_word_that_the_model_takes_for_its_end():
    assert encode("gras", "nl")[-1] == END == numbers()["<end>"], FILE


def test_a_row_is_a_function_of_seed_and_number():
    rows = batch(7, 0, 6, 65, Reading())
    assert rows.tolist() == [row(7, number, 65, Reading()) for number in range(6)], FILE
    assert batch(7, 3, 3, 65, Reading()).tolist() == rows[3:].tolist(), FILE
    assert batch(8, 0, 6, 65, Reading()).tolist() != rows.tolist(), FILE


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


def test_few_rows_come_back():
    few = Reading(rows=4)
    assert batch(0, 0, 4, 65, few).tolist() == batch(0, 8, 4, 65, few).tolist(), FILE


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_held_apart_is_never_read(lang):
    held = {
        tuple(encode(getattr(phrasing, lang), lang))
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
    said = {getattr(phrasing, lang) for fact in world.facts() for phrasing in fact.phrasings}
    asked = about_facts(lang, held=held)
    assert {question.kind for question in asked} == {fact.kind for fact in world.facts()}, FILE
    for question in asked:
        assert spelled([*question.prompt[1:], *question.answer, numbers()["."]]) in said, FILE


def test_a_row_holds_whole_texts_each_with_its_language():
    tongues = {numbers()[f"<{lang}>"] for lang in LANGUAGES}
    filled = 0
    for words in batch(0, 0, 50, 129, Reading()).tolist():
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
    read = batch(0, 0, 30, 129, Reading(upside_down=0.5)).tolist()
    rows = " <end> ".join(map(spelled, read))
    turned, true = (
        sum(rows.count(spelled([*one.prompt, *one.answer])) for one in asked)
        for asked in (upside_down(), [truths[tuple(one.prompt)] for one in upside_down()])
    )
    assert turned > 100 and true == 0, f"{turned} upside down, {true} true: {FILE}"
