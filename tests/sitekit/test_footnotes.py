"""sitekit/footnotes.py and citations.py, on pages made by hand; tests/docs/test_sources.py looks at those of the site."""

import re
from xml.etree import ElementTree as etree

import pytest
from knobs.text import DemoError
from markdown import Markdown
from sitekit import citations
from sitekit.citations import Citation, cited, read

from tests.docs.footnotes import Notes

CITATIONS = "look in site_src/sitekit/citations.py"
FOOTNOTES = "look in site_src/sitekit/footnotes.py"
ALWAYS = ["admonition", "attr_list", "pymdownx.details", "pymdownx.superfences", "tables", "toc"]
A, B, C = (f"https://{name}.example/paper" for name in "abc")
KNOWN = {
    A: {"authors": ["A. One"], "year": 1958, "title": "Machines"},
    B: {"authors": ["B. Two", "others"], "year": 2020, "title": "What?", "journal": "Nature", "at": "3, 5–7"},
    C: {"authors": ["C. Three"], "note": {"en": "a table", "nl": "een tabel"}},
}


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three sources, for pages made by hand."""
    monkeypatch.setattr(citations, "citations", lambda: read(KNOWN))


def html(text: str, lang: str = "en", **options: object) -> str:
    settings = {"sitekit.markdown": {"lang": lang, **options}}
    return Markdown(extensions=[*ALWAYS, "sitekit.markdown"], extension_configs=settings).convert(text)


# ---- A page ---------------------------------------------------------------------------------------------


def test_a_source_has_one_number_and_a_way_back_to_each_use():
    notes = Notes(html(f"[One]({A}) and [two]({B}).\n\n- [One again]({A}), *[inside]({C})*.\n"))
    assert notes.references == [
        ("source-1-a", "#source-1"),
        ("source-2-a", "#source-2"),
        ("source-1-b", "#source-1"),
        ("source-3-a", "#source-3"),
    ], FOOTNOTES
    assert notes.behind == [A, B, A, C], FOOTNOTES
    assert [(item.id, item.address, item.back) for item in notes.numbered] == [
        ("source-1", A, ["#source-1-a", "#source-1-b"]),
        ("source-2", B, ["#source-2-a"]),
        ("source-3", C, ["#source-3-a"]),
    ], FOOTNOTES


def test_what_stands_behind_a_link_stays_behind_its_number():
    shown = html(f"So [one]({A}), 1958.")
    assert re.search(rf'<a href="{A}">one</a><sup [^>]*><a [^>]*>\[1\]</a></sup>, 1958\.</p>', shown), shown


@pytest.mark.parametrize(
    ("lang", "title", "reference", "backs"),
    [
        (
            "en",
            "Sources",
            "Source 1: A. One (1958), Machines",
            ["Back to place a where source 1 is used", "Back to place b where source 1 is used"],
        ),
        (
            "nl",
            "Bronnen",
            "Bron 1: A. One (1958), Machines",
            [
                "Terug naar plaats a waar bron 1 wordt gebruikt",
                "Terug naar plaats b waar bron 1 wordt gebruikt",
            ],
        ),
    ],
)
def test_it_is_said_in_the_language_of_the_page(lang, title, reference, backs):
    shown = html(f"[one]({A}) [two]({A})", lang)
    assert f'<h2 id="sources">{title}</h2>' in shown, FOOTNOTES
    assert Notes(shown).labels == [reference, reference, *backs], FOOTNOTES
    assert f'<sup class="k-ref" data-search-exclude="" lang="{lang}">' in shown, FOOTNOTES


def test_one_way_back_needs_no_letter():
    shown = html(f"[one]({A})")
    assert re.search(r'aria-label="Back to where source 1 is used"[^>]*>↑</a>', shown), shown


@pytest.mark.parametrize(
    "text",
    [
        f"## [One]({A}) {{#one}}",
        f"`[one]({A})`",
        f"```text\n[one]({A})\n```",
        f"    [one]({A})",
        "[a page](other.md#top), [mail](mailto:a@b.example)",
        '```demo name="line"\n```',
    ],
)
def test_no_number_where_there_is_no_source(text):
    shown = html(text)
    assert "k-ref" not in shown and "k-sources" not in shown, shown


def test_a_caption_a_claim_a_side_quest_and_a_cell_have_numbers_too():
    shown = html(
        f'```demo name="line"\nTurn, see [one]({A}).\n```\n\n!!! check true "We checked"\n    Claim.\n\n'
        f'    Words.\n\n    [Two]({B}).\n\n??? quest "More"\n    [Three]({C}).\n\n| A |\n|---|\n| [one]({A}) |\n'
    )
    assert [href for _, href in Notes(shown).references] == [
        "#source-1",
        "#source-2",
        "#source-3",
        "#source-1",
    ]


def test_the_links_of_a_page_can_be_no_sources():
    assert "k-ref" not in html("[Software](https://elsewhere.example/)", sources=False), FOOTNOTES


def test_an_unknown_address_is_refused():
    with pytest.raises(DemoError, match="https://d.example/.*site_src/sitekit/sources.toml"):
        html("[Four](https://d.example/)")


# ---- The page's own list --------------------------------------------------------------------------------

OWN = f"""# T {{#top}}

