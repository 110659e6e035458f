"""One knob of 258,083: choose any parameter of the pocket model, turn it, and see what it does, and what it breaks.

The model says what comes next twice: with all that it learned, and with the reader's turns added to it. What the numbers
are and how they are turned stands in knobs/pocket: named.py, turned.py and heard.py.
"""

from collections.abc import Sequence
from typing import Annotated, Any

from ..controls import Choice, Kept, Number, Prompt, Slider, Toggle
from ..demo import demo
from ..pocket import Place
from ..pocket.around import Around
from ..pocket.asked import ASKED
from ..pocket.compared import Answer, Answers, Shift, Told
from ..pocket.heard import TOKENIZER, WEIGHTS, WORDS, another, answers, hear, leader, pieces, shown
from ..pocket.named import brief, does, matrices
from ..pocket.overview import Blocks
from ..pocket.turned import FARTHEST, Turn, read_turns, together, write_turns
from ..pocket.worth import Suggested, form_of, knobs
from ..text import InputError, Text, same
from ..views import Note, Offer, Offers, Reading, Row, Stack, View

NAMES = matrices(WEIGHTS.config)
LANGS = {"en": Text(en="English", nl="Engels"), "nl": Text(en="Dutch", nl="Nederlands")}
WORTH = knobs()


def line(label: Text) -> Number:
    """A row or a column. How many there are depends on the matrix: it is the demo that refuses one that is not there."""
    return Number(low=1, high=1_000_000, whole=True, label=label, tries=("1", "64"))


def place_of(matrix: str, row: int, column: int) -> Place:
    """The parameter that the form names. Raises InputError: the matrix has no such row or column."""
    rows, columns = WEIGHTS.tensors[matrix].shape
    for line, many, refusal in ((row, rows, NO_ROW), (column, columns, NO_COLUMN)):
        if line > many:
            refusal = ONE_ROW if many == 1 else refusal
            raise InputError(refusal.fill(matrix=NAMES[matrix], line=line, many=many))
    return Place(matrix, row - 1, column - 1)


def start(name: str) -> Any:
    """Where the form starts: at the first knob of each language. A Text stands for whatever its control reads."""
    first = {lang: next(knob for knob in WORTH if knob.lang == lang) for lang in LANGS}
    return Text(
        **{lang: str({**knob._asdict(), **form_of(knob.place)}[name]) for lang, knob in first.items()}
    )


@demo(title=Text(en="One knob of 258,083", nl="Eén draaiknop van 258.083"))
def one_knob(
    prompt: Annotated[str, Prompt(label=Text(en="text to go on from", nl="de tekst begint met"))] = start(
        "prompt"
    ),
    lang: Annotated[str, Choice(options=LANGS, label=Text(en="its language", nl="taal"))] = start("lang"),
    matrix: Annotated[str, Choice(options=brief(NAMES), label=Text(en="matrix", nl="matrix"))] = start(
        "matrix"
    ),
    row: Annotated[int, line(Text(en="row", nl="rij"))] = start("row"),
    column: Annotated[int, line(Text(en="column", nl="kolom"))] = start("column"),
    words: Annotated[
        int, Slider(low=0, high=20, role="setting", label=Text(en="words to write", nl="woorden verder"))
    ] = 12,
    ask: Annotated[bool, Toggle(label=Text(en="Ask it 24 facts too", nl="Vraag ook 24 feiten"))] = False,
    turn: Annotated[
        float, Slider(low=-FARTHEST, high=FARTHEST, step=0.05, dial=True, label=Text(en="turn", nl="draai"))
    ] = start("turn"),
    kept: Annotated[
        str, Kept(label=Text(en="knobs turned before", nl="eerder gedraaid"), example="57:1.5")
    ] = "",
) -> View:
    place = place_of(matrix, row, column)
    cell = WEIGHTS.cell(*place)
    earlier = read_turns(kept, len(WEIGHTS))
    turns = together([*earlier, Turn(cell, turn)])
    by_place = {WEIGHTS.where(each): by for each, by in turns}
    learned = WEIGHTS.get(cell)
    now = learned + by_place.get(place, 0.0)

    numbers = tuple(TOKENIZER.encode(prompt, lang))
    before, after = hear(numbers, words, ()), hear(numbers, words, turns)
    told = {
        "what": does(place, WEIGHTS.config, WORDS),
        "cell": cell + 1,
        "count": len(WEIGHTS),
        "turned": len(turns),
    }
    leads = [leader(heard.spread) for heard in (before, after)]
    say = SAY.fill(
        **told,
        learned=learned,
        now=now,
        prompt=TOKENIZER.decode(numbers),
        first=WORDS[leads[0]],
        before=before.spread[leads[0]],
        then=WORDS[leads[1]],
        after=after.spread[leads[1]],
    )
    bars = [(WORDS[word], before.spread[word], after.spread[word]) for word in shown(before, after)]
    return Stack(
        [
            Row([Reading(LEARNED, learned, 2, "param"), Reading(NOW, now, 2, "param")]),
            Row([Note(WHAT.fill(**told))]),
            Shift(NEXT, bars, lang),
            Told(
                TOKENIZER.decode(numbers),
                pieces(numbers, before.written),
                pieces(numbers, after.written),
                lang,
            ),
            *(_facts(tongue, turns) for tongue in LANGS if ask),
            Suggested(WORTH),
            _hands(cell, turn, earlier, told),
            Around(AROUND, say, WEIGHTS, place, by_place, FARTHEST),
            Blocks(ALL, NAMES, WEIGHTS.config, place, list(by_place)),
            Row([Note(BLOCKS)]),
        ]
    )


