"""A model from its two files: the card, the weights, and what is wrong with them."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from knobs.pocket import Config, WeightsError, load, read_card

from tests.knobs.pocket.small import WORDS, card, put, random_weights

FILE = "look in site_src/knobs/pocket/__init__.py"
CARD = "look in site_src/knobs/pocket/card.py"
SIZES = card()["config"]


def test_a_model_from_its_files(tmp_path):
    pocket = load(folder=put(tmp_path, losses=[3.0, 1.5]))
    assert pocket.card.words == pocket.tokenizer.words == WORDS, FILE
    assert pocket.card.about["losses"] == [3.0, 1.5] and pocket.card.about["seed"] == 0, CARD
    assert pocket.tokenizer.context == 12 and pocket.model.config.slopes == (0.5, 0.0), FILE
    assert len(pocket.model.read(pocket.tokenizer.encode("de hond", "nl"))) == len(WORDS), FILE


def test_what_is_turned_in_one_model_stays_in_the_other(package):
    put(package)
    first = load().model
    (package / "pocket.safetensors").unlink()  # it is read once
    second = load().model
    before = second.read([1, 3])
    first.weights.set(first.weights.cell("word_bias", 0, 0), 99.0)
    assert second.read([1, 3]) == before == load().model.read([1, 3]) != first.read([1, 3]), FILE


def test_a_folder_is_read_each_time(tmp_path):
    config = Config(**SIZES)
    logits = [load(folder=put(tmp_path, random_weights(config, seed))).model.read([1]) for seed in (1, 2)]
    assert logits[0] != logits[1], FILE


@pytest.mark.parametrize("name", ["nowhere", "../pocket", "/etc/passwd", "", "a\nb"])
def test_a_model_that_is_not_there(name, lang, package, tmp_path):
    missing = {"en": "The weights are not here: ", "nl": "De gewichten zijn er niet: "}
    unopened = {"en": "nowhere.json cannot be opened: ", "nl": "nowhere.json is niet te openen: "}
    for folder, told in {None: missing, tmp_path: unopened if name == "nowhere" else missing}.items():
        with pytest.raises(WeightsError) as refused:
            load(name, folder)
        assert told[lang] in refused.value.sentence[lang] and refused.value.sentence[lang].isprintable(), FILE


def test_a_model_that_is_not_in_another_package(lang):
    with pytest.raises(WeightsError) as refused:
        load("nowhere", package="knobs.experts")
    assert "nowhere.json" in refused.value.sentence[lang], FILE
    assert "knobs/experts/weights" in refused.value.sentence[lang], FILE


WRONG = {
    "nothing": (b"", "is not a JSON object."),
    "half of it": (b'{"name":', "is not a JSON object."),
    "a list": (b"[]", "is not a JSON object."),
    "no text": (b"\xff", "is not a JSON object."),
    "deep": (b"[" * 100_000, "is not a JSON object."),
    "no name": (card(name=None), "lacks name, or has something else there"),
    "sizes that are a list": (card(config=[]), "lacks config,"),
    "words that are text": (card(words="the"), "lacks words,"),
    "an unknown size": (card(config=SIZES | {"depth": 3}), "has no size depth;"),
    "sizes that cannot be": (card(config=SIZES | {"heads": 3}), "has to be a multiple of its heads, 3."),
    "a word that is a number": (card(words=[*WORDS[:-1], 7]), f"Word {len(WORDS) - 1} on the card"),
    "an empty word": (card(words=["", *WORDS[1:]]), "Word 0 on the card of the model is not one word: ."),
    "two words": (card(words=["a b", *WORDS[1:]]), "Word 0 on the card of the model is not one word: a b."),
    "no end": (card(words=["a", *WORDS[1:]]), "lack <end>."),
    "no Dutch": (card(words=[word for word in WORDS if word != "<nl>"]), "lack <nl>."),
    "a word too few": (card(words=WORDS[:-1]), "its sizes ask for 38."),
    "a word twice": (card(words=[*WORDS[:-1], "pen"]), "has 38 words, of which 37 are different;"),
}


@pytest.mark.parametrize(("content", "said"), WRONG.values(), ids=WRONG)
def test_a_card_that_cannot_be_is_one_sentence(content, said):
    with pytest.raises(WeightsError) as refused:
        read_card(content if isinstance(content, bytes) else json.dumps(content).encode())
    assert said in refused.value.sentence.en and refused.value.sentence.nl.endswith("."), CARD


@given(st.binary() | st.dictionaries(st.text(), st.integers()).map(lambda read: json.dumps(read).encode()))
def test_whatever_a_card_holds_is_read_or_told(content):
    with pytest.raises(WeightsError):
        read_card(content)
