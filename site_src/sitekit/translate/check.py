"""What is wrong with a translation: beside its English page, and by itself."""

from collections.abc import Iterator

from .. import house, spelling, terms, twins
from ..findings import Finding
from ..prose import Page
from .stamps import is_pending
from .state import Desk


def findings(desk: Desk, given: str) -> list[Finding]:
    """By line. Of a draft, only the sections that are no longer English. Raises BadPage and NoDictionary."""
    english_source, source = desk.pair(given)
    desk.state(source.name)  # its fingerprints can be read
    english, twin = (Page(one.path, root=desk.root) for one in (english_source, source))
    found = {*_all(english, twin)}
    if is_pending(source):
        waiting = {line for start, end in untranslated(english, twin) for line in range(start, end)}
        found = {one for one in found if one.page != twin.name or one.line not in waiting}
    return sorted(found, key=lambda one: (one.page != twin.name, one.line, one.what))


def _all(english: Page, twin: Page) -> Iterator[Finding]:
    yield from twins.findings(english, twin)
    for page in (english, twin):
        yield from house.findings(page)
        yield from spelling.findings(page)
    if twin.lang == "nl":
        yield from terms.findings(twin)


def untranslated(english: Page, twin: Page) -> list[tuple[int, int]]:
    """The lines of the sections that still have the English words: first line, and the line after the last."""
    told = {section.id: section.prose.split() for section in english.sections}
    ends = [*(section.line for section in twin.sections[1:]), twin.text.count("\n") + 2]
    return [
        (section.line, end)
        for section, end in zip(twin.sections, ends, strict=True)
        if len(section.prose.split()) > 2 and told.get(section.id) == section.prose.split()
    ]
