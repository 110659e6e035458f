"""A small network: every connection has a weight, every unit behind the inputs a bias; count the round things."""

import math
import random
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Annotated

from ..controls import Slider, When
from ..count import fully_connected
from ..demo import demo
from ..networks import Network, Unit
from ..text import Text
from ..views import Formula, Piece, Reading, Row, Stack, View, Words

Matrix = list[list[float]]


@cache
def random_weight(layer: int, row: int, column: int) -> float:
    """A number between −1 and 1 that belongs to this place, whatever the size of the network around it."""
    return round(random.Random(f"{layer}/{row}/{column}").uniform(-1, 1), 1)


def start(widths: Sequence[int]) -> tuple[list[Matrix], list[list[float]]]:
    """Random weights (layer, from, to) and biases (layer, unit) of an untrained network."""
    pairs = list(enumerate(pairwise(widths)))
    weights = [
        [[random_weight(k, i, j) for j in range(after)] for i in range(before)]
        for k, (before, after) in pairs
    ]
    biases = [[random_weight(k, -1, j) for j in range(after)] for k, (_, after) in pairs]
    return weights, biases


def forward(
    inputs: Sequence[float], weights: Sequence[Matrix], biases: Sequence[Sequence[float]]
) -> list[list[float]]:
    """The values of every layer, inputs first: tanh of the weighted sum and the bias."""
    layers = [list(inputs)]
    for matrix, bias in zip(weights, biases, strict=True):
        columns = zip(*matrix, strict=True)
        layers.append(
            [
                math.tanh(math.fsum([w * x for w, x in zip(column, layers[-1], strict=True)] + [b]))
                for column, b in zip(columns, bias, strict=True)
            ]
        )
    return layers


INPUTS = (0.5, -1.0, 1.0, -0.5, 0.2, -0.8, 0.9, -0.3)  # what goes in when the reader does not say


def _width(index: int) -> Slider:
    return Slider(
        low=1,
        high=8,
        role="setting",
        label=Text(en=f"units in hidden layer {index}", nl=f"eenheden in verborgen laag {index}"),
        when=When(control="layers", least=index),
    )


def _count(label: Text, low: int = 1) -> Slider:
    return Slider(low=low, high=8 if low else 3, role="setting", label=label)


X1 = Slider(
    low=-1,
    high=1,
    step=0.1,
    symbol="x1",
    role="input",
    label=Text(en="first input", nl="eerste invoerwaarde"),
)


@demo(title=Text(en="A network to count", nl="Een netwerk om te tellen"))
def network(
    inputs: Annotated[int, _count(Text(en="inputs", nl="invoerwaarden"))] = 2,
    layers: Annotated[int, _count(Text(en="hidden layers", nl="verborgen lagen"), low=0)] = 1,
    width1: Annotated[int, _width(1)] = 3,
    width2: Annotated[int, _width(2)] = 4,
    width3: Annotated[int, _width(3)] = 3,
    outputs: Annotated[int, _count(Text(en="outputs", nl="uitvoerwaarden"))] = 2,
    x1: Annotated[float, X1] = 0.5,
) -> View:
    widths = [inputs, *(width1, width2, width3)[:layers], outputs]
    weights, biases = start(widths)
    values = forward([x1, *INPUTS[1:inputs]], weights, biases)
    weight_count, bias_count = counted = fully_connected(widths)
    told = {
        "weights": weight_count,
        "biases": bias_count,
        "total": counted.total,
        "x": x1,
        "y": values[-1][0],
    }
    picture = Network(
        title=Text(en="The network", nl="Het netwerk"),
        say=SAY.fill(widths="–".join(map(str, widths)), **told),
        layers=[
            [Unit(letter, i + 1, value, biases[k - 1][i] if k else None) for i, value in enumerate(layer)]
            for k, (letter, layer) in enumerate(zip(["x", *["h"] * layers, "y"], values, strict=True))
        ],
        weights=weights,
    )
    readings = [Reading(WEIGHTS, weight_count, 0, "param"), Reading(BIASES, bias_count, 0, "param")]
    total = Reading(KNOBS, counted.total, 0, "param")
    return Stack([Row([Formula(_sum_of_products(widths))]), Row([*readings, total]), picture])


def _sum_of_products(widths: Sequence[int]) -> list[Piece | Words]:
    """(2 + 1) × 3 + (3 + 1) × 2: the formula with the reader's numbers in it."""
    parts: list[Piece | Words] = []
    for before, after in pairwise(widths):
        parts += [" + " if parts else "", f"({before} + 1) × {after}"]
    return [*parts, " = ", Piece("param", fully_connected(widths).total)]


KNOBS = Text(en="parameters", nl="parameters")
WEIGHTS = Text(en="weights", nl="gewichten")
BIASES = Text(en="biases", nl="biases")
SAY = Text(
    en="A network {widths}: {weights} weights on the lines and {biases} biases on the units, {total} parameters in "
    "all. With first input {x:.1f} the first output is {y:.2f}.",
    nl="Een netwerk {widths}: {weights} gewichten op de lijnen en {biases} biases op de eenheden, samen {total} "
    "parameters. Met eerste invoerwaarde {x:.1f} is de eerste uitvoer {y:.2f}.",
)