def _facts(lang: str, turns: tuple[Turn, ...]) -> Answers:
    heard = zip(ASKED[lang], answers(lang, ()), answers(lang, turns), strict=True)
    asked = [
        Answer(one.prompt, same(one.answer), WORDS[before], WORDS[after]) for one, before, after in heard
    ]
    return Answers(LANGS[lang], lang, asked)


def _hands(cell: int, turn: float, earlier: Sequence[Turn], told: dict[str, object]) -> Offers:
    """What can be done with turns. All of it is always there, so that nothing moves under a finger."""
    far = form_of(WEIGHTS.where(another(cell)))
    more = [*earlier, Turn(cell, turn)] if turn else earlier
    return Offers(
        (TURNED_ONE if told["turned"] == 1 else TURNED if told["turned"] else TURNED_NONE).fill(**told),
        [
            Offer(RANDOM, {**far, "turn": 1.0}, "again"),
            Offer(KEEP, {"kept": write_turns(more), "turn": 0}, "again"),
            Offer(UNDO, {"kept": write_turns(earlier[:-1])}, "again"),
            Offer(BACK, {"kept": "", "turn": 0}, "again"),
        ],
    )


LEARNED = Text(en="it learned", nl="geleerd")
NOW = Text(en="it is now", nl="nu")
WHAT = Text(
    en="Parameter {cell} of {count}: {what}.",
    nl="Parameter {cell} van de {count}: {what}.",
)
NEXT = Text(
    en="The most probable next words: as learned, an open bar; as turned, a filled one",
    nl="De waarschijnlijkste volgende woorden: zoals geleerd een open balk, zoals gedraaid een gevulde",
)
AROUND = Text(en="The numbers around it", nl="De getallen eromheen")
ALL = Text(en="All parameters, to scale", nl="Alle parameters, op schaal")
BLOCKS = Text(
    en="All of them, to scale. Above: the embedding and the positions, and as a line the word bias. Below, layer by "
    "layer: query, key, value, output, up (its bias a line) and down.",
    nl="Allemaal, op schaal. Boven: de embedding en de posities, en als lijn de woordbias. Daaronder, laag voor laag: "
    "query, key, value, output, up (de bias een lijn) en down.",
)
SAY = Text(
    en="Parameter {cell} of {count}, {what}, learned {learned:.2f} and stands at {now:.2f}. After “{prompt}” the most "
    "probable word was {first}, {before:.1%}; now it is {then}, {after:.1%}.",
    nl="Parameter {cell} van de {count}, {what}, leerde {learned:.2f} en staat op {now:.2f}. Na ‘{prompt}’ was het "
    "waarschijnlijkste woord {first}, {before:.1%}; nu is het {then}, {after:.1%}.",
)
TURNED_NONE = Text(en="No knob is turned.", nl="Er is geen draaiknop gedraaid.")
TURNED_ONE = Text(
    en="You have turned 1 knob of {count}.", nl="Je hebt 1 van de {count} draaiknoppen gedraaid."
)
TURNED = Text(
    en="You have turned {turned} knobs of {count}.",
    nl="Je hebt {turned} van de {count} draaiknoppen gedraaid.",
)
RANDOM = Text(en="A random knob", nl="Een willekeurige draaiknop")
KEEP = Text(en="Keep this turn", nl="Laat hem zo staan")
UNDO = Text(en="Undo the last one kept", nl="Maak de laatste ongedaan")
BACK = Text(en="Put everything back", nl="Zet alles terug")
NO_ROW = Text(
    en="“{matrix}” has rows from 1 to {many}; there is no row {line}.",
    nl="‘{matrix}’ heeft rijen van 1 tot en met {many}; rij {line} is er niet.",
)
ONE_ROW = Text(
    en="“{matrix}” has one row, row 1; there is no row {line}.",
    nl="‘{matrix}’ heeft één rij, rij 1; rij {line} is er niet.",
)
NO_COLUMN = Text(
    en="“{matrix}” has columns from 1 to {many}; there is no column {line}.",
    nl="‘{matrix}’ heeft kolommen van 1 tot en met {many}; kolom {line} is er niet.",
)
