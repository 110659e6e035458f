"""sitekit/word_files.py: what the deck and the tables hold is what vocabulary.toml says, read here by other programs."""

import csv
import io
import json
import re
import sqlite3
import tomllib
import zipfile
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from anki import collection
from knobs.text import LANGUAGES
from knobs.vocabulary import words
from sitekit import offline, word_files

from tests.conftest import ROOT
from tests.sitekit.test_offline import constants

FILE = "look in site_src/sitekit/word_files.py"
OTHER = {"en": "nl", "nl": "en"}
EARLIER, LATER = 1_800_000_000, 1_800_000_777


@pytest.fixture(scope="module")
def entries():
    """The words as the file has them, past vocabulary.py."""
    return tomllib.loads((ROOT / "site_src/knobs/vocabulary.toml").read_text("utf-8"))["word"]


def learned(entries, lang):
    return [entry for entry in entries if lang == "en" or entry["en"] != entry["nl"]]


class Opened:
    """A deck as SQLite reads it."""

    def __init__(self, package):
        archive = zipfile.ZipFile(io.BytesIO(package))
        assert archive.namelist() == ["collection.anki2", "media"] and archive.read("media") == b"{}", FILE
        with sqlite3.connect(":memory:") as database:
            database.deserialize(archive.read("collection.anki2"))
            assert database.execute("pragma integrity_check").fetchone() == ("ok",), FILE
            self.models, self.decks = map(
                json.loads, database.execute("select models, decks from col").fetchone()
            )
            (model,) = self.models.values()
            names = [field["name"] for field in model["flds"]]
            self.templates = [template["name"] for template in model["tmpls"]]
            read = database.execute("select id, guid, mod, tags, flds from notes order by id").fetchall()
            cards = database.execute("select nid, ord from cards").fetchall()
        database.close()
        self.guids = [guid for _, guid, *_ in read]
        self.times = {mod for *_, mod, _, _ in read}
        self.tags = [told.split() for *_, told, _ in read]
        self.notes = [dict(zip(names, fields.split("\x1f"), strict=True)) for *_, fields in read]
        self.cards = [[self.templates[at] for nid, at in cards if nid == number] for number, *_ in read]


def deck(lang, listed=None, time=EARLIER):
    return word_files.deck(listed or word_files.to_learn(lang), lang, time)


def test_the_deck_has_a_note_for_each_word(entries, lang):
    opened, words_here = Opened(deck(lang)), learned(entries, lang)
    own, there = {"en": ("English", "Dutch"), "nl": ("Nederlands", "Engels")}[lang]
    assert len(opened.notes) == len(words_here) > 50, FILE
    assert len(set(opened.guids)) == len(opened.guids), FILE
    sentences = {"en": ("English sentence", "Dutch sentence"), "nl": ("Nederlandse zin", "Engelse zin")}[lang]
    for entry, note in zip(words_here, opened.notes, strict=True):
        wanted = entry["key"], entry[lang], entry[OTHER[lang]], entry["article"], entry["plural"]
        given = [note[name] for name in ("Key", own, there, "Article", "Plural")] if lang == "en" else [
            note[name] for name in ("Sleutel", own, there, "Lidwoord", "Meervoud")]  # fmt: skip
        assert text(given) == list(wanted), f"{entry['key']}: {FILE}"
        assert text([note[name] for name in sentences]) == [
            entry["example"][lang],
            entry["example"][OTHER[lang]],
        ], FILE
        meaning, mind = text(
            [note["Meaning" if lang == "en" else "Betekenis"], note["Mind" if lang == "en" else "Pas op"]]
        )
        assert meaning == entry["meaning"][lang].replace("*", ""), FILE
        assert mind == entry.get("false_friends", {}).get(lang, "").replace("*", ""), FILE


def text(fields):
    """What a browser would show; and nothing in it is other HTML than emphasis."""

    class Shown(HTMLParser):
        def __init__(self):
            super().__init__()
            self.shown = ""

        def handle_data(self, data):
            self.shown += data

        def handle_starttag(self, tag, attrs):
            assert tag == "em", f"<{tag}> in a field: {FILE}"

    shown = []
    for field in fields:
        parser = Shown()
        parser.feed(field)
        parser.close()
        shown.append(parser.shown)
    return shown


