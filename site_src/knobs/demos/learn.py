"""A language model that learns while you look: read a batch, go back, turn all knobs, and once more.

    course = Course(size, language, seed)               parameters by lot
    course.go(updates, learning_rate, texts)            so many times: loss, gradient, a turn by AdamW

One picture makes a few updates and asks for the next one, until there were as many as `until` says. Which texts they read
follows from the seed, so whoever starts alike sees alike.
"""

from typing import Annotated

from ..controls import Choice, Number
from ..demo import demo
from ..learning import costs, shown
from ..learning.choices import BATCH, BATCHES, RATE, RATES, SIZES
from ..learning.course import Course, told
from ..learning.kept import TRAINED
from ..learning.record import records
from ..learning.until import LAST, Until
from ..pocket.learned import TONGUES
from ..stops import Stops
from ..text import LANGUAGES, Text, number, same
from ..views import Again, Note, Offer, Offers, Own, Row, Stack, View

WORDS_OF_A_TEXT = 20  # about, to foresee how long a batch takes
PICTURES_A_SECOND = 8


def at_once(size: str, texts: int) -> int:
    """Updates that one picture makes: as many as take the page about an eighth of a second."""
    return max(1, SIZES[size].second // PICTURES_A_SECOND // (texts * WORDS_OF_A_TEXT))


def rounded_off(rate: float) -> Text:
    """0.0003: no more decimals than it has."""
    decimals = len(f"{rate:.4f}".rstrip("0").partition(".")[2])
    return Text(**{lang: number(rate, lang, decimals) for lang in LANGUAGES})


RATE_NAMES = [rounded_off(rate) for rate in RATES]


@demo(title=Text(en="Train a language model", nl="Train een taalmodel"), makes=TRAINED)
def learn(
    language: Annotated[
        str,
        Choice(
            options={**TONGUES, "both": Text(en="both", nl="beide")},
            label=Text(en="language", nl="taal"),
        ),
    ] = Text(**{lang: lang for lang in LANGUAGES}),  # type: ignore[assignment]
    size: Annotated[
        str,
        Choice(
            options={
                "small": Text(en="small", nl="klein"),
                "middle": Text(en="middle", nl="middel"),
                "pocket": Text(en="like the pocket model", nl="zoals het zakmodel"),
            },
            label=Text(en="size", nl="grootte"),
        ),
    ] = "middle",
    rate: Annotated[
        int, Stops(names=RATE_NAMES, label=Text(en="learning rate", nl="leersnelheid"))
    ] = RATES.index(RATE),
    batch: Annotated[
        int,
        Stops(
            names=[same(str(texts)) for texts in BATCHES],
            label=Text(en="batch: texts for each update", nl="batch: teksten per bijstelling"),
        ),
    ] = BATCHES.index(BATCH),
    seed: Annotated[int, Number(low=0, high=9999, whole=True, label=Text(en="seed", nl="startgetal"))] = 1,
    until: Annotated[
        int, Until(label=Text(en="updates to make", nl="aantal bijstellingen"), example="1", longest=6)
    ] = 0,
) -> View:
    course = TRAINED.at(size, language, seed, until)
    course.go(max(0, min(until - course.updates, at_once(size, BATCHES[batch]))), RATES[rate], BATCHES[batch])
    picture = drawn(course, rate, batch, goes_on := course.updates < until and not course.blown_up)
    return Again(picture) if goes_on else picture


def drawn(course: Course, rate: int, batch: int, goes_on: bool) -> Own:
    record = records()[course.size, course.language]
    say = state(course, rate)
    return Own(
        lambda lang: Stack(
            [
                hands(course, rate, batch, goes_on),
                Row([Note(say)]),
                shown.writing(course.seen.moments[-1]),
                shown.curves(course, record, say),
                shown.table(course, record),
                shown.growth(course, record, lang),
                Row(shown.squares(course)),
                costs.table(course),
                Row([Note(read(course))]),
                Row([Note(costs.ESTIMATE)]),
            ]
        )
    )


def hands(course: Course, rate: int, batch: int, goes_on: bool) -> Offers:
    """Always three, in the same places. What has blown up goes on by starting anew, at a rate that learns."""
    here = course.updates
    on = (
        Offer(PAUSE, {"until": str(here)}, "again")
        if goes_on
        else Offer(GO_ON if here else START, {"until": str(LAST)}, "again")
    )
    anew = Offer(ANEW, {"until": "0"}, "again")
    if course.blown_up:
        on = Offer(LOWER.fill(rate=rounded_off(RATE)), {"until": "0", "rate": RATES.index(RATE)}, "again")
    told = (EACH if batch else EACH_ONE).fill(texts=BATCHES[batch], rate=RATE_NAMES[rate])
    return Offers(told, [on, Offer(ONE, {"until": str(min(here + 1, LAST))}, "again"), anew])


def state(course: Course, rate: int) -> Text:
    """How far it has come, in a sentence or two."""
    right = course.seen.right
    told = {
        "parameters": course.config.parameters,
        "vocabulary": course.config.vocabulary,
        "guessing": course.guessing,
        "seed": str(course.seed),
        "updates": course.updates,
        "words": course.seen.words,
        "loss": shown.losses(course)[-1][1],
        "right": right[-1][1] if right else 0,
        "rate": RATE_NAMES[rate],
    }
    if course.blown_up:
        return BLOWN_UP.fill(**told)
    return (UNTRAINED if not course.updates else LEARNED if right else BEGUN).fill(**told)


def read(course: Course) -> Text:
    """How much of what it read was new."""
    seen, different = course.seen, len(told(course.langs))
    given = {
        "texts": seen.texts,
        "facts": seen.facts,
        "different": different,
        "times": seen.facts / different,
    }
    return (READ_TEXTS if seen.facts > different else NOT_YET_READ).fill(**given)


START = Text(en="Start", nl="Start")
GO_ON = Text(en="Go on", nl="Ga verder")
PAUSE = Text(en="Pause", nl="Pauze")
ONE = Text(en="One update", nl="Eén bijstelling")
ANEW = Text(en="Start anew", nl="Begin opnieuw")
LOWER = Text(en="Start anew at {rate}", nl="Begin opnieuw met {rate}")
EACH = Text(
    en="Each update reads a batch of {texts} texts, and turns all knobs once, at learning rate {rate}.",
    nl="Elke bijstelling leest een batch van {texts} teksten en draait één keer aan alle draaiknoppen, met leersnelheid {rate}.",
)
EACH_ONE = Text(
    en="Each update reads a batch of one text, and turns all knobs once, at learning rate {rate}.",
    nl="Elke bijstelling leest een batch van één tekst en draait één keer aan alle draaiknoppen, met leersnelheid {rate}.",
)
UNTRAINED = Text(
    en="{parameters} parameters from seed {seed}, and not trained yet. The loss is {loss:.2f}: as good as blind guessing, for "
    "with the same chance for each of its {vocabulary} words it would be ln {vocabulary} = {guessing:.2f}.",
    nl="{parameters} parameters uit startgetal {seed}, nog niet getraind. Het verlies is {loss:.2f}: zo goed als blind raden, "
    "want met dezelfde kans voor elk van zijn {vocabulary} woorden was het ln {vocabulary} = {guessing:.2f}.",
)
BEGUN = Text(
    en="Updates: {updates}. Words read: {words}. The loss is {loss:.2f} per word.",
    nl="Bijstellingen: {updates}. Gelezen woorden: {words}. Het verlies is {loss:.2f} per woord.",
)
LEARNED = Text(
    en="Updates: {updates}. Words read: {words}. The loss is {loss:.2f} per word, and {right:.0%} of the facts are right.",
    nl="Bijstellingen: {updates}. Gelezen woorden: {words}. Het verlies is {loss:.2f} per woord, en {right:.0%} van de feiten "
    "is goed.",
)
BLOWN_UP = Text(
    en="It blew up. At learning rate {rate} the turns went too far, each farther than the one before, until the loss was far "
    "above that of guessing. From here no turn leads back: start anew, at a lower learning rate.",
    nl="Het is uit de hand gelopen. Met leersnelheid {rate} gingen de draaien te ver, elk verder dan de vorige, tot het verlies "
    "ver boven dat van raden lag. Vandaar leidt geen draai terug: begin opnieuw, met een lagere leersnelheid.",
)
NOT_YET_READ = Text(
    en="Texts read: {texts}. Seven in ten tell a fact, out of {different} sentences about facts, and come back; the others are "
    "stories, new each time.",
    nl="Gelezen teksten: {texts}. Zeven van de tien vertellen een feit, uit {different} zinnen over feiten, en komen terug; de "
    "rest zijn verhalen, steeds nieuwe.",
)
READ_TEXTS = Text(
    en="Of the {texts} texts, {facts} told a fact, out of {different} sentences about facts: {times:.1f} times each, on "
    "average. The others are stories, new each time.",
    nl="Van de {texts} teksten vertelden er {facts} een feit, uit {different} zinnen over feiten: gemiddeld elk {times:.1f} "
    "keer. De rest zijn verhalen, steeds nieuwe.",
)
