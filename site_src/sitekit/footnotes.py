"""Links to sources as footnotes: a number behind each, and at the end of the page the source that it stands for.

    [SparseGPT](https://arxiv.org/abs/2301.00774)     in the text: a link, then a number that leads to the list
    ## Sources {#sources}                             where the list comes; else it gets a heading of its own, at the end
    - <https://arxiv.org/abs/1412.6980>, section 2    under it: a source without a link in the text, or words about one

A page writes links and nothing else; authors, titles and years stand in sources.toml. Each source is told once, in the
order of first use. Of a list item under the heading, the address counts and what stands behind it; what stands before
it is not shown. A link in a heading gets no number, and code has no links. `sources: false` in the front matter: the
links of this page are no sources.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from string import ascii_lowercase
from xml.etree import ElementTree as etree

from knobs.text import Text
from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from .citations import Citation, add, cited

ID = "sources"
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
UNSEARCHED = {"data-search-exclude": ""}  # else a search would find “SparseGPT3”

TITLE = Text(en="Sources", nl="Bronnen")
ALSO = Text(en="Used here without a link in the text:", nl="Hier gebruikt zonder link in de tekst:")
SOURCE = Text(en="Source {number}: {told}", nl="Bron {number}: {told}")
BACK = Text(en="Back to where source {number} is used", nl="Terug naar waar bron {number} wordt gebruikt")
BACK_TO = Text(
    en="Back to place {letter} where source {number} is used",
    nl="Terug naar plaats {letter} waar bron {number} wordt gebruikt",
)


class Footnotes(Treeprocessor):
    """Goes through a whole page; `lang` is that of its text."""

    def __init__(self, md: Markdown, lang: str) -> None:
        super().__init__(md)
        self.lang = lang

    def run(self, root: etree.Element) -> None:
        section = Section.find(root)
        uses: dict[str, int] = {}  # address -> how often, in the order of first use
        for parent, link in list(_links(root, section.lists)):
            source = cited(link.get("href", ""))
            uses[source.address] = uses.get(source.address, 0) + 1
            number = list(uses).index(source.address) + 1
            _insert_after(parent, link, self._reference(source, number, uses[source.address]))
        also = [item for listed in section.lists for item in self._unlinked(listed, uses)]
        told = [self._numbered(uses, section.words)] if uses else []
        if uses and also:
            told.append(_element("p", {"class": "k-sources__also"}, ALSO[self.lang]))
        if also:
            told.append(_element("ul", {"class": "k-sources"}))
            told[-1].extend(also)
        if told and not section.is_there:
            told.insert(0, _element("h2", {"id": ID}, TITLE[self.lang]))
        for listed in section.lists:
            root.remove(listed)
        root[section.at : section.at] = told

    def _reference(self, source: Citation, number: int, use: int) -> etree.Element:
        """The number behind a link."""
        told = SOURCE.fill(number=number, told=source.short(self.lang))[self.lang]
        # The link may stand in words of another language, and the label does not.
        reference = _element("sup", {"class": "k-ref", "lang": self.lang, **UNSEARCHED})
        where = {"id": _place(number, use), "href": f"#source-{number}"}
        # In brackets, as “0.5” with a bare 2 behind it would be a square.
        add(
            reference,
            "",
            "a",
            f"[{number}]",
            {**where, "role": "doc-noteref", "aria-label": told, "title": told},
        )
        return reference

    def _numbered(self, uses: dict[str, int], words: dict[str, str]) -> etree.Element:
        """The list that the numbers lead to, each source with the ways back to where it is used."""
        sources = _element("ol", {"class": "k-sources"})
        for number, (address, times) in enumerate(uses.items(), start=1):
            item = etree.SubElement(sources, "li", {"id": f"source-{number}"})
            cited(address).tell(item, self.lang, words.get(address, ""))
            back = add(item, " ", "span", "↑" if times > 1 else "", {"class": "k-ways", **UNSEARCHED})
            for use in range(1, times + 1):
                letter = _letter(use)
                label = (BACK_TO if times > 1 else BACK).fill(letter=letter, number=number)[self.lang]
                where = {"href": f"#{_place(number, use)}", "role": "doc-backlink", "aria-label": label}
                add(back, " ", "a", letter if times > 1 else "↑", where)
        return sources

    def _unlinked(self, listed: etree.Element, uses: dict[str, int]) -> Iterator[etree.Element]:
        """The items of the page's own list that no number leads to: those without an address as they are."""
        for item in listed:
            links = [link for _, link in _links(item, [])]
            if not links:
                yield item
            for link in links:
                if (source := cited(link.get("href", ""))).address not in uses:
                    source.tell(retold := etree.Element("li"), self.lang, _behind(link))
                    yield retold


@dataclass(frozen=True)
class Section:
    """Where a page wants its sources: at which child of the page, in place of which lists."""

    at: int
    lists: list[etree.Element]
    is_there: bool

    @property
    def words(self) -> dict[str, str]:
        """What the page says about a source, by its address."""
        links = [link for listed in self.lists for _, link in _links(listed, [])]
        return {link.get("href", ""): _behind(link) for link in links}

    @classmethod
    def find(cls, root: etree.Element) -> "Section":
        starts = [at for at, child in enumerate(root) if child.tag == "h2" and child.get("id") == ID]
        if not starts:
            return cls(len(root), [], False)
        rest = enumerate(root[starts[0] + 1 :], start=starts[0] + 1)
        inside = list(takewhile(lambda one: one[1].tag not in ("h1", "h2"), rest))
        lists = [(at, child) for at, child in inside if child.tag in ("ul", "ol")]
        end = starts[0] + 1 + len(inside)
        return cls(lists[0][0] if lists else end, [child for _, child in lists], True)


def _links(element: etree.Element, but: list[etree.Element]) -> Iterator[tuple[etree.Element, etree.Element]]:
    """Each link out of the site with the element around it, in the order of the page."""
    for child in element:
        if child.tag == "a" and child.get("href", "").startswith(("https://", "http://")):
            yield element, child
        elif child.tag not in HEADINGS and child not in but:
            yield from _links(child, but)


def _behind(link: etree.Element) -> str:
    return (link.tail or "").strip(" ,.;:\n")


def _insert_after(parent: etree.Element, child: etree.Element, new: etree.Element) -> None:
    new.tail, child.tail = child.tail, None
    parent.insert(list(parent).index(child) + 1, new)


def _element(tag: str, attributes: dict[str, str], text: str | None = None) -> etree.Element:
    element = etree.Element(tag, attributes)
    element.text = text
    return element


def _place(number: int, use: int) -> str:
    """The id of the reference where a source is used for the first, second … time."""
    return f"source-{number}-{_letter(use)}"


def _letter(use: int) -> str:
    """a, b … z, aa, bb …"""
    rounds, at = divmod(use - 1, len(ascii_lowercase))
    return ascii_lowercase[at] * (rounds + 1)
