"""That tests/docs/test_numbers.py would notice: what its reader reads, and mistakes planted on copies of pages."""

import re

import pytest

from sitekit import twins
from sitekit.number_names import Draft
from sitekit.numbers import differences, exceptions, read
from sitekit.prose import ROOT, Page
from tests.docs.test_numbers import told

CHAPTER, ARTICLE, SCALE = "what-is-a-parameter.md", "article-check.md", "scale-of-training.md"
LEAD = r"(?=\n\{: ?\.k-lead ?\})"
NOWHERE = "comes from nowhere: write {n:name}"


def keys(text: str, lang: str) -> list[str]:
    page = Draft(ROOT / f"docs/{lang}/page.md", text)
    return [number.key for number in read(page, exceptions().names)[0]]


@pytest.mark.parametrize(
    ("english", "dutch", "wanted"),
    [
        ("It is 1,287.5 here.", "Het is 1.287,5 hier.", ["1287.5"]),
        ("1,287 MWh, 10,000 tokens", "1287 MWh, 10.000 tokens", ["1287", "10000"]),
        ("175 billion", "175 miljard", ["175000000000"]),
        ("1.6 trillion and 16 quadrillion", "1,6 biljoen en 16 biljard", [f"16{'0' * 11}", f"16{'0' * 15}"]),
        ("314 sextillion", "314 triljard", [f"314{'0' * 21}"]),
        ("trillions of times", "biljoenen keren", ["1000000000000"]),
        ("31.6% and 5 percent", "31,6% en 5 procent", ["31.6%", "5%"]),
        ("3.14 × 10²³", "3,14 × 10²³", [f"314{'0' * 21}"]),
        (r"$y = 0.5x_1 + 10^{21}$", r"$y = 0{,}5x_1 + 10^{21}$", ["0.5", "10", "21"]),
        (r"$3.1 \cdot 10^{-2}$", r"$3{,}1 \cdot 10^{-2}$", ["0.031"]),
        ("from −1 to −2", "van −1 naar −2", ["-1", "-2"]),
        ("38–43% of 16-bit numbers", "38–43% van getallen van 16 bits", ["38", "43%", "16"]),
        ("a third of it, two-thirds", "een derde van alles, twee derde", ["2", "part 3", "part 3"]),
        ("half a million, one and a half", "een half miljoen, anderhalf", ["500000", "1.5"]),
        ("sixty-four, a hundred thousand", "vierenzestig, honderdduizend", ["64", "100000"]),
        ("hundreds of thousands, tens", "honderdduizenden, tientallen", ["100000"]),
        ("twenty-two billion, ten percent", "tweeëntwintig miljard, tien procent", ["22000000000", "10%"]),
        ("a hundred and fifty, twentyfold", "honderdvijftig, twintig keer", ["150", "20"]),
        ("two hundred thousand and 500", "tweehonderdduizend en vijfhonderd", ["200000", "500"]),
        ("two and a half million", "tweeënhalf miljoen", ["2500000"]),
        ("an hour and a half, threefold", "anderhalf uur, driemaal", ["1.5", "3"]),
        ("first, a second, another", "eerst, een seconde, nog een", []),
        ("three knobs, twelve more", "drie draaiknoppen, twaalf meer", ["3", "12"]),
        ("GPT-3 on an H100, Llama 3.1 405B", "GPT-3 op een H100, Llama 3.1 405B", []),
        ("7 January 2026", "7 januari 2026", ["20260107"]),
        ("in 1929, February 2026", "in 1929, februari 2026", ["20260200", "1929"]),
        ("tables 2.1 and D.1, appendix B", "tabel 2.1 en D.1, bijlage B", ["place 2.1", "place B", "place D.1"]),
        ("1. one\n2. two", "1. een\n2. twee", ["2"]),
        ("[4](#claim-4), [`x1`](a2.md)", "[4](#claim-4), [`x1`](a2.md)", []),
        ("# A 5 {#top}\n\n`7` <https://x.y/8>", "# Een 5 {#top}\n\n`7` <https://x.y/8>", ["5"]),
        ('a <span lang="nl">biljoen, 1,5</span>', "een biljoen, 1,5", ["1000000000000", "1.5"]),
        ("```demo name=\"line\"\nTurn 5.\n```", "```demo name=\"line\"\nDraai 5.\n```", ["5"]),
        ('??? quest "A 6"\n    7\n\n| 8 |\n|---|\n| 9 |', '??? quest "Een 6"\n    7\n\n| 8 |\n|---|\n| 9 |', [*"6789"]),
    ],
)  # fmt: skip
def test_both_languages_read_the_same(english, dutch, wanted):
    assert sorted(keys(english, "en")) == sorted(keys(dutch, "nl")) == sorted(wanted)


def planted(name: str, lang: str, old: str, new: str) -> tuple[Draft, int]:
    """A copy of a page in which `new` stands for the first match of `old`, and the line where that is."""
    page = Page(ROOT / "docs" / lang / name)
    found = re.search(old, page.text)
    assert found, f"{page.name} has no {old}: plant it elsewhere"
    text = page.text[: found.start()] + found.expand(new) + page.text[found.end() :]
    return Draft(page.file, text), page.text.count("\n", 0, found.start()) + 1


