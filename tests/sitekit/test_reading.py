"""sitekit/reading.py: minutes and demos in the head of a chapter, beside what one counts by hand."""

import re

import pytest
from sitekit.reading import Open, told

LOOK = "look in site_src/sitekit/reading.py"
DEMO = '<knob-demo name="line"><p>not these words</p><svg><text>nor 1 2 3</text></svg></knob-demo>'


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>One two, three.</p><p>Four</p>", 4),
        ("<p>A slope of 0,454 – or so.</p>", 6),  # a dash is no word
        ("<p>It has 174 604 259 328 numbers</p>", 7),
        ("<h2>Two words</h2><ul><li>one</li><li>two</li></ul><table><td>three</td></table>", 5),
        ("<p>Call <code>fit</code> on it</p>", 4),
        ('<p>Two <span class="k-role">knob</span>s, <a href="x">turn</a>ed</p>', 3),
        ("<pre><code>import torch</code></pre><p>One</p>", 1),
        ("<p>So <math><mi>a</mi><mi>x</mi></math> it is</p>", 3),
        (f"<figure>{DEMO}<figcaption>Turn it</figcaption></figure>", 2),
        ("<details><summary>Side quest</summary><details><p>a</p></details><p>b</p></details><p>One</p>", 1),
        ('<p>LoRA<sup data-search-exclude=""><a href="#source-1">[1]</a></sup>, 2021</p>', 2),
        ('<p>One</p><h2 id="sources">Sources</h2><ol><li>A. One</li></ol>', 1),
        ("<p>snel&amp;wel a&nbsp;b</p>", 3),
    ],
)
def test_what_counts_as_a_word_to_read(html, words):
    assert Open.read(html).words == words, LOOK


@pytest.mark.parametrize(
    ("words", "demos", "english", "dutch"),
    [
        (0, 0, "1 minute to read", "1 minuut lezen"),
        (238, 0, "1 minute to read", "1 minuut lezen"),
        (356, 1, "1 minute to read, and 1 demo to turn", "1 minuut lezen, en 1 demo om aan te draaien"),
        (357, 2, "2 minutes to read, and 2 demos to turn", "2 minuten lezen, en 2 demo’s om aan te draaien"),
        # 12 × 238 = 2856; half a minute, 119 words, more or less is still twelve.
        (
            2737,
            5,
            "12 minutes to read, and 5 demos to turn",
            "12 minuten lezen, en 5 demo’s om aan te draaien",
        ),
        (
            2974,
            5,
            "12 minutes to read, and 5 demos to turn",
            "12 minuten lezen, en 5 demo’s om aan te draaien",
        ),
        (2975, 0, "13 minutes to read", "13 minuten lezen"),
    ],
)
def test_minutes_and_demos_in_both_languages(words, demos, english, dutch):
    page = f"<p>{'word ' * words}</p>{DEMO * demos}"
    assert (told(page, "en"), told(page, "nl")) == (english, dutch), LOOK


CHAPTERS = [
    "what-is-a-parameter",
    "how-values-are-assigned",
    "pocket-model",
    "scale-of-training",
    "parameters-and-capability",
    "beyond-scale",
    "key-takeaways",
    "dutch-corner",
    "open-question",
]
OTHERS = ["", "about", "models", "how-fast", "article-check", "labs/line"]


def heads(site_dir, name):
    for root in ("", "nl"):
        page = (site_dir / root / name / "index.html").read_text("utf-8")
        yield (
            page,
            re.findall(
                r'<p class="k-time">(\d+) (?:minut\w+) (?:to read|lezen)(?:, (?:and|en) (\d+) demo)?', page
            ),
        )


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_says_how_long_it_takes(name, site_dir):
    minutes = []
    for page, head in heads(site_dir, name):
        ((told_minutes, demos),) = head
        assert int(demos or 0) == page.count("</knob-demo>"), f"{name}: {LOOK}"
        minutes.append(int(told_minutes))
    assert min(minutes) >= 1 and abs(minutes[0] - minutes[1]) <= 1, (
        f"{name}: {minutes}; one text in two languages"
    )


@pytest.mark.parametrize("name", OTHERS)
def test_other_pages_do_not(name, site_dir):
    assert all(not head for _, head in heads(site_dir, name)), "look in site_src/sitekit/hooks.py"
