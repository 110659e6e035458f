"""The twin of the pocket model: in each layer four experts, of which a router asks one for each word. Who answers what?

    shares = softmax(router · n)                    one for each expert; they add up to 1
    the expert with the largest share answers, and its answer is multiplied by that share

The twin reads and writes here and now. What its routers go by was measured beforehand, by workshop/routes.py.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache
from statistics import fmean
from typing import Annotated, Any, NamedTuple

from ..amounts import Part, Parts
from ..architecture import Architecture, architecture
from ..controls import Choice, Slider
from ..count import active, components, total
from ..curves import Entry, Table, Value
from ..demo import demo
from ..experts import routes, twin
from ..experts.lit import LETTERS, Goes, Lit, Word
from ..pocket.measured import measured
from ..pocket.side_by_side import BEGINS, NAMES, PROMPTS, Languages, Told, likeliest
from ..text import LANGUAGES, Text
from ..views import Bars, Note, Row, Stack, View

LAYERS = 4
MOST = 6  # words that the twin writes on, so that a turn of a knob stays fast
TEXTS = {
    "story": Text(
        en="Anna is in the kitchen. Bram is in the garden. Where is Anna now? Anna is",
        nl="Anna is in de keuken. Bram is in de tuin. Waar is Anna nu? Anna is",
    ),
    **PROMPTS,
}


OPTIONS = {  # the first one is too long to be chosen by its own words
    **TEXTS,
    "story": Text(en="a story, and a question", nl="een verhaal en een vraag"),
}


class Heard(NamedTuple):
    """A text that the twin has read, of which it was given the first words and wrote the others."""

    words: tuple[int, ...]
    given: int
    chosen: Sequence[Sequence[int]]  # [layer][word]: the expert that answered
    shares: Sequence[Sequence[float]]  # [layer][word]: what the router gave it of 1


@lru_cache(maxsize=32)
def heard(text: str, lang: str) -> Heard:
    """What the twin makes of one of TEXTS: it reads on to the end of the sentence, always with the likeliest word."""
    model, tokenizer, _ = twin()
    words = tokenizer.encode(TEXTS[text][lang], lang)
    given, stops = len(words), [tokenizer.words.index(sign) for sign in (".", "?")]
    logits: Sequence[float] | None = model.read(words)
    while logits and len(words) < given + MOST and words[-1] not in stops:
        word = likeliest(logits)
        if word == tokenizer.end:
            break
        words.append(word)
        logits = model.step(word)
    return Heard(tuple(words), given, model.chosen, model.shares)  # the next text is kept in lists of its own


class Sizes(NamedTuple):
    twin: Architecture
    pocket: Architecture


@cache
def sizes() -> Sizes:
    """All is the same in both, but for the experts."""
    config = twin().model.config
    return Sizes(*(architecture(one.architecture) for one in (config, replace(config, experts=1))))


@demo(title=Text(en="One of four answers", nl="Eén van de vier antwoordt"))
def experts(
    text: Annotated[str, Choice(options=OPTIONS, label=BEGINS)] = "story",
    layer: Annotated[int, Slider(low=1, high=LAYERS, role="setting", label=Text(en="layer", nl="laag"))] = 1,
) -> View:
    known = routes()["layers"][layer - 1]
    lit = {lang: staff(text, lang, layer - 1) for lang in LANGUAGES}
    share = fmean(word.share for one in lit.values() for word in one.words)
    told = {
        "layer": layer,
        "layers": LAYERS,
        "used": Text(**{lang: used(one) for lang, one in lit.items()}),
        "share": share,
        "whole": total(sizes().twin),
        "active": active(sizes().twin).all_tables,
        "alone": total(sizes().pocket),
        **known["foretold"],
    }
    return Stack(
        [
            Told(SAY.fill(**told)),
            Languages(lit),
            Row([Note(SURE.fill(share=share, usual=known["share"]))]),
            Row([Note(MEASURED.fill(words=sum(routes()["words"].values())))]),
            Bars(
                label=FORETOLD,
                rows=[(name, 100 * known["foretold"][key]) for key, name in KNOWN.items()],
                top=100,
                unit="%",
            ),
            Goes(WHERE, [*goes(known, "language", NAMES), *goes(known, "kind", KINDS)]),
            parts(),
            compared(),
        ]
    )


def staff(text: str, lang: str, layer: int) -> Lit:
    """The words of a text, and who answers each of them in a layer, numbered from 0."""
    read, tokenizer = heard(text, lang), twin().tokenizer
    answered = zip(read.words, read.chosen[layer], read.shares[layer], strict=True)
    words = [
        Word(tokenizer.words[word].replace("_", " "), expert, share, place >= read.given)
        for place, (word, expert, share) in enumerate(answered)
    ]
    return Lit(LIT.fill(layer=layer + 1), lang, twin().model.config.experts, words)


def used(lit: Lit) -> str:
    """How many words each expert got: A 5, B 3."""
    got = [word.expert for word in lit.words]
    return ", ".join(f"{LETTERS[expert]} {got.count(expert)}" for expert in range(lit.experts))


def goes(known: dict[str, Any], what: str, names: dict[str, Text]) -> list[tuple[Text, list[float]]]:
    return [(name, known["goes"][what][key]) for key, name in names.items()]


def parts() -> Parts:
    """The parameters of the twin, with a line under those that are at work for one word."""
    whole, at_work = total(sizes().twin), active(sizes().twin).all_tables
    part, idle = components(sizes().twin), whole - at_work
    amounts = (
        Part(TABLES, part["token_embedding"] + part["position_embedding"] + part["output_bias"], "dots"),
        Part(ATTENTION, part["attention"] + part["router"], "hatch"),
        Part(ANSWERS, part["experts"] - idle, "solid"),
        Part(OTHERS, idle, "open"),
    )
    return Parts(PARTS, PARTS_SAY.fill(whole=whole, at_work=at_work), amounts, mark=at_work)


def compared() -> Table:
    """The pocket model and its twin: what they have, what is at work, and what they can do, from their cards."""
    both = sizes().pocket, sizes().twin
    able = measured("pocket")["able"], twin().card.about["able"]
    rows = [
        Entry(IN_ALL, [Value(total(one)) for one in both]),
        Entry(AT_WORK, [Value(active(one).all_tables) for one in both]),
    ]
    for lang in LANGUAGES:
        rows.append(Entry(LOSS.fill(lang=NAMES[lang]), [Value(one[lang]["loss"]) for one in able], 2))
    for lang in LANGUAGES:
        right = [Value(100 * one[lang]["unseen"]) for one in able]
        rows.append(Entry(FACTS.fill(lang=NAMES[lang]), right, 0, "%"))
    return Table(COMPARED, [POCKET, TWIN], rows)


KNOWN = {
    "nothing": Text(en="nothing: always the busiest", nl="niets: altijd de drukste"),
    "topic": Text(en="what the text is about", nl="waar de tekst over gaat"),
    "language": Text(en="the language", nl="de taal"),
    "place": Text(en="the place in the text", nl="de plaats in de tekst"),
    "kind": Text(en="the kind of word", nl="het soort woord"),
    "word": Text(en="the word itself", nl="het woord zelf"),
}
KINDS = {
    "name": Text(en="names", nl="namen"),
    "pronoun": Text(en="pronouns", nl="voornaam\u00adwoorden"),
    "article": Text(en="articles", nl="lidwoorden"),
    "preposition": Text(en="prepositions", nl="voorzetsels"),
    "question": Text(en="question words", nl="vraagwoorden"),
    "joining": Text(en="joining words", nl="voegwoorden"),
    "sign": Text(en="signs", nl="leestekens"),
    "verb": Text(en="verbs", nl="werkwoorden"),
    "thing": Text(en="things", nl="dingen"),
    "animal": Text(en="animals", nl="dieren"),
    "place": Text(en="places", nl="plaatsen"),
    "time": Text(en="days and other times", nl="dagen en andere tijden"),
    "number": Text(en="numbers", nl="getallen"),
    "color": Text(en="colors", nl="kleuren"),
    "quality": Text(en="qualities", nl="kenmerken"),
}
LIT = Text(
    en="The words, and which expert answers in layer {layer}",
    nl="De woorden, en welke expert in laag {layer} antwoordt",
)
SURE = Text(
    en="Under each word stands the expert that answers, with its share. That is {share:.0%} on average here, and "
    "{usual:.0%} over all texts in this layer.",
    nl="Onder elk woord staat de expert die antwoordt, met zijn aandeel. Hier is dat gemiddeld {share:.0%}, en over alle "
    "teksten in deze laag {usual:.0%}.",
)
MEASURED = Text(
    en="Measured beforehand, over {words} words of texts that it never read. Whoever has to name the expert of a word, and "
    "knows no more than this, is right this often:",
    nl="Vooraf gemeten, over {words} woorden uit teksten die het nooit las. Wie van een woord de expert moet noemen, en niet "
    "meer weet dan dit, heeft het zo vaak goed:",
)
FORETOLD = Text(en="What foretells the expert", nl="Wat de expert voorspelt")
WHERE = Text(
    en="Where words go, by language and by kind", nl="Waar woorden heen gaan, naar taal en naar soort"
)
PARTS = Text(en="Parameters of the twin", nl="Parameters van de tweeling")
PARTS_SAY = Text(
    en="Of {whole} parameters, {at_work} are at work for one word: all but three of the four experts in each layer.",
    nl="Van {whole} parameters zijn er {at_work} aan het werk voor één woord: alle, behalve drie van de vier experts in elke "
    "laag.",
)
TABLES = Text(en="for words and places", nl="voor woorden en plaatsen")
ATTENTION = Text(en="attention, and the routers", nl="aandacht, en de routers")
ANSWERS = Text(en="the expert that answers, in each layer", nl="de expert die antwoordt, in elke laag")
OTHERS = Text(en="the other three", nl="de andere drie")
COMPARED = Text(en="Both models", nl="Beide modellen")
POCKET = Text(en="the pocket model", nl="het zakmodel")
TWIN = Text(en="its twin", nl="de tweeling")
IN_ALL = Text(en="parameters", nl="parameters")
AT_WORK = Text(en="at work for a word", nl="aan het werk voor een woord")
LOSS = Text(en="loss on new stories, {lang}", nl="verlies op nieuwe verhalen, {lang}")
FACTS = Text(en="facts right, asked in another way, {lang}", nl="feiten goed, anders gevraagd, {lang}")
SAY = Text(
    en="In layer {layer} of {layers} the experts answer this many words of this text: {used}. The router gave the one that "
    "answered {share:.0%} on average. Over many texts, whoever knows the word names the right expert in {word:.0%} of the "
    "cases, whoever knows its kind in {kind:.0%}, its language {language:.0%}, its place {place:.0%}, what the text is about "
    "{topic:.0%}, and nothing at all {nothing:.0%}. Of {whole} parameters, {active} are at work for a word; the pocket "
    "model has {alone}.",
    nl="In laag {layer} van {layers} beantwoorden de experts zoveel woorden van deze tekst: {used}. De router gaf de expert "
    "die antwoordde gemiddeld {share:.0%}. Over veel teksten noemt wie het woord kent de juiste expert in {word:.0%} van "
    "de gevallen, wie het soort woord kent in {kind:.0%}, de taal {language:.0%}, de plaats {place:.0%}, waar de tekst "
    "over gaat {topic:.0%}, en wie niets weet {nothing:.0%}. Van {whole} parameters zijn er {active} aan het werk voor een "
    "woord; het zakmodel heeft er {alone}.",
)
