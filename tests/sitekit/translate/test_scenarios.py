"""What must and must not make a translation lag: each on a real repository."""

from sitekit.translate.desk import done
from sitekit.translate.lag import lags
from sitekit.translate.state import BEHIND, CURRENT

from tests.sitekit.translate.project import DUTCH, ENGLISH, PAGE

STATE = "look in site_src/sitekit/translate/state.py"
HISTORY = "look in site_src/sitekit/translate/history.py"


def told(project, page=PAGE):
    """Section -> what went out and what came in; None where the history does not have it."""
    return {
        lag.change.section: (
            [piece.text.strip() for piece in lag.pieces if piece.kind in ("out", "in")]
            if lag.pieces
            else None
        )
        for lag in lags(project.desk, page)
    }


def test_a_page_that_was_just_translated_is_current(project):
    assert project.desk.state(PAGE).state == CURRENT, STATE
    assert project.changes() == {}, STATE


def test_a_typo_mended_in_the_dutch_hides_nothing(project):
    project.change("en", "two knobs", "two dials")
    project.commit()
    project.change("nl", "kromme", "bocht")
    project.commit("A later commit of the Dutch")
    assert project.changes() == {"line": "changed"}, STATE
    assert told(project) == {"line": ["knobs", "dials"]}, HISTORY


def test_a_rewrapped_paragraph_changes_nothing(project):
    project.change("en", "more of them.\nEach knob", "more\nof them. Each  knob")
    project.commit()
    assert project.changes() == {}, STATE


def test_what_is_taken_back_changes_nothing(project):
    project.change("en", "two knobs", "two dials")
    project.commit()
    assert project.changes() == {"line": "changed"}, STATE
    project.git("revert", "--no-edit", "HEAD")
    assert project.changes() == {}, STATE


def test_a_shallow_clone_names_the_sections(project, tmp_path):
    project.change("en", "two knobs", "two dials")
    project.commit()
    shallow = project.clone(tmp_path / "shallow", "--depth", "1")
    assert shallow.changes() == {"line": "changed"}, STATE
    assert told(shallow) == {"line": None}, HISTORY
    assert told(project.clone(tmp_path / "whole")) == {"line": ["knobs", "dials"]}, HISTORY


def test_a_squashed_history_still_has_the_text(project):
    project.git("checkout", "--quiet", "-b", "work")
    for dial in ("dials", "wheels"):
        project.change("en", "two knobs" if dial == "dials" else "two dials", f"two {dial}")
        project.commit()
    project.git("checkout", "--quiet", "main")
    project.git("merge", "--quiet", "--squash", "work")
    project.commit("All of it at once")
    project.git("branch", "--quiet", "-D", "work")
    assert project.changes() == {"line": "changed"}, STATE
    assert told(project) == {"line": ["knobs", "wheels"]}, HISTORY


def test_a_page_may_get_another_name(project):
    for lang in ("en", "nl"):
        project.git("mv", f"docs/{lang}/{PAGE}", f"docs/{lang}/straight.md")
    project.commit("Another name")
    assert project.changes("straight.md") == {}, STATE
    project.change("en", "two knobs", "two dials", "straight.md")
    project.commit()
    assert project.changes("straight.md") == {"line": "changed"}, STATE
    assert told(project, "straight.md") == {"line": ["knobs", "dials"]}, HISTORY


def test_another_name_and_another_text_in_one_commit(project):
    text = ENGLISH.replace("two knobs", "two dials").replace("# Knobs", "# All that turns")
    text = text.replace(
        "A knob is a number that you turn.", "Here begins what was written anew, every word of it."
    )
    project.git("mv", f"docs/nl/{PAGE}", "docs/nl/straight.md")
    (project.folder / "docs/en" / PAGE).unlink()
    project.write("en", text, "straight.md")
    project.commit("All at once")
    assert told(project, "straight.md")["line"] == ["knobs", "dials"], HISTORY


def test_both_languages_in_one_commit(project):
    project.change("en", "two knobs", "two dials")
    project.change("nl", "twee draaiknoppen", "twee wielen")
    project.commit("Both, but for the fingerprints")
    assert project.changes() == {"line": "changed"}, STATE
    done(project.desk, PAGE)
    project.commit("Both")
    assert project.changes() == {}, STATE
    project.change("en", "two dials", "two wheels")
    project.commit()
    assert told(project) == {"line": ["dials", "wheels"]}, HISTORY


def test_a_new_section_is_to_be_done(project):
    project.change("en", "## Sources", "## A plane {#plane}\n\nThree knobs, then.\n\n## Sources")
    project.commit()
    assert project.changes() == {"plane": "new"}, STATE
    state = project.desk.state(PAGE)
    assert (state.state, state.to_do) == (BEHIND, 4), "the words of its heading count too"


def test_a_section_that_went_is_to_be_taken_out(project):
    project.write("en", ENGLISH.partition("## Sources")[0])
    project.commit()
    assert project.changes() == {"sources": "gone"}, STATE
    project.write("nl", project.read("nl").partition("## Bronnen")[0])
    done(project.desk, PAGE)
    assert project.changes() == {}, STATE


def test_words_of_the_front_matter_count(project):
    project.change("en", "description: What a knob is.", "description: What knobs are.")
    assert project.changes() == {"front-matter": "changed"}, STATE


def test_a_comment_in_code_is_no_heading(project):
    project.change("en", "# the slope", "# the steepness")
    assert project.changes() == {"line": "changed"}, STATE


def test_a_project_without_git_names_the_sections(project):
    project.change("en", "two knobs", "two dials")
    (project.folder / ".git").rename(project.folder.parent / "away")
    assert told(project) == {"line": None}, HISTORY


def test_one_section_can_be_done_before_the_others(project):
    project.change("en", "two knobs", "two dials")
    project.change("en", "The people", "All people")
    project.commit()
    done(project.desk, PAGE, ["sources"])
    assert project.changes() == {"line": "changed"}, STATE
    assert project.read("nl").partition("\n---\n\n")[2] == DUTCH.partition("\n---\n\n")[2], (
        "the page stays as it is"
    )
