"""sitekit/runs.py: a Python fence wherever it stands becomes a whole <knob-run>, or says why it cannot be one."""

import re
import sys
import textwrap
from html.parser import HTMLParser
from types import ModuleType, SimpleNamespace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from knobs import demo, notes
from knobs.text import LANGUAGES
from markdown import Markdown
from sitekit import runs
from sitekit.blocks import code_print, text_print
from sitekit.fences import fences

from tests.docs.rendering import blocks, outputs
from tests.docs.rendering import settings as site_settings

FILE = "look in site_src/sitekit/runs.py"
CODE = "if x < 1:\n    print('&')\n\nprint(\"<b>\")\n"
PRINTED = "a & b\n  <i>\n"
WHOLE = f'```python title="examples/line.py"\n{CODE}```\n\n```text title="Output"\n{PRINTED}```\n'
TORCH = "```python\nimport torch\nt = torch.tensor(1)\n```\n"
SPEC_NOTES = {
    "before", "failed-before", "link", "draft", "changed", "unsaved-full", "unsaved-blocked", "newer", "copied",
    "link-long", "link-broken", "link-large", "link-newer", "stopped", "restarted", "slow-stop",
}  # fmt: skip


def html(text: str, lang: str = "en", assets: str = "../assets/", **more: dict) -> str:
    """The text with the extensions of the site."""
    options = {name: dict(values) for name, values in site_settings().items()}
    options["sitekit.markdown"] |= {"lang": lang, "assets": assets}
    for name, values in more.items():
        options[f"pymdownx.{name}"] |= values
    return Markdown(extensions=list(options), extension_configs=options).convert(text)


