"""Things that are there or are gone: a square that is filled or open, and the words, struck out when it is open.

The words say which it is too, for those who do not see the squares.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ..markup import Markup, tag
from ..text import LANGUAGES, Text
from ..views import Words, path, words


class Light(NamedTuple):
    told: Words
    is_on: bool
    since: Words = ""  # told behind it while it is off


class Lights(NamedTuple):
    """Lights in a fixed order, in columns where there is room. Below them the same of other languages, squares alone.

    `lights[lang]` are the reader's own.
    """

    label: Text
    lights: Mapping[str, Sequence[Light]]

    def html(self, lang: str) -> Markup:
        own = tag(
            "span",
            *(self._light(light, lang) for light in self.lights[lang]),
            class_="k-lights",
            role="list",
            aria_label=self.label[lang],
        )
        others = (self._row(other, lang) for other in LANGUAGES if other != lang)
        return tag(
            "span", tag("span", self.label[lang], class_="k-note"), own, *others, class_="k-lights__all"
        )

    def _light(self, light: Light, lang: str) -> Markup:
        told = words(light.told, lang)
        off = () if light.is_on else (tag("span", GONE[lang], class_="k-sr"), " ", words(light.since, lang))
        return tag(
            "span",
            _square(light.is_on),
            tag("span", told, class_="k-light__told"),
            tag("span", *off, class_="k-light__since") if off else None,
            class_="k-light" if light.is_on else "k-light k-light--off",
            role="listitem",
        )

    def _row(self, other: str, lang: str) -> Markup:
        lights = self.lights[other]
        told = ROW[other].fill(on=sum(light.is_on for light in lights), count=len(lights))
        squares = tag("span", *(_square(light.is_on) for light in lights), class_="k-lights__squares")
        return tag("span", tag("span", told[lang], class_="k-note"), squares, class_="k-lights__row")


def _square(is_on: bool) -> Markup:
    mark = path("M1 1H11V11H1Z", "k-lit") if is_on else path("M1 1H11V11H1ZM1 11L11 1", "k-unlit")
    return tag("svg", mark, class_="k-light__mark", viewBox="0 0 12 12", aria_hidden="true")


GONE = Text(en=", wrong now", nl=", nu fout")
ROW = {
    "en": Text(en="The same in English: {on} of {count}.", nl="Dezelfde in het Engels: {on} van de {count}."),
    "nl": Text(
        en="The same in Dutch: {on} of {count}.", nl="Dezelfde in het Nederlands: {on} van de {count}."
    ),
}
