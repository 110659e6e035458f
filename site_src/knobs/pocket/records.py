"""Records of trainings: how the pocket model learned, and how its smaller and larger relatives did.

torch made them, by workshop/records.py, and rounded their numbers. They lie beside the weights, as JSON:

    movie.json    moments of one training, from random numbers to the end: what it knew and wrote at each
    sizes.json    what models of several sizes know at the end; and one that learned a few rows by heart
    dirty.json    what one of them knows when a share of what it read was spoilt, by workshop/dirty.py
"""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from ..text import Text
from .errors import WeightsError

Samples = tuple[tuple[float, float], ...]


class Known(NamedTuple):
    """What a model knows of one language. Shares are from 0 to 1."""

    loss: float  # in nats per word, on stories that it never read
    seen: float  # facts that it completes, asked in the words in which it read them
    unseen: float  # … and in words in which it never read them, though it did read others of the kind
    stories: float  # questions at the end of stories that it never read; the mean over the kinds of story


class Moment(NamedTuple):
    """A training stopped, and looked at. By language: what it knows, and how it goes on from each prompt."""

    words: int  # read so far
    known: Mapping[str, Known]
    written: Mapping[str, tuple[str, ...]]  # the most probable words after each prompt
    drawn: Mapping[str, str]  # a text of its own, drawn
    query: tuple[str, ...]  # a corner of the first layer's query matrix, as knobs.cells has it
    alike: Mapping[str, tuple[str, ...]]  # the cosine of the rows of each two of some words, likewise


class Run(NamedTuple):
    """How a training went: its seed, the words it read, and how many seconds that took."""

    seed: int
    words: int
    seconds: int


class Movie(NamedTuple):
    run: Run
    parameters: int
    prompts: Mapping[str, tuple[str, ...]]
    names: Mapping[str, tuple[str, ...]]  # the words whose rows are compared
    corner: tuple[int, int]  # rows and columns of the whole query matrix
    losses: Samples  # (words read, loss on what it read then)
    reports: tuple[
        tuple[int, Mapping[str, Known]], ...
    ]  # more often than there are moments: (words read, known)
    moments: tuple[Moment, ...]


class Size(NamedTuple):
    """A model of some size, at the end of its training."""

    name: str
    parameters: int
    run: Run
    known: Mapping[str, Known]
    written: Mapping[str, tuple[str, ...]]
    drawn: Mapping[str, str]


class Twin(NamedTuple):
    """The same model as the pocket model, which read a few rows time and again."""

    parameters: int
    run: Run
    times: float  # how often it read each row
    training: Samples  # (times, loss on the rows that it reads)
    held: Mapping[str, Samples]  # by language: (times, loss on stories that it never read)


class Sizes(NamedTuple):
    prompts: Mapping[str, tuple[str, ...]]
    models: tuple[Size, ...]  # the smallest first
    twin: Twin | None


class Read(NamedTuple):
    """A word of a text as it was read, and whether it is another one than the world has there."""

    word: str
    spoilt: bool


class Dirtied(NamedTuple):
    """A model that read text of which a share was spoilt. By language, where it says so."""

    known: Mapping[str, Known]
    lies: Mapping[
        str, float
    ]  # of the facts that `known` has as seen, those that it tells with the wrong answer it read
    written: Mapping[str, tuple[str, ...]]
    drawn: Mapping[str, str]
    read: Mapping[str, tuple[tuple[Read, ...], ...]]  # a few sentences, as they were read


class Larger(NamedTuple):
    """A larger model, with its own recipe and number of words, that read the same noise."""

    parameters: int
    run: Run
    shares: tuple[float, ...]  # the first of those of `Dirty`
    known: tuple[Mapping[str, Known], ...]


class Dirty(NamedTuple):
    """One recipe, one seed, one number of words; `kinds` of dirt, each in `shares`, the first of which is none."""

    parameters: int
    run: Run
    prompts: Mapping[str, tuple[str, ...]]
    shares: tuple[float, ...]
    kinds: Mapping[str, tuple[Dirtied, ...]]
    larger: Larger


@cache
def movie() -> Movie:
    """The training of the pocket model. Raises WeightsError, one sentence, where the record cannot be read."""
    return read_movie(_content("movie"))


