"""sitekit/hooks.py: a small site in two languages, built strictly, with all that the plugins do not do themselves."""

import json
import re
from pathlib import Path

import pytest

from tests.sitekit.tree import build, pages, plant

BASE = "https://example.org/base/"
HEAD = re.compile(r"<head>(.*?)</head>", re.DOTALL)
LINK = re.compile(r'<link rel="([^"]*)" href="([^"]*)"(?: hreflang="([^"]*)")?>')


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    plant(folder, pages())
    built = build(folder)
    assert built.returncode == 0, built.stdout + built.stderr
    assert "WARNING" not in built.stdout + built.stderr, built.stdout + built.stderr
    return folder / "site"


def read(site: Path, url: str) -> str:
    file = site / url
    return (file if file.suffix else file / "index.html").read_text("utf-8")


def links(page: str) -> list[tuple[str, str, str]]:
    """The links in a page's head: (rel, address, language)."""
    found = HEAD.search(page)
    assert found
    return LINK.findall(found[1])


def switcher(page: str) -> dict[str, str]:
    """The language switcher: language -> address."""
    found = re.search(r'<ul class="k-lang".*?</ul>', page, re.DOTALL)
    assert found
    return {lang: url for url, lang in re.findall(r'<a href="([^"]*)" lang="(\w+)"', found[0])}


@pytest.mark.parametrize("url", ["", "chapter/", "labs/line/"])
def test_each_language_points_at_the_other(site, url):
    expected = [("en", BASE + url), ("x-default", BASE + url), ("nl", f"{BASE}nl/{url}")]
    for own in (url, f"nl/{url}"):
        page = read(site, own)
        told = links(page)
        assert [(lang, href) for rel, href, lang in told if rel.strip() == "alternate"] == expected
        assert all(rel == "alternate " for rel, _, lang in told if lang), (
            "Material would fetch a sitemap for each"
        )
        assert [href for rel, href, _ in told if rel == "canonical"] == [BASE + own]


@pytest.mark.parametrize(
    ("url", "other", "expected"),
    [
        ("", "nl", "nl/"),
        ("nl/", "en", "../"),
        ("chapter/", "nl", "../nl/chapter/"),
        ("nl/chapter/", "en", "../../chapter/"),
        ("nl/labs/line/", "en", "../../../labs/line/"),
        ("nl/only-english/", "en", "../../only-english/"),
        ("404.html", "nl", "/base/nl/"),
        ("nl/404.html", "en", "/base/."),
    ],
)
def test_the_language_switcher_stays_on_the_page(site, url, other, expected):
    found = switcher(read(site, url))
    assert {lang: href.rstrip("./") for lang, href in found.items()} == {other: expected.rstrip("./")}
    assert (site / url / expected).resolve().exists() or expected.startswith("/base")


@pytest.mark.parametrize(
    ("url", "lang", "name"),
    [("chapter/", "en", "Knobs"), ("nl/chapter/", "nl", "Draaiknoppen"), ("nl/404.html", "nl", "")],
)
def test_a_page_is_in_its_own_language(site, url, lang, name):
    page = read(site, url)
    assert f'<html lang="{lang}"' in page
    assert name in page
    dark = {"en": "Switch to dark", "nl": "Naar donker"}[lang]
    assert f'aria-label="{dark}"' in page


def test_a_page_that_is_not_translated_says_so(site):
    page = read(site, "nl/only-english/")
    assert '<html lang="nl"' in page
    assert '<article class="md-content__inner md-typeset" lang="en">' in page
    assert "nog niet vertaald" in page
    assert 'href="../../only-english/" hreflang="en">Engelse tekst' in page
    told = links(page)
    assert [href for rel, href, _ in told if rel == "canonical"] == [f"{BASE}only-english/"]
    assert not [lang for _, _, lang in told if lang], "an English text is no Dutch page"
    assert 'lang="en" hreflang="en">Only English</a>' in page, "its name in the Dutch navigation is English"
    english = links(read(site, "only-english/"))
    assert [lang for _, _, lang in english if lang] == ["en", "x-default"]
    assert "k-banner" not in read(site, "only-english/")


