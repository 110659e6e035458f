"""A demo is a function whose signature is its form.

    @demo(title=Text(en="…", nl="…"))
    def line(a: Annotated[float, Slider(…)] = 0.5) -> View: ...

`render` draws the whole demo while the site is built; `run` redraws its picture in the reader's browser.
Both call the same function. One file in `demos/` is one demo, and the file's name is the demo's name. A reader
may edit that file; edited.py draws from what they wrote.
"""

import importlib
import inspect
import json
import pkgutil
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import NamedTuple, Protocol, get_type_hints

from . import demos
from .controls import Control, Slider, Value
from .made import MADE_NOTES, MADE_REASONS, Made, tools
from .markup import Markup, join, tag
from .notes import NOTES, button, hints, notes, reasons
from .text import LANGUAGES, DemoError, InputError, Text, listing

__all__ = [
    "DemoError",
    "InputError",
    "View",
    "answer",
    "check",
    "demo",
    "find",
    "form_html",
    "load",
    "made",
    "names",
    "read_form",
    "render",
    "run",
    "source_of",
    "take",
]


class View(Protocol):
    """A picture: values in, escaped HTML out, with one sentence (`data-say`) that says what it shows."""

    def html(self, lang: str) -> Markup: ...


class Demo(NamedTuple):
    """A demo read from its function: the controls in order, and the values it starts with in each language.

    `makes` is the thing that it makes, if any; `uses` the name of the demo whose thing it uses.
    """

    name: str
    title: Text
    draw: Callable[..., View]
    controls: Mapping[str, Control]
    starts: Mapping[str, Mapping[str, Value]]
    makes: Made | None = None
    uses: str = ""
    ahead: bool = False

    def values(self, written: Mapping[str, object], lang: str) -> dict[str, Value]:
        """Start values with what was written over them. Raises InputError in `lang`."""
        for name in written:
            if name not in self.controls:
                told = UNKNOWN_CONTROL.fill(
                    demo=self.name, name=name[:30], names=listing(list(self.controls), lang)
                )
                raise InputError(told[lang])
        read = {name: self.controls[name].read(name, value, lang) for name, value in written.items()}
        return {**self.starts[lang], **read}

    def picture(self, values: Mapping[str, Value], lang: str) -> Markup:
        """The HTML of what the function draws. Raises InputError in `lang` where values do not go together."""
        try:
            return self.draw(**values).html(lang)
        except InputError as refused:
            raise InputError(refused.sentence, lang) from None


def demo(
    *, title: Text, makes: Made | None = None, uses: str = "", ahead: bool = False
) -> Callable[[Callable[..., View]], Demo]:
    """Turn a function into a demo. Raises DemoError where an argument has no control or no usable start.

    A start that is a Text is another one in each language: a prompt, say, or what has to go with it.
    A demo that `makes` a thing, or `uses` that of the demo so called: see made.py. One with a single slider may be drawn
    `ahead`, at each of its stops, while the site is built: the page shows that until Python has come.
    """

    def read_signature(draw: Callable[..., View]) -> Demo:
        name = draw.__name__.rstrip("_").replace("_", "-")
        hints = get_type_hints(draw, include_extras=True)
        controls: dict[str, Control] = {}
        starts: dict[str, dict[str, Value]] = {lang: {} for lang in LANGUAGES}
        for argument in inspect.signature(draw).parameters.values():
            found = [
                extra for extra in getattr(hints[argument.name], "__metadata__", ()) if hasattr(extra, "read")
            ]
            if len(found) != 1 or argument.default is argument.empty:
                raise DemoError(
                    f"Demo “{name}”: argument {argument.name} needs one control, Annotated[type, Slider(…) or "
                    "Choice(…) or Toggle(…)], and a start value"
                )
            controls[argument.name] = found[0]
            for lang, start in starts.items():
                default = argument.default[lang] if isinstance(argument.default, Text) else argument.default
                try:
                    start[argument.name] = found[0].read(argument.name, default, lang)
                except InputError as refused:
                    raise DemoError(f"Demo “{name}”: {refused}") from None
        if ahead and [type(control) for control in controls.values()] != [Slider]:
            raise DemoError(f"Demo “{name}” is drawn ahead, for which it needs one slider and nothing else")
        return Demo(name, title, draw, controls, starts, makes, uses, ahead)

    return read_signature


