"""The record of dirty text, made for a tiny training: what is asked, what was read, and who it was that read it."""

import dataclasses
import json

import pytest
import torch
from knobs import world
from knobs.pocket import Model
from knobs.pocket.records import read_dirty
from knobs.text import LANGUAGES
from knobs.world.encoded import about_facts
from knobs.world.reading import Reading
from knobs.world.spoilt import lies, turned
from workshop import dirty, evaluate
from workshop.evaluate import answers
from workshop.export import weights_of
from workshop.train import RECIPES

FILE = "look in site_src/workshop/dirty.py"
SHARES = (0, 0.5)


@pytest.fixture(scope="module", autouse=True)
def shortly():
    """Few questions, few rows for the held-out loss, and no practice, in which no facts are told."""
    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.setitem(RECIPES, "5k", dataclasses.replace(RECIPES["5k"], reading=Reading()))
    monkeypatch.setattr(evaluate, "HELD_ROWS", 2)
    few = {name: getattr(evaluate, name) for name in ("about_facts", "about_stories")}
    monkeypatch.setattr(evaluate, "about_facts", lambda lang, held: few["about_facts"](lang, held=held)[:20])
    monkeypatch.setattr(evaluate, "about_stories", lambda lang, kind: few["about_stories"](lang, kind, 5))
    monkeypatch.setattr(dirty, "about_facts", lambda lang, held: few["about_facts"](lang, held=held)[:20])
    yield
    monkeypatch.undo()


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Its folder, and what was written of it."""
    runs = tmp_path_factory.mktemp("runs")
    return runs, {
        **dirty.dirty(runs, "5k", SHARES, steps=3),
        "larger": dirty.larger(runs, "20k", SHARES, steps=2),
    }


def test_the_record_can_be_read(made):
    record = read_dirty(json.dumps(made[1]).encode())
    assert (record.parameters, record.shares, set(record.kinds)) == (4_799, SHARES, set(dirty.KINDS)), FILE
    assert record.run.words == torch.load(made[0] / "5k/checkpoint.pt", weights_only=True)["words"], FILE
    assert (record.larger.parameters, record.larger.shares) == (18_899, SHARES), FILE
    assert [set(known) for known in record.larger.known] == [set(LANGUAGES)] * len(SHARES), FILE
    for models in record.kinds.values():
        assert len(models) == len(SHARES) and models[0] == record.kinds["noise"][0], FILE
        assert all(len(model.read[lang]) == dirty.SHOWN for model in models for lang in LANGUAGES), FILE


def test_each_was_trained_by_its_recipe_and_leaves_a_fingerprint(made):
    runs, record = made
    kept = {
        name: torch.load(runs / name / "checkpoint.pt", weights_only=True)
        for name in ("5k", "5k-noise-50", "5k-lies-50")
    }
    prints = [record["kinds"]["noise"][0], record["kinds"]["noise"][1], record["kinds"]["lies"][1]]
    assert [one["weights"] for one in prints] == [dirty.fingerprint(one) for one in kept.values()], FILE
    assert len({one["weights"] for one in prints}) == 3, f"one read what another read: {FILE}"
    assert len({one["words"] for one in kept.values()}) == 1, f"they did not read as many words: {FILE}"


def test_what_is_there_is_not_trained_again(made, monkeypatch):
    monkeypatch.setattr(dirty, "train", lambda *told, **more: pytest.fail(f"it trains again: {FILE}"))
    again = {
        **dirty.dirty(made[0], "5k", SHARES, steps=3),
        "larger": dirty.larger(made[0], "20k", SHARES, steps=2),
    }
    assert again == made[1], FILE


def test_a_training_goes_on_where_it_stopped(tmp_path):
    dirty.trained(tmp_path, "5k", "noise", 0.5, steps=2)
    parts = dirty.trained(tmp_path, "5k", "noise", 0.5, steps=4)
    whole = dirty.trained(tmp_path / "whole", "5k", "noise", 0.5, steps=4)
    assert parts["losses"] == pytest.approx(whole["losses"], abs=1e-5) and parts["step"] == 4, FILE


def test_a_lie_is_counted_where_the_model_would_tell_it():
    class Liar(torch.nn.Module):
        """It answers every question as the liars do, and says nothing else."""

        def __init__(self, lang):
            super().__init__()
            self.word_bias = torch.nn.Parameter(torch.zeros(1))
            kinds = tuple(dict.fromkeys(fact.kind for fact in world.facts()))
            self.wrong = {tuple(one.prompt): one.answer[0] for one in turned(lang, kinds)}

        def forward(self, rows):
            logits = torch.zeros(*rows.shape, 900)
            for number, row in enumerate(rows.tolist()):
                for length in range(1, len(row) + 1):
                    if tuple(row[:length]) in self.wrong:
                        logits[number, length - 1, self.wrong[tuple(row[:length])]] = 1
            return logits

    for lang in LANGUAGES:
        liar = Liar(lang)
        assert dirty.lied(liar, lang) == 1 and not any(answers(liar, about_facts(lang, held=False)[:20])), (
            FILE
        )


def test_what_was_read_is_marked_where_it_is_spoilt():
    reading = RECIPES["60k"].reading
    for lang in LANGUAGES:
        clean = dirty.facts_read(lang, reading)
        assert not any("*" in sentence for sentence in clean), FILE
        false = dirty.facts_read(lang, Reading(**{**vars(reading), "lies": 1.0}))
        for before, after in zip(clean, false, strict=True):
            *same, answer, stop = after.split()
            assert before.split()[:-2] == same and answer.startswith("*") and stop == ".", f"{after}: {FILE}"
        noisy = dirty.facts_read(lang, Reading(**{**vars(reading), "noise": 0.5}))
        for before, after in zip(clean, noisy, strict=True):
            changed = [one != other for one, other in zip(before.split(), after.split(), strict=True)]
            assert changed == [word.startswith("*") for word in after.split()], f"{after}: {FILE}"
        assert any("*" in sentence for sentence in noisy), FILE


def test_plain_python_answers_as_the_record_says(made):
    """The first sentence of the model that read noise, written by the model that the page would have."""
    kept = torch.load(made[0] / "5k-noise-50/checkpoint.pt", weights_only=True)
    model = Model(weights_of(kept))
    prompt = next(iter(lies("en")))[:-3]
    logits = model.read(list(prompt))
    expected = dirty.model_of(kept)(torch.tensor([list(prompt)]))[0, -1]
    assert logits == pytest.approx(expected.tolist(), abs=1e-4), FILE