def test_each_language_has_its_own_404(site):
    english, dutch = read(site, "404.html"), read(site, "nl/404.html")
    assert '<html lang="en"' in english
    assert '<h1 id="top">There is no page here</h1>' in english
    assert '<html lang="nl"' in dutch
    assert '<h1 id="top">Hier is geen pagina</h1>' in dutch
    for page in (english, dutch):
        addresses = re.findall(r'(?:href|src)="([^"#]*)"', page)
        relative = [address for address in addresses if address and not address.startswith(("/base/", BASE))]
        assert not relative, f"a 404 page stands at any depth, so these lead nowhere: {relative}"
        assert 'lang="nl"' in page
        assert 'lang="en"' in page


def test_each_language_has_its_own_search_index(site):
    for root, lang, titles in (
        ("", "en", {"Knobs here", "A chapter", "A line", "A lab", "Loss", "Only English"}),
        ("nl/", "nl", {"Knoppen hier", "Een hoofdstuk", "Een lijn", "Een lab", "Loss", "Only English"}),
    ):
        index = json.loads(read(site, f"{root}search/search_index.json"))
        assert index["config"]["lang"] == [lang]
        assert {entry["title"] for entry in index["docs"]} == titles
        for entry in index["docs"]:
            assert (site / root / entry["location"].partition("#")[0] / "index.html").is_file(), entry[
                "location"
            ]
        text = " ".join(entry["text"] for entry in index["docs"])
        assert "Demo 3.1" in text, "captions can be found"
        assert "NGC" not in text, "what is written in drawings cannot"


@pytest.mark.parametrize(
    ("url", "root"),
    [("", ""), ("labs/line/", ""), ("nl/", "nl"), ("nl/labs/line/", "nl"), ("nl/only-english/", "nl")],
)
def test_search_looks_below_the_root_of_its_language(site, url, root):
    found = re.search(r'"base": "([^"]*)"', read(site, url))
    assert found
    assert (site / url / found[1]).resolve() == (site / root).resolve()


def test_the_sitemap_lists_each_text_once(site):
    told = read(site, "sitemap.xml")
    pages_of = ["", "chapter/", "labs/line/"]
    expected = [
        *(BASE + url for url in pages_of),
        *(f"{BASE}nl/{url}" for url in pages_of),
        f"{BASE}only-english/",
    ]
    assert sorted(re.findall(r"<loc>(.*?)</loc>", told)) == sorted(expected)
    assert told.count(f'hreflang="nl" href="{BASE}nl/chapter/"') == 2


@pytest.mark.parametrize(
    "url", ["", "chapter/", "nl/labs/line/", "nl/only-english/", "404.html", "nl/404.html"]
)
def test_the_policy_comes_first_and_the_charset_early(site, url):
    page = read(site, url)
    assert re.search(
        r'<head><meta http-equiv="Content-Security-Policy" content="default-src \'none\'; ', page
    )
    assert page.index("<meta charset") < 1024, "browsers look for the charset in the first 1024 bytes"
    assert not re.search(r'<style|\sstyle="|\son\w+="|href="javascript:', page), (
        "the policy would refuse these"
    )


@pytest.mark.parametrize("url", ["", "chapter/", "nl/labs/line/", "404.html"])
def test_a_page_asks_for_nothing_from_elsewhere(site, url):
    page = read(site, url)
    asked = re.findall(r'<(?:script|img|iframe|source)\b[^>]*\bsrc="([^"]*)"', page)
    asked += [href for rel, href, _ in links(page) if rel in ("stylesheet", "icon", "preload", "preconnect")]
    assert asked
    assert not [address for address in asked if re.match(r"\w+:|//", address)], asked


