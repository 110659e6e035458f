"""A training as a file: the model with its card, what the optimizer remembers of each matrix, and what was seen.

    course_in(content_of(course))       goes on as if nothing had been in between

To who only wants to read, it is a model in one file like another: see knobs/pocket/whole.py. A file may come from anybody,
so nothing in it is believed; what does not fit is told in one sentence.
"""

from array import array
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from ..pocket.errors import WeightsError
from ..pocket.safetensors import Tensor, unscaled
from ..pocket.whole import Whole, open_whole, pack
from ..text import LANGUAGES, Text
from ..world.encoded import vocabulary
from .choices import SIZES, TONGUES, config
from .course import Change, Course, Line, Make, Moment, Seen
from .training import Memory, Training

NAME = "trained in a page of Knobs"
MEANS, SQUARES = REMEMBERED = "means.", "squares."  # of the gradients of each matrix: so their names begin
MOST = 10**12  # of anything that is counted
LONGEST_LIST, LONGEST_TEXT = 2000, 400


def content_of(course: Course) -> bytes:
    """The file of a training, in F32."""
    tensors = {}
    for name, memory in course.learner.memories().items():
        for prefix, numbers in zip(("", *REMEMBERED), memory, strict=True):
            tensors[prefix + name] = Tensor("F32", course.config.shapes[name], array("f", numbers).tobytes())
    about = {
        "name": NAME,
        "config": asdict(course.config),
        "words": vocabulary(course.langs),
        "training": {
            "size": course.size,
            "language": course.language,
            "seed": course.seed,
            "updates": course.updates,
            **asdict(course.seen),
        },
    }
    return pack(about, tensors)


def course_in(content: bytes, learner: Make = Training) -> Course:
    """The training in a file. Raises WeightsError, one sentence."""
    whole = open_whole(content)
    try:
        told = whole.card.about["training"]
        size, language = _one_of(SIZES, told["size"]), _one_of(TONGUES, told["language"])
        seed, updates, seen = _whole(told["seed"]), _whole(told["updates"]), _seen(told)
    except (KeyError, TypeError, ValueError, RecursionError):
        raise WeightsError(NO_TRAINING) from None
    if whole.card.config != config(size, language) or whole.card.words != vocabulary(TONGUES[language]):
        raise WeightsError(OTHER_MODEL)
    memories = {
        name: Memory(tensor.numbers, *(_remembered(whole, prefix + name) for prefix in REMEMBERED))
        for name, tensor in whole.weights.tensors.items()
    }
    return Course(size, language, seed, learner, (memories, updates, seen))


def _remembered(whole: Whole, name: str) -> Sequence[float]:
    """A tensor of the optimizer's. Raises WeightsError: there is none, or it does not fit its matrix."""
    shape = whole.card.config.shapes[name.partition(".")[2]]
    if name not in whole.others or whole.others[name].shape != shape:
        raise WeightsError(NOT_REMEMBERED.fill(name=name))
    numbers, scales = unscaled(whole.others, name)
    if scales or (name.startswith(SQUARES) and min(numbers) < 0):
        raise WeightsError(NOT_REMEMBERED.fill(name=name))
    return numbers


def _seen(told: Mapping[str, Any]) -> Seen:
    """What was seen, number by number. Raises ValueError, KeyError or TypeError: not as it was written."""
    seen = Seen(
        words=_whole(told["words"]),
        texts=_whole(told["texts"]),
        facts=_whole(told["facts"]),
        losses=_curve(told["losses"]),
        right=_curve(told["right"]),
        changes=[
            Change(_whole(words), _real(rate), _whole(texts)) for words, rate, texts in _some(told["changes"])
        ],
        moments=[
            Moment(
                _whole(words),
                tuple(
                    Line(_one_of(LANGUAGES, tongue), _text(start), _text(more))
                    for tongue, start, more in _some(lines)
                ),
            )
            for words, lines in _some(told["moments"])
        ],
        since=_curve([told["since"]])[0],
    )
    if not seen.losses or not seen.moments:
        raise ValueError("there is something to see of every training")
    return seen


def _curve(written: object) -> list[tuple[int, float]]:
    """Points, each as far as the one before it or farther."""
    points = [(_whole(x), _real(y)) for x, y in _some(written)]
    if points != sorted(points, key=lambda point: point[0]):
        raise ValueError("a curve goes one way")
    return points


def _some(written: object) -> list[Any]:
    if not isinstance(written, list) or len(written) > LONGEST_LIST:
        raise ValueError("no list, or a long one")
    return written


def _whole(written: object) -> int:
    if type(written) is not int or not 0 <= written <= MOST:
        raise ValueError("no count")
    return written


def _real(written: object) -> float:
    if type(written) not in (int, float) or not 0 <= written <= MOST:  # type: ignore[operator]
        raise ValueError("no amount")
    return float(written)  # type: ignore[arg-type]


def _text(written: object) -> str:
    if not isinstance(written, str) or len(written) > LONGEST_TEXT:
        raise ValueError("no text, or a long one")
    return written


def _one_of(choices: Collection[str], written: object) -> str:
    if not isinstance(written, str) or written not in choices:
        raise ValueError("no choice")
    return written


NO_TRAINING = Text(
    en="The card in this file does not tell of a training as this demo writes it.",
    nl="De kaart in dit bestand vertelt niet van een training zoals deze demo die opschrijft.",
)
OTHER_MODEL = Text(
    en="The model in this file has other sizes or other words than those that can be trained here.",
    nl="Het model in dit bestand heeft andere maten of andere woorden dan wat hier te trainen valt.",
)
NOT_REMEMBERED = Text(
    en="The file lacks {name}, which the optimizer needs to go on, or has something else there.",
    nl="In het bestand ontbreekt {name}, dat de optimizer nodig heeft om verder te gaan, of er staat iets anders.",
)
