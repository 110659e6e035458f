"""A worksheet: the reader's own model, hardware and prices, and what training, adapting and using it then take."""

from typing import Annotated

from ..controls import Choice, Number, Slider, When
from ..cost import BITS, DEVICES
from ..count import active
from ..curves import Table
from ..demo import demo
from ..models import models
from ..sheet import Made, Terms, adapting, days_until_use_has_taken_more, low_rank, training, using
from ..sheet.told import amount, in_energy, in_time, notes, rows, sums
from ..text import Text, same
from ..views import Note, Reading, Row, Stack, View, Words

BILLION = 1e9
RANK = 16
OWN = "own"
MODELS = {key: same(found.name) for key, found in models().items()} | {
    OWN: Text(en="A model of your own", nl="Een eigen model")
}
CHIPS = {device.name.split()[0].lower(): device for device in DEVICES}
MINE = When("model", equals=OWN)


def _billions(en: str, nl: str, when: When | None = None) -> Number:
    unit = Text(en="billion", nl="miljard")
    return Number(low=0.000_001, high=1_000_000, label=Text(en=en, nl=nl), unit=unit, when=when)


def _optional(en: str, nl: str, unit: Words, high: float, low: float = 0) -> Number:
    return Number(low=low, high=high, optional=True, label=Text(en=en, nl=nl), unit=unit)


TASKS = {
    "train": Text(en="training from scratch", nl="trainen vanaf nul"),
    "adapt": Text(en="adapting with LoRA", nl="aanpassen met LoRA"),
    "use": Text(en="using it for a day", nl="een dag gebruiken"),
}
STANDS = {
    "open": Text(en="I have not decided", nl="Ik ben er nog niet uit"),
    "yes": Text(en="Yes, efficiency will do it", nl="Ja, daar zorgt zuinigheid voor"),
    "half": Text(en="For using, not for making", nl="Gebruiken wel, maken niet"),
    "no": Text(en="No, who pays stays ahead", nl="Nee, wie betaalt, blijft voor"),
    "else": Text(en="Something else decides it", nl="Iets anders geeft de doorslag"),
}


@demo(title=Text(en="Your worksheet", nl="Jouw werkblad"))
def worksheet(
    model: Annotated[str, Choice(options=MODELS, label=Text(en="model", nl="model"))] = "olmo2-7b",
    own: Annotated[float, _billions("its parameters", "zijn parameters", MINE)] = 7.0,
    own_added: Annotated[
        float,
        _billions("parameters that LoRA adds at rank 16", "parameters die LoRA toevoegt bij rang 16", MINE),
    ] = 0.04,
    tokens: Annotated[float, _billions("tokens to train it on", "tokens voor de training")] = 4050.0,
    adapted: Annotated[float, _billions("tokens to adapt it on", "tokens voor het aanpassen")] = 10.0,
    rank: Annotated[
        int, Slider(low=1, high=128, role="setting", label=Text(en="rank of LoRA", nl="rang van LoRA"))
    ] = RANK,
    used: Annotated[
        float,
        Number(
            low=1,
            high=1e15,
            label=Text(en="tokens that it reads and writes", nl="tokens die het leest en schrijft"),
            unit=Text(en="a day", nl="per dag"),
        ),
    ] = 1_000_000.0,
    written: Annotated[
        str,
        Choice(
            options={key: same(key) for key in BITS},
            label=Text(
                en="format of its weights, after training", nl="getalsoort van de gewichten, na het trainen"
            ),
        ),
    ] = "bf16",
    chip: Annotated[
        str,
        Choice(
            options={key: same(device.name) for key, device in CHIPS.items()},
            label=Text(en="kind of GPU", nl="soort GPU"),
        ),
    ] = "h100",
    devices: Annotated[
        int, Number(low=1, high=10_000_000, whole=True, label=Text(en="number of GPUs", nl="aantal GPU’s"))
    ] = 8,
    reached: Annotated[
        float,
        Slider(
            low=1,
            high=100,
            step=0.5,
            role="setting",
            label=Text(en="% of their peak, training", nl="% van hun top, bij trainen"),
        ),
    ] = 40.0,
    reached_in_use: Annotated[
        float | None, _optional("% of their peak, in use", "% van hun top, bij gebruik", "%", 100, 0.01)
    ] = None,
    watts: Annotated[
        float | None, _optional("power of one GPU", "vermogen van één GPU", "W", 100_000, 1)
    ] = None,
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
    ] = 1.2,
    grid: Annotated[
        float | None, _optional("CO₂ of the grid", "CO₂ van het stroomnet", same("g per kWh"), 2000)
    ] = None,
    price: Annotated[
        float | None,
        _optional(
            "price of a GPU for an hour",
            "prijs van een GPU per uur",
            Text(en="your money", nl="jouw munt"),
            10_000,
        ),
    ] = None,
    power: Annotated[
        float | None,
        _optional("price of a kWh", "prijs van een kWh", Text(en="your money", nl="jouw munt"), 1000),
    ] = None,
    year: Annotated[
        int | None,
        Number(
            low=2000,
            high=2100,
            whole=True,
            grouped=False,
            optional=True,
            label=Text(en="year of these prices", nl="jaar van deze prijzen"),
        ),
    ] = None,
    task: Annotated[
        str, Choice(options=TASKS, label=Text(en="which sums to write out", nl="welke sommen uitgeschreven"))
    ] = "train",
    stand: Annotated[
        str,
        Choice(
            options=STANDS,
            label=Text(en="will it come within everyone’s reach?", nl="komt het binnen ieders bereik?"),
        ),
    ] = "open",
) -> View:
    found = models().get(model)
    made = (
        Made(found.total, active(found.arch).all_tables, low_rank(found.arch, rank))
        if found
        else Made(round(own * BILLION), round(own * BILLION), round(own_added * BILLION * rank / RANK))
    )
    device = CHIPS[chip]
    terms = Terms(
        device,
        devices,
        reached / 100,
        (reached if reached_in_use is None else reached_in_use) / 100,
        device.watts if watts is None else watts,
        pue,
        grid,
        price,
        power,
    )
    columns = {
        "train": training(made, tokens * BILLION, terms),
        "adapt": adapting(made, adapted * BILLION, written, terms),
        "use": using(made, used, written, terms),
    }
    parity = days_until_use_has_taken_more(columns["train"], columns["use"])
    told: dict[str, object] = {
        "name": MODELS[model],
        "devices": devices,
        "chip": device.name,
        "train": in_time(columns["train"].days),
        "adapt": in_time(columns["adapt"].days),
        "use": in_time(columns["use"].days),
        "parity": in_time(parity),
        "hours": amount(columns["train"].hours),
        "day": amount(columns["use"].hours),
        "kwh": in_energy(columns["use"].kwh),
    }
    return Stack(
        [
            Row([Reading(ALL, made.total, 0, "param"), Reading(ADDED, made.added, 0, "param")]),
            Table(LABEL, list(TASKS.values()), rows(columns, terms, year), SAY.fill(**told), stacked=True),
            Row([Note(WRITTEN_OUT.fill(task=TASKS[task]))]),
            *(Row([Note(name), sum_]) for name, sum_ in sums(task, columns[task], made, written, terms)),
            *(Row([Note(note)]) for note in notes(columns[task], terms, year)),
            Row([Note(PARITY.fill(**told))]),
            Row([Note(STANDPOINTS[stand].fill(**told))]),
            Row([Note(DEFAULTS)]),
        ]
    )


