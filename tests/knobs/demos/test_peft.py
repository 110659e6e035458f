"""Few numbers: each choice shows the count that knobs.peft makes, beside everything; and its sum adds up."""

import html
import json
import re

import pytest
from knobs import demo, peft
from knobs.architecture import architecture
from knobs.count import total
from knobs.demos.peft import METHODS, MODELS, POCKET, SIZES, sizes_of
from knobs.pocket import load, load_adapter
from knobs.text import LANGUAGES, number, parse_number

FILE = "look in site_src/knobs/demos/peft.py"
EACH = [(model, method) for model in MODELS for method in METHODS]


def plain(lang="en", **form):
    drawn = demo.run("peft", lang, json.dumps(form))
    return html.unescape(re.sub(r"<[^>]+>", "|", drawn)).replace("\u00a0", " ")


def count_of(model, method, size):
    a = sizes_of(model)
    sized = {"lora": peft.lora, "adapter": peft.adapter, "prefix": peft.prefix, "prompt": peft.prompt}
    return sized[method](a, size) if method in sized else {"ia3": peft.ia3, "bitfit": peft.bitfit}[method](a)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("model", "method"), EACH)
def test_the_formula_makes_the_count(model, method, lang):
    told = plain(lang, model=model, method=method, size=8)
    formula, result = re.search(r"\|([\d.,]+ [^|]*?) = \|+([\d.,]+)\|", told).groups()
    formula = re.sub(r"[a-z]+", "", formula)
    sum_ = re.sub(r"[\d.,]+", lambda found: str(int(parse_number(found[0], lang))), formula)
    assert eval(sum_.replace("×", "*")) == parse_number(result, lang) == count_of(model, method, 8), FILE
    assert number(total(sizes_of(model)), lang) in told, FILE


def test_at_its_start_it_is_the_smallest_of_the_paper():
    told = plain()
    for published in ("4,718,592", "0.0027%", "9.4 MB", "349.2 GB", "2.8 TB"):
        assert published in told, FILE


def test_four_bits_shrink_the_frozen_model_and_nothing_else():
    sixteen, four = (plain(model="llama3-8b", base=base) for base in ("bf16", "nf4"))
    assert "16.1 GB" in four and "4.1 GB" in four and "4.1 GB" not in sixteen, FILE
    for told in (sixteen, four):
        assert "numbers to train" in told and f"{32 * (2 * 4096 + 4096 + 1024):,}" in told, FILE


def test_the_pocket_model_has_these_sizes():
    pocket = load()
    assert architecture(SIZES) == architecture(pocket.model.config.architecture), FILE
    learned = load_adapter("upside-down", pocket.model.config).parameters
    assert number(learned, "en") in plain(model=POCKET, size=4, where="all"), (
        f"the addition of the page: {FILE}"
    )


def test_what_nobody_can_turn_is_told():
    assert "no biases at all" in plain(model="llama3-8b", method="bitfit"), FILE
    assert "helemaal geen biases" in plain("nl", model="llama3-8b", method="bitfit"), FILE
    assert "prints another number" in plain(method="bitfit"), FILE


def test_thickness_is_told_where_it_is_not_to_scale():
    assert "times as thick" in plain() and "times as thick" not in plain(model=POCKET, size=4), FILE
