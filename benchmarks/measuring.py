"""One line of the table: what was measured, here and at peers, with its spread, and the aim where there is one."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

CANNOT: Literal["cannot"] = "cannot"  # a peer that has no such thing
FAILED: Literal["failed"] = "failed"  # it should have worked, and did not
MANY = 20  # values from which 95% of them say something


@dataclass(frozen=True)
class Taken:
    """The middle of `n` values, the two between which the middle half of them lies, and what 95% do not exceed."""

    value: float
    low: float | None = None
    high: float | None = None
    p95: float | None = None
    n: int = 1

    def as_dict(self) -> dict[str, object]:
        told = {"value": self.value, "low": self.low, "high": self.high, "p95": self.p95}
        return {name: round(part, 2) for name, part in told.items() if part is not None} | {"n": self.n}

    def __str__(self) -> str:
        spread = "" if self.low is None else f" ({self.low:,.1f}–{self.high:,.1f})"
        return f"{self.value:,.1f}{spread}" + ("" if self.p95 is None else f", 95% ≤ {self.p95:,.1f}")


Outcome = Taken | Literal["cannot", "failed"]


@dataclass(frozen=True)
class Aim:
    """An upper bound of our own value, of what 95% of our values do not exceed, or of the ratio to a peer."""

    at_most: float
    of: Literal["value", "p95", "ratio"] = "value"
    peer: str = ""


@dataclass(frozen=True)
class Row:
    """`key` names the line for the page, `what` for the terminal."""

    key: str
    what: str
    unit: str
    ours: Outcome
    peers: Mapping[str, Outcome] = field(default_factory=dict)
    aim: Aim | None = None

    def ratio(self, peer: str) -> float | None:
        theirs = self.peers[peer]
        if isinstance(self.ours, Taken) and isinstance(theirs, Taken) and theirs.value:
            return self.ours.value / theirs.value
        return None

    @property
    def reached(self) -> bool | None:
        """Whether the aim is met; None where there is no aim, or no figure to hold against it."""
        if self.aim is None or not isinstance(self.ours, Taken):
            return None
        found = {"value": self.ours.value, "p95": self.ours.p95}.get(self.aim.of)
        found = self.ratio(self.aim.peer) if self.aim.of == "ratio" else found
        return None if found is None else found <= self.aim.at_most

    def as_dict(self) -> dict[str, object]:
        peers = {
            name: told(theirs) | ({"ratio": round(ratio, 3)} if (ratio := self.ratio(name)) else {})
            for name, theirs in self.peers.items()
        }
        line: dict[str, object] = {
            "key": self.key,
            "unit": self.unit,
            "ours": told(self.ours),
            "peers": peers,
        }
        if self.aim:
            line["aim"] = vars(self.aim) | {"reached": self.reached}
        return line

    def __str__(self) -> str:
        lines = [f"{self.what:<44}{self.ours!s:>40} {self.unit}"]
        if self.aim:
            of = {"value": self.unit, "p95": f"{self.unit} for 95%", "ratio": f"of {self.aim.peer}"}
            verdict = {True: "reached", False: "missed", None: "not measured"}[self.reached]
            lines[0] += f"   aim ≤ {self.aim.at_most:g} {of[self.aim.of]}: {verdict}"
        for name, theirs in self.peers.items():
            ratio = self.ratio(name)
            lines.append(f"    {name:<40}{theirs!s:>40}" + (f"   ratio {ratio:.2f}" if ratio else ""))
        return "\n".join(lines)


def told(outcome: Outcome) -> dict[str, object]:
    return outcome.as_dict() if isinstance(outcome, Taken) else {outcome: True}


def middle(values: Sequence[float]) -> Outcome:
    """The median and the spread; whoever gave no value has failed."""
    if not values:
        return FAILED
    if len(values) == 1:
        return Taken(values[0])
    low, half, high = statistics.quantiles(values, n=4, method="inclusive")
    many = len(values) >= MANY
    p95 = statistics.quantiles(values, n=20, method="inclusive")[18] if many else None
    return Taken(half, low, high, p95, len(values))
