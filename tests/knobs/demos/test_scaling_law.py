"""The law against published values, and its best split against a search by torch."""

import html
import json
import math
import re
from itertools import pairwise

import pytest
import torch
from knobs import demo
from knobs.demos.scaling_law import LAWS, SIZES, TEXTS, TRAINED, WITHIN, at, best_split, expected
from knobs.figures import FIGURES
from knobs.models import models
from knobs.text import LANGUAGES

FILE = "look in site_src/knobs/demos/scaling_law.py"
PAGE = "the page tells otherwise: look at docs/en/parameters-and-capability.md, section scaling-laws, and at the Dutch one"
GOPHER = 5.76e23  # operations, by its makers' count


def drawn(lang, **form):
    return demo.run("scaling-law", lang, json.dumps(form))


def plain(picture):
    return html.unescape(re.sub(r"<[^>]+>", " ", picture)).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("name", "parameters", "tokens", "ratio"),
    [
        ("refitted", 72.3e9, 1.33e12, 18.4),
        ("unrounded", 40.4e9, 2.38e12, 59),
        ("printed", 32.2e9, 2.98e12, 93),
    ],
)
def test_the_best_split_of_gophers_operations(name, parameters, tokens, ratio):
    """About 40 billion parameters is what Hoffmann and others name for their third approach."""
    size, text = best_split(LAWS[name], GOPHER)
    assert size == pytest.approx(parameters, rel=0.002) and text == pytest.approx(tokens, rel=0.003), FILE
    assert text / size == pytest.approx(ratio, rel=0.006), FILE
    assert 6 * size * text == pytest.approx(GOPHER), FILE


@pytest.mark.parametrize("name", LAWS)
@pytest.mark.parametrize("operations", [1e19, GOPHER, 3.8e25])
def test_no_other_split_is_better(name, operations):
    """Torch turns the logarithm of N until the loss no longer falls."""
    law = LAWS[name]
    size = torch.tensor(math.log(operations) / 2, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([size], max_iter=200, line_search_fn="strong_wolfe", tolerance_grad=1e-12)

    def loss():
        optimizer.zero_grad()
        n = size.exp()
        found = law.E + law.A / n**law.alpha + law.B / (operations / 6 / n) ** law.beta
        found.backward()
        return found

    optimizer.step(loss)
    parameters, tokens = best_split(law, operations)
    assert parameters == pytest.approx(size.exp().item(), rel=1e-3), FILE
    assert expected(law, parameters, tokens).loss <= loss().item() + 1e-9, FILE


def test_expected_losses_by_hand():
    """As in the check of claim 20: 2.01 for GPT-3, 1.97 for Chinchilla."""
    law = LAWS["refitted"]
    assert expected(law, 174_604_259_328, 300e9).loss == pytest.approx(2.01, abs=0.005), FILE
    assert expected(law, 70e9, 1.4e12).loss == pytest.approx(1.97, abs=0.005), FILE
    assert expected(law, 1, 1) == (1.8172, 482.01, 2085.43), FILE


def test_models_are_what_their_makers_say_and_the_sliders_stop_there():
    counted = {"gpt3": "gpt3-175b", "llama3": "llama3-8b", "llama31": "llama3.1-405b"}
    for key, model in TRAINED.items():
        place = at(model)
        assert (SIZES[place["parameters"]], TEXTS[place["tokens"]]) == (model.parameters, model.tokens), FILE
        if key in counted:
            assert model.parameters == models()[counted[key]].total, FILE
    for key, figure in (("chinchilla", "chinchilla"), ("gopher", "gopher")):
        assert TRAINED[key].parameters == FIGURES[figure].value, FILE
    tokens = {"gpt3": "gpt3_tokens", "gopher": "gopher_tokens", "chinchilla": "chinchilla_tokens",
              "llama3": "llama3_tokens", "llama31": "llama31_tokens"}  # fmt: skip
    assert all(TRAINED[key].tokens == FIGURES[figure].value for key, figure in tokens.items()), FILE
    corners = [
        (FIGURES["fitted_least"].value, 5e9),
        (FIGURES["fitted_most"].value, FIGURES["fitted_longest"].value),
    ]
    assert list(WITHIN) == corners, FILE


@pytest.mark.parametrize("scale", [SIZES, TEXTS])
def test_sliders_go_up_by_about_a_quarter(scale):
    assert list(scale) == sorted(set(scale)), FILE
    assert all(after / before < 1.3 for before, after in pairwise(scale)), FILE


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        (
            "en",
            ["280 billion", "300 billion", "67.5 billion", "5.04 × 10²³", "18.5", "2.000", "0.050", "0.132"],
        ),
        (
            "nl",
            ["280 miljard", "300 miljard", "67,5 miljard", "5,04 × 10²³", "18,5", "2,000", "0,050", "0,132"],
        ),
    ],
)
def test_gopher(lang, told):
    for words in told:
        assert words in plain(drawn(lang)), FILE


@pytest.mark.parametrize("lang", LANGUAGES)
def test_where_nothing_was_measured_it_says_so(lang):
    note = {"en": "the gray field", "nl": "het grijze vlak"}[lang]
    assert note in drawn(lang), FILE
    inside = {"parameters": SIZES.index(1e9), "tokens": TEXTS.index(100e9)}
    assert note not in drawn(lang, **inside), FILE


def test_another_fit_swings_the_line():
    lines = {name: re.search(r'k-line" d="([^"]+)"', drawn("en", constants=name))[1] for name in LAWS}
    assert len(set(lines.values())) == 3, FILE


def test_the_page_says_what_the_law_expects():
    law = LAWS["refitted"]
    gopher, chinchilla = TRAINED["gopher"], TRAINED["chinchilla"]
    now = expected(law, gopher.parameters, gopher.tokens)
    assert now.text > 2 * now.size, f"most is for want of text: {PAGE}"
    size, text = best_split(law, 6 * gopher.parameters * gopher.tokens)
    assert size / gopher.parameters == pytest.approx(1 / 4, rel=0.05), PAGE
    assert text / gopher.tokens == pytest.approx(4, rel=0.05), PAGE
    assert expected(law, chinchilla.parameters, chinchilla.tokens).loss < now.loss, PAGE
    llama = TRAINED["llama3"]
    assert 1800 < llama.tokens / llama.parameters < 2000, PAGE
    assert TRAINED["gpt3"].tokens / TRAINED["gpt3"].parameters == pytest.approx(1.7, abs=0.05), PAGE
    assert all(
        model.parameters > WITHIN[1][0] or model.tokens > WITHIN[1][1] for model in TRAINED.values()
    ), PAGE
