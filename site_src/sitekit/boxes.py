"""Boxes of a page, made of what Python-Markdown's own extensions leave.

    !!! check imprecise "We checked the article"     claim, our words, the scale of verdicts, the source
    !!! check imprecise ""                           the same under a heading that is the claim: scale, words, source
    ??? quest "Title"                                a side quest, folded
    | A | B |                                        a table that moves sideways where it is too wide
    `/ɣəˈʋɪxt/`                                      how a word sounds, which is not code

The words of the scale and the label of a side quest are here, in both languages.
"""

import re
from xml.etree import ElementTree as etree

from knobs.text import Text
from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

SIDING = "M0 18H48M8 18C22 18 22 6 36 6H48"  # a track that branches off and runs along
VERDICTS = {
    "true": Text(en="true", nl="waar"),
    "imprecise": Text(en="imprecise", nl="onnauwkeurig"),
    "wrong": Text(en="wrong", nl="onjuist"),
    "unknown": Text(en="unknown", nl="onbekend"),
}
# What no source can settle has no place on the scale, and stands alone.
STANDPOINTS = {
    "opinion": Text(en="opinion", nl="mening"),
    "prediction": Text(en="prediction", nl="voorspelling"),
}
BESIDE = 4  # blocks that a check in the margin stands beside; the stylesheet says so too
SOUND = re.compile(r"/[^/]*[^\x00-\x7f][^/]*/")
HERE = {"class": "k-here", "aria-current": "true"}  # bold is not read out
TABLE = Text(en="Table", nl="Tabel")
QUEST = Text(en="Side quest", nl="Zijspoor")


class Boxes(Treeprocessor):
    """`!!! check` and `??? quest`, which arrive as an admonition and as details; tables, which may be wide."""

    def __init__(self, md: Markdown, lang: str) -> None:
        super().__init__(md)
        self.lang = lang

    def run(self, root: etree.Element) -> None:
        for box in list(root.iter()):
            kinds = box.get("class", "").split()
            if box.tag == "div" and kinds[:2] == ["admonition", "check"]:
                _check(box, kinds[2] if len(kinds) > 2 else "", self.lang)
            elif box.tag == "details" and "quest" in kinds:
                _quest(box, self.lang)
            elif box.tag == "code" and SOUND.fullmatch(box.text or ""):
                box.set("class", "k-ipa")
            for at, table in enumerate(box):
                if table.tag == "table":
                    box[at] = _scrolling(table, self.lang)
        _place(root)


def _place(root: etree.Element) -> None:
    """A check stands in the margin, beside the block before it and the next three: where there is none, or where another
    check stands there, it comes between the blocks. Else the blocks would be pulled apart to make room."""
    room = -BESIDE
    for at, block in enumerate(root):
        if not (block.tag == "aside" and block.get("class") == "k-check"):
            continue
        follows = root[at - 1].tag if at else ""
        if follows in ("h1", "h2", "h3", "aside") or at - room < BESIDE:
            block.set("class", "k-check k-check--between")
        else:
            room = at


def _check(box: etree.Element, verdict: str, lang: str) -> None:
    """Label, claim in italics, our words, the scale of verdicts, the source; without a label, the scale comes first."""
    box.tag = "aside"
    box.attrib.clear()
    box.attrib |= {"class": "k-check", "role": "note"}
    titled = len(box) > 0 and box[0].get("class") == "admonition-title"
    label, paragraphs = (box[0] if titled else None), list(box)[titled:]
    scale = _scale(verdict, lang)
    if label is None:
        box.set("class", "k-check k-check--claim")
        box.insert(0, scale)
    else:
        label.set("class", "k-label")
        if paragraphs:
            paragraphs[0].set("class", "k-claim")
        box.insert(len(box) - 1 if len(paragraphs) > 1 else len(box), scale)
    if len(paragraphs) > 1:
        paragraphs[-1].set("class", "k-source")


def _scale(verdict: str, lang: str) -> etree.Element:
    """The verdicts in order with ours in bold; an opinion or a prediction on its own."""
    steps = {verdict: STANDPOINTS[verdict]} if verdict in STANDPOINTS else VERDICTS
    scale = etree.Element("ol", {"class": "k-verdict", "data-search-exclude": ""})
    for name, words in steps.items():
        step = etree.SubElement(scale, "li", HERE if name == verdict else {})
        if name == verdict:
            step.append(element("b", words[lang]))
        else:
            step.text = AtomicString(words[lang])
    return scale


def _quest(box: etree.Element, lang: str) -> None:
    """The summary gets the siding, the label and the title."""
    box.set("class", "k-quest")
    summary = box[0]
    title = element("b", summary.text or "")
    title.extend(list(summary))
    siding = etree.Element("svg", {"class": "k-siding", "viewBox": "0 0 48 24", "aria-hidden": "true"})
    etree.SubElement(siding, "path", {"d": SIDING})
    label = element("span", QUEST[lang])
    label.set("class", "k-label")
    summary.text = None
    summary[:] = [siding, label, title]


def _scrolling(table: etree.Element, lang: str) -> etree.Element:
    """A table that is too wide for a phone moves sideways, by touch and by the arrow keys."""
    heads = ", ".join("".join(head.itertext()) for head in table.iter("th"))
    named = {"role": "group", "tabindex": "0", "aria-label": f"{TABLE[lang]}: {heads}"}
    region = etree.Element("div", {"class": "k-scroll", **named})
    table.set("class", "k-words")
    region.append(table)
    region.tail, table.tail = table.tail, None
    return region


def element(name: str, text: str) -> etree.Element:
    element = etree.Element(name)
    element.text = AtomicString(text)
    return element
