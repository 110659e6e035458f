"""Who is measured, and a visit to their page: a browser with a profile of its own, and a clock in the page."""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from playwright.sync_api import BrowserContext, Error, Page, Playwright

from tests.browser.driving import NO_LEAD  # here the reader comes at once, and that lead is left out
from tests.browser.engines.chromium import PLAIN

HERE = Path(__file__).parent
CHROMIUM = shutil.which("chromium")  # where there is none, the one that Playwright installed
ROUNDS = int(os.environ.get("ROUNDS", "5"))
REST = 6000  # ms that a page stays open at the end; Chromium keeps compiled code for the next visit after two quiet seconds
VISITS = (1, 2, 3)  # with one profile: a fresh one; the files are there; the compiled code is there too

Some = TypeVar("Some")


@dataclass(frozen=True)
class Party:
    """This site or a peer: the address of its page, and the file in readers/ that knows its buttons."""

    name: str
    address: str
    reader: str = ""
    can_stop: bool = True


def in_turns(parties: Sequence[Some], rounds: int = ROUNDS) -> Iterator[list[Some]]:
    """All of them, once per round; another one begins each time."""
    for turn in range(rounds):
        first = turn % len(parties)
        yield [*parties[first:], *parties[:first]]


@contextmanager
def forgiving(party: Party) -> Iterator[None]:
    """What fails for one is told, and the others are measured all the same."""
    try:
        yield
    except Error as failure:
        print(f"  {party.name}: {failure.message.splitlines()[0]}", flush=True)


@contextmanager
def launched(playwright: Playwright, profile: Path) -> Iterator[BrowserContext]:
    """Chromium with the profile in this folder: its cache is that of the last time the folder was used.

    It can reach this machine only: what a page asks of another one fails at once.
    """
    context = playwright.chromium.launch_persistent_context(profile, executable_path=CHROMIUM, args=PLAIN)
    try:
        yield context
    finally:
        context.close()


@contextmanager
def visit(playwright: Playwright, profile: Path, party: Party, until: str = "load") -> Iterator[Page]:
    """The party's page, loaded until the given event, with the clock and what the reader can do in it.

    Where there is something to run, the reader presses Run at once; `firstOutput` says how long that took.
    """
    with launched(playwright, profile) as context:
        context.add_init_script(script=NO_LEAD)
        context.add_init_script(path=HERE / "clock.js")
        if party.reader:
            context.add_init_script(path=HERE / f"readers/{party.reader}.js")
            context.add_init_script(script="globalThis.firstOutput = clock.hurry(reader, '2')")
        page = context.new_page()
        page.goto(party.address, wait_until=until)  # type: ignore[arg-type]
        yield page
        page.wait_for_timeout(REST)
