"""A third language, tried: what docs/en/contribute/translate.md says one must do is done in a copy, and it is enough."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sitekit.fences import fences
from sitekit.translate.__main__ import main

from tests import made

COPIED = ("docs", "examples", "site_src", "mkdocs.yml", "pyproject.toml", "package.json", "package-lock.json")
COPIED += ("README.md", "LICENSE", "LICENSE-text", "benchmarks/results.json")
LINKED = ("node_modules",)
PAGE = "docs/en/contribute/translate.md"
ADVICE = f"the section #third of {PAGE} no longer says all that one must do"


@pytest.fixture(scope="module")
def german(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """The site with a front page in German, built strictly."""
    copy = tmp_path_factory.mktemp("three") / "project"
    for name in COPIED:
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        if (root / name).is_dir():
            shutil.copytree(root / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif (root / name).exists():
            shutil.copy2(root / name, copy / name)
    for name in LINKED:
        (copy / name).symlink_to((root / name).resolve())
    made.give(copy)

    text = (root / PAGE).read_text("utf-8").partition("{#third}")[2]
    block, *commands = (fence.body for fence in fences(text) if fence.lang in ("yaml", "text"))
    config = copy / "mkdocs.yml"
    before, languages, after = config.read_text("utf-8").partition("      languages:\n")
    told = "".join(f"        {line}\n" for line in block.splitlines())
    config.write_text(
        before + languages + after.replace("\n\nmarkdown_ext", f"\n{told}\nmarkdown_ext", 1), "utf-8"
    )

    first, second = re.findall(r"^python -m sitekit\.translate (.*)$", "".join(commands), re.MULTILINE)
    assert main([*first.split(), "--root", str(copy)]) == 0
    page = copy / "docs/de/index.md"
    page.write_text(in_german(page.read_text("utf-8")), "utf-8")
    assert main(["done", "index.md", "--lang", "de", "--root", str(copy)]) == 0, page.read_text("utf-8")
    assert main([*second.split(), "--root", str(copy)]) == 0

    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict"],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy / "site_src"), "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    assert built.returncode == 0, f"{ADVICE}:\n{built.stdout}{built.stderr}"
    return copy / "site"


def in_german(text: str) -> str:
    """The draft, with German before each paragraph, heading and line of the front matter."""
    for fence in reversed(fences(text, ())):
        body = text[fence.start : fence.end].replace("\n", "\0")
        text = text[: fence.start] + body + text[fence.end :]
    text = re.sub(r"^(title|description): ", r"\1: Auf Deutsch, ", text, flags=re.MULTILINE)
    text = re.sub(r"^(#+ |(?=\w)(?!\w+:|---))", r"\1Auf Deutsch: ", text, flags=re.MULTILINE)
    return text.replace("\0", "\n")


def read(site: Path, url: str) -> str:
    return (site / url / "index.html").read_text("utf-8")


def test_the_page_is_there_in_german(german):
    page = read(german, "de")
    assert '<html lang="de"' in page and "<h1" in page and "Auf Deutsch" in page, ADVICE
    assert "Drehknöpfe" in page and "nog niet vertaald" not in page and "not translated yet" not in page
    assert '<article class="md-content__inner md-typeset">' in page, "its text is German"


def test_its_demos_speak_english_and_say_so(german):
    demos = re.findall(r"<knob-demo [^>]*>", read(german, "de"))
    assert demos and all('lang="en"' in demo for demo in demos), (
        "look at spoken in site_src/sitekit/sources.py"
    )


def test_what_is_not_translated_comes_in_english(german):
    page = read(german, "de/what-is-a-parameter")
    assert "This page is not translated yet." in page, "look in site_src/theme/main.html"
    assert '<article class="md-content__inner md-typeset" lang="en">' in page
    assert '<a href="../contribute/translate/">Translate this page</a>' in page
    assert not re.search(r'hreflang="de"', page.partition("<header")[0]), "an English text is no German page"


def test_every_page_leads_to_it(german):
    for url in (".", "nl", "models"):
        page = read(german, url)
        assert re.search(r'<a href="[^"]*de/[^"]*" lang="de" hreflang="de">', page), (
            "look in partials/header.html"
        )
    assert 'hreflang="de"' in (german / "sitemap.xml").read_text("utf-8")
    status = read(german, "contribute/status")
    assert status.count("not translated") > 10 and ">de</th>" in status, "look in translate/shown.py"


def test_search_and_what_is_not_found_know_it(german):
    assert "Auf Deutsch" in (german / "de/search/search_index.json").read_text("utf-8")
    assert "There is no page here" in (german / "de/404.html").read_text("utf-8")
