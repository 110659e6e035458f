"""The built site, in both languages: links, heads, languages, drawn demos, search. No browser is needed."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from knobs import demo
from knobs.text import LANGUAGES
from sitekit.blocks import shows
from sitekit.links import elsewhere, problems, read

from sitekit.prose import ROOT, Page
from tests.docs.pages import pages, runnable, twins
from tests.docs.rendering import blocks, outputs

ADDRESS = {"en": "", "nl": "nl/"}
COMMON = {"en": {"the", "and", "this", "that"}, "nl": {"de", "het", "een", "van"}}
each_page = pytest.mark.parametrize("page", [*pages(), *pages("*.ipynb")], ids=lambda page: page.name)


@pytest.fixture(scope="module")
def site(site_dir):
    """The built site, read by sitekit.links."""
    return read(site_dir)


def test_every_link_leads_somewhere(site):
    told = problems(site)
    assert not told, "\n".join(["links of the built site:", *told])


def test_nothing_is_fetched_from_elsewhere(site):
    fetched = [
        f"{link.file}:{link.line}: {link.tag} {link.address}" for link in elsewhere(site) if link.tag != "a"
    ]
    assert not fetched, "\n".join(["only <a> may lead away from the site:", *fetched])


def test_the_sitemap_names_pages(site):
    places = [
        element.text
        for element in ElementTree.parse(site.root / "sitemap.xml").iter()
        if element.tag.endswith("}loc")
    ]
    assert len(places) >= len(pages())
    for place in places:
        path = str(place).removeprefix(site.url)
        assert (site.root / path / "index.html").is_file(), f"sitemap.xml names {place}, which is no page"


CHILDREN = {
    **dict.fromkeys(("mfrac", "mroot", "msub", "msup", "munder", "mover"), 2),
    **dict.fromkeys(("msubsup", "munderover"), 3),
}


def test_formulas_have_as_many_parts_as_mathml_asks_for(site_dir):
    """https://www.w3.org/TR/mathml-core/: a <msub> is a base and what hangs below it, no less and no more."""
    judged = 0
    for file in sorted(site_dir.rglob("*.html")):
        for formula in re.findall(r"<math\b.*?</math>", file.read_text("utf-8"), re.DOTALL):
            for part in ElementTree.fromstring(formula).iter():
                if part.tag in CHILDREN:
                    judged += 1
                    told = f"{file.relative_to(site_dir)}: <{part.tag}> in {formula}; look in site_src/sitekit/markdown.py"
                    assert len(part) == CHILDREN[part.tag], told
    assert judged > 20, "too few formulas were found to judge"


@each_page
def test_a_page_has_one_heading_a_title_and_a_description(page, site_dir):
    head = Head.read(built(page, site_dir))
    assert head.headings == 1, f"{page.name}: the built page has {head.headings} <h1>"
    assert head.title.strip(), f"{page.name}: the built page has no <title>"
    told = f"{page.name}: the built page has no description of its own"
    assert head.description.strip(), told
    if page.front_matter:
        assert head.description == page.front_matter["description"], told


@each_page
def test_a_page_is_in_its_language(page, site_dir):
    head = Head.read(built(page, site_dir))
    assert head.lang == page.lang, f"{page.name}: <html lang> is {head.lang!r}"


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_a_demo_is_drawn_as_python_draws_it(page, site_dir):
    place = built(page, site_dir)
    text = place.read_text(encoding="utf-8")
    html = re.sub(r' data-(parts|ahead)="[^"]*"', "", text)  # what of Python, or before it, comes with it
    for fence in page.fences:
        if fence.lang == "demo":
            start = {name: value for name, value in fence.options.items() if name != "name"}
            file = f"assets/demos/{fence.options['name'].replace('-', '_')}.py"
            at_root = "../" * len(place.relative_to(site_dir).parts[:-1])
            drawn = demo.render(fence.options["name"], page.lang, start, source=at_root + file)
            assert drawn in html, (
                f"{page.place(fence.line)}: the built page holds another drawing than demo.render()"
            )


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_a_block_that_runs_is_whole(page, site_dir):
    html = built(page, site_dir).read_text(encoding="utf-8")
    runs = re.findall(r"<knob-run .*?</knob-run>", html, re.DOTALL)
    for number, (fence, run) in enumerate(zip(runnable(page), runs, strict=True), 1):
        where = f"{page.place(fence.line)}: block {number} of the built page"
        assert f'<knob-run class="k-run" id="code-{number}" data-state="static" data-block="{number}"' in run
        assert f'lang="{page.lang}"' in run, where
        (code,), (output,) = blocks(run), outputs(run)
        assert (code.title, code.text) == (fence.title, fence.body.strip("\n") + "\n"), where
        assert output.strip("\n") == (fence.expected or "").strip("\n"), where
        assert ("k-run__view" in run) == shows(fence.body), f"{where}: what show() draws"
    assert ("assets/knob-run.js" in html) == bool(runs), f"{page.name}: knob-run.js belongs to pages with blocks"


