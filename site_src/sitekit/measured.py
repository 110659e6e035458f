"""benchmarks/results.json, read and checked: what `make bench` measured last, on which machine and when.

Raises DemoError, one sentence, where the file is not as the benchmarks of today write it.
"""

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knobs.text import DemoError, listing

RESULTS = Path(__file__).parents[2] / "benchmarks/results.json"
ABSENT = ("cannot", "failed")
AIMS = ("value", "p95", "ratio")


@dataclass(frozen=True)
class Value:
    """A median; the quartiles and the 95th percentile where there were enough values; else why there is none."""

    value: float = 0
    low: float | None = None
    high: float | None = None
    p95: float | None = None
    ratio: float | None = None  # ours to this one
    absent: str = ""


@dataclass(frozen=True)
class Aim:
    at_most: float
    of: str  # "value", "p95", or "ratio" to the peer
    peer: str
    reached: bool | None


@dataclass(frozen=True)
class Line:
    """One thing that was measured; `values` has "ours" first, then the peers."""

    key: str
    unit: str
    values: Mapping[str, Value]
    aim: Aim | None


@dataclass(frozen=True)
class Results:
    date: datetime.date
    rounds: int
    machine: Mapping[str, Any]
    versions: Mapping[str, str]
    lines: Mapping[str, Line]

    def line(self, key: str) -> Line:
        if key not in self.lines:
            raise DemoError(f"{_name()} has no row “{key}”; it has {listing(sorted(self.lines))}")
        return self.lines[key]


def results() -> Results:
    """What is in the file now. Raises DemoError."""
    if not RESULTS.is_file():
        raise DemoError(f"{_name()} is missing; `make bench` writes it")
    try:
        found = json.loads(RESULTS.read_text("utf-8"))
    except ValueError as wrong:
        raise DemoError(f"{_name()}:{getattr(wrong, 'lineno', 1)}: this is not JSON; {ANEW}") from None
    written = _take(found, "date", str)
    try:
        date = datetime.date.fromisoformat(written)
    except ValueError:
        raise DemoError(f"{_name()}: the date is not like 2026-11-24; {ANEW}") from None
    machine = _take(found, "machine", dict)
    for name in ("processor", "cores", "system", "browser", "firefox", "webkit"):
        _take(machine, name, int if name == "cores" else str, "machine")
    versions = _take(found, "versions", dict)
    for name in ("pyodide", "pyscript", "markdown-exec"):
        _take(versions, name, str, "versions")
    lines = [_line(row) for row in _take(found, "rows", list)]
    return Results(date, _take(found, "rounds", int), machine, versions, {line.key: line for line in lines})


def _line(row: Any) -> Line:
    key = _take(row, "key", str, "a row")
    where = f"row “{key}”"
    peers = _take(row, "peers", dict, where)
    values = {"ours": _take(row, "ours", dict, where)} | peers
    aim = None
    if "aim" in row:
        told = _take(row, "aim", dict, where)
        of = _take(told, "of", str, f"{where}, aim")
        if of not in AIMS or (of == "ratio" and told.get("peer") not in peers):
            raise DemoError(f"{_name()}: {where} aims at what it does not have; {ANEW}")
        at_most = _take(told, "at_most", float, f"{where}, aim")
        aim = Aim(at_most, of, str(told.get("peer", "")), told.get("reached"))
    read = {name: _value(value, f"{where}, {name}") for name, value in values.items()}
    return Line(key, _take(row, "unit", str, where), read, aim)


def _value(told: Any, where: str) -> Value:
    for why in ABSENT:
        if isinstance(told, dict) and told.get(why):
            return Value(absent=why)
    value = _take(told, "value", float, where)
    for name in (optional := {"low", "high", "p95", "ratio"} & told.keys()):
        _take(told, name, float, where)
    return Value(value, **{name: told[name] for name in optional})


def _take(found: Any, name: str, kind: type, where: str = "the file") -> Any:
    """The part of `found` called `name`. Raises DemoError where it is not there, or is something else."""
    part = found.get(name) if isinstance(found, dict) else None
    if not isinstance(part, (int, float) if kind is float else kind) or isinstance(part, bool):
        raise DemoError(f"{_name()}: {where} has no “{name}”, or it is not {KINDS[kind]}; {ANEW}")
    return part


def _name() -> str:
    return "/".join(RESULTS.parts[-2:])


ANEW = "run `make bench`, which writes the file anew"
KINDS = {str: "text", int: "a whole number", float: "a number", dict: "an object", list: "a list"}
