"""What the snippets plugin lets pass and what it refuses, on small pages."""

import re

import pytest
from sybil import Document

from tests.docs.snippets import ROOT, matches, parse, set_up, tear_down

PAGE = str(ROOT / "docs/en/page.md")  # need not be there
PRINT = "```python\nprint('a')\nprint(1 / 3)\n```\n"
RAISE = "```python\nprint('a')\nraise ValueError('no')\n```\n"
TRACE = "Traceback (most recent call last):\n"


def run(text, only=None):
    """Run the fences of a page (or one of them) in order."""
    document = Document(text, PAGE)
    for region in parse(document):
        document.add(region)
    set_up(document.namespace)
    try:
        for example in document.examples():
            if only in (None, example.line):
                example.evaluate()
    finally:
        tear_down(document.namespace)


def output(text, title="Output"):
    return f'\n```text title="{title}"\n{text}\n```\n'


@pytest.mark.parametrize(
    "text",
    [
        PRINT,
        PRINT + output("a\n0.333..."),
        PRINT + output("a\n0.3333333333333333   "),
        PRINT + output("...", "Uitvoer"),
        "```python\nprint('a')\n6 * 7\n```\n" + output("a\n42"),
        "```python\n6 * 7;\n```\n" + output(""),
        "```python\na = 6\n```\n```python\na * 7 if a else None\n```\n" + output("42"),
        RAISE + output(f"a\n{TRACE}ValueError: no"),
        RAISE + output(f'a\n{TRACE}  File "x.py", line 1, in <module>\n    raise\nValueError: n...'),
        "```python\nx = (\n```\n" + output(f"{TRACE}SyntaxError: '(' was never closed"),
        "```python\nclass A: ...\n```\n\n> ```py\n> print(A.__name__)\n> ```\n>" + output("A"),
        "```python\nfrom pathlib import Path\nPath('a').write_text('b')\n```\n```console\n$ cat a\nb\n```\n",
        "```console\n$ echo a; \\\n  echo b\na\nb\n$ python -c 'import knobs'\n```\n",
        "```json\n{]\n```\n",
        '```demo name="absent"\n```\n',
        "<!-- no-run: it never ends -->\n```python\nwhile True: pass\n```\n",
    ],
)
def test_what_is_true_passes(text):
    run(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (PRINT + output("a\n0.334"), "docs/en/page.md:1: the page shows another output"),
        ("Words.\n\n" + PRINT + output(""), "docs/en/page.md:3: the page shows another output"),
        ("```python\n6 * 7\n```\n" + output("43"), "docs/en/page.md:1: the page shows another output"),
        ("```python\n6 * 7\n```\n" + output(""), "docs/en/page.md:1: the page shows another output"),
        ("```python\nshow(3)\n```\n", "docs/en/page.md:2: TypeError: show() draws a view"),
        (RAISE, "docs/en/page.md:3: ValueError: no"),
        (RAISE + output("a"), "docs/en/page.md:3: ValueError: no"),
        (RAISE + output(f"a\n{TRACE}ValueError: yes"), "another output"),
        (RAISE + output(f"a\n{TRACE}TypeError: no"), "another output"),
        (RAISE + output(f"b\n{TRACE}ValueError: no"), "another output"),
        (PRINT + output(f"{TRACE}ValueError: no"), "docs/en/page.md:1: the page promises an error"),
        ("```python\nx = (\n```\n", "docs/en/page.md:2: SyntaxError: '(' was never closed"),
        ("```python\nraise SystemExit(1)\n```\n", "docs/en/page.md:2: SystemExit: 1"),
        (
            "```python\ndef f():\n    1 / 0\n```\n```python\nf()\n```\n",
            "docs/en/page.md:3: ZeroDivisionError",
        ),
        ("```bash\nls\n```\n", "docs/en/page.md:1: fence language “bash” is none of python, console, demo"),
        ("```\nls\n```\n", "docs/en/page.md:1: fence language “” is none of"),
        ("```console\n$ echo a\nb\n```\n", "docs/en/page.md:1 $ echo a: the page shows another output"),
        ("```console\n$ exit 3\n```\n", "exit status 3"),
        ("```console\necho a\n```\n", "begins with a command"),
        ("```console\n$ make serve\n```\n", "“make” installs, serves or fetches"),
        ("```console\n$ echo a && pip install x\n```\n", "“pip” installs"),
    ],
)
def test_what_is_not_is_told(text, told):
    with pytest.raises(pytest.fail.Exception, match=re.escape(told)):
        run(text)


def test_one_fence_runs_with_what_it_needs():
    text = "```python\na = 1\n```\n```python\nraise ValueError(a)\n```\n```python\nassert a == 1\n```\n"
    run(text, only=7)


def test_a_missing_region_is_told():
    with pytest.raises(pytest.Collector.CollectError, match=r"docs/en/page.md: line 2: .*'absent.py'"):
        run('Words.\n```python\n--8<-- "absent.py"\n```\n')


def test_dots_stand_for_anything():
    assert matches("a...c\n", "abc")
    assert matches("a\n...\nd", "a\nb\nc\nd\n")
    assert not matches("a.c", "abc")
    assert not matches("...b", "abc")


def test_the_line_that_failed_is_shown_without_what_runs_it():
    with pytest.raises(pytest.fail.Exception) as told:
        run("```python\ndef f():\n    1 / 0\n```\n```python\nf()\n```\n")
    assert 'File "docs/en/page.md", line 3, in f' in str(told.value)
    assert "knobs/" not in str(told.value)
