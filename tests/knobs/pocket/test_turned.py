"""Turns as text: what is written is read back, what is no turn is refused, and every number comes back to the last bit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from knobs.pocket import Config
from knobs.pocket.turned import FARTHEST, MOST, Turn, read_turns, together, turned, write_turns
from knobs.text import InputError

from tests.knobs.pocket.small import random_weights

FILE = "look in site_src/knobs/pocket/turned.py"
SMALL = Config(vocabulary=20, width=8, layers=1, heads=2, feed_forward=6)
HUNDREDTHS = int(100 * FARTHEST)
TURNS = st.builds(
    lambda cell, by: Turn(cell, by / 100),
    st.integers(0, SMALL.parameters - 1),
    st.integers(-HUNDREDTHS, HUNDREDTHS),
)


@given(st.lists(TURNS, max_size=MOST))
def test_what_is_written_is_read_back(turns):
    assert read_turns(write_turns(turns), SMALL.parameters) == tuple(turns), FILE


@given(st.text("0123456789:.- e", max_size=30))
def test_anything_is_read_or_refused(written):
    try:
        turns = read_turns(written, SMALL.parameters)
    except InputError as refused:
        assert "\n" not in str(refused) and str(refused).endswith("."), FILE
        return
    assert all(0 <= cell < SMALL.parameters and abs(by) <= FARTHEST for cell, by in turns), FILE


@given(st.lists(TURNS, max_size=8))
def test_turns_of_one_parameter_add_up(turns):
    sums = {}
    for cell, by in turns:
        sums[cell] = sums.get(cell, 0) + round(100 * by)
    assert {cell: round(100 * by) for cell, by in together(turns)} == {c: s for c, s in sums.items() if s}, (
        FILE
    )


@given(st.lists(TURNS, max_size=8))
def test_they_hold_for_a_while_and_every_number_comes_back(turns):
    weights, untouched = random_weights(SMALL), random_weights(SMALL)
    with turned(weights, turns):
        for cell, by in together(turns):
            assert weights.get(cell) == untouched.get(cell) + by, FILE
    assert weights.matrices == untouched.matrices, FILE


def test_they_come_back_when_something_goes_wrong():
    weights, untouched = random_weights(SMALL), random_weights(SMALL)
    with pytest.raises(KeyError), turned(weights, [Turn(3, 1.0), Turn(4, -1.0)]):
        raise KeyError
    with pytest.raises(InputError), turned(weights, [Turn(3, 1.0), Turn(SMALL.parameters, 1.0)]):
        pass
    assert weights.matrices == untouched.matrices, FILE
