"""Rows of words: the same for every process, and nothing that is held apart among them."""

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


def test_every_row_begins_a_text_and_names_its_language():
    tongues = {numbers()[f"<{lang}>"] for lang in LANGUAGES}
    for words in batch(0, 0, 50, 65, Reading()).tolist():
        starts = [0, *(place + 1 for place, word in enumerate(words[:-1]) if word == END)]
        assert {words[place] for place in starts} <= tongues, f"{spelled(words)}: {FILE}"
