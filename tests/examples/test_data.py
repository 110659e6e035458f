"""Text is written once, whole or not at all, and rows do not depend on who reads them."""

import json
import os
import shutil
import subprocess
import sys
from contextlib import ExitStack

import data
import pytest
import torch
from data import batch, shards, shuffled
from hypothesis import given, settings
from hypothesis import strategies as st
from knobs.text import InputError
from knobs.world.encoded import vocabulary
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from tests.conftest import ROOT

FILE = "look in examples/data.py"
EXAMPLES, SITE_SRC = ROOT / "examples", ROOT / "site_src"


@pytest.fixture
def folder(tmp_path):
    """Three texts, one of them in a folder of its own, and one file that is none."""
    place = tmp_path / "texts"
    (place / "more").mkdir(parents=True)
    (place / "a.txt").write_text("one two three\r\n", newline="")
    (place / "b.txt").write_text("één café " * 20, "utf-8")
    (place / "more/c.txt").write_text("last")
    (place / "notes.md").write_bytes(b"\xff")
    return place


def listed(tokens):
    return torch.cat(tokens.shards).tolist()


def test_bytes_are_tokens_and_every_file_has_an_end(folder, tmp_path):
    tokens = shards(str(folder), tmp_path / "cache")
    expected = [
        token for name in ("a.txt", "b.txt", "more/c.txt") for token in [*(folder / name).read_bytes(), 256]
    ]
    assert listed(tokens) == expected and tokens.vocabulary == 257, FILE


def test_it_is_written_once_and_anew_when_the_source_changes(folder, tmp_path, monkeypatch):
    before = listed(shards(str(folder), tmp_path / "cache"))
    written = {file: file.stat().st_mtime_ns for file in (tmp_path / "cache").rglob("*.*")}
    assert listed(shards(str(folder), tmp_path / "cache")) == before
    assert {file: file.stat().st_mtime_ns for file in written} == written, FILE
    (folder / "a.txt").write_text("ONE TWO THREE\r\n", newline="")
    os.utime(folder / "a.txt", ns=(1, 1))
    after = listed(shards(str(folder), tmp_path / "cache"))
    assert bytes(after[:3]) == b"ONE" and len(after) == len(before), FILE
    assert len(list((tmp_path / "cache").rglob("*.bin"))) == 1, f"{FILE}: the old shards are still there"


