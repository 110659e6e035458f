"""Nothing reaches the page unescaped: whatever goes in as text comes out as the same text."""

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st
from knobs.markup import Markup, join, tag

FILE = "look in site_src/knobs/markup.py"


class Reader(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.tags, self.text = [], ""
        self.feed(html)
        self.close()

    def handle_starttag(self, name, attributes):
        self.tags.append((name, dict(attributes)))

    def handle_data(self, data):
        self.text += data


PLAIN = st.text(st.characters(exclude_categories=["Cs", "Cc"]))


@given(PLAIN, PLAIN)
def test_hostile_text_stays_text(child, attribute):
    read = Reader(tag("p", child, title=attribute))
    assert read.tags == [("p", {"title": attribute})], FILE
    assert read.text == child, FILE


def test_attributes():
    assert tag("path", d="M0 0", class_="k-line", aria_hidden="true") == (
        '<path d="M0 0" class="k-line" aria-hidden="true"/>'
    ), FILE
    assert tag("input", name="a", checked=True, disabled=False, id=None) == '<input name="a" checked="">', (
        FILE
    )
    assert tag("rect", x=12.0, y=-0.01, width=1.26) == '<rect x="12" y="0" width="1.3"/>', FILE


def test_markup_is_not_escaped_twice():
    assert join(tag("b", "&"), " < ", None, Markup("<i></i>")) == "<b>&amp;</b> &lt; <i></i>", FILE
