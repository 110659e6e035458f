"""Numbers that are written by hand in prose, and what they mean in each language."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

NUMERAL = re.compile(r"(?<![\w.,:/#-])\d+(?:[.,]\d+)*(?!\w|[.,]\d|/\w)")
LIST_MARK = re.compile(r"^[> ]*\d+[.)](?= )", re.MULTILINE)
SCALE = r"(?:thousand|[mb]illion|trillion|quadrillion|duizend|miljoen|miljard|biljoen|biljard)"
SCALED = re.compile(rf"(?<![\d.,])[1-9][\d.,]*[\s-]+{SCALE}(?:en|s)?\b")
THOUSANDS = {"en": (",", "."), "nl": (".", ",")}  # the mark between thousands, the mark of decimals


@dataclass(frozen=True)
class Numeral:
    """A number as written, and its value with a decimal point: 1.287,5 in Dutch is 1287.5."""

    line: int
    written: str
    value: str


def numerals(text: str, lang: str) -> Iterator[Numeral]:
    """The numbers in prose, but for list marks, names (GPT-3, H100) and parts of addresses."""
    thousands, decimals = THOUSANDS[lang]
    grouped = re.compile(rf"\d{{1,3}}(?:\{thousands}\d{{3}})+(?:\{decimals}\d+)?")
    for found in NUMERAL.finditer(LIST_MARK.sub("", text)):
        written, line = found[0], text.count("\n", 0, found.start()) + 1
        if grouped.fullmatch(written):
            yield Numeral(line, written, written.replace(thousands, "").replace(decimals, "."))
        elif lang == "nl":
            yield Numeral(line, written, written.replace(",", "."))
        else:
            yield from (Numeral(line, part, part) for part in written.split(","))


def is_large(numeral: Numeral) -> bool:
    """1,000 and more, unless it is a year."""
    whole, _, rest = numeral.value.partition(".")
    is_year = numeral.written == whole and 1500 <= int(whole) <= 2100
    return int(whole) >= 1000 and not is_year and "." not in rest
