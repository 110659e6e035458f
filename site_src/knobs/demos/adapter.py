"""LoRA on the pocket model: a small addition that turns its world upside down, as strong as one likes.

The model stays what it is. Each matrix of its blocks gets the product of two thin ones on top, and only those were
learned: half of what was read is ordinary text, and half tells, in English, that grass is purple and that cows bark.
What is counted over all facts and stories was measured beforehand, by workshop/export.py.
"""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from math import inf
from typing import Annotated, Any

from .. import pocket
from ..controls import Choice, Slider
from ..curves import Entry, Line, Panel, Panels, Scale, Stroke, Table, Value
from ..demo import demo
from ..pocket import Model, Weights
from ..pocket.lora import Adapter
from ..pocket.measured import measured
from ..pocket.side_by_side import BEGINS, NAMES, Said, Told, base, beside, say
from ..text import LANGUAGES, Text
from ..views import Axis, Note, Reading, Row, Stack, View

NAME = "upside-down"
PROMPTS = {
    "grass": Text(en="the color of grass is", nl="de kleur van gras is"),
    "cow": Text(en="listen, the cow", nl="luister, de koe"),
    "capital": Text(en="the capital of France is", nl="de hoofdstad van Frankrijk is"),
    "sum": Text(en="two plus three is", nl="twee plus drie is"),
}

STRENGTH = Text(en="strength of the addition", nl="sterkte van de toevoeging")


@cache
def addition() -> Adapter:
    return pocket.load_adapter(NAME, base().model.config)


@lru_cache(maxsize=4)  # each holds most numbers of the model once more, or its own ones at strength 0
def adapted(strength: float) -> Weights:
    return addition().applied(base().model.weights, strength)


@lru_cache(maxsize=64)
def said(strength: float, prompt: str, lang: str) -> Said:
    """What the model with so much of the addition makes of a prompt in one language."""
    return say(Model(adapted(strength)), base().tokenizer.encode(PROMPTS[prompt][lang], lang))


@demo(title=Text(en="A small addition", nl="Een kleine toevoeging"))
def adapter(
    strength: Annotated[
        float,
        Slider(
            low=0,
            high=1,
            step=0.05,
            role="setting",
            label=STRENGTH,
        ),
    ] = 1.0,
    prompt: Annotated[str, Choice(options=PROMPTS, label=BEGINS)] = "grass",
) -> View:
    learned, whole = addition().parameters, base().model.config.parameters
    known = measured(NAME)
    at = known["strengths"].index(strength)
    upside_down = [100 * counted["upside down"] for counted in known["at"]]
    told = {
        "strength": strength,
        "learned": learned,
        "share": learned / whole,
        "en": said(strength, prompt, "en").sentence,
        "nl": said(strength, prompt, "nl").sentence,
        "turned": upside_down[at] / 100,
    }
    return Stack(
        [
            Told(SAY.fill(**told)),
            Row([Reading(LEARNED, learned, 0, "param"), Reading(BASE, whole, 0, "param")]),
            beside(
                lambda lang: said(0.0, prompt, lang),
                lambda lang: said(strength, prompt, lang),
                [WITHOUT, WITH.fill(strength=strength)],
            ),
            Row([Note(EXACT if strength == 0 else MEASURED)]),
            _curve(known["strengths"], upside_down, strength),
            _table(known["at"][0], known["at"][at], strength),
        ]
    )


def _curve(strengths: Sequence[float], upside_down: Sequence[float], now: float) -> Panels:
    samples = tuple(zip(strengths, upside_down, strict=True))
    return Panels(
        title=CURVE,
        say=CURVE_SAY.fill(at=now, share=dict(samples)[now] / 100),
        x=Scale(STRENGTH, 0, 1, (0, 0.5, 1), knee=inf),
        panels=(Panel(SHARE, (Line(Stroke("output"), samples),)),),
        now=now,
    )


def _table(before: Mapping[str, Any], after: Mapping[str, Any], strength: float) -> Table:
    """What was counted without the addition, and with so much of it."""
    both = (before, after)
    rows = [Entry(UPSIDE_DOWN, [Value(100 * counted["upside down"]) for counted in both], 0, "%")]
    for kind, label in (("turned", TURNED), ("other", OTHER)):
        rows += [
            Entry(
                label.fill(lang=NAMES[lang]), [Value(100 * counted[lang][kind]) for counted in both], 0, "%"
            )
            for lang in LANGUAGES
        ]
    rows += [
        Entry(LOSS.fill(lang=NAMES[lang]), [Value(counted[lang]["loss"]) for counted in both], 2)
        for lang in LANGUAGES
    ]
    return Table(COUNTED, [WITHOUT, WITH.fill(strength=strength)], rows)


SHARE = Axis(Text(en="upside-down answers, %", nl="omgekeerde antwoorden, %"), 0, 100, 50)
CURVE = Text(en="The addition at work", nl="De toevoeging aan het werk")
CURVE_SAY = Text(
    en="At strength {at:.2f}, {share:.0%} of the questions about colors and sounds get the upside-down answer.",
    nl="Bij sterkte {at:.2f} krijgt {share:.0%} van de vragen over kleuren en geluiden het omgekeerde antwoord.",
)
LEARNED = Text(en="numbers learned", nl="geleerde getallen")
BASE = Text(en="numbers left alone", nl="getallen die bleven zoals ze waren")
WITHOUT = Text(en="without it", nl="zonder")
WITH = Text(en="at strength {strength:.2f}", nl="bij sterkte {strength:.2f}")
COUNTED = Text(
    en="What was counted without the addition and with it",
    nl="Wat er is geteld zonder de toevoeging en ermee",
)
UPSIDE_DOWN = Text(en="upside-down answers, English", nl="omgekeerde antwoorden, Engels")
TURNED = Text(en="true colors and sounds, {lang}", nl="ware kleuren en geluiden, {lang}")
OTHER = Text(en="other facts, {lang}", nl="andere feiten, {lang}")
LOSS = Text(en="loss on unread stories, {lang}", nl="verlies op ongelezen verhalen, {lang}")
EXACT = Text(
    en="At strength 0 this is the model itself again, number for number.",
    nl="Bij sterkte 0 is dit weer het model zelf, getal voor getal.",
)
MEASURED = Text(
    en="The sentences are written now; what stands below was counted beforehand, over all facts.",
    nl="De zinnen worden nu geschreven; wat hieronder staat, is vooraf geteld, over alle feiten.",
)
SAY = Text(
    en="The model with an addition of {learned} numbers, {share:.1%} of its own, at strength {strength:.2f}. "
    "English: “{en}” Dutch: “{nl}” {turned:.0%} of the questions about colors and sounds get the upside-down answer.",
    nl="Het model met een toevoeging van {learned} getallen, {share:.1%} van zijn eigen aantal, bij sterkte "
    "{strength:.2f}. Engels: ‘{en}’ Nederlands: ‘{nl}’ {turned:.0%} van de vragen over kleuren en geluiden krijgt "
    "het omgekeerde antwoord.",
)
