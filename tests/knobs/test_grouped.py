"""Bars in groups are as long as their amounts, by hand calculation, and each says to whom it belongs."""

import re

from knobs.grouped import Grouped
from knobs.text import Text, same

FILE = "look in site_src/knobs/grouped.py"
ROWS = [("Paris", (50.0, 25.0)), (Text(en="others", nl="overige"), (0.0, 250.0))]
DRAWN = Grouped(same("t"), [same("teacher"), Text(en="pupil", nl="leerling")], ROWS, 100, 1, "%").html("nl")
GROUPS = DRAWN.split('class="k-grouped__row"')[1:]


def test_bars_are_as_long_as_their_amounts():
    # 300 for a top of 100; nothing is half a unit, so that there is something to see, and too much is cut off
    wide = [re.findall(r'k-seg k-seg--(\w+) k-seg--output"[^>]*?width="([\d.]+)"', group) for group in GROUPS]
    assert [[(kind, float(width)) for kind, width in bars] for bars in wide] == [
        [("solid", 150), ("hatch", 75)],
        [("solid", 0.5), ("hatch", 300)],
    ], FILE


def test_the_textures_are_told_once_and_the_things_to_a_screen_reader_each_time():
    legend = DRAWN.partition('class="k-grouped"')[0]
    assert re.findall(r"k-seg--(\w+) k-seg--output.*?</svg>([^<]+)<", legend) == [
        ("solid", "teacher"),
        ("hatch", "leerling"),
    ], FILE
    heard = [" ".join(re.sub(r"<[^>]*>", " ", group.partition(">")[2]).split()) for group in GROUPS]
    assert heard[0].startswith("Paris teacher: 50,0% leerling: 25,0%"), FILE
    assert heard[1].startswith("overige teacher: 0,0% leerling: 250,0%"), FILE
