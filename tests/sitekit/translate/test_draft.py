"""From a new draft to a page that the site shows."""

import pytest
from sitekit.translate.desk import done, new
from sitekit.translate.stamps import BadPage
from sitekit.translate.state import CURRENT, MISSING, STARTED

from tests.sitekit.translate.project import DUTCH, ENGLISH, Project

FILE = "look in site_src/sitekit/translate/desk.py"
PAGE = "new.md"
WITH_OUTPUT = ENGLISH.replace("```\n\n## So", '```\n\n```text title="Output"\n# not a heading\n```\n\n## So')


@pytest.fixture
def draft(tmp_path):
    """A page that waits for its translation, and a draft of it."""
    made = Project(tmp_path / "project")
    made.write("en", WITH_OUTPUT.replace("title: Knobs", "title: Knobs\ntranslation: pending"), PAGE)
    assert made.desk.state(PAGE).state == MISSING
    new(made.desk, PAGE)
    return made


def translate(project, *parts):
    """Put Dutch in the place of some sections of the draft."""
    for part in parts:
        old, dutch = ((text.split("\n---\n")[1].split("\n## ")[part]) for text in (ENGLISH, DUTCH))
        project.change("nl", old.partition("```")[0], dutch.partition("```")[0], PAGE)


def test_a_draft_is_the_english_page_and_says_so(draft):
    text = draft.read("nl", PAGE)
    assert "translation: pending\n" in text and "source:" not in text, FILE
    body = WITH_OUTPUT.partition("\n---\n")[2].replace('"Output"', '"Uitvoer"')
    assert text.partition("\n---\n")[2] == body, "ids, code and demos stay where they are"
    state = draft.desk.state(PAGE)
    assert state.state == STARTED and state.to_do == state.words > 0, FILE


def test_what_is_still_english_is_not_done(draft):
    before = draft.read("nl", PAGE)
    for sections in ([], ["line"], ["front-matter"]):
        with pytest.raises(BadPage, match="is still in English; translate it"):
            done(draft.desk, PAGE, sections)
    translate(draft, 1)
    with pytest.raises(BadPage, match=r"^docs/nl/new.md:\d+: “front-matter” is still in English"):
        done(draft.desk, PAGE)
    assert before != draft.read("nl", PAGE) and "source:" not in draft.read("nl", PAGE), FILE


def test_section_by_section_it_becomes_a_page(draft):
    translate(draft, 1)
    *_, left = done(draft.desk, PAGE, ["line"])
    assert left.endswith("still a draft, for front-matter, top or sources is to do"), FILE
    assert {change.section for change in draft.desk.state(PAGE).changes} == {"front-matter", "top", "sources"}
    translate(draft, 0, 2)
    draft.change("nl", "title: Knobs", "title: Draaiknoppen", PAGE)
    draft.change("nl", "description: What a knob is.", "description: Wat een draaiknop is.", PAGE)
    told = done(draft.desk, PAGE, ["front-matter", "top", "sources"])
    assert draft.desk.state(PAGE).state == CURRENT, FILE
    assert "translation" not in draft.read("nl", PAGE) and "translation" not in draft.read("en", PAGE), FILE
    assert told[-1].endswith("no longer waits for its translation"), FILE


def test_a_section_that_is_lacking_is_not_done(draft):
    draft.change("nl", "## Sources {#sources}", "", PAGE)
    with pytest.raises(BadPage, match="the section “sources” is not here yet"):
        done(draft.desk, PAGE, ["sources"])
        pytest.fail(FILE)


def test_what_is_there_is_not_written_over(draft):
    before = draft.read("nl", PAGE)
    with pytest.raises(BadPage, match="^docs/nl/new.md:1: the page is there already"):
        new(draft.desk, PAGE)
    assert draft.read("nl", PAGE) == before, FILE


def test_a_page_in_a_folder(draft):
    draft.write("en", ENGLISH, "deep/er/page.md")
    new(draft.desk, "docs/en/deep/er/page.md")
    assert "translation: pending" in draft.read("nl", "deep/er/page.md"), FILE
