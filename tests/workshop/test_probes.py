"""The records of the pages, made once more for a small model: by another rounding, another silence, another count."""

import json

import pytest
import torch
from knobs import world
from knobs.demos.blend import STEPS
from knobs.pocket import Config, Model, Pocket, Tokenizer, Weights, load_weights, probabilities, read_card
from knobs.pocket.parameters import save
from knobs.text import LANGUAGES
from knobs.world.encoded import about_facts, held_phrasing, vocabulary
from knobs.world.reading import Reading
from workshop.data import batch
from workshop.evaluate import answers, held_out_loss, held_rows
from workshop.export import as_model
from workshop.model import END
from workshop.probes import (
    BITS,
    SAMPLE,
    able,
    activity,
    bits,
    blend,
    columns,
    orders,
    prune,
    sample,
    silence,
    silenced,
    spelled,
    written,
)

from tests.knobs.pocket import torch_pocket
from tests.knobs.pocket.small import random_weights
from tests.knobs.pocket.test_quantize import torch_rounded

FILE = "look in site_src/workshop/probes.py"
CONFIG = Config(vocabulary=len(vocabulary()), context=64, width=8, layers=2, heads=2, feed_forward=6)
ROWS = 4


@pytest.fixture(scope="module")
def weights():
    """As they come from a file of eight bits; the facts that are followed are taught, so that there is one to lose."""
    weights = random_weights(CONFIG, seed=1, size=0.3)
    return load_weights(save(weights), CONFIG)


