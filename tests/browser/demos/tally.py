"""For tests alone: a demo that goes on by itself, to `until`, and makes a file of how far it has come."""

import re
import time
from typing import Annotated

from ..controls import Slider, Toggle, Value
from ..demo import demo
from ..text import InputError, Text, same
from ..views import Again, Note, Offer, Offers, Reading, Row, Stack, View


class Tally:
    file = Text(en="my-tally.safetensors", nl="mijn-telling.safetensors")

    def __init__(self) -> None:
        self.count = 0

    def content(self) -> bytes | None:
        return b"tally:%d" % self.count if self.count else None

    def take(self, content: bytes) -> dict[str, Value]:
        told = re.fullmatch(rb"tally:(\d{1,6})", content)
        if not told:
            raise InputError(NO_TALLY)
        self.count = int(told[1])
        return {"until": 7, "counting": False}


TALLY = Tally()


@demo(title=Text(en="A tally", nl="Een telling"), makes=TALLY)
def tally(
    until: Annotated[int, Slider(low=1, high=999, label=same("until"))] = 20,
    step: Annotated[int, Slider(low=1, high=9, label=same("step"))] = 1,
    pause: Annotated[int, Slider(low=0, high=900, label=same("pause"))] = 0,
    counting: Annotated[bool, Toggle(label=same("count"))] = False,
) -> View:
    time.sleep(pause / 1000)
    if counting:
        TALLY.count = min(until, TALLY.count + step)
    on = counting and until > TALLY.count
    stop = Offer(same("stop" if counting else "start"), {"counting": not counting}, kind="again")
    lines = [Note("A line.")] * (1 + TALLY.count % 2)
    picture = Stack([Row([Reading("count", TALLY.count)]), Offers("", [stop]), *map(_below, lines), SAY])
    return Again(picture) if on else picture


def _below(note: Note) -> View:
    return Row([note])


class _Said:
    def html(self, lang: str) -> str:
        from ..markup import tag

        return tag("span", f"Counted to {TALLY.count}.", data_say=True, class_="k-sr")


SAY = _Said()
NO_TALLY = Text(en="This file holds no tally.", nl="In dit bestand staat geen telling.")
