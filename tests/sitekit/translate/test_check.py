"""`check` finds mistakes planted in a Dutch page, each on its line, and nothing on the pages of the site."""

import json

import pytest
from sitekit.spelling import DICTIONARIES
from sitekit.translate import check
from sitekit.translate.__main__ import main
from sitekit.translate.state import Desk

from tests.docs.pages import twins
from tests.sitekit.translate.project import Project

FILE = "look in site_src/sitekit/translate/check.py"
MAY_MISS = 2  # of the planted mistakes: no machine finds all, and whoever adds one should not have to hide it
PAGE = "energy.md"
ENGLISH = """---
title: Energy
description: What training costs.
chapter: 3
---

# Energy {#top}

Training a language model takes energy, and every {p:weight} is turned many times.
{: .k-lead }

## The bill {#bill}

One model took 1,287.5 MWh, with 175 billion parameters and 3.5 trillion tokens. The loss function says how wrong it is.
The learning rate is {n:gpt3}, see [the table](models.md#all) and [a paper](https://arxiv.org/abs/2005.14165).[^1]

![A meter](meter.png)

```demo name="line" a="0.5"
Turn *a* with [this knob](energy.md#top){: demo="line" a="2" }.
```

```python
total = 1 + 1  # a sum
print("sum", total)
```

```text title="Output"
sum 2
```

## Ways {#ways}

!!! note "By the way"
    The training data are read in two rounds.

=== "One"

    A small network.

=== "Two"

    A large network.

| Model | Energy |
|---|---|
| small | 12 kWh |
| large | 96 kWh |

- a context window
- another one

[^1]: The paper has the numbers.
"""
DUTCH = """---
title: Energie
description: Wat trainen kost.
chapter: 3
---

# Energie {#top}

Een taalmodel trainen kost energie, en aan elk {p:gewicht} wordt vaak gedraaid.
{: .k-lead }

## De rekening {#bill}

Eén model nam 1287,5 MWh, met 175 miljard parameters en 3,5 biljoen tokens. De verliesfunctie zegt hoe fout het is.
De leersnelheid is {n:gpt3}, zie [de tabel](models.md#all) en [een artikel](https://arxiv.org/abs/2005.14165).[^1]

![Een meter](meter.png)

```demo name="line" a="0.5"
Draai aan *a* met [deze draaiknop](energy.md#top){: demo="line" a="2" }.
```

```python
total = 1 + 1  # een som
print("som", total)
```

```text title="Uitvoer"
som 2
```

## Manieren {#ways}

!!! note "Trouwens"
    De trainingsdata worden in twee rondes gelezen.

=== "Een"

    Een klein netwerk.

=== "Twee"

    Een groot netwerk.

| Model | Energie |
|---|---|
| klein | 12 kWh |
| groot | 96 kWh |

- een contextvenster
- nog een

[^1]: In het artikel staan de getallen.
"""
PLANTED = [
    ("a number as English writes it", "1287,5", "1,287.5"),
    ("another number", "3,5 biljoen", "3,6 biljoen"),
    ("a billion that became a biljoen", "175 miljard", "175 biljoen"),
    ("a trillion that became a triljoen", "3,5 biljoen", "3,5 triljoen"),
    ("another number in words", "in twee rondes", "in drie rondes"),
    ("a figure typed by hand", "{n:gpt3}", "veel"),
    ("another id", "{#bill}", "{#rekening}"),
    ("a heading of another level", "## Manieren", "### Manieren"),
    ("a demo that starts elsewhere", 'name="line" a="0.5"', 'name="line" a="1.5"'),
    ("code that does something else", "1 + 1", "1 + 2"),
    ("an output that is not one", ' title="Uitvoer"', ""),
    ("a link to another place", "models.md#all", "models.md"),
    ("a source left out", "[een artikel](https://arxiv.org/abs/2005.14165)", "een artikel"),
    ("a link that leaves the demo as it is", '{: demo="line" a="2" }', ""),
    ("an image left out", "![Een meter](meter.png)", "Een meter."),
    ("a footnote left out", "2005.14165).[^1]", "2005.14165)."),
    ("another kind of box", "!!! note", "!!! tip"),
    ("a tab left out", '=== "Twee"\n\n    Een groot netwerk.\n\n', ""),
    ("a row left out", "| groot | 96 kWh |\n", ""),
    ("two words that are one", "Een taalmodel trainen", "Een taal model trainen"),
    ("an English compound", "De trainingsdata", "De training data"),
    ("the wrong article", "De leersnelheid", "Het leersnelheid"),
    ("the wrong article, het", "aan elk {p:gewicht}", "aan de {p:gewicht}"),
    ("a word twice", "zegt hoe fout", "zegt hoe hoe fout"),
    ("a misspelt word", "De rekening {", "De reekening {"),
    ("a word with its accent lost", "De verliesfunctie", "De gradient"),
    ("u", "Draai aan *a*", "Draait u aan *a*"),
    ("uw", "met [deze draaiknop]", "met [uw draaiknop]"),
    ("a t that is lacking", "wordt vaak gedraaid", "word vaak gedraaid"),
    ("quotation marks of a typewriter", "hoe fout het is", 'hoe "fout" het is'),
    ("an item of a list left out", "- nog een\n", ""),
    ("the wrong sense", "Een klein netwerk", "Een mooi netwerk"),
]