def names() -> list[str]:
    """The names of all demos, from the files in `demos/`."""
    return sorted(module.name.replace("_", "-") for module in pkgutil.iter_modules(demos.__path__))


def load(name: str) -> Demo:
    """The demo called `name`. Raises DemoError with the choices where there is none."""
    module = f"{demos.__name__}.{_module(name)}"
    try:  # the import knows, and not `names`: in the page, some demos come when they are imported
        return find(name, importlib.import_module(module))
    except ModuleNotFoundError as missing:
        if not f"{module}.".startswith(f"{missing.name}."):
            raise
        raise DemoError(f"There is no demo “{name}”; there are {listing(names())}") from None


def find(name: str, module: ModuleType) -> Demo:
    """The demo in a module of `demos`. Raises DemoError unless it is the only one, and called `name`."""
    found = [value for value in vars(module).values() if isinstance(value, Demo)]
    if len(found) != 1 or found[0].name != name:
        raise DemoError(f"demos/{_module(name)}.py must hold one demo, a function called {_module(name)}")
    return found[0]


def source_of(name: str) -> str:
    """The text of the demo's file, also where it lies in a wheel. Raises DemoError where there is none."""
    load(name)
    content = pkgutil.get_data(f"{demos.__name__}.{_module(name)}", f"{_module(name)}.py")
    assert content is not None  # only a loader that cannot read files gives none
    return content.decode("utf-8")


def check(name: str, start: Mapping[str, object], lang: str = "en") -> None:
    """Raise DemoError, one sentence with the choices, if a page asks for what the demo cannot show."""
    try:
        load(name).values(start, lang)
    except InputError as refused:
        raise DemoError(f"Demo “{name}”: {refused}") from None


def render(name: str, lang: str, start: Mapping[str, object] | None = None, *, source: str = "") -> str:
    """The complete `<knob-demo>`: form, picture, and the words its states need. Raises DemoError.

    `source` is where the page finds the demo's own file; without it, no link leads there.
    """
    check_language(lang)
    check(name, start or {}, lang)
    shown = load(name)
    values = shown.values(start or {}, lang)
    try:
        picture = shown.picture(values, lang)
    except InputError as refused:
        raise DemoError(f"Demo “{name}”: {refused}") from None
    if shown.uses and load(shown.uses).makes is None:
        raise DemoError(f"Demo “{name}” uses what “{shown.uses}” makes, but that demo makes nothing")
    hero = any(isinstance(control, Slider) and control.dial for control in shown.controls.values())
    link = button("draw", lang)
    earlier = join(button("resume", lang), " ", button("forget", lang))
    return tag(
        "knob-demo",
        tag(
            "div",
            tag("p", shown.title[lang], class_="k-demo__title"),
            tag(
                "span", *(_state(state, lang) for state in STATES), class_="k-state", data_search_exclude=True
            ),
            class_="k-demo__head",
        ),
        tag("form", form_html(shown, values, lang), class_="k-demo__form", aria_label=shown.title[lang]),
        reasons(
            {**REASONS, **(MADE_REASONS if shown.makes else {})},
            lang,
            tag("span", data_why="input", hidden=True),
        ),
        tag(
            "div",
            tag("output", picture, class_="k-demo__out", aria_live="off", aria_label=OUTPUT[lang]),
            class_="k-demo__frame",
        ),
        notes(
            {**DEMO_NOTES, **(MADE_NOTES if shown.makes else {})},
            lang,
            link=link,
            link_code=link,
            earlier=earlier,
        ),
        tag(
            "div",
            tag("a", SOURCE[lang], class_="k-button", data_action="source", href=source) if source else None,
            button("share", lang),
            tools(shown.makes, lang) if shown.makes else None,
            class_="k-demo__tools",
            data_search_exclude=True,
        ),
        _source(shown, lang) if source else None,
        tag("p", class_="k-sr", role="status"),
        class_="k-demo k-demo--hero" if hero else "k-demo",
        name=name,
        lang=lang,
        data_state="static",
        data_makes=name if shown.makes else None,
        data_uses=shown.uses or None,
    )


