"""Every fenced block that a page renders, and no other: one lexer for the tests and for the site.

It reads what pymdownx.superfences reads (quotes, lists, admonitions, tabs, longer fences, both kinds of
options) and leaves alone what the reader does not see as a block of its own: a fence in a comment, in a longer
fence, or in indented code. tests/docs/test_fences.py holds each form beside what superfences makes of it.

    <!-- no-run: why -->          before a fence: it is not run (counted and capped by the tests)
    ```text title="Output"        after a Python fence: what that code prints (Dutch: "Uitvoer")
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from markdown import Markdown
from pymdownx.snippets import (  # type: ignore[import-untyped]
    SnippetExtension,
    SnippetMissingError,
    SnippetPreprocessor,
)

ROOT = Path(__file__).resolve().parents[2]
# Where pages quote from, as in mkdocs.yml: "line.py:model" is in examples/, "workshop/lora.py:model" in the workshop.
BASES = (ROOT / "examples", ROOT / "site_src")
# Folders of programs that a reader can fetch whole, by what a title calls them -> where they are below assets/.
PROGRAMS = {"examples": "examples", "site_src/workshop": "workshop"}
PYTHON = frozenset({"py", "python", "python3"})
OUTPUT_TITLES = frozenset({"Output", "Uitvoer"})
TAB = 4  # columns of one level of nesting in Python-Markdown

OPEN = re.compile(r"(?P<prefix>[> ]*)(?P<marks>`{3,}|~{3,})[ ]*(?P<info>[^`]*?)[ ]*$")
OPTION = re.compile(r"""([A-Za-z][\w-]*)(?:=("|')(.*?)\2)?""")
WORD = re.compile(r"""[.#]?[\w#.+-]+(?:=(?:"[^"]*"|'[^']*'))?""")
CONTAINER = re.compile(r"(?:[-*+]|\d+\.)[ ]|(?:!!!|\?\?\?\+?|===[!+]*)[ ]|:[ ]{2,}|\[\^[^\]]+\]:")
COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
NO_RUN = re.compile(r"\s*no-run:\s*(\S.*?)\s*", re.DOTALL)


@dataclass(frozen=True)
class Fence:
    """One fenced block: `start` and `end` are offsets in the text, `line` counts its opening line from 1."""

    start: int
    end: int
    line: int
    lang: str
    classes: tuple[str, ...]
    body: str
    options: dict[str, str] = field(default_factory=dict)
    quoted: bool = False  # the body has regions of a file in it, so its lines are not the page's lines
    skip: str | None = None  # the reason in <!-- no-run: reason -->
    expected: str | None = None  # the body of the output fence that follows

    @property
    def title(self) -> str:
        return self.options.get("title", "")

    @property
    def is_python(self) -> bool:
        return self.lang in PYTHON

    @property
    def is_output(self) -> bool:
        return self.lang == "text" and self.title in OUTPUT_TITLES


def fences(text: str, bases: Sequence[Path] = BASES) -> list[Fence]:
    """The fences of a page in order; regions of files in `bases` are filled in by pymdownx.snippets itself.

    Without any base they stay as they are written. Raises SnippetMissingError, naming the line, for a region or file that is not there.
    """
    found: list[Fence] = []
    for fence in _blocks(text, bases):
        before = text[found[-1].end if found else 0 : fence.start]
        if fence.is_output and found and found[-1].is_python and not before.strip(" \t\n>"):
            found[-1] = replace(found[-1], expected=fence.body)
        found.append(replace(fence, skip=_skip_reason(before)))
    return found


def not_quoted(missing: SnippetMissingError) -> tuple[int, str]:
    """The line that quotes what is not there, and what that is."""
    line, _, what = str(missing).removeprefix("line ").partition(": ")
    return (int(line), what) if line.isdigit() else (1, str(missing))


def orphans(found: list[Fence]) -> list[Fence]:
    """Output fences that follow no code: nothing would ever compare them."""
    claimed = {after.line for code, after in pairwise(found) if code.expected is not None}
    return [fence for fence in found if fence.is_output and fence.line not in claimed]


def _blocks(text: str, bases: Sequence[Path]) -> Iterator[Fence]:
    raw = text.splitlines(keepends=True)
    lines = [line.rstrip("\r\n").expandtabs(TAB) for line in raw]
    offsets = [0]
    for line in raw:
        offsets.append(offsets[-1] + len(line))
    index, commented = 0, False
    while index < len(lines):
        opening = OPEN.match(lines[index])
        if not opening:
            commented = _in_comment(lines[index], commented)
        elif (end := _closing(lines, index, opening)) is not None:
            if not commented and not _is_indented_code(lines, index, opening["prefix"]):
                body = [_dedent(line, len(opening["prefix"])) for line in lines[index + 1 : end]]
                filled = body if ">" in opening["prefix"] else _fill(body, bases, index + 1)
                lang, classes, options = _read_info(opening["info"])
                yield Fence(
                    offsets[index] + len(opening["prefix"]),
                    offsets[end] + len(raw[end].rstrip("\r\n")),
                    index + 1,
                    lang,
                    classes,
                    "".join(f"{line}\n" for line in filled),
                    options,
                    quoted=filled != body,
                )
            index = end
        index += 1


def _closing(lines: list[str], start: int, opening: re.Match[str]) -> int | None:
    """The line that closes the fence, or None where a line that is not indented enough cuts it off."""
    prefix, marks = opening["prefix"], opening["marks"]
    for index in range(start + 1, len(lines)):
        line = lines[index]
        content = _dedent(line, len(prefix))
        removed = line[: len(line) - len(content)]
        if content.strip() and len(removed) < len(prefix):
            return None
        if removed.count(">") != prefix.count(">") and line.strip():
            return None
        if content.rstrip() == marks:
            return index
    return None


def _dedent(line: str, columns: int) -> str:
    """`line` without at most `columns` characters of indentation and quote marks."""
    end = 0
    while end < min(columns, len(line)) and line[end] in "> ":
        end += 1
    return line[end:]


def _is_indented_code(lines: list[str], index: int, prefix: str) -> bool:
    """Whether a fence this deep is text in an indented code block: no list, tab or admonition holds it."""
    depth = prefix.count(">")
    level = _level(prefix, depth)
    while level and index:
        index -= 1
        line = lines[index]
        if not line.strip(" >"):
            continue
        above = _level(line, depth)
        if above < level:
            if above != level - 1 or not CONTAINER.match(line.lstrip("> ")):
                return True
            level = above
    return level > 0


def _level(line: str, depth: int) -> int:
    """How many levels of four columns a line is indented, after `depth` quote marks and their space."""
    rest = re.sub(rf"^(?: ?> ?){{{depth}}}", "", line) if depth else line
    return (len(rest) - len(rest.lstrip(" "))) // TAB


def _in_comment(line: str, commented: bool) -> bool:
    """Whether an HTML comment is open after this line; only one that starts its line can hold a fence."""
    if not commented and not re.match("[> ]*<!--", line):
        return False
    opened, closed = line.rfind("<!--"), line.rfind("-->")
    return opened > closed if opened >= 0 or closed >= 0 else commented


def _read_info(info: str) -> tuple[str, tuple[str, ...], dict[str, str]]:
    """```python title="a" and ```{ .python .wide title="a" }: language, classes, options."""
    words = WORD.findall(info.replace("{", " ").replace("}", " "))
    names = [word.lstrip(".") for word in words if "=" not in word and not word.startswith("#")]
    options = {}
    for word in words:
        if "=" in word and (option := OPTION.fullmatch(word)):
            options[option[1]] = option[3]
    return (names[0].lower() if names else ""), tuple(names[1:]), options


def _fill(body: list[str], bases: Sequence[Path], line: int) -> list[str]:
    if not bases or not any("8<" in text for text in body):
        return body
    settings: dict[str, Any] = SnippetExtension(
        base_path=[str(base) for base in bases], check_paths=True, dedent_subsections=True
    ).getConfigs()
    try:
        return list(SnippetPreprocessor(settings, Markdown()).run(body))
    except SnippetMissingError as error:
        raise SnippetMissingError(f"line {line}: {error}") from None


def _skip_reason(before: str) -> str | None:
    """The reason in the comment that stands directly before a fence."""
    last = None
    for comment in COMMENT.finditer(before):
        last = comment
    if last is None or before[last.end() :].strip(" \t\n>"):
        return None
    reason = NO_RUN.fullmatch(last[1])
    return reason[1] if reason else None
