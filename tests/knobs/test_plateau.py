"""Counts over time: what is drawn is the figure with its source, in the order of dates, and to one scale."""

import re

import pytest
from knobs.figures import FIGURES
from knobs.models import models
from knobs.plateau import SIZES, TOP, billions, plateau
from knobs.text import LANGUAGES, number

FILE = "look in site_src/knobs/plateau.py"
ARXIV = re.compile(r"https://arxiv\.org/abs/(\d\d)(\d\d)\.\d{5}$")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_both_lists_to_one_scale(lang):
    drawn = plateau(lang)
    shown = re.findall(r'class="k-val">([\d.,]+)<', drawn)
    wanted = [billions(size.total) for size in SIZES] + [billions(size.active) for size in SIZES]
    assert shown == [number(one, lang) for one in wanted], FILE
    widths = [float(width) for width in re.findall(r'k-fill-param" width="([\d.]+)"', drawn)]
    assert widths == pytest.approx([300 * one / TOP for one in wanted], abs=0.06), FILE
    assert max(wanted) <= TOP, FILE


def test_by_date_and_each_with_a_source():
    assert [size.published for size in SIZES] == sorted(size.published for size in SIZES), FILE
    for size in SIZES:
        for figure in (size.total, size.active):
            assert FIGURES[figure].source.startswith("https://"), (
                f"{figure}: look in site_src/knobs/figures.py"
            )
        assert FIGURES[size.active].value <= FIGURES[size.total].value, FILE


def test_a_paper_appeared_around_that_date():
    """The number of a preprint holds its month; a report may follow a release by some months."""
    for size in SIZES:
        if dated := ARXIV.match(FIGURES[size.total].source):
            year, month = map(int, size.published.split("-"))
            later = (2000 + int(dated[1]) - year) * 12 + int(dated[2]) - month
            assert 0 <= later <= 2, f"{size.name}: {FILE}"


def test_those_that_we_count_are_counted():
    for figure, model in {
        "gpt3": "gpt3-175b",
        "mixtral": "mixtral-8x7b",
        "deepseek_v3": "deepseek-v3",
    }.items():
        assert FIGURES[figure].value == models()[model].total, FILE
    assert round(billions("mixtral_active"), 1) == 12.9, FILE


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_says_what_it_shows(lang):
    (said,) = re.findall(r'data-say="">([^<]+)</p>', plateau(lang))
    for one in ("gpt3", "kimi_k3", "llama31_405b", "deepseek_v3_active", "kimi_k3_active"):
        assert number(billions(one), lang) in said, FILE
