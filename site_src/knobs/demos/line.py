"""A line with two knobs: y = a·x + b through the measurements that gave Edwin Hubble his law.

Distances in millions of parsecs (Mpc), velocities in thousands of kilometres a second. Source: E. Hubble (1929),
"A relation between distance and radial velocity among extra-galactic nebulae", PNAS 15 (3), 168–173, table 1,
https://doi.org/10.1073/pnas.15.3.168.
"""

from math import fsum
from typing import Annotated, NamedTuple

from ..controls import Slider, Toggle
from ..demo import demo
from ..text import Text
from ..views import Axis, Formula, Note, Piece, Point, Reading, Row, Scatter, Stack, View, factor, signed


class Nebula(NamedTuple):
    name: str
    distance: float  # Mpc
    velocity: float  # 1000 km/s, away from us


NEBULAE = (
    Nebula("Small Magellanic Cloud", 0.032, 0.170),
    Nebula("Large Magellanic Cloud", 0.034, 0.290),
    Nebula("NGC 6822", 0.214, -0.130),
    Nebula("NGC 598", 0.263, -0.070),
    Nebula("NGC 221", 0.275, -0.185),
    Nebula("NGC 224", 0.275, -0.220),
    Nebula("NGC 5457", 0.45, 0.200),
    Nebula("NGC 4736", 0.5, 0.290),
    Nebula("NGC 5194", 0.5, 0.270),
    Nebula("NGC 4449", 0.63, 0.200),
    Nebula("NGC 4214", 0.8, 0.300),
    Nebula("NGC 3031", 0.9, -0.030),
    Nebula("NGC 3627", 0.9, 0.650),
    Nebula("NGC 4826", 0.9, 0.150),
    Nebula("NGC 5236", 0.9, 0.500),
    Nebula("NGC 1068", 1.0, 0.920),
    Nebula("NGC 5055", 1.1, 0.450),
    Nebula("NGC 7331", 1.1, 0.500),
    Nebula("NGC 4258", 1.4, 0.500),
    Nebula("NGC 4151", 1.7, 0.960),
    Nebula("NGC 4382", 2.0, 0.500),
    Nebula("NGC 4472", 2.0, 0.850),
    Nebula("NGC 4486", 2.0, 0.800),
    Nebula("NGC 4649", 2.0, 1.090),
)


def predict(a: float, b: float, x: float) -> float:
    """The model: two parameters, one input, one output."""
    return a * x + b


def loss(a: float, b: float) -> float:
    """Mean squared error over the 24 nebulae, in (1000 km/s)²."""
    return fsum((predict(a, b, n.distance) - n.velocity) ** 2 for n in NEBULAE) / len(NEBULAE)


def least_squares() -> tuple[float, float]:
    """The slope and start with the smallest loss, by the normal equations of a line."""
    middle_x = fsum(n.distance for n in NEBULAE) / len(NEBULAE)
    middle_y = fsum(n.velocity for n in NEBULAE) / len(NEBULAE)
    spread = fsum((n.distance - middle_x) ** 2 for n in NEBULAE)
    a = fsum((n.distance - middle_x) * (n.velocity - middle_y) for n in NEBULAE) / spread
    return a, middle_y - a * middle_x


DISTANCE = Axis(Text(en="distance x, millions of parsecs", nl="afstand x, miljoen parsec"), 0, 2.2, 0.5)
VELOCITY = Axis(Text(en="velocity y, thousands of km/s", nl="snelheid y, duizend km/s"), -0.4, 1.2, 0.2)
SHOWN = {"NGC 224": Text(en="Andromeda", nl="Andromeda"), "NGC 4486": Text(en="M 87", nl="M 87")}
DUTCH_NAMES = {
    "Small Magellanic Cloud": "Kleine Magelhaense Wolk",
    "Large Magellanic Cloud": "Grote Magelhaense Wolk",
}
POINTS = tuple(
    Point(
        SHOWN.get(n.name, Text(en=n.name, nl=DUTCH_NAMES.get(n.name, n.name))),
        n.distance,
        n.velocity,
        n.name in SHOWN,
    )
    for n in NEBULAE
)


SLOPE = Slider(low=-1, high=2, step=0.05, symbol="a", label=Text(en="slope", nl="richtingscoëfficiënt"))
START = Slider(low=-1, high=1, step=0.05, symbol="b", label=Text(en="start", nl="startgetal"))
PLACE = Slider(low=0, high=2.2, step=0.1, symbol="x", role="input", label=Text(en="distance", nl="afstand"))
ANSWER = Toggle(label=Text(en="Show the least-squares line", nl="Toon de kleinstekwadratenlijn"))


@demo(title=Text(en="A line with two knobs", nl="Een lijn met twee draaiknoppen"))
def line(
    a: Annotated[float, SLOPE] = 0.5,
    b: Annotated[float, START] = 0.5,
    x: Annotated[float, PLACE] = 1.0,
    best: Annotated[bool, ANSWER] = False,
) -> View:
    y, error = predict(a, b, x), loss(a, b)
    say = SAY.fill(a=a, b=signed(b, 2), x=x, y=y, loss=error)
    answer, notes = None, []
    if best:
        answer = least_squares()
        found = BEST.fill(a=answer[0], b=signed(answer[1], 3), loss=loss(*answer))
        say, notes = SAY_BOTH.fill(told=say, found=found), [Note(found)]
    picture = Scatter(
        title=Text(en="Twenty-four nebulae and a line", nl="Vierentwintig nevels en een lijn"),
        say=say,
        x=DISTANCE,
        y=VELOCITY,
        points=POINTS,
        slope=a,
        start=b,
        now=x,
        best=answer,
    )
    product = [*factor("param", a, 2), " × ", Piece("input", x, 1)]
    equation = Formula([Piece("output", y, 2), " = ", *product, " + ", *factor("param", b, 2)])
    return Stack([Row([equation, Reading(LOSS, error, 3, "error")]), *notes, picture])


LOSS = Text(en="mean squared error", nl="gemiddelde kwadratische fout")
SAY = Text(
    en="The line y = {a:.2f} x{b} among 24 nebulae. At x = {x:.1f} it predicts {y:.2f}. "
    "The mean squared error is {loss:.3f}.",
    nl="De lijn y = {a:.2f} x{b} tussen 24 nevels. Bij x = {x:.1f} voorspelt ze {y:.2f}. "
    "De gemiddelde kwadratische fout is {loss:.3f}.",
)
SAY_BOTH = Text(en="{told} {found}", nl="{told} {found}")
BEST = Text(
    en="Least squares: y = {a:.3f} x{b}, with error {loss:.3f}.",
    nl="Kleinste kwadraten: y = {a:.3f} x{b}, met fout {loss:.3f}.",
)
