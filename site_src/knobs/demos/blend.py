"""From <nl> to <en>: the 64 numbers of the word that makes the model write Dutch, moved towards those of the other one.

Every text that the pocket model read began with one of these two words, so it writes in the language that they name.
Halfway there is no such word. What does it write then?
"""

from functools import lru_cache
from typing import Annotated

from ..controls import Choice, Slider
from ..curves import Entry, Line, Panel, Panels, Scale, Stroke, Table, Value
from ..demo import demo
from ..pocket import Model, Weights
from ..pocket.measured import measured
from ..pocket.side_by_side import BEGINS, NAMES, OTHERS, Said, Sentence, Told, base, say
from ..text import Text, same
from ..views import Axis, Bars, Note, Row, Stack, View

PROMPTS = {"rome": same("Rome is"), "anna": same("Anna"), "in": same("in")}  # words of both languages
STEPS = 20


def blended(weights: Weights, ends: tuple[int, int], share: float) -> Weights:
    """The same weights, but for the row of one word: that much of the way towards the row of another one."""
    embedding = weights.tensors["embedding"].copy()
    towards = zip(*embedding[ends].tolist(), strict=True)
    embedding[ends[0]] = [(1 - share) * start + share * end for start, end in towards]
    return weights.having({"embedding": embedding})


@lru_cache(maxsize=64)
def said(share: float, prompt: str) -> Said:
    model, tokenizer, _ = base()
    ends = tokenizer.language_word("nl"), tokenizer.language_word("en")
    return say(Model(blended(model.weights, ends, share)), words_of(prompt))


def words_of(prompt: str) -> list[int]:
    """The prompt as the model reads it: <nl>, and words that both languages have."""
    return base().tokenizer.encode(PROMPTS[prompt].nl, "nl")


@demo(title=Text(en="Between Dutch and English", nl="Tussen Nederlands en Engels"))
def blend(
    share: Annotated[
        float,
        Slider(
            low=0, high=1, step=1 / STEPS, label=Text(en="from <nl> towards <en>", nl="van <nl> naar <en>")
        ),
    ] = 0.0,
    prompt: Annotated[str, Choice(options=PROMPTS, label=BEGINS)] = "rome",
) -> View:
    tokenizer, known = base().tokenizer, measured("silence")["blend"][prompt]
    now, ends = said(share, prompt), known["words"]
    rows = [(word, now.spread[tokenizer.words.index(word)]) for lang in ("nl", "en") for word in ends[lang]]
    others = max(0.0, 1 - sum(probability for _, probability in rows))
    told = {
        "share": share,
        "written": now.sentence,
        "flip": flip(known["shares"]),
        "dutch": sum(probability for word, probability in rows if word in ends["nl"]),
        "english": sum(probability for word, probability in rows if word in ends["en"]),
    }
    return Stack(
        [
            Told(SAY.fill(**told)),
            Sentence(WRITES, now.sentence),
            Bars(
                BARS,
                [(word.replace("_", " "), 100 * probability) for word, probability in rows]
                + [(OTHERS, 100 * others)],
                top=100,
                unit="%",
                rest=True,
            ),
            Row([Note(FLIP.fill(**told))]),
            _table(known["shares"], share),
            _panels(known["shares"], share),
        ]
    )


def flip(shares: list[list[float]]) -> float:
    """The first place of the slider where the English words are together more probable than the Dutch ones."""
    found = [step for step, (dutch, english) in enumerate(shares) if english > dutch]
    return found[0] / STEPS if found else 1.0


def _table(shares: list[list[float]], share: float) -> Table:
    together = zip(shares[round(share * STEPS)], STROKES, strict=True)
    cells = [Value(100 * probability, stroke) for probability, stroke in together]
    return Table(BARS, [NAMES["nl"], NAMES["en"]], [Entry(TOGETHER, cells, 0, "%")])


def _panels(shares: list[list[float]], now: float) -> Panels:
    places = [round(step / STEPS, 2) for step in range(STEPS + 1)]
    lines = (
        Line(stroke, tuple(zip(places, (100 * pair[side] for pair in shares), strict=True)))
        for side, stroke in enumerate(STROKES)
    )
    return Panels(
        TITLE, CURVES, Scale(ALONG, 0, 1, (0, 0.2, 0.4, 0.6, 0.8, 1), 1e6), (Panel(UP, tuple(lines)),), now
    )


STROKES = Stroke("output", "dashes"), Stroke("output")  # Dutch, English
TOGETHER = Text(en="these words together", nl="deze woorden samen")
WRITES = Text(en="it writes:", nl="het schrijft:")
BARS = Text(en="How probable each next word is", nl="Hoe waarschijnlijk elk volgend woord is")
TITLE = Text(en="From one language to the other", nl="Van de ene taal naar de andere")
ALONG = Text(en="from <nl> towards <en>", nl="van <nl> naar <en>")
UP = Axis(
    Text(en="probable together, %", nl="samen waarschijnlijk, %"),
    0,
    100,
    25,
)
CURVES = Text(
    en="How probable the Dutch words and the English words of the bars are, each together, along the whole way.",
    nl="Hoe waarschijnlijk de Nederlandse en de Engelse woorden van de balken zijn, elk samen, langs de hele weg.",
)
FLIP = Text(
    en="Along the way, measured beforehand: from {flip:.2f} on the English words are the more probable ones.",
    nl="De hele weg, vooraf gemeten: vanaf {flip:.2f} zijn de Engelse woorden het waarschijnlijkst.",
)
SAY = Text(
    en="At {share:.2f} of the way from <nl> to <en> the model writes: “{written}” The Dutch words of the bars together "
    "have {dutch:.0%} and the English ones {english:.0%}. From {flip:.2f} on the English ones have more.",
    nl="Op {share:.2f} van de weg van <nl> naar <en> schrijft het model: ‘{written}’ De Nederlandse woorden van de balken "
    "hebben samen {dutch:.0%} en de Engelse {english:.0%}. Vanaf {flip:.2f} hebben de Engelse meer.",
)
