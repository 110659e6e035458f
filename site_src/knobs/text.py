"""Both languages side by side: no words without their Dutch, and numbers as each language writes them."""

import math
import re
import string
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

LANGUAGES = ("en", "nl")
SEPARATORS = {"en": ",.", "nl": ".,"}  # thousands, decimals
MINUS = "\N{MINUS SIGN}"
MARKS = {lang: str.maketrans(",.-", marks + MINUS) for lang, marks in SEPARATORS.items()}


class DemoError(ValueError):
    """What an author wrote cannot be built. One sentence that names the thing and the choices."""


class InputError(ValueError):
    """What a reader sent cannot be used: one sentence. A Text is told in `lang`, and can be told in another."""

    def __init__(self, sentence: "Text | str", lang: str = "en") -> None:
        super().__init__(sentence[lang] if isinstance(sentence, Text) else sentence)
        self.sentence = sentence


@dataclass(frozen=True, kw_only=True)
class Text:
    """Words for the reader in every language of the site; forgetting one is an error where it is written."""

    en: str = ""
    nl: str = ""

    def __post_init__(self) -> None:
        missing = [lang for lang in LANGUAGES if not getattr(self, lang).strip()]
        if missing:
            author = sys._getframe(2)  # this method, the generated __init__, the line that wrote Text(…)
            where = f"{_shorten(author.f_code.co_filename)}:{author.f_lineno}"
            raise DemoError(
                f"{where}: Text has no words for {' and '.join(missing)!s}; write Text(en=…, nl=…)"
            )

    def __getitem__(self, lang: str) -> str:
        return str(getattr(self, lang))

    def fill(self, **values: Any) -> "Text":
        """Replace {name} and {name:.1f}; numbers are written as each language does, a Text in its own."""
        return Text(**{lang: _fill(self[lang], values, lang) for lang in LANGUAGES})


def same(word: str) -> Text:
    """A name or a sign that every language writes alike."""
    return Text(**dict.fromkeys(LANGUAGES, word))


def number(value: float, lang: str, decimals: int = 0) -> str:
    """`value` rounded to `decimals`, as `lang` writes it: 0.5 and 1,287 in English, 0,5 and 1287 in Dutch.

    Dutch groups from five digits on; both use a true minus sign and never write minus zero.
    """
    if not math.isfinite(value):
        return "∞" if value == math.inf else f"{MINUS}∞" if value == -math.inf else "?"
    exact = isinstance(value, int) and not decimals  # a float would lose the last digits of a long one
    plain = f"{value:,}" if exact else f"{value:,.{decimals}f}"
    if not plain.strip("-0,."):
        plain = plain.lstrip("-")
    if lang == "nl" and abs(value) < 10_000 and plain.lstrip("-")[:6] != "10,000":
        plain = plain.replace(",", "")
    return plain.translate(MARKS[lang])


def parse_number(written: object, lang: str) -> float | None:
    """The finite number that a reader wrote (a number, or text in the reader's language), or None."""
    if isinstance(written, bool):
        return None
    if isinstance(written, str):
        written = plain_number(written, lang)
    elif not isinstance(written, (int, float)):
        return None
    try:
        value = float(written) if written is not None else math.inf
    except (ValueError, OverflowError):
        return None
    return value if math.isfinite(value) else None


def plain_number(written: str, lang: str) -> str | None:
    """What a reader wrote as Python writes it, all digits kept: 1,287.5 and 1.287,5 are 1287.5. None: no number.

    Groups of three are read as `lang` writes them, or with spaces. Dutch may write 0,5; both may write 0.5 and 3e23.
    """
    written = written.strip().replace(MINUS, "-")
    group, mark = (r"\.", ",") if lang == "nl" else (",", r"\.")
    for separator in (group, "[ \u00a0\u202f]"):
        if re.fullmatch(rf"[+-]?\d{{1,3}}({separator}\d{{3}})+({mark}\d+)?", written):
            written = re.sub(separator, "", written)
    if lang == "nl" and "." not in written:
        written = written.replace(",", ".")
    is_number = re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?", written, re.ASCII | re.IGNORECASE)
    return written if is_number and len(written) <= 60 else None


def listing(words: Sequence[str], lang: str = "en") -> str:
    """'a, b or c' / 'a, b of c': the choices, at the end of a sentence."""
    *most, last = words
    return f"{', '.join(most)} {Text(en='or', nl='of')[lang]} {last}" if most else last


def _fill(template: str, values: Mapping[str, object], lang: str) -> str:
    return "".join(
        [
            told if blank is None else told + _write(values[blank], spec or "", lang)
            for told, blank, spec, _ in _blanks(template)
        ]
    )


@lru_cache(maxsize=256)  # a sentence is filled at each turn of a knob
def _blanks(template: str) -> tuple[tuple[str, str | None, str | None, str | None], ...]:
    return tuple(string.Formatter().parse(template))


def _write(value: object, spec: str, lang: str) -> str:
    """As str.format does, but numbers follow the language: '{a:.1f}', '{n:d}', '{share:.1%}'."""
    if isinstance(value, Text):
        return value[lang]
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        decimals = int(spec[1:-1]) if spec.startswith(".") else 0
        return (
            f"{number(100 * value, lang, decimals)}%" if spec.endswith("%") else number(value, lang, decimals)
        )
    return format(value, spec)


def _shorten(file: str) -> str:
    """A path from the project's root on, so that a message reads the same on every machine."""
    _, root, inside = file.replace("\\", "/").rpartition("/site_src/")
    return f"{root[1:]}{inside}" if root else file
