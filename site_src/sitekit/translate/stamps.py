"""Fingerprints of sections: taken from the English page, kept in the front matter of a translation."""

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml
from knobs.text import listing

from ..prose import PROSE_KEYS
from ..sources import FRONT_MATTER, Source

FRONT = "front-matter"  # the section that is not on the page: its title and description
KEY = "source"
PENDING = "pending"
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast, where there is one
CONFLICT = re.compile(r"^(?:<{7}|>{7})(?: .*)?$", re.MULTILINE)  # ======= may underline a heading


class BadPage(ValueError):
    """A page that cannot be worked on: one sentence, with file and line."""


@dataclass(frozen=True)
class Stamp:
    """A fingerprint in a front matter, and its line."""

    print: str
    line: int


def sections(page: Source) -> dict[str, str]:
    """Each section of a page as it is written, by its id; first what its front matter says in words."""
    found: dict[str, str] = {}
    if words := "\n".join(f"{key}: {page.meta[key]}" for key in PROSE_KEYS if key in page.meta):
        found[FRONT] = words
    lines = page.text.split("\n")
    ends = [*(heading.line - 1 for heading in page.headings[1:]), len(lines)]
    for heading, end in zip(page.headings, ends, strict=False):  # an end more, where there is no heading
        if heading.id:  # that each has one is told by pages.py
            found.setdefault(heading.id, "\n".join(lines[heading.line - 1 : end]))
    return found


def fingerprint(text: str) -> str:
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:8]


def prints(page: Source) -> dict[str, str]:
    """The fingerprint of each section of a page."""
    return {id_: fingerprint(text) for id_, text in sections(page).items()}


def stamps(page: Source) -> dict[str, Stamp] | None:
    """The fingerprints that a translation keeps, by section; None where it keeps none. Raises BadPage."""
    for key, value in _entries(page):
        if key.value != KEY:
            continue
        if not isinstance(value, yaml.MappingNode):
            line = key.start_mark.line + 2
            raise BadPage(
                f"{page.at(line)}: `{KEY}` has no fingerprints; only `done` writes it: take it out and run that"
            )
        found: dict[str, Stamp] = {}
        for section, given in value.value:
            line = section.start_mark.line + 2
            written = str(given.value) if isinstance(given, yaml.ScalarNode) else "a list"
            if not re.fullmatch("[0-9a-f]{8}", written):
                raise BadPage(
                    f"{page.at(line)}: “{written}” is no fingerprint of “{section.value}”; "
                    "only `done` writes fingerprints: take the line out and run that"
                )
            if section.value in found:
                raise BadPage(
                    f"{page.at(line)}: “{section.value}” has a fingerprint on line {found[section.value].line} too; "
                    "take both out, see what changed, and run `done`"
                )
            found[section.value] = Stamp(written, line)
        return found
    return None


def is_pending(page: Source) -> bool:
    """Whether a translation is a draft, which the built site does not show."""
    return page.meta.get("translation") == PENDING


def sound(page: Source) -> Source:
    """The page, if it is as all pages are. Raises BadPage: a notebook, other line ends, a front matter that is none."""
    if page.is_notebook:
        raise BadPage(
            f"{page.at()}: a notebook keeps no fingerprints; translate its cells by hand, tests compare its code"
        )
    stored = page.path.read_bytes()
    if stored.startswith(b"\xef\xbb\xbf"):
        raise BadPage(f"{page.at()}: the file begins with a byte order mark; save it as UTF-8 without one")
    if b"\r" in stored:
        line = stored.partition(b"\r")[0].count(b"\n") + 1
        raise BadPage(f"{page.at(line)}: lines end as on Windows (CRLF); save it with line ends of Unix (LF)")
    try:
        text = stored.decode()
    except UnicodeDecodeError as wrong:
        line = stored[: wrong.start].count(b"\n") + 1
        raise BadPage(f"{page.at(line)}: the file is not UTF-8; save it as UTF-8") from None
    if found := CONFLICT.search(text):
        raise BadPage(
            f"{page.at(page.line_of(found.start()))}: “{found[0]}” is left of a merge; choose what stays"
        )
    if text.startswith("+++"):
        raise BadPage(f"{page.at()}: the front matter is TOML; write YAML between two lines ---")
    if re.match(r"---[ \t]*\n", text) and not FRONT_MATTER.match(text):
        raise BadPage(f"{page.at()}: the front matter has no end; close it with a line ---")
    for _ in _entries(page):
        pass
    return page


def stamped(page: Source, new: Mapping[str, str], pending: bool) -> str:
    """The text of a page with these fingerprints, and with or without `translation: pending`."""
    found = FRONT_MATTER.match(page.text)
    lines = found[1].splitlines() if found else []
    body = page.text[found.end() :] if found else f"\n{page.text}"
    starts = [key.start_mark.line for key, _ in _entries(page)] + [len(lines)]
    kept: list[str] = lines[: starts[0]]
    for (key, _), start, end in zip(list(_entries(page)), starts, starts[1:], strict=False):
        if key.value != KEY and (key.value != "translation" or pending):
            kept += lines[start:end]
        else:  # what somebody noted there is no part of it
            kept += [line for line in lines[start:end] if line.startswith("#")]
    if pending and not is_pending(page):
        kept.append(f"translation: {PENDING}")
    if new:
        kept += [f"{KEY}:", *(f'  {id_}: "{value}"' for id_, value in new.items())]
    return "".join(f"{line}\n" for line in ["---", *kept, "---"]) + body


def write(path: Path, text: str) -> None:
    """The whole file or none of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    number, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(number, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        os.chmod(beside, path.stat().st_mode & 0o777 if path.exists() else 0o644)
        os.replace(beside, path)
    except BaseException:
        os.unlink(beside)
        raise


def no_section(page: Source, id_: str, known: Mapping[str, object], line: int = 1) -> BadPage:
    return BadPage(f"{page.at(line)}: there is no section “{id_}”; there are {listing(list(known))}")


def _entries(page: Source) -> Iterator[tuple[yaml.ScalarNode, yaml.Node]]:
    """The keys of a front matter and their values, with their lines. Raises BadPage."""
    found = FRONT_MATTER.match(page.text)
    if not found:
        return
    try:
        read = yaml.compose(found[1], LOADER)
        yaml.load(found[1], LOADER)
    except yaml.MarkedYAMLError as wrong:
        line = wrong.problem_mark.line + 2 if wrong.problem_mark else 1
        raise BadPage(f"{page.at(line)}: the front matter is not YAML: {wrong.problem}") from None
    except (yaml.YAMLError, ValueError) as wrong:
        raise BadPage(f"{page.at()}: the front matter is not YAML: {' '.join(str(wrong).split())}") from None
    if read is None:
        return
    if not isinstance(read, yaml.MappingNode):
        raise BadPage(f"{page.at(2)}: the front matter is no list of “key: value”")
    if read.flow_style:
        raise BadPage(f"{page.at(2)}: the front matter stands in braces; give each key a line of its own")
    seen: dict[str, int] = {}
    for key, value in read.value:
        line = key.start_mark.line + 2
        if key.value in seen:
            raise BadPage(f"{page.at(line)}: “{key.value}” stands on line {seen[key.value]} too; keep one")
        seen[str(key.value)] = line
        yield key, value
