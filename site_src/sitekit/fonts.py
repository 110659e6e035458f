"""The fonts that the styles ask for, from npm's @fontsource packages, without what no page of ours uses.

Fira has small capitals, fractions, old-style and raised figures, and hints for screens with few dots, which phones and
Macs do not look at: a third to a half of its files. Every letter stays, and so does what look.css and the browser ask
for, such as figures of one width. STIX has little to leave out, and comes as it is.
"""

import logging
import re
from collections.abc import Iterable
from pathlib import Path

from .packing import BuildError

FEATURES = ["ccmp", "kern", "liga", "lnum", "locl", "mark", "mkmk", "tnum"]
NAMED = re.compile(r"fonts/([\w.-]+\.woff2)")


def named(styles: Iterable[Path]) -> list[str]:
    """The file names of all fonts that the styles ask for."""
    return sorted({name for style in styles for name in NAMED.findall(style.read_text("utf-8"))})


def installed(name: str, modules: Path) -> Path:
    """Where npm put it. Raises BuildError: in no package is a font of that name."""
    for found in sorted(modules.glob(f"@fontsource*/*/files/{name}")):
        return found
    raise BuildError(f"The styles ask for {name}, which no @fontsource package holds")


def is_slimmed(name: str) -> bool:
    return name.startswith("fira-")


def slim(source: Path, folder: Path) -> None:
    """Write the font to `folder`, under its own name, with every letter and without what no page uses."""
    from fontTools import subset  # type: ignore[import-untyped]  # here: few who import this module make a font

    logging.getLogger("fontTools").setLevel(
        logging.ERROR
    )  # it warns of a table that Fira has been shipping for years
    options = subset.Options(flavor="woff2", hinting=False, layout_features=FEATURES)
    with subset.load_font(source, options) as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=font.getBestCmap())
        subsetter.subset(font)
        subset.save_font(font, folder / source.name, options)
