"""Every number that a page writes in its prose, and what it means in its language.

A number is digits (1,287.5 in English is 1.287,5 in Dutch), with what belongs to its value: a sign, a word such as
million (miljoen), a percent sign, × 10²³. Not numbers, each for its reason:

- Names. GPT-3, H100 and CO2 begin with a capital and hold their digits; names with a space (Llama 3.1 405B) are those
  of models.toml and those that numbers.toml lists.
- Dates, and years from 1800 to 2030 without a mark or a unit: they say when, and count nothing.
- 0 and 1: between 0 and 1, below 0, n + 1. They bound things and begin them.
- Places in a source or on the site: table 2.1, section 4, chapter 1, pages 168–173.
- The marks of a list, the number in front of a heading, and a link that is called after its target: [4](#claim-4).
- Subscripts in formulas: they tell letters apart.

Dates, years, places, 0 and 1 are still compared between the languages, and so are names, and in words two to twelve
and million, billion and the like. Code, addresses and {n:…} figures are not prose.
"""

import ast
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from .findings import Finding
from .lists import toml
from .number_names import gaps, names_in, without_names
from .number_words import (
    LETTERS,
    LOCATORS,
    MARKS,
    MONTHS,
    PAIRS,
    PLAIN,
    PLURAL,
    SCALE,
    SUPERSCRIPTS,
    UNITS,
    WORDS,
)
from .prose import GAP, MATHS, ROOT, Page

LIST = ROOT / "tests/docs/numbers.toml"
MALFORMED = {
    "en": "is no English number: write 1,287 and 3.14",
    "nl": "is no Dutch number: write 1287, 10.000 and 3,14",
}
LIST_MARK = re.compile(r"^([> ]*)\d+[.)](?= )", re.MULTILINE)
POWER = re.compile(r"\s*(?:×|\\cdot|\\times)\s*10(?:\^\{?(-?\d+)|([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))")
SUBSCRIPT = re.compile(r"_\{?\d+")
SUM = re.compile(r"[\d\s.,+\-*/()=]+")


@dataclass(frozen=True)
class Number:
    """One number: where and how it is written, and its value.

    `kind` is number, year, date, place, word or pair (“twice”); or malformed, if it is written as the other language does.
    """

    line: int
    written: str
    value: Decimal
    kind: str = "number"
    percent: bool = False
    unit: Decimal = Decimal(1)  # what the last written digit counts
    section: str = ""
    plain: bool = False  # digits alone: no decimals, percent or scale
    said: str = ""  # of a place, which one: D.1
    proved: bool = False  # in a formula that was worked out, or part of one in letters

    @property
    def key(self) -> str:
        """What must be equal in both languages."""
        return self.said or f"{self.value.normalize():f}{'%' if self.percent else ''}"


@dataclass(frozen=True)
class Wrong:
    """A formula of numbers whose sides differ."""

    line: int
    written: str


@lru_cache(maxsize=64)
def read(page: Page, names: tuple[str, ...] = ()) -> tuple[list[Number], list[Wrong]]:
    """Every number of a page in order of its lines, and the formulas that do not add up."""
    found: list[Number] = []
    wrong: list[Wrong] = []
    for section in without_names(page, names).sections:
        text = LIST_MARK.sub(r"\1", section.prose)
        for formula in MATHS.finditer(text):
            line = section.line + text.count("\n", 0, formula.start())
            told = _formula(formula[0], line, page.lang, section.id or "")
            if isinstance(told, Wrong):
                wrong.append(told)
            else:
                found += told
        text = MATHS.sub(lambda formula: GAP + "\n" * formula[0].count("\n"), text)
        found += _prose(text, section.line, page.lang, section.id or "")
    return sorted(found, key=lambda number: number.line), wrong


def numbers_of(text: str, lang: str) -> list[Number]:
    """The numbers of a bit of prose."""
    return list(_prose(text, 1, lang, ""))


