"""One figure with its spread, its peer and its aim; and a Chromium with a profile of its own."""

import shutil
import statistics
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from playwright.sync_api import BrowserContext, Playwright

CHROMIUM = shutil.which("chromium")  # where there is none, the one that Playwright installed


@dataclass(frozen=True)
class Row:
    """`ours` beside `peer` where there is one; `low` and `high` are the spread of ours; an aim is an upper bound."""

    what: str
    unit: str
    ours: float
    low: float | None = None
    high: float | None = None
    peer: float | None = None
    aim: float | None = None

    @property
    def ratio(self) -> float | None:
        return self.ours / self.peer if self.peer else None

    def as_dict(self) -> dict[str, object]:
        return asdict(self) | {"ratio": self.ratio}

    def __str__(self) -> str:
        told = f"{self.what:<46}{self.ours:>10,.1f} {self.unit}"
        if self.low is not None:
            told += f" ({self.low:,.0f}–{self.high:,.0f})"
        if self.ratio is not None:
            told += f"  stock {self.peer:,.0f}  ratio {self.ratio:.2f}"
        if self.aim is not None:
            reached = (self.ratio or self.ours) <= self.aim
            told += f"  aim ≤ {self.aim:g}: {'reached' if reached else 'missed'}"
        return told


def middle(values: Sequence[float]) -> float:
    return statistics.median(values)


@contextmanager
def launched(playwright: Playwright, profile: Path) -> Iterator[BrowserContext]:
    """Chromium with the profile in this folder: its cache is that of the last time the folder was used."""
    context = playwright.chromium.launch_persistent_context(
        profile, executable_path=CHROMIUM, args=["--no-sandbox"]
    )
    try:
        yield context
    finally:
        context.close()
