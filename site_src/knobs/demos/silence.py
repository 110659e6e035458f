"""Which neurons know Dutch? Switch them off and hear which language suffers.

The neurons are the 1,024 of the feed-forwards. Which are switched off first stands in a record, with what was measured
beforehand over all facts and many stories; the sentences are written here and now.
"""

from functools import lru_cache
from statistics import median
from typing import Annotated, Any

from ..controls import Choice, Slider
from ..curves import Entry, Line, Panel, Panels, Scale, Stroke, Table, Value
from ..demo import demo
from ..pocket import Model
from ..pocket.measured import measured
from ..pocket.side_by_side import BEGINS, NAMES, PROMPTS, Said, Told, base, beside, say
from ..pocket.silenced import silenced
from ..text import LANGUAGES, Text
from ..views import Axis, Note, Row, Stack, View

MOST, STEP = 400, 25
COUNTS_SHOWN = range(0, MOST + 1, STEP)
KINDS = {
    "nl": Text(en="those most active in Dutch", nl="de actiefste in het Nederlands"),
    "en": Text(en="those most active in English", nl="de actiefste in het Engels"),
    "random": Text(en="as many at random", nl="evenveel willekeurige"),
}


@lru_cache(maxsize=64)
def said(kind: str, count: int, prompt: str, lang: str) -> Said:
    """What the model with so many neurons off makes of a prompt in one language."""
    pocket = base()
    quieter = silenced(pocket.model.weights, measured("silence")["order"][kind][:count])
    return say(Model(quieter), pocket.tokenizer.encode(PROMPTS[prompt][lang], lang))


@demo(title=Text(en="Switch neurons off", nl="Zet neuronen uit"))
def silence(
    kind: Annotated[
        str, Choice(options=KINDS, label=Text(en="which neurons are off", nl="welke neuronen uit staan"))
    ] = "nl",
    count: Annotated[
        int,
        Slider(
            low=0,
            high=MOST,
            step=STEP,
            role="setting",
            label=Text(en="how many of 1,024", nl="hoeveel van de 1024"),
        ),
    ] = 400,
    prompt: Annotated[str, Choice(options=PROMPTS, label=BEGINS)] = "has",
) -> View:
    known = measured("silence")
    at = known["counts"].index(count)
    told: dict[str, object] = {"count": count, "kind": KINDS[kind], "neurons": known["neurons"]}
    for lang in LANGUAGES:
        loss, facts = middle(known[kind][lang])
        told |= {f"{lang}_loss": loss[at], f"{lang}_facts": facts[at]}
        told[f"{lang}_says"] = said(kind, count, prompt, lang).sentence
    draws = len(known[kind]["en"])
    return Stack(
        [
            Told(SAY.fill(**told)),
            beside(
                lambda lang: said("nl", 0, prompt, lang),
                lambda lang: said(kind, count, prompt, lang),
                [ALL_ON, OFF.fill(count=count)],
            ),
            Row([Note(MEASURED if draws == 1 else DRAWN.fill(draws=draws))]),
            _table(known, kind, at),
            _panels(known, kind, count),
        ]
    )


def middle(measured: list[dict[str, Any]]) -> tuple[list[float], list[float]]:
    """The loss and the share of facts at each count: the median of the draws, of which there may be one."""
    losses = zip(*(draw["loss"] for draw in measured), strict=True)
    facts = zip(*([right / draw["asked"] for right in draw["facts"]] for draw in measured), strict=True)
    return [median(one) for one in losses], [median(one) for one in facts]


def _table(known: dict[str, Any], kind: str, at: int) -> Table:
    found = {lang: middle(known[kind][lang]) for lang in LANGUAGES}
    return Table(
        label=KINDS[kind],
        columns=[NAMES[lang] for lang in LANGUAGES],
        rows=[
            Entry(LOSS, [Value(found[lang][0][at], _stroke("error", lang)) for lang in LANGUAGES], 2),
            Entry(
                FACTS,
                [Value(100 * found[lang][1][at], _stroke("output", lang)) for lang in LANGUAGES],
                0,
                "%",
            ),
        ],
    )


