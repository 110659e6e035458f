"""Names of large numbers: against the published tables of both scales, and read back word by word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from knobs.naming import LARGEST, SCALES, in_bytes, power, rounded, spelled

FILE = "look in site_src/knobs/naming.py"

# Zeros by name. English, short scale: the n-th -illion is 10^(3n + 3). Dutch, long scale: the n-th -iljoen is 10^(6n),
# the n-th -iljard 10^(6n + 3). The prefixes are Latin in both.
LATIN = ["m", "b", "tr", "quadr", "quint", "sext", "sept", "oct", "non", "dec"]
SHORT = {f"{prefix}illion": 3 * n + 3 for n, prefix in enumerate(LATIN, 1)}
LONG = {f"{prefix}iljoen": 6 * n for n, prefix in enumerate(LATIN, 1)}
LONG |= {f"{prefix}iljard": 6 * n + 3 for n, prefix in enumerate(LATIN, 1)}


def test_every_name_has_the_zeros_that_its_scale_gives_it():
    for exponent, name in SCALES.items():
        assert SHORT[name.en] == exponent, f"{FILE}: {name.en}"
        assert LONG[name.nl] == exponent, f"{FILE}: {name.nl}"
    assert sorted(SCALES) == list(range(6, 36, 3)), FILE


@pytest.mark.parametrize(
    ("value", "en", "nl"),
    [
        (0, "0", "0"),
        (1234.5, "1,234.5", "1234,5"),
        (999_999, "999,999", "999.999"),
        (999_960_000, "1 billion", "1 miljard"),
        (174_604_259_328, "174.6 billion", "174,6 miljard"),
        (1.6e12, "1.6 trillion", "1,6 biljoen"),
        (1.6369e16, "16.4 quadrillion", "16,4 biljard"),
        (3.14e23, "314 sextillion", "314 triljard"),
        (-2e6, "−2 million", "−2 miljoen"),
        (5e40, "5.00\u00a0×\u00a010⁴⁰", "5,00\u00a0×\u00a010⁴⁰"),
    ],
)
def test_rounded(value, en, nl):
    assert (rounded(value, "en"), rounded(value, "nl")) == (en, nl), FILE


def test_a_power_of_ten():
    assert power(3.143e23, "nl") == "3,14\u00a0×\u00a010²³", FILE
    assert power(0.0005, "en", 0) == "5\u00a0×\u00a010⁻⁴", FILE


@pytest.mark.parametrize(
    ("whole", "en", "nl"),
    [
        (0, "zero", "nul"),
        (13, "thirteen", "dertien"),
        (22, "twenty-two", "tweeëntwintig"),
        (83, "eighty-three", "drieëntachtig"),
        (101, "one hundred one", "honderdeen"),
        (1000, "one thousand", "duizend"),
        (1287, "one thousand two hundred eighty-seven", "twaalfhonderdzevenentachtig"),
        (2048, "two thousand forty-eight", "tweeduizend achtenveertig"),
        (100_000, "one hundred thousand", "honderdduizend"),
        (
            5_200_000_000,
            "five billion two hundred million",
            "vijf miljard tweehonderd miljoen",
        ),
    ],
)
def test_spelled(whole, en, nl):
    assert (spelled(whole, "en"), spelled(whole, "nl")) == (en, nl), FILE


ENGLISH = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
} | dict(
    zip(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"],
        range(20, 100, 10),
        strict=True,
    )
)
TEENS = [
    "tien",
    "elf",
    "twaalf",
    "dertien",
    "veertien",
    "vijftien",
    "zestien",
    "zeventien",
    "achttien",
    "negentien",
]
UNITS = ["nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen"]
TENS = ["twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig"]
DUTCH = {word: value for value, word in enumerate([*UNITS, *TEENS])}
DUTCH |= {word: 10 * value for value, word in enumerate(TENS, 2)}
DUTCH |= {
    unit + ("ën" if unit[-1] == "e" else "en") + ten: 10 * tens + one
    for tens, ten in enumerate(TENS, 2)
    for one, unit in enumerate(UNITS[1:], 1)
}


def read(words, lang):
    """What spelled words come to: a reader that goes the other way."""
    total = part = 0
    for word in words.replace("-", " ").split():
        if word in (SHORT if lang == "en" else LONG):
            total, part = total + part * 10 ** (SHORT if lang == "en" else LONG)[word], 0
        elif lang == "nl":
            if word.endswith("duizend"):
                part += 1000 * (hundreds(word.removesuffix("duizend")) or 1)
            else:
                part += hundreds(word)
        elif word == "thousand":
            part *= 1000
        elif word == "hundred":
            part += 99 * (part % 1000)
        else:
            part += ENGLISH[word]
    return total + part


def hundreds(word):
    before, hundred, after = word.partition("honderd")
    if not hundred:
        return DUTCH[before] if before else 0
    return 100 * (DUTCH[before] if before else 1) + (DUTCH[after] if after else 0)


@given(st.one_of(st.integers(0, 10_000), st.integers(0, LARGEST)), st.sampled_from(["en", "nl"]))
def test_what_is_spelled_reads_back(whole, lang):
    assert read(spelled(whole, lang), lang) == whole, f"{FILE}: {spelled(whole, lang)}"


@pytest.mark.parametrize("whole", [-1, LARGEST + 1])
def test_what_has_no_name(whole):
    with pytest.raises(ValueError, match="have names here"):
        spelled(whole, "en")


@pytest.mark.parametrize(
    ("value", "english", "dutch"),
    [
        (349_208_518_656, "349.2 GB", "349,2 GB"),
        (999_960, "1.0 MB", "1,0 MB"),
        (9_437_184, "9.4 MB", "9,4 MB"),
        (2.79e12, "2.8 TB", "2,8 TB"),
        (950, "950 bytes", "950 bytes"),
        (0, "0 bytes", "0 bytes"),
    ],
)
def test_bytes_in_the_largest_unit_that_they_fill(value, english, dutch):
    told = in_bytes(value)
    assert (told.en.replace("\u00a0", " "), told.nl.replace("\u00a0", " ")) == (english, dutch), FILE
