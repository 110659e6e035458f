"""All models of models.toml in one table, for the page that shows them; site_src/browser/knob-models.js sorts it.

```view name="models"            the table, with what its marks mean and the files to download

Without scripts it is a table like any other: the search field and the buttons only show when they would do something.
"""

import re

from knobs.count import Active
from knobs.figures import rounded
from knobs.markup import Markup, join, tag
from knobs.models import UNRELEASED, Model, models
from knobs.text import DemoError, Text, number


def table(lang: str, assets: str = "") -> Markup:
    """The complete `<knob-models>`; `assets` is where the files to download are, seen from the page."""
    heads = (
        tag(
            "th",
            words[lang],
            tag("small", BELOW[lang]) if words is USED else None,
            scope="col",
            data_sort=kind,
        )
        for words, kind in HEADS
    )
    head = tag("tr", *heads)
    rows = [row(model, lang) for model in models().values()]
    whole = tag("table", tag("thead", head), tag("tbody", *rows), class_="k-table k-models__table")
    scrolling = tag("div", whole, class_="k-scroll", role="group", tabindex=0, aria_label=LABEL[lang])
    parts = controls(lang), scrolling, legend(lang), downloads(lang, assets)
    return tag("knob-models", *parts, class_="k-models k-wide", lang=lang)


def controls(lang: str) -> Markup:
    """The search field, the choice of a kind, and how many models are shown: a sentence that is said when it changes."""
    choices = [tag("option", words[lang], value=kind) for kind, words in {"": EVERY, **KINDS}.items()]
    count = len(models())
    told = {f"data_{name}": words[lang] for name, words in TOLD.items()}
    return tag(
        "div",
        tag("label", tag("span", SEARCH[lang]), tag("input", type="search", autocomplete="off")),
        tag("label", tag("span", KIND[lang]), tag("select", *choices)),
        tag("p", TOLD["shown"].fill(shown=count, all=count)[lang], role="status", data_all=count, **told),
        class_="k-models__controls",
    )


def row(model: Model, lang: str) -> Markup:
    return tag(
        "tr",
        tag("th", model.name, tag("small", model.org), scope="row"),
        tag("td", number(model.total, lang), class_="k-models__total", data_value=model.total),
        _active(model.active, lang),
        _published(model, lang),
        tag("td", mark(model.status), STATUS[model.status][0][lang]),
        tag("td", KINDS[model.kind][lang]),
        tag("td", model.year, data_value=model.year),
        _licence(model, lang),
        tag(
            "td", join(*(join(" " if at else "", _link(address)) for at, address in enumerate(model.sources)))
        ),
        data_kind=model.kind,
    )


def _active(active: Active | None, lang: str) -> Markup:
    if not active:
        return tag("td", NONE)
    without = tag("small", number(active.excl_input_embedding, lang))
    return tag("td", number(active.all_tables, lang), without, data_value=active.all_tables)


def _published(model: Model, lang: str) -> Markup:
    if not model.published:
        return tag("td", NONE)
    shown = rounded(model.published, digits=12).written(lang)
    used = (
        tag("small", ACTIVE.fill(count=rounded(model.published_active, digits=12).written(lang))[lang])
        if model.published_active
        else None
    )
    return tag("td", shown, used, data_value=model.published)


def _licence(model: Model, lang: str) -> Markup:
    if model.licence_source:
        return tag("td", tag("a", model.licence, href=model.licence_source))
    return tag("td", (NEVER if model.licence == UNRELEASED else UNSEEN)[lang])


def _link(address: str) -> Markup:
    folder, slash, file = called(address).partition("/")
    name = join(folder, slash, tag("wbr") if slash else None, file)
    return tag("a", name, href=address, class_="k-models__path" if slash else None)


def called(address: str) -> str:
    """What a source is called: arXiv 2307.09288, gpt-2/model.py, bert."""
    if found := re.fullmatch(r"https://arxiv\.org/abs/(.+)", address):
        return f"arXiv {found[1]}"
    if found := re.fullmatch(r"https://github\.com/[^/]+/([^/]+)(?:/blob/.*/([^/]+))?", address):
        return "/".join(filter(None, found.groups()))
    raise DemoError(
        f"site_src/sitekit/models_table.py does not know what to call {address}; add it to called()"
    )


