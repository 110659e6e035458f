"""Neurons off: what is drawn is what torch says without them, and with all of them on the model is what it was."""

import json
from itertools import pairwise
from statistics import median

import pytest
from knobs import demo
from knobs.demos.silence import COUNTS_SHOWN, KINDS, middle, said
from knobs.pocket import load, probabilities
from knobs.pocket.measured import measured
from knobs.pocket.side_by_side import MOST as READ
from knobs.pocket.side_by_side import PROMPTS, base
from knobs.text import LANGUAGES, number

from tests.knobs.demos.pocket_pictures import bars, columns, fingerprint, sentences, shift, spread, written

FILE = "look in site_src/knobs/demos/silence.py"
AGAIN = "run python -m workshop.probes site_src/knobs/pocket/weights pocket"


def drawn(lang, **form):
    return demo.run("silence", lang, json.dumps(form))


def off(kind, count):
    """By layer, as torch wants it."""
    neurons = measured("silence")["order"][kind][:count]
    wide = base().model.config.feed_forward
    return {layer: {n % wide for n in neurons if n // wide == layer} for layer in range(4)}


@pytest.mark.parametrize(("kind", "count"), [("nl", 200), ("en", 400), ("random", 25), ("nl", 0)])
def test_bars_and_sentences_are_torchs(kind, count, lang):
    weights, tokenizer = load().model.weights, base().tokenizer
    column = columns(drawn(lang, kind=kind, count=count, prompt="has"))[0]
    words = tokenizer.encode(PROMPTS["has"][lang], lang)
    silenced = off(kind, count)
    assert sentences(column) == [written(weights, words, READ), written(weights, words, READ, silenced)], FILE
    was, now = spread(weights, words), spread(weights, words, silenced)
    *rows, _ = bars(column)
    numbers = [tokenizer.words.index(name.replace(" ", "_")) for name, _ in rows]
    assert [told for _, told in rows] == [shift(was[word], now[word], lang) for word in numbers], FILE


def test_with_all_neurons_on_it_is_the_model():
    words = base().tokenizer.encode(PROMPTS["capital"]["nl"], "nl")
    assert said("nl", 0, "capital", "nl").spread == probabilities(load().model.read(words)), FILE
    assert (
        said("nl", 0, "capital", "nl") == said("en", 0, "capital", "nl") == said("random", 0, "capital", "nl")
    ), FILE


@pytest.mark.parametrize("kind", KINDS)
def test_an_order_has_each_neuron_once(kind):
    order = measured("silence")["order"][kind]
    assert len(order) == len(set(order)) == COUNTS_SHOWN[-1], AGAIN
    assert min(order) >= 0 and max(order) < measured("silence")["neurons"], AGAIN


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("count", [0, 200, 400])
def test_what_was_measured_is_shown(kind, count):
    record, page = measured("silence"), drawn("nl", kind=kind, count=count)
    at = record["counts"].index(count)
    for lang in LANGUAGES:
        draws = record[kind][lang]
        assert f"<b>{number(median(draw['loss'][at] for draw in draws), 'nl', 2)}</b>" in page, FILE
        right = median(100 * draw["facts"][at] / draw["asked"] for draw in draws)
        assert f"<b>{number(right, 'nl')}%</b>" in page, FILE
    assert page.count('class="k-stroke') == 4 * (1 if len(draws) == 1 else 1 + len(draws)) + 4, FILE


def test_the_middle_of_several_draws():
    draws = [{"loss": [1, 5], "facts": [4, 2], "asked": 4}, {"loss": [3, 6], "facts": [1, 2], "asked": 4}, {"loss": [2, 9], "facts": [2, 0], "asked": 4}]  # fmt: skip
    assert middle(draws) == ([2, 6], [0.5, 0.5]), FILE


def test_the_record_is_of_these_weights():
    assert measured("silence")["weights"] == fingerprint(), AGAIN
    assert measured("silence")["counts"] == list(COUNTS_SHOWN), AGAIN


def test_the_page_says_what_was_measured():
    """Each language needs its own neurons most; those at random hurt both about alike."""
    record, told = measured("silence"), "read docs/*/pocket-model.md#silence again"
    at = record["counts"].index(400)
    rise = {
        kind: {
            lang: middle(record[kind][lang])[0][at] - middle(record[kind][lang])[0][0] for lang in LANGUAGES
        }
        for kind in KINDS
    }
    assert rise["nl"]["nl"] > 2 * rise["nl"]["en"], told
    assert rise["en"]["en"] > 2 * rise["en"]["nl"], told
    losses = middle(record["nl"]["nl"])[0]
    assert max(b - a for a, b in pairwise(losses)) < 0.4 * rise["nl"]["nl"], told  # no step: bit by bit
    assert 0.5 < rise["random"]["nl"] / rise["random"]["en"] < 2, told
    assert rise["random"]["nl"] < rise["nl"]["nl"] and rise["random"]["en"] > rise["nl"]["en"], told
