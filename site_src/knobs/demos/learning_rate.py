"""How far to turn: the same updates with other learning rates, as a curve of the loss.

The network and its numbers are those of `backprop`.
"""

from typing import Annotated

from ..demo import demo
from ..text import Text
from ..views import View
from .backprop import DONE, MOST, RATE, RATE_NAMES, RATES, START, UMBRELLA, curve, train


@demo(title=Text(en="How far to turn?", nl="Hoe ver draaien?"))
def learning_rate(rate: Annotated[int, RATE] = 0, update: Annotated[int, DONE] = MOST) -> View:
    updates = train(START, UMBRELLA, RATES[rate], update + 1)
    return curve([one.values.L for one in updates], RATE_NAMES[rate], height=180)
