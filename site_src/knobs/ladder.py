"""From the two parameters of a line to the 671 billion of the largest model that we have counted.

The scale is logarithmic: every step to the right is ten times as many. Words and numbers are text and only the rails
are drawings, which stretch, so that it reads the same on a phone. What nobody has published is not on it.
"""

from dataclasses import dataclass
from math import log10

from .figures import FIGURES
from .markup import Markup, join, tag
from .models import models
from .text import Text, number, same

STEPS = 12  # powers of ten: as long as a count of twelve digits
STEP, HEIGHT = 10.0, 12.0  # in the units of a drawing


@dataclass(frozen=True)
class Rung:
    name: Text
    count: int
    note: Text  # the year, and what the number counts where that needs a word


def ladder(lang: str) -> Markup:
    """A rail for each model, with a knob at its number of parameters."""
    rungs = sorted(RUNGS, key=lambda rung: rung.count)
    rows = [
        tag(
            "li",
            tag("span", rung.name[lang], " ", tag("small", rung.note[lang]), class_="k-ladder__name"),
            tag("span", number(rung.count, lang), class_="k-ladder__count"),
            rail(rung.count),
        )
        for rung in rungs
    ]
    marks = tag("div", *(tag("span", mark[lang]) for mark in MARKS), class_="k-ladder__scale")
    first, last = rungs[0], rungs[-1]
    said = SAY.fill(
        rungs=len(rungs), first=first.name, last=last.name, low=first.count, high=last.count, steps=STEPS
    )
    return tag(
        "div",
        tag("p", TITLE[lang], class_="k-demo__title"),
        tag("p", said[lang], class_="k-sr", data_say=True),
        tag("div", marks, class_="k-ladder__head", aria_hidden="true"),
        tag("ol", *rows),
        class_="k-ladder",
    )


def rail(count: int) -> Markup:
    """A line from one to the knob, over a mark for each power of ten; as a drawing that may be stretched."""
    at = STEP * log10(count)
    ticks = join(
        *(
            tag(
                "path",
                class_="k-grid k-grid--thousand" if step % 3 == 0 else "k-grid",
                d=_upright(STEP * step),
            )
            for step in range(STEPS + 1)
        )
    )
    return tag(
        "svg",
        ticks,
        tag("path", class_="k-ladder__rail", d=f"M0 {HEIGHT / 2:g}H{at:.1f}"),
        tag("path", class_="k-ladder__knob", d=f"M{at:.1f} {HEIGHT / 2:g}h.01"),  # its round ends make a dot
        tag("path", class_="k-notch", d=f"M{at:.1f} 1.8V{HEIGHT / 2:g}"),
        viewBox=f"0 0 {STEP * STEPS:g} {HEIGHT:g}",
        preserveAspectRatio="none",
        aria_hidden="true",
    )


def _upright(x: float) -> str:
    return f"M{x:g} 0V{HEIGHT:g}"


def _of(model: str, note: Text | None = None) -> Rung:
    """A model of models.toml; its year is its note, unless there is more to say."""
    found = models()[model]
    year = str(found.year)
    return Rung(same(found.name), found.total, note or same(year))


RUNGS = (
    Rung(
        Text(en="A line", nl="Een lijn"), int(FIGURES["line"].value), Text(en="chapter 1", nl="hoofdstuk 1")
    ),
    Rung(
        Text(en="A small network", nl="Een klein netwerk"),
        int(FIGURES["network"].value),
        Text(en="chapter 1", nl="hoofdstuk 1"),
    ),
    Rung(
        Text(en="Mark I Perceptron", nl="Mark I Perceptron"),
        int(FIGURES["mark1"].value),
        Text(en="1960, at most", nl="1960, ten hoogste"),
    ),
    Rung(
        Text(en="LeNet-5", nl="LeNet-5"),
        int(FIGURES["lenet5"].value),
        Text(en="1998, reads digits", nl="1998, leest cijfers"),
    ),
    Rung(
        Text(en="AlexNet", nl="AlexNet"),
        int(FIGURES["alexnet"].value),
        Text(en="2012, names photos", nl="2012, benoemt foto’s"),
    ),
    _of("bert-base-uncased"),
    _of("gpt2"),
    _of("gpt2-xl"),
    _of("geitje-7b", Text(en="2023, speaks Dutch", nl="2023, spreekt Nederlands")),
    _of("llama2-70b"),
    _of("gpt3-175b"),
    _of("llama3.1-405b"),
    _of("deepseek-v3", Text(en="2024, all experts", nl="2024, alle experts")),
)
TITLE = Text(
    en="Parameters; each step to the right is ten times as many",
    nl="Parameters; elke stap naar rechts is tien keer zoveel",
)
MARKS = (
    Text(en="one", nl="één"),
    Text(en="thousand", nl="duizend"),
    Text(en="million", nl="miljoen"),
    Text(en="billion", nl="miljard"),
)
SAY = Text(
    en="{rungs} models on a logarithmic scale of {steps} powers of ten, from “{first}” with {low} parameters to "
    "{last} with {high}.",
    nl="{rungs} modellen op een logaritmische schaal van {steps} machten van tien, van ‘{first}’ met {low} parameters "
    "tot {last} met {high}.",
)
