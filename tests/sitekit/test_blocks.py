"""sitekit/blocks.py and names.py: which blocks of a page can run in the browser, and when two of them count as the same."""

import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sitekit.blocks import ABSENT, AT_HOME, code_print, out_of_reach, shows, text_print
from sitekit.fences import Fence, fences
from sitekit.names import Names
from sitekit.packing import node

FILE = "look in site_src/sitekit/blocks.py and names.py"
TORCH = "import torch\nmodel = torch.nn.Linear(2, 1)\nloss = 0.5"


def page(*blocks: str) -> list[Fence]:
    return fences("".join(f"```python\n{block}\n```\n\n" for block in blocks))


def waiting(*blocks: str) -> list[str]:
    """For each block the module that it waits for, "" where it can run."""
    found = page(*blocks)
    told = out_of_reach(found)
    assert len(found) == len(blocks)
    return [told.get(fence.line, "") for fence in found]


@pytest.mark.parametrize(
    "code",
    [
        "x = 1",
        "import math, json.decoder as j",
        "from knobs.demos.line import NEBULAE",
        "from __future__ import annotations",
        "print('import torch')  # import torch",
        "x = (",
        "\0",
    ],
)
def test_a_block_at_home_can_run(code):
    assert waiting(code) == [""], FILE


@pytest.mark.parametrize(
    ("code", "module"),
    [
        ("import torch", "torch"),
        ("import math, torch.nn as nn", "torch"),
        ("from numpy.linalg import norm", "numpy"),
        ("def f():\n    if x:\n        import torch", "torch"),
        ("class A:\n    import torch", "torch"),
        (
            "x = lambda: (lambda: [1 for _ in ()])\ntry:\n    import torch\nexcept ImportError as e:\n    pass",
            "torch",
        ),
        ("from . import x", "."),
        ("import subprocess", "subprocess"),
        ("from tkinter import ttk", "tkinter"),
        ("import line", "line"),
    ],
)
def test_a_block_with_a_foreign_module_cannot(code, module):
    assert waiting(code) == [module], FILE


@pytest.mark.parametrize(
    "code",
    [
        "print(loss)",
        "print(f'{model}')",
        "loss += 1",
        "loss = loss + 1",
        "losses = [loss for _ in range(3)]",
        "loss = [n * loss for n in range(3)]",
        "def f(x=loss): ...",
        "def f(x: model): ...",
        "def f():\n    return loss\nf()",
        "f = lambda: loss",
        "class A(model): ...",
        "class A:\n    x = loss",
        "class A:\n    def f(self):\n        return loss",
        "@model\ndef f(): ...",
        "for loss in [loss]: ...",
        "with open(loss) as loss: ...",
        "match loss:\n    case 1: ...",
        "if (model := model): ...",
        "def f():\n    global loss\n    loss += 1",
        "del loss",
        "loss[0] = 1",
        "model.x = 1",
    ],
)
def test_a_name_from_a_block_that_cannot_run_is_needed(code):
    assert waiting(TORCH, code) == ["torch", "torch"], FILE


@pytest.mark.parametrize(
    "code",
    [
        "x = 1",
        "loss = 1\nprint(loss)",
        "for loss in range(3):\n    print(loss)",
        "def f(loss, *model, **torch):\n    return loss, model, torch",
        "def f():\n    return loss\nloss = 1\nf()",
        "def f():\n    loss = 1\n    return loss",
        "print([loss for loss in range(3)])",
        "f = lambda loss: loss",
        "from json import loads as loss\nloss('1')",
        "x.loss = 'model'",
        "f(loss=1)",
        "match 1:\n    case loss:\n        print(loss)",
        "match []:\n    case [*loss]:\n        print(loss)",
        "match {}:\n    case {**loss}:\n        print(loss)",
        "try:\n    f()\nexcept ValueError as loss:\n    print(loss)",
        "class loss:\n    pass\nprint(loss)",
        "print((loss := 1), loss)",
        "with open('x') as loss:\n    print(loss)",
        "def f():\n    global loss\n    loss = 1\nf()\nprint(loss)",
    ],
)
def test_a_name_of_its_own_is_not(code):
    assert waiting(TORCH, code) == ["torch", ""], FILE


