"""The editor: keys that never trap, Python that looks as it does in the page, and nothing that the policy forbids.

`visit` fails a test for a breach of the policy or a word in the console, so each test here watches those too.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, TimeoutError
from pygments import lex
from pygments.lexers.python import PythonLexer
from pygments.token import STANDARD_TYPES

from .conftest import Visit
from .test_pages import check_accessibility

ROOT = Path(__file__).parents[2]
PAGE = {"en": "/what-is-a-parameter/", "nl": "/nl/what-is-a-parameter/"}

# An editor after the first code of the page, between two buttons. `ran` counts onRun, `changes` keeps onChange.
OPEN = """async ([text, label]) => {
  const { edit } = await import("/assets/editor.js");
  const place = document.querySelector(".highlight");
  place.insertAdjacentHTML("afterend", `<button id="before">1</button><p id="hint">Esc, then Tab leaves the editor</p>
    <div class="highlight" id="box"></div><button id="after">2</button>`);
  Object.assign(window, { ran: 0, changes: [] });
  const heard = { onChange: (text) => changes.push(text), onRun: () => ran++ };
  window.editor = edit(document.querySelector("#box"), { text, label, hint: "hint", ...heard });
  editor.focus();
}"""
# The editor's code with each letter replaced: b where it is bold, m where it is muted, else a dot.
LOOK = """() => [...document.querySelectorAll(".cm-line")].map((line) => {
  let marks = "";
  const walk = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
  const muted = getComputedStyle(document.querySelector(".k-state")).color;
  while (walk.nextNode()) {
    const style = getComputedStyle(walk.currentNode.parentElement);
    const mark = style.color === muted ? "m" : style.fontWeight === "700" ? "b" : ".";
    marks += walk.currentNode.data.replaceAll(/\\S/g, mark);
  }
  return marks;
}).join("\\n")"""


def open_editor(page: Page, text: str, label: str = "Code, block 1") -> None:
    page.evaluate(OPEN, [text, label])


def text(page: Page) -> str:
    return str(page.evaluate("editor.text()"))


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id || document.activeElement.className"))


def test_a_reader_writes_and_runs(visit: Visit) -> None:
    page = visit(PAGE["en"])
    open_editor(page, "a = 1\n")
    page.keyboard.press("Control+End")
    page.keyboard.type("for x in range(3):")
    page.keyboard.press("Enter")
    page.keyboard.type("print(x)")
    assert text(page) == "a = 1\nfor x in range(3):\n    print(x)"
    assert page.evaluate("changes.at(-1)") == text(page)
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Meta+Enter")
    assert page.evaluate("ran") == 2
    assert text(page) == "a = 1\nfor x in range(3):\n    print(x)", "running writes nothing"


def test_else_finds_its_own_column(visit: Visit) -> None:
    page = visit(PAGE["nl"])
    open_editor(page, "")
    for line in ("if a:", "b = 1", "else:", "b = 2"):
        page.keyboard.type(line)
        page.keyboard.press("Enter")
    assert text(page).rstrip() == "if a:\n    b = 1\nelse:\n    b = 2"


def test_tab_indents_and_escape_lets_it_go(visit: Visit) -> None:
    page = visit(PAGE["en"])
    open_editor(page, "a = 1")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert text(page) == "        a = 1"
    page.keyboard.press("Shift+Tab")
    assert text(page) == "    a = 1"
    assert "cm-content" in focused(page)
    page.keyboard.press("Escape")
    page.wait_for_timeout(2500)  # longer than CodeMirror's own patience: a reader may be slow
    page.keyboard.press("Tab")
    assert focused(page) == "after"
    page.keyboard.press("Shift+Tab")
    assert "cm-content" in focused(page)
    page.keyboard.press("Tab")
    assert text(page) == "        a = 1", "who comes back has to press Esc again"
    page.keyboard.press("Escape")
    page.keyboard.press("Shift+Tab")
    assert focused(page) == "before"


def test_another_key_after_escape_takes_tab_back(visit: Visit) -> None:
    page = visit(PAGE["en"])
    open_editor(page, "")
    page.keyboard.press("Escape")
    page.keyboard.type("b")
    page.keyboard.press("Tab")
    assert text(page) == "    b"


def test_undo_goes_back_past_a_replacement(visit: Visit) -> None:
    page = visit(PAGE["en"])
    open_editor(page, "a = 1")
    page.keyboard.press("End")
    page.keyboard.type("2")
    page.evaluate("editor.replace('a = 1')")
    assert text(page) == "a = 1"
    page.keyboard.press("Control+z")
    assert text(page) == "a = 12"
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+Shift+z")
    assert text(page) == "a = 12"
    assert page.evaluate("changes.at(-1)") == "a = 12"


def test_comments_come_and_go(visit: Visit) -> None:
    page = visit(PAGE["en"])
    open_editor(page, "a = 1\nb = 2")
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+/")
    assert text(page) == "# a = 1\n# b = 2"


def test_what_a_screen_reader_hears(visit: Visit, lang: str) -> None:
    page = visit(PAGE[lang])
    label = {"en": "Code, block 3", "nl": "Code, blok 3"}[lang]
    open_editor(page, "a = 1", label)
    box = page.get_by_role("textbox", name=label, exact=True)
    assert box.count() == 1
    heard = box.aria_snapshot()
    assert heard.startswith(f'- textbox "{label}"'), heard
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    (node,) = [node for node in nodes if node.get("name", {}).get("value") == label]
    assert node["description"]["value"] == "Esc, then Tab leaves the editor"
    properties = {one["name"]: one["value"].get("value") for one in node["properties"]}
    assert properties["multiline"] is True
    for name, value in {"spellcheck": "false", "autocorrect": "off", "autocapitalize": "off"}.items():
        assert box.get_attribute(name) == value


def test_everybody_can_use_an_open_editor(visit: Visit, lang: str) -> None:
    page = visit(PAGE[lang])
    long = "x = [" + "1, " * 200 + "]  # a line to scroll"
    open_editor(page, f'def twice(x):  # why\n    """Twice."""\n    return 2 * x if x else None\n{long}')
    check_accessibility(page, "with an open editor")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways"


HOSTILE = [
    "<img src=x onerror=\"document.title='taken'\"><script>document.title='taken'</script>",
    "</span></div></knob-run><style>*{display:none}</style>",
    "'\"><svg onload=\"document.title='taken'\">",
    "&lt;b&gt; &amp; \u202e hidden \u2066 \u200b \x00 \x1b[31m",
]


def test_code_is_text_and_nothing_else(visit: Visit) -> None:
    page = visit(PAGE["en"])
    title = page.title()
    label = "\n".join(HOSTILE)
    open_editor(page, label, label)
    assert text(page) == label
    assert page.locator("#box .cm-content").get_attribute("aria-label") == label
    for hostile in HOSTILE:
        page.evaluate("text => editor.replace(text + text)", hostile)
        assert text(page) == hostile * 2
    page.evaluate("text => editor.replace(text)", label)
    made = page.evaluate("[...new Set([...document.querySelectorAll('#box *')].map((one) => one.localName))]")
    assert set(made) <= {"div", "span", "br", "img"}
    # The one <img> that CodeMirror makes has no source: it keeps the caret out of a mark.
    assert page.locator("#box img:not(.cm-widgetBuffer)").count() == 0
    assert page.title() == title


def test_what_cannot_be_seen_is_shown(visit: Visit) -> None:
    page = visit(PAGE["en"])
    open_editor(page, "a = 'b\u202ec\u200bd'")
    assert page.locator(".k-unseen").all_inner_texts() == ["U+202E", "U+200B"]


def test_only_line_ends_are_changed(visit: Visit) -> None:
    page = visit(PAGE["en"])
    open_editor(page, "first\r\n")
    assert text(page) == "first\n"
    for written in ("a\r\nb\r\n", "a\rb", "\ta = 1\n\t\tb", "😀 = '𝒳'\n", " \n\n  \n", ""):
        page.evaluate("text => editor.replace(text)", written)
        assert text(page) == re.sub("\r\n?", "\n", written)


def test_a_phone_does_not_zoom_in(visit: Visit) -> None:
    page = visit(PAGE["nl"], viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)
    open_editor(page, "a = 1")
    size = page.evaluate("getComputedStyle(document.querySelector('.cm-content')).fontSize")
    assert float(size.removesuffix("px")) >= 16


def test_two_editors_and_one_that_is_closed(visit: Visit) -> None:
    page = visit(PAGE["en"])
    open_editor(page, "if a: pass")
    page.evaluate("window.first = window.editor")
    open_editor(page, "b")
    assert page.locator(".cm-editor").count() == 2
    sheets = page.evaluate("document.adoptedStyleSheets.length")
    page.evaluate("editor.destroy()")
    assert page.locator(".cm-editor").count() == 1
    assert page.evaluate("first.text()") == "if a: pass"
    open_editor(page, "c")
    assert page.evaluate("document.adoptedStyleSheets.length") == sheets, "styles are adopted once"


def snippets() -> dict[str, str]:
    """All Python of the site, and the keywords that it happens not to use."""
    found = {"keywords": KEYWORDS}
    for folder in ("examples", "site_src/workshop"):
        for file in sorted((ROOT / folder).glob("*.py")):
            found[f"{folder}/{file.name}"] = file.read_text("utf-8")
    for file in sorted((ROOT / "docs").rglob("*.md")):
        fences = re.findall(r"^```python[^\n]*\n(.*?)^```", file.read_text("utf-8"), re.DOTALL | re.MULTILINE)
        found |= {
            f"{file.parent.name}/{file.stem}, {number}": code
            for number, code in enumerate(fences)
            if "--8<--" not in code  # that part stands in one of those
        }
    return found


KEYWORDS = '''import os as system
from sys import (argv, path)  # both
global a
async def f(self, *rest, key=None, **more) -> bool:
    """What it does."""
    nonlocal b
    async with a as b, c: pass
    async for x in await y: yield x
    try: assert not x is True
    except ValueError as error: raise error from None
    finally: del x
    while x in y or z and False: break
    else: continue
    return lambda x: f"{x:.3f} {y!r} {x if y else z}" if a not in b else [c for d in e]
class Printed(print): text = "# no comment"  # a comment
print(a, end="")
match_ = case_ = type_ = 1
@property
def g(): yield from h
a @= b ** 2 if c is not d else -e
'''


def expected(code: str) -> str:
    """What LOOK says if the editor agrees with Pygments and look.css."""
    marks = ""
    for token, value in lex(code, PythonLexer(stripnl=False, ensurenl=False)):
        css = STANDARD_TYPES.get(token, "")
        mark = "m" if css in ("c1", "c", "ch", "sd") else "b" if css in ("k", "kn", "kc", "ow") else "."
        marks += re.sub(r"\S", mark, value)
    return marks


def test_it_looks_like_the_code_in_the_page(visit: Visit) -> None:
    page = visit(PAGE["en"], viewport={"width": 1280, "height": 3000})
    open_editor(page, "")
    for name, code in snippets().items():
        page.evaluate("code => editor.replace(code)", code)
        wanted = expected(code)
        try:  # a long text is coloured a moment after it is shown
            page.wait_for_function(f"wanted => ({LOOK})() === wanted", arg=wanted)
        except TimeoutError:
            looks = page.evaluate(LOOK)
            lines = zip(code.split("\n"), wanted.split("\n"), looks.split("\n"), strict=False)
            other = "\n".join(f"{a}\n{b}\n{c}" for a, b, c in lines if b != c)
            pytest.fail(f"{name}: code, Pygments, editor\n{other}")
    static, live = ".highlight:not(#box) code", "#box .cm-content"
    shape = """where => {
      const code = document.querySelector(where);
      const { fontFamily, fontSize, lineHeight, color } = getComputedStyle(code);
      let above = 0; // all that keeps the first line from the top of its block
      for (let part = code; !part.matches(".highlight, #box"); part = part.parentElement) {
        const style = getComputedStyle(part);
        for (const edge of ["paddingTop", "borderTopWidth", "marginTop"]) above += parseFloat(style[edge]);
      }
      return [fontFamily, fontSize, lineHeight, color, above];
    }"""
    assert page.evaluate(shape, static) == page.evaluate(shape, live)
