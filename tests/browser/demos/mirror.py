"""For tests alone: a demo that uses what `tally` makes."""

from typing import Annotated

from ..controls import Slider
from ..demo import demo
from ..text import Text, same
from ..views import Reading, View
from .tally import TALLY


@demo(title=Text(en="A mirror", nl="Een spiegel"), uses="tally")
def mirror(plus: Annotated[int, Slider(low=0, high=9, label=same("plus"))] = 0) -> View:
    return Reading("seen", TALLY.count + plus)
