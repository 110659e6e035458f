"""Every matrix has a name in both languages, and every parameter a sentence of its own."""

from knobs.pocket import Config, Place
from knobs.pocket.named import does, matrices
from knobs.text import LANGUAGES, same

FILE = "look in site_src/knobs/pocket/named.py"
CONFIG = Config(vocabulary=7, context=5, width=4, layers=2, heads=2, feed_forward=6)
WORDS = [same(f"woord{number}") for number in range(CONFIG.vocabulary)]


def test_every_matrix_has_a_name_of_its_own():
    names = matrices(CONFIG)
    assert list(names) == list(CONFIG.shapes), FILE
    for lang in LANGUAGES:
        assert len({name[lang] for name in names.values()}) == len(names), FILE
    assert names["blocks.1.down"]["nl"] == "laag 2, down: wat een neuron zegt", FILE


def test_every_parameter_does_something_else():
    for lang in LANGUAGES:
        told = set()
        for name, shape in CONFIG.shapes.items():
            rows, columns = shape if len(shape) == 2 else (1, *shape)
            told |= {
                does(Place(name, r, c), CONFIG, WORDS)[lang] for r in range(rows) for c in range(columns)
            }
        assert len(told) == CONFIG.parameters, FILE


def test_rows_and_columns_count_from_one_and_words_are_named():
    said = does(Place("embedding", 3, 0), CONFIG, WORDS)
    assert said["en"] == "number 1 of the 4 that stand for the word “woord3”", FILE
    said = does(Place("blocks.0.down", 3, 5), CONFIG, WORDS)
    assert said["nl"] == "wat neuron 6, als het iets zegt, toevoegt aan getal 4 van het woord, in laag 1", (
        FILE
    )
    assert "‘woord6’" in does(Place("word_bias", 0, 6), CONFIG, WORDS)["nl"], FILE
