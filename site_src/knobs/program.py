"""A page's code as one program: its blocks share their names, and what they print or draw is heard at once.

    heard = []
    program = Program("en", tell=lambda kind, text: heard.append((kind, text)))
    program.run("a = 6", "block 1")
    program.run("a * 7", "block 2")    # heard: [("out", "42\\n")]

The same program runs in the reader's browser and in the tests of the pages. `run_blocks` is its entry for the page.
Whatever a block does ends in an Outcome: no error of the reader's gets out of here, and nothing that a block breaks
in Python (shelter.py) outlives it.
"""

import ast
import builtins
import io
import sys
from collections.abc import Callable
from json import dumps, loads
from linecache import cache as LINES
from types import CodeType, ModuleType
from typing import Any, Literal, NamedTuple, NoReturn

from .markup import Markup, join
from .output import RUNNING, Stream, Tell, Transcript
from .shelter import sheltered
from .telling import Block, plain, tell_error, tell_exit
from .text import Text

# As in shelter.py: names that a reader cannot delete.
globals()["__builtins__"] = dict(vars(builtins))

Ended = Literal["done", "error", "exit"]


class Outcome(NamedTuple):
    """How a run ended; `html` is shown below what it printed, `printed` is what reached stdout."""

    ended: Ended
    html: str
    printed: str
    raised: BaseException | None


class Program:
    """Blocks that share one namespace: that of a module called `__main__`, unless another is given."""

    def __init__(
        self, lang: str = "en", tell: Tell = lambda kind, text: None, module: ModuleType | None = None
    ) -> None:
        self.lang, self.tell = lang, tell
        self.module = module or ModuleType("__main__")
        # held apart: a program may take the name out of its module, or give the module another class
        self.name, self.names = self.module.__name__, self.module.__dict__
        self.names["show"] = self._show()
        self.blocks: dict[str, Block] = {}  # by file name, for telling errors
        self.reading = False  # whether Python has not yet understood the block

    def run(self, source: str, name: str = "block 1", file: str | None = None) -> Outcome:
        """Run a block. A last line that is an expression is printed as its repr, unless it is None or ends in `;`.

        `name` is what the reader calls the block, `file` what Python calls it: `<block 1>` unless given.
        """
        file, source = file or f"<{name}>", source.replace("\r\n", "\n").replace("\r", "\n")
        self.blocks[file] = Block(name, source.split("\n"))
        return self.guard(lambda: self._execute(source, file))

    def guard(self, act: Callable[[], None]) -> Outcome:
        """Do something as the program: with its streams, its module and its way of telling errors."""
        transcript = Transcript(self.tell, self.lang)
        RUNNING.append(transcript)
        try:

            def inside() -> None:
                self._take_over()
                act()

            raised = sheltered(inside)
            return self._outcome(raised, transcript)
        finally:
            RUNNING.pop()

    def _take_over(self) -> None:
        """Stand where a script would stand; the shelter undoes this too."""
        sys.stdin, sys.stdout, sys.stderr = io.StringIO(), Stream("out"), Stream("err")
        sys.modules[self.name] = self.module
        builtins.input = self._refuse_input
        self.names["__builtins__"] = builtins
        self.reading = False

    def _execute(self, source: str, file: str) -> None:
        if file.startswith(
            "<"
        ):  # for tracebacks and warnings that the reader prints; None: there is no file to check
            LINES[file] = (len(source), None, [f"{line}\n" for line in self.blocks[file].lines], file)
        self.reading = True
        statements, expression = _compile(source, file)
        self.reading = False
        exec(statements, self.names)  # noqa: S102 - this is what the page is for
        if expression:
            value = eval(expression, self.names)
            if value is not None:
                Stream("out").write(repr(value))
                Stream("out").write("\n")

    def _outcome(self, raised: BaseException | None, transcript: Transcript) -> Outcome:
        """Tell the rest of the output and the error. Its own methods may print and break things, so in a shelter."""
        shown: list[Markup | None] = []
        ended: Ended = "done"
        if isinstance(raised, SystemExit):
            ended = "exit"
            sheltered(lambda: shown.append(tell_exit(raised, self.lang)))
        elif raised is not None:
            ended = "error"
            sheltered(lambda: shown.append(tell_error(raised, self.blocks, self.lang, reading=self.reading)))
        return Outcome(ended, join(transcript.end(), *shown), "".join(transcript.printed), raised)

    def _refuse_input(self, prompt: object = "", /) -> NoReturn:
        Stream("out").write(str(prompt))
        raise EOFError(NO_INPUT[self.lang])

    def _show(self) -> Callable[[object], None]:
        def show(view: object) -> None:
            """Draw a view of knobs below what was printed."""
            draw = getattr(view, "html", None)
            if isinstance(view, type) or not callable(draw):
                told = NO_VIEW.fill(kind=type(view).__name__, value=plain(repr(view), 60))
                raise TypeError(told[self.lang])
            html = join(draw(self.lang))  # what is not Markup is text, and shown as text
            if RUNNING:
                RUNNING[-1].draw(html)

        return show