def drawn_ahead(name: str, lang: str) -> dict[str, str]:
    """The picture of a demo at each stop of its slider; stops are written as JavaScript writes them: 0.5 and -3."""
    shown = load(name)
    [(control, slider)] = shown.controls.items()
    assert isinstance(slider, Slider)
    steps = round((slider.high - slider.low) / slider.step)
    stops = [round(slider.low + step * slider.step, slider.decimals) for step in range(steps + 1)]
    return {f"{stop + 0:g}": shown.picture({control: stop}, lang) for stop in stops}


def run(name: str, lang: str, form: str) -> str:
    """The picture for a form, JSON in, HTML out. Raises InputError: one sentence in the reader's language."""
    shown = load(name)
    return shown.picture(shown.values(read_form(form, lang), lang), lang)


def answer(name: str, lang: str, form: str, source: str | None = None) -> str:
    """`run` for the page: JSON with either `html` or `refused`, the sentence that says why not.

    With `source`, the reader's own text of the demo's file, it is edited.py that answers.
    """
    try:
        if source is not None:
            from . import edited  # not before it is needed: Python in the page starts sooner without

            return json.dumps(edited.answer(name, lang, read_form(form, lang), source))
        return json.dumps({"html": run(name, lang, form)}, ensure_ascii=False)
    except InputError as refused:
        return json.dumps({"refused": str(refused)}, ensure_ascii=False)


def made(name: str) -> bytes | None:
    """What the demo called `name` has made by now; None where that is nothing."""
    makes = load(name).makes
    return makes.content() if makes else None


def take(name: str, lang: str, content: bytes | memoryview) -> str:
    """Give it a thing that was made before: JSON with the values that its form `set`s, or with why it was `refused`."""
    makes = load(name).makes
    if makes is None:
        raise DemoError(f"Demo “{name}” makes nothing, so it can take nothing")
    try:
        return json.dumps({"set": dict(makes.take(bytes(content)))}, ensure_ascii=False)
    except InputError as refused:
        return json.dumps({"refused": str(InputError(refused.sentence, lang))}, ensure_ascii=False)


def read_form(form: str, lang: str) -> dict[str, object]:
    """What the page sent: values by the names of their controls. Raises InputError."""
    try:
        written = json.loads(form)
    except (ValueError, RecursionError):
        written = None
    if not isinstance(written, dict):
        raise InputError(NOT_A_FORM[lang])
    return written


def form_html(shown: Demo, values: Mapping[str, Value], lang: str) -> Markup:
    """The controls of a demo, standing at `values`."""
    return join(
        *(
            control.html(name, values[name], lang, hidden=not _visible(control, values))
            for name, control in shown.controls.items()
        )
    )


def check_language(lang: str) -> None:
    """Raise DemoError if the site does not speak `lang`."""
    if lang not in LANGUAGES:
        raise DemoError(f"There is no language “{lang}”; there are {listing(LANGUAGES)}")


def _module(name: str) -> str:
    """The file of a demo, without `.py`."""
    return name.replace("-", "_")


