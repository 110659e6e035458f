"""Every moment of the training as the record has it, in both languages; and what the page says of it is so."""

import html
import json
import re
from math import log
from pathlib import Path

import pytest
from knobs import demo, pocket
from knobs.text import LANGUAGES, number
from workshop.train import RECIPES

FILE = "look in site_src/knobs/demos/movie.py or site_src/knobs/pocket/learned.py"
RECORD = json.loads((Path(pocket.__file__).parent / "weights/movie.json").read_text("utf-8"))
MOMENTS = RECORD["moments"]
OTHER = dict(zip(LANGUAGES, reversed(LANGUAGES), strict=True))
NOW = r'class="(k-[\w-]+) k-now" d="[^"]+" transform="translate\(([\d.]+) ([\d.]+)\)"'


def drawn(moment, lang):
    return demo.run("movie", lang, json.dumps({"moment": moment}))


def plain(picture):
    return html.unescape(re.sub(r"<[^>]+>", "", picture))


@pytest.mark.parametrize("moment", range(len(MOMENTS)))
@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_moment_shows_its_own(moment, lang):
    picture, told = drawn(moment, lang), MOMENTS[moment]
    own, other = told["known"][lang], told["known"][OTHER[lang]]
    wanted = [number(values[0], lang, 2) for values in (own, other)]
    wanted += [f"{number(100 * values[what], lang)}%" for what in (1, 2, 3) for values in (own, other)]
    assert re.findall(r"<b>([^<]+)</b>", picture) == wanted, FILE
    lines = [start + more for start, more in zip(RECORD["prompts"][lang], told["written"][lang], strict=True)]
    lines += [RECORD["prompts"][OTHER[lang]][0] + told["written"][OTHER[lang]][0]]
    lines += [told["drawn"][lang], told["drawn"][OTHER[lang]]]
    found = re.findall(r'<span class="k-written"[^>]*>((?:<span[^>]*>[^<]*</span>)?[^<]*)</span>', picture)
    assert [plain(line) for line in found] == lines, FILE


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_mark_stands_where_the_moment_is(lang):
    """On a scale that begins at 0: factors of what lies beyond ten thousand words."""
    last = RECORD["losses"][-1][0]
    for moment, told in enumerate(MOMENTS):
        share = log((told["words"] + 10_000) / 10_000) / log((last + 10_000) / 10_000)
        marks = re.findall(NOW, drawn(moment, lang))
        assert {kind for kind, *_ in marks} == {"k-cross", "k-fill-output"}, FILE
        # two losses and four shares; the loss on what it reads has a sample only where that is at the end
        assert len(marks) == 6 + (told["words"] == last), FILE
        for _, x, _ in marks:
            assert float(x) == pytest.approx(46 + 398 * min(share, 1), abs=0.11), FILE


def test_the_lower_marks_stand_at_the_facts():
    for moment, told in enumerate(MOMENTS):
        heights = [float(y) for kind, _, y in re.findall(NOW, drawn(moment, "nl")) if kind == "k-fill-output"]
        # the lower graph has its floor at 28 + 120 + 42 + 120, and is 120 high; asked otherwise first
        facts = [told["known"][lang][what] for what in (2, 1) for lang in ("nl", "en")]
        assert heights == pytest.approx([310 - 120 * fact for fact in facts], abs=0.06), FILE


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_squares_change(lang):
    pictures = [drawn(moment, lang).partition('<span class="k-cells ')[2] for moment in (0, len(MOMENTS) - 1)]
    assert pictures[0] != pictures[1], FILE
    for picture in pictures:
        assert all(f">{name}</text>" in picture for name in RECORD["names"][lang]), FILE
        assert not any(f">{name}</text>" in picture for name in RECORD["names"][OTHER[lang]]), FILE


def test_the_training_is_told_whole():
    for lang in LANGUAGES:
        told = plain(drawn(0, lang))
        assert number(RECORD["parameters"], lang) in told, FILE
        names = [
            re.sub(r"[^\d]", "", name)
            for name in re.findall(r"data-names=\"(.*?)\" aria", demo.render("movie", lang))
        ]
        assert names, FILE
    assert len(json.dumps(RECORD)) < 110_000, "what a page has to fetch: look in site_src/workshop/records.py"


def test_the_page_says_what_the_record_shows():
    """docs/*/pocket-model.md: the loss falls first, and the facts come later; words of a kind get rows that are alike."""
    page = (
        "the page tells otherwise: look at docs/en/pocket-model.md and docs/nl/pocket-model.md, section movie"
    )
    for lang in LANGUAGES:
        loss = [known[lang][0] for _, known in RECORD["reports"]]
        facts = [known[lang][1] for _, known in RECORD["reports"]]
        practiced = RECIPES["pocket"].reading.practice / RECIPES["pocket"].rows
        words = 0.95 * RECORD["run"][1] * practiced / RECIPES["pocket"].steps  # its rows are a little emptier
        during = [known[lang][0] for read, known in RECORD["reports"] if read < words]
        assert min(during) < loss[0] - 1 and during[-1] > loss[0] - 0.3, page
        fallen = next(place for place, one in enumerate(loss) if loss[0] - one > 0.9 * (loss[0] - loss[-1]))
        assert facts[fallen] < 1 / 3 and facts[-1] > 0.9, page
        before, after = (MOMENTS[moment]["alike"][lang] for moment in (0, -1))
        of_a_kind = [(row, column) for row in range(16) for column in range(row) if row // 4 == column // 4]
        others = [(row, column) for row in range(16) for column in range(row) if row // 4 != column // 4]
        assert mean(after, of_a_kind) > mean(after, others) + 2, page
        assert abs(mean(before, of_a_kind) - mean(before, others)) < 1, page


def mean(rows, places):
    return sum(ord(rows[row][column]) - ord("h") for row, column in places) / len(places)
