"""A training that nobody disturbed, to compare others with."""

from pathlib import Path

import pytest
from train import main

from tests.examples.ranks import arguments


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with its texts, its cache of tokens, and the run itself, of one process, in `run`."""
    folder = tmp_path_factory.mktemp("whole")
    assert main(arguments(folder, folder / "run")) == 0, "look in examples/train.py"
    return folder
