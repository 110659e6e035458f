"""The tables of the pocket model's card: every figure is that of the card, in each language's way of writing."""

import re

import pytest
from knobs.pocket.measured import measured
from knobs.text import LANGUAGES, DemoError, number
from sitekit.pocket_card import KINDS, pocket

FILE = "look in site_src/sitekit/pocket_card.py"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_model_stands_beside_the_trial(lang):
    told = pocket(lang, "compared")
    rows = [re.findall(r"<td>(.*?)</td>", row) for row in told.split("<tr")[2:]]
    cards = measured("plain"), measured("pocket")
    figures = [
        [form(card["able"][tongue][key], lang) for card in cards]
        for key, form in (("loss", loss), ("seen", share), ("unseen", share), ("where", share))
        for tongue in LANGUAGES
    ]
    assert [row[1:] for row in rows[:-1]] == figures, FILE
    assert [row[0] for row in rows[:2]] == [number(0.689, lang, 2), number(0.706, lang, 2)], FILE
    for told, card in zip(rows[-1][1:], cards, strict=True):
        assert told.startswith(number(card["words read"] / 1e6, lang, 1)), FILE


def loss(value, lang):
    return number(value, lang, 2)


def share(value, lang):
    return f"{number(100 * value, lang)}%"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_kind_of_story_has_a_row_and_guessing_two(lang):
    told, card = pocket(lang, "stories"), measured("pocket")
    assert told.count("<tr") == 1 + len(KINDS) + 2, FILE
    for kind, name in KINDS.items():
        row = told.partition(name[lang])[2].partition("</tr>")[0]
        for tongue in LANGUAGES:
            assert f"{number(100 * card['able'][tongue][kind], lang)}%" in row, f"{kind}: {FILE}"
        seeds = [card["able"], *card["able with other seeds"].values()]
        spread = [[round(100 * able[tongue][kind], 6) for able in seeds] for tongue in LANGUAGES]
        shown = [f"({min(s):.0f}–{max(s):.0f}%)" for s in spread if f"{min(s):.0f}" != f"{max(s):.0f}"]
        assert re.findall(r"\([^)]*\)", row.partition("<td>")[2]) == shown, f"{kind}: {FILE}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_says_what_the_cards_show(lang):
    """docs/*/pocket-model.md, what it can and cannot do."""
    page = "the page tells otherwise: look at docs/en/pocket-model.md and docs/nl/pocket-model.md, section honest"
    card = measured("pocket")
    able, before, chance = card["able"][lang], measured("plain")["able"][lang], card["guessing"][lang]
    assert min(able[kind] for kind in ("where", "hide", "animal", "what color")) > 0.95, page
    assert before["where"] < chance["any place"] + 0.08 and before["where"] < chance["the last place"], page
    # two or three have the same thing, each in its own color, about as often: guessing brings 5 in 12
    assert able["who has the color"] < 5 / 12 + 0.12 and able["day"] < 0.65, page
    assert able["have"] < 0.8, page
    assert measured("plain")["parameters"] == card["parameters"], page
    assert card["config"]["smear"] == 4, page


def test_an_unknown_part_is_named():
    with pytest.raises(DemoError, match="no part “prices”; it has compared or stories"):
        pocket("en", "prices")
