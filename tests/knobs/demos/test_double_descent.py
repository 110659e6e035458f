"""The cheapest knobs against torch's pseudo-inverse, and the peak and both valleys as the page tells of them."""

import html
import json
import math
import re

import pytest
import torch
from knobs import demo
from knobs.demos import overfit
from knobs.demos.double_descent import COUNTS, FEWEST, MOST, every_count, fit, valleys
from knobs.demos.overfit import measurements
from knobs.text import LANGUAGES, number

FILE = "look in site_src/knobs/demos/double_descent.py"
PAGE = "the page tells otherwise: look at docs/en/parameters-and-capability.md, section double-descent, and at the Dutch one"
DRAWS = range(1, 21)


def drawn(lang, **form):
    return demo.run("double-descent", lang, json.dumps(form))


def waves(points, count):
    x = torch.tensor([point.x for point in points], dtype=torch.float64)
    return torch.cos(math.pi * x[:, None] * torch.arange(count))


def heights(points):
    return torch.tensor([point.y for point in points], dtype=torch.float64)


@pytest.mark.parametrize("points", [FEWEST, 12, MOST])
@pytest.mark.parametrize("price", [0.0, 1.0, 2.0])
def test_knobs_and_losses_are_torchs(points, price):
    seen, apart = measurements(points, 0.2, 1)
    for count, tried in zip(COUNTS, every_count(points, 0.2, price, 1), strict=True):
        cost = torch.arange(1, count + 1, dtype=torch.float64) ** price
        rows = waves(seen, count) / cost
        expected = torch.linalg.pinv(rows, rtol=1e-14) @ heights(seen) / cost
        wide = 1e-13 * float(torch.linalg.cond(rows)) ** 2 + 1e-8
        assert tried.knobs == pytest.approx(expected.tolist(), abs=wide), f"{count} knobs: {FILE}"
        own = torch.tensor(tried.knobs, dtype=torch.float64)
        for half, told in ((seen, tried.seen), (apart, tried.apart)):
            loss = torch.nn.functional.mse_loss(waves(half, count) @ own, heights(half)).item()
            assert told == pytest.approx(loss, rel=1e-6, abs=1e-12), f"{count} knobs: {FILE}"


def test_it_is_the_cheapest_of_all_that_hit_the_points():
    """A step along anything that changes no prediction makes it dearer."""
    seen, _ = measurements(8, 0.2, 3)
    knobs, cost = torch.tensor(fit(seen, 20, 1.0), dtype=torch.float64), torch.arange(1, 21)
    rows = waves(seen, 20)
    assert torch.allclose(rows @ knobs, heights(seen), atol=1e-9), FILE
    free = torch.linalg.svd(rows).Vh[8:]
    assert torch.allclose(rows @ free.T, torch.zeros(8, 12, dtype=torch.float64), atol=1e-12), FILE
    assert torch.allclose(free @ (cost**2 * knobs), torch.zeros(12, dtype=torch.float64), atol=1e-8), FILE


def test_with_fewer_knobs_than_points_it_is_the_first_demo():
    for count, tried in enumerate(overfit.every_count(0.2, 1), 1):
        assert every_count(12, 0.2, 2.0, 1)[count - 1].apart == pytest.approx(tried.apart, rel=1e-6), FILE


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("place", [0, 11, len(COUNTS) - 1])
def test_what_is_drawn(place, lang):
    picture, tried = drawn(lang, parameters=place), every_count(12, 0.2, 1.0, 1)
    first, second = valleys(tried, 12)
    values = [
        number(loss, lang, 3) for at in (first, second, place) for loss in (tried[at].seen, tried[at].apart)
    ]
    assert re.findall(r"<b>([^<]+)</b>", picture) == values, FILE
    said = html.unescape(re.search(r'<desc data-say="">([^<]+)</desc>', picture)[1])
    for told in (str(COUNTS[place]), number(tried[place].apart, lang, 3)):
        assert told in said, FILE
    x = 46 + 398 * math.log(12) / math.log(200)
    assert f'class="k-edge" d="M{x:.1f} 28V228"' in picture, FILE
    assert {"en": ">12 points<", "nl": ">12 punten<"}[lang] in picture, FILE


def test_the_page_says_what_happens():
    """A peak where there are as many knobs as points; a second valley, here below the first, in most draws not."""
    tried = every_count(12, 0.2, 1.0, 1)
    first, second = valleys(tried, 12)
    losses = [one.apart for one in tried]
    assert COUNTS[losses.index(max(losses))] == 12 and max(losses) > 100 * losses[first], PAGE
    assert losses[second] < losses[first] and losses[-1] < losses[first], PAGE
    assert all(one.seen < 1e-12 for one in tried[11:]), f"past the peak every point is hit: {PAGE}"
    deeper = 0
    for draw in DRAWS:
        one = every_count(12, 0.2, 1.0, draw)
        left, right = valleys(one, 12)
        deeper += one[right].apart < one[left].apart
    assert deeper == 6, f"the second valley is the deeper one in {deeper} of the 20 draws: {PAGE}"
    assert every_count(12, 0.2, 0.0, 1)[-1].apart > 5 * losses[-1], f"without a price: {PAGE}"


def test_the_start_of_the_page_is_the_peak():
    assert COUNTS[11] == 12, (
        'parameters="11" in docs/*/parameters-and-capability.md should be the place of 12'
    )
