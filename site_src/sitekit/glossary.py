"""The words of vocabulary.toml as cards: all of them in the glossary, and some, larger, in the Dutch corner.

```view name="glossary"               every word, in the order of the page's language
```view name="corner" part="words"     the cards of one section of the Dutch corner: the other language comes first

A card in the glossary has an address, /glossary/#weight, which tips.py links to. All is there without scripts, but for
the button that says a word: see site_src/browser/knob-word.js, and speech.py for the clips.
"""

import re
import unicodedata
from pathlib import Path

from knobs.markup import Markup, join, tag
from knobs.text import LANGUAGES, DemoError, Text, listing
from knobs.vocabulary import CHOICES, FILE, SENSE, Word, words

from . import speech
from .sources import MARKUP, Source

DOCS = Path(__file__).parents[2] / "docs"
FIGURE = re.compile(r"\{n:([^{}]*)\}")
EMPHASIS = re.compile(r"\*([^*]+)\*")


def glossary(lang: str, assets: str = "") -> Markup:
    """Every word, with the letters to go to above it."""
    listed = sorted(words().values(), key=lambda word: in_order(word[lang]))
    letters: dict[str, str] = {}
    for word in listed:
        letters.setdefault(in_order(word[lang])[0].upper(), word.key)
    links = [tag("li", tag("a", letter, href=f"#{key}")) for letter, key in letters.items()]
    nav = tag(
        "nav", tag("ul", *links), class_="k-letters", aria_label=LETTERS[lang], data_search_exclude=True
    )
    cards = tag("ul", *(card(word, lang, assets) for word in listed), class_="k-cards")
    return tag("div", nav, cards, class_="k-wide")


def corner(lang: str, part: str = "", assets: str = "") -> Markup:
    """The cards of a section of the Dutch corner. Raises DemoError for one that has none."""
    parts = list(filter(None, CHOICES["corner"]))
    if part not in parts:
        raise DemoError(f"The Dutch corner has no cards for “{part}”; it has some for {listing(parts)}")
    chosen = [word for word in words().values() if word.corner == part]
    return tag(
        "ul", *(large_card(word, lang, assets) for word in chosen), class_="k-cards k-cards--large k-wide"
    )


