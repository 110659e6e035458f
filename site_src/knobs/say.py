"""What the pocket model says after a prompt, as data for the command line."""

from itertools import islice
from math import log
from pathlib import Path
from random import Random

from .pocket import Pocket, load, next_words, probabilities, write_on
from .text import LANGUAGES, InputError, Text


def say(
    prompt: str,
    lang: str | None = None,
    *,
    top: int = 5,
    words: int = 0,
    temperature: float = 0.0,
    seed: int = 0,
    folder: Path | None = None,
) -> dict[str, object]:
    """The language, the prompt as the model reads it, the `top` next words, and `words` words written on, if any.

    Without `lang` the model itself tells which language it is. The temperature and the seed are for writing on; the
    probabilities are the model's own. `folder`: where the weights are. Raises InputError, one sentence in `lang`.
    """
    try:
        if words < 0:
            raise InputError(FEWER.fill(words=words))
        pocket = load(folder=folder)
        model, tokenizer = pocket.model, pocket.tokenizer
        numbers = tokenizer.encode(prompt, lang or language(pocket, prompt))
        said: dict[str, object] = {
            "lang": tokenizer.words[numbers[0]].strip("<>"),  # a prompt may begin with its language
            "prompt": " ".join(tokenizer.words[number] for number in numbers),
            "next": [
                {"word": tokenizer.words[word].replace("_", " "), "probability": round(probability, 6)}
                for word, probability in next_words(model.read(numbers), top)
            ],
        }
        if words:
            writing = write_on(model, numbers, tokenizer.end, temperature=temperature, random=Random(seed))
            said["written"] = tokenizer.decode(islice(writing, words))
    except InputError as refused:
        raise InputError(refused.sentence, lang or "en") from None
    return said


def language(pocket: Pocket, prompt: str) -> str:
    """The language in which the model finds the words of a prompt more probable. Raises InputError."""
    return max(LANGUAGES, key=lambda lang: _log_probability(pocket, pocket.tokenizer.encode(prompt, lang)))


def _log_probability(pocket: Pocket, numbers: list[int]) -> float:
    """The natural logarithm of how probable each word is after those before it, summed."""
    summed, logits = 0.0, pocket.model.read(numbers[:1])
    for number in numbers[1:]:
        summed += log(max(probabilities(logits)[number], 1e-300))  # a probability may round to 0
        logits = pocket.model.step(number) or logits
    return summed


FEWER = Text(
    en="The model can write on 0 words or more, not {words}.",
    nl="Het model kan 0 woorden of meer verder schrijven, niet {words}.",
)