class Pages:
    """The programs of the pages that this Python serves; normally one."""

    def __init__(self) -> None:
        self.programs: dict[str, Program] = {}
        self.names: dict[
            tuple[str, str], int
        ] = {}  # page and name of a block -> number of the first that has it

    def run(
        self,
        lang: str,
        page: str,
        blocks: list[dict[str, Any]],
        tell: Callable[[int, str, str], object],
        restart: bool,
    ) -> list[dict[str, Any]]:
        """Run blocks in order, up to the first that does not end well."""
        if restart or page not in self.programs:
            self.programs[page] = Program()
        program, results = self.programs[page], []
        program.lang = lang
        for block in blocks:
            number, name = block["number"], block["name"]

            def hear(kind: str, text: str, number: int = number) -> None:
                tell(number, kind, text)

            program.tell = hear
            # Two blocks may show parts of one file; their lines must not be taken for each other's.
            alone = self.names.setdefault((page, name), number) == number
            outcome = program.run(block["source"], name, None if alone else f"<{name}, {number}>")
            # What the program holds may still fill the memory; the page then goes on with a fresh Python.
            starved = isinstance(outcome.raised, MemoryError) and not program.reading
            results.append(
                {"number": number, "ended": outcome.ended, "html": outcome.html, "memory": starved}
            )
            if outcome.ended != "done":
                break
        return results


PAGES = Pages()


def run_blocks(
    lang: str, page: str, blocks: str, tell: Callable[[int, str, str], object], restart: bool = False
) -> str:
    """For the page: run `[{"name", "number", "source"}]` (JSON), telling `tell(number, kind, text)` meanwhile.

    Returns JSON `[{"number", "ended", "html", "memory"}]`, for the blocks that ran.
    """
    return dumps(PAGES.run(lang, page, loads(blocks), tell, restart))


def _compile(source: str, file: str) -> tuple[CodeType, CodeType | None]:
    """The statements, and the expression at the end whose value is to be printed."""
    tree = ast.parse(source, file)
    last = tree.body[-1] if tree.body else None
    if not isinstance(last, ast.Expr) or _is_hushed(last, source):
        return compile(tree, file, "exec", dont_inherit=True), None
    tree.body.pop()
    expression = compile(ast.Expression(last.value), file, "eval", dont_inherit=True)
    return compile(tree, file, "exec", dont_inherit=True), expression


def _is_hushed(last: ast.Expr, source: str) -> bool:
    """Whether `;` follows the last expression; `end_col_offset` counts bytes."""
    assert last.end_lineno is not None
    line = source.split("\n")[last.end_lineno - 1].encode()
    return line[last.end_col_offset :].lstrip().startswith(b";")


NO_INPUT = Text(
    en="input() can ask nobody here; write the answer into the code instead",
    nl="input() kan hier niemand iets vragen; schrijf het antwoord in de code",
)
NO_VIEW = Text(
    en="show() draws a view of knobs, such as Bars or Curve. This is a value of type {kind}: {value}",
    nl="show() tekent een figuur van knobs, zoals Bars of Curve. Dit is een waarde van het type {kind}: {value}",
)