def test_large_texts_become_several_shards_and_rows_stay_within_one(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(data, "SHARD_TOKENS", 50)
    tokens = shards(str(folder), tmp_path / "cache")
    assert len(tokens.shards) > 1, FILE
    whole = [shard.tolist() for shard in tokens.shards]
    for inputs, targets in zip(*batch(tokens, 0, 0, 60, 4), strict=True):
        row = [*inputs.tolist(), targets[-1].item()]
        assert inputs.tolist()[1:] == targets.tolist()[:-1], FILE
        assert any(row == shard[n : n + 5] for shard in whole for n in range(len(shard))), FILE


def test_what_was_interrupted_is_not_trusted(folder, tmp_path, monkeypatch):
    def dies(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(data.json, "dumps", dies)  # all shards are written, and the header is not
        with pytest.raises(KeyboardInterrupt):
            shards(str(folder), tmp_path / "cache")
    [shard] = (tmp_path / "cache").rglob("*.bin")
    assert not list((tmp_path / "cache").rglob("*.json")), FILE
    shard.write_bytes(b"half")
    assert len(listed(shards(str(folder), tmp_path / "cache"))) > 100, FILE


@pytest.mark.parametrize(
    "kind",
    [
        "no shard",
        "half a shard",
        "no header",
        "half a header",
        "a list",
        "an older header",
        "words for a number",
    ],
)
def test_what_is_not_whole_is_written_anew(folder, tmp_path, kind):
    before = listed(shards(str(folder), tmp_path / "cache"))
    [shard], [header] = (tmp_path / "cache").rglob("*.bin"), (tmp_path / "cache").rglob("header.json")
    half = header.read_text()[:-20]
    {
        "no shard": shard.unlink,
        "half a shard": lambda: shard.write_bytes(shard.read_bytes()[:-2]),
        "no header": header.unlink,
        "half a header": lambda: header.write_text(half),
        "a list": lambda: header.write_text("[]"),
        "words for a number": lambda: header.write_text(
            json.dumps(json.loads(header.read_text()) | {"vocabulary": "a"})
        ),
        "an older header": lambda: header.write_text(
            '{"source": "x", "shards": {}, "bits": 16, "vocabulary": 257}'
        ),
    }[kind]()
    assert listed(shards(str(folder), tmp_path / "cache")) == before, f"{kind}: {FILE}"


def test_the_same_text_has_the_same_digest_wherever_it_lies(folder, tmp_path):
    first = shards(str(folder), tmp_path / "cache")
    moved = shards(str(shutil.copytree(folder, tmp_path / "moved")), tmp_path / "other")
    assert moved.digest == first.digest, FILE
    (folder / "a.txt").write_text("one two thref\r\n", newline="")
    assert shards(str(folder), tmp_path / "cache").digest != first.digest, FILE


def test_of_several_processes_one_writes(folder, tmp_path):
    """Four at once: none finds a shard that another took away, and nothing is left over."""
    asks = "import sys; sys.path[:0] = sys.argv[3:]; from pathlib import Path; from data import shards;"
    asks += "sys.stdin.readline(); print(shards(sys.argv[1], Path(sys.argv[2])).digest)"
    command = [
        sys.executable,
        "-c",
        asks,
        str(folder),
        str(tmp_path / "cache"),
        *map(str, (EXAMPLES, SITE_SRC)),
    ]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with ExitStack() as opened:
        asked = [opened.enter_context(subprocess.Popen(command, **pipes)) for _ in range(4)]
        for each in asked:  # all wait for a line, and get it at once
            each.stdin.write("\n")
            each.stdin.flush()
        told = {each.communicate()[0] for each in asked}
    assert told == {shards(str(folder), tmp_path / "cache").digest + "\n"}, FILE
    assert {file.name for file in next((tmp_path / "cache").iterdir()).iterdir()} == {
        "0000.bin",
        "header.json",
        "lock",
    }


def test_the_pocket_text(tmp_path, monkeypatch):
    monkeypatch.setattr(data, "POCKET_TEXTS", 200)
    tokens = shards("pocket", tmp_path)
    assert tokens.vocabulary == len(vocabulary()) and tokens.shards[0].dtype == torch.uint16, FILE
    words = [vocabulary()[number] for number in listed(tokens)]
    assert words.count("<end>") == 200 and {words[0], words[-1]} <= {"<en>", "<nl>", "<end>"}, FILE


def test_a_tokenizer_of_your_own(folder, tmp_path):
    """It knows 70,000 words, so tokens no longer fit 16 bits; what it does not know is 0."""
    words = dict.fromkeys(["?", *map(str, range(69_995)), "one", "two", "één", "last"])
    tokenizer = Tokenizer(WordLevel({word: number for number, word in enumerate(words)}, unk_token="?"))
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    tokens = shards(str(folder), tmp_path / "cache", str(tmp_path / "tokenizer.json"))
    assert listed(tokens) == [69_996, 69_997, 0, *[69_998, 0] * 20, 69_999], FILE
    assert tokens.vocabulary == 70_000, FILE


@pytest.mark.parametrize("ranks", [1, 2, 3, 6])
def test_rows_do_not_depend_on_the_number_of_ranks(folder, tmp_path, ranks):
    tokens = shards(str(folder), tmp_path / "cache")
    alone = batch(tokens, 5, 12, 6, 8)[0]
    each = 6 // ranks
    shared = torch.cat([batch(tokens, 5, 12 + rank * each, each, 8)[0] for rank in range(ranks)])
    assert shared.equal(alone), FILE
    assert not batch(tokens, 6, 12, 6, 8)[0].equal(alone), f"{FILE}: another seed, another order"


def test_every_piece_is_read_once_before_any_is_read_again(folder, tmp_path):
    tokens = shards(str(folder), tmp_path / "cache")
    pieces = (len(tokens.shards[0]) - 1) // 8
    first, second = batch(tokens, 0, 0, pieces, 8)[0], batch(tokens, 0, pieces, pieces, 8)[0]
    assert sorted(first.tolist()) == sorted(second.tolist()) != first.tolist(), FILE
    assert torch.cat(sorted(first, key=lambda row: row.tolist())).numel() == 8 * pieces, FILE
    assert not first.equal(second), FILE


@settings(max_examples=40, deadline=None)
@given(count=st.integers(1, 300), key=st.text(max_size=5))
def test_a_shuffle_leaves_nothing_out(count, key):
    assert sorted(shuffled(place, count, key) for place in range(count)) == list(range(count)), FILE


def test_sentences(folder, tmp_path):
    def told(source, tokenizer=""):
        with pytest.raises(InputError) as error:
            shards(str(source), tmp_path / "cache", tokenizer)
        return str(error.value)

    assert "There is no folder" in told(tmp_path / "nowhere"), FILE
    (tmp_path / "empty").mkdir()
    assert "no .txt files" in told(tmp_path / "empty"), FILE
    assert "There is no file nowhere.json: training.tokenizer is" in told(folder, "nowhere.json"), FILE
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(data, "find_spec", lambda name: None)
        sentence = told(folder, str(folder / "a.txt"))
    assert sentence == "training.tokenizer needs the package tokenizers: pip install tokenizers.", FILE
    (tmp_path / "tokenizer.json").write_text("not that")
    sentence = told(folder, str(tmp_path / "tokenizer.json"))
    assert "tokenizer.json is not a tokenizer.json: " in sentence, FILE
    (folder / "e.txt").symlink_to(tmp_path / "gone.txt")
    assert told(folder).endswith(f"e.txt is not a file that can be read; take it out of {folder}."), FILE
    (folder / "e.txt").unlink()
    (folder / "folder.txt").mkdir()
    assert len(listed(shards(str(folder), tmp_path / "cache"))) > 100, f"{FILE}: a folder is no text"
    (folder / "d.txt").write_bytes(b"caf\xe9 au lait")
    assert told(folder).endswith("d.txt is not text in UTF-8: byte 3 does not belong there."), FILE
    (folder / "d.txt").unlink()
    with pytest.raises(InputError, match="shorter than one row: training.context is 1000"):
        batch(shards(str(folder), tmp_path / "cache"), 0, 0, 1, 1000)
