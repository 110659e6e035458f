"""What rounding does: numbers on a line, and each of them going to the nearest level of the line below."""

from collections.abc import Sequence
from typing import NamedTuple

from ..markup import Markup
from ..text import Text, number
from ..views import drawing, label, path

WIDE, EDGE, ABOVE, BELOW, HIGH = 460.0, 24.0, 34.0, 100.0, 166.0


class Snaps(NamedTuple):
    """`before[i]` became `after[i]`, one of `levels`; both lines go from −`farthest` to `farthest`."""

    title: Text
    say: Text
    before: Sequence[float]
    after: Sequence[float]
    levels: Sequence[float]
    farthest: float

    def html(self, lang: str) -> Markup:
        moves = zip(self.before, self.after, strict=True)
        links = [f"M{self._x(was):.1f} {ABOVE:g}L{self._x(now):.1f} {BELOW:g}" for was, now in moves]
        ticks = [f"M{self._x(level):.1f} {BELOW - 7:g}V{BELOW + 7:g}" for level in self.levels]
        lines = [f"M{EDGE:g} {y:g}H{WIDE - EDGE:g}" for y in (ABOVE, BELOW)]
        return drawing(
            "k-plot",
            f"0 0 {WIDE:g} {HIGH:g}",
            self.title[lang],
            self.say[lang],
            path("".join(lines), "k-grid"),
            path("".join(ticks), "k-tick k-tick--major"),
            path("".join(links), "k-link"),
            path(self._dots(self.before, ABOVE), "k-dots"),
            path(self._dots(self.after, BELOW), "k-dots"),
            label(EDGE, 14.0, LEARNED[lang], "start"),
            label(EDGE, HIGH - 16, ROUNDED.fill(count=len(self.levels))[lang], "start"),
            *(
                label(self._x(value), BELOW + 24, number(value, lang, 2), "middle")
                for value in (-self.farthest, 0.0, self.farthest)
            ),
        )

    def _x(self, value: float) -> float:
        share = min(max(value / self.farthest, -1.0), 1.0) if self.farthest else 0.0
        return WIDE / 2 + (WIDE / 2 - EDGE) * share

    def _dots(self, values: Sequence[float], y: float) -> str:
        return "".join(f"M{self._x(value):.1f} {y:g}h0" for value in sorted(set(values)))


LEARNED = Text(en="as the model has them", nl="zoals het model ze heeft")
ROUNDED = Text(en="rounded to {count} levels", nl="afgerond op {count} niveaus")
