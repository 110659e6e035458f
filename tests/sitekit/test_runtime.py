"""What sitekit.runtime makes for the browser: whole, true to its sources, and the same every time."""

import _imp
import ast
import base64
import csv
import gzip
import hashlib
import importlib.util
import io
import json
import logging
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from knobs import demo
from sitekit import packing, runtime

PACKAGES = {
    "pocket.packed": "pocket",
    "experts.packed": "experts",
    "fits.packed": "fits",
    "peft.packed": "peft",
    "quiz.packed": "quiz",
    "sheet.packed": "sheet",
    "learning.packed": "learning",
}  # part -> the package of knobs that it holds
DEMOS = {
    "pocket.packed": ("next_word", "one_knob"),
    "experts.packed": ("experts",),
    "fits.packed": ("overfit", "double_descent", "scaling_law"),
    "peft.packed": ("peft",),
    "quiz.packed": ("quiz",),
    "sheet.packed": ("worksheet",),
    "learning.packed": ("learn",),
}  # some or all that are in it too
each_part = pytest.mark.parametrize("part", PACKAGES)
WEIGHTS = "weights/tiny.safetensors"  # of the small project
MAGIC = (3627).to_bytes(2, "little") + b"\r\n"  # Python 3.14
GOLDEN = Path(__file__).with_name(
    "lock.golden.json"
)  # made by `pyodide lockfile add-wheels`, pyodide-build 0.39.2


