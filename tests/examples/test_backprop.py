"""The update of the example against the demo's, and Adam's first turn against its definition."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from knobs.demos.backprop import START, UMBRELLA, Example, Knobs, update_once

from tests.examples.scripts import load, run

FILE = "look in examples/backprop.py"
backprop = load("backprop")
SMALL = st.floats(-2, 2)


@given(st.builds(Knobs, *[SMALL] * 9), st.builds(Example, SMALL, SMALL, SMALL), st.floats(0.001, 1))
@settings(deadline=None)
def test_it_is_the_update_of_the_demo(knobs, example, rate):
    expected = update_once(knobs, example, rate)
    gradient, turned = backprop.update(knobs, example, torch.optim.SGD, rate)
    assert gradient == pytest.approx(list(expected.gradient), rel=1e-4, abs=1e-4), FILE  # 32 bits here
    assert turned == pytest.approx(list(expected.turned), rel=1e-4, abs=1e-4), FILE


@given(st.floats(0.001, 1))
@settings(deadline=None)
def test_adam_turns_all_knobs_equally_far_at_first(rate):
    """Its averages are then the gradient and its square: g / √g² is plus or minus one."""
    gradient, turned = backprop.update(START, UMBRELLA, torch.optim.Adam, rate)
    against = [knob - rate * (1 if slope > 0 else -1) for knob, slope in zip(START, gradient, strict=True)]
    assert turned == pytest.approx(against, abs=1e-5), FILE


def test_the_script_tells_of_all_nine_knobs():
    head, *rows = run("backprop").splitlines()
    assert head.split() == ["knob", "stands", "at", "gradient", "SGD", "Adam"], FILE
    assert [row.split()[0] for row in rows] == list(Knobs._fields), FILE
    assert rows[0].split() == ["w1", "0.30", "-0.48", "0.35", "0.40"], FILE
