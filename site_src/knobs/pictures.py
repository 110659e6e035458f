"""Pictures that do not turn, drawn while the site is built: the colour key, the thread, sizes as a table and over time."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .figures import FIGURES
from .ladder import ladder
from .markup import Markup, join, tag
from .plateau import plateau
from .text import LANGUAGES, DemoError, Text, listing, number
from .views import Role

DIGITS = 12  # room for 999 billion: as long as GPT-3's count


Drawing = Callable[..., Markup]


def picture(name: str, lang: str, more: Mapping[str, Drawing] | None = None, /, **options: str) -> str:
    """The picture called `name`, one of ours or of `more`. Raises DemoError with the choices for an unknown name
    or option.
    """
    drawings = PICTURES | dict(more or {})
    if name not in drawings:
        raise DemoError(f"There is no picture “{name}”; there are {listing(sorted(drawings))}")
    if lang not in LANGUAGES:
        raise DemoError(f"There is no language “{lang}”; there are {listing(LANGUAGES)}")
    return drawings[name](lang, **_known(name, drawings[name], options))


def names() -> list[str]:
    return sorted(PICTURES)


def counter(count: int, lang: str, *, plain: bool = False) -> Markup:
    """A number as a counter of twelve digits with pale leading zeros, so that its length is its size.

    Coloured only where it counts parameters; `plain` otherwise. A screen reader hears the number itself.
    """
    digits = f"{count:0{DIGITS}d}"
    zeros = len(digits) - len(str(count))
    groups = [
        join(
            *(
                tag("span", digit, class_="k-zero" if at + i < zeros else "k-digit")
                for i, digit in enumerate(group)
            )
        )
        for at, group in ((at, digits[at : at + 3]) for at in range(0, len(digits), 3))
    ]
    spaced = [join(tag("i"), group) if at else group for at, group in enumerate(groups)]
    shown = tag(
        "span", *spaced, class_="k-counter k-counter--plain" if plain else "k-counter", aria_hidden="true"
    )
    return join(shown, tag("span", number(count, lang), class_="k-sr"))


def shape(role: Role) -> Markup:
    """The shape of a role: knob, square, diamond or cross."""
    drawn = {
        "param": join(tag("circle", cx=6, cy=6, r=5), tag("path", class_="k-notch", d="M6 6V1.6")),
        "input": tag("rect", x=1.5, y=1.5, width=9, height=9),
        "output": tag("path", d="M6 .4 11.6 6 6 11.6.4 6z"),
        "error": tag("path", class_="k-cross", d="M1.5 1.5l9 9m0-9l-9 9"),
    }
    return tag("svg", drawn[role], class_=f"k-shape k-fill-{role}", viewBox="0 0 12 12", aria_hidden="true")


def legend(lang: str) -> Markup:
    """The four roles with their colour, their shape and their second cue."""
    items = [
        tag(
            "li",
            shape(role),
            tag("span", tag("span", name[lang], class_=f"k-role k-{role}"), tag("small", cue[lang])),
        )
        for role, (name, cue) in ROLES.items()
    ]
    return tag("aside", tag("ul", *items), class_="k-legend", aria_label=LEGEND[lang])


def thread(lang: str, at: str = "", root: str = "../") -> Markup:
    """From two knobs to GPT-3's, the one called `at` marked; `root` is where the page finds the others."""
    keys = [stop.key for stop in THREAD]
    if at and at not in keys:
        raise DemoError(f"The thread has no stop “{at}”; it has {listing(keys)}")
    stops = []
    for stop in THREAD:
        told = [counter(stop.count, lang), tag("span", stop.name[lang], class_="k-stop")]
        here = stop.key == at
        stops.append(
            tag(
                "li",
                tag("a", *told, href=f"{root}{stop.at}"),
                class_="k-here" if here else None,
                aria_current="step" if here else None,
            )
        )
    return tag("nav", tag("ol", *stops), class_="k-thread", aria_label=THREAD_LABEL[lang])


