"""What can be trained in the page: three sizes of model, in one language or in both; and with what settings.

A model of one language knows only the words of that language, so it has fewer parameters than one of both: a word is a
row of the embedding.
"""

from collections.abc import Mapping
from typing import NamedTuple

from ..pocket.config import Config
from ..text import LANGUAGES
from ..world.encoded import vocabulary
from ..world.reading import Reading

TONGUES: Mapping[str, tuple[str, ...]] = {**{lang: (lang,) for lang in LANGUAGES}, "both": LANGUAGES}
RATES = (0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)  # from creeping to blowing up
BATCHES = (1, 2, 4, 8, 16, 32, 64)  # texts
RATE, BATCH = 0.01, 32  # what learns well in all three sizes
FACTS = 0.7  # of the texts; the others are stories, which are four times as long
SLOPES = (
    0.0,
    0.05,
    0.5,
    2.0,
)  # as the pocket model has them: one head looks at all alike, the others at what is near


class Size(NamedTuple):
    width: int
    layers: int
    feed_forward: int
    second: int  # words that it learns from in the page in about a second


SIZES = {
    "small": Size(width=16, layers=2, feed_forward=64, second=40_000),
    "middle": Size(width=32, layers=2, feed_forward=128, second=15_000),
    "pocket": Size(width=64, layers=4, feed_forward=256, second=4_000),
}


def config(size: str, language: str) -> Config:
    """The sizes of a model of one of SIZES in one of TONGUES."""
    chosen = SIZES[size]
    return Config(
        vocabulary=len(vocabulary(TONGUES[language])),
        width=chosen.width,
        layers=chosen.layers,
        feed_forward=chosen.feed_forward,
        slopes=SLOPES,
        smear=4,
    )


def reading(language: str) -> Reading:
    return Reading(langs=TONGUES[language], facts=FACTS)
