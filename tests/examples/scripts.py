"""Examples as their readers meet them: run from the project's root, or imported for a test."""

import os
import runpy
import subprocess
import sys
from types import SimpleNamespace

from tests.conftest import ROOT


def load(name: str) -> SimpleNamespace:
    """The functions of examples/`name`.py, without running its main()."""
    return SimpleNamespace(**runpy.run_path(str(ROOT / "examples" / f"{name}.py"), run_name=name))


def run(name: str, *arguments: str) -> str:
    """What `python examples/name.py` prints. Fails, with what it told, if it does not end well."""
    ended = subprocess.run(
        [sys.executable, f"examples/{name}.py", *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "site_src")},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert ended.returncode == 0, f"examples/{name}.py ended with {ended.returncode}:\n{ended.stderr}"
    return ended.stdout
