"""Each notebook of docs/*/labs: its stored outputs are what a fresh run gives, in both languages the same code.

Built, it is a page like any other, and the notebook itself lies beside it.
"""

import json

import pytest
from nbclient.exceptions import CellExecutionError

from tests.docs.notebooks import read, run, tidy, write
from sitekit.prose import Page
from tests.docs.pages import pages, twins
from tests.docs.test_built import built
from tests.docs.test_twins import python_shape

STORE = "run: PYTHONPATH=site_src .venv/bin/python -m tests.docs.notebooks"
each_notebook = pytest.mark.parametrize("page", pages("*.ipynb"), ids=lambda page: page.name)
each_pair = pytest.mark.parametrize(
    ("english", "dutch"), [pytest.param(*pair, id=pair[0].file.name) for pair in twins("*.ipynb")]
)


@each_notebook
def test_stored_outputs_are_what_a_run_gives(page):
    try:
        fresh = run(page.file)
    except CellExecutionError as error:
        pytest.fail(f"{page.name}: a cell fails\n{error}", pytrace=False)
    for old, new in zip(tidy(read(page.file)).cells, fresh.cells, strict=True):
        if old != new:
            pytest.fail(
                f"{_place(page, old.id)}: cell {old.id} stores another output than it gives; {STORE}\n"
                f"--- stored\n{json.dumps(old.get('outputs'))}\n--- a run gives\n{json.dumps(new.get('outputs'))}",
                pytrace=False,
            )


@each_notebook
def test_nothing_else_is_stored(page):
    told = f"{page.name} holds execution counts, metadata or a layout of its own, which change from run to run; {STORE}"
    assert page.file.read_text(encoding="utf-8") == write(tidy(read(page.file))), told


@each_pair
def test_cells_are_the_same(english, dutch):
    told = [(cell.id, cell.cell_type) for cell in read(english.file).cells]
    found = [(cell.id, cell.cell_type) for cell in read(dutch.file).cells]
    assert found == told, f"{dutch.name}: its cells differ from those of {english.name} in id, kind or order"


@each_pair
def test_code_is_the_same(english, dutch):
    for one, two in zip(read(english.file).cells, read(dutch.file).cells, strict=True):
        if one.cell_type == "code":
            assert python_shape(two.source) == python_shape(one.source), (
                f"{_place(dutch, two.id)}: cell {two.id} differs from {_place(english, one.id)} "
                "in more than strings and comments"
            )


@each_notebook
def test_a_lab_is_light_and_offers_its_notebook(page, site_dir):
    place = built(page, site_dir)
    size = place.stat().st_size
    assert size <= 60_000, f"{page.name}: its page has {size:,} bytes; look in site_src/sitekit/notebooks.py"
    told = f"{page.name}: its page does not offer the notebook; look in site_src/theme/partials/chapter.html"
    assert f'<a href="{page.file.name}" download>' in place.read_text("utf-8"), told
    offered = place.with_name(page.file.name)
    assert offered.is_file(), f"{page.name}: it is not beside its page; look at mkdocs-jupyter in mkdocs.yml"
    assert offered.read_bytes() == page.file.read_bytes(), f"{page.name}: another one is beside its page"


def _place(page: Page, cell: str) -> str:
    """file:line of a cell, where it says its id."""
    lines = page.file.read_text(encoding="utf-8").splitlines()
    return page.place(next((n for n, line in enumerate(lines, 1) if f'"id": {json.dumps(cell)}' in line), 1))
