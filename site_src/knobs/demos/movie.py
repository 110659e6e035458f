"""How the pocket model learned: its training as a slider, from random numbers to the end."""

from typing import Annotated

from ..cells import Cells
from ..curves import Line, Panel, Panels, Scale, Stroke
from ..demo import demo
from ..naming import in_words
from ..pocket.learned import TONGUES, facts_panel, loss_axis, loss_lines, own_first, table, writing
from ..pocket.records import Moment
from ..pocket.records import movie as record
from ..stops import Stops
from ..text import Text
from ..views import Note, Own, Row, Stack, View

MOVIE = record()
TICKS = (0, 10_000, 100_000, 1_000_000, 10_000_000)


def in_short(words: int) -> Text:
    """A number of words with two digits: 36,000, or 1.2 million."""
    unit = 10 ** max(0, len(str(words)) - 2)
    return in_words(round(words / unit) * unit)


@demo(title=Text(en="The movie of a training", nl="De film van een training"))
def movie(
    moment: Annotated[
        int,
        Stops(
            names=[in_short(moment.words) for moment in MOVIE.moments],
            label=Text(en="words read", nl="gelezen woorden"),
        ),
    ] = 0,
) -> View:
    now = MOVIE.moments[moment]
    return Own(
        lambda lang: Stack(
            [
                curves(now, lang),
                table(now.known, lang),
                writing(MOVIE.prompts, now.written, now.drawn, lang),
                Row(squares(now, lang)),
                Row([Note(ABOUT.fill(parameters=MOVIE.parameters, seed=str(MOVIE.run.seed)))]),
            ]
        )
    )


def curves(now: Moment, lang: str) -> Panels:
    """The loss on all that was read, with that on new stories; and below it the facts."""
    last = MOVIE.losses[-1][0]
    scale = Scale(READ, 0, last, tuple(tick for tick in TICKS if tick <= last), knee=TICKS[1])
    training = Line(Stroke("error", thin=True), MOVIE.losses)
    loss = loss_axis(max(loss for _, loss in MOVIE.losses))
    own, other = own_first(lang)
    told = {
        "words": in_short(now.words),
        "own": TONGUES[own],
        "other": TONGUES[other],
        "loss": now.known[own].loss,
        "facts": now.known[own].seen,
        "other_loss": now.known[other].loss,
        "other_facts": now.known[other].seen,
    }
    return Panels(
        title=Text(en="Loss and facts while it learned", nl="Verlies en feiten terwijl het leerde"),
        say=SAY.fill(**told),
        x=scale,
        panels=(
            Panel(loss, (training, *loss_lines(MOVIE.reports, lang))),
            facts_panel(MOVIE.reports, lang),
        ),
        now=now.words,
    )


def squares(now: Moment, lang: str) -> list[View]:
    """Some of the parameters themselves, and how alike the rows of some words are."""
    shown, (rows, columns) = len(now.query), MOVIE.corner
    return [
        Cells(QUERY, QUERY_SAY.fill(shown=shown, rows=rows, columns=columns), now.query),
        Cells(ALIKE, ALIKE_SAY, now.alike[lang], "output", MOVIE.names[lang]),
    ]


READ = Text(en="words read", nl="gelezen woorden")
SAY = Text(
    en="After {words} words: {own} has loss {loss:.2f} on new stories and {facts:.0%} of the facts right; {other} has "
    "loss {other_loss:.2f} and {other_facts:.0%}.",
    nl="Na {words} woorden: het {own} heeft verlies {loss:.2f} op nieuwe verhalen en {facts:.0%} van de feiten goed; "
    "het {other} heeft verlies {other_loss:.2f} en {other_facts:.0%}.",
)
QUERY = Text(
    en="Parameters: a corner of the first query matrix",
    nl="Parameters: een hoek van de eerste query-matrix",
)
QUERY_SAY = Text(
    en="The first {shown} rows and columns of {rows} by {columns} parameters; the larger a number, the larger its square, "
    "and open where it is negative.",
    nl="De eerste {shown} rijen en kolommen van {rows} bij {columns} parameters; hoe groter een getal, hoe groter zijn "
    "vierkant, en open waar het negatief is.",
)
ALIKE = Text(
    en="How alike the parameters of two words are",
    nl="Hoe de parameters van twee woorden op elkaar lijken",
)
ALIKE_SAY = Text(
    en="Sixteen words against each other: the more their rows of the embedding point the same way, the larger the square, "
    "and open where they point away from each other.",
    nl="Zestien woorden tegen elkaar: hoe meer hun rijen van de embedding dezelfde kant op wijzen, hoe groter het "
    "vierkant, en open waar ze van elkaar af wijzen.",
)
ABOUT = Text(
    en="One training of {parameters} parameters, from seed {seed}. The thin line of the upper graph is the loss on the texts "
    "that it was reading.",
    nl="Eén training van {parameters} parameters, met startgetal {seed}. De dunne lijn in de bovenste grafiek is het verlies "
    "op de teksten die het aan het lezen was.",
)
