"""What readers see of the desk: a banner on a page that lags behind, and the table of all pages and demo texts.

```view name="translations" part="pages"        every page in every language, with the words to do
```view name="translations" part="texts"        what the demos and the site itself say, in every language
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from knobs.markup import Markup, join, tag
from knobs.text import LANGUAGES, DemoError, Text, listing, number

from ..prose import ROOT
from ..sources import MARKUP, Source, languages, spoken
from ..spelling import WORD, texts
from .differ import html
from .lag import Lag, lags
from .stamps import FRONT, BadPage
from .state import BEHIND, CURRENT, ENGLISH, MISSING, NOTEBOOK, STARTED, UNMARKED, Desk, State

CODE = (ROOT / "site_src/knobs", ROOT / "site_src/sitekit")


def banner(desk: Desk, name: str) -> Markup | None:
    """What a reader is told of a page that lags behind; nothing of one that does not."""
    if desk.state(name).state != BEHIND:
        return None
    english, twin, lang = desk.english(name), desk.translation(name), spoken(desk.lang)
    found = list(lags(desk, name))
    names = [_named(lag, english, twin, lang) for lag in found]
    listed = join(*_listed(names, lang))
    told = tag("p", BEHIND_NOW[lang], " ", listed, ".")
    changed = [
        join(tag("p", tag("b", named)), _difference(lag, lang))
        for lag, named in zip(found, names, strict=True)
    ]
    folded = tag("details", tag("summary", LOOK[lang]), *changed)
    return tag("aside", told, folded, class_="k-banner k-behind", aria_label=LABEL[lang])


def table(lang: str, part: str = "", assets: str = "assets/", root: Path = ROOT) -> Markup:
    """One of the tables of the page about the state of things. Raises DemoError for an unknown part."""
    parts: dict[str, Callable[[], Markup]] = {
        "pages": lambda: pages_table(lang, assets, root),
        "texts": lambda: texts_table(lang, root),
    }
    if part not in parts:
        raise DemoError(f"The translations have no part “{part}”; they have {listing(list(parts))}")
    try:
        return parts[part]()
    except BadPage as wrong:
        raise DemoError(str(wrong)) from None


def pages_table(lang: str, assets: str, root: Path) -> Markup:
    """Every page: its name, its words, and how each translation stands."""
    desks = [Desk(root, other) for other in languages(root / "docs") if other != ENGLISH]
    site = assets.removesuffix("assets/")
    heads: list[str | Markup] = [PAGE[lang], WORDS[lang]]
    for desk in desks:
        name = NAMES.get(desk.lang, Text(en=desk.lang, nl=desk.lang))[lang]
        heads += [tag("th", name, scope="col", class_="k-words-of"), TO_DO[lang]]
    rows, sums = [], [0] * (len(desks) + 1)
    states = [{state.name: state for state in desk.states()} for desk in desks]
    for name in desks[0].names if desks else ():
        here = Source(root / "docs" / lang / name, lang, name)
        written = here.path.exists()
        title = here.title if written else desks[0].english(name).title
        at = "" if lang == ENGLISH else f"{lang}/"
        link = tag("a", title, href=f"{site}{at}{address(name)}", lang=None if written else ENGLISH)
        cells = [tag("th", link, scope="row")]
        each = [found[name] for found in states]
        cells.append(tag("td", number(each[0].words, lang)))
        sums[0] += each[0].words
        for column, state in enumerate(each, start=1):
            cells += [
                tag("td", *_state(state, lang), class_="k-words-of"),
                tag("td", number(state.to_do, lang)),
            ]
            sums[column] += state.to_do
        rows.append(tag("tr", *cells))
    last = [tag("th", ALL[lang], scope="row"), tag("td", number(sums[0], lang))]
    for found, total in zip(states, sums[1:], strict=True):
        done = sum(state.state in (CURRENT, NOTEBOOK) for state in found.values())
        last += [
            tag("td", OF.fill(done=done, all=len(found))[lang], class_="k-words-of"),
            tag("td", number(total, lang)),
        ]
    return _table(heads, [*rows, tag("tr", *last)], TABLE[lang])


def texts_table(lang: str, root: Path) -> Markup:
    """Every demo and what it says, then all that the demos and the site say besides: texts, and words in each language."""
    others = [other for other in languages(root / "docs") if other not in LANGUAGES]
    heads = [WHERE[lang], TEXTS[lang], *(NAMES[each][lang] for each in LANGUAGES), *others]
    rows = []
    for what, files in _groups(lang):
        said = {each: [text for file in files for text, _ in texts(file, each)] for each in LANGUAGES}
        count = len(said[ENGLISH])
        words = [sum(len(WORD.findall(text)) for text in said[each]) for each in LANGUAGES]
        lacking = [tag("td", IN_ENGLISH[lang], class_="k-words-of") for _ in others]
        cells = [tag("td", number(value, lang)) for value in (count, *words)]
        rows.append(tag("tr", tag("th", what, scope="row"), *cells, *lacking))
    return _table(heads, rows, TEXTS_TABLE[lang])


def address(name: str) -> str:
    """Where a page is, from the root of its language."""
    bare = name.rpartition(".")[0]
    bare = bare.removesuffix("index") if bare.rpartition("/")[2] == "index" else f"{bare}/"
    return bare or "."


def _groups(lang: str) -> Iterator[tuple[str | Markup, list[Path]]]:
    demos, rest = CODE[0] / "demos", sorted(CODE[0].rglob("*.py"))
    for file in sorted(demos.glob("[!_]*.py")):
        yield tag("code", file.stem.replace("_", "-")), [file]
    yield SHARED[lang], [file for file in rest if demos not in file.parents]
    yield SITE[lang], sorted(CODE[1].rglob("*.py"))


def _state(state: State, lang: str) -> list[str | Markup]:
    told: list[str | Markup] = [STATES[state.state][lang]]
    if state.state in (BEHIND, STARTED):
        named = ", ".join(change.section for change in state.changes)
        told += [" ", tag("small", named)]
    return told


def _difference(lag: Lag, lang: str) -> Markup:
    if not lag.pieces:
        return tag("p", UNKNOWN[lang], class_="k-difference")
    return tag("p", html(lag.pieces, lang), class_="k-difference", lang=ENGLISH)


def _named(lag: Lag, english: Source, twin: Source, lang: str) -> Markup:
    """A section by its heading: the reader's own where it is there, else the English one."""
    id_, kind = lag.change.section, KINDS[lag.change.kind][lang]
    if id_ == FRONT:
        return join(TITLE[lang], f" ({kind})")
    for page in (twin, english):
        for heading in page.headings:
            if heading.id == id_:
                words = MARKUP.sub(lambda m: m[1] or m[2] or "", heading.text)
                here = page is twin
                shown = tag("a", words, href=f"#{id_}") if here else tag("span", words, lang=ENGLISH)
                return join(shown, f" ({kind})")
    return join(id_, f" ({kind})")


