"""One update of a network that is small enough to see whole: forward, back, and a turn of all nine knobs.

Two inputs, two hidden units with tanh, one output, and the squared error against what the output should have been.
Going back is the chain rule, one factor at a time: D. Rumelhart, G. Hinton and R. Williams (1986), "Learning
representations by back-propagating errors", Nature 323, 533–536, https://doi.org/10.1038/323533a0.
"""

from collections.abc import Sequence
from dataclasses import replace
from math import inf, isfinite, tanh
from typing import Annotated, Literal, NamedTuple

from ..controls import Slider
from ..curves import Entry, Line, Panel, Panels, Scale, Stroke, Table, Value
from ..demo import demo
from ..networks import Knob, Network, Unit
from ..recipes import amount, formula, names_in, sign
from ..stops import Stops
from ..text import LANGUAGES, Text, number, same
from ..views import Axis, Formula, Note, Offer, Offers, Piece, Row, Stack, View, Words


class Example(NamedTuple):
    """What goes in, and the target: what should come out."""

    x1: float
    x2: float
    t: float


class Knobs(NamedTuple):
    """The parameters, or one number for each of them: its gradient."""

    w1: float  # from x1 to h1
    w2: float  # from x2 to h1
    b1: float
    w3: float  # from x1 to h2
    w4: float  # from x2 to h2
    b2: float
    w5: float  # from h1 to y
    w6: float  # from h2 to y
    b3: float


class Values(NamedTuple):
    """What is computed on the way forward, in this order."""

    z1: float
    h1: float
    z2: float
    h2: float
    y: float
    L: float


class Behind(NamedTuple):
    """How the loss changes with each value: what comes back to it from behind."""

    y: float
    h1: float
    z1: float
    h2: float
    z2: float


def forward(knobs: Knobs, example: Example) -> Values:
    """From the inputs to the loss."""
    z1 = knobs.w1 * example.x1 + knobs.w2 * example.x2 + knobs.b1
    z2 = knobs.w3 * example.x1 + knobs.w4 * example.x2 + knobs.b2
    h1, h2 = tanh(z1), tanh(z2)
    y = knobs.w5 * h1 + knobs.w6 * h2 + knobs.b3
    error = y - example.t
    loss = error * error  # error**2 would stop the program where numbers outgrow the computer
    return Values(z1, h1, z2, h2, y, loss)


def backward(knobs: Knobs, example: Example, values: Values) -> Behind:
    """From the loss back to the weighted sums: through a weight times the weight, through tanh times its slope."""
    y = 2 * (values.y - example.t)
    h1, h2 = y * knobs.w5, y * knobs.w6
    return Behind(y, h1, h1 * (1 - values.h1 * values.h1), h2, h2 * (1 - values.h2 * values.h2))


def gradient(example: Example, values: Values, behind: Behind) -> Knobs:
    """How the loss changes with each knob: what comes from behind, times what the knob's unit received."""
    return Knobs(
        w1=behind.z1 * example.x1,
        w2=behind.z1 * example.x2,
        b1=behind.z1,
        w3=behind.z2 * example.x1,
        w4=behind.z2 * example.x2,
        b2=behind.z2,
        w5=behind.y * values.h1,
        w6=behind.y * values.h2,
        b3=behind.y,
    )


def turn(knobs: Knobs, slopes: Knobs, learning_rate: float) -> Knobs:
    """Every knob a little against its gradient."""
    return Knobs(*(knob - learning_rate * slope for knob, slope in zip(knobs, slopes, strict=True)))


class Update(NamedTuple):
    """All numbers of one update."""

    example: Example
    knobs: Knobs
    values: Values
    behind: Behind
    gradient: Knobs
    turned: Knobs
    after: Values  # with the turned knobs


def update_once(knobs: Knobs, example: Example, learning_rate: float) -> Update:
    values = forward(knobs, example)
    behind = backward(knobs, example, values)
    slopes = gradient(example, values, behind)
    turned = turn(knobs, slopes, learning_rate)
    return Update(example, knobs, values, behind, slopes, turned, forward(turned, example))


