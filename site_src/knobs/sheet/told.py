"""The worksheet in words: its rows, its sums with the reader's numbers in them, and what goes without saying nowhere."""

from collections.abc import Mapping, Sequence
from math import floor, log10

from ..cost import BITS, STATE_16
from ..curves import Entry, Value
from ..naming import in_powers, in_words, power
from ..text import LANGUAGES, Text, number, same
from ..views import Formula, Piece, Words
from . import Column, Made, Terms

GB = 1e9  # bytes
STEPS = (  # the longest time that is told in each unit, in days, and how many of it make a day
    (1 / 24 / 30, 24 * 60 * 60, Text(en="{n:.0f} s", nl="{n:.0f} s")),
    (1 / 12, 24 * 60, Text(en="{n:.0f} min", nl="{n:.0f} min")),
    (2, 24, Text(en="{n:.1f} hours", nl="{n:.1f} uur")),
    (1000, 1, Text(en="{n:.0f} days", nl="{n:.0f} dagen")),
)
YEARS = Text(en="{n} years", nl="{n} jaar")


def in_time(days: float) -> Text:
    """In seconds, minutes, hours, days or years: what has few digits."""
    for longest, in_a_day, told in STEPS:
        if days < longest:
            return told.fill(n=days * in_a_day)
    years = days / 365.25
    return YEARS.fill(n=in_words(float(f"{years:.3g}"), 2))


def in_energy(kwh: float) -> Text:
    """In kWh, or in MWh from ten of these on."""
    value, unit = (kwh / 1000, "MWh") if kwh >= 10_000 else (kwh, "kWh")
    return Text(**{lang: f"{few(value, lang)} {unit}" for lang in LANGUAGES})


def in_mass(tonnes: float) -> Text:
    value, unit = (tonnes, Text(en="t", nl="ton")) if tonnes >= 1 else (1000 * tonnes, same("kg"))
    return Text(**{lang: f"{few(value, lang)} {unit[lang]}" for lang in LANGUAGES})


def amount(value: float) -> Text:
    return Text(**{lang: few(value, lang) for lang in LANGUAGES})


def few(value: float, lang: str) -> str:
    """With three digits, more where they stand before the mark; in words from a million on, small ones as a power."""
    if value >= 1e6:
        return in_words(value, 2)[lang]
    if 0 < value < 0.0001:
        return power(value, lang)
    places = 2 - floor(log10(value)) if 0 < value < 1 else 2 if value < 10 else 1 if value < 100 else 0
    return number(value, lang, places)


def exactly(value: float) -> Text:
    """As the reader typed it: every digit, no more."""
    decimals = len(f"{value:.6f}".rstrip("0").partition(".")[2])
    return Text(**{lang: number(value, lang, decimals) for lang in LANGUAGES})


def in_memory(memory: float) -> Text:
    return Text(**{lang: f"{few(memory / GB, lang)} GB" for lang in LANGUAGES})


def rows(columns: Mapping[str, Column], terms: Terms, year: int | None) -> list[Entry]:
    """What is asked for each task; without prices or a grid, their rows stay away."""
    every = list(columns.values())

    def row(name: Words, told: Sequence[Text]) -> Entry:
        return Entry(name, [Value(one) for one in told])

    found = [
        row(TOKENS, [in_words(one.tokens, 2) for one in every]),
        row(OPERATIONS, [in_powers(one.operations) for one in every]),
        row(HOURS, [amount(one.hours) for one in every]),
        row(TIME.fill(devices=terms.devices), [in_time(one.days) for one in every]),
        row(ENERGY, [in_energy(one.kwh) for one in every]),
    ]
    if terms.grams_per_kwh is not None:
        found.append(row(CO2, [in_mass(one.tonnes or 0) for one in every]))
    dated = Text(en=" of {year}", nl=" van {year}").fill(year=str(year)) if year else None
    for given, name, values in (
        (terms.price_per_hour, RENT, [one.rent for one in every]),
        (terms.price_per_kwh, POWER, [one.power for one in every]),
    ):
        if given is not None:
            told = Text(**{lang: name[lang] + (dated[lang] if dated else "") for lang in LANGUAGES})
            found.append(row(told, [amount(value or 0) for value in values]))
    return [
        *found,
        row(MEMORY, [in_memory(one.memory) for one in every]),
        row(HELD, [exactly(one.devices) for one in every]),
    ]


