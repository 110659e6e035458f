"""The ladder: every number that is shown stands at its place on the scale, and nothing stands there unsourced."""

import re
from math import log10

import pytest
from knobs.figures import FIGURES
from knobs.ladder import RUNGS, STEP, STEPS, ladder, rail
from knobs.models import models
from knobs.text import LANGUAGES, number

FILE = "look in site_src/knobs/ladder.py"
COUNTS = sorted(rung.count for rung in RUNGS)


def test_it_begins_with_a_line_and_ends_with_the_largest_model():
    assert COUNTS[0] == 2 and COUNTS[-1] == max(model.total for model in models().values()), FILE
    assert {4096, 60_000, 60_965_224, 174_604_259_328} < set(COUNTS), FILE


def test_every_number_is_a_figure_or_a_model():
    known = {model.total for model in models().values()} | {figure.value for figure in FIGURES.values()}
    assert set(COUNTS) <= known, FILE


@pytest.mark.parametrize("lang", LANGUAGES)
def test_numbers_are_text_in_the_order_of_size(lang):
    drawn = ladder(lang)
    shown = re.findall(r'<span class="k-ladder__count">([\d.,]+)</span>', drawn)
    assert shown == [number(count, lang) for count in COUNTS], FILE
    assert drawn.count("<svg ") == len(COUNTS) and "<text" not in drawn, FILE


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_sentence_says_from_where_to_where(lang):
    (said,) = re.findall(r'<p class="k-sr" data-say="">([^<]+)</p>', ladder(lang))
    assert said.startswith(f"{len(COUNTS)} model") and number(COUNTS[-1], lang) in said, FILE


@pytest.mark.parametrize("count", COUNTS)
def test_a_knob_is_at_its_power_of_ten(count):
    (at,) = re.findall(r'k-ladder__knob" d="M([\d.]+) ', rail(count))
    assert float(at) == pytest.approx(STEP * log10(count), abs=0.06), FILE
    assert 0 < float(at) < STEP * STEPS, FILE
