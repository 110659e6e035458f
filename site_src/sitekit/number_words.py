"""How each language writes numbers: marks, words, months, and the words that a number of a place stands behind."""

from decimal import Decimal

PLAIN = {
    "en": r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?",
    "nl": r"\d{1,3}(?:\.\d{3})+(?:,\d+)?(?!\d)|\d+(?:,\d+)?",
}
MARKS = {"en": (",", "."), "nl": (".", ",")}  # between thousands, before decimals
SCALES = {
    "en": "thousand million billion trillion quadrillion quintillion sextillion",
    "nl": "duizend miljoen miljard biljoen biljard triljoen triljard",
}
SCALE = {
    lang: {word: Decimal(1000) ** power for power, word in enumerate(words.split(), start=1)}
    for lang, words in SCALES.items()
}
PLURAL = {"en": "s", "nl": "en"}
ONES = {
    "en": "one two three four five six seven eight nine",
    "nl": "een twee drie vier vijf zes zeven acht negen",
}
TEENS = {
    "en": "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
    "nl": "tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien",
}
TENS = {
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
    "nl": "twintig dertig veertig vijftig zestig zeventig tachtig negentig",
}


def _up_to_99(lang: str) -> dict[str, int]:
    """Sixty-four is vierenzestig."""
    ones, tens = ONES[lang].split(), TENS[lang].split()
    found = {word: value for value, word in enumerate([*ones, *TEENS[lang].split()], start=1)}
    for ten, word in enumerate(tens, start=2):
        found[word] = 10 * ten
        for one, small in enumerate(ones, start=1):
            linked = small + ("ën" if small.endswith("e") else "en") + word
            found[linked if lang == "nl" else f"{word}-{small}"] = 10 * ten + one
    return found


def _in_words(lang: str) -> dict[str, Decimal]:
    """Dutch writes tweehonderd, tweeduizend and honderdduizend as one word; English writes each part apart."""
    small = _up_to_99(lang)
    found = dict(small)
    if lang == "nl":
        hundreds = {f"{word}honderd": 100 * small[word] for word in ONES[lang].split()[1:]} | {"honderd": 100}
        thousands = {word: 1000 * value for word, value in (small | hundreds).items() if value > 1}
        found |= hundreds | {f"honderd{word}": 100 + value for word, value in small.items()}
        found |= {f"{word}duizend{end}": value for word, value in thousands.items() for end in ("", "en")}
    else:
        found |= {f"hundred and {word}": 100 + value for word, value in small.items()}
    for ending in {"en": ["fold"], "nl": ["voud", "maal"]}[lang]:
        found |= {word + ending: value for word, value in small.items() if value > 2}  # of two, see PAIRS
    return {word: Decimal(value) for word, value in found.items() if value > 1}  # “one” says more than 1


# Whole numbers; and what multiplies the word before it, and stands by itself too: hundreds, miljoenen.
WORDS = {lang: _in_words(lang) for lang in ONES}
TIMES = {
    "en": {"ten": Decimal(10), "hundred": Decimal(100)} | SCALE["en"],  # tens of thousands
    "nl": {"honderd": Decimal(100)} | SCALE["nl"],
}
HALF_WORDS = {"en": "half halves", "nl": "half halve helft helften halfuur halfjaar"}
ONE_AND_A_HALF = {
    "en": ("one and a half", "and a half", "half as many again", "half as much again"),  # an hour and a half
    "nl": ("anderhalf", "anderhalve"),
}


def _halves(lang: str) -> dict[str, Decimal]:
    """Two and a half is tweeënhalf or twee en een half."""
    half, ones = Decimal("0.5"), ONES[lang].split()
    found = dict.fromkeys(HALF_WORDS[lang].split(), half) | dict.fromkeys(ONE_AND_A_HALF[lang], 1 + half)
    for value, word in enumerate(ones[1:], start=2):
        linked = word + ("ën" if word.endswith("e") else "en")
        dutch = (f"{linked}half", f"{linked}eenhalf", f"{word} en een half", f"{word} en een halve")
        found |= dict.fromkeys(dutch if lang == "nl" else (f"{word} and a half",), value + half)
    return found


HALVES = {lang: _halves(lang) for lang in ONES}
# Parts; and places in an order, which are parts only as “a third of” is one. Not “second”, which is a time as well.
PARTS = {
    "en": "third fourth fifth sixth seventh eighth ninth tenth quarter hundredth thousandth millionth billionth",
    "nl": "derde vierde vijfde zesde zevende achtste negende tiende kwart honderdste duizendste miljoenste "
    "miljardste kwartier",
}
PART_VALUES = [*range(3, 11), 4, 100, 1000, 10**6, 10**9, 4]
PART = {lang: dict(zip(PARTS[lang].split(), PART_VALUES, strict=False)) for lang in PARTS}
PLACES = {lang: PARTS[lang].split()[:8] for lang in PARTS}
PART_PLURAL = {"en": "s", "nl": "n|en"}
BEFORE_PART = {
    "en": r"\b(?:an?|one|two|three|four|per)\s+$",
    "nl": r"\b(?:g?een|één|twee|drie|vier|per)\s+$",
}
BEHIND_PART = r"\s+(?:of|as|the|van|zo|more|less|meer|minder)\b|[.,;:)]|\s*$"
# What may stand for a two, as “twee keer” does for “twice”, and need not.
PAIRS = {
    "en": "twice double doubled both pair",
    "nl": "dubbel dubbele tweemaal verdubbeld beide allebei paar",
}
LETTERS = {"B": Decimal(10) ** 9, "M": Decimal(10) ** 6, "T": Decimal(10) ** 12, "K": Decimal(1000)}
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
}
LOCATORS = {
    "en": "table tables section sections appendix figure figures chapter chapters page pages claim claims version",
    "nl": "tabel tabellen paragraaf paragrafen bijlage figuur figuren hoofdstuk hoofdstukken bladzijde bladzijden "
    "bewering beweringen versie",
}
UNITS = r"(?:%|[kMG]?Wh?\b|[kMGT]i?B\b|tokens?\b|tonnes?\b|ton\b|GPU|parameters?\b|dollars?\b|euros?\b|FLOP)"
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
