"""Ten predictions about what this site shows: press what you expect, and read why it is so, or is not."""

from typing import Annotated

from ..controls import Kept
from ..demo import demo
from ..quiz import QUESTIONS, Quiz, parse
from ..text import Text
from ..views import View


@demo(title=Text(en="What do you expect?", nl="Wat verwacht je?"))
def quiz(
    answers: Annotated[
        str, Kept(label=Text(en="your answers", nl="jouw antwoorden"), example="1c 4a 2b", longest=60)
    ] = "",
) -> View:
    return Quiz(QUESTIONS, parse(answers, [len(question.options) for question in QUESTIONS]))
