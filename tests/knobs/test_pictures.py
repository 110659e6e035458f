"""The colour key, the thread and the table of sizes."""

import re

import pytest
from knobs.pictures import counter, names, picture
from knobs.text import LANGUAGES, DemoError

FILE = "look in site_src/knobs/pictures.py"


def test_a_counter_shows_twelve_digits_and_says_the_number():
    drawn = counter(124_439_808, "nl")
    assert re.findall(r"k-(zero|digit)\">(\d)<", drawn) == [("zero", "0")] * 3 + [
        ("digit", d) for d in "124439808"
    ], FILE
    assert '<span class="k-sr">124.439.808</span>' in drawn, FILE


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", names())
def test_every_picture_in_both_languages(name, lang):
    assert picture(name, lang).startswith("<"), FILE


def test_the_thread_marks_where_the_page_is():
    drawn = picture("thread", "en", at="neuron", root="")
    assert drawn.count('aria-current="step"') == 1, FILE
    assert 'href="what-is-a-parameter/#neuron"' in drawn, FILE


@pytest.mark.parametrize(
    ("name", "options", "sentence"),
    [
        ("sketch", {}, "There is no picture “sketch”; there are ladder, legend, plateau, sizes or thread"),
        ("legend", {"at": "line"}, "The picture “legend” has no option “at”; it has none"),
        ("thread", {"on": "line"}, "The picture “thread” has no option “on”; it has at or root"),
        ("thread", {"at": "gpt9"}, "The thread has no stop “gpt9”; it has line, neuron"),
    ],
)
def test_what_an_author_gets_wrong_is_one_sentence(name, options, sentence):
    with pytest.raises(DemoError, match=sentence):
        picture(name, "en", **options)
