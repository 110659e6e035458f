"""Knobs that are worth turning: the few of all parameters that workshop/find_knobs.py found to change an answer.

They belong to the weights and lie beside them, in knobs.json. Other weights, other knobs.
"""

import json
import pkgutil
from collections.abc import Sequence
from typing import NamedTuple

from ..markup import Markup
from ..text import DemoError, Text
from ..views import Offer, Offers
from .parameters import Place


class Knob(NamedTuple):
    """Turned so far, `place` has one word lead after another: `words`, from what was learned to what is said then."""

    prompt: str
    lang: str
    place: Place
    turn: float
    words: tuple[str, ...]


def knobs() -> list[Knob]:
    """Those of the package's own weights, the best one of each language first. Raises DemoError: there are none."""
    try:
        content = pkgutil.get_data(__package__, "weights/knobs.json")
    except OSError:
        content = None
    if content is None:
        raise DemoError(
            "knobs.json is missing from knobs/pocket/weights; run python -m workshop.find_knobs site_src/knobs/pocket/weights"
        )
    return [
        Knob(row["prompt"], row["lang"], Place(**row["cell"]), row["turn"], tuple(row["words"]))
        for row in json.loads(content)
    ]


class Suggested(NamedTuple):
    """Knobs that are worth turning, those of the page's language."""

    knobs: Sequence[Knob]

    def html(self, lang: str) -> Markup:
        here = [knob for knob in self.knobs if knob.lang == lang]
        return Offers(WORTH_IT, [_suggestion(knob) for knob in here]).html(lang)


def _suggestion(knob: Knob) -> Offer:
    words = " → ".join(word.replace("_", " ") for word in knob.words)
    values: dict[str, float | int | str | bool] = {
        "prompt": knob.prompt,
        "lang": knob.lang,
        **form_of(knob.place),
        "turn": knob.turn,
    }
    return Offer(SUGGESTION.fill(prompt=knob.prompt, words=words), values)


def form_of(place: Place) -> dict[str, str]:
    """What the form says of a parameter: rows and columns count from 1 there."""
    return {"matrix": place.name, "row": str(place.row + 1), "column": str(place.column + 1)}


WORTH_IT = Text(en="Worth turning:", nl="De moeite waard:")
SUGGESTION = Text(en="“{prompt}”: {words}", nl="‘{prompt}’: {words}")
