"""A training that was kept goes on as if nothing had been in between; and what is no training is told in one sentence."""

import json
from contextlib import suppress
from functools import cache
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from knobs.learning.course import Course
from knobs.learning.file import content_of, course_in
from knobs.pocket import WeightsError
from knobs.pocket.safetensors import pack_rows, read, remarks, write
from knobs.pocket.sampling import write_on
from knobs.pocket.whole import open_whole

FILE = "look in site_src/knobs/learning/file.py"


@cache
def trained():
    course = Course("small", "nl", 7)
    course.go(3, 0.02, 3)
    course.go(1, 0.01, 2)
    return course


def content():
    return content_of(trained())


def changed(**fields):
    """The file with other values in what it tells of the training; with None, one that lacks them."""
    told = json.loads(remarks(content())["card"])
    told["training"] |= fields
    told["training"] = {name: value for name, value in told["training"].items() if value is not None}
    return write(read(content()), {"card": json.dumps(told)})


def test_it_goes_on_as_if_nothing_had_been_in_between():
    """In 32 bits, so plain Python, which has 64, goes on nearly the same."""
    later = course_in(content())
    assert later.seen == trained().seen and later.updates == 4, FILE
    assert (later.size, later.language, later.seed) == ("small", "nl", 7), FILE
    assert content_of(later) == content(), FILE
    whole = Course("small", "nl", 7)
    whole.go(3, 0.02, 3)
    whole.go(1, 0.01, 2)
    for course in (whole, later):
        course.go(2, 0.01, 3)
    for (words, loss), (other_words, other) in zip(later.seen.losses, whole.seen.losses, strict=True):
        assert words == other_words and loss == pytest.approx(other, rel=1e-5), FILE
    for name, memory in whole.learner.memories().items():
        assert later.learner.memories()[name].numbers == pytest.approx(memory.numbers, abs=2e-4), name


def test_to_whom_it_is_only_a_model_it_is_one():
    whole = open_whole(content())
    words = whole.tokenizer.encode("Anna is", "nl")
    said = list(islice(write_on(whole.model, words, whole.tokenizer.end), 5))
    wanted = list(islice(write_on(trained().learner.reader(), words, whole.tokenizer.end), 5))
    assert said == wanted, FILE
    assert whole.card.about["training"]["seed"] == 7, FILE


NO_TRAINING = "vertelt niet van een training"
BROKEN = [
    ({"size": "large"}, NO_TRAINING),
    ({"size": ["small"]}, NO_TRAINING),
    ({"language": "fr"}, NO_TRAINING),
    ({"language": "en"}, "andere maten of andere woorden"),
    ({"size": "middle"}, "andere maten of andere woorden"),
    ({"seed": -1}, NO_TRAINING),
    ({"seed": 1.5}, NO_TRAINING),
    ({"seed": True}, NO_TRAINING),
    ({"updates": None}, NO_TRAINING),
    ({"updates": 10**13}, NO_TRAINING),
    ({"losses": []}, NO_TRAINING),
    ({"losses": [[5, 1.0], [4, 1.0]]}, NO_TRAINING),
    ({"losses": [[5, float("nan")]]}, NO_TRAINING),
    ({"losses": [[5, "1"]]}, NO_TRAINING),
    ({"losses": [[5, 1.0]] * 2001}, NO_TRAINING),
    ({"moments": []}, NO_TRAINING),
    ({"moments": [[0, [["nl", "Anna is", "x" * 401]]]]}, NO_TRAINING),
    ({"moments": [[0, [["fr", "Anna is", "x"]]]]}, NO_TRAINING),
    ({"changes": [[0, 0.01]]}, NO_TRAINING),
    ({"since": 3}, NO_TRAINING),
]


@pytest.mark.parametrize(("fields", "told"), BROKEN, ids=str)
def test_what_is_no_training_is_told(fields, told):
    with pytest.raises(WeightsError) as refused:
        course_in(changed(**fields))
    assert told in refused.value.sentence["nl"] and refused.value.sentence["en"].isprintable(), FILE


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("means.positions", None),
        ("squares.positions", [[1.0]]),
        ("squares.blocks.0.up_bias", [[-1.0] * 64]),
    ],
)
def test_what_the_optimizer_lacks_is_told(name, rows):
    tensors = {**read(content()), **({name: pack_rows(rows, "F32")} if rows else {})}
    if not rows:
        del tensors[name]
    with pytest.raises(WeightsError) as refused:
        course_in(write(tensors, remarks(content())))
    assert name in refused.value.sentence["en"] and name in refused.value.sentence["nl"], FILE


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_whatever_a_card_tells_is_read_or_told(data):
    anything = st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    )
    fields = [*json.loads(remarks(content())["card"])["training"]]
    field = data.draw(st.sampled_from(fields))
    with suppress(WeightsError):
        course_in(changed(**{field: data.draw(anything)}))
