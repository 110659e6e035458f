"""The knobs and both losses against torch's least squares, and what the page says of them."""

import html
import json
import math
import re

import pytest
import torch
from knobs import demo
from knobs.demos.overfit import POINTS, amount, every_count, hidden, loss, measurements, predict
from knobs.text import LANGUAGES, number

FILE = "look in site_src/knobs/demos/overfit.py"
PAGE = "the page tells otherwise: look at docs/en/parameters-and-capability.md, section overfitting, and at the Dutch one"
DRAWS = range(1, 21)


def drawn(lang, **form):
    return demo.run("overfit", lang, json.dumps(form))


def plain(picture):
    return html.unescape(re.sub(r"<[^>]+>", "", picture)).replace("\u00a0", " ")


def table(points, count):
    x = torch.tensor([point.x for point in points], dtype=torch.float64)
    return torch.cos(math.pi * x[:, None] * torch.arange(count))


def heights(points):
    return torch.tensor([point.y for point in points], dtype=torch.float64)


@pytest.mark.parametrize("draw", [1, 2, 16])
@pytest.mark.parametrize("noise", [0.0, 0.2])
def test_knobs_and_losses_are_torchs(noise, draw):
    seen, apart = measurements(POINTS, noise, draw)
    for count, tried in enumerate(every_count(noise, draw), 1):
        rows = table(seen, count)
        knobs = torch.linalg.lstsq(rows, heights(seen).unsqueeze(1), driver="gelsd").solution.flatten()
        wide = 1e-12 * float(torch.linalg.cond(rows)) ** 2 + 1e-9
        assert tried.knobs == pytest.approx(knobs.tolist(), rel=1e-6, abs=wide), f"{count} knobs: {FILE}"
        own = torch.tensor(tried.knobs, dtype=torch.float64)  # the losses, of the same knobs
        for points, told in ((seen, tried.seen), (apart, tried.apart)):
            expected = torch.nn.functional.mse_loss(table(points, count) @ own, heights(points)).item()
            assert told == pytest.approx(expected, rel=1e-6, abs=1e-12), f"{count} knobs: {FILE}"


def test_half_of_the_points_are_seen_and_all_lie_around_the_hidden_curve():
    for draw in DRAWS:
        seen, apart = measurements(POINTS, 0.2, draw)
        assert len(seen) == len(apart) == POINTS and not set(seen) & set(apart), FILE
        assert sorted(point.x for point in seen + apart) == pytest.approx(
            [(n + 0.5) / 24 for n in range(24)]
        ), FILE
        assert all(abs(point.y - hidden(point.x)) < 0.9 and abs(point.y) < 2 for point in seen + apart), FILE
    still, _ = measurements(POINTS, 0.0, 3)
    assert all(point.y == hidden(point.x) for point in still), FILE
    noise = [
        point.y - hidden(point.x)
        for draw in DRAWS
        for half in measurements(POINTS, 0.3, draw)
        for point in half
    ]
    assert torch.tensor(noise).std().item() == pytest.approx(0.3, rel=0.1), FILE


def test_a_prediction_by_hand():
    assert predict([1.0, 2.0, 4.0], 0.5) == pytest.approx(1 + 2 * 0 - 4), FILE
    assert loss([1.0], measurements(2, 0.0, 1)[0]) == pytest.approx(
        sum((1 - hidden(x)) ** 2 for x, _ in measurements(2, 0.0, 1)[0]) / 2
    ), FILE


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("parameters", [1, 5, 12])
def test_what_is_drawn(parameters, lang):
    picture, tried = drawn(lang, parameters=parameters), every_count(0.2, 1)
    now = tried[parameters - 1]
    largest = number(max(map(abs, now.knobs)), lang, 2)
    values = [number(now.seen, lang, 3), number(now.apart, lang, 3), largest]
    assert re.findall(r"<b>([^<]+)</b>", picture) == values, FILE
    told = plain(picture)
    for number_of_it, knob in enumerate(now.knobs):
        wave = f" cos {number_of_it if number_of_it > 1 else ''}πx" if number_of_it else ""
        assert f"{number(abs(knob), lang, 2)}{wave}" in told, FILE
    # 398 units for eleven more knobs; 170 for five powers of ten, below 28
    losses = [max(one.apart, 1e-3) for one in tried]
    places = [
        (46 + 398 * n / 11, 28 + 170 * (2 - min(math.log10(one), 2)) / 5) for n, one in enumerate(losses)
    ]
    line = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    assert f'class="k-stroke k-stroke--error k-stroke--dashes" d="M{line}"' in picture, FILE
    curve = re.search(r'class="k-line" d="M([^"]+)"', picture)[1].split("L")
    assert len(curve) == 241 and curve[0] == f"46.0 {232 - 206 * (predict(now.knobs, 0) + 2) / 4:.1f}", FILE


def test_the_curve_behind_the_points_is_shown_on_demand():
    assert "k-best" in drawn("nl", behind=True) and "k-best" not in drawn("nl"), FILE


def test_the_page_says_what_happens():
    tried = every_count(0.2, 1)
    seen, apart = [one.seen for one in tried], [one.apart for one in tried]
    assert seen == sorted(seen, reverse=True) and seen[-1] < 1e-12, PAGE
    assert min(apart) == apart[4] and apart[-1] == max(apart) > 100 * apart[4], PAGE
    assert apart[4:] == pytest.approx(sorted(apart[4:]), rel=0.1), f"it climbs from five on: {PAGE}"
    assert every_count(0.0, 1)[-1].apart < 0.002, f"without noise: {PAGE}"
    clean = [every_count(0.0, draw)[-1].apart for draw in DRAWS]
    assert sum(loss < 0.01 for loss in clean) == 0.75 * len(clean), f"in three draws out of four: {PAGE}"
    assert min(loss for loss in clean if loss >= 0.01) > 0.1, f"and in the others it is bad: {PAGE}"
    for draw in DRAWS:
        assert every_count(0.3, draw)[-1].seen < 1e-9, f"twelve knobs hit any twelve points: {PAGE}"


def test_a_large_loss_is_a_power_of_ten():
    """Its last digits depend on how a computer works out a cosine."""
    assert [amount(0.0781)[lang] for lang in LANGUAGES] == ["0.078", "0,078"], FILE
    assert [amount(821_793.7896)[lang].replace("\u00a0", " ") for lang in LANGUAGES] == [
        "8.22 × 10⁵",
        "8,22 × 10⁵",
    ], FILE