def _prose(text: str, first_line: int, lang: str, section: str) -> Iterator[Number]:
    """The numbers of running text; `first_line` is the line it begins on."""
    month = "|".join(MONTHS[lang].split())
    date = re.compile(rf"(?<![\w.,])(?:(\d{{1,2}})[ \xa0])?({month})(?:[ \xa0](\d{{4}}))?(?!\w)")
    one = r"(?:(?:[A-Z]\.)?\d+(?:\.\d+)*(?:–\d+)?|[A-Z])(?![\w,]*\d)(?!\w)"
    place = re.compile(
        rf"\b(?i:{'|'.join(LOCATORS[lang].split())})[ \xa0\n]({one}(?:(?:,| and| en)[ \xa0\n]{one})*)"
    )

    def line(at: int) -> int:
        return first_line + text.count("\n", 0, at)

    for found in date.finditer(text):
        if not (found[1] or found[3]):
            continue
        day, named = int(found[1] or 0), MONTHS[lang].split().index(found[2]) + 1
        value = Decimal(int(found[3] or 0) * 10_000 + named * 100 + day)
        yield Number(line(found.start()), found[0], value, "date", section=section)
    text = date.sub(lambda found: gaps(found) if found[1] or found[3] else found[0], text)
    for found in place.finditer(text):
        for said in re.findall(one, found[1]):
            yield Number(
                line(found.start()), found[0], Decimal(0), "place", section=section, said=f"place {said}"
            )
    text = place.sub(gaps, text)
    for number, (start, end) in _digits(text, lang):
        yield Number(line(start), **number, section=section)
        text = text[:start] + " " * (end - start) + text[end:]
    yield from _words(text, lang, line, section)
    for found in re.finditer(rf"(?<![\w-])(?i:{'|'.join(PAIRS[lang].split())})(?![\w-])", text):
        yield Number(line(found.start()), found[0], Decimal(2), "pair", section=section)


def _digits(text: str, lang: str) -> Iterator[tuple[dict[str, Any], tuple[int, int]]]:
    scale = "|".join(SCALE[lang])
    pattern = re.compile(
        r"(?P<sign>−)?(?P<plain>\d+(?:[.,]\d+)*)"
        rf"(?P<power>{POWER.pattern})?"
        rf"(?:[ \n\xa0-](?P<scale>{scale})(?:{PLURAL[lang]})?\b|(?P<letter>[BMTK])(?!\w))?"
        r"(?P<percent>[ \xa0]?%|[ \xa0]per ?cent\b|[ \xa0]procent\b)?"
    )
    for found in pattern.finditer(text):
        malformed = not re.fullmatch(PLAIN[lang], found["plain"])
        thousands, decimals = MARKS[{"en": "nl", "nl": "en"}[lang]] if malformed else MARKS[lang]
        digits = found["plain"].replace(thousands, "").replace(decimals, ".")
        unit = Decimal(1).scaleb(-len(digits.partition(".")[2]))
        if found["power"]:
            exponents = [group for group in POWER.fullmatch(found["power"]).groups() if group]  # type: ignore[union-attr]
            unit = unit.scaleb(int(exponents[0].translate(SUPERSCRIPTS)))
        if found["scale"]:
            unit *= SCALE[lang][found["scale"]]
        elif found["letter"]:
            unit *= LETTERS[found["letter"]]
        if digits.count(".") > 1:  # 1.2.3 is no number in any language
            digits, unit = digits.replace(".", ""), Decimal(1)
        whole = Decimal(digits.replace(".", "")) * unit
        percent = bool(found["percent"])
        plain = digits == found["plain"] and "." not in digits and unit == 1 and not percent
        is_year = plain and len(digits) == 4 and 1800 <= int(digits) <= 2030 and not found["sign"]
        after = text[found.end() : found.end() + 20]
        if is_year and re.match(rf"[ \xa0\n]?{UNITS}", after):
            is_year = False
        yield (
            {
                "written": found[0].strip(),
                "value": -whole if found["sign"] else whole,
                "kind": "malformed" if malformed else "year" if is_year else "number",
                "percent": percent,
                "unit": unit,
                "plain": plain,
            },
            found.span(),
        )


def _words(text: str, lang: str, line: Callable[[int], int], section: str) -> Iterator[Number]:
    """Numbers in words: two to twelve, and million, millions and their like where no digits stand before them."""
    values = WORDS[lang] | {word: value for word, value in SCALE[lang].items() if value > 1000}
    pattern = re.compile(rf"(?<![\w-])({'|'.join(values)})({PLURAL[lang]})?(?![\w-])", re.IGNORECASE)
    for found in pattern.finditer(text):
        word = found[1].lower()
        if found[2] and word in WORDS[lang]:
            continue  # with its hands, “tienen”: no number
        yield Number(line(found.start()), found[0], values[word], "word", section=section)


def _formula(formula: str, line: int, lang: str, section: str) -> list[Number] | Wrong:
    """The numbers of a formula; of a sum in numbers alone, the sides must be equal.

    With letters in it, a formula may have a 0, 1 or 2 of its own: a square, a half, one more than n.
    """
    inside = formula.strip("$")
    plain = inside.replace(r"\cdot", "*").replace(r"\times", "*").replace("{,}", ".").replace("−", "-")
    plain = re.sub(r"\^\{?(-?\d+)\}?", r"**\1", plain)
    proved = False
    if "=" in plain and SUM.fullmatch(plain):
        sides = [_worked_out(side.replace(",", "." if lang == "nl" else "")) for side in plain.split("=")]
        if len(set(sides)) > 1:
            return Wrong(line, inside.strip())
        proved = True
    return [
        Number(
            line,
            **number,
            section=section,
            proved=proved or (not SUM.fullmatch(plain) and number["plain"] and number["value"] <= 2),
        )
        for number, _ in _digits(SUBSCRIPT.sub(" ", inside), lang)
    ]


