"""The count demo: its sums against the published integers, and every count that can be asked for."""

import json
import re

import pytest
from knobs import demo
from knobs.architecture import architecture
from knobs.count import counted, total
from knobs.demos.count import MODELS, OWN, WHICH, design
from knobs.models import models
from knobs.text import InputError, number

FILE = "look in site_src/knobs/demos/count.py"
READING = r'class="k-role k-param">[^<]+</span> <b>([\d.,]+)</b>'


@pytest.mark.parametrize("lang", ["en", "nl"])
@pytest.mark.parametrize("model", [model for model in MODELS if model != OWN])
def test_it_shows_the_total_and_a_sum_that_makes_it(model, lang):
    html = demo.run("count", lang, json.dumps({"model": model}))
    shown = number(models()[model].total, lang)
    assert re.search(READING, html)[1] == shown, FILE
    [formula] = re.findall(r'<span class="k-equation">(.*?) = <span class="k-role k-param">([^<]+)', html)
    terms = [int(re.sub(r"\D", "", term)) for term in formula[0].split(" + ")]
    assert sum(terms) == models()[model].total and formula[1] == shown, FILE


@pytest.mark.parametrize("which", WHICH)
@pytest.mark.parametrize(
    "model", ["gpt2", "mixtral-8x7b", "deepseek-v3", "bert-base-uncased", "gpt-oss-120b"]
)
def test_the_sum_makes_what_was_asked(model, which):
    html = demo.run("count", "en", json.dumps({"model": model, "which": which}))
    [formula] = re.findall(r'<span class="k-equation">(.*?) = <span class="k-role k-param">([^<]+)', html)
    terms = [int(term.replace(",", "")) for term in formula[0].split(" + ")]
    assert f"{sum(terms):,}" == formula[1] == f"{sum(counted(models()[model].arch, which).values()):,}", FILE


@pytest.mark.parametrize(
    ("model", "which", "published"),
    [
        ("mixtral-8x7b", "all_tables", 12_879_925_248),  # the 13 billion of arXiv 2401.04088
        ("gpt-oss-120b", "excl_input_embedding", 5_132_849_472),  # the 5.13 billion of arXiv 2508.10925
        ("pythia-70m", "non_embedding", 18_915_328),  # arXiv 2304.01373, table 1
    ],
)
def test_published_counts(model, which, published):
    assert sum(counted(models()[model].arch, which).values()) == published, FILE


def test_an_own_design_by_hand():
    a = architecture(design(2, 128, 4, 2, 1000, 0, 1, tied=False))
    layer = 2 * 128 * 4 * 64 + 2 * 128 * 2 * 64 + 3 * 128 * 4 * 128 + 2 * 128
    assert total(a) == 2 * 1000 * 128 + 2 * layer + 128, FILE


@pytest.mark.parametrize(
    ("form", "en", "nl"),
    [
        (
            {"heads": 13, "kv_heads": 4},
            "13 heads cannot be shared out",
            "13 koppen zijn niet eerlijk te verdelen",
        ),
        ({"experts": 2, "chosen": 3}, "cannot use 3 experts", "kan geen 3 experts gebruiken"),
        ({"vocabulary": "50257.5"}, "“vocabulary” (vocabulary) needs a whole number", "geheel getal"),
        ({"vocabulary": "1e99"}, "lies outside that range", "valt daarbuiten"),
        ({"layers": 1.5}, "“layers” (layers) needs a whole number", "geheel getal"),
    ],
)
def test_what_cannot_be_is_one_sentence(form, en, nl):
    for lang, sentence in (("en", en), ("nl", nl)):
        with pytest.raises(InputError) as refused:
            demo.run("count", lang, json.dumps({"model": OWN, **form}))
        assert sentence in str(refused.value) and "\n" not in str(refused.value), FILE
