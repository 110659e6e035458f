"""Dirty text: what a model learns when a share of the words that it reads are others, or of the facts are false.

Everything here was measured beforehand, by workshop/dirty.py: one recipe, trained once for each share.
"""

import math
from collections.abc import Sequence
from typing import Annotated, NamedTuple

from ..controls import Choice
from ..curves import Entry, Line, Panel, Panels, Scale, Stroke, Table, Value
from ..demo import demo
from ..markup import Markup, tag
from ..naming import in_words
from ..pocket.learned import (
    TONGUES,
    Reports,
    facts_panel,
    loss_axis,
    loss_lines,
    own_first,
    table,
    writing,
)
from ..pocket.records import Dirtied, Read
from ..pocket.records import dirty as record
from ..stops import Stops
from ..text import Text, same
from ..views import Note, Own, Piece, Row, Stack, View

DIRTY = record()
KINDS = {
    "noise": Text(en="noise: random words", nl="ruis: willekeurige woorden"),
    "lies": Text(en="lies: wrong answers", nl="leugens: foute antwoorden"),
}
PERCENT = tuple(round(100 * share) for share in DIRTY.shares)
SHARES = [same(f"{percent}%") for percent in PERCENT]


@demo(title=Text(en="Dirty text", nl="Vuile tekst"))
def dirty(
    kind: Annotated[
        str, Choice(options=KINDS, label=Text(en="what is spoiled", nl="wat er bedorven is"))
    ] = "noise",
    share: Annotated[int, Stops(names=SHARES, label=Text(en="how much of it", nl="hoeveel daarvan"))] = 0,
) -> View:
    models = DIRTY.kinds[kind]
    about = {"parameters": DIRTY.parameters, "words": in_words(DIRTY.run.words), "seed": str(DIRTY.run.seed)}
    return Own(
        lambda lang: Stack(
            [
                Row([Note(READ)]),
                *(Sentence(words) for words in models[share].read[lang]),
                curves(models, kind, share, lang),
                whole_table(models[share], kind, lang),
                writing(DIRTY.prompts, models[share].written, models[share].drawn, lang),
                Row([Note(ABOUT.fill(**about))]),
            ]
        )
    )


class Sentence(NamedTuple):
    """What the model read; a word that does not belong there is marked."""

    words: Sequence[Read]

    def html(self, lang: str) -> Markup:
        pieces: list[Markup | str] = []
        for place, (word, spoilt) in enumerate(self.words):
            told = word[:1].upper() + word[1:] if not place else word
            pieces += [
                " " if place and word not in ".,?" else "",
                Piece("error", told).html(lang) if spoilt else told,
            ]
        return tag("span", *pieces, class_="k-written")


def curves(models: Sequence[Dirtied], kind: str, share: int, lang: str) -> Panels:
    """Loss and facts by the share that was spoilt; of lies, also how many of them it tells."""
    reports: Reports = [(part, model.known) for part, model in zip(PERCENT, models, strict=True)]
    facts = facts_panel(reports, lang, marked=True)
    if kind == "lies":
        told = tuple((part, 100 * model.lies[lang]) for part, model in zip(PERCENT, models, strict=True))
        facts = facts._replace(lines=(*facts.lines, Line(LIED, told)))
    own, other = own_first(lang)
    known = models[share].known
    said = {
        "share": SHARES[share],
        "kind": KINDS[kind],
        "own": TONGUES[own],
        "other": TONGUES[other],
        "loss": known[own].loss,
        "facts": known[own].seen,
        "other_loss": known[other].loss,
        "other_facts": known[other].seen,
    }
    worst = max(
        known.loss for some in DIRTY.kinds.values() for model in some for known in model.known.values()
    )
    return Panels(
        title=Text(
            en="Loss and facts by the share that was spoiled",
            nl="Verlies en feiten naar het deel dat bedorven was",
        ),
        say=SAY.fill(**said),
        x=Scale(SPOILT, 0, PERCENT[-1], PERCENT, knee=math.inf),
        panels=(Panel(loss_axis(worst), loss_lines(reports, lang, marked=True)), facts),
        now=PERCENT[share],
    )


def whole_table(model: Dirtied, kind: str, lang: str) -> Table:
    """What it knows; and of lies, how many it tells."""
    whole = table(model.known, lang)
    if kind != "lies":
        return whole
    told = [Value(100 * model.lies[tongue], LIED if tongue == lang else None) for tongue in own_first(lang)]
    return whole._replace(rows=[*whole.rows, Entry(LIES, told, unit="%")])


LIED = Stroke("error", "dashes", thin=True)
SPOILT = Text(en="% of it that was spoiled", nl="% daarvan dat bedorven was")
LIES = Text(en="facts told with the wrong answer", nl="feiten met het foute antwoord")
READ = Text(en="Some of what it read:", nl="Een paar zinnen die het las:")
SAY = Text(
    en="{share} was spoiled ({kind}). On clean new stories {own} has loss {loss:.2f}, and {facts:.0%} of the facts are right; "
    "{other} has loss {other_loss:.2f} and {other_facts:.0%}.",
    nl="{share} was bedorven ({kind}). Op schone nieuwe verhalen heeft het {own} verlies {loss:.2f}, en {facts:.0%} van de "
    "feiten klopt; het {other} heeft verlies {other_loss:.2f} en {other_facts:.0%}.",
)
ABOUT = Text(
    en="A model of {parameters} parameters, trained once for each share, from seed {seed}; always on {words} words. Stories and "
    "facts are asked clean.",
    nl="Een model van {parameters} parameters, voor elk deel één keer getraind, met startgetal {seed}; steeds op {words} "
    "woorden. Naar verhalen en feiten is in schone tekst gevraagd.",
)
