"""sitekit/markdown.py and boxes.py: each thing that a page can write, and the HTML that comes of it."""

import re
from pathlib import Path

import pytest
from knobs import demo, figures, pictures
from knobs.text import DemoError
from markdown import Markdown
from sitekit.boxes import BESIDE, STANDPOINTS, VERDICTS
from sitekit.markdown import NO_SCRIPT

ALWAYS = ["admonition", "attr_list", "pymdownx.details", "pymdownx.superfences", "tables", "toc"]


def html(text: str, lang: str = "en", chapter: object = "", **more: object) -> str:
    settings = {"sitekit.markdown": {"lang": lang, "chapter": chapter, **more}}
    return Markdown(extensions=[*ALWAYS, "sitekit.markdown"], extension_configs=settings).convert(text)


@pytest.mark.parametrize(
    ("letter", "kind"), [("p", "param"), ("i", "input"), ("o", "output"), ("e", "error")]
)
def test_a_role_is_a_colour_and_a_cue(letter, kind):
    assert html(f"a {{{letter}:word}}") == f'<p>a <span class="k-role k-{kind}">word</span></p>'


@pytest.mark.parametrize(
    ("written", "inside"),
    [
        ("{p:*turn* it}", "<em>turn</em> it"),
        ("{p:[turn](x.md)}", '<a href="x.md">turn</a>'),
        ("{p:`a`}", "<code>a</code>"),
        ("{p:x < y}", "x &lt; y"),
    ],
)
def test_a_role_holds_markdown(written, inside):
    assert html(written) == f'<p><span class="k-role k-param">{inside}</span></p>'


def test_a_heading_holds_a_role_and_keeps_its_id():
    assert html("## A {p:knob} {#knob}") == '<h2 id="knob">A <span class="k-role k-param">knob</span></h2>'


def test_code_is_left_alone():
    shown = html("`{p:a} {n:gpt3} $x$`\n\n```text\n{p:a} {n:gpt3} $x$\n```\n")
    assert shown.count("{p:a} {n:gpt3} $x$") == 2, shown


def test_a_figure_is_written_as_the_language_does(lang):
    name = next(iter(figures.FIGURES))
    assert html(f"{{n:{name}}}", lang) == f"<p>{figures.figure(name, lang)}</p>"


def test_an_unknown_figure_is_refused():
    with pytest.raises(DemoError):
        html("{n:nonsense}")


def test_maths_is_mathml_with_roles():
    shown = html(r"The line $y = \p{a}\i{x}$.")
    assert shown.startswith('<p>The line <math class="k-math" display="inline">'), shown
    assert '<mrow class="k-param"><mi>a</mi></mrow><mrow class="k-input"><mi>x</mi></mrow>' in shown, shown
    assert shown.endswith("</math>.</p>"), shown


def test_a_block_of_maths_stands_alone():
    shown = html("$$\n\\e{L} = x\n$$")
    assert shown.startswith('<div class="k-formula"><math class="k-math" display="block">'), shown


@pytest.mark.parametrize("text", ["It costs $5 or $6.", "a \\$ and a \\$", "$ x $"])
def test_money_is_not_maths(text):
    assert "<math" not in html(text), text


def test_a_demo_is_drawn_with_its_start_and_numbered(lang):
    shown = html(
        '```demo name="line" a="1"\nTurn {p:a}, see *it*.\n```\n\n```demo name="slope"\nTwo.\n```', lang, 4
    )
    assert demo.render("line", lang, {"a": "1"}, source="assets/demos/line.py") in shown
    assert NO_SCRIPT[lang] in shown
    caption = '<b>Demo 4.1</b> Turn <span class="k-role k-param">a</span>, see <em>it</em>.'
    assert f"<figcaption>{caption}</figcaption>" in shown, shown[-600:]
    assert "<b>Demo 4.2</b> Two." in shown
    assert shown.count('<figure class="k-figure k-wide">') == 2


def test_a_demo_says_which_parts_of_python_it_imports(monkeypatch):
    """The page asks for these as soon as Python starts; see isWanted in site_src/browser/runtime.js."""
    fence = '```demo name="line"\n```'
    assert "data-parts" not in html(fence)
    monkeypatch.setattr("sitekit.runtime.wanted_at_once", lambda source: [f"{len(source)}.zip", "other.zip"])
    parts = f"{len(demo.source_of('line'))}.zip other.zip"
    assert html(fence).count(f'<knob-demo data-parts="{parts}" class="k-demo') == 1


def test_a_demo_without_caption_has_no_number():
    shown = html('```demo name="slope"\n```', chapter=4)
    assert "figcaption" not in shown
    assert shown.startswith('<figure class="k-figure k-wide"><knob-demo'), shown[:80]


def test_a_demo_stands_where_it_is_written():
    shown = html('before\n\n- item\n\n    ```demo name="slope"\n    ```\n\nafter')
    assert re.search(r"<li>.*<figure.*</figure>.*</li>", shown, re.DOTALL), shown
    assert shown.endswith("<p>after</p>"), shown[-80:]


def test_a_demo_needs_no_empty_lines_around_it():
    shown = html('before\n```demo name="slope"\nCaption\n```\nafter')
    assert shown.startswith("<p>before</p>\n<figure"), shown[:80]
    assert shown.endswith("Caption</figcaption>\n</figure>\n<p>after</p>"), shown[-80:]


