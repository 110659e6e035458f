"""A demo drawn from the reader's own text of its file; the original stays as it is.

The text becomes a fresh module of `knobs.demos`, run once for each text however often a knob turns. What goes
wrong in it is told as in a program.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType

from . import demos
from .controls import Value
from .demo import Demo, InputError, find, form_html, load
from .markup import join
from .program import Program


@dataclass
class Edited:
    """A text of a demo's file, and the program that ran it."""

    source: str
    program: Program
    told: str = ""  # what went wrong while it ran


LATEST: dict[str, Edited] = {}  # by the demo's name


def answer(name: str, lang: str, written: Mapping[str, object], source: str) -> dict[str, str]:
    """`html` or `refused`, and `form` where the controls are not the original ones; or `told`, what went wrong.

    A written value that no longer fits its control gives way to the start value. Raises DemoError for an unknown demo.
    """
    original = load(
        name
    )  # also puts the original in its place, before the edited one stands there for a moment
    edited = LATEST.get(name)
    if edited is None or (edited.source, edited.program.lang) != (source, lang):
        edited = LATEST[name] = _run(name, lang, source)
    if edited.told:
        return {"told": edited.told}
    drawn: dict[str, str] = {}

    def draw() -> None:
        shown = find(name, edited.program.module)
        values = {**shown.starts[lang], **_fitting(shown, written, lang)}
        try:
            drawn["html"] = join(shown.picture(values, lang))
        except InputError as refused:
            drawn["refused"] = str(refused)
        if shown.controls != original.controls:
            drawn["form"] = form_html(shown, values, lang)

    outcome = edited.program.guard(draw)
    return drawn if outcome.ended == "done" else {"told": outcome.html}


def _run(name: str, lang: str, source: str) -> Edited:
    file = name.replace("-", "_")
    module = ModuleType(f"{demos.__name__}.{file}")
    module.__package__ = demos.__name__
    program = Program(lang, module=module)
    return Edited(source, program, program.run(source, f"{file}.py").html)


def _fitting(shown: Demo, written: Mapping[str, object], lang: str) -> dict[str, Value]:
    """Those of the written values that the controls can stand at."""
    fitting: dict[str, Value] = {}
    for name, control in shown.controls.items():
        if name in written:
            try:
                fitting[name] = control.read(name, written[name], lang)
            except InputError:
                continue
    return fitting
