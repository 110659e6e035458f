"""The English sections as they were when they were translated, found by their content in the history of git.

By content, and not by commit: a squashed, rebased or renamed history still holds the text. Where it does not, as in a
shallow clone, nothing is found, and the desk names the sections instead.
"""

import os
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from ..sources import Written
from .stamps import fingerprint, sections


@dataclass(frozen=True)
class Old:
    """A section as it was, and the commit that has it so."""

    text: str
    commit: str
    date: str


def old_sections(root: Path, name: str, wanted: Mapping[str, str]) -> dict[str, Old]:
    """Those of the wanted sections (id -> fingerprint) that the history has, the latest commit first."""
    found: dict[str, Old] = {}
    seen: set[str] = set()
    page = f"docs/en/{name}"
    for way in (
        ["--follow", "--", page],
        ["--all", "--no-renames", "--", "docs/en"],
    ):  # then: renamed, and rewritten
        for commit, date, blob in _versions(root, way):
            if len(found) == len(wanted):
                return found
            if blob in seen:
                continue
            seen.add(blob)
            text = _git(root, "cat-file", "blob", blob)
            for id_, was in _sections(Written(root / page, "en", name, text.replace("\r\n", "\n"))).items():
                if id_ not in found and wanted.get(id_) == fingerprint(was):
                    found[id_] = Old(was, commit, date)
    return found


def _sections(page: Written) -> dict[str, str]:
    try:
        return sections(page)
    except yaml.YAMLError:  # a version that never was a page
        return {}


def _versions(root: Path, way: list[str]) -> Iterator[tuple[str, str, str]]:
    """Commit, date and blob of each version of a Markdown file, the latest first."""
    commit = date = ""
    told = _git(
        root, "log", "--relative", "--raw", "--no-abbrev", "--abbrev-commit", "--format=@%h %cs", *way
    )
    for line in told.splitlines():
        if line.startswith("@"):
            commit, _, date = line[1:].partition(" ")
        elif line.startswith(":") and line.endswith(".md"):
            blob = line.split()[3]
            if blob.strip("0"):
                yield commit, date, blob


def _git(root: Path, *command: str) -> str:
    """What git prints; nothing where there is no git, or no repository."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *command],
            env=kept,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except OSError:
        return ""
    return done.stdout if done.returncode == 0 else ""
