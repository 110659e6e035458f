"""Fewer bits: what is drawn is what a model that torch rounded says, and the record is that of these weights."""

import json
import re

import pytest
from knobs import demo
from knobs.demos.bits import MOST, bits, rounded
from knobs.pocket import Model, Weights, load
from knobs.pocket.measured import measured
from knobs.pocket.quantize import BITS, size
from knobs.pocket.side_by_side import MOST as READ
from knobs.pocket.side_by_side import NAMES, PROMPTS, base, likeliest
from knobs.text import LANGUAGES, number

from tests.knobs.demos.pocket_pictures import bars, columns, fingerprint, sentences, shift, spread, written
from tests.knobs.pocket.test_quantize import torch_rounded

FILE = "look in site_src/knobs/demos/bits.py"
AGAIN = "run python -m workshop.probes site_src/knobs/pocket/weights pocket"


def drawn(lang, **form):
    return demo.run("bits", lang, json.dumps(form))


def by_torch(many):
    """The weights that are loaded, rounded by torch."""
    weights = load().model.weights
    shapes = weights.config.shapes
    return Weights(
        weights.config,
        {
            name: [torch_rounded(row, many).tolist() for row in table] if len(shapes[name]) == 2 else table
            for name, table in weights.matrices.items()
        },
    )


@pytest.mark.parametrize(("many", "prompt"), [(8, "capital"), (4, "cow"), (3, "capital"), (1, "has")])
def test_bars_and_sentences_are_torchs(many, prompt):
    weights, tokenizer = by_torch(many), base().tokenizer
    before = load().model.weights
    for lang in LANGUAGES:
        column = columns(drawn(lang, bits=many, prompt=prompt))[0]
        words = tokenizer.encode(PROMPTS[prompt][lang], lang)
        assert sentences(column) == [written(one, words, READ) for one in (before, weights)], FILE
        was, now = spread(before, words), spread(weights, words)
        *rows, (_, rest) = bars(column)
        numbers = [tokenizer.words.index(name.replace(" ", "_")) for name, _ in rows]
        assert [told for _, told in rows] == [shift(was[word], now[word], lang) for word in numbers], FILE
        assert now.index(max(now)) in numbers and was.index(max(was)) == numbers[0], FILE
        others = (abs(1 - sum(one[word] for word in numbers)) for one in (was, now))
        assert rest == shift(*others, lang), FILE


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_readers_own_language_comes_first(lang):
    first, second = columns(drawn(lang))
    other = "nl" if lang == "en" else "en"
    assert NAMES[lang][lang] in first and NAMES[other][lang] in second, FILE
    assert f'lang="{other}"' in second and f'lang="{other}"' not in first, FILE


def test_eight_bits_are_the_model_that_is_loaded():
    assert rounded(MOST).matrices == load().model.weights.matrices, FILE
    for column in columns(drawn("en", bits=8)):
        assert len(set(sentences(column))) == 1, FILE


def test_the_model_that_is_loaded_stays_as_it_was():
    before = load().model.weights.matrices
    for many in BITS:
        drawn("nl", bits=many)
    assert base().model.weights.matrices == before == load().model.weights.matrices, FILE


@pytest.mark.parametrize("many", BITS)
def test_what_was_measured_is_shown(many):
    record, page = measured("bits"), drawn("nl", bits=many)
    at = record["bits"].index(many)
    assert f"<b>{number(record['bytes'][at], 'nl')}</b>" in page, FILE
    assert record["bytes"][at] == size(base().model.config, many), AGAIN
    for lang in LANGUAGES:
        assert f"<b>{number(record[lang]['loss'][at], 'nl', 2)}</b>" in page, FILE
        right = 100 * record[lang]["facts"][at] / record[lang]["asked"]
        assert f"<b>{number(right, 'nl')}%</b>" in page, FILE
    known = [fact for fact in record["nl"]["followed"] if many in fact["right at"]]
    listed = page.partition('class="k-lights"')[2].partition('class="k-lights__row"')
    assert listed[0].count('class="k-light"') == listed[0].count("k-lit") == len(known), FILE
    assert listed[0].count("k-light--off") == len(record["nl"]["followed"]) - len(known), FILE
    english = sum(many in fact["right at"] for fact in record["en"]["followed"])
    assert listed[2].count("k-lit") == english, FILE
    assert f"zijn er {english} goed in het Engels en {len(known)} in het Nederlands" in page, FILE


def test_the_first_fact_to_go_is_the_last_of_the_list():
    page = drawn("en", bits=1)
    behind = [int(found) for found in re.findall(r'k-light__since">.*?</span> (\d) bits?<', page)]
    assert behind == sorted(behind) and behind, FILE


def test_the_record_is_of_these_weights():
    """And plain Python answers as torch did."""
    record, tokenizer = measured("bits"), base().tokenizer
    assert record["weights"] == fingerprint(), AGAIN
    for lang in LANGUAGES:
        for many in (MOST, 4, 3):
            model = Model(rounded(many))
            for fact in record[lang]["followed"][::5]:
                words = tokenizer.encode(fact["fact"], lang)
                says = likeliest(model.read(words[:-1])) == words[-1]
                assert says == (many in fact["right at"]), f"{fact['fact']} at {many} bits: {AGAIN}"


def test_the_page_says_what_was_measured():
    """Facts go before sentences, nothing much happens at first, and at 2 bits nothing is left."""
    record = measured("bits")
    for lang in LANGUAGES:
        loss = dict(zip(record["bits"], record[lang]["loss"], strict=True))
        right = dict(zip(record["bits"], record[lang]["facts"], strict=True))
        assert loss[6] - loss[8] < 0.05 and right[6] > 0.97 * right[8], (
            "read docs/*/pocket-model.md#bits again"
        )
        assert right[3] < 0.8 * right[8] and right[2] < 0.05 * right[8], (
            "read docs/*/pocket-model.md#bits again"
        )
        assert loss[3] > 1.2 * loss[8] and loss[2] > 3 * loss[8], "read docs/*/pocket-model.md#bits again"
        lost = {bits: 1 - facts / record[lang]["asked"] for bits, facts in right.items()}
        told = f"the facts that are lost, in {lang}: read docs/*/pocket-model.md#bits again"
        assert lost[6] == 0 < lost[5] < 0.005 and round(lost[4], 2) == 0.02 and 0.3 < lost[3] < 0.36, told
        squares = [set(fact["right at"]) for fact in record[lang]["followed"]]
        assert all(4 in bits for bits in squares) and not all(3 in bits for bits in squares), told


def test_its_controls():
    assert list(bits.controls) == ["bits", "prompt"], FILE
    assert bits.controls["bits"].trials()[::2] == (1, 8), FILE
