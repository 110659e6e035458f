"""sitekit/word_files.py: the files hold every word, and the glossary leads to them."""

import csv
import io

from knobs.vocabulary import words
from sitekit import glossary, word_files

FILE = "look in site_src/sitekit/word_files.py"


def test_the_csv_is_every_word():
    rows = list(csv.DictReader(io.StringIO(word_files.as_csv())))
    assert [row["key"] for row in rows] == list(words()), FILE
    for row, word in zip(rows, words().values(), strict=True):
        assert (row["en"], row["nl"], row["article"], row["plural"], row["ipa"]) == (
            word.en, word.nl, word.article, word.plural, word.ipa,
        ), FILE  # fmt: skip
        assert (row["example_en"], row["meaning_nl"]) == (word.example["en"], word.meaning["nl"]), FILE
        assert bool(row["mind_en"]) == bool(row["mind_nl"]) == bool(word.false_friends), FILE
        assert not [value for value in row.values() if "*" in value], FILE


def test_anki_gets_two_fields_a_line_below_its_headers():
    """https://docs.ankiweb.net/importing/text-files.html: what begins with # is a header, or a comment."""
    lines = word_files.as_cards().splitlines()
    headers = [line for line in lines if line.startswith("#")]
    assert headers == lines[: len(headers)] and headers[0] == "#separator:tab", FILE
    cards = [line.split("\t") for line in lines[len(headers) :]]
    assert len(cards) == len(words()) and all(len(card) == 2 for card in cards), FILE
    assert len({front for front, _ in cards}) == len(cards), f"one question, two answers: {FILE}"
    weight = next(back for front, back in cards if front.startswith("weight "))
    assert weight == "het gewicht, gewichten /ɣəˈʋɪxt/ – Elke invoer heeft een eigen gewicht.", FILE


def test_the_glossary_leads_to_each_file():
    assert {f"assets/{name}" for name in glossary.FILES} == set(word_files.files())
    for name in glossary.FILES:
        assert f'href="../assets/{name}"' in glossary.glossary("en", "../assets/")
