"""Finding knobs: the gradient is the slope of what it is asked about, a sweep puts the number back, ways are told in order."""

import json
import math

import pytest
import torch
from knobs.pocket import Config, Place
from knobs.pocket.worth import knobs
from knobs.text import LANGUAGES
from workshop.find_knobs import (
    CLEAR,
    KEPT,
    REACH,
    SPARED,
    Cell,
    Knob,
    Lead,
    as_json,
    change,
    full_name,
    promising,
    spared,
    sweep,
    varied,
    ways,
)
from workshop.model import Pocket

FILE = "look in site_src/workshop/find_knobs.py"
WORDS = [1, 5, 9, 3]


@pytest.fixture
def model():
    torch.manual_seed(1)
    model = Pocket(Config(vocabulary=867, width=8, layers=1, heads=2, feed_forward=6))
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=0.4)
    return model


def kept(model):
    return {name: tensor.clone() for name, tensor in model.tensors().items()}


def same(before, after):
    return all(torch.equal(before[name], after[name]) for name in before)


def test_it_asks_the_gradient_of_every_matrix(model):
    """Of the cells of a matrix, the one that is found has the steepest slope, measured by turning it a little."""
    cells = list(promising(model, WORDS))
    assert {cell.name for cell in cells} == set(model.config.shapes), FILE
    with torch.no_grad():
        leader, rival = model(torch.tensor([WORDS]))[0, -1].topk(2).indices.tolist()

        def gap():
            logits = model(torch.tensor([WORDS]))[0, -1]
            return (logits[rival] - logits[leader]).item()

        def slope(cell, step=0.01):
            change(model, cell, step)
            above = gap()
            change(model, cell, -2 * step)
            below = gap()
            change(model, cell, step)
            return abs(above - below) / (2 * step)

        first = next(cell for cell in cells if cell.name == "blocks.0.down")  # for the first rival
        every = [Cell("blocks.0.down", row, column) for row in range(8) for column in range(6)]
        assert slope(first) == pytest.approx(max(map(slope, every)), rel=1e-2), FILE


def test_a_sweep_puts_the_number_back_and_finds_who_leads(model):
    before, cell = kept(model), Cell("word_bias", 0, 700)
    leads = sweep(model, WORDS, Cell("word_bias", 0, 700))
    assert same(before, kept(model)), FILE
    with torch.no_grad():
        logits = model(torch.tensor([WORDS]))[0, -1]
    for turn, lead in leads.items():
        raised = logits.clone()
        raised[cell.column] += turn
        assert lead.word == int(raised.argmax()), FILE
        assert lead.share == pytest.approx(raised.softmax(-1).max().item(), rel=1e-4), FILE
    assert min(leads) == -REACH and max(leads) == REACH and 0.0 in leads, FILE


def test_sparing_puts_the_number_back(model):
    before = kept(model)
    shares = spared(model, Cell("word_bias", 0, 700), 3.0)
    assert same(before, kept(model)), FILE
    assert list(shares) == list(LANGUAGES) and all(0 <= share <= 1 for share in shares.values()), FILE


def test_ways_go_from_the_middle_to_both_ends():
    words = {-2.0: 7, -1.0: 5, 0.0: 5, 1.0: 6, 2.0: 8}
    clear = {turn: Lead(word, 0.9) for turn, word in words.items()}
    assert list(ways(clear)) == [(1.0, (5, 6)), (2.0, (5, 6, 8)), (-2.0, (5, 7))], FILE
    close = clear | {0.0: Lead(5, 0.1), 1.0: Lead(6, CLEAR - 0.01)}
    assert list(ways(close)) == [(2.0, (5, 8)), (-2.0, (5, 7))], f"{FILE}: a lead by a hair counts"


def test_those_that_are_kept_are_of_several_kinds_and_prompts():
    found = [
        Knob(f"prompt {n % 3}", "en", Cell(f"blocks.{n % 4}.{kind}", 0, n), 1.0, ("a", f"b{n % 5}"), {})
        for n in range(12)
        for kind in ("down", "down", "up", "value", "key", "query")
    ]
    chosen = varied(found)
    assert len(chosen) == KEPT and chosen[0] == found[0], FILE
    assert len({knob.cell.name.split(".")[-1] for knob in chosen}) == KEPT, FILE
    assert len({(knob.prompt, knob.words) for knob in chosen}) == KEPT, f"{FILE}: two knobs do the same"


def test_of_one_kind_a_few_are_kept_too():
    found = [Knob(f"prompt {n}", "en", Cell("word_bias", 0, n), 1.0, ("a", "b"), {}) for n in range(3)]
    assert varied([*found, found[0]]) == found, FILE


def test_what_is_written_is_what_the_page_reads():
    knob = Knob(
        "Anna is", "nl", Cell("blocks.0.up_bias", 0, 3), -1.25, ("blij", "moe"), {"en": 1.0, "nl": 0.9}
    )
    (row,) = json.loads(as_json([knob]))
    assert Place(**row["cell"]) == Place(*knob.cell) and tuple(row["words"]) == knob.words, FILE
    assert row["turn"] == -1.25 and as_json([knob, knob]).count("\n{") == 2, FILE


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_knobs_of_the_page_turn_an_answer(lang):
    mine = [knob for knob in knobs() if knob.lang == lang]
    assert 1 <= len(mine) <= KEPT, FILE
    for knob in mine:
        assert len(set(knob.words)) > 1 and 0 < abs(knob.turn) <= REACH and math.isfinite(SPARED), FILE


def test_a_matrix_has_the_name_that_torch_gives_it(model):
    for name, tensor in model.tensors().items():
        assert torch.equal(model.get_parameter(full_name(name)), tensor), FILE
