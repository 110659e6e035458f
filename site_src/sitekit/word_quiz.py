"""The words to practice: their list, the questions that are made of them, and the files to take along.

```view name="practice"     all of it; what moves is site_src/browser/knob-words.js

Without scripts the list is there, and the files are. Every sentence is written here; the script fills in words. A place
for one is {word}; {answer}, {own} and {typed} too are marked as the language that they are in.
"""

import json
import re
from collections.abc import Iterable
from typing import Any

from knobs.markup import Markup, tag
from knobs.text import LANGUAGES, Text
from knobs.vocabulary import SENSE, Word

from .glossary import EMPHASIS, named, other
from .word_files import same_in_both, to_learn

WORD = r"(?<![\w’-]){}(?![\w’-])"


def practice(lang: str, assets: str) -> Markup:
    """The complete `<knob-words>` with the list, and below it what a reader can download."""
    return tag("div", _element(lang), _files(lang, assets), class_="k-wide")


def _element(lang: str) -> Markup:
    listed = to_learn(lang)
    told = {"words": [question(word, lang) for word in listed], "say": _sentences(lang)}
    data = json.dumps(told, ensure_ascii=False, separators=(",", ":")).replace("<", r"\u003c")
    return tag(
        "knob-words",
        tag(
            "div",
            tag("p", TITLE[lang], class_="k-demo__title"),
            tag("span", class_="k-words__tally"),
            class_="k-demo__head",
        ),
        tag("div", tag("p", ABOUT[lang]), class_="k-words__about"),
        tag("noscript", tag("p", NO_SCRIPT[lang], class_="k-noscript")),
        tag("p", class_="k-words__trouble", role="alert", hidden=True),
        _question(lang),
        tag("p", class_="k-words__end", hidden=True),
        _tools(lang),
        tag(
            "details",
            tag("summary", LIST.fill(total=len(listed))[lang]),
            tag("ul", *(_entry(word, lang) for word in listed), class_="k-words__list"),
            class_="k-words__all",
        ),
        tag("p", class_="k-sr", role="status"),
        tag("script", Markup(data), type="application/json"),
        class_="k-words",
        lang=lang,
        data_learn=other(lang),
        data_state="static",
        data_search_exclude=True,
    )


def _question(lang: str) -> Markup:
    field = tag(
        "input",
        id="k-words-answer",
        name="answer",
        type="text",
        autocomplete="off",
        autocapitalize="none",
        autocorrect="off",
        spellcheck="false",
        enterkeyhint="go",
        maxlength=80,
        aria_labelledby="k-words-task k-words-prompt",
        aria_describedby="k-words-hint",
    )
    choices = [
        tag(
            "button",
            tag("kbd", str(number)),
            " ",
            tag("span", article, class_=f"k-art k-art--{article}", lang="nl"),
            type="button",
            class_="k-button",
            data_choice=article,
        )
        for number, article in enumerate(("de", "het"), 1)
    ]
    return tag(
        "form",
        tag("p", class_="k-words__at"),
        tag(
            "div",
            tag("p", id="k-words-task", class_="k-words__task"),
            tag("p", id="k-words-prompt", class_="k-words__prompt"),
            tag("p", id="k-words-hint", class_="k-words__hint"),
            field,
            tag("span", *choices, class_="k-words__choices", hidden=True),
            class_="k-words__ask",
            role="group",
            aria_labelledby="k-words-task k-words-prompt",
            tabindex="-1",
        ),
        tag("div", class_="k-words__verdict", hidden=True),
        tag(
            "div",
            tag("button", CHECK[lang], type="submit", class_="k-button k-button--main"),
            tag("button", PASS[lang], type="button", class_="k-button", data_action="pass"),
            class_="k-words__buttons",
        ),
        autocomplete="off",
        hidden=True,
    )


def _tools(lang: str) -> Markup:
    def button(action: str, words: Text, main: bool = False, hidden: bool = False) -> Markup:
        kind = "k-button k-button--main" if main else "k-button"
        return tag("button", words[lang], type="button", class_=kind, data_action=action, hidden=hidden)

    return tag(
        "div",
        button("start", START, main=True),
        button("print", PRINT),
        button("forget", FORGET, hidden=True),
        tag(
            "span",
            tag("span", SURE[lang], id="k-words-sure"),
            " ",
            button("yes", YES),
            " ",
            button("no", NO),
            class_="k-words__sure",
            role="group",
            aria_labelledby="k-words-sure",
            hidden=True,
        ),
        class_="k-words__buttons k-words__tools",
    )