def train(knobs: Knobs, example: Example, learning_rate: float, updates: int) -> list[Update]:
    """One update after another, and at least one."""
    done = [update_once(knobs, example, learning_rate)]
    while len(done) < updates:
        done.append(update_once(done[-1].turned, example, learning_rate))
    return done


UMBRELLA = Example(x1=0.5, x2=0.8, t=1.0)  # dark clouds, rain in the forecast, and it did rain
# As training begins: weights at random, biases at 0. These weights were chosen so that each number of the first update
# follows from those before it as they are shown, with two decimals.
START = Knobs(w1=0.3, w2=0.5, b1=0.0, w3=0.1, w4=-0.8, b2=0.0, w5=0.5, w6=1.0, b3=0.0)
RATES = (0.001, 0.01, 0.1, 0.3, 0.5, 0.6, 1, 1_000_000)
MOST = 24  # updates that a reader can make before the one that is shown

# Each step, and how what it makes known is worked out. With a d before it, a name is how the loss changes with what is
# named; r is the learning rate. The turn is shown of one knob, for it is the same for all.
STEPS = {
    "start": "",
    "z1": "w1 × x1 + w2 × x2 + b1",
    "h1": "tanh(z1)",
    "z2": "w3 × x1 + w4 × x2 + b2",
    "h2": "tanh(z2)",
    "y": "w5 × h1 + w6 × h2 + b3",
    "L": "(y − t)²",
    "dy": "2 × (y − t)",
    "db3": "dy",
    "dw5": "dy × h1",
    "dw6": "dy × h2",
    "dh1": "dy × w5",
    "dz1": "dh1 × (1 − h1²)",
    "db1": "dz1",
    "dw1": "dz1 × x1",
    "dw2": "dz1 × x2",
    "dh2": "dy × w6",
    "dz2": "dh2 × (1 − h2²)",
    "db2": "dz2",
    "dw3": "dz2 × x1",
    "dw4": "dz2 × x2",
    "turn": "w1 − r × dw1",
    "after": "(y − t)²",
}
ORDER = list(STEPS)
TURNED_AT = ("turn", "after")


def known(update: Update, step: str) -> dict[str, float]:
    """The numbers that are known at a step, by their names."""
    given = {**update.example._asdict(), **update.knobs._asdict()}
    if step == "after":
        return given | update.after._asdict()
    found = update.values._asdict()
    for slopes in (update.behind._asdict(), update.gradient._asdict()):
        found |= {f"d{name}": slope for name, slope in slopes.items()}
    return given | {name: found[name] for name in ORDER[: ORDER.index(step) + 1] if name in found}


def worked_out(update: Update, step: str, rate: Text) -> Formula:
    """How the step comes to its number: with names, and with the reader's own numbers."""
    numbers = known(update, step)
    if step == "turn":
        settings = {"r": (RATE_NAME, rate)}
        return formula("w1", STEPS[step], numbers, update.turned.w1, becomes="←", settings=settings)
    result = "L" if step == "after" else step
    return formula(result, STEPS[step], numbers, numbers[result])


def sentence(update: Update, step: str, rate: Text) -> Text:
    """What happens at the step, in words."""
    numbers = known(update, step)
    told: dict[str, Words] = {name: amount(value) for name, value in numbers.items()}
    told |= {"name": step.removeprefix("d"), "rate": rate, "before": amount(update.values.L)}
    told["value"] = amount(numbers.get(step, update.after.L))
    for place, name in zip(("first", "second"), names_in(STEPS[step]), strict=False):
        told |= {place: name.removeprefix("d"), f"{place}_value": told.get(name, rate)}
    return SENTENCES[step.rstrip("123456")].fill(**told)


