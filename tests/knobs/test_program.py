"""A page's program prints what Python prints, ends in an Outcome whatever it does, and leaves Python as it was."""

import builtins
import gc
import json
import subprocess
import sys
import textwrap
import warnings

import pytest
from knobs import program as module
from knobs.output import LIMIT
from knobs.program import Program, run_blocks

from tests.knobs.reading import Reader, only_own_tags

FILE = "look in site_src/knobs/program.py"


class Heard(list):
    """A program's `tell`, kept."""

    def __call__(self, *told):
        self.append(told)

    def text(self, kind="out"):
        return "".join(text for *_, one, text in self if one == kind)


@pytest.fixture
def heard():
    return Heard()


@pytest.fixture
def program(heard):
    return Program("en", heard)


@pytest.mark.parametrize(
    "source",
    [
        "print('a', 1, sep='-', end='!')\nprint()",
        "for i in range(3): print(i, flush=True)",
        "import sys\nsys.stdout.write('a\\r\\nb\\rc')\nprint(sys.stdout.encoding, sys.stdout.isatty())",
        "import sys\nprint('é', '🎛')\nsys.stdout.flush()\nsys.stdout.buffer.write('ü'.encode())\nsys.stdout.buffer.flush()",
        "print(__name__, __doc__, type(__builtins__).__name__)",
        "'''A docstring.'''\nprint(__doc__)",
        "from __future__ import annotations\nclass A:\n    x: undefined\nprint(A.__annotations__)",
        "import pickle\nclass A: pass\nprint(type(pickle.loads(pickle.dumps(A()))) is A)",
        """from dataclasses import dataclass
from typing import get_type_hints
@dataclass
class A:
    x: 'A | None'
print(get_type_hints(A), A(None))""",
        "import sys\nprint(sys.modules['__main__'].__dict__ is globals())",
        "import inspect\nprint(inspect.currentframe().f_globals is globals())",
        "print('before')\ntry:\n    1 / 0\nexcept ZeroDivisionError as error:\n    print(error.__traceback__.tb_lineno)",
        "import asyncio\nasync def main():\n    await asyncio.sleep(0)\n    return 3\nprint(asyncio.run(main()))",
        "import threading\none = threading.Thread(target=print, args=('from a thread',))\none.start()\none.join()",
        "print(*sorted(vars()), sep='\\n') if 0 else print(len(str(2 ** 2000)))",
        "import sys\nprint('a\\x00\\x1b[31m\\u202e')",
        "if True:\r\n    print('windows')\r\n",
        "print('''a\\\nb''')\n\x0cprint('form feed')",
        "import os\nprint(os.linesep.join('ab'))",
        "import sys\nprint(sys.getrecursionlimit())",
        "print(1 / 3, 10 ** 20, {1: (2,)}, [float('nan')])",
    ],
)
def test_prints_what_python_prints(program, heard, source):
    ran = program.run(source)
    python = [sys.executable, "-X", "utf8", "-c", source.replace("\r\n", "\n")]
    expected = subprocess.run(python, capture_output=True, check=False)
    assert ran.ended == "done", f"{FILE}: {ran.html}"
    assert heard.text() == ran.printed == expected.stdout.decode(), FILE


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        ("6 * 7", "42\n"),
        ("'a'\n", "'a'\n"),
        ("x = 3\nx  # the value", "3\n"),
        ("None", ""),
        ("6 * 7;", ""),
        ("6 * 7 ; # hushed", ""),
        ("('é' +\n 'ü');", ""),
        ("('é' +\n 'ü')", "'éü'\n"),
        ("'é'; 1", "1\n"),
        ("...", "Ellipsis\n"),
        ("print(1)", "1\n"),
        ("x = 1", ""),
        ("", ""),
        ("# nothing", ""),
        ("if 1:\n    2", ""),
        ("'#;'", "'#;'\n"),
        ("class A:\n    def __repr__(self): return 'me'\nA()", "me\n"),
    ],
)
def test_the_value_of_a_last_expression_is_printed(program, heard, source, printed):
    assert program.run(source).printed == heard.text() == printed, FILE