def _entry(word: Word, lang: str) -> Markup:
    """A line of the list, and on paper a card to fold: what is learned on the front, the reader's own on the back."""
    return tag(
        "li",
        tag("span", named(word, other(lang)), class_="k-words__front"),
        " ",
        tag(
            "span",
            tag("b", named(word, lang)),
            " ",
            tag("span", EMPHASIS.sub(r"\1", word.meaning[lang]), class_="k-words__meaning"),
            " ",
            tag("small", class_="k-words__box"),
            class_="k-words__back",
        ),
        data_key=word.key,
    )


def _files(lang: str, assets: str) -> Markup:
    links = [
        tag(
            "li",
            tag("a", words[lang], href=f"{assets}words-{lang}.{kind}", download=f"{NAME[lang]}.{kind}"),
            why[lang],
        )
        for kind, (words, why) in FILES.items()
    ]
    return tag("div", tag("p", TAKE[lang]), tag("ul", *links), class_="k-words__files k-models__downloads")


# ---- What is asked -----------------------------------------------------------------------------------------


def question(word: Word, lang: str) -> dict[str, Any]:
    """All that the script needs for its questions about a word; what would be empty is left out."""
    there = other(lang)
    told = {
        "key": word.key,
        "own": word[lang],
        "other": word[there],
        "article": word.article,
        "kinds": kinds(word, lang),
        "meaning": hint(word, lang),
        "sentence": word.example[there],
        "translation": word.example[lang],
        "gap": gap(word, there),
        "answers": {one: answers(word, one) for one in LANGUAGES},
        "forms": {one: forms(word, one) for one in LANGUAGES},
        "also": {one: ALSO[one].get(word.key, []) for one in LANGUAGES},
    }
    return {name: value for name, value in told.items() if value}


def kinds(word: Word, lang: str) -> list[str]:
    """The exercises of a word, from the easiest on: the script takes them in turn."""
    there = other(lang)
    if same_in_both(word):
        return ["article", "sentence"]
    return ["to-own", *(["article"] if word.article and there == "nl" else []), "to-other", "sentence"]


def answers(word: Word, lang: str) -> list[str]:
    """“bias (prejudice)” may be answered by either, and what ends in -ize in America by -ise."""
    name = SENSE.sub("", word[lang])
    sense = re.findall(r" \((.*)\)", word[lang])
    british = [name.replace("iz", "is")] if lang == "en" and "iz" in name else []
    return [name, *sense, *british]


def forms(word: Word, lang: str) -> list[str]:
    listed = [*word.forms[lang], *([word.plural] if lang == "nl" else [])]
    return [form for form in dict.fromkeys(filter(None, listed)) if form not in answers(word, lang)]


def gap(word: Word, lang: str) -> list[str]:
    """The example in three pieces, the word in the middle. Raises ValueError if it is not there, or twice."""
    for form in sorted({*answers(word, lang), *forms(word, lang), f"{word[lang]}s"}, key=len, reverse=True):
        pattern = re.compile(WORD.format(re.escape(form)), re.IGNORECASE)
        if found := pattern.search(word.example[lang]):
            sentence = word.example[lang]
            return [sentence[: found.start()], found[0], sentence[found.end() :]]
    raise ValueError(f"“{word.key}” is not in its example: “{word.example[lang]}”")


def hint(word: Word, lang: str) -> str:
    """What the word means, unless that gives the word away."""
    meaning = EMPHASIS.sub(r"\1", word.meaning[lang])
    there = other(lang)
    given = {*answers(word, there), *forms(word, there)}
    return "" if _any_in(given, meaning) else meaning


def _any_in(forms: Iterable[str], sentence: str) -> bool:
    return any(re.search(WORD.format(re.escape(form)), sentence, re.IGNORECASE) for form in forms)


def _sentences(lang: str) -> dict[str, str]:
    return {name: words[lang] for name, words in (SAYS | LEARNS[lang]).items()}