@pytest.mark.parametrize(
    ("name", "lang", "old", "new", "said"),
    [
        (ARTICLE, "nl", r"\{n:gpt3_mwh\} MWh", "1,287 MWh", f"“1,287” {NOWHERE}"),
        (ARTICLE, "en", r"\{n:gpt3_mwh\} MWh", "1.287 MWh", f"“1.287” {NOWHERE}"),
        (ARTICLE, "nl", r"\{n:llama31_tokens\}", "15,6 miljard", f"“15,6 miljard” {NOWHERE}"),
        (ARTICLE, "en", r"\{n:gpt3_operations_in_words\}", "314 quintillion", f"“314 quintillion” {NOWHERE}"),
        (ARTICLE, "en", r"at 0\.99", "at 0.98", f"“0.98” {NOWHERE}"),
        (ARTICLE, "en", r"\*\*true\*\* \(7\)", "**true** (9)", f"“9” {NOWHERE}"),
        (ARTICLE, "en", r"trained for months", "trained for 50 months", f"“50” {NOWHERE}"),
        (ARTICLE, "nl", r"\[12\]\(#claim-12\)", "[12](#claim-13)", f"“12” {NOWHERE}"),
        (CHAPTER, "nl", LEAD, " Er zijn 4321 knoppen.", f"“4321” {NOWHERE}"),
        (CHAPTER, "en", r'"The same two knobs', '"The same 33 knobs', f"“33” {NOWHERE}"),
        (CHAPTER, "en", r"Knob \{p:a\}", "One of 77: knob {p:a}", f"“77” {NOWHERE}"),
        (CHAPTER, "en", r"count the 112", "count the 113", f"“113” {NOWHERE}"),
        (CHAPTER, "nl", r"= 17\$", "= 18$", "= 18” does not add up"),
        (CHAPTER, "en", r"\{n:gpt2_embedding_share\}", "32.6%", f"“32.6%” {NOWHERE}"),
        (CHAPTER, "en", LEAD, " That took 3.14 × 10²² steps.", f"“3.14 × 10²²” {NOWHERE}"),
        (CHAPTER, "en", LEAD, " It is a 9B model.", f"“9B” {NOWHERE}"),
        (CHAPTER, "en", LEAD, " It read 1999 tokens.", f"“1999” {NOWHERE}"),
        (CHAPTER, "en", LEAD, " Like Llama 44.", f"“44” {NOWHERE}"),
        (CHAPTER, "en", LEAD, " About $y = 0.123x$.", f"“0.123” {NOWHERE}"),
        (CHAPTER, "nl", LEAD, " Dat is 3.14.", "“3.14” is no Dutch number"),
        (CHAPTER, "en", LEAD, " That is 0,61.", "“0,61” is no English number"),
    ],
)
def test_a_planted_number_is_found(name, lang, old, new, said):
    page, line_of_it = planted(name, lang, old, new)
    found = told(page)
    assert len(found) == 1, found
    assert found[0].startswith(f"docs/{lang}/{name}:{line_of_it}: "), found[0]
    assert said in found[0], found[0]


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        (CHAPTER, r"wordt 0,37", "wordt 0,73", "“0,73” where docs/en/what-is-a-parameter.md"),
        (CHAPTER, r"In 1929", "In 1939", "“1939”"),
        (CHAPTER, r"Met twee invoerwaarden", "Met drie invoerwaarden", "“drie”"),
        (CHAPTER, r"0 al 0,057|, dan is de fout al 0,057", "", "none where"),
        (CHAPTER, r"7 januari 2026", "8 januari 2026", "“8 januari 2026”"),
        (CHAPTER, r"februari 2026", "maart 2026", "“maart 2026”"),
        (CHAPTER, r"tabel D\.1", "tabel D.2", "“tabel D.2”"),
        (CHAPTER, r"heeft er \{p:miljarden\}|heeft miljarden", "heeft biljoenen", "“biljoenen”"),
        (ARTICLE, r"biljoenen keren", "miljarden keren", "“miljarden”"),
        (ARTICLE, r"tabel 2\.1 en", "tabel 1.2 en", "“tabel 1.2”"),
        (ARTICLE, r"ongeveer 1,8 per", "ongeveer 1,8% per", "“1,8%”"),
        (ARTICLE, r"ongeveer 1,8 per", "ongeveer 1,8 miljoen per", "“1,8 miljoen”"),
        (CHAPTER, r"400 fotocellen", "440 fotocellen", "“440”"),
        (ARTICLE, r"naar schatting twee weken", "naar schatting drie weken", "“drie”"),
        (SCALE, r"een derde van het werk", "een kwart van het werk", "“kwart” where"),
        (SCALE, r"een duizendste", "een honderdste", "has “duizendste”|“thousandth”"),
        (SCALE, r"een tiende van", "een vijfde van", "“vijfde” where"),
        (SCALE, r"factor twintig", "factor dertig", "“dertig” where"),
        ("how-values-are-assigned.md", r"honderdduizend kleine", "tienduizend kleine", "“tienduizend” where"),
        ("how-values-are-assigned.md", r"half miljoen", "miljoen", "“miljoen” where"),
        ("pocket-model.md", r"op de vijftig", "op de zestig", "“zestig” where"),
        ("how-fast.md", r"van zestig woorden", "van zestien woorden", "“zestien” where"),
        ("index.md", r": acht zinnen om", ": negen zinnen om", "“negen” where docs/en/index.md:40 has “eight”"),
    ],
)
def test_a_number_changed_in_one_language_is_found(name, old, new, said):
    dutch, line = planted(name, "nl", old, new)
    found = [str(one) for one in differences(Page(ROOT / "docs/en" / name), dutch, exceptions())]
    told = f"look in site_src/sitekit/numbers.py: {found}"
    assert len(found) == 1 and found[0].startswith(f"docs/nl/{name}:"), told
    assert any(one in found[0] for one in said.split("|")), told
    assert "has none where" in found[0] or found[0].startswith(f"docs/nl/{name}:{line}:"), told


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (SCALE, r"Twee keer 2 is 4", "Twee keer twee is vier"),
        (CHAPTER, r"bijna zeven keer te steil", "bijna 7 keer te steil"),
        ("index.md", r": acht zinnen om", ": 8 zinnen om"),
        (SCALE, r"duizend keer", "1000 keer"),
    ],
)
def test_a_number_in_digits_is_one_in_words(name, old, new):
    dutch, _ = planted(name, "nl", old, new)
    english = Page(ROOT / "docs/en" / name)
    found = [*differences(english, dutch, exceptions())]
    for sections in twins.same_sections(english, dutch):
        found += twins.figures(*sections, english, dutch)
    assert found == [], "look in site_src/sitekit/numbers.py"


