"""The bench with a stand-in for nanoGPT that prints what nanoGPT prints, and sums that can be done by hand."""

import json
import re
from statistics import median

import bench
import pytest
import torch
from bench import main, summary
from config import read
from workshop.progress import peak_of

from tests.conftest import ROOT

FILE = "look in examples/bench.py"
EXPERTS = (
    "--set architecture.n_experts=2 --set architecture.experts_per_token=1 --set architecture.d_ff_expert=8"
)
# Prints as nanoGPT's bench.py of 2024, takes the same settings, and gets slower with more rows; 16 do not fit.
STAND_IN = """
import os, sys
from model import N
given = dict(argument[2:].split("=") for argument in sys.argv[1:])
open("asked", "a").write(f"{given}{os.environ.get('PYTHONPATH')}\\n")
rows = int(given["batch_size"])
if rows > 8:
    sys.exit("torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 20.00 GiB.")
print("number of parameters: 123.59M")
for k in range(20):
    print(f"{k}/20 loss: 10.8234")
print(f"time per iteration: {32 * (1 + rows / 8):.4f}ms, MFU: 12.34%")
"""


@pytest.fixture
def clone(tmp_path):
    (tmp_path / "bench.py").write_text(STAND_IN, encoding="utf-8")
    (tmp_path / "model.py").write_text("N = 1\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def short(monkeypatch):
    """One thread, and one step to warm up: how fast it is is not what is tested."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    monkeypatch.setattr(bench, "WARM_UP", 1)
    yield
    torch.set_num_threads(threads)
    torch.set_float32_matmul_precision("highest")


@pytest.mark.usefixtures("short")
def test_both_in_turns_with_the_best_rows_of_each(clone, capsys, monkeypatch):
    ran, before = [], bench.nanogpt
    monkeypatch.setattr(bench, "nanogpt", lambda *told: ran.append(("nanoGPT", told[-1])) or before(*told))
    monkeypatch.setattr(bench, "ours", lambda *told: ran.append(("ours", told[-1])) or (1000.0 / told[-1], 0))
    record = clone / "record.json"
    main(["--tiny", "--rows", "1,8,16", "--nanogpt", str(clone), "--record", str(record)])
    assert ran[:6] == [(name, rows) for name in ("ours", "nanoGPT") for rows in (1, 8, 16)], FILE
    assert ran[6:] == [("ours", 1), ("nanoGPT", 8)] * 5, (
        f"{FILE}: ours is fastest with 1 row, the stand-in with 8"
    )
    told = json.loads(record.read_text("utf-8"))
    assert told["nanoGPT"]["median"] == pytest.approx(8 * 64 / 0.064), f"{FILE}: 8 rows of 64 in 64 ms"
    assert told["ours"]["median"] == 1000 and told["ratio"] == pytest.approx(1000 / 8000), FILE
    assert told["predicted_peak_bytes"] > 16 * 250_000 and len(told["sha256"]) == 64, FILE
    assert {"device", "torch", "cuda", "python", "date", "config"} <= told.keys(), FILE
    printed = capsys.readouterr().out
    assert "nanoGPT, 16 rows: 0 tokens/s" in printed, FILE
    assert "ours / nanoGPT: 0.125, but not the same work" in printed, FILE
    asked = (clone / "asked").read_text("utf-8").splitlines()
    for setting in ("'real_data': 'False'", "'block_size': '64'", "'dtype': 'float32'", "'compile': 'False'"):
        assert all(setting in line for line in asked), f"{setting}: {FILE}"
    assert all(line.endswith("}") for line in asked), f"{FILE}: it must not find our model.py"


@pytest.mark.usefixtures("short")
def test_a_cpu_times_the_pocket_model(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    main(["--tiny", "--rows", "1", "--steps", "1"])
    printed = capsys.readouterr().out
    assert "MFU: not known for this device" in printed and "ours, 1 rows" in printed, FILE
    assert not list(tmp_path.iterdir()), f"{FILE}: it writes nothing without --record"


@pytest.mark.usefixtures("short")
def test_the_step_that_is_timed_learns():
    a, t = read("pocket")
    losses = []
    step = bench.trainer(a._replace(n_layers=1), t, torch.device("cpu"))
    tokens = torch.randint(a.vocab, (2, 2, 16), generator=torch.Generator().manual_seed(1))
    forward = bench.Decoder.forward
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bench.Decoder, "forward", lambda *told: losses.append(forward(*told)) or losses[-1])
        for _ in range(5):
            step(*tokens)
    assert losses[-1] < losses[0] - 0.1, FILE


def test_mfu_by_hand(capsys):
    """380,000 tokens a second of 854.6 million operations are 33 % of an H100, as nanoGPT has been seen to reach."""
    told = summary(
        "x", 32, [(380_000, 9), (100_000, 7), (400_000, 8)], 854.6e6, peak_of("NVIDIA H100 80GB HBM3")
    )
    assert told["median"] == 380_000 and told["peak_bytes"] == 9, FILE
    assert told["mfu"] == pytest.approx(0.328, abs=0.001) and "MFU: 32.8%" in capsys.readouterr().out, FILE


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("--tiny --rows 0", ["--rows", "above 0"]),
        ("--tiny --rows 4,x", ["--rows", "8,16"]),
        ("--tiny --steps 0", ["--steps"]),
        ("--tiny --record /proc/none/bench.json", ["/proc/none"]),
        ("--tiny --record /tmp", ["/tmp"]),
        (f"--tiny --record x.json {EXPERTS}", ["no plan for experts"]),
        ("--device cpu", ["CPU", "32,768 tokens", "--tiny", "2,048"]),
        ("--device cpu --rows 1,3", ["3,072 tokens"]),
        ("--tiny --set training.contxt=8", ["training.contxt", "context"]),
        ("--device tpu", ["tpu", "cpu"]),
        ("--config 9b", ["9b", "gpt2-124m"]),
        ("--tiny --nanogpt nowhere", ["nowhere", "bench.py", "model.py"]),
    ],
)
def test_what_cannot_be_is_told_in_one_sentence(written, told, capsys):
    with pytest.raises(SystemExit) as ended:
        main(written.split())
    sentence = capsys.readouterr().err
    assert ended.value.code == 2 and sentence.count("\n") == 1 and sentence.endswith(".\n"), (
        f"{sentence!r}: {FILE}"
    )
    assert all(word in sentence for word in told), f"{sentence!r}: {FILE}"


def test_what_nanogpt_says_when_it_fails_is_passed_on(clone, capsys):
    (clone / "model.py").write_text("raise ValueError('no GPT today')\n", encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["--tiny", "--rows", "1,2", "--steps", "1", "--nanogpt", str(clone)])
    assert "no GPT today" in capsys.readouterr().err, FILE


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_the_page_says_what_was_recorded(lang):
    told = json.loads((ROOT / "benchmarks/bench-cpu.json").read_text("utf-8"))
    page = (ROOT / f"docs/{lang}/examples/train.md").read_text("utf-8").split("{#speed}")[1].split("##")[0]
    ours, theirs = (round(median(told[name]["tokens_per_second"])) for name in ("ours", "nanoGPT"))
    ratio = f"{told['ours']['median'] / told['nanoGPT']['median']:.1f}".replace(
        ".", "." if lang == "en" else ","
    )
    said = [number for number in re.findall(r"(?<![\w/-])\d(?:[\d.,]*\d)?", page) if number != "2026"]
    assert said == ["64", f"{ours}", f"{theirs}", ratio], f"docs/{lang}/examples/train.md, #speed"
    assert told["config"] == "gpt2-124m" and told["device"] == "CPU" and told["ours"]["rows"] == 1, FILE


@pytest.mark.usefixtures("short")
def test_a_record_in_a_folder_that_is_not_there_yet(tmp_path, monkeypatch):
    monkeypatch.setattr(bench, "ours", lambda *_: (1000.0, 0))
    monkeypatch.setattr(bench, "memory", lambda *_: {"peak, kept": 1})
    main(["--tiny", "--record", str(tmp_path / "new/bench.json")])
    assert json.loads((tmp_path / "new/bench.json").read_text())["ours"]["median"] == 1000, FILE


def test_what_does_not_fit_is_told_before_anything_is_built(capsys, monkeypatch):
    monkeypatch.setattr(bench, "free_bytes", lambda *_: 20e9)
    with pytest.raises(SystemExit):
        main(["--config", "8b", "--device", "cpu", "--rows", "1", "--set", "training.context=64"])
    assert "one has 20.0 GB. What fits: " in capsys.readouterr().err, FILE


@pytest.mark.usefixtures("short")
def test_checkpointing_is_measured_where_it_is_asked(monkeypatch):
    asked = []
    monkeypatch.setattr(bench, "recompute", lambda model: asked.append(len(model.blocks)))
    main(["--tiny", "--rows", "1", "--steps", "1", "--set", "training.checkpointing=true"])
    assert asked == [4] * bench.REPEATS, FILE
