"""A run goes on from the last checkpoint that is whole, and only if it is of the same run."""

import csv
import json
import shutil

import pytest
import train
from checkpoints import about, checkpoints
from filelock import FileLock
from knobs.architecture import architecture
from train import main

from tests.examples.ranks import STEPS, arguments, losses, refused

FILE = "look in examples/checkpoints.py"


@pytest.fixture
def run(whole, tmp_path):
    """A copy of it, to be spoilt."""
    return shutil.copytree(whole / "run", tmp_path / "run")


def cut(file):
    file.write_bytes(file.read_bytes()[:-100])


SPOILT = {
    "no .metadata, as a save that was cut short has none": lambda folder: (folder / ".metadata").unlink(),
    "an empty .metadata": lambda folder: (folder / ".metadata").write_bytes(b""),
    "half of .metadata": lambda folder: cut(folder / ".metadata"),
    "a part is missing": lambda folder: (folder / "__0_0.distcp").unlink(),
    "a part is cut short": lambda folder: cut(folder / "__0_0.distcp"),
    "an empty part": lambda folder: (folder / "__0_0.distcp").write_bytes(b""),
    "no about.json": lambda folder: (folder / "about.json").unlink(),
    "an empty about.json": lambda folder: (folder / "about.json").write_text(""),
    "an about.json that is a list": lambda folder: (folder / "about.json").write_text("[]"),
    "an about.json of an older kind": lambda folder: (folder / "about.json").write_text('{"step": 8}'),
    **{
        f"an about.json with {told}": lambda folder, told=told: (folder / "about.json").write_text(
            json.dumps(json.loads((folder / "about.json").read_text()) | told)
        )
        for told in (
            {"step": "8"},
            {"step": 8.5},
            {"step": -3},
            {"step": 10**6},
            {"architecture": []},
            {"training": None},
        )
    },
    "an empty folder": lambda folder: (shutil.rmtree(folder), folder.mkdir()),
}


@pytest.mark.parametrize("kind", SPOILT)
def test_what_is_not_whole_is_passed_over(whole, run, kind):
    SPOILT[kind](run / "step-00000008")
    assert [folder.name for folder in checkpoints(run)] == ["step-00000004"], f"{kind}: {FILE}"
    assert main(arguments(whole, run, "--resume")) == 0, f"{kind}: {FILE}"
    assert losses(run) == losses(whole / "run"), f"{kind}: {FILE}"
    assert [folder.name for folder in checkpoints(run)] == ["step-00000004", "step-00000008"], (
        f"{kind}: {FILE}"
    )


def test_what_somebody_else_put_there_is_left_alone(whole, run):
    for name in ("step-99", "step-best", "steps"):
        shutil.copytree(run / "step-00000004", run / name)
    shutil.rmtree(run / "step-00000008")
    assert main(arguments(whole, run, "--resume")) == 0 and losses(run) == losses(whole / "run"), FILE
    assert {folder.name for folder in run.glob("step*")} >= {"step-99", "step-best", "steps"}, FILE


def test_a_checkpoint_tells_what_it_is_of(whole):
    told = about(whole / "run/step-00000008")
    assert told["step"] == 8 and architecture(told["architecture"]).d_model == 32, FILE
    assert told["training"]["optimizer"] == "adamw" and len(told["text"]) == 64 and told["launch"] == [], FILE


def test_a_run_is_not_written_over(whole, capsys):
    assert "A run lies in" in refused(capsys, arguments(whole, whole / "run")), FILE


def test_a_checkpoint_of_another_architecture(whole, capsys):
    given = [*arguments(whole, whole / "run", "--resume"), "--set", "architecture.n_layers=3"]
    assert "is of another architecture: n_layers is 2 there and 3 here." in refused(capsys, given), FILE


@pytest.mark.parametrize(
    ("field", "value", "was"),
    [
        ("optimizer", "muon", "'adamw'"),
        ("seed", "1", "0"),
        ("context", "16", "32"),
        ("tokens_per_step", "512", "256"),
        ("rope_base", "500.0", "10000.0"),
    ],
)
def test_a_checkpoint_of_another_run(whole, capsys, field, value, was):
    given = [*arguments(whole, whole / "run", "--resume"), "--set", f"training.{field}={value}"]
    assert f"is of another run: training.{field} is {was} there and " in refused(capsys, given), FILE
    assert len(losses(whole / "run")) == STEPS, FILE