def test_the_latest_definition_counts():
    assert waiting(TORCH, "loss = 1", "print(loss)", "print(model)") == ["torch", "", "", "torch"]
    assert waiting("loss = 1", TORCH, "print(loss)") == ["", "torch", "torch"]


def test_a_need_is_passed_on():
    assert waiting(TORCH, "a = loss", "b = a", "c = b", "d = 1") == ["torch", "torch", "torch", "torch", ""]


def test_names_nobody_spelled_out():
    assert waiting("from torch import *", "print(len([]))", "print(tensor)") == ["torch", "", "torch"]
    assert waiting("from torch import *", "tensor = 1", "print(tensor)") == ["torch", "", ""]
    assert waiting("from math import *", "print(pi)") == ["", ""]


def test_what_is_not_run_gives_nothing():
    found = fences(f"<!-- no-run: why -->\n```python\n{TORCH}\n```\n\n```python\nprint(loss)\n```\n")
    assert out_of_reach(found) == {}
    assert out_of_reach(fences("```text\nimport torch\n```\n")) == {}


def test_python_agrees_about_the_names():
    """What `Names` needs of above is what Python misses when the block runs alone."""
    code = "def f():\n    return a\nb = [c for d in e]\nclass G(h):\n    i = j\nf()"
    assert Names.of(code).needs == {"a", "c", "e", "h", "j"}
    assert Names.of(code).bound == {"f", "b", "G"}
    names = dict.fromkeys(Names.of(code).needs, object) | {"e": []}
    exec(code, names)  # noqa: S102 - what is judged
    for name in names.keys() & {"a", "e", "h", "j"}:
        with pytest.raises(NameError, match=name):
            exec(code, {one: value for one, value in names.items() if one != name})  # noqa: S102


def test_absent_modules_are_not_at_home():
    assert not AT_HOME & set(ABSENT.split())
    assert {"math", "json", "knobs", "dataclasses"} <= AT_HOME


def test_what_can_run_is_there_in_the_page(root):
    """The stock library of the browser's Python has every module that we call at home, or tells why not."""
    probe = """
import {{ loadPyodide }} from "{pyodide}";
const python = await loadPyodide();
console.log(python.runPython(`import importlib.util
" ".join(name for name in {names!r}.split() if importlib.util.find_spec(name) is None)`));
"""
    names = " ".join(sorted(name for name in AT_HOME - {"knobs"} if not name.startswith("_")))
    code = probe.format(pyodide=root / "node_modules/pyodide/pyodide.mjs", names=names)
    command = [node(), "--input-type=module", "--eval", code]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=300, check=True)
    assert done.stdout.strip() == "", f"{FILE}: ABSENT lacks {done.stdout}"


# ---- Fingerprints ------------------------------------------------------------------------------------


def test_words_and_comments_do_not_count():
    english = 'x = {"a": f"{n} is {m:.1f}"}  # one\nprint("yes")'
    assert code_print(english) == code_print('x = {"b": f"{m:.1f} van {n}"}\n\n# twee\nprint( "ja" )')
    for other in (
        english + "\nx",
        english.replace(".1f", ".2f"),
        english.replace("x", "y"),
        english.replace("n", "k"),
    ):
        assert code_print(other) != code_print(english), other


def test_a_fingerprint_is_the_same_in_every_python():
    """Drafts are found by it, so it may not change with the Python that builds the site."""
    code = "@a\ndef f(x: int = 1, *y, **z) -> None:\n    return None\nclass A: ...\nprint(f'{x!r:>{n}}', -1, None, b'')\n"
    assert code_print(code) == "0520e6bb", FILE


@given(st.text(max_size=80))
def test_any_text_has_a_fingerprint(code):
    assert len(code_print(code)) == len(text_print(code)) == 8
    assert not shows(code) or "show" in code
    Names.of(code)


def test_who_shows():
    assert shows("x = 1\nif x:\n    show(Curve([1]))")
    assert not shows("x.show()\nshown(1)\nprint('show(1)')")
    assert not shows("show(")
