"""Views of text: nothing gets in unescaped, every word says which language it is, and what is cut off says so."""

import re
from xml.etree import ElementTree

import pytest
from knobs.pocket.tokens import Chance, Chances, Offers, Token, Tokens, WrittenOn, percent
from knobs.text import Text
from knobs.views import Offer

FILE = "look in site_src/knobs/pocket/tokens.py"
NAME = Text(en="name", nl="naam")
SAY = Text(en="Said.", nl="Gezegd.")


def chances(*rows, lang="en", tongue="en"):
    return Chances(NAME, SAY, tongue, rows).html(lang)


def test_a_bar_is_as_long_as_its_word_is_probable():
    html = chances(Chance("a", 0.75), Chance("b", 0.25), Chance("c", None))
    assert re.findall(r'k-fill-output" width="([\d.]+)"', html) == ["225", "75"], FILE
    assert re.findall(r'k-val">([^<]*)<', html) == ["75.0%", "25.0%", "cut off"], FILE
    assert re.findall(r'<span class="(k-bars__row[^"]*)"', html) == [
        "k-bars__row k-top", "k-bars__row", "k-bars__row k-bars__row--cut",
    ], FILE  # fmt: skip


def test_all_other_words_together_do_not_lead():
    html = Chances(NAME, SAY, "en", [Chance("a", 0.2), Chance("others", 0.8)], rest=True).html("en")
    assert re.findall(r'<span class="(k-bars__row[^"]*)"', html) == ["k-bars__row k-top", "k-bars__row"], FILE


@pytest.mark.parametrize(
    ("share", "en", "nl"),
    [(1, "100.0%", "100,0%"), (0.4636, "46.4%", "46,4%"), (0.0004, "<0.1%", "<0,1%"), (0, "0.0%", "0,0%")],
)
def test_what_rounds_to_nothing_is_not_nothing(share, en, nl):
    assert (percent(share).en, percent(share).nl) == (en, nl), FILE


def test_words_say_their_language_where_it_is_not_the_pages():
    offer = Offer("kat", {"prompt": "kat "}, "word")
    views = {
        "Tokens": Tokens(NAME, "nl", [Token("kat", 7)]),
        "Chances": Chances(NAME, SAY, "nl", [Chance(offer, 1.0)]),
        "WrittenOn": WrittenOn(NAME, "nl", "de", " kat"),
    }
    for name, view in views.items():
        assert 'lang="nl"' in view.html("en") and "lang=" not in view.html("nl"), f"{FILE}: {name}"


def test_a_word_that_is_not_finished_has_no_number():
    html = Tokens(NAME, "en", [Token("the", 7)], "Fra").html("en")
    assert re.findall(r'k-token__number">(\d+)<', html) == ["7"], FILE
    assert '<span class="k-token k-token--open" role="listitem">Fra…</span>' in html, FILE


@pytest.mark.parametrize(
    ("prompt", "written", "text"),
    [
        ("Anna is", " in the park.", "Anna is in the park."),
        ("Anna", "’s dog.", "Anna’s dog."),
        ("", "the", "the"),
    ],
)
def test_what_is_written_joins_the_prompt_as_signs_do(prompt, written, text):
    html = WrittenOn(NAME, "en", prompt, written).html("en")
    shown = re.search(r'k-continued__text">(.*)</span></span>', html)[1]
    assert re.sub("<[^>]*>", "", shown) == text, FILE
    assert ("k-role k-input" in html) == bool(prompt) and "k-role k-output" in html, FILE


def test_the_models_own_end_is_told():
    assert "Hier beëindigt het model de tekst." in WrittenOn(NAME, "nl", "a", " b", ended=True).html("nl"), (
        FILE
    )


def test_everything_is_escaped():
    bad = '<img src="x">'
    hostile = Text(en=bad, nl=bad)
    for view in (
        Tokens(hostile, "en", [Token(bad, 1)], bad),
        Chances(hostile, hostile, "en", [Chance(Offer(bad, {"prompt": bad}), 1), Chance(hostile, None)]),
        Offers(hostile, [Offer(bad, {"prompt": bad})]),
        WrittenOn(hostile, "en", bad, bad, ended=True),
    ):
        html = view.html("en")
        assert "<img" not in html, FILE
        ElementTree.fromstring(f"<output>{html}</output>")
