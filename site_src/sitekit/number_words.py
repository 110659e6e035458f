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
SMALL = {
    "en": "two three four five six seven eight nine ten eleven twelve",
    "nl": "twee drie vier vijf zes zeven acht negen tien elf twaalf",
}
WORDS = {
    lang: {word: Decimal(value) for value, word in enumerate(words.split(), start=2)}
    for lang, words in SMALL.items()
}
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
