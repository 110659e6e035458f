"""Run every benchmark on a fresh build of the site, print the tables, keep the figures in results.json.

python -m benchmarks                   all of it: about half an hour
python -m benchmarks boot stop         these only, and nothing is kept
python -m benchmarks weight            bytes alone, which are the same at any moment: they are kept
ROUNDS=1 python -m benchmarks run      a quick look
"""

import datetime
import importlib.metadata
import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from playwright.sync_api import Playwright, sync_playwright

from tests.browser.serving import serve

from . import boot, engines, peers, pocket, redraw, run, snippets, stop, training, weight
from .measuring import FAILED, Row
from .visiting import CHROMIUM, ROUNDS, launched

RESULTS = Path(__file__).with_name("results.json")


def main(chosen: list[str]) -> None:
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        sync_playwright() as playwright,
        ExitStack() as hosts,
    ):
        scratch = Path(folder)
        print("building the site, and the peers' pages …", flush=True)
        folders = {"ours": snippets.build(scratch / "site"), "snippets": snippets.make(scratch / "snippets")}
        folders["peers"] = scratch / "peers"
        elsewhere = peers.make(folders["peers"], folders["ours"])
        at = {name: hosts.enter_context(serve(folder)) for name, folder in folders.items()}
        by_address = {address: folders[name] for name, address in at.items()}
        benchmarks: dict[str, tuple[str | None, Callable[[], Iterator[Row]]]] = {
            "boot": (boot.__doc__, lambda: boot.measure(playwright, scratch, at["ours"], at["peers"])),
            "run": (run.__doc__, lambda: run.measure(playwright, scratch, at["snippets"], at["peers"])),
            "stop": (stop.__doc__, lambda: stop.measure(playwright, scratch, at["snippets"], at["peers"])),
            "redraw": (redraw.__doc__, lambda: redraw.measure(playwright, scratch, at["ours"], at["peers"])),
            "pocket": (pocket.__doc__, lambda: pocket.measure(playwright, scratch, at["ours"])),
            "engines": (engines.__doc__, lambda: engines.measure(playwright, at["ours"])),
            "training": (training.__doc__, lambda: training.measure(playwright, at["ours"])),
            "weight": (
                weight.__doc__,
                lambda: weight.measure(
                    playwright, scratch, at["ours"], at["snippets"], at["peers"], by_address
                ),
            ),
        }
        if unknown := [name for name in chosen if name not in benchmarks]:
            sys.exit(f"there is no benchmark {unknown[0]}; there are {', '.join(benchmarks)}")
        rows: list[Row] = []
        for name in chosen or benchmarks:
            doc, measure = benchmarks[name]
            print(f"\n{(doc or '').partition(chr(10))[0]}", flush=True)
            for row in measure():
                print(f"  {str(row).replace(chr(10), chr(10) + '  ')}", flush=True)
                rows.append(row)
        told: dict[str, Any] = about(playwright, scratch) | {
            "elsewhere": elsewhere,
            "rows": [row.as_dict() for row in rows],
        }
    if chosen == ["weight"]:
        told = renewed(json.loads(RESULTS.read_text("utf-8")), told["rows"])
    if chosen in ([], ["weight"]):
        RESULTS.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", "utf-8")
        print("\nkept in benchmarks/results.json")
    if failed := [row.key for row in rows if FAILED in (row.ours, *row.peers.values())]:
        sys.exit(f"no figure for {', '.join(failed)}")


def renewed(kept: dict[str, Any], rows: list[dict[str, Any]]) -> dict[str, Any]:
    """What is kept, with these rows in the place of those that it has of the same keys; new ones come last."""
    new = {row["key"]: row for row in rows}
    had = [new.pop(row["key"], row) for row in kept["rows"]]
    return {**kept, "rows": [*had, *new.values()]}


def about(playwright: Playwright, scratch: Path) -> dict[str, object]:
    """When, where and with what it was measured."""
    with launched(playwright, scratch / "version") as context:
        browser = context.browser.version if context.browser else CHROMIUM
    packages = {"pyodide": peers.PYODIDE, "pyscript": peers.PACKAGES / "@pyscript/core"}
    versions = {
        name: json.loads((at / "package.json").read_text("utf-8"))["version"] for name, at in packages.items()
    }
    versions["markdown-exec"] = importlib.metadata.version("markdown-exec")
    return {
        "date": datetime.date.today().isoformat(),
        "rounds": ROUNDS,
        "machine": {
            "system": platform.platform(),
            "cores": os.cpu_count(),
            "processor": processor(),
            "browser": browser,
            **engines.versions(),
            "python": platform.python_version(),
        },
        "versions": versions,
    }


def processor() -> str:
    """The name that Linux gives the processor, or what Python knows of it."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text("utf-8").splitlines() if cpuinfo.exists() else []
    names = [line.partition(": ")[2] for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


if __name__ == "__main__":
    main(sys.argv[1:])
