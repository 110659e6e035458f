"""Who answers, with what share, and what comes of it: as in plain Python, and by hand; and the counts of two ways to count."""

import pytest
import torch
from knobs.architecture import architecture
from knobs.count import active, total
from knobs.demos.experts import TEXTS, heard
from knobs.experts import routes, twin
from knobs.experts.lit import LETTERS
from knobs.text import LANGUAGES
from torch import nn

from tests.examples.scripts import load, run

FILE = "look in examples/experts.py"
experts = load("experts")


@pytest.fixture(scope="module")
def model():
    return experts.model_of(twin().model.weights)


def test_by_hand():
    """Two experts that double and that turn around. The second word asks the other one, whose share is e⁴ / (e⁴ + 1)."""
    double, around = nn.Linear(2, 2, bias=False), nn.Linear(2, 2, bias=False)
    double.weight.data, around.weight.data = torch.eye(2) * 2, -torch.eye(2)
    mixture = experts.Mixture(nn.Parameter(torch.eye(2)), nn.ModuleList([double, around]))
    answer = mixture(torch.tensor([[[1.0, 1.0], [3.0, 7.0], [5.0, -1.0]]])).detach()
    four, six = torch.tensor([4.0, 6.0]).sigmoid().tolist()
    assert mixture.chosen.tolist() == [[0, 1, 0]], FILE
    assert mixture.share[0].tolist() == pytest.approx([0.5, four, six]), FILE
    wanted = [[1.0, 1.0], [-3 * four, -7 * four], [10 * six, -2 * six]]
    torch.testing.assert_close(answer[0], torch.tensor(wanted), msg=FILE)


def test_an_expert_does_not_see_the_words_of_others():
    seen = []

    class Listening(nn.Identity):
        def forward(self, x):
            seen.append(len(x))
            return x

    mixture = experts.Mixture(nn.Parameter(torch.eye(3)), nn.ModuleList(Listening() for _ in range(3)))
    mixture(torch.eye(3)[torch.tensor([[0, 2, 1], [1, 0, 0]])])  # two texts of three words
    assert seen == [3, 2, 1], FILE


@pytest.mark.parametrize("text", TEXTS)
def test_who_answers_is_what_the_demo_shows(model, text, lang):
    """The words that were given, and those that the twin wrote by itself."""
    told = heard(text, lang)
    chosen, share = experts.routed(model, [told.words])
    assert chosen.tolist() == list(map(list, told.chosen)), FILE
    for layer, shares in zip(share.tolist(), told.shares, strict=True):
        assert layer == pytest.approx(shares, abs=1e-4), FILE


@pytest.mark.parametrize("text", TEXTS)
def test_logits_are_those_of_plain_python(model, text, lang):
    words = heard(text, lang).words
    logits = model(torch.tensor([words]))[0, -1]
    assert logits.tolist() == pytest.approx(twin().model.fork().read(words), abs=1e-3), FILE


def test_texts_of_all_lengths_are_read_as_if_alone(model):
    """More of them than are read at once."""
    texts = [heard(text, lang).words for text in TEXTS for lang in LANGUAGES] * 11
    assert len(texts) > 100
    together = experts.routed(model, texts)
    alone = [experts.routed(model, [text]) for text in texts[:10]] * 11
    for found, ones in zip(together, zip(*alone, strict=True), strict=True):
        torch.testing.assert_close(found, torch.cat(ones, 1), msg=FILE)


def test_counted_in_two_ways(model):
    """And by hand: tables and biases; in each of four layers attention, a router, and experts."""
    expert = 2 * 64 * 256 + 256
    shared = (867 + 64) * 64 + 867 + 4 * (4 * 64 * 64 + 4 * 64)
    sizes = architecture(twin().model.config.architecture)
    assert experts.count(model) == total(sizes) == shared + 16 * expert, FILE
    assert experts.at_work(model) == active(sizes).all_tables == shared + 4 * expert, FILE


def test_the_script_says_what_the_demo_shows():
    told, *parts = run("experts").split("\n\n")
    assert told.splitlines() == [
        "655,395 parameters, of which 259,107 work for one word",
        "655,395 and 259,107, worked out from the sizes",
    ], FILE
    for lang, part in zip(LANGUAGES, parts, strict=False):
        read = heard("capital", lang)
        rows = [line.split() for line in part.splitlines()[1:]]
        assert [row[0] for row in rows] == [twin().tokenizer.words[w] for w in read.words[: read.given]], FILE
        for place, (_, *cells) in enumerate(rows):
            letters = [LETTERS[layer[place]] for layer in read.chosen]
            assert cells[::2] == letters, FILE
            shares = [100 * layer[place] for layer in read.shares]
            assert [float(cell.strip("%")) for cell in cells[1::2]] == pytest.approx(shares, abs=0.51), FILE
    _, head, *rows = parts[-1].splitlines()
    record = routes()["layers"][0]["goes"]["kind"]
    assert head.split() == list("ABCD") and [row.split()[0] for row in rows] == list(record), FILE
    for kind, *cells in map(str.split, rows):
        found = [float(cell.strip("%")) / 100 for cell in cells]
        assert found == pytest.approx(record[kind], abs=0.025), f"{kind}: {FILE}"
