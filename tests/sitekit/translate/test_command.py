"""The command line: options before and behind the command, pages and lists that cannot be read, and lost pages."""

import json

import pytest
from sitekit import lists
from sitekit.numbers import exceptions

from tests.sitekit.translate.project import DUTCH, ENGLISH, PAGE
from tests.sitekit.translate.test_stamps import run

FILE = "look in site_src/sitekit/translate/__main__.py"


def test_options_may_stand_before_the_command_too(project, capsys, tmp_path):
    from sitekit.translate.__main__ import main

    german = project.write("de", DUTCH)
    before = project.read("nl")
    assert main(["--lang", "de", "--root", str(project.folder), "done", PAGE]) == 0, FILE
    assert "source:" in german.read_text("utf-8") and project.read("nl") == before, FILE
    with pytest.raises(SystemExit) as left:
        main(["--root", str(tmp_path / "nowhere"), "status"])
    assert left.value.code == 2 and "has no folder docs/en" in capsys.readouterr().err, FILE


@pytest.mark.parametrize("lang", ["en", "DE", "d e", "", "../../evil"])
def test_a_language_is_a_code(project, capsys, lang):
    code, told = run(project, capsys, "new", PAGE, "--lang", lang)
    assert code == 2 and f"“{lang}” is no language to translate into" in told, FILE


def test_one_page_or_all(project, capsys):
    for more in ([], [PAGE, "--all"]):
        code, told = run(project, capsys, "done", *more)
        assert (code, told) == (2, "python -m sitekit.translate: done: name a page, or say --all\n"), FILE


def test_only_what_is_needed_is_asked_for(project, capsys):
    code, told = run(project, capsys, "diff")
    assert code == 2 and told.endswith("the following arguments are required: PAGE\n"), FILE


def test_a_section_that_is_nowhere_has_no_difference(project, capsys):
    project.change("en", "two knobs", "two dials")
    code, told = run(project, capsys, "diff", PAGE, "lnie")
    assert (code, told.partition("; ")[0]) == (2, f"docs/en/{PAGE}:1: there is no section “lnie”"), FILE
    assert run(project, capsys, "diff", PAGE, "sources") == (0, "sources is current\n"), FILE


def test_a_page_that_lost_its_english_is_told(project, capsys):
    project.git("mv", f"docs/en/{PAGE}", "docs/en/straight.md")
    code, told = run(project, capsys, "status")
    assert code == 0 and [line.split()[:2] for line in told.splitlines()[:2]] == [
        ["missing", "straight.md"], ["gone", PAGE],
    ], FILE  # fmt: skip
    states = json.loads(run(project, capsys, "status", "--json")[1])
    assert {one["page"]: one["state"] for one in states} == {"straight.md": "missing", PAGE: "gone"}, FILE
    code, told = run(project, capsys, "check")
    assert code == 1 and told.startswith(f"docs/nl/{PAGE}:1: there is no such page in docs/en"), FILE


def test_an_empty_page_is_no_riddle(project, capsys):
    project.write("nl", "")
    code, told = run(project, capsys, "done", PAGE)
    assert code == 2 and told.startswith(f"docs/nl/{PAGE}:1: the section “"), FILE
    project.write("en", "")
    assert run(project, capsys, "status")[0] == 0, FILE


def test_no_page_at_all(project, capsys):
    for lang in ("en", "nl"):
        (project.folder / "docs" / lang / PAGE).unlink()
    code, told = run(project, capsys, "status")
    assert (code, told) == (0, "0 of 0 pages are current; 0 words to do in docs/nl\n"), FILE


def test_a_quoted_part_that_is_not_there_stops_no_other_page(project, capsys):
    lost = '```python\n--8<-- "line.py:nowhere"\n```\n'
    project.write("en", ENGLISH, "lost.md")
    project.write("nl", DUTCH, "lost.md")
    run(project, capsys, "done", "--all")
    project.write("nl", project.read("nl", "lost.md") + lost, "lost.md")
    project.change("nl", "Een lijn heeft", "Een lijn lijn heeft")
    code, told = run(project, capsys, "check")
    assert code == 1 and f"docs/nl/{PAGE}:" in told, FILE
    assert "docs/nl/lost.md:28: Snippet section 'nowhere'" in told, FILE
    project.write("en", ENGLISH + lost, "lost.md")
    code, told = run(project, capsys, "status")
    assert code == 2 and told.startswith("docs/en/lost.md:"), "look in site_src/sitekit/translate/state.py"


LISTS = [
    (None, ":1: the file is not there"),
    (b"names = [", ":1: the file is not TOML"),
    (b"words = []\nnames = = 1", ":2: the file is not TOML"),
    (b"words = []\n", ":1: there is no list “names”"),
    (b"words = []\n# caf\xe9", ":2: the file is not UTF-8"),
]


@pytest.mark.parametrize(("stored", "told"), LISTS, ids=[told[:30] for _, told in LISTS])
def test_a_list_that_cannot_be_read_is_told_with_its_line(tmp_path, stored, told):
    file = tmp_path / "numbers.toml"
    if stored is not None:
        file.write_bytes(stored)
    with pytest.raises(lists.BadList) as refused:
        exceptions(file)
    assert str(refused.value).startswith(f"{file}{told}"), "look in site_src/sitekit/lists.py"


def test_a_last_line_counts_without_its_end(tmp_path):
    (tmp_path / "words.txt").write_text("een\ntwee", "utf-8")
    assert lists.lines(tmp_path / "words.txt") == ["een", "twee"], "look in site_src/sitekit/lists.py"


def test_a_bad_list_leaves_with_two(project, capsys, monkeypatch, tmp_path):
    monkeypatch.setattr("sitekit.spelling.OWN", tmp_path / "words.txt")
    monkeypatch.setattr("sitekit.spelling.own_words", lambda: lists.lines(tmp_path / "words.txt"))
    project.change("nl", "Een lijn", "Een lijjjn")
    code, told = run(project, capsys, "check", PAGE)
    assert (code, told) == (2, f"{tmp_path / 'words.txt'}:1: the file is not there; the checks read it\n"), (
        FILE
    )
