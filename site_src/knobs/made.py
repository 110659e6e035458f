"""What a demo makes and a reader can keep: a model that was trained in the page, say.

    class Trained:
        file = Text(en="my-model.safetensors", nl="mijn-model.safetensors")

        def content(self) -> bytes | None: ...
        def take(self, content: bytes) -> dict[str, Value]: ...

    @demo(title=…, makes=Trained())
    def learn(…): ...

The page keeps it in the reader's browser, gives it back to a Python that has not had it, saves it as a file and opens
one: see site_src/browser/made.js. What is kept should stand in a module of knobs rather than in the demo's own file:
then it is the same one for a reader who edits the demo, and for a demo that uses it.
"""

from collections.abc import Mapping
from typing import Protocol

from .controls import Value
from .markup import Markup, join, tag
from .notes import button
from .text import Text

LARGEST = 16  # megabytes of a file that the page opens


class Made(Protocol):
    """A thing that outlives the picture."""

    @property
    def file(self) -> Text:
        """What its file is called in each language. The page opens files that end alike."""
        ...

    def content(self) -> bytes | None:
        """The thing as it stands, None if nothing was made yet. Asked every few seconds while the demo goes on."""
        ...

    def take(self, content: bytes) -> Mapping[str, Value]:
        """Go on with a thing that was made before. The values that the form must have for it; a number that is typed, as text.

        Raises InputError with a Text, and leaves all as it is, if `content` is no such thing: it may come from anybody.
        """
        ...


def tools(made: Made, lang: str) -> Markup:
    """What a reader can do with it: buttons that a script answers."""
    name = made.file[lang]
    return join(
        button("save", lang, data_file=name),
        tag(
            "label",
            OPEN[lang],
            tag(
                "input",
                type="file",
                class_="k-sr",
                accept=f".{name.rpartition('.')[2]}",
                data_largest=LARGEST * 1_000_000,
            ),
            class_="k-button k-open",
        ),
    )


OPEN = Text(en="Open a file", nl="Open een bestand")
MADE_REASONS = {
    "large": Text(
        en="This file is larger than {limit} MB, so it was not opened.",
        nl="Dit bestand is groter dan {limit} MB en is daarom niet geopend.",
    ).fill(limit=LARGEST),
}
MADE_NOTES = {
    "earlier": Text(
        en="You still have a model from an earlier visit.", nl="Je hebt nog een model van een vorig bezoek."
    ),
    "nothing": Text(
        en="There is no model yet, so there is nothing to save.",
        nl="Er is nog geen model, dus er valt niets te bewaren.",
    ),
    "unkept-full": Text(
        en="This browser has no room left, so your model lasts until you leave the page. A file keeps it for longer.",
        nl="Deze browser heeft geen ruimte meer. Je model blijft tot je de pagina verlaat; in een bestand blijft het langer.",
    ),
    "unkept-blocked": Text(
        en="This browser lets the site keep nothing, so your model lasts until you leave the page. A file keeps it for longer.",
        nl="Deze browser laat de site niets bewaren. Je model blijft tot je de pagina verlaat; in een bestand blijft het langer.",
    ),
}
