"""The chapter of takeaways: each proof shows what its sentence says, and it agrees with the page that checks the article."""

import html
import json
import re

import pytest
from knobs import demo
from knobs.demos.movie import MOVIE
from knobs.pocket.measured import measured
from sitekit.positions import ATTRIBUTE, WRITTEN

from sitekit.prose import ROOT, Page
from tests.docs.test_article_check import claims

PAGES = {lang: Page(ROOT / "docs" / lang / "key-takeaways.md") for lang in ("en", "nl")}
CHECKED = {lang: Page(ROOT / "docs" / lang / "article-check.md") for lang in ("en", "nl")}
SURVIVED = re.compile(r"article-check\.md#claim-(\d+)")
SENTENCES = 8
each_language = pytest.mark.parametrize("lang", PAGES)


def states(page):
    """The links to a state: the section, the demo, its values, in order."""
    found = []
    for link in WRITTEN.finditer(page.text):
        above = [heading for heading in re.finditer(r"\{#([\w-]+)\}$", page.text[: link.start()], re.MULTILINE)]
        values = {key: a or b or c for key, a, b, c in ATTRIBUTE.findall(link["attributes"])}
        found.append((above[-1][1], values.pop("demo"), values))
    return found


def drawn(name, values, lang):
    return demo.run(name, lang, json.dumps(demo.load(name).values(values, lang)))


def said(picture):
    return html.unescape(re.search(r'data-say=""[^>]*>([^<]+)<', picture)[1])


@each_language
def test_each_sentence_has_its_proof(lang):
    sections = [section.id for section in PAGES[lang].sections if section.level == 3]
    assert len(sections) == SENTENCES, f"{PAGES[lang].name}: eight sentences, as the lead says"
    for number, id_ in enumerate(sections):
        (text,) = [section.prose for section in PAGES[lang].sections if section.id == id_]
        assert re.search(r"^(Prove it|Het bewijs)\.", text, re.MULTILINE), f"{PAGES[lang].name}: sentence {number + 1}"


def test_both_languages_prove_it_in_the_same_way():
    english, dutch = (states(page) for page in PAGES.values())
    assert english == dutch and len(english) == 11, "docs/*/key-takeaways.md: the same states in both languages"


@each_language
def test_what_is_proved_is_so(lang):
    told = {}
    for section, name, values in states(PAGES[lang]):
        told.setdefault(section, []).append((name, values, drawn(name, values, lang)))
    start = {name: drawn(name, {}, lang) for name in ("updates-or-operations", "count", "one-knob")}

    [(_, values, picture)] = told["parameter"]
    still = drawn("line", values | {"x": "0"}, lang)
    assert re.findall(r"k-best|k-line", picture) == re.findall(r"k-best|k-line", still)
    assert said(picture) != said(still), "another x, and another y"

    (_, first, before), (_, last, after) = told["surprise"]
    assert (int(first["moment"]), int(last["moment"])) == (0, len(MOVIE.moments) - 1)
    assert MOVIE.moments[0].words == 0 and 9e6 < MOVIE.moments[-1].words < 11e6, "ten million words"
    capital = {"en": "Paris.", "nl": "Parijs."}[lang]
    assert capital in html.unescape(after) and capital not in html.unescape(before)

    [(_, _, doubled)] = told["cost"]
    pairs = [[read(text, lang) for text in re.findall(r"<b>([^<]+)</b>", one)] for one in (start["updates-or-operations"], doubled)]
    assert pairs[1] == [pytest.approx(pairs[0][0] / 2), pytest.approx(pairs[0][1] * 2)], "half as many, twice as much"
    assert re.findall(r"314 \w+", doubled)[:1] == re.findall(r"314 \w+", start["updates-or-operations"])[:1] != []

    (_, _, whole), (_, _, body) = told["count"]
    assert re.sub(r"\D", "", re.search(r"8[.,]030[.,]261[.,]248", whole)[0]) == "8030261248"
    counts = [int(re.sub(r"\D", "", one)) for one in re.findall(r"\d{1,3}(?:[.,]\d{3})+", said(body))]
    assert any(0.9e9 < 8_030_261_248 - count < 1.1e9 for count in counts), "a billion is gone"

    [(_, _, twin)] = told["data"]
    low, end = re.search(r"(\d[.,]\d\d)\D+?(\d[.,]\d\d)\.$", said(twin)).groups()
    assert read(low, lang) + 0.2 < read(end, lang), "it turns, and climbs"

    (_, _, without), (_, layer, who), (_, bits, rounded) = told["less"]
    assert {"en": "The color of grass is green.", "nl": "De kleur van gras is groen."}[lang] in said(without)
    assert layer == {"layer": "2"} and "k-staff" in who and bits == {"bits": "6"}
    counted = measured("bits")
    at = counted["bits"].index(int(bits["bits"]))
    assert all(counted[tongue]["facts"][at] == counted[tongue]["asked"] for tongue in ("en", "nl")), (
        f"docs/{lang}/key-takeaways.md, #less: not a fact is lost"
    )
    assert said(rounded).count("100%") == 2

    [(_, _, turned)] = told["unknown"]
    bars = re.findall(r"(\d+[.,]\d)% → (\d+[.,]\d)%", html.unescape(turned))
    assert bars and max(abs(read(a, lang) - read(b, lang)) for a, b in bars) < 1, "next to nothing to see"


def read(written, lang):
    group, mark = (",", ".") if lang == "en" else (".", ",")
    return float(written.replace(group, "").replace(mark, "."))


@each_language
def test_the_seven_that_survived_are_the_true_ones(lang):
    verdicts = {int(claim["number"]): claim["verdict"] for claim in claims(CHECKED[lang])}
    section = PAGES[lang].text.split("{#article}")[1].split("{#quiz}")[0]
    listed = [int(number) for line in section.split("\n") if line.startswith("- ") for number in SURVIVED.findall(line)]
    assert listed == sorted(number for number, verdict in verdicts.items() if verdict == "true")
    counted = {verdict: list(verdicts.values()).count(verdict) for verdict in ("true", "imprecise", "wrong")}
    words = {"en": {7: "Seven", 11: "Eleven", 6: "six"}, "nl": {7: "Zeven", 11: "Elf", 6: "zes"}}[lang]
    assert all(words[count] in section for count in counted.values()), f"{PAGES[lang].name}: {counted}"


@each_language
@pytest.mark.parametrize("name", ["key-takeaways", "open-question"])
def test_the_notes_have_the_verdicts_of_the_page_that_checks(lang, name):
    verdicts = {claim["number"]: claim["verdict"] for claim in claims(CHECKED[lang])}
    page = Page(ROOT / "docs" / lang / f"{name}.md")
    notes = re.findall(r"!!! check (\w+)[^\n]*\n(?:    [^\n]*\n|\n)*?    [^\n]*#claim-(\d+)\)", page.text)
    assert sorted(number for _, number in notes) == {"key-takeaways": ["26", "27", "28"], "open-question": ["17", "18", "28"]}[name]
    for verdict, number in notes:
        assert verdict == verdicts[number], f"{page.name}: claim {number} is {verdicts[number]}"
