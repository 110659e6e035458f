"""The words: each entry whole and of one kind, its sounds those of a list that is not ours, its examples with the word.

wikipron.tsv holds the lines of CUNY-CL/wikipron, data/scrape/tsv/nld_latn_broad.tsv (commit 185dfcf), for the words
that `ipa_from` names: pronunciations gathered from Wiktionary, CC BY-SA. opentaal.txt holds those of our words that are
in OpenTaal/opentaal-wordlist, elements/basiswoorden-gekeurd.txt (commit b250510), © OpenTaal and others, CC BY 3.0.
"""

import re
import tomllib
from collections import defaultdict
from functools import lru_cache
from itertools import product
from pathlib import Path

import pytest
from knobs import vocabulary as module
from knobs.naming import spelled
from knobs.text import LANGUAGES, DemoError
from knobs.vocabulary import Word, read, words

FILE = "look in site_src/knobs/vocabulary.toml"
TOML = Path(module.__file__).with_name("vocabulary.toml").read_text("utf-8")
LISTED = tomllib.loads(TOML)["word"]
each_word = pytest.mark.parametrize("word", words().values(), ids=words())

# The sounds of Dutch, with those of its loans: G. Booij, The Phonology of Dutch (1995), chapter 2.
CONSONANTS = set("pbtdkɡfvszʃʒxɣɦmnŋlrʋj")
VOWELS = {*"ɪɛɑɔʏəiyu", "eː", "øː", "oː", "aː", "ɛː", "uː", "yː", "ɛi", "œy", "ɑu", "ui"}
SOUND = re.compile("|".join(sorted(CONSONANTS | VOWELS, key=len, reverse=True)))
VOICELESS = "ptkfsʃx"


def test_every_entry_is_read_and_has_a_key_of_its_own():
    assert [entry["key"] for entry in LISTED] == list(words()) and len(LISTED) == 103, FILE
    for lang in LANGUAGES:
        named = [word[lang] for word in words().values()]
        assert sorted(set(named)) == sorted(named), f"one word, two entries: {FILE}"


@each_word
def test_an_entry(word: Word):
    """Nouns have an article and say whether there is a plural; an adjective or a verb has neither."""
    if not word.article:
        assert not word.plural, f"{word.key} has a plural and no article: {FILE}"
    if word.plural:
        assert word.plural != word.nl or word.en.endswith(("s", "data")), f"{word.key}: {FILE}"
    assert word.source != "article" or word.corner == "three", f"{word.key}: {FILE}"
    for lang in LANGUAGES:
        assert len(set(word.forms[lang])) == len(word.forms[lang]), f"{word.key}: a form twice: {FILE}"
    assert not set(word.forbidden) & {word.nl, word.plural, *word.forms["nl"]}, f"{word.key}: {FILE}"


@each_word
@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_example_has_the_word_in_it(word: Word, lang: str):
    named = re.sub(r" \(.*|^to ", "", word[lang])
    forms = [named, *word.forms[lang], *([word.plural] if lang == "nl" and word.plural else [])]
    plural = "(?:e?s)?" if lang == "en" else ""
    found = re.search(
        rf"(?<!\w)(?:{'|'.join(map(re.escape, forms))}){plural}(?!\w)", word.example[lang], re.IGNORECASE
    )
    assert found, f"{word.key}: “{word.example[lang]}” lacks {forms}: {FILE}"


@each_word
def test_no_meaning_and_no_example_has_a_number_in_digits(word: Word):
    """They would need a source, and stand in two languages; words such as “eight” do."""
    for text in (word.meaning, word.example, word.false_friends):
        for lang in LANGUAGES if text else ():
            digits = re.findall(r"(?<![\w-])\d+", text[lang])
            assert digits in ([], ["2017"]), f"{word.key}: {digits} in {lang}: {FILE}"


def test_where_a_spelling_comes_from():
    """Of the article's words, too, the spelling is approved, but for one of two words."""
    approved = set(Path(__file__).with_name("opentaal.txt").read_text("utf-8").splitlines())
    for word in words().values():
        if word.source in ("opentaal", "compound", "field", "ours"):
            assert (word.source == "opentaal") == (word.nl in approved), f"{word.key}: {FILE}"
        if word.source == "compound":
            assert len(word.nl) > 8 or "-" in word.nl, f"{word.key}: {FILE}"


# ---- Sounds ------------------------------------------------------------------------------------------------


def sounds(ipa: str) -> str:
    """The segments alone: without stress, spaces, brackets and the arc below the second part of a diphthong."""
    return re.sub(r"[ˈˌ ()\u032f]", "", ipa)


@lru_cache
def wikipron() -> dict[str, set[str]]:
    known: dict[str, set[str]] = defaultdict(set)
    for line in Path(__file__).with_name("wikipron.tsv").read_text("utf-8").splitlines():
        word, spoken = line.split("\t")
        known[word].add(sounds(spoken))
    return known


def joined(parts: tuple[str, ...]) -> str:
    """Parts in one breath: v and z are voiceless behind a voiceless sound."""
    whole = parts[0]
    for part in parts[1:]:
        voiceless = {"v": "f", "z": "s"} if whole[-1] in VOICELESS else {}
        whole += voiceless.get(part[0], part[0]) + part[1:]
    return whole


