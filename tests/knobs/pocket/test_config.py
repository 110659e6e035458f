"""The sizes of a pocket model: what they may be, and what follows from them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from knobs import count
from knobs.architecture import architecture
from knobs.pocket import Config, WeightsError
from knobs.pocket.config import RANGES, config

from tests.knobs.pocket.small import POCKET

FILE = "look in site_src/knobs/pocket/config.py"
SIZES = {"vocabulary": 9, "context": 5, "width": 6, "layers": 2, "heads": 3, "feed_forward": 4}


def test_the_order_of_the_matrices():
    block = ["query", "key", "value", "output", "up", "up_bias", "down"]
    expected = [
        "embedding",
        "positions",
        "word_bias",
        *(f"blocks.{layer}.{name}" for layer in range(4) for name in block),
    ]
    assert list(POCKET.shapes) == expected, FILE
    assert POCKET.shapes["embedding"] == (867, 64) and POCKET.shapes["word_bias"] == (867,), FILE
    assert POCKET.shapes["blocks.3.down"] == (64, 256), FILE


def test_the_order_with_experts():
    names = list(Config(**SIZES, experts=2).shapes)[3:14]
    experts = [f"experts.{expert}.{name}" for expert in range(2) for name in ("up", "up_bias", "down")]
    expected = ["query", "key", "value", "output", "router", *experts]
    assert names == [f"blocks.0.{name}" for name in expected], FILE


@pytest.mark.parametrize(
    ("made", "parameters"),
    [
        (POCKET, 258_083),
        (Config(vocabulary=867, experts=4), 655_395),
        (Config(**SIZES), 9 * 6 + 5 * 6 + 9 + 2 * (4 * 36 + 2 * 24 + 4)),
    ],
)
def test_counts_by_hand(made, parameters):
    assert made.parameters == parameters == sum(map(math.prod, made.shapes.values())), FILE


@given(st.tuples(*(st.integers(1, 6) for _ in range(6))), st.integers(1, 4))
def test_the_count_of_any_model_counts_this_one_alike(sizes, experts):
    vocabulary, context, head, layers, heads, neurons = sizes
    made = Config(
        vocabulary=vocabulary,
        context=context,
        width=head * heads,
        layers=layers,
        heads=heads,
        feed_forward=neurons,
        experts=experts,
    )
    counted = architecture(made.architecture)
    assert count.total(counted) == made.parameters, f"{FILE} and count.py"
    idle = sum(
        math.prod(shape) for name, shape in made.shapes.items() if ".experts." in name and ".experts.0." not in name
    )
    assert count.active(counted).all_tables == made.parameters - idle, f"{FILE} and count.py"


def test_slopes_are_numbers_of_the_heads():
    assert config(SIZES | {"slopes": [0.5, 0.25, 1]}).slopes == (0.5, 0.25, 1.0), FILE
    assert Config(**SIZES).slopes == (0.0, 0.0, 0.0), FILE


@pytest.mark.parametrize(
    ("changed", "english", "dutch"),
    [
        ({"widht": 6}, "has no size widht; it has vocabulary, context, width,", "geen maat widht; wel vocabulary,"),
        ({"width": 0}, "width of a pocket model is a whole number from 1 to 4,096, not 0.", "tot en met 4096, niet 0."),
        ({"layers": 2.0}, "layers of a pocket model is a whole number", "layers van een zakmodel is een geheel getal"),
        ({"layers": True}, "not True.", "niet True."),
        ({"experts": "2"}, "not 2.", "niet 2."),
        ({"vocabulary": 10**5000}, "not ….", "niet …."),
        ({"heads": 4}, "The width of a pocket model, 6, has to be a multiple of its heads, 4.", "6, moet een veelvoud"),
        ({"slopes": [1, 2]}, "one number for each of its 3 heads, not [1, 2].", "voor elk van de 3 koppen, niet [1, 2]."),
        ({"slopes": [1, 2, float("nan")]}, "not [1, 2, nan].", "niet [1, 2, nan]."),
        ({"slopes": [1, 2, 10**400]}, "not [1, 2, 1000", "niet [1, 2, 1000"),
        ({"slopes": [1, 2, True]}, "not [1, 2, True].", "niet [1, 2, True]."),
        ({"slopes": 0.5}, "not 0.5.", "niet 0.5."),
        ({"width": 4095, "layers": 100}, "parameters; 4,000,000 is the most.", "parameters; 4.000.000 is het meeste."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_one_sentence(changed, english, dutch):
    with pytest.raises(WeightsError) as refused:
        config(SIZES | changed)
    assert english in refused.value.sentence.en and dutch in refused.value.sentence.nl, FILE


def test_the_vocabulary_has_no_silent_value():
    with pytest.raises(WeightsError, match="lack its vocabulary"):
        config({})


ODD = st.one_of(st.none(), st.booleans(), st.text(), st.floats(), st.integers(), st.lists(st.floats()))


@given(st.sampled_from([*RANGES, "slopes"]), ODD)
def test_whatever_a_size_holds_is_read_or_told(name, value):
    try:
        made = config(SIZES | {name: value})
    except WeightsError as refused:
        assert str(refused).endswith(".") and str(refused).isprintable(), FILE
    else:
        assert getattr(made, name) == (tuple(value) or (0.0,) * 3 if name == "slopes" else value), FILE
