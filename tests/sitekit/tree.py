"""A small site in a temporary folder: a home page, a chapter, a page that is English only, a notebook."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]

HOME = """---
title: {title}
template: home.html
---

# {title} {{#top}}

[{go}](chapter.md){{: .k-button .k-button--main }}

```demo name="slope"
```
"""
CHAPTER = """---
title: {title}
chapter: 3
knobs: 2
knobs_unit: {unit}
---

# {title} {{#top}}

A {{p:parameter}}, and $\\p{{a}}\\i{{x}}$.
{{: .k-lead }}

## {line} {{#line}}

```demo name="line" a="0.5"
{caption}, [{back}](index.md).
```
"""
PENDING = "---\ntranslation: pending\n---\n\n# Only English {#top}\n\n[The chapter](chapter.md#line)\n"


def notebook(title: str, link: str = "../chapter.md#line") -> str:
    """A notebook of three cells: text with a link, code with what it printed, a second heading."""
    cells = [
        {"cell_type": "markdown", "id": "a", "source": f"# {title} {{#top}}\n\nSee [it]({link})."},
        {"cell_type": "code", "id": "b", "source": "print(1 < 2)  # a line", "execution_count": 1},
        {"cell_type": "markdown", "id": "c", "source": "## Loss {#loss}\n\nText."},
    ]
    for cell in cells:
        cell["metadata"] = {}
    cells[1]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "True\n"}]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    whole = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, indent=1, ensure_ascii=False)


def pages() -> dict[str, str]:
    """File below docs/ -> what is in it. All of it is right; a test breaks one thing."""
    english = {
        "title": "A chapter",
        "unit": "knobs",
        "line": "A line",
        "caption": "Turn {e:it}",
        "back": "Home",
    }
    dutch = {
        "title": "Een hoofdstuk",
        "unit": "knoppen",
        "line": "Een lijn",
        "caption": "Draai",
        "back": "Begin",
    }
    return {
        "en/index.md": HOME.format(title="Knobs here", go="Begin"),
        "nl/index.md": HOME.format(title="Knoppen hier", go="Beginnen"),
        "en/chapter.md": CHAPTER.format(**english),
        "nl/chapter.md": CHAPTER.format(**dutch),
        "en/only-english.md": PENDING,
        "en/labs/line.ipynb": notebook("A lab"),
        "nl/labs/line.ipynb": notebook("Een lab"),
    }


NAV = ["index.md", "chapter.md", "labs/line.ipynb", "only-english.md"]


def plant(folder: Path, files: dict[str, str]) -> Path:
    """Write the pages; the folder called docs in `folder`."""
    for name, text in files.items():
        file = folder / "docs" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return folder / "docs"


def configure(
    folder: Path, source: Path = ROOT / "site_src", nav: Sequence[str] | None = NAV, **more: object
) -> Path:
    """The project's own settings for `folder`/docs, built into `folder`/site: a file. `nav` None: the project's."""
    settings: dict[str, object] = {
        "INHERIT": str(ROOT / "mkdocs.yml"),
        "site_url": "https://example.org/base/",
        "docs_dir": str(folder / "docs"),
        "site_dir": str(folder / "site"),
        "hooks": [str(source / "sitekit/hooks.py")],
        "theme": {"custom_dir": str(source / "theme")},
        "watch": [],
        **({} if nav is None else {"nav": list(nav)}),
        **more,
    }
    config = folder / "mkdocs.yml"
    config.write_text(yaml.safe_dump(settings), "utf-8")
    return config


def build(
    folder: Path, source: Path = ROOT / "site_src", nav: Sequence[str] = NAV, **more: object
) -> subprocess.CompletedProcess[str]:
    """`mkdocs build --strict` of `folder`/docs with the project's own settings, into `folder`/site."""
    config = configure(folder, source, nav, **more)
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--config-file", str(config)],
        cwd=ROOT,
        env={
            **os.environ,
            "PYTHONPATH": str(source),
            "NO_MKDOCS_2_WARNING": "1",
            "PYTHONIOENCODING": "utf-8",
        },
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