class Tree(HTMLParser):
    """Which elements hold which: ("knob-run", "div", "button") with the attributes of the last."""

    VOID = ("input", "br", "path", "hr")

    def __init__(self, shown: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[tuple[tuple[str, ...], dict[str, str | None]]] = []
        self.feed(shown)
        self.close()
        assert self.open == [], f"{FILE}: {self.open} is not closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(((*self.open, tag), dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop() == tag, f"{FILE}: a {tag} is closed inside another element"

    def named(self, key: str) -> list[str | None]:
        return [attributes[key] for _, attributes in self.found if key in attributes]


def indented(text: str, by: str = "    ") -> str:
    return textwrap.indent(text, by, lambda line: bool(line.strip()) or ">" in by)


CONTAINERS = {
    "the page": (WHOLE, ""),
    "a list": (f"- Item\n\n{indented(WHOLE)}", "li"),
    "a numbered list": (f"1. Item\n\n{indented(WHOLE)}\n2. Two\n", "li"),
    "a list in a list": (f"- Item\n\n    - Deeper\n\n{indented(WHOLE, ' ' * 8)}", "li"),
    "a quote": (f"> Words.\n>\n{indented(WHOLE, '> ')}", "blockquote"),
    "an admonition": (f"!!! note\n\n{indented(WHOLE)}", "div"),
    "a list in an admonition": (f"!!! note\n\n    - Item\n\n{indented(WHOLE, ' ' * 8)}", "li"),
    "an admonition in a quote": (f"> !!! note\n>\n{indented(WHOLE, '>     ')}", "div"),
    "a tab": (f'=== "One"\n\n{indented(WHOLE)}\n=== "Two"\n\n    Words.\n', "div"),
    "details": (f'??? quest "Title"\n    Words.\n\n{indented(WHOLE)}', "details"),
    "HTML": (f'<div markdown="1">\n\n{WHOLE}\n</div>\n', "div"),
    "a little indent": (indented(WHOLE, "  "), ""),
    "no empty lines": (f"Words:\n{WHOLE.strip()}\nWords.\n", ""),
}


@pytest.mark.parametrize("where", CONTAINERS)
def test_a_block_is_whole_wherever_it_stands(where, lang):
    text, parent = CONTAINERS[where]
    shown = html(text, lang)
    (run,) = [place for place, attributes in Tree(shown).found if attributes.get("class") == "k-run"]
    assert run[-1] == "knob-run" and (run[-2:-1] == ((parent,) if parent else ())), f"{FILE}: {run}"
    (block,) = blocks(shown)
    assert (block.lang, block.title, block.text) == ("python", "examples/line.py", CODE), FILE
    assert outputs(shown) == [PRINTED], FILE
    assert "<p></p>" not in shown and "<p><knob-run" not in shown, FILE


def test_a_block_is_what_the_plan_says(lang):
    shown = html(WHOLE, lang)
    assert shown.startswith(
        f'<knob-run class="k-run" id="code-1" data-state="static" data-block="1" data-print="{code_print(CODE)}" '
        f'data-source-print="{text_print(CODE)}" lang="{lang}"><div class="k-run__bar">'
    ), shown[:300]
    tree = Tree(shown)
    assert tree.named("data-action") == ["run", "stop", "edit", "reset", "share", "retry"]
    assert re.findall(r'<button type="button" class="k-button[^"]*" data-action="(\w+)" disabled="">', shown) == [
        "stop", "reset"
    ]  # fmt: skip
    assert shown.count("k-button--main") == 1
    assert set(tree.named("data-when")) == set(demo.STATES)
    assert set(tree.named("data-note")) >= SPEC_NOTES
    assert set(tree.named("data-why")) >= {"start", "crash", "memory", "network", "wasm"} | set(demo.REASONS)
    assert shown.count("<span data-blocks") == 2 and shown.count("<span data-limit") == 1
    assert '<output class="k-run__printed" aria-live="off"' in shown
    assert shown.endswith('<p class="k-sr" role="status"></p></knob-run>'), shown[-100:]
    assert "{" not in re.sub(r"<(code|output).*?</\1>", "", shown, flags=re.DOTALL), "a placeholder is left"


def test_every_sentence_is_in_both_languages():
    """Text refuses to be without one; here, that the page holds the one of its language."""
    shown = {lang: html(WHOLE, lang) for lang in LANGUAGES}
    for told in [*runs.RUN_NOTES.values(), *runs.RUN_REASONS.values(), *map(notes.LABELS.get, runs.BUTTONS)]:
        for lang, other in (LANGUAGES, LANGUAGES[::-1]):
            words, theirs = (told[one].partition("{")[0] for one in (lang, other))
            assert f">{words}<" in shown[lang], FILE
            assert words == theirs or f">{theirs}<" not in shown[lang], FILE


def test_nothing_but_code_and_output_is_searched():
    class Searched(HTMLParser):
        depth, text = 0, ""

        def handle_starttag(self, tag, attrs):
            self.depth += bool(self.depth) or "data-search-exclude" in dict(attrs)

        def handle_endtag(self, tag):
            self.depth -= bool(self.depth)

        def handle_data(self, data):
            self.text += "" if self.depth else data

    searched = Searched()
    searched.feed(html(WHOLE))
    assert searched.text == "examples/line.py" + CODE + PRINTED, FILE


def test_without_an_output_there_is_none():
    shown = html("```python\nx = 1\n```\n\n```text\nwords\n```\n")
    assert '<output class="k-run__printed" aria-live="off" aria-label="Output"></output>' in shown
    assert [block.text for block in blocks(shown)] == ["x = 1\n", "words\n"], "text of another kind stays"


def test_blocks_are_numbered_down_the_page():
    shown = html(
        f"{WHOLE}\n{TORCH}\n<!-- no-run: why -->\n```python\ny\n```\n\n> ```py\n> z = 1\n> ```\n\n{WHOLE}"
    )
    assert re.findall(r'id="code-(\d)"', shown) == ["1", "2", "3"]
    assert re.findall(r'data-block="(\d)"', shown) == ["1", "2", "3"]
    prints = re.findall(r'data-print="(\w+)"', shown)
    assert prints[0] == prints[2] != prints[1]


def test_the_fingerprint_is_the_same_in_both_languages():
    english = html('```python\nknobs = 2\nprint(f"knobs: {knobs}")  # two\n```\n')
    dutch = html('```python\nknobs = 2\nprint(f"{knobs} knoppen")\n```\n', "nl")
    for key, same in (("data-print", True), ("data-source-print", False)):
        assert (Tree(english).named(key) == Tree(dutch).named(key)) == same, key


@pytest.mark.parametrize(
    "fence",
    ["<!-- no-run: why -->\n```python\nx\n```\n", "```text\nimport x\n```\n", "```python wide=yes\nx\n```\n",
     "````text\n```python\nx\n```\n````\n", "<!--\n```python\nx\n```\n-->\n", "Words.\n\n    ```python\n    x\n    ```\n"],
)  # fmt: skip
def test_what_is_only_shown_stays_as_it_was(fence):
    shown = html(fence)
    assert "<knob-run" not in shown and "k-tested" not in shown, FILE


def test_highlighting_is_that_of_the_page():
    for options in ('hl_lines="1 3"', 'linenums="4"', 'title="a"', ""):
        fence = f"```python {options}\n{CODE}```\n"
        plain = html(f"<!-- no-run: to compare -->\n{fence}").partition("-->\n")[2].strip()
        assert re.sub(r'<span class="filename">.*?</span>', "", plain) in html(fence), options
    assert "linenos" in html(f"```python\n{CODE}```", highlight={"linenums": True}), "the page's own settings"


# ---- Blocks that cannot run in the page ----------------------------------------------------------------


def test_a_block_with_torch_says_so(lang):
    text = '```python title="examples/line.py"\nimport torch\n```\n\n```text title="Output"\n1\n```\n\n'
    shown = html(f"{text}```python\nprint(torch)\n```\n", lang)
    assert "<knob-run" not in shown
    assert [(block.title, block.text) for block in blocks(shown)] == [
        ("examples/line.py", "import torch\n"), ("Output", "1\n"), ("", "print(torch)\n"),
    ]  # fmt: skip
    why = runs.WAITS.fill(module="PyTorch")[lang]
    assert shown.count(f'<p class="k-tested__why" data-search-exclude="">{why}') == 2, shown[-400:]
    assert Tree(shown).named("href") == ["../assets/examples/line.py"], "one link, for the one with a file"
    made = html(text.replace("examples/line.py", "site_src/workshop/lora.py"), lang)
    assert Tree(made).named("href") == ["../assets/workshop/lora.py"], "the workshop is another folder"


def test_a_title_that_is_no_file_is_no_link():
    for title in ("examples/absent.py", "line.py", "examples/../mkdocs.yml", "workshop/lora.py", "x"):
        shown = html(f'```python title="{title}"\nimport torch\n```\n')
        assert "k-tested__why" in shown and "<a " not in shown, title


# ---- Whatever an author writes -------------------------------------------------------------------------

HOSTILE = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], include_characters="\n"), max_size=60
)


