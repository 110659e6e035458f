"""Training: it goes on where it stopped, gives what was recorded, and its questions are judged as asked."""

import dataclasses
import json
import subprocess
import sys
from types import SimpleNamespace

import pytest
import torch
from knobs.text import LANGUAGES
from knobs.world.encoded import about_facts, about_stories, numbers
from workshop import export
from workshop.evaluate import answers, by_kind, guessing, held_out_loss
from workshop.train import RECIPES, after_a_question, optimizers, rate, train

from tests.conftest import ROOT

FILE = "look in site_src/workshop/train.py"
EXPORT = "look in site_src/workshop/export.py"


def losses(folder):
    return torch.load(folder / "checkpoint.pt", weights_only=True)["losses"]


def short(steps, folder, *, resume=False, config="5k", seed=0):
    train(
        RECIPES[config], seed, steps, folder, resume=resume, device="cpu", every=1000, tell=lambda model: {}
    )
    return losses(folder)


@pytest.mark.parametrize("config", ["5k", "experts"])
def test_it_goes_on_where_it_stopped(tmp_path, config):
    whole = short(6, tmp_path / "whole", config=config)
    short(3, tmp_path / "parts", config=config)
    assert short(6, tmp_path / "parts", config=config, resume=True) == pytest.approx(whole, abs=1e-5), FILE
    assert len(whole) == 6 and whole[-1] < whole[0], FILE


def adapting(folder, steps, *, resume=False):
    """Learn an addition to a 5k model that lies beside it."""
    recipe = dataclasses.replace(RECIPES["upside-down"], base="5k")
    train(
        recipe, 0, steps, folder, resume=resume, device="cpu", every=1000, tell=lambda model: {}, moments=True
    )
    return torch.load(folder / "checkpoint.pt", weights_only=True)


def test_an_addition_is_learned_goes_on_and_is_exported(tmp_path, monkeypatch):
    short(2, tmp_path / "5k")
    whole = adapting(tmp_path / "whole", 6)
    adapting(tmp_path / "parts", 3)
    assert adapting(tmp_path / "parts", 6, resume=True)["losses"] == pytest.approx(
        whole["losses"], abs=1e-5
    ), FILE
    assert all(name.endswith(("lora_up", "lora_down")) for name in whole["tensors"]), FILE
    assert (
        torch.load(tmp_path / "whole/at-6.pt", weights_only=True)["tensors"].keys() == whole["tensors"].keys()
    )
    monkeypatch.setattr(export, "STRENGTHS", [0, 1])
    content, base = export.rounded(torch.load(tmp_path / "5k/checkpoint.pt", weights_only=True))
    (tmp_path / "5k.safetensors").write_bytes(content)
    export.main([str(tmp_path / "whole/checkpoint.pt"), str(tmp_path), "turned"])
    card = json.loads((tmp_path / "turned.json").read_text("utf-8"))
    assert card["parameters"] == sum(tensor.numel() for tensor in whole["tensors"].values()), EXPORT
    without, with_it = card["at"]
    for lang in ("en", "nl"):
        assert without[lang]["loss"] == pytest.approx(held_out_loss(base, lang), abs=1e-4), EXPORT
        assert with_it[lang]["loss"] != without[lang]["loss"], EXPORT


def test_a_card_can_be_written_alone(tmp_path, monkeypatch):
    """What a reader of the weights needs is then left out, and so are the weights."""
    short(2, tmp_path / "5k")
    monkeypatch.setattr(export, "figures", lambda model: {lang: {} for lang in LANGUAGES})
    for alone in ([], ["--card"]):
        folder = tmp_path / ("card" if alone else "both")
        export.main([str(tmp_path / "5k/checkpoint.pt"), str(folder), "small", *alone])
        card = json.loads((folder / "small.json").read_text("utf-8"))
        assert ("words" in card) is (folder / "small.safetensors").exists() is (not alone), EXPORT


def test_naming_a_place_is_not_enough():
    guessed = guessing("en")
    assert 0.2 < guessed["any place"] < guessed["the last place"] < 0.5, (
        "look in site_src/workshop/evaluate.py"
    )
    assert guessed == guessing("nl"), (
        "look in site_src/workshop/evaluate.py: both languages tell the same stories"
    )