def network(update: Update, step: str, say: Text) -> Network:
    """The picture: what is known, and what is at work now."""
    numbers = known(update, step)
    knobs = update.turned if step in TURNED_AT else update.knobs
    if step == "turn":
        numbers = update.example._asdict()  # all else was so before the turn
    result = {"after": "L"}.get(step, step.removeprefix("d"))
    at_work = {result, *names_in(STEPS[step])} if step != "turn" else {*Knobs._fields}
    way: Literal["on", "back"] = "back" if step[0] == "d" else "on"

    def knob(name: str) -> Knob:
        return Knob(getattr(knobs, name), name, f"d{name}" in numbers, way if name in at_work else "")

    def value(name: str) -> Text | None:
        return amount(numbers[name]) if name in numbers else None

    def unit(name: str, bias: str = "") -> Unit:
        return Unit(
            name[0],
            int(name[1:] or 0),
            value(name),
            knob(bias) if bias else None,
            value(f"d{name}"),
            name == result,
        )

    def hidden(name: str, bias: str) -> Unit:
        """Two values: the sum until tanh has bent it; and on the way back, after it, the other way around."""
        z = name.replace("h", "z")
        bent, summed = unit(name, bias), value(z)
        return replace(
            bent,
            value=bent.value or (summed and SUMMED.fill(z=summed)),
            gradient=value(f"d{z}") or bent.gradient,
            lit=result in (name, z),
        )

    joined = Knob(lit=way if step in ("L", "dy", "after") else "")
    return Network(
        title=Text(en="The network", nl="Het netwerk"),
        say=say,
        layers=[
            [unit("x1"), unit("x2")],
            [hidden("h1", "b1"), hidden("h2", "b2")],
            [unit("y", "b3"), unit("t")],
            [unit("L")],
        ],
        weights=[
            [[knob("w1"), knob("w3")], [knob("w2"), knob("w4")]],
            [[knob("w5"), None], [knob("w6"), None]],
            [[joined], [joined]],
        ],
        row=120,
    )


def table(update: Update, step: str) -> Table:
    """The nine knobs, with what is known of each."""
    numbers, turned, slopes = known(update, step), step in TURNED_AT, update.gradient._asdict()
    rows = [
        Entry(
            sign(name),
            [
                Value(amount(value)),
                Value(amount(slopes[name]) if turned or f"d{name}" in numbers else ""),
                Value(amount(getattr(update.turned, name)) if turned else ""),
            ],
        )
        for name, value in update.knobs._asdict().items()
    ]
    return Table(NINE, [Piece("param", NOW), Piece("error", GRADIENT), Piece("param", TURNED)], rows)


def curve(losses: Sequence[float], rate: Text, height: float = 120) -> Stack:
    """The losses that are known, the first one before any update; the last one is marked."""
    updates = len(losses) - 1
    samples = tuple((float(at), loss) for at, loss in enumerate(losses) if isfinite(loss))
    say = NO_LOSS
    if losses:
        told = {"first": amount(losses[0]), "last": amount(losses[-1]), "rate": rate, "updates": updates}
        say = (LOSSES if updates else FIRST_LOSS).fill(**told)
    if len(samples) < len(losses):
        say = BOTH.fill(told=say, more=OUTGROWN)
    line = Line(Stroke("error", "dashes"), samples)
    panels = Panels(
        title=Text(en="The loss, update by update", nl="Het verlies, bijstelling na bijstelling"),
        say=say,
        x=Scale(UPDATES, 0, MOST + 1, tuple(range(0, MOST + 2, 5)), knee=inf),
        panels=(Panel(LOSS, (line,) if samples else (), height),),
        now=samples[-1][0] if samples else None,
    )
    return Stack([Row([Note(say)]), panels])


def hands(step: int, update: int) -> Offers:
    """One step back and one step on; behind the last step begins the next update."""
    last = len(ORDER) - 1
    back = (step - 1, update) if step else (last, update - 1) if update else (step, update)
    on = (step + 1, update) if step < last else (0, update + 1) if update < MOST else (step, update)
    offers = [
        Offer(label, {"step": place[0], "update": place[1]}, "again")
        for label, place in ((BACK, back), (ON, on))
    ]
    return Offers(WALK.fill(step=step + 1, steps=last + 1), offers)


