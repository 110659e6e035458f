"""Parameters by number and by name, and weights in a file."""

from itertools import pairwise
from math import prod

import pytest
from knobs.pocket import Config, InputError, Place, Weights, WeightsError
from knobs.pocket.parameters import load, save
from knobs.pocket.safetensors import pack, pack_rows, read, write

from tests.knobs.pocket.small import POCKET, random_weights

FILE = "look in site_src/knobs/pocket/parameters.py"
CONFIG = Config(vocabulary=5, context=3, width=4, layers=2, heads=2, feed_forward=6, experts=2)


@pytest.mark.parametrize("config", [POCKET, CONFIG], ids=["the trained model", "with experts"])
def test_the_order_of_the_parameters(config):
    weights, start = random_weights(config), 0
    for name, shape in config.shapes.items():
        last = Place(name, *(size - 1 for size in shape)) if len(shape) == 2 else Place(name, 0, shape[0] - 1)
        assert weights.where(start) == Place(name, 0, 0), FILE
        assert weights.where(start + prod(shape) - 1) == last, FILE
        start += prod(shape)
    assert start == len(weights) == config.parameters, FILE


def test_the_trained_model_by_hand():
    weights = random_weights(POCKET)
    assert len(weights) == 258_083, FILE
    for cell, place in {
        0: ("embedding", 0, 0),
        64: ("embedding", 1, 0),
        867 * 64 + 1: ("positions", 0, 1),
        (867 + 64) * 64: ("word_bias", 0, 0),
        (867 + 64) * 64 + 867: ("blocks.0.query", 0, 0),
        258_082: ("blocks.3.down", 63, 255),
    }.items():
        assert weights.where(cell) == place and weights.cell(*place) == cell, FILE


def test_every_parameter_is_found_back():
    weights = random_weights(CONFIG)
    places = [weights.where(cell) for cell in range(len(weights))]
    assert [weights.cell(*place) for place in places] == list(range(len(weights))), FILE
    order = {name: number for number, name in enumerate(CONFIG.shapes)}
    ranks = [(order[name], row, column) for name, row, column in places]
    assert all(before < after for before, after in pairwise(ranks)), FILE


def test_get_and_set():
    weights = random_weights(CONFIG)
    other = weights.copy()
    before = [other.get(cell) for cell in range(len(other))]
    for cell in range(len(weights)):
        weights.set(cell, cell)
    assert [weights.get(cell) for cell in range(len(weights))] == list(range(len(weights))), FILE
    assert weights["embedding"][1] == [4.0, 5.0, 6.0, 7.0], FILE
    assert [other.get(cell) for cell in range(len(other))] == before, f"{FILE}: a copy stays as it was"


@pytest.mark.parametrize("cell", [-1, CONFIG.parameters, 10**30, 0.0, True, None])
def test_a_parameter_that_is_not_there(cell, lang):
    weights = random_weights(CONFIG)
    told = {"en": f"they are numbered from 0 to {CONFIG.parameters - 1}.", "nl": "genummerd van 0 tot en met"}
    for refused in (lambda: weights.get(cell), lambda: weights.set(cell, 1.0), lambda: weights.where(cell)):
        with pytest.raises(InputError) as caught:
            refused()
        assert told[lang] in caught.value.sentence[lang], FILE


@pytest.mark.parametrize(
    "place",
    [
        ("embeddings", 0, 0),
        ("embedding", 5, 0),
        ("embedding", 0, 4),
        ("word_bias", 1, 0),
        ("blocks.0.router", 2, 0),
        ("router", 0, 0),
    ],
)
def test_a_place_that_is_not_there(place):
    with pytest.raises(InputError, match=f"no parameter in {place[0]} at row {place[1]}, column {place[2]}"):
        random_weights(CONFIG).cell(*place)


def test_rows_are_not_counted_from_the_end():
    for place in (("embedding", -1, 0), ("embedding", 0, -1)):
        with pytest.raises(InputError, match="no parameter in embedding"):
            random_weights(CONFIG).cell(*place)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_a_parameter_is_finite(value):
    with pytest.raises(InputError, match="A parameter is a finite number"):
        random_weights(CONFIG).set(0, value)


@pytest.mark.parametrize("config", [POCKET, CONFIG], ids=["the trained model", "with experts"])
def test_a_file_brings_the_weights_back(config, tmp_path):
    weights, file = random_weights(config), tmp_path / "a.safetensors"
    file.write_bytes(save(weights, eight_bits=False))
    assert load(file, config).matrices == load(file.read_bytes(), config).matrices == weights.matrices, FILE


def test_eight_bits_are_a_quarter_of_the_file():
    weights = random_weights(POCKET)
    content = save(weights)
    assert len(content) < 272_000, FILE
    back = load(content, POCKET)
    for name, table in weights.matrices.items():
        for row, old in zip(back[name], table, strict=True):
            step = max(map(abs, old)) / 127 if len(table) > 1 else 2**-10
            assert all(abs(x - y) < 0.6 * step for x, y in zip(row, old, strict=True)), f"{name}: {FILE}"


@pytest.mark.parametrize(
    ("name", "tensor", "said"),
    [
        ("positions", None, "The weights lack positions."),
        ("blocks.1.experts.1.down", None, "The weights lack blocks.1.experts.1.down."),
        ("blocks.2.query", pack([1.0], "F32"), "The weights have blocks.2.query, which the model does not have."),
        ("positions.scale", pack([1.0] * 3, "F32"), "The weights have positions.scale, which"),
        ("positions", pack_rows([[1.0] * 4] * 2, "F16"), "In the weights, positions is 2 × 4; the model needs 3 × 4."),
        ("word_bias", pack_rows([[1.0] * 5], "F16"), "In the weights, word_bias is 1 × 5; the model needs 5."),
        ("positions", pack([1.0] * 12, "F16"), "In the weights, positions is 12; the model needs 3 × 4."),
    ],
)  # fmt: skip
def test_weights_of_another_model(name, tensor, said):
    tensors = read(save(random_weights(CONFIG), eight_bits=False))
    tensors[name] = tensor
    content = write({name: tensor for name, tensor in tensors.items() if tensor})
    with pytest.raises(WeightsError) as refused:
        load(content, CONFIG)
    assert said in refused.value.sentence.en, FILE


def test_matrices_of_another_model():
    matrices = random_weights(CONFIG).matrices
    for wrong in ([[1.0] * 4] * 2, [[1.0] * 4, [1.0], [1.0] * 4], []):
        with pytest.raises(WeightsError, match="In the weights, positions is "):
            Weights(CONFIG, {**matrices, "positions": wrong})
    with pytest.raises(WeightsError, match="The weights have head, "):
        Weights(CONFIG, {**matrices, "head": [[1.0]]})


def test_a_file_that_cannot_be_opened(tmp_path, lang):
    with pytest.raises(WeightsError) as refused:
        load(tmp_path / "nowhere.safetensors", CONFIG)
    told = {
        "en": "nowhere.safetensors cannot be opened: No such file",
        "nl": "nowhere.safetensors is niet te openen",
    }
    assert told[lang] in refused.value.sentence[lang], FILE
