"""What routers go by, for small models of which it is known; and the record of the page, measured once more."""

from collections import Counter

import pytest
from knobs.experts import routes as record
from knobs.experts import twin
from knobs.pocket import Config, Model, Weights
from knobs.text import LANGUAGES
from knobs.world.encoded import Asked, encode, told_facts, vocabulary
from knobs.world.reading import Reading, row
from workshop.export import as_model
from workshop.model import END
from workshop.routes import SPELLED, TABLES, choices, foretold, goes, kinds, known, lot, routes

from tests.knobs.pocket.small import random_weights

FILE = "look in site_src/workshop/routes.py"
AGAIN = "run python -m workshop.routes site_src/knobs/experts/weights experts"
CONFIG = Config(
    vocabulary=len(vocabulary()), context=64, width=8, layers=2, heads=2, feed_forward=6, experts=2
)
STORIES = 2


@pytest.fixture(scope="module")
def read():
    """The words of the lot, in two halves: every other text."""
    texts = [known(*text) for text in lot(STORIES)]
    return [[word for text in half for word in text] for half in (texts[::2], texts[1::2])]


def test_kinds_of_words():
    by_hand = {"Anna": "name", "het": "article", "hij": "pronoun", "in": "preposition", "waar": "question", "?": "sign",
               "maar": "joining", "heeft": "verb", "barks": "verb", "mei": "time", "seven": "number", "oranje": "color",
               "Den_Haag": "place", "tuin": "place", "kikker": "animal", "muis": "animal", "potloden": "thing",
               "honger": "quality", "late": "quality"}  # fmt: skip
    assert {word: kinds()[word] for word in by_hand} == by_hand, FILE
    without_use = {
        "-",
        "grijze",
        "paarse",
    }  # a dash for an open cell, and colors that no thing of the world has
    assert set(kinds()) - set(vocabulary()) == without_use, FILE


def test_most_words_that_are_read_have_a_kind(read):
    counted = Counter(word.kind for half in read for word in half)
    assert counted["other"] < 0.25 * counted.total(), FILE
    assert set(counted) == {"other", *SPELLED, *TABLES}, FILE


def test_what_is_known_of_a_word():
    asked = Asked("where", encode("waar is Anna ?", "nl", closed=False), encode("Anna", "nl")[1:2])
    words = [vocabulary()[word.word] for word in known("nl", asked)]
    assert words == ["<nl>", "waar", "is", "Anna", "?", "Anna"], FILE
    kinds_of_them = ["other", "question", "verb", "name", "sign", "name"]
    assert [word.kind for word in known("nl", asked)] == kinds_of_them, FILE
    assert [word.place for word in known("nl", asked)] == [0, 1, 2, 3, 4, 5], FILE
    assert {(word.nothing, word.language, word.topic) for word in known("nl", asked)} == {
        (None, "nl", "where")
    }, FILE


def test_no_text_was_trained_on():
    """Stories as a training tells them, and those of the lot, have nothing in common."""
    told = {tuple(fact[:-1]) for lang in LANGUAGES for fact in told_facts(lang)}
    for number in range(200):
        rest = row(0, number, 129, Reading(facts=0))
        while END in rest:
            told.add(tuple(rest[: rest.index(END)]))
            rest = rest[rest.index(END) + 1 :]
    stop = vocabulary().index(".")
    for _, asked in lot(STORIES):
        assert (*asked.prompt, *asked.answer, stop) not in told, FILE


def test_foretold_by_hand():
    learned = [("is", 0), ("is", 0), ("is", 1), ("de", 1), ("in", 0)]
    counted = [("is", 0), ("is", 1), ("de", 1), ("de", 0), ("new", 0), ("new", 1)]
    assert foretold(learned, counted) == 0.5, (
        f"is: 1 of 2, de: 1 of 2, and the busiest expert, 0, 1 of 2; {FILE}"
    )
    assert foretold([(None, 1), (None, 1), (None, 0)], [(None, 1), (None, 0)]) == 0.5, FILE


def test_goes_by_hand():
    assert goes([("b", 0), ("a", 2), ("a", 0), ("a", 2), ("a", 2)], 3) == {
        "a": [0.25, 0, 0.75],
        "b": [1, 0, 0],
    }, FILE


def test_choices_are_those_of_plain_python():
    """Texts of several lengths, each by itself."""
    weights = random_weights(CONFIG, seed=3)
    texts = [[1, 40, 7], [2, 9, 300, 17, 5, 5], [1]]
    chosen, shares = choices(as_model(weights), texts)
    at = 0
    for text in texts:
        model = Model(weights)
        model.read(text)
        for layer in range(CONFIG.layers):
            assert chosen[layer, at : at + len(text)].tolist() == model.chosen[layer], FILE
            assert shares[layer, at : at + len(text)].tolist() == pytest.approx(model.shares[layer], abs=1e-5)
        at += len(text)
    assert chosen.shape == shares.shape == (CONFIG.layers, at), FILE


def going_by(name: str) -> Weights:
    """A model that adds nothing to what it reads, and whose routers tell an even number from an odd one.

    `embedding`: by the number of the word. `positions`: by the place.
    """
    matrices = {
        matrix: [[0.0] * shape[-1] for _ in range(shape[0] if len(shape) == 2 else 1)]
        for matrix, shape in CONFIG.shapes.items()
    }
    for number, vector in enumerate(matrices[name]):
        vector[number % 2] = 1.0
    for layer in range(CONFIG.layers):
        for expert, vector in enumerate(matrices[f"blocks.{layer}.router"]):
            vector[expert] = 1.0
    return Weights(CONFIG, matrices)


@pytest.mark.parametrize(("matrix", "asks"), {"embedding": "word", "positions": "place"}.items())
def test_a_router_is_found_out(matrix, asks, read):
    """Counted by hand: the expert is the remainder of what it goes by."""
    learned, counted = read
    for layer in routes(going_by(matrix), STORIES)["layers"]:
        told = layer["foretold"]
        met = {getattr(word, asks) for word in learned}
        sure = sum(getattr(word, asks) in met for word in counted) / len(counted)
        assert sure - 1e-4 <= told[asks] <= 1, FILE
        assert all(told[other] < told[asks] for other in told if other != asks), FILE
        for name, values in {"nothing": [None], "language": LANGUAGES}.items():
            right = 0
            for value in values:
                here, there = (
                    [getattr(word, asks) % 2 for word in half if getattr(word, name) == value]
                    for half in read
                )
                busiest = int(sum(here) > len(here) / 2)
                right += sum(expert == busiest for expert in there)
            assert told[name] == pytest.approx(right / len(counted), abs=1e-4), FILE
        for lang in LANGUAGES:
            every = [getattr(word, asks) % 2 for half in read for word in half if word.language == lang]
            odd = sum(every) / len(every)
            assert layer["goes"]["language"][lang] == pytest.approx([1 - odd, odd], abs=1e-4), FILE


def test_the_record_is_what_is_measured_now():
    again, kept = routes(twin().model.weights), record()
    assert again["words"] == kept["words"], AGAIN
    for now, then in zip(again["layers"], kept["layers"], strict=True):
        assert now["share"] == pytest.approx(then["share"], abs=0.002), AGAIN
        assert now["foretold"] == pytest.approx(then["foretold"], abs=0.002), AGAIN
        for kind, groups in now["goes"].items():
            assert groups.keys() == then["goes"][kind].keys(), AGAIN
            for name, shares in groups.items():
                assert shares == pytest.approx(then["goes"][kind][name], abs=0.02), f"{name}: {AGAIN}"
