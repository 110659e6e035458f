"""Which names a piece of Python takes from what ran before it, and which it leaves to what comes after.

Python-like order: `x = x + 1` takes an x, `x = 1; print(x)` does not; a function takes its names when it is called.
"""

import ast
from collections.abc import Iterable


def parse(code: str) -> ast.Module | None:
    try:
        return ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


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
        if tree := parse(code):
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
