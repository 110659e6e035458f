"""What a model has learned, drawn: its loss and its facts as curves and as a table, and what it writes.

All of it in both languages at once, the page's own first: thick and whole, or dashes; the other one in dots.
"""

import math
from collections.abc import Mapping, Sequence

from ..cells import Written
from ..curves import Entry, Line, Panel, Stroke, Table, Value
from ..text import LANGUAGES, Text
from ..views import Axis, Note, Row, Stack, View
from .records import Known, Samples

TONGUES = {"en": Text(en="English", nl="Engels"), "nl": Text(en="Dutch", nl="Nederlands")}
FACTS = Axis(Text(en="facts right, %", nl="feiten goed, %"), 0, 100, 50)
STROKES = {  # for the page's own language, and for the other
    "loss": (Stroke("error", "dashes"), Stroke("error", "dots")),
    "seen": (Stroke("output"), Stroke("output", "dots")),
    "unseen": (Stroke("output", thin=True), Stroke("output", "dots", thin=True)),
}
Reports = Sequence[tuple[float, Mapping[str, Known]]]  # (a place on the scale below, what was known there)


def own_first(lang: str) -> list[str]:
    return [lang, *(other for other in LANGUAGES if other != lang)]


def loss_axis(highest: float) -> Axis:
    """From 0, with two to four steps."""
    step = next((step for step in (1, 2, 3) if highest <= 3 * step), 5)
    return Axis(LOSS, 0, step * math.ceil(highest / step), step)


def loss_lines(reports: Reports, lang: str, *, marked: bool = False) -> tuple[Line, ...]:
    return _lines("loss", reports, lang, marked=marked)


def facts_panel(reports: Reports, lang: str, *, marked: bool = False) -> Panel:
    """Facts asked as they were read, thick, and asked as they never were, thin."""
    both = (*_lines("unseen", reports, lang, marked=False), *_lines("seen", reports, lang, marked=marked))
    return Panel(FACTS, both)


def _lines(what: str, reports: Reports, lang: str, *, marked: bool) -> tuple[Line, ...]:
    scale = 1 if what == "loss" else 100

    def samples(tongue: str) -> Samples:
        return tuple((at, scale * getattr(known[tongue], what)) for at, known in reports)

    strokes = zip(STROKES[what], own_first(lang), strict=True)
    return tuple(Line(stroke, samples(tongue), marked) for stroke, tongue in strokes)


def table(known: Mapping[str, Known], lang: str) -> Table:
    """What a model knows of each language, with the strokes of its curves."""
    tongues = own_first(lang)

    def values(what: str) -> list[Value]:
        scale = 1 if what == "loss" else 100
        strokes = STROKES.get(what, (None, None))
        return [
            Value(scale * getattr(known[tongue], what), stroke)
            for tongue, stroke in zip(tongues, strokes, strict=True)
        ]

    rows = [
        Entry(NEW, values("loss"), decimals=2),
        Entry(SEEN, values("seen"), unit="%"),
        Entry(UNSEEN, values("unseen"), unit="%"),
        Entry(STORIES, values("stories"), unit="%"),
    ]
    return Table(LEARNED, [TONGUES[tongue] for tongue in tongues], rows)


def writing(
    prompts: Mapping[str, Sequence[str]],
    written: Mapping[str, Sequence[str]],
    drawn: Mapping[str, str],
    lang: str,
) -> View:
    """How the model goes on from prompts, and a text that it made up; of the other language, one of each."""
    own, other = own_first(lang)
    lines: list[View] = [Row([Note(MOST_PROBABLE)])]
    for tongue, count in ((own, len(prompts[own])), (other, 1)):
        pairs = list(zip(prompts[tongue], written[tongue], strict=True))
        lines += [Written(prompt, more, tongue) for prompt, more in pairs[:count]]
    lines.append(Row([Note(DRAWN)]))
    lines += [Written("", drawn[tongue], tongue) for tongue in (own, other)]
    return Stack(lines)


LOSS = Text(en="loss per word, on new stories", nl="verlies per woord, op nieuwe verhalen")
NEW = Text(en="loss on new stories", nl="verlies op nieuwe verhalen")
SEEN = Text(en="facts, asked as it read them", nl="feiten, gevraagd zoals gelezen")
UNSEEN = Text(en="facts, asked in another way", nl="feiten, anders gevraagd")
STORIES = Text(en="questions about new stories", nl="vragen over nieuwe verhalen")
LEARNED = Text(en="How much of it is right", nl="Hoeveel ervan goed is")
MOST_PROBABLE = Text(
    en="How it goes on, always with the most probable word:",
    nl="Zo gaat het verder, steeds met het waarschijnlijkste woord:",
)
DRAWN = Text(
    en="A text of its own, each word drawn by its probability:",
    nl="Een eigen tekst, elk woord geloot naar zijn kans:",
)