def rounded_off(rate: float) -> Text:
    """0.1 and 0.55: no more decimals than it has."""
    decimals = len(f"{rate:g}".partition(".")[2])
    return Text(**{lang: number(rate, lang, decimals) for lang in LANGUAGES})


RATE_NAMES = [rounded_off(rate) for rate in RATES]
GRADIENT_OF = Text(en="gradient of {name}", nl="gradiënt van {name}")
STEP_NAMES = {
    "start": Text(en="what is given", nl="wat gegeven is"),
    "y": Text(en="the output y", nl="de uitvoer y"),
    "L": Text(en="the loss L", nl="het verlies L"),
    "turn": Text(en="all knobs turn", nl="alle draaiknoppen draaien"),
    "after": Text(en="the loss after it", nl="het verlies daarna"),
}
RATE_NAME = Text(en="learning rate", nl="leersnelheid")
RATE = Stops(names=RATE_NAMES, label=RATE_NAME)
STEP = Stops(
    names=[
        STEP_NAMES.get(step) or (GRADIENT_OF.fill(name=step[1:]) if step[0] == "d" else same(step))
        for step in ORDER
    ],
    label=Text(en="step", nl="stap"),
)
DONE = Slider(low=0, high=MOST, role="setting", label=Text(en="updates made", nl="keer bijgesteld"))
CLOUDS = Slider(
    low=0,
    high=1,
    step=0.1,
    symbol="x1",
    role="input",
    label=Text(en="dark clouds", nl="donkere wolken"),
)
TARGET = Slider(
    low=0,
    high=1,
    symbol="t",
    role="input",
    label=Text(en="target: did it rain?", nl="doel: regende het?"),
)


@demo(title=Text(en="Step by step", nl="Stap voor stap"))
def backprop(
    step: Annotated[int, STEP] = 0,
    update: Annotated[int, DONE] = 0,
    rate: Annotated[int, RATE] = 2,
    x1: Annotated[float, CLOUDS] = 0.5,
    t: Annotated[int, TARGET] = 1,
) -> View:
    at, named = ORDER[step], RATE_NAMES[rate]
    updates = train(START, UMBRELLA._replace(x1=x1, t=float(t)), RATES[rate], update + 1)
    now = updates[-1]
    say = sentence(now, at, named)
    shown = [*known(now, at).values(), *(now.turned if at in TURNED_AT else ())]
    if not all(map(isfinite, shown)):
        say = BOTH.fill(told=say, more=OUTGROWN)
    losses = [one.values.L for one in updates] if update or step >= ORDER.index("L") else []
    return Stack(
        [
            hands(step, update),
            *([Row([worked_out(now, at, named)])] if STEPS[at] else []),
            Row([Note(say)]),
            network(now, at, say),
            table(now, at),
            curve([*losses, now.after.L] if at == "after" else losses, named),
        ]
    )


