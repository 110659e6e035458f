"""A demo drawn from a reader's own text: the original stays as it is, and mistakes are told at their lines."""

import json
import sys

import pytest
from knobs import demo, edited
from knobs.text import DemoError

from tests.knobs.reading import Reader, only_own_tags

FILE = "look in site_src/knobs/edited.py"
LINE = demo.source_of("line")
SLOPE_OUT = LINE.replace('low=-1, high=2, step=0.05, symbol="a"', 'low=-3, high=3, step=0.5, symbol="a"')


def ask(source, form=None, lang="en", name="line"):
    return json.loads(demo.answer(name, lang, json.dumps(form or {}), source))


@pytest.fixture(autouse=True)
def fresh():
    edited.LATEST.clear()


@pytest.mark.parametrize("name", demo.names())
def test_the_text_itself_draws_what_the_demo_draws(name, lang):
    source = demo.source_of(name)
    assert f"def {name.replace('-', '_')}(" in source, FILE
    assert ask(source, lang=lang, name=name) == {"html": demo.run(name, lang, "{}")}, FILE


def test_another_formula_draws_another_picture_and_the_original_stays():
    original = json.loads(demo.answer("line", "en", "{}"))
    module = sys.modules["knobs.demos.line"]
    other = ask(LINE.replace("return a * x + b", "return a * x - b"))
    assert other.keys() == {"html"} and other != original, FILE
    assert json.loads(demo.answer("line", "en", "{}")) == original, FILE
    assert sys.modules["knobs.demos.line"] is module, FILE


def test_other_controls_bring_their_form():
    told = ask(SLOPE_OUT, {"a": "1.3", "b": "0.25"})
    assert 'name="a" min="-3" max="3" step="0.5" value="1.5"' in told["form"], FILE
    assert 'name="b" min="-1" max="1" step="0.05" value="0.25"' in told["form"], FILE
    assert told["form"].count("<label") == 3, FILE


def test_what_no_longer_fits_starts_anew():
    gone = LINE.replace("best: Annotated[bool, ANSWER] = False,", "").replace("if best:", "if False:")
    assert gone.count("best:") == 0 and "if False:" in gone, FILE
    told = ask(gone, {"a": "99", "b": "0.25", "best": "true", "unknown": []})
    assert (
        'name="best"' not in told["form"]
        and 'name="a" min="-1" max="2" step="0.05" value="0.50"' in told["form"]
    ), FILE
    assert 'value="0.25"' in told["form"], FILE


def test_a_text_is_run_once_however_often_a_knob_turns():
    counting = LINE + "\nimport builtins, json\njson.times = getattr(json, 'times', 0) + 1\n"
    try:
        for step in range(5):
            assert "html" in ask(counting, {"b": step / 10}), FILE
        assert json.times == 1, FILE
        ask(counting + "# other")
        assert json.times == 2, FILE
    finally:
        del json.times


@pytest.mark.parametrize(
    ("source", "told", "code"),
    [
        (LINE + "\n1 / 0", "ZeroDivisionError", "1 / 0"),
        (LINE.replace("return a * x + b", "return a * x + c"), "name 'c' is not defined", "return a * x + c"),
        (LINE.replace("def line(", "def line(("), "Python cannot read this code", None),
        ("", "must hold one demo", None),
        (LINE.replace("def line(", "def other("), "must hold one demo, a function called line", None),
        (LINE.replace("a: Annotated[float, SLOPE] = 0.5", "a: float = 0.5"), "argument a needs one control", "@demo("),
        (LINE.replace("return Stack(", "return 3 or Stack("), "'int' object has no attribute 'html'", None),
        ("raise SystemExit", "The program ended itself.", None),
        ("from .nothing import x", "No module named 'knobs.demos.nothing'", "from .nothing import x"),
        ("a\0", "Python cannot read this code", None),
        (LINE.replace("y, error =", "import builtins; vars(builtins).clear()\n    y, error ="), "name 'len'", None),
        (LINE + "\nraise ValueError('<script>')", "<script>", None),
    ],
)  # fmt: skip
def test_mistakes_are_told(source, told, code):
    assert source != LINE, "what was to be broken is no longer in knobs/demos/line.py"
    answer = ask(source)
    assert answer.keys() == {"told"} and only_own_tags(answer["told"]), FILE
    read = Reader(answer["told"])
    assert told in read.text, FILE
    if code:
        assert "line.py, line " in read.text and any(line.startswith(code) for line in read.code[1:]), FILE
    assert ask(source) == answer, "told again"
    assert "html" in ask(LINE), "and then mended"


def test_mistakes_are_told_in_the_readers_language():
    source = LINE.replace("return a * x + b", "return a / 0")
    assert "stopte met een fout" in ask(source, lang="nl")["told"], FILE
    assert "stopped with an error" in ask(source, lang="en")["told"], FILE


def test_what_a_text_returns_as_a_view_is_escaped():
    mine = "class Mine:\n    def html(self, lang): return '<script>'\n\n\n@demo("
    told = ask(LINE.replace("@demo(", mine).replace("return Stack(", "return Mine() or Stack("))
    assert told == {"html": "&lt;script&gt;"}, FILE


def test_prints_go_nowhere(capsys):
    assert "html" in ask("print('nowhere')\n" + LINE), FILE
    assert capsys.readouterr() == ("", ""), FILE


def test_a_bad_form_is_refused_and_an_unknown_demo_an_error():
    assert "not a JSON object" in json.loads(demo.answer("line", "en", "[", LINE))["refused"], FILE
    for name in ("absent", "../line", "line.py", ""):
        with pytest.raises(DemoError, match="There is no demo"):
            demo.source_of(name)
        with pytest.raises(DemoError, match="There is no demo"):
            demo.answer(name, "en", "{}", LINE)