@pytest.fixture(scope="module")
def files() -> dict[str, Path]:
    return runtime.runtime_files()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of all that the runtime is made of, with a small knobs package, its parts, and the real node_modules."""
    here = runtime.ROOT
    (tmp_path / "site_src/browser").mkdir(parents=True)
    for file in [*(here / "site_src/browser").glob("*.py"), here / runtime.KERNEL]:
        shutil.copy(file, tmp_path / "site_src/browser")
    (tmp_path / "node_modules").symlink_to(here / "node_modules")
    (tmp_path / "site_src/knobs").mkdir()
    (tmp_path / "site_src/knobs/__init__.py").write_text("LANGUAGES = 'en', 'nl'\n", "utf-8")
    for package in PACKAGES.values():
        (tmp_path / "site_src/knobs" / package / "weights").mkdir(parents=True)
        (tmp_path / "site_src/knobs" / package / "__init__.py").write_text("SMALL = True\n", "utf-8")
        (tmp_path / "site_src/knobs" / package / WEIGHTS).write_bytes(bytes(range(256)))
    metadata = '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n'
    metadata += '[project]\nname = "knobs"\nversion = "0.1.0"\nrequires-python = ">=3.11"\n'
    metadata += '[tool.hatch.build.targets.wheel]\npackages = ["site_src/knobs"]\n'
    (tmp_path / "pyproject.toml").write_text(metadata, "utf-8")
    # the library is made of the same sources, so it need not be made again
    library = runtime.library_files()
    shutil.copytree(library, tmp_path / ".cache/runtime" / library.name)
    return tmp_path


def members(file: Path) -> dict[str, bytes]:
    packed = file.suffix == ".packed"
    with gzip.open(file) if packed else file.open("rb") as content, zipfile.ZipFile(content) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_everything_is_there(files: dict[str, Path]) -> None:
    names = {
        "pyodide.mjs",
        "pyodide.asm.mjs",
        "pyodide.asm.wasm",
        "pyodide-lock.json",
        "kernel.wasm",
        "library.packed",
        "library-rest.zip",
        *PACKAGES,
        "knobs-0.1.0-py3-none-any.whl",
        "manifest.json",
    }
    assert set(files) == {f"pyodide/{name}" for name in names}


def test_manifest_tells_the_true_sizes(files: dict[str, Path]) -> None:
    manifest = json.loads(files["pyodide/manifest.json"].read_text("utf-8"))
    wasm = hashlib.sha256(files["pyodide/pyodide.asm.wasm"].read_bytes()).hexdigest()
    assert manifest.pop("wasm") == wasm[:16]
    told = {name: size for part in manifest.values() for name, size in part.items()}
    true = {path.removeprefix("pyodide/"): file.stat().st_size for path, file in files.items()}
    del true["manifest.json"]
    assert told == true
    assert set(manifest) == {"boot", "later"}
    assert sum(manifest["boot"].values()) < 13_000_000


def test_the_library_is_whole_and_for_this_python(files: dict[str, Path], tmp_path: Path) -> None:
    packing.unpack(files["pyodide/library.packed"], tmp_path / "library.zip")
    boot, rest = members(tmp_path / "library.zip"), members(files["pyodide/library-rest.zip"])
    with zipfile.ZipFile(runtime.ROOT / "node_modules/pyodide/python_stdlib.zip") as stock:
        sources = {name for name in stock.namelist() if name.endswith(".py")}
    compiled = {name.removesuffix("c") for name in [*boot, *rest] if name.endswith(".pyc")}
    assert sources <= compiled
    assert not boot.keys() & rest.keys()
    for name, code in (boot | rest).items():
        if name.endswith(".pyc"):
            assert code[:4] == MAGIC, f"{name} was compiled by another Python"
            assert code[4:8] == (1).to_bytes(4, "little"), (
                f"{name} is compared with a source that is not there"
            )
    [(part, *names)] = [line.split() for line in boot["parts.txt"].decode().splitlines()]
    modules = set(names)
    assert {"colorsys", "xml.etree.ElementTree", "encodings.cp1252"} <= modules
    assert not {"json", "dataclasses", "encodings.utf_8", "tarfile"} & modules
    assert (part, len(names)) == ("library-rest.zip", len(rest))


@each_part
def test_a_model_is_a_part_with_its_sources_its_code_its_weights_and_its_demos(
    files: dict[str, Path], part: str
) -> None:
    """So that a page which does not ask for it never pays for it. Look at part_files in sitekit/runtime.py."""
    held, wheel = members(files[f"pyodide/{part}"]), members(files["pyodide/knobs-0.1.0-py3-none-any.whl"])
    package = runtime.ROOT / "site_src"
    there = [file for file in (package / "knobs" / PACKAGES[part]).rglob("*") if file.is_file()]
    model = {file.relative_to(package).as_posix() for file in there if "__pycache__" not in file.parts}
    given = {name for name in held if not name.endswith(".pyc")}
    assert model <= given
    assert {f"knobs/demos/{name}.py" for name in DEMOS[part]} <= given
    assert set(held) - given == {f"{name}c" for name in given if name.endswith(".py")}
    others = [members(files[f"pyodide/{other}"]) for other in PACKAGES if other != part]
    assert not [set(held) & set(other) for other in (wheel, *others) if set(held) & set(other)], (
        "pages pay twice"
    )
    for name in given:
        assert held[name] == (package / name).read_bytes(), f"{name} is not as it was"
    for name in set(held) - given:
        assert held[name][:8] == MAGIC + (1).to_bytes(4, "little"), f"{name} is of no use in the page"
        source = held[name.removesuffix("c")]
        assert held[name][8:16] == _imp.source_hash(int.from_bytes(MAGIC, "little"), source), name
    listed = dict(line.split(maxsplit=1) for line in wheel["knobs/parts.txt"].decode().splitlines())
    assert set(listed) == set(PACKAGES)
    names = listed[part].split()
    assert len(names) == len(held) - len(given)
    assert {f"knobs.{PACKAGES[part]}", *(f"knobs.demos.{name}" for name in DEMOS[part])} <= set(names)


def test_the_wheel_records_what_it_holds(files: dict[str, Path]) -> None:
    wheel = members(files["pyodide/knobs-0.1.0-py3-none-any.whl"])
    record = next(name for name in wheel if name.endswith("RECORD"))
    rows = list(csv.reader(io.StringIO(wheel[record].decode())))
    assert [name for name, _, _ in rows] == list(wheel), (
        "RECORD lists each file once, in the order of the zip"
    )
    for name, digest, size in rows[:-1]:
        told = base64.urlsafe_b64encode(hashlib.sha256(wheel[name]).digest()).decode().rstrip("=")
        assert (digest, int(size)) == (f"sha256={told}", len(wheel[name])), name
    assert rows[-1] == [record, "", ""]


def in_parts(files: dict[str, Path]) -> set[str]:
    """All that is in a part."""
    return {name for part in PACKAGES for name in members(files[f"pyodide/{part}"])}


NO_USE = re.compile(r"knobs/(say|__main__|vocabulary)\.(py|toml)")  # in a page


def test_the_wheel_and_the_parts_hold_each_source_and_its_code(files: dict[str, Path]) -> None:
    wheel, parts = members(files["pyodide/knobs-0.1.0-py3-none-any.whl"]), in_parts(files)
    assert not [name for name in wheel if NO_USE.match(name)], "look at exclude in pyproject.toml"
    package = runtime.ROOT / "site_src"
    sources = [file.relative_to(package).as_posix() for file in (package / "knobs").rglob("*.py")]
    kept = [name for name in sources if not NO_USE.match(name)]
    assert 5 < len(kept) < len(sources)
    for name in kept:
        file = package / name
        up = "." * name.count("/")  # knobs.world has a vocabulary of its own
        left_out = rf"(?:from|import) +\S*\bsay\b|from +(?:knobs\.|{re.escape(up)})vocabulary\b"
        needed = re.findall(left_out, file.read_text("utf-8"))
        assert not needed, f"{name} needs what the wheel leaves out; look at exclude in pyproject.toml"
        if name in parts:
            continue  # see above
        assert wheel[name] == file.read_bytes()
        folder, _, stem = name.removesuffix(".py").rpartition("/")
        code = wheel[f"{folder}/__pycache__/{stem}.cpython-314.pyc"]
        assert code[:4] == MAGIC
        assert code[8:16] == _imp.source_hash(int.from_bytes(MAGIC, "little"), wheel[name])


def test_what_only_a_part_needs_is_in_the_part(files: dict[str, Path]) -> None:
    """A module of knobs that is imported by what is in a part, and by nothing else."""
    parts = in_parts(files)
    knobs = runtime.ROOT / "site_src/knobs"
    users: dict[str, set[str]] = {}
    for file in knobs.rglob("*.py"):
        name = file.relative_to(knobs.parent).as_posix()
        package = name.rpartition("/")[0].replace("/", ".")
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.level:
                origin = importlib.util.resolve_name("." * node.level + (node.module or ""), package)
                for module in [origin, *(f"{origin}.{alias.name}" for alias in node.names)]:
                    users.setdefault(module, set()).add(name)
    for file in knobs.glob("*.py"):
        used = users.get(f"knobs.{file.stem}", set())
        assert f"knobs/{file.name}" in parts or not used or used - parts, (
            f"every page waits for {file.name}, which only {sorted(used)} need: "
            "put it into PARTS in sitekit/runtime.py"
        )


# Prints which packages of knobs each of the modules that are named has imported; knobs anew for each.
IMPORTED = """
import importlib, sys
for name in sys.argv[1:]:
    for known in [known for known in sys.modules if known.partition(".")[0] == "knobs"]:
        del sys.modules[known]
    importlib.import_module(name)
    print(name, *(known for known in sys.modules if known.count(".") == 1 and known.startswith("knobs.")))
