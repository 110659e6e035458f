"""The suite turns red when the project breaks: each mutation of tests/mutations.py, in a copy of the project."""

from collections.abc import Iterator

import pytest

from tests.mutations import LINK_TESTS, MUTATIONS, Mutation, verdict
from tests.project_copy import ROOT, Copy


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copy]:
    """A copy of the project. Where its tests are red to begin with, they are red in this run too."""
    with Copy(tmp_path_factory.mktemp("project")) as copied:
        yield copied


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.why.replace(" ", "-"))
def test_the_suite_notices(mutation, copy):
    if told := verdict(copy, mutation):
        pytest.fail(told, pytrace=False)


def test_what_goes_unnoticed_is_told(copy):
    unnoticed = Mutation("one more line", "README.md", r"\Z", "One more line.\n", (LINK_TESTS,))
    assert "goes unnoticed" in verdict(copy, unnoticed)


def test_a_pattern_that_finds_nothing_is_told(copy):
    with pytest.raises(LookupError, match=r"finds nothing to change in README\.md"):
        verdict(copy, Mutation("nothing", "README.md", "no such words", "", (LINK_TESTS,)))


def test_the_copy_is_mended_again(copy):
    for file in {mutation.file for mutation in MUTATIONS}:
        assert (copy.folder / file).read_bytes() == (ROOT / file).read_bytes(), file
