"""Every demo, in both languages, at every control's extremes: whole, escaped, and the same wherever it is drawn."""

import json
import re
from typing import Annotated
from xml.etree import ElementTree

import pytest
from knobs import demo
from knobs.controls import Choice, Slider
from knobs.models import models
from knobs.text import LANGUAGES, DemoError, InputError, Text, same
from knobs.views import Formula, View


def needed(asked):
    """What another control must be for this one to be there."""
    return {asked.when.control: asked.when.equals or asked.when.least} if asked.when else {}


CASES = [
    (name, lang, {**needed(asked), control: value})
    for name in demo.names()
    for lang in LANGUAGES
    for control, asked in demo.load(name).controls.items()
    for value in asked.trials()
]
SAID = re.compile(r'<(desc|span) data-say=""[^>]*>([^<]+)</')


NAMES = [model.name for model in models().values()]  # Llama 3.1 has its point in Dutch too
BILINGUAL = {"number-words"}
MAY_REFUSE = {
    "count",  # heads that cannot be shared out, too many chosen experts
    "next-word",  # words that the model does not know
    "one-knob",  # rows that a matrix lacks
}


def where(name):
    return f"look in site_src/knobs/demos/{name.replace('-', '_')}.py"


@pytest.mark.parametrize(
    ("name", "lang", "form"), CASES, ids=lambda v: json.dumps(v) if isinstance(v, dict) else v
)
def test_every_control_at_its_extremes(name, lang, form):
    try:
        html = demo.run(name, lang, json.dumps(form))
    except InputError as refused:  # values that do not go together
        assert name in MAY_REFUSE and re.fullmatch(r"[^\n]{20,200}\.", str(refused)), where(name)
        return
    ElementTree.fromstring(f"<output>{html}</output>")  # well-formed, so every browser reads the same tree
    assert "NaN" not in html and not re.search(r"\bnan\b", html), where(name)
    said = SAID.search(html)
    assert said and said[2].endswith("."), f"{where(name)}: the picture has no sentence"
    group, mark = (",", r"\.") if lang == "en" else (r"\.", ",")
    sentence = re.sub("|".join(map(re.escape, NAMES)), "", said[2])
    for written in re.findall(r"\d[\d.,]*\d", sentence) if name not in BILINGUAL else ():
        number = rf"\d+({group}\d{{3}})*({mark}\d+)?"
        assert re.fullmatch(number, written), f"{where(name)}: {written} in {said[2]}"


@pytest.mark.parametrize("name", demo.names())
def test_all_controls_at_once_at_their_extremes(name):
    for end in (0, -1):
        form = {control: asked.trials()[end] for control, asked in demo.load(name).controls.items()}
        ElementTree.fromstring(f"<output>{demo.run(name, 'nl', json.dumps(form))}</output>")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", demo.names())
def test_render_holds_what_run_draws(name, lang):
    page = demo.render(name, lang)
    assert demo.run(name, lang, "{}") in page, where(name)
    assert SAID.search(page), where(name)
    for control in demo.load(name).controls:
        assert f'name="{control}"' in page, where(name)


@pytest.mark.parametrize("name", demo.names())
def test_every_control_moves_something(name):
    """A knob that changes nothing on its way is broken (those of absent parts are tried with everything present)."""
    controls = demo.load(name).controls
    whole = {c: asked.high for c, asked in controls.items() if getattr(asked, "role", "") == "setting"}
    for control, asked in controls.items():
        forms = [json.dumps({**whole, **needed(asked), control: value}) for value in asked.trials()]
        drawn = {demo.answer(name, "en", form) for form in forms}
        assert len(drawn) > 1, f"{where(name)}: turning {control} changes nothing"


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ("", "geen JSON-object"),
        ("[]", "geen JSON-object"),
        ("[" * 100_000, "geen JSON-object"),
        ('{"a": "veel"}', "veel is geen getal"),
        ('{"a": 7}', "valt daarbuiten"),
        ('{"a": NaN}', "geen getal"),
        ('{"z": 1}', "De demo line heeft geen instelling ‘z’; wel a, b, x of best."),
        ('{"<script>": 1}', "geen instelling ‘<script>’"),
    ],
)
def test_a_bad_form_is_one_sentence(form, sentence):
    with pytest.raises(InputError, match=re.escape(sentence)) as refused:
        demo.run("line", "nl", form)
    assert json.loads(demo.answer("line", "nl", form)) == {"refused": str(refused.value)}


