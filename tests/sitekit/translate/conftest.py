"""A project in which one page is translated."""

from pathlib import Path

import pytest
from sitekit.translate.desk import done

from tests.sitekit.translate.project import DUTCH, ENGLISH, PAGE, Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """The page in both languages, current, in the second commit of the history."""
    made = Project(tmp_path / "project")
    made.write("en", ENGLISH.replace("A knob is", "A dial is"))
    made.commit("Before")
    made.write("en", ENGLISH)
    made.write("nl", DUTCH)
    done(made.desk, PAGE)
    made.commit("The page in both languages")
    return made
