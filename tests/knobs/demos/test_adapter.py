"""The pocket model with an addition: torch's numbers, the model itself at 0, and a picture at every strength."""

import pytest
from knobs import demo
from knobs.demos import adapter as adapter_demo
from knobs.pocket import Model, load, probabilities
from knobs.pocket.measured import measured
from knobs.text import LANGUAGES, number

FILE = "look in site_src/knobs/demos/adapter.py"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("prompt", adapter_demo.PROMPTS)
def test_at_0_it_is_the_model_itself(prompt, lang):
    pocket = load()
    words = pocket.tokenizer.encode(adapter_demo.PROMPTS[prompt][lang], lang)
    assert adapter_demo.said(0.0, prompt, lang).spread == probabilities(pocket.model.read(words)), FILE


def test_the_more_of_it_the_further_away():
    spreads = [adapter_demo.said(strength, "grass", "en").spread for strength in (0.0, 0.5, 1.0)]
    near, far = (sum(abs(a - b) for a, b in zip(spreads[0], spread, strict=True)) for spread in spreads[1:])
    assert 0 < near < far, FILE


def test_it_is_what_the_matrices_say():
    """One row by hand: the row of the base, plus the strength times up times down."""
    base = load().model.weights
    added = adapter_demo.addition().additions["blocks.1.up"]
    adapted = adapter_demo.adapted(0.35)["blocks.1.up"][7]
    for column in (0, 31, 63):
        by_hand = base["blocks.1.up"][7][column] + 0.35 * sum(
            share * row[column] for share, row in zip(added.up.tolist()[7], added.down.tolist(), strict=True)
        )
        assert adapted[column] == pytest.approx(by_hand, abs=1e-9), FILE
    both = adapter_demo.adapted(0.35), adapter_demo.base().model.weights
    assert len({id(weights.tensors["embedding"]) for weights in both}) == 1, FILE
    assert Model(adapter_demo.adapted(0.0)).weights.matrices == base.matrices, FILE


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_picture_tells_what_was_counted(lang):
    known = measured("upside-down")
    for strength in (0.0, 0.5, 1.0):
        drawn = demo.run("adapter", lang, f'{{"strength": {strength}}}')
        share = known["at"][known["strengths"].index(strength)]["upside down"]
        assert f"{number(100 * share, lang)}%" in drawn, FILE
        assert number(known["parameters"], lang) in drawn, FILE
    assert adapter_demo.EXACT[lang] in demo.run("adapter", lang, '{"strength": 0}'), FILE
