"""Least squares against torch's own, in 64 bits: with fewer parts than targets, as many, and more."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from knobs.fits.least_squares import least_squares, orthogonal

FILE = "look in site_src/knobs/fits/least_squares.py"
shapes = st.tuples(st.integers(1, 12), st.integers(1, 30), st.integers(0, 10_000))


def drawn(rows, parts, seed):
    torch.manual_seed(seed)
    return torch.randn(rows, parts, dtype=torch.float64), torch.randn(rows, dtype=torch.float64)


@given(shapes)
def test_the_knobs_are_torchs(shape):
    """By the pseudo-inverse, which takes the smallest of all settings that come closest."""
    rows, wanted = drawn(*shape)
    expected = torch.linalg.pinv(rows) @ wanted
    closeness = 1e-9 * float(torch.linalg.cond(rows)) ** 2 + 1e-9
    assert least_squares(rows.tolist(), wanted.tolist()) == pytest.approx(expected.tolist(), abs=closeness), (
        FILE
    )


def test_rows_that_are_nearly_alike():
    """Powers of x, as in an old textbook: their condition number is some ten million."""
    x = torch.linspace(0, 1, 15, dtype=torch.float64)
    rows = torch.stack([x**power for power in range(10)], 1)
    expected = torch.linalg.lstsq(rows, torch.sin(5 * x).unsqueeze(1), driver="gelsd").solution.flatten()
    found = torch.tensor(least_squares(rows.tolist(), torch.sin(5 * x).tolist()), dtype=torch.float64)
    assert torch.allclose(rows @ found, rows @ expected, atol=1e-9), FILE


@pytest.mark.parametrize(("rows", "parts"), [(12, 12), (12, 13), (5, 200)])
def test_as_many_knobs_as_targets_hit_them_all(rows, parts):
    table, wanted = drawn(rows, parts, 1)
    knobs = torch.tensor(least_squares(table.tolist(), wanted.tolist()), dtype=torch.float64)
    assert torch.allclose(table @ knobs, wanted, atol=1e-8), FILE


def test_directions_stand_at_right_angles():
    table, _ = drawn(6, 20, 2)
    directions, triangle = orthogonal(table.tolist())
    basis = torch.tensor(directions, dtype=torch.float64)
    assert torch.allclose(basis @ basis.T, torch.eye(6, dtype=torch.float64), atol=1e-12), FILE
    again = [sum(amount * basis[number] for number, amount in enumerate(row)) for row in triangle]
    assert torch.allclose(torch.stack(again), table, atol=1e-12), FILE


def test_by_hand():
    """Two targets and one knob: 1 and 3 are closest to twice 1. One target and two knobs of 1: half each."""
    assert least_squares([[1.0], [1.0]], [1.0, 3.0]) == pytest.approx([2.0]), FILE
    assert least_squares([[1.0, 1.0]], [1.0]) == pytest.approx([0.5, 0.5]), FILE