def checked(tmp_path, dutch):
    project = Project(tmp_path / "project")
    project.write("en", ENGLISH, PAGE)
    project.write("nl", dutch, PAGE)
    return project, check.findings(project.desk, PAGE)


def test_a_sound_page_has_nothing(tmp_path):
    assert [str(one) for one in checked(tmp_path, DUTCH)[1]] == [], FILE


def test_planted_mistakes_are_found_where_they_are(tmp_path):
    missed = []
    for number, (why, old, new) in enumerate(PLANTED):
        assert DUTCH.count(old) >= 1, f"{why}: there is no {old}"
        (tmp_path / str(number)).mkdir()
        found = checked(tmp_path / str(number), DUTCH.replace(old, new, 1))[1]
        line = DUTCH.count("\n", 0, DUTCH.index(old)) + 1
        section = max(DUTCH.count("\n", 0, DUTCH.index(at)) + 1 for at in ("# Energie", "## De", "## Man") if DUTCH.index(at) <= DUTCH.index(old))  # fmt: skip
        near = [
            one for one in found if one.page.startswith("docs/nl") and one.line in (line, line - 1, section)
        ]
        if not near:
            missed.append(f"{why}: {[str(one) for one in found]}")
        assert all(one.instead for one in found), why
    assert len(missed) <= MAY_MISS, "\n".join([FILE, *missed])


@pytest.mark.parametrize(
    ("english", "dutch"), [pytest.param(*pair, id=pair[0].file.name) for pair in twins()]
)
def test_the_pages_of_the_site_raise_no_false_alarm(english, dutch, root):
    found = check.findings(Desk(root), english.file.relative_to(root / "docs/en").as_posix())
    assert [str(one) for one in found] == [], f"mend {dutch.name}, or the rule: {FILE}"


def test_a_false_friend_is_a_warning(tmp_path):
    english = ENGLISH.replace("The paper has the numbers.", "Billions of words.")
    project = Project(tmp_path / "project")
    project.write("en", english, PAGE)
    project.write("nl", DUTCH.replace("In het artikel staan de getallen.", "Biljoenen woorden."), PAGE)
    found = [one for one in check.findings(project.desk, PAGE) if "“Biljoenen”" in one.what]
    assert any(not one.error and "“billion” is “miljard”" in one.instead for one in found), "look in terms.py"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [("hoe fout", "hoe hoe fout", 1), ("- nog een\n", "", 0), ("Een klein", "Een mooi", 0)],
)
def test_the_exit_code_tells_errors_from_warnings(tmp_path, capsys, old, new, code):
    project, found = checked(tmp_path, DUTCH.replace(old, new, 1))
    assert main(["check", PAGE, "--root", str(project.folder)]) == code, FILE
    *lines, last = capsys.readouterr().out.splitlines()
    assert len(lines) == len(found) and all(line.startswith(f"docs/nl/{PAGE}:") for line in lines)
    errors = sum(one.error for one in found)
    assert last == f"1 page: {errors} errors, {len(found) - errors} warnings"
    assert main(["check", PAGE, "--json", "--root", str(project.folder)]) == code
    assert [one["line"] for one in json.loads(capsys.readouterr().out)] == [one.line for one in found]


def test_of_a_draft_only_what_is_translated_is_looked_at(tmp_path):
    draft = ENGLISH.replace("chapter: 3", "chapter: 3\ntranslation: pending")
    begun = draft.replace(
        "Training a language model takes energy, and every", "Een taal model kost energie, en elk"
    )
    assert [one for one in checked(tmp_path, draft.replace("Output", "Uitvoer"))[1] if one.error] == [], FILE
    (tmp_path / "begun").mkdir()
    found = checked(tmp_path / "begun", begun)[1]
    assert {one.line for one in found if "taal model" in one.what} == {10}, FILE


