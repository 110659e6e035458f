"""Smaller and larger: the pocket model among models of other sizes, and its twin, which learned a few rows by heart."""

from typing import Annotated

from ..controls import Choice, When
from ..curves import Entry, Line, Panel, Panels, Scale, Stroke, Table, Value
from ..demo import demo
from ..naming import in_words
from ..pocket.learned import (
    STROKES,
    TONGUES,
    Reports,
    facts_panel,
    loss_axis,
    loss_lines,
    own_first,
    table,
    writing,
)
from ..pocket.records import Size, Twin
from ..pocket.records import sizes as record
from ..stops import Stops
from ..text import Text
from ..views import Note, Own, Row, Stack, View

SIZES = record()
MODELS = SIZES.models
TICKS = (1000, 10_000, 100_000, 1_000_000)
SHOWN = {
    "sizes": Text(en="models of several sizes", nl="verschillende groottes"),
    **(
        {"twin": Text(en="the twin that learned by heart", nl="de tweeling die alles onthield")}
        if SIZES.twin
        else {}
    ),
}


@demo(title=Text(en="Smaller and larger", nl="Kleiner en groter"))
def sizes(
    show: Annotated[str, Choice(options=SHOWN, label=Text(en="show", nl="laat zien"))] = "sizes",
    size: Annotated[
        int,
        Stops(
            names=[in_words(model.parameters) for model in MODELS],
            label=Text(en="parameters", nl="parameters"),
            when=When("show", equals="sizes"),
        ),
    ] = 0,
) -> View:
    if show == "twin" and SIZES.twin:
        return by_heart(SIZES.twin)
    return one_of_several(MODELS[size])


def one_of_several(model: Size) -> View:
    told = {"words": in_words(model.run.words), "seed": str(model.run.seed)}
    return Own(
        lambda lang: Stack(
            [
                curves(model, lang),
                table(model.known, lang),
                writing(SIZES.prompts, model.written, model.drawn, lang),
                Row([Note(TRAINED.fill(**told))]),
            ]
        )
    )


def curves(model: Size, lang: str) -> Panels:
    """Loss and facts of every size, with the place of one."""
    reports: Reports = [(other.parameters, other.known) for other in MODELS]
    low, high = MODELS[0].parameters / 1.2, MODELS[-1].parameters * 1.2
    scale = Scale(PARAMETERS, low, high, tuple(tick for tick in TICKS if low <= tick <= high))
    worst = max(known.loss for other in MODELS for known in other.known.values())
    own, other = (model.known[tongue] for tongue in own_first(lang))
    names = dict(zip(("own", "other"), (TONGUES[tongue] for tongue in own_first(lang)), strict=True))
    numbers = {"loss": own.loss, "facts": own.seen, "other_loss": other.loss, "other_facts": other.seen}
    return Panels(
        title=Text(en="Loss and facts by size", nl="Verlies en feiten naar grootte"),
        say=SAY.fill(parameters=model.parameters, **names, **numbers),
        x=scale,
        panels=(
            Panel(loss_axis(worst), loss_lines(reports, lang, marked=True)),
            facts_panel(reports, lang, marked=True),
        ),
        now=model.parameters,
    )


def by_heart(twin: Twin) -> View:
    return Own(
        lambda lang: Stack([twin_curves(twin, lang), twin_table(twin, lang), Row([Note(lesson(twin, lang))])])
    )


def twin_curves(twin: Twin, lang: str) -> Panels:
    """The loss on what it reads, which falls, and that on new stories; marked where the latter was lowest."""
    own, other = own_first(lang)
    highest = max(loss for _, loss in (*twin.training, *twin.held[own], *twin.held[other]))
    ticks = tuple(tick for tick in (0, 1, 10, 100, 1000) if tick <= twin.times)
    dashes, dots = STROKES["loss"]
    lines = Line(TRAINING, twin.training), Line(dashes, twin.held[own]), Line(dots, twin.held[other])
    return Panels(
        title=Text(en="Two losses of one training", nl="Twee verliezen van één training"),
        say=lesson(twin, lang),
        x=Scale(TIMES, 0, twin.times, ticks, knee=1),
        panels=(Panel(loss_axis(highest)._replace(label=PER_WORD), lines, height=220),),
        now=lowest(twin, own)[0],
    )


def lowest(twin: Twin, tongue: str) -> tuple[float, float]:
    """(times, loss) where the loss on new stories was lowest."""
    return min(twin.held[tongue], key=lambda sample: sample[1])


def twin_table(twin: Twin, lang: str) -> Table:
    """Each loss at its lowest, and at the end."""
    lines = [(BY_HEART, TRAINING, twin.training)]
    for tongue, stroke in zip(own_first(lang), STROKES["loss"], strict=True):
        lines.append((NEW_IN.fill(tongue=TONGUES[tongue]), stroke, twin.held[tongue]))
    rows = [
        Entry(name, [Value(min(loss for _, loss in samples), stroke), Value(samples[-1][1])], decimals=2)
        for name, stroke, samples in lines
    ]
    return Table(LOSSES, [LOWEST, AT_THE_END], rows)


def lesson(twin: Twin, lang: str) -> Text:
    _, best = lowest(twin, lang)
    return LESSON.fill(
        parameters=twin.parameters,
        times=twin.times,
        training=twin.training[-1][1],
        best=best,
        held=twin.held[lang][-1][1],
    )


TRAINING = Stroke("error", thin=True)
PARAMETERS = Text(en="parameters", nl="parameters")
TIMES = Text(en="times it has read the same texts", nl="keren dat het dezelfde teksten las")
PER_WORD = Text(en="loss per word", nl="verlies per woord")
LOSSES = Text(en="Loss", nl="Verlies")
BY_HEART = Text(en="on the texts it read", nl="op de teksten die het las")
NEW_IN = Text(en="on new stories, {tongue}", nl="op nieuwe verhalen, {tongue}")
LOWEST = Text(en="lowest", nl="laagste")
AT_THE_END = Text(en="at the end", nl="aan het eind")
SAY = Text(
    en="With {parameters} parameters, {own} has loss {loss:.2f} on new stories and {facts:.0%} of the facts right; {other} "
    "has loss {other_loss:.2f} and {other_facts:.0%}.",
    nl="Met {parameters} parameters heeft het {own} verlies {loss:.2f} op nieuwe verhalen en {facts:.0%} van de feiten "
    "goed; het {other} heeft verlies {other_loss:.2f} en {other_facts:.0%}.",
)
TRAINED = Text(
    en="This one read {words} words. Each size was trained once, this one from seed {seed}: another seed "
    "would have given slightly other numbers.",
    nl="Dit model las {words} woorden. Elke grootte is één keer getraind, deze met startgetal {seed}: "
    "met een ander startgetal waren de getallen iets anders uitgevallen.",
)
LESSON = Text(
    en="Reading the same few texts {times:.0f} times, {parameters} parameters learned them by heart, down to a loss of "
    "{training:.2f}; on new stories the loss first fell to {best:.2f}, and then rose to {held:.2f}.",
    nl="Door dezelfde paar teksten {times:.0f} keer te lezen, leerden {parameters} parameters ze uit het hoofd, tot een "
    "verlies van {training:.2f}; op nieuwe verhalen daalde het verlies eerst tot {best:.2f} en steeg het daarna tot {held:.2f}.",
)