def mark(status: str) -> Markup:
    """A square: filled, half filled or open; the word beside it says the same."""
    return tag("i", class_=f"k-models__mark k-models__mark--{status}", aria_hidden="true")


def legend(lang: str) -> Markup:
    told = [
        join(tag("dt", mark(status), name[lang]), tag("dd", means[lang]))
        for status, (name, means) in STATUS.items()
    ]
    return tag("dl", *told, class_="k-models__legend")


def downloads(lang: str, assets: str) -> Markup:
    """A link to each file, with what is in it."""
    links = (
        tag("li", tag("a", words[lang], href=assets + name, download=name)) for name, words in FILES.items()
    )
    return tag("div", tag("p", DOWNLOAD[lang]), tag("ul", *links), class_="k-models__downloads")


NONE = "–"
USED = Text(en="Active per token", nl="Actief per token")
BELOW = Text(en="below: without the input table", nl="eronder: zonder de invoertabel")
HEADS = (  # with what the script sorts by: the text of a cell, or its number
    (Text(en="Model", nl="Model"), "text"),
    (Text(en="Parameters, exactly", nl="Parameters, precies"), "number"),
    (USED, "number"),
    (Text(en="Maker says", nl="Maker zegt"), "number"),
    (Text(en="Our count", nl="Onze telling"), "text"),
    (Text(en="Kind", nl="Soort"), "text"),
    (Text(en="Year", nl="Jaar"), "number"),
    (Text(en="License of the weights", nl="Licentie van de gewichten"), "text"),
    (Text(en="Sources", nl="Bronnen"), None),
)
LABEL = Text(en="Models and their exact parameter counts", nl="Modellen en hun precieze aantallen parameters")
KINDS = {
    "dense": Text(en="dense", nl="dicht"),
    "moe": Text(en="mixture of experts", nl="mixture of experts"),
    "encoder": Text(en="encoder", nl="encoder"),
}
STATUS = {
    "verified": (
        Text(en="verified", nl="gecontroleerd"),
        Text(
            en="The same whole number, or a rounding that leaves room for no other, stands in a public source.",
            nl="Hetzelfde hele getal, of een afronding die geen ander toelaat, staat in een openbare bron.",
        ),
    ),
    "computed": (
        Text(en="computed", nl="berekend"),
        Text(
            en="Two programs, written apart, count the same. We have seen no published number to the last digit.",
            nl="Twee los geschreven programma’s tellen hetzelfde. Een gepubliceerd getal tot op het laatste cijfer "
            "zagen we niet.",
        ),
    ),
    "derived": (
        Text(en="derived", nl="afgeleid"),
        Text(
            en="Follows from the sizes in the paper. The weights were never released, so nobody outside can check.",
            nl="Volgt uit de maten in het artikel. De gewichten zijn nooit vrijgegeven, dus van buiten is het niet na te "
            "gaan.",
        ),
    ),
}
NEVER = Text(en="never released", nl="nooit vrijgegeven")
UNSEEN = Text(en="not confirmed", nl="niet bevestigd")
ACTIVE = Text(en="{count} active", nl="{count} actief")
SEARCH = Text(en="Search", nl="Zoeken")
KIND = Text(en="Kind", nl="Soort")
EVERY = Text(en="every kind", nl="alle soorten")
TOLD = {  # the script fills these in
    "shown": Text(en="{shown} of {all} models", nl="{shown} van {all} modellen"),
    "ascending": Text(en="sorted by “{by}”, ascending", nl="op volgorde van ‘{by}’, oplopend"),
    "descending": Text(en="sorted by “{by}”, descending", nl="op volgorde van ‘{by}’, aflopend"),
}
DOWNLOAD = Text(
    en="For a program of your own, the same as a file:", nl="Voor een eigen programma, hetzelfde als bestand:"
)
FILES = {
    "models.csv": Text(en="CSV, a line for each model", nl="CSV, met een regel per model"),
    "models.json": Text(en="JSON, with all the sizes as well", nl="JSON, met ook alle maten"),
}
