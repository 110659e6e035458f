"""A copy of the project in a temporary folder, to break and test without touching the working tree.

Most of a short pytest run goes into importing torch, hypothesis and pytest itself. So one process imports them, nothing
of the project among them, and forks for each run: a run then costs half a second instead of three. What was imported is
frozen: else each run would look through all of it for garbage, three times.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple, Self

from tests import made

ROOT = Path(__file__).resolve().parents[1]
COPIED = (
    "benchmarks",
    "docs",
    "examples",
    "site_src",
    "tests",
    "mkdocs.yml",
    "pyproject.toml",
    "package.json",
)
LINKED = (".venv", "node_modules")
IMPORTED = ("pytest", "hypothesis", "markdown", "nbclient", "pygments.lexers.python", "pymdownx.superfences", "sybil",
            "torch", "torch._dynamo", "yaml")  # fmt: skip
FORKING = f"""
import gc, importlib, json, os, sys
for name in {IMPORTED!r}:
    importlib.import_module(name)
gc.freeze()
for line in sys.stdin:
    arguments, log = json.loads(line)
    child = os.fork()
    if not child:
        for stream in (1, 2):
            os.dup2(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND), stream)
        status = importlib.import_module("pytest").main(arguments)
        sys.stdout.flush()
        os._exit(status)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


class Run(NamedTuple):
    """pytest's exit status, and what it printed."""

    status: int
    told: str


class Copy:
    """A copy of the project; `test` runs some of its tests. Use it in a `with`: it ends its process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in (*COPIED, *(file.name for file in ROOT.glob("*.md"))):
            if (ROOT / name).is_dir():
                shutil.copytree(
                    ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "node_modules")
                )
            elif (ROOT / name).exists():
                shutil.copy2(ROOT / name, folder / name)
        for name in LINKED:
            if (ROOT / name).exists():
                (folder / name).symlink_to(ROOT / name)
        made.give(folder)
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "PYTHON"))
        }
        self.process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", FORKING],
            cwd=folder,
            env={**kept, "NO_COLOR": "1", "PYTHONUTF8": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.communicate(timeout=30)

    def test(self, paths: Iterable[str]) -> Run:
        """Run tests up to the first that fails. The project's own options stay out: they would start workers."""
        log = self.folder / "run.log"
        log.unlink(missing_ok=True)
        options = ["-x", "-q", "-o", "addopts=-p tests.docs.snippets"]
        options += [
            "-p",
            "no:cacheprovider",
            "-p",
            "no:hypothesispytest",
            "-p",
            "no:xdist",
        ]  # take time to load
        options += ["-W", "ignore:Module already imported so cannot be rewritten"]  # as all of IMPORTED are
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps([[*options, *paths], str(log)]) + "\n")
        self.process.stdin.flush()
        status = self.process.stdout.readline()
        return Run(int(status or "-1"), log.read_text(encoding="utf-8") if log.exists() else "")