def test_blocks_share_their_names(program, heard):
    program.run("import dataclasses\n@dataclasses.dataclass\nclass A:\n    x: int", "block 1")
    program.run("import pickle\npickle.loads(pickle.dumps(A(3)))", "block 2")
    assert heard.text() == "A(x=3)\n", FILE
    assert Program().run("A").ended == "error", "another program knows none of them"


def test_a_stream_that_an_earlier_block_kept_still_speaks(program, heard):
    program.run("import sys, logging\nout = sys.stdout\nlogger = logging.getLogger('kept')\n"
                "logger.addHandler(logging.StreamHandler())")  # fmt: skip
    program.run("out.write('kept\\n');\nlogger.warning('logged')")
    assert (heard.text(), heard.text("err")) == ("kept\n", "logged\n"), FILE


# Each leaves something broken; the next block must not notice.
VANDALS = [
    "import builtins; builtins.__dict__.clear()",
    "import builtins; del builtins.print, builtins.Exception, builtins.BaseException, builtins.isinstance",
    "import builtins; builtins.len = builtins.repr = builtins.str = None",
    "import builtins; builtins.__import__ = builtins.__build_class__ = None",
    "__builtins__.__dict__.clear()",
    "__builtins__ = None",
    "globals().clear()",
    "import sys; sys.stdout = sys.stderr = sys.stdin = None",
    "import sys; sys.stdout.close(); sys.stderr.close(); sys.stdin.close()",
    "import sys; del sys.stdout",
    "import sys; sys.stdout.write = None",
    "import sys; del sys.modules['sys'], sys.modules['builtins'], sys.modules['__main__'], sys.modules['io']",
    "import sys; sys.modules.clear()",
    "import sys; sys.modules = {}",
    "import sys; sys.__dict__.clear()",
    "import sys; sys.path.clear(); sys.meta_path.clear(); sys.path_hooks.clear(); sys.argv.clear()",
    "import sys; sys.path = sys.meta_path = None",
    "import sys; sys.excepthook = sys.displayhook = sys.unraisablehook = None",
    "import sys; sys.settrace(lambda *_: 1 / 0)",
    "import sys; sys.setprofile(lambda *_: 1 / 0)",
    "import sys\ndef trace(*_):\n    return trace\nsys.settrace(trace)\nsys.setprofile(trace)",
    "import sys; sys.setrecursionlimit(40)",
    "import sys; sys.set_int_max_str_digits(1000)",
    "import warnings; warnings.simplefilter('error'); warnings.showwarning = None",
    "import warnings; warnings.filters.clear(); warnings.filters = None",
    "import gc; gc.disable(); gc.set_threshold(1)",
    "import sys, gc; sys.settrace = sys.setrecursionlimit = gc.enable = gc.disable = None",
    "import linecache; linecache.cache.clear(); linecache.cache = None",
    "import ast, traceback; ast.parse = traceback.TracebackException = None",
    """class Evil:
    def __hash__(self): return 1
    def __eq__(self, other): raise ValueError
import builtins, sys
vars(builtins)[Evil()] = vars(sys)[Evil()] = 1""",
    """import sys
class Odd(type(sys)):
    def __getattribute__(self, name): raise ValueError
sys.modules['__main__'].__class__ = Odd""",
]


@pytest.mark.parametrize("ending", ["", "\n1 / 0", "\nraise SystemExit"])
@pytest.mark.parametrize("vandal", VANDALS)
def test_what_a_block_breaks_is_put_back(program, heard, vandal, ending):
    before = state()
    program.run(vandal + ending)
    assert state() == before, FILE
    heard.clear()
    after = program.run("import json\nprint(len(repr('é')), isinstance(1, int))\njson.dumps([1])")
    assert (after.html, heard.text()) == ("", "3 True\n'[1]'\n"), FILE
    assert "ZeroDivisionError: division by zero" in Reader(program.run("1 / 0").html).text, FILE


def state():
    """What of Python a run must leave as it was."""
    return (
        dict(vars(builtins)),
        dict(vars(sys)),
        {
            name: sys.modules.get(name)
            for name in ("__main__", "builtins", "io", "json", "sys", "knobs.program")
        },
        [list(one) for one in (sys.path, sys.meta_path, sys.path_hooks, sys.argv)],
        (sys.gettrace(), sys.getprofile(), sys.getrecursionlimit(), sys.get_int_max_str_digits()),
        (gc.isenabled(), gc.get_threshold()),
        (list(warnings.filters), warnings.showwarning),
    )


