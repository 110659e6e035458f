"""Trainings that were made beforehand by the same recipe: what a reader who begins one may expect.

workshop/learn_record.py made them, by torch, from the same start, and of the same texts. record.json has one of each
size and language. What comes here is rounded; a training in the page differs from it in the last digits, and then in more.
"""

import json
import pkgutil
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from ..pocket.errors import WeightsError
from ..text import Text
from .course import Line, Moment

Samples = tuple[tuple[float, float], ...]


class Record(NamedTuple):
    """A training with the settings that the demo begins with: where it began, and what was seen of it."""

    seed: int
    losses: Samples  # (words read, loss)
    right: Samples  # (words read, share of the facts)
    moments: tuple[Moment, ...]


@cache
def records() -> Mapping[tuple[str, str], Record]:
    """By size and language. Raises WeightsError, one sentence."""
    content = pkgutil.get_data(__name__, "record.json")
    assert content is not None  # only a loader that cannot read files gives none
    return read_records(content)


def read_records(content: bytes) -> Mapping[tuple[str, str], Record]:
    """The records in JSON, by "size language". Raises WeightsError."""
    try:
        told = json.loads(content)
        return {
            (size, language): Record(
                seed=one["seed"],
                losses=tuple((words, loss) for words, loss in one["losses"]),
                right=tuple((words, share) for words, share in one["right"]),
                moments=tuple(
                    Moment(words, tuple(Line(*line) for line in lines)) for words, lines in one["moments"]
                ),
            )
            for (size, language), one in ((name.split(), one) for name, one in told.items())
        }
    except (ValueError, KeyError, TypeError, AttributeError):
        raise WeightsError(UNREADABLE) from None


UNREADABLE = Text(
    en="The record of trainings in {file} is not as {script} writes it.",
    nl="Het verslag van trainingen in {file} is niet zoals {script} het schrijft.",
).fill(file="record.json", script="site_src/workshop/learn_record.py")
