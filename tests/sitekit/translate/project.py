"""A small project with a real git repository, to translate in."""

import os
import subprocess
from pathlib import Path

from sitekit.translate.state import Desk

ENGLISH = """---
title: Knobs
description: What a knob is.
---

# Knobs {#top}

A knob is a number that you turn.

## A line {#line}

A line has two knobs, and a curve has more of them.
Each knob can be turned by hand.

```python
a = 2  # the slope
print("# not a heading")
```

## Sources {#sources}

The people who made the first line wrote about it.
"""
DUTCH = """---
title: Draaiknoppen
description: Wat een draaiknop is.
---

# Draaiknoppen {#top}

Een draaiknop is een getal waaraan je draait.

## Een lijn {#line}

Een lijn heeft twee draaiknoppen, en een kromme heeft er meer.
Aan elke draaiknop kun je met de hand draaien.

```python
a = 2  # de helling
print("# geen kop")
```

## Bronnen {#sources}

De mensen die de eerste lijn maakten, schreven erover.
"""
PAGE = "line.md"


class Project:
    """A folder with docs/en and docs/nl, and its repository."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.desk = Desk(folder)
        folder.mkdir(exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main")

    def write(self, lang: str, text: str, name: str = PAGE) -> Path:
        file = self.folder / "docs" / lang / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
        return file

    def read(self, lang: str, name: str = PAGE) -> str:
        return (self.folder / "docs" / lang / name).read_text("utf-8")

    def change(self, lang: str, old: str, new: str, name: str = PAGE) -> None:
        text = self.read(lang, name)
        assert old in text
        self.write(lang, text.replace(old, new), name)

    def commit(self, why: str = "A change") -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", why)

    def git(self, *command: str) -> str:
        who = {
            f"GIT_{role}_{what}": value
            for role in ("AUTHOR", "COMMITTER")
            for what, value in (("NAME", "T"), ("EMAIL", "t@example.org"))
        }
        alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        done = subprocess.run(
            ["git", *command],
            cwd=self.folder,
            env=kept | who | alone,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def clone(self, folder: Path, *options: str) -> "Project":
        self.git("clone", "--quiet", *options, f"file://{self.folder}", str(folder))
        copy = object.__new__(Project)
        copy.folder, copy.desk = folder, Desk(folder)
        return copy

    def changes(self, name: str = PAGE) -> dict[str, str]:
        """The sections that are to be done: id -> changed, new or gone."""
        return {change.section: change.kind for change in Desk(self.folder).state(name).changes}
