"""The term base: knobs/vocabulary.toml is as it should be, and what it forbids is found."""

from pathlib import Path

import pytest
from sitekit.prose import Page
from sitekit.terms import findings

FILE = "look in site_src/sitekit/terms.py"


class Dutch(Page):
    """A Dutch page that is in no file."""

    lang = "nl"
    name = "docs/nl/page.md"


def told(text: str) -> list[str]:
    page = Dutch(Path("page.md"))
    page.__dict__["text"] = text
    return [str(one) for one in findings(page)]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Een taal model.", "“taal model”: write “taalmodel” (language model)"),
        ("Grote taal\nmodellen.", "“taal modellen”: write “taalmodel”"),
        ("Draai knoppen.", "“Draai knoppen”: write “draaiknop”"),
        ("Een AI model.", "“AI model”: write “AI-model”"),
        ("De transformatoren.", "“transformatoren”: write “transformer”"),
        ("Zie het parameter.", "“het parameter”: write “de parameter”: it is “de parameter”"),
        ("Deze gewicht.", "“Deze gewicht”: write “dit gewicht”: it is “het gewicht”"),
        ("Elke\n> model.", "“Elke > model”: write “elk model”"),
        ("Het gewichten.", "“Het gewichten”: write “de gewichten”: it is “de gewichten”"),
    ],
)
def test_what_is_wrong_is_told_with_what_is_right(text, what):
    (one,) = told(text)
    assert what in one and one.startswith("docs/nl/page.md:1: "), FILE


@pytest.mark.parametrize(
    "text",
    [
        "Een taalmodel en zijn taalmodellen.",
        "De modellen, het model, dit model en dat model.",
        "Hij die model staat.",
        "De modelbouw, het laagje, de kansrekening.",
        'Een <span lang="en">training data</span> en `taal model`.',
        "Gradiënten en coëfficiënten.",
    ],
)
def test_what_is_right_is_left_alone(text):
    assert told(text) == [], FILE
