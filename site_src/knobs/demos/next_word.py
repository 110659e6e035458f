"""What comes next? The pocket model reads a prompt and gives each of its words a probability; then it writes on.

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
from ..pocket import Model, Pocket, load, sampling
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


@cache
def pocket() -> Pocket:
    return load()


@lru_cache(maxsize=128)
def read(words: Words) -> Read:
    """What the model makes of these words. To read one more than before takes as long as one word."""
    model = (read(words[:-1]).model if len(words) > 1 else pocket().model).fork()
    return Read(model, model.step(words[-1]))


def write_on(words: Words, count: int, temperature: float, top_k: int, seed: int) -> tuple[Words, bool]:
    """At most `count` words that the model draws after these, and whether it ended the text itself."""
    tokenizer, random, written = pocket().tokenizer, Random(seed), words
    while len(written) < min(len(words) + count, tokenizer.context):
        word = sampling.draw(sampling.probabilities(read(written).logits, temperature, top_k), random)
        if word == tokenizer.end:
            return written[len(words) :], True
        written += (word,)
    return written[len(words) :], False


def readable(word: int) -> str:
    return pocket().tokenizer.words[word].replace("_", " ")


def ordered(logits: Sequence[float], choice: Sequence[int]) -> list[int]:
    """The most probable of these words, the most probable first."""
    return sorted(choice, key=lambda word: (-logits[word], word))[:SHOWN]


LANGUAGE = Choice(
    options={"en": Text(en="English", nl="Engels"), "nl": Text(en="Dutch", nl="Nederlands")},
    label=Text(en="language word", nl="taalwoord"),
)


def setting(label: Text, low: float, high: float, step: float = 1) -> Slider:
    return Slider(low=low, high=high, step=step, role="setting", label=label)


@demo(title=Text(en="What comes next?", nl="Wat komt er nu?"))
def next_word(
    prompt: Annotated[str, Prompt(Text(en="prompt", nl="prompt"))] = "Anna is",
    language: Annotated[str, LANGUAGE] = Text(**{lang: lang for lang in LANGUAGES}),  # type: ignore[assignment]
    temperature: Annotated[float, setting(Text(en="temperature", nl="temperatuur"), 0, 2, 0.1)] = 1.0,
    top_k: Annotated[int, setting(Text(en="top-k", nl="top-k"), 1, 50)] = 50,
    write: Annotated[int, setting(Text(en="words to write", nl="woorden verder"), 0, 30)] = 12,
    draw: Annotated[int, setting(Text(en="another draw", nl="andere trekking"), 1, 20)] = 1,
) -> View:
    tokenizer = pocket().tokenizer
    now = typed(prompt, language, tokenizer)
    tongue = tokenizer.words[now.words[0]].strip("<>")  # a prompt may begin with its language word
    logits = read(now.words).logits
    spread = sampling.probabilities(logits, temperature, top_k)
    best = ordered(logits, range(len(logits)))
    chances = [Chance(offer(now, word), spread[word] if n < top_k else None) for n, word in enumerate(best)]
    rest = fsum(share for word, share in enumerate(spread) if word not in best)
    others = OTHERS.fill(count=len(spread) - len(best))
    written, ended = write_on(now.words, write, temperature, top_k, draw)
    before = tokenizer.decode(now.words)
    after = tokenizer.decode(now.words + written).removeprefix(before)
    told = WRITES.fill(text=before + after) if written else NOTHING
    first = [CHANCE.fill(word=named(n), chance=percent(spread[n])) for n in best[:3] if spread[n]]
    say = (SAY if before else SAY_FIRST).fill(prompt=before, words=either(first), told=told)
    return Stack(
        [
            *([Row([Note(EMPTY)])] if not before and not now.begun else []),
            Tokens(TOKENS, tongue, [Token(readable(word), word) for word in now.words], now.begun),
            *suggested(now),
            Chances(NEXT, say, tongue, [*chances, Chance(others, rest if top_k > SHOWN else None)]),
            *([WrittenOn(WRITTEN, tongue, before, after, ended)] if write else []),
            *compared(now.words, temperature, top_k),
        ]
    )


def offer(now: Typed, word: int) -> Offer | Text:
    """A word that a click adds to the prompt; the marks of the model are not for typing."""
    if pocket().tokenizer.words[word] in MARKS:
        return named(word)
    return Offer(readable(word), {"prompt": added(now.text, readable(word))}, "word")


def suggested(now: Typed) -> list[View]:
    """Words that go on as the last one begins, the most probable first."""
    now = growing(now, pocket().tokenizer)
    choice = longer(now.begun, pocket().tokenizer) if now.begun else []
    if not choice:
        return []
    words = ordered(read(now.words).logits, choice)
    offers = [Offer(readable(word), {"prompt": added(now.text, readable(word))}) for word in words]
    return [Offers(BEGINS.fill(begun=now.begun.strip()), offers)]


def compared(words: Words, temperature: float, top_k: int) -> list[View]:
    """What the other language word would have changed."""
    if len(words) > COMPARED:
        return []
    tokenizer = pocket().tokenizer
    marks = [tokenizer.language_word(lang) for lang in LANGUAGES]
    (other,) = (mark for mark in marks if mark != words[0])
    spreads = [
        sampling.probabilities(read((mark, *words[1:])).logits, temperature, top_k)
        for mark in (words[0], other)
    ]
    here, there = (max(range(len(spread)), key=spread.__getitem__) for spread in spreads)
    told = {"mark": tokenizer.words[other], "word": named(there), "chance": percent(spreads[1][there])}
    return [Row([Note((ALIKE if here == there else DIFFERENT).fill(**told))])]


def named(word: int) -> Text:
    return END_OF_TEXT if word == pocket().tokenizer.end else same(readable(word))


def either(choices: Sequence[Text]) -> Text:
    return Text(**{lang: listing([choice[lang] for choice in choices], lang) for lang in LANGUAGES})


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
    en="Write one word or more, or choose one of these: so a text may begin.",
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
