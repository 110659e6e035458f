"""The control with which a reader keeps the whole site on their device: all its sentences, of which one is shown.

A page asks for it with a `view` fence named "keep"; site_src/browser/knob-keep.js moves it.
"""

from knobs.markup import Markup, join, tag
from knobs.notes import button
from knobs.text import Text

SIZES = ("total", "here", "missing")  # the script knows them; in megabytes


def keep(lang: str) -> Markup:
    """The complete `<knob-keep>`. Without scripts only its title and a sentence that says so are seen."""
    states = [tag("span", words[lang], data_when=state) for state, words in STATES.items()]
    whether = [tag("span", words[lang], data_whole=whole) for whole, words in WHOLE.items()]
    reasons = [tag("span", words[lang], data_why=why, hidden=True) for why, words in REASONS.items()]
    buttons = [
        tag(
            "button",
            words[lang],
            type="button",
            class_="k-button k-button--main" if action == "keep" else "k-button",
            data_action=action,
            hidden=action != "keep",
        )
        for action, words in ACTIONS.items()
    ]
    return tag(
        "knob-keep",
        tag(
            "div",
            tag("p", TITLE[lang], class_="k-demo__title"),
            tag("span", *states, tag("span", *whether, data_when="live"), class_="k-state"),
            class_="k-demo__head",
        ),
        tag("noscript", tag("p", NO_SCRIPT[lang], class_="k-noscript")),
        tag(
            "div",
            *(tag("p", _sized(words[lang]), data_say=name, hidden=True) for name, words in SAYS.items()),
            tag("progress", max=1, value=0, aria_label=PROGRESS[lang], hidden=True),
            class_="k-keep__told",
        ),
        tag(
            "div",
            *reasons,
            " ",
            button("retry", lang),
            class_="k-fail",
            role="alert",
            hidden=True,
        ),
        tag("div", *buttons, class_="k-keep__buttons"),
        tag("p", class_="k-sr", role="status"),
        class_="k-keep",
        lang=lang,
        data_state="static",
        data_search_exclude=True,
    )


def _sized(sentence: str) -> Markup:
    """The sentence with a place for each {size}."""
    pieces = [sentence]
    for size in SIZES:
        pieces = [part for piece in pieces for part in _split(piece, size)]
    return join(*(tag("b", data_size=piece[1:-1]) if piece[:1] == "{" else piece for piece in pieces))


def _split(piece: str, size: str) -> list[str]:
    before, mark, after = piece.partition(f"{{{size}}}")
    return [part for part in (before, mark, after) if part]


TITLE = Text(en="Keep this site", nl="Bewaar deze site")
NO_SCRIPT = Text(
    en="Keeping the site needs JavaScript, which is off in this browser.",
    nl="Om de site te bewaren is JavaScript nodig, en dat staat in deze browser uit.",
)
STATES = {
    "static": Text(en="not kept", nl="niet bewaard"),
    "booting": Text(en="looking what is here", nl="kijkt wat er al is"),
    "busy": Text(en="fetching", nl="haalt op"),
    "failed": Text(en="stopped", nl="gestopt"),
}
WHOLE = {"no": Text(en="not kept", nl="niet bewaard"), "yes": Text(en="kept", nl="bewaard")}
SAYS = {
    "offer": Text(
        en="The whole site, with Python, is {total} MB. Of that, {missing} MB is not on this device yet.",
        nl="De hele site, met Python erbij, is {total} MB. Daarvan staat {missing} MB nog niet op dit apparaat.",
    ),
    "busy": Text(en="{here} of {total} MB is here.", nl="{here} van {total} MB is binnen."),
    "whole": Text(
        en="The whole site, {total} MB, is on this device. Every page and every demo works without a network.",
        nl="De hele site, {total} MB, staat op dit apparaat. Elke pagina en elke demo werkt zonder netwerk.",
    ),
}
PROGRESS = Text(en="Part of the site that is here", nl="Deel van de site dat binnen is")
ACTIONS = {
    "keep": TITLE,
    "stop": Text(en="Stop", nl="Stop"),
    "remove": Text(en="Remove from this device", nl="Verwijder van dit apparaat"),
}
REASONS = {
    "network": Text(
        en="The connection was lost. What is here stays; trying again goes on from there.",
        nl="De verbinding viel weg. Wat binnen is, blijft; een nieuwe poging gaat daar verder.",
    ),
    "full": Text(
        en="There is no room on this device. What is here stays; make room and try again.",
        nl="Er is geen ruimte op dit apparaat. Wat binnen is, blijft; maak ruimte en probeer het opnieuw.",
    ),
    "renewed": Text(
        en="The site was renewed meanwhile. Load the new version first, then keep that one.",
        nl="De site is intussen vernieuwd. Laad eerst de nieuwe versie en bewaar dan die.",
    ),
    "blocked": Text(
        en="This browser does not let the site keep anything; that is so in a private window, for one.",
        nl="Deze browser laat de site niets bewaren; in een privévenster is dat bijvoorbeeld zo.",
    ),
    "insecure": Text(
        en="A browser keeps a site only if its address begins with https.",
        nl="Een browser bewaart een site alleen als het adres met https begint.",
    ),
    "unsupported": Text(
        en="This browser cannot keep a site; a private window or an old browser cannot, for one.",
        nl="Deze browser kan geen site bewaren; een privévenster of een oude browser bijvoorbeeld kan dat niet.",
    ),
    "unpublished": Text(
        en="This is a preview for authors, which is never kept: they should always see their latest words.",
        nl="Dit is een voorvertoning voor auteurs, en die wordt nooit bewaard: zij horen altijd hun laatste woorden te zien.",
    ),
}
