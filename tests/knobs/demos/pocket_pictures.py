"""What the pictures of the pocket model show, read back from their HTML; and the same numbers by another route."""

import hashlib
import html
import re
from pathlib import Path

import knobs.pocket
from knobs.pocket import Weights
from knobs.pocket.side_by_side import base
from knobs.text import number

from tests.knobs.pocket import torch_pocket

BAR = re.compile(r'class="k-bars__name"[^>]*>([^<]*)<.*?class="k-val">([^<]*)<', re.DOTALL)


def bars(drawn: str) -> list[tuple[str, str]]:
    """Names and what stands behind them, in order."""
    return [(html.unescape(name), told) for name, told in BAR.findall(drawn)]


def columns(drawn: str) -> list[str]:
    """What is drawn for each language, the page's own first."""
    return drawn.partition('class="k-beside"')[2].split('class="k-beside__one"')[1:]


def sentences(column: str) -> list[str]:
    return [html.unescape(told) for told in re.findall(r'class="k-sentence__told"[^>]*>([^<]*)<', column)]


def spread(weights: Weights, words: list[int], silenced: dict[int, set[int]] | None = None) -> list[float]:
    """How probable each word is next, by torch."""
    logits = torch_pocket.logits(torch_pocket.tensors(weights), weights.config, words, silenced)
    return logits[-1].softmax(-1).tolist()


def written(
    weights: Weights, words: list[int], most: int, silenced: dict[int, set[int]] | None = None
) -> str:
    """The sentence of the likeliest words, by torch, which reads the whole of it for each word."""
    tokenizer, so_far = base().tokenizer, list(words)
    while True:
        shares = spread(weights, so_far, silenced)
        so_far.append(shares.index(max(shares)))
        if so_far[-1] in (tokenizer.end, tokenizer.words.index("."), tokenizer.words.index("?")):
            break
        if len(so_far) > most:
            break
    told = tokenizer.decode(so_far, capital=True)
    return told if told.endswith((".", "?")) else f"{told} …"


def shift(before: float, after: float, lang: str) -> str:
    return f"{number(100 * before, lang, 1)}% → {number(100 * after, lang, 1)}%"


def fingerprint() -> str:
    """Of the weights that the pages show."""
    file = Path(knobs.pocket.__file__).parent / "weights/pocket.safetensors"
    return hashlib.sha256(file.read_bytes()).hexdigest()[:16]
