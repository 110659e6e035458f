"""What a reader sees of HTML: its text, and the tags that it is made of."""

from html.parser import HTMLParser


class Reader(HTMLParser):
    """Parses HTML; a tag or an attribute that nobody meant shows in `tags`, `marked` is what stands in <mark>."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.text, self.marked, self.code = [], "", "", []
        self.open = []
        self.feed(html)
        self.close()

    def handle_starttag(self, name, attributes):
        self.tags.append((name, dict(attributes)))
        self.open.append(name)
        if name == "code":
            self.code.append("")

    def handle_endtag(self, name):
        assert self.open.pop() == name

    def handle_data(self, data):
        self.text += data
        if "mark" in self.open:
            self.marked += data
        if "code" in self.open:
            self.code[-1] += data


def only_own_tags(html):
    """Whether HTML holds the tags of knobs.telling and knobs.output, and none besides."""
    return all(
        name in {"span", "code", "mark"}
        and attributes.keys() <= {"class", "lang", "dir"}
        and all(part.startswith("k-told") for part in attributes.get("class", "").split())
        for name, attributes in Reader(html).tags
    )
