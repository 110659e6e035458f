"""What a reader sends is read, or refused with one sentence in the reader's language; HTML is native."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from knobs.controls import Choice, Kept, Number, Prompt, Slider, Toggle, When
from knobs.text import DemoError, InputError, Text

FILE = "look in site_src/knobs/controls.py"
SLOPE = Slider(low=-1, high=2, step=0.05, symbol="a", label=Text(en="slope", nl="helling"))
COUNT = Slider(low=1, high=8, label=Text(en="layers", nl="lagen"), when=When(control="n", least=3))
KIND = Choice(
    options={"step": Text(en="step", nl="stap"), "relu": Text(en="ReLU", nl="ReLU")},
    label=Text(en="activation", nl="activatiefunctie"),
)
BEST = Toggle(label=Text(en="Show", nl="Toon"))
PRICE = Number(low=0, high=10_000, optional=True, unit="€", label=Text(en="price", nl="prijs"))
GPUS = Number(
    low=1, high=10**36, whole=True, label=Text(en="GPUs", nl="GPU’s"), when=When("kind", equals="own")
)

PROMPT = Prompt(Text(en="prompt", nl="prompt"), longest=40)


@pytest.mark.parametrize(
    ("control", "written", "value"),
    [
        (SLOPE, 0.5, 0.5),
        (SLOPE, "0.5", 0.5),
        (SLOPE, "0,5", 0.5),
        (SLOPE, 2, 2.0),
        (SLOPE, 0.5000001, 0.5),
        (SLOPE, "−0,35", -0.35),
        (COUNT, 3.0, 3),
        (KIND, "relu", "relu"),
        (PRICE, "", None),
        (PRICE, None, None),
        (PRICE, "0,5", 0.5),
        (PRICE, "1.287,5", 1287.5),
        (PRICE, "2", 2.0),
        (GPUS, "10.000", 10_000),
        (GPUS, "174 604 259 328", 174_604_259_328),
        (GPUS, "123456789012345678901234567890123456", 123456789012345678901234567890123456),
        (GPUS, "1e4", 10_000),
        (BEST, True, True),
        (BEST, "false", False),
        (PROMPT, "", ""),
        (PROMPT, "  De kat\t<b>’s  ", "  De kat\t<b>’s  "),
        (PROMPT, "1.287,5", "1.287,5"),
        (PROMPT, 40 * "é", 40 * "é"),
    ],
)
def test_read(control, written, value):
    read = control.read("a", written, "nl")
    assert (read, type(read)) == (value, type(value)), FILE


@pytest.mark.parametrize(
    ("control", "written", "en", "nl"),
    [
        (SLOPE, "x", "“slope” (a) needs a number from −1 to 2; x is not a number.", "geen getal"),
        (SLOPE, 2.1, "“slope” (a) goes from −1 to 2; 2.1 lies outside that range.", "valt daarbuiten"),
        (SLOPE, float("nan"), "nan is not a number", "geen getal"),
        (SLOPE, None, "None is not a number", "geen getal"),
        (SLOPE, True, "True is not a number", "geen getal"),
        (SLOPE, "9" * 1000, "is not a number", "geen getal"),
        (COUNT, 2.5, "needs a whole number from 1 to 8", "geheel getal"),
        (KIND, "cosine", "can be step or relu; cosine is none of these", "step of relu"),
        (KIND, ["relu"], "is none of these", "hoort daar niet bij"),
        (
            PRICE,
            "-1",
            "“price” (price) goes from 0 to 10,000; -1 lies outside that range.",
            "loopt van 0 tot",
        ),
        (PRICE, "a lot", "a lot is not a number", "geen getal"),
        (GPUS, "", "is not a number", "geen getal"),
        (GPUS, "1e3e3", "is not a number", "geen getal"),
        (GPUS, "2.5e0", "needs a whole number from 1 to 1.00", "geheel getal"),
        (GPUS, 37 * "9", "lies outside that range", "valt daarbuiten"),
        (BEST, 1, "is true or false", "true of false"),
        (PROMPT, 3, "“prompt” (a) needs a text; 3 is not one.", "vraagt om een tekst; 3 is dat niet."),
        (PROMPT, ["de"], "needs a text", "vraagt om een tekst"),
        (PROMPT, None, "needs a text", "vraagt om een tekst"),
        (PROMPT, 41 * "x", "takes 40 characters at most; this text has 41.", "ten hoogste 40 tekens"),
    ],
)
def test_refused_in_the_readers_language(control, written, en, nl):
    for lang, sentence in (("en", en), ("nl", nl)):
        name = "price" if control is PRICE else "a"
        with pytest.raises(InputError) as refused:
            control.read(name, written, lang)
        said = str(refused.value)
        assert sentence in said and "\n" not in said and said.endswith(".") and len(said) < 160, FILE


@given(
    st.one_of(st.text(), st.floats(), st.integers(), st.none(), st.lists(st.text())),
    st.sampled_from(["en", "nl"]),
)
def test_anything_is_read_or_refused(written, lang):
    for control in (SLOPE, COUNT, KIND, BEST, PRICE, GPUS, PROMPT):
        try:
            value = control.read("a", written, lang)
        except InputError:
            continue
        if control is PROMPT:
            assert value == written and len(value) <= 40, f"{FILE}: a prompt stays as it was typed"
            continue
        assert value is None or value in control.trials() or control.low <= value <= control.high, FILE


def test_slider_html():
    assert SLOPE.html("a", 0.5, "nl") == (
        '<label class="k-slider k-slider--param"><span class="k-label"><var>a</var> helling</span>'
        '<output class="k-value" data-decimals="2" aria-live="off">0,50</output>'
        '<input type="range" name="a" min="-1" max="2" step="0.05" value="0.50" autocomplete="off"></label>'
    ), FILE


def test_a_control_of_absent_parts_is_hidden():
    assert 'data-if="n&gt;=3" hidden="">' in COUNT.html("layers", 2, "en", hidden=True), FILE


def test_a_slider_that_does_not_fit_its_steps_is_refused():
    with pytest.raises(DemoError, match="from 0 to 1 in steps of 0.3 does not fit"):
        Slider(low=0, high=1, step=0.3, label=Text(en="a", nl="a"))


def test_a_typed_number_is_written_in_the_language():
    assert PRICE.html("price", 1287.5, "nl") == (
        '<label class="k-number"><span class="k-label">prijs</span><span class="k-number__field">'
        '<input type="text" inputmode="decimal" name="price" value="1287,5" autocomplete="off" spellcheck="false">'
        '<span class="k-unit">€</span></span></label>'
    ), FILE
    assert 'value=""' in PRICE.html("price", None, "en"), FILE
    assert 'value="174,604,259,328"' in GPUS.html("n", 174_604_259_328, "en"), FILE
    assert GPUS.write(10**36 - 1, "en").replace(",", "") == 36 * "9", FILE


def test_a_control_can_ask_another_to_be_one_thing():
    assert 'data-if="kind=own" hidden="">' in GPUS.html("n", 1, "en", hidden=True), FILE
    assert GPUS.when.holds({"kind": "own"}) and not GPUS.when.holds({"kind": "gpt2"}), FILE
    assert When("price").holds({"price": 0}) and not When("price").holds({"price": None}), FILE


@given(st.integers(-(10**12), 10**12), st.integers(0, 3), st.sampled_from(["en", "nl"]))
def test_what_is_written_is_read_back(whole, decimals, lang):
    field = Number(low=-1e12, high=1e12, label=Text(en="n", nl="n"))
    value = whole / 10**decimals
    assert field.read("n", field.write(value, lang), lang) == pytest.approx(value, abs=1e-9), FILE


def test_a_prompt_is_typed_and_nothing_helps():
    assert PROMPT.html("prompt", 'de "kat" < 3', "nl") == (
        '<label class="k-prompt"><span class="k-label">prompt</span>'
        '<input type="text" name="prompt" value="de &quot;kat&quot; &lt; 3" autocomplete="off" spellcheck="false" '
        'autocapitalize="off" data-longest="40"></label>'
    ), FILE


def test_a_prompt_says_which_texts_to_try():
    tried = Prompt(PROMPT.label).trials()
    assert "" in tried and any(set(text) >= set('<&">') for text in tried), FILE
    assert all(PROMPT.read("a", text, "en") == text for text in tried), FILE


KEPT = Kept(label=Text(en="turned before", nl="eerder gedraaid"), example="57:1.5", longest=20)


def test_what_a_demo_remembers_is_in_the_form_and_not_in_sight():
    drawn = KEPT.html("kept", "57:1.5 <3", "nl")
    assert 'type="text" name="kept" value="57:1.5 &lt;3"' in drawn and drawn.endswith('hidden="">'), FILE
    assert 'data-longest="20"' in drawn and 'aria-label="eerder gedraaid"' in drawn, FILE
    assert KEPT.read("kept", " 57:1.5", "nl") == " 57:1.5" and len(set(KEPT.trials())) > 1, FILE
    for written, sentence in ((5, "5 is dat niet"), ("x" * 21, "ten hoogste 20 tekens")):
        with pytest.raises(InputError, match=sentence):
            KEPT.read("kept", written, "nl")


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_a_year_has_no_groups(lang):
    year = Number(low=2000, high=2100, whole=True, grouped=False, label=Text(en="year", nl="jaar"))
    assert 'value="2026"' in year.html("year", 2026, lang) and "data-ungrouped" in year.html(
        "year", 2026, lang
    ), FILE
    assert "data-ungrouped" not in PRICE.html("price", 2026, lang) and 'value="2' in PRICE.html(
        "price", 2026, lang
    ), FILE
    assert year.read("year", "2026", lang) == 2026, FILE
    with pytest.raises(InputError, match="2000 (to|tot en met) 2100"):
        year.read("year", "1900", lang)
