"""One update against torch's autograd, and each step of the walk against what can be known then."""

import html
import json
import math
import re
from itertools import pairwise

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from knobs import demo
from knobs.demos.backprop import (
    MOST,
    ORDER,
    RATES,
    START,
    STEPS,
    UMBRELLA,
    Example,
    Knobs,
    hands,
    known,
    train,
    update_once,
)
from knobs.recipes import names_in
from knobs.text import LANGUAGES, number

FILE = "look in site_src/knobs/demos/backprop.py"
LAST = len(ORDER) - 1
MARK = {"en": ".", "nl": ","}
some = st.floats(-3, 3)
every_knob = st.builds(Knobs, *[some] * 9)
examples = st.builds(Example, some, some, some)
rates = st.floats(0, 2)


class Torch:
    """The same network, with everything on the way kept so that it has a gradient."""

    def __init__(self, knobs, example):
        self.knobs = [torch.tensor(knob, dtype=torch.float64, requires_grad=True) for knob in knobs]
        w1, w2, b1, w3, w4, b2, w5, w6, b3 = self.knobs
        x1, x2, t = (torch.tensor(value, dtype=torch.float64) for value in example)
        self.z1, self.z2 = w1 * x1 + w2 * x2 + b1, w3 * x1 + w4 * x2 + b2
        self.h1, self.h2 = torch.tanh(self.z1), torch.tanh(self.z2)
        self.y = w5 * self.h1 + w6 * self.h2 + b3
        self.L = torch.nn.functional.mse_loss(self.y, t)
        for value in (self.z1, self.z2, self.h1, self.h2, self.y):
            value.retain_grad()
        self.L.backward()


def drawn(lang="en", **form):
    return demo.run("backprop", lang, json.dumps(form))


def plain(picture):
    return html.unescape(re.sub(r"<[^>]+>", "", picture))


def equation(picture):
    """What stands in the formula, if there is one."""
    found = re.search(r'<span class="k-equation">(.*?)</span></span><span class="k-readout">', picture)
    return plain(found[1]) if found else ""


def rows(picture):
    """The table: what stands behind the name of each knob."""
    told = re.findall(r'role="rowheader">(.*?)</span>(.*?)</span></span>', picture)
    return {plain(name): re.findall(r"<b>([^<]*)</b>", cells) for name, cells in told}


@given(every_knob, examples, rates)
@settings(deadline=None)  # torch takes its time the first time
def test_an_update_is_torchs(knobs, example, rate):
    update, peer = update_once(knobs, example, rate), Torch(knobs, example)
    for name, value in update.values._asdict().items():
        assert value == pytest.approx(getattr(peer, name).item(), rel=1e-12, abs=1e-12), f"{name}: {FILE}"
    for name, slope in update.behind._asdict().items():
        assert slope == pytest.approx(getattr(peer, name).grad.item(), rel=1e-9, abs=1e-12), (
            f"d{name}: {FILE}"
        )
    for name, slope, knob in zip(Knobs._fields, update.gradient, peer.knobs, strict=True):
        assert slope == pytest.approx(knob.grad.item(), rel=1e-9, abs=1e-12), f"d{name}: {FILE}"
    torch.optim.SGD(peer.knobs, lr=rate).step()
    assert list(update.turned) == pytest.approx([knob.item() for knob in peer.knobs], abs=1e-9), FILE
    again = Torch(update.turned, example)
    assert again.L.item() == pytest.approx(update.after.L, rel=1e-9, abs=1e-12), FILE


@given(st.floats(0, 0.3), st.integers(1, 30))
def test_updates_follow_each_other(rate, count):
    updates = train(START, UMBRELLA, rate, count)
    assert len(updates) == count and updates[0].knobs == START, FILE
    for one, next_one in pairwise(updates):
        assert (one.turned, one.after) == (next_one.knobs, next_one.values), FILE


