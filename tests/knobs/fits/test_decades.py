"""Scales of decades, and the plane: places by hand calculation, and numbers as each language writes them."""

import re

import pytest
from knobs.fits.decades import NOWHERE, Decades, Marked, Plane, decade
from knobs.text import LANGUAGES, same

FILE = "look in site_src/knobs/fits/decades.py"


@pytest.mark.parametrize(
    ("value", "english", "dutch"),
    [
        (-3, "0.001", "0,001"),
        (-1, "0.1", "0,1"),
        (0, "1", "1"),
        (2, "100", "100"),
        (3, "10³", "10³"),
        (12, "10¹²", "10¹²"),
    ],
)
def test_ticks_are_numbers_or_powers(value, english, dutch):
    scale = Decades(same("x"), -3, 3)
    assert [scale.write(value, lang) for lang in LANGUAGES] == [english, dutch], FILE
    assert scale.ticks == [-3, -2, -1, 0, 1, 2, 3], FILE


@pytest.mark.parametrize(("value", "place"), [(1000, 3), (0.01, -2), (0, NOWHERE), (-1, NOWHERE)])
def test_a_decade(value, place):
    assert decade(value) == pytest.approx(place), FILE


def plane(lang="en", side="right"):
    return Plane(
        title=same("t"),
        say=same("s."),
        x=Decades(same("x"), 8, 12),
        y=Decades(same("y"), 9, 14),
        marks=[Marked("A <model>", 1e10, 1e13, side)],
        within=((1e7, 1e9), (1e9, 1e11)),
        told=same("measured"),
        optimum=[(1e8, 1e9), (1e12, 1e14)],
        level=[(1e8, 1e14), (1e12, 1e9)],
        now=(1e12, 1e9),
        best=(1e10, 1e12),
        height=374,
    ).html(lang)


def test_places():
    """99.5 units for a factor of ten to the right, from 46 on; 60 upwards, from 326 on."""
    picture = plane()
    assert '<rect class="k-fill-input" x="240.5" y="81.5" width="9" height="9"/>' in picture, FILE
    assert 'class="k-within" d="M-53.5 326.0V206.0H145.5V326.0z"' in picture, FILE
    assert 'class="k-line" d="M46.0 326.0L444.0 26.0"' in picture, FILE
    assert 'class="k-guide" d="M46.0 26.0L444.0 326.0"' in picture, FILE
    assert re.search(r'class="k-fill-output k-now"[^>]* transform="translate\(245\.0 146\.0\)"', picture), (
        FILE
    )
    assert '<circle class="k-fill-param k-now" cx="444" cy="326" r="7"/>' in picture, FILE
    assert "A &lt;model&gt;" in picture, FILE


def test_words_inside_the_rectangle_stay_on_the_paper():
    assert '<text class="k-axis" x="52" y="222" text-anchor="start">measured</text>' in plane(), FILE


@pytest.mark.parametrize(
    ("side", "place"),
    [("right", 'x="254" y="91" text-anchor="start"'), ("left", 'x="232" y="91" text-anchor="end"'),
     ("above", 'x="245" y="76" text-anchor="middle"'), ("below", 'x="245" y="106" text-anchor="middle"')],
)  # fmt: skip
def test_a_name_stands_beside_its_mark(side, place):
    assert f"{place}>A &lt;model&gt;" in plane(side=side), FILE