"""


def parts_imported_by(*names: str) -> dict[str, list[str]]:
    """Module -> the parts that it imports from, by itself or by what it imports."""
    environment = {**os.environ, "PYTHONPATH": str(runtime.ROOT / "site_src")}
    command = [sys.executable, "-c", IMPORTED, *names]
    told = subprocess.run(command, check=True, env=environment, capture_output=True, text=True).stdout
    imported = {name: said for name, *said in map(str.split, told.splitlines())}
    return {
        name: [part for part, package in PACKAGES.items() if f"knobs.{package}" in said]
        for name, said in imported.items()
    }


def test_no_page_imports_a_part_before_a_demo_does() -> None:
    imported = parts_imported_by("knobs.demo", "knobs.program", "knobs.edited")
    assert imported and not any(imported.values()), (
        f"every page would wait for a part; only demos and what they import may need it: {imported}"
    )


def test_a_page_asks_at_once_for_the_parts_of_its_demos() -> None:
    """But for those on demand. Look at parts_of in sitekit/runtime.py: it reads what importing finds out."""
    modules = {f"knobs.demos.{name.replace('-', '_')}": name for name in demo.names()}
    for module, needs in parts_imported_by(*modules).items():
        source = demo.source_of(modules[module])
        assert runtime.parts_of(source) == needs, f"the demo {modules[module]}"
        assert runtime.wanted_at_once(source) == [part for part in needs if part != "experts.packed"]
    assert runtime.parts_of("from typing import Annotated\n\nfrom ..pocket import load\n") == [
        "pocket.packed"
    ]
    assert runtime.parts_of("from ..pocket.model import Model\n") == ["pocket.packed"]
    assert runtime.parts_of('"""from ..pocket"""\nfrom ..pockets import load\n# from ..pocket\n') == []


def test_the_wheel_needs_nothing(files: dict[str, Path]) -> None:
    wheel = members(files["pyodide/knobs-0.1.0-py3-none-any.whl"])
    metadata = next(wheel[name].decode() for name in wheel if name.endswith("METADATA"))
    needs = [
        line for line in metadata.splitlines() if line.startswith("Requires-Dist:") and "extra ==" not in line
    ]
    assert needs == [], "the lock file lists one package; the browser has no others"


@pytest.mark.parametrize("make", [runtime.wheel_files, runtime.part_files])
def test_twice_made_is_the_same(project: Path, make: Callable[[Path], Path]) -> None:
    first = make(project)
    made = {file.name: file.read_bytes() for file in first.iterdir()}
    shutil.rmtree(first)
    assert make(project) == first
    assert {file.name: file.read_bytes() for file in first.iterdir()} == made


def test_other_weights_make_another_part_and_leave_the_rest_as_it_was(project: Path) -> None:
    """First those of all parts but one, then those of that one: the wheel and each other part stay byte for byte."""
    Made = tuple[bytes, dict[str, bytes], dict[str, int]]

    def made() -> Made:
        wheel = runtime.wheel_files(project)
        told = json.loads((wheel / "manifest.json").read_text("utf-8"))["later"]
        parts = {part: (runtime.part_files(project) / part).read_bytes() for part in PACKAGES}
        assert {part: told[part] for part in PACKAGES} == {
            part: len(packed) for part, packed in parts.items()
        }
        return next(wheel.glob("*.whl")).read_bytes(), parts, told

    def assert_only_these_changed(changed: list[str], before: Made, after: Made) -> None:
        assert after[0] == before[0], "the wheel is another one"
        for part in PACKAGES:
            if part in changed:
                held = members(runtime.part_files(project) / part)
                assert held[f"knobs/{PACKAGES[part]}/{WEIGHTS}"] == f"other {part}".encode()
                assert after[2][part] != before[2][part], part
            else:
                assert after[1][part] == before[1][part], f"{part} is another one"

    first, *others = PACKAGES
    before = made()
    for part, package in PACKAGES.items():
        held = members(runtime.part_files(project) / part)
        assert set(held) == {f"knobs/{package}/{name}" for name in ("__init__.py", "__init__.pyc", WEIGHTS)}
    for changed in (others, [first]):
        for part in changed:
            weights = project / "site_src/knobs" / PACKAGES[part] / WEIGHTS
            weights.write_bytes(f"other {part}".encode())
        after = made()
        assert_only_these_changed(changed, before, after)
        before = after


def test_an_edit_makes_a_new_wheel_and_an_undone_edit_finds_the_old_one(
    project: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    source = project / "site_src/knobs/__init__.py"
    before, text = runtime.wheel_files(project), source.read_text("utf-8")
    source.write_text(text + "MORE = 1\n", "utf-8")
    after = runtime.wheel_files(project)
    assert after != before
    assert any(b"MORE" in data for data in members(next(after.glob("*.whl"))).values())
    said = len(caplog.records)
    source.write_text(text, "utf-8")
    assert runtime.wheel_files(project) == before
    assert len(caplog.records) == said, "a second start makes nothing"


def test_lock_file_is_the_one_of_pyodide_build(project: Path, tmp_path: Path) -> None:
    folder = runtime.wheel_files(project)
    locked = json.loads((folder / "pyodide-lock.json").read_text("utf-8"))
    expected = json.loads(GOLDEN.read_text("utf-8"))
    wheel = next(folder.glob("*.whl"))
    expected["packages"]["knobs"]["sha256"] = hashlib.sha256(wheel.read_bytes()).hexdigest()
    assert locked == expected
    if importlib.util.find_spec("pyodide_build") is None:
        return  # it needs Python 3.12; the recorded file above stands in for it
    stock = json.loads((runtime.ROOT / "node_modules/pyodide/pyodide-lock.json").read_text("utf-8"))
    empty, made = tmp_path / "empty.json", tmp_path / "made.json"
    empty.write_text(json.dumps(stock | {"packages": {}}), "utf-8")
    pyodide = [sys.executable, "-m", "pyodide_cli", "lockfile", "add-wheels"]
    options = ["--input", str(empty), "--output", str(made), "--base-path", str(folder)]
    subprocess.run(
        [*pyodide, *options, str(wheel)], check=True, env={**os.environ, "PYTHONWARNINGS": "ignore"}
    )
    assert json.loads(made.read_text("utf-8")) == locked


def test_static_files_hold_the_fonts_that_the_styles_ask_for() -> None:
    files = runtime.static_files()
    assert {"assets/knob-demo.js", "assets/runtime.js", "assets/worker.js", "assets/look.css"} <= set(files)
    assert all(file.is_file() for file in files.values())
    assert "fonts/fira-sans-latin-400-normal.woff2" in files["assets/look.css"].read_text("utf-8")
    assert "assets/fonts/fira-sans-latin-400-normal.woff2" in files


def test_a_font_that_nobody_has(project: Path) -> None:
    (project / "site_src/browser/look.css").write_text("@font-face { src: url(fonts/comic.woff2) }", "utf-8")
    with pytest.raises(runtime.BuildError, match=r"ask for comic\.woff2, which no @fontsource package holds"):
        runtime.static_files(project)


def test_without_node_modules_it_says_what_to_do(project: Path) -> None:
    (project / "node_modules").unlink()
    with pytest.raises(runtime.BuildError, match="node_modules/pyodide is missing; run `make site`"):
        runtime.runtime_files(project)


def test_without_node_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name, path=None: None)
    with pytest.raises(runtime.BuildError, match="node is not installed; run `make site`"):
        packing.node()


def test_a_source_that_does_not_compile_is_named(project: Path) -> None:
    (project / "site_src/knobs/broken.py").write_text("def (:\n", "utf-8")
    with pytest.raises(runtime.BuildError, match=r"knobs/broken\.py, line 1: invalid syntax$") as told:
        runtime.wheel_files(project)
    assert "\n" not in str(told.value)
    kept = [folder.name for folder in (project / ".cache/runtime").iterdir()]
    kinds = {name.partition("-")[0] for name in kept}
    assert kinds == {"library", "parts"}, "a build that failed leaves nothing behind"