# What else is right: not the site's word, but what many say.
ALSO: dict[str, dict[str, list[str]]] = {
    "en": {
        "artificial-intelligence": ["AI"],
        "large-language-model": ["LLM"],
        "knob": ["dial", "rotary knob"],
        "node": ["vertex", "junction"],
        "input": ["inputs"],
        "gain": ["gain factor", "amplification factor", "scale"],
        "update": ["adjustment"],
        "seed": ["random seed", "starting number"],
        "random": ["arbitrary"],
        "probability": ["chance", "likelihood"],
        "continued-pretraining": ["continued training", "continual pretraining"],
        "sparse": ["thin"],
        "student": ["pupil"],
        "operation": ["calculation"],
        "computing-power": ["compute", "computational power", "processing power"],
        "utilization": ["use", "usage"],
        "design": ["blueprint", "architecture"],
        "energy-consumption": ["energy use", "power consumption"],
        "slope": ["gradient"],
        "dense": ["closed"],
    },
    "nl": {
        "artificial-intelligence": ["AI", "artificiële intelligentie"],
        "large-language-model": ["LLM"],
        "knob": ["draaiknopje"],
        "prejudice": ["vooroordeel", "bias", "vertekening"],
        "node": ["knoop"],
        "input": ["input", "ingang"],
        "output": ["output", "uitgang"],
        "training-data": ["trainingsgegevens"],
        "vocabulary": ["woordenschat"],
        "gradient": ["helling"],
        "update": ["aanpassing", "update"],
        "probability": ["waarschijnlijkheid"],
        "quantization": ["kwantisering"],
        "pruning": ["pruning"],
        "precision": ["nauwkeurigheid"],
        "sparse": ["spaars"],
        "distillation": ["destilleren"],
        "operation": ["berekening"],
        "student": ["student"],
        "teacher": ["docent"],
        "slope": ["hellingsgetal", "helling"],
        "seed": ["beginwaarde", "seed"],
        "emissions": ["emissie", "emissies"],
        "design": ["ontwerp", "architectuur"],
        "capacity": ["vermogen"],
    },
}

# ---- What is said ------------------------------------------------------------------------------------------

