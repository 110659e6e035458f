"""What a question is made of."""

from typing import NamedTuple

from ..text import Text


class Option(NamedTuple):
    words: Text
    why: Text  # it is right, or is not


class Question(NamedTuple):
    asks: Text
    options: tuple[Option, ...]
    right: int  # place of the right one, from 0
    address: str  # where it is shown, from a page in the root of its language
    shown: Text  # what that is called
