"""One knob against torch."""

import pytest
import torch
from knobs.demos.line import NEBULAE
from knobs.demos.slope import least_squares_through_origin

FILE = "look in site_src/knobs/demos/slope.py"


def test_least_squares_through_the_origin_is_torchs():
    x = torch.tensor([[n.distance] for n in NEBULAE], dtype=torch.float64)
    y = torch.tensor([[n.velocity] for n in NEBULAE], dtype=torch.float64)
    assert least_squares_through_origin() == pytest.approx(torch.linalg.lstsq(x, y).solution.item()), FILE
