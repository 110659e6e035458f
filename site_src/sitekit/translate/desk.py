"""What the desk writes: a draft, and fingerprints."""

from collections.abc import Sequence

from knobs.text import listing

from ..fences import fences
from ..prose import Page
from ..sources import Written
from .check import untranslated
from .stamps import (
    FRONT,
    BadPage,
    is_pending,
    no_section,
    prints,
    sections,
    sound,
    stamped,
    stamps,
    write,
)
from .state import Desk

OUTPUT = {"nl": "Uitvoer"}


def new(desk: Desk, given: str) -> str:
    """A draft: the English page, with its ids, code and demos. The site shows it only while it is being written.

    Raises BadPage, also if there is a translation already.
    """
    name = desk.name(given)
    english, twin = sound(desk.english(name)), desk.translation(name)
    if twin.path.exists():
        raise BadPage(f"{twin.at()}: the page is there already; `diff {name}` tells what changed in English")
    text = english.text
    for fence in reversed(fences(text, ())):
        if fence.is_output and desk.lang in OUTPUT:
            opened = text[fence.start : (first := text.index("\n", fence.start))]
            text = text[: fence.start] + opened.replace(fence.title, OUTPUT[desk.lang]) + text[first:]
    write(twin.path, stamped(Written(twin.path, desk.lang, name, text), {}, pending=True))
    return twin.at()


def done(desk: Desk, given: str, ids: Sequence[str] = ()) -> list[str]:
    """Write the fingerprints of these sections, or of all: they are as the English is now. One sentence for each file.

    A draft of which the last section is done is a translation from then on. Raises BadPage, before anything is written.
    """
    english, twin = desk.pair(given)
    now, here, was = prints(english), sections(twin), {}
    try:
        was = {id_: stamp.print for id_, stamp in (stamps(twin) or {}).items()}
    except BadPage:
        if ids:  # all of them can be written anew, some cannot
            raise
    for id_ in ids:
        if id_ not in now and id_ not in was:
            raise no_section(english, id_, now)
    chosen = list(ids or now)
    for id_ in chosen:
        if id_ in now and id_ not in here:
            raise BadPage(
                f"{twin.at()}: the section “{id_}” is not here yet; "
                "translate it, or name the sections that are done"
            )
    for id_ in () if ids else was:
        if id_ not in now and id_ in here:
            raise BadPage(
                f"{twin.at()}: the section “{id_}” is gone from the English page; take it out here too"
            )
    if is_pending(twin):
        _refuse_english(desk, twin.name, chosen)
    kept = {id_: now[id_] if id_ in chosen else was[id_] for id_ in now if id_ in chosen or id_ in was} | (
        {id_: value for id_, value in was.items() if id_ not in now and id_ not in chosen} if ids else {}
    )
    finished = set(now) <= kept.keys()
    pending = is_pending(twin) and not finished
    write(twin.path, stamped(twin, kept, pending))
    told = [f"{twin.at()}: {len(chosen)} sections are as the English is now"]
    if finished and is_pending(english):  # it said that this page was still to come
        write(english.path, stamped(english, {}, pending=False))
        told.append(f"{english.at()}: no longer waits for its translation")
    if pending:
        left = [id_ for id_ in now if id_ not in kept]
        told.append(f"{twin.at()}: still a draft, for {listing(left)} is to do")
    return told


def _refuse_english(desk: Desk, name: str, chosen: Sequence[str]) -> None:
    english, twin = (Page(one.path, root=desk.root) for one in (desk.english(name), desk.translation(name)))
    named = {section.line: section.id or FRONT for section in twin.sections}
    for line, _ in untranslated(english, twin):
        if named[line] in chosen:
            raise BadPage(
                f"{twin.place(line)}: “{named[line]}” is still in English; "
                "translate it, or name the sections that are done"
            )