def test_which_cards_a_note_becomes(entries, lang):
    """Both directions where the languages differ; de or het where there is an article, for who learns Dutch."""
    opened = Opened(deck(lang))
    ways = {
        "en": ["Dutch to English", "English to Dutch"],
        "nl": ["Engels naar Nederlands", "Nederlands naar Engels"],
    }
    for entry, cards in zip(learned(entries, lang), opened.cards, strict=True):
        differs = ways[lang] if entry["en"] != entry["nl"] else []
        articles = ["De or het"] if lang == "en" and entry["article"] else []
        assert cards == differs + articles, f"{entry['key']}: {FILE}"
        assert cards, f"{entry['key']} is a note without a card"


def test_tags(entries, lang):
    for entry, given in zip(learned(entries, lang), Opened(deck(lang)).tags, strict=True):
        wanted = [f"knobs::{entry['kind']}"]
        wanted += [f"knobs::corner::{entry['corner']}"] if entry.get("corner") else []
        page = entry.get("explained", "").partition(".md#")[0]
        wanted += [f"knobs::chapter::{page}"] if page else []
        assert sorted(given) == sorted(wanted), f"{entry['key']}: {FILE}"


def test_what_stands_in_a_field_is_escaped():
    weight = replace(words()["weight"], en="<b>w</b> & {{weight}}", nl='"gewicht" <script>')
    (note,) = Opened(deck("en", [weight])).notes
    assert note["English"] == "&lt;b&gt;w&lt;/b&gt; &amp; {{weight}}", FILE
    assert "<" not in note["Dutch"], FILE


def test_the_numbers_stay_when_a_word_changes(lang):
    """By them Anki knows deck, kind of notes and note again. Written down here: they are in readers' collections."""
    listed = word_files.to_learn(lang)
    before = Opened(deck(lang))
    edited = replace(listed[5], en=listed[5].en + "!", nl=listed[5].nl + "!", article="")
    after = Opened(deck(lang, [*listed[:5], edited, *listed[6:]], LATER))
    assert after.guids == before.guids, f"a word that changes would be a second note: {FILE}"
    assert [a == b for a, b in zip(after.notes, before.notes, strict=True)].count(False) == 1
    assert after.times == {LATER} and before.times == {EARLIER}, f"Anki renews what is later: {FILE}"
    fewer = Opened(deck(lang, listed[1:]))
    assert fewer.guids == before.guids[1:], f"a word that goes changes the others: {FILE}"
    numbers = {"en": ("1264905731", "1807316449"), "nl": ("2019447053", "1530272618")}
    assert (*before.models, max(before.decks, key=len)) == numbers[lang], FILE
    place = [word.key for word in listed].index("weight")
    assert before.guids[place] == {"en": "e*l*#c6s)-", "nl": "r[pa<%S>rG"}[lang], FILE


def test_no_deck_shares_a_number():
    assert len({number for learner in word_files.FOR.values() for number in learner[:2]}) == 4, FILE
    guids = [Opened(deck(lang)).guids for lang in LANGUAGES]
    assert not set(guids[0]) & set(guids[1]), f"one deck would take the notes of the other: {FILE}"


def test_templates_name_only_fields_that_there_are(lang):
    (model,) = Opened(deck(lang)).models.values()
    names = {field["name"] for field in model["flds"]}
    for template in model["tmpls"]:
        for side in ("qfmt", "afmt"):
            used = set(re.findall(r"\{\{[#/]?([^}]+)\}\}", template[side]))
            assert used and used <= names, f"{template['name']}: {FILE}"


def test_the_bytes_depend_on_words_and_time_alone(lang, monkeypatch):
    assert deck(lang) == deck(lang), FILE
    assert deck(lang) != deck(lang, time=LATER), FILE
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(EARLIER))
    assert word_files.files() == word_files.files(), FILE
    assert word_files.files()[f"assets/words-{lang}.apkg"] == deck(lang), FILE


