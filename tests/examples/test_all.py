"""Every file of examples/ runs as a reader runs it, from a folder of the reader's own, and so small that nobody waits."""

import re

import pytest

from tests.conftest import ROOT
from tests.examples.scripts import start

FILES = sorted((ROOT / "examples").glob("*.py"))
PROGRAMS = [file for file in FILES if '__name__ == "__main__"' in file.read_text("utf-8")]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_it_runs(file, tmp_path):
    """It has nothing to complain of, not even of what will be otherwise in a later torch."""
    ended, told = start(file.stem, "--tiny", folder=tmp_path), f"look in examples/{file.name}"
    assert ended.stderr == "", told
    assert bool(ended.stdout) == (file in PROGRAMS), told  # the others are there to be imported


@pytest.mark.parametrize("file", PROGRAMS, ids=lambda file: file.stem)
def test_it_tells_what_it_is_and_what_it_does_not_know(file, tmp_path):
    """In one sentence, and before it does anything."""
    told = f"look in examples/{file.name}, or in site_src/workshop/running.py"
    first = file.read_text("utf-8").splitlines()[0].removeprefix('"""')
    assert first in start(file.stem, "--help", folder=tmp_path).stdout.splitlines(), told
    refused = start(file.stem, "--bogus", folder=tmp_path, code=2)
    assert re.fullmatch(r".*--bogus.*\.\n", refused.stderr), f"{refused.stderr!r}: {told}"
    assert refused.stdout == "", told


def test_all_of_it_can_be_read_in_an_afternoon():
    """Every line but the empty ones, comments and docstrings too."""
    lines = [line for file in FILES for line in file.read_text("utf-8").splitlines() if line.strip()]
    assert len(lines) <= 1800, (
        f"examples/ has {len(lines):,} lines; make something smaller before you add to it"
    )
