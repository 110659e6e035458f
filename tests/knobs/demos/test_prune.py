"""Weights set to 0: what is drawn is what torch says without them, the record is of these weights, and the page is right."""

import json
import re

import pytest
import torch
from knobs import demo
from knobs.demos.prune import COLUMNS, KINDS, MOST, ROWS, STEP, pruned, pruning, said
from knobs.pocket import load, probabilities
from knobs.pocket.measured import measured
from knobs.pocket.pruned import bytes_without_zeros, zeros
from knobs.pocket.quantize import size
from knobs.pocket.side_by_side import MOST as READ
from knobs.pocket.side_by_side import PROMPTS, base
from knobs.text import LANGUAGES, number

from tests.knobs.demos.pocket_pictures import bars, columns, fingerprint, sentences, shift, spread, written

FILE = "look in site_src/knobs/demos/prune.py"
AGAIN = "run python -m workshop.probes site_src/knobs/pocket/weights pocket prune"
READ_AGAIN = "read docs/*/beyond-scale.md#prune again"


def drawn(lang, **form):
    return demo.run("prune", lang, json.dumps(form))


def by_torch(kind, share):
    """The weights that are loaded, without what torch finds the smallest."""
    weights = load().model.weights
    found = {name: torch.tensor(weights[name], dtype=torch.float64) for name in pruning().names}
    each = torch.cat([one.abs().flatten() for one in found.values()])
    for name, matrix in found.items():
        sizes = matrix.abs().flatten() if kind == "matrix" else each
        cut = sizes.kthvalue(round(share * len(sizes) / 100)).values
        for row, numbers in enumerate(torch.where(matrix.abs() <= cut, 0.0, matrix).tolist()):
            weights.tensors[name][row] = numbers
    return weights


@pytest.mark.parametrize(("kind", "share", "prompt"), [("matrix", 60, "capital"), ("all", 40, "cow")])
def test_bars_and_sentences_are_torchs(kind, share, prompt, lang):
    tokenizer, after, before = base().tokenizer, by_torch(kind, share), load().model.weights
    column = columns(drawn(lang, kind=kind, share=share, prompt=prompt))[0]
    words = tokenizer.encode(PROMPTS[prompt][lang], lang)
    assert sentences(column) == [written(one, words, READ) for one in (before, after)], FILE
    was, now = spread(before, words), spread(after, words)
    *rows, _ = bars(column)
    numbers = [tokenizer.words.index(name.replace(" ", "_")) for name, _ in rows]
    assert [told for _, told in rows] == [shift(was[word], now[word], lang) for word in numbers], FILE


@pytest.mark.parametrize("kind", KINDS)
def test_with_nothing_gone_it_is_the_model(kind):
    words = base().tokenizer.encode(PROMPTS["capital"]["nl"], "nl")
    assert said(kind, 0, "capital", "nl").spread == probabilities(load().model.read(words)), FILE


def test_the_model_that_is_loaded_stays_as_it_was():
    before = load().model.weights.matrices
    for kind in KINDS:
        drawn("nl", kind=kind, share=MOST)
    assert base().model.weights.matrices == before == load().model.weights.matrices, FILE


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("share", [0, 30, 95])
def test_what_was_measured_is_shown(kind, share, lang):
    record, page = measured("prune"), drawn(lang, kind=kind, share=share)
    at = record["shares"].index(share)
    for tongue in LANGUAGES:
        found = record[kind][tongue]
        assert f"<b>{number(found['loss'][at], lang, 2)}</b>" in page, FILE
        assert f"<b>{number(100 * found['facts'][at] / found['asked'], lang)}%</b>" in page, FILE
    none = zeros(pruned(kind, share), pruning().names)
    assert f"<b>{number(none, lang)}</b>" in page and number(record["numbers"], lang) in page, FILE


def test_a_number_that_is_0_has_no_square():
    """And of a neuron that is gone the whole row."""
    corner = torch.tensor(load().model.weights["blocks.0.up"])[:ROWS, :COLUMNS]
    top = torch.tensor(load().model.weights["blocks.0.up"])[:ROWS].abs().max()
    for share in (0, 50, 95):
        cut = torch.tensor(load().model.weights["blocks.0.up"]).abs().flatten().sort().values
        cut = cut[round(share * len(cut) / 100) - 1] if share else -1
        seen = (corner.abs() > cut) & ((7 * (corner.abs() / top).sqrt()).round() >= 1)
        page = drawn("en", kind="matrix", share=share)
        squares = [
            d for kind, d in re.findall(r'class="(k-cell[^"]*)" d="([^"]*)"', page) if "hole" not in kind
        ]
        assert sum(d.count("M") for d in squares) == seen.sum(), FILE
    rows = set(re.findall(r"M\d+\.5 (\d+)\.5h0", drawn("en", kind="neurons", share=50)))
    assert 0 < len(rows) < ROWS, FILE


def test_the_record_is_of_these_weights():
    record = measured("prune")
    assert record["weights"] == fingerprint(), AGAIN
    assert record["shares"] == list(range(0, MOST + 1, STEP)) and record["numbers"] == pruning().numbers, (
        AGAIN
    )


def test_the_page_says_what_was_measured():
    """A fifth costs nothing; beyond half it goes fast; whole neurons cost more facts than as many loose weights."""
    record = measured("prune")
    asked = sum(record["matrix"][lang]["asked"] for lang in LANGUAGES)
    left = {
        kind: {
            share: sum(record[kind][lang]["facts"][place] for lang in LANGUAGES) / asked
            for place, share in enumerate(record["shares"])
        }
        for kind in KINDS
    }
    loose, neurons = left["matrix"], left["neurons"]
    assert loose[20] == 1 and 0.99 < loose[30] < 1 and 0.7 < loose[50] < 0.78, READ_AGAIN
    assert 0.22 < loose[60] < 0.28 and 0 < loose[70] < 0.05, READ_AGAIN
    assert 0.5 < neurons[60] < 0.6 and round(100 * (1 - loose[40])) == 3, READ_AGAIN
    assert all(neurons[share] < loose[share] for share in (15, 20, 30, 40)), READ_AGAIN
    gone = pruning().neurons_gone(60) * 4 * 2 * 64
    assert round(100 * gone / pruning().numbers) == 40, READ_AGAIN
    few, all_of_it = (
        bytes_without_zeros(base().model.config, pruning().numbers, none) for none in (0, pruning().numbers)
    )
    assert all_of_it < size(base().model.config, 8) < few, READ_AGAIN
