"""One knob: the slope of a line through the origin, v = a · r, as Edwin Hubble drew it in 1929.

Same measurements as `line`. Hubble himself rounded the slope to 500 (km/s) per million parsecs: 0.5 here.
"""

from math import fsum
from typing import Annotated

from ..controls import Slider
from ..demo import demo
from ..text import Text
from ..views import Formula, Piece, Reading, Row, Scatter, Stack, View, factor
from .line import DISTANCE, LOSS, NEBULAE, POINTS, VELOCITY, loss


def least_squares_through_origin() -> float:
    """The slope with the smallest loss when the line must pass through the origin."""
    return fsum(n.distance * n.velocity for n in NEBULAE) / fsum(n.distance**2 for n in NEBULAE)


SLOPE = Slider(low=-1, high=1, step=0.01, symbol="a", dial=True, label=Text(en="slope", nl="helling"))
DISTANCE_WORD = Text(en="distance", nl="afstand")
VELOCITY_WORD = Text(en="velocity", nl="snelheid")


@demo(title=Text(en="One knob", nl="Eén draaiknop"))
def slope(a: Annotated[float, SLOPE] = 0.5) -> View:
    error = loss(a, 0)
    equation = Formula(
        [Piece("output", VELOCITY_WORD), " = ", *factor("param", a, 2), " × ", Piece("input", DISTANCE_WORD)]
    )
    picture = Scatter(
        title=Text(en="Twenty-four nebulae and a line", nl="Vierentwintig nevels en een lijn"),
        say=SAY.fill(a=a, loss=error),
        x=DISTANCE,
        y=VELOCITY,
        points=POINTS,
        slope=a,
        start=0,
        squares=False,
        height=300,
    )
    return Stack([Row([equation, Reading(LOSS, error, 3, "error")]), picture])


SAY = Text(
    en="A line with slope {a:.2f} through zero among 24 nebulae. The mean squared error is {loss:.3f}.",
    nl="Een lijn met helling {a:.2f} door nul tussen 24 nevels. De gemiddelde kwadratische fout is {loss:.3f}.",
)