NOTES = {
    "link", "draft", "changed", "unsaved-full", "unsaved-blocked", "newer", "copied", "link-long", "link-broken",
    "link-large", "link-newer", "link-code", "in-address", "stopped", "restarted", "slow-stop",
}  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_demo_has_all_that_its_scripts_show(lang):
    page = demo.render("line", lang, source="../assets/demos/line.py")
    assert set(re.findall(r'<span data-note="([\w-]+)" hidden="">[^<]', page)) == NOTES
    assert {"start", "crash", "network", "room", "wasm"} == set(
        re.findall(r'<span data-why="(\w+)" hidden="">[^<]', page)
    )
    actions = re.findall(r'data-action="(\w+)"', page)
    assert actions == ["retry", "draw", "draw", "source", "share", "stop", "reset"]
    link = f'<a class="k-button" data-action="source" href="../assets/demos/line.py">{demo.SOURCE[lang]}</a>'
    assert link in page
    assert re.search(r'<div class="k-demo__source"[^>]* hidden=""><div class="k-demo__editor"></div>', page)
    assert re.search(r'<div class="k-demo__tools" data-search-exclude="">', page)


def test_without_an_address_no_link_leads_to_the_source():
    page = demo.render("line", "en")
    assert "<a " not in page and "k-demo__source" not in page and 'data-action="share"' in page


def test_answer_carries_the_picture():
    assert json.loads(demo.answer("line", "en", '{"a": 1}')) == {"html": demo.run("line", "en", '{"a": 1}')}


def test_a_start_value_shows_in_the_form():
    page = demo.render("line", "nl", {"a": "0,25", "best": "true"})
    assert 'name="a" min="-1" max="2" step="0.05" value="0.25"' in page
    assert 'name="best" aria-pressed="true"' in page


@pytest.mark.parametrize(
    ("name", "start", "sentence"),
    [
        (
            "lin",
            {},
            "There is no demo “lin”; there are adapter, backprop, bits, blend, count, dirty, distill, double-descent",
        ),
        ("../line", {}, "There is no demo “../line”"),
        ("line", {"c": "1"}, "Demo “line”: The demo line has no control “c”; it has a, b, x or best."),
        ("line", {"a": "9"}, "Demo “line”: “slope” (a) goes from −1 to 2; 9 lies outside that range."),
    ],
)
def test_what_an_author_gets_wrong_is_one_sentence(name, start, sentence):
    with pytest.raises(DemoError, match=re.escape(sentence)):
        demo.check(name, start)
    with pytest.raises(DemoError, match=re.escape(sentence)):
        demo.render(name, "en", start)


def test_a_language_the_site_does_not_speak():
    with pytest.raises(DemoError, match="There is no language “fr”; there are en or nl"):
        demo.render("line", "fr")


def test_an_argument_without_control_or_start_is_refused():
    title = Text(en="t", nl="t")
    with pytest.raises(DemoError, match="argument a needs one control"):

        @demo.demo(title=title)
        def forgotten(a: float = 1.0):
            return Formula([])

    with pytest.raises(DemoError, match="Demo “outside”: “a” \\(a\\) goes from 0 to 1; 3 lies outside"):

        @demo.demo(title=title)
        def outside(
            a: Annotated[
                float, Slider(low=0, high=1, step=0.1, label=title.fill() and Text(en="a", nl="a"))
            ] = 3,
        ):
            return Formula([])


def test_another_start_in_each_language():
    @demo.demo(title=Text(en="t", nl="t"))
    def sums(
        x: Annotated[float, Slider(low=0, high=9, step=0.5, label=Text(en="x", nl="x"))] = Text(
            en="1.5", nl="2,5"
        ),  # type: ignore[assignment]
        y: Annotated[float, Slider(low=0, high=9, label=Text(en="y", nl="y"))] = 4,
    ) -> Formula:
        return Formula([f"{x + y}"])

    assert sums.values({}, "en") == {"x": 1.5, "y": 4} and sums.values({}, "nl") == {"x": 2.5, "y": 4}
    assert sums.values({"x": 3}, "nl") == {"x": 3, "y": 4}


AHEAD = "look at drawn_ahead in site_src/knobs/demo.py"


def test_what_is_drawn_ahead_is_what_would_be_drawn():
    """Under the numbers that JavaScript writes: 0.05, -3."""
    drawn = demo.drawn_ahead("turn-one", "nl")
    assert list(drawn)[:2] == ["-3", "-2.95"] and "0" in drawn and "-0" not in drawn, AHEAD
    assert len(drawn) == 121, AHEAD
    for stop in ("-3", "-0.05", "0", "1.2"):
        assert drawn[stop] == demo.run("turn-one", "nl", f'{{"turn": {stop}}}'), AHEAD


def test_only_a_demo_with_one_slider_is_drawn_ahead():
    def choosing(
        size: Annotated[str, Choice(options={"a": same("a")}, label=same("size"))] = "a",
    ) -> View:
        raise AssertionError

    with pytest.raises(DemoError, match="Demo “choosing” is drawn ahead, for which it needs one slider"):
        demo.demo(title=same("t"), ahead=True)(choosing)
