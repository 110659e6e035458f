"""Runs code that may break Python around itself, and puts Python back in order afterwards.

A reader may delete `print`, close `sys.stdout`, empty `sys.modules` or leave a tracer behind. What keeps the page
alive must not trip over that, so it works with names of its own.
"""

import ast
import builtins
import gc
import linecache
import sys
import traceback
import warnings
from collections.abc import Callable
from contextlib import suppress
from typing import Any

# The functions below look up len, range and Exception here, not among those that the reader can delete.
globals()["__builtins__"] = dict(vars(builtins))

RESERVE: list[bytearray] = []  # given back when memory runs out, so that there is room to say so
RESERVED = 1 << 21  # bytes
RESTORED = (builtins, sys, gc, warnings, ast, linecache, traceback)  # what the next run stands on


def sheltered(act: Callable[[], None]) -> BaseException | None:
    """Call `act` and undo what it did to the interpreter. Returns what it raised, whatever that is."""
    if not RESERVE:
        with suppress(MemoryError):
            RESERVE.append(bytearray(RESERVED))
    put_back, raised = _remember(), None
    try:
        act()
    except BaseException as error:  # noqa: BLE001 - SystemExit and KeyboardInterrupt are the reader's as well
        raised = error
    if isinstance(raised, MemoryError):
        RESERVE.clear()
    done = False
    for _ in range(3):  # a tracer or profiler that raises here is thereby gone
        try:
            done = done or put_back()
        except BaseException:  # noqa: BLE001
            RESERVE.clear()
    return raised


def _remember() -> Callable[[], bool]:
    """Note how Python stands; the function that comes back makes it so again, and says that it has."""
    # The functions of sys and gc are held here, because the reader may take them out of their modules.
    set_tracer, tracer = sys.settrace, sys.gettrace()
    set_profiler, profiler = sys.setprofile, sys.getprofile()
    set_limit, limit = sys.setrecursionlimit, sys.getrecursionlimit()
    set_digits, digits = sys.set_int_max_str_digits, sys.get_int_max_str_digits()
    set_threshold, threshold = gc.set_threshold, gc.get_threshold()
    set_collecting = gc.enable if gc.isenabled() else gc.disable
    modules, loaded = sys.modules, dict(sys.modules)
    places: tuple[list[Any], ...] = (sys.path, sys.meta_path, sys.path_hooks, sys.argv)
    lists = [(place, list(place)) for place in places]
    caught = warnings.catch_warnings()
    caught.__enter__()
    warnings.showwarning = _show_warning
    dictionaries = [(names, dict(names)) for names in map(vars, RESTORED)]

    def put_back() -> bool:
        set_tracer(None)
        set_profiler(None)
        set_limit(limit)
        for names, kept in dictionaries:
            names.clear()
            names.update(kept)
        modules.update(loaded)  # what was imported since stays
        for place, items in lists:
            place[:] = items
        set_digits(digits)
        set_threshold(*threshold)
        set_collecting()
        caught.__exit__(None, None, None)
        set_profiler(profiler)
        set_tracer(tracer)
        return True

    return put_back


def _show_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: Any = None,
    line: str | None = None,
) -> None:
    """A warning goes where the program's errors go, also where another hook (pytest's) would keep it."""
    stream = file or sys.stderr
    if stream is not None:  # as in Python, which then says nothing
        stream.write(warnings.formatwarning(message, category, filename, lineno, line))