def in_order(word: str) -> str:
    """What a word is sorted by: without accents, capitals, and the “to” of an English verb."""
    plain = unicodedata.normalize("NFD", word.removeprefix("to ").casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def card(word: Word, lang: str, assets: str = "") -> Markup:
    """A word of the glossary: the page's language first, and how the Dutch sounds."""
    dutch = [sound(word, "nl", lang, assets), twin(word, other(lang), lang)]
    meaning = tag("p", marked(word.meaning[lang], lang))
    notes = tag("p", KINDS[word.kind][lang], class_="k-card__note"), where(word, lang)
    shown = (
        *(dutch if lang == "nl" else reversed(dutch)),
        meaning,
        *examples(word, lang),
        beware(word, lang),
        *notes,
    )
    return tag("li", head(word, lang), *shown, class_="k-card")


def large_card(word: Word, lang: str, assets: str = "") -> Markup:
    """A word of the corner: the other language first and its sound, as whoever learns it wants it."""
    more = tag("p", tag("a", MORE[lang], href=f"../glossary/#{word.key}"), class_="k-card__note")
    shown = sound(word, other(lang), lang, assets), twin(word, lang, lang), *reversed(examples(word, lang))
    return tag(
        "li", head(word, other(lang)), *shown, beware(word, lang), where(word, lang), more, class_="k-card"
    )


def head(word: Word, first: str) -> Markup:
    return tag("h3", named(word, first), id=word.key, class_="k-head")


def twin(word: Word, second: str, lang: str) -> Markup:
    return tag("p", tag("b", named(word, second)), " ", plural(word, lang), class_="k-gloss")


def named(word: Word, lang: str) -> Markup:
    """The word in a language, in the colour of its role; in Dutch, its article before it."""
    article = (
        tag("span", word.article, class_=f"k-art k-art--{word.article}")
        if word.article and lang == "nl"
        else None
    )
    role = f"k-role k-{word.role}" if word.role else None
    return tag("span", article, " " if article else None, tag("span", word[lang], class_=role), lang=lang)


def sound(word: Word, spoken: str, lang: str, assets: str) -> Markup | None:
    """A button that says the word, and for Dutch how it sounds, in pieces that stay together."""
    if not (file := speech.clip(word, spoken)):
        return None
    picture = tag("svg", tag("path", d="M2 1l9 5-9 5z"), viewBox="0 0 12 12", aria_hidden="true")
    label = SAY[spoken].fill(word=SENSE.sub("", word[spoken]))[lang]
    button = tag(
        "knob-word",
        tag("button", picture, type="button", class_="k-audio", aria_label=label),
        lang=spoken,
        data_say=SENSE.sub("", word[spoken]),
        data_clip=f"{assets}speech/{file}",
    )
    pieces = f"/{word.ipa}/".split() if word.ipa and spoken == "nl" else []
    told = [join(" " if at else None, tag("span", piece, class_="k-nb")) for at, piece in enumerate(pieces)]
    ipa = tag("span", *told, class_="k-ipa", lang="nl") if told else None
    return tag("p", button, ipa, class_="k-say")


def plural(word: Word, lang: str) -> Markup | None:
    if not word.article:
        return None
    if not word.plural:
        return tag("span", NO_PLURAL[lang])
    if word.plural == word.nl:
        return tag("span", ONLY_PLURAL[lang])
    return tag("span", PLURAL[lang], " ", tag("span", word.plural, lang="nl"))


def examples(word: Word, lang: str) -> list[Markup]:
    """The sentence in the page's language, then in the other."""
    return [tag("p", word.example[one], lang=one, class_="k-example") for one in (lang, other(lang))]


def marked(sentence: str, lang: str) -> Markup:
    """A sentence of vocabulary.toml, in which *words* are of the other language."""
    pieces = EMPHASIS.split(sentence)
    return join(*(tag("em", one, lang=other(lang)) if at % 2 else one for at, one in enumerate(pieces)))


def beware(word: Word, lang: str) -> Markup | None:
    """What misleads whoever translates the word."""
    if not word.false_friends:
        return None
    return tag(
        "p", tag("b", BEWARE[lang]), " ", marked(word.false_friends[lang], lang), class_="k-card__note"
    )


def where(word: Word, lang: str) -> Markup | None:
    """A link to the section that explains a word. Raises DemoError if there is none."""
    if not word.explained:
        return None
    name, _, anchor = word.explained.partition("#")
    path = DOCS / lang / name
    headings = Source(path, lang, name).headings if path.is_file() else []
    told = next((heading.text for heading in headings if heading.id == anchor), None)
    if told is None:
        raise DemoError(
            f"{FILE}: “{word.key}” is explained in {word.explained}, and there is no such section"
        )
    address = f"../{name.removesuffix('.md').removesuffix('index')}/#{anchor}".replace("//", "/")
    return tag("p", EXPLAINED[lang], " ", tag("a", plain(told, lang), href=address), class_="k-card__note")


def plain(heading: str, lang: str) -> str:
    """A heading without its markup."""
    from .markdown import figure

    filled = FIGURE.sub(lambda found: figure(found[1], lang), heading)
    return MARKUP.sub(lambda found: found[1] or found[2] or "", filled)


def other(lang: str) -> str:
    return next(one for one in LANGUAGES if one != lang)


SAY = {
    "en": Text(en="Say “{word}”", nl="Zeg ‘{word}’ in het Engels"),
    "nl": Text(en="Say “{word}” in Dutch", nl="Zeg ‘{word}’"),
}
LETTERS = Text(en="Letters", nl="Letters")
KINDS = {
    "native": Text(en="Dutch has a word of its own.", nl="Een eigen woord."),
    "loan": Text(en="Dutch uses the English word.", nl="Een leenwoord: in beide talen hetzelfde."),
    "mixed": Text(
        en="A Dutch word; the English one often stands beside it.",
        nl="Een eigen woord; vaak staat het Engelse ernaast.",
    ),
}
PLURAL = Text(en="plural", nl="meervoud")
NO_PLURAL = Text(en="no plural", nl="geen meervoud")
ONLY_PLURAL = Text(en="plural only", nl="alleen meervoud")
BEWARE = Text(en="Mind:", nl="Pas op:")
EXPLAINED = Text(en="Explained in", nl="Uitgelegd bij")
MORE = Text(en="In the glossary", nl="In de woordenlijst")
