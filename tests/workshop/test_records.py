"""The records of a tiny training: its samples and losses are those of the plain Python model, read from its own file."""

import json
from itertools import islice, pairwise
from math import log
from random import Random

import pytest
import torch
from knobs.pocket import Model, Tokenizer, probabilities, write_on
from knobs.pocket.records import read_movie, read_sizes
from knobs.text import LANGUAGES
from knobs.world.encoded import encode, vocabulary
from knobs.world.reading import Reading
from workshop import evaluate, records
from workshop.data import batch
from workshop.export import weights_of
from workshop.model import END
from workshop.train import RECIPES, train

FILE = "look in site_src/workshop/records.py"
TOKENIZER = Tokenizer(vocabulary(), 64)
TOLD = {lang: {"loss": 6.5, "seen": 0.5, "unseen": 0.25, **dict.fromkeys(records.world.KINDS, 0.125)} for lang in LANGUAGES}  # fmt: skip


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """Trainings of six steps: as if the smallest model were the pocket model, and its twin that reads few rows."""
    folder = tmp_path_factory.mktemp("runs")
    for name, config, moments in (("pocket", "5k", True), ("5k", "5k", False), ("20k", "20k", False)):
        train(RECIPES[config], 3, 6, folder / name, resume=False, device="cpu", every=2, tell=lambda model: TOLD, moments=moments)  # fmt: skip
    (folder / "overfitted").symlink_to(folder / "5k")
    return folder


@pytest.fixture(scope="module", autouse=True)
def shortly():
    """Few questions, and few rows for the held-out loss: plain Python has to read them too."""
    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.setattr(evaluate, "HELD_ROWS", 2)
    few = {name: getattr(evaluate, name) for name in ("about_facts", "about_stories")}
    monkeypatch.setattr(evaluate, "about_facts", lambda lang, held: few["about_facts"](lang, held=held)[:20])
    monkeypatch.setattr(evaluate, "about_stories", lambda lang, kind: few["about_stories"](lang, kind, 5))
    yield
    monkeypatch.undo()


@pytest.fixture(scope="module")
def written(runs, tmp_path_factory):
    """Both records as files."""
    folder = tmp_path_factory.mktemp("records")
    records.main(str(runs), folder)
    return folder


@pytest.fixture(scope="module")
def movie(written):
    return read_movie((written / "movie.json").read_bytes())


@pytest.fixture(scope="module")
def sizes(written):
    return read_sizes((written / "sizes.json").read_bytes())


def plain(kept):
    """The model in plain Python, with the parameters as they are in the checkpoint."""
    return Model(weights_of(kept))


def said(model, prompt, lang, **how):
    """What the plain model writes; the tokenizer is tested by itself."""
    words = TOKENIZER.encode(prompt, lang) if prompt else [TOKENIZER.language_word(lang)]
    model.reset()
    more = list(islice(write_on(model, words, TOKENIZER.end, **how), records.MOST))
    cut = len(more) == records.MOST or model.position == model.config.context
    whole = TOKENIZER.decode([*words, *more], capital=True) + (" …" if cut else "")
    return whole.removeprefix(TOKENIZER.decode(words, capital=True))


def loss_of(model, lang):
    """The mean of −log of each next word's probability, on the stories that are kept apart."""
    surprises = []
    for row in batch(
        evaluate.HELD_SEED, 0, evaluate.HELD_ROWS, 65, Reading(langs=(lang,)), held=True
    ).tolist():
        model.reset()
        for word, following in pairwise(row):
            logits = model.step(word)
            if word == END:
                model.reset()
            else:
                surprises.append(-log(probabilities(logits)[following]))
    return sum(surprises) / len(surprises)


def test_each_moment_is_what_the_plain_model_says_there(runs, movie):
    files = sorted((runs / "pocket").glob("at-*.pt"), key=lambda file: int(file.stem[3:]))
    assert len(movie.moments) == len(files) >= 3 and movie.moments[0].words == 0, FILE
    assert movie.moments[-1].known["nl"] == (6.5, 0.5, 0.25, 0.125), f"{FILE}: the log has that already"
    for file, moment in (
        pair for pair in zip(files, movie.moments, strict=True) if pair[0].stem in ("at-0", "at-5")
    ):
        kept = torch.load(file, weights_only=True)
        model = plain(kept)
        assert moment.words == kept["words"], FILE
        for lang in LANGUAGES:
            assert moment.known[lang].loss == pytest.approx(loss_of(model, lang), abs=2e-3), FILE
            for prompt, more in zip(records.PROMPTS[lang], moment.written[lang], strict=True):
                assert more == said(model, prompt, lang), FILE
            assert moment.drawn[lang] == said(model, "", lang, temperature=1.0, random=Random(0)).strip(), (
                FILE
            )