def test_a_gradient_by_hand():
    """The way from the loss to w1: through y, w5 and tanh, to what came in along w1."""
    z1, z2 = 0.3 * 0.5 + 0.5 * 0.8, 0.1 * 0.5 - 0.8 * 0.8
    y = 0.5 * math.tanh(z1) + 1.0 * math.tanh(z2)
    by_hand = 2 * (y - 1) * 0.5 * (1 - math.tanh(z1) ** 2) * 0.5
    assert update_once(START, UMBRELLA, 0.1).gradient.w1 == pytest.approx(by_hand, rel=1e-12), FILE
    assert by_hand == pytest.approx(-2.56 * 0.50 * (1 - 0.50**2) * 0.50, abs=0.005)
    assert "= −0.96 × 0.50 = −0.48" in equation(drawn(step=ORDER.index("dw1"))), FILE


@given(every_knob, examples, rates)
def test_every_recipe_is_true(knobs, example, rate):
    """What a step shows as a formula gives what the step makes known."""
    update = update_once(knobs, example, rate)
    wanted = {step: known(update, step).get(step) for step in ORDER}
    wanted |= {"start": 0, "turn": update.turned.w1, "after": update.after.L}
    for step, recipe in STEPS.items():
        for signs, python in {"×": "*", "−": "-", "²": "**2"}.items():
            recipe = recipe.replace(signs, python)
        names = {**known(update, step), "r": rate, "tanh": math.tanh}
        worked_out = eval(recipe or "0", {"__builtins__": {}}, names)
        assert worked_out == pytest.approx(wanted[step], rel=1e-9, abs=1e-12), f"{step}: {FILE}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_first_update_can_be_worked_out_by_hand(lang):
    """From the numbers as they are shown, with two decimals, each next one follows as it is shown."""
    for step in range(1, len(ORDER)):
        told = equation(drawn(lang, step=step)).replace(MARK[lang], ".")
        *_, filled, value = told.replace("²", "**2").translate(str.maketrans("×−", "*-")).split(" = ")
        if re.search("[a-z∂]", filled.replace("tanh", "")):
            continue  # a value that is only passed on
        worked_out = eval(filled, {"__builtins__": {}, "tanh": math.tanh})
        assert f"{worked_out:.2f}" == f"{float(value):.2f}", f"{told}: {FILE}"


UNITS = ("x1", "x2", "h1", "h2", "y", "t", "L")
FORWARD, BACK = ORDER[1:7], ORDER[7:-2]


def test_the_walk_goes_forward_and_then_from_what_is_behind_to_what_is_before():
    assert FORWARD == ["z1", "h1", "z2", "h2", "y", "L"], FILE
    assert sorted(step[1:] for step in BACK) == sorted([*Knobs._fields, "y", "h1", "z1", "h2", "z2"]), FILE
    for place, step in enumerate(ORDER[:-2]):
        needed = set(names_in(STEPS[step])) - set(Knobs._fields) - set(Example._fields)
        assert needed <= set(ORDER[:place]), f"{step} needs what is not known yet: {FILE}"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("step", range(len(ORDER)), ids=ORDER)
def test_each_step_shows_what_is_known_and_nothing_else(step, lang):
    picture, passed = drawn(lang, step=step), ORDER[: step + 1]
    update = update_once(START, UMBRELLA, 0.1)
    over = ORDER[step] in ("turn", "after")
    values = update.after._asdict() if ORDER[step] == "after" else {} if over else update.values._asdict()
    seen = {**UMBRELLA._asdict(), **{name: value for name, value in values.items() if over or name in passed}}
    for unit in UNITS:
        told = re.search(rf"<title>{unit}(?: = ([^<]+))?</title>", picture)[1]
        summed = unit[0] == "h" and f"z{unit[1]}" in seen and unit not in seen
        wanted = number(seen[unit], lang, 2) if unit in seen else None
        assert told == (f"z = {number(seen[f'z{unit[1]}'], lang, 2)}" if summed else wanted), (
            f"{unit}: {FILE}"
        )
    slopes = update.gradient._asdict()
    for name, cells in rows(picture).items():
        slope = slopes[name] if over or f"d{name}" in passed else None
        turned = getattr(update.turned, name) if over else None
        wanted = [getattr(START, name), slope, turned]
        assert cells == ["" if one is None else number(one, lang, 2) for one in wanted], f"{name}: {FILE}"
    assert list(rows(picture)) == list(Knobs._fields), FILE
    ringed = 0 if over else sum(f"d{name}" in passed for name in Knobs._fields)
    assert picture.count("k-ring") == ringed, FILE
    # Behind each unit what comes back to it: of a hidden one what is before tanh, once that is known.
    back = [name for name in ("dy", "dh1", "dh2") if name in passed and not over]
    back = [name.replace("h", "z") if name.replace("h", "z") in passed else name for name in back]
    shown = [f"∂ {number(getattr(update.behind, name[1:]), lang, 2)}" for name in back]
    assert sorted(re.findall(r'class="k-back"[^>]*>([^<]+)<', picture)) == sorted(shown), FILE


