"""Words in both languages, and numbers as each language writes them (babel is the oracle)."""

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st
from knobs.text import DemoError, Text, listing, number, parse_number

FILE = "look in site_src/knobs/text.py"


@given(
    st.integers(0, 3).flatmap(
        lambda d: st.tuples(st.integers(-(10**13), 10**13).map(lambda n: n / 10**d), st.just(d))
    ),
    st.sampled_from(["en", "nl"]),
)
def test_numbers_are_written_as_babel_writes_them(value_and_decimals, lang):
    value, decimals = value_and_decimals
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    expected = format_decimal(value, pattern, locale=lang).replace("-", "−")
    if lang == "nl" and abs(value) < 10_000:
        expected = expected.replace(".", "")  # four digits stay together in Dutch running text
    assert number(value, lang, decimals) == expected, FILE


@pytest.mark.parametrize(
    ("value", "decimals", "en", "nl"),
    [
        (0.5, 1, "0.5", "0,5"),
        (-0.04, 1, "0.0", "0,0"),
        (1287, 0, "1,287", "1287"),
        (9999.96, 1, "10,000.0", "10.000,0"),
        (174_604_259_328, 0, "174,604,259,328", "174.604.259.328"),
        (-2.25, 2, "−2.25", "−2,25"),
        (float("inf"), 1, "∞", "∞"),
    ],
)
def test_numbers_by_hand(value, decimals, en, nl):
    assert (number(value, "en", decimals), number(value, "nl", decimals)) == (en, nl), FILE


@given(st.integers(-(10**6), 10**6), st.integers(0, 3), st.sampled_from(["en", "nl"]))
def test_a_written_number_is_read_back(value, decimals, lang):
    value = value / 10**decimals
    if abs(value) < 1000:  # larger ones carry separators, which a reader is not asked to write
        assert parse_number(number(value, lang, decimals), lang) == value, FILE


@given(st.one_of(st.text(), st.none(), st.lists(st.integers()), st.dictionaries(st.text(), st.text())))
def test_whatever_is_sent_is_a_finite_number_or_none(written):
    value = parse_number(written, "nl")
    assert value is None or abs(value) < float("inf"), FILE


@pytest.mark.parametrize("written", [True, "nan", "inf", "1e999", "1_000", "", "0x10", "1,5,5", "½", 10**400])
def test_what_is_not_a_number(written):
    assert parse_number(written, "nl") is None, FILE


def test_english_reads_no_decimal_comma():
    assert parse_number("0,5", "en") is None, FILE
    assert parse_number("0,5", "nl") == 0.5, FILE


def test_a_text_without_dutch_names_file_and_line():
    with pytest.raises(
        DemoError, match=r"test_text\.py:\d+: Text has no words for nl; write Text\(en=…, nl=…\)"
    ):
        Text(en="slope")


def test_fill_writes_numbers_in_each_language():
    filled = Text(
        en="{n} knobs, {share:.1%}, {a:.2f}, {name}", nl="{n} knoppen, {share:.1%}, {a:.2f}, {name}"
    ).fill(n=12345, share=0.316, a=-0.5, name=Text(en="sigmoid", nl="sigmoïde"))
    assert filled.en == "12,345 knobs, 31.6%, −0.50, sigmoid", FILE
    assert filled.nl == "12.345 knoppen, 31,6%, −0,50, sigmoïde", FILE


def test_listing():
    assert listing(["a"]) == "a", FILE
    assert listing(["a", "b", "c"], "nl") == "a, b of c", FILE
