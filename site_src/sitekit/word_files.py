"""The words of vocabulary.toml to take along: assets/words-en.apkg is a deck for Anki, assets/words-en.csv a table.

Each language of readers has its own: who reads English learns the Dutch words, and the other way round. The bytes depend
on the words and on the time of their last change, and on nothing else.

A deck that is imported again renews what changed and keeps what its owner learned. For that, Anki looks at three things:
the number of the kind of notes and the deck, which are drawn once and stay (FOR); the GUID of each note, made of the
word's key; and the time of the note, which has to be later than that of the note it has. If the fields of a note ever
change, draw another number for the kind: Anki would not know what to do with the old ones.
"""

import csv
import io
import os
import sqlite3
import subprocess
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import NamedTuple

from knobs.text import LANGUAGES, Text
from knobs.vocabulary import FILE, Word, words

from .glossary import EMPHASIS, marked, other
from .packing import zipped

ROOT = Path(__file__).parents[2]
FIRST_ID = (
    1_700_000_000_000  # of notes and cards; Anki takes the next free one where it has such a number already
)
EPOCH = 315_532_800  # 1980: where nothing tells when the words changed last


class Learner(NamedTuple):
    deck: int
    kind: int
    name: str
    delimiter: str  # of a table: the one that a spreadsheet in this language expects


FOR = {
    "en": Learner(1_807_316_449, 1_264_905_731, "Knobs: Dutch words for language models", ","),
    "nl": Learner(1_530_272_618, 2_019_447_053, "Draaiknoppen: Engelse woorden voor taalmodellen", ";"),
}


def files() -> dict[str, bytes]:
    """Address below the site's root -> what is in the file."""
    made = changed()
    decks = {f"assets/words-{lang}.apkg": deck(to_learn(lang), lang, made) for lang in LANGUAGES}
    return decks | {f"assets/words-{lang}.csv": table(to_learn(lang), lang) for lang in LANGUAGES}


def to_learn(lang: str) -> list[Word]:
    """What a reader of `lang` can learn: for Dutch ones, no word that they know already because it is the same."""
    return [word for word in words().values() if lang == "en" or not same_in_both(word)]


def same_in_both(word: Word) -> bool:
    return word.en == word.nl


def changed() -> int:
    """When the words were changed last, in seconds since 1970: SOURCE_DATE_EPOCH, or else what git knows."""
    told = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not told:
        command = ["git", "log", "-1", "--format=%ct", "--", FILE]
        try:
            ran = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, encoding="utf-8")
            told = ran.stdout.strip()
        except OSError:  # no git here
            told = ""
    return int(told) if told.isdecimal() else EPOCH


# ---- A deck ------------------------------------------------------------------------------------------------


def deck(listed: Sequence[Word], lang: str, time: int) -> bytes:
    """An Anki package: a note for each word, which Anki makes up to three cards of."""
    import genanki  # type: ignore[import-untyped]  # here, because few who import this module make a deck

    learner = FOR[lang]
    kind = genanki.Model(
        learner.kind,
        learner.name,
        fields=[{"name": name[lang]} for name in FIELDS.values()],
        templates=[{"name": name, "qfmt": front, "afmt": BACK[lang]} for name, front in FRONTS[lang].items()],
        css=CSS,
        sort_field_index=list(FIELDS).index("other_word"),
    )
    made = genanki.Deck(learner.deck, learner.name, ABOUT[lang])
    for word in listed:
        guid = genanki.guid_for("knobs", lang, word.key)
        made.add_note(genanki.Note(kind, note(word, lang), guid=guid, tags=tags(word)))
    with sqlite3.connect(":memory:") as database:
        genanki.Package(made).write_to_db(database.cursor(), time, count(FIRST_ID))
    content = database.serialize()
    database.close()
    return zipped({"collection.anki2": content, "media": b"{}"})


def note(word: Word, lang: str) -> list[str]:
    """The fields of a note, in the order of FIELDS; all of them HTML."""
    there = other(lang)
    fields = {
        "key": word.key,
        "own_word": word[lang],
        "other_word": word[there],
        "article": word.article,
        "plural": word.plural,
        "sound": f"/{word.ipa}/" if word.ipa else "",
        "meaning": word.meaning[lang],
        "other_sentence": word.example[there],
        "own_sentence": word.example[lang],
        "mind": word.false_friends[lang] if word.false_friends else "",
        "recall": "" if same_in_both(word) else "1",
    }
    assert list(fields) == list(FIELDS)
    return [str(marked(text, lang)) for text in fields.values()]


def tags(word: Word) -> list[str]:
    """By which its owner can choose: knobs::native, knobs::corner::words, knobs::chapter::what-is-a-parameter."""
    corner = [f"knobs::corner::{word.corner}"] if word.corner else []
    chapter = [f"knobs::chapter::{word.explained.partition('.md')[0]}"] if word.explained else []
    return [f"knobs::{word.kind}", *corner, *chapter]


# ---- A table -----------------------------------------------------------------------------------------------


