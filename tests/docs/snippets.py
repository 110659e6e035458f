"""Every Python and console fence of every page runs: a pytest plugin, made of Sybil and the site's own lexer.

A page is one program: its fences share their names and one temporary folder, which holds a copy of examples/.
What a fence prints is compared with the output fence that follows it (`...` stands for anything); an output that
begins with `Traceback (most recent call last):` promises that error. In a console fence, each `$ ` line is run
and compared with the lines below it.

    pytest docs/en/what-is-a-parameter.md          one page
    pytest "docs/en/index.md::line:12,column:1"    one fence, with what it needs from the fences before it
"""

import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import pytest
from knobs import program, shelter
from knobs.program import Program
from pymdownx.snippets import SnippetMissingError
from sitekit.fences import Fence, fences
from sybil import Document, Example, Region, Sybil

ROOT = Path(__file__).resolve().parents[2]
INERT = {"text", "json", "yaml", "toml", "html", "css", "js", "markdown"}
DRAWN = {"demo", "view"}  # drawn by sitekit.markdown, which refuses what it does not know
REFUSED = re.compile(
    r"\b(make|pip|npm|npx|apt|apt-get|curl|wget|docker|sudo|git (clone|pull|fetch)|http\.server|mkdocs serve"
    r"|playwright install)\b"
)
PROMISE = "Traceback (most recent call last):\n"
RUNNER = {program.__file__, shelter.__file__}  # what every traceback begins with


@dataclass
class Page:
    """What the fences of one page share: a folder, and a program as in the reader's browser."""

    folder: str
    program: Program = field(default_factory=Program)
    done: set[int] = field(default_factory=set)

    def run(self, fence: Fence, page: str) -> tuple[str, BaseException | None]:
        """Run a Python fence: what it printed, and the exception that ended it."""
        self.done.add(fence.line)
        self.program.lang = "nl" if page.startswith("docs/nl/") else "en"
        # Empty lines before the code give it the line numbers of the page.
        above, file = (0, f"<{page}:{fence.line}>") if fence.quoted else (fence.line, page)
        with contextlib.chdir(self.folder):
            outcome = self.program.run("\n" * above + fence.body, f"{page}:{fence.line}", file)
        if isinstance(outcome.raised, KeyboardInterrupt):
            raise outcome.raised
        return outcome.printed, outcome.raised


def matches(want: str, got: str) -> bool:
    """Equal but for spaces at the ends of lines; `...` stands for anything."""
    pattern = re.escape(_tidy(want)).replace(r"\.\.\.", ".*?")
    return re.fullmatch(pattern, _tidy(got), re.DOTALL) is not None


def compare(want: str, got: str, where: str) -> None:
    if not matches(want, got):
        fail(f"{where}: the page shows another output than the code gives\n--- page\n{want}--- code\n{got}")


def fail(message: str) -> NoReturn:
    pytest.fail(message, pytrace=False)


def run_python(example: Example) -> None:
    """Run the fence, and first what the page needs from the fences before it."""
    shared, page = example.namespace["page"], _relative(example.path)
    *earlier, fence = example.parsed
    for one in earlier:
        if one.is_python and one.line not in shared.done:
            shared.run(one, page)
    printed, error = shared.run(fence, page)
    where = f"{page}:{fence.line}"
    expected = fence.expected
    if expected is None or PROMISE not in expected:
        if error is not None:
            fail(f"{_place(error, fence, page)}: {_describe(error)}\n{_trace(error)}")
        if expected is not None:
            compare(expected, printed, where)
        return
    before, _, promised = expected.partition(PROMISE)
    if error is None:
        fail(f"{where}: the page promises an error that the code does not raise:\n{promised}")
    message = re.sub(r"\A(?:[ \t].*\n)*", "", promised)  # the stack is not compared, type and message are
    compare(before + message, f"{printed}{_describe(error)}\n", where)


def run_console(example: Example) -> None:
    """Run each `$ ` line in the page's folder, with this Python first on the PATH."""
    shared, page = example.namespace["page"], _relative(example.path)
    fence = example.parsed[-1]
    where = f"{page}:{fence.line}"
    commands = re.findall(r"^\$ ((?:.*\\\n)*.*)\n((?:(?!\$ ).*\n)*)", fence.body, re.MULTILINE)
    if not fence.body.startswith("$ "):
        fail(f"{where}: a console fence begins with a command, a line that begins with “$ ”")
    for command, want in commands:
        if refused := REFUSED.search(command):
            fail(
                f"{where}: “{refused[0]}” installs, serves or fetches; put <!-- no-run: why --> before the fence"
            )
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=shared.folder,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        if want:
            compare(want, done.stdout, f"{where} $ {command}")
        if done.returncode:
            fail(f"{where} $ {command}: exit status {done.returncode}\n{done.stdout}")


def refuse(example: Example) -> None:
    fence = example.parsed[-1]
    known = ", ".join(["python", "console", *sorted(DRAWN), *sorted(INERT)])
    fail(f"{_relative(example.path)}:{fence.line}: fence language “{fence.lang}” is none of {known}")


def is_run(fence: Fence) -> bool:
    """Whether a fence becomes a test: it runs, or it is refused."""
    return not fence.skip and fence.lang not in INERT | DRAWN


def parse(document: Document) -> Iterator[Region]:
    try:
        found = fences(document.text)
    except SnippetMissingError as error:
        raise pytest.Collector.CollectError(f"{_relative(document.path)}: {error}") from None
    for index, fence in enumerate(found):
        if is_run(fence):
            run = run_python if fence.is_python else run_console if fence.lang == "console" else refuse
            earlier = [one for one in found[:index] if not one.skip]
            yield Region(fence.start, fence.end, [*earlier, fence], run)


def set_up(namespace: dict[str, Any]) -> None:
    folder = tempfile.mkdtemp(prefix="page-")
    if (ROOT / "examples").exists():
        shutil.copytree(ROOT / "examples", Path(folder) / "examples")
    namespace["page"] = Page(folder)


def tear_down(namespace: dict[str, Any]) -> None:
    shutil.rmtree(namespace["page"].folder, ignore_errors=True)


def _tidy(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip("\n").splitlines())


def _relative(path: str) -> str:
    return Path(path).relative_to(ROOT).as_posix()


def _describe(error: BaseException) -> str:
    return "".join(traceback.format_exception_only(error)[-1:]).strip()


def _place(error: BaseException, fence: Fence, page: str) -> str:
    """page:line of the line that failed; of the fence, where the line comes from a quoted example."""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == page]
    if isinstance(error, SyntaxError) and error.filename == page:
        lines.append(error.lineno)
    return f"{page}:{(lines and lines[-1]) or fence.line}"


def _trace(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return "".join(traceback.format_list([frame for frame in frames if frame.filename not in RUNNER]))


def _environment() -> dict[str, str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    return {
        **os.environ,
        "PATH": path,
        "PYTHONPATH": str(ROOT / "site_src"),
        "LC_ALL": "C.UTF-8",
        "NO_COLOR": "1",
    }


# Not "docs/**/*.md": Path.match reads ** as *, so a page four folders deep would not be collected.
sybil = Sybil([parse], path=str(ROOT), patterns=["*.md"], setup=set_up, teardown=tear_down)
pytest_collect_file = sybil.pytest()
