"""Tells a reader what went wrong: a sentence around Python's own message, then the reader's own lines.

What a program says about itself (messages, names, lines) is anything at all: too long, unprintable, or no text to
begin with. `plain` makes it fit to be shown, and markup escapes it.
"""

import re
import sys
from collections.abc import Iterator, Mapping
from itertools import islice
from traceback import TracebackException
from typing import NamedTuple

from .markup import Markup, join, tag
from .text import LANGUAGES, Text

LONGEST = 2_000  # characters of a message
WIDEST = 160  # characters of a line of code
MOST = 12  # lines of code
CHAIN = 4  # errors that led to each other, or that a group holds


class Block(NamedTuple):
    """A piece of the reader's code: its name on the page, and its lines."""

    name: str
    lines: list[str]


class Place(NamedTuple):
    """A line of the reader's code, counted from 1, and the part of it that Python points at."""

    block: str
    line: int
    before: str = ""
    here: str = ""
    after: str = ""


def tell_error(
    error: BaseException, blocks: Mapping[str, Block], lang: str, *, reading: bool = False
) -> Markup:
    """HTML for an error; `blocks` are the reader's, by file name. `reading`: Python was still reading the code."""
    try:
        return _box(
            "error", lang, *_told(error, blocks, lang, UNREADABLE if reading else STOPPED, set(), reading)
        )
    except BaseException:  # noqa: BLE001 - the error's own methods may do anything
        return CANNOT_TELL[lang]


def tell_exit(error: SystemExit, lang: str) -> Markup:
    """HTML for a program that ended itself: `sys.exit()`, `sys.exit(3)`, `sys.exit("words")`."""
    try:
        code = error.code
        if code is None:
            return _box("exit", lang, _say(EXIT, lang))
        return _box(
            "exit", lang, _say(EXIT_CODE if isinstance(code, int) else EXIT_WORDS, lang, plain(str(code)))
        )
    except BaseException:  # noqa: BLE001
        return CANNOT_TELL[lang]


