"""From text to rows of tokens: written once into files that are mapped, not loaded, and read in the same order by any
number of processes.

    python examples/train.py --config pocket                            the Little World: site_src/knobs/world
    python examples/train.py --config nano --set training.data=texts    any folder of .txt files, in UTF-8

A token is then a byte, and 256 ends a file: there is nothing to install, and any language can be written. Texts are
three to four times as long that way as in words and parts of words; --set training.tokenizer=tokenizer.json gives
those, with the package tokenizers. In the cache lie shards with 16 or 32 bits for a token, and header.json, which is
written last: where it is missing or tells of another source, everything is written anew.
"""

import hashlib
import json
import random
from array import array
from bisect import bisect
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from itertools import accumulate, chain, islice
from pathlib import Path

import torch
from filelock import FileLock  # comes with torch
from knobs import world
from knobs.text import InputError
from knobs.world.encoded import vocabulary
from knobs.world.reading import Reading, texts
from torch import Tensor

POCKET_TEXTS = 80_000  # two million words
SHARD_TOKENS = 100_000_000
END = 256


@dataclass(frozen=True)
class Tokens:
    """All of one source."""

    shards: tuple[Tensor, ...]  # each in a mapped file
    vocabulary: int  # how many different ones there can be
    digest: str  # of all tokens: the same text is the same run, wherever it lies


def shards(source: str, cache: Path, tokenizer: str = "") -> Tokens:
    """The tokens of "pocket" or of a folder, from the cache if they are there. Raises InputError, one sentence."""
    if source != "pocket" and not Path(source).is_dir():
        raise InputError(f"There is no folder {source}: training.data is a folder of .txt files, or pocket.")
    folder, ending = (Path(world.__file__).parent, "py") if source == "pocket" else (Path(source), "txt")
    if not (files := sorted(file for file in folder.rglob(f"*.{ending}") if not file.is_dir())):
        raise InputError(f"The folder {source} has no .txt files in it.")
    if odd := next((file for file in files if not file.is_file()), None):
        raise InputError(f"{odd} is not a file that can be read; take it out of {source}.")
    if tokenizer and not Path(tokenizer).is_file():
        raise InputError(f"There is no file {tokenizer}: training.tokenizer is a tokenizer.json.")
    if tokenizer and not find_spec("tokenizers"):
        raise InputError("training.tokenizer needs the package tokenizers: pip install tokenizers.")
    settings = f"{source} {tokenizer} {POCKET_TEXTS}"
    # Whoever changes a text also changes when it was written. To read all of it at every start would take long.
    looked = [(str(file), file.stat()) for file in [*files, *([Path(tokenizer)] if tokenizer else [])]]
    told = [settings, *(f"{name} {seen.st_size} {seen.st_mtime_ns}" for name, seen in looked)]
    state = hashlib.sha256("\n".join(told).encode()).hexdigest()
    folder = cache / hashlib.sha256(settings.encode()).hexdigest()[:12]
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / "lock"):  # of several processes the first writes, and the others wait for it
        if not (kept := _whole(folder, state)):
            _write(folder, state, *(_world() if source == "pocket" else _folder(files, tokenizer)))
            kept = _whole(folder, state)
    kind = torch.uint16 if kept["bits"] == 16 else torch.int32
    mapped = [torch.from_file(str(folder / name), size=n, dtype=kind) for name, n in kept["shards"].items()]
    return Tokens(tuple(mapped), kept["vocabulary"], kept["digest"])


def batch(tokens: Tokens, seed: int, start: int, rows: int, context: int) -> tuple[Tensor, Tensor]:
    """Rows number start, start + 1, …: tokens [rows, context], and as a target for each the token after it.

    A row is a function of the seed and its number, whoever asks. Text is cut into pieces as long as the context; each
    is read once before any is read again, in an order that is another one each time.
    """
    before = [0, *accumulate((len(shard) - 1) // context for shard in tokens.shards)]
    if not before[-1]:
        raise InputError(f"The text is shorter than one row: training.context is {context}.")
    read = []
    for time, place in (divmod(number, before[-1]) for number in range(start, start + rows)):
        piece = shuffled(place, before[-1], f"{seed}/{time}")
        shard = bisect(before, piece) - 1
        first = (piece - before[shard]) * context
        read.append(tokens.shards[shard][first : first + context + 1].long())
    rows_BT = torch.stack(read)
    return rows_BT[:, :-1], rows_BT[:, 1:]


def shuffled(place: int, count: int, key: str) -> int:
    """What stands at a place of range(count) shuffled, without shuffling it: a Feistel cipher of four rounds, a
    permutation whatever mixes its halves (Luby and Rackoff 1988, https://doi.org/10.1137/0217022).

    It maps the numbers below a power of 4 onto each other; where it leads beyond count, it goes on from there.
    """
    bits = max(1, ((count - 1).bit_length() + 1) // 2)
    while True:
        left, right = divmod(place, 2**bits)
        for turn in range(4):
            mixed = hashlib.blake2b(f"{key}/{turn}/{right}".encode(), digest_size=8).digest()
            left, right = right, left ^ int.from_bytes(mixed) % 2**bits
        if (place := left * 2**bits + right) < count:
            return place


def _world() -> tuple[int, Iterator[Iterable[int]]]:
    endless = texts(random.Random("pocket"), Reading())
    return len(vocabulary()), islice(endless, POCKET_TEXTS)


def _folder(files: list[Path], tokenizer: str) -> tuple[int, Iterator[Iterable[int]]]:
    if not tokenizer:
        return END + 1, (part for file in files for part in (_text(file).encode(), (END,)))
    try:
        known = import_module("tokenizers").Tokenizer.from_file(tokenizer)
    except Exception as error:  # noqa: BLE001 - the package has no kind of its own
        raise InputError(f"{tokenizer} is not a tokenizer.json: {error}.") from None
    return known.get_vocab_size(), (known.encode(_text(file)).ids for file in files)


def _text(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"{file} is not text in UTF-8: byte {error.start} does not belong there.") from None


def _whole(folder: Path, state: str) -> dict | None:
    """The header, if it is of this state of the source and all of its shards are there."""
    try:
        kept = json.loads((folder / "header.json").read_text("utf-8"))
        wanted = {name: n * kept["bits"] // 8 for name, n in kept["shards"].items()}
        there = all((folder / name).stat().st_size == size for name, size in wanted.items())
        named = isinstance(kept["vocabulary"], int) and isinstance(kept["digest"], str)
        return kept if there and named and kept["state"] == state else None
    except Exception:  # noqa: BLE001 - half a file can be wrong in any way
        return None


def _write(folder: Path, state: str, words: int, texts: Iterator[Iterable[int]]) -> None:
    """Whole or not at all: the header, which makes shards count, comes last, and by another name until it is all there."""
    for old in [*folder.glob("*.json"), *folder.glob("*.bin")]:
        old.unlink()
    written, digest = {}, hashlib.sha256()
    held = array("H" if words <= 2**16 else "i")
    for text in chain(texts, [None]):
        held.extend(text or ())
        if held and (text is None or len(held) >= SHARD_TOKENS):
            name = f"{len(written):04}.bin"
            (folder / name).write_bytes(held)
            written[name] = len(held)
            digest.update(held)
            del held[:]
    told = {"state": state, "vocabulary": words, "bits": 8 * held.itemsize, "shards": written}
    scratch = folder / "half.json"
    scratch.write_text(json.dumps(told | {"digest": digest.hexdigest()}, indent=1), "utf-8")
    scratch.replace(folder / "header.json")
