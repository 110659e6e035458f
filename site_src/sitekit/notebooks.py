"""A rendered notebook, made into the HTML of a page like any other.

What nbconvert writes for JupyterLab is 500 KB of styles around a handful of cells, deep in <div>s. What stays:
text, code and output, marked up as our Markdown pages are, without the marks in code that the look does not show. A
heading keeps the id that its author wrote behind it, {#line}; links to other pages go through `resolve`.
"""

import html
import re
from collections.abc import Callable
from html.parser import HTMLParser

from knobs.text import Text

OUTPUT = Text(en="Output", nl="Uitvoer")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
VOID = ("br", "hr", "img", "input", "meta", "wbr")
DROPPED_TAGS = ("style", "script", "clipboard-copy")
DROPPED_CLASSES = {"anchor-link", "clipboard-copy-txt", "zeroclipboard-container", "celltoolbar"}
# The kinds of words in code, as Pygments calls them, that look.css shows: key words and comments.
LOOKS = frozenset({"k", "kn", "kd", "kc", "kr", "ow", "c", "c1", "cm", "ch", "cs", "sd"})
HEADING = re.compile(r"<(h[1-6])>(.*?)\s*(?:\{#([\w-]+)\}\s*)?</\1>", re.DOTALL)


def slim(rendered: str, lang: str, resolve: Callable[[str], str]) -> tuple[str, list[tuple[int, str, str]]]:
    """The page's HTML, and its headings as (level, id, text). `resolve` turns each link; it may refuse one."""
    reader = _Reader(lang, resolve)
    reader.feed(rendered)
    reader.close()
    page = "".join(reader.written).strip() + "\n"
    headings = [
        (int(tag[1]), id_, re.sub("<[^>]*>", "", text).strip()) for tag, text, id_ in HEADING.findall(page)
    ]
    return HEADING.sub(r'<\1 id="\3">\2</\1>', page), headings


class _Reader(HTMLParser):
    def __init__(self, lang: str, resolve: Callable[[str], str]) -> None:
        super().__init__(convert_charrefs=False)
        self.lang, self.resolve = lang, resolve
        self.written: list[str] = []
        self.open: list[tuple[str, str]] = []  # what is open, and what closing it writes
        self.dropping = 0  # how many of the open elements are inside something dropped

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        kinds = set(given.get("class", "").split())
        if tag in VOID:
            self._write(self.get_starttag_text() or "")
            return
        if self.dropping or tag in DROPPED_TAGS or kinds & DROPPED_CLASSES:
            self.dropping += 1
            self.open.append((tag, ""))
            return
        start, end = self._element(tag, given, kinds)
        self._write(start)
        self.open.append((tag, end))

    def handle_endtag(self, tag: str) -> None:
        while self.open:
            opened, end = self.open.pop()
            if self.dropping:
                self.dropping -= 1
            else:
                self._write(end)
            if opened == tag:
                return

    def handle_data(self, data: str) -> None:
        self._write(data)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")

    def _element(self, tag: str, given: dict[str, str], kinds: set[str]) -> tuple[str, str]:
        """How an element starts and ends in the page; wrappers are nothing."""
        if "highlight-ipynb" in kinds:
            return '<div class="language-python highlight">', "</div>\n"
        if "jp-OutputArea-output" in kinds:
            if given.get("data-mime-type", "").startswith("text/plain") or "jp-RenderedText" in kinds:
                label = f'<span class="filename">{OUTPUT[self.lang]}</span>'
                return f'<div class="language-text highlight">{label}', "</div>\n"
            return '<div class="k-result">', "</div>\n"
        if tag == "span" and set(given) <= {"class"} and not kinds & LOOKS:
            return "", ""
        if tag == "div" and (kinds or given.get("data-mime-type")):
            return "", ""
        if tag == "pre":
            return "<pre><code>", "</code></pre>"
        if tag in HEADINGS:
            return f"<{tag}>", f"</{tag}>\n"
        if tag == "a" and "href" in given:
            return f'<a href="{html.escape(self.resolve(given["href"]))}">', "</a>"
        return self.get_starttag_text() or "", f"</{tag}>"

    def _write(self, text: str) -> None:
        if not self.dropping and (text.strip() or any(tag != "div" for tag, _ in self.open)):
            self.written.append(text)
