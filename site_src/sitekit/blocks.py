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
    tree = _parse(code)
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
    tree = _parse(code)
    return code if tree is None else _dump(_Blank().visit(tree))


def _parse(code: str) -> ast.Module | None:
    try:
        return ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


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


class Names(ast.NodeVisitor):
    """The names of one scope, in the order in which Python meets them.

    `first`: read before they are bound here. `later`: read by functions, when they are called. `bound`: bound here.
    """

    def __init__(self) -> None:
        self.first: set[str] = set()
        self.later: set[str] = set()
        self.bound: set[str] = set()
        self.outer: set[str] = set()  # declared global or nonlocal
        self.modules: list[str] = []

    @classmethod
    def of(cls, code: str) -> "Names":
        names = cls()
        if tree := _parse(code):
            names.visit(tree)
        return names

    @property
    def needs(self) -> set[str]:
        """What must have been bound above."""
        return self.first | (self.later - self.bound)

    def _read(self, names: Iterable[str]) -> None:
        self.first |= set(names) - self.bound

    def _inside(self, nodes: Iterable[ast.AST], bound: Iterable[str] = ()) -> "Names":
        """The names of a scope within this one."""
        inner = Names()
        inner.bound |= set(bound)
        for node in nodes:
            inner.visit(node)
        self.modules += inner.modules
        return inner

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Store):
            self.bound.add(node.id)
        else:
            self._read([node.id])

    def visit_Assign(self, node: ast.Assign) -> None:
        self._each(node.value, *node.targets)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        if isinstance(node.target, ast.Name):
            self._read([node.target.id])
        self._each(node.value, node.target)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self._each(node.annotation, *([node.value, node.target] if node.value else []))

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        self._each(node.value, node.target)

    def visit_For(self, node: ast.For | ast.AsyncFor) -> None:
        self._each(node.iter, node.target, *node.body, *node.orelse)

    visit_AsyncFor = visit_For

    def visit_Import(self, node: ast.Import | ast.ImportFrom) -> None:
        origin = [node.module or "."] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names]
        self.modules += ["." if getattr(node, "level", 0) else name.partition(".")[0] for name in origin]
        self.bound |= {(alias.asname or alias.name).partition(".")[0] for alias in node.names}

    visit_ImportFrom = visit_Import

    def visit_Global(self, node: ast.Global | ast.Nonlocal) -> None:
        self.outer |= set(node.names)

    visit_Nonlocal = visit_Global

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> None:
        given = node.args
        every = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
        arguments = [argument for argument in every if argument]
        self._each(*getattr(node, "decorator_list", []), *given.defaults, *filter(None, given.kw_defaults))
        self._each(
            *filter(None, [*(argument.annotation for argument in arguments), getattr(node, "returns", None)])
        )
        body = node.body if isinstance(node.body, list) else [node.body]
        inner = self._inside(body, [argument.arg for argument in arguments])
        self.later |= (inner.first | inner.later) - (inner.bound - inner.outer)
        self._read(inner.first & inner.outer)
        self.bound |= inner.bound & inner.outer
        if not isinstance(node, ast.Lambda):
            self.bound.add(node.name)

    visit_AsyncFunctionDef = visit_Lambda = visit_FunctionDef

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._each(*node.decorator_list, *node.bases, *node.keywords)
        inner = self._inside(node.body)
        self._read(inner.first)
        self.later |= inner.later
        self.bound.add(node.name)

    def visit_ListComp(self, node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp) -> None:
        parts = [part for loop in node.generators for part in (loop.iter, loop.target, *loop.ifs)]
        made = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
        inner = self._inside([*parts, *made])
        self._read(inner.first)
        self.later |= inner.later - inner.bound

    visit_SetComp = visit_DictComp = visit_GeneratorExp = visit_ListComp

    def generic_visit(self, node: ast.AST) -> None:
        """Also what binds a name without a Name: except … as, case … as, *rest."""
        if isinstance(node, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)) and node.name:
            self.bound.add(node.name)
        if isinstance(node, ast.MatchMapping) and node.rest:
            self.bound.add(node.rest)
        super().generic_visit(node)

    def _each(self, *nodes: ast.AST) -> None:
        for node in nodes:
            self.visit(node)