@pytest.mark.parametrize(
    ("step", "on", "back"),
    [
        ("start", 0, 0),
        ("z1", 2, 0),
        ("h1", 0, 0),
        ("y", 2, 0),
        ("L", 2, 0),  # from the output and from the target
        ("dy", 0, 2),
        ("db3", 0, 0),
        ("dw5", 0, 1),
        ("dh2", 0, 1),
        ("dz2", 0, 0),
        ("dw3", 0, 1),
        ("turn", 6, 0),
        ("after", 2, 0),
    ],
)
def test_the_lines_at_work_are_lit(step, on, back):
    picture = drawn(step=ORDER.index(step))
    assert (picture.count("k-link--on"), picture.count("k-link--back")) == (on, back), FILE


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_step_has_a_sentence_of_its_own(lang):
    said = [
        re.search(r'<desc data-say="">([^<]+)</desc>', drawn(lang, step=step))[1]
        for step in range(len(ORDER))
    ]
    # a bias, and a weighted sum, is told as the one before it where its numbers are the same
    assert len(set(said)) == len(said) and all(one.endswith(".") for one in said), FILE
    update = update_once(START, UMBRELLA, 0.1)
    for step, sentence in zip(ORDER, said, strict=True):
        value = known(update, step).get(step, update.after.L)
        assert step in ("start", "turn") or number(value, lang, 2) in sentence, f"{step}: {FILE}"


def test_one_step_on_and_one_step_back_lead_through_all_updates():
    last = len(ORDER) * (MOST + 1) - 1
    for turn in range(last + 1):
        update, step = divmod(turn, len(ORDER))
        told = [offer.values for offer in hands(step, update).offers]
        wanted = [divmod(place, len(ORDER)) for place in (max(turn - 1, 0), min(turn + 1, last))]
        assert told == [{"update": there, "step": then} for there, then in wanted], FILE
    assert "Step 23 of 23" in drawn(step=LAST), FILE


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_curve_is_as_long_as_what_is_known(lang):
    def samples(**form):
        line = re.search(r'k-stroke--dashes" d="M([^"]+)"', drawn(lang, **form))
        return len(line[1].split("L")) if line else 0

    loss = ORDER.index("L")
    assert [samples(step=step) for step in (0, loss - 1, loss, LAST - 1, LAST)] == [0, 0, 1, 1, 2], FILE
    assert [samples(update=7, step=step) for step in (0, LAST)] == [8, 9], FILE


@pytest.mark.parametrize("lang", LANGUAGES)
def test_numbers_that_outgrow_the_computer_are_told_in_a_sentence(lang):
    sentence = {"en": "too large for the computer", "nl": "te groot voor de computer"}[lang]
    for step in range(len(ORDER)):
        picture = drawn(lang, step=step, update=MOST, rate=len(RATES) - 1)
        assert sentence in re.search(r'<desc data-say="">([^<]+)</desc>', picture)[1], FILE
        assert "nan" not in picture.lower() and "inf" not in picture, FILE
    assert sentence not in drawn(lang, step=LAST, update=MOST), FILE
    assert sentence not in drawn(lang, step=LAST, rate=len(RATES) - 1), FILE


@given(
    st.builds(Knobs, *[st.floats(allow_nan=False)] * 9),
    st.builds(Example, *[st.floats(allow_nan=False, allow_infinity=False)] * 3),
    st.floats(0, allow_nan=False),
)
def test_no_number_stops_it(knobs, example, rate):
    assert len(train(knobs, example, rate, 5)) == 5, FILE


def test_an_input_of_nothing_turns_no_weight_behind_it():
    told = rows(drawn(step=LAST, x1=0))
    assert told["w1"] == ["0.30", "0.00", "0.30"] and told["w3"] == ["0.10", "0.00", "0.10"], FILE
    assert told["w2"][0] != told["w2"][2], FILE
