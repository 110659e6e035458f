"""What comes next? A model reads a prompt and gives each of its words a probability; then it writes on.

    logits = model.read(words)                      one number for each word that the model knows
    probabilities(logits, temperature, top_k)       they add up to 1
    draw(spread, random)                            one word, each as often as its probability says

Words are read once: what the model has in mind after them is kept, so a turn of the temperature reads none.
"""

from collections.abc import Sequence
from functools import cache, lru_cache
from math import fsum
from random import Random
from typing import Annotated, NamedTuple

from ..controls import Choice, Prompt, Slider
from ..demo import demo
from ..pocket import Model, Tokenizer, load, sampling
from ..pocket.side_by_side import Told
from ..pocket.tokenizer import MARKS
from ..pocket.tokens import Chance, Chances, Offers, Token, Tokens, WrittenOn, percent
from ..pocket.typed import Typed, added, growing, longer, typed
from ..text import LANGUAGES, Text, listing, same
from ..views import Note, Offer, Row, Stack, View

SHOWN = 8  # bars, and words that are suggested
COMPARED = 24  # words; a longer prompt is not read again after the other language word

Words = tuple[int, ...]  # by their numbers; the first is the language word


class Read(NamedTuple):
    """A model that has read some words, and its numbers for the word after them."""

    model: Model
    logits: list[float]


class Speaker:
    """A model that is asked, and what it made of words before."""

    def __init__(self, model: Model, tokenizer: Tokenizer, langs: Sequence[str] = LANGUAGES) -> None:
        self.tokenizer, self.langs, self._model = tokenizer, langs, model
        self.read = lru_cache(maxsize=128)(self._read)

    def _read(self, words: Words) -> Read:
        """What the model makes of these words. To read one more than before takes as long as one word."""
        model = (self.read(words[:-1]).model if len(words) > 1 else self._model).fork()
        return Read(model, model.step(words[-1]))

    def write_on(
        self, words: Words, count: int, temperature: float, top_k: int, seed: int
    ) -> tuple[Words, bool]:
        """At most `count` words that the model draws after these, and whether it ended the text itself."""
        random, written = Random(seed), words
        while len(written) < min(len(words) + count, self.tokenizer.context):
            spread = sampling.probabilities(self.read(written).logits, temperature, top_k)
            word = sampling.draw(spread, random)
            if word == self.tokenizer.end:
                return written[len(words) :], True
            written += (word,)
        return written[len(words) :], False

    def readable(self, word: int) -> str:
        return self.tokenizer.words[word].replace("_", " ")

    def named(self, word: int) -> Text:
        return END_OF_TEXT if word == self.tokenizer.end else same(self.readable(word))


@cache
def pocket() -> Speaker:
    model, tokenizer, _ = load()
    return Speaker(model, tokenizer)


def trained() -> Speaker | None:
    """The model that the reader trained with the demo `learn`, as it is now; None where there is none."""
    from ..learning.kept import TRAINED  # not before it is asked for: few readers have one

    course = TRAINED.learned
    if not course:
        return None
    known = _trained.get(course)
    if not known or known[0] != course.updates:
        model = Model(course.learner.reader().weights)
        known = course.updates, Speaker(model, course.tokenizer, course.langs)
        _trained.clear()
        _trained[course] = known
    return known[1]


_trained: dict[object, tuple[int, Speaker]] = {}  # of one training: its updates, and what it said after them


def ordered(logits: Sequence[float], choice: Sequence[int]) -> list[int]:
    """The most probable of these words, the most probable first."""
    return sorted(choice, key=lambda word: (-logits[word], word))[:SHOWN]


LANGUAGE = Choice(
    options={"en": Text(en="English", nl="Engels"), "nl": Text(en="Dutch", nl="Nederlands")},
    label=Text(en="language word", nl="taalwoord"),
)


def setting(label: Text, low: float, high: float, step: float = 1) -> Slider:
    return Slider(low=low, high=high, step=step, role="setting", label=label)


