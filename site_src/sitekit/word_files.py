"""The words as files for a program of the reader's own: assets/words.csv, and assets/words-anki.txt for flash cards.

Anki (https://apps.ankiweb.net) reads the second as it is: File, Import. It asks both ways, English and Dutch.
"""

import csv
import io

from knobs.text import LANGUAGES
from knobs.vocabulary import Word, words

PLAIN = ("key", "en", "nl", "article", "plural", "ipa", "kind")
TOLD = {
    "meaning": "meaning",
    "example": "example",
    "mind": "false_friends",
}  # column, without its language -> field
# https://docs.ankiweb.net/importing/text-files.html#file-headers
HEADERS = ("separator:tab", "html:false", "notetype:Basic (and reversed card)", "deck:Knobs / Draaiknoppen")


def files() -> dict[str, str]:
    """Address below the site's root -> what is in the file."""
    return {"assets/words.csv": as_csv(), "assets/words-anki.txt": as_cards()}


def as_csv() -> str:
    """One line per word; a cell is empty where there is nothing to say."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*PLAIN, *(f"{name}_{lang}" for name in TOLD for lang in LANGUAGES)])
    for word in words().values():
        both = [getattr(word, field) for field in TOLD.values()]
        told = [one[lang].replace("*", "") if one else "" for one in both for lang in LANGUAGES]
        writer.writerow([*(getattr(word, name) for name in PLAIN), *told])
    return text.getvalue()


def as_cards() -> str:
    """A line per word: English, a tab, Dutch; each with its sentence."""
    rows = [f"{_english(word)}\t{_dutch(word)}" for word in words().values()]
    return "\n".join([*(f"#{header}" for header in HEADERS), *rows]) + "\n"


def _english(word: Word) -> str:
    return f"{word.en} – {word.example['en']}"


def _dutch(word: Word) -> str:
    plural = f", {word.plural}" if word.plural not in ("", word.nl) else ""
    sound = f" /{word.ipa}/" if word.ipa else ""
    return f"{word.article} {word.nl}{plural}{sound} – {word.example['nl']}".strip()
