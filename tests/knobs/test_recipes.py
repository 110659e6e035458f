"""A recipe is written with its names and with its numbers, by hand calculation, in both languages."""

import html
import re
from math import inf, nan

import pytest
from knobs.recipes import amount, formula, names_in, sign
from knobs.text import Text

FILE = "look in site_src/knobs/recipes.py"
NUMBERS = {"y": -0.25, "t": 1.0, "w1": -0.5, "x1": 2.0, "h1": -0.5, "dy": -2.5, "b1": 0.0, "z1": -1.0}


def shown(result, recipe, value, lang="en", **more):
    drawn = formula(result, recipe, NUMBERS, value, **more).html(lang)
    return html.unescape(re.sub(r"<[^>]+>", "", drawn))


@pytest.mark.parametrize(
    ("recipe", "names"),
    [
        ("", []),
        ("w1 × x1 + b1", ["w1", "x1", "b1"]),
        ("tanh(z1)", ["z1"]),
        ("2 × (y − t)", ["y", "t"]),
        ("dh1 × (1 − h1²)", ["dh1", "h1"]),
        ("(L − t)²", ["L", "t"]),
        ("dy", ["dy"]),
    ],
)
def test_names_are_letters_with_a_digit(recipe, names):
    assert names_in(recipe) == names, FILE


@pytest.mark.parametrize(
    ("result", "recipe", "value", "told"),
    [
        ("z1", "w1 × x1 + b1", -1.0, "z1 = w1 × x1 + b1 = −0.50 × 2.00 + 0.00 = −1.00"),
        ("z1", "x1 × w1", -1.0, "z1 = x1 × w1 = 2.00 × (−0.50) = −1.00"),  # behind a sign, in brackets
        ("L", "(y − t)²", 1.5625, "L = (y − t)² = (−0.25 − 1.00)² = 1.56"),
        ("h1", "tanh(z1)", -0.76, "h1 = tanh(z1) = tanh(−1.00) = −0.76"),
        ("z1", "1 − h1²", 0.75, "z1 = 1 − h1² = 1 − (−0.50)² = 0.75"),
        ("db3", "dy", -2.5, "∂L/∂b3 = ∂L/∂y = −2.50"),  # handed on as it is
        ("dw1", "dy × x1", -5e5, "∂L/∂w1 = ∂L/∂y × x1 = −2.50 × 2.00 = −5.00\u00a0×\u00a010⁵"),
    ],
)
def test_a_formula_by_hand(result, recipe, value, told):
    assert shown(result, recipe, value) == told, FILE


def test_numbers_and_settings_are_written_in_the_readers_language():
    rate = (Text(en="rate", nl="snelheid"), Text(en="0.1", nl="0,1"))
    told = shown("w1", "w1 − r × dy", -0.25, "nl", becomes="←", settings={"r": rate})
    assert told == "w1 ← w1 − snelheid × ∂L/∂y = −0,50 − 0,1 × (−2,50) = −0,25", FILE


def test_the_letter_tells_the_role():
    drawn = formula("L", "x1 × w1 × h1 × dy", NUMBERS, 1).html("en")
    roles = re.findall(r'class="k-role k-(\w+)"', drawn)
    assert roles == ["error", *["input", "param", "output", "error"] * 2, "error"], FILE
    assert sign("w1") == "<var>w<sub>1</sub></var>", FILE


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (-0.001, "0,00"),
        (9999.994, "9999,99"),
        (10_000, "1,00\u00a0×\u00a010⁴"),
        (inf, "∞"),
        (-inf, "−∞"),
        (nan, "?"),
    ],
)
def test_amounts_stay_short(value, told):
    assert amount(value)["nl"] == told, FILE
