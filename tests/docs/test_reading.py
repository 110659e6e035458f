"""How the tests read a page: prose without its markup, on the lines where it is written, and its numbers."""

import pytest
from sitekit.fences import fences

from tests.docs.numerals import SCALED, is_large, numerals
from sitekit.prose import Page, prose
from tests.docs.pages import pages


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("# What *is* it? {#top}", "What is it?"),
        (
            "A {p:parameter}, many {p:parameter}s, {i:*x*} and snake_case.",
            "A parameter, many parameters, x and snake_case.",
        ),
        ("It has {n:gpt3}, not `x = 1`.", "It has ¤, not ¤."),
        ("So $y = ax$ and a price of $5.", "So ¤ and a price of $5."),
        (
            "See [the **page**](other.md#top), [it][ref] or <https://knobs.example/>.",
            "See [the page], [it] or ¤.",
        ),
        ("Words.\n{: .k-lead }", "Words.\n"),
        ('??? quest "A *title*"\n    Words.', "A title¤\n    Words."),
        ("!!! check wrong\n    Words.", "\n    Words."),
        ('The <span lang="en">few shot</span> <b>way</b>&nbsp;on', "The ¤ way on"),
        ("One.\n<!-- two\nlines -->\nTwo.", "One.\n\n\nTwo."),
        ('```demo name="line"\nTurn {p:a}.\n```\nWords.', "\nTurn a.\n\nWords."),
        ("```python\nx = 1\n```\nWords.", "\n\n\nWords."),
        ("---\ntitle: 'A title'\nchapter: 1\n---\nWords.", "\nA title\n\n\nWords."),
        ("Look in README.md, or docs/en/index.md.", "Look in ¤, or ¤."),
    ],
)
def test_prose_is_what_a_reader_reads(written, read):
    assert prose(written, fences(written)) == read


def test_a_decimal_comma_in_a_formula_moves_nothing():
    """It is shorter as prose than as it is written; the fences behind it stay what is taken out."""
    written = "So $7{,}2 + 1{,}1$.\n```python\nx = 1\n```\nWords."
    assert prose(written, fences(written), keep_numbers=True) == "So $7,2 + 1,1$.\n\n\n\nWords."


@pytest.mark.parametrize(
    ("text", "lang", "values"),
    [
        ("0.5 and 1,287 and 1,287.5", "en", ["0.5", "1287", "1287.5"]),
        ("0,5 en 1287 en 1.287,5", "nl", ["0.5", "1287", "1287.5"]),
        ("GPT-3, H100, 3D, x_1, 10.1103/a and 2005.14165v4", "en", []),
        ("1. one\n2. two 3", "en", ["3"]),
        ("The end is 12. In 2024, 3–4", "en", ["12", "2024", "3", "4"]),
        (prose("$y = 0{,}5x + 10^{21}$", [], keep_numbers=True), "nl", ["0.5", "10", "21"]),
        ("1,2,3", "en", ["1", "2", "3"]),
    ],
)
def test_numbers_mean_the_same_in_both_languages(text, lang, values):
    assert [numeral.value for numeral in numerals(text, lang)] == values


def test_which_numbers_are_large():
    large = [
        numeral.written
        for numeral in numerals("999 1,000 1499 1500 2100 2101 1024 0.001", "en")
        if is_large(numeral)
    ]
    assert large == ["1,000", "1499", "2101", "1024"]
    assert [found[0] for found in SCALED.finditer("175 billion, 0.275 million, 1,6 biljoen")] == [
        "175 billion",
        "1,6 biljoen",
    ]


@pytest.mark.parametrize("page", [*pages(), *pages("*.ipynb")], ids=lambda page: page.name)
def test_lines_stay_where_they_are(page: Page):
    assert page.prose.count("\n") == page.text.count("\n")