def test_another_place_in_an_order_is_a_warning_and_none_is_nothing():
    english = Draft(ROOT / "docs/en/page.md", "There is a third thing.\n\nIt is the last.\n")
    wrong = Draft(ROOT / "docs/nl/page.md", "Er is een vierde ding.\n\nHet is het laatste.\n")
    right = Draft(ROOT / "docs/nl/right.md", "Er is nog een ding.\n\nHet is het laatste.\n")
    (said,) = differences(english, wrong, exceptions())
    assert not said.error and "“vierde” stands where docs/en/page.md:1 has “third”" in said.what, said
    assert not [*differences(english, right, exceptions())], "look in site_src/sitekit/numbers.py"


def test_a_number_is_reported_where_it_has_no_partner():
    english = Draft(ROOT / "docs/en/page.md", "Eight words.\n\nOne.\n\nNine, {n:gpt3}.\n\n5, 6 and 7.\n")
    dutch = Draft(ROOT / "docs/nl/page.md", "Negen woorden.\n\nEen.\n\nNegen, {n:gpt3}.\n\n5, 80 en 7.\n")
    said = [str(one) for one in twins.findings(english, dutch)]
    assert [one.partition(": make")[0] for one in said] == [
        "docs/nl/page.md:1: section # has “Negen” where docs/en/page.md:1 has “Eight”",
        "docs/nl/page.md:7: section # has “80” where docs/en/page.md:7 has “6”",
    ], "look in site_src/sitekit/numbers.py"


def test_another_name_in_one_language_is_found():
    dutch, line = planted(ARTICLE, "nl", r"de code van GPT-2 worden", "de code van GPT-9 worden")
    (said,) = map(str, differences(Page(ROOT / "docs/en" / ARTICLE), dutch, exceptions()))
    assert said.startswith(f"docs/nl/{ARTICLE}:{line}: section #claim-6 names “GPT-9”"), said


@pytest.mark.parametrize(
    ("english", "dutch"),
    [
        (" That is all.", " Dat is alles."),
        (" It was 2019.", " Het was 2019."),
        (" Between 0 and 1.", " Tussen 0 en 1."),
        (" It gives 0.61, on 1 March 2024.", " Het geeft 0,61, op 1 maart 2024."),
        (" There are {n:gpt3}.", " Er zijn er {n:gpt3}."),
        (" So says table 2.3 on GPT-4 and Llama 3.1.", " Dat zegt tabel 2.3 over GPT-4 en Llama 3.1."),
        (" There are 4 knobs.", " Er zijn vier draaiknoppen."),
        (" Turn it twice, in both.", " Draai er twee keer aan, in beide."),
        (" It is about 0.45 and $n^2$.", " Het is ongeveer 0,45 en $n^2$."),
        (r" $6 \cdot 10^{3} = 6000$, yes.", r" $6 \cdot 10^{3} = 6000$, ja."),
        (r" $(5 + 1) \cdot 7 = 42$ knobs.", r" $(5 + 1) \cdot 7 = 42$ draaiknoppen."),
    ],
)
def test_what_is_right_is_left_alone(english, dutch):
    one, two = planted(CHAPTER, "en", LEAD, english.replace("\\", r"\\"))[0], planted(CHAPTER, "nl", LEAD, dutch.replace("\\", r"\\"))[0]
    assert told(one) + told(two) + list(differences(one, two, exceptions())) == []
