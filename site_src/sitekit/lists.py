"""The lists that people keep by hand, for the checks to read: words, numbers, sources."""

import re
import tomllib
from pathlib import Path
from typing import Any

from .fences import ROOT

AT_LINE = re.compile(r" \(at line (\d+), column \d+\)$")
AT_END = " (at end of document)"


class BadList(ValueError):
    """A list that cannot be read: one sentence, with file and line."""


def lines(file: Path) -> list[str]:
    """The lines of a list. Raises BadList."""
    return _text(file).splitlines()


def toml(file: Path, *needed: str) -> dict[str, Any]:
    """What a TOML file holds; at least what is needed. Raises BadList."""
    text = _text(file)
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        told = str(wrong)
        at = AT_LINE.search(told)
        line = int(at[1]) if at else text.count("\n") + 1
        what = AT_LINE.sub("", told).removesuffix(AT_END)
        raise BadList(f"{_name(file)}:{line}: the file is not TOML: {what}") from None
    for key in needed:
        if not isinstance(found.get(key), list):
            raise BadList(
                f"{_name(file)}:1: there is no list “{key}”; the checks need one, though it be empty"
            )
    return found


def _text(file: Path) -> str:
    stored = b""
    try:
        stored = file.read_bytes()
        return stored.decode()
    except UnicodeDecodeError as wrong:
        line = stored[: wrong.start].count(b"\n") + 1
        raise BadList(f"{_name(file)}:{line}: the file is not UTF-8; save it as UTF-8") from None
    except OSError:
        raise BadList(f"{_name(file)}:1: the file is not there; the checks read it") from None


def _name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix() if file.is_relative_to(ROOT) else str(file)
