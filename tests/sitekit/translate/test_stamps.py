"""Fingerprints: what they are, where they stand, and what is told of a page that cannot be read."""

import hashlib
import re

import pytest
from sitekit.translate.__main__ import main
from sitekit.translate.desk import done
from sitekit.translate.stamps import BadPage

from tests.docs.pages import pages
from tests.sitekit.translate.project import DUTCH, ENGLISH, PAGE

FILE = "look in site_src/sitekit/translate/stamps.py"


def run(project, capsys, *arguments):
    """Exit code, and what was printed on both streams."""
    try:
        code = main([arguments[0], "--root", str(project.folder), *arguments[1:]])
    except SystemExit as left:
        code = left.code
    return code, "".join(capsys.readouterr())


def test_a_fingerprint_can_be_worked_out_by_hand(project):
    kept = dict(re.findall(r'^  ([\w-]+): "([0-9a-f]{8})"$', project.read("nl"), re.MULTILINE))
    assert list(kept) == ["front-matter", "top", "line", "sources"], FILE
    section = ENGLISH[ENGLISH.index("## Sources") :]
    assert kept["sources"] == hashlib.sha256(" ".join(section.split()).encode()).hexdigest()[:8], FILE


def test_the_rest_of_the_front_matter_stays(project):
    project.write(
        "nl", DUTCH.replace("---\n\n#", "# a note\nknobs: 2\nsource: {}\ntags: [a, b]\n---\n\n#", 1)
    )
    done(project.desk, PAGE)
    told = project.read("nl").split("---\n")[1]
    assert told.startswith(
        "title: Draaiknoppen\ndescription: Wat een draaiknop is.\n# a note\nknobs: 2\ntags: [a, b]\nsource:\n"
    ), FILE
    again = project.read("nl")
    done(project.desk, PAGE)
    assert project.read("nl") == again, "a second time changes nothing"


def test_what_is_noted_behind_the_fingerprints_stays(project):
    project.write("nl", re.sub("(  sources: .*\n)", "\\1# to ask\nknobs: 2\n", project.read("nl")))
    done(project.desk, PAGE)
    assert "# to ask\nknobs: 2\n" in project.read("nl"), FILE


def test_a_line_of_equal_signs_underlines_a_heading(project):
    project.write("nl", project.read("nl") + "\n=======\n")
    assert project.changes() == {}, FILE


def test_a_page_without_front_matter_gets_one(project):
    project.write("nl", DUTCH.partition("---\n\n")[2])
    project.write("en", ENGLISH.partition("---\n\n")[2])
    done(project.desk, PAGE)
    assert project.read("nl").startswith('---\nsource:\n  top: "') and project.changes() == {}, FILE


BAD = [
    (lambda text: text.replace("title: D", "title: a: D"), f"docs/nl/{PAGE}:2: the front matter is not YAML"),
    (lambda text: text.replace("---\n", "+++\n", 1), f"docs/nl/{PAGE}:1: the front matter is TOML"),
    (lambda text: text.replace("\n---\n", "\n", 1), f"docs/nl/{PAGE}:1: the front matter has no end"),
    (lambda text: "---\n- a\n---\n" + text.partition("\n---\n")[2], f"docs/nl/{PAGE}:2: the front matter is no list"),
    (lambda text: text.replace("  line:", "  lnie:"), f"docs/nl/{PAGE}:7: there is no section “lnie”"),
    (lambda text: re.sub("(  line: .*)", '\\1\n  line: "00000000"', text), f"docs/nl/{PAGE}:8: “line” has a fingerprint on line 7 too"),
    (lambda text: re.sub("(  line: ).*", "\\1now", text), f"docs/nl/{PAGE}:7: “now” is no fingerprint of “line”"),
    (lambda text: re.sub("source:\n(  .*\n)*", "source: yes\n", text), f"docs/nl/{PAGE}:4: `source` has no fingerprints"),
    (lambda text: text.replace("  line:", "<<<<<<< HEAD\n  line:"), f"docs/nl/{PAGE}:7: “<<<<<<< HEAD” is left of a merge"),
    (lambda text: text.replace("title:", "source:\n  a: b\ntitle:"), f"docs/nl/{PAGE}:6: “source” stands on line 2 too"),
    (lambda text: text.replace("\n", "\r\n"), f"docs/nl/{PAGE}:1: lines end as on Windows (CRLF)"),
    (lambda text: "\ufeff" + text, f"docs/nl/{PAGE}:1: the file begins with a byte order mark"),
    (lambda text: "---\n{title: A}\n---\n" + text.partition("\n---\n")[2], f"docs/nl/{PAGE}:2: the front matter stands in braces"),
    (lambda text: re.sub("  line: .*", "  line: [a]", text), f"docs/nl/{PAGE}:7: “a list” is no fingerprint of “line”"),
]  # fmt: skip


