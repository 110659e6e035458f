"""Names for large numbers in both languages: 174.6 billion is 174,6 miljard, and a Dutch biljoen is a trillion.

English counts in the short scale: every name is a thousand times the one before. Dutch counts in the long scale:
-joen and -jard take turns, so that from 10^9 on the same word means another number.
"""

from .text import LANGUAGES, Text, number

SCALES = {
    6: Text(en="million", nl="miljoen"),
    9: Text(en="billion", nl="miljard"),
    12: Text(en="trillion", nl="biljoen"),
    15: Text(en="quadrillion", nl="biljard"),
    18: Text(en="quintillion", nl="triljoen"),
    21: Text(en="sextillion", nl="triljard"),
    24: Text(en="septillion", nl="quadriljoen"),
    27: Text(en="octillion", nl="quadriljard"),
    30: Text(en="nonillion", nl="quintiljoen"),
    33: Text(en="decillion", nl="quintiljard"),
}
LARGEST = 10**36 - 1  # what these names reach
SUPERSCRIPT = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")

ONES = Text(
    en="zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen",
    nl="nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien "
    "zeventien achttien negentien",
)
TENS = Text(
    en="twenty thirty forty fifty sixty seventy eighty ninety",
    nl="twintig dertig veertig vijftig zestig zeventig tachtig negentig",
)


def rounded(value: float, lang: str, decimals: int = 1) -> str:
    """'174.6 billion', '174,6 miljard': the number in the largest unit that it fills; below a million as it is.

    Beyond the last name it is a power of ten. Whole numbers lose their decimals.
    """
    if abs(value) < 999_999.5:
        return number(value, lang, 0 if value == int(value) else decimals)
    if abs(value) > LARGEST:
        return power(value, lang)
    exponent = max(exponent for exponent in SCALES if exponent == 6 or round(abs(value), 3) >= 10**exponent)
    share = value / 10**exponent
    if round(abs(share), decimals) >= 1000 and exponent + 3 in SCALES:  # 999.96 million is 1 billion
        exponent, share = exponent + 3, share / 1000
    whole = round(share, decimals) == round(share)
    return f"{number(share, lang, 0 if whole else decimals)} {SCALES[exponent][lang]}"


def power(value: float, lang: str, decimals: int = 2) -> str:
    """'3.14 × 10²³': one digit ahead of the decimal mark."""
    mantissa, _, exponent = f"{value:.{decimals}e}".partition("e")
    return (
        f"{number(float(mantissa), lang, decimals)}\u00a0×\u00a010{str(int(exponent)).translate(SUPERSCRIPT)}"
    )


def in_words(value: float, decimals: int = 1) -> Text:
    """`rounded`, in every language."""
    return Text(**{lang: rounded(value, lang, decimals) for lang in LANGUAGES})


def in_powers(value: float) -> Text:
    """`power`, in every language."""
    return Text(**{lang: power(value, lang) for lang in LANGUAGES})


BYTES = ((1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "kB"))  # decimal: a GB is 10^9 bytes


def in_bytes(value: float) -> Text:
    """'349.2 GB', '9.4 MB': with one decimal, in the largest unit that it fills; below 1,000 bytes as it is."""
    size, unit = next(((size, unit) for size, unit in BYTES if round(value / size, 1) >= 1), (1.0, "bytes"))
    decimals = 0 if unit == "bytes" else 1
    return Text(**{lang: f"{number(value / size, lang, decimals)}\u00a0{unit}" for lang in LANGUAGES})


def spelled(whole: int, lang: str) -> str:
    """In letters, from 0 to LARGEST: 'two million one hundred one', 'twee miljoen honderdeen'.

    Raises ValueError for what lies outside.
    """
    if not 0 <= whole <= LARGEST:
        raise ValueError(f"only numbers from 0 to 10^36 − 1 have names here, not {whole}")
    parts = []
    for exponent in sorted(SCALES, reverse=True):
        count, whole = divmod(whole, 10**exponent)
        if count:
            parts.append(f"{_below_a_million(count, lang)} {SCALES[exponent][lang]}")
    if whole or not parts:
        parts.append(_below_a_million(whole, lang))
    return " ".join(parts)


def _below_a_million(whole: int, lang: str) -> str:
    thousands, rest = divmod(whole, 1000)
    if not thousands:
        return _below_a_thousand(rest, lang)
    if lang == "nl" and thousands == 1 and rest >= 100:  # elfhonderd, not duizend honderd
        return f"{ONES[lang].split()[10 + rest // 100]}honderd" + (
            _below_a_hundred(rest % 100, lang) if rest % 100 else ""
        )
    if lang == "nl":  # one word up to duizend, and a space after it
        count = "" if thousands == 1 else _below_a_thousand(thousands, lang)
        told = f"{count}duizend"
    else:
        told = f"{_below_a_thousand(thousands, lang)} thousand"
    return f"{told} {_below_a_thousand(rest, lang)}" if rest else told


def _below_a_thousand(whole: int, lang: str) -> str:
    hundreds, rest = divmod(whole, 100)
    ones = ONES[lang].split()
    if not hundreds:
        return _below_a_hundred(rest, lang)
    if lang == "nl":
        told = f"{'' if hundreds == 1 else ones[hundreds]}honderd"
        return told + (_below_a_hundred(rest, lang) if rest else "")
    return f"{ones[hundreds]} hundred" + (f" {_below_a_hundred(rest, lang)}" if rest else "")


def _below_a_hundred(whole: int, lang: str) -> str:
    ones = ONES[lang].split()
    if whole < 20:
        return ones[whole]
    tens, rest = divmod(whole, 10)
    told = TENS[lang].split()[tens - 2]
    if not rest:
        return told
    if lang == "nl":  # drieëntwintig: two e's that meet are kept apart
        return f"{ones[rest]}{'ën' if ones[rest].endswith('e') else 'en'}{told}"
    return f"{told}-{ones[rest]}"