def test_a_movie_holds_the_whole_training(runs, movie):
    kept = torch.load(runs / "pocket/checkpoint.pt", weights_only=True)
    assert movie.run == (3, kept["words"], round(kept["seconds"])) and movie.parameters == 4_799, FILE
    assert movie.losses[0][1] == pytest.approx(kept["losses"][0], abs=6e-4), FILE
    assert [words for words, _ in movie.losses] == [round(n * kept["words"] / 6) for n in range(1, 7)], FILE
    reported = [words for words, _ in movie.reports]
    assert reported == sorted({*reported, *(moment.words for moment in movie.moments)}), FILE
    known = dict(movie.reports)
    assert all(known[moment.words] == moment.known for moment in movie.moments), FILE


def test_the_squares_are_the_parameters(runs, movie):
    kept = torch.load(runs / "pocket/at-0.pt", weights_only=True)
    table = weights_of(kept)["blocks.0.query"]
    assert movie.corner == (len(table), len(table[0])) == (4, 4), FILE
    for row, written in zip(table, movie.moments[0].query, strict=True):
        for value, one in zip(row, written, strict=True):
            assert (ord(one) - ord("h")) * value >= 0, FILE
    embedding = weights_of(kept)["embedding"]
    shared = [sum(column) / len(embedding) for column in zip(*embedding, strict=True)]
    own = [[value - common for value, common in zip(row, shared, strict=True)] for row in embedding]
    for lang in LANGUAGES:
        rows = [own[encode(name, lang, closed=False)[1]] for name in movie.names[lang]]
        for one, written in zip(rows, movie.moments[0].alike[lang], strict=True):
            for other, drawn in zip(rows, written, strict=True):
                dot = sum(a * b for a, b in zip(one, other, strict=True))
                cosine = dot / (sum(a * a for a in one) * sum(b * b for b in other)) ** 0.5
                assert abs(abs(ord(drawn) - ord("h")) - 7 * abs(cosine) ** 0.5) < 0.51, FILE


def test_losses_are_thinned_without_loss():
    losses = [float(n) for n in range(1, 1001)]
    thin = records.thinned(losses, 30)
    assert thin[0] == (1, 1.0) and thin[-1][0] == 1000 and len(thin) <= 31, FILE
    widths = [end - before for (before, _), (end, _) in zip([(0, 0), *thin], thin, strict=False)]
    assert sum(width * loss for width, (_, loss) in zip(widths, thin, strict=True)) == pytest.approx(
        sum(losses)
    ), FILE
    assert widths == sorted(widths), FILE


def test_sizes_are_those_of_which_there_is_a_training(runs, sizes):
    assert [(model.name, model.parameters) for model in sizes.models] == [("5k", 4_799), ("pocket", 4_799), ("20k", 18_899)], FILE  # fmt: skip
    model = plain(torch.load(runs / "20k/checkpoint.pt", weights_only=True))
    for lang in LANGUAGES:
        assert sizes.models[2].known[lang].loss == pytest.approx(loss_of(model, lang), abs=2e-3), FILE
        assert sizes.models[2].written[lang][0] == said(model, records.PROMPTS[lang][0], lang), FILE


def test_the_twin_counts_how_often_it_read_the_same(sizes):
    twin = sizes.twin
    each = RECIPES["overfitted"].rows / RECIPES["overfitted"].reading.rows
    assert twin.times == pytest.approx(6 * each, abs=0.01), FILE
    assert twin.held["en"] == tuple((round(step * each, 2), 6.5) for step in (2, 4, 6)), FILE


def test_without_a_twin(runs, tmp_path):
    (tmp_path / "5k").symlink_to(runs / "5k")
    sizes = read_sizes(json.dumps(records.sizes(tmp_path)).encode())
    assert len(sizes.models) == 1 and sizes.twin is None, FILE