def test_a_demo_in_a_longer_fence_or_a_comment_is_only_text():
    fence = '```demo name="slope"\n```'
    assert "<knob-demo" not in html(f"````text\n{fence}\n````") + html(f"<!--\n{fence}\n-->")


@pytest.mark.parametrize("fence", ['demo name="nonsense"', 'demo name="line" q="1"', 'view name="nonsense"'])
def test_an_unknown_name_is_refused(fence):
    with pytest.raises(DemoError):
        html(f"```{fence}\n```")


def test_a_view_is_a_picture(lang):
    assert html('```view name="legend"\n```', lang) == pictures.picture("legend", lang)


def test_a_check_has_claim_scale_and_source(lang):
    shown = html(
        '!!! check imprecise "Checked"\n    It says *so*.\n\n    It is not.\n\n    [Source](x.md)', lang
    )
    assert shown.startswith('<aside class="k-check" role="note">'), shown
    assert '<p class="k-label">Checked</p>' in shown
    assert '<p class="k-claim">It says <em>so</em>.</p>' in shown
    assert f'<li aria-current="true" class="k-here"><b>{VERDICTS["imprecise"][lang]}</b></li>' in shown
    order = [shown.index(part) for part in ("k-claim", "It is not", "k-verdict", "k-source")]
    assert order == sorted(order), shown
    assert [shown.index(f">{words[lang]}<") for words in VERDICTS.values()] == sorted(
        shown.index(f">{words[lang]}<") for words in VERDICTS.values()
    )


def test_a_check_without_a_label_begins_with_the_scale(lang):
    shown = html('!!! check wrong ""\n    It is not.\n\n    [Source](x.md)', lang)
    assert shown.startswith('<aside class="k-check k-check--claim" role="note">'), shown
    order = [shown.index(part) for part in ("k-verdict", "It is not", "k-source")]
    assert order == sorted(order) and "k-label" not in shown and 'k-claim"' not in shown, shown
    assert f'<li aria-current="true" class="k-here"><b>{VERDICTS["wrong"][lang]}</b></li>' in shown


@pytest.mark.parametrize("standpoint", STANDPOINTS)
def test_a_standpoint_is_on_no_scale(standpoint, lang):
    shown = html(f'!!! check {standpoint} ""\n    Some think so.', lang)
    assert re.findall("<li.*?</li>", shown) == [
        f'<li aria-current="true" class="k-here"><b>{STANDPOINTS[standpoint][lang]}</b></li>'
    ]


def test_a_quest_is_folded_and_says_what_it_is():
    shown = html('??? quest "Real *knobs*"\n    Text.', "nl")
    assert shown.startswith('<details class="k-quest">'), shown
    assert '<span class="k-label">Zijspoor</span><b>Real <em>knobs</em></b></summary>' in shown, shown


def test_another_admonition_is_left_as_it_is():
    assert '<div class="admonition note">' in html("!!! note\n    Text.")


def test_a_wide_table_moves_sideways_by_keyboard():
    shown = html("| A {p:b} | C |\n|---|---|\n| 1 | 2 |\n\nafter", "nl")
    (region,) = re.findall("<div([^>]*)>", shown)
    for attribute in ('class="k-scroll"', 'role="group"', 'tabindex="0"', 'aria-label="Tabel: A b, C"'):
        assert attribute in region, shown
    assert '<table class="k-words">' in shown
    assert shown.endswith("</table>\n</div>\n<p>after</p>"), shown


CHECK = '!!! check true "Checked"\n    Claim.\n\n    Words.\n'


def test_checks_stand_beside_what_they_are_about():
    """In the margin; where no block is before it, or another check is still beside the blocks, between them."""
    blocks = ["# T", "a", CHECK, "b", CHECK, "c", "d", "e", CHECK, "## S", CHECK, "f", CHECK]
    found = re.findall(r'class="k-check( k-check--between)?"', html("\n\n".join(blocks)))
    assert [bool(between) for between in found] == [False, True, False, True, False], (
        "look in site_src/sitekit/boxes.py"
    )


def test_the_margin_in_the_stylesheet_is_that_of_the_boxes():
    look = (Path(__file__).parents[2] / "site_src/browser/look.css").read_text("utf-8")
    rule = re.search(
        r"\.k-check:not\(\.k-check--claim, \.k-check--between\) \{[^}]*grid-row: span (\d+)", look
    )
    assert rule and int(rule[1]) == BESIDE, "look in site_src/browser/look.css and site_src/sitekit/boxes.py"


def test_how_a_word_sounds_is_not_code():
    assert html("`/ɣəˈʋɪxt/` `/work/` `ə`") == (
        '<p><code class="k-ipa">/ɣəˈʋɪxt/</code> <code>/work/</code> <code>ə</code></p>'
    )


def test_no_line_ends_within_the_name_of_a_model():
    shown = html(
        "GPT-3 and [GPT-2](https://a.example/GPT-2), <https://b.example/GPT-2> and `GPT-2`.", sources=False
    )
    assert shown == (
        '<p><span class="k-nb">GPT-3</span> and <a href="https://a.example/GPT-2"><span class="k-nb">GPT-2</span></a>, '
        '<a href="https://b.example/GPT-2">https://b.example/GPT-2</a> and <code>GPT-2</code>.</p>'
    )


def test_functions_in_formulas_are_upright():
    shown = html(r"$\ln p + a\cos x$")
    assert re.findall(r'<mi class="k-function">(\w+)</mi>', shown) == ["ln", "cos"] and "<mi>p</mi>" in shown
