"""Gradient descent against the normal equations of the demo, torch's solver and a step worked out by hand."""

import pytest
import torch
from knobs.demos.line import least_squares, loss

from tests.examples.scripts import load, run

FILE = "look in examples/line.py"
line = load("line")


def test_descent_arrives_at_least_squares():
    x, y = line.measurements()
    assert line.fit(x, y, steps=1000, learning_rate=0.2) == pytest.approx(least_squares(), abs=1e-9), FILE
    assert line.least_squares(x, y) == pytest.approx(least_squares(), abs=1e-12), FILE


def test_one_step_by_hand():
    """One point (2, 1), from a = b = ½: the error is ½, so a turns by −η·2·½·2 and b by −η·2·½."""
    point = torch.tensor([2.0]), torch.tensor([1.0])
    assert line.fit(*point, steps=1, learning_rate=0.1) == pytest.approx((0.5 - 0.2, 0.5 - 0.1)), FILE


def test_every_step_lowers_the_loss():
    x, y = line.measurements()
    losses = [loss(*line.fit(x, y, steps, learning_rate=0.2)) for steps in range(0, 100, 10)]
    assert losses == sorted(losses, reverse=True), FILE


def test_the_script_prints_both_answers():
    *_, descent, solved = run("line").splitlines()
    assert descent == " 1000 steps   a =  0.454   b = -0.041   loss = 0.0497", FILE
    assert solved == "least squares a =  0.454   b = -0.041", FILE
