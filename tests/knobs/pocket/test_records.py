"""Records of trainings are read as they were written, and what is no record is refused in one sentence."""

import json

import pytest
from knobs.pocket import WeightsError
from knobs.pocket.records import Known, Read, read_dirty, read_movie, read_sizes
from knobs.text import LANGUAGES

FILE = "look in site_src/knobs/pocket/records.py"
KNOWN = {"en": [1.5, 0.25, 0.125, 0.5], "nl": [2.5, 0, 0, 0.25]}
WRITING = {"written": {"en": [" Paris."], "nl": [" Parijs."]}, "drawn": {"en": "Yes.", "nl": "Ja."}}
MOVIE = {
    "run": [7, 4000, 12],
    "parameters": 100,
    "prompts": {"en": ["The capital is"], "nl": ["De hoofdstad is"]},
    "names": {"en": ["one", "two"], "nl": ["een", "twee"]},
    "corner": [64, 32],
    "losses": [[2000, 8.5], [4000, 7]],
    "reports": [[0, KNOWN], [4000, KNOWN]],
    "moments": [{"words": 4000, "known": KNOWN, **WRITING, "query": ["ah", "ho"], "alike": {"en": ["oh", "ho"], "nl": ["oa", "ao"]}}],
}  # fmt: skip
SIZE = {"name": "5k", "parameters": 100, "run": [7, 4000, 12], "known": KNOWN, **WRITING}
TWIN = {"parameters": 100, "run": [7, 4000, 12], "times": 80, "training": [[1, 8]], "held": {"en": [[1, 8.5]], "nl": [[1, 9]]}}  # fmt: skip
SIZES = {"prompts": MOVIE["prompts"], "models": [SIZE], "twin": TWIN}
DIRTIED = {
    "known": KNOWN,
    "lies": {"en": 0.5, "nl": 0},
    **WRITING,
    "read": {"en": ["The_Hague is *wet ."], "nl": []},
}
DIRTY = {"parameters": 100, "run": [7, 4000, 0], "prompts": MOVIE["prompts"], "shares": [0, 0.5], "kinds": {"noise": [DIRTIED] * 2}, "larger": {"parameters": 200, "run": [7, 5000, 0], "shares": [0], "known": [KNOWN]}}  # fmt: skip


def written(record):
    return json.dumps(record).encode()


def test_a_movie_is_read():
    movie = read_movie(written(MOVIE))
    (moment,) = movie.moments
    assert movie.run == (7, 4000, 12) and movie.losses == ((2000, 8.5), (4000, 7)), FILE
    assert moment.known["en"] == Known(loss=1.5, seen=0.25, unseen=0.125, stories=0.5), FILE
    assert moment.written == {"en": (" Paris.",), "nl": (" Parijs.",)} and moment.drawn["nl"] == "Ja.", FILE
    assert moment.query == ("ah", "ho") and moment.alike["nl"] == ("oa", "ao"), FILE
    assert movie.reports[1] == (4000, moment.known) and movie.corner == (64, 32), FILE


@pytest.mark.parametrize("twin", [TWIN, None])
def test_sizes_are_read(twin):
    sizes = read_sizes(written({**SIZES, "twin": twin}))
    (model,) = sizes.models
    assert (model.name, model.parameters, model.run.seconds) == ("5k", 100, 12), FILE
    assert model.known["nl"].loss == 2.5 and model.drawn["en"] == "Yes.", FILE
    assert (sizes.twin is None) if twin is None else sizes.twin.held["nl"] == ((1, 9),), FILE


def test_dirty_text_is_read():
    dirty = read_dirty(written(DIRTY))
    assert dirty.shares == (0, 0.5) and (dirty.run.words, dirty.parameters) == (4000, 100), FILE
    _, model = dirty.kinds["noise"]
    assert (
        model.known["nl"].loss == 2.5 and model.lies["en"] == 0.5 and model.written["en"] == (" Paris.",)
    ), FILE
    assert dirty.larger.parameters == 200 and dirty.larger.known[0]["nl"].loss == 2.5, FILE
    words = (("The Hague", False), ("is", False), ("wet", True), (".", False))
    assert model.read["en"] == (tuple(Read(*word) for word in words),), FILE


@pytest.mark.parametrize(
    "record",
    [b"", b"[]", b"\xff", b"{}", written({**MOVIE, "moments": 3}), written({**MOVIE, "run": [1]}), written({**MOVIE, "losses": [[1]]}), written({**DIRTY, "kinds": [DIRTIED]})],
)  # fmt: skip
@pytest.mark.parametrize("read", [read_movie, read_sizes, read_dirty])
def test_what_is_no_record_is_one_sentence(read, record):
    with pytest.raises(WeightsError) as refused:
        read(record)
    for lang in LANGUAGES:
        assert refused.value.sentence[lang].endswith("."), FILE
        assert f"{read.__name__.removeprefix('read_')}.json" in refused.value.sentence[lang], FILE
