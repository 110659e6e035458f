"""A network is drawn with all its knobs; one that is being worked out shows what is known, and nothing else."""

import re
from math import inf, nan

import pytest
from knobs.networks import Knob, Network, Unit
from knobs.text import Text, same

FILE = "look in site_src/knobs/networks.py"


def network(layers, weights, lang="en", **more):
    said = {"title": same("t"), "say": same("s.")}
    return Network(**said, layers=layers, weights=weights, **more).html(lang)


def pair(weight, first=None, second=None):
    """Two units and the line between them."""
    return network([[first or Unit("x", 1, 0.5)], [second or Unit("y", 0, 0.25)]], [[[weight]]])


def test_a_network_draws_every_connection_and_every_knob():
    layers = [[Unit("x", i, 0.5) for i in range(3)], [Unit("y", j, 0.1, bias=-0.5) for j in range(2)]]
    drawn = network(layers, [[[1.0, -1.0]] * 3])
    assert drawn.count('class="k-link') == 6 and drawn.count("k-link--neg") == 3, FILE
    assert drawn.count('class="k-knob"') == 6 + 2, FILE


def test_units_that_are_not_joined_have_no_line_and_a_mere_line_has_no_knob():
    layers = [[Unit("h", 1, 1.0), Unit("h", 2, 1.0)], [Unit("y", 0, 1.0)]]
    drawn = network(layers, [[[None], [Knob()]]])
    assert drawn.count('class="k-link') == 1 and "k-knob" not in drawn, FILE


@pytest.mark.parametrize(
    ("value", "shown"), [(0.25, ["0,25"]), (Text(en="much", nl="veel"), ["veel"]), (None, [])]
)
def test_what_is_not_known_is_not_shown(value, shown):
    layers = [[Unit("x", 1, value)], [Unit("y", 0, None, gradient=value)]]
    drawn = network(layers, [[[1.0]]], "nl")
    assert re.findall(r'class="k-held"[^>]*>([^<]+)<', drawn) == shown, FILE
    assert re.findall(r'class="k-back"[^>]*>([^<]+)<', drawn) == [f"∂ {one}" for one in shown], FILE
    assert re.findall(r"<title>(x1[^<]*|y[^<]*)</title>", drawn) == [" = ".join(["x1", *shown]), "y"], FILE


@pytest.mark.parametrize(
    ("letter", "kind"), [("x", "input"), ("t", "input"), ("h", "output"), ("L", "error")]
)
def test_a_unit_has_the_shape_of_its_role(letter, kind):
    drawn = pair(1.0, second=Unit(letter, 0, 1.0))
    assert f'class="k-node k-node--{kind}"' in drawn, FILE


def test_what_is_at_work_is_lit_and_what_has_a_gradient_is_ringed():
    for lit in ("on", "back"):
        drawn = pair(Knob(0.5, "w1", ringed=True, lit=lit), second=Unit("y", 0, 1.0, lit=True))
        assert f"k-link--{lit}" in drawn and drawn.count("k-ring") == 1 and drawn.count("k-node--lit") == 1, (
            FILE
        )
    plain = pair(Knob(0.5, "w1"))
    assert not re.search("k-link--(on|back)|k-ring|k-node--lit", plain), FILE
    assert re.search(r'k-var">w</tspan><tspan class="k-sub" dy="4">1<', plain), FILE


def test_names_stand_clear_of_crossing_lines():
    """Rows 120 high: knobs of a line that goes up, and of the lowest row, have their names below."""
    layers = [[Unit("x", 1, 0.0), Unit("x", 2, 0.0)], [Unit("h", 1, 0.0), Unit("h", 2, 0.0)]]
    drawn = network(layers, [[[Knob(1, "a"), Knob(1, "b")], [Knob(1, "c"), Knob(1, "d")]]], row=120)
    knobs = [float(y) for y in re.findall(r'class="k-knob" transform="translate\([\d.]+ ([\d.]+)\)"', drawn)]
    names = [float(y) for y in re.findall(r'<text class="k-name" x="[\d.]+" y="([\d.]+)"', drawn)]
    assert [name > knob for name, knob in zip(names, knobs, strict=True)] == [False, False, True, True], FILE


@pytest.mark.parametrize("weight", [inf, -inf, nan, 1e300])
def test_numbers_that_outgrow_the_computer_are_drawn_all_the_same(weight):
    assert "k-w4" in pair(weight) and "nan" not in pair(weight).lower(), FILE


def test_names_are_escaped():
    drawn = pair(Knob(1.0, "<b"), Unit("<", 1, "<i>", gradient="<i>"))
    assert "<b" not in drawn and "<i>" not in drawn and "<<" not in drawn, FILE