def loss_by_hand(weights, lang, neurons=()):
    """The mean of −log of the probability of each word, by a model that was written apart, text after text."""
    tensors, summed, count = torch_pocket.tensors(weights), 0.0, 0
    off = {layer: {n % 6 for n in neurons if n // 6 == layer} for layer in range(CONFIG.layers)}
    for row in held_rows(lang, 65, ROWS).tolist():
        starts = [0, *(place + 1 for place, word in enumerate(row) if word == END)]
        for start, stop in zip(starts, [*starts[1:], len(row) + 1], strict=True):
            text = row[start:stop]
            if len(text) < 2:
                continue
            told = torch_pocket.logits(tensors, CONFIG, text[:-1], off).log_softmax(-1)
            summed -= sum(float(told[place, word]) for place, word in enumerate(text[1:]))
            count += len(text) - 1
    return summed / count


def test_what_is_measured_is_what_evaluate_measures(weights, lang):
    model = as_model(weights)
    assert able(model, lang).loss == pytest.approx(held_out_loss(model, lang), abs=1e-6), FILE
    assert able(model, lang, ROWS).loss == pytest.approx(loss_by_hand(weights, lang), abs=1e-5), FILE
    assert able(model, lang, ROWS).facts == sum(answers(model, about_facts(lang, held=False))), FILE


def test_a_record_of_bits(weights):
    """Rounded once more, by torch."""
    record = bits(weights, ROWS)
    assert record["bits"] == list(BITS) and len(record["bytes"]) == len(BITS), FILE
    for place, number in enumerate(BITS):
        again = Weights(
            CONFIG,
            {
                name: [torch_rounded(row, number).tolist() for row in weights[name]] if len(shape) == 2 else weights[name]
                for name, shape in CONFIG.shapes.items()
            },
        )  # fmt: skip
        for lang in LANGUAGES:
            assert record[lang]["loss"][place] == pytest.approx(loss_by_hand(again, lang), abs=1e-4), FILE
            right = answers(as_model(again), sample(lang))
            followed = [number in fact["right at"] for fact in record[lang]["followed"]]
            assert followed == right, f"{number} bits: {FILE}"
            assert record[lang]["facts"][place] == sum(
                answers(as_model(again), about_facts(lang, held=False))
            ), FILE
    for lang in LANGUAGES:
        whole = able(as_model(weights), lang, ROWS)
        assert record[lang]["loss"][-1] == round(whole.loss, 4), f"8 bits are those of the file: {FILE}"


def test_the_facts_that_are_followed_are_the_same_in_both_languages():
    english, dutch = (sample(lang) for lang in LANGUAGES)
    assert len(english) == len(dutch) == SAMPLE, FILE
    assert {asked.kind for asked in english} == {fact.kind for fact in world.facts()}, FILE
    said = {
        tuple(getattr(phrasing, lang).lower().replace(" ", "") for lang in LANGUAGES)
        for number, fact in enumerate(world.facts())
        for which, phrasing in enumerate(fact.phrasings)
        if not any(held_phrasing(number, which, lang) for lang in LANGUAGES)
    }
    for asked in zip(english, dutch, strict=True):
        told = tuple(spelled(one).lower().replace(" ", "") + "." for one in asked)
        assert tuple(one.replace("_", "") for one in told) in {
            tuple(text.replace("_", "") for text in pair) for pair in said
        }, f"{told}: {FILE}"


def test_a_neuron_that_only_dutch_words_wake_is_the_most_dutch():
    """What a word is stands in its first number, and neuron 4 of layer 1 reads nothing else."""
    dutch = {word for row in batch(99, 0, 200, 64, Reading(langs=("nl",))).tolist() for word in row}
    english = {word for row in batch(99, 0, 200, 64, Reading(langs=("en",))).tolist() for word in row}
    matrices = {name: [[0.0] * shape[-1] for _ in range(shape[0] if len(shape) == 2 else 1)] for name, shape in CONFIG.shapes.items()}  # fmt: skip
    for word, row in enumerate(matrices["embedding"]):
        row[:2] = [float(word in dutch - english), float(word in english - dutch)]
    matrices["blocks.1.up"][4][0] = 1.0
    matrices["blocks.0.up"][2][1] = 1.0
    model = as_model(Weights(CONFIG, matrices))
    order = orders(model)
    assert order["nl"][0][0] == order["en"][0][-1] == 1 * 6 + 4, FILE
    assert order["en"][0][0] == order["nl"][0][-1] == 0 * 6 + 2, FILE
    shared = activity(model, "nl")
    assert shared[10] > 0.3 and activity(model, "en")[10] == 0 == shared[2], FILE
    # rms makes of a first number 1 and seven times 0 the root of 8: as often as a word is Dutch alone
    heard = [
        word for row in batch(99, 0, 200, 64, Reading(langs=("nl",))).tolist() for word in row if word != END
    ]
    share = sum(word in dutch - english for word in heard) / len(heard)
    assert float(shared[10]) == pytest.approx(share * 8**0.5, rel=1e-4), FILE


def test_a_draw_is_of_different_neurons_and_always_the_same(weights):
    drawn = orders(as_model(weights))["random"]
    assert drawn == orders(as_model(weights))["random"] and len(set(map(tuple, drawn))) == len(drawn), FILE
    assert all(sorted(one) == list(range(12)) for one in drawn), FILE


def test_a_record_of_silence(weights):
    record = silence(weights, ROWS, counts=(0, 5, 12))
    for kind in ("nl", "en", "random"):
        for lang in LANGUAGES:
            first = record[kind][lang][0]
            for place, count in enumerate((0, 5, 12)):
                by_hand = loss_by_hand(weights, lang, record["order"][kind][:count])
                assert first["loss"][place] == pytest.approx(by_hand, abs=1e-4), f"{kind} {count}: {FILE}"
            assert first == {**first, "asked": len(about_facts(lang, held=False))}, FILE
            everything = [draw["loss"][2] for draw in record[kind][lang]]
            assert len(set(everything)) == 1, f"all twelve are off, whatever the order: {FILE}"


def test_a_record_of_pruning(weights):
    """The smallest weights of each matrix, found once more by torch."""
    record = prune(weights, ROWS, shares=(0, 50))
    matrices = {name: torch.tensor(weights[name]) for name, shape in CONFIG.shapes.items() if len(shape) == 2}
    blocks = {name: matrix for name, matrix in matrices.items() if name.startswith("blocks")}
    assert record["numbers"] == sum(matrix.numel() for matrix in blocks.values()), FILE
    for name, matrix in blocks.items():
        cut = matrix.abs().flatten().kthvalue(round(0.5 * matrix.numel())).values
        blocks[name] = torch.where(matrix.abs() <= cut, 0.0, matrix)
    again = Weights(
        CONFIG, {**weights.matrices, **{name: matrix.tolist() for name, matrix in blocks.items()}}
    )
    for lang in LANGUAGES:
        whole, half = record["matrix"][lang]["loss"]
        assert whole == pytest.approx(loss_by_hand(weights, lang), abs=1e-4), FILE
        assert half == pytest.approx(loss_by_hand(again, lang), abs=1e-4), FILE
        assert {len(record[kind][lang]["facts"]) for kind in ("matrix", "all", "neurons")} == {2}, FILE
        losses = {record[kind][lang]["loss"][0] for kind in ("matrix", "all", "neurons")}
        assert losses == {whole}, f"nothing is gone, whatever the kind: {FILE}"


def test_afterwards_every_neuron_is_back(weights):
    model = as_model(weights)
    before = {name: tensor.clone() for name, tensor in model.tensors().items()}
    with pytest.raises(ZeroDivisionError), silenced(model, [0, 7, 11]):
        assert not model.blocks[1].feed_forward.down[:, 1].any(), FILE
        raise ZeroDivisionError
    assert all(torch.equal(tensor, before[name]) for name, tensor in model.tensors().items()), FILE


def test_a_record_of_a_blend(weights):
    """The same by plain Python, whose <nl> is moved by hand."""
    card = {"name": "small", "config": {"vocabulary": CONFIG.vocabulary, "width": 8, "layers": 2, "heads": 2, "feed_forward": 6}, "words": list(vocabulary())}  # fmt: skip
    tokenizer = Tokenizer(vocabulary(), 64)
    pocket = Pocket(Model(weights), tokenizer, read_card(json.dumps(card).encode()))
    record = blend(pocket, "Rome is")
    assert len(record["shares"]) == STEPS + 1, FILE
    dutch, english = (tokenizer.language_word(lang) for lang in ("nl", "en"))
    for step in (0, 7, STEPS):
        moved = weights.copy()
        moved["embedding"][dutch] = [
            start + (end - start) * step / STEPS
            for start, end in zip(weights["embedding"][dutch], weights["embedding"][english], strict=True)
        ]
        spread = probabilities(Model(moved).read([dutch, *tokenizer.encode("Rome is", "nl")[1:]]))
        for side, lang in enumerate(("nl", "en")):
            together = sum(spread[vocabulary().index(word)] for word in record["words"][lang])
            assert record["shares"][step][side] == pytest.approx(together, abs=1e-4), FILE
    assert not set(record["words"]["nl"]) & set(record["words"]["en"]), FILE


def test_a_record_is_json_with_the_fingerprint_of_its_weights():
    told = written({"loss": [1.5], "fact": "Tallinn — België"}, b"weights")
    assert json.loads(told)["loss"] == [1.5] and "België" in told, FILE
    assert json.loads(told)["weights"] != json.loads(written({}, b"other"))["weights"], FILE


def test_columns_are_lists_of_numbers(lang):
    from workshop.probes import Able

    assert columns([Able(0.123456, 7), Able(2.0, 0)], lang)["loss"] == [0.1235, 2.0], FILE
    assert columns([Able(0.1, 7)], lang)["facts"] == [7], FILE
