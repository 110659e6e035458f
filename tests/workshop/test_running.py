"""What a program meets outside."""

import pytest
import torch
from knobs.text import InputError
from workshop import running
from workshop.running import free_bytes, launcher, plainly

FILE = "look in site_src/workshop/running.py"


@pytest.mark.parametrize(("version", "name"), [(0, "inactive_file"), (1, "total_inactive_file")])
@pytest.mark.parametrize(
    ("limit", "free"), [("6000000", 5_400_000), ("max", None), ("9223372036854771712", None)]
)
def test_a_container_may_have_less_than_its_machine(tmp_path, monkeypatch, version, name, limit, free):
    """What it has in memory of files counts as free: the kernel drops it when it is needed."""
    files = [tuple(tmp_path / f"{kind}{number}" for kind in ("most", "used", "stat")) for number in range(2)]
    monkeypatch.setattr(running, "CONTAINER", files)
    machine = free_bytes("cpu", 0, 1)
    for file, told in zip(
        files[version], (f"{limit}\n", "1000000\n", f"anon 5\n{name} 400000\n"), strict=True
    ):
        file.write_text(told)
    for here in (1, 2):
        found = free_bytes("cpu", 0, here)
        assert found == pytest.approx((free or machine) / here, rel=0.2 if free is None else 0), (
            f"{FILE}: processes share it"
        )


def test_a_torchrun_is_told_from_another_one(monkeypatch):
    monkeypatch.delenv("TORCHELASTIC_RUN_ID", raising=False)
    assert launcher() == "", FILE
    monkeypatch.setenv("TORCHELASTIC_RUN_ID", "one")
    first = launcher()
    assert first == launcher() and first.endswith(" one"), FILE
    monkeypatch.setattr(
        running.os, "getppid", lambda: 1
    )  # as in a container, where each torchrun has this number
    assert first.split()[:3] != launcher().split()[:3] and int(launcher().split()[2]) >= 0, FILE


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
    assert told == "runs/x: No such file or directory; name another place.", FILE
    with pytest.raises(RuntimeError, match="sizes differ"):  # an error of the program is not hidden
        plainly(RuntimeError("sizes differ"))
    assert plainly(InputError("two\nlines")) == "two lines", FILE
