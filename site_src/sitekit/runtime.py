"""What the browser needs to run Python: made once, kept in .cache/runtime, made again when a source changes.

Pyodide's standard library comes as source, and compiling it is most of a start. So it is compiled here, and split:
what every page needs, and the rest. The knobs package travels as a wheel with its .pyc, but for what few pages need.
The rest of the one and of the other are parts: site_src/browser/lazy_library.py fetches a part when it is imported, and
a page that shows a demo with a part in it has it fetched at once, unless it is ON_DEMAND.
"""

import gzip
import hashlib
import json
import logging
import re
import shutil
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable
from itertools import chain
from pathlib import Path

from hatchling.builders.wheel import WheelBuilder

from . import bundle, fonts, packing
from .fences import PROGRAMS
from .packing import (
    COMPILER,
    BuildError,
    add_compiled,
    compile_zip,
    compile_zips,
    unpack,
    write_lock,
    write_packed_zip,
    write_zip,
)

__all__ = [
    "BuildError",
    "bundle_files",
    "library_files",
    "part_files",
    "parts_of",
    "runtime_files",
    "static_files",
    "wanted_at_once",
    "wheel_files",
]

ROOT = Path(__file__).parents[2]
PYODIDE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm")
KERNEL = "site_src/browser/kernel.wasm"  # from the root; `make kernel` makes it
PACKED = "library.packed"
REST = "library-rest.zip"
# What a part has of knobs: a package, the demos that import it, and modules that only these need. A demo that imports
# several is in the last of them.
PARTS = {
    "pocket.packed": ("pocket", "cells", "grouped", "kernel", "plain", "tensor"),
    "experts.packed": ("experts",),
    "fits.packed": ("fits",),
    "peft.packed": ("peft",),
    "quiz.packed": ("quiz",),
    "sheet.packed": ("sheet",),
    "learning.packed": ("learning", "world"),
}
# Parts too large to come before a reader turns a demo that needs them: most readers of its page turn another.
ON_DEMAND = {"experts.packed"}
BUNDLED = ("editor.js", "clean.js")  # the scripts that import from npm
# Modules that demos and snippets use, beside those that Pyodide needs to start. All else is one import away.
EVERYDAY = """
abc array ast asyncio base64 bisect collections contextlib copy csv dataclasses datetime decimal enum fractions
functools hashlib heapq html importlib.metadata importlib.resources inspect io itertools json math operator pathlib
pkgutil pprint random re shutil statistics string struct tarfile textwrap time tomllib traceback types typing zipfile
zlib encodings.ascii encodings.cp437 encodings.latin_1 _colorize
"""

log = logging.getLogger("mkdocs.plugins.knobs")  # MkDocs prints what is logged below this name


def runtime_files(root: Path = ROOT) -> dict[str, Path]:
    """Address below the site's root -> file, for everything that Python in the page needs."""
    pyodide = _installed(root / "node_modules/pyodide")
    folders = library_files(root), part_files(root), wheel_files(root)
    made = [file for folder in folders for file in folder.iterdir()]
    given = [root / KERNEL, *(pyodide / name for name in PYODIDE)]
    return {f"pyodide/{file.name}": file for file in sorted([*given, *made])}


def static_files(root: Path = ROOT) -> dict[str, Path]:
    """Address below the site's root -> file, for scripts, styles, fonts, and the Python that pages link to."""
    browser = root / "site_src/browser"
    files = {f"assets/{file.name}": file for kind in ("*.css", "*.js") for file in sorted(browser.glob(kind))}
    for folder, name in {**PROGRAMS, "site_src/knobs/demos": "demos"}.items():
        python = (file for file in sorted((root / folder).glob("*.py")) if file.name != "__init__.py")
        files |= {f"assets/{name}/{file.name}": file for file in python}
    # sitekit.offline writes it into the root: a worker rules what is below it.
    files.pop("assets/service-worker.js", None)
    files |= {f"assets/fonts/{name}": file for name, file in font_files(root).items()}
    return files | {f"assets/{file.name}": file for file in sorted(bundle_files(root).iterdir())}


