"""Python imports this by itself while it starts in the browser. It makes the start short; the last step of it,
lazy_library.install, puts back what is left out here.

A start makes no rubbish, so nobody collects it. And asyncio asks for ssl, which is slow to import and of no use where
there are no sockets; without it asyncio goes on.

A start imports some 130 modules out of one zip. Python would look for each in several places and under several names,
and open the zip for each. Here the zip is read once, and a module is found at the one name that it can have.
"""

import gc
import marshal
import sys
import zipimport
import zlib
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import CodeType, ModuleType

LIBRARY = next(path for path in sys.path if path.endswith(".zip"))
FILES = zipimport._zip_directory_cache[LIBRARY]  # type: ignore[attr-defined]
LOCAL_HEADER, TWO_LENGTHS = (
    30,
    26,
)  # bytes ahead of a file in a zip; and where the lengths of its name and extras are
PYC_HEADER = 16  # bytes ahead of the code

with open(LIBRARY, "rb") as file:
    archive = file.read()


class Folder(zipimport.zipimporter):
    """The importer of one folder in the zip."""

    def get_code(self, fullname: str) -> CodeType:
        name = self.prefix + fullname.rpartition(".")[2]
        _, _, size, _, offset, *_ = FILES.get(f"{name}.pyc") or FILES[f"{name}/__init__.pyc"]
        lengths = archive[offset + TWO_LENGTHS : offset + LOCAL_HEADER]
        start = (
            offset
            + LOCAL_HEADER
            + int.from_bytes(lengths[:2], "little")
            + int.from_bytes(lengths[2:], "little")
        )
        code: CodeType = marshal.loads(zlib.decompress(archive[start : start + size], -15)[PYC_HEADER:])
        return code


class Library:
    """The finder of all modules in the zip. Asked first, since it knows at once."""

    folders: dict[str, Folder] = {}  # noqa: RUF012  # typing would have to be imported

    @classmethod
    def find_spec(
        cls, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        inside = name.replace(".", "/")
        is_package = f"{inside}/__init__.pyc" in FILES
        if not is_package and f"{inside}.pyc" not in FILES:
            return None
        folder = f"{LIBRARY}/{inside}".rpartition("/")[0]
        if folder not in cls.folders:
            cls.folders[folder] = Folder(folder)
        origin = f"{LIBRARY}/{inside}/__init__.pyc" if is_package else f"{LIBRARY}/{inside}.pyc"
        spec = ModuleSpec(name, cls.folders[folder], origin=origin, is_package=is_package)
        spec.has_location = True
        if spec.submodule_search_locations is not None:
            spec.submodule_search_locations.append(f"{LIBRARY}/{inside}")
        return spec


sys.meta_path.insert(0, Library)
gc.disable()
sys.modules["ssl"] = None  # type: ignore[assignment]  # how Python writes "not to be had"
