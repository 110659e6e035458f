"""What the cards of the pocket model say, as tables for the page: beside an earlier trial, and kind by kind.

```view name="pocket" part="compared"       facts and losses, beside an earlier trial and its recipe on today's text
```view name="pocket" part="stories"        the questions at the end of stories, beside what guessing would bring
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from knobs.markup import Markup, join, tag
from knobs.pocket.measured import measured
from knobs.text import LANGUAGES, DemoError, Text, listing, number

# A plainer grammar, 4 million words, one seed. No questions about stories were counted; they were answered by chance.
TRIAL: Mapping[str, Any] = {
    "en": {"loss": 0.689, "seen": 0.976, "unseen": 0.78},
    "nl": {"loss": 0.706, "seen": 1.00, "unseen": 0.91},
    "words read": 4_000_000,
}


def pocket(lang: str, part: str = "") -> Markup:
    """One of the tables. Raises DemoError for an unknown part."""
    parts: dict[str, Callable[[str], Markup]] = {"compared": compared, "stories": stories}
    if part not in parts:
        raise DemoError(f"The pocket model’s card has no part “{part}”; it has {listing(list(parts))}")
    return parts[part](lang)


def compared(lang: str) -> Markup:
    """The trial, a model that was trained as it was on the text of today, and the model of this page."""
    columns = [TRIAL, *(_figures(measured(name)) for name in ("plain", "pocket"))]
    rows = [
        _row(
            name.fill(lang=NAMES[tongue])[lang],
            [_told(column[tongue].get(key), form, lang) for column in columns],
        )
        for key, name, form in (
            ("loss", LOSS, "loss"),
            ("seen", SEEN, "share"),
            ("unseen", UNSEEN, "share"),
            ("where", WHERE, "share"),
        )
        for tongue in LANGUAGES
    ]
    rows.append(_row(READ[lang], [_told(column["words read"], "million", lang) for column in columns]))
    return _table([WHAT, EARLIER, AGAIN, THIS], rows, LABEL, lang)


def stories(lang: str) -> Markup:
    """Of each kind of question at the end of a story: how many are answered right, by this seed and by others."""
    card = measured("pocket")
    kinds = [kind for kind in KINDS if kind in card["able"]["en"]]
    others = card["able with other seeds"].values()
    rows = []
    for kind in kinds:
        cells: list[str] = []
        for tongue in LANGUAGES:
            shares = [able[tongue][kind] for able in (card["able"], *others)]
            told, low, high = (_told(one, "share", lang) for one in (shares[0], min(shares), max(shares)))
            spread = tag("small", f"({low.removesuffix('%')}–{high})") if low != high else None
            cells.append(join(told, " " if spread else None, spread))
        rows.append(_row(KINDS[kind][lang], cells))
    for how, name in GUESSES.items():
        cells = [_told(card["guessing"][tongue][how], "share", lang) for tongue in LANGUAGES]
        rows.append(_row(name[lang], cells))
    return _table([QUESTION, NAMES["en"], NAMES["nl"]], rows, STORIES, lang)


def _figures(card: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**card["able"], "words read": card["words read"]}


def _told(value: float | None, form: str, lang: str) -> str:
    if value is None:
        return NOT_COUNTED[lang]
    if form == "loss":
        return number(value, lang, 2)
    if form == "million":
        return MILLION.fill(count=value / 1e6)[lang]
    return f"{number(100 * value, lang)}%"


def _row(name: str, cells: Sequence[str]) -> Markup:
    return tag("tr", tag("th", name, scope="row"), *(tag("td", cell) for cell in cells))


def _table(heads: Sequence[Text], rows: Sequence[Markup], label: Text, lang: str) -> Markup:
    head = tag("tr", *(tag("th", title[lang], scope="col") for title in heads))
    table = tag("table", tag("thead", head), tag("tbody", *rows), class_="k-table k-card")
    return tag("div", table, class_="k-scroll", role="group", tabindex=0, aria_label=label[lang])


NAMES = {"en": Text(en="English", nl="Engels"), "nl": Text(en="Dutch", nl="Nederlands")}
WHAT = Text(en="What was measured", nl="Wat er is gemeten")
EARLIER = Text(en="A first trial", nl="Een eerste proef")
AGAIN = Text(en="Trained like it, on this text", nl="Net zo getraind, op deze tekst")
THIS = Text(en="This model", nl="Dit model")
LABEL = Text(en="The pocket model beside a first trial", nl="Het zakmodel naast een eerste proef")
LOSS = Text(en="loss on unread stories, {lang}", nl="verlies op ongelezen verhalen, {lang}")
SEEN = Text(en="facts, in phrasings it read, {lang}", nl="feiten, in gelezen bewoordingen, {lang}")
UNSEEN = Text(
    en="facts, in phrasings it never read, {lang}", nl="feiten, in nooit gelezen bewoordingen, {lang}"
)
WHERE = Text(en="where somebody is, {lang}", nl="waar iemand is, {lang}")
READ = Text(en="words read", nl="gelezen woorden")
MILLION = Text(en="{count:.1f} million", nl="{count:.1f} miljoen")
NOT_COUNTED = Text(en="not counted", nl="niet geteld")
QUESTION = Text(en="Question at the end of a story", nl="Vraag aan het eind van een verhaal")
STORIES = Text(en="Questions about stories, answered right", nl="Vragen over verhalen, goed beantwoord")
KINDS = {
    "says": Text(en="where is she, going by what was said?", nl="waar is ze, volgens wat er is gezegd?"),
    "why": Text(en="why does she do that?", nl="waarom doet ze dat?"),
    "animal": Text(en="where is the animal?", nl="waar is het dier?"),
    "have": Text(en="who has it now?", nl="wie heeft het nu?"),
    "hide": Text(en="where does it lie?", nl="waar ligt het?"),
    "day": Text(en="which day is it?", nl="welke dag is het?"),
    "count": Text(en="how many are left?", nl="hoeveel zijn er over?"),
    "where": Text(en="where is she?", nl="waar is ze?"),
    "what color": Text(en="what color is her hat?", nl="welke kleur heeft haar hoed?"),
    "who has the color": Text(en="who has the red hat?", nl="wie heeft de rode hoed?"),
}
GUESSES = {
    "any place": Text(
        en="where is she? naming any place of the story", nl="waar is ze? een plaats uit het verhaal noemen"
    ),
    "the last place": Text(
        en="where is she? naming the last place", nl="waar is ze? de laatste plaats noemen"
    ),
}
