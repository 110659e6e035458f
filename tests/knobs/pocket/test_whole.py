"""A model and its card in one file, and what is no such file."""

import json

import pytest
from knobs.pocket import Config, Model, WeightsError
from knobs.pocket.parameters import save
from knobs.pocket.safetensors import pack as pack_numbers
from knobs.pocket.safetensors import read, write
from knobs.pocket.whole import open_whole, pack

from .small import WORDS, card, random_weights

FILE = "look in site_src/knobs/pocket/whole.py"
ABOUT = card(losses=[3.0, 1.5])
WEIGHTS = random_weights(Config(**ABOUT["config"]))
TENSORS = read(save(WEIGHTS, eight_bits=False))


def test_a_model_from_its_file():
    more = {"means.embedding": pack_numbers([1.0, 2.0], "F32")}
    whole = open_whole(pack(ABOUT, {**TENSORS, **more}))
    assert whole.card.about == ABOUT and whole.tokenizer.words == WORDS, FILE
    assert whole.weights.matrices == WEIGHTS.matrices and set(whole.others) == set(more), FILE
    words = whole.tokenizer.encode("de hond", "nl")
    assert whole.model.read(words) == Model(WEIGHTS).read(words), FILE


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"no file", "kondigt een kop van"),
        (write(TENSORS), "zit geen kaart"),
        (write(TENSORS, {"card": "no card"}), "geen JSON-object"),
        (write(TENSORS, {"card": json.dumps({**ABOUT, "words": ["hond"]})}), "ontbreekt <end>"),
        (write(TENSORS, {"card": json.dumps({**ABOUT, "words": ["\ud800"]})}), "ontbreekt <end>"),
        (pack(ABOUT, {n: t for n, t in TENSORS.items() if n != "word_bias"}), "ontbreekt word_bias"),
        (pack(ABOUT, {**TENSORS, "word_bias": pack_numbers([1.0], "F32")}), "is word_bias 1"),
    ],
)
def test_what_does_not_fit_is_told_in_one_sentence(content, told):
    with pytest.raises(WeightsError) as refused:
        open_whole(content)
    assert told in refused.value.sentence["nl"] and refused.value.sentence["en"].isprintable(), FILE
