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

Dates, years, places, 0 and 1 are still compared between the languages, and so are names, and numbers in words: two,
sixty-four, a hundred thousand, half a million, a third. What is digits in one may be a word in the other. Code,
addresses and {n:…} figures are not prose.
"""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path
from typing import Any, NamedTuple

from .findings import Finding
from .lists import toml
from .number_names import gaps, names_in, without_names
from .number_words import (
    BEFORE_PART,
    BEHIND_PART,
    HALVES,
    LETTERS,
    LOCATORS,
    MARKS,
    MONTHS,
    PAIRS,
    PART,
    PART_PLURAL,
    PLACES,
    PLAIN,
    PLURAL,
    SCALE,
    SUPERSCRIPTS,
    TIMES,
    UNITS,
    WORDS,
)
from .prose import MATHS, ROOT, Page

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
    said: str = ""  # of a place, which one: D.1; of a part, what of: 3 for a third
    proved: bool = False  # in a formula that was worked out, or part of one in letters
    at: int = 0  # where in its section

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
            told = _formula(formula[0], line, page.lang, section.id or "", formula.start())
            if isinstance(told, Wrong):
                wrong.append(told)
            else:
                found += told
        text = MATHS.sub(gaps, text)
        found += _prose(text, section.line, page.lang, section.id or "")
    return sorted(found, key=lambda number: (number.line, number.at)), wrong


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
        yield Number(line(found.start()), found[0], value, "date", section=section, at=found.start())
    text = date.sub(lambda found: gaps(found) if found[1] or found[3] else found[0], text)
    for found in place.finditer(text):
        for said in re.findall(one, found[1]):
            yield Number(
                line(found.start()), found[0], Decimal(0), "place",
                section=section, said=f"place {said}", at=found.start(),
            )  # fmt: skip
    text = place.sub(gaps, text)
    text = re.sub(rf"-(?=(?:{'|'.join(PLACES[lang])}))", " ", text)  # two-thirds
    for reader in (_digits, _words):
        for number, (start, end) in reader(text, lang):
            yield Number(line(start), **number, section=section, at=start)
            text = text[:start] + " " * (end - start) + text[end:]
    for found in re.finditer(rf"(?<![\w-])(?i:{'|'.join(PAIRS[lang].split())})(?![\w-])", text):
        yield Number(line(found.start()), found[0], Decimal(2), "pair", section=section, at=found.start())


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


def _words(text: str, lang: str) -> Iterator[tuple[dict[str, Any], tuple[int, int]]]:
    """Numbers in words: sixty-four, half a million, hundreds of thousands; and parts and places: a third, the tenth.

    A word by itself that may mean something else is left alone: one, first, second.
    """
    for found in _in_words(lang).finditer(text):
        value, times = Decimal(1), found["times"] or found["alone"] or ""
        if found["count"]:
            value = (WORDS[lang] | HALVES[lang])[" ".join(found["count"].lower().split())]
        for word in re.split(r"[\s-]+", times.lower()):
            one = word if word in TIMES[lang] else word.removesuffix(PLURAL[lang])
            value *= TIMES[lang].get(one, Decimal(1))
        if value == 10 and found["alone"]:
            continue  # tens are tientallen, and dozens are too
        told = {"written": " ".join(found[0].split()), "value": value, "kind": "word"}
        yield told | {"percent": bool(found["percent"])}, found.span()
    yield from _parts(text, lang)


def _parts(text: str, lang: str) -> Iterator[tuple[dict[str, Any], tuple[int, int]]]:
    """A third, a quarter, a thousandth. What may be a place in an order (“the third”) has its kind, pair: it needs no twin."""
    words = "|".join(PART[lang])
    for found in re.finditer(rf"(?<![\w-])({words})(?:{PART_PLURAL[lang]})?(?![\w-])", text, re.IGNORECASE):
        of = PART[lang][found[1].lower()]
        before, behind = text[max(0, found.start() - 12) : found.start()], text[found.end() :]
        is_part = re.search(BEFORE_PART[lang], before, re.IGNORECASE) and re.match(BEHIND_PART, behind)
        is_place = found[1].lower() in PLACES[lang] and not is_part
        told = {"written": found[0], "value": 1 / Decimal(of), "said": f"part {of}"}
        yield told | {"kind": "pair" if is_place else "word"}, found.span()


@lru_cache
def _in_words(lang: str) -> re.Pattern[str]:
    count = "|".join(sorted(WORDS[lang] | HALVES[lang], key=len, reverse=True)).replace(" ", r"\s+")
    one = rf"(?:{'|'.join(TIMES[lang])})(?:{PLURAL[lang]})?"
    times = rf"{one}(?:[\s-]+(?:of\s+)?{one})*"
    return re.compile(
        rf"(?<![\w-])(?:(?P<count>{count})(?:[\s-]+(?:an?\s+)?(?P<times>{times}))?|(?P<alone>{times}))"
        r"(?P<percent>\s(?:per ?cent|procent))?(?![\w-])",
        re.IGNORECASE,
    )


def _formula(formula: str, line: int, lang: str, section: str, at: int) -> list[Number] | Wrong:
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
            at=at,
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
        partners = aligned([number.key for number in one], [number.key for number in two])
        lacking = _alone(one, two, {index for index, _ in partners}, spelt)
        extra = _alone(two, one, {index for _, index in partners}, spelt)
        for ours_alone, theirs_alone in zip_longest(lacking, extra):
            yield _differs(english, dutch, one, starts.get(section, 1), section, ours_alone, theirs_alone)
        yield from _other_places(english, dutch, one, two)
    yield from _other_names(english, dutch, known.names)


def _other_places(english: Page, dutch: Page, ours: list[Number], theirs: list[Number]) -> Iterator[Finding]:
    """The third in one language and the fourth in the other: a warning, for a place in an order may be told without."""
    one, two = ([number for number in page if number.said.startswith("part ")] for page in (ours, theirs))
    here, there = {number.key for number in one}, {number.key for number in two}
    lacking = [number for number in one if number.kind == "pair" and number.key not in there]
    extra = [number for number in two if number.kind == "pair" and number.key not in here]
    for told, found in zip(lacking, extra, strict=False):
        place = english.place(told.line)
        what = f"“{found.written}” stands where {place} has “{told.written}”"
        yield Finding(dutch.name, found.line, what, "look which is right", error=False)


def _differs(
    english: Page,
    dutch: Page,
    ours: list[Number],
    start: int,
    section: str,
    lacking: Number | None,
    extra: Number | None,
) -> Finding:
    """One number of a section that the other language has not, in either or in both."""
    near = (
        lacking or min(ours, key=lambda number: abs(number.at - extra.at), default=None) if extra else lacking
    )
    place = english.place(near.line if near else 1)
    return Finding(
        dutch.name,
        extra.line if extra else start,
        f"section #{section} has {_written(extra)} where {place} has {_written(lacking)}",
        "make both say the same (0.5 is 0,5; a billion is a miljard, a trillion a biljoen)",
    )


def _other_names(english: Page, dutch: Page, names: tuple[str, ...]) -> Iterator[Finding]:
    """GPT-3 in one language and GPT-2 in the other; how often is a matter of style."""
    ours, theirs = names_in(english, names), names_in(dutch, names)
    for section in (section for section in ours if section in theirs):
        one, two = ours[section], theirs[section]
        for page, here, there in ((english, one, two), (dutch, two, one)):
            for name in sorted(here.keys() - there.keys()):
                what = f"section #{section} names “{name}”"
                yield Finding(page.name, here[name], what, "and the other language does not")


def _alone(one: list[Number], two: list[Number], partnered: set[int], spelt: bool) -> list[Number]:
    """Numbers of `one` that `two` says less often, in digits or in words; those without a partner in its place."""
    left = Counter(number.key for number in one if number.kind != "pair")
    left.subtract(number.key for number in two)
    found = []
    for _, number in sorted(enumerate(one), key=lambda each: (each[0] in partnered, each[0])):
        if number.kind != "pair" and left[number.key] > 0:
            left[number.key] -= 1
            if not (spelt and number.kind == "word"):
                found.append(number)
    return sorted(found, key=lambda number: number.at)


def aligned(one: list[str], two: list[str]) -> list[tuple[int, int]]:
    """The places at which two lists say the same, with as few changes as there can be between those (Levenshtein)."""
    changes = [list(range(len(two) + 1))]
    for row, ours in enumerate(one, start=1):
        above, here = changes[-1], [row]
        for column, theirs in enumerate(two, start=1):
            here.append(min(above[column] + 1, here[-1] + 1, above[column - 1] + (ours != theirs)))
        changes.append(here)
    row, column, found = len(one), len(two), []
    while row and column:
        same = one[row - 1] == two[column - 1]
        if changes[row][column] == changes[row - 1][column - 1] + (not same):
            row, column = row - 1, column - 1
            found += [(row, column)] * same
        elif changes[row][column] == changes[row - 1][column] + 1:
            row -= 1
        else:
            column -= 1
    return found


def _written(number: Number | None) -> str:
    return f"“{number.written}”" if number else "none"
