"""Calculations as recipes: “dy × h1” becomes a formula, with its names and then with the numbers behind them.

A name is a letter, with a digit behind it if there are more; with a d before it, it is how the loss L changes with what
is named. The letter tells the role: x and t go in, w and b are parameters, L is the loss, and others are computed.
"""

import re
from collections.abc import Callable, Mapping
from math import isfinite

from .markup import Markup, join, tag
from .naming import power
from .text import LANGUAGES, Text, number
from .views import Formula, Piece, Role, Words

NAME = re.compile(r"(?<![a-z])(d?[a-zL]\d?)(?![a-z\d])")
ROLES: dict[str, Role] = {"x": "input", "t": "input", "w": "param", "b": "param", "L": "error", "d": "error"}
LARGE = 10_000  # from here on a power of ten is shorter
Parts = list[Piece | Words]


def names_in(recipe: str) -> list[str]:
    """In the order in which they stand there."""
    return NAME.findall(recipe)


def amount(value: float) -> Text:
    """With two decimals, or as a power of ten where it is large."""
    large = isfinite(value) and abs(value) >= LARGE
    return Text(**{lang: power(value, lang) if large else number(value, lang, 2) for lang in LANGUAGES})


def sign(name: str) -> Markup:
    """w1 with its number below the line; dw1 as ∂L/∂w1."""
    if name[0] == "d":
        return join("∂", sign("L"), "/∂", sign(name[1:]))
    return tag("var", name[0], tag("sub", name[1:]) if name[1:] else None)


def formula(
    result: str,
    recipe: str,
    numbers: Mapping[str, float],
    value: float,
    *,
    becomes: str = "=",
    settings: Mapping[str, tuple[Words, Words]] | None = None,
) -> Formula:
    """`result`, and how it comes to its `value`. A setting has words for its name and for its number, and no role."""
    named = settings or {}

    def by_name(name: str, before: str) -> Parts:
        return [named[name][0] if name in named else _piece(name, sign(name))]

    def by_number(name: str, before: str) -> Parts:
        if name in named:
            return [named[name][1]]
        found = _piece(name, amount(numbers[name]))
        behind_a_sign = before.endswith(" ")
        return ["(", found, ")"] if numbers[name] < 0 and behind_a_sign else [found]

    told = _written(recipe, by_name)
    if recipe not in numbers:  # else it is handed on as it is
        told += [" = ", *_written(recipe, by_number)]
    return Formula(
        [_piece(result, sign(result)), f" {becomes} ", *told, " = ", _piece(result, amount(value))]
    )


def _piece(name: str, content: Words) -> Piece:
    return Piece(ROLES.get(name[0], "output"), content)


def _written(recipe: str, write: Callable[[str, str], Parts]) -> Parts:
    """The recipe with each of its names written by `write`, which is told what stands before it."""
    before, *more = NAME.split(recipe)
    parts: Parts = [before]
    for name, after in zip(more[::2], more[1::2], strict=True):
        parts += [*write(name, before), after]
        before = after
    return parts