def sizes(lang: str) -> Markup:
    """How many parameters has …? Exact counts, each computed from the published architecture."""
    head = tag("tr", *(tag("th", title[lang], scope="col") for title in HEADS))
    rows = [
        tag(
            "tr",
            tag("th", size.name, tag("small", size.note[lang]) if size.note else None, scope="row"),
            tag("td", counter(int(FIGURES[size.figure].value), lang)),
            tag("td", tag("a", size.source, href=FIGURES[size.figure].source)),
        )
        for size in SIZES
    ]
    table = tag("table", tag("thead", head), tag("tbody", *rows), class_="k-table k-sizes")
    return tag("div", table, class_="k-scroll", role="group", tabindex=0, aria_label=SIZES_LABEL[lang])


@dataclass(frozen=True)
class Size:
    """A row of the table: a model, its figure, and what its source is called."""

    name: str
    figure: str
    source: str
    note: Text | None = None


@dataclass(frozen=True)
class Stop:
    key: str
    at: str  # its page and heading
    count: int
    name: Text


FIRST = "what-is-a-parameter/#"
THREAD = (
    Stop("line", FIRST + "line", 2, Text(en="a line", nl="een lijn")),
    Stop("neuron", FIRST + "neuron", 3, Text(en="a neuron", nl="een neuron")),
    Stop("network", FIRST + "network", 112, Text(en="a small network", nl="een klein netwerk")),
    Stop(
        "pocket",
        "pocket-model/#one-knob",
        int(FIGURES["pocket_parameters"].value),
        Text(en="our pocket model", nl="ons zakmodel"),
    ),
    Stop("gpt3", FIRST + "how-many", int(FIGURES["gpt3"].value), Text(en="GPT-3", nl="GPT-3")),
)
THREAD_LABEL = Text(
    en="Five models, from 2 knobs to 175 billion", nl="Vijf modellen, van 2 draaiknoppen tot 175 miljard"
)

ROLES: dict[Role, tuple[Text, Text]] = {
    "param": (Text(en="parameter", nl="parameter"), Text(en="heavy: a weight", nl="zwaar: een gewicht")),
    "input": (
        Text(en="input, data", nl="invoer, data"),
        Text(en="boxed: a field to fill in", nl="omkaderd: een vakje om in te vullen"),
    ),
    "output": (
        Text(en="output", nl="uitvoer"),
        Text(en="double rule: the sum is done", nl="dubbele streep: de som is gemaakt"),
    ),
    "error": (
        Text(en="error, loss", nl="fout, verlies"),
        Text(en="wavy: the red-pencil mark", nl="golflijn: de streep van het rode potlood"),
    ),
}
LEGEND = Text(en="Color key", nl="Kleurenwijzer")

HEADS = (
    Text(en="Model", nl="Model"),
    Text(en="Parameters, exactly", nl="Parameters, precies"),
    Text(en="Source", nl="Bron"),
)
SIZES_LABEL = Text(
    en="Exact parameter counts, from 1960 to 2024", nl="Precieze aantallen parameters, van 1960 tot 2024"
)
SIZES = (
    Size(
        "Mark I Perceptron",
        "mark1",
        "Tappert (2011)",
        Text(
            en="1960, at most; each a dial with a motor",
            nl="1960, ten hoogste; elk een draaiknop met een motor",
        ),
    ),
    Size("GPT-2 small", "gpt2", "openai/gpt-2, model.py", Text(en="2019", nl="2019")),
    Size("GPT-3", "gpt3", "arXiv 2005.14165", Text(en="2020", nl="2020")),
    Size("Llama 3.1 405B", "llama31_405b", "arXiv 2407.21783", Text(en="2024", nl="2024")),
    Size(
        "DeepSeek-V3",
        "deepseek_v3",
        "arXiv 2412.19437",
        Text(en="2024, all experts", nl="2024, alle experts"),
    ),
    Size(
        "DeepSeek-V3",
        "deepseek_v3_active",
        "arXiv 2412.19437",
        Text(en="2024, active for one token", nl="2024, actief voor één token"),
    ),
)

PICTURES: dict[str, Drawing] = {
    "ladder": ladder,
    "legend": legend,
    "plateau": plateau,
    "sizes": sizes,
    "thread": thread,
}


def _known(name: str, drawing: Drawing, options: dict[str, str]) -> dict[str, str]:
    """The options of a picture, if it takes all of them."""
    takes = [option for option in inspect.signature(drawing).parameters if option != "lang"]
    for option in options:
        if option not in takes:
            raise DemoError(
                f"The picture “{name}” has no option “{option}”; it has {listing(takes) if takes else 'none'}"
            )
    return options