def _listed(names: Sequence[Markup], lang: str) -> Iterator[Markup | str]:
    for at, name in enumerate(names):
        if at:
            yield AND[lang] if at == len(names) - 1 else ", "
        yield name


def _table(heads: Sequence[str | Markup], rows: Sequence[Markup], label: str) -> Markup:
    """`heads`: titles, or whole cells."""
    cells = (head if isinstance(head, Markup) else tag("th", head, scope="col") for head in heads)
    head = tag("tr", *cells)
    whole = tag("table", tag("thead", head), tag("tbody", *rows), class_="k-table k-card")
    return tag("div", whole, class_="k-scroll", role="region", tabindex=0, aria_label=label)


NAMES = {"en": Text(en="English", nl="Engels"), "nl": Text(en="Dutch", nl="Nederlands")}
LABEL = Text(en="This translation lags behind", nl="Deze vertaling loopt achter")
BEHIND_NOW = Text(
    en="The English page has changed since this one was translated:",
    nl="De Engelse pagina is veranderd sinds deze vertaling:",
)
LOOK = Text(en="See what changed, word by word", nl="Bekijk woord voor woord wat er veranderde")
UNKNOWN = Text(
    en="What the English was then is not in this copy of the project.",
    nl="Hoe het Engels toen was, is in deze kopie van het project niet te vinden.",
)
TITLE = Text(en="title and description", nl="titel en omschrijving")
AND = Text(en=" and ", nl=" en ")
KINDS = {
    "changed": Text(en="changed", nl="veranderd"),
    "new": Text(en="new", nl="nieuw"),
    "gone": Text(en="taken out", nl="vervallen"),
}
STATES = {
    CURRENT: Text(en="current", nl="bij"),
    BEHIND: Text(en="behind:", nl="achter:"),
    STARTED: Text(en="a draft; to do:", nl="een begin; nog te doen:"),
    MISSING: Text(en="not translated", nl="niet vertaald"),
    UNMARKED: Text(en="from an unknown version", nl="van een onbekende versie"),
    NOTEBOOK: Text(en="a notebook; tests compare its code", nl="een notebook; tests vergelijken de code"),
}
PAGE = Text(en="Page", nl="Pagina")
WORDS = Text(en="words in English", nl="woorden in het Engels")
TO_DO = Text(en="words to do", nl="woorden te doen")
ALL = Text(en="All pages", nl="Alle pagina’s")
OF = Text(en="{done} of {all} done", nl="{done} van {all} klaar")
TABLE = Text(en="Pages, and how their translations stand", nl="Pagina’s, en hoe hun vertalingen ervoor staan")
TEXTS_TABLE = Text(en="What the demos say, in each language", nl="Wat de demo’s zeggen, in elke taal")
WHERE = Text(en="Demo", nl="Demo")
TEXTS = Text(en="texts", nl="teksten")
SHARED = Text(en="what demos share", nl="wat demo’s delen")
SITE = Text(en="the site around them", nl="de site eromheen")
IN_ENGLISH = Text(en="in English", nl="in het Engels")