def _panels(known: dict[str, Any], kind: str, count: int) -> Panels:
    """The loss and the facts by how many neurons are off; of several draws each thin, and their median."""
    loss, facts = [], []
    for lang in LANGUAGES:
        losses, right = middle(known[kind][lang])
        draws = known[kind][lang] if len(known[kind][lang]) > 1 else ()
        loss += [_line(known, draw["loss"], _stroke("error", lang, thin=True)) for draw in draws]
        shares = [[one / draw["asked"] for one in draw["facts"]] for draw in draws]
        facts += [_line(known, share, _stroke("output", lang, thin=True), 100) for share in shares]
        loss.append(_line(known, losses, _stroke("error", lang)))
        facts.append(_line(known, right, _stroke("output", lang), 100))
    return Panels(
        title=KINDS[kind],
        say=CURVES,
        x=Scale(COUNT, 0, MOST, (0, 100, 200, 300, 400), EVENLY),
        panels=(Panel(LOSS_AXIS, tuple(loss)), Panel(FACTS_AXIS, tuple(facts))),
        now=count,
    )


def _line(known: dict[str, Any], values: list[float], stroke: Stroke, times: float = 1) -> Line:
    samples = zip(known["counts"], (times * value for value in values), strict=True)
    return Line(stroke, tuple(samples))


def _stroke(role: Any, lang: str, *, thin: bool = False) -> Stroke:
    return Stroke(role, "whole" if lang == "en" else "dashes", thin)


EVENLY = 1e6  # a knee far beyond the scale: it goes evenly
COUNT = Text(en="neurons that are off", nl="neuronen die uit staan")
LOSS_AXIS = Axis(Text(en="loss", nl="verlies"), 0, 4, 1)
FACTS_AXIS = Axis(Text(en="facts right, %", nl="feiten goed, %"), 0, 100, 25)
LOSS = Text(en="loss", nl="verlies")
FACTS = Text(en="facts told right", nl="feiten goed verteld")
ALL_ON = Text(en="all neurons on", nl="alle neuronen aan")
OFF = Text(en="{count} off", nl="{count} uit")
MEASURED = Text(
    en="Measured beforehand, over all facts and over a fifth of the stories that were kept apart, which are a little easier "
    "than all of them:",
    nl="Vooraf gemeten, over alle feiten en over een vijfde van de verhalen die apart gehouden zijn; die vallen iets mee:",
)
DRAWN = Text(
    en="Measured beforehand, over all facts and over a fifth of the stories that were kept apart. Neurons were drawn {draws} times: "
    "each draw is a thin line, and the median a thick one. The sentences above are of the first draw.",
    nl="Vooraf gemeten, over alle feiten en over een vijfde van de verhalen die apart gehouden zijn. De neuronen zijn {draws} keer geloot: "
    "elke loting is een dunne lijn, de mediaan een dikke. De zinnen hierboven horen bij de eerste loting.",
)
CURVES = Text(
    en="Two graphs with a line for each language: the loss, and the facts that are told right, by how many neurons are off.",
    nl="Twee grafieken met een lijn voor elke taal: het verlies, en de feiten die goed verteld worden, naar hoeveel "
    "neuronen uit staan.",
)
SAY = Text(
    en="{count} of {neurons} neurons are off: {kind}. In English the model writes: “{en_says}” In Dutch: “{nl_says}” The "
    "loss is {en_loss:.2f} in English and {nl_loss:.2f} in Dutch; of the facts {en_facts:.0%} and {nl_facts:.0%} are "
    "told right.",
    nl="{count} van de {neurons} neuronen staan uit: {kind}. In het Engels schrijft het model: ‘{en_says}’ In het "
    "Nederlands: ‘{nl_says}’ Het verlies is {en_loss:.2f} in het Engels en {nl_loss:.2f} in het Nederlands; van de feiten "
    "wordt {en_facts:.0%} en {nl_facts:.0%} goed verteld.",
)
