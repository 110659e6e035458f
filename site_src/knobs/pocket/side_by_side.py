"""A prompt in both languages, and what two models make of it: one as it was trained, and one that was changed.

The prompts mean the same, so what only one of them loses belongs to its language.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from ..markup import Markup, tag
from ..text import LANGUAGES, Text
from ..views import Stack, View, Words, words
from . import Model, Pocket, load, probabilities
from .compared import Shift

PROMPTS = {
    "capital": Text(en="the capital of France is", nl="de hoofdstad van Frankrijk is"),
    "sum": Text(en="two plus three is", nl="twee plus drie is"),
    "cow": Text(en="listen, the cow", nl="luister, de koe"),
    "has": Text(en="Anna has a", nl="Anna heeft een"),
}
BEGINS = Text(en="the text begins with", nl="de tekst begint met")  # the name of the choice among prompts
MOST = 24  # words that are read for one language, so that a turn of a knob stays fast
SHOWN = 4  # words that have a bar, before all others together


class Said(NamedTuple):
    """What a model makes of a prompt."""

    prompt: Sequence[int]
    spread: Sequence[float]  # how probable each word is as the next one
    written: Sequence[
        int
    ]  # the most probable word, the most probable after that, up to the end of the sentence

    @property
    def sentence(self) -> str:
        """Prompt and what follows; with an ellipsis where it was cut off."""
        told = base().tokenizer.decode([*self.prompt, *self.written], capital=True)
        return told if told.endswith((".", "?")) else f"{told} …"


@cache
def base() -> Pocket:
    """The pocket model as it was trained. Nobody changes it: who wants another one makes new tensors for what differs."""
    return load()


def say(model: Model, prompt: Sequence[int]) -> Said:
    """Let a model read a prompt and write on: to the end of the sentence, or until it has read MOST words."""
    tokenizer = base().tokenizer
    stops = {tokenizer.end, *(tokenizer.words.index(sign) for sign in (".", "?"))}
    logits = model.read(prompt)
    spread = probabilities(logits)
    written = [likeliest(spread)]
    while written[-1] not in stops and model.position < MOST:
        written.append(likeliest(model.step(written[-1])))
    return Said(prompt, spread, written)


def likeliest(amounts: Sequence[float]) -> int:
    """The word with the largest; the first of equals."""
    return max(range(len(amounts)), key=amounts.__getitem__)


def shifts(before: Said, after: Said) -> list[tuple[Words, float, float]]:
    """The words that were the most probable, the one that now is, and all others together: before and after."""
    ranked = sorted(range(len(before.spread)), key=before.spread.__getitem__, reverse=True)
    now = likeliest(after.spread)
    shown = ranked[:SHOWN] if now in ranked[:SHOWN] else [*ranked[: SHOWN - 1], now]
    rows = [(name(word), before.spread[word], after.spread[word]) for word in shown]
    was, now_is = (max(0.0, 1 - sum(said.spread[word] for word in shown)) for said in (before, after))
    return [*rows, (OTHERS, was, now_is)]


def name(word: int) -> Words:
    tokenizer = base().tokenizer
    return END if word == tokenizer.end else tokenizer.words[word].replace("_", " ")


class Sentence(NamedTuple):
    """A sentence that a model wrote, under a name that says which model."""

    name: Words
    told: str
    tongue: str = ""  # the language of it; empty where nobody knows

    def html(self, lang: str) -> Markup:
        return tag(
            "span",
            tag("span", words(self.name, lang), class_="k-note"),
            tag(
                "span",
                self.told,
                class_="k-sentence__told",
                lang=self.tongue if self.tongue != lang else None,
            ),
            class_="k-sentence",
        )


class Languages(NamedTuple):
    """A view for each language, beside each other where there is room; the reader's own comes first."""

    views: Mapping[str, View]

    def html(self, lang: str) -> Markup:
        columns = (
            tag(
                "span",
                tag("span", NAMES[tongue][lang], class_="k-beside__name"),
                self.views[tongue].html(lang),
                class_="k-beside__one",
            )
            for tongue in sorted(LANGUAGES, key=lambda tongue: tongue != lang)
        )
        return tag("span", *columns, class_="k-beside")


class Told(NamedTuple):
    """The sentence that says what a picture of several parts shows, for readers who do not see it."""

    say: Text

    def html(self, lang: str) -> Markup:
        return tag("span", self.say[lang], data_say=True, hidden=True)


def beside(before: Callable[[str], Said], after: Callable[[str], Said], names: Sequence[Words]) -> Languages:
    """For each language the two sentences, under `names`, and how probable the next words were and are."""
    views: dict[str, View] = {}
    for lang in LANGUAGES:
        both = before(lang), after(lang)
        sentences = [Sentence(name, said.sentence, lang) for name, said in zip(names, both, strict=True)]
        views[lang] = Stack([*sentences, Shift(NEXT, shifts(*both), lang, rest=True)])
    return Languages(views)


NAMES = {"en": Text(en="English", nl="Engels"), "nl": Text(en="Dutch", nl="Nederlands")}
OTHERS = Text(en="others", nl="overige")
END = Text(en="(the end)", nl="(het einde)")
NEXT = Text(en="How probable each next word was and is", nl="Hoe waarschijnlijk elk volgend woord was en is")
