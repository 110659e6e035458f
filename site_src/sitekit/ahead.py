"""Pictures that a page shows until Python has come: those of a demo with one slider, at each of its stops.

Drawn by the same function as the page's Python draws them, and kept in .cache/runtime until a file of knobs changes.
"""

import json
import logging
from pathlib import Path

from knobs import demo
from knobs.text import LANGUAGES

from .runtime import ROOT, cached, package_files

log = logging.getLogger("mkdocs.plugins.knobs")


def files(root: Path = ROOT) -> dict[str, Path]:
    """Address below the site's root -> file."""

    def make(folder: Path) -> None:
        log.info("Drawing ahead …")
        for name in filter(is_ahead, demo.names()):
            for lang in LANGUAGES:
                drawn = json.dumps(demo.drawn_ahead(name, lang), ensure_ascii=False)
                Path(folder, f"{name}-{lang}.json").write_text(drawn, "utf-8")

    folder = cached(root, "ahead", [*package_files(root).values(), Path(__file__)], make)
    return {f"assets/ahead/{file.name}": file for file in sorted(folder.iterdir())}


def is_ahead(name: str) -> bool:
    return demo.load(name).ahead