def font_files(root: Path = ROOT) -> dict[str, Path]:
    """Name -> file, for every font that the styles ask for; see fonts.py."""
    modules = _installed(root / "node_modules")
    names = fonts.named((root / "site_src/browser").glob("*.css"))
    found = {name: fonts.installed(name, modules) for name in names}
    sources = [source for name, source in found.items() if fonts.is_slimmed(name)]

    def make(folder: Path) -> None:
        for source in sources:
            fonts.slim(source, folder)

    slimmed = cached(root, "fonts", [*sources, Path(fonts.__file__)], make)
    return found | {file.name: file for file in sorted(slimmed.iterdir())}


def bundle_files(root: Path = ROOT) -> Path:
    """The folder with editor.js, CodeMirror in it, clean.js, DOMPurify in it, and the licenses of each."""
    sources = [root / "site_src/browser" / name for name in BUNDLED]
    # npm's own list of what it installed, with versions.
    installed = _installed(root / "node_modules") / ".package-lock.json"

    def make(folder: Path) -> None:
        log.info("Bundling the editor …")
        for source in sources:
            bundle.write(source, folder)

    return cached(root, "bundle", [*sources, installed, Path(bundle.__file__)], make)


def library_files(root: Path = ROOT) -> Path:
    """The folder with library.packed and library-rest.zip: Python's standard library, compiled.

    Not library.zip.gz: hosts tell the browser to unpack what is so called, and then what comes is not what was listed.
    """
    pyodide = _installed(root / "node_modules/pyodide")
    stock = pyodide / "python_stdlib.zip"
    own = sorted((root / "site_src/browser").glob("*.py"))

    def make(folder: Path) -> None:
        log.info("Compiling Python's standard library for the browser (once, about ten seconds) …")
        sources = folder / "sources.zip"
        shutil.copy(stock, sources)
        with zipfile.ZipFile(sources, "a") as archive:
            for file in own:
                archive.write(file, file.name)
        compiled, read = compile_zip(pyodide, stock, sources, "/lib/python314.zip/", EVERYDAY.split())
        sources.unlink()
        needed = {f"{name}c" for name in [*read, *(file.name for file in own)]}
        boot = {
            name: code
            for name, code in sorted(compiled.items())
            if name in needed or name.startswith(("pyodide/", "_pyodide/"))
        }
        rest = {name: code for name, code in sorted(compiled.items()) if name not in boot}
        lists = {"everyday.txt": EVERYDAY.encode(), "parts.txt": _listed(REST, rest)}
        write_packed_zip(folder / PACKED, boot | lists)
        write_zip(folder / REST, rest)

    return cached(root, "library", [pyodide / "package.json", stock, *own], make)


def part_files(root: Path = ROOT) -> Path:
    """The folder with the parts of knobs: each a packed zip with sources, their .pyc, and data as they are."""
    pyodide = _installed(root / "node_modules/pyodide")
    library = library_files(root)
    package = package_files(root)
    parts = {part: [name for name in package if _part_with(name, package[name]) == part] for part in PARTS}

    def make(folder: Path) -> None:
        log.info("Packing the parts of knobs for the browser …")
        with tempfile.TemporaryDirectory() as scratch:
            stdlib = Path(scratch, "library.zip")
            unpack(library / PACKED, stdlib)
            plain = {
                part: {name: package[name].read_bytes() for name in names} for part, names in parts.items()
            }
            for part, sources in plain.items():
                write_zip(Path(scratch, part), sources)
            places = {Path(scratch, part): f"/lib/{part}/" for part in parts}
            compiled, _ = compile_zips(pyodide, stdlib, places)
            for part, codes in zip(parts, compiled, strict=True):
                write_packed_zip(folder / part, dict(sorted((plain[part] | codes).items())))

    return cached(root, "parts", [library, *(package[name] for name in chain(*parts.values()))], make)


def parts_of(source: str) -> list[str]:
    """The parts that a demo's own file imports."""
    imported = re.findall(r"^from \.\.(\w+)", source, re.MULTILINE)
    return [part for part, (package, *_) in PARTS.items() if package in imported]


def wanted_at_once(source: str) -> list[str]:
    """Those of them for which the page asks as soon as Python starts."""
    return [part for part in parts_of(source) if part not in ON_DEMAND]


def _part_with(name: str, file: Path) -> str | None:
    """The part that a file of knobs goes into; none where it goes into the wheel."""
    _, module, *_ = name.split("/")
    if module == "demos":
        parts = parts_of(file.read_text("utf-8"))
    else:
        parts = [part for part, modules in PARTS.items() if module.removesuffix(".py") in modules]
    return parts[-1] if parts else None


