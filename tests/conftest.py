"""What tests of every room share: the project's root, and one strict build of the site for the whole run."""

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from knobs.text import LANGUAGES

ROOT = Path(__file__).resolve().parents[1]
# For torch, which counts its threads when it is imported. Models are small here, and the workers share the cores: threads
# that wait for one another took three times as long.
os.environ.setdefault("OMP_NUM_THREADS", "1")


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder that holds README.md and mkdocs.yml."""
    return ROOT


@pytest.fixture(params=LANGUAGES)
def lang(request: pytest.FixtureRequest) -> str:
    """Each language of the site in turn."""
    return str(request.param)


@contextmanager
def once(tmp_path_factory: pytest.TempPathFactory, name: str) -> Iterator[Path]:
    """A folder that all workers of pytest-xdist share. While the block makes what belongs in it, the others wait."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder


@pytest.fixture(scope="session")
def site_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built strictly once per run: with pytest-xdist the first worker builds and the others wait."""
    with once(tmp_path_factory, "site") as folder:
        site, log = folder / "site", folder / "site.log"
        if not log.exists():
            site_built = _build(site)
            log.write_text(f"{site_built.returncode}\n{site_built.stdout}", encoding="utf-8")
    status, _, told = log.read_text(encoding="utf-8").partition("\n")
    if status != "0":
        pytest.fail(f"mkdocs build --strict failed with status {status}:\n{told}", pytrace=False)
    return site


def _build(site: Path) -> subprocess.CompletedProcess[str]:
    """Not with -q: a quiet strict build succeeds in spite of a broken anchor."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(site)]
    settings = {
        "PYTHONPATH": str(ROOT / "site_src"),
        "PYTHONIOENCODING": "utf-8",
        "NO_MKDOCS_2_WARNING": "true",
    }
    return subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