MODEL = Choice(
    options={
        "pocket": Text(en="the pocket model", nl="het zakmodel"),
        "trained": Text(en="the one that you trained", nl="je eigen model"),
    },
    label=Text(en="model", nl="model"),
)


@demo(title=Text(en="What comes next?", nl="Wat komt er nu?"), uses="learn")
def next_word(
    prompt: Annotated[str, Prompt(Text(en="prompt", nl="prompt"))] = "Anna is",
    language: Annotated[str, LANGUAGE] = Text(**{lang: lang for lang in LANGUAGES}),  # type: ignore[assignment]
    temperature: Annotated[float, setting(Text(en="temperature", nl="temperatuur"), 0, 2, 0.1)] = 1.0,
    top_k: Annotated[int, setting(Text(en="top-k", nl="top-k"), 1, 50)] = 50,
    write: Annotated[int, setting(Text(en="words to write", nl="woorden verder"), 0, 30)] = 12,
    draw: Annotated[int, setting(Text(en="another draw", nl="andere trekking"), 1, 20)] = 1,
    model: Annotated[str, MODEL] = "pocket",
) -> View:
    speaker = pocket() if model == "pocket" else trained()
    if not speaker:
        way_on = Offer(BACK, {"model": "pocket"})
        return Stack([Told(NONE_TRAINED), Offers(NONE_TRAINED, [way_on])])
    spoken = language if language in speaker.langs else speaker.langs[0]
    tokenizer, named = speaker.tokenizer, speaker.named
    now = typed(prompt, spoken, tokenizer)
    tongue = tokenizer.words[now.words[0]].strip("<>")  # a prompt may begin with its language word
    logits = speaker.read(now.words).logits
    spread = sampling.probabilities(logits, temperature, top_k)
    best = ordered(logits, range(len(logits)))
    chances = [
        Chance(offer(speaker, now, word), spread[word] if n < top_k else None) for n, word in enumerate(best)
    ]
    rest = fsum(share for word, share in enumerate(spread) if word not in best)
    others = OTHERS.fill(count=len(spread) - len(best))
    written, ended = speaker.write_on(now.words, write, temperature, top_k, draw)
    before = tokenizer.decode(now.words)
    after = tokenizer.decode(now.words + written).removeprefix(before)
    told = WRITES.fill(text=before + after) if written else NOTHING
    first = [CHANCE.fill(word=named(n), chance=percent(spread[n])) for n in best[:3] if spread[n]]
    say = (SAY if before else SAY_FIRST).fill(prompt=before, words=either(first), told=told)
    tokens = [Token(speaker.readable(word), word) for word in now.words]
    return Stack(
        [
            *([Row([Note(ONE_TONGUE[spoken])])] if spoken != language else []),
            *([Row([Note(EMPTY)])] if not before and not now.begun else []),
            Tokens(TOKENS, tongue, tokens, now.begun),
            *suggested(speaker, now),
            Chances(
                NEXT, say, tongue, [*chances, Chance(others, rest if top_k > SHOWN else None)], rest=True
            ),
            *([WrittenOn(WRITTEN, tongue, before, after, ended)] if write else []),
            *compared(speaker, now.words, temperature, top_k),
        ]
    )


def offer(speaker: Speaker, now: Typed, word: int) -> Offer | Text:
    """A word that a click adds to the prompt; the marks of the model are not for typing."""
    if speaker.tokenizer.words[word] in MARKS:
        return speaker.named(word)
    readable = speaker.readable(word)
    return Offer(readable, {"prompt": added(now.text, readable)}, "word")


def suggested(speaker: Speaker, now: Typed) -> list[View]:
    """Words that go on as the last one begins, the most probable first."""
    now = growing(now, speaker.tokenizer)
    choice = longer(now.begun, speaker.tokenizer) if now.begun else []
    if not choice:
        return []
    words = map(speaker.readable, ordered(speaker.read(now.words).logits, choice))
    offers = [Offer(word, {"prompt": added(now.text, word)}) for word in words]
    return [Offers(BEGINS.fill(begun=now.begun.strip()), offers)]


