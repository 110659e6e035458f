"""Each form of a fence beside what pymdownx.superfences makes of it. A new form is one more row."""

import textwrap

import markdown
import pytest
from sitekit.fences import fences, orphans

from tests.docs.rendering import blocks

EXTENSIONS = [
    "admonition",
    "attr_list",
    "def_list",
    "footnotes",
    "md_in_html",
    "pymdownx.details",
    "pymdownx.highlight",
    "pymdownx.snippets",
    "pymdownx.superfences",
    "pymdownx.tabbed",
]
FILE = "look in site_src/sitekit/fences.py"
EXAMPLE = "a = 1\nif a:\n    # --8<-- [start:half]\n    b = 2\n    # --8<-- [end:half]\n"
CODE = "if x:\n    y = 1\n\nprint(x)\n"

RUN = {
    "short name": "```py\n{code}```",
    "long name": "```python\n{code}```",
    "tildes": "~~~ python\n{code}~~~",
    "longer fence": "````python\n{code}````",
    "title": '```python title="examples/line.py"\n{code}```',
    "title in single quotes": "```python title='a \"b\"'\n{code}```",
    "attributes": "```{{ .python }}\n{code}```",
    "attributes with a space before and a title": '``` {{ .python .wide #one title="a" }}\n{code}```',
    "highlighted lines": '```python hl_lines="1 3" linenums="1"\n{code}```',
    "admonition": "!!! note\n\n    ```python\n    {code}    ```",
    "details": '??? quest "Title"\n    Words.\n\n    ```python\n    {code}    ```',
    "open details": "???+ quest\n\n    ```python\n    {code}    ```",
    "tab": '=== "One"\n\n    ```python\n    {code}    ```\n\n=== "Two"\n\n    ```python\n    {code}    ```',
    "list": "1. Item\n\n    More.\n\n    ```python\n    {code}    ```",
    "nested list": "- Item\n\n    - Deeper\n\n        ```python\n        {code}        ```",
    "list in an admonition": "!!! note\n\n    - Item\n\n        ```python\n        {code}        ```",
    "definition": "Term\n\n:   Words.\n\n    ```python\n    {code}    ```",
    "quote": "> Words.\n>\n> ```python\n> {code}> ```",
    "quote of a quote": "> > ```python\n> > {code}> > ```",
    "admonition in a quote": "> !!! note\n>\n>     ```python\n>     {code}>     ```",
    "indented a little": "  ```python\n  {code}  ```",
    "after a paragraph without an empty line": "Words:\n```python\n{code}```\nWords.",
    "capitals": "```Python\n{code}```",
    "after a comment": "<!-- a\n comment -->\n```python\n{code}```",
    "after a comment mark in code": "Write `<!-- no-run: why -->` or ``<!--``.\n\n```python\n{code}```",
    "after half a comment in a line": "Words <!-- from here\n\n```python\n{code}```\n\nto here --> more.",
    "after an indented fence": "Words.\n\n    ```python\n    x\n    ```\n\n```python\n{code}```",
    "inside HTML": '<div markdown="1">\n\n```python\n{code}```\n\n</div>',
    "between other languages": "```text\n{code}```\n\n```python\n{code}```\n\n```console\n$ true\n```",
    "several in a row": "```python\n{code}```\n```python\n{code}```",
    "a region of an example": '```python\n--8<-- "part.py:half"\n```\n\n```python\n{code}```',
    "Windows line ends": "```python\r\nprint(1)\r\n```\r\n",
    "tabs in the code": "```python\nif x:\n\ty = 1\n```",
}

SHOWN_ONLY = {
    "commented out": "<!--\n```python\n{code}```\n-->",
    "commented out below a title": "# Title {{#top}}\n<!-- from here\n\n```python\n{code}```\n\nto here -->\nWords.",
    "commented out in a list": "- Item\n\n    <!--\n    ```python\n    {code}    ```\n    -->",
    "inside a longer fence": "````markdown\n```python\n{code}```\n````",
    "inside a fence of tildes": "~~~markdown\n```python\n{code}```\n~~~",
    "indented code": "Words.\n\n    ```python\n    {code}    ```",
    "indented code after a list has ended": "- Item\n\nWords.\n\n    ```python\n    {code}    ```",
    "indented code in an admonition": "!!! note\n\n        ```python\n        {code}        ```",
    "indented code in a quote": "> Words.\n>\n>     ```python\n>     {code}>     ```",
    "indented code first": "    ```python\n    {code}    ```",
    "never closed": "```python\n{code}",
    "closed by a longer fence": "```python\n{code}````",
    "cut off by a line that is not indented": "- Item\n\n    ```python\n    x\ny\n    ```",
    "inside a line": "Words ```python x``` words.",
    "behind a list mark": "- ```python x```",
}


