"""What a page's Python blocks need of one another: which can run in the reader's browser, and their fingerprints.

A page is one program, so a block can run in the page if it imports nothing but the standard library and knobs, and
takes no name from a block that cannot. Only the syntax is read; nothing runs.
"""

import ast
import builtins
import hashlib
import sys
from collections.abc import Iterable

from .fences import Fence
from .names import Names, parse

# Of the standard library, but not in a browser: left out of Pyodide, of no use without processes and sockets, only
# on Windows, or gone from Python since 3.11.
ABSENT = """
curses dbm ensurepip grp idlelib multiprocessing pwd pydoc_data readline resource socket socketserver subprocess
syslog threading tkinter turtle turtledemo venv
msvcrt nt winreg winsound
aifc asynchat asyncore audioop cgi cgitb chunk crypt distutils imghdr imp lib2to3 mailcap msilib nis nntplib
ossaudiodev pipes smtpd sndhdr spwd sunau telnetlib uu xdrlib
"""
AT_HOME = (sys.stdlib_module_names | {"knobs"}) - set(ABSENT.split())
ALL = "*"  # the name that stands for what `from module import *` brings


def out_of_reach(found: Iterable[Fence]) -> dict[int, str]:
    """Line of each Python block that cannot run in the page -> the module that it waits for."""
    given: dict[str, str] = {}  # name -> the module that its latest definition waits for, "" for none
    waiting: dict[int, str] = {}
    for fence in found:
        if fence.is_python and not fence.skip:
            names = Names.of(fence.body)
            unknown = given.get(ALL, "")
            takes = (given.get(n, "" if hasattr(builtins, n) else unknown) for n in sorted(names.needs))
            module = next((m for m in names.modules if m not in AT_HOME), "") or next(filter(None, takes), "")
            given |= dict.fromkeys(names.bound, module)
            if module:
                waiting[fence.line] = module
    return waiting


def shows(code: str) -> bool:
    """Whether a block calls `show(…)`, so that what it gives is more than text."""
    tree = parse(code)
    return tree is not None and any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "show"
        for node in ast.walk(tree)
    )


def code_print(code: str) -> str:
    """A fingerprint that is the same in every language of the site: strings and comments do not count."""
    return text_print(shape(code))


def text_print(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def shape(code: str) -> str:
    """The syntax tree with every string empty; the code itself where it has no tree."""
    tree = parse(code)
    return code if tree is None else _dump(_Blank().visit(tree))


def _dump(node: object) -> str:
    """As ast.dump, but the same in every version of Python: it leaves out what is None or empty."""
    if isinstance(node, ast.AST):
        kept = ((name, value) for name, value in ast.iter_fields(node) if value is not None and value != [])
        return f"{type(node).__name__}({', '.join(f'{name}={_dump(value)}' for name, value in kept)})"
    return f"[{', '.join(map(_dump, node))}]" if isinstance(node, list) else repr(node)


class _Blank(ast.NodeTransformer):
    """Empties strings. Of an f-string the values stay, in any order: Dutch may tell them in another one."""

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        return ast.Constant("" if isinstance(node.value, str) else node.value)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.JoinedStr:
        values = [value for value in node.values if isinstance(value, ast.FormattedValue)]
        return ast.JoinedStr(sorted((self._value(value) for value in values), key=_dump))

    def _value(self, value: ast.FormattedValue) -> ast.FormattedValue:
        return ast.FormattedValue(self.visit(value.value), value.conversion, value.format_spec)
