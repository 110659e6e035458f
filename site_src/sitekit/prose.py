"""What a reader of a page reads as running text: its sections, and their prose without the markup.

Markup is taken out so that lines stay where they are: a line number in the prose is one in the page. Code,
formulas and figures leave the mark GAP behind, since a word stands there for the reader.
"""

import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import yaml

from .fences import Fence, fences

ROOT = Path(__file__).resolve().parents[2]
GAP = "¤"
FRONT_MATTER = re.compile(r"\A---\n(.*?\n)---\n", re.DOTALL)
PROSE_KEYS = ("title", "description", "knobs_unit")
HEADING = re.compile(r"^(#{1,6})[ ]+(.*?)[ ]*(?:\{[ ]*#([\w-]+)[^}]*\})?[ ]*$", re.MULTILINE)
FIGURE = re.compile(r"\{n:([\w.-]+)\}")

LINES, NOTHING = "lines", ""  # what a piece of markup leaves behind: its line ends only; nothing; or GAP
MATHS = re.compile(r"\$\$.+?\$\$|(?<![\\$\w])\$(?=\S)[^$\n]+?(?<=\S)\$(?!\d)", re.DOTALL)
FOREIGN = re.compile(r"<(\w+)[^>]* lang=[^>]*>.*?</\1>", re.DOTALL)
MARKUP = [
    (re.compile(r"<!--.*?-->", re.DOTALL), LINES),
    (re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL), GAP),
    (MATHS, GAP),
    (re.compile(r"^[ ]*\[(?!\^)[^\]]+\]:[ ]*\S+.*$", re.MULTILINE), LINES),
    (re.compile(r"\[\^[\w-]+\]:?"), GAP),
    (re.compile(r"(?<=\])\((?:[^()\n]|\([^()\n]*\))*\)"), NOTHING),
    (re.compile(r"(?<=\])\[[^\]\n]*\]"), NOTHING),
    (FOREIGN, GAP),
    (re.compile(r"<?https?://[^\s>]+>?"), GAP),
    (re.compile(r"\b[\w./-]+\.(?:cff|css|ipynb|js|md|py|toml|yml)\b"), GAP),
    (re.compile(r"</?[A-Za-z][^>]*>", re.DOTALL), NOTHING),
    (re.compile(r"\{[ ]*[:#.][^}\n]*\}"), NOTHING),
    (FIGURE, GAP),
    (re.compile(r"\{[pioe]:|\}"), NOTHING),
    (re.compile(r"&(?:nbsp|thinsp|#160);"), " "),
    (re.compile(r"&[a-z]+;|&#\d+;"), GAP),
    (re.compile(r'^([> ]*)(?:!!!|\?\?\?\+?|===)[ ][^"\n]*"(.*)"[ ]*$', re.MULTILINE), rf"\1\2{GAP}"),
    (re.compile(r"^([> ]*)(?:!!!|\?\?\?\+?)[ ][^\n]*$", re.MULTILINE), r"\1"),
    (re.compile(r"[*]+|(?<!\w)_+|_+(?!\w)"), NOTHING),
]


@dataclass(frozen=True)
class Section:
    """From one heading to the next; before the first heading, id is "" and level 0."""

    id: str | None
    level: int
    line: int
    prose: str
    figures: tuple[str, ...]


@dataclass(frozen=True)
class Page:
    """One page or notebook of the site, or README.md."""

    file: Path
    root: Path = field(default=ROOT, kw_only=True)  # of the project that it is a page of

    @property
    def name(self) -> str:
        return self.file.relative_to(self.root).as_posix()

    @property
    def lang(self) -> str:
        parts = self.file.relative_to(self.root).parts
        return parts[1] if parts[0] == "docs" and len(parts) > 2 else "en"

    @cached_property
    def text(self) -> str:
        written = self.file.read_text(encoding="utf-8")
        return _markdown_cells(written) if self.file.suffix == ".ipynb" else written

    @cached_property
    def front_matter(self) -> dict[str, object]:
        found = FRONT_MATTER.match(self.text)
        return dict(yaml.safe_load(found[1]) or {}) if found else {}

    @cached_property
    def fences(self) -> list[Fence]:
        return fences(self.text)

    @cached_property
    def prose(self) -> str:
        """What a reader reads as running text, on the lines where it is written."""
        return prose(self.text, self.fences)

    @cached_property
    def sections(self) -> list[Section]:
        text = without_fences(self.text, self.fences)
        numbered = prose(self.text, self.fences, keep_numbers=True)
        headings = list(HEADING.finditer(text))
        starts = [1, *(text.count("\n", 0, heading.start()) + 1 for heading in headings)]
        ends = [*(start - 1 for start in starts[1:]), None]
        told = [("", 0), *((heading[3], len(heading[1])) for heading in headings)]
        lines, marked = numbered.split("\n"), self.text.split("\n")
        return [
            Section(
                name, level, start, "\n".join(lines[start - 1 : end]),
                tuple(FIGURE.findall("\n".join(marked[start - 1 : end]))),
            )
            for (name, level), start, end in zip(told, starts, ends, strict=True)
        ]  # fmt: skip

    def place(self, line: int) -> str:
        return f"{self.name}:{line}"


def without_fences(text: str, found: list[Fence]) -> str:
    """The text with the fences' lines empty; of a demo, the caption stays."""
    for fence in reversed(found):
        inside = text[fence.start : fence.end]
        kept = "\n" * inside.count("\n")
        if fence.lang in ("demo", "view"):
            kept = "\n".join(["", *(line.strip("> ") for line in inside.split("\n")[1:-1]), ""])
        text = text[: fence.start] + kept + text[fence.end :]
    return text


def prose(text: str, found: list[Fence], keep_numbers: bool = False) -> str:
    text = without_fences(text, found)  # first: it goes by places in the page as it is written
    if keep_numbers:
        text = MATHS.sub(_spell_numbers, text)
    text = FRONT_MATTER.sub(_read_front_matter, text)
    text = HEADING.sub(r"\2", text)
    for pattern, left in MARKUP:
        if not (keep_numbers and pattern in (MATHS, FOREIGN)):
            text = _take_out(pattern, left, text)
    return text


def _take_out(pattern: re.Pattern[str], left: str, text: str) -> str:
    if left not in (LINES, GAP, NOTHING):
        return pattern.sub(left, text)
    sign = NOTHING if left == LINES else left
    return pattern.sub(lambda match: sign + "\n" * match[0].count("\n"), text)


def _spell_numbers(formula: re.Match[str]) -> str:
    """A formula whose numbers are written as in prose: the decimal comma plain, 0.5x as 0.5 x."""
    return re.sub(r"(?<=\d)(?=[^\W\d])", " ", formula[0].replace("{,}", ","))


def _markdown_cells(stored: str) -> str:
    """The Markdown of a notebook on the lines of its file, which holds one line of source on each."""
    lines, kind, in_source = [], "", False
    for line in map(str.strip, stored.split("\n")):
        if found := re.match(r'"cell_type": "(\w+)"', line):
            kind = found[1]
        if line in ("]", "],"):
            in_source = False
        lines.append(json.loads(line.rstrip(",")).rstrip("\n") if in_source and kind == "markdown" else "")
        if line == '"source": [':
            in_source = True
    return "\n".join(lines)


def _read_front_matter(match: re.Match[str]) -> str:
    lines = [""]
    for line in match[1].split("\n")[:-1]:
        key, _, value = line.partition(":")
        lines.append(value.strip().strip("\"'") if key in PROSE_KEYS else "")
    return "\n".join([*lines, "", ""])
