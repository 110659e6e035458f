"""Matrices to scale: an area is a number of numbers, nothing lies outside the drawing or on top of something else."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from knobs.peft.areas import HAIR, Area, Areas, Legend
from knobs.text import Text, same

FILE = "look in site_src/knobs/peft/areas.py"
TITLE, SAY = Text(en="Strips", nl="Repen"), Text(en="Two strips.", nl="Twee repen.")
SIDE = st.integers(1, 50_000)


def rectangles(html):
    found = re.findall(r'<rect [^>]*x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"', html)
    return [tuple(map(float, one)) for one in found]


def box(html):
    left, top, width, height = map(float, re.search(r'viewBox="([^"]+)"', html)[1].split())
    return left, top, left + width, top + height


@given(
    st.builds(Area, st.just("W"), SIDE, SIDE),
    st.lists(st.builds(Area, st.just("piece"), SIDE, SIDE), max_size=8),
)
def test_all_fits_and_nothing_overlaps(frozen, trained):
    html = Areas(TITLE, SAY, frozen, trained).html("en")
    left, top, right, bottom = box(html)
    placed = rectangles(html)
    assert len(placed) == 1 + len(trained), FILE
    for x, y, width, height in placed:
        assert left <= x and top <= y and x + width <= right + 0.2 and y + height <= bottom + 0.2, FILE
    tall = [area.rows > area.columns for area in trained]
    for (x, y, width, height), is_tall in zip(placed[1:], tall, strict=True):
        own_width, own_height = placed[0][2:]
        assert x >= own_width if is_tall else y >= own_height, f"on top of the matrix: {FILE}"
        assert min(width, height) >= HAIR - 0.06, FILE


def test_areas_are_to_scale():
    up, down = Area("up", 64, 8), Area("down", 8, 256)
    drawn = Areas(TITLE, SAY, Area("W", 64, 256), [up, down])
    _, _, width, height = rectangles(drawn.html("en"))[0]
    assert width / height == pytest.approx(4, rel=0.01) and drawn.thicker == 1, FILE
    for area, (_, _, wide, high) in zip((up, down), rectangles(drawn.html("en"))[1:], strict=True):
        assert wide * high / (width * height) == pytest.approx(
            area.rows * area.columns / (64 * 256), rel=0.02
        ), FILE


def test_a_hair_tells_how_much_it_exaggerates():
    drawn = Areas(TITLE, SAY, Area("W", 12_288, 12_288), [Area("up", 12_288, 1)])
    assert drawn.thicker == pytest.approx(HAIR / drawn.scale) and drawn.thicker > 10, FILE
    assert Areas(TITLE, SAY, Area("W", 2, 2), []).thicker == 1, FILE


def test_it_says_what_it_shows(lang):
    html = Areas(TITLE, SAY, Area("W", 2, 2), []).html(lang)
    assert f"<title>{TITLE[lang]}</title>" in html and f'<desc data-say="">{SAY[lang]}</desc>' in html, FILE
    assert Legend(same("open"), same("filled")).html(lang).count("<svg") == 2, FILE
