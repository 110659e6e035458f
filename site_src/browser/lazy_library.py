"""The parts of Python that the page did not load: each is a zip, fetched whole when one of its modules is imported.
A .packed one is compressed as a whole: see write_packed_zip in sitekit/packing.py.

Runs in the browser only. The build packs this file into the library, beside everyday.txt, which names the modules that
programs often import. A parts.txt in the library, and one in knobs, names what was left out of it: a part and its
modules on each line. A worker may wait for the network, so an import can simply fetch.
"""

import gc
import importlib
import sys
import zlib
from collections.abc import Callable, Iterator, Sequence
from importlib.machinery import ModuleSpec, PathFinder
from os.path import exists
from pkgutil import get_data
from types import ModuleType
from typing import Any

PACKED = ".packed"
GZIP = 31  # how zlib calls that format
LOADED = next(path for path in sys.path if path.endswith(".zip"))


class Part:
    """A finder that is asked last, so it sees only modules that nobody else has."""

    def __init__(self, url: str, names: frozenset[str], get: Callable[[str], Any]) -> None:
        self.url = url
        self.names = names
        self.get = get
        self.place = f"/lib/{url.rpartition('/')[2]}"  # where worker.js may have laid it already

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name not in self.names:
            return None
        if not exists(self.place):
            self.fetch(name)
        # Not along `path`: a package may have half of its modules in each zip.
        return PathFinder.find_spec(name, ["/".join([self.place, *name.split(".")[:-1]])], target)

    def fetch(self, name: str) -> None:
        found = self.get(self.url)
        if found is None:
            raise ImportError(f"{name} could not be fetched from {self.url}; are you offline?", name=name)
        content = found.to_bytes()
        with open(self.place, "wb") as file:
            file.write(zlib.decompress(content, GZIP) if self.place.endswith(PACKED) else content)


def install(folder: str, get: Callable[[str], Any]) -> None:
    """From now on, import what is missing from the parts in `folder`. The start of Python ends here.

    `get` is JavaScript's: address -> a Uint8Array, or null where it cannot be had. It does not return before.
    """
    for line in [*text("parts").splitlines(), *(get_data("knobs", "parts.txt") or b"").decode().splitlines()]:
        file, *names = line.split()
        sys.meta_path.append(Part(folder + file, frozenset(names), get))
    del sys.modules["ssl"]  # see sitecustomize.py
    gc.enable()


def ahead() -> Iterator[str]:
    """Import what runs a program, and what programs often import; one module for each step."""
    for name in ["knobs.program", *text("everyday").split()]:
        module = importlib.import_module(name)
        getattr(module, "__all__", None)  # which brings in one that was put off
        yield name


def text(name: str) -> str:
    return __loader__.get_data(f"{LOADED}/{name}.txt").decode()  # type: ignore[name-defined,no-any-return]