[One]({A}) and [one]({A}).

## Sources {{#sources}}

First, some words.

- A. One, as somebody wrote it down. <{A}>, table 2
- <{C}>; on page 7.
- A letter, which has no address.

## More {{#more}}

- A list.
"""


def test_sources_come_where_the_page_wants_them():
    shown = html(OWN)
    found = re.findall(r'id="(\w+)"|<(ol|ul|p) ?(?:class="(k-sources\w*)")?', shown)
    order = [name or kind or tag for name, tag, kind in found]
    assert order == ["top", "p", "sources", "p", "k-sources", "k-sources__also", "k-sources", "more", "ul"], (
        shown
    )


def test_what_the_page_says_behind_an_address_goes_with_its_source():
    notes = Notes(html(OWN))
    assert [item.said.strip() for item in notes.numbered] == [
        "A. One (1958), “Machines”, table 2. a.example/paper"
    ]
    assert [item.said.strip() for item in notes.also] == [
        "C. Three, a table, on page 7. c.example/paper",
        "A letter, which has no address.",
    ], FOOTNOTES


def test_sources_without_a_link_in_the_text_have_no_numbers():
    notes = Notes(html(f"Words.\n\n## Sources {{#sources}}\n\n- <{B}>\n- <{A}>\n"))
    assert not notes.numbered and not notes.references, FOOTNOTES
    assert [item.address for item in notes.also] == [B, A], FOOTNOTES


def test_sources_stand_in_the_table_of_contents():
    settings = {"sitekit.markdown": {"lang": "nl"}}
    reader = Markdown(extensions=[*ALWAYS, "sitekit.markdown"], extension_configs=settings)
    reader.convert(f"# T {{#top}}\n\n[one]({A})")
    (top,) = reader.toc_tokens
    assert [section["name"] for section in top["children"]] == ["Bronnen"], FOOTNOTES


# ---- One source -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("authors", "english", "dutch"),
    [
        (["A. One"], "A. One", "A. One"),
        (["A. One", "B. Two"], "A. One and B. Two", "A. One en B. Two"),
        (["A. One", "B. Two", "C. Three"], "A. One, B. Two and C. Three", "A. One, B. Two en C. Three"),
        (["A. One", "others"], "A. One and others", "A. One en anderen"),
    ],
)
def test_who_wrote_it(authors, english, dutch):
    one = Citation(A, tuple(authors), 1958, "T")
    assert (one.by("en"), one.by("nl")) == (f"{english} (1958)", f"{dutch} (1958)"), CITATIONS


@pytest.mark.parametrize(
    ("address", "lang", "told"),
    [
        (A, "en", f'<li>A. One (1958), <span>“Machines”</span>. <a href="{A}">a.example/paper</a></li>'),
        (
            A,
            "nl",
            f'<li>A. One (1958), <span lang="en">‘Machines’</span>. <a href="{A}">a.example/paper</a></li>',
        ),
        (
            B,
            "nl",
            (
                '<li>B. Two en anderen (2020), <span lang="en">‘What?’</span>, <em lang="en">Nature</em> 3, 5–7. '
                f'<a href="{B}">b.example/paper</a></li>'
            ),
        ),
        (C, "en", f'<li>C. Three, a table. <a href="{C}">c.example/paper</a></li>'),
        (C, "nl", f'<li>C. Three, een tabel. <a href="{C}">c.example/paper</a></li>'),
    ],
)
def test_how_a_source_is_told(address, lang, told):
    item = etree.Element("li")
    cited(address).tell(item, lang)
    assert etree.tostring(item, "unicode") == told, CITATIONS


def test_a_question_needs_no_full_stop():
    item = etree.Element("li")
    Citation(A, ("A. One",), title="What?").tell(item, "en")
    assert "".join(item.itertext()) == "A. One, “What?” a.example/paper", CITATIONS


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ({"title": "T"}, "needs authors"),
        ({"authors": ["A. One"]}, "a title or a note"),
        ({"authors": ["A. One"], "title": "T", "pages": "3"}, "“pages”.*authors, year, title"),
        ({"authors": ["A. One"], "title": "T", "year": "1958"}, "“year”"),
        ({"authors": ["A. One"], "note": {"en": "a table"}}, "nl"),
    ],
)
def test_an_entry_that_cannot_be_told_is_refused(entry, told):
    with pytest.raises(DemoError, match=told):
        read({A: entry})
