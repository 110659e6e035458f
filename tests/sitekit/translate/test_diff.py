"""Two texts word by word, in a terminal and on a page."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sitekit.translate.__main__ import NO_HISTORY, main
from sitekit.translate.differ import IN, OUT, Piece, html, pieces, plain

from tests.sitekit.translate.project import PAGE

FILE = "look in site_src/sitekit/translate/differ.py"
WORDS = st.lists(st.sampled_from(["a", "line", "has", "two", "knobs", ",", "."]), max_size=25)


@given(WORDS, WORDS)
def test_with_one_kind_taken_away_it_is_one_of_the_texts(old, new):
    found = pieces(" ".join(old), " ".join(new))
    for kind, text in (("in", old), ("out", new)):
        said = "".join(piece.text for piece in found if piece.kind != kind).replace(" ", "")
        assert said == "".join(text) or any(piece.kind == "gap" for piece in found), FILE


def test_lines_may_break_elsewhere():
    kinds = {piece.kind for piece in pieces("a line has\ntwo knobs", "a  line\nhas two knobs")}
    assert not kinds & {"in", "out"}, FILE


def test_what_stayed_far_away_is_left_out():
    many = " ".join(f"word{chr(97 + n % 26)}" for n in range(60))
    found = pieces(f"{many} knob {many}", f"{many} dial {many}")
    assert [piece.kind for piece in found] == ["gap", "same", "out", "in", "same", "gap"], FILE
    assert len(plain(found).split()) < 35, FILE


def test_a_terminal_reads_it_without_colors():
    found = pieces("A line has two knobs of its own.", "A line has three knobs of its own, and more.")
    assert plain(found) == "A line has [-two-] {+three+} knobs of its own{+, and more+}.", FILE
    assert re.sub(r"\033\[\d+m", "", plain(found, color=True)) == plain(found), FILE


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_a_page_says_it_in_elements_and_in_words(lang):
    shown = html(pieces("two <knobs>", "three <knobs>"), lang)
    assert f'<del><span class="k-sr">{OUT[lang]} </span>two</del>' in shown, FILE
    assert f'<ins><span class="k-sr">{IN[lang]} </span>three</ins> &lt;knobs&gt;' in shown, FILE


def test_a_single_word_between_two_changes_goes_with_them():
    assert pieces("turn it up now", "press it down now") == [
        Piece("out", "turn it up"),
        Piece("in", "press it down"),
        Piece("same", " now"),
    ], FILE


def test_the_command_tells_each_section(project, capsys):
    def told(*sections):
        assert main(["diff", PAGE, *sections, "--root", str(project.folder)]) == 0
        return capsys.readouterr().out

    assert told() == f"{PAGE} is current\n"
    project.change("en", "two knobs", "two dials")
    project.change("en", "## Sources", "## A plane {#plane}\n\nThree knobs.\n\n## Sources")
    line, plane = told().split("\n\n## ")
    assert re.match(r"## line: changed since \w{7,}, \d{4}-\d\d-\d\d\n", line), "look in history.py"
    assert "[-knobs-] {+dials+}" in line and plane.startswith("plane: new\n{+## A plane"), FILE
    assert "## line" in told("line") and "plane" not in told("line")
    (project.folder / ".git").rename(project.folder.parent / "away")
    assert told("line") == f"## line: changed\n{NO_HISTORY}\n", "look in lag.py"
