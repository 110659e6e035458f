"""The twin of the pocket model comes with a package of its own: its sizes, its words, and the record of its weights."""

import hashlib
from dataclasses import replace
from pathlib import Path

import knobs.experts
from knobs import pocket
from knobs.experts import routes, twin

FILE = "look in site_src/knobs/experts/__init__.py"
EXPORT = "run python -m workshop.export again, see site_src/knobs/experts"
WEIGHTS = Path(knobs.experts.__file__).parent / "weights/experts.safetensors"


def test_it_is_the_pocket_model_but_for_its_experts():
    config, base = twin().model.config, pocket.load()
    assert config.experts == 4, EXPORT
    assert replace(config, experts=1).architecture == base.model.config.architecture, EXPORT
    assert twin().tokenizer.words == base.tokenizer.words, EXPORT


def test_it_is_read_once():
    assert twin() is twin() and twin().card.name == "experts", FILE


def test_the_record_is_of_these_weights():
    fingerprint = hashlib.sha256(WEIGHTS.read_bytes()).hexdigest()[:16]
    assert routes()["weights"] == fingerprint, (
        "run python -m workshop.routes site_src/knobs/experts/weights experts"
    )
