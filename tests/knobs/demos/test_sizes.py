"""Every size as the record has it, the twin with its two losses; and what the page says of them is so."""

import html
import json
import re
from math import log
from pathlib import Path

import pytest
from knobs import demo, pocket
from knobs.text import LANGUAGES, number

from tests.conftest import ROOT
from tests.knobs.world_reader import World, tales

FILE = "look in site_src/knobs/demos/sizes.py or site_src/knobs/pocket/learned.py"
PAGE = "the page tells otherwise: look at docs/en/pocket-model.md and docs/nl/pocket-model.md, section sizes"
RECORD = json.loads((Path(pocket.__file__).parent / "weights/sizes.json").read_text("utf-8"))
MODELS, TWIN = RECORD["models"], RECORD["twin"]
OTHER = dict(zip(LANGUAGES, reversed(LANGUAGES), strict=True))


def drawn(lang, **form):
    return demo.run("sizes", lang, json.dumps(form))


def plain(picture):
    return html.unescape(re.sub(r"<[^>]+>", "", picture))


@pytest.mark.parametrize("size", range(len(MODELS)))
@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_size_shows_its_own(size, lang):
    picture, model = drawn(lang, size=size), MODELS[size]
    told, (seed, words, _) = plain(picture), model["run"]
    wanted = []
    for what, decimals in enumerate((2, 0, 0, 0)):
        values = (model["known"][tongue][what] * (100 if what else 1) for tongue in (lang, OTHER[lang]))
        wanted += [number(value, lang, decimals) + ("%" if what else "") for value in values]
    assert re.findall(r"<b>([^<]+)</b>", picture) == wanted, FILE
    for start, more in zip(RECORD["prompts"][lang], model["written"][lang], strict=True):
        assert start + more in told, FILE
    assert number(words / 1e6, lang, 1) + {"en": " million words", "nl": " miljoen woorden"}[lang] in told, (
        FILE
    )
    assert {
        "en": f"once, this one from seed {seed}:",
        "nl": f"één keer getraind, deze met startgetal {seed}:",
    }[lang] in told, FILE


def test_the_mark_stands_at_the_size():
    """By factors, from a fifth below the smallest to a fifth above the largest."""
    low, high = MODELS[0]["parameters"] / 1.2, MODELS[-1]["parameters"] * 1.2
    for size, model in enumerate(MODELS):
        x = 46 + 398 * log(model["parameters"] / low) / log(high / low)
        marks = re.findall(r'k-now" d="[^"]+" transform="translate\(([\d.]+) ', drawn("en", size=size))
        assert [float(mark) for mark in marks] == [pytest.approx(x, abs=0.06)] * 6, FILE


def test_sizes_come_in_their_order():
    counts = [model["parameters"] for model in MODELS]
    assert counts == sorted(counts) and len(set(counts)) == len(counts) > 1, (
        "look in site_src/workshop/records.py"
    )
    names = json.loads(html.unescape(re.search(r'data-names="([^"]+)"', demo.render("sizes", "nl"))[1]))
    assert names == [number(count, "nl") for count in counts], FILE


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_twin_learned_by_heart(lang):
    picture = drawn(lang, show="twin")
    lines = [TWIN["training"], TWIN["held"][lang], TWIN["held"][OTHER[lang]]]
    losses = [loss for line in lines for loss in (min(y for _, y in line), line[-1][1])]
    assert re.findall(r"<b>([^<]+)</b>", picture) == [number(loss, lang, 2) for loss in losses], FILE
    told = plain(picture)
    for value, decimals in (
        (TWIN["times"], 0),
        (TWIN["parameters"], 0),
        (losses[1], 2),
        (losses[2], 2),
        (losses[3], 2),
    ):
        assert number(value, lang, decimals) in told, FILE


def test_the_page_says_what_the_record_shows():
    small, pocket_model = MODELS[0], next(model for model in MODELS if model["name"] == "pocket")
    *_, second, below, _, largest = MODELS
    assert MODELS.index(pocket_model) == MODELS.index(below) + 1, PAGE
    for lang in LANGUAGES:
        (_, seen, unseen, _), (_, whole_seen, whole_unseen, _) = (
            m["known"][lang] for m in (below, pocket_model)
        )
        assert 0.4 < seen < 0.6 and unseen < 0.5 and min(whole_seen, whole_unseen) > 0.9, PAGE
        assert max(model["known"][lang][1] for model in (small, second)) < 0.15, PAGE
        assert whole_unseen < largest["known"][lang][2], PAGE
        assert small["known"][lang][0] > 3 and small["known"][lang][1] < 0.1, PAGE
        held = [loss for _, loss in TWIN["held"][lang]]
        assert TWIN["training"][-1][1] < 0.3 < min(held) and min(held) + 0.2 < held[-1], PAGE
        best = min(TWIN["held"][lang], key=lambda sample: sample[1])[0]
        assert best == 20 and TWIN["times"] == 80, "docs/*/parameters-and-capability.md#language-models"
    assert TWIN["parameters"] == pocket_model["parameters"], PAGE
    for lang in LANGUAGES:
        page = (ROOT / "docs" / lang / "pocket-model.md").read_text("utf-8")
        assert f'name="sizes" size="{MODELS.index(pocket_model)}"' in page, (
            f"the demo is to stand there: {PAGE}"
        )
    assert tells_a_story(below) and not tells_a_story(small), PAGE
    dutch = {word.lower() for tale in tales() for word in tale.whole.nl.split()}
    assert set(re.findall(r"\w+", below["drawn"]["nl"].lower())) - dutch, f"it mixes nothing: {PAGE}"


def tells_a_story(model):
    """Whether the reader of the tests, who knows no other sentences, can read at least three of its English ones."""
    *whole, _ = re.findall(r"[^.?]+[.?]", f"Anna is{model['written']['en'][2]} .")
    said = [sentence.strip().replace("Then", "then").replace(".", " .") for sentence in whole]
    world = World()
    try:
        return [world.read_one(sentence) for sentence in said if "?" not in sentence] == [None] * 3
    except AssertionError:
        return False