def test_without_git_the_time_is_fixed(monkeypatch, tmp_path):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setattr(word_files, "ROOT", tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert word_files.changed() == word_files.EPOCH, FILE
    monkeypatch.setenv("PATH", "")
    assert word_files.changed() == word_files.EPOCH, FILE


def test_anki_itself_reads_the_deck_and_renews_it(tmp_path, lang):
    listed = word_files.to_learn(lang)
    mine = collection.Collection(str(tmp_path / "mine.anki2"))

    def bring(name, package):
        (tmp_path / name).write_bytes(package)
        options = collection.ImportAnkiPackageOptions(merge_notetypes=False, with_scheduling=False)
        return mine.import_anki_package(
            collection.ImportAnkiPackageRequest(package_path=str(tmp_path / name), options=options)
        ).log

    try:
        first = bring("first.apkg", deck(lang))
        assert len(first.new) == len(listed) and mine.note_count() == len(listed), FILE
        cards = mine.card_count()
        assert cards == sum(map(len, Opened(deck(lang)).cards)), f"Anki makes other cards: {FILE}"
        again = bring("again.apkg", deck(lang))
        assert not again.new and mine.note_count() == len(listed), f"Anki has every word twice: {FILE}"
        key = listed[5].key
        edited = replace(listed[5], en="a word that changed")
        extra = replace(listed[0], key="one-more", en="one more")
        renewed = bring("renewed.apkg", deck(lang, [extra, *listed[:5], edited, *listed[6:]], LATER))
        assert len(renewed.new) == 1 and mine.note_count() == len(listed) + 1, FILE
        name = "Key" if lang == "en" else "Sleutel"
        (found,) = mine.find_notes(f'"{name}:{key}"')
        assert mine.get_note(found)["English" if lang == "en" else "Nederlands"] == (
            "a word that changed" if lang == "en" else edited.nl
        ), f"Anki keeps the old words: {FILE}"
        assert mine.card_count() >= cards
        question = mine.get_note(found).cards()[0].question()
        assert "{{" not in question and "unknown field" not in question.lower(), FILE
    finally:
        mine.close()


def test_the_table_is_every_word(entries, lang):
    content = word_files.table(word_files.to_learn(lang), lang)
    assert content.startswith(b"\xef\xbb\xbf"), f"Excel would spoil the accents: {FILE}"
    told = content.decode("utf-8-sig")
    assert told.count("\r\n") == told.count("\n"), FILE
    mark = {"en": ",", "nl": ";"}[lang]
    assert csv.Sniffer().sniff(told.partition("\r\n")[0]).delimiter == mark, FILE
    head, *lines = csv.reader(io.StringIO(told, newline=""), delimiter=mark)
    heads = {
        "en": "English,Dutch,Article,Plural,Sound,Meaning,English sentence,Dutch sentence,Mind",
        "nl": "Nederlands,Engels,Lidwoord,Meervoud,Uitspraak,Betekenis,Engelse zin,Nederlandse zin,Pas op",
    }
    assert head == heads[lang].split(","), FILE
    for entry, line in zip(learned(entries, lang), lines, strict=True):
        sound = f"/{entry['ipa']}/" if "ipa" in entry else ""
        first = [entry[lang], entry[OTHER[lang]], entry["article"], entry["plural"], sound]
        friends = entry.get("false_friends", {}).get(lang, "")
        told = [entry["meaning"][lang], entry["example"]["en"], entry["example"]["nl"], friends]
        assert line == first + [one.replace("*", "") for one in told], f"{entry['key']}: {FILE}"
        for cell in line:
            assert cell[:1] not in tuple("=+-@\t"), f"a spreadsheet takes “{cell}” for a formula"


def test_the_site_serves_them_and_keeps_them_for_offline_use(site_dir):
    listed = constants((site_dir / offline.WORKER).read_text("utf-8"))[1]
    for address, content in word_files.files().items():
        assert (site_dir / address).read_bytes() == content, (
            f"{address}: look at on_files in sitekit/hooks.py"
        )
        assert listed[address][0] == len(content), f"{address}: look in site_src/sitekit/offline.py"
