"""Python imports this by itself while it starts in the browser. It makes the start short; the last step of it,
lazy_library.install, puts back what is left out here.

A start makes no rubbish, so nobody collects it. And asyncio asks for ssl, which is slow to import and of no use where
there are no sockets; without it asyncio goes on. What only errors or packages need is put off until there are any.

A start imports some 130 modules out of two zips, the standard library and the wheel of knobs. Python would look for
each in several places and under several names, and open a zip for each; Pyodide would unpack the wheel first. Here
each zip is read once, and a module is found at the one name that it can have.
"""

import gc
import marshal
import sys
import zipimport
import zlib
from collections.abc import Sequence
from importlib import import_module
from importlib.machinery import ModuleSpec
from types import CodeType, ModuleType, SimpleNamespace

LIBRARY = next(path for path in sys.path if path.endswith(".zip"))
WHEELS = [path for path in sys.path if path.endswith(".whl")]
CACHED = "__pycache__/", f".{sys.implementation.cache_tag}"  # what a .pyc beside its .py has in its name
LOCAL_HEADER, TWO_LENGTHS = (
    30,
    26,
)  # bytes ahead of a file in a zip; where the lengths of its name and extras are
PYC_HEADER = 16  # bytes ahead of the code

FOUND: dict[str, tuple[str, str, tuple]] = {}  # type: ignore[type-arg]  # a/b or a/__init__: its zip, its file, where
CONTENT: dict[str, memoryview] = {}
for archive in (LIBRARY, *WHEELS):
    files = zipimport._zip_directory_cache[zipimport.zipimporter(archive).archive]  # type: ignore[attr-defined]
    with open(archive, "rb") as file:
        CONTENT[archive] = memoryview(file.read())
    for name, entry in files.items():
        if name.endswith(".pyc"):
            inside = name[: -len(".pyc")]
            for part in CACHED:
                inside = inside.replace(part, "")
            FOUND[inside] = archive, f"{inside}.py" if f"{inside}.py" in files else name, entry


class Folder(zipimport.zipimporter):
    """The importer of one folder in a zip."""

    def get_code(self, fullname: str) -> CodeType:
        inside = self.prefix + fullname.rpartition(".")[2]
        archive, _, (_, compression, size, _, offset, *_) = FOUND.get(inside) or FOUND[f"{inside}/__init__"]
        content = CONTENT[archive]
        lengths = content[offset + TWO_LENGTHS : offset + LOCAL_HEADER]
        start = (
            offset
            + LOCAL_HEADER
            + int.from_bytes(lengths[:2], "little")
            + int.from_bytes(lengths[2:], "little")
        )
        data = content[start : start + size]
        if compression:
            data = memoryview(zlib.decompress(data, -15))
        code: CodeType = marshal.loads(data[PYC_HEADER:])
        return code


class Library:
    """The finder of all modules in the zips. Asked first, since it knows at once."""

    folders: dict[str, Folder] = {}  # noqa: RUF012  # typing would have to be imported

    @classmethod
    def find_spec(
        cls, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        inside = name.replace(".", "/")
        found = FOUND.get(package := f"{inside}/__init__") or FOUND.get(inside)
        if not found:
            return None
        archive, file, _ = found
        folder = f"{archive}/{inside}".rpartition("/")[0]
        if folder not in cls.folders:
            cls.folders[folder] = Folder(folder)
        spec = ModuleSpec(name, cls.folders[folder], origin=f"{archive}/{file}", is_package=package in FOUND)
        spec.has_location = True
        if spec.submodule_search_locations is not None:
            spec.submodule_search_locations.append(f"{archive}/{inside}")
        return spec


class Later(ModuleType):
    """Stands for a module, which is imported when something is asked of it that is not known already."""

    def __init__(self, name: str, **known: object) -> None:
        super().__init__(name)
        vars(self).update(known)
        sys.modules[name] = self

    def __getattr__(self, name: str) -> object:
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        module = import_module(self.__name__)
        vars(self).update(vars(module))
        return getattr(module, name)


def place(path: str) -> SimpleNamespace:
    """Instead of a Path, which is slow to import; Pyodide only asks how it is written."""
    return SimpleNamespace(__str__=lambda: path)


sys.meta_path.insert(0, Library)
gc.disable()
sys.modules["ssl"] = None  # type: ignore[assignment]  # how Python writes "not to be had"
Later("_colorize")
Later("subprocess", PIPE=-1, STDOUT=-2, DEVNULL=-3)  # of which there are none here; asyncio asks for these
# Pyodide asks where packages would go, and what is there already: nothing.
Later(
    "pyodide._package_loader",
    SITE_PACKAGES=place(f"/lib/python{sys.version_info.major}.{sys.version_info.minor}/site-packages"),
    DSO_DIR=place("/usr/lib"),
    init_loaded_packages=lambda: None,
)
