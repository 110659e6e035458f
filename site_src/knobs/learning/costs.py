"""What a training in the page took, beside that of GPT-3: parameters, words, operations, energy."""

from typing import NamedTuple

from ..cost import energy_kwh, training_operations
from ..curves import Entry, Table, Value
from ..naming import in_powers, in_words
from ..text import LANGUAGES, Text, number, same
from .course import Course
from .shown import READ, YOURS

# Assumptions behind the energy of a training in the page. Watts: of two busy cores of a laptop; nothing was measured.
# Speed: about that of the model of middle size in Chromium, on two cores of a server (AMD EPYC), November 2026.
WATTS = 15
OPERATIONS_A_SECOND = 6e9


class Bill(NamedTuple):
    parameters: float
    words: float  # tokens, for GPT-3
    operations: float
    kwh: float


# Brown and others (2020), https://arxiv.org/abs/2005.14165, tables 2.1 and D.1; the energy was estimated afterwards by
# Patterson and others (2021), https://arxiv.org/abs/2104.10350: 1,287 MWh. knobs/figures.py has the same numbers.
GPT3 = Bill(parameters=175e9, words=300e9, operations=3.14e23, kwh=1_287_000)


def bill(parameters: int, words: int) -> Bill:
    """Of a training in the page: its operations are counted, and its energy follows from them by the assumptions."""
    operations = training_operations(parameters, words)
    hours = operations / OPERATIONS_A_SECOND / 3600
    return Bill(parameters, words, operations, energy_kwh(hours, WATTS, pue=1))


def table(course: Course) -> Table:
    """What it took until now, beside GPT-3."""
    ours = bill(course.config.parameters, course.seen.words)
    rows = [
        Entry(PARAMETERS, [Value(in_words(one.parameters)) for one in (ours, GPT3)]),
        Entry(READ, [Value(in_words(one.words)) for one in (ours, GPT3)]),
        Entry(
            OPERATIONS,
            [Value(in_powers(one.operations) if one.operations else same("0")) for one in (ours, GPT3)],
        ),
        Entry(ENERGY, [Value(energy(one)) for one in (ours, GPT3)]),
    ]
    return Table(TOOK, [YOURS, same("GPT-3")], rows)


def energy(one: Bill) -> Text:
    """In Wh, or in MWh."""
    wh = 1000 * one.kwh
    if wh >= 1e6:
        return MEGA.fill(value=wh / 1e6)
    return WATT_HOURS.fill(
        value=Text(**{lang: number(wh, lang, 1 if wh >= 1 else 3 if wh else 0) for lang in LANGUAGES})
    )


PARAMETERS = Text(en="parameters", nl="parameters")
OPERATIONS = Text(en="operations", nl="bewerkingen")
ENERGY = Text(en="energy, estimated", nl="energie, geschat")
TOOK = Text(en="What it took", nl="Wat het kostte")
WATT_HOURS = Text(en="{value} Wh", nl="{value} Wh")
MEGA = Text(en="{value} MWh", nl="{value} MWh")
ESTIMATE = Text(
    en="Operations are counted: 6 for each word and parameter. Energy here is an estimate: {watts} W, assumed for two busy cores "
    "of a laptop, and {speed} operations a second, as a browser made them in November 2026. That of GPT-3 was estimated by "
    "others, in 2021.",
    nl="Bewerkingen zijn geteld: 6 per woord en parameter. Energie is hier een schatting: {watts} W, aangenomen voor twee drukke "
    "kernen van een laptop, en {speed} bewerkingen per seconde, zoals een browser ze in november 2026 haalde. Die van GPT-3 is "
    "in 2021 door anderen geschat.",
).fill(watts=WATTS, speed=in_words(OPERATIONS_A_SECOND))