@pytest.mark.parametrize(
    ("source", "out", "err"),
    [
        ("import sys; print('a'); print('b', file=sys.stderr)", "a\n", "b\n"),
        ("import sys; sys.stdout = sys.__stdout__ = None; print('a')", "", ""),
        ("import contextlib, io\nwith contextlib.redirect_stdout(io.StringIO()) as kept: print('a')\nprint(kept)", None, ""),
        ("import warnings; warnings.warn('old', DeprecationWarning)", "",
         "<block 1>:1: DeprecationWarning: old\n  import warnings; warnings.warn('old', DeprecationWarning)\n"),
        ("x = 1\nx is 1;", "", None),
        ("import traceback\ntry: 1 / 0\nexcept ZeroDivisionError: traceback.print_exc(limit=-1)", "", None),
        ("import sys; sys.stderr.write('\\udc80');", "", "\\udc80"),
        ("import sys; sys.stdin.read()", "''\n", ""),
    ],
)  # fmt: skip
@pytest.mark.filterwarnings("default")
def test_two_streams(program, heard, source, out, err):
    ran = program.run(source)
    assert ran.ended == "done", f"{FILE}: {ran.html}"
    assert out is None or heard.text() == out, FILE
    assert heard.text("err") == err if err is not None else heard.text("err"), FILE


def test_a_printed_traceback_shows_the_line(program, heard):
    program.run("import traceback\ntry: a = 1 / 0\nexcept ZeroDivisionError: traceback.print_exc()")
    assert '  File "<block 1>", line 2, in <module>\n    try: a = 1 / 0\n' in heard.text("err"), FILE


def test_warnings_of_the_compiler_are_heard(program, heard):
    with warnings.catch_warnings():
        warnings.simplefilter("default")
        program.run("x = 1\nx is 1;", "block 2")
    assert heard.text("err").startswith("<block 2>:2: SyntaxWarning: "), FILE


BARS = "from knobs.text import Text\nfrom knobs.views import Bars\nbars = Bars(Text(en='a', nl='b'), [('<i>', 1.0)], 2.0)\n"


def test_text_and_views_keep_their_order(heard):
    program = Program("nl", heard)
    ran = program.run(BARS + "print('a')\nshow(bars)\nprint('b')\nshow(bars)\nprint('c')")
    assert ran.ended == "done", f"{FILE}: {ran.html}"
    assert [kind for kind, _ in heard] == ["out", "view", "out", "view", "out"], FILE
    assert 'aria-label="b"' in heard[1][1] and "&lt;i&gt;" in heard[1][1], FILE
    assert ran.printed == "a\nb\nc\n", FILE


@pytest.mark.parametrize(
    ("shown", "told"), [("3", "type int: 3"), ("'<b>'", "type str: '<b>'"), ("Bars", "type type: <class"), ("None", "None")]
)  # fmt: skip
def test_show_names_what_it_cannot_draw(program, shown, told):
    ran = program.run(BARS + f"show({shown})")
    assert isinstance(ran.raised, TypeError) and told in str(ran.raised), FILE


def test_a_view_that_returns_text_is_shown_as_text(program, heard):
    program.run("class Mine:\n    def html(self, lang): return '<script>' + lang\nshow(Mine())")
    assert heard == [("view", "&lt;script&gt;en")], FILE


@pytest.mark.parametrize(
    ("source", "english", "dutch", "code"),
    [
        ("raise SystemExit", "The program ended itself.", "Het programma is zelf gestopt.", []),
        ("import sys; sys.exit(3)", "with code 3", "met code 3", ["3"]),
        ("import sys; sys.exit(0)", "with code 0", "met code 0", ["0"]),
        ("import sys; sys.exit('<b>words</b>')", "and said: <b>words</b>", "en zei: <b>words</b>", ["<b>words</b>"]),
        ("exit()", "The program ended itself.", "Het programma is zelf gestopt.", []),
        ("class A:\n    def __str__(self): raise ValueError\nraise SystemExit(A())", "cannot tell", "niet kan", []),
    ],
)  # fmt: skip
def test_a_program_that_ends_itself(source, english, dutch, code):
    for lang, told in (("en", english), ("nl", dutch)):
        ran = Program(lang).run(source)
        read = Reader(ran.html)
        assert ran.ended == "exit" and told in read.text and read.code == code, FILE
        assert only_own_tags(ran.html), FILE


