"""What a program meets outside."""

import pytest
import torch
from knobs.text import InputError
from workshop import running
from workshop.running import free_bytes, plainly

FILE = "look in site_src/workshop/running.py"


@pytest.mark.parametrize("version", [0, 1])
@pytest.mark.parametrize(
    ("limit", "free"), [("6000000", 5_000_000), ("max", None), ("9223372036854771712", None)]
)
def test_a_container_may_have_less_than_its_machine(tmp_path, monkeypatch, version, limit, free):
    files = [(tmp_path / f"most{number}", tmp_path / f"used{number}") for number in range(2)]
    monkeypatch.setattr(running, "CONTAINER", files)
    machine = free_bytes("cpu", 0, 1)
    files[version][0].write_text(f"{limit}\n")
    files[version][1].write_text("1000000\n")
    for here in (1, 2):
        found = free_bytes("cpu", 0, here)
        assert found == pytest.approx((free or machine) / here, rel=0.2), f"{FILE}: processes share it"


def test_a_system_without_such_files(monkeypatch):
    def none(*_, **__):
        raise FileNotFoundError

    monkeypatch.setattr(running.Path, "read_text", none)
    monkeypatch.setattr(running, "CONTAINER", [])
    assert free_bytes("cpu", 0, 1) > 1e8, FILE


def test_a_gpu_has_its_own(monkeypatch):
    monkeypatch.setattr(torch.cuda, "mem_get_info", lambda rank: (rank * 1e9, 80e9))
    assert free_bytes("cuda", 3, 8) == 3e9, f"{FILE}: that of this process, not shared"


def test_what_a_disk_says_is_one_sentence():
    told = plainly(FileNotFoundError(2, "No such file or directory", "runs/x"))
    assert told == "runs/x: No such file or directory. --out and --cache take other folders.", FILE
    with pytest.raises(RuntimeError, match="sizes differ"):  # an error of the program is not hidden
        plainly(RuntimeError("sizes differ"))
    assert plainly(InputError("two\nlines")) == "two lines", FILE
