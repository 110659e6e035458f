"""The models of models.toml, each with its architecture read and checked: models()["gpt2"].arch.d_model."""

import pkgutil
import tomllib
from functools import cache
from typing import NamedTuple

from .architecture import Architecture, architecture
from .count import Active

UNRELEASED = "unreleased"


class Model(NamedTuple):
    """One model, as models.toml explains its fields."""

    id: str
    name: str
    org: str
    year: int
    kind: str  # dense, moe or encoder
    status: str  # verified, derived or computed
    total: int  # parameters
    sources: tuple[str, ...]  # addresses
    arch: Architecture
    published: int | None = None  # parameters, as the maker rounds them
    published_active: int | None = None
    active: Active | None = None  # only where there are experts
    licence: str = ""  # of the weights; UNRELEASED; or nothing, where no word of the maker has been seen
    licence_source: str = ""  # an address


@cache
def models() -> dict[str, Model]:
    """Every model by its id, in the order of the file."""
    content = pkgutil.get_data(__package__, "models.toml")  # in the browser it lies in a wheel
    assert content is not None  # only a loader that cannot read files gives none
    listed = tomllib.loads(content.decode("utf-8"))["models"]
    return {fields["id"]: _model(**fields) for fields in listed}


def _model(
    *, arch: dict[str, object], sources: list[str], active: dict[str, int] | None = None, **fields: object
) -> Model:
    return Model(
        arch=architecture(arch),
        sources=tuple(sources),
        active=Active(**active) if active else None,
        **fields,  # type: ignore[arg-type]  # the tests read every field of the file
    )
