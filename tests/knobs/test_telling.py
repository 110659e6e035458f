"""Errors are told in the reader's language, at the reader's own lines, and whatever they say stays text."""

import traceback

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from knobs.markup import Markup
from knobs.program import Program
from knobs.telling import LONGEST, Block, message, places, plain, tell_error, tell_exit
from knobs.text import LANGUAGES

from tests.knobs.reading import Reader, only_own_tags

FILE = "look in site_src/knobs/telling.py"
HOSTILE = st.text(st.sampled_from("<>&\"'`;/=\\ \n\t\r\0\x1b\x7f\x85\u2028\u202e\u2066\ud800\udc80é🎛aA1{}%()#:"), max_size=30) | st.text(
    max_size=30
) | st.sampled_from(
    ["<script>alert(1)</script>", "</code></span><img src=x onerror=alert(1)>", "]]><!--", "&lt;&amp;#60;", "{message}"]
)  # fmt: skip


def told(source, lang="en"):
    """A program's outcome, and its HTML as a reader sees it."""
    ran = Program(lang).run(source)
    assert only_own_tags(ran.html), FILE
    return ran, Reader(ran.html)


@settings(deadline=None)
@given(HOSTILE, st.sampled_from(LANGUAGES))
def test_a_hostile_message_stays_text(words, lang):
    ran, read = told(f"raise ValueError({words!r})", lang)
    assert read.code[0] == plain((f"ValueError: {words}" if words else "ValueError").strip()), FILE
    assert all(character.isprintable() or character in "\n\t" for character in ran.html), FILE


@settings(deadline=None)
@given(HOSTILE)
def test_a_hostile_source_ends_in_an_outcome(source):
    ran, read = told(source)
    assert ran.ended in ("done", "error"), FILE
    for code in read.code[1:]:
        lines = source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        assert code.strip() in {plain(line.strip()).strip() for line in lines}, FILE


@settings(deadline=None)
@given(HOSTILE)
def test_a_hostile_line_stays_text(words):
    line = f"x = {words!r}; 1 / 0"
    _, read = told(f"def f():\n        {line}\nf()")
    assert read.code[-1] == line and read.marked == "1 / 0", FILE


@settings(deadline=None)
@given(HOSTILE, HOSTILE)
def test_hostile_names_stay_text(name, note):
    blocks = {"<f>": Block(name, ["a", "b"])}
    error = ValueError("x")
    error.add_note(note)
    syntax = SyntaxError(note, ("<f>", 2, 1, note, 2, 9))
    for lang in LANGUAGES:
        for one in (error, syntax):
            assert only_own_tags(tell_error(one, blocks, lang)), FILE
        assert plain(name) in Reader(tell_error(syntax, blocks, lang)).text, FILE
        assert only_own_tags(tell_exit(SystemExit(note), lang)), FILE


