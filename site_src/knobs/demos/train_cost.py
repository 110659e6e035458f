"""What one training run takes: operations, days, energy, CO2 and money, with every assumption as a knob."""

from typing import Annotated

from ..amounts import Mark, Powers
from ..controls import Choice, Number, Slider, When
from ..cost import (
    DEVICES,
    co2_tonnes,
    days,
    device_hours,
    energy_kwh,
    money,
    training_operations,
)
from ..demo import demo
from ..naming import in_powers, in_words
from ..text import Text, same
from ..views import Formula, Note, Piece, Reading, Row, Stack, View
from .updates_or_operations import BILLION, OPERATIONS, PARAMETERS, TOKENS

CHIPS = {device.name.split()[0].lower(): device for device in DEVICES}


@demo(title=Text(en="One training run", nl="Eén training"))
def train_cost(
    parameters: Annotated[float, PARAMETERS] = 174.6,
    tokens: Annotated[float, TOKENS] = 300.0,
    chip: Annotated[
        str,
        Choice(
            options={key: same(device.name) for key, device in CHIPS.items()},
            label=Text(en="kind of GPU", nl="soort GPU"),
        ),
    ] = "v100",
    devices: Annotated[
        int,
        Number(low=1, high=10_000_000, whole=True, label=Text(en="number of GPUs", nl="aantal GPU’s")),
    ] = 10_000,
    utilization: Annotated[
        float,
        Slider(
            low=1,
            high=100,
            step=0.1,
            role="setting",
            label=Text(en="% of their peak that they reach", nl="% van hun top dat ze halen"),
        ),
    ] = 19.7,
    watts: Annotated[
        float,
        Number(
            low=1,
            high=100_000,
            label=Text(en="power of one GPU", nl="vermogen van één GPU"),
            unit="W",
        ),
    ] = 330.0,
    pue: Annotated[
        float,
        Slider(
            low=1,
            high=2,
            step=0.01,
            role="setting",
            label=Text(
                en="energy of the building per unit of its machines (PUE)",
                nl="energie van het hele gebouw, gedeeld door die van de machines (PUE)",
            ),
        ),
    ] = 1.1,
    grid: Annotated[
        float | None,
        Number(
            low=0,
            high=2000,
            optional=True,
            label=Text(en="CO₂ of the grid", nl="CO₂ van het stroomnet"),
            unit=Text(en="g per kWh", nl="g per kWh"),
        ),
    ] = None,
    price: Annotated[
        float | None,
        Number(
            low=0,
            high=10_000,
            optional=True,
            label=Text(en="price of a GPU for an hour", nl="prijs van een GPU per uur"),
            unit=Text(en="your money", nl="jouw munt"),
        ),
    ] = None,
    year: Annotated[
        int | None,
        Number(
            low=2000,
            high=2100,
            whole=True,
            grouped=False,
            optional=True,
            label=Text(en="year of that price", nl="jaar van die prijs"),
            when=When(control="price"),
        ),
    ] = None,
) -> View:
    device = CHIPS[chip]
    weights, text = parameters * BILLION, tokens * BILLION
    operations = training_operations(weights, text)
    hours = device_hours(operations, device.peak_operations_per_second, utilization / 100)
    took = days(hours, devices)
    kwh = energy_kwh(hours, watts, pue)
    written, named = in_powers(operations), in_words(operations, 0)
    told = {
        "operations": written,
        "named": named,
        "days": took,
        "hours": in_words(hours, 2),
        "mwh": kwh / 1000,
        "devices": devices,
        "chip": device.name,
        "reached": device.peak_operations_per_second * utilization / 100 / 1e12,
    }
    readings: list[View] = [
        Reading(DAYS, took, 1),
        Reading(ENERGY, kwh / 1000, 0 if kwh > 10_000 else 3),
    ]
    if grid is not None:
        readings.append(Reading(CO2, co2_tonnes(kwh, grid), 1 if kwh * grid > 1e7 else 4))
    if price is not None:
        name = MONEY_OF.fill(year=str(year)) if year else MONEY
        readings.append(Reading(name, money(hours, price), 0))
    missing = [needed for value, needed in ((grid, NO_GRID), (price, NO_PRICE)) if value is None]
    if year is None and price is not None:
        missing.append(NO_YEAR)
    formula = Formula(
        [
            "6 × ",
            Piece("param", in_words(weights)),
            " × ",
            Piece("input", in_words(text)),
            " = ",
            Piece("output", written),
        ]
    )
    ruler = Powers(
        title=Text(en="Parameters, tokens, operations", nl="Parameters, tokens, bewerkingen"),
        say=SAY.fill(**told),
        marks=[
            Mark(PARAMETERS.label, weights, in_words(weights)),
            Mark(TOKENS.label, text, in_words(text)),
            Mark(OPERATIONS, operations, named),
        ],
    )
    return Stack(
        [
            Row([formula]),
            Row(readings),
            ruler,
            Row([Note(HOW.fill(**told))]),
            *(Row([Note(told_too)]) for told_too in missing),
        ]
    )


DAYS = Text(en="days", nl="dagen")
ENERGY = Text(en="energy, MWh", nl="energie, MWh")
CO2 = Text(en="CO₂, tonnes", nl="CO₂, ton")
MONEY = Text(en="rent, your money", nl="huur, jouw munt")
MONEY_OF = Text(en="rent, your money of {year}", nl="huur, jouw munt van {year}")
SAY = Text(
    en="{operations} operations: with {devices} GPUs ({chip}) that takes {days:.1f} days and {mwh:.1f} MWh.",
    nl="{operations} bewerkingen: met {devices} GPU’s ({chip}) duurt dat {days:.1f} dagen en kost het {mwh:.1f} MWh.",
)
HOW = Text(
    en="{named} operations, at {reached:.1f} trillion a second per GPU: {hours} GPU-hours. An estimate: power times "
    "hours, as if every GPU always drew that much.",
    nl="{named} bewerkingen, met {reached:.1f} biljoen per seconde per GPU: {hours} GPU-uur. Een schatting: vermogen "
    "maal uren, alsof elke GPU altijd zoveel vraagt.",
)
NO_GRID = Text(
    en="For CO₂, fill in what the grid emits for a kWh: 57 g where BLOOM was trained, 429 g for GPT-3.",
    nl="Vul voor CO₂ in wat het stroomnet per kWh uitstoot: 57 g waar BLOOM is getraind, 429 g bij GPT-3.",
)
NO_PRICE = Text(
    en="For the rent, fill in a price that you looked up, and the year it is from: prices move within months.",
    nl="Vul voor de huur een prijs in die je hebt opgezocht, en het jaar erbij: prijzen veranderen binnen enkele "
    "maanden.",
)
NO_YEAR = Text(
    en="A price without a date says little: fill in the year it is from.",
    nl="Een prijs zonder datum zegt weinig: vul in van welk jaar hij is.",
)
