"""Distilling, on small models: the aim against torch's own, one step by hand, twins that begin alike, and the record."""

import pytest
import torch
from knobs.pocket import Config, Tokenizer
from knobs.pocket.side_by_side import PROMPTS
from knobs.text import LANGUAGES
from knobs.world.encoded import about_stories
from torch.nn import functional as F
from workshop import evaluate
from workshop.data import vocabulary
from workshop.distill import (
    KINDS,
    SHOWN,
    Student,
    asked,
    distance,
    distilled,
    sentence,
    student,
    surprise,
    take_step,
    train,
)
from workshop.evaluate import report
from workshop.model import END, Pocket
from workshop.records import known
from workshop.train import RECIPES, Recipe, training_loss

FILE = "look in site_src/workshop/distill.py"
SMALL = {"width": 8, "layers": 1, "heads": 2, "feed_forward": 6}
RECIPE = Recipe(SMALL, words=100_000)


@pytest.fixture(scope="module")
def teacher():
    torch.manual_seed(5)
    model = Pocket(Config(vocabulary=len(vocabulary()), **SMALL)).eval()
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=0.5)
    return model


def rows(seed=0):
    """Two rows with a question and an end in them."""
    torch.manual_seed(seed)
    words = torch.randint(3, len(vocabulary()), (2, 12))
    words[0, 6] = END
    words[1, 4] = vocabulary().index("?")
    return words


def test_what_is_made_small():
    """The divergence of the student from the teacher, and what the teacher itself is unsure of."""
    torch.manual_seed(0)
    ours, theirs = torch.randn(2, 3, 7), torch.randn(2, 3, 7)
    spread = theirs.softmax(-1)
    apart = F.kl_div(ours.log_softmax(-1), spread, reduction="none").sum(-1)
    unsure = -(spread * spread.log()).sum(-1)
    assert torch.allclose(distance(ours, theirs), apart + unsure, atol=1e-6), FILE
    assert torch.allclose(distance(theirs, theirs), unsure, atol=1e-6), FILE
    wanted = torch.tensor([[1, 2, 3], [0, 6, 5]])
    by_torch = F.cross_entropy(ours.mT, wanted, reduction="none")
    assert torch.allclose(surprise(ours, wanted), by_torch, atol=1e-6), FILE


def test_without_a_teacher_the_aim_is_that_of_train(teacher):
    aim, _, _ = training_loss(teacher, rows(), RECIPE)
    learner = Student(teacher, [])
    assert take_step(learner, rows(), RECIPE, 0, None) == pytest.approx(aim.item(), abs=1e-5), FILE


def test_a_teacher_that_is_sure_of_the_words_teaches_the_words():
    """Then student and twin are turned alike, for all steps."""
    pair = {kind: student(RECIPE, seed=1) for kind in KINDS}
    for step in range(3):
        sure = 1000.0 * F.one_hot(rows(step)[:, 1:], len(vocabulary()))
        take_step(pair["words"], rows(step), RECIPE, step, None)
        take_step(pair["probabilities"], rows(step), RECIPE, step, sure)
    one, other = (learner.model.tensors() for learner in pair.values())
    assert all(torch.allclose(one[name], other[name], atol=1e-5) for name in one), FILE


def test_student_and_twin_begin_alike_and_part(teacher):
    pair, read = train(teacher, RECIPE, seed=2, steps=1)
    begin = student(RECIPE, seed=2).model.tensors()
    one, other = (model.tensors() for model in pair.values())
    assert any(not torch.equal(begin[name], one[name]) for name in begin), FILE
    assert any(not torch.equal(one[name], other[name]) for name in one), FILE
    assert 0 < read <= RECIPE.rows * RECIPE.length, FILE


def test_what_they_are_asked(teacher):
    other = student(RECIPE, seed=3).model.eval()
    told = asked({"teacher": teacher, "words": other})
    tokenizer = Tokenizer(vocabulary(), teacher.config.context)
    assert set(told) == set(PROMPTS), FILE
    for lang in LANGUAGES:
        one = told["cow"][lang]
        logits = teacher(torch.tensor([tokenizer.encode(PROMPTS["cow"][lang], lang)]))[0, -1]
        likely = [vocabulary()[word] for word in logits.topk(SHOWN).indices]
        assert one["words"][:SHOWN] == likely and len(set(one["words"])) == len(one["words"]), FILE
        shares = logits.softmax(-1)
        for word, share in zip(one["words"], one["probabilities"]["teacher"], strict=True):
            assert share == pytest.approx(shares[vocabulary().index(word)].item(), abs=1e-4), FILE
        words = tokenizer.encode(PROMPTS["cow"][lang], lang)
        assert one["sentences"]["words"] == sentence(other, words, tokenizer), FILE
        assert one["sentences"]["words"].lower().startswith(PROMPTS["cow"][lang]), FILE


def test_a_record_of_a_size(teacher, monkeypatch):
    monkeypatch.setitem(RECIPES, "tiny", RECIPE)
    # Fewer questions and rows, for the record and for what it is compared with alike.
    monkeypatch.setattr(evaluate, "HELD_ROWS", 12)
    monkeypatch.setattr(evaluate, "about_stories", lambda lang, kind: about_stories(lang, kind, 20))
    record = distilled(teacher, "tiny", seeds=(0, 1), steps=1)
    pair, read = train(teacher, RECIPE, seed=0, steps=1)
    assert record["parameters"] == pair["words"].config.parameters and record["words"] == read, FILE
    assert record["seeds"] == [0, 1] and {len(record["known"][kind]) for kind in KINDS} == {2}, FILE
    for kind, model in pair.items():
        assert record["known"][kind][0] == known(report(model)), FILE
    assert record["says"] == asked({"teacher": teacher, **pair}), FILE
