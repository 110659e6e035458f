"""What a reader has answered, as one text: "1c 4a" is c to the first question, and then a to the fourth."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

LETTERS = "abcd"
ONE = re.compile(r"([1-9]\d?)([a-d])")


class Score(NamedTuple):
    asked: int
    answered: int
    right: int


def parse(written: str, options: Sequence[int]) -> dict[int, int]:
    """Question -> option, both from 0, in the order in which they were answered; what does not exist is left out.

    `options`: how many each question has.
    """
    found: dict[int, int] = {}
    for number, letter in ONE.findall(written):
        question, option = int(number) - 1, LETTERS.index(letter)
        if question < len(options) and option < options[question]:
            found.pop(question, None)
            found[question] = option
    return found


def write(answers: Mapping[int, int]) -> str:
    return " ".join(f"{question + 1}{LETTERS[option]}" for question, option in answers.items())


def answered(answers: Mapping[int, int], question: int, option: int) -> dict[int, int]:
    """The answers with one more at the end; an earlier one to the same question goes."""
    return {**{key: value for key, value in answers.items() if key != question}, question: option}


def score(answers: Mapping[int, int], keys: Sequence[int]) -> Score:
    right = sum(keys[question] == option for question, option in answers.items())
    return Score(len(keys), len(answers), right)
