"""The map around a parameter: a square for each number, larger for a larger one, and a pick that agrees with the squares."""

import html
import json
import re
from xml.etree import ElementTree

import pytest
from knobs.pocket import Config, Place
from knobs.pocket.around import ABOVE, BESIDE, SIDE, Around
from knobs.text import Text

from tests.knobs.pocket.small import random_weights

FILE = "look in site_src/knobs/pocket/around.py"
CONFIG = Config(vocabulary=90, width=16, layers=1, heads=2, feed_forward=50)
WEIGHTS = random_weights(CONFIG)
TITLE = Text(en="around", nl="rondom")
SAY = Text(en="a sentence.", nl="een zin.")


def drawn(place, turned=None):
    return ElementTree.fromstring(Around(TITLE, SAY, WEIGHTS, place, turned or {}, 3.0).html("en"))


def part(picture, kind):
    return next(one for one in picture.iter() if one.get("class") == kind)


def squares(picture, kind):
    """Where the middles are, in cells from the chosen one, and how large the squares are."""
    found = re.findall(r"M(-?[\d.]+) (-?[\d.]+)h([\d.]+)v", part(picture, kind).get("d"))
    shapes = [(float(x) + float(s) / 2, float(y) + float(s) / 2, float(s)) for x, y, s in found]
    return {(round(y / SIDE), round(x / SIDE)): side for x, y, side in shapes}


PLACES = [("embedding", 40, 8), ("embedding", 0, 0), ("embedding", 89, 15), ("blocks.0.down", 15, 49)]


@pytest.mark.parametrize("place", PLACES)
def test_a_square_for_each_number_around(place):
    name, row, column = place
    picture = drawn(Place(*place))
    above, below = squares(picture, "k-around__above"), squares(picture, "k-around__below")
    table = WEIGHTS[name]
    for r in range(row - ABOVE, row + ABOVE + 1):
        for c in range(column - BESIDE, column + BESIDE + 1):
            here = (r - row, c - column)
            if not (0 <= r < len(table) and 0 <= c < len(table[0])):
                assert here not in above and here not in below, f"{FILE}: a square outside the matrix"
            elif abs(table[r][c]) > 0.01:
                assert (here in above) == (table[r][c] > 0) and (here in below) == (table[r][c] < 0), FILE
    sized = sorted((abs(table[r + row][c + column]), side) for (r, c), side in {**above, **below}.items())
    assert [side for _, side in sized] == sorted(side for _, side in sized), f"{FILE}: larger is not larger"


@pytest.mark.parametrize("place", [*PLACES, ("word_bias", 0, 3)])
def test_a_click_on_a_square_chooses_its_cell(place):
    name, row, column = place
    picture = drawn(Place(*place))
    pick, paper = part(picture, "k-pick"), part(picture, "k-around__paper")
    (across, first_column, columns, last_column), (down, first_row, rows, last_row) = json.loads(
        html.unescape(pick.get("data-pick"))
    )["axes"]
    assert (across, down, last_row, last_column) == (
        "column",
        "row",
        len(WEIGHTS[name]),
        len(WEIGHTS[name][0]),
    ), FILE
    box = {key: float(pick.get(key)) for key in ("x", "y", "width", "height")}
    assert box == {key: float(paper.get(key)) for key in box}, f"{FILE}: what is seen is not what is hit"
    assert (box["width"], box["height"]) == (SIDE * columns, SIDE * rows), FILE
    # the chosen one is in the middle of the drawing, and the pick says so too
    wide, high = map(
        float, part(picture, "k-around" if rows > 1 else "k-around k-around--line").get("viewBox").split()[2:]
    )
    middle = ((wide / 2 - box["x"]) // SIDE + first_column, (high / 2 - box["y"]) // SIDE + first_row)
    assert middle == (column + 1, row + 1), FILE


def test_the_knob_shows_how_far_it_is_turned_and_others_are_marked():
    place = Place("embedding", 40, 8)

    def notch(by):
        (knob,) = (one for one in drawn(place, {place: by}).iter() if one.get("class") == "k-knob")
        return next(one.get("transform") for one in knob if one.get("class") == "k-notch")

    assert [notch(by) for by in (-3.0, 0.0, 1.5, 3.0, 9.0)] == [
        "rotate(-135)", "rotate(0)", "rotate(68)", "rotate(135)", "rotate(135)",
    ], FILE  # fmt: skip
    near, far, elsewhere = Place("embedding", 42, 5), Place("embedding", 80, 8), Place("positions", 40, 8)
    dots = part(drawn(place, {place: 1.0, near: 1.0, far: 1.0, elsewhere: 1.0}), "k-around__turned").get("d")
    assert dots == f"M{-3 * SIDE:.1f} {2 * SIDE:.1f}h0", FILE


def test_a_turn_moves_nothing_but_the_knob():
    place = Place("embedding", 40, 8)
    still, turned = (Around(TITLE, SAY, WEIGHTS, place, {place: by}, 3.0).html("nl") for by in (0.5, -2.0))
    assert re.sub(r"rotate\([^)]+\)", "", still) == re.sub(r"rotate\([^)]+\)", "", turned), FILE
