"""How long a chapter takes: the words that lie open on its page, at the rate at which adults read.

Not counted are code, formulas, drawings, what a demo says by itself, folded side quests, the list of sources, and
whatever search leaves out. Demos are counted beside the minutes: how long one turns a knob, nobody knows.
"""

import re
from functools import lru_cache
from html.parser import HTMLParser

from knobs.text import Text

# M. Brysbaert (2019), “How many words do we read per minute? A review and meta-analysis of reading rate”, Journal of
# Memory and Language 109, 104047: 238 words of English non-fiction, read in silence; most adults read 175 to 300.
# M. Brysbaert, L. Sui, W. Duyck and N. Dirix (2021), “Improving reading rate prediction with word length information:
# Evidence from Dutch”, Quarterly Journal of Experimental Psychology: words of Dutch non-fiction are half a letter
# longer, and 238 of them are read in a minute too.
WORDS_A_MINUTE = 238

CLOSED = frozenset({"details", "knob-demo", "knob-run", "math", "noscript", "pre", "svg"})
IN_A_WORD = frozenset({"a", "abbr", "b", "code", "em", "i", "small", "span", "strong", "sub", "sup"})
ONE_MINUTE, MINUTES = (
    Text(en="1 minute to read", nl="1 minuut lezen"),
    Text(en="{n} minutes to read", nl="{n} minuten lezen"),
)
ONE_DEMO, DEMOS = (
    Text(en="1 demo to turn", nl="1 demo om aan te draaien"),
    Text(en="{n} demos to turn", nl="{n} demo’s om aan te draaien"),
)
AND = Text(en=", and ", nl=", en ")


@lru_cache(maxsize=256)  # while serving, most pages are as they were
def told(html: str, lang: str) -> str:
    """The line in the head of a page: “12 minutes to read, and 5 demos to turn”."""
    page = Open.read(html)
    minutes = max(1, int(page.words / WORDS_A_MINUTE + 0.5))
    parts = [(ONE_MINUTE if minutes == 1 else MINUTES).fill(n=minutes)[lang]]
    if page.demos:
        parts.append((ONE_DEMO if page.demos == 1 else DEMOS).fill(n=page.demos)[lang])
    return AND[lang].join(parts)


class Open(HTMLParser):
    """What lies open on a page: how many words, up to its sources, and how many demos."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.demos = 0
        self.closed: list[str] = []  # the elements that are not read, from the outermost on
        self.ended = False

    @classmethod
    def read(cls, html: str) -> "Open":
        page = cls()
        page.feed(html)
        page.close()
        return page

    @property
    def words(self) -> int:
        return sum(bool(re.search(r"\w", word)) for word in self.text.split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.demos += tag == "knob-demo"
        self.text += "" if tag in IN_A_WORD else " "
        self.ended = self.ended or values.get("id") == "sources"
        if tag == (self.closed[-1] if self.closed else None) or (
            not self.closed and (tag in CLOSED or "data-search-exclude" in values)
        ):
            self.closed.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.closed and tag == self.closed[-1]:
            self.closed.pop()

    def handle_data(self, data: str) -> None:
        if not self.closed and not self.ended:
            self.text += data
