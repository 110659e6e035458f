"""The line against torch and against the published fit of Hubble's table."""

import json
import re

import pytest
import torch
from knobs import demo
from knobs.demos.line import NEBULAE, least_squares, loss, predict

FILE = "look in site_src/knobs/demos/line.py"
X = torch.tensor([n.distance for n in NEBULAE], dtype=torch.float64)
Y = torch.tensor([n.velocity for n in NEBULAE], dtype=torch.float64)


def test_least_squares_is_torchs():
    design = torch.stack([X, torch.ones_like(X)], dim=1)
    solution = torch.linalg.lstsq(design, Y.unsqueeze(1)).solution.flatten().tolist()
    assert least_squares() == pytest.approx(solution, rel=1e-9), FILE


def test_least_squares_is_the_published_fit():
    a, b = least_squares()  # the regression printed in textbooks: v = 454.158 r − 40.784, in km/s
    assert (round(1000 * a, 3), round(1000 * b, 3)) == (454.158, -40.784), FILE


@pytest.mark.parametrize(("a", "b"), [(0.5, 0.5), (-1, 1), (2, -1)])
def test_loss_is_torchs(a, b):
    expected = torch.nn.functional.mse_loss(a * X + b, Y).item()
    assert loss(a, b) == pytest.approx(expected, rel=1e-12), FILE


def test_a_prediction_by_hand():
    assert predict(0.5, 0.25, 2) == 1.25, FILE


def test_the_button_shows_the_answer():
    plain, shown = (demo.run("line", "nl", json.dumps({"best": best})) for best in (False, True))
    assert "y = 0,454 x − 0,041, met fout 0,050" in shown and "k-best" in shown, FILE
    assert "0,454" not in plain and "k-best" not in plain, FILE


def test_every_nebula_is_drawn_with_its_square_and_its_name():
    drawn = demo.run("line", "en", "{}")
    squares, sides = (
        re.search(rf'class="{kind}" d="([^"]+)"', drawn)[1] for kind in ("k-square", "k-residual")
    )
    assert squares.count("z") == sides.count("M") == len(NEBULAE) == 24, FILE
    assert "NGC 4649: 2.000; 1.090" in drawn, FILE
