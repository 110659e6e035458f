"""Bars of parts and rulers of powers of ten: lengths in proportion, words in both languages."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from knobs.amounts import HIGH, WIDE, Mark, Part, Parts, Powers, segment
from knobs.text import Text

FILE = "look in site_src/knobs/amounts.py"
TITLE, SAY = Text(en="Memory", nl="Geheugen"), Text(en="Two parts.", nl="Twee delen.")


def widths(html):
    bar = html.partition("</svg>")[0]
    return [float(width) for width in re.findall(r'<rect class="k-seg[^>]* width="([\d.]+)"', bar)]


@given(st.lists(st.floats(0.1, 1e12), min_size=1, max_size=6))
def test_the_parts_fill_the_bar_in_proportion(amounts):
    parts = [Part("a", amount, "solid") for amount in amounts]
    drawn = widths(Parts(TITLE, SAY, parts).html("en"))
    expected = [max(WIDE * amount / math.fsum(amounts), 0.5) for amount in amounts]
    assert drawn == pytest.approx(expected, abs=0.06), FILE


def test_a_part_of_the_input_has_its_color():
    html = Parts(TITLE, SAY, [Part("a", 1, "solid"), Part("b", 1, "hatch", "input")]).html("en")
    assert html.count("k-seg--input") == 4 and html.count('"k-seg k-seg--solid"') == 2, FILE


def test_a_mark_beyond_the_whole_makes_room_for_itself():
    html = Parts(TITLE, SAY, [Part("a", 1, "solid")], mark=4).html("en")
    assert widths(html) == [WIDE / 4] and f'd="M0 {HIGH + 5:g}H{WIDE:.1f}"' in html, FILE


def test_shares_and_numbers_are_written_in_the_language():
    html = Parts(TITLE, SAY, [Part("a", 1234.5, "dots"), Part("b", 1234.5, "hatch")], decimals=1).html("nl")
    assert html.count("1234,5") == 2 and html.count("50,0%") == 2 and "Geheugen" in html, FILE


@pytest.mark.parametrize("texture", ["dots", "hatch"])
@given(x=st.floats(0, 400), width=st.floats(0, 460))
def test_a_texture_stays_in_its_part(texture, x, width):
    drawn = re.search(r' d="([^"]+)"', segment(texture, x, width))
    for at, y in re.findall(r"[ML]([\d.-]+) ([\d.-]+)", drawn[1] if drawn else ""):
        assert x - 0.06 <= float(at) <= x + max(width, 0.5) + 0.06, FILE
        assert 0 <= float(y) <= HIGH + 0.06, FILE


@pytest.mark.parametrize(
    ("value", "end"), [(1, 2.0), (1e15, WIDE / 2), (1e30, WIDE), (1e40, WIDE), (0, 2.0), (0.5, 2.0)]
)
def test_a_ruler_of_powers(value, end):
    html = Powers(TITLE, SAY, [Mark("n", value, "so many")]).html("en")
    assert f'd="M0 5H{end:.1f}"' in html, FILE
    assert '<span data-say="" hidden="">Two parts.</span>' in html, FILE
    assert re.findall(r"<span>(1|10[⁰¹²³⁴-⁹]+)</span>", html) == [
        "1",
        "10⁶",
        "10¹²",
        "10¹⁸",
        "10²⁴",
        "10³⁰",
    ], FILE
