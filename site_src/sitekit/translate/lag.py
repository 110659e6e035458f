"""What changed in English since a page was translated: for the terminal, and for the banner on the page."""

from collections.abc import Iterator
from dataclasses import dataclass

from .differ import Piece, pieces
from .history import old_sections
from .stamps import no_section, sections, stamps
from .state import Change, Desk, changes


@dataclass(frozen=True)
class Lag:
    """A section that is to be done, with its difference; none where the history does not have what it was."""

    change: Change
    pieces: tuple[Piece, ...] = ()
    since: str = ""  # the commit that has what was translated, with its date


def lags(desk: Desk, given: str, ids: tuple[str, ...] = ()) -> Iterator[Lag]:
    """Each section that is to be done, or those with these ids. Raises BadPage."""
    english, twin = desk.pair(given)
    kept = stamps(twin) or {}
    now = sections(english)
    for id_ in ids:
        if id_ not in now and id_ not in kept:
            raise no_section(english, id_, now)
    found = [change for change in changes(english, twin, kept) if not ids or change.section in ids]
    wanted = {change.section: kept[change.section].print for change in found if change.section in kept}
    old = old_sections(desk.root, english.name, wanted) if wanted else {}
    for change in found:
        was = old.get(change.section)
        if change.kind == "new":
            yield Lag(change, (Piece("in", now[change.section]),))
        elif was:
            difference = tuple(pieces(was.text, now.get(change.section, "")))
            yield Lag(change, difference, f"{was.commit[:9]}, {was.date}")
        else:
            yield Lag(change)
