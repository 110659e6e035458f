"""The sources of the site: each link has one, each entry is used, and both languages link to the same."""

import re
from pathlib import Path
from xml.etree import ElementTree as etree

import pytest
from sitekit.citations import citations

from tests.docs.footnotes import Notes
from sitekit.prose import ROOT, Page, without_fences
from tests.docs.pages import pages, twins

LOOK = "look in site_src/sitekit/footnotes.py"
SWITCHED_OFF = {"about.md", "how-fast.md", "index.md", "models.md"}  # software, and a table with sources of its own
ADDRESS = re.compile(r"\]\((https?://[^()\s]+)\)|<(https?://[^>\s]+)>")
each_page = pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)


def written(page: Page) -> tuple[list[str], set[str]]:
    """The addresses that a page links to, each once in order of first use, and those under its own heading Sources."""
    text = without_fences(page.text, page.fences)  # the captions of demos stay
    text, _, own = text.partition("{#sources}")
    linked = [one or other for one, other in ADDRESS.findall(text)]
    return list(dict.fromkeys(linked)), {one or other for one, other in ADDRESS.findall(own)}


def notes_of(page: Page, site_dir: Path) -> Notes:
    name = page.file.relative_to(ROOT / "docs" / page.lang).with_suffix("")
    place = name if name.name != "index" else name.parent
    return Notes((site_dir / {"en": "", "nl": "nl"}[page.lang] / place / "index.html").read_text("utf-8"))


@each_page
def test_every_link_of_a_page_leads_to_its_source_and_back(page, site_dir):
    notes = notes_of(page, site_dir)
    linked, own = ([], set()) if page.file.name in SWITCHED_OFF else written(page)
    assert [item.address for item in notes.numbered] == linked, f"{page.name}: {LOOK}"
    by_id = {f"#{item.id}": item for item in notes.numbered}
    for (name, href), address in zip(notes.references, notes.behind, strict=True):
        assert by_id[href].address == address, f"{page.name}: {name} leads to another source"
        assert f"#{name}" in by_id[href].back, f"{page.name}: no way back from {href} to {name}"
    backs = [back for item in notes.numbered for back in item.back]
    assert sorted(backs) == sorted(f"#{name}" for name, _ in notes.references), f"{page.name}: {LOOK}"
    assert {item.address for item in notes.also} - {""} == own - set(linked), f"{page.name}: {LOOK}"


@pytest.mark.parametrize(("english", "dutch"), [pytest.param(*pair, id=pair[0].file.name) for pair in twins()])
def test_both_languages_have_the_same_sources(english, dutch, site_dir):
    one, other = notes_of(english, site_dir), notes_of(dutch, site_dir)
    told = f"{dutch.name} links to other sources than {english.name}, or in another order"
    assert [item.address for item in one.numbered] == [item.address for item in other.numbered], told
    assert one.references == other.references, told
    assert [item.address for item in one.also] == [item.address for item in other.also], told


def test_every_entry_is_used():
    used = {address for page in pages() if page.file.name not in SWITCHED_OFF for part in written(page) for address in part}
    unused = sorted(set(citations()) - used)
    assert not unused, f"site_src/sitekit/sources.toml: no page uses {', '.join(unused)}; take them out"


def test_every_entry_is_told_in_both_languages(lang):
    for address, source in citations().items():
        item = etree.Element("li")
        source.tell(item, lang)
        told = "".join(item.itertext())
        assert told.endswith(address.removeprefix("https://")) and "  " not in told and ",," not in told, told
        arxiv = re.search(r"arxiv\.org/abs/(\d\d)\d\d\.", address)
        if arxiv and not source.journal:
            assert source.year == 2000 + int(arxiv[1]), f"{address} says {source.year}; the number says when it came"


def test_search_does_not_read_numbers_and_ways_back(site_dir, lang):
    index = (site_dir / {"en": "", "nl": "nl"}[lang] / "search/search_index.json").read_text("utf-8")
    assert not re.search(r"\[\d+\]</sup>|↑", index), LOOK
    assert "SparseGPT: Massive Language Models" in index, "who looks for a title finds the page that uses it"
