"""What readers see: a banner on a page that lags, English in the place of a draft, and the table of all pages."""

import re
import shutil
from html import unescape
from pathlib import Path

import pytest
from knobs.text import DemoError
from sitekit.sources import sources
from sitekit.translate.desk import done, new
from sitekit.translate.shown import BEHIND_NOW, LOOK, STATES, address, banner, table

from tests.sitekit.translate.project import PAGE, Project
from tests.sitekit.tree import NAV, build, pages, plant

FILE = "look in site_src/sitekit/translate/shown.py"
HOOKS = "look in site_src/sitekit/hooks.py and site_src/theme/main.html"
HELP = "# Translate {#top}\n\nWords.\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small site: one Dutch page lags behind, another is a draft."""
    project = Project(tmp_path_factory.mktemp("lagging"))
    helping = {f"{lang}/contribute/translate.md": HELP for lang in ("en", "nl")}
    docs = plant(project.folder, pages() | helping)
    done(project.desk, "chapter.md")
    project.commit()
    chapter = docs / "en/chapter.md"
    text = chapter.read_text("utf-8").replace("Turn {e:it}", "Turn <both> {e:knobs}")
    chapter.write_text(text + "\n## More {#more}\n\nA third knob.\n", "utf-8")
    dutch = docs / "nl/chapter.md"
    dutch.write_text(dutch.read_text("utf-8") + "\n## Meer {#more}\n\nEen derde.\n", "utf-8")
    new(project.desk, "only-english.md")
    built = build(project.folder, nav=[*NAV, "contribute/translate.md"])
    assert built.returncode == 0, built.stdout + built.stderr
    return project.folder / "site"


def page(site: Path, url: str) -> str:
    return (site / url / "index.html").read_text("utf-8")


def test_a_page_that_lags_says_where_and_what_changed(site):
    shown = page(site, "nl/chapter/")
    (found,) = re.findall(r'<aside class="k-banner k-behind".*?</aside>', shown, re.DOTALL)
    assert BEHIND_NOW["nl"] in found and LOOK["nl"] in found, HOOKS
    assert re.findall(r'<a href="#([\w-]+)">([^<]+)</a> \((\w+)\)', found)[:2] == [
        ("line", "Een lijn", "veranderd"),
        ("more", "Meer", "nieuw"),
    ], FILE
    assert 'lang="en"' in found and "toegevoegd: </span>&lt;both" in found, FILE
    assert found.count("<details>") == 1 and "<details open" not in found, "it is folded"
    assert "k-behind" not in page(site, "chapter/") + page(site, "nl/") + page(site, "nl/labs/line/"), HOOKS


def test_a_draft_is_not_shown(site):
    shown = page(site, "nl/only-english/")
    assert "nog niet vertaald" in shown and '<h1 id="top">Only English</h1>' in shown, HOOKS
    assert '<a href="../contribute/translate/">Vertaal deze pagina</a>' in shown, HOOKS
    assert "begin van een vertaling" not in shown, HOOKS


def test_a_banner_needs_no_history(project):
    assert banner(project.desk, PAGE) is None, FILE
    project.change("en", "two knobs", "two dials")
    project.change("en", "description: What", "description: How")
    shutil.rmtree(project.folder / ".git")
    found = banner(project.desk, PAGE)
    assert found is not None and "titel en omschrijving (veranderd) en <a" in found, FILE
    assert "niet te vinden" in found and "<del>" not in found, FILE


def test_a_section_that_went_is_struck_out(project):
    project.write("en", project.read("en").partition("## Sources")[0])
    found = banner(project.desk, PAGE)
    assert found is not None and "Bronnen</a> (vervallen)" in found and "<ins>" not in found, FILE
    assert "The people who made the first line" in found, FILE


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_the_table_has_every_page(project, lang):
    project.write(
        "en", "---\ntitle: B\n---\n\n# Another & more {#top}\n\nSome words here.\n", "deep/index.md"
    )
    project.change("en", "two knobs", "two dials")
    shown = table(lang, "pages", "../../assets/", project.folder)
    rows = re.findall(r"<tr><th scope=\"row\">(.*?)</th>(.*?)</tr>", shown)
    assert len(rows) == 3, FILE
    (first, deep), (line, cells), (_, last) = rows
    here = "" if lang == "en" else "nl/"
    marked = "" if lang == "en" else ' lang="en"'
    assert first == f'<a href="../../{here}deep/"{marked}>Another &amp; more</a>', FILE
    assert (
        STATES["missing"][lang] in deep and STATES["behind"][lang] in cells and "<small>line</small>" in cells
    )
    assert f'href="../../{here}line/"' in line, FILE
    numbers = [[int(cell) for cell in re.findall(r"<td>(\d+)</td>", row)] for row in (deep, cells, last)]
    assert numbers[2] == [sum(pair) for pair in zip(*numbers[:2], strict=True)], "the last row adds up"
    assert shown.startswith('<div class="k-scroll" role="region" tabindex="0" aria-label='), (
        "phones scroll it"
    )


def test_the_other_table_has_every_demo(root):
    from knobs import demo

    shown = unescape(table("nl", "texts", root=root))
    named = re.findall(
        r'<th scope="row"><code>([\w-]+)</code></th><td>(\d+)</td><td>(\d+)</td><td>(\d+)', shown
    )
    assert [name for name, *_ in named] == sorted(demo.names()), FILE
    assert all(int(count) and int(english) and int(dutch) for _, count, english, dutch in named), FILE


def test_an_unknown_part_is_told():
    with pytest.raises(DemoError, match="no part “page”; they have pages or texts"):
        table("en", "page")


def test_the_addresses_are_those_of_the_site(root):
    assert [address(name) for name in ("index.md", "a.md", "b/index.md", "b/c.ipynb")] == [
        ".",
        "a/",
        "b/",
        "b/c/",
    ]
    assert sources(root / "docs").keys() == {"en", "nl"}
