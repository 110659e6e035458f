"""Tables of numbers drawn as squares: the larger the number, the larger the square, and open where it is negative.

A record holds a table as letters, one for each number: h is 0, i to o are seven steps up, and g down to a seven steps
down. A step is one in the side of the square, so the area follows the number.
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from .markup import Markup, tag
from .text import Text
from .views import drawing

STEPS = 7
ZERO = ord("h")
SIDE = 0.94  # of the largest square, where 1 is the distance between two


def letter(value: float, top: float) -> str:
    """The letter of a number; `top`, and what lies beyond it, is the largest square."""
    step = round(STEPS * min(abs(value) / top, 1) ** 0.5)
    return chr(ZERO + step if value > 0 else ZERO - step)


class Cells(NamedTuple):
    """Rows of letters as squares, with the name of each row in front of it, if it has one."""

    title: Text
    say: Text
    rows: Sequence[str]
    role: Literal["param", "output"] = "param"
    names: Sequence[str] = ()

    def html(self, lang: str) -> Markup:
        wide, high = max(map(len, self.rows)), len(self.rows)
        pitch = 16 if self.names else 10  # units from one square to the next
        before = 72 if self.names else 0
        shapes = [
            tag(
                "text",
                name,
                class_="k-cells__name",
                x=before - 8,
                y=pitch * (row + 0.5) + 4.5,
                text_anchor="end",
            )
            for row, name in enumerate(self.names)
        ]
        shapes.append(tag("g", *self._squares(), transform=f"translate({before} 0) scale({pitch})"))
        box = f"0 0 {before + pitch * wide} {pitch * high}"
        blank = "" if set().union(*self.rows) - {chr(ZERO)} else " k-cells--blank"
        return tag(
            "span",
            tag("span", self.title[lang], class_="k-cells__title"),
            drawing("k-cells__squares", box, self.title[lang], self.say[lang], *shapes),
            class_=f"k-cells k-cells--{self.role}{blank}",
        )

    def _squares(self) -> list[Markup]:
        """All squares of one size are one shape, of lines without length whose square ends are all there is of them.

        The open ones get a smaller square of the paper on top; the smallest have no room for that.
        """
        places: dict[int, list[str]] = {}
        for y, row in enumerate(self.rows):
            for x, written in enumerate(row):
                places.setdefault(ord(written) - ZERO, []).append(f"M{x}.5 {y}.5h0")
        drawn = []
        for step in range(1, STEPS + 1):
            both = places.get(step, []) + places.get(-step, [])
            drawn.append(_squares(both, "k-cell", SIDE * step / STEPS))
        for step in range(2, STEPS + 1):
            hole = max(SIDE * step / STEPS - 0.2, 0.1)
            drawn.append(_squares(places.get(-step, []), "k-cell k-cell--hole", hole))
        return drawn


def _squares(places: Sequence[str], kind: str, side: float) -> Markup:
    """Not views.path, which would keep them: they are long, and new at every turn."""
    return tag("path", class_=kind, d="".join(places), stroke_width=f"{side:.2f}")


class Written(NamedTuple):
    """What a model wrote after the beginning that it was given, in a language that need not be the page's."""

    start: str
    more: str
    tongue: str

    def html(self, lang: str) -> Markup:
        return tag(
            "span",
            tag("span", self.start, class_="k-written__start") if self.start else None,
            self.more,
            class_="k-written",
            lang=self.tongue if self.tongue != lang else None,
        )
