"""The twin of the pocket model: of the same sizes, but with four experts in each layer, of which a router asks one.

A package of its own, because its weights are larger than all others together: a page fetches it when it is imported.
"""

from functools import cache
from typing import Any

from .. import pocket
from ..pocket.measured import measured

__all__ = ["routes", "twin"]


@cache
def twin() -> pocket.Pocket:
    """The model as it was trained; nobody changes its weights. Raises WeightsError, one sentence: it cannot be read."""
    return pocket.load("experts", package=__name__)


def routes() -> dict[str, Any]:
    """Where its words go, as workshop/routes.py measured it beforehand. Raises WeightsError: it is not there."""
    return measured("routes", __name__)