SUMMED = Text(en="z = {z}", nl="z = {z}")
WALK = Text(en="Step {step} of {steps}", nl="Stap {step} van de {steps}")
BACK = Text(en="One step back", nl="Een stap terug")
ON = Text(en="One step on", nl="Een stap verder")
NINE = Text(en="The nine knobs", nl="De negen draaiknoppen")
NOW = Text(en="stands at", nl="staat op")
GRADIENT = Text(en="gradient", nl="gradiënt")
TURNED = Text(en="turns to", nl="draait naar")
UPDATES = Text(en="updates", nl="bijstellingen")
LOSS = Axis(Text(en="loss", nl="verlies"), 0, 4, 2)
NO_LOSS = Text(en="No loss has been worked out yet.", nl="Er is nog geen verlies berekend.")
FIRST_LOSS = Text(
    en="No update has been made yet. The loss is {last}.",
    nl="Er is nog niet bijgesteld. Het verlies is {last}.",
)
LOSSES = Text(
    en="Updates made: {updates}, at learning rate {rate}. The loss went from {first} to {last}.",
    nl="Keer bijgesteld: {updates}, met leersnelheid {rate}. Het verlies ging van {first} naar {last}.",
)
BOTH = Text(en="{told} {more}", nl="{told} {more}")
OUTGROWN = Text(
    en="Some of these numbers are too large for the computer, which counts to about 1.8 × 10³⁰⁸. There ∞ stands for too "
    "large, and ? for what is no number any more. No turn leads back from there.",
    nl="Sommige van deze getallen zijn te groot voor de computer, die tot ongeveer 1,8 × 10³⁰⁸ telt. Daar staat ∞ voor te "
    "groot, en ? voor wat geen getal meer is. Vandaar leidt geen draai terug.",
)
# By what a step makes known; the numbers behind the letters are left out.
SENTENCES = {
    "start": Text(
        en="What goes in is {x1} and {x2}, and what should come out is {t}. The nine knobs stand where the table has them. "
        "Nothing else is known yet.",
        nl="Er gaan {x1} en {x2} in, en er hoort {t} uit te komen. De negen draaiknoppen staan zoals in de tabel. Meer is "
        "er nog niet bekend.",
    ),
    "z": Text(
        en="{name} is a weighted sum: each input times its weight, and the bias. It comes to {value}.",
        nl="{name} is een gewogen som: elke invoerwaarde maal haar gewicht, plus de bias. Dat is {value}.",
    ),
    "h": Text(
        en="The curve of this unit, tanh, turns {first_value} into {value}. It always gives a number between −1 and 1.",
        nl="De kromme van deze eenheid, tanh, maakt van {first_value} het getal {value}. Er komt altijd iets tussen −1 en 1 "
        "uit.",
    ),
    "y": Text(
        en="The output adds up both hidden values, each times its weight, and a bias. It is {value} and should be {t}.",
        nl="De uitvoer telt beide verborgen waarden op, elk maal haar gewicht, plus een bias. Dat is {value}, en het hoort "
        "{t} te zijn.",
    ),
    "L": Text(
        en="The loss is how far the output is off, squared: {value}.",
        nl="Het verlies is hoever de uitvoer ernaast zit, in het kwadraat: {value}.",
    ),
    "dy": Text(
        en="Now back. If y grew by a little, the loss would change by {value} times that little.",
        nl="Nu terug. Werd y een klein beetje groter, dan veranderde het verlies met {value} maal dat beetje.",
    ),
    "db": Text(
        en="A bias is added as it is, so what comes from behind is its gradient, unchanged: {value}.",
        nl="Een bias wordt gewoon opgeteld. Wat er van achteren komt, is dus zonder meer zijn gradiënt: {value}.",
    ),
    "dw": Text(
        en="From behind, from {first}, comes {first_value}; what came in along {name} was {second}, {second_value}. "
        "Multiplied, they say how the loss changes with {name}: {value}.",
        nl="Van achteren, van {first}, komt {first_value}; wat langs {name} binnenkwam, was {second}, {second_value}. "
        "Vermenigvuldigd zeggen ze hoe het verlies met {name} verandert: {value}.",
    ),
    "dh": Text(
        en="Farther back. {name} went into y by way of {second}, so what comes from y is multiplied by {second}: {value}.",
        nl="Verder terug. {name} kwam via {second} in y terecht. Wat er van y komt, wordt dus met {second} vermenigvuldigd: "
        "{value}.",
    ),
    "dz": Text(
        en="Back through tanh. The flatter the curve is where this unit stands, the less comes through: of {first_value} "
        "there remains {value}.",
        nl="Terug door tanh. Hoe vlakker de kromme loopt waar deze eenheid staat, hoe minder erdoor komt: van {first_value} "
        "blijft {value} over.",
    ),
    "turn": Text(
        en="All nine gradients are known, and all nine knobs turn at once: each by {rate} times its gradient, the other way.",
        nl="Alle negen gradiënten zijn bekend, en alle negen draaiknoppen draaien tegelijk: elk {rate} maal zijn gradiënt, "
        "de andere kant op.",
    ),
    "after": Text(
        en="Forward once more, with the knobs as they stand now. The loss was {before}, and is {value}.",
        nl="Nog een keer vooruit, met de draaiknoppen zoals ze nu staan. Het verlies was {before} en is {value}.",
    ),
}