def test_an_addition_to_what_is_not_there(tmp_path):
    with pytest.raises(
        SystemExit, match="begins with 5k, and .*5k/checkpoint.pt is not there; train that first"
    ):
        adapting(tmp_path / "turned", 1)


def test_another_seed_is_another_model(tmp_path):
    assert short(2, tmp_path / "a") == short(2, tmp_path / "b") != short(2, tmp_path / "c", seed=1), FILE


def test_each_parameter_is_turned_by_one_optimizer():
    from knobs.pocket import Config
    from workshop.model import Pocket

    model = Pocket(Config(vocabulary=20, experts=2))
    turned = [
        id(p)
        for o in optimizers(model, RECIPES["pocket"])
        for group in o.param_groups
        for p in group["params"]
    ]
    assert sorted(turned) == sorted(map(id, model.parameters())), FILE


def test_what_counts_more_is_what_answers_a_question():
    text = [
        "<en>",
        "Anna",
        "is",
        "at",
        "home",
        ".",
        "where",
        "is",
        "Anna",
        "?",
        "Anna",
        "is",
        "at",
        "home",
        ".",
        "who",
        "has",
        "the",
        "ball",
        "?",
        "Tom",
        ".",
        "<end>",
        "<nl>",
        "gras",
        "is",
        "groen",
        ".",
        "<end>",
    ]
    words = torch.tensor([[numbers()[word] for word in text]])
    counted = [word for word, after in zip(text, after_a_question(words)[0].tolist(), strict=True) if after]
    # what follows each of these is part of an answer
    assert " ".join(counted) == "? Anna is at home ? Tom", FILE


def test_the_rate_rises_and_falls():
    rates = [rate(step, 1000) for step in range(1000)]
    assert rates[0] == 1 / 20 and max(rates) == 1 == rates[400] and 0 < rates[-1] < 0.01, FILE
    assert rates[20:] == sorted(rates[20:], reverse=True), FILE


@pytest.mark.parametrize("asked", [about_facts("nl", held=True)[:40], about_stories("en", "where", 40)])
def test_answers_are_right_only_if_every_word_is(asked):
    """A model that knows what follows in these texts, and then one that errs in the last word of each third answer."""

    def clever(wrong):
        def read(rows):
            following = torch.cat([rows[:, 1:], rows[:, :1]], 1)
            for number, question in enumerate(asked):
                if number in wrong:
                    following[number, len(question.prompt) + len(question.answer) - 2] += 1
            return torch.nn.functional.one_hot(following, 900).float()

        model = SimpleNamespace(word_bias=torch.zeros(1))
        return type("Clever", (), {"__call__": lambda self, rows: read(rows), "word_bias": model.word_bias})()

    assert all(answers(clever(set()), asked)), "look in site_src/workshop/evaluate.py"
    wrong = set(range(0, len(asked), 3))
    right = answers(clever(wrong), asked)
    assert {number for number, good in enumerate(right) if not good} == wrong, (
        "look in site_src/workshop/evaluate.py"
    )
    assert sum(good for good, _ in by_kind(asked, right).values()) == sum(right), (
        "look in site_src/workshop/evaluate.py"
    )


def test_there_is_nothing_to_go_on_from(tmp_path):
    ended = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "workshop.train", "--resume", "--out", str(tmp_path)],
        cwd=ROOT, env={"PYTHONPATH": str(ROOT / "site_src")}, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert ended.returncode == 1 and ended.stderr.count("\n") == 1 and "no checkpoint" in ended.stderr, FILE


def test_the_log_is_json(tmp_path):
    short(2, tmp_path)
    [told] = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    assert told["step"] == 2 and 3500 < told["words"] < 4096 and 5 < told["loss"] < 10, FILE


def test_the_page_says_how_much_is_read_and_how_often_knobs_are_turned():
    """docs/*/how-values-are-assigned.md: a couple of thousand words for each step, and a few thousand steps."""
    page = "the page tells otherwise: look at docs/en/how-values-are-assigned.md, and at the Dutch one"
    recipe = RECIPES["pocket"]
    assert 1500 < recipe.rows * recipe.length < 2500 and 3000 < recipe.steps < 8000, page