def sums(
    task: str, column: Column, model: Made, number_format: str, terms: Terms
) -> list[tuple[Text, Formula]]:
    """The formulas of one task, filled in."""
    size, tokens = Piece("param", in_words(model.active)), Piece("input", in_words(column.tokens, 2))
    operations, hours = Piece("output", in_powers(column.operations)), Piece("output", amount(column.hours))
    added, kwh = Piece("param", in_words(model.added)), Piece("output", amount(column.kwh))
    peak = in_powers(terms.device.peak_operations_per_second)
    starts: dict[str, list[Piece | Words]] = {
        "train": ["6 × ", size, " × ", tokens],
        "adapt": ["(4 × ", size, " + 6 × ", added, ") × ", tokens],
        "use": ["2 × ", size, " × ", tokens],
    }
    found: list[tuple[Text, list[Piece | Words]]] = [
        (OPERATIONS, [*starts[task], " = ", operations]),
        (
            HOURS,
            [operations, " ÷ (", peak, " × ", exactly(column.reached), " × ", exactly(3600), ") = ", hours],
        ),
        (DAYS, [hours, " ÷ ", exactly(terms.devices), " ÷ 24 = ", Piece("output", amount(column.days))]),
        (
            KWH,
            [
                hours,
                " × ",
                exactly(terms.watts),
                " W ÷ ",
                exactly(1000),
                " × ",
                exactly(terms.pue),
                " = ",
                kwh,
            ],
        ),
    ]
    if terms.grams_per_kwh is not None:
        grams, kilograms = exactly(terms.grams_per_kwh), amount(1000 * (column.tonnes or 0))
        found.append(
            (KILOGRAMS, [kwh, " × ", grams, " g ÷ ", exactly(1000), " = ", Piece("output", kilograms)])
        )
    if terms.price_per_hour is not None:
        found.append(
            (
                RENT,
                [
                    hours,
                    " × ",
                    exactly(terms.price_per_hour),
                    " = ",
                    Piece("output", amount(column.rent or 0)),
                ],
            )
        )
    if terms.price_per_kwh is not None:
        found.append(
            (
                POWER,
                [kwh, " × ", exactly(terms.price_per_kwh), " = ", Piece("output", amount(column.power or 0))],
            )
        )
    whole, memory = Piece("param", in_words(model.total)), Piece("output", in_memory(column.memory))
    each = " + ".join(map(str, STATE_16.values()))
    kept: list[Piece | Words] = [whole, " × ", exactly(BITS[number_format]), " bits ÷ 8"]
    held: dict[str, list[Piece | Words]] = {
        "train": [whole, f" × ({each}) bytes"],
        "adapt": [*kept, " + ", added, f" × ({each}) bytes"],
        "use": kept,
    }
    return [(name, Formula(parts)) for name, parts in [*found, (MEMORY, [*held[task], " = ", memory])]]


def notes(column: Column, terms: Terms, year: int | None) -> list[Text]:
    """What the reader should know beside the numbers, and what is still empty."""
    priced = terms.price_per_hour is not None or terms.price_per_kwh is not None
    return [
        *(
            [TOO_LARGE.fill(devices=terms.devices, needed=column.devices)]
            if column.devices > terms.devices
            else []
        ),
        *([NO_GRID] if terms.grams_per_kwh is None else []),
        *([NO_PRICE] if not priced else []),
        *([NO_YEAR] if priced and year is None else []),
        *([YEAR_ALONE.fill(year=str(year))] if year is not None and not priced else []),
    ]


TOKENS = Text(en="tokens", nl="tokens")
OPERATIONS = Text(en="operations", nl="bewerkingen")
HOURS = Text(en="GPU-hours", nl="GPU-uur")
TIME = Text(en="time, on {devices} GPUs", nl="tijd, met {devices} GPU’s")
DAYS = Text(en="days", nl="dagen")
ENERGY = Text(en="energy", nl="energie")
KWH = Text(en="energy, kWh", nl="energie, kWh")
CO2 = Text(en="CO₂", nl="CO₂")
KILOGRAMS = Text(en="CO₂, kg", nl="CO₂, kg")
RENT = Text(en="rent, your money", nl="huur, jouw munt")
POWER = Text(en="electricity, your money", nl="stroom, jouw munt")
MEMORY = Text(en="memory, at least", nl="geheugen, ten minste")
HELD = Text(en="GPUs that hold it", nl="GPU’s waar dat in past")
TOO_LARGE = Text(
    en="That does not fit in the memory of {devices} such GPUs: it takes {needed}.",
    nl="Dat past niet in het geheugen van {devices} van zulke GPU’s: daar zijn er {needed} voor nodig.",
)
NO_GRID = Text(
    en="For CO₂, fill in what your grid emits for a kWh.",
    nl="Vul voor CO₂ in wat jouw stroomnet per kWh uitstoot.",
)
NO_PRICE = Text(
    en="For money, fill in a price that you looked up: of a GPU for an hour if you rent, of a kWh if you own.",
    nl="Vul voor geld een prijs in die je hebt opgezocht: van een GPU per uur als je huurt, van een kWh als je hem hebt.",
)
NO_YEAR = Text(
    en="A price without a date says little: fill in the year it is from.",
    nl="Een prijs zonder datum zegt weinig: vul in van welk jaar hij is.",
)
YEAR_ALONE = Text(
    en="The year {year} waits for a price that it dates.",
    nl="Het jaar {year} wacht op een prijs die erbij hoort.",
)
