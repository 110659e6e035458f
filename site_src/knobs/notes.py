"""What a page may have to say about a reader's own version of a demo or a block: kept, shared, stopped.

The sentences stand in the HTML, hidden; a script shows the one that holds, and fills in {blocks} and {limit}.
"""

from collections.abc import Mapping

from .markup import Markup, join, tag
from .text import Text

NOTES = {
    "draft": Text(
        en="This is your own version. It is kept in this browser.",
        nl="Dit is je eigen versie. Ze wordt in deze browser bewaard.",
    ),
    "changed": Text(
        en="The page has changed since you wrote this. Reset shows its new code.",
        nl="De pagina is veranderd sinds je dit schreef. Met Herstellen zie je de nieuwe code.",
    ),
    "unsaved-full": Text(
        en="This browser has no room left, so your version lasts until you leave the page.",
        nl="Deze browser heeft geen ruimte meer. Je versie blijft staan tot je de pagina verlaat.",
    ),
    "unsaved-blocked": Text(
        en="This browser lets the site keep nothing, so your version lasts until you leave the page.",
        nl="Deze browser laat de site niets bewaren. Je versie blijft staan tot je de pagina verlaat.",
    ),
    "newer": Text(
        en="A newer version of this site kept your code. It is left alone; reload the page to see it.",
        nl="Je code is bewaard door een nieuwere versie van deze site. Er is niets mee gedaan; laad de pagina opnieuw.",
    ),
    "copied": Text(en="The link is copied.", nl="De link is gekopieerd."),
    "in-address": Text(
        en="The link is in the address bar; copy it from there.",
        nl="De link staat in de adresbalk; kopieer hem daar.",
    ),
    "link-long": Text(
        en="This is too long for a link, which holds {limit} characters at most.",
        nl="Dit is te lang voor een link: daar passen hooguit {limit} tekens in.",
    ),
    "link-broken": Text(
        en="The link is damaged and cannot be read. What you see is the page’s own version.",
        nl="De link is beschadigd en niet te lezen. Je ziet de versie van de pagina zelf.",
    ),
    "link-large": Text(
        en="The link holds more than this page takes, so it was not opened. What you see is the page’s own version.",
        nl="In de link staat meer dan deze pagina aanneemt, dus hij is niet geopend. Je ziet de versie van de pagina zelf.",
    ),
    "link-newer": Text(
        en="The link was made with a newer version of this site. Reload the page to open it.",
        nl="De link is gemaakt met een nieuwere versie van deze site. Laad de pagina opnieuw om hem te openen.",
    ),
    "slow-stop": Text(
        en="Python is starting anew; that takes a moment.", nl="Python start opnieuw op; dat duurt even."
    ),
}
LABELS = {
    "run": Text(en="Run", nl="Uitvoeren"),
    "draw": Text(en="Draw", nl="Tekenen"),
    "edit": Text(en="Edit", nl="Bewerken"),
    "stop": Text(en="Stop", nl="Stoppen"),
    "reset": Text(en="Reset", nl="Herstellen"),
    "share": Text(en="Share", nl="Delen"),
    "retry": Text(en="Try again", nl="Probeer opnieuw"),
    "save": Text(en="Save as a file", nl="Bewaar als bestand"),
    "resume": Text(en="Use it", nl="Gebruik het"),
    "forget": Text(en="Forget it", nl="Vergeet het"),
}
LEAVE = Text(
    en="Press Esc, then Tab, to leave the editor.",
    nl="Druk op Esc en dan op Tab om de code te verlaten.",
)


def notes(sentences: Mapping[str, Text], lang: str, **buttons: Markup) -> Markup:
    """Every sentence, hidden; `buttons` may put one behind the sentence of that name."""
    told = (
        tag(
            "span",
            *_blanks(text[lang]),
            *_behind(buttons.get(name.replace("-", "_"))),
            data_note=name,
            hidden=True,
        )
        for name, text in sentences.items()
    )
    return tag("div", *told, class_="k-note", data_search_exclude=True, hidden=True)


def reasons(sentences: Mapping[str, Text], lang: str, *more: Markup) -> Markup:
    """Why Python gives no answer: every sentence, hidden, and a button to try again."""
    return tag(
        "div",
        *(tag("span", text[lang], data_why=why, hidden=True) for why, text in sentences.items()),
        *more,
        " ",
        button("retry", lang),
        class_="k-fail",
        role="alert",
        data_search_exclude=True,
        hidden=True,
    )


def hints(label: Text, lang: str) -> Markup:
    """What a screen reader says of the editor: its name, and the way out. Hidden: the editor refers to them."""
    return tag(
        "p",
        tag("span", label[lang], data_hint="label"),
        " ",
        tag("span", LEAVE[lang], data_hint="leave"),
        data_search_exclude=True,
        hidden=True,
    )


def button(
    action: str, lang: str, *, main: bool = False, disabled: bool = False, **attributes: object
) -> Markup:
    kind = "k-button k-button--main" if main else "k-button"
    return tag(
        "button",
        LABELS[action][lang],
        type="button",
        class_=kind,
        data_action=action,
        disabled=disabled,
        **attributes,
    )


def _behind(button: Markup | None) -> list[object]:
    return [" ", button] if button else []


def _blanks(sentence: str) -> list[object]:
    """The sentence with a place for the script to fill in: "{limit}" → <span data-limit></span>."""
    before, brace, rest = sentence.partition("{")
    name, _, after = rest.partition("}")
    return [before, tag("span", **{f"data_{name}": True}), *_blanks(after)] if brace else [join(before)]