@pytest.mark.parametrize(("english", "dutch"), [pytest.param(*pair, id=pair[0].file.name) for pair in twins()])
def test_a_block_has_the_same_fingerprint_in_both_languages(english, dutch, site_dir):
    found = [
        re.findall(r'data-block="(\d+)" data-print="([0-9a-f]{8})"', built(page, site_dir).read_text("utf-8"))
        for page in (english, dutch)
    ]
    assert len(found[0]) == len(runnable(english)) and found[0] == found[1], f"{dutch.name} and {english.name}"


def test_linked_python_is_the_file_that_the_tests_run(site_dir):
    """Examples, programs of the workshop and demos, at the addresses that pages of both languages give."""
    sources = {"examples": "examples", "workshop": "site_src/workshop", "demos": "site_src/knobs/demos"}
    for folder, source in sources.items():
        python = (file for file in (ROOT / source).glob("*.py") if file.name != "__init__.py")
        files = {file.name: file.read_bytes() for file in python}
        published = {file.name: file.read_bytes() for file in (site_dir / "assets" / folder).iterdir()}
        assert files and published == files, f"look at static_files in site_src/sitekit/runtime.py: {folder}"


@pytest.mark.parametrize(("language", "half", "other"), [("en", "0.5", "0,5"), ("nl", "0,5", "0.5")])
@pytest.mark.parametrize("name", ["line", "neuron", "network"])
def test_drawings_write_numbers_as_their_language_does(language, half, other, name, site_dir):
    html = (site_dir / ADDRESS[language] / "what-is-a-parameter/index.html").read_text(encoding="utf-8")
    found = re.search(rf'<knob-demo\b[^>]* name="{name}".*?</knob-demo>', html, re.DOTALL)
    assert found, f"/{ADDRESS[language]}what-is-a-parameter/ has no demo “{name}”"
    words = " ".join(
        re.sub(r"<[^>]*>", " ", picture) for picture in re.findall(r"<svg.*?</svg>", found[0], re.DOTALL)
    )
    assert half in words, f"the picture of demo “{name}” in {language} does not show {half}"
    assert not re.search(rf"(?<![\d.,]){re.escape(other)}(?![\d])", words), (
        f"demo “{name}” in {language} shows {other}"
    )


def test_markup_holds_no_scripts_and_no_styles(site):
    told = []
    for file in site.pages:
        for line, tag, name in Head.read(file).forbidden:
            told.append(f"{file.relative_to(site.root)}:{line}: <{tag} {name}=…>")
    assert not told, "\n".join(["event handlers belong in a script, styles in look.css:", *told])


def test_a_page_not_found_is_told_in_its_language(lang, site_dir):
    head = Head.read(site_dir / ADDRESS[lang] / "404.html")
    assert (head.lang, head.headings) == (lang, 1)


def test_the_search_index_is_of_one_language(lang, site, site_dir):
    folder = site_dir / ADDRESS[lang]
    index = json.loads((folder / "search/search_index.json").read_text(encoding="utf-8"))
    assert index["config"]["lang"] == [lang]
    wanted = {str(page.front_matter["title"]) for page in pages() if page.lang == lang}
    assert len(index["docs"]) > len(wanted), f"the search index of {lang} holds {len(index['docs'])} entries"
    for entry in index["docs"]:
        place, _, anchor = entry["location"].partition("#")
        found = site.pages.get((folder / place / "index.html").resolve())
        assert found, f"the search index of {lang} names {entry['location']}, which is no page"
        assert not anchor or anchor in {name for _, name in found.ids}, f"no #{anchor} on {place}"
    words = re.findall(r"\w+", " ".join(entry["text"] for entry in index["docs"]).lower())
    counts = {one: sum(word in common for word in words) for one, common in COMMON.items()}
    assert counts[lang] > 5 * sum(counts[one] for one in LANGUAGES if one != lang), counts


def built(page: Page, site_dir: Path) -> Path:
    """The HTML file of a page."""
    name = page.file.relative_to(ROOT / "docs" / page.lang).with_suffix("")
    folder = name.parent if name.name == "index" else name
    return site_dir / ADDRESS[page.lang] / folder / "index.html"


class Head(HTMLParser):
    """What the tests above need of one HTML file."""

    def __init__(self) -> None:
        super().__init__()
        self.lang = self.title = self.description = ""
        self.headings = 0
        self.forbidden: list[tuple[int, str, str]] = []
        self.in_title = False

    @classmethod
    def read(cls, file: Path) -> "Head":
        head = cls()
        head.feed(file.read_text(encoding="utf-8"))
        return head

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.lang = values.get("lang", "")
        if tag == "h1":
            self.headings += 1
        if tag == "meta" and values.get("name") == "description":
            self.description = values.get("content", "")
        self.in_title = tag == "title" and not self.title
        self.forbidden += [
            (self.getpos()[0], tag, name) for name in values if name == "style" or name.startswith("on")
        ]

    def handle_endtag(self, tag: str) -> None:
        self.in_title = False

    def handle_data(self, data: str) -> None:
        if self.in_title:
            self.title += data
