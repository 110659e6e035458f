"""Values in, pictures out: a small set of views, drawn as SVG and HTML that the stylesheet colours.

A view has `html(lang)`. Colour is never written here, only the role of a thing: parameter, input, output, error.
A drawing carries a title and a sentence (`data-say`) for readers who do not see it. Most views are named tuples:
a frozen dataclass takes four times as long to make, and the page makes them all before its first answer.
Shapes that hold still while a knob is turned are kept: they are half the work of a picture, or more.
"""

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple, Protocol

from .markup import Markup, join, tag
from .text import MINUS, Text, number

Role = Literal["param", "input", "output", "error"]
Words = Text | str


class View(Protocol):
    def html(self, lang: str) -> Markup: ...


class Own(NamedTuple):
    """A picture that each language draws in its own way."""

    draw: Callable[[str], View]

    def html(self, lang: str) -> Markup:
        return self.draw(lang).html(lang)


class Piece(NamedTuple):
    """A value or a word in the colour and the second cue of its role; `decimals` rounds a number."""

    role: Role
    content: Words | float
    decimals: int = 0

    def html(self, lang: str) -> Markup:
        return tag("span", written(self.content, lang, self.decimals), class_=f"k-role k-{self.role}")


class Formula(NamedTuple):
    """A line of calculation: pieces with their roles, and the signs between them as plain text."""

    parts: Sequence[Piece | Words]

    def html(self, lang: str) -> Markup:
        return tag("span", *(inline(part, lang) for part in self.parts), class_="k-equation")


class Reading(NamedTuple):
    """One number that matters, with its name in front of it."""

    label: Words
    value: float
    decimals: int = 0
    role: Role = "output"

    def html(self, lang: str) -> Markup:
        return tag(
            "span",
            tag("span", words(self.label, lang), class_=f"k-role k-{self.role}"),
            " ",
            tag("b", number(self.value, lang, self.decimals)),
            class_=f"k-reading k-reading--{self.role}",
        )


class Note(NamedTuple):
    """A sentence under the numbers."""

    text: Words

    def html(self, lang: str) -> Markup:
        return tag("span", words(self.text, lang), class_="k-note")


class Spelled(NamedTuple):
    """Words of a language that need not be the page's, under the name of that language."""

    name: Words
    tongue: str
    words: str

    def html(self, lang: str) -> Markup:
        told = tag("span", self.words, lang=self.tongue if self.tongue != lang else None)
        return tag(
            "span", tag("span", words(self.name, lang), class_="k-note"), " ", told, class_="k-spelled"
        )


class Offer(NamedTuple):
    """A button in the picture that gives controls of the demo other values, by their names, as if the reader had.

    `kind` is its look: empty for a chip that is there only where scripts run, "again" for one that keeps the focus, to
    be taken once more, "word" for one that is also a word of the picture and stays one without scripts. `say` is what a
    screen reader hears, where the label alone says too little.
    """

    label: Words
    values: Mapping[str, float | int | str | bool]
    kind: str = ""
    say: Words = ""

    def html(self, lang: str) -> Markup:
        return tag(
            "button",
            words(self.label, lang),
            type="button",
            class_=f"k-offer k-offer--{self.kind}" if self.kind else "k-offer",
            data_set=json.dumps(dict(self.values), ensure_ascii=False),
            aria_label=words(self.say, lang) or None,
        )


class Offers(NamedTuple):
    """Offers below their name."""

    name: Words
    offers: Sequence[Offer]

    def html(self, lang: str) -> Markup:
        name = tag("span", words(self.name, lang), class_="k-note")
        return tag("span", name, *(offer.html(lang) for offer in self.offers), class_="k-offers")


class Row(NamedTuple):
    """Views beside each other, wrapping where there is no room."""

    views: Sequence[View]

    def html(self, lang: str) -> Markup:
        return tag("span", *(view.html(lang) for view in self.views), class_="k-readout")


class Stack(NamedTuple):
    """Views below each other."""

    views: Sequence[View]

    def html(self, lang: str) -> Markup:
        return join(*(view.html(lang) for view in self.views))


class Again(NamedTuple):
    """A view that is not finished: the page shows it, and asks the demo for the next picture with the same form.

    So a demo goes on by itself until it draws a picture without this, or somebody turns a knob. A picture is best not
    in the making for longer than a tenth of a second. One without this has to come out alike, however often it is drawn.
    """

    view: View

    def html(self, lang: str) -> Markup:
        return join(self.view.html(lang), tag("span", data_again=True, hidden=True))


