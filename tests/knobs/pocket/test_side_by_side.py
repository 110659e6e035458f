"""Two languages beside each other, lights, and numbers that snap: their HTML, and what is said of them."""

import re
from xml.etree import ElementTree

import pytest
from knobs.pocket import Model, load
from knobs.pocket.lights import Light, Lights
from knobs.pocket.side_by_side import (
    MOST,
    PROMPTS,
    Languages,
    Said,
    Sentence,
    Told,
    base,
    beside,
    likeliest,
    name,
    say,
    shifts,
)
from knobs.pocket.snaps import EDGE, WIDE, Snaps
from knobs.text import LANGUAGES, Text, same
from knobs.views import Note

FILE = "look in site_src/knobs/pocket/side_by_side.py"


def read(drawn):
    return ElementTree.fromstring(f"<output>{drawn}</output>")


@pytest.mark.parametrize("prompt", PROMPTS)
def test_prompts_are_read_and_written_on_within_the_limit(prompt, lang):
    model, tokenizer = load().model, base().tokenizer
    words = tokenizer.encode(PROMPTS[prompt][lang], lang)
    told = say(model, words)
    assert model.position <= MOST, FILE
    again = Model(model.weights)
    for place, word in enumerate(told.written):
        assert likeliest(again.read([*words, *told.written[:place]])) == word, FILE
    assert sum(told.spread) == pytest.approx(1), FILE
    assert told.sentence.endswith((".", "?", "…")) and told.sentence.count(".") <= 1, FILE


def test_rows_keep_the_words_that_led_and_add_the_one_that_leads():
    words = [4, 5, 6, 7, 8, 9]
    before = Said([1], [0, 0, 0, 0, 0.4, 0.3, 0.15, 0.1, 0.05, 0], words)
    after = Said([1], [0, 0, 0, 0, 0.1, 0.1, 0.1, 0.1, 0, 0.6], words)
    rows = shifts(before, after)
    assert [row[0] for row in rows[:-1]] == [name(4), name(5), name(6), name(9)], FILE
    assert rows[-1][1:] == pytest.approx((0.15, 0.1)), FILE
    assert [row[0] for row in shifts(before, before)[:-1]] == [name(4), name(5), name(6), name(7)], FILE


def test_a_word_is_named_as_readers_write_it():
    tokenizer = base().tokenizer
    assert name(tokenizer.words.index("Den_Haag")) == "Den Haag", FILE
    assert name(tokenizer.end) == Text(en="(the end)", nl="(het einde)"), FILE


def test_the_readers_language_comes_first(lang):
    found = read(Languages({one: Note(one) for one in LANGUAGES}).html(lang))
    notes = [span.text for span in found.iter("span") if span.get("class") == "k-note"]
    assert notes == [lang, *(one for one in LANGUAGES if one != lang)], FILE


def test_a_sentence_tells_its_language():
    assert 'lang="nl"' in Sentence("a", "Anna heeft <een>", "nl").html("en"), FILE
    assert 'lang="nl"' not in Sentence("a", "Anna heeft", "nl").html("nl"), FILE
    assert 'lang=""' in Sentence("a", "half and half").html("nl"), f"nobody knows its language: {FILE}"
    assert "&lt;een&gt;" in Sentence("a", "<een>", "nl").html("en"), FILE


def test_what_is_told_is_for_those_who_do_not_see():
    assert Told(Text(en="One.", nl="Een.")).html("nl") == '<span data-say="" hidden="">Een.</span>', FILE


def test_sentences_stand_above_their_bars():
    said = Said([1, 10], [0.5, 0.5, *[0.0] * (len(base().tokenizer.words) - 2)], [4])
    drawn = beside(lambda _: said, lambda _: said, [same("learned"), same("changed")]).html("en")
    assert drawn.count("k-sentence__told") == 2 * drawn.count(">learned<") == 4, FILE
    assert drawn.index(">learned<") < drawn.index(">changed<") < drawn.index("k-shift"), FILE


def test_lights(lang):
    lights = {
        "en": [Light(same("one"), True), Light("two & <three>", False, same("4 bits"))],
        "nl": [Light(same("een"), False, same("3 bits")), Light("twee", False, same("2 bits"))],
    }
    drawn = read(Lights(Text(en="Facts", nl="Feiten"), lights).html(lang))
    items = [span for span in drawn.iter("span") if span.get("role") == "listitem"]
    told = ["".join(item.itertext()) for item in items]
    expected = {
        "en": ["one", "two & <three>, wrong now 4 bits"],
        "nl": ["een, nu fout 3 bits", "twee, nu fout 2 bits"],
    }
    assert told == expected[lang], "look in site_src/knobs/pocket/lights.py"
    classes = [path.get("class") for item in items for path in item.iter("path")]
    assert classes == {"en": ["k-lit", "k-unlit"], "nl": ["k-unlit", "k-unlit"]}[lang]
    row = {"en": "The same in Dutch: 0 of 2.", "nl": "Dezelfde in het Engels: 1 van de 2."}[lang]
    assert row in "".join(drawn.itertext()), "look in site_src/knobs/pocket/lights.py"


def test_numbers_go_to_their_levels():
    drawn = Snaps(
        Text(en="Numbers", nl="Getallen"),
        Text(en="Three.", nl="Drie."),
        [-1, 0.2, 0.9],
        [-1, 0, 1],
        [-1, 0, 1],
        1,
    ).html("nl")
    links = re.search(r'class="k-link" d="([^"]+)"', drawn)[1]
    ends = [tuple(map(float, pair)) for pair in re.findall(r"M([\d.]+) [\d.]+L([\d.]+) ", links)]
    middle, reach = WIDE / 2, WIDE / 2 - EDGE
    for (start, end), before, after in zip(ends, (-1, 0.2, 0.9), (-1, 0, 1), strict=True):
        assert start == pytest.approx(middle + reach * before, abs=0.06), (
            "look in site_src/knobs/pocket/snaps.py"
        )
        assert end == pytest.approx(middle + reach * after, abs=0.06), (
            "look in site_src/knobs/pocket/snaps.py"
        )
    assert "afgerond op 3 niveaus" in drawn and "−1,00" in drawn and ">0,00<" in drawn
    assert '<desc data-say="">Drie.</desc>' in drawn, "look in site_src/knobs/pocket/snaps.py"
