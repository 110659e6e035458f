"""A student and its twin: what the record says is shown, the teacher in it is the model of the pages, and the page is right."""

import json
import re
from statistics import median

import pytest
from knobs import demo
from knobs.demos.distill import MODELS, RECORD, SIZES
from knobs.pocket import load, probabilities
from knobs.pocket.records import sizes
from knobs.pocket.side_by_side import PROMPTS
from knobs.text import LANGUAGES, number

from tests.knobs.demos.pocket_pictures import columns, fingerprint, sentences

FILE = "look in site_src/knobs/demos/distill.py"
AGAIN = "run python -m workshop.distill site_src/knobs/pocket/weights pocket"
READ_AGAIN = "read docs/*/beyond-scale.md#distill again"
VALUE = re.compile(r'class="k-val"><span[^>]*>[^<]*</span>([^<]*)<')
OTHER = dict(zip(LANGUAGES, reversed(LANGUAGES), strict=True))
PLACES = {"loss": 0, "seen": 1, "unseen": 2, "stories": 3}


def drawn(lang, **form):
    return demo.run("distill", lang, json.dumps(form))


def middle(size, model, lang, what):
    each = [RECORD["teacher"]] if model == "teacher" else RECORD[size]["known"][model]
    return median(one[lang][PLACES[what]] for one in each)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("prompt", PROMPTS)
def test_bars_and_sentences_are_those_of_the_record(size, prompt, lang):
    page, told = drawn(lang, size=size, prompt=prompt), RECORD[size]["says"][prompt]
    groups = [VALUE.findall(group) for group in page.split('class="k-grouped__row"')[1:]]
    for model, shown in zip(MODELS, zip(*groups, strict=True), strict=True):
        shares = told[lang]["probabilities"][model]
        wanted = [*shares, max(0, 1 - sum(shares))]
        assert list(shown) == [f"{number(100 * share, lang, 1)}%" for share in wanted], FILE
    for column, tongue in zip(columns(page), (lang, OTHER[lang]), strict=True):
        assert sentences(column) == [told[tongue]["sentences"][model] for model in MODELS], FILE


@pytest.mark.parametrize("size", SIZES)
def test_the_tables_have_the_middle_of_the_seeds(size, lang):
    wanted = [
        number(
            middle(size, model, tongue, what) * (1 if what == "loss" else 100),
            lang,
            0 if what != "loss" else 2,
        )
        + ("" if what == "loss" else "%")
        for tongue in (lang, OTHER[lang])
        for what in PLACES
        for model in MODELS
    ]
    assert re.findall(r"<b>([^<]+)</b>", drawn(lang, size=size)) == wanted, FILE
    assert SIZES[size][lang] == number(RECORD[size]["parameters"], lang), FILE


def test_the_teacher_is_the_model_of_the_pages(lang):
    assert RECORD["weights"] == fingerprint(), AGAIN
    pocket = load()
    for prompt, words in PROMPTS.items():
        told = RECORD["60k"]["says"][prompt][lang]
        shares = probabilities(pocket.model.read(pocket.tokenizer.encode(words[lang], lang)))
        for word, share in zip(told["words"], told["probabilities"]["teacher"], strict=True):
            assert share == pytest.approx(shares[pocket.tokenizer.words.index(word)], abs=2e-4), AGAIN


def test_the_students_have_the_sizes_of_the_ladder():
    """And read as many words as the models of that size on the page of the pocket model."""
    ladder = {model.name: model for model in sizes().models}
    for size in SIZES:
        assert RECORD[size]["parameters"] == ladder[size].parameters, AGAIN
        assert RECORD[size]["words"] == ladder[size].run.words, AGAIN
        assert RECORD[size]["seeds"] == [0, 1, 2], AGAIN


def test_the_page_says_what_the_record_shows():
    """For each seed: the loss falls in both sizes, and only the larger student knows more facts, six in ten for five."""
    for lang in LANGUAGES:
        for size in SIZES:
            pairs = zip(RECORD[size]["known"]["probabilities"], RECORD[size]["known"]["words"], strict=True)
            for student, twin in pairs:
                assert student[lang][0] < twin[lang][0] - 0.02, READ_AGAIN
                gained = student[lang][1] - twin[lang][1]
                assert gained > 0.06 if size == "60k" else abs(gained) < 0.03, READ_AGAIN
        assert round(10 * middle("60k", "words", lang, "seen")) == 5, READ_AGAIN
        assert round(10 * middle("60k", "probabilities", lang, "seen")) == 6, READ_AGAIN
        for model in ("words", "probabilities"):
            assert round(10 * middle("20k", model, lang, "seen")) == 1, READ_AGAIN
        for size in SIZES:
            models = ("words", "probabilities")
            one, other = (middle(size, model, lang, "stories") for model in models)
            assert abs(one - other) < 0.06, READ_AGAIN
        sure = RECORD["60k"]["says"]["capital"][lang]["probabilities"]
        assert sure["probabilities"][0] > 1.5 * sure["words"][0], READ_AGAIN
    assert round(RECORD["60k"]["parameters"] / load().model.config.parameters, 1) == 0.2, READ_AGAIN
