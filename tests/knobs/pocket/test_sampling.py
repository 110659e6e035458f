"""Probabilities against torch, the temperature, and a draw that can be repeated."""

import math
from collections import Counter
from itertools import islice
from random import Random

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from knobs.pocket import Config, InputError, Model, draw, next_words, probabilities, write_on

from tests.knobs.pocket.small import random_weights

FILE = "look in site_src/knobs/pocket/sampling.py"
NUMBERS = st.floats(-1e300, 1e300) | st.floats(-30, 30)
LOGITS = st.lists(NUMBERS | st.just(-math.inf), min_size=1, max_size=20).filter(lambda z: max(z) > -math.inf)
CONFIG = Config(vocabulary=20, context=9, width=8, layers=1, heads=2, feed_forward=6)


@given(LOGITS, st.floats(0.01, 100))
def test_torch_finds_the_same_probabilities(logits, temperature):
    spread = probabilities(logits, temperature)
    highest = max(
        logits
    )  # 64 bits do not hold the highest divided by a small temperature; its distance they do
    expected = torch.softmax((torch.tensor(logits, dtype=torch.float64) - highest) / temperature, 0)
    assert spread == pytest.approx(expected.tolist(), abs=1e-12), FILE
    assert sum(spread) == pytest.approx(1), FILE


@given(LOGITS, st.integers(1, 25), st.floats(0.01, 100))
def test_top_k_keeps_the_most_probable(logits, top_k, temperature):
    spread, kept = probabilities(logits, temperature, top_k), min(top_k, len(logits))
    assert sum(spread) == pytest.approx(1) and len(spread) == len(logits), FILE
    assert len([share for share in spread if share]) <= kept, FILE
    lowest = sorted(logits, reverse=True)[kept - 1]
    assert all(logit >= lowest for logit, share in zip(logits, spread, strict=True) if share), FILE


def test_by_hand():
    logits = [0.0, math.log(2), math.log(5), -math.inf]
    assert probabilities(logits) == pytest.approx([1 / 8, 2 / 8, 5 / 8, 0]), FILE
    assert probabilities(logits, 0.5) == pytest.approx([1 / 30, 4 / 30, 25 / 30, 0]), FILE
    assert probabilities(logits, 1, 2) == pytest.approx([0, 2 / 7, 5 / 7, 0]), FILE
    assert probabilities(logits, 0) == [0, 0, 1, 0], FILE
    assert probabilities([1.0, 3.0, 3.0], 0) == [0, 1, 0], f"{FILE}: the first of equals"
    assert probabilities([1.0, 3.0, 3.0], 1, 1) == [0, 1, 0], f"{FILE}: the first of equals"
    assert probabilities([1e308, -1e308, 0.0], 5e-324) == [1, 0, 0], FILE


def test_next_words():
    logits = [0.0, math.log(2), math.log(5), math.log(2)]
    assert [word for word, _ in next_words(logits, 3)] == [2, 1, 3], FILE
    assert next_words(logits, 1)[0].probability == pytest.approx(0.5), FILE
    assert len(next_words(logits, 99)) == 4, FILE


def test_a_draw_follows_the_probabilities():
    random = Random(0)
    drawn = Counter(draw([0.5, 0.0, 0.2, 0.3], random) for _ in range(4000))
    assert drawn[1] == 0, FILE
    for word, share in {0: 0.5, 2: 0.2, 3: 0.3}.items():
        assert drawn[word] / 4000 == pytest.approx(share, abs=0.03), FILE


def written(model, **how):
    return list(write_on(model, [1, 2], end=0, **how))


def test_the_same_seed_writes_the_same_words():
    model = Model(random_weights(CONFIG))
    texts = [tuple(written(model, temperature=2.0, random=Random(seed))) for seed in (0, 0, 1, 2, 3)]
    assert texts[0] == texts[1] and len(set(texts)) > 2, FILE
    assert written(model, temperature=2.0) == list(texts[0]), f"{FILE}: without a seed, 0"


def test_the_most_probable_word_each_time():
    model, text = Model(random_weights(CONFIG)), [1, 2]
    for word in written(model):
        assert next_words(Model(model.weights).read(text), 1)[0].word == word, FILE
        text.append(word)
    assert written(model, temperature=5.0, top_k=1, random=Random(9)) == text[2:], FILE


def test_writing_ends_where_the_model_ends_it_or_can_read_no_more():
    weights = random_weights(CONFIG)
    biases = [-100.0] * 20
    biases[7] = 100.0
    weights.tensors["word_bias"][0] = biases
    assert written(Model(weights)) == [7] * 7, f"{FILE}: 2 words read and 7 written are the 9 that fit"
    assert list(write_on(Model(weights), [1] * 9, end=0)) == [], f"{FILE}: full"
    assert list(islice(write_on(Model(weights), [1], end=0), 3)) == [7, 7, 7], FILE
    weights.tensors["word_bias"][0] = [300.0, *biases[1:]]
    assert written(Model(weights)) == [], f"{FILE}: the word that ends a text is left out"


def test_what_cannot_be(lang):
    told = {
        "temperature": {
            "en": "The temperature is a number from 0 up, not {}.",
            "nl": "getal vanaf 0, niet {}.",
        },
        "top_k": {
            "en": "There is a choice of 1 word or more, not of {}.",
            "nl": "uit 1 woord of meer, niet uit {}.",
        },
        "logits": {
            "en": "its numbers grow beyond all bounds.",
            "nl": "de getallen groeien alle perken te buiten.",
        },
    }
    for name, values in {
        "temperature": (-0.1, math.nan, math.inf),
        "top_k": (0, -1),
        "logits": ([math.nan, 1.0], [1.0, math.nan], [math.inf, 1.0], [-math.inf]),
    }.items():
        for value in values:
            with pytest.raises(InputError) as refused:
                probabilities(**{"logits": [1.0], name: value})
            assert told[name][lang].format(value) in refused.value.sentence[lang], FILE
    with pytest.raises(InputError, match="1 word or more, not of 0"):
        next_words([1.0], 0)
