"""One fence, highlighted exactly as the page's own pymdownx.superfences would do it: options, titles, line numbers."""

import re

from markdown import Markdown

from .fences import Fence

TITLE = re.compile(r'<span class="filename">.*?</span>', re.DOTALL)


class Highlighter:
    """Superfences reads the fence once more, alone, with the page's own settings for pymdownx.highlight."""

    def __init__(self, md: Markdown) -> None:
        settings = next(
            (ext.getConfigs() for ext in md.registeredExtensions if hasattr(ext, "get_pymdownx_highlighter")),
            {},
        )
        self.alone = Markdown(
            extensions=["pymdownx.highlight", "pymdownx.superfences"],
            extension_configs={"pymdownx.highlight": settings | {"_enabled": True}},
        )

    def __call__(self, text: str, fence: Fence) -> str | None:
        """The block of HTML for a fence of the page `text`; None if superfences takes it for something else."""
        opening = text[fence.start : text.index("\n", fence.start)]
        marks = opening[: len(opening) - len(opening.lstrip(opening[0]))]
        shown: str = self.alone.reset().convert(f"{opening}\n{fence.body}{marks}\n")
        return shown if re.match(r'<div class="[^"]*\bhighlight">', shown) else None


def without_title(code: str) -> str:
    """Highlighted code without the bar that holds its title."""
    return TITLE.sub("", code, count=1)
