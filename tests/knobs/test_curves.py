"""Curves and their table put things where the numbers say, by hand calculation, and differ without color too."""

import re
from math import inf

import pytest
from knobs.curves import Entry, Line, Panel, Panels, Scale, Stroke, Table, Value
from knobs.text import Text, same
from knobs.views import Axis, Piece

FILE = "look in site_src/knobs/curves.py"
X = Scale(same("x"), 1, 100, (1, 10, 100))
Y = Axis(same("y"), 0, 100, 50)
LOSS, FACTS = Stroke("error", "dashes"), Stroke("output")


def panels(*lines, now=None, x=X, lang="en", second=()):
    graphs = tuple(Panel(Y, chosen) for chosen in (lines, second) if chosen)
    return Panels(same("t"), same("s."), x, graphs, now).html(lang)


@pytest.mark.parametrize(
    ("scale", "value", "share"),
    [
        (X, 1, 0),
        (X, 10, 1 / 2),
        (X, 1000, 3 / 2),
        (Scale(same("x"), 0, 99, (0,), knee=1), 0, 0),
        (Scale(same("x"), 0, 99, (0,), knee=1), 9, 1 / 2),  # 1, 10, 100 once the knee is added
        (Scale(same("x"), 0, 10, (0,), knee=1e6), 2.5, 1 / 4),  # far below the knee it is even
        (Scale(same("x"), -10, 10, (0,), knee=inf), -5, 1 / 4),
    ],
)
def test_a_scale_goes_by_factors(scale, value, share):
    assert scale.share(value) == pytest.approx(share, abs=1e-5), FILE


def test_a_line_goes_through_its_samples():
    # 398 units across between 46 and 444; from 28 down to 148 for 100 to 0
    assert 'd="M46.0 148.0L245.0 88.0L444.0 28.0"' in panels(Line(FACTS, ((1, 0), (10, 50), (100, 100)))), (
        FILE
    )


def test_what_lies_outside_is_drawn_on_the_edge():
    assert 'd="M46.0 28.0L444.0 148.0"' in panels(Line(FACTS, ((0.5, 400), (1e4, -3)))), FILE


def test_a_second_graph_stands_below_the_first():
    drawn = panels(Line(LOSS, ((1, 100),)), second=(Line(FACTS, ((1, 100),)),))
    # 28 for its name, 120 for the first graph, 42 for the name of the second
    assert 'd="M46.0 28.0"' in drawn and 'd="M46.0 190.0"' in drawn, FILE
    assert 'viewBox="0 0 460 356"' in drawn, FILE  # 46 more for the scale


def test_an_edge_is_a_line_with_its_words_where_there_is_room():
    for place, x, at, anchor in ((10, 245, 251, "start"), (50, 384.1, 378.1, "end")):
        drawn = Panels(
            same("t"), same("s."), X, (Panel(Y, ()),), edge=(place, Text(en="here", nl="hier"))
        ).html("nl")
        assert f'class="k-edge" d="M{x:.1f} 28V148"' in drawn, FILE
        assert f'x="{at:g}" y="40" text-anchor="{anchor}">hier<' in drawn, FILE


def test_a_number_stands_under_its_mark_where_there_is_room():
    # The scale ends at 444 of 460: two digits fit there, "1 million" ends where the drawing ends.
    for high, at, anchor, told in ((25, 444, "middle", "25"), (1e6, 460, "end", "1 million")):
        drawn = panels(x=Scale(same("x"), 1, high, (1, high)))
        assert re.search(rf'x="{at}(?:\.0)?" y="\d+" text-anchor="{anchor}">{told}<', drawn), FILE


def test_every_line_that_has_a_sample_there_is_marked():
    lines = (
        Line(LOSS, ((1, 100), (10, 50))),
        Line(FACTS, ((10, 25), (100, 0))),
        Line(FACTS, ((1, 0), (100, 0))),
    )
    drawn = panels(*lines, now=10)
    marks = re.findall(r'class="(k-[\w-]+) k-now" d="[^"]+" transform="translate\(([\d. ]+)\)"', drawn)
    assert marks == [("k-cross", "245.0 88.0"), ("k-fill-output", "245.0 118.0")], FILE
    assert 'd="M245.0 28v120"' in drawn, FILE
    assert "k-now" not in panels(*lines), FILE


def test_a_mark_on_every_sample_where_that_is_asked():
    assert panels(Line(FACTS, ((1, 0), (10, 0), (100, 0)), marked=True)).count("k-mark--small") == 3, FILE


def test_no_two_strokes_look_alike_without_color():
    kinds = [Stroke(role, kind, thin) for role in ("output", "error") for kind in ("whole", "dashes", "dots") for thin in (False, True)]  # fmt: skip
    for role in ("output", "error"):
        without = [stroke.classes.replace(f"k-stroke--{role}", "") for stroke in kinds if stroke.role == role]
        assert len(set(without)) == len(without) == 6, FILE


def test_large_numbers_on_the_scale_have_names():
    scale = Scale(same("x"), 0, 2e7, (0, 10_000, 10_000_000), knee=10_000)
    for lang, ticks in (("en", ["0", "10,000", "10 million"]), ("nl", ["0", "10.000", "10 miljoen"])):
        drawn = panels(Line(FACTS, ((0, 0),)), x=scale, lang=lang)
        below = re.findall(r'<text class="k-axis" x="[\d.]+" y="169"[^>]*>([^<]+)<', drawn)
        assert below == ticks, FILE


def test_a_table_has_its_numbers_and_strokes_in_order():
    rows = [Entry(same("loss"), [Value(1.234, LOSS), Value(2)], decimals=2), Entry(same("right"), [Value(99.6), Value(0)], unit="%")]  # fmt: skip
    drawn = Table(same("t"), ["A", "B"], rows).html("nl")
    assert re.findall(r"<b>([^<]+)</b>", drawn) == ["1,23", "2,00", "100%", "0%"], FILE
    assert drawn.count("<svg") == 1 and LOSS.classes in drawn, FILE
    for role, count in (("row", 3), ("columnheader", 2), ("rowheader", 2), ("cell", 5)):
        assert drawn.count(f'role="{role}"') == count, FILE


def test_a_table_may_have_words_and_roles():
    rows = [Entry(same("w"), [Value(same("∞")), Value(""), Value(0.5)], decimals=1)]
    drawn = Table(same("t"), [Piece("error", same("loss")), "B", "C"], rows).html("en")
    assert re.findall(r"<b>([^<]*)</b>", drawn) == ["∞", "", "0.5"], FILE
    assert '<span class="k-role k-error">loss</span>' in drawn and "k-compare--wide" in drawn, FILE


def test_words_are_escaped():
    hostile = Text(en="<script>", nl="<img src=x>")
    views = [
        Panels(hostile, hostile, X._replace(label=hostile), (Panel(Y._replace(label=hostile), ()),)),
        Table(hostile, [hostile], [Entry(hostile, [Value(1)], unit="<b>")]),
        Table(hostile, [Piece("error", hostile)], [Entry(hostile, [Value(hostile)])]),
    ]
    for view in views:
        for lang in ("en", "nl"):
            assert not re.search("<script|<img|1<b>", view.html(lang)), FILE
