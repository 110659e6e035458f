"""Points, errors and curves stand where the numbers say, by hand calculation."""

import re

from knobs.fits.fitted import Fitted, Spot
from knobs.text import LANGUAGES, Text, same
from knobs.views import Axis

FILE = "look in site_src/knobs/fits/fitted.py"
X, Y = Axis(same("x"), 0, 1, 0.5), Axis(same("y"), -2, 2, 1)
SEEN, APART = [Spot(0.5, 1, 0)], [Spot(0.25, -1, -1), Spot(1, 0, 9)]


def drawn(lang="en", **more):
    title, say = Text(en="t", nl="een t"), Text(en="s.", nl="een s.")
    return Fitted(title, say, X, Y, SEEN, APART, [(0, 0), (1, 1)], height=274, **more).html(lang)


def shapes(picture, kind):
    return re.findall(rf'class="{kind}" d="([^"]+)"', picture)


def test_places():
    """398 units across from 46 on; 200 units up for four, from 226: 50 for one."""
    picture = drawn()
    assert shapes(picture, "k-fill-input") == ["M240.5 71.5h9v9h-9z"], FILE
    assert shapes(picture, "k-apart") == ["M141.0 171.5h9v9h-9zM439.5 121.5h9v9h-9z"], FILE
    assert shapes(picture, "k-line") == ["M46.0 126.0L444.0 76.0"], FILE


def test_an_error_goes_from_the_point_to_the_curve_and_no_farther_than_the_paper():
    assert shapes(drawn(), "k-residual") == ["M245.0 76.0V126.0M145.5 176.0V176.0M444.0 126.0V26.0"], FILE


def test_a_curve_far_outside_stays_near():
    line = shapes(drawn(behind=[(0, 0), (1, 1e9)]), "k-best")
    assert line == ["M46.0 126.0L444.0 -174.0"], FILE
    assert not shapes(drawn(), "k-best"), FILE


def test_it_says_what_it_shows_in_each_language():
    for lang, said in zip(LANGUAGES, ("s.", "een s."), strict=True):
        assert f'<desc data-say="">{said}</desc>' in drawn(lang), FILE