def page(form: str) -> str:
    """The form with CODE in it, each line behind what stands before {code} on its line."""
    lines = []
    for line in form.split("\n"):
        before, placeholder, after = line.partition("{code}")
        if placeholder:
            lines += textwrap.indent(CODE, before, lambda _: True).splitlines()
        if after or not placeholder:
            lines.append(after if placeholder else line)
    return "\n".join(lines).replace("{{", "{").replace("}}", "}")


def render(text: str, examples: str) -> str:
    settings = {
        "pymdownx.highlight": {"pygments_lang_class": True},
        "pymdownx.snippets": {"base_path": [examples], "dedent_subsections": True},
    }
    return markdown.markdown(text, extensions=EXTENSIONS, extension_configs=settings)


@pytest.mark.parametrize("form", [*RUN.values(), *SHOWN_ONLY.values()], ids=[*RUN, *SHOWN_ONLY])
def test_the_lexer_finds_what_the_site_renders(form, tmp_path):
    (tmp_path / "part.py").write_text(EXAMPLE)
    text = page(form)
    found = fences(text, [tmp_path])
    rendered = [
        (block.lang.lower(), block.title, block.text.strip("\n"))
        for block in blocks(render(text, str(tmp_path)))
        if block.lang != "text" or "```" not in block.text  # not indented code that shows a fence
    ]
    assert [(fence.lang, fence.title, fence.body.strip("\n")) for fence in found] == rendered, FILE
    assert bool([fence for fence in found if fence.is_python]) == (form in RUN.values()), FILE


@pytest.mark.parametrize("form", RUN.values(), ids=RUN)
def test_a_fence_knows_its_place(form, tmp_path):
    (tmp_path / "part.py").write_text(EXAMPLE)
    text = page(form)
    for fence in fences(text, [tmp_path]):
        marks = text[fence.start : fence.start + 3]
        assert marks in ("```", "~~~")
        assert text[: fence.end].endswith(marks)
        assert marks in text.splitlines()[fence.line - 1]
        assert text[: fence.start].count("\n") == fence.line - 1


def test_the_info_line_is_read_whole():
    (fence,) = fences('``` { .python .wide title="a = b" hl_lines="1 2" }\nx\n```\n')
    assert (fence.lang, fence.classes) == ("python", ("wide",))
    assert fence.options == {"title": "a = b", "hl_lines": "1 2"}
    (demo,) = fences('```demo name="line" a="0.5" best="on"\nCaption {p:a}.\n```\n')
    assert (demo.lang, demo.options) == ("demo", {"name": "line", "a": "0.5", "best": "on"})
    assert demo.body == "Caption {p:a}.\n"


def test_an_output_belongs_to_the_code_before_it():
    code, output = "```python\nprint(1)\n```\n", '```text title="{}"\n1\n```\n'
    for title in ("Output", "Uitvoer"):
        first, second = fences(code + "\n" + output.format(title))
        assert (first.expected, second.is_output) == ("1\n", True)
    quoted = textwrap.indent(code + "\n" + output.format("Output"), "> ", lambda _: True)
    assert fences(quoted)[0].expected == "1\n"
    plain = fences(code + '```text title="Elsewhere"\n1\n```\n')
    assert plain[0].expected is None
    assert orphans(plain) == []


@pytest.mark.parametrize(
    "before",
    [
        "",
        "Words.\n\n",
        "```python\nprint(1)\n```\n\nWords.\n\n",
        '```python\nprint(1)\n```\n\n```text title="Output"\n1\n```\n',
    ],
)
def test_an_output_without_code_is_an_orphan(before):
    assert len(orphans(fences(before + '```text title="Output"\n1\n```\n'))) == 1


def test_a_reason_not_to_run_holds_for_one_fence():
    first, second = fences("<!-- no-run: starts a server -->\n```console\n$ x\n```\n\n```console\n$ y\n```\n")
    assert (first.skip, second.skip) == ("starts a server", None)
    for text in ("<!-- no-run: -->\n", "<!-- no-run: why -->\nWords.\n", "<!-- norun: why -->\n"):
        assert fences(text + "```python\nx\n```\n")[0].skip is None


def test_a_missing_region_names_the_line(tmp_path):
    (tmp_path / "line.py").write_text("x = 1\n")
    with pytest.raises(Exception, match=r"line 3: .*'absent'"):
        fences('Words.\n\n```python\n--8<-- "line.py:absent"\n```\n', [tmp_path])
