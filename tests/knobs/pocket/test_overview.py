"""All matrices to scale: as much paper for a parameter wherever it is, none on another, and a pick for each."""

import html
import json
from xml.etree import ElementTree

import pytest
from knobs.pocket import Config, Place
from knobs.pocket.named import matrices
from knobs.pocket.overview import Blocks
from knobs.text import Text

from tests.knobs.pocket.small import POCKET

FILE = "look in site_src/knobs/pocket/overview.py"
TITLE = Text(en="all", nl="alle")


def drawn(config, place, turned=()):
    return ElementTree.fromstring(Blocks(TITLE, matrices(config), config, place, turned).html("nl"))


def boxes(picture):
    """Name of the matrix -> (x, y, width, height) of what is seen, and the axes of what is hit."""
    found = {}
    for group in picture.iter("g"):
        shapes = [one for one in group if one.tag == "rect"]
        if shapes:
            pick = json.loads(html.unescape(shapes[1].get("data-pick")))
            found[pick["set"]["matrix"]] = (
                tuple(float(shapes[0].get(key)) for key in ("x", "y", "width", "height")), pick["axes"],
            )  # fmt: skip
    return found


@pytest.mark.parametrize(
    "config", [POCKET, Config(vocabulary=90, width=16, layers=2, heads=2, feed_forward=50)]
)
def test_every_matrix_to_scale_and_none_on_another(config):
    found = boxes(drawn(config, Place("embedding", 0, 0)))
    assert set(found) == set(config.shapes), FILE
    (_, _, wide, _), _ = found["embedding"]
    scale = wide / config.vocabulary
    for name, ((x, y, width, height), axes) in found.items():
        shape = config.shapes[name]
        rows, columns = shape if len(shape) == 2 else (1, *shape)
        assert {axis[0]: axis[2] for axis in axes} == {"row": rows, "column": columns}, FILE
        assert width == pytest.approx(scale * axes[0][2], abs=0.11), f"{FILE}: {name} is not to scale"
        assert height == pytest.approx(scale * axes[1][2], abs=0.11), f"{FILE}: {name} is not to scale"
        for other, ((x2, y2, width2, height2), _) in found.items():
            apart = (
                x + width <= x2 + 0.1
                or x2 + width2 <= x + 0.1
                or y + height <= y2 + 0.1
                or y2 + height2 <= y + 0.1
            )
            assert name == other or apart, f"{FILE}: {name} lies on {other}"


@pytest.mark.parametrize(
    "place", [("embedding", 866, 0), ("blocks.3.up", 255, 63), ("blocks.2.down", 0, 255), ("word_bias", 0, 5)]
)
def test_the_knob_is_in_the_block_of_its_matrix(place):
    picture = drawn(POCKET, Place(*place), [Place("blocks.0.key", 1, 1), Place(*place)])
    (here,) = (one for one in picture.iter("rect") if one.get("class") == "k-block k-block--here")
    knob = next(one for one in picture.iter("g") if one.get("class") == "k-knob")
    at = [float(number) for number in knob.get("transform")[len("translate(") : -1].split()]
    for start, size, where in (("x", "width", at[0]), ("y", "height", at[1])):
        assert (
            float(here.get(start)) - 0.3 <= where <= float(here.get(start)) + float(here.get(size)) + 0.3
        ), FILE
    assert (
        next(one for one in picture.iter("path") if one.get("class") == "k-around__turned")
        .get("d")
        .count("M")
        == 1
    )