def table(listed: Sequence[Word], lang: str) -> bytes:
    """One line per word, below one line of names.

    With a byte order mark: Excel reads a file without one in the code page of its machine, and “coëfficiënt” is spoilt.
    In Dutch with semicolons: there the comma is the decimal sign, and Excel would put a whole line in one cell.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=FOR[lang].delimiter, lineterminator="\r\n")
    writer.writerow([COLUMNS[name][lang] for name in columns(lang)])
    for word in listed:
        fields = {
            "en": word.en,
            "nl": word.nl,
            "article": word.article,
            "plural": word.plural,
            "sound": f"/{word.ipa}/" if word.ipa else "",
            "meaning": word.meaning[lang],
            "sentence_en": word.example.en,
            "sentence_nl": word.example.nl,
            "mind": word.false_friends[lang] if word.false_friends else "",
        }
        writer.writerow([EMPHASIS.sub(r"\1", fields[name]) for name in columns(lang)])
    return text.getvalue().encode("utf-8-sig")


def columns(lang: str) -> list[str]:
    """The reader's own language stands first."""
    return [lang, other(lang), *(name for name in COLUMNS if name not in LANGUAGES)]


# ---- Words -------------------------------------------------------------------------------------------------

FIELDS = {
    "key": Text(en="Key", nl="Sleutel"),
    "own_word": Text(en="English", nl="Nederlands"),
    "other_word": Text(en="Dutch", nl="Engels"),
    "article": Text(en="Article", nl="Lidwoord"),
    "plural": Text(en="Plural", nl="Meervoud"),
    "sound": Text(en="Sound", nl="Uitspraak"),
    "meaning": Text(en="Meaning", nl="Betekenis"),
    "other_sentence": Text(en="Dutch sentence", nl="Engelse zin"),
    "own_sentence": Text(en="English sentence", nl="Nederlandse zin"),
    "mind": Text(en="Mind", nl="Pas op"),
    "recall": Text(en="Differs", nl="Verschilt"),
}
# A card's name, and its front. Anki makes no card of which the front would be empty.
FRONTS = {
    "en": {
        "Dutch to English": '{{#Differs}}<p class="word" lang="nl">{{Dutch}}</p>{{/Differs}}',
        "English to Dutch": '{{#Differs}}<p class="word" lang="en">{{English}}</p>{{Meaning}}{{/Differs}}',
        "De or het": '{{#Article}}<p class="word" lang="nl">de / het {{Dutch}}</p>{{/Article}}',
    },
    "nl": {
        "Engels naar Nederlands": '{{#Verschilt}}<p class="word" lang="en">{{Engels}}</p>{{/Verschilt}}',
        "Nederlands naar Engels": '{{#Verschilt}}<p class="word" lang="nl">{{Nederlands}}</p>{{Betekenis}}{{/Verschilt}}',
    },
}
BACK = Text(
    en="""<div lang="en"><p class="word"><span lang="nl">{{Article}} {{Dutch}}</span> = {{English}}</p>
{{#Plural}}<p>plural <span lang="nl">{{Plural}}</span></p>{{/Plural}}
{{#Sound}}<p class="sound">{{Sound}}</p>{{/Sound}}
<p>{{Meaning}}</p>
<p lang="nl">{{Dutch sentence}}</p><p><i>{{English sentence}}</i></p>
{{#Mind}}<p class="mind"><b>Mind:</b> {{Mind}}</p>{{/Mind}}</div>""",
    nl="""<div lang="nl"><p class="word"><span lang="en">{{Engels}}</span> = {{Lidwoord}} {{Nederlands}}</p>
<p>{{Betekenis}}</p>
<p lang="en">{{Engelse zin}}</p><p><i>{{Nederlandse zin}}</i></p>
{{#Pas op}}<p class="mind"><b>Pas op:</b> {{Pas op}}</p>{{/Pas op}}</div>""",
)
CSS = """.card { font: 20px/1.5 Georgia, serif; color: #16181d; background: #fcfcfa; max-width: 31em; margin: 1em auto; text-align: left; }
.card.nightMode { color: #e9eae6; background: #14171a; }
.word { font: 600 1.4em/1.3 Arial, sans-serif; }
.mind { font: .85em/1.4 Arial, sans-serif; }
"""
ABOUT = Text(
    en="The Dutch words for what the parameters of a language model do. Text: CC BY 4.0, Knobs / Draaiknoppen.",
    nl="De Engelse woorden voor wat de parameters van een taalmodel doen. Tekst: CC BY 4.0, Knobs / Draaiknoppen.",
)
COLUMNS = {
    "en": Text(en="English", nl="Engels"),
    "nl": Text(en="Dutch", nl="Nederlands"),
    "article": Text(en="Article", nl="Lidwoord"),
    "plural": Text(en="Plural", nl="Meervoud"),
    "sound": Text(en="Sound", nl="Uitspraak"),
    "meaning": Text(en="Meaning", nl="Betekenis"),
    "sentence_en": Text(en="English sentence", nl="Engelse zin"),
    "sentence_nl": Text(en="Dutch sentence", nl="Nederlandse zin"),
    "mind": Text(en="Mind", nl="Pas op"),
}
