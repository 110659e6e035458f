"""sitekit/positions.py: a link to a demo in a state says what share.js reads, and what cannot be stops the build."""

import json
import subprocess

import pytest
from knobs.text import DemoError
from markdown import Markdown
from sitekit.positions import positions, problems, sections_with
from sitekit.sources import Source

from tests.sitekit.tree import ROOT, pages, plant

FILE = "look in site_src/sitekit/positions.py"
STATES = {
    "a slider and a toggle": ("line", {"b": "0", "best": "true"}, "demo=line&b=0&best=true"),
    "below zero, on a step": ("line", {"a": "-0.42"}, "demo=line&a=-0.4"),
    "a number that is typed": (
        "updates-or-operations",
        {"batch": "6.4"},
        "demo=updates-or-operations&batch=%226.4%22",
    ),
    "a large one": (
        "count",
        {"model": "own", "vocabulary": "100000"},
        "demo=count&model=own&vocabulary=%22100000%22",
    ),
    "one that is left empty": ("train-cost", {"grid": ""}, "demo=train-cost&grid="),
    "a choice that looks like a number": ("memory", {"use": "16"}, "demo=memory&use=%2216%22"),
    "words": ("next-word", {"prompt": "is de zon"}, "demo=next-word&prompt=is%20de%20zon"),
}
# What share.js reads in a fragment; it is a module without imports, so that Node.js can take it as it is.
READ = """
import { readFileSync } from "node:fs";
const source = readFileSync(process.argv[1], "utf8");
const { read } = await import(`data:text/javascript,${encodeURIComponent(source)}`);
console.log(JSON.stringify(await Promise.all(process.argv.slice(2).map((one) => read(`#${one}`)))));
"""


@pytest.mark.parametrize("state", STATES)
def test_a_state_is_written_as_a_shared_link_is(state):
    name, values, written = STATES[state]
    assert positions(name, values, "en") == positions(name, values, "nl") == written, FILE


def test_share_js_reads_what_is_written():
    share = ROOT / "site_src/browser/share.js"
    command = ["node", "--input-type=module", "-e", READ, str(share), *(one for _, _, one in STATES.values())]
    told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    wanted = [
        {"b": 0, "best": True},
        {"a": -0.4},
        {"batch": "6.4"},
        {"model": "own", "vocabulary": "100000"},
        {"grid": ""},
        {"use": "16"},
        {"prompt": "is de zon"},
    ]
    assert [one["values"] for one in told] == wanted, "look in site_src/browser/share.js"
    assert [one["name"] for one in told] == [name for name, _, _ in STATES.values()]


@pytest.mark.parametrize(
    ("name", "values", "sentence"),
    [
        ("lien", {}, "There is no demo “lien”"),
        ("line", {"c": "1"}, "has no control “c”; it has a, b, x or best"),
        ("line", {"a": "9"}, "goes from −1 to 2; 9 lies outside"),
    ],
)
def test_what_cannot_be_is_refused(name, values, sentence):
    with pytest.raises(DemoError, match=sentence):
        positions(name, values, "en")


def test_a_link_leads_to_the_section_and_carries_the_state():
    extensions = ["attr_list", "sitekit.markdown"]
    written = 'a [turn *b*](x.md#line "t"){: demo="line" b="0" .wide } c, [no state](x.md){: .wide }'
    shown = Markdown(extensions=extensions).convert(written)
    link = '<a class="wide" data-positions="demo=line&amp;b=0" href="x.md#line" title="t">turn <em>b</em></a>'
    assert shown == f'<p>a {link} c, <a class="wide" href="x.md">no state</a></p>', FILE


LINKS = {
    "right": ('[Turn](chapter.md#line){: demo="line" b="0" }', []),
    "on the page itself": ('[Turn](#line){: demo="line" b="0" }', ["“#line”, and it is not on that page"]),
    "in another section": (
        '[Turn](chapter.md#top){: demo="line" b="0" }',
        ["“chapter.md#top”, and it stands in #line"],
    ),
    "in no section": ('[Turn](chapter.md){: demo="line" b="0" }', ["“chapter.md#”, and it stands in #line"]),
    "on a page without it": ('[Turn](index.md#top){: demo="line" b="0" }', ["it is not on that page"]),
    "no such value": (
        '[Turn](chapter.md#line){: demo="line" b="7" }',
        ["“start” (b) goes from −1 to 1; 7 lies"],
    ),
    "in code": ('`[Turn](chapter.md#line){: demo="line" b="7" }`', []),
    "a page that is not there": ('[Turn](gone.md#line){: demo="line" b="0" }', []),  # MkDocs tells
}


@pytest.mark.parametrize("what", LINKS)
def test_a_link_that_leads_astray_is_told(tmp_path, what):
    written, told = LINKS[what]
    docs = plant(tmp_path, pages() | {"en/extra.md": f"# Extra {{#top}}\n\nWords.\n\n{written}\n"})
    found = list(problems(Source(docs / "en/extra.md", "en", "extra.md")))
    assert len(found) == len(told), f"{found}: {FILE}"
    for line, part in zip(found, told, strict=True):
        assert line.startswith("docs/en/extra.md:5: ") and part in line, FILE


def test_the_sections_with_a_demo(tmp_path):
    docs = plant(tmp_path, pages())
    assert sections_with(Source(docs / "en/chapter.md", "en", "chapter.md"), "line") == ["line"], FILE
    assert sections_with(Source(docs / "en/index.md", "en", "index.md"), "line") == [], FILE
