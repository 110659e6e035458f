"""The knobs that bring a sum of given parts as close to its targets as they can.

    knobs = least_squares(rows, targets)        a row holds the parts that are summed for one target

With as many targets as knobs, or more, one setting is the closest (Legendre, 1805). With fewer there is no end of
settings that hit every target, and this one is the smallest of them: its squares add up to the least.
"""

from collections.abc import Sequence
from math import fsum
from operator import mul

Vector = Sequence[float]


def dot(one: Vector, other: Vector) -> float:
    """By fsum, for sum() adds up in another way from Python 3.12 on, and then the last digits differ."""
    return fsum(map(mul, one, other))


def least_squares(rows: Sequence[Vector], targets: Vector) -> list[float]:
    """One knob for each part of a row. The rows, or the parts if these are fewer, must not follow from each other."""
    if len(rows[0]) <= len(rows):
        directions, triangle = orthogonal(list(zip(*rows, strict=True)))
        return _upwards(triangle, [dot(direction, targets) for direction in directions])
    directions, triangle = orthogonal(rows)
    shares = _downwards(triangle, targets)
    return [dot(shares, column) for column in zip(*directions, strict=True)]


def orthogonal(vectors: Sequence[Vector]) -> tuple[list[list[float]], list[list[float]]]:
    """Directions of length 1 at right angles, and how much of each makes up a vector, in its row: Gram and Schmidt.

    What a vector shares with the directions before it is taken off twice: once leaves too much where two are nearly alike.
    """
    directions: list[list[float]] = []
    triangle: list[list[float]] = []
    for vector in vectors:
        rest, amounts = list(vector), [0.0] * len(directions)
        for _ in range(2):
            for number, direction in enumerate(directions):
                amount = dot(direction, rest)
                rest = [value - amount * part for value, part in zip(rest, direction, strict=True)]
                amounts[number] += amount
        length = dot(rest, rest) ** 0.5
        directions.append([value / length for value in rest])
        triangle.append([*amounts, length])
    return directions, triangle


def _downwards(triangle: Sequence[Vector], wanted: Vector) -> list[float]:
    """The shares of which each row of the triangle makes what is wanted there, from the first row on."""
    shares: list[float] = []
    for row, value in zip(triangle, wanted, strict=True):
        shares.append((value - dot(row[:-1], shares)) / row[-1])
    return shares


def _upwards(triangle: Sequence[Vector], wanted: Vector) -> list[float]:
    """The shares of which each column of the triangle makes what is wanted there, from the last column on."""
    shares = [0.0] * len(wanted)
    for number in reversed(range(len(wanted))):
        later = fsum(triangle[row][number] * shares[row] for row in range(number + 1, len(wanted)))
        shares[number] = (wanted[number] - later) / triangle[number][number]
    return shares
