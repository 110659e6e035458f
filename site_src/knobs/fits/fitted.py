"""Points with a curve through them: filled where the model saw them while it was fitted, open where it did not."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from ..markup import Markup, tag
from ..text import Text
from ..views import Frame, Ruler, path

Place = tuple[float, float]


class Spot(NamedTuple):
    """A measurement, and what the model says there."""

    x: float
    y: float
    model: float


class Fitted(NamedTuple):
    """The curve of a model, each error as a line from a point to it, and thin, if given, the curve behind the points."""

    title: Text
    say: Text
    x: Ruler
    y: Ruler
    seen: Sequence[Spot]
    apart: Sequence[Spot]
    curve: Sequence[Place]
    behind: Sequence[Place] = ()
    height: float = 280

    def html(self, lang: str) -> Markup:
        frame = Frame(self.x, self.y, self.height)
        shapes = [_errors(frame, [*self.seen, *self.apart])]
        if self.behind:
            shapes.append(tag("path", class_="k-best", d=_through(frame, self.behind)))
        shapes.append(tag("path", class_="k-line", d=_through(frame, self.curve)))
        shapes.append(_squares(frame, tuple((x, y) for x, y, _ in self.apart), "k-apart"))
        shapes.append(_squares(frame, tuple((x, y) for x, y, _ in self.seen), "k-fill-input"))
        return frame.svg(self.title[lang], self.say[lang], lang, *shapes)


def _through(frame: Frame, places: Sequence[Place]) -> str:
    """Far outside, a curve goes on just outside: a browser need not draw a line to the moon."""
    high, low = frame.y.high, frame.y.low
    room = high - low
    kept = (frame.at(x, min(max(y, low - room), high + room)) for x, y in places)
    return "M" + "L".join([f"{x:.1f} {y:.1f}" for x, y in kept])


def _errors(frame: Frame, spots: Sequence[Spot]) -> Markup:
    """All of them as one shape."""
    ends = [
        (frame.at(x, y), frame.at(x, min(max(model, frame.y.low), frame.y.high))[1]) for x, y, model in spots
    ]
    return tag(
        "path", class_="k-residual", d="".join([f"M{x:.1f} {y:.1f}V{end:.1f}" for (x, y), end in ends])
    )


@lru_cache(maxsize=16)
def _squares(frame: Frame, places: Sequence[Place], kind: str) -> Markup:
    """One shape too: they hold still while a knob is turned."""
    corners = [(x - 4.5, y - 4.5) for x, y in (frame.at(*place) for place in places)]
    return path("".join([f"M{x:.1f} {y:.1f}h9v9h-9z" for x, y in corners]), kind)
