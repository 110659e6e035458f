"""House rules of prose that a machine can check, in both languages. A new rule is one more row."""

import re

import pytest

from tests.docs.numerals import SCALED, is_large, numerals
from tests.docs.pages import Page, pages, papers

EVERY = [*pages(), *pages("*.ipynb"), *papers()]
DUTCH_PAGES = [page for page in EVERY if page.lang == "nl"]
each_page = pytest.mark.parametrize("page", EVERY, ids=lambda page: page.name)
each_dutch_page = pytest.mark.parametrize("page", DUTCH_PAGES, ids=lambda page: page.name)

# What to look for: what to write.
BOTH = {
    r"[.!?…][”’)]?[ ]{2,}\S": "one space after a sentence",
    r"[a-zà-ÿ]{2}[.!?][A-ZÀ-Ý][a-zà-ÿ]": "a space after a sentence",
    r"[\w)”] +[,;!?](?!\S)": "no space before this mark",
    r"\.\.\.": "… for an ellipsis",
    r"\w - \w": "an en dash, –",
}
DUTCH = {
    r"\btaal modell?(?:en)?\b": "“taalmodel”, one word",
    r"\btrainings? data\b": "“trainingsdata”, one word",
    r"\bneura(?:al|le) net werk(?:en)?\b|\bneuraalnetwerk\b": "“neuraal netwerk”",
    r"\b(?:hyper parameter|draai knop|schaal wet|leer snelheid|verlies functie|activatie functie)": "one word",
    r"\bAI modell?(?:en)?\b": "“AI-model”, with a hyphen",
    r"\bLLMs\b": "“LLM's”",
    r"\btriljo(?:en|enen)\b": "“biljoen”: English “trillion”; a Dutch “triljoen” is a million times as many",
    r"\buw?\b(?!-)": "“je” or “jouw”, as everywhere here",
    r'"': "“ and ” around words",
    r"(?<![\d,])[1-9]\d{0,2},000\b|\d,\d{3},\d{3}": "thousands with a point: 10.000",
}
DE = (
    "activatiefunctie batch bias coëfficiënt computer dataset draaiknop embedding formule gradiënt hyperparameter "
    "kans knop laag leersnelheid lijn matrix optimizer parameter prompt richtingscoëfficiënt som tensor tokenizer "
    "training variabele vector verbinding verliesfunctie voorspelling"
)
HET = (
    "antwoord checkpoint contextvenster corpus energieverbruik geheugen getal gewicht hoofdstuk knooppunt kwadraat "
    "model netwerk neuron taalmodel verlies vocabulaire voorbeeld woord"
)
# After these words, 3.11 is a version or the number of a thing, not a decimal number.
NUMBERED = {"BY", "Demo", "Naamsvermelding", "PyTorch", "Python", "Llama", "demo", "tabel"}

MAY_REPEAT = {"dat", "die", "had", "that", "zijn"}  # “that that” can be right


@each_page
def test_the_rules_of_both_languages(page):
    _expect_none(page, _found(page, BOTH))


@each_dutch_page
def test_the_rules_of_dutch(page):
    articles = {
        rf"\b(?:het|dit) (?:{'|'.join(DE.split())})(?![\w-])": "“de” or “deze”",
        rf"\b(?:de|deze) (?:{'|'.join(HET.split())})(?![\w-])": "“het” or “dit”",
    }
    _expect_none(page, _found(page, DUTCH | articles))


@each_dutch_page
def test_dutch_has_a_decimal_comma(page):
    told = []
    for found in re.finditer(r"(\w*)[ ]?(?<![\w.,-])(\d+\.\d+)(?![\w.])", page.prose):
        if found[1] not in NUMBERED and not re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", found[2]):
            told.append(f"{_place(page, found)}: “{found[2]}”: write “{found[2].replace('.', ',')}”")
    _expect_none(page, told)


@each_page
def test_no_word_is_repeated(page):
    _expect_none(
        page,
        [
            f"{_place(page, found)}: “{found[0]}”: write the word once"
            for found in re.finditer(
                r"(?<![\w-])([^\W\d_]+)[ ]*(?:\n[> ]*|[ ])\1(?![\w-])", page.prose, re.IGNORECASE
            )
            if found[1].lower() not in MAY_REPEAT
        ],
    )


@pytest.mark.parametrize("page", [*pages(), *pages("*.ipynb")], ids=lambda page: page.name)
def test_large_numbers_are_computed(page):
    advice = "write {n:name}, with the number in site_src/knobs/figures.py"
    large = [
        f"{page.place(section.line + numeral.line - 1)}: “{numeral.written}”: {advice}"
        for section in page.sections
        for numeral in numerals(section.prose, page.lang)
        if is_large(numeral)
    ]
    scaled = [f"{_place(page, found)}: “{found[0]}”: {advice}" for found in SCALED.finditer(page.prose)]
    _expect_none(page, large + scaled)


def _found(page: Page, rules: dict[str, str]) -> list[str]:
    """What the rules find; their letters are small, and stand for capitals too unless the rule has capitals."""
    return [
        f"{_place(page, found)}: “{found[0].strip()}”: write {advice}"
        for pattern, advice in rules.items()
        for found in re.finditer(pattern, page.prose, 0 if re.search("[A-Z]", pattern) else re.IGNORECASE)
    ]


def _place(page: Page, found: re.Match[str]) -> str:
    return page.place(page.prose.count("\n", 0, found.start()) + 1)


def _expect_none(page: Page, told: list[str]) -> None:
    if told:
        pytest.fail("\n".join([f"{page.name}: {len(told)} to mend", *told]), pytrace=False)