@pytest.mark.parametrize("word", [word for word in words().values() if word.ipa], ids=lambda word: word.key)
def test_sounds_are_those_of_the_list(word: Word):
    """Of the word itself, or of its parts, with or without an s between them."""
    unknown = [part for part in word.ipa_from if part not in wikipron()]
    assert not unknown, f"{word.key}: tests/knobs/wikipron.tsv lacks {unknown}"
    spoken = [wikipron()[part] for part in word.ipa_from]
    with_s = [spoken[0], {"s"}, *spoken[1:]] if len(spoken) > 1 and " " not in word.ipa else spoken
    possible = {joined(parts) for choice in (spoken, with_s) for parts in product(*choice)}
    assert sounds(word.ipa) in possible, f"{word.key} sounds like {possible}, not {word.ipa}: {FILE}"
    if len(word.ipa_from) == 1:
        assert word.nl == word.ipa_from[0], f"{word.key}: {FILE}"


@pytest.mark.parametrize("word", [word for word in words().values() if word.ipa], ids=lambda word: word.key)
def test_sounds_are_dutch(word: Word):
    rest = SOUND.sub("", re.sub(r"[ˈˌ ()]", "", word.ipa))
    assert not rest, f"{word.key}: {rest!r} is no sound of Dutch: {FILE}"
    syllables = len([sound for sound in SOUND.findall(word.ipa) if sound in VOWELS])
    assert syllables == 1 or "ˈ" in word.ipa, f"{word.key} has {syllables} syllables and no stress: {FILE}"


def test_a_longer_sound_is_read_first():
    assert SOUND.findall("œytˈfur") == ["œy", "t", "f", "u", "r"]
    assert joined(("œyt", "vur")) == "œytfur"


# ---- Numbers -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["million", "billion", "trillion", "quadrillion", "quintillion"])
def test_names_of_large_numbers_mean_the_same(key: str):
    """Zeros are counted in the meaning of either language, and knobs.naming calls that number so."""
    word = words()[key]
    zeros = {"six": 6, "nine": 9, "twelve": 12, "fifteen": 15, "eighteen": 18,
             "zes": 6, "negen": 9, "twaalf": 12, "vijftien": 15, "achttien": 18}  # fmt: skip
    for lang, end in (("en", " zeros"), ("nl", " nullen")):
        found = re.search(rf"(\w+){end}", word.meaning[lang])
        assert found, f"{key}: how many zeros? {FILE}"
        assert spelled(10 ** zeros[found[1]], lang).split()[-1] == word[lang], FILE


def test_false_friends_of_numbers_name_the_right_ones():
    """Wherever the two languages have look-alikes, the sentence names both and sets them right."""
    for key, dutch in {"billion": "miljard", "trillion": "biljoen", "quadrillion": "biljard"}.items():
        told = words()[key].false_friends
        assert told and f"English “{key}” is Dutch *{dutch}*" in told["en"], FILE
        assert f"een {dutch} is in het engels *{key}*" in told["nl"].lower(), FILE
    assert "*triljoen* is a million times as many" in words()["trillion"].false_friends["en"], FILE
    assert 10**18 // 10**12 == 10**6


# ---- What is wrong is told ---------------------------------------------------------------------------------

WHOLE = """
[[word]]
key = "weight"
en = "weight"
nl = "gewicht"
article = "het"
plural = "gewichten"
kind = "native"
meaning.en = "A number."
meaning.nl = "Een getal."
example.en = "A weight."
example.nl = "Een gewicht."
source = "opentaal"
"""


def test_a_small_file_is_read():
    (word,) = read(WHOLE).values()
    assert word.forms == {"en": ("weight", "weights"), "nl": ("gewicht", "gewichten")}
    assert word["nl"] == "gewicht" and word.meaning["en"] == "A number." and word.false_friends is None


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('kind = "native"', 'kind = "own"', "“weight” has the kind “own”; it is native, loan or mixed"),
        ('article = "het"', 'article = "dee"', "“weight” has the article “dee”; it is de, het or nothing"),
        ('source = "opentaal"', "", "“weight” has no source"),
        ('source = "opentaal"', 'source = "opentaal"\ncolor = "red"', "has a field “color”; there are key, en"),
        ('plural = "gewichten"', "plural = 2", "has plural = 2; it is text, between quotes"),
        ('meaning.nl = "Een getal."', "", "has a meaning that is not in both languages; write meaning.en and"),
        ('meaning.nl = "Een getal."', 'meaning.nl = "Een. Getal."', "one sentence in meaning.nl: “Een. Getal.”"),
        ('meaning.nl = "Een getal."', 'meaning.nl = "Een getal"', "more or less than one sentence in meaning.nl"),
        ('source = "opentaal"', 'source = "opentaal"\nipa = "x"', "has ipa without ipa_from"),
        ('source = "opentaal"', 'source = "opentaal"\nforbidden = "x"', "has forbidden = 'x'; it is a list of words"),
        ('source = "opentaal"', 'source = "opentaal"\nforms = {de = ["x"]}', "it is a list of words for en or nl"),
        ('source = "opentaal"', 'source = "opentaal"\nexplained = "x"', "explained in “x”; write page.md#section"),
        ('key = "weight"', 'key = "Weight"', "is no address; a key has small letters and hyphens"),
        ('en = "weight"', 'en = " "', "has no word for en"),
    ],
)  # fmt: skip
def test_a_wrong_entry_is_told_with_its_line(old: str, new: str, told: str):
    with pytest.raises(DemoError) as wrong:
        read(WHOLE.replace(old, new, 1))
    assert str(wrong.value).startswith("site_src/knobs/vocabulary.toml:2: the word “")
    assert told in str(wrong.value) and "\n" not in str(wrong.value)


def test_a_key_that_is_taken_and_a_file_that_is_no_toml():
    with pytest.raises(DemoError, match=r"vocabulary\.toml:15: the key “weight” is taken by another word"):
        read(WHOLE + WHOLE)
    with pytest.raises(DemoError, match=r"vocabulary\.toml: .*line 2"):
        read("\nkey = weight\n")
