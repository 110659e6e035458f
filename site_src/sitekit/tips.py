"""Tips: the first use of a word of vocabulary.toml in the prose of a page leads to its card in the glossary.

    Its {p:weight} is a number.      weight: a link with a dotted line, and beside it a tip with what it is in Dutch

A tip is there in the page, hidden by look.css until the link is pointed at or has the focus; no script is needed.
Headings, links, code, tables, captions, other languages and the list of sources are left alone. A role is a word as a
whole, or it is left alone too. What is longer goes first: in “language model”, no “model” is found.

A page names in its front matter what it will not have marked: `unmarked: [model, token]`, by the keys of the words.
"""

import re
from collections.abc import Iterable, Iterator
from xml.etree import ElementTree as etree

from knobs.text import LANGUAGES
from knobs.vocabulary import Word, words
from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER, STX

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
LEFT_ALONE = HEADINGS | {
    "a",
    "code",
    "pre",
    "table",
    "figure",
    "figcaption",
    "summary",
    "button",
    "svg",
    "math",
}
LABELS = {"admonition-title", "k-claim", "k-label", "k-source", "k-verdict", "tabbed-labels"}
PROSE = {"p", "li", "dd"}
VOID = {"br", "img", "input", "hr", "wbr"}
RAW_HTML = HTML_PLACEHOLDER % "(?P<raw>[0-9]+)"
TAG = re.compile(r"<(?P<close>/?)(?P<name>[a-zA-Z][\w-]*)(?P<attributes>[^>]*)>")
LANG = re.compile(r"\blang=[\"']?([\w-]+)")
AFTER_A_NUMBER = re.compile(r"\d[ \u00a0\u202f]\Z")


class Tips(Treeprocessor):
    def __init__(self, md: Markdown, lang: str, glossary: str, unmarked: Iterable[str]) -> None:
        super().__init__(md)
        self.lang, self.glossary = lang, glossary
        self.unmarked = frozenset(unmarked)
        self.told: set[str] = set()  # keys of words that need no tip any more
        self.open: list[bool] = []  # whether words count within each tag of raw HTML that is open

    def run(self, root: etree.Element) -> None:
        self.told = set(self.unmarked)
        for element in root:
            if element.get("id") == "sources":
                return  # titles of others
            self._look_for_prose(element)

    def _look_for_prose(self, element: etree.Element) -> None:
        if not self._counts(element):
            return
        if element.tag in PROSE:
            self.open = []
            self._read(element)
        else:
            for child in element:
                self._look_for_prose(child)

    def _counts(self, element: etree.Element) -> bool:
        return (
            element.tag not in LEFT_ALONE
            and not LABELS.intersection(element.get("class", "").split())
            and element.get("lang", self.lang) == self.lang
        )

    def _read(self, element: etree.Element) -> None:
        """Put the element together anew, with a mark around each first use of a word."""
        text, children = element.text, list(element)
        element.text, element[:] = None, []
        self._add(element, text)
        for child in children:
            tail, child.tail = child.tail, None
            if "k-role" in child.get("class", "").split():
                child = self._role(child)
            elif self._counts(child):
                self._read(child)
            element.append(child)
            self._add(element, tail)

    def _role(self, role: etree.Element) -> etree.Element:
        """A role that is a word, with a mark around it; else the role as it was."""
        found = PATTERNS[self.lang].fullmatch(role.text or "") if not len(role) else None
        word = WORDS[self.lang][found[0].lower()] if found else None
        return self._mark(word, role) if word and self._is_new(word) else role

    def _add(self, element: etree.Element, text: str | None) -> None:
        """Add text to the end of an element, with a mark around each first use of a word."""
        kept, at = "", 0
        for found in _words_and_raw_html(text or "", self.lang):
            kept += text[at : found.start()]  # type: ignore[index]
            at = found.end()
            if found[0].startswith(STX):
                self._note(self.md.htmlStash.rawHtmlBlocks[int(found["raw"])])
                kept += found[0]
                continue
            word = WORDS[self.lang][found[0].lower()]
            if self._is_new(word) and not _is_counted(word, kept):
                _append(element, kept)
                element.append(self._mark(word, found[0]))
                kept = ""
            else:
                kept += found[0]
        _append(element, kept + (text or "")[at:])

    def _is_new(self, word: Word) -> bool:
        return word.key not in self.told and all(self.open)

    def _note(self, html: object) -> None:
        """What a piece of raw HTML opens or closes."""
        for found in TAG.finditer(html if isinstance(html, str) else ""):
            name = found["name"].lower()
            if found["close"]:
                del self.open[-1:]
            elif name not in VOID and not found["attributes"].endswith("/"):
                lang = LANG.search(found["attributes"])
                self.open.append(name not in LEFT_ALONE and (not lang or lang[1] == self.lang))

    def _mark(self, word: Word, shown: str | etree.Element) -> etree.Element:
        """The link, around words or a role, and the tip. In a tip no <span>: search would take its end for the tip's."""
        self.told.add(word.key)
        other = next(lang for lang in LANGUAGES if lang != self.lang)
        mark = etree.Element("span", {"class": "k-word"})
        name = f"tip-{word.key}"
        link = etree.SubElement(mark, "a", {"href": f"{self.glossary}#{word.key}", "aria-describedby": name})
        if isinstance(shown, str):
            link.text = shown
        else:
            link.append(shown)
        about = {"class": "k-tip", "role": "tooltip", "id": name, "data-search-exclude": ""}
        tip = etree.SubElement(mark, "span", about)
        twin = etree.SubElement(tip, "b", {"lang": other})
        twin.text = f"{word.article} {word.nl}".strip() if other == "nl" else word.en
        if word.ipa:
            spoken = etree.SubElement(tip, "i", {"class": "k-ipa", "lang": "nl"})
            # Behind the English word it would seem to be the sound of that.
            own = "" if other == "nl" else f"{word.article} {word.nl} ".lstrip()
            spoken.text = f" {own}/{word.ipa}/"
        etree.SubElement(tip, "small").text = f" {word.meaning[self.lang]}"  # paper has no room for it
        return mark


def _is_counted(word: Word, before: str) -> bool:
    """In “175 billion” the word is a part of the number."""
    return word.corner == "numbers" and bool(AFTER_A_NUMBER.search(before))


def _append(element: etree.Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _words_and_raw_html(text: str, lang: str) -> Iterator[re.Match[str]]:
    return re.finditer(f"{RAW_HTML}|{PATTERNS[lang].pattern}", text, re.IGNORECASE)


def _pattern(lang: str) -> re.Pattern[str]:
    forms = sorted(WORDS[lang], key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, forms))})(?![\w-])", re.IGNORECASE)


WORDS = {
    lang: {form.lower(): word for word in words().values() for form in word.forms[lang]} for lang in LANGUAGES
}
PATTERNS = {lang: _pattern(lang) for lang in LANGUAGES}