class Axis(NamedTuple):
    """A scale with its name and its ticks: values `low` to `high` in the unit that `label` names."""

    label: Text
    low: float
    high: float
    step: float

    @property
    def ticks(self) -> list[float]:
        count = round((self.high - self.low) / self.step)
        return [round(self.low + i * self.step, 9) for i in range(count + 1)]

    def write(self, value: float, lang: str) -> str:
        return number(value, lang, len(f"{self.step:g}".partition(".")[2]))


class Ruler(Protocol):
    """What a graph asks of a scale: an Axis, or one that goes by powers of ten."""

    @property
    def label(self) -> Text: ...
    @property
    def low(self) -> float: ...
    @property
    def high(self) -> float: ...
    @property
    def ticks(self) -> list[float]: ...
    def write(self, value: float, lang: str) -> str: ...


@dataclass(frozen=True)
class Frame:
    """The paper of a graph, 460 wide: turns data into places and draws the axes. Shapes outside are cut off."""

    x: Ruler
    y: Ruler
    height: float = 340

    LEFT, RIGHT, TOP, BOTTOM, WIDTH = 46.0, 16.0, 26.0, 48.0, 460.0

    def at(self, x: float, y: float) -> tuple[float, float]:
        left, low_x, across, floor, low_y, up = self._scales
        return left + (x - low_x) * across, floor - (y - low_y) * up

    @cached_property
    def _scales(self) -> tuple[float, float, float, float, float, float]:
        """Where the low ends of both axes stand, and how far one unit of each goes."""
        floor = self.height - self.BOTTOM
        across = (self.WIDTH - self.LEFT - self.RIGHT) / (self.x.high - self.x.low)
        return (
            self.LEFT,
            self.x.low,
            across,
            floor,
            self.y.low,
            (floor - self.TOP) / (self.y.high - self.y.low),
        )

    def svg(self, title: str, say: str, lang: str, *shapes: Markup) -> Markup:
        right, floor = self.WIDTH - self.RIGHT, self.height - self.BOTTOM
        inner = tag(
            "svg",
            *shapes,
            x=self.LEFT - 8,
            y=self.TOP - 8,
            width=right - self.LEFT + 16,
            height=floor - self.TOP + 16,
            viewBox=f"{self.LEFT - 8:g} {self.TOP - 8:g} {right - self.LEFT + 16:g} {floor - self.TOP + 16:g}",
        )
        return drawing("k-plot", f"0 0 {self.WIDTH:g} {self.height:g}", title, say, axes(self, lang), inner)


class Point(NamedTuple):
    """One measurement with its name; `shown` writes the name beside it."""

    name: Text
    x: float
    y: float
    shown: bool = False


