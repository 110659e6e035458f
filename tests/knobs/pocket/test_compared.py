"""Before and after: bars to scale, words that differ, and answers that are counted."""

import re
from xml.etree import ElementTree

from knobs.pocket.compared import Answer, Answers, Shift, Told
from knobs.text import Text

FILE = "look in site_src/knobs/pocket/compared.py"
LABEL = Text(en="next", nl="volgende")
END = Text(en="(the end)", nl="(het einde)")


def spans(markup, kind):
    return [
        "".join(one.itertext())
        for one in ElementTree.fromstring(f"<p>{markup}</p>").iter("span")
        if one.get("class") == kind
    ]


def test_bars_before_and_after_and_their_order():
    drawn = Shift(LABEL, [("vijf", 0.9, 0.05), ("zes", 0.06, 0.8), (END, 0.0, 0.1234)], "nl").html("nl")
    widths = re.findall(r'class="(k-fill-output|k-before)" y="\d" width="([\d.]+)"', drawn)
    assert [(kind, float(wide)) for kind, wide in widths] == [
        ("k-fill-output", 15), ("k-before", 270), ("k-fill-output", 240), ("k-before", 18), ("k-fill-output", 37), ("k-before", 0),
    ], FILE  # fmt: skip
    assert spans(drawn, "k-bars__name") == ["vijf", "zes", "(het einde)"], FILE
    assert spans(drawn, "k-val") == ["90,0% → 5,0%", "6,0% → 80,0%", "0,0% → 12,3%"], FILE
    assert drawn.count("k-top") == 1 and "zes" in spans(drawn, "k-bars__row k-top")[0], FILE
    assert 'lang="nl"' not in drawn and 'lang="nl"' in Shift(LABEL, [("vijf", 1, 1)], "nl").html("en"), FILE


def test_all_other_words_together_do_not_lead():
    rows = [("vijf", 0.9, 0.1), ("zes", 0.0, 0.2), ("overige", 0.1, 0.7)]
    drawn = Shift(LABEL, rows, "nl", rest=True).html("nl")
    assert drawn.count("k-top") == 1 and "zes" in spans(drawn, "k-bars__row k-top")[0], FILE


def test_words_that_differ_are_marked_by_more_than_color():
    drawn = Told("gras is", [" groen", ".", " dag"], [" rood", ".", " dag", " en"], "nl").html("en")
    assert spans(drawn, "k-role k-output") == ["rood", "en"], FILE
    before, after = spans(drawn, "k-spelled")
    assert before.endswith("gras is groen. dag") and after.endswith("gras is rood. dag en"), FILE


def test_answers_are_counted_and_what_changed_is_told():
    answers = [
        Answer("gras is", "groen", "groen", "rood"),
        Answer("sneeuw is", "wit", "wit", "wit"),
        Answer("bloed is", "rood", "blauw", "rood"),
    ]
    drawn = Answers(Text(en="Dutch", nl="Nederlands"), "nl", answers).html("en")
    assert spans(drawn, "k-answers__count") == ["Dutch: 2 of 3 right as it learned, 2 as you turned it"], FILE
    assert spans(drawn, "k-answers__change") == ["gras is groen → rood", "bloed is blauw → rood"], FILE
    squares, crosses = re.findall(r'class="(?:k-fill-output|k-cross)" d="([^"]+)"', drawn)
    assert (squares.count("z"), crosses.count("l")) == (2, 2), FILE  # a cross is two lines
