"""A folder that stands for the package's own weights."""

import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from knobs import pocket


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Files put here are read as if they came with the package; nothing is kept of them."""

    def get_data(package: str, file: str) -> bytes:
        assert package == "knobs.pocket" and file.startswith("weights/")
        return (tmp_path / file.removeprefix("weights/")).read_bytes()

    monkeypatch.setattr(pkgutil, "get_data", get_data)
    pocket._packaged.cache_clear()
    yield tmp_path
    pocket._packaged.cache_clear()
