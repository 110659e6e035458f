"""Every file of examples/ runs as a reader runs it, from a folder of the reader's own, and so small that nobody waits."""

import pytest

from tests.conftest import ROOT
from tests.examples.scripts import start

FILES = sorted((ROOT / "examples").glob("*.py"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_it_runs(file, tmp_path):
    """It has nothing to complain of, not even of what will be otherwise in a later torch."""
    ended, told = start(file.stem, "--tiny", folder=tmp_path), f"look in examples/{file.name}"
    assert ended.stderr == "", told
    has_main = '__name__ == "__main__"' in file.read_text("utf-8")
    assert bool(ended.stdout) == has_main, told  # the others are there to be imported


def test_all_of_it_can_be_read_in_an_afternoon():
    """Every line but the empty ones, comments and docstrings too."""
    lines = [line for file in FILES for line in file.read_text("utf-8").splitlines() if line.strip()]
    assert len(lines) <= 1800, (
        f"examples/ has {len(lines):,} lines; make something smaller before you add to it"
    )