def _source(shown: Demo, lang: str) -> Markup:
    """Where the reader reads and changes the demo's own file; a script fills it."""
    return tag(
        "div",
        tag("div", class_="k-demo__editor"),
        hints(CODE.fill(title=shown.title), lang),
        tag(
            "div",
            button("stop", lang, disabled=True),
            button("reset", lang, disabled=True),
            class_="k-run__buttons",
        ),
        class_="k-demo__source",
        data_search_exclude=True,
        hidden=True,
    )


def _visible(control: Control, values: Mapping[str, Value]) -> bool:
    when = getattr(control, "when", None)
    return when is None or bool(when.holds(values))


def _state(state: str, lang: str) -> Markup:
    percent = join(" ", tag("span", data_percent=True)) if state == "booting" else None
    return tag("span", STATES[state][lang], percent, data_when=state)


STATES = {
    "static": Text(en="drawn in advance", nl="vooraf getekend"),
    "booting": Text(en="Python is starting", nl="Python start op"),
    "live": Text(en="live", nl="live"),
    "busy": Text(en="computing", nl="rekent"),
    "failed": Text(en="stopped", nl="gestopt"),
}
REASONS = {
    "start": Text(
        en="Python could not start in this browser, so the knobs do not answer; the picture was drawn in advance.",
        nl="Python kon in deze browser niet starten, dus de draaiknoppen reageren niet; de tekening is vooraf gemaakt.",
    ),
    "crash": Text(
        en="Python stopped, so the knobs do not answer; what you see is the last good picture.",
        nl="Python is gestopt, dus de draaiknoppen reageren niet; je ziet de laatste goede tekening.",
    ),
    "network": Text(
        en="The connection dropped before Python was here, so the knobs do not answer; the picture was drawn in advance.",
        nl="De verbinding viel weg voordat Python er was, dus de draaiknoppen reageren niet; de tekening is vooraf gemaakt.",
    ),
    "room": Text(
        en="This device has too little free memory for Python now, so the knobs do not answer; the picture was drawn in "
        "advance. It may help to close other tabs.",
        nl="Dit apparaat heeft nu te weinig vrij geheugen voor Python, dus de draaiknoppen reageren niet; de tekening is "
        "vooraf gemaakt. Misschien helpt het om andere tabbladen te sluiten.",
    ),
    "wasm": Text(
        en="This browser blocks what Python needs, WebAssembly or workers, so the knobs do not answer; the picture was drawn in advance.",
        nl="Deze browser blokkeert wat Python nodig heeft, WebAssembly of workers, dus de draaiknoppen reageren niet; de tekening is vooraf gemaakt.",
    ),
}
DEMO_NOTES = {
    "link": Text(
        en="These positions come from a link; nothing has been drawn with them yet.",
        nl="Deze standen komen uit een link; er is nog niets mee getekend.",
    ),
    "link-code": Text(
        en="This code comes from a link. It has not run; read it before you draw with it.",
        nl="Deze code komt uit een link. Ze is niet uitgevoerd; lees haar voordat je ermee tekent.",
    ),
    **NOTES,
    "stopped": Text(
        en="Stopped. What you see is the last picture that was finished.",
        nl="Gestopt. Je ziet de laatste tekening die af was.",
    ),
    "restarted": Text(
        en="Python’s memory was full, so a fresh Python took over.",
        nl="Het geheugen van Python was vol; een nieuwe Python heeft het overgenomen.",
    ),
}
SOURCE = Text(en="Show the Python", nl="Bekijk de Python-code")
CODE = Text(en="Python of “{title}”", nl="Python-code van ‘{title}’")
OUTPUT = Text(en="Result", nl="Resultaat")
UNKNOWN_CONTROL = Text(
    en="The demo {demo} has no control “{name}”; it has {names}.",
    nl="De demo {demo} heeft geen instelling ‘{name}’; wel {names}.",
)
NOT_A_FORM = Text(
    en="The demo could not read its form: it is not a JSON object.",
    nl="De demo kan het formulier niet lezen: het is geen JSON-object.",
)
