"""What is told of a run, by hand: lines, rows that go on after a stop, the peak of a device."""

import csv
import io
import math
import os
import sys
from types import SimpleNamespace

import pytest
from workshop import progress
from workshop.progress import line, log, peak_of, show

FILE = "look in site_src/workshop/progress.py"
ROW = {"step": 500, "loss": 1.23456, "tokens": 1.0, "tokens_per_second": 20480.0, "mfu": 0.456}
ROW |= {"memory_bytes": 2.34e9, "energy_joules": 7.2e6}
UNKNOWN = dict.fromkeys(("mfu", "memory_bytes", "energy_joules"), math.nan)


def test_a_line_by_hand():
    """1,500 steps of 2,048 tokens at 20,480 a second take 150 s; 7.2 MJ are 2 kWh."""
    told = "step 500/2000  loss 1.235  20,480 tokens/s  46% MFU  2.3 GB  2.000 kWh  2.5 min left"
    assert line(ROW, 2000, 2048) == told, FILE
    told = "step 500/2000  loss 1.235  20,480 tokens/s  2.5 min left"
    assert line(ROW | UNKNOWN, 2000, 2048) == told, f"{FILE}: what the device does not tell is left out"


@pytest.mark.parametrize("columns", [40, 80, 88, 120])
def test_on_a_screen_a_line_is_one_line(columns, monkeypatch):
    screen = io.StringIO()
    screen.isatty = lambda: True
    monkeypatch.setattr(sys, "stdout", screen)
    monkeypatch.setattr(progress.shutil, "get_terminal_size", lambda: os.terminal_size((columns, 24)))
    show(ROW | UNKNOWN, 2000, 2048, False)
    told = screen.getvalue()
    assert told.endswith("\r") and len(told.rstrip("\r ")) < max(columns, 57), FILE
    bar = told.rstrip("\r ").rpartition("  ")[2]
    assert (set(bar) == {"#", "."}) == (columns >= 80), f"{FILE}: {told!r}"
    if columns >= 80:
        assert bar.count("#") == len(bar) // 4, f"{FILE}: a quarter is done"


def rows(folder):
    with (folder / "log.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def test_a_log_goes_on_with_its_energy_and_forgets_what_was_not_saved(tmp_path):
    for first, steps in ((0, (10, 20, 30)), (20, (30, 40))):
        written = log(tmp_path, first)
        next(written)
        for step in steps:
            written.send(ROW | {"step": step, "energy_joules": 100.0 * (step - first)})
        written.close()
    assert [(row["step"], float(row["energy_joules"])) for row in rows(tmp_path)] == [
        ("10", 1000), ("20", 2000), ("30", 3000), ("40", 4000),
    ], FILE  # fmt: skip


@pytest.mark.parametrize(
    "broken",
    [
        b"\xff\xfe\x00",
        "²,1,1,1,,1,".encode(),
        b"5,nan,1,1,,1,",
        b"5,1,1,1,,1,z",
        b"5,1,1",
        b"-1,1,1,1,,1,",
        b"",
    ],
)
def test_a_row_that_is_none_is_left_out(tmp_path, broken):
    head = ",".join(progress.COLUMNS).encode()
    (tmp_path / "log.csv").write_bytes(
        b"\n".join([head, b"1,6.9,512,100,,1000,", broken, b"3,6.5,1536,100,,1000,7.5"])
    )
    assert [row["step"] for row in progress.rows_of(tmp_path / "log.csv")] == ["1", "3"], FILE
    progress.plot(tmp_path)
    assert "6.900 at first, 6.500 at last" in (tmp_path / "loss.svg").read_text("utf-8"), FILE


def test_no_picture_of_nothing(tmp_path):
    progress.plot(tmp_path)
    assert not list(tmp_path.iterdir()), FILE


def test_tensorboard_gets_no_step_twice_and_nothing_that_is_unknown(tmp_path, monkeypatch):
    asked, written = [], []
    board = SimpleNamespace(add_scalar=lambda *told: written.append(told))
    there = SimpleNamespace(SummaryWriter=lambda folder, purge_step: asked.append(purge_step) or board)
    monkeypatch.setitem(sys.modules, "torch.utils.tensorboard", there)
    rows = log(tmp_path, 20)
    next(rows)
    rows.send(ROW | UNKNOWN)
    rows.close()
    assert asked == [21], f"{FILE}: what came after the checkpoint is written anew"
    assert sorted(written) == [
        ("loss", 1.23456, 500),
        ("tokens", 1.0, 500),
        ("tokens_per_second", 20480.0, 500),
    ], FILE


def test_where_python_tells_no_memory(monkeypatch):
    monkeypatch.setattr(
        progress, "find_spec", lambda name: None
    )  # as on Windows, which has no module resource
    assert all(map(math.isnan, progress.meters(progress.torch.device("cpu"))())), FILE


@pytest.mark.parametrize(
    ("name", "peak"),
    [
        ("NVIDIA H100 80GB HBM3", 989.4e12),
        ("NVIDIA H200", 989.4e12),
        ("NVIDIA A100-SXM4-80GB", 312e12),
        ("Tesla V100-SXM2-16GB", 125e12),
        ("NVIDIA H100 PCIe", math.nan),
        ("NVIDIA GeForce RTX 4090", math.nan),
        ("CPU", math.nan),
    ],
)
def test_the_peak_of_a_device(name, peak):
    assert peak_of(name) == pytest.approx(peak, nan_ok=True), FILE
    assert math.isnan(peak_of(name, "fp32")), f"{FILE}: in 32 bits it is another one"
