"""A Python block of a page, complete before any script runs: its code, what it prints, and the words around it.

    Block 2  examples/neuron.py          ▫ run in advance
    from math import exp …
    [ Run ] [ Stop ] [ Edit ] [ Reset ] [ Share ]
    Output   bias -1.0: 0.61 …

`python_blocks` writes those of a whole page: `run_block` for what can run in the reader's browser, `tested_block`
for what cannot, with the reason. A fence under <!-- no-run --> stays what it is: code that is only shown.
"""

import importlib
from collections.abc import Callable, Sequence
from itertools import pairwise

from knobs.demo import STATES
from knobs.markup import Markup, join, tag
from knobs.notes import NOTES, button, hints, notes, reasons
from knobs.text import Text

from .blocks import code_print, out_of_reach, shows, text_print
from .fences import PROGRAMS, ROOT, Fence
from .highlighting import without_title

BUTTONS = ("run", "stop", "edit", "reset", "share")
ASLEEP = ("stop", "reset")  # there is nothing yet to stop or to undo


def python_blocks(
    found: Sequence[Fence], highlight: Callable[[Fence], str | None], lang: str, assets: str
) -> dict[int, tuple[str, int]]:
    """Line of each Python fence of a page that is run -> its HTML, and where in the page it ends."""
    waiting = out_of_reach(found)
    runnable = [fence for fence in found if fence.is_python and not fence.skip and fence.line not in waiting]
    outputs = {fence.line: text(fence.expected or "") for fence in runnable}
    if showing := [fence.line for fence in runnable if shows(fence.body)]:
        drawn = printed([fence.body for fence in runnable], lang)
        outputs |= {f.line: output for f, output in zip(runnable, drawn, strict=True) if f.line in showing}
    written: dict[int, tuple[str, int]] = {}
    number = 0
    for fence, after in pairwise([*found, None]):
        assert fence
        if not fence.is_python or fence.skip or (code := highlight(fence)) is None:
            continue
        has_output = after is not None and fence.expected is not None
        end = after.end if after and has_output else fence.end
        if module := waiting.get(fence.line):
            output = highlight(after) if after and has_output else ""
            html = tested_block(fence, module, code, output or "", lang, assets)
        else:
            number += 1
            html = run_block(fence, number, without_title(code), outputs[fence.line], lang)
        written[fence.line] = (html, end)
    return written


def run_block(fence: Fence, number: int, code: str, output: Markup, lang: str) -> str:
    """The `<knob-run>` around highlighted `code` without its title; `output` as `printed` or `text` made it."""
    file = tag("span", fence.title, class_="k-file")
    name = tag("span", f"{BLOCK[lang]} {number}", class_="k-run__no", data_search_exclude=True)
    state = (
        tag("span", words[lang], percent if when == "booting" else None, data_when=when)
        for percent in [join(" ", tag("span", data_percent=True))]
        for when, words in (STATES | RUN_STATES).items()
    )
    buttons = (button(action, lang, main=action == "run", disabled=action in ASLEEP) for action in BUTTONS)
    return tag(
        "knob-run",
        tag(
            "div",
            name,
            file,
            tag("span", *state, class_="k-state", data_search_exclude=True),
            class_="k-run__bar",
        ),
        Markup(code),  # Pygments has escaped it
        tag("div", *buttons, class_="k-run__buttons", data_search_exclude=True),
        hints(CODE.fill(number=number), lang),
        notes(RUN_NOTES, lang),
        reasons(RUN_REASONS, lang),
        tag(
            "div",
            tag("span", OUTPUT[lang], class_="k-label", data_search_exclude=True),
            tag("output", output, class_="k-run__printed", aria_live="off", aria_label=OUTPUT[lang]),
            class_="k-run__out",
        ),
        tag("p", class_="k-sr", role="status"),
        class_="k-run",
        id=f"code-{number}",
        data_state="static",
        data_block=number,
        data_print=code_print(fence.body),
        data_source_print=text_print(source(fence)),
        lang=lang,
    )


def tested_block(fence: Fence, module: str, code: str, output: str, lang: str, assets: str) -> str:
    """Highlighted code and output with, under them, why they do not run here and where the whole example is."""
    why = WAITS.fill(module=NAMES.get(module, module))[lang]
    folder, _, file = fence.title.rpartition("/")
    whole = None
    if folder in PROGRAMS and (ROOT / fence.title).is_file():
        link = tag("a", tag("code", fence.title), href=f"{assets}{PROGRAMS[folder]}/{file}")
        whole = join(" ", WHOLE[lang], " ", link, ".")
    told = tag("p", why, whole, class_="k-tested__why", data_search_exclude=True)
    return tag("div", Markup(code), Markup(output), told, class_="k-tested")  # Pygments has escaped them


def source(fence: Fence) -> str:
    """The code as the page shows it: Pygments takes away empty lines around it."""
    return fence.body.strip("\n") + "\n"


