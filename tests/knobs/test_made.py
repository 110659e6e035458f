"""What a demo makes: asked for, given back, refused, and what the page needs for that. The demos are those of tests/browser."""

import json
import re
import sys
from pathlib import Path

import pytest
from knobs import demo, demos
from knobs.made import LARGEST, MADE_NOTES, MADE_REASONS
from knobs.text import LANGUAGES, DemoError, Text
from knobs.views import Note

FOLDER = Path(__file__).parents[1] / "browser/demos"


@pytest.fixture(autouse=True)
def more_demos(monkeypatch):
    """`tally` and `mirror` are demos like any other, and fresh."""
    monkeypatch.setattr(demos, "__path__", [*demos.__path__, str(FOLDER)])
    yield
    for file in FOLDER.glob("*.py"):
        sys.modules.pop(f"knobs.demos.{file.stem}", None)
        vars(demos).pop(file.stem, None)


def counted(until):
    """Count so far."""
    form = json.dumps({"until": until, "counting": True})
    while "data-again" in demo.run("tally", "en", form):
        pass


def test_nothing_is_made_at_first():
    assert demo.made("tally") is None
    assert demo.made("line") is None, "it makes nothing at all"


def test_what_is_made_goes_to_another_python():
    counted(12)
    assert demo.made("tally") == b"tally:12"
    assert json.loads(demo.take("tally", "nl", memoryview(b"tally:99"))) == {
        "set": {"until": 7, "counting": False}
    }
    assert demo.made("tally") == b"tally:99"
    assert "<b>99</b>" in demo.run("mirror", "en", "{}"), "a demo that uses it sees it"


def test_something_else_is_refused_and_nothing_is_lost():
    counted(12)
    told = {"en": "This file holds no tally.", "nl": "In dit bestand staat geen telling."}
    for lang in LANGUAGES:
        assert json.loads(demo.take("tally", lang, b"\x00\xff")) == {"refused": told[lang]}
    assert demo.made("tally") == b"tally:12"


def test_only_what_makes_can_take():
    with pytest.raises(DemoError, match="Demo “line” makes nothing, so it can take nothing"):
        demo.take("line", "en", b"")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_has_all_that_its_scripts_show(lang):
    page = demo.render("tally", lang)
    assert re.search(r'<knob-demo [^>]*data-makes="tally">', page)
    for kind, sentences in {"note": MADE_NOTES, "why": MADE_REASONS}.items():
        for name, sentence in sentences.items():
            assert f'<span data-{kind}="{name}" hidden="">{sentence[lang]}' in page
    assert {"save", "resume", "forget"} <= set(re.findall(r'data-action="(\w+)"', page))
    file = {"en": "my-tally.safetensors", "nl": "mijn-telling.safetensors"}[lang]
    assert f'data-action="save" data-file="{file}"' in page
    field = f'<input type="file" class="k-sr" accept=".safetensors" data-largest="{LARGEST}000000">'
    assert f"{field}</label>" in page
    assert f"{LARGEST} MB" in MADE_REASONS["large"][lang]


@pytest.mark.parametrize("name", ["line", "mirror"])
def test_a_demo_that_makes_nothing_has_none_of_it(name):
    page = demo.render(name, "en")
    assert "data-makes" not in page and 'type="file"' not in page
    assert not any(f'"{action}"' in page for action in ("save", "resume", "forget"))
    assert ('data-uses="tally"' in page) is (name == "mirror")


def test_one_that_uses_what_nobody_makes(monkeypatch):
    @demo.demo(title=Text(en="t", nl="t"), uses="line")
    def idle():
        return Note("nothing")

    load = demo.load
    monkeypatch.setattr(demo, "load", lambda name: idle if name == "idle" else load(name))
    told = "Demo “idle” uses what “line” makes, but that demo makes nothing"
    with pytest.raises(DemoError, match=told):
        demo.render("idle", "en")