def places(error: BaseException, blocks: Mapping[str, Block]) -> list[Place]:
    """The reader's own lines that led to the error, the last one last."""
    found = []
    trace = error.__traceback__
    while trace:
        code = trace.tb_frame.f_code
        if block := blocks.get(code.co_filename):
            at = next(islice(code.co_positions(), trace.tb_lasti // 2, None), (None, None, None, None))
            found.append(_place(block, trace.tb_lineno, *at))
        trace = trace.tb_next
    if isinstance(error, SyntaxError) and isinstance(error.filename, str) and error.filename in blocks:
        found.append(_unread(blocks[error.filename], error))
    return found


def message(error: BaseException) -> str:
    """Python's own words: `ValueError: no`, with its notes, and with Python's guess at what was meant."""
    told = TracebackException(type(error), error, error.__traceback__, limit=0)
    return SHOWN_FIRST.sub("", "".join(told.format_exception_only())).strip()


def plain(text: str, longest: int = LONGEST) -> str:
    """Text that can be shown: not too long, and nothing in it that a screen would swallow or obey."""
    cut = str.__getitem__(text, slice(longest))
    shown = UNSEEN.sub(lambda found: ascii(found[0])[1:-1], cut)
    return shown if len(cut) == str.__len__(text) else f"{shown} …"


SHOWN_FIRST = re.compile(r"\A(?:[ \t].*\n)*")  # the line of a SyntaxError; `places` shows it
# control characters but for tab and newline, lone surrogates, and what turns the direction of writing around
UNSEEN = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def _told(
    error: BaseException,
    blocks: Mapping[str, Block],
    lang: str,
    sentence: Text,
    seen: set[int],
    reading: bool = False,
) -> Iterator[Markup]:
    """The sentence, the help, the lines; then what the error holds, and what led to it."""
    seen.add(id(error))
    yield _say(sentence, lang, plain(_message(error)))
    if help := _help(error, reading):
        yield tag("span", help[lang], class_="k-told__help")
    yield from _lines(places(error, blocks), lang)
    inner = list(error.exceptions) if isinstance(error, BaseExceptionGroup) else []
    follow: list[tuple[BaseException | None, Text]] = [(one, HELD) for one in inner]
    follow.append((error.__cause__, CAUSE))
    if not error.__suppress_context__:
        follow.append((error.__context__, MEANWHILE))
    for one, words in follow:
        if one is not None and id(one) not in seen and len(seen) <= CHAIN:
            yield from _told(one, blocks, lang, words, seen)


def _message(error: BaseException) -> str:
    try:
        return message(error)
    except BaseException:  # noqa: BLE001 - its __str__ raises something that Python's own printing lets through
        return str(type.__dict__["__name__"].__get__(type(error)))


def _say(sentence: Text, lang: str, words: str = "") -> Markup:
    before, braces, after = sentence[lang].partition("{message}")
    return tag("span", before, tag("code", words, dir="ltr") if braces else None, after, class_="k-told__say")


def _lines(found: list[Place], lang: str) -> Iterator[Markup]:
    """The places, those that repeat told once and a long way cut in the middle."""
    runs: list[tuple[Place, int]] = []
    for place in found:
        if runs and runs[-1][0] == place:
            runs[-1] = (place, runs[-1][1] + 1)
        else:
            runs.append((place, 1))
    left_out = len(runs) - MOST
    for index, (place, times) in enumerate(runs):
        if left_out > 0 and index == MOST // 2:
            yield tag("span", SKIPPED.fill(count=left_out)[lang], class_="k-told__skipped")
        if index < MOST // 2 or index >= MOST // 2 + max(0, left_out):
            yield _line(place, times, lang)


def _line(place: Place, times: int, lang: str) -> Markup:
    where = WHERE.fill(block=plain(place.block), line=str(place.line))
    if times > 1:
        where = REPEATED.fill(where=where, times=times)
    code = (place.before, tag("mark", place.here) if place.here else None, place.after)
    return tag(
        "span",
        tag("span", where[lang], class_="k-told__where"),
        "\n",
        tag("code", *code, dir="ltr"),
        class_="k-told__line",
    )


def _place(
    block: Block, line: int, _: int | None, end_line: int | None, start: int | None, end: int | None
) -> Place:
    """The place of an instruction; `start` and `end` count bytes, as Python's tables do."""
    source = block.lines[line - 1] if 0 < line <= len(block.lines) else ""
    if start is None or end is None:
        return _cut(block, line, source, 0, 0)
    coded = source.encode("utf-8", "surrogatepass")
    until = end if end_line == line else len(coded)
    first, last = (len(coded[:at].decode("utf-8", "replace")) for at in (start, until))
    whole = source[first:last].strip() == source.strip()  # then pointing adds nothing
    return _cut(block, line, source, 0, 0) if whole else _cut(block, line, source, first, last)


def _unread(block: Block, error: SyntaxError) -> Place:
    """The place of a SyntaxError; its offsets count characters from 1, and may lie outside of the line."""
    line, offset, until = error.lineno or 1, error.offset, error.end_offset
    source = block.lines[line - 1] if 0 < line <= len(block.lines) else ""
    if not offset or offset < 1:
        return _cut(block, line, source, 0, 0)
    first = min(offset - 1, len(source))
    last = max(first + 1, until - 1) if until and error.end_lineno == line else len(source)
    return _cut(block, line, source, first, last)


def _cut(block: Block, line: int, source: str, first: int, last: int) -> Place:
    """A place without the indentation of its line, and with no more of the line than one can take in."""
    shift = len(source) - len(source.lstrip())
    text = source.strip()
    first, last = max(0, first - shift), max(0, min(last - shift, len(text)))
    low = max(0, first - WIDEST // 2) if len(text) > WIDEST else 0
    high = min(len(text), low + WIDEST)
    first, last = min(first, high), max(min(first, high), min(last, high))
    before = ("… " if low else "") + plain(text[low:first])
    after = plain(text[last:high]) + (" …" if high < len(text) else "")
    return Place(block.name, line, before, plain(text[first:last]), after)


def _help(error: BaseException, reading: bool) -> Text | None:
    """A sentence of explanation, where Python's message alone does not help."""
    if reading:
        if isinstance(error, (MemoryError, RecursionError)):
            return TOO_DEEP
        return NO_AWAIT if isinstance(error, SyntaxError) and "'await' outside" in _message(error) else None
    if isinstance(error, ModuleNotFoundError):
        top = str(error.name).partition(".")[0]
        return NO_TORCH if top == "torch" else NOT_HERE if top in sys.stdlib_module_names else NOT_STANDARD
    return next((text for kind, text in HELP.items() if isinstance(error, kind)), None)


def _box(kind: str, lang: str, *children: object) -> Markup:
    between = join(*(join(child, "\n") for child in children))  # so that what is copied has lines as well
    return tag("span", between, class_=f"k-told k-told--{kind}", lang=lang)


STOPPED = Text(
    en="The program stopped with an error: {message}",
    nl="Het programma stopte met een fout: {message}",
)
UNREADABLE = Text(
    en="Python cannot read this code: {message}",
    nl="Python kan deze code niet lezen: {message}",
)
CAUSE = Text(en="Its cause was another error: {message}", nl="De oorzaak was een andere fout: {message}")
MEANWHILE = Text(
    en="It happened while another error was dealt with: {message}",
    nl="Dat gebeurde bij het afhandelen van een andere fout: {message}",
)
HELD = Text(en="It holds this error: {message}", nl="Daarin zit deze fout: {message}")
EXIT = Text(en="The program ended itself.", nl="Het programma is zelf gestopt.")
EXIT_CODE = Text(
    en="The program ended itself, with code {message}.",
    nl="Het programma is zelf gestopt, met code {message}.",
)
EXIT_WORDS = Text(
    en="The program ended itself and said: {message}", nl="Het programma is zelf gestopt en zei: {message}"
)
WHERE = Text(en="{block}, line {line}", nl="{block}, regel {line}")
REPEATED = Text(en="{where} ({times:d} times)", nl="{where} ({times:d} keer)")
SKIPPED = Text(en="… {count:d} more …", nl="… nog {count:d} …")
NO_TORCH = Text(
    en="PyTorch does not run in a browser. What the page shows below the code was computed outside of it.",
    nl="PyTorch draait niet in een browser. Wat de pagina onder de code laat zien, is daarbuiten berekend.",
)
NOT_STANDARD = Text(
    en="Here you have Python's standard library and the package knobs, and nothing else.",
    nl="Hier heb je de standaardbibliotheek van Python en het pakket knobs, en verder niets.",
)
NOT_HERE = Text(
    en="That part of Python's standard library does not work in a browser.",
    nl="Dat deel van de standaardbibliotheek van Python werkt niet in een browser.",
)
TOO_DEEP = Text(
    en="It is nested too deeply: too many brackets or blocks inside each other.",
    nl="Er zit te veel in elkaar: te veel haakjes of blokken binnen elkaar.",
)
NO_AWAIT = Text(
    en="In a program, await can only stand inside a function that begins with async def.",
    nl="In een programma kan await alleen staan in een functie die met async def begint.",
)
HELP: Mapping[type[BaseException], Text] = {
    MemoryError: Text(
        en="The program needs more memory than there is. Let it keep less.",
        nl="Het programma heeft meer geheugen nodig dan er is. Laat het minder bewaren.",
    ),
    RecursionError: Text(
        en="Functions called each other again and again, without an end. Is there a case in which they stop?",
        nl="Functies riepen elkaar steeds opnieuw aan, zonder einde. Is er een geval waarin ze stoppen?",
    ),
    KeyboardInterrupt: Text(
        en="Someone interrupted the program.", nl="Iemand heeft het programma onderbroken."
    ),
}
UNTOLD = Text(
    en="The program stopped with an error that even Python cannot tell.",
    nl="Het programma stopte met een fout die zelfs Python niet kan vertellen.",
)
CANNOT_TELL = {
    lang: _box("error", lang, _say(UNTOLD, lang)) for lang in LANGUAGES
}  # made while memory is there