TITLE = Text(en="Practice these words", nl="Oefen deze woorden")
ABOUT = Text(
    en="Ten words a round: from Dutch, into Dutch, with its article, and in a sentence. What you know comes back after "
    "longer and longer pauses, and what you miss comes sooner. Staying away costs nothing. Your answers stay in this browser.",
    nl="Tien woorden per ronde: uit het Engels, in het Engels, en in een zin. Wat je kent, komt na steeds langere pauzes "
    "terug; wat je mist, eerder. Een tijdje overslaan kost niets. Je antwoorden blijven in deze browser.",
)
NO_SCRIPT = Text(
    en="Practicing needs JavaScript, which is off in this browser. All the words are in the list.",
    nl="Om te oefenen is JavaScript nodig, en dat staat in deze browser uit. Alle woorden staan in de lijst.",
)
LIST = Text(
    en="All {total} words, on paper as cards to fold", nl="Alle {total} woorden, op papier als vouwkaartjes"
)
START = Text(en="Start", nl="Begin")
CHECK = Text(en="Check", nl="Kijk na")
PASS = Text(en="Show me", nl="Laat zien")
PRINT = Text(en="Print the cards", nl="Print de kaartjes")
FORGET = Text(en="Forget everything", nl="Vergeet alles")
SURE = Text(
    en="Should this browser forget all that it keeps about your words?",
    nl="Moet deze browser alles vergeten wat je van de woorden kent?",
)
YES = Text(en="Yes, forget it", nl="Ja, vergeet het")
NO = Text(en="No, keep it", nl="Nee, bewaar het")
TAKE = Text(en="Take the words along:", nl="Neem de woorden mee:")
NAME = {"en": "knobs-dutch-words", "nl": "draaiknoppen-engelse-woorden"}  # of a file that is saved
FILES = {
    "apkg": (
        Text(en="a deck for Anki", nl="een stapel voor Anki"),
        Text(
            en=", both ways, and with articles. Imported again later, it brings what changed and leaves what you learned.",
            nl=", in beide richtingen. Importeer je hem later opnieuw, dan komt erbij wat er veranderd is, en blijft wat "
            "je hebt geleerd.",
        ),
    ),
    "csv": (
        Text(en="a table", nl="een tabel"),
        Text(
            en=" (CSV), as a spreadsheet set to English reads it.",
            nl=" (CSV), zoals een Nederlands rekenblad hem leest: met puntkomma’s.",
        ),
    ),
}
LEARNS = {
    "en": {
        "to-own": Text(en="What is this in English?", nl="Wat is dit in het Engels?"),
        "to-other": Text(en="What is this in Dutch?", nl="Wat is dit in het Nederlands?"),
    },
    "nl": {
        "to-own": Text(en="What is this in Dutch?", nl="Wat is dit in het Nederlands?"),
        "to-other": Text(en="What is this in English?", nl="Wat is dit in het Engels?"),
    },
}
SAYS = {
    "article-of": Text(en="Which article does it take?", nl="Welk lidwoord hoort erbij?"),
    "sentence": Text(en="Which word is missing?", nl="Welk woord ontbreekt?"),
    "gap": Text(en="gap", nl="open plek"),
    "at": Text(en="Word {at} of {of}", nl="Woord {at} van {of}"),
    "once-more": Text(en="Once more", nl="Nog een keer"),
    "check": CHECK,
    "next": Text(en="Next", nl="Verder"),
    "empty": Text(en="Type a word, or press “Show me”.", nl="Typ een woord, of druk op ‘Laat zien’."),
    "right": Text(en="Right.", nl="Goed."),
    "slip": Text(en="Right, but for a trifle.", nl="Goed, op een kleinigheid na."),
    "wrong": Text(en="Not this time.", nl="Deze keer niet."),
    "shown": Text(en="This is it.", nl="Dit is het."),
    "answer": Text(en="{other}: {own}", nl="{other}: {own}"),
    "note-capital": Text(en="Mind the capitals: {answer}.", nl="Let op de hoofdletters: {answer}."),
    "note-accent": Text(
        en="Mind the marks on the letters: {answer}.", nl="Let op de tekens op de letters: {answer}."
    ),
    "note-spacing": Text(
        en="Mind the spaces and hyphens: {answer}.", nl="Let op de spaties en streepjes: {answer}."
    ),
    "note-spelling": Text(en="It is spelled {answer}.", nl="Je schrijft {answer}."),
    "note-form": Text(
        en="Here it has another form: {answer}.", nl="Hier heeft het een andere vorm: {answer}."
    ),
    "note-also": Text(
        en="People say that too; here it is {answer}.", nl="Dat zegt men ook; hier heet het {answer}."
    ),
    "note-article": Text(en="The article is another one: {answer}.", nl="Het lidwoord is anders: {answer}."),
    "note-no-article": Text(en="It takes no article: {answer}.", nl="Er hoort geen lidwoord bij: {answer}."),
    "note-other": Text(en="{typed} is another word: {means}.", nl="{typed} is een ander woord: {means}."),
    "back": Text(
        en="It comes once more at the end of this round.",
        nl="Aan het eind van deze ronde komt het nog een keer.",
    ),
    "end": Text(en="Done: {right} of {of} at the first try.", nl="Klaar: {right} van de {of} in één keer."),
    "later": Text(
        en="The next word is due {date}, and nothing is lost if you come later.",
        nl="Het volgende woord is {date} aan de beurt, en later komen kan altijd.",
    ),
    "tomorrow": Text(en="tomorrow", nl="morgen"),
    "on": Text(en="on {date}", nl="op {date}"),
    "tally": Text(en="You know {known} of {total} words", nl="Je kent {known} van de {total} woorden"),
    "to-ask": Text(en="; {due} due today", nl="; vandaag {due} aan de beurt"),
    "start": START,
    "more": Text(en="Another round", nl="Nog een ronde"),
    "anyway": Text(en="Practice anyway", nl="Oefen toch"),
    "known": Text(en="known", nl="gekend"),
    "due": Text(en="due", nl="aan de beurt"),
    "waits": Text(en="due {date}", nl="{date} aan de beurt"),
    "forgotten": Text(en="All is forgotten.", nl="Alles is vergeten."),
    "trouble-blocked": Text(
        en="This browser lets the site keep nothing, as in a private window. You can practice; when the page closes, it is gone.",
        nl="Deze browser laat de site niets bewaren, zoals in een privévenster. Oefenen kan; sluit je de pagina, dan is het weg.",
    ),
    "trouble-full": Text(
        en="There is no room left in this browser. You can practice; when the page closes, what is new is gone.",
        nl="In deze browser is geen ruimte meer. Oefenen kan; sluit je de pagina, dan is weg wat erbij kwam.",
    ),
    "trouble-newer": Text(
        en="A later version of this site has kept your words here, and this page leaves them alone. Load the page again.",
        nl="Een latere versie van deze site heeft hier je woorden bewaard, en deze pagina blijft daarvan af. Laad haar opnieuw.",
    ),
    "trouble-broken": Text(
        en="What this browser kept of your words could not be read. You begin afresh; the old copy is set aside in this "
        "browser until you press “Forget everything”.",
        nl="Wat deze browser van je woorden had bewaard, was niet te lezen. Je begint opnieuw; de oude kopie ligt apart in "
        "deze browser tot je op ‘Vergeet alles’ drukt.",
    ),
}