LABEL = Text(
    en="Training, adapting and using, side by side", nl="Trainen, aanpassen en gebruiken, naast elkaar"
)
ALL = Text(en="parameters", nl="parameters")
ADDED = Text(en="that LoRA adds", nl="die LoRA toevoegt")
WRITTEN_OUT = Text(en="Written out: {task}.", nl="Uitgeschreven: {task}.")
SAY = Text(
    en="{name} on {devices} GPUs ({chip}): training takes {train}, adapting {adapt}, and a day of use {use}.",
    nl="{name} op {devices} GPU’s ({chip}): trainen duurt {train}, aanpassen {adapt}, en een dag gebruik {use}.",
)
PARITY = Text(
    en="At that many tokens a day, use has taken as many operations as training after {parity}.",
    nl="Bij zoveel tokens per dag heeft het gebruik na {parity} evenveel bewerkingen gekost als het trainen.",
)
STANDPOINTS = {
    "open": Text(
        en="Where do you stand? The last field keeps it, and it goes along when you share this sheet.",
        nl="Waar sta jij? Het laatste veld bewaart het, en het gaat mee als je dit werkblad deelt.",
    ),
    "yes": Text(
        en="You say yes. Then look at what stands in the way, {hours} GPU-hours of training: who can spend those, and how "
        "fast do they become fewer?",
        nl="Jij zegt ja. Kijk dan naar wat in de weg staat, {hours} GPU-uur training: wie kan die betalen, en hoe snel "
        "worden het er minder?",
    ),
    "half": Text(
        en="You say half. Then compare {hours} GPU-hours to make it with {day} to use it for a day: is that far enough apart?",
        nl="Jij zegt half. Vergelijk dan {hours} GPU-uur om het te maken met {day} om het een dag te gebruiken: ligt dat ver "
        "genoeg uit elkaar?",
    ),
    "no": Text(
        en="You say no. Then look at what stands against it: {kwh} for a day of use. If so little is enough, what keeps "
        "people out?",
        nl="Jij zegt nee. Kijk dan naar wat ertegen pleit: {kwh} voor een dag gebruik. Als zo weinig genoeg is, wat houdt "
        "mensen dan tegen?",
    ),
    "else": Text(
        en="You say that something else decides it. Which row would you add to this sheet, and who could fill it in?",
        nl="Jij zegt dat iets anders de doorslag geeft. Welke rij zou je aan dit blad toevoegen, en wie kan haar invullen?",
    ),
}
DEFAULTS = Text(
    en="Filled in for you. OLMo 2 7B, its 4.05 trillion tokens and the PUE of 1.2: its paper, 2025. 10 billion tokens to "
    "adapt on, and 8 H100s: GEITje, December 2023. 40%: Llama 3.1 405B reached 38 to 43% while it ran, July 2024. Power, "
    "where it is empty: the most that the data sheet allows. Use, where it is empty: the same % of the peak; one reader "
    "who waits word by word gets far less out of a GPU. A rank of 16 and a million tokens are round numbers.",
    nl="Alvast ingevuld. OLMo 2 7B, de 4,05 biljoen tokens en de PUE van 1,2: het artikel erover, 2025. 10 miljard tokens om "
    "op aan te passen, en 8 H100’s: GEITje, december 2023. 40%: Llama 3.1 405B haalde 38 tot 43% terwijl het liep, juli "
    "2024. Vermogen, als het leeg is: het meeste dat de specificaties toestaan. Gebruik, als het leeg is: hetzelfde % van de "
    "top; één lezer die woord voor woord wacht, haalt veel minder uit een GPU. Rang 16 en een miljoen tokens zijn ronde "
    "getallen.",
)
