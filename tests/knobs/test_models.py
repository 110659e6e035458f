"""The table of models: every row can be used, sourced and compared with what its maker prints."""

import tomllib
from pathlib import Path

import pytest
from knobs import models as module
from knobs.models import UNRELEASED, models

FILE = "look in site_src/knobs/models.toml"
ROWS = tomllib.loads(Path(module.__file__).with_name("models.toml").read_text(encoding="utf-8"))["models"]
# Names that are further from the truth than rounding: a small model whose tables make half of it again.
LOOSE = {"olmo2-1b": 0.33}


def test_every_row_is_a_model_of_its_own():
    assert [row["id"] for row in ROWS] == list(models()) and len(ROWS) == 43, FILE
    assert len({model.name for model in models().values()}) == 43, FILE


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_a_row(row):
    model = models()[row["id"]]
    assert set(row) <= {*model._fields}, FILE
    assert model.status in ("verified", "derived", "computed"), FILE
    assert model.kind == ("encoder" if model.arch.pooler else "moe" if model.arch.n_experts else "dense"), (
        FILE
    )
    assert 2018 <= model.year <= 2026 and model.org and model.name, FILE
    assert model.sources and all(address.startswith("https://") for address in model.sources), FILE
    assert not model.licence_source or (model.licence and model.licence_source.startswith("https://")), FILE
    assert bool(model.licence_source) == (model.licence not in ("", UNRELEASED)), (
        f"{FILE}: say where it stands"
    )
    assert (model.licence == UNRELEASED) == (model.status == "derived"), FILE
    for name, value in row["arch"].items():
        assert getattr(model.arch, name) == value, f"{name}: {FILE}"
    assert (model.active is None) == (model.arch.n_experts == 0), FILE


@pytest.mark.parametrize("model", [m for m in models().values() if m.published], ids=lambda m: m.id)
def test_what_the_maker_prints_is_near(model):
    """A name is rounded to one or two digits: within 5%."""
    assert model.published == pytest.approx(model.total, rel=LOOSE.get(model.id, 0.05)), FILE
    if model.active:
        assert model.published_active == pytest.approx(model.active.excl_input_embedding, rel=0.1), FILE