def text(written: str) -> Markup:
    """Text as a program prints it. HTML drops a newline directly after <pre>, so one more stands before it."""
    return tag("pre", "\n" * written.startswith("\n") + written) if written.strip() else Markup()


def printed(page_blocks: Sequence[str], lang: str) -> list[Markup]:
    """What each block of a page prints and shows, in order: only for pages that call show(…)."""
    program = importlib.import_module("knobs.program")  # only such pages need it
    pieces: list[tuple[str, str]] = []
    running = program.Program(lang, lambda kind, told: pieces.append((kind, told)))
    outputs = []
    for number, block in enumerate(page_blocks, 1):
        pieces.clear()
        ended = running.run(block, f"{BLOCK[lang].lower()} {number}")
        outputs.append(join(_streamed(pieces), Markup(ended.html)))
    return outputs


def _streamed(pieces: Sequence[tuple[str, str]]) -> Markup:
    """Text in a <pre> for each stretch of it, views between them."""
    shown, stretch = [], ""
    for kind, told in [*pieces, ("view", "")]:
        if kind != "view":
            stretch += told
            continue
        shown.append(text(stretch))
        stretch = ""
        if told:
            shown.append(tag("div", Markup(told), class_="k-run__view"))  # knobs.views has escaped it
    return join(*shown)


BLOCK = Text(en="Block", nl="Blok")
CODE = Text(en="Code of block {number}", nl="Code van blok {number}")
OUTPUT = Text(en="Output", nl="Uitvoer")
RUN_STATES = {
    "static": Text(en="run in advance", nl="vooraf uitgevoerd"),
    "busy": Text(en="running", nl="bezig"),
}
RUN_NOTES = {
    "before": Text(
        en="The code that this block needs ran first (block {blocks}).",
        nl="De code die dit blok nodig heeft, is eerst uitgevoerd (blok {blocks}).",
    ),
    "failed-before": Text(
        en="Block {blocks} above, which this one needs, ended with an error.",
        nl="Blok {blocks} hierboven, dat dit blok nodig heeft, eindigde met een fout.",
    ),
    "link": Text(
        en="This code comes from a link. It has not run; read it before you run it.",
        nl="Deze code komt uit een link. Ze is niet uitgevoerd; lees haar voordat je op Uitvoeren drukt.",
    ),
    **NOTES,
    "silent": Text(en="It ran, and printed nothing.", nl="Het is uitgevoerd en drukte niets af."),
    "stopped": Text(
        en="Stopped. Python forgot what ran before, so the next run starts at the top of the page.",
        nl="Gestopt. Python weet niet meer wat er eerder is uitgevoerd en begint de volgende keer bovenaan de pagina.",
    ),
    "restarted": Text(
        en="Python’s memory was full, so a fresh Python took over. The next run starts at the top of the page.",
        nl="Het geheugen van Python was vol; een nieuwe Python heeft het overgenomen en begint de volgende keer bovenaan de pagina.",
    ),
}
RUN_REASONS = {
    "start": Text(
        en="Python could not start in this browser; the output below was made in advance.",
        nl="Python kon in deze browser niet starten; de uitvoer hieronder is vooraf gemaakt.",
    ),
    "crash": Text(
        en="Python broke down, as it can when something calls itself without end. The next run starts at the top of "
        "the page.",
        nl="Python is vastgelopen; dat kan gebeuren als iets zichzelf eindeloos aanroept. De volgende keer begint "
        "bovenaan de pagina.",
    ),
    "network": Text(
        en="The connection dropped before Python was here; the output below was made in advance.",
        nl="De verbinding viel weg voordat Python er was; de uitvoer hieronder is vooraf gemaakt.",
    ),
    "room": Text(
        en="This device has too little free memory for Python now; the output below was made in advance. It may help to "
        "close other tabs.",
        nl="Dit apparaat heeft nu te weinig vrij geheugen voor Python; de uitvoer hieronder is vooraf gemaakt. Misschien "
        "helpt het om andere tabbladen te sluiten.",
    ),
    "wasm": Text(
        en="This browser blocks what Python needs, WebAssembly or workers; the output below was made in advance.",
        nl="Deze browser blokkeert wat Python nodig heeft, WebAssembly of workers; de uitvoer hieronder is vooraf gemaakt.",
    ),
    "memory": Text(
        en="Python’s memory is full. The next run starts afresh, at the top of the page.",
        nl="Het geheugen van Python is vol. De volgende keer begint opnieuw, bovenaan de pagina.",
    ),
}
NAMES = {"torch": "PyTorch", "numpy": "NumPy"}
WAITS = Text(
    en="This needs {module}, so it runs in our tests and not in your browser.",
    nl="Hiervoor is {module} nodig, dus dit draait in onze tests en niet in je browser.",
)
WHOLE = Text(en="The whole example:", nl="Het hele voorbeeld:")