ADDED = [  # why, English, right Dutch, wrong Dutch, what is said of the wrong one
    ("digits for a word", "Two knobs.", "2 draaiknoppen.", "3 draaiknoppen.", "has “3” where"),
    ("another fraction", "A third of it.", "Een derde van alles.", "Een kwart van alles.", "has “kwart” where"),
    ("an autolink", "See <https://a.org/b>.", "Zie <https://a.org/b>.", "Zie <https://a.org/c>.", "https://a.org/c"),
    ("an address by name", "[x][r]\n\n[r]: a.md", "[y][r]\n\n[r]: a.md", "[y][r]\n\n[r]: b.md", "“b.md” is not the English one"),
    ("a link by name", "[x][r] [z][q]", "[y][r] [z][q]", "[y][q] [z][q]", "“q” is not the English one"),
    ("an image in HTML", '<img src="a.png" alt="x">', '<img src="a.png" alt="y">', '<img src="b.png">', "b.png"),
    ("another sign", r"$= -\ln \o{p}$", r"$= -\ln \o{p}$", r"$= \ln \o{p}$", r"= \ln"),
    ("another operator", r"$6 \cdot \p{N}$", r"$6 \cdot \p{N}$", r"$6 + \p{N}$", r"a formula “$6 + \p{N}$”"),
    ("words in a formula", r"$0.5 \text{one}$", r"$0{,}5 \text{een}$", r"$0{,}5 + \text{een}$", "a formula"),
    ("another unit", "With 16 GB.", "Met 16 GB.", "Met 16 MB.", "the unit “MB” is not the English one"),
    ("the unit of a figure", "{n:gpt3_mwh} MWh", "{n:gpt3_mwh} MWh", "{n:gpt3_mwh} kWh", "the unit “kWh” is not the English one"),
    ("a binary unit", "29.5 GiB", "29,5 GiB", "29,5 GB", "the unit “GB”"),
    ("percent in a word", "It is 5%.", "Dat is 5 procent.", "Dat is 5.", "the unit “%” is missing"),
    ("another figure", "{n:gpt3_mwh}", "{n:gpt3_mwh}", "{n:gpt3}", "has {n:gpt3} where"),
    ("a command", "```text\ngit log\n```", "```text\ngit log\n```", "```text\ngit push\n```", "this block differs"),
    ("a title of an output", "Yes.", "Ja.", '```text title="Output"\n```', 'write title="Uitvoer"'),
    ("quotes of a typewriter", "“Yes”.", "‘Ja’.", '"Ja".', "write ‘ and ’ around words"),
    ("English quotes", "“Yes”.", "‘Ja’.", "“Ja”.", "write ‘ and ’ around words"),
    ("a word twice", "You err.", "Je vergist je.", "Je vergist vergist je.", "write the word once"),
    ("two words that may be", "If you err.", "Als je vergist.", "Als je je vergist.", "unless both are meant"),
    ("an English heading", "## Money {#m}", "## Geld {#m}", "## Money {#m}", "the heading “Money” is English"),
    ("a heading of names", "## GPT-3 {#m}", "## GPT-3 {#m}", "## Geld\n", "the heading"),
]  # fmt: skip


@pytest.mark.parametrize(("why", "english", "right", "wrong", "said"), ADDED, ids=[one[0] for one in ADDED])
def test_what_is_the_same_in_all_languages_is_compared(tmp_path, why, english, right, wrong, said):
    for dutch, count in ((right, 0), (wrong, 1)):
        project = Project(tmp_path / str(count))
        project.write("en", ENGLISH + f"\n## More {{#more}}\n\n{english}\n", PAGE)
        page = DUTCH + f"\n## Meer {{#more}}\n\n{dutch}\n"
        project.write("nl", page, PAGE)
        found = [one for one in check.findings(project.desk, PAGE) if one.page.startswith("docs/nl")]
        told = [str(one) for one in found]
        assert bool(told) == bool(count), f"{why}: look in site_src/sitekit/twins.py: {told}"
        assert all(one.line > page.count("\n", 0, page.index("## Meer")) for one in found), told
        assert not count or any(said in one for one in told), (
            f"{why}: look in site_src/sitekit/twins.py: {told}"
        )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("title: Energie", "title: Energy", "the title “Energy” is English"),
        ("zegt hoe fout", "zegt dat dat fout", "“dat dat”"),
        ("## Manieren {", "## Ways {", "the heading “Ways” is English"),
    ],
)
def test_what_may_be_right_is_a_warning(tmp_path, old, new, said):
    found = [one for one in checked(tmp_path, DUTCH.replace(old, new, 1))[1] if said in one.what]
    assert len(found) == 1 and not found[0].error, f"look in site_src/sitekit/twins.py and house.py: {found}"


def test_without_a_dictionary_it_says_so(tmp_path, monkeypatch, capsys):
    from sitekit import spelling

    spelling.not_in_dictionary.cache_clear()
    monkeypatch.setattr("shutil.which", lambda name: None)
    project = Project(tmp_path / "project")
    project.write("en", ENGLISH, PAGE)
    project.write("nl", DUTCH, PAGE)
    with pytest.raises(SystemExit) as left:
        main(["check", PAGE, "--root", str(project.folder)])
    told = capsys.readouterr().err
    assert left.value.code == 2 and "hunspell is missing" in told and told.count("\n") == 1 and DICTIONARIES
