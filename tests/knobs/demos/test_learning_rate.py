"""The curve against torch's own descent, and what the page says of the rates."""

import html
import json
import re

import pytest
import torch
from knobs import demo
from knobs.demos.backprop import MOST, RATES, START, UMBRELLA, train
from knobs.text import LANGUAGES

FILE = "look in site_src/knobs/demos/learning_rate.py or backprop.py"


def drawn(lang, **form):
    return demo.run("learning-rate", lang, json.dumps(form))


def losses(rate):
    return [update.values.L for update in train(START, UMBRELLA, rate, MOST + 1)]


def by_torch(rate):
    """The same network, turned by torch.optim.SGD."""
    knobs = [torch.tensor(knob, dtype=torch.float64, requires_grad=True) for knob in START]
    w1, w2, b1, w3, w4, b2, w5, w6, b3 = knobs
    optimizer, found = torch.optim.SGD(knobs, lr=rate), []
    for _ in range(MOST + 1):
        h1 = torch.tanh(w1 * UMBRELLA.x1 + w2 * UMBRELLA.x2 + b1)
        h2 = torch.tanh(w3 * UMBRELLA.x1 + w4 * UMBRELLA.x2 + b2)
        loss = (w5 * h1 + w6 * h2 + b3 - UMBRELLA.t) ** 2
        found.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return found


@pytest.mark.parametrize("rate", RATES[:-1])
def test_the_losses_are_torchs(rate):
    assert losses(rate) == pytest.approx(by_torch(rate), rel=1e-6, abs=1e-12), FILE


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_curve_goes_as_far_as_the_updates(lang):
    """From 46 to 444 across for 0 to 25 updates, from 208 up to 28 for a loss of 0 to 4."""
    wanted = {"en": "Updates made: 7, at learning rate 0.1. The loss went from 1.64 to 0.00.",
              "nl": "Keer bijgesteld: 7, met leersnelheid 0,1. Het verlies ging van 1,64 naar 0,00."}  # fmt: skip
    picture = drawn(lang, update=7, rate=RATES.index(0.1))
    told = html.unescape(re.sub(r"<[^>]+>", "", picture))
    assert told.count(wanted[lang]) == 2, FILE  # for the eye, and for a screen reader
    line = re.search(r'k-stroke--dashes" d="M([^"]+)"', picture)[1].split("L")
    places = [(46 + 398 * at / 25, 208 - 180 * loss / 4) for at, loss in enumerate(losses(0.1)[:8])]
    assert line == [f"{x:.1f} {y:.1f}" for x, y in places], FILE
    assert f'k-now" d="M-6-6 6 6M-6 6 6-6" transform="translate({line[-1]})"' in picture, FILE


def test_rates_creep_arrive_swing_and_blow_up():
    """docs/*/how-values-are-assigned.md tells so of these."""
    page = "the page tells otherwise: look at docs/en/how-values-are-assigned.md, and at the Dutch one"
    assert {0.001, 0.1, 0.5, 0.6, 1_000_000} < set(RATES), page
    first = losses(0)[0]
    creep, arrive, swing, blow_up = (losses(rate) for rate in (0.001, 0.1, 0.5, 0.6))
    assert creep == sorted(creep, reverse=True) and 0.7 * first < creep[-1] < 0.9 * first, page
    assert arrive == sorted(arrive, reverse=True) and arrive[5] < 0.01 * first, page
    turning = sum(
        before > now < after for before, now, after in zip(swing, swing[1:], swing[2:], strict=False)
    )
    assert turning >= 2 and max(swing) > 2 * first and swing[-1] < 1e-6 < swing[10], page
    assert blow_up[-1] > 1e12, page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_numbers_that_outgrow_the_computer_are_told_in_a_sentence(lang):
    sentence = {"en": "too large for the computer", "nl": "te groot voor de computer"}[lang]
    picture = drawn(lang, rate=len(RATES) - 1)
    assert sentence in re.search(r'<desc data-say="">([^<]+)</desc>', picture)[1], FILE
    assert "nan" not in picture.lower() and "inf" not in picture.replace("k-fill-input", ""), FILE
    assert sentence not in drawn(lang), FILE
