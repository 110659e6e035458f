"""Squares for numbers: the area follows the number, open where it is negative, each at its own place."""

import re
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from knobs.cells import SIDE, Cells, Written, letter
from knobs.text import same

FILE = "look in site_src/knobs/cells.py"


@pytest.mark.parametrize(
    ("value", "written"),
    [(0, "h"), (4, "o"), (-4, "a"), (9, "o"), (-9, "a"), (1.44, "l"), (-1.44, "d"), (0.01, "h")],
)
def test_a_letter_by_hand(value, written):
    assert letter(value, top=4) == written, FILE  # √(1.44 / 4) = 0.6, of seven steps 4.2


@given(st.floats(-2, 2))
def test_the_area_follows_the_number(value):
    steps = ord(letter(value, 1)) - ord("h")
    assert abs(abs(steps) / 7 - min(abs(value), 1) ** 0.5) <= 0.5 / 7 + 1e-9, FILE
    assert steps * value >= 0, FILE


def places(drawn, kind):
    """(column, row): side, of every square of a kind."""
    shapes = re.findall(rf'<path class="{kind}" d="([^"]*)" stroke-width="([\d.]+)"', drawn)
    return {
        (int(x), int(y)): float(side) for d, side in shapes for x, y in re.findall(r"M(\d+)\.5 (\d+)\.5h0", d)
    }


@given(st.lists(st.text("abcdefghijklmno", min_size=3, max_size=3), min_size=1, max_size=5))
def test_every_number_is_drawn_once_where_it_stands(rows):
    drawn = Cells(same("t"), same("s."), rows).html("en")
    steps = {(x, y): ord(rows[y][x]) - ord("h") for y, x in product(range(len(rows)), range(3))}
    squares, holes = places(drawn, "k-cell"), places(drawn, "k-cell k-cell--hole")
    assert squares == {
        at: pytest.approx(SIDE * abs(step) / 7, abs=0.01) for at, step in steps.items() if step
    }, FILE
    assert set(holes) == {at for at, step in steps.items() if step < -1}, f"{FILE}: negative is open"
    assert all(holes[at] < squares[at] for at in holes), FILE


def test_the_shapes_are_always_as_many():
    """So that a turn writes values into them, and need not make new ones."""
    drawn = [Cells(same("t"), same("s."), rows).html("en") for rows in (["hhh"], ["aoc"])]
    assert len({re.sub(r'"[^"]*"', "", html) for html in drawn}) == 1, FILE


def test_rows_with_names_have_them_in_front():
    drawn = Cells(same("t"), same("s."), ["oh", "ho"], "output", ["<one>", "two"]).html("nl")
    assert ">&lt;one&gt;</text>" in drawn and ">two</text>" in drawn, FILE
    assert 'viewBox="0 0 104 32"' in drawn, FILE  # 72 for the names, 16 for each of two squares
    assert "k-cells--output" in drawn, FILE


def test_what_is_written_is_in_its_own_language():
    assert ' lang="nl"' in Written("De", " hond <b>", "nl").html("en"), FILE
    drawn = Written("De", " hond <b>", "nl").html("nl")
    assert " lang=" not in drawn and "</span> hond &lt;b&gt;</span>" in drawn, FILE
    assert "k-written__start" not in Written("", "Hond.", "nl").html("nl"), FILE


def test_where_all_is_0_there_is_a_frame():
    assert "k-cells--blank" in Cells(same("a"), same("b"), ["hh", "hh"]).html("en"), FILE
    assert "k-cells--blank" not in Cells(same("a"), same("b"), ["hh", "hi"]).html("en"), FILE
