"""One script of the site and the npm packages that it imports, as one small file: esbuild does it, while building.

The editor and the cleaner of HTML need this; the other scripts are served as they are written. The packages' licenses come along, in
a file that the bundle names: they ask for that.
"""

import json
import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

from .packing import BuildError, node

OPTIONS = "--bundle --minify --format=esm --target=es2022 --legal-comments=none --color=false"
PACKAGE = re.compile(r"(.*node_modules/((?:@[^/]+/)?[^/]+))/")  # the innermost one


def write(source: Path, folder: Path) -> None:
    """Write `source` with all that it imports to `folder`, under its own name, and NAME-licenses.txt beside it."""
    modules = _around(source) / "node_modules"
    licenses = folder / f"{source.stem}-licenses.txt"
    told = folder / "told.json"
    # Not node_modules/.bin: that would look for node on the PATH. The binary for this machine is a package of its
    # own, which this script finds, so that esbuild's install script, which we do not let run, is not needed.
    command = [node(), str(modules / "esbuild/bin/esbuild"), str(source), *OPTIONS.split()]
    command += [f"--outfile={folder / source.name}", f"--metafile={told}"]
    command += [f"--banner:js=/* With libraries from npm; their licenses are in {licenses.name} */"]
    ran = subprocess.run(command, cwd=modules.parent, check=False, capture_output=True, encoding="utf-8")
    if ran.returncode:
        raise BuildError(f"Bundling {source.name} failed: {_first_error(ran.stderr or ran.stdout)}")
    (output,) = json.loads(told.read_text("utf-8"))["outputs"].values()
    told.unlink()
    used = [name for name, part in output["inputs"].items() if part["bytesInOutput"]]
    licenses.write_text(_licenses(modules.parent, used), "utf-8")


def _around(source: Path) -> Path:
    """The nearest folder above `source` that has node_modules, as esbuild will look for it."""
    for folder in source.parents:
        if (folder / "node_modules/esbuild").is_dir():
            return folder
    raise BuildError("node_modules/esbuild is missing; run `make site`, which installs what the site needs")


def _first_error(told: str) -> str:
    """“Could not resolve "x" (site_src/browser/editor.js:3:20)”, out of a drawing of many lines."""
    what = re.search(r"\[ERROR\] (.+)", told)
    where = re.search(r"^\s+(\S+:\d+:\d+):$", told, re.MULTILINE)
    if not what:
        return (told.strip().splitlines() or ["esbuild said nothing"])[-1]
    return what[1] + (f" ({where[1]})" if where else "")


def _licenses(root: Path, used: Iterable[str]) -> str:
    """The license of each package that a file in `used` belongs to; packages that share one stand together."""
    packages = {found[2]: root / found[1] for name in used if (found := PACKAGE.match(name))}
    names: dict[str, list[str]] = {}
    for name, folder in sorted(packages.items()):
        files = sorted(folder.glob("LICENSE*"))
        if not files:
            raise BuildError(f"node_modules/{name} has no license, so it cannot be part of a page")
        names.setdefault(files[0].read_text("utf-8").strip(), []).append(name)
    return "\n\n".join(f"{', '.join(shared)}\n\n{text}\n" for text, shared in names.items())
