"""What the browser needs is made of sources and takes half a minute: a copy of the project gets what the project made.

Where a source of the copy is another one, its build makes that anew: it looks for what it needs by what it is made of.
"""

import shutil
from pathlib import Path

from sitekit import ahead, runtime


def give(copy: Path) -> None:
    """Put into a copy of the project all that `.cache/runtime` has for the sources of today."""
    made = [runtime.library_files(), runtime.part_files(), runtime.wheel_files(), runtime.bundle_files()]
    made.append(next(iter(ahead.files().values())).parent)
    for folder in made:
        shutil.copytree(folder, copy / ".cache/runtime" / folder.name)
