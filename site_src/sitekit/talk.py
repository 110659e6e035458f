"""A link to a discussion about a page, and with a demo as the reader left it, if it names one.

    ```view name="discuss" demo="worksheet"
    ```view name="discuss"

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

    if set(fence.options) - {"demo", "name"}:
        raise DemoError(f'A view “{NAME}” can name a demo, and no more: view name="{NAME}" demo="line"')
    name = fence.options.get("demo")
    if name is not None:
        demo.check(name, {}, lang)
    words = (ABOUT if name is None else NUMBERS).fill(title=title or "…")[lang]
    if not repo:
        return ""
    asked = {"category": "general", "title": title, "body": f"{words}\n\n{address}"}
    repo = repo.rstrip("/")
    return tag(
        "p",
        tag(
            "a",
            (PLAIN if name is None else WITH_NUMBERS)[lang],
            href=f"{repo}/discussions/new?{urlencode(asked)}",
            data_discuss=name,
            data_words=words,
        ),
        " ",
        tag("small", (LEAVES if name is None else TAKES).fill(host=urlsplit(repo).netloc)[lang]),
        class_="k-discuss",
    )


PLAIN = Text(en="Start a discussion about this page", nl="Begin een discussie over deze pagina")
WITH_NUMBERS = Text(
    en="Start a discussion, with your numbers in it", nl="Begin een discussie, met jouw getallen erbij"
)
ABOUT = Text(en="About “{title}”:", nl="Over ‘{title}’:")
NUMBERS = Text(en="My numbers, for “{title}”:", nl="Mijn getallen, bij ‘{title}’:")
LEAVES = Text(
    en="That leaves this site: {host} opens. Nothing is posted before you say so there.",
    nl="Dat gaat buiten deze site om: {host} gaat open. Er wordt niets geplaatst voordat je daar op de knop drukt.",
)
TAKES = Text(
    en="That leaves this site: {host} opens, with a link to your numbers in the text. Nothing is posted before you say "
    "so there.",
    nl="Dat gaat buiten deze site om: {host} gaat open, met in de tekst een link naar jouw getallen. Er wordt niets "
    "geplaatst voordat je daar op de knop drukt.",
)

# ---- Translations: links to the forms in .github/ISSUE_TEMPLATE ------------------------------------------

WRONG, TAKE = "translation.yml", "take-page.yml"
FORMS = {
    WRONG: Text(en="This translation is wrong", nl="Deze vertaling klopt niet"),
    TAKE: Text(en="I translate this page", nl="Ik vertaal deze pagina"),
}


def form(which: str, lang: str, repo: str, page: str) -> str:
    """A link to a form about a translation, with the page filled in; nothing without `repo`."""
    if not repo:
        return ""
    asked = urlencode({"template": which, "page": page})
    return tag("a", FORMS[which][lang], href=f"{repo.rstrip('/')}/issues/new?{asked}")
