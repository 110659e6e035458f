"""A neuron: each input times its weight, added up with a bias, bent by an activation. n inputs, n + 1 knobs.

The weighted sum of McCulloch and Pitts (1943) with the adjustable weights of Rosenblatt (1958).
"""

import math
from collections.abc import Callable, Sequence
from functools import cache
from typing import Annotated

from ..controls import Choice, Slider, When
from ..demo import demo
from ..networks import Network, Unit
from ..text import LANGUAGES, Text, number
from ..views import Axis, Curve, Formula, Piece, Reading, Row, Stack, View, Words, factor, span


def sigmoid(z: float) -> float:
    """1 / (1 + e^−z), between 0 and 1; written so that no exponential can overflow."""
    return 1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z))


def relu(z: float) -> float:
    """max(0, z)."""
    return max(0.0, z)


def step(z: float) -> float:
    """1 where z is positive, else 0: the threshold of the perceptron, which has no useful gradient."""
    return 1.0 if z > 0 else 0.0


def identity(z: float) -> float:
    """z itself: without bending, layers of neurons collapse into one."""
    return z


ACTIVATIONS: dict[str, Callable[[float], float]] = {
    "sigmoid": sigmoid,
    "tanh": math.tanh,
    "relu": relu,
    "step": step,
    "identity": identity,
}


def weighted_sum(inputs: Sequence[float], weights: Sequence[float], bias: float) -> float:
    """z = w₁x₁ + … + wₙxₙ + b."""
    return math.fsum([w * x for w, x in zip(weights, inputs, strict=True)] + [bias])


@cache  # the curve stays as it is while a knob is turned
def _bent(activation: str) -> tuple[tuple[float, float], ...]:
    return tuple((z, ACTIVATIONS[activation](z)) for z in span(-6, 6, 241))


def _weight(index: int) -> Slider:
    return Slider(
        low=-2,
        high=2,
        step=0.1,
        symbol=f"w{index}",
        label=Text(en=f"weight {index}", nl=f"gewicht {index}"),
        when=When(control="inputs", least=index) if index > 1 else None,
    )


def _input(index: int, label: Text) -> Slider:
    return Slider(
        low=0,
        high=1,
        step=0.1,
        symbol=f"x{index}",
        role="input",
        label=label,
        when=When(control="inputs", least=index) if index > 1 else None,
    )


CLOUDS = Text(en="dark clouds", nl="donkere wolken")
FORECAST = Text(en="rain in the forecast", nl="regen in het weerbericht")
WALK = Text(en="a long walk", nl="een lange wandeling")
BAG = Text(en="a full bag", nl="een volle tas")
NAMES = {
    "sigmoid": Text(en="sigmoid", nl="sigmoïde"),
    "tanh": Text(en="tanh", nl="tanh"),
    "relu": Text(en="ReLU", nl="ReLU"),
    "step": Text(en="step", nl="stap"),
    "identity": Text(en="none (identity)", nl="geen (identiteit)"),
}


INPUTS = Slider(low=1, high=4, symbol="n", role="setting", label=Text(en="inputs", nl="invoerwaarden"))
BIAS = Slider(low=-2, high=2, step=0.1, symbol="b", label=Text(en="bias", nl="bias"))
ACTIVATION = Choice(options=NAMES, label=Text(en="activation", nl="activatiefunctie"))


@demo(title=Text(en="One neuron: take an umbrella?", nl="Eén neuron: paraplu mee?"))
def neuron(
    inputs: Annotated[int, INPUTS] = 2,
    x1: Annotated[float, _input(1, CLOUDS)] = 0.5,
    w1: Annotated[float, _weight(1)] = 0.5,
    x2: Annotated[float, _input(2, FORECAST)] = 0.8,
    w2: Annotated[float, _weight(2)] = 1.5,
    x3: Annotated[float, _input(3, WALK)] = 1.0,
    w3: Annotated[float, _weight(3)] = 1.0,
    x4: Annotated[float, _input(4, BAG)] = 1.0,
    w4: Annotated[float, _weight(4)] = -1.0,
    b: Annotated[float, BIAS] = -1.0,
    activation: Annotated[str, ACTIVATION] = "sigmoid",
) -> View:
    xs, ws = (x1, x2, x3, x4)[:inputs], (w1, w2, w3, w4)[:inputs]
    z = weighted_sum(xs, ws, b)
    bend = ACTIVATIONS[activation]
    y = bend(z)
    given = Text(**{lang: "; ".join(number(x, lang, 1) for x in xs) for lang in LANGUAGES})
    say = SAY.fill(n=inputs, given=given, knobs=inputs + 1, z=z, y=y, activation=NAMES[activation])
    products: list[Piece | Words] = []
    for w, x in zip(ws, xs, strict=True):
        products += [*factor("param", w, 1), " × ", Piece("input", x, 1), " + "]
    equation = Formula(
        [Piece("output", "z"), " = ", *products, *factor("param", b, 1), " = ", Piece("output", z, 2)]
    )
    units = Network(
        title=Text(en="The neuron", nl="Het neuron"),
        say=say,
        layers=[[Unit("x", i + 1, x) for i, x in enumerate(xs)], [Unit("y", 0, y, b)]],
        weights=[[[w] for w in ws]],
    )
    curve = Curve(
        title=NAMES[activation],
        say=say,
        x=Axis(Text(en="weighted sum z", nl="gewogen som z"), -6, 6, 2),
        y=Axis(OUTPUT, *RANGES[activation]),
        samples=_bent(activation),
        now=(z, y),
    )
    readings = Row([Reading(OUTPUT, y, 2), Reading(KNOBS, inputs + 1, 0, "param")])
    return Stack([Row([equation]), readings, units, curve])


RANGES = {
    "sigmoid": (0, 1, 0.5),
    "step": (0, 1, 0.5),
    "tanh": (-1, 1, 0.5),
    "relu": (0, 6, 2),
    "identity": (-6, 6, 2),
}
OUTPUT = Text(en="output y", nl="uitvoer y")
KNOBS = Text(en="knobs", nl="draaiknoppen")
SAY = Text(
    en="A neuron with {n} inputs and {knobs} knobs. What goes in: {given}. The weighted sum is {z:.2f}; with {activation} the output is {y:.2f}.",
    nl="Een neuron met {n} invoerwaarden en {knobs} draaiknoppen. Wat erin gaat: {given}. De gewogen som is {z:.2f}; met {activation} is de "
    "uitvoer {y:.2f}.",
)