def test_another_text_is_another_run_and_the_same_in_another_place_is_not(whole, run, capsys, tmp_path):
    shutil.rmtree(run / "step-00000008")
    texts = shutil.copytree(whole / "texts", tmp_path / "moved")
    given = [*arguments(whole, run, "--resume"), "--set", f"training.data={texts}"]
    (texts / "a.txt").write_text((whole / "texts/a.txt").read_text().replace("sun", "sea"))
    assert "it learned from other tokens than training.data has" in refused(capsys, given), FILE
    (texts / "a.txt").write_text((whole / "texts/a.txt").read_text())
    assert main(given) == 0 and losses(run) == losses(whole / "run"), FILE


def test_more_steps_and_another_learning_rate_go_on_and_are_told(whole, run, capsys):
    given = arguments(
        whole, run, "--resume", "--set", "training.steps=10", "--set", "training.learning_rate=0.001"
    )
    assert main(given) == 0, FILE
    told = capsys.readouterr().out
    assert "training.steps is 10 from here on; until here it was 8." in told, FILE
    assert "training.learning_rate is 0.001 from here on" in told and "training.rows" not in told, FILE
    assert len(losses(run)) == 10 and losses(run)[:STEPS] == losses(whole / "run"), FILE


def test_a_run_that_is_done_says_so(whole, run, capsys):
    (run / "log.csv").unlink()
    assert main(arguments(whole, run, "--resume")) == 0
    assert capsys.readouterr().out.endswith("is done: 8 of 8 steps. --set training.steps=MORE goes on.\n"), (
        FILE
    )


def test_a_log_that_was_cut_short_or_is_of_another_kind(whole, run):
    shutil.rmtree(run / "step-00000008")
    rows = (run / "log.csv").read_text().splitlines()
    (run / "log.csv").write_text("\n".join([*rows[:4], rows[4][:5]]))
    assert main(arguments(whole, run, "--resume")) == 0
    assert losses(run) == [*losses(whole / "run")[:3], *losses(whole / "run")[4:]], FILE
    shutil.rmtree(run / "step-00000008")
    (run / "log.csv").write_text("time,loss\n1,2\n")
    assert main(arguments(whole, run, "--resume")) == 0
    with (run / "log.csv").open() as file:
        assert [int(row["step"]) for row in csv.DictReader(file)] == [5, 6, 7, 8], FILE


def test_a_full_disk_is_told_and_the_checkpoint_before_stays(whole, run, capsys, monkeypatch):
    shutil.rmtree(run / "step-00000008")

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("torch.distributed.checkpoint.filesystem._write_item", full)
    sentence = refused(capsys, arguments(whole, run, "--resume"))
    assert (
        "step-00000008 could not be saved, and what was before it stays: " in sentence
        and "No space left on device" in sentence
    ), FILE
    monkeypatch.undo()
    assert [folder.name for folder in checkpoints(run)] == ["step-00000004"], FILE
    assert main(arguments(whole, run, "--resume")) == 0 and losses(run) == losses(whole / "run"), FILE
    assert json.loads((run / "step-00000008/about.json").read_text())["step"] == 8, FILE


def test_numbers_that_cannot_be_read_are_put_aside(whole, run, capsys):
    """As large as it was, but with zeros in it, as a power cut may leave it."""
    part = run / "step-00000008/__0_0.distcp"
    part.write_bytes(bytes(part.stat().st_size))
    given = arguments(whole, run, "--resume", "--set", "training.steps=9")
    assert "step-00000008 is damaged and put aside; --resume goes on from the one before." in refused(
        capsys, given
    ), FILE
    assert (run / "damaged-step-00000008/about.json").exists(), f"{FILE}: it is not thrown away"
    assert main(arguments(whole, run, "--resume")) == 0 and losses(run) == losses(whole / "run"), FILE


def test_another_weight_decay_counts_from_there_on(whole, run, monkeypatch):
    shutil.rmtree(run / "step-00000008")
    seen, real = [], train.load
    monkeypatch.setattr(train, "load", lambda *told: (real(*told), seen.extend(told[-1])))
    assert main(arguments(whole, run, "--resume", "--set", "training.weight_decay=5.0")) == 0
    decays = [group["weight_decay"] for one in seen for group in one.param_groups]
    assert decays == [5.0, 0.0], f"{FILE}: the one that was saved came back with the numbers"


def test_a_folder_is_for_one_run_at_a_time(whole, tmp_path, capsys):
    out = tmp_path / "run"
    out.mkdir()
    with FileLock(out / "lock"):
        assert "Another process is training in " in refused(capsys, arguments(whole, out)), FILE
    assert main(arguments(whole, out)) == 0 and losses(out) == losses(whole / "run"), FILE
    assert not list(out.glob("seen-*")), "look in site_src/workshop/together.py"


def test_a_run_that_died_before_its_picture_gets_it(whole, run):
    (run / "loss.svg").unlink()
    assert main(arguments(whole, run, "--resume")) == 0 and (run / "loss.svg").exists(), FILE