def _worked_out(written: str) -> Decimal:
    """The value of + − × /, powers and parentheses."""

    def value(node: ast.expr) -> Decimal:
        if isinstance(node, ast.Constant):
            return Decimal(str(node.value))
        if isinstance(node, ast.UnaryOp):
            return -value(node.operand)
        assert isinstance(node, ast.BinOp), f"cannot work out {written}"
        left, right = value(node.left), value(node.right)
        kinds = {ast.Add: left + right, ast.Sub: left - right, ast.Mult: left * right}
        if isinstance(node.op, ast.Div | ast.Pow):
            return left / right if isinstance(node.op, ast.Div) else left**right
        return kinds[type(node.op)]

    return value(ast.parse(written.strip(), mode="eval").body)


# ---- The same in both languages --------------------------------------------------------------------------


class Exceptions(NamedTuple):
    """What numbers.toml lists: names that hold a number, and the (page, section) whose number words may differ."""

    names: tuple[str, ...]
    free: frozenset[tuple[str, str]]


@lru_cache
def exceptions(file: Path = LIST) -> Exceptions:
    written = toml(file, "words", "names")
    free = frozenset((one["page"], one["section"]) for one in written["words"])
    return Exceptions(tuple(written["names"]), free)


def key(page: Page) -> str:
    """A page's name in numbers.toml, the same in both languages."""
    return page.file.relative_to(page.root / "docs" / page.lang).as_posix()


def malformed(page: Page, known: Exceptions) -> Iterator[Finding]:
    """Numbers that are written as the other language does."""
    for number in read(page, known.names)[0]:
        if number.kind == "malformed":
            yield Finding(page.name, number.line, f"“{number.written}”", MALFORMED[page.lang])


def differences(english: Page, dutch: Page, known: Exceptions) -> Iterator[Finding]:
    """Where the Dutch page says other numbers than the English one, section by section."""
    if dutch.lang not in PLAIN:  # how another language writes its numbers is not known
        return
    ours, theirs = read(english, known.names)[0], read(dutch, known.names)[0]
    starts = {section.id or "": section.line for section in dutch.sections}
    for section in dict.fromkeys(number.section for number in ours + theirs):
        one, two = ([number for number in page if number.section == section] for page in (ours, theirs))
        spelt = (key(english), section) in known.free
        lacking, extra = _unequal(one, two, spelt), _unequal(two, one, spelt)
        if lacking or extra:
            line = extra[0].line if extra else starts.get(section, 1)
            other = english.place(lacking[0].line if lacking else one[0].line if one else 1)
            yield Finding(
                dutch.name,
                line,
                f"section #{section} has {_written(extra)} where {other} has {_written(lacking)}",
                "make both say the same (0.5 is 0,5; a billion is a miljard, a trillion a biljoen)",
            )
    yield from _other_names(english, dutch, known.names)


def _other_names(english: Page, dutch: Page, names: tuple[str, ...]) -> Iterator[Finding]:
    """GPT-3 in one language and GPT-2 in the other; how often is a matter of style."""
    ours, theirs = names_in(english, names), names_in(dutch, names)
    for section in (section for section in ours if section in theirs):
        one, two = ours[section], theirs[section]
        for page, here, there in ((english, one, two), (dutch, two, one)):
            for name in sorted(here.keys() - there.keys()):
                what = f"section #{section} names “{name}”"
                yield Finding(page.name, here[name], what, "and the other language does not")


def _unequal(one: list[Number], two: list[Number], spelt: bool) -> list[Number]:
    """Numbers of `one` that `two` lacks. What is digits here may be a word there, but not the other way around:
    that one is found when the two change places."""
    left = Counter((_form(number), number.key) for number in two)
    lacking = []
    for number in one:
        if number.kind == "pair":
            continue
        own = _form(number)
        forms = [own, *(form for form in ("digits", "word", "pair") if form != own)]
        form = next((form for form in forms if left[form, number.key]), None)
        if form:
            left[form, number.key] -= 1
        elif not (number.kind == "word" and spelt):
            lacking.append(number)
    return lacking


def _form(number: Number) -> str:
    return number.kind if number.kind in ("word", "pair") else "digits"


def _written(numbers: list[Number]) -> str:
    return ", ".join(f"“{number.written}”" for number in numbers) or "none"
