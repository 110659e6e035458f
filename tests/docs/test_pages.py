"""Nothing on a page is silently skipped: what the tests run is what the reader sees."""

import os
import re
import subprocess
import sys
import tomllib
from collections import Counter
from itertools import pairwise

import pytest
from sitekit.blocks import out_of_reach
from sitekit.fences import orphans

from sitekit.prose import ROOT, Page
from tests.docs.pages import pages, papers, runnable
from tests.docs.rendering import blocks, outputs, render
from tests.docs.snippets import DRAWN, is_run

MOST_SKIPPED = 3  # fences under <!-- no-run --> in README.md and the like together; on the site, none
EVERY = [*pages(), *papers()]
each_page = pytest.mark.parametrize("page", EVERY, ids=lambda page: page.name)


@pytest.fixture(scope="module")
def collected() -> Counter[str]:
    """How many snippets pytest collects from each page, by the paths that pyproject.toml gives it."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["pytest"][
        "ini_options"
    ]
    paths = [
        path for path in settings["testpaths"] if not path.startswith("tests") and (ROOT / path).exists()
    ]
    assert paths, "testpaths in pyproject.toml names no pages: docs, README.md"
    quick = ["-p", "no:cacheprovider", "-p", "no:hypothesispytest"]
    listed = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-qq", *quick, *paths],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert listed.returncode in (0, 5), f"pytest cannot collect the pages:\n{listed.stdout}{listed.stderr}"
    return Counter(
        {name: int(number) for name, number in re.findall(r"^(\S+\.md): (\d+)$", listed.stdout, re.MULTILINE)}
    )


@each_page
def test_every_fence_that_runs_is_collected(page, collected):
    runs = [fence for fence in page.fences if is_run(fence)]
    assert collected[page.name] == len(runs), (
        f"{page.name} has {len(runs)} fences that run and pytest collects {collected[page.name]}: "
        "look at testpaths and addopts in pyproject.toml"
    )


@each_page
def test_the_rendered_page_shows_the_same_fences(page):
    html = render(page)
    shown = [(block.lang.lower(), block.title, block.text.strip("\n")) for block in blocks(html)]
    runs = {fence.line for fence in runnable(page)}
    in_a_run = {after.line for code, after in pairwise(page.fences) if code.line in runs and code.expected}
    wanted = [fence for fence in page.fences if fence.lang not in DRAWN and fence.line not in in_a_run]
    for fence, block in zip(wanted, shown, strict=False):
        told = f"{page.place(fence.line)}: the site renders this fence otherwise than it is read; quote its options"
        assert (fence.lang or "text", fence.title, fence.body.strip("\n")) == block, told
    assert len(shown) == len(wanted), (
        f"{page.name}: the site renders {len(shown)} code blocks and the page has {len(wanted)} fences; "
        "write indented code as a fence, and close every fence"
    )
    assert html.count("<knob-run ") == len(runs), f"{page.name}: a block that can run in the page is only shown"
    assert html.count('<div class="k-tested">') == len(out_of_reach(page.fences))
    for fence, told in zip(runnable(page), outputs(html), strict=True):
        assert told.strip("\n") == (fence.expected or "").strip("\n"), (
            f"{page.place(fence.line)}: the output of this block is not in its <output>"
        )
    demos = [fence for fence in page.fences if fence.lang == "demo"]
    assert html.count("<knob-demo ") == len(demos), f"{page.name}: a demo fence is not drawn"


@each_page
def test_an_output_follows_its_code(page):
    for fence in orphans(page.fences):
        pytest.fail(
            f"{page.place(fence.line)}: this output follows no Python fence, so nothing compares it; "
            "put it directly below its code"
        )


def test_hardly_anything_is_skipped():
    skipped = {page: [fence for fence in page.fences if fence.skip] for page in EVERY}
    on_site = [page.place(fence.line) for page in pages() for fence in skipped[page]]
    assert not on_site, f"{on_site[0]}: a page of the site has no <!-- no-run -->; let the fence run"
    in_papers = [page.place(fence.line) for page in papers() for fence in skipped[page]]
    assert len(in_papers) <= MOST_SKIPPED, (
        f"more than {MOST_SKIPPED} fences are not run: {', '.join(in_papers)}"
    )


@each_page
def test_every_no_run_stands_before_a_fence(page):
    written = [
        page.text.count("\n", 0, found.start()) + 1 for found in re.finditer(r"<!--\s*no-run", page.text)
    ]
    assert len(written) == sum(fence.skip is not None for fence in page.fences), (
        f"{page.name}: a no-run on one of the lines {written} has no reason, or no fence directly below it"
    )


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_a_page_says_what_it_is(page: Page):
    for key in ("title", "description"):
        told = f"{page.name}:1: the front matter has no {key}; search engines and tabs show it"
        assert str(page.front_matter.get(key, "")).strip(), told
