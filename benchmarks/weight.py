"""What a reader downloads: to read a page, and to turn its knobs

Every file that the browser asks for, compressed as a host would: text and wasm by gzip -9 or brotli 11, fonts and
zips as they are.
"""

import gzip
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Playwright
from sitekit.packing import node

from tests.browser.serving import serve

from .measuring import Row, launched

PAGES = {
    "home": "/",
    "chapter": "/what-is-a-parameter/",
    "begin": "/nl/",
    "hoofdstuk": "/nl/what-is-a-parameter/",
}
READABLE, LIVE = 300, 6000  # kB
COMPRESSED = {".zip", ".whl", ".woff2", ".png"}
BROTLI = """
const { brotliCompressSync } = require("node:zlib"), { readFileSync } = require("node:fs");
const files = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(files.map((file) => brotliCompressSync(readFileSync(file)).length)));"""


def measure(playwright: Playwright, site: Path, scratch: Path) -> Iterator[Row]:
    asked: list[str] = []
    with serve(site) as address, launched(playwright, scratch / "weight") as context:
        page = context.new_page()
        context.on("requestfinished", lambda request: asked.append(request.url))
        wanted: dict[str, list[Path]] = {}
        for name, path in PAGES.items():
            asked.clear()
            page.goto(address + path, wait_until="networkidle")
            wanted[f"{name}: to read it"] = files(site, asked)
        page.goto(address, wait_until="networkidle")
        asked.clear()
        page.locator("knob-demo").first.dispatch_event("pointerenter")
        page.locator("knob-demo[data-state=live]").wait_for()
        page.wait_for_timeout(200)
        python = files(site, asked)
    everything = sorted({file for files in wanted.values() for file in files} | set(python))
    sizes = {"gzip": gzipped(everything), "brotli": brotlied(everything)}
    for how, size in sizes.items():
        for what, files_ in wanted.items():
            yield Row(f"{what}, {how}", "kB", sum(size[file] for file in files_) / 1000, aim=READABLE)
        home = {*wanted["home: to read it"], *python}
        yield Row(f"home, live, {how}", "kB", sum(size[file] for file in home) / 1000, aim=LIVE)


def files(site: Path, addresses: list[str]) -> list[Path]:
    """The files of the site behind these addresses."""
    paths = {urlsplit(address).path.removeprefix("/") for address in addresses if address.startswith("http")}
    return [site / path / "index.html" if (site / path).is_dir() else site / path for path in sorted(paths)]


def gzipped(files: list[Path]) -> dict[Path, int]:
    return {file: as_it_is(file) or len(gzip.compress(file.read_bytes(), 9)) for file in files}


def brotlied(files: list[Path]) -> dict[Path, int]:
    plain = [file for file in files if not as_it_is(file)]
    told = json.dumps([str(file) for file in plain])
    said = subprocess.run(
        [node(), "-e", BROTLI], input=told, capture_output=True, text=True, check=True
    ).stdout
    return {file: as_it_is(file) for file in files} | dict(zip(plain, json.loads(said), strict=True))


def as_it_is(file: Path) -> int:
    """The size of a file that no host compresses again, else 0."""
    return file.stat().st_size if file.suffix in COMPRESSED else 0
