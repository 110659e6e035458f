"""Every file of examples/ runs as a reader runs it, from a folder of the reader's own, and so small that nobody waits."""

import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT

FILES = sorted((ROOT / "examples").glob("*.py"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_it_runs(file, tmp_path):
    """It has nothing to complain of, not even of what will be otherwise in a later torch."""
    ended = subprocess.run(
        [sys.executable, str(file), "--tiny"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT / "site_src")},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    told = f"look in examples/{file.name}"
    assert ended.returncode == 0, f"{told}:\n{ended.stderr}"
    assert ended.stderr == "", told
    has_main = '__name__ == "__main__"' in file.read_text("utf-8")
    assert bool(ended.stdout) == has_main, told  # the others are there to be imported


def test_all_of_it_can_be_read_in_an_afternoon():
    """Every line but the empty ones, comments and docstrings too."""
    lines = [line for file in FILES for line in file.read_text("utf-8").splitlines() if line.strip()]
    assert len(lines) <= 1800, (
        f"examples/ has {len(lines):,} lines; make something smaller before you add to it"
    )
