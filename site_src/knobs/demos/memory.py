"""What fits in memory: the weights in a number format, what a model keeps of the text, and what training adds."""

from typing import Annotated

from ..amounts import Part, Parts, Texture
from ..controls import Choice, Number
from ..cost import BITS, STATE_16, STATE_18, kv_cache_bytes, training_state_bytes, weights_bytes
from ..demo import demo
from ..models import models
from ..text import Text, same
from ..views import Formula, Note, Piece, Reading, Row, Stack, View

GB = 1e9  # bytes; a GiB, which programs often call GB, is 7% more
BF16 = 2  # bytes for each number that is kept of the text
MOST = 10**9

USES = {
    "use": Text(en="using it", nl="gebruiken"),
    "16": Text(en="training it, 16 bytes each", nl="trainen, 16 bytes per stuk"),
    "18": Text(en="training it, 18 bytes each", nl="trainen, 18 bytes per stuk"),
}
STATES = {"16": STATE_16, "18": STATE_18}
NAMES: dict[str, tuple[Text, Texture]] = {
    "weights": (Text(en="weights", nl="gewichten"), "solid"),
    "gradients": (Text(en="gradients", nl="gradiënten"), "hatch"),
    "master weights": (Text(en="weights once more, in 32 bits", nl="gewichten nog eens, in 32 bits"), "dots"),
    "Adam": (Text(en="two averages that Adam keeps", nl="twee gemiddelden die Adam bijhoudt"), "open"),
}


@demo(title=Text(en="Does it fit?", nl="Past het?"))
def memory(
    model: Annotated[
        str,
        Choice(
            options={key: same(found.name) for key, found in models().items()},
            label=Text(en="model", nl="model"),
        ),
    ] = "llama3-8b",
    use: Annotated[str, Choice(options=USES, label=Text(en="what for", nl="waarvoor"))] = "use",
    written: Annotated[
        str,
        Choice(
            options={key: same(key) for key in BITS},
            label=Text(en="format of the weights", nl="getalsoort van de gewichten"),
        ),
    ] = "bf16",
    tokens: Annotated[
        int,
        Number(
            low=0,
            high=MOST,
            whole=True,
            label=Text(en="length of the text", nl="lengte van de tekst"),
            unit=Text(en="tokens", nl="tokens"),
        ),
    ] = 8192,
    texts: Annotated[
        int,
        Number(low=1, high=1_000_000, whole=True, label=Text(en="texts at once", nl="teksten tegelijk")),
    ] = 1,
    room: Annotated[
        float,
        Number(
            low=0.1,
            high=1e9,
            label=Text(en="memory of the device", nl="geheugen van het apparaat"),
            unit="GB",
        ),
    ] = 16.0,
) -> View:
    found = models()[model]
    if use == "use":
        weights = weights_bytes(found.total, written)
        parts = [
            Part(NAMES["weights"][0], weights / GB, "solid"),
            Part(CACHE, texts * kv_cache_bytes(found.arch, tokens, BF16) / GB, "hatch"),
        ]
        sum_ = Text(
            en=f"{BITS[written]:g} bits ÷ 8",
            nl=f"{BITS[written]:g} bits ÷ 8".replace(".", ","),
        )
    else:
        state = STATES[use]
        parts = [
            Part(NAMES[name][0], training_state_bytes(found.total, {name: count}) / GB, NAMES[name][1])
            for name, count in state.items()
        ]
        each = " + ".join(map(str, state.values()))
        sum_ = same(f"({each}) bytes")
    whole = sum(part.amount for part in parts)
    fits = whole <= room
    told = {"name": found.name, "whole": whole, "room": room, "use": USES[use]}
    verdict = (FITS if fits else TOO_LARGE).fill(devices=-(-whole // room), **told)
    picture = Parts(
        title=Text(en="Memory by part", nl="Geheugen per onderdeel"),
        say=SAY.fill(verdict=verdict, **told),
        parts=parts,
        decimals=2,
        unit="\u00a0GB",
        mark=room,
    )
    first = parts[0].amount if use == "use" else whole
    formula = Formula(
        [
            Piece("param", found.total),
            " × ",
            sum_,
            " = ",
            Piece("output", AMOUNT.fill(amount=first)),
        ]
    )
    total = Reading(TOTAL, whole, 2)
    return Stack(
        [
            Row([formula]),
            Row([total, Note(verdict)]),
            picture,
            Row([Note(LINE if use == "use" else ACTIVATIONS)]),
        ]
    )


AMOUNT = Text(en="{amount:.2f}\u00a0GB", nl="{amount:.2f}\u00a0GB")
CACHE = Text(en="keys and values of the text", nl="sleutels en waarden van de tekst")
TOTAL = Text(en="together, GB", nl="samen, GB")
FITS = Text(en="It fits in {room:.1f} GB.", nl="Het past in {room:.1f} GB.")
TOO_LARGE = Text(
    en="It does not fit in {room:.1f} GB: that takes {devices} such devices.",
    nl="Het past niet in {room:.1f} GB: daar zijn {devices} van zulke apparaten voor nodig.",
)
SAY = Text(
    en="{name}, {use}: {whole:.2f} GB. {verdict}",
    nl="{name}, {use}: {whole:.2f} GB. {verdict}",
)
LINE = Text(
    en="The thick line is the device. What else a program keeps (its own code, results on the way) is not in it. "
    "Keys and values: 16 bits each, as if every layer kept all of the text; where some look back over a window only, as "
    "in Gemma 3 and gpt-oss, it is less.",
    nl="De dikke lijn is het apparaat. Wat een programma verder bewaart (eigen code, tussenresultaten) zit er niet "
    "bij. Sleutels en waarden: elk 16 bits, alsof elke laag de hele tekst bewaart; waar sommige lagen alleen over een "
    "venster terugkijken, zoals bij Gemma 3 en gpt-oss, is het minder.",
)
ACTIVATIONS = Text(
    en="The thick line is the device. Results on the way, which training keeps for the way back, are not in it.",
    nl="De dikke lijn is het apparaat. De tussenresultaten die bij het trainen bewaard blijven voor de "
    "terugweg, zitten er niet bij.",
)