def wheel_files(root: Path = ROOT) -> Path:
    """The folder with the knobs wheel, the lock file that names it, and manifest.json: bytes per file, and the digest by
    which the wasm is asked for.
    """
    pyodide = _installed(root / "node_modules/pyodide")
    library, parts = library_files(root), part_files(root)
    told = [root / name for name in ("pyproject.toml", "README.md", "LICENSE", "LICENSE-text")]

    def make(folder: Path) -> None:
        log.info("Packing knobs for the browser …")
        with tempfile.TemporaryDirectory() as scratch:
            plain = Path(next(WheelBuilder(str(root)).build(directory=scratch)))
            _take_out(plain, sorted(parts.iterdir()))
            stdlib = Path(scratch, "library.zip")
            unpack(library / PACKED, stdlib)
            compiled, _ = compile_zip(pyodide, stdlib, plain, f"/lib/{plain.name}/")
            add_compiled(plain, compiled, folder / plain.name)
        write_lock(pyodide / "pyodide-lock.json", folder / plain.name, folder / "pyodide-lock.json")
        given = [*(pyodide / name for name in PYODIDE), root / KERNEL]
        boot = [*given, library / PACKED, *sorted(folder.iterdir())]
        sizes = {"boot": boot, "later": [library / REST, *sorted(parts.iterdir())]}
        digest = packing.digest((pyodide / "pyodide.asm.wasm").read_bytes())
        manifest = {
            **{when: {file.name: file.stat().st_size for file in files} for when, files in sizes.items()},
            "wasm": digest,
        }
        (folder / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", "utf-8")

    sources = [library, parts, root / KERNEL, *told, *package_files(root).values()]
    return cached(root, "wheel", sources, make)


def package_files(root: Path) -> dict[str, Path]:
    """Path from the folder that holds knobs -> file, sorted."""
    source = root / "site_src"
    found = (file for file in sorted((source / "knobs").rglob("*")) if file.is_file())
    return {file.relative_to(source).as_posix(): file for file in found if "__pycache__" not in file.parts}


def _take_out(wheel: Path, parts: Iterable[Path]) -> None:
    """Leave out of a wheel what is in a part, and say so in it, for lazy_library.py."""
    members, lines = _members(wheel), []
    for part in parts:
        held = _members(part)
        members = {name: data for name, data in members.items() if name not in held}
        lines.append(_listed(part.name, [name for name in held if name.endswith(".pyc")]))
    write_zip(wheel, members | {"knobs/parts.txt": b"\n".join(lines)})


def _members(archive: Path) -> dict[str, bytes]:
    packed = archive.suffix == ".packed"
    with gzip.open(archive) if packed else archive.open("rb") as file, zipfile.ZipFile(file) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def _listed(part: str, files: Iterable[str]) -> bytes:
    """A line that names a part and its modules."""
    modules = (name.removesuffix(".pyc").removesuffix("/__init__").replace("/", ".") for name in files)
    return " ".join([part, *modules]).encode()


def cached(root: Path, kind: str, sources: Iterable[Path], make: Callable[[Path], None]) -> Path:
    """The folder .cache/runtime/KIND-KEY, filled by `make` unless it is there; KEY follows the sources."""
    digest = hashlib.sha256(sys.version.encode())  # zlib and hatchling may differ with it
    for source in [*sources, COMPILER, Path(packing.__file__), Path(__file__)]:
        content = source.read_bytes() if source.is_file() else b""
        digest.update(source.name.encode() + hashlib.sha256(content).digest())
    cache = root / ".cache/runtime"
    folder = cache / f"{kind}-{digest.hexdigest()[:16]}"
    if folder.is_dir():
        return folder
    cache.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=f"{kind}-making-", dir=cache))
    made.chmod(0o755)
    try:
        make(made)
        made.rename(folder)  # all or nothing: no build meets a folder half filled
    except OSError:
        if not folder.is_dir():  # else another build was first, with the same bytes
            raise
    finally:
        shutil.rmtree(made, ignore_errors=True)
    for old in cache.glob(f"{kind}-*"):
        if old != folder and old.stat().st_mtime < time.time() - 86_400:
            shutil.rmtree(old, ignore_errors=True)
    return folder


def _installed(folder: Path) -> Path:
    if not folder.is_dir():
        raise BuildError(f"{folder} is missing; run `make site`, which installs what the site needs")
    return folder