class Scatter(NamedTuple):
    """Named points and the line y = slope · x + start through them, with the errors as squares.

    `now` is an input x whose place on the line is marked; `best` a second line to compare with, (slope, start).
    """

    title: Text
    say: Text
    x: Axis
    y: Axis
    points: Sequence[Point]
    slope: float
    start: float
    now: float | None = None
    best: tuple[float, float] | None = None
    squares: bool = True
    height: float = 340

    def html(self, lang: str) -> Markup:
        frame = Frame(self.x, self.y, self.height)
        shapes = self._errors(frame)
        if self.best:
            shapes.append(self._line(frame, *self.best, "k-best"))
        shapes.append(self._line(frame, self.slope, self.start, "k-line"))
        shapes.append(named_points(frame, tuple(self.points), lang))
        if self.now is not None:
            shapes += self._now(frame, self.now)
        if self.x.low <= 0 <= self.x.high:
            shapes.append(circle(*frame.at(0, self.start), 7.0))
        return frame.svg(self.title[lang], self.say[lang], lang, *shapes)

    def _errors(self, frame: Frame) -> list[Markup]:
        """Each error as a square: its side is the distance to the line, so its area is what the loss adds up.

        All squares are one shape, and so are their sides: a browser lays out two of them sooner than fifty.
        """
        squares, stems = [], []
        for point in self.points:
            x, y = frame.at(point.x, point.y)
            _, line = frame.at(point.x, self.slope * point.x + self.start)
            side = abs(line - y)
            left = x if x + side <= frame.WIDTH - frame.RIGHT else x - side
            squares.append(f"M{left:.1f} {min(line, y):.1f}h{side:.1f}v{side:.1f}h-{side:.1f}z")
            stems.append(f"M{x:.1f} {y:.1f}V{line:.1f}")
        drawn = [path("".join(squares), "k-square")] if self.squares and squares else []
        return [*drawn, path("".join(stems), "k-residual")]

    def _line(self, frame: Frame, slope: float, start: float, kind: str) -> Markup:
        ends = [frame.at(x, slope * x + start) for x in (self.x.low, self.x.high)]
        return path("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ends), kind)

    def _now(self, frame: Frame, x: float) -> list[Markup]:
        (foot_x, foot_y), (_, y) = frame.at(x, self.y.low), frame.at(x, self.slope * x + self.start)
        return [
            path(f"M{foot_x:.1f} {foot_y:.1f}V{y:.1f}", "k-guide"),
            tag("rect", class_="k-fill-input k-now", x=foot_x - 6, y=foot_y - 6, width=12, height=12),
            tag(
                "path",
                class_="k-fill-output k-now",
                d="M0-9 9 0 0 9-9 0z",
                transform=f"translate({foot_x:.1f} {y:.1f})",
            ),
        ]


class Curve(NamedTuple):
    """A function as a line, with the place (x, y) where the demo stands now."""

    title: Text
    say: Text
    x: Axis
    y: Axis
    samples: Sequence[tuple[float, float]]
    now: tuple[float, float]
    height: float = 240

    def html(self, lang: str) -> Markup:
        frame = Frame(self.x, self.y, self.height)
        x, y = frame.at(min(max(self.now[0], self.x.low), self.x.high), self.now[1])
        _, floor = frame.at(self.x.low, self.y.low)
        return frame.svg(
            self.title[lang],
            self.say[lang],
            lang,
            _through(frame, tuple(self.samples)),
            path(f"M{x:.1f} {floor:.1f}V{y:.1f}", "k-guide"),
            tag(
                "path",
                class_="k-fill-output k-now",
                d="M0-9 9 0 0 9-9 0z",
                transform=f"translate({x:.1f} {y:.1f})",
            ),
        )


class Bars(NamedTuple):
    """Named amounts as bars from zero, in a fixed order; `top` is the largest amount the bars can show.

    The largest is bold. With `rest` the last row is all else together, which is not one of the amounts that compete.
    """

    label: Text
    rows: Sequence[tuple[Words, float]]
    top: float
    decimals: int = 0
    unit: str = ""
    role: Role = "output"
    rest: bool = False

    def html(self, lang: str) -> Markup:
        named = self.rows[: len(self.rows) - self.rest]
        best = max((value for _, value in named), default=0)
        tops = [value == best for _, value in named] + [False]
        return tag(
            "span",
            *(
                self._row(words(name, lang), value, top, lang)
                for (name, value), top in zip(self.rows, tops, strict=False)
            ),
            class_="k-bars",
            role="list",
            aria_label=self.label[lang],
        )

    def _row(self, name: str, value: float, top: bool, lang: str) -> Markup:
        wide = 300 * min(max(value, 0), self.top) / self.top if self.top else 0.0
        bar = tag(
            "svg",
            path("M75 0V10M150 0V10M225 0V10M300 0V10", "k-grid"),
            tag("rect", class_=f"k-fill-{self.role}", width=wide, height=10),
            path(f"M{wide + 3:.1f} 0V10", "k-cap") if self.role == "output" else None,
            class_="k-bar",
            viewBox="0 0 300 10",
            preserveAspectRatio="none",
            aria_hidden="true",
        )
        return tag(
            "span",
            tag("span", name, class_="k-bars__name"),
            tag("span", bar, class_="k-track"),
            tag("span", number(value, lang, self.decimals) + self.unit, class_="k-val"),
            class_="k-bars__row k-top" if top else "k-bars__row",
            role="listitem",
        )


@lru_cache(maxsize=16)
def _through(frame: Frame, samples: Sequence[tuple[float, float]]) -> Markup:
    places = "L".join([f"{x:.1f} {y:.1f}" for x, y in (frame.at(*sample) for sample in samples)])
    return path(f"M{places}", "k-line")


def grid(scale: Ruler, value: float) -> str:
    """What a line at this value is: the one at 0 is drawn darker, where the scale has a 0."""
    return "k-zero-line" if value == 0 and isinstance(scale, Axis) else "k-grid"


@lru_cache(maxsize=16)
def axes(frame: Frame, lang: str) -> Markup:
    """Ticks, grid lines and names: they hold still while a knob is turned."""
    right, floor = frame.WIDTH - frame.RIGHT, frame.height - frame.BOTTOM
    marks: list[Markup] = []
    for value in frame.y.ticks:
        _, y = frame.at(frame.x.low, value)
        marks.append(path(f"M{frame.LEFT:g} {y:.1f}H{right:g}", grid(frame.y, value)))
        marks.append(label(frame.LEFT - 7, y + 4, frame.y.write(value, lang), "end"))
    for value in frame.x.ticks:
        marks.append(label(frame.at(value, frame.y.low)[0], floor + 21, frame.x.write(value, lang), "middle"))
    marks.append(label(right, floor + 42, frame.x.label[lang], "end"))
    marks.append(label(0.0, 12.0, frame.y.label[lang], "start"))
    return join(*marks)


@lru_cache(maxsize=16)
def named_points(frame: Frame, points: Sequence[Point], lang: str) -> Markup:
    return join(*(_named(frame, point, lang) for point in points))


def _named(frame: Frame, point: Point, lang: str) -> Markup:
    x, y = frame.at(point.x, point.y)
    told = f"{point.name[lang]}: {number(point.x, lang, 3)}; {number(point.y, lang, 3)}"
    mark = tag("rect", tag("title", told), class_="k-fill-input", x=x - 4.5, y=y - 4.5, width=9, height=9)
    if not point.shown:
        return mark
    near_edge = x > frame.WIDTH - 130
    name = label(x + (-9 if near_edge else 9), y - 7, point.name[lang], "end" if near_edge else "start")
    return join(mark, name)


def dial(value: float, low: float, high: float) -> Markup:
    """A knob of 270 degrees between `low` and `high`, with an arc from zero (or the low end) to the value."""

    def angle(at: float) -> float:
        return -135 + 270 * (at - low) / (high - low)

    def polar(radius: float, degrees: float) -> str:
        turn = math.radians(degrees)
        return f"{100 + radius * math.sin(turn):.1f} {100 - radius * math.cos(turn):.1f}"

    zero = angle(min(max(0.0, low), high))
    turned = angle(value)
    large, clockwise = int(abs(turned - zero) > 180), int(turned > zero)
    ticks = [
        path(
            f"M{polar(88, -135 + step * 11.25)}L{polar(93 if step % 4 else 97, -135 + step * 11.25)}",
            "k-tick" if step % 4 else "k-tick k-tick--major",
        )
        for step in range(25)
    ]
    return tag(
        "svg",
        *ticks,
        path(f"M{polar(80, zero)}A80 80 0 {large} {clockwise} {polar(80, turned)}", "k-arc"),
        tag("circle", class_="k-fill-param", cx=100, cy=100, r=68),
        tag("g", path("M100 92V38", "k-notch"), class_="k-hand", transform=f"rotate({turned:.1f} 100 100)"),
        class_="k-dial",
        viewBox="0 0 200 200",
        aria_hidden="true",
    )


def drawing(kind: str, box: str, title: str, say: str, *shapes: Markup) -> Markup:
    """An SVG that names itself and can be said in one sentence."""
    return tag(
        "svg",
        tag("title", title),
        tag("desc", say, data_say=True),
        *shapes,
        class_=kind,
        viewBox=box,
        role="img",
    )


@lru_cache(maxsize=512, typed=True)
def path(d: str, kind: str, **attributes: object) -> Markup:
    return tag("path", class_=kind, d=d, **attributes)


@lru_cache(maxsize=64, typed=True)
def circle(x: float, y: float, r: float, kind: str = "k-fill-param") -> Markup:
    return tag("circle", class_=kind, cx=x, cy=y, r=r)


@lru_cache(maxsize=128, typed=True)
def label(x: float, y: float, text: str, anchor: str) -> Markup:
    return tag("text", text, class_="k-axis", x=x, y=y, text_anchor=anchor)


def words(text: Words, lang: str) -> str:
    return text[lang] if isinstance(text, Text) else text


def inline(part: Piece | Words, lang: str) -> str:
    """Plain words, or a piece with its role."""
    return part.html(lang) if isinstance(part, Piece) else words(part, lang)


def written(content: Words | float, lang: str, decimals: int) -> str:
    return number(content, lang, decimals) if isinstance(content, (int, float)) else words(content, lang)


def factor(role: Role, value: float, decimals: int) -> list[Piece | Words]:
    """A value inside a calculation: in brackets where it is negative."""
    piece = Piece(role, value, decimals)
    return ["(", piece, ")"] if round(value, decimals) < 0 else [piece]


def signed(value: float, decimals: int) -> Text:
    """' + 0.5' or ' − 0.5': a term of a sum."""
    sign = MINUS if value < 0 else "+"
    return Text(
        en=f" {sign} {number(abs(value), 'en', decimals)}", nl=f" {sign} {number(abs(value), 'nl', decimals)}"
    )


def span(low: float, high: float, count: int) -> Iterable[float]:
    """`count` values from low to high, both included."""
    return (low + (high - low) * i / (count - 1) for i in range(count))
