"""The cards tell the truth about the files beside them, and who trains again sees the losses that a card has."""

import json
from functools import cache

import pytest
import torch
from knobs import pocket, world
from knobs.pocket.measured import measured
from knobs.text import LANGUAGES
from knobs.world.encoded import about_facts, about_stories
from workshop.evaluate import answers, both_ways, guessing, held_out_loss, share
from workshop.export import FIRST, adapted_figures, as_model
from workshop.train import RECIPES, train

from tests.conftest import ROOT

FILE = "look in site_src/workshop/export.py; after a new training, run it again"
PACKAGES = {"pocket": "knobs.pocket", "experts": "knobs.experts"}  # model -> where its weights are
each_model = pytest.mark.parametrize("name", PACKAGES)


@each_model
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_card_tells_what_the_shipped_model_can_do(name, lang):
    card, model = measured(name, PACKAGES[name]), torch_model(name)
    told = card["able"][lang]
    assert held_out_loss(model, lang) == pytest.approx(told["loss"], abs=2e-4), FILE
    for asked, held in (("seen", False), ("unseen", True)):
        found = share(answers(model, about_facts(lang, held=held)))
        assert found == pytest.approx(told[asked], abs=0.002), f"{asked}: {FILE}"
    for kind in world.KINDS:
        assert share(answers(model, about_stories(lang, kind))) == pytest.approx(told[kind], abs=0.006), (
            f"{kind}: {FILE}"
        )
    for way, right in both_ways(model, lang).items():
        assert right == pytest.approx(told[way], abs=0.011), f"{way}: {FILE}"
    assert guessing(lang) == card["guessing"][lang], FILE


@cache
def torch_model(name):
    made = as_model(pocket.load(name, package=PACKAGES[name]).model.weights)
    made.eval()
    return made


def test_the_model_knows_what_it_was_promised_to_know():
    for lang in LANGUAGES:
        told = measured("pocket")["able"][lang]
        assert told["seen"] >= 0.97 and told["unseen"] >= 0.85, (
            f"{lang}: train it again, python -m workshop.train"
        )


def test_every_seed_tells_where_somebody_is_more_often_than_guessing_does():
    card = measured("pocket")
    seeds = {str(card["seed"]): card["able"], **card["able with other seeds"]}
    assert len(seeds) >= 3, f"{sorted(seeds)}: {FILE}"
    for seed, able in seeds.items():
        for lang in LANGUAGES:
            chance = max(card["guessing"][lang].values())
            assert able[lang]["where"] > chance + 0.1, (
                f"seed {seed}, {lang}: train it again, python -m workshop.train"
            )


def test_it_foresees_more_than_a_model_that_was_trained_like_the_trial():
    for lang in LANGUAGES:
        now, then = (measured(name)["able"][lang]["loss"] for name in ("pocket", "plain"))
        assert now < then, f"{lang}: train it again, python -m workshop.train"


@each_model
def test_training_again_gives_the_losses_on_the_card(name, tmp_path):
    card = measured(name, PACKAGES[name])
    recorded = card["first losses"]
    assert len(recorded) == FIRST, FILE
    train(
        RECIPES[name],
        card["seed"],
        8,
        tmp_path,
        resume=False,
        device="cpu",
        every=1000,
        tell=lambda model: {},
    )
    losses = torch.load(tmp_path / "checkpoint.pt", weights_only=True)["losses"]
    assert losses == pytest.approx(recorded[:8], abs=2e-3), FILE


@pytest.mark.parametrize("strength", [0, 0.5, 1])
def test_the_card_tells_what_the_addition_does(strength):
    known = measured("upside-down")
    base = pocket.load().model.weights
    adapter = pocket.load_adapter("upside-down", base.config)
    assert known["parameters"] == adapter.parameters, FILE
    found = adapted_figures(as_model(adapter.applied(base, strength)))
    told = known["at"][known["strengths"].index(strength)]
    assert found["upside down"] == pytest.approx(told["upside down"], abs=0.01), FILE
    for lang in LANGUAGES:
        assert found[lang] == pytest.approx(told[lang], abs=0.01), f"{lang}: {FILE}"


def test_without_the_addition_the_figures_are_those_of_the_model():
    told, card = measured("upside-down")["at"][0], measured("pocket")["able"]
    for lang in LANGUAGES:
        assert told[lang]["loss"] == pytest.approx(card[lang]["loss"], abs=2e-4), FILE


def test_all_weights_together_are_small():
    folders = [ROOT / "site_src" / package.replace(".", "/") / "weights" for package in PACKAGES.values()]
    files = [file for folder in folders for file in folder.iterdir()]
    size = sum(file.stat().st_size for file in files)
    assert size <= 1_500_000, f"{size:,} bytes in site_src/knobs/*/weights"
    for file in files:
        if file.suffix == ".json":
            assert json.loads(file.read_text("utf-8")), file
