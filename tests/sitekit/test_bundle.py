"""The editor as one file: small, the same each time, and with the licenses of what is in it."""

import gzip
import re
import shutil
from pathlib import Path

import pytest
from sitekit import bundle, packing, runtime

EDITOR = runtime.ROOT / "site_src/browser/editor.js"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder where npm has installed all that ours has, and a script that imports some of it."""
    (tmp_path / "node_modules").symlink_to(runtime.ROOT / "node_modules")
    (tmp_path / "out").mkdir()
    return tmp_path


def test_the_site_serves_the_bundle_and_not_its_source() -> None:
    served = runtime.static_files()
    made = runtime.bundle_files()
    assert served["assets/editor.js"] == made / "editor.js"
    assert served["assets/editor-licenses.txt"] == made / "editor-licenses.txt"
    assert runtime.bundle_files() == made, "made once"


def test_it_is_small_and_asks_for_nothing() -> None:
    script = (runtime.bundle_files() / "editor.js").read_text("utf-8")
    assert len(gzip.compress(script.encode(), 9)) < 125_000, "the editor has grown; see what was imported"
    assert not re.search(r"\beval\(|new Function\(|\bimport\(|\bfetch\(|https?://(?!www\.w3\.org)", script)
    assert re.search(r"export\{\w+ as edit\}", script)
    assert str(runtime.ROOT) not in script


def test_it_brings_the_licenses_of_all_that_is_in_it() -> None:
    folder = runtime.bundle_files()
    told = (folder / "editor-licenses.txt").read_text("utf-8")
    for name in ("@codemirror/view", "@codemirror/state", "@lezer/python", "style-mod", "w3c-keyname"):
        assert name in told
    assert "@codemirror/autocomplete" not in told, "nothing of it is in the bundle, or should be"
    assert "editor-licenses.txt" in (folder / "editor.js").read_text("utf-8")[:200]


def test_twice_made_is_the_same_wherever_it_is_made(project: Path) -> None:
    browser = project / "site_src/browser"
    browser.mkdir(parents=True)
    for name in runtime.BUNDLED:
        shutil.copy(EDITOR.with_name(name), browser)
        bundle.write(browser / name, project / "out")
    for file in runtime.bundle_files().iterdir():
        assert (project / "out" / file.name).read_bytes() == file.read_bytes()


def test_a_mistake_is_named(project: Path) -> None:
    source = project / "editor.js"
    source.write_text('import { x } from "no-such-package";\n', "utf-8")
    with pytest.raises(packing.BuildError) as told:
        bundle.write(source, project / "out")
    assert str(told.value) == (
        'Bundling editor.js failed: Could not resolve "no-such-package" (editor.js:1:18)'
    )
    source.write_text("export const = 1;\n", "utf-8")
    with pytest.raises(packing.BuildError, match=r'Expected identifier but found "=" \(editor\.js:1:13\)$'):
        bundle.write(source, project / "out")
    assert not list((project / "out").iterdir()), "a build that failed leaves nothing behind"


def test_without_esbuild_it_says_what_to_do(tmp_path: Path) -> None:
    source = tmp_path / "editor.js"
    source.write_text("", "utf-8")
    with pytest.raises(packing.BuildError, match="node_modules/esbuild is missing; run `make site`"):
        bundle.write(source, tmp_path)
