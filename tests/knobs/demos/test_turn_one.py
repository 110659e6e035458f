"""Turn one: what the picture says is what torch computes with that one number changed; and the first page says what is so."""

import html
import json
import re
from functools import cache
from random import Random

import pytest
from knobs import demo
from knobs.demos.turn_one import SUM, scene, turned
from knobs.pocket import load
from knobs.pocket.heard import TOKENIZER, WEIGHTS, WORDS, leader
from knobs.text import LANGUAGES, number

from tests.knobs.pocket.torch_pocket import logits, tensors

FILE = "look in site_src/knobs/demos/turn_one.py"
PAGE = "look at docs/en/index.md, and at the Dutch one"
DIAL = [stop / 20 for stop in range(-60, 61)]
each_language = pytest.mark.parametrize("lang", LANGUAGES)


def in_torch(lang, turn):
    """How probable each word is after the sum, from weights of its own."""
    changed = tensors(load().model.weights)
    place = WEIGHTS.where(scene(lang).cell)
    changed[place.name][place.row, place.column] += turn
    return logits(changed, WEIGHTS.config, TOKENIZER.encode(SUM[lang], lang))[-1].softmax(0).tolist()


@cache
def leading(lang, turn):
    """The number of the word that the model goes on with."""
    found = scene(lang)
    return leader(turned(found.prompt, found.cell, turn).spread)


def led(lang, turn):
    return WORDS[leading(lang, turn)][lang]


@each_language
@pytest.mark.parametrize("turn", [-3, -1.4, 0, 0.85, 2.5])
def test_word_and_bars_are_torchs(lang, turn):
    drawn = demo.run("turn-one", lang, json.dumps({"turn": turn}))
    spread = in_torch(lang, turn)
    rows = re.findall(r'k-bars__name">([^<]+)<.*?class="k-val">([^<]+)<', drawn)
    assert [name for name, _ in rows] == [WORDS[word][lang] for word in scene(lang).words], FILE
    for word, (_, told) in zip(scene(lang).words, rows, strict=True):
        assert float(told.rstrip("%").replace(",", ".")) == pytest.approx(100 * spread[word], abs=0.06), FILE
    likeliest = WORDS[max(range(len(spread)), key=spread.__getitem__)][lang]
    (said,) = re.findall(r'k-goes-on__word"><span class="k-role k-output">([^<]+)<', drawn)
    assert html.unescape(said) == likeliest, FILE
    weight = load().model.weights.get(scene(lang).cell) + turn
    assert f"<b>{number(weight, lang, 2)}</b>" in drawn, FILE


@each_language
def test_whatever_leads_has_a_bar(lang):
    """Anywhere on the dial, not only at the stops at which the bars are chosen."""
    for turn in DIAL:
        assert leading(lang, turn) in scene(lang).words, f"{lang}, {turn}: {FILE}"


@each_language
def test_the_model_is_as_it_was(lang):
    before = load().model.weights.matrices
    demo.run("turn-one", lang, '{"turn": -3}')
    assert WEIGHTS.matrices == before, FILE


def test_the_first_page_says_what_happens():
    """Ten minus three is seven, until the number of “ten” is turned too far: to the left in English, both ways in Dutch."""
    english, dutch = ([led(lang, turn) for turn in DIAL] for lang in LANGUAGES)
    for lang, words, seven in (("en", english, "seven"), ("nl", dutch, "zeven")):
        assert led(lang, 0) == seven and words[0] != seven, PAGE
        name, row, _ = WEIGHTS.where(scene(lang).cell)
        assert name == "embedding" and TOKENIZER.words[row] == SUM[lang].split()[0], (
            f"{PAGE}: its idea of ten"
        )
    assert list(dict.fromkeys(english)) == ["legs", "four", "five", "six", "seven"], PAGE
    assert list(dict.fromkeys(dutch)) == ["nul", "acht", "zeven", "zes", "vijf"], PAGE


@each_language
def test_most_numbers_do_far_less_by_themselves(lang):
    random, found = Random(1), scene(lang)
    cells = [random.randrange(len(WEIGHTS)) for _ in range(60)]
    start = led(lang, 0)
    kept = [
        WORDS[leader(turned(found.prompt, cell, by).spread)][lang] == start
        for cell in cells
        for by in (-2.5, 2.5)
    ]
    assert sum(kept) > 0.9 * len(kept), PAGE
