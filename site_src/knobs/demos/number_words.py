"""What is this number called? English and Dutch share words for large numbers, and mean different things by them."""

from typing import Annotated

from ..amounts import Mark, Powers
from ..controls import Number
from ..demo import demo
from ..naming import LARGEST, SCALES, in_words, spelled
from ..text import Text
from ..views import Formula, Note, Piece, Row, Spelled, Stack, View


@demo(title=Text(en="What is that called?", nl="Hoe heet dat?"))
def number_words(
    value: Annotated[
        int,
        Number(low=0, high=LARGEST, whole=True, label=Text(en="a number", nl="een getal")),
    ] = 174_604_259_328,
) -> View:
    exponent = max((known for known in SCALES if value >= 10**known), default=0)
    named = in_words(value)
    ruler = Powers(
        title=Text(en="Where the number lies", nl="Waar het getal ligt"),
        say=SAY.fill(english=named.en, dutch=named.nl),
        marks=[Mark(Text(en="your number", nl="jouw getal"), value, named)],
        top=36,
    )
    return Stack(
        [
            Row([Formula([Piece("output", value)])]),
            *(
                Spelled(name, tongue, said)
                for name, tongue in ((ENGLISH, "en"), (DUTCH, "nl"))
                for said in dict.fromkeys((named[tongue], spelled(value, tongue)))
            ),
            ruler,
            Row([Note(false_friend(exponent))]),
        ]
    )


def false_friend(exponent: int) -> Text:
    """What the name of 10^exponent would be taken for in the other language."""
    if exponent < 6:
        return NONE
    name = SCALES[exponent]
    if exponent == 6:
        return MILLION
    trap = name.en.replace("illion", "iljoen")
    other = next((word.en for word in SCALES.values() if word.nl == trap), "")
    if not other:
        return CAREFUL.fill(english=name.en, dutch=name.nl)
    return ALIKE.fill(english=name.en, dutch=name.nl, trap=trap, means=other)


SAY = Text(
    en="In English {english}, in Dutch {dutch}.",
    nl="In het Engels {english}, in het Nederlands {dutch}.",
)
ENGLISH = Text(en="English:", nl="Engels:")
DUTCH = Text(en="Dutch:", nl="Nederlands:")
NONE = Text(
    en="Up to a million the two languages agree.",
    nl="Tot een miljoen zijn de twee talen het eens.",
)
MILLION = Text(
    en="A million is a miljoen: so far the two languages agree. After that they part.",
    nl="Een million is een miljoen: tot hier zijn de twee talen het eens. Daarna scheiden hun wegen.",
)
ALIKE = Text(
    en="Beware: English {english} is Dutch {dutch}. The Dutch word that looks like it, {trap}, is an English {means}.",
    nl="Pas op: het Engelse {english} is in het Nederlands {dutch}. Het woord dat erop lijkt, {trap}, is in het Engels "
    "{means}.",
)
CAREFUL = Text(
    en="English {english} is Dutch {dutch}.",
    nl="Het Engelse {english} is in het Nederlands {dutch}.",
)
