"""The part of the standard library that the page did not load: fetched whole, when one of it is imported.

Runs in the browser only. The build packs this file into the library, beside lazy_library.txt, which names the modules
left out, and everyday.txt, which names those that programs often import. A worker may wait for the network, so an
import can simply fetch.
"""

import gc
import importlib
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any

LOADED = next(path for path in sys.path if path.endswith(".zip"))
REST = "/lib/library-rest.zip"


class LazyLibrary:
    """A finder that is asked last, so it sees only modules that nobody else has."""

    def __init__(self, url: str, get: Callable[[str], Any], names: frozenset[str]) -> None:
        self.url = url
        self.get = get
        self.names = names
        self.fetched = False

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name not in self.names:
            return None
        if not self.fetched:
            self.fetch(name)
        # A package may have half of its modules in each zip.
        return PathFinder.find_spec(name, [place.replace(LOADED, REST) for place in path or [LOADED]], target)

    def fetch(self, name: str) -> None:
        found = self.get(self.url)
        if found is None:
            raise ImportError(f"{name} could not be fetched from {self.url}; are you offline?", name=name)
        with open(REST, "wb") as file:
            file.write(found.to_bytes())
        self.fetched = True


def install(url: str, get: Callable[[str], Any]) -> None:
    """From now on, import what is missing from the zip at `url`. The start of Python ends here.

    `get` is JavaScript's: address -> a Uint8Array, or null where it cannot be had. It does not return before.
    """
    sys.meta_path.append(LazyLibrary(url, get, frozenset(listed("lazy_library"))))
    del sys.modules["ssl"]  # see sitecustomize.py
    gc.enable()


def ahead() -> Iterator[str]:
    """Import what runs a program, and what programs often import; one module for each step."""
    for name in ["knobs.program", *listed("everyday")]:
        module = importlib.import_module(name)
        getattr(module, "__all__", None)  # which brings in one that was put off
        yield name


def listed(what: str) -> list[str]:
    return __loader__.get_data(f"{LOADED}/{what}.txt").decode().split()  # type: ignore[name-defined,no-any-return]