@settings(deadline=None, max_examples=60)
@example(code="1", output="\n0")
@given(
    code=HOSTILE | st.just("</code></pre></knob-run><script>"),
    output=HOSTILE | st.just("</output><img onerror=x>"),
)
def test_whatever_is_written_is_only_text(code, output):
    text = f'~~~~python title="</span>&quot;"\n{code}\n~~~~\n\n~~~~text title="Output"\n{output}\n~~~~\n'
    text = re.sub(r"(?<=\n) +\n", "\n", text)  # so does Markdown
    read = fences(text)
    shown = html(text)
    if len(read) != 2 or "<knob-run" not in shown:
        return  # it closes its own fence, or imports
    for forbidden in ("script", "img"):
        assert not [place for place, _ in Tree(shown).found if place[-1] == forbidden]
    assert outputs(shown) == [read[1].body if read[1].body.strip() else ""]
    assert blocks(shown)[0].text == runs.source(read[0])


def test_an_output_keeps_its_first_empty_line():
    assert str(runs.text("\na\n")) == "<pre>\n\na\n</pre>", "HTML drops the newline directly after <pre>"


# ---- show(…) -------------------------------------------------------------------------------------------


def test_a_page_that_shows_is_run(monkeypatch, lang):
    """With a stand-in for knobs.program: blocks in order, text and views as they come."""
    ran = []

    class Program:
        def __init__(self, lang, tell):
            self.lang, self.tell = lang, tell

        def run(self, source, name):
            ran.append((self.lang, name, source))
            for kind, told in [("out", "1 < 2\n"), ("out", "3\n"), ("view", "<svg></svg>"), ("err", "!")]:
                self.tell(kind, told)
            return SimpleNamespace(html="<i>end</i>")

    module = ModuleType("knobs.program")
    module.Program = Program
    monkeypatch.setitem(sys.modules, "knobs.program", module)
    shown = html(f"{WHOLE}\n{TORCH}\n```python\nshow(1)\n```\n", lang)
    block = runs.BLOCK[lang].lower()
    assert ran == [(lang, f"{block} 1", CODE), (lang, f"{block} 2", "show(1)\n")]
    drawn = (
        '<pre>1 &lt; 2\n3\n</pre><div class="k-run__view"><svg></svg></div><pre>!</pre><i>end</i></output>'
    )
    assert outputs(shown)[0] == PRINTED and drawn in shown, FILE


def test_no_other_page_is(monkeypatch):
    monkeypatch.setattr(runs, "printed", lambda *_: pytest.fail("a page without show(…) is run"))
    html(WHOLE)
