"""Pictures put things where the numbers say, by hand calculation."""

import json
import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st
from knobs.text import Text
from knobs.views import (
    Again,
    Axis,
    Bars,
    Curve,
    Note,
    Offer,
    Offers,
    Piece,
    Point,
    Scatter,
    dial,
    factor,
    signed,
)

FILE = "look in site_src/knobs/views.py"
HOSTILE = Text(en='<script>alert("x")</script>', nl="<img src=x onerror=alert(1)>")
X, Y = Axis(Text(en="x", nl="x"), 0, 10, 5), Axis(Text(en="y", nl="y"), 0, 10, 2.5)


SQUARE = r'class="k-square" d="M([\d.]+) ([\d.]+)h([\d.]+)v([\d.]+)h-\3z"'


def scatter(lang="en", **changes):
    settings = {
        "title": Text(en="t", nl="t"),
        "say": Text(en="s.", nl="s."),
        "x": X,
        "y": Y,
        "points": [Point(Text(en="P", nl="P"), 5, 5, shown=True)],
        "slope": 0.0,
        "start": 2.5,
    }
    return Scatter(**{**settings, **changes}).html(lang)


def test_the_square_of_an_error_is_square_and_touches_the_line():
    # the paper is 460 × 340 with margins 46, 16, 26 and 48: 39.8 units for one x, 26.6 for one y
    square = re.search(SQUARE, scatter())
    x, y, width, height = map(float, square.groups())
    assert width == height == 66.5, FILE  # 2.5 · 26.6
    assert (x, y) == (245, 159), FILE  # 46 + 5 · 39.8; 340 − 48 − 5 · 26.6


def test_a_square_near_the_edge_turns_inward():
    square = re.search(SQUARE, scatter(points=[Point(Text(en="P", nl="P"), 10, 10)]))
    assert float(square[1]) == 444 - 7.5 * 26.6, FILE


def test_a_point_is_named_in_the_readers_language():
    """In turns: shapes that hold still are kept, and one kept for English must not come back in Dutch."""
    points = [Point(Text(en="north", nl="noord"), 2, 7.5, shown=True)]
    for lang, other in (("en", "noord"), ("nl", "north"), ("en", "noord")):
        drawn, name = scatter(lang, points=points), points[0].name[lang]
        mark = {"en": "7.500", "nl": "7,500"}[lang]
        assert f">{name}</text>" in drawn and f"<title>{name}: " in drawn and mark in drawn, FILE
        assert other not in drawn, FILE


def test_axes_are_written_in_the_readers_language():
    assert ">7.5</text>" in scatter(), FILE
    dutch = scatter("nl")
    assert ">7,5</text>" in dutch and ">7.5<" not in dutch, FILE


def test_a_curve_marks_where_it_stands_inside_its_paper():
    drawn = Curve(
        title=Text(en="t", nl="t"),
        say=Text(en="s.", nl="s."),
        x=X,
        y=Y,
        samples=[(0, 0), (10, 10)],
        now=(99, 10),
    ).html("en")
    assert 'transform="translate(444.0 26.0)"' in drawn, FILE


@given(st.floats(-3, 3))
def test_the_hand_of_a_dial_stands_on_the_value(value):
    turned = float(re.search(r"rotate\((-?[\d.]+) 100 100\)", dial(value, -3, 3))[1])
    assert abs(turned - 45 * value) <= 0.051, FILE


def test_bars_stay_in_order_and_in_their_track():
    drawn = Bars(
        Text(en="b", nl="b"), [("cat", 0.5), ("dog", 2.0), ("eel", -1.0)], top=1, decimals=1, unit="%"
    ).html("nl")
    assert [float(w) for w in re.findall(r'k-fill-output" width="([\d.]+)"', drawn)] == [150, 300, 0], FILE
    assert re.findall(r"k-val\">([^<]+)<", drawn) == ["0,5%", "2,0%", "−1,0%"], FILE
    assert re.findall(r"k-bars__name\">([^<]+)<", drawn) == ["cat", "dog", "eel"], FILE
    assert drawn.index("k-top") < drawn.index("dog") < drawn.index("eel"), FILE


def test_all_else_together_is_not_the_largest():
    rows = [("cat", 0.2), ("dog", 0.3), ("others", 0.5)]
    drawn = Bars(Text(en="b", nl="b"), rows, top=1, rest=True).html("nl")
    assert drawn.count("k-top") == 1 and drawn.index("k-top") < drawn.index("dog"), FILE


def test_an_offer_holds_the_values_that_it_sets():
    values = {"prompt": 'de "kat" <b>’s & co ', "top_k": 3, "temperature": 0.5, "best": True}
    drawn = Offer(Text(en="cat", nl="kat"), values).html("nl")
    begin, end = '<button type="button" class="k-offer" data-set="', '">kat</button>'
    assert drawn.startswith(begin) and drawn.endswith(end), FILE
    written = drawn.removeprefix(begin).removesuffix(end)
    assert not set(written) & set('<>"') and json.loads(unescape(written)) == values, FILE
    assert 'class="k-offer k-offer--word"' in Offer("kat", values, "word").html("nl"), FILE
    said = Offer("cat", {}, say=Text(en="take cat", nl="neem cat"))
    assert 'aria-label="take cat"' in said.html("en"), FILE


def test_offers_stand_below_their_name():
    drawn = Offers(Text(en="Which?", nl="Welke?"), [Offer("a", {}), Offer("b", {})]).html("nl")
    assert re.findall(r">(\w+\??)<", drawn) == ["Welke?", "a", "b"], FILE


def test_names_are_escaped_in_every_view():
    views = [
        Offers(HOSTILE, [Offer(HOSTILE, {})]),
        Piece("param", HOSTILE),
        Offer(HOSTILE, {"prompt": HOSTILE.en}, say=HOSTILE),
        Bars(HOSTILE, [(HOSTILE, 1.0)], top=1),
        Scatter(
            title=HOSTILE,
            say=HOSTILE,
            x=Axis(HOSTILE, 0, 1, 1),
            y=Axis(HOSTILE, 0, 1, 1),
            points=[Point(HOSTILE, 0, 0, shown=True)],
            slope=0,
            start=0,
        ),
    ]
    for view in views:
        for lang in ("en", "nl"):
            assert "<script" not in view.html(lang) and "<img" not in view.html(lang), FILE


def test_negative_terms_are_written_as_at_school():
    assert signed(-0.041, 3).nl == " − 0,041" and signed(0.5, 1).en == " + 0.5", FILE
    assert factor("param", -0.5, 1)[0] == "(" and len(factor("param", 0.5, 1)) == 1, FILE
    assert len(factor("param", -0.001, 1)) == 1, FILE  # rounds to zero, which has no sign


def test_a_view_that_is_not_finished_is_that_view_and_says_so():
    note = Note(HOSTILE)
    again = Again(note)
    assert again.html("nl").startswith(note.html("nl")), FILE
    assert again.html("nl").removeprefix(note.html("nl")) == '<span data-again="" hidden=""></span>', FILE
    assert again, "a view is true, so that None can stand for there being none"
