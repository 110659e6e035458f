"""Cards: every word is there, in order, in both languages. Look in site_src/sitekit/glossary.py."""

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from knobs.text import LANGUAGES, DemoError
from knobs.vocabulary import CHOICES, words
from sitekit import glossary as module
from sitekit.glossary import card, corner, glossary, in_order, large_card, marked, plain

FILE = "look in site_src/sitekit/glossary.py"
OTHER = {"en": "nl", "nl": "en"}


def cards(html: str) -> dict[str, ElementTree.Element]:
    """Each card by its address."""
    found = ElementTree.fromstring(f"<root>{html}</root>").iter("li")
    return {one.find("h3").attrib["id"]: one for one in found if one.get("class") == "k-card"}


def text(element: ElementTree.Element) -> str:
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip()


def in_lang(element: ElementTree.Element, lang: str) -> list[str]:
    return [text(part) for part in element.iter() if part.get("lang") == lang and text(part)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_word_has_a_card_in_the_order_of_the_language(lang):
    found = cards(glossary(lang))
    assert set(found) == set(words()), FILE
    heads = [re.sub(r"^(de|het) ", "", text(one.find("h3"))) for one in found.values()]
    assert heads == sorted(heads, key=in_order), FILE
    for before, after in (("coëfficiënt", "computer"), ("to generalize", "gradient")):
        assert in_order(before) < in_order(after), FILE


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_card_has_all_of_a_word(lang):
    for key, one in cards(glossary(lang)).items():
        word, whole = words()[key], text(one)
        assert f"{word.article} {word.nl}".strip() in in_lang(one, "nl"), f"{key}: {FILE}"
        assert word.en in in_lang(one, "en"), f"{key}: {FILE}"
        for other in LANGUAGES:
            assert word.example[other] in in_lang(one, other), f"{key}: {FILE}"
        assert word.meaning[lang].replace("*", "") in whole, f"{key}: {FILE}"
        assert (f"/{word.ipa}/" in in_lang(one, "nl")) == bool(word.ipa), f"{key}: {FILE}"
        assert (word.plural in in_lang(one, "nl")) == bool(word.plural and word.plural != word.nl), (
            f"{key}: {FILE}"
        )
        assert module.KINDS[word.kind][lang] in whole, f"{key}: {FILE}"
        assert (module.BEWARE[lang] in whole) == bool(word.false_friends), f"{key}: {FILE}"
        links = [link.attrib["href"] for link in one.iter("a")]
        assert len(links) == bool(word.explained) and all(link.startswith("../") for link in links), (
            f"{key}: {FILE}"
        )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_letter_leads_to_its_first_word(lang):
    html = glossary(lang)
    letters = re.findall(r'<li><a href="#([\w-]+)">(\w)</a></li>', html)
    first = {}
    for key in cards(html):
        first.setdefault(in_order(words()[key][lang])[0].upper(), key)
    assert [(key, letter) for letter, key in first.items()] == letters, FILE


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("part", list(filter(None, CHOICES["corner"])))
def test_in_the_corner_the_other_language_comes_first(lang, part):
    found = cards(corner(lang, part))
    assert list(found) == [word.key for word in words().values() if word.corner == part] and found, FILE
    for key, one in found.items():
        head, word = one.find("h3"), words()[key]
        assert head[0].get("lang") == OTHER[lang] and text(head).endswith(word[OTHER[lang]]), FILE
        examples = [part.get("lang") for part in one.iter("p") if part.get("class") == "k-example"]
        assert examples == [OTHER[lang], lang], FILE
        assert f"../glossary/#{key}" in [link.attrib["href"] for link in one.iter("a")], FILE


def test_what_cannot_be_is_told():
    with pytest.raises(DemoError, match="no cards for “x”; it has some for three, words or numbers"):
        corner("en", "x")
    for place in ("what-is-a-parameter.md#nowhere", "nothing.md#top"):
        lost = replace(words()["weight"], explained=place)
        for draw in (card, large_card):
            with pytest.raises(
                DemoError, match=f"“weight” is explained in {place}, and there is no such section"
            ):
                draw(lost, "nl")


def test_words_of_the_other_language_are_marked_and_headings_are_plain():
    assert marked("A *knop* < *x*.", "en") == 'A <em lang="nl">knop</em> &lt; <em lang="nl">x</em>.'
    assert plain("One *knob* of {n:pocket_words}, {p:all}", "en") == "One knob of 864, all"
