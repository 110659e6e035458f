"""sitekit/pages.py: each thing that is wrong with a page stops the build, with one line that says where and what."""

import re
import shutil

import pytest
from knobs import demo, pictures
from sitekit.pages import problems
from sitekit.sources import sources

from tests.sitekit.tree import NAV, ROOT, build, notebook, pages, plant

BROKEN = 'text = Text(en="Only English")\n'


def change(name: str, old: str, new: str):
    """A file of the small site with one thing replaced."""
    text = pages()[name]
    assert old in text, f"{old!r} is not in {name} of tests/sitekit/tree.py"
    return {name: text.replace(old, new, 1)}


WRONG = {
    "unknown demo": (
        change("en/chapter.md", 'demo name="line"', 'demo name="lien"'),
        ["docs/en/chapter.md:15: ", "lien", *demo.names()],
    ),
    "no demo named": (
        change("en/chapter.md", 'demo name="line"', "demo"),
        ["docs/en/chapter.md:15: ", *demo.names()],
    ),
    "unknown control": (
        change("nl/chapter.md", 'a="0.5"', 'slope="0.5"'),
        ["docs/nl/chapter.md:15: ", "slope", "a, b, x"],
    ),
    "start value out of range": (
        change("en/chapter.md", 'a="0.5"', 'a="99"'),
        ["docs/en/chapter.md:15: ", "99", "2"],
    ),
    "start value that is no number": (
        change("en/chapter.md", 'a="0.5"', 'a="much"'),
        ["docs/en/chapter.md:15: ", "much"],
    ),
    "option without quotes": (
        change("en/chapter.md", 'a="0.5"', "a"),
        ["docs/en/chapter.md:15: ", "“a”", 'name="value"'],
    ),
    "unknown picture": (
        change("en/index.md", 'demo name="slope"', 'view name="map"'),
        ["docs/en/index.md:10: ", "map", *pictures.names()],
    ),
    "unknown option of a picture": (
        change("en/index.md", 'demo name="slope"', 'view name="thread" color="red"'),
        ["docs/en/index.md:10: ", "color", "at"],
    ),
    "unknown figure": (
        change("nl/chapter.md", "A {p:parameter}", "A {n:gpt33}"),
        ["docs/nl/chapter.md:10: ", "gpt33", "gpt3"],
    ),
    "link to a source that nobody told": (
        change("nl/chapter.md", "A {p:parameter}", "A [parameter](https://a.example/paper)"),
        ["docs/nl/chapter.md:10: ", "“https://a.example/paper”", "site_src/sitekit/sources.toml"],
    ),
    "address of such a source in a caption": (
        change("en/chapter.md", "Turn {e:it}", "Turn <https://a.example/paper>"),
        ["docs/en/chapter.md:16: ", "“https://a.example/paper”", "site_src/sitekit/sources.toml"],
    ),
    "unknown figure in a caption": (
        change("en/chapter.md", "Turn {e:it}", "Turn {n:gpt33}"),
        ["docs/en/chapter.md:16: ", "gpt33"],
    ),
    "unknown verdict": (
        change("en/chapter.md", "## A line", '!!! check maybe "Checked"\n    Claim.\n\n## A line'),
        ["docs/en/chapter.md:13: ", "maybe", "wrong, unknown, opinion or prediction"],
    ),
    "a word unmarked that there is not": (
        change("en/chapter.md", "title:", "unmarked: [weight, wait]\ntitle:"),
        ["docs/en/chapter.md:1: ", "“wait”", "vocabulary.toml"],
    ),
    "front matter that is not YAML": (
        change("nl/chapter.md", "title: Een hoofdstuk", "title: Een: hoofdstuk"),
        ["docs/nl/chapter.md:2: ", "YAML", "quotes"],
    ),
    "heading without id": (
        change("nl/chapter.md", "## Een lijn {#line}", "## Een lijn"),
        ["docs/nl/chapter.md:13: ", "Een lijn", "{#id}"],
    ),
    "other id than in English": (
        change("nl/chapter.md", "{#line}", "{#lijn}"),
        ["docs/nl/chapter.md:13: ", "lijn", "line", "top"],
    ),
    "the same id twice": (
        {
            name: text.replace("{#line}", "{#top}")
            for name, text in pages().items()
            if name == "en/only-english.md"
        }
        | {"en/only-english.md": pages()["en/only-english.md"] + "\n## More {#top}\n"},
        ["docs/en/only-english.md:9: ", "top", "line 5"],
    ),
    "heading missing in Dutch": (
        change("en/labs/line.ipynb", "Text.", "Text.\\n\\n### More {#more}"),
        ["docs/en/labs/line.ipynb:", "More", "docs/nl/labs/line.ipynb"],
    ),
    "heading of a notebook without id": (
        {"en/labs/line.ipynb": notebook("A lab").replace(" {#loss}", "")},
        ["docs/en/labs/line.ipynb:", "Loss", "{#id}"],
    ),
    "no Dutch page": (
        {"nl/labs/line.ipynb": ""},
        ["docs/en/labs/line.ipynb:1: ", "docs/nl/labs/line.ipynb", "translation: pending"],
    ),
    "no English page": (
        {"nl/extra.md": "# Extra {#top}\n"},
        ["docs/nl/extra.md:1: ", "docs/en/extra.md", "index.md"],
    ),
    "pending, and translated all the same": (
        {"nl/only-english.md": "# Vertaald {#top}\n"},
        ["docs/en/only-english.md:1: ", "translation: pending"],
    ),
    "a fingerprint of a section that is nowhere": (
        change("nl/chapter.md", "chapter: 3", 'chapter: 3\nsource:\n  lnie: "01234567"'),
        ["docs/nl/chapter.md:5: ", "lnie", "front-matter, top or line"],
    ),
    "two fingerprints of one section": (
        change("nl/chapter.md", "chapter: 3", 'chapter: 3\nsource:\n  top: "01234567"\n  top: "01234568"'),
        ["docs/nl/chapter.md:6: ", "top", "line 5"],
    ),
    "page in no navigation": (
        {"en/extra.md": "# Extra {#top}\n", "nl/extra.md": "# Extra {#top}\n"},
        ["docs/en/extra.md:1: ", "extra.md", "nav in mkdocs.yml"],
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_one_wrong_thing_is_one_line(tmp_path, what):
    files, said = WRONG[what]
    docs = plant(tmp_path, {name: text for name, text in (pages() | files).items() if text})
    found = list(problems(docs, NAV))
    assert len(found) == 1, f"{what}: site_src/sitekit/pages.py should say one thing, and says {found}"
    for part in said:
        assert part in found[0], f"{what}: “{part}” is not in “{found[0]}”"
    assert "\n" not in found[0]


def test_nothing_is_wrong_with_the_small_site(tmp_path):
    assert list(problems(plant(tmp_path, pages()), NAV)) == []


def test_a_name_in_the_navigation_that_is_no_page(tmp_path):
    (found,) = problems(plant(tmp_path, pages()), [*NAV, {"Section": ["gone.md"]}])
    assert re.match(r"mkdocs\.yml: .*gone\.md.*index\.md", found), found


def test_what_looks_like_a_heading_in_code_is_none(tmp_path):
    text = pages()["en/only-english.md"] + "\n```python\n# comment\n```\n\n<!--\n# hidden\n-->\n"
    assert list(problems(plant(tmp_path, pages() | {"en/only-english.md": text}), NAV)) == []


def test_the_build_stops_and_prints_that_line(tmp_path):
    files, said = WRONG["unknown demo"]
    plant(tmp_path, pages() | files)
    stopped = build(tmp_path)
    told = [line for line in (stopped.stdout + stopped.stderr).splitlines() if "chapter.md" in line]
    assert stopped.returncode == 1
    assert len(told) == 1, stopped.stdout + stopped.stderr
    assert all(part in told[0] for part in said), told[0]
    assert "Traceback" not in stopped.stderr, stopped.stderr


def test_a_text_without_dutch_stops_the_build(tmp_path):
    source = tmp_path / "site_src"
    shutil.copytree(ROOT / "site_src", source, ignore=shutil.ignore_patterns("__pycache__"))
    slope = source / "knobs/demos/slope.py"
    slope.write_text(slope.read_text("utf-8") + BROKEN, "utf-8")
    line = slope.read_text("utf-8").count("\n")
    plant(tmp_path, pages())
    stopped = build(tmp_path, source)
    told = [line for line in (stopped.stdout + stopped.stderr).splitlines() if "slope.py" in line]
    assert stopped.returncode == 1
    assert len(told) == 1, stopped.stdout + stopped.stderr
    assert f"site_src/knobs/demos/slope.py:{line}: " in told[0], told[0]
    assert "nl" in told[0], told[0]


def test_a_heading_keeps_its_code(tmp_path):
    text = pages()["en/only-english.md"].replace("# Only English", "# Only `English`") + "\n## `a` {#a}\n"
    page = sources(plant(tmp_path, {"en/only-english.md": text}))["en"]["only-english.md"]
    assert page.title == "Only English"
    assert [(heading.text, heading.id) for heading in page.headings] == [
        ("Only `English`", "top"),
        ("`a`", "a"),
    ]
