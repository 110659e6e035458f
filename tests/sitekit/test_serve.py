"""sitekit/hooks.py while serving: what changed is read again and nothing else, and the policy allows the reload."""

import json
import os
import shutil
import subprocess
import sys
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import pytest
from mkdocs.config.defaults import MkDocsConfig
from sitekit import hooks

from tests.sitekit.tree import NAV, configure, pages, plant

HOOKS = "look in site_src/sitekit/hooks.py"
MOST = 1 / 4  # what a changed page may take, of the first build, with one language served; it is an eighth
SERVING = """
import json, sys, time
from pathlib import Path
from mkdocs.commands.build import build
from mkdocs.config import load_config

config, page = sys.argv[1:]
told = []
for turn in range(3):
    read = load_config(config, site_url="http://127.0.0.1:8000/")
    if not turn:
        read.plugins.on_startup(command="serve", dirty=False)
    began = time.process_time()
    build(read, serve_url="http://127.0.0.1:8000/")
    told.append(time.process_time() - began)
    text = Path(page).read_text("utf-8")
    Path(page).write_text(text + f"\\nA change, number {turn}.\\n", "utf-8")
print(json.dumps(told))
"""


def serve(modules):
    """A stand-in for MkDocs' server, after the hook has changed it, and what was built: the modules then known."""
    built = []
    server = SimpleNamespace(
        url="http://127.0.0.1:8000/",
        builder=None,
        _inject_js_into_html=lambda page, epoch: page.replace(
            b"</body>", b"<script>reload(%d)</script></body>" % epoch
        ),
    )
    hooks.on_serve(server, MkDocsConfig(), lambda: built.append(set(modules)))
    return server, built


def test_a_rebuild_forgets_our_modules_and_no_others(monkeypatch):
    modules = dict.fromkeys(["knobs", "knobs.demos.line", "sitekit.pages", "knobsandmore", "mkdocs.utils"])
    monkeypatch.setattr(hooks, "sys", SimpleNamespace(modules=modules))
    monkeypatch.setattr(hooks, "_code", count().__next__)
    server, built = serve(modules)
    server.builder()
    assert built == [{"knobsandmore", "mkdocs.utils"}]


def test_where_only_a_page_changed_nothing_is_forgotten(monkeypatch):
    modules = dict.fromkeys(["knobs", "mkdocs.utils"])
    monkeypatch.setattr(hooks, "sys", SimpleNamespace(modules=modules))
    monkeypatch.setattr(hooks, "_code", list)
    server, built = serve(modules)
    server.builder()
    assert built == [{"knobs", "mkdocs.utils"}], HOOKS


def test_a_change_of_code_is_noticed(root):
    before = hooks._code()
    named = {Path(file).relative_to(root).as_posix() for file, _ in before}
    assert {"site_src/knobs/demos/line.py", "examples/line.py", "benchmarks/results.json"} <= named, HOOKS
    assert hooks._code() == before, HOOKS


def test_the_script_that_reloads_is_allowed():
    server, _ = serve({})
    first, second = (server._inject_js_into_html(b"<head></head><body></body>", epoch) for epoch in (1, 2))
    assert b"reload(1)" in first
    assert first.count(b"sha256-") == second.count(b"sha256-") == 1
    assert first.partition(b"sha256-")[2][:44] != second.partition(b"sha256-")[2][:44]


def rebuilt(folder: Path, page: str, only: str) -> subprocess.CompletedProcess[str]:
    """Build three times in one process, as `mkdocs serve` does, with a change of one page before each but the first."""
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", SERVING, str(folder / "mkdocs.yml"), str(folder / "docs" / page)],
        cwd=Path(hooks.__file__).parents[2],
        env={**os.environ, "PYTHONPATH": "site_src", "NO_MKDOCS_2_WARNING": "1", "SERVE_ONLY": only},
        capture_output=True,
        encoding="utf-8",
        timeout=240,
        check=False,
    )  # fmt: skip


def test_one_language_is_served_alone(tmp_path):
    second = pages()["en/only-english.md"].replace("Only English", "A second")
    draft = second.replace("A second", "Een tweede")
    plant(tmp_path, pages() | {"en/second.md": second, "nl/second.md": draft})
    configure(tmp_path, nav=[*NAV, "second.md"])
    done = rebuilt(tmp_path, "nl/chapter.md", "nl")
    assert done.returncode == 0, done.stderr
    site = tmp_path / "site"
    assert not (site / "chapter").exists() and not (site / "index.html").exists(), HOOKS
    page = (site / "nl/chapter/index.html").read_text("utf-8")
    assert "A change, number 1." in page and '<h1 id="top">Een hoofdstuk</h1>' in page, HOOKS
    assert "nog niet vertaald" in (site / "nl/only-english/index.html").read_text("utf-8"), HOOKS
    seen = (site / "nl/second/index.html").read_text("utf-8")
    assert "Een begin van een vertaling." in seen and "Een tweede</h1>" in seen, "its author sees a draft"
    found = json.loads((site / "nl/search/search_index.json").read_text("utf-8"))["docs"]
    assert sum("A change, number 1." in entry["text"] for entry in found) == 1, f"{HOOKS}, _find_once"
    assert len({entry["location"] for entry in found}) == len(found), f"{HOOKS}, _find_once"
    assert (site / "assets/look.css").exists() and (site / "nl/404.html").exists(), HOOKS


def test_a_language_that_is_not_there_is_told(tmp_path):
    plant(tmp_path, pages())
    configure(tmp_path)
    done = rebuilt(tmp_path, "nl/chapter.md", "fr")
    assert done.returncode == 1 and "mkdocs.yml has no language “fr”; it has en, nl" in done.stderr, HOOKS


@pytest.mark.parametrize("page", ["nl/about.md"])
def test_a_changed_page_is_there_soon(tmp_path, root, page):
    shutil.copytree(root / "docs", tmp_path / "docs")
    configure(tmp_path, nav=None)
    done = rebuilt(tmp_path, page, "nl")
    assert done.returncode == 0, done.stderr
    first, *again = json.loads(done.stdout.splitlines()[-1])
    told = f"{again} seconds of computing, and {first} for the first build"
    assert min(again) < MOST * first, f"{told}: {HOOKS}, _render_once and _find_once"
    assert "A change, number 1." in (tmp_path / "site/nl/about/index.html").read_text("utf-8"), HOOKS


def test_make_reads_what_is_written_behind_it(root):
    # These tests may themselves run below a make, whose flags and depth a make would take over.
    alone = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}

    def made(*more: str) -> str:
        return subprocess.run(
            ["make", "--dry-run", "serve", *more],
            cwd=root,
            env={**alone, "LANG": "fr_FR.UTF-8"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        ).stdout.splitlines()[-1]

    assert made().startswith("python -m mkdocs serve"), (
        "the language of a terminal is not meant; look in Makefile"
    )
    assert made("LANG=nl").startswith("SERVE_ONLY=nl LANG=C.UTF-8 python -m mkdocs serve"), "look in Makefile"