@pytest.mark.parametrize("command", [["status"], ["diff", PAGE], ["check", PAGE], ["done", PAGE, "line"]])
@pytest.mark.parametrize(("spoil", "told"), BAD)
def test_a_page_that_cannot_be_read_is_told_in_one_line(project, capsys, spoil, told, command):
    text = spoil(project.read("nl"))
    project.write("nl", text)
    code, printed = run(project, capsys, *command)
    if "lnie" in told and command[0] == "done":
        assert code == 0, "whoever names sections leaves the others as they are"
        return
    assert code == 2 and printed.startswith(told) and printed.count("\n") == 1, FILE
    assert (project.folder / "docs/nl" / PAGE).read_bytes() == text.encode(), "nothing is written"


@pytest.mark.parametrize("spoil", [lambda text: text.replace("\n", "\r\n"), lambda text: "\ufeff" + text])
def test_an_english_page_that_cannot_be_read(project, capsys, spoil):
    project.write("en", spoil(ENGLISH))
    code, printed = run(project, capsys, "status")
    assert code == 2 and printed.startswith(f"docs/en/{PAGE}:1: "), FILE


def test_bytes_that_are_no_text(project, capsys):
    (project.folder / "docs/nl" / PAGE).write_bytes(b"a\n\xff\n")
    assert run(project, capsys, "done", PAGE) == (
        2,
        f"docs/nl/{PAGE}:2: the file is not UTF-8; save it as UTF-8\n",
    )


def test_done_writes_anew_what_cannot_be_read(project, capsys):
    for spoil in (BAD[4][0], BAD[5][0], BAD[6][0], BAD[7][0]):
        project.write("nl", spoil(project.read("nl")))
        assert run(project, capsys, "done", PAGE)[0] == 0 and project.changes() == {}, FILE


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (["diff", "absent.md"], "docs/en/absent.md:1: there is no such page in docs/en; there are "),
        (["done", "../../README.md"], "docs/en/../../README.md:1: there is no such page"),
        (["check", "lab.ipynb"], "docs/en/lab.ipynb:1: a notebook keeps no fingerprints"),
        (["done", PAGE, "lnie"], f"docs/en/{PAGE}:1: there is no section “lnie”; there are front-matter, top, line or"),
        (["diff", "only.md"], "docs/nl/only.md:1: the page is not translated yet; `new only.md` makes a draft of it"),
        (["done"], "python -m sitekit.translate: done: name a page, or say --all"),
        (["undo", PAGE], "python -m sitekit.translate: "),
    ],
)  # fmt: skip
def test_a_mistaken_command_is_told_in_one_line(project, capsys, command, told):
    project.write("en", ENGLISH, "only.md")
    project.write("en", '{"cells": []}', "lab.ipynb")
    try:
        code, printed = run(project, capsys, *command)
    except SystemExit as left:  # pragma: no cover
        code, printed = left.code, ""
    assert code == 2 and printed.startswith(told) and printed.count("\n") == 1, printed


def test_a_section_that_is_not_translated_is_not_done(project, capsys):
    project.change("en", "## Sources", "## A plane {#plane}\n\nThree knobs, then.\n\n## Sources")
    before = project.read("nl")
    code, printed = run(project, capsys, "done", PAGE)
    assert code == 2 and "the section “plane” is not here yet" in printed, "look at done in desk.py"
    assert project.read("nl") == before


def test_nothing_is_half_written(project, monkeypatch):
    before = project.read("nl")
    monkeypatch.setattr("os.replace", lambda *_: (_ for _ in ()).throw(OSError("no room")))
    with pytest.raises(OSError, match="no room"):
        done(project.desk, PAGE)
    assert project.read("nl") == before
    assert [file.name for file in (project.folder / "docs/nl").iterdir()] == [PAGE], (
        "and nothing is left behind"
    )


@pytest.mark.parametrize("page", [page for page in pages() if page.lang == "nl"], ids=lambda page: page.name)
def test_every_dutch_page_keeps_its_fingerprints(page, root):
    from sitekit.translate.state import UNMARKED, Desk

    try:
        state = Desk(root).state(page.file.relative_to(root / "docs/nl").as_posix())
    except BadPage as wrong:
        pytest.fail(str(wrong), pytrace=False)
    assert state.state != UNMARKED, f"{page.name}:1: run python -m sitekit.translate done {state.name}"
