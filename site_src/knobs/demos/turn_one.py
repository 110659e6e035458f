"""Turn one: a single knob of the pocket model, and a sum that it does not survive.

The knob is one that workshop/find_knobs.py found to be worth turning, one for each language. Everything else stands as it
was learned. All that a reader can do with this knob and with the others is in `one-knob`.
"""

from functools import cache
from typing import Annotated, NamedTuple

from ..controls import Slider
from ..demo import demo
from ..markup import Markup, tag
from ..pocket.heard import TOKENIZER, WEIGHTS, WORDS, Heard, hear, leader
from ..pocket.named import does
from ..pocket.turned import FARTHEST, Turn
from ..pocket.worth import knobs
from ..text import Text
from ..views import Bars, Note, Own, Piece, Reading, Row, Stack, View

SUM = Text(en="ten minus three is", nl="tien min drie is")
STOPS = [stop / 2 for stop in range(-6, 7)]  # of the dial, at every half turn
PROBABLE = 0.25  # what a word has to reach at one of them to get a bar


class Scene(NamedTuple):
    """What the knob is turned for, in one language."""

    prompt: tuple[int, ...]
    cell: int
    words: tuple[int, ...]  # that are probable somewhere on the dial, from its left to its right


@cache
def scene(lang: str) -> Scene:
    knob = next(knob for knob in knobs() if knob.prompt == SUM[lang])
    prompt, cell = tuple(TOKENIZER.encode(knob.prompt, lang)), WEIGHTS.cell(*knob.place)
    swept = zip(*(turned(prompt, cell, stop).spread for stop in STOPS), strict=True)
    # A bar stands where its word is at its best, so that the longest bar goes along with the hand.
    best = {word: shares.index(max(shares)) for word, shares in enumerate(swept) if max(shares) >= PROBABLE}
    return Scene(prompt, cell, tuple(sorted(best, key=best.__getitem__)))


def turned(prompt: tuple[int, ...], cell: int, turn: float) -> Heard:
    return hear(prompt, 0, (Turn(cell, turn),) if turn else ())


@demo(title=Text(en="One knob of a language model", nl="Eén draaiknop van een taalmodel"), ahead=True)
def turn_one(
    turn: Annotated[
        float, Slider(low=-FARTHEST, high=FARTHEST, step=0.05, dial=True, label=Text(en="turn", nl="draai"))
    ] = 0,
) -> View:
    return Own(lambda lang: draw(scene(lang), turn))


def draw(scene: Scene, turn: float) -> View:
    before, after = (turned(scene.prompt, scene.cell, by).spread for by in (0.0, turn))
    was, now = leader(before), leader(after)
    place = WEIGHTS.where(scene.cell)
    weight, prompt = WEIGHTS.get(scene.cell) + turn, TOKENIZER.decode(scene.prompt, capital=True)
    knob = {"cell": scene.cell + 1, "count": len(WEIGHTS), "what": does(place, WEIGHTS.config, WORDS)}
    heard = {"was": WORDS[was], "before": before[was], "now": WORDS[now], "after": after[now]}
    return Stack(
        [
            GoesOn(prompt, WORDS[now], SAY.fill(**knob, weight=weight, prompt=prompt, **heard)),
            Bars(NEXT, [(WORDS[word], 100 * after[word]) for word in scene.words], 100, 1, "%"),
            Row([Reading(NUMBER, weight, 2, "param")]),
            Row([Note(WHAT.fill(**knob))]),
        ]
    )


class GoesOn(NamedTuple):
    """A sentence and, large, the word that the model goes on with; and all of it in words."""

    prompt: str
    word: Text
    say: Text

    def html(self, lang: str) -> Markup:
        return tag(
            "span",
            tag("span", self.say[lang], data_say=True, hidden=True),
            Piece("input", self.prompt).html(lang),
            " ",
            tag("span", Piece("output", self.word).html(lang), class_="k-goes-on__word"),
            class_="k-goes-on",
        )


NUMBER = Text(en="this parameter", nl="deze parameter")
WHAT = Text(en="Parameter {cell} of {count}: {what}.", nl="Parameter {cell} van de {count}: {what}.")
NEXT = Text(en="How probable each next word is", nl="Hoe waarschijnlijk elk volgend woord is")
SAY = Text(
    en="Parameter {cell} of {count} stands at {weight:.2f}. After “{prompt}” the most probable word is {now}, {after:.0%}; "
    "as learned it was {was}, {before:.0%}.",
    nl="Parameter {cell} van de {count} staat op {weight:.2f}. Na ‘{prompt}’ is het waarschijnlijkste woord {now}, "
    "{after:.0%}; zoals geleerd was het {was}, {before:.0%}.",
)