def compared(speaker: Speaker, words: Words, temperature: float, top_k: int) -> list[View]:
    """What the other language word would have changed, for a model that has learned both."""
    if len(words) > COMPARED or len(speaker.langs) < 2:
        return []
    tokenizer = speaker.tokenizer
    marks = [tokenizer.language_word(lang) for lang in LANGUAGES]
    (other,) = (mark for mark in marks if mark != words[0])
    spreads = [
        sampling.probabilities(speaker.read((mark, *words[1:])).logits, temperature, top_k)
        for mark in (words[0], other)
    ]
    here, there = (max(range(len(spread)), key=spread.__getitem__) for spread in spreads)
    told = {
        "mark": tokenizer.words[other],
        "word": speaker.named(there),
        "chance": percent(spreads[1][there]),
    }
    return [Row([Note((ALIKE if here == there else DIFFERENT).fill(**told))])]


def either(choices: Sequence[Text]) -> Text:
    return Text(**{lang: listing([choice[lang] for choice in choices], lang) for lang in LANGUAGES})


NONE_TRAINED = Text(
    en="You have no model of your own yet. Train one in chapter 2, under “Train one yourself”, and it can be chosen here.",
    nl="Je hebt nog geen eigen model. Train er een in hoofdstuk 2, onder ‘Train er zelf een’, en je kunt het hier kiezen.",
)
BACK = Text(en="Take the pocket model", nl="Neem het zakmodel")
ONE_TONGUE = {
    "en": Text(en="Your model has learned English only.", nl="Je model heeft alleen Engels geleerd."),
    "nl": Text(en="Your model has learned Dutch only.", nl="Je model heeft alleen Nederlands geleerd."),
}
TOKENS = Text(en="The prompt as the model reads it", nl="De prompt zoals het model hem leest")
NEXT = Text(
    en="Next words; choose one to add it to the prompt",
    nl="Volgende woorden; kies er een om het aan de prompt toe te voegen",
)
OTHERS = Text(en="{count} others", nl="{count} andere")
BEGINS = Text(en="Begins with “{begun}”:", nl="Begint met ‘{begun}’:")
WRITTEN = Text(en="The model writes on:", nl="Het model schrijft verder:")
END_OF_TEXT = Text(en="end of the text", nl="einde van de tekst")
EMPTY = Text(
    en="Write one word or more, or choose one of these: each can begin a text.",
    nl="Schrijf minstens één woord, of kies een van deze: zo kan een tekst beginnen.",
)
DIFFERENT = Text(
    en="With {mark} in front and all else the same, the most probable next word would be “{word}” ({chance}).",
    nl="Met {mark} ervoor, en al het andere gelijk, zou ‘{word}’ het waarschijnlijkst zijn ({chance}).",
)
ALIKE = Text(
    en="With {mark} in front the most probable next word would be “{word}” as well ({chance}).",
    nl="Met {mark} ervoor zou ook ‘{word}’ het waarschijnlijkst zijn ({chance}).",
)
CHANCE = Text(en="{word} ({chance})", nl="{word} ({chance})")
SAY = Text(
    en="After “{prompt}” the most probable next word is {words}. {told}",
    nl="Na ‘{prompt}’ is het waarschijnlijkste volgende woord {words}. {told}",
)
SAY_FIRST = Text(
    en="The most probable first word of a text is {words}. {told}",
    nl="Het waarschijnlijkste eerste woord van een tekst is {words}. {told}",
)
WRITES = Text(en="The model writes on: “{text}”.", nl="Het model schrijft verder: ‘{text}’.")
NOTHING = Text(en="The model writes nothing after it.", nl="Het model schrijft er niets achter.")
