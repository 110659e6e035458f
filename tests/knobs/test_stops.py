"""A slider along named places shows their names, and takes their numbers."""

import html
import json
import re

import pytest
from knobs.stops import Stops
from knobs.text import DemoError, InputError, Text, same

FILE = "look in site_src/knobs/stops.py"
STOPS = Stops(
    names=[Text(en="1,000", nl="1000"), Text(en="1 million", nl="1 miljoen"), same("<all>")],
    label=Text(en="words", nl="woorden"),
)


def test_it_shows_the_name_of_its_place(lang):
    drawn = STOPS.html("at", 1, lang)
    named = json.loads(html.unescape(re.search(r'data-names="([^"]+)"', drawn)[1]))
    assert named == [name[lang] for name in STOPS.names], FILE
    assert (
        f">{STOPS.names[1][lang]}</output>" in drawn and f'aria-valuetext="{STOPS.names[1][lang]}"' in drawn
    ), FILE
    assert 'min="0" max="2" step="1" value="1"' in drawn, FILE
    assert "<all>" not in drawn, FILE


@pytest.mark.parametrize("written", [1, 1.0, "1"])
def test_it_takes_a_number(written):
    value = STOPS.read("at", written, "en")
    assert value == 1 and type(value) is int, FILE


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        (3, "‘woorden’ (at) loopt van 0 tot en met 2; 3 valt daarbuiten."),
        (0.5, "geheel getal van 0 tot en met 2"),
        ("1 miljoen", "1 miljoen is geen getal"),
        (True, "geen getal"),
    ],
)
def test_what_is_no_place_is_one_sentence(written, sentence):
    with pytest.raises(InputError) as refused:
        STOPS.read("at", written, "nl")
    assert sentence in str(refused.value), FILE


def test_a_test_tries_its_ends_and_the_middle():
    assert STOPS.trials() == (0, 1, 2), FILE


def test_one_place_is_no_slider():
    with pytest.raises(DemoError):
        Stops(names=[same("here")], label=same("x"))
