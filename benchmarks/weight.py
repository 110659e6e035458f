"""What a reader downloads: to read a page, and to have a first result

Every file that the browser asks for, compressed as a host would: text and wasm by gzip -9 or brotli 11, fonts,
pictures and zips as they are. Peers' pages hold one snippet and no text, so only their bytes to a result compare.
"""

import gzip
import hashlib
import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Playwright
from sitekit.packing import node

from .measuring import FAILED, Aim, Outcome, Row, Taken
from .run import parties
from .visiting import Party, forgiving, visit

PAGES = {
    "home": "",
    "chapter": "what-is-a-parameter/",
    "begin": "nl/",
    "hoofdstuk": "nl/what-is-a-parameter/",
}
LIVELY = ("home", "chapter")
READABLE, LIVE = 300, 6000  # kB
COMPRESSED = {".zip", ".whl", ".woff2", ".png"}
BROTLI = """
const { brotliCompressSync } = require("node:zlib"), { readFileSync } = require("node:fs");
const files = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(files.map((file) => brotliCompressSync(readFileSync(file)).length)));"""


def measure(
    playwright: Playwright, scratch: Path, ours: str, snippets: str, peers: str, folders: dict[str, Path]
) -> Iterator[Row]:
    def asked(party: Party, act: str = "") -> list[Path]:
        """The files behind all addresses that a fresh profile asks for, until `act` is done."""
        urls: list[str] = []
        with visit(
            playwright,
            scratch / f"weight-{len(list(scratch.iterdir()))}",
            Party("", "about:blank", party.reader),
        ) as page:
            page.context.on("requestfinished", lambda request: urls.append(request.url))
            page.goto(party.address, wait_until="networkidle")
            if act:
                page.evaluate(act)
        return sorted({file for url in urls for file in _files(url, folders)})

    wanted = {f"read-{name}": asked(Party("ours", f"{ours}/{path}")) for name, path in PAGES.items()}
    for name in LIVELY:  # the first has the pocket model as well
        wanted[f"live-{name}"] = asked(Party("ours", f"{ours}/{PAGES[name]}"), "clock.touch()")
    results: dict[str, list[Path]] = {}
    for party in parties(snippets, peers):
        with forgiving(party):
            results[party.name] = asked(party, "firstOutput")
    everything = sorted({file for files in [*wanted.values(), *results.values()] for file in files})
    for how, size in {"gzip": _gzipped(everything), "brotli": _brotlied(everything)}.items():
        for key, files in wanted.items():
            aim = Aim(LIVE if key.startswith("live") else READABLE)
            yield Row(f"{key}-{how}", f"{key.replace('-', ', ')}, {how}", "kB", _sum(files, size), aim=aim)
        here, *there = ((party.name, _sum(results.get(party.name), size)) for party in parties("", ""))
        yield Row(f"result-{how}", f"to a first output, {how}", "kB", here[1], dict(there), Aim(LIVE))


def _sum(files: list[Path] | None, size: dict[Path, int]) -> Outcome:
    return Taken(sum(size[file] for file in files) / 1000) if files else FAILED


def _files(url: str, folders: dict[str, Path]) -> Iterator[Path]:
    """The file behind an address, if it is one of ours."""
    address = urlsplit(url)
    if folder := folders.get(f"{address.scheme}://{address.netloc}"):
        file = folder / address.path.removeprefix("/")
        file = file / "index.html" if file.is_dir() else file
        if file.is_file():
            yield file


def _gzipped(files: list[Path]) -> dict[Path, int]:
    return _each_once(files, lambda once: [len(gzip.compress(file.read_bytes(), 9)) for file in once])


def _brotlied(files: list[Path]) -> dict[Path, int]:
    def compress(once: list[Path]) -> list[int]:
        told = json.dumps([str(file) for file in once])
        command = [node(), "-e", BROTLI]
        said = subprocess.run(command, input=told, capture_output=True, text=True, check=True).stdout
        return list(json.loads(said))

    return _each_once(files, compress)


def _each_once(files: list[Path], compress: Callable[[list[Path]], list[int]]) -> dict[Path, int]:
    """Size of each file; what has the same bytes is compressed once, what no host compresses is left as it is."""
    plain = {
        file: hashlib.sha256(file.read_bytes()).digest() for file in files if file.suffix not in COMPRESSED
    }
    once = {digest: file for file, digest in plain.items()}
    sizes = dict(zip(once, compress(list(once.values())), strict=True))
    return {file: sizes[plain[file]] if file in plain else file.stat().st_size for file in files}
