"""A link to a discussion about a page, with a demo as the reader left it.

    ```view name="discuss" demo="worksheet"

It is there only where mkdocs.yml has a `repo_url`, and leads to that repository's discussions. The link is complete
without scripts; with them, links.js puts the state of the demo into it when the reader reaches for it.
"""

from urllib.parse import urlencode, urlsplit

from knobs.markup import tag
from knobs.text import DemoError, Text

from .fences import Fence

NAME = "discuss"


def is_link(fence: Fence) -> bool:
    return fence.lang == "view" and fence.options.get("name") == NAME


def link(fence: Fence, lang: str, repo: str, title: str, address: str) -> str:
    """The paragraph; nothing without `repo`. `title` and `address` are those of the page. Raises DemoError."""
    from knobs import demo

    if sorted(fence.options) != ["demo", "name"]:
        raise DemoError(
            f'A view “{NAME}” names one demo of the page, and no more: view name="{NAME}" demo="line"'
        )
    name = fence.options["demo"]
    demo.check(name, {}, lang)
    words = WORDS.fill(title=title or demo.load(name).title)[lang]
    if not repo:
        return ""
    asked = {"category": "general", "title": title, "body": f"{words}\n\n{address}"}
    repo = repo.rstrip("/")
    return tag(
        "p",
        tag(
            "a",
            LINK[lang],
            href=f"{repo}/discussions/new?{urlencode(asked)}",
            data_discuss=name,
            data_words=words,
        ),
        " ",
        tag("small", LEAVES.fill(host=urlsplit(repo).netloc)[lang]),
        class_="k-discuss",
    )


LINK = Text(en="Start a discussion with this worksheet", nl="Begin een discussie met dit werkblad")
WORDS = Text(en="My numbers, for “{title}”:", nl="Mijn getallen, bij ‘{title}’:")
LEAVES = Text(
    en="That leaves this site: {host} opens, with a link to your numbers in the text. Nothing is posted before you say "
    "so there.",
    nl="Dat gaat buiten deze site om: {host} gaat open, met in de tekst een link naar jouw getallen. Er wordt niets "
    "geplaatst voordat je daar op de knop drukt.",
)
