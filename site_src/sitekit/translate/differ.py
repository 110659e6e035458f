"""Two texts word by word: what stayed, what went out, what came in."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from knobs.markup import Markup, join, tag
from knobs.text import Text

WORD = re.compile(r"(\s*)([\w'’-]+|[^\w\s])")
AROUND = 12  # words on either side of a change
RED, GREEN, PLAIN = "\033[31m", "\033[32m", "\033[0m"


class Piece(NamedTuple):
    """`kind` is same, out or in; or gap, where words that stayed are left out."""

    kind: str
    text: str


def pieces(old: str, new: str) -> list[Piece]:
    """White space counts for nothing: a rewrapped paragraph has stayed."""
    before, after = WORD.findall(old), WORD.findall(new)
    matcher = SequenceMatcher(None, [word for _, word in before], [word for _, word in after], autojunk=False)
    found: list[Piece] = []
    for how, from_, to, start, end in _calmer(matcher.get_opcodes()):
        if how == "equal":
            found += _shortened(after[start:end], first=not found, last=end == len(after))
            continue
        if to > from_:
            found.append(Piece("out", _joined(before[from_:to])))
        if end > start:
            found.append(Piece("in", _joined(after[start:end])))
    return found


def plain(found: Sequence[Piece], color: bool = False) -> str:
    """For a terminal: [-what went out-]{+what came in+}."""
    marks = {"out": ("[-", "-]", RED), "in": ("{+", "+}", GREEN)}
    told = []
    for kind, text in found:
        space = text[: len(text) - len(text.lstrip())]
        if kind in marks:
            opened, closed, paint = marks[kind]
            written = f"{opened}{text.lstrip()}{closed}"
            text = space + (f"{paint}{written}{PLAIN}" if color else written)
        told.append(text)
    return "".join(told).strip("\n")


def html(found: Sequence[Piece], lang: str) -> Markup:
    """For a page: <del> and <ins>, which a screen reader hears as words, since most say nothing by themselves."""
    elements = {"out": ("del", OUT), "in": ("ins", IN)}
    told: list[Markup | str] = []
    for kind, text in found:
        if kind not in elements:
            told.append(text)
            continue
        name, words = elements[kind]
        space = text[: len(text) - len(text.lstrip())]
        heard = tag("span", f"{words[lang]} ", class_="k-sr")
        told += [space, tag(name, heard, text.lstrip())]
    return join(*told)


def _calmer(opcodes: Sequence[tuple[str, int, int, int, int]]) -> Iterator[tuple[str, int, int, int, int]]:
    """Without single words that stayed between two changes: they make a difference hard to read."""
    waiting: list[int] | None = None
    for at, (how, from_, to, start, end) in enumerate(opcodes):
        lone = how == "equal" and to - from_ < 2 and 0 < at < len(opcodes) - 1
        if how != "equal" or lone:
            waiting = [waiting[0], to, waiting[2], end] if waiting else [from_, to, start, end]
            continue
        if waiting:
            yield "replace", *waiting  # type: ignore[misc]
            waiting = None
        yield how, from_, to, start, end
    if waiting:
        yield "replace", *waiting  # type: ignore[misc]


def _shortened(words: list[tuple[str, str]], first: bool, last: bool) -> Iterator[Piece]:
    """The words that stayed next to a change."""
    before, after = (0 if first else AROUND), (0 if last else AROUND)
    if len(words) <= before + after + 3:
        yield Piece("same", _joined(words))
        return
    if before:
        yield Piece("same", _joined(words[:before]))
    yield Piece("gap", " … ")
    if after:
        yield Piece("same", _joined(words[-after:]).lstrip())


def _joined(words: list[tuple[str, str]]) -> str:
    return "".join(space + word for space, word in words)


OUT = Text(en="taken out:", nl="weggehaald:")
IN = Text(en="put in:", nl="toegevoegd:")