@cache
def sizes() -> Sizes:
    """The models of several sizes. Raises WeightsError, one sentence, where the record cannot be read."""
    return read_sizes(_content("sizes"))


@cache
def dirty() -> Dirty:
    """What spoilt text does to a model. Raises WeightsError, one sentence, where the record cannot be read."""
    return read_dirty(_content("dirty"))


def read_movie(content: bytes) -> Movie:
    """A training in JSON. Raises WeightsError, one sentence."""
    try:
        told = json.loads(content)
        moments = tuple(_moment(moment) for moment in told["moments"])
        return Movie(
            run=Run(*told["run"]),
            parameters=told["parameters"],
            prompts=_lists(told["prompts"]),
            names=_lists(told["names"]),
            corner=(told["corner"][0], told["corner"][1]),
            losses=_samples(told["losses"]),
            reports=tuple((words, _known(known)) for words, known in told["reports"]),
            moments=moments,
        )
    except (ValueError, KeyError, TypeError, IndexError, AttributeError):
        raise WeightsError(_unreadable("movie")) from None


def read_sizes(content: bytes) -> Sizes:
    """Models of several sizes in JSON. Raises WeightsError, one sentence."""
    try:
        told = json.loads(content)
        twin = told["twin"]
        return Sizes(
            prompts=_lists(told["prompts"]),
            models=tuple(_size(size) for size in told["models"]),
            twin=twin and _twin(twin),
        )
    except (ValueError, KeyError, TypeError, IndexError, AttributeError):
        raise WeightsError(_unreadable("sizes")) from None


def read_dirty(content: bytes) -> Dirty:
    """Models that read spoilt text, in JSON. Raises WeightsError, one sentence."""
    try:
        told = json.loads(content)
        larger = told["larger"]
        return Dirty(
            parameters=told["parameters"],
            run=Run(*told["run"]),
            prompts=_lists(told["prompts"]),
            shares=tuple(told["shares"]),
            kinds={kind: tuple(map(_dirtied, models)) for kind, models in told["kinds"].items()},
            larger=Larger(
                parameters=larger["parameters"],
                run=Run(*larger["run"]),
                shares=tuple(larger["shares"]),
                known=tuple(map(_known, larger["known"])),
            ),
        )
    except (ValueError, KeyError, TypeError, IndexError, AttributeError):
        raise WeightsError(_unreadable("dirty", "site_src/workshop/dirty.py")) from None


def _dirtied(told: dict[str, Any]) -> Dirtied:
    read = {
        lang: tuple(tuple(_read(word) for word in sentence.split()) for sentence in sentences)
        for lang, sentences in told["read"].items()
    }
    return Dirtied(_known(told["known"]), told["lies"], _lists(told["written"]), told["drawn"], read)


def _read(written: str) -> Read:
    """“*mammal” is a word that does not belong there."""
    return Read(written.removeprefix("*").replace("_", " "), written.startswith("*"))


def _moment(told: dict[str, Any]) -> Moment:
    lists = {name: _lists(told[name]) for name in ("written", "alike")}
    known, query = _known(told["known"]), tuple(told["query"])
    return Moment(words=told["words"], known=known, drawn=told["drawn"], query=query, **lists)


def _size(told: dict[str, Any]) -> Size:
    run, known, written = Run(*told["run"]), _known(told["known"]), _lists(told["written"])
    return Size(told["name"], told["parameters"], run, known, written, told["drawn"])


def _twin(told: dict[str, Any]) -> Twin:
    held = {lang: _samples(samples) for lang, samples in told["held"].items()}
    return Twin(told["parameters"], Run(*told["run"]), told["times"], _samples(told["training"]), held)


def _known(told: dict[str, list[float]]) -> dict[str, Known]:
    return {lang: Known(*numbers) for lang, numbers in told.items()}


def _lists(told: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(listed) for name, listed in told.items()}


def _samples(told: list[list[float]]) -> Samples:
    return tuple((x, y) for x, y in told)


def _unreadable(name: str, script: str = "site_src/workshop/records.py") -> Text:
    return UNREADABLE.fill(file=f"{name}.json", script=script)


def _content(name: str) -> bytes:
    from . import _content as content

    return content(f"{name}.json")


UNREADABLE = Text(
    en="The record of trainings in {file} is not as {script} writes it.",
    nl="Het verslag van trainingen in {file} is niet zoals {script} het schrijft.",
)
