"""sitekit/word_quiz.py: every word is listed, can be asked in each of its exercises, and says nothing of its answer."""

import json
import re
import tomllib
from html.parser import HTMLParser

import pytest
from knobs.vocabulary import words
from sitekit import word_quiz

from tests.conftest import ROOT

FILE = "look in site_src/sitekit/word_quiz.py"
OTHER = {"en": "nl", "nl": "en"}


@pytest.fixture(scope="module")
def entries():
    return tomllib.loads((ROOT / "site_src/knobs/vocabulary.toml").read_text("utf-8"))["word"]


def learned(entries, lang):
    return [entry for entry in entries if lang == "en" or entry["en"] != entry["nl"]]


class Shown(HTMLParser):
    """The entries of the list as a browser would show them, and what is in the script."""

    def __init__(self, html):
        super().__init__()
        self.entries, self.script, self.inside = {}, "", ""
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.inside = dict(attributes).get("data-key", self.inside) if tag != "script" else "script"

    def handle_endtag(self, tag):
        self.inside = "" if tag in ("li", "script") else self.inside

    def handle_data(self, data):
        if self.inside == "script":
            self.script += data
        elif self.inside:
            self.entries[self.inside] = self.entries.get(self.inside, "") + data


def test_the_list_has_every_word_without_a_script(entries, lang):
    shown = Shown(word_quiz.practice(lang, "../assets/"))
    assert list(shown.entries) == [entry["key"] for entry in learned(entries, lang)], FILE
    for entry in learned(entries, lang):
        text = " ".join(shown.entries[entry["key"]].split())
        dutch = f"{entry['article']} {entry['nl']}".strip()
        for part in (dutch, entry["en"], entry["meaning"][lang].replace("*", "")):
            assert part in text, f"{entry['key']}: {FILE}"


def test_the_script_reads_what_the_list_has(entries, lang):
    told = json.loads(Shown(word_quiz.practice(lang, "")).script)
    assert [word["key"] for word in told["words"]] == [entry["key"] for entry in learned(entries, lang)], FILE


def test_nothing_in_the_data_ends_the_script(lang, monkeypatch):
    monkeypatch.setitem(word_quiz.ALSO["en"], "weight", ["</script><b>"])
    html = word_quiz.practice(lang, "")
    assert "</script><b>" not in html, FILE
    told = json.loads(Shown(html).script)
    assert ["</script><b>"] in [word["also"]["en"] for word in told["words"]], FILE


def test_what_is_asked_of_a_word(entries, lang):
    """Dutch readers get no de or het, and words that are the same in both languages are not asked back and forth."""
    for entry in learned(entries, lang):
        kinds = word_quiz.question(words()[entry["key"]], lang)["kinds"]
        if entry["en"] == entry["nl"]:
            assert kinds == ["article", "sentence"] and entry["article"], FILE
        elif entry["article"] and lang == "en":
            assert kinds == ["to-own", "article", "to-other", "sentence"], f"{entry['key']}: {FILE}"
        else:
            assert kinds == ["to-own", "to-other", "sentence"], f"{entry['key']}: {FILE}"


def test_each_sentence_has_a_gap_for_its_word(entries, lang):
    """The three pieces are the sentence of vocabulary.toml; the word in the middle is nowhere else in it."""
    there = OTHER[lang]
    for entry in learned(entries, lang):
        before, form, after = word_quiz.gap(words()[entry["key"]], there)
        assert before + form + after == entry["example"][there], FILE
        start = re.sub(r"^to | \(.*", "", entry[there])[:2].lower()
        assert start in form.lower(), f"{entry['key']}: the gap is for “{form}”. {FILE}"
        assert form.lower() not in re.findall(r"[\w-]+", (before + after).lower()), (
            f"{entry['key']}: the sentence has the word twice; change its example in vocabulary.toml"
        )


def test_a_hint_does_not_give_the_word_away(entries, lang):
    there = OTHER[lang]
    given = 0
    for entry in learned(entries, lang):
        hint = word_quiz.question(words()[entry["key"]], lang).get("meaning", "")
        given += bool(hint)
        answer = re.sub(r"^to | \(.*", "", entry[there]).lower()
        assert answer not in re.findall(r"[\w-]+", hint.lower()), f"{entry['key']}: {FILE}"
        assert hint in ("", entry["meaning"][lang].replace("*", "")), FILE
    assert given > 0.9 * len(learned(entries, lang)), FILE


def test_what_else_is_right_is_about_words_that_there_are():
    for lang, listed in word_quiz.ALSO.items():
        for key, said in listed.items():
            assert key in words(), f"ALSO names {key}, which is no key in vocabulary.toml: {FILE}"
            for one in said:
                assert one not in word_quiz.answers(words()[key], lang), (
                    f"{key}: “{one}” is the word itself: {FILE}"
                )


def test_every_place_in_a_sentence_is_filled(lang):
    """The script fills these; any other would stay a gap in a sentence."""
    for name, sentence in word_quiz._sentences(lang).items():
        places = set(re.findall(r"\{(\w+)\}", sentence))
        known = {
            "at",
            "of",
            "right",
            "answer",
            "own",
            "other",
            "typed",
            "means",
            "date",
            "known",
            "total",
            "due",
        }
        assert places <= known, f"{name}: {FILE}"
        script = (ROOT / "site_src/browser/knob-words.js").read_text("utf-8")
        stem = name.partition("-")[0]
        assert f'"{name}"' in script or f".{name}" in script or f"`{stem}-$" in script or name in (
            "to-own", "to-other", "sentence", "right", "slip", "wrong", "shown", "empty"), f"nobody says “{name}”: {FILE}"  # fmt: skip