@settings(deadline=None)
@given(st.text() | HOSTILE)
def test_plain_shows_what_can_be_seen(text):
    assert plain(text).replace("\n", "").replace("\t", "").isprintable(), FILE
    assert plain(plain(text)) == plain(text), FILE
    visible = "".join(character for character in text if character.isprintable())
    assert plain(visible) == visible, FILE


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a\0b", r"a\x00b"), ("\x1b[31m", r"\x1b[31m"), ("\udc80", r"\udc80"), ("\u202eabc", r"\u202eabc"), ("é\n\t🎛", "é\n\t🎛"), ("\r", r"\r")],
)  # fmt: skip
def test_plain_by_hand(text, shown):
    assert plain(text) == shown, FILE


def test_plain_cuts_and_makes_a_plain_string():
    assert plain("x" * 10_000_000) == "x" * LONGEST + " …", FILE
    assert type(plain(Markup("<b>"))) is str, FILE


PROGRAMS = [
    "def f(x):\n    return 1 / x\n\ndef g(x):\n    return f(x) + 1\n\nprint(g(\n    0))",
    "x = {}\ny = x['a']['b'] + x['c']",
    "é = 'é'; ü = é + 1",
    "def f():\n    raise ValueError('no')\ntry:\n    f()\nexcept ValueError:\n    raise",
    "import json\njson.loads('{')",
    "[1 / n for n in (1, 0)]",
    "class A:\n    def __init__(self):\n        self.x = self.y\nA()",
    "sorted([1, 'a'])",
    "from functools import reduce\nreduce(lambda a, b: a / b, [1, 0])",
    "exec('1 / 0')",
    "if True:\n\tx = [\n\t\t1,\n\t\tundefined,\n\t]",
    "def f(n):\n    return f(n - 1) if n else 1 / 0\nf(3)",
    "with open('/no/such/file') as file:\n    pass",
    "assert 1 == 2, 'no'",
    "import string\nstring.Template('$x').substitute()",
    "next(iter([]))",
    "async def f():\n    1 / 0\nf().send(None)",
    "def f():\n    yield\n    1 / 0\nlist(f())",
    "class A:\n    def __repr__(self):\n        return 3\nA()",
    "raise SystemError('x') from KeyError('y')",
]


@pytest.mark.parametrize("source", PROGRAMS)
def test_the_lines_are_those_of_pythons_own_traceback(source):
    program = Program()
    ran = program.run(source)
    file = "<block 1>"
    own = [frame for frame in traceback.extract_tb(ran.raised.__traceback__) if frame.filename == file]
    found = places(ran.raised, program.blocks)
    assert [place.line for place in found] == [frame.lineno for frame in own], FILE
    for place, frame in zip(found, own, strict=True):
        assert place.before + place.here + place.after == frame.line, FILE
        if place.here and frame.end_lineno == frame.lineno:
            coded = source.split("\n")[frame.lineno - 1].encode()
            assert place.here == coded[frame.colno : frame.end_colno].decode(), FILE
    *_, last = (line for line in traceback.format_exception_only(ran.raised))
    assert message(ran.raised) == last.strip(), FILE


@pytest.mark.parametrize(
    ("source", "line", "marked"),
    [
        ("x = (", "x = (", "("),
        ("a = 1\n  b = 2", "b = 2", None),
        ("for i in range(3)\n    print(i)", "for i in range(3)", " "),
        ("if 1:\nprint(1)", "print(1)", "print"),
        ("x = 'é' ü 1", "x = 'é' ü 1", None),
        ("x = 'a", "x = 'a", None),
        ("1 = x", "1 = x", "1"),
        ("f(a b)", "f(a b)", "a b"),
        ("return 3", "return 3", None),
        ("def f():\n\tx\n        y", "y", None),
        ("await x", "await x", None),
        ("\ufeffx", r"\ufeffx", None),
        ("x = 3 $ 4", "x = 3 $ 4", "$"),
        ("f'{'", "f'{'", None),
        ("lambda: (yield)\nnonlocal x", "nonlocal x", None),
    ],
)
def test_what_python_cannot_read_is_shown(source, line, marked):
    ran, read = told(source)
    assert isinstance(ran.raised, SyntaxError) and "Python cannot read this code" in read.text, FILE
    assert read.code[1].rstrip() == line and (marked is None or read.marked == marked), FILE


UNREADABLE = {
    "a null byte": "a\0b",
    "a lone surrogate": "x = '\udc80'",
    "brackets": "(" * 100_000,
    "closed brackets": "(" * 5_000 + ")" * 5_000,
    "signs": "-" * 100_000 + "1",
    "blocks": "".join(" " * depth + "if 1:\n" for depth in range(150)) + " " * 150 + "pass",
    "digits": "x = " + "9" * 5_000,
    "lambdas": "lambda: " * 5_000 + "1",
    "a long line": "x = (" + "1, " * 100_000,
    "await": "await f()",
    "an unknown encoding": "# coding: nonsense\nx = (",
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("source", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_no_compiler_takes(source, lang):
    ran, read = told(source, lang)
    assert ran.ended == "error", FILE
    assert read.text.startswith(
        "Python kan deze code niet lezen" if lang == "nl" else "Python cannot read this"
    ), FILE
    assert len(ran.html) < 3_000, FILE


BAD = "class Bad(Exception):\n    {}\n"
HELD = "raise ExceptionGroup('g', [ValueError('<one>'), ExceptionGroup('h', [TypeError('two')])])"


@pytest.mark.parametrize(
    ("source", "en", "nl"),
    [
        ("1 / 0", "stopped with an error: ZeroDivisionError", "stopte met een fout: ZeroDivisionError"),
        ("def f(): f()\nf()", "without an end", "zonder einde"),
        ("def f(): return g()\ndef g(): return f()\nf()", "RecursionError", "… nog"),
        ("import torch_absent", "standard library and the package knobs", "standaardbibliotheek van Python en het pakket"),
        ("raise ModuleNotFoundError('no torch', name='torch.nn')", "does not run in a browser", "draait niet in een browser"),
        ("raise ModuleNotFoundError('no', name='tkinter')", "does not work in a browser", "werkt niet in een browser"),
        ("raise ImportError('x could not be fetched; are you offline?')", "are you offline?", "are you offline?"),
        ("raise MemoryError", "more memory than there is", "meer geheugen nodig"),
        ("raise KeyboardInterrupt", "interrupted the program", "onderbroken"),
        ("await f()", "async def", "async def"),
        ("input()", "write the answer into the code", "schrijf het antwoord in de code"),
        ("raise ValueError('b') from KeyError('a')", "Its cause was another error: KeyError: 'a'", "De oorzaak was"),
        ("try: 1 / 0\nexcept ZeroDivisionError: undefined", "while another error was dealt with: ZeroDiv", "afhandelen"),
        ("try: 1 / 0\nexcept ZeroDivisionError: raise KeyError('a') from None", "KeyError: 'a'", "KeyError"),
        (HELD, "It holds this error: ValueError: <one>", "Daarin zit deze fout: TypeError: two"),
        ("e = ValueError('loop'); e.__cause__ = e\nraise e", "ValueError: loop", "ValueError: loop"),
        ("raise ValueError('x' * 10_000_000)", "xxx …", "xxx …"),
        ("e = ValueError('a')\ne.add_note('<a note>')\nraise e", "ValueError: a\n<a note>", "<a note>"),
        ("raise BaseException", "BaseException", "BaseException"),
        ("raise GeneratorExit", "GeneratorExit", "GeneratorExit"),
        ("raise 3", "TypeError: exceptions must derive", "TypeError"),
        (BAD.format("def __str__(self): raise ValueError") + "raise Bad", "str() failed", "str() failed"),
        (BAD.format("def __str__(self): raise SystemExit") + "raise Bad", "Bad", "Bad"),
        (BAD.format("def __str__(self): return 3") + "raise Bad", "str() failed", "str() failed"),
        (BAD.format("def __str__(self): raise KeyboardInterrupt") + "raise Bad", "Bad", "Bad"),
        (BAD.format("def __str__(self):\n        import builtins; vars(builtins).clear(); return 'x'") + "raise Bad", "", ""),
        (BAD.format("__cause__ = 3") + "raise Bad", "", ""),
        (BAD.format("__bool__ = __len__ = __eq__ = __hash__ = None") + "raise KeyError from Bad()", "Its cause", "De oorzaak"),
        (BAD.format("__module__ = property(lambda self: 1 / 0)") + "raise Bad", "", ""),
        ("class M(type):\n    def __getattribute__(self, n): 1 / 0\nclass Bad(Exception, metaclass=M): pass\nraise Bad", "", ""),
        ("class A:\n    def __repr__(self): raise ValueError('from repr')\nA()", "ValueError: from repr", "from repr"),
        ("class A:\n    def __repr__(self): return 3\nA()", "TypeError: __repr__ returned non-string", "__repr__"),
        ("class A:\n    def __getattr__(self, name): raise ValueError('from getattr')\nshow(A())", "from getattr", ""),
        ("x = 10 ** 10_000\nx", "ValueError: Exceeds the limit", "ValueError"),
        ("from knobs.markup import Markup\nraise ValueError(Markup('<b>bold</b>'))", "<b>bold</b>", "<b>bold</b>"),
        ("x = SyntaxError('odd'); x.filename, x.lineno, x.offset = '<block 1>', 'a', []\nraise x", "", ""),
        ("x = SyntaxError('far', ('<block 1>', 99, -5, None, -1, 10 ** 9))\nraise x", "far", "far"),
        ("exec(compile('\\n' * 50 + '1 / 0', '<block 1>', 'exec'))", "block 1, line 51", "block 1, regel 51"),
        ("x = []\nfor _ in range(100_000): x = [x]\nx", "RecursionError", "RecursionError"),
    ],
)  # fmt: skip
def test_whatever_goes_wrong_is_a_sentence(source, en, nl):
    for lang, words in (("en", en), ("nl", nl)):
        ran, read = told(source, lang)
        assert ran.ended == "error" and words in read.text, FILE
        assert f'lang="{lang}"' in ran.html and read.text.strip(), FILE
        assert len(ran.html) < 12_000, FILE


def test_a_long_way_is_cut_in_the_middle():
    calls = "".join(f"def f{n}(): return f{n + 1}()\n" for n in range(40)) + "def f40(): return 1 / 0\nf0()"
    _, read = told(calls)
    assert len(read.code) == 1 + 12 and "… 30 more …" in read.text, FILE
    assert read.code[-1] == "def f40(): return 1 / 0", FILE


def test_a_long_line_is_shown_around_the_place():
    source = f"x = [{'1, ' * 400}1 / 0{', 1' * 400}]"
    _, read = told(source)
    assert read.marked == "1 / 0" and len(read.code[1]) < 200, FILE
    assert read.code[1].startswith("… ") and read.code[1].endswith(" …"), FILE
