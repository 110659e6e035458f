"""Examples as their readers meet them: run from the project's root, or imported for a test."""

import os
import runpy
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

from tests.conftest import ROOT


def load(name: str) -> SimpleNamespace:
    """The functions of examples/`name`.py, without running its main()."""
    return SimpleNamespace(**runpy.run_path(str(ROOT / "examples" / f"{name}.py"), run_name=name))


def start(name: str, *arguments: str, folder: Path = ROOT, code: int = 0) -> subprocess.CompletedProcess[str]:
    """`python examples/name.py` from a folder. Fails, with what it told, if it does not end with this code."""
    ended = subprocess.run(
        [sys.executable, str(ROOT / f"examples/{name}.py"), *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT / "site_src")},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert ended.returncode == code, f"examples/{name}.py ended with {ended.returncode}:\n{ended.stderr}"
    return ended


def run(name: str, *arguments: str) -> str:
    """What it prints, from the project's root."""
    return start(name, *arguments).stdout
