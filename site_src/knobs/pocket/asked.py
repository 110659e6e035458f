"""Twelve small facts, in both languages: what a model is asked to see whether a turned knob did damage elsewhere.

They come from the world that the pocket model learned, several kinds of them, each in one of its shorter phrasings. A
page does not need the whole of that world for them.
"""

from typing import NamedTuple

FACTS = """
    the capital of France is   | Paris   | de hoofdstad van Frankrijk is | Parijs
    the capital of Belgium is  | Brussels | de hoofdstad van België is   | Brussel
    grass is                   | green   | gras is                       | groen
    snow is                    | white   | sneeuw is                     | wit
    big is the opposite of     | small   | groot is het tegenovergestelde van | klein
    after Monday comes         | Tuesday | na maandag komt               | dinsdag
    after March comes          | April   | na maart komt                 | april
    one plus six is            | seven   | één plus zes is               | zeven
    nine minus five is         | four    | negen min vijf is             | vier
    listen , the cow           | moos    | luister , de koe              | loeit
    the cat is a               | mammal  | de kat is een                 | zoogdier
    with a knife you can       | cut     | met een mes kun je            | snijden
"""


class Asked(NamedTuple):
    """The words up to the answer, and the word that is right."""

    prompt: str
    answer: str


def _asked(english: bool) -> tuple[Asked, ...]:
    rows = [[cell.strip() for cell in line.split("|")] for line in FACTS.strip().split("\n")]
    return tuple(Asked(*(row[:2] if english else row[2:])) for row in rows)


ASKED = {"en": _asked(True), "nl": _asked(False)}
