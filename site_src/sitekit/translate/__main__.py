"""The translators' desk on the command line.

python -m sitekit.translate status             which pages lag behind the English, where, and how many words that is
python -m sitekit.translate new PAGE           a draft of a page that is not translated yet
python -m sitekit.translate diff PAGE          what changed in English since, word by word
python -m sitekit.translate check [PAGE]       what is wrong with a translation: exit code 1 if that is an error
python -m sitekit.translate done PAGE [SECTION …]      these sections are as the English is now

Bad input leaves with exit code 2 and one line that names the file and the line.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from knobs.__main__ import OneLine
from pymdownx.snippets import SnippetMissingError  # type: ignore[import-untyped]

from ..fences import not_quoted
from ..findings import Finding
from ..lists import BadList
from ..prose import ROOT
from ..sources import CODE
from ..spelling import NoDictionary
from . import check, desk
from .differ import plain
from .lag import Lag, lags
from .stamps import BadPage
from .state import BEHIND, CURRENT, ENGLISH, GONE, MISSING, STARTED, UNMARKED, Desk, State

COLORS = {
    CURRENT: "\033[32m",
    BEHIND: "\033[33m",
    STARTED: "\033[36m",
    MISSING: "\033[31m",
    UNMARKED: "\033[31m",
    GONE: "\033[31m",
}
BOLD, PLAIN = "\033[1m", "\033[0m"
LOST = "there is no such page in docs/en"
NO_HISTORY = "(what it was is not in the history of this clone)"


def main(arguments: Sequence[str]) -> int:
    """Run one command. Returns the exit code."""
    parser = _parser()
    given = parser.parse_args(arguments)
    if given.lang == ENGLISH or not CODE.fullmatch(given.lang):
        parser.error(
            f"--lang: “{given.lang}” is no language to translate into; write a code such as nl or pt-BR"
        )
    if given.command == "done" and given.all == bool(given.page):
        parser.error("done: name a page, or say --all")
    here = Desk(_root(given.root, parser), given.lang)
    colored = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    try:
        if given.command == "status":
            _status(here, given.json, colored)
        elif given.command == "new":
            print(f"{desk.new(here, given.page)}: a draft; the site shows it once every section is done")
        elif given.command == "diff":
            found = list(lags(here, given.page, tuple(given.section)))
            current = ", ".join(given.section) or here.name(given.page)
            print("\n\n".join(_told(lag, colored) for lag in found) or f"{current} is current")
        elif given.command == "check":
            return _check(here, given.page, given.json)
        elif given.all:
            for state in here.states():
                if state.state in (BEHIND, CURRENT, UNMARKED):
                    print("\n".join(desk.done(here, state.name)))
        else:
            print("\n".join(desk.done(here, given.page, given.section)))
    except (BadPage, BadList) as refused:
        print(refused, file=sys.stderr)
        return 2
    except (NoDictionary, ValueError) as refused:
        parser.error(str(refused))
    except OSError as refused:
        parser.error(f"{refused.filename}: {refused.strerror}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = OneLine(prog="python -m sitekit.translate", description="The translators' desk.")
    parser.add_argument("--lang", default="nl", help="the language that is written (nl)")
    parser.add_argument(
        "--root", type=Path, help="the project's folder, if it is not the one around this one"
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=OneLine)
    status = commands.add_parser("status", help="which pages lag behind, where, and how many words that is")
    new = commands.add_parser("new", help="a draft of a page that is not translated yet")
    diff = commands.add_parser("diff", help="what changed in English since, word by word")
    checks = commands.add_parser("check", help="what is wrong with a translation")
    done = commands.add_parser("done", help="these sections are as the English is now")
    for command in (status, new, diff, checks, done):
        # Also behind the command; where it is not, what stands before it counts.
        command.add_argument("--lang", default=argparse.SUPPRESS, help="the language that is written (nl)")
        command.add_argument("--root", type=Path, default=argparse.SUPPRESS, help="the project's folder")
    for command in (new, diff):
        command.add_argument("page", metavar="PAGE", help="as in docs/en: index.md")
    checks.add_argument("page", metavar="PAGE", nargs="?", help="all of them, if left out")
    done.add_argument("page", metavar="PAGE", nargs="?", help="as in docs/en: index.md")
    for command in (diff, done):
        command.add_argument(
            "section", metavar="SECTION", nargs="*", default=[], help="ids; all, if left out"
        )
    done.add_argument("--all", action="store_true", help="every translation that is there")
    for command in (status, checks):
        command.add_argument("--json", action="store_true", help="for machines")
    return parser


def _root(given: Path | None, parser: argparse.ArgumentParser) -> Path:
    """The project around the current folder; else the one that this file is in."""
    folders = [given] if given else [Path.cwd(), *Path.cwd().parents, ROOT]
    found = next((folder for folder in folders if (folder / "docs/en").is_dir()), None)
    if found is None:
        parser.error(f"{given} has no folder docs/en")
    return found.resolve()


def _status(here: Desk, as_json: bool, colored: bool) -> None:
    states = here.states() + [State(name, GONE, (), 0) for name in here.orphans]
    if as_json:
        print(json.dumps([_machine(state) for state in states], indent=2, ensure_ascii=False))
        return
    wide = max((len(state.name) for state in states), default=0)
    for state in states:
        paint, stop = (COLORS.get(state.state, ""), PLAIN) if colored else ("", "")
        what = ", ".join(f"{change.section} ({change.kind})" for change in state.changes)
        what = f"{LOST}; rename it, or take it out" if state.state == GONE else what
        words = f"{state.to_do} words" if state.to_do else ""
        print(f"{paint}{state.state:8}{stop}  {state.name:{wide}}  {words:>10}  {what}".rstrip())
    count = sum(state.state == CURRENT for state in states)
    to_do = sum(state.to_do for state in states)
    print(f"{count} of {len(states)} pages are current; {to_do} words to do in docs/{here.lang}")


def _machine(state: State) -> dict[str, object]:
    changes = {change.section: change.kind for change in state.changes}
    return {
        "page": state.name,
        "state": state.state,
        "sections": changes,
        "words": state.words,
        "to_do": state.to_do,
    }


def _told(lag: Lag, colored: bool) -> str:
    words = f"{lag.change.section}: {lag.change.kind}" + (f" since {lag.since}" if lag.since else "")
    heading = f"{BOLD}{words}{PLAIN}" if colored else f"## {words}"
    return f"{heading}\n{plain(lag.pieces, colored) if lag.pieces else NO_HISTORY}"


def _check(here: Desk, page: str | None, as_json: bool) -> int:
    names = (
        [here.name(page)]
        if page
        else [state.name for state in here.states() if state.state in (STARTED, BEHIND, CURRENT, UNMARKED)]
    )
    found: list[Finding] = []
    for name in names:
        found += _findings(here, name)
    if not page:
        found += [
            Finding(here.translation(name).at().removesuffix(":1"), 1, LOST, "rename it, or take it out")
            for name in here.orphans
        ]
    if as_json:
        told = [
            {"file": one.page, "line": one.line, "what": one.what, "instead": one.instead, "error": one.error}
            for one in found
        ]
        print(json.dumps(told, indent=2, ensure_ascii=False))
    else:
        for one in found:
            print(one if one.error else f"{one} (warning)")
        errors = sum(one.error for one in found)
        pages = "1 page" if len(names) == 1 else f"{len(names)} pages"
        print(f"{pages}: {errors} errors, {len(found) - errors} warnings")
    return 1 if any(one.error for one in found) else 0


def _findings(here: Desk, name: str) -> list[Finding]:
    """What is wrong with one page, also where it quotes a part of a file that is not there."""
    try:
        return list(check.findings(here, name))
    except SnippetMissingError as wrong:
        line, what = not_quoted(wrong)
        return [
            Finding(here.translation(name).at().removesuffix(":1"), line, what, "quote a part that is there")
        ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