def test_the_head_of_a_chapter(site):
    page = read(site, "nl/chapter/")
    found = re.search(r'<header class="k-chapter">(.*?)</header>', page, re.DOTALL)
    assert found
    head = found[1]
    assert "Hoofdstuk </span>3</p>" in head
    assert '<h1 id="top">Een hoofdstuk</h1>' in head
    assert '<a href="../../chapter/" lang="en" hreflang="en">A chapter</a>' in head
    assert "<span> knoppen</span>" in head
    assert "k-counter" in head
    assert page.count("<h1") == 1


def test_the_rail_has_the_name_of_each_page_and_the_sections_of_this_one(site):
    found = re.search(r'<nav class="[^"]*k-rail".*?</nav>', read(site, "nl/chapter/"), re.DOTALL)
    assert found
    assert re.findall(r">([^<>]+)</a>", found[0]) == [
        "Knoppen hier",
        "Een hoofdstuk",
        "Een lijn",
        "Een lab",
        "Only English",
    ]
    assert found[0].count('aria-current="page"') == 1


def test_a_notebook_is_a_page(site):
    page = read(site, "nl/labs/line/")
    assert '<h1 id="top">Een lab</h1>' in page
    assert "<title>Een lab - Draaiknoppen</title>" in page
    assert '<h2 id="loss">Loss</h2>' in page
    assert '<a href="../../chapter/#line">it</a>' in page
    assert '<span class="filename">Uitvoer</span><pre><code>True' in page
    assert "jp-" not in page
    assert "{#" not in page
    assert len(page.encode()) < 40_000, "a notebook brings no styles of its own"
    assert '<a href="#loss">Loss</a>' in page
    assert '<a href="line.ipynb" download>Download dit practicum als notebook</a>' in page


def test_a_link_of_a_notebook_to_nowhere_stops_the_build(tmp_path):
    from tests.sitekit.tree import notebook

    plant(tmp_path, pages() | {"nl/labs/line.ipynb": notebook("Een lab", "../gone.md")})
    stopped = build(tmp_path)
    told = [line for line in (stopped.stdout + stopped.stderr).splitlines() if "gone.md" in line]
    assert stopped.returncode == 1
    assert len(told) == 1, stopped.stdout + stopped.stderr
    assert "docs/nl/labs/line.ipynb:1: " in told[0], told[0]


@pytest.mark.parametrize(
    ("url", "lang", "name", "title"),
    [
        ("", "en", "Knobs", "Knobs"),
        ("chapter/", "en", "Knobs", "A chapter"),
        ("nl/", "nl", "Draaiknoppen", "Draaiknoppen"),
        ("nl/chapter/", "nl", "Draaiknoppen", "Een hoofdstuk"),
        ("nl/404.html", "nl", "Draaiknoppen", "Draaiknoppen"),
    ],
)
def test_a_link_to_a_page_has_a_picture_in_its_language(site, url, lang, name, title):
    told = dict(re.findall(r'<meta property="og:([^"]+)" content="([^"]*)">', read(site, url)))
    assert (told["site_name"], told["title"]) == (name, title), "look in site_src/theme/main.html"
    assert told["image"] == f"{BASE}assets/card-{lang}.png" and told["image:alt"] and told["description"]
    assert told["locale"] == {"en": "en_US", "nl": "nl_NL"}[lang]
    assert ("url" in told) == ("404" not in url) and told.get("url", BASE + url) == BASE + url
    assert (site / "assets" / f"card-{lang}.png").is_file(), "run python -m tests.browser.cards"


def test_there_is_an_icon_for_whatever_knows_no_svg(site):
    for url in ("", "nl/chapter/", "404.html"):
        icons = re.findall(r'<link rel="(?:apple-touch-)?icon"[^>]*href="([^"]+)"', read(site, url))
        names = {address.rpartition("/")[2] for address in icons}
        assert names == {"favicon.svg", "favicon.png", "apple-touch-icon.png"}, (
            "look in site_src/theme/main.html"
        )
        assert all((site / "assets" / name).is_file() for name in names)
