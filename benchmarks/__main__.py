"""Run every benchmark on a fresh build of the site, print the tables, keep the figures in results.json.

python -m benchmarks
"""

import datetime
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from . import boot, redraw, weight
from .measuring import CHROMIUM, Row, launched

ROOT = Path(__file__).parents[1]
RESULTS = Path(__file__).with_name("results.json")


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        site = Path(scratch, "site")
        print("building the site …", flush=True)
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(site)]
        subprocess.run(
            command, cwd=ROOT, check=True, capture_output=True, env={**os.environ, "PYTHONPATH": "site_src"}
        )
        rows: list[Row] = []
        for benchmark in (boot, redraw, weight):
            title, *_ = (benchmark.__doc__ or "").partition("\n")
            print(f"\n{title}", flush=True)
            for row in benchmark.measure(playwright, site, Path(scratch)):
                print(f"  {row}", flush=True)
                rows.append(row)
        with launched(playwright, Path(scratch, "version")) as context:
            browser = context.browser.version if context.browser else CHROMIUM or "Playwright's Chromium"
    machine = {"system": platform.platform(), "cores": os.cpu_count(), "processor": processor()}
    told = {
        "date": datetime.date.today().isoformat(),
        "machine": machine | {"browser": browser, "python": platform.python_version()},
        "figures": [row.as_dict() for row in rows],
    }
    RESULTS.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", "utf-8")
    print(f"\n{machine['processor']}, {machine['cores']} cores; kept in benchmarks/results.json")


def processor() -> str:
    """The name that Linux gives the processor, or what Python knows of it."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text("utf-8").splitlines() if cpuinfo.exists() else []
    names = [line.partition(": ")[2] for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


main()