def test_nobody_can_be_asked(program, heard):
    ran = program.run("name = input('Name? ')")
    assert heard.text() == "Name? " and isinstance(ran.raised, EOFError), FILE
    assert "write the answer into the code" in Reader(ran.html).text, FILE


def test_an_endless_print_is_bounded(heard):
    program = Program("nl", heard)
    ran = program.run("for i in range(200_000): print('0123456789')")
    assert len(heard.text()) == LIMIT == len(ran.printed), FILE
    assert len(heard) < 60, f"{FILE}: {len(heard)} messages"
    assert (
        "de eerste 100.000 tekens" in heard.text("view")
        and len([1 for kind, _ in heard if kind == "view"]) == 1
    )
    assert "nog 2.100.000 tekens" in Reader(ran.html).text and ran.ended == "done", FILE


def test_one_huge_print_and_one_huge_value(program, heard):
    for source in (
        "print('x' * 10_000_000)",
        "'x' * 10_000_000",
        "import sys; sys.stderr.write('x' * 10_000_000);",
    ):
        heard.clear()
        program.run(source)
        assert sum(len(text) for _, text in heard) < LIMIT + 1_000, FILE


def test_outcomes_of_blocks(heard):
    blocks = [
        {"name": "block 1", "number": 1, "source": "a = 1\nprint('one')"},
        {"name": "<b>", "number": 4, "source": "print('two')\n1 / 0"},
        {"name": "block 3", "number": 5, "source": "print('three')"},
    ]
    results = json.loads(run_blocks("en", "a-page", json.dumps(blocks), heard))
    assert [(one["number"], one["ended"], one["memory"]) for one in results] == [
        (1, "done", False),
        (4, "error", False),
    ]
    assert "<b>, line 2" in Reader(results[1]["html"]).text and only_own_tags(results[1]["html"]), FILE
    assert heard == [(1, "out", "one\n"), (4, "out", "two\n")], FILE
    heard.clear()
    one = [{"name": "block 1", "number": 1, "source": "a"}]
    run_blocks("en", "a-page", json.dumps(one), heard)
    assert heard == [(1, "out", "1\n")], "the page's program goes on"
    (told,) = json.loads(run_blocks("nl", "a-page", json.dumps(one), heard, True))
    assert "NameError" in told["html"] and 'lang="nl"' in told["html"], "restart forgets"


def test_blocks_of_one_name_keep_their_lines_apart(heard):
    blocks = [
        {"name": "line.py", "number": 1, "source": "def f():\n    return 1 / 0"},
        {"name": "line.py", "number": 2, "source": "# other\n# lines"},
        {"name": "block 3", "number": 3, "source": "f()"},
    ]
    told = json.loads(run_blocks("en", "twice", json.dumps(blocks), heard))[-1]["html"]
    assert "line.py, line 2\nreturn 1 / 0" in Reader(told).text, FILE


def test_no_memory_is_told(program, heard):
    big = "x = bytearray(1 << 62)"  # CPython refuses at once
    (told,) = json.loads(
        run_blocks("nl", "big", json.dumps([{"name": "b", "number": 1, "source": big}]), heard, True)
    )
    assert told["memory"] is True and "MemoryError" in told["html"] and "meer geheugen" in told["html"], FILE
    assert program.run("raise MemoryError").ended == "error", FILE


def test_a_program_inside_a_program(program, heard):
    inner = (
        "from knobs.program import Program\nheard = []\np = Program('en', lambda *told: heard.append(told))\n"
    )
    ran = program.run(inner + "print('a')\np.run('print(2)\\n1/0')\nprint('b', heard)")
    assert ran.printed == "a\nb [('out', '2\\n')]\n", FILE


def test_the_example_in_the_docstring():
    names = {"Program": Program}
    exec(textwrap.dedent(module.__doc__.split("\n\n")[1]), names)  # noqa: S102
    assert names["heard"] == [("out", "42\n")], FILE


def test_output_stays_where_it_was(capsys):
    Program().run("print('nowhere')\nimport sys; print('nor here', file=sys.stderr)")
    assert capsys.readouterr() == ("", ""), FILE
