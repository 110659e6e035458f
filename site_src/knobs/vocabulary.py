"""The words of vocabulary.toml, each read and checked: words()["weight"].nl is "gewicht".

Only the build reads them; no page's Python has them. What is wrong with an entry is one sentence with file and line.
"""

import pkgutil
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from .text import LANGUAGES, DemoError, Text, listing

FILE = "site_src/knobs/vocabulary.toml"
CHOICES = {
    "article": ("de", "het", ""),
    "kind": ("native", "loan", "mixed"),
    "source": ("opentaal", "compound", "field", "article", "ours"),
    "role": ("param", "input", "output", "error", ""),
    "corner": ("three", "words", "numbers", ""),
}
NEEDED = ("key", "en", "nl", "article", "plural", "kind", "meaning", "example", "source")
BESIDE = ("ipa", "ipa_from", "forms", "explained", "forbidden", "false_friends", "role", "corner")
IN_BOTH = ("meaning", "example", "false_friends")
LISTS = ("ipa_from", "forbidden")
KEY = re.compile(r"[a-z]+(-[a-z]+)*")
PLACE = re.compile(r"[\w/-]+\.md#[\w-]+")
SENTENCE = re.compile(r"(?:[^.!?]|[.!?](?=\S))+[.!?]")
SENSE = re.compile(r" \(.*\)")  # “(prejudice)” behind a word that has two senses


@dataclass(frozen=True, kw_only=True)
class Word:
    """One word in both languages, as vocabulary.toml explains its fields."""

    key: str
    en: str
    nl: str
    article: str
    plural: str
    kind: str
    meaning: Text
    example: Text
    source: str
    ipa: str = ""
    ipa_from: tuple[str, ...] = ()
    forms: Mapping[str, tuple[str, ...]]
    explained: str = ""
    forbidden: tuple[str, ...] = ()
    false_friends: Text | None = None
    role: str = ""
    corner: str = ""

    def __getitem__(self, lang: str) -> str:
        return {"en": self.en, "nl": self.nl}[lang]


@cache
def words() -> dict[str, Word]:
    """Every word by its key, in the order of the file. Raises DemoError."""
    content = pkgutil.get_data(__package__, "vocabulary.toml")
    assert content is not None  # only a loader that cannot read files gives none
    try:
        return read(content.decode("utf-8"))
    except UnicodeDecodeError as wrong:
        line = content[: wrong.start].count(b"\n") + 1
        raise DemoError(f"{FILE}:{line}: the file is not UTF-8; save it as UTF-8") from None


def read(text: str) -> dict[str, Word]:
    """The words of such a file. Raises DemoError: one sentence with file, line and key."""
    try:
        listed = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise DemoError(f"{FILE}: {wrong}") from None
    lines = [number for number, line in enumerate(text.split("\n"), 1) if line.strip() == "[[word]]"]
    found: dict[str, Word] = {}
    for line, fields in zip(lines, listed.get("word", []), strict=True):
        if problem := next(filter(None, (check(fields) for check in CHECKS)), ""):
            raise DemoError(f"{FILE}:{line}: the word “{fields.get('key', '')}” {problem}")
        if fields["key"] in found:
            raise DemoError(f"{FILE}:{line}: the key “{fields['key']}” is taken by another word")
        found[fields["key"]] = _word(fields)
    return found


def _word(fields: Mapping[str, Any]) -> Word:
    given: dict[str, Any] = dict(fields)
    given |= {name: Text(**fields[name]) for name in IN_BOTH if name in fields}
    given |= {name: tuple(fields[name]) for name in LISTS if name in fields}
    return Word(**given | {"forms": _forms(fields)})


def _forms(fields: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """What counts as the word in running text: what the entry lists, or else the word and its plural."""
    english, dutch = (SENSE.sub("", fields[lang]) for lang in LANGUAGES)
    plural = (f"{english}s",) if fields["article"] else ()
    usual = {"en": (english, *plural), "nl": tuple(dict.fromkeys(filter(None, (dutch, fields["plural"]))))}
    return usual | {lang: tuple(listed) for lang, listed in fields.get("forms", {}).items()}


# ---- What can be wrong: each check gives the rest of a sentence, or nothing ----------------------------------


def _known(fields: Mapping[str, Any]) -> str:
    names = [*NEEDED, *BESIDE]
    unknown = next((name for name in fields if name not in names), "")
    return f"has a field “{unknown}”; there are {listing(names)}" if unknown else ""


def _complete(fields: Mapping[str, Any]) -> str:
    missing = next((name for name in NEEDED if name not in fields), "")
    return f"has no {missing}" if missing else ""


def _typed(fields: Mapping[str, Any]) -> str:
    for name, value in fields.items():
        if name in LISTS:
            if not _is_list(value):
                return f"has {name} = {value!r}; it is a list of words"
        elif name == "forms":
            if (
                not isinstance(value, dict)
                or set(value) - set(LANGUAGES)
                or not all(map(_is_list, value.values()))
            ):
                return f"has forms = {value!r}; it is a list of words for {listing(LANGUAGES)}"
        elif name in IN_BOTH:
            if not isinstance(value, dict) or not all(str(value.get(lang, "")).strip() for lang in LANGUAGES):
                return f"has a {name} that is not in both languages; write {name}.en and {name}.nl"
            if extra := set(value) - set(LANGUAGES):
                return f"has {name}.{min(extra)}; there are {listing(LANGUAGES)}"
        elif not isinstance(value, str):
            return f"has {name} = {value!r}; it is text, between quotes"
    return ""


def _chosen(fields: Mapping[str, Any]) -> str:
    for name, choices in CHOICES.items():
        if fields.get(name, choices[-1]) not in choices:
            return f"has the {name} “{fields[name]}”; it is {listing([choice or 'nothing' for choice in choices])}"
    return ""


def _written(fields: Mapping[str, Any]) -> str:
    if not KEY.fullmatch(fields["key"]):
        return "is no address; a key has small letters and hyphens"
    if empty := next((lang for lang in LANGUAGES if not fields[lang].strip()), ""):
        return f"has no word for {empty}"
    if bool(fields.get("ipa")) != bool(fields.get("ipa_from")):
        return "has ipa without ipa_from, or the other way round; sounds are given with their source, or not at all"
    if not PLACE.fullmatch(fields.get("explained", "a.md#b")):
        return f"is explained in “{fields['explained']}”; write page.md#section"
    return ""


def _told(fields: Mapping[str, Any]) -> str:
    for name in IN_BOTH:
        for lang, sentence in fields.get(name, {}).items():
            if not SENTENCE.fullmatch(sentence):
                return f"says more or less than one sentence in {name}.{lang}: “{sentence}”"
    return ""


CHECKS = (_known, _complete, _typed, _chosen, _written, _told)


def _is_list(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) and one.strip() for one in value)
