"""A run that was stopped, killed or cut short while saving goes on as if nothing had happened; what cannot be done is
told in one sentence."""

import csv
import json
import math
import shutil
import signal
import sys
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
import torch
import train
from checkpoints import checkpoints
from config import passes, read
from knobs.cost import attention_operations, training_operations
from knobs.count import active
from knobs.text import InputError
from model import Decoder
from train import main, optimizers, share
from workshop import progress

from tests.conftest import ROOT
from tests.examples.ranks import SAVED, STEPS, arguments, losses, refused, small, together

FILE = "look in examples/train.py"
CONFIGS = sorted(file.stem for file in (ROOT / "examples/configs").glob("*.toml"))


def at_step(step, does):
    """train.batch, which does something when it is asked for rows of a step: twice for each, and once before all."""
    real, asked = train.batch, []

    def batch(*where):
        asked.append(where)
        if len(asked) == 1 + 2 * step:
            does()
        return real(*where)

    return batch


def test_a_run_leaves_a_log_a_picture_and_two_checkpoints(whole):
    with (whole / "run/log.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == list(progress.COLUMNS), FILE
    assert [int(row["step"]) for row in rows] == list(range(1, STEPS + 1)), FILE
    assert [int(row["tokens"]) for row in rows] == [256 * n for n in range(1, STEPS + 1)], FILE
    assert all(float(row["tokens_per_second"]) > 0 and int(row["memory_bytes"]) > 1e7 for row in rows), FILE
    assert all(row["mfu"] == row["energy_joules"] == "" for row in rows), f"{FILE}: unknown on a CPU"
    assert [folder.name for folder in checkpoints(whole / "run")] == ["step-00000004", "step-00000008"], FILE
    assert ElementTree.parse(whole / "run/loss.svg").getroot().tag.endswith("svg"), FILE
    assert losses(whole / "run")[-1] < losses(whole / "run")[0] - 0.3, FILE


def test_only_the_last_two_checkpoints_are_kept(whole, tmp_path):
    assert main([*arguments(whole, tmp_path / "run"), "--save-every", "2"]) == 0
    assert [folder.name for folder in checkpoints(tmp_path / "run")] == ["step-00000006", "step-00000008"], (
        FILE
    )
    assert losses(tmp_path / "run") == losses(whole / "run"), f"{FILE}: saving changed the training"


@pytest.mark.parametrize("optimizer", ["adamw", "muon"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_saves_and_the_run_goes_on(whole, tmp_path, monkeypatch, capsys, optimizer, number):
    given = [*arguments(whole, tmp_path / "run"), "--set", f"training.optimizer={optimizer}"]
    assert main([*given, "--out", str(tmp_path / "undisturbed")]) == 0
    before = signal.getsignal(number)
    with monkeypatch.context() as patched:
        patched.setattr(train, "batch", at_step(3, lambda: signal.raise_signal(number)))
        assert main(given) == 0, FILE
    assert "--resume goes on" in capsys.readouterr().out and signal.getsignal(number) is before, FILE
    stopped = losses(tmp_path / "run")
    assert 2 <= len(stopped) < STEPS and len(checkpoints(tmp_path / "run")) == 1, FILE
    assert main([*given, "--resume"]) == 0, FILE
    assert losses(tmp_path / "run") == losses(tmp_path / "undisturbed"), FILE


def test_two_processes_stop_together_go_on_exactly_and_so_does_one(whole, tmp_path):
    """One of two is asked to stop: both do. Two go on bit for bit, and one, from their checkpoint, to rounding."""
    fsdp = ["--set", "training.parallel=fsdp"]
    calls_before = 1 + STEPS + 1 + SAVED  # of the undisturbed run, and of the other one up to its fourth step
    ended = together(
        arguments(whole, tmp_path / "a", *fsdp),
        arguments(whole, tmp_path / "b", *fsdp),
        arguments(whole, tmp_path / "b", *fsdp, "--resume"),
        ranks=2,
        folder=tmp_path,
        before=f"if rank == 1: nth_batch({calls_before - 2}, lambda: os.kill(os.getpid(), 15))",
    )
    assert ended.returncode == 0, f"{FILE}:\n{ended.stderr[-3000:]}"
    assert ended.stdout.count("Stopped and saved at step 4") == 1, FILE
    undisturbed = losses(tmp_path / "a")
    assert undisturbed == pytest.approx(losses(whole / "run"), abs=1e-6, rel=0), FILE
    assert losses(tmp_path / "b") == undisturbed, f"{FILE}: the same number of processes, bit for bit"
    shutil.rmtree(tmp_path / "a/step-00000008")
    assert main(arguments(whole, tmp_path / "a", "--resume")) == 0, FILE
    assert losses(tmp_path / "a") == pytest.approx(undisturbed, abs=1e-6, rel=0), f"{FILE}: one process"


def test_a_killed_process_is_started_again_and_the_losses_are_those_of_an_undisturbed_run(whole, tmp_path):
    ended = together(
        arguments(whole, tmp_path / "run", "--set", "training.parallel=fsdp"),
        ranks=2,
        folder=tmp_path,
        before="if rank == 1 and attempt == 0: nth_batch(6, lambda: os.kill(os.getpid(), 9))",
        launch=("--max-restarts", "1"),
    )
    assert ended.returncode == 0, f"{FILE}, and at start in examples/parallelize.py:\n{ended.stderr[-3000:]}"
    assert "exitcode: -9" in ended.stderr, f"nobody was killed:\n{ended.stderr[-3000:]}"
    assert ended.stdout.count(", from step 4") == 1, f"{FILE}: it did not begin with the checkpoint"
    assert losses(tmp_path / "run") == pytest.approx(losses(whole / "run"), abs=1e-6, rel=0), FILE


@pytest.mark.parametrize("config", [name for name in CONFIGS if name != "70b-plan"])
def test_every_config_can_be_tried_on_a_laptop(whole, tmp_path, config):
    given = small(whole, 3)[:7]  # --tiny, and where things are
    data = ["--set", f"training.data={whole / 'texts'}", "--set", "training.steps=3"]
    assert main([*given, "--config", config, *data, "--out", str(tmp_path / "run")]) == 0, FILE
    first, *_, last = losses(tmp_path / "run")
    assert last < first, f"{FILE}, and in examples/configs/{config}.toml"


def test_a_rank_count_that_does_not_divide_the_tokens():
    _, t = read("pocket")
    assert passes(t, 1, 1) == 2 and passes(t, 2, 2) == 1, FILE
    with pytest.raises(
        InputError, match="tokens_per_step = 2048 is not a multiple of 3072: 16 rows of 64 tokens in 3"
    ):
        passes(t, 3, 3)
    with pytest.raises(InputError, match=r"2 copies \(training.replicas\) cannot share 1"):
        passes(read("pocket", ["training.replicas=2", "training.parallel=hsdp"])[1], 1, 1)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (["--config", "nowhere"], "There is no config nowhere; there are 1b, "),
        (["--set", "training.stepz=3"], "There is no field training.stepz; training can have data, "),
        (["--set", "architecture.d_modle=3"], "There is no field d_modle; an architecture can have vocab, "),
        (["--set", "training.steps=0"], "training.steps is a whole number above 0, not 0."),
        (["--set", "training.steps=many"], "training.steps is a whole number above 0, not 'many'."),
        (["--set", "training.steps=true"], "training.steps is a whole number above 0, not True."),
        (["--set", "training.seed=-1"], "training.seed is a whole number, 0 or more, not -1."),
        (["--set", "training.compile=1"], "training.compile is true or false, not 1."),
        (["--set", "training.optimizer=sgd"], "training.optimizer can be adamw or muon, not 'sgd'."),
        (["--set", "training.parallel=tp"], "training.parallel can be ddp, fsdp or hsdp, not 'tp'."),
        (["--set", "training.learning_rate=inf"], "training.learning_rate is a number above 0, not inf."),
        (["--set", "training.weight_decay=nan"], "training.weight_decay is a number, 0 or more, not nan."),
        (["--set", "training.data=''"], "training.data is text, not ''."),
        (
            ["--set", "training.steps=3\ntraining.seed=1"],
            "--set takes a field and a value, as training.steps=20, not",
        ),
        (
            [
                "--set",
                "architecture.n_experts=4",
                "--set",
                "architecture.experts_per_token=1",
                "--set",
                "architecture.d_ff_expert=16",
                "--set",
                "architecture.n_dense_layers=2",
            ],
            "n_dense_layers = 2 leaves none of 2 layers to the experts.",
        ),
        (["--set", "steps=3"], "--set takes a field and a value, as training.steps=20, not steps=3."),
        (["--set", "architecture.qkv_bias=true"], "model.py builds qkv_bias = False, not True."),
        (["--set", "training.data=nowhere"], "There is no folder nowhere: training.data is a folder"),
        (["--set", "training.context=90000"], "training.tokens_per_step = 256 is not a multiple of 360000"),
        (["--set", "architecture.vocab=256"], "has 257 different tokens; architecture.vocab is 256."),
        (["--resume"], "There is no whole checkpoint in "),
    ],
)
def test_what_is_wrong_is_told_in_one_sentence(whole, tmp_path, capsys, given, sentence):
    assert sentence in refused(capsys, [*small(whole, 3), "--out", str(tmp_path / "run"), *given]), FILE
    assert not (tmp_path / "run").exists(), f"{FILE}: a folder was made for a run that did not begin"


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU")
def test_no_gpu(tmp_path, capsys):
    given = ["--config", "pocket", "--device", "cuda", "--out", str(tmp_path / "run")]
    assert refused(capsys, given) == "There is no GPU that torch can use; --device cpu does without.\n", FILE


@pytest.mark.parametrize("processes", [1, 2])
def test_no_numpy(whole, tmp_path, capsys, monkeypatch, processes):
    monkeypatch.setitem(sys.modules, "numpy", None)  # as if it were not installed
    monkeypatch.setenv("WORLD_SIZE", str(processes))
    sentence = refused(capsys, arguments(whole, tmp_path / "run"))
    assert sentence == "Checkpoints are saved with NumPy, and it is not here: pip install numpy.\n", FILE


def test_a_config_of_your_own(tmp_path):
    file = tmp_path / "mine.toml"
    for spoilt, sentence in (
        ("[architecture", "is not TOML"),
        ("[model]", "There is no section model; a config has"),
        ("architecture = [1]", "There is no section architecture; a config has"),
        ("training = 3", "There is no section training; a config has"),
        ("[training]", "The field vocab is missing"),
    ):
        file.write_text(spoilt)
        with pytest.raises(InputError, match=sentence):
            read(str(file))
    file.write_bytes(b"# caf\xe9")
    with pytest.raises(InputError, match="is not TOML: 'utf-8' codec"):
        read(str(file))
    text = (ROOT / "examples/configs/pocket.toml").read_text("utf-8")
    file.write_text("\n".join(line for line in text.splitlines() if not line.startswith("rows")), "utf-8")
    with pytest.raises(InputError, match="The field training.rows is missing."):
        read(str(file))
    assert read(str(file), ["training.rows=4", "training.decay=cosine"])[1].rows == 4, FILE


def test_the_share_of_the_learning_rate():
    for decay in ("linear", "cosine"):
        _, t = read("pocket", [f"training.decay={decay}", "training.steps=120", "training.warmup_steps=20"])
        shares = [share(step, t) for step in range(121)]
        assert shares[0] == 1 / 20 and shares[19] == shares[20] == 1, FILE
        assert shares[20:] == sorted(shares[20:], reverse=True) and abs(shares[-1] - 0.1) < 1e-9, FILE
        assert abs(shares[70] - 0.55) < 1e-9, FILE


@pytest.mark.parametrize("optimizer", ["adamw", "muon"])
def test_each_parameter_is_turned_once(optimizer):
    a, t = read("pocket", [f"training.optimizer={optimizer}"], tiny=True)
    model = Decoder(a)
    turning = optimizers(model, t)
    groups = [group for one in turning for group in one.param_groups]
    assert sorted(map(id, model.parameters())) == sorted(
        id(p) for group in groups for p in group["params"]
    ), FILE
    assert all(group["weight_decay"] == 0 for group in groups if group["params"][0].ndim == 1), FILE
    assert len(turning) == (2 if optimizer == "muon" else 1), FILE


def test_operations_are_those_of_nanogpt_for_the_same_work():
    """854.6 million for a token: 6 for each parameter in matrices and the table, and what attention compares."""
    a, t = read("gpt2-124m")
    work = training_operations(active(a).excl_input_embedding, 1) + attention_operations(a, 1, t.context)
    assert work == pytest.approx(854.6e6, rel=1e-3), "look in examples/configs/gpt2-124m.toml"


def test_an_old_torch_without_muon(monkeypatch):
    monkeypatch.delattr(torch.optim, "Muon")
    with pytest.raises(InputError, match="has no Muon; training.optimizer = adamw does without"):
        read("pocket")


def test_it_says_once_that_tensorboard_is_missing_or_writes_for_it(whole, tmp_path, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "torch.utils.tensorboard", None)
    assert main(arguments(whole, tmp_path / "without")) == 0
    assert capsys.readouterr().out.count("pip install tensorboard") == 1, FILE
    written = []
    board = SimpleNamespace(add_scalar=lambda *what: written.append(what))
    there = SimpleNamespace(SummaryWriter=lambda folder, purge_step: board)
    monkeypatch.setitem(sys.modules, "torch.utils.tensorboard", there)
    assert main(arguments(whole, tmp_path / "with")) == 0
    assert "tensorboard" not in capsys.readouterr().out.lower(), FILE
    assert [value for name, value, _ in written if name == "loss"] == losses(tmp_path / "with"), FILE


def test_what_is_wrong_with_the_command_line_is_one_sentence_too(capsys):
    for given, sentence in (
        (["--every", "0"], "argument --every: it takes a whole number above 0, not 0.\n"),
        (["--save-every", "-5"], "argument --save-every: it takes a whole number above 0, not -5.\n"),
        (["--evry", "2"], "unrecognized arguments: --evry 2.\n"),
    ):
        with pytest.raises(SystemExit) as ended:
            main(given)
        assert (ended.value.code, capsys.readouterr().err) == (2, sentence), FILE


@pytest.mark.parametrize("option", ["--out", "--cache"])
@pytest.mark.parametrize("place", ["file", "file/run", "/proc/run"])
def test_a_folder_that_cannot_be_made(whole, tmp_path, capsys, option, place):
    (tmp_path / "file").write_text("nothing")
    given = [*arguments(whole, tmp_path / "run"), option, str(tmp_path / place)]
    sentence = refused(capsys, given)
    assert place in sentence and sentence.endswith("; name another place.\n"), FILE
    assert (tmp_path / "file").read_text() == "nothing" and not list(tmp_path.rglob("step-*")), FILE


def test_tiny_has_a_folder_of_its_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    asked = []
    monkeypatch.setattr(train, "prepare", lambda a, t, args: (asked.append(str(args.out)), {}, t.steps, None))
    for extra in ([], ["--tiny"], ["--config", str(ROOT / "examples/configs/8b.toml"), "--tiny"]):
        assert main(["--device", "cpu", *extra]) == 0
    assert asked == ["runs/pocket", "runs/pocket-tiny", "runs/8b-tiny"], FILE


@pytest.mark.parametrize("config", CONFIGS)
def test_tiny_can_be_tried_with_as_many_processes_as_the_page_has(config):
    """Eight, and four machines with eight; the text of a step is the same for all."""
    sizes = {
        t.tokens_per_step: passes(t, n, 8)
        for n in (1, 2, 4, 8, 16, 32)
        for _, t in [read(config, tiny=True, world=n)]
    }
    assert list(sizes) == [1024], "look at shrunk in examples/config.py"


def test_a_loss_that_is_no_number_ends_the_run_and_spoils_no_checkpoint(whole, tmp_path, capsys):
    """Weights become so large in the first step that the second has no loss."""
    out = tmp_path / "run"
    assert main([*arguments(whole, out), "--set", "training.steps=2", "--save-every", "1"]) == 0
    wild = ["--set", "training.learning_rate=1e30", "--save-every", "1", "--resume"]
    sentence = refused(capsys, [*arguments(whole, out, *wild)])
    assert "the loss is no number any more: training.learning_rate = 1e+30 may be too large" in sentence, FILE
    assert sentence.endswith("With a smaller one, --resume goes on from before.\n"), FILE
    assert all(math.isfinite(loss) for loss in losses(out)), FILE
    kept = [json.loads((folder / "about.json").read_text("utf-8"))["step"] for folder in checkpoints(out)]
    assert 2 in kept and max(kept) < STEPS, f"{FILE}: the checkpoint from before is gone"
    assert main(arguments(whole, out, "--resume")) == 0 or max(kept) > 2, FILE


def test_a_gradient_that_is_no_number_is_not_saved(whole, tmp_path, capsys, monkeypatch):
    """The loss of that step is a number, but what it makes of the weights would not be."""
    real = train.nn.utils.clip_grad_norm_
    monkeypatch.setattr(train.nn.utils, "clip_grad_norm_", lambda *told: real(*told) * math.inf)
    sentence = refused(capsys, arguments(whole, tmp_path / "run"))
    assert "the loss is no number" in sentence and sentence.endswith("With a smaller one, begin again.\n"), (
        FILE
    )
    assert not checkpoints(tmp_path / "run"), FILE


@pytest.mark.parametrize(
    "error",
    [
        torch.OutOfMemoryError("CUDA out of memory."),
        RuntimeError("[enforce fail] can't allocate memory: you"),
    ],
)
def test_memory_that_runs_out_on_the_way_is_told(whole, tmp_path, capsys, monkeypatch, error):
    def out_of_memory(*_):
        raise error

    monkeypatch.setattr(train, "update", out_of_memory)
    assert refused(capsys, arguments(whole, tmp_path / "run")) == (
        "The memory was not enough: a smaller training.rows or --set training.checkpointing=true takes less.\n"
    ), FILE


def test_another_error_is_not_hidden(whole, tmp_path, monkeypatch):
    def broken(*_):
        raise RuntimeError("sizes differ")

    monkeypatch.setattr(train, "update", broken)
    with pytest.raises(RuntimeError, match="sizes differ"):
        main(arguments(whole, tmp_path / "run"))


def test_ctrl_c_before_the_first_step(whole, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(train, "shards", lambda *_: signal.raise_signal(signal.SIGINT))
    before = signal.signal(
        signal.SIGINT, signal.default_int_handler
    )  # what is started in the background ignores it
    try:
        assert main(arguments(whole, tmp_path / "run")) == 130
    finally:
        signal.signal(signal.SIGINT, before)
    assert capsys.readouterr().err == "Stopped; what was saved before is still there.\n", FILE


def test_a_killed_process_on_one_of_two_machines_is_started_again(whole, tmp_path):
    """Each machine counts its own restarts: the one that lost nobody counts none."""
    ended = together(
        arguments(whole, tmp_path / "run"),
        ranks=1,
        machines=2,
        folder=tmp_path,
        before="if rank == 1 and attempt == 0: nth_batch(6, lambda: os.kill(os.getpid(), 9))",
        launch=("--max-restarts", "2"),
    )
    assert ended.returncode == 0, (
        f"{FILE}, and at _meeting in examples/parallelize.py:\n{ended.stderr[-3000:]}"
    )
    assert "exitcode: -9" in ended.stderr and ended.stdout.count(", from step 4") == 1, ended.stdout
    assert losses(tmp_path / "run") == pytest.approx(losses(whole / "run"), abs=1e-6, rel=0), FILE


def test_a_run_that_was_refused_stays_refused_when_torchrun_starts_it_again(whole, tmp_path):
    run = shutil.copytree(whole / "run", tmp_path / "run")
    shutil.rmtree(run / "step-00000008")
    ended = together(arguments(whole, run), ranks=1, folder=tmp_path, launch=("--max-restarts", "1"))
    assert ended.returncode and ended.stderr.count("A run lies in") == 2, f"{FILE}:\n{ended.stderr[-3000:]}"
    assert losses(run) == losses(whole / "run"), f"{FILE}: it went on all the same"


def test_what_one_process_cannot_do_is_told_and_ends_all(whole, tmp_path):
    ended = together(
        arguments(whole, tmp_path / "run"),
        ranks=2,
        folder=tmp_path,
        before="from knobs.text import InputError\n"
        "def shards(*_): raise InputError('Only here.')\n"
        "if rank == 1: train.shards = shards",
    )
    assert ended.returncode and ended.stderr.count("Only here.\n") == 1, f"{FILE}:\n{ended.stderr[-3000:]}"
    assert not (tmp_path / "run").exists(), FILE


@pytest.mark.parametrize(
    "missing", [{"MASTER_PORT": ""}, {"WORLD_SIZE": "two"}, {"WORLD_SIZE": "0"}, {"MASTER_ADDR": None}]
)
def test_half_of_what_torchrun_sets(whole, tmp_path, capsys, monkeypatch, missing):
    names = {"RANK": "0", "LOCAL_RANK": "0", "WORLD_SIZE": "1", "LOCAL_WORLD_SIZE": "1"}
    names |= {"MASTER_ADDR": "localhost", "MASTER_PORT": "29500"}
    for name, value in {**names, **missing}.items():
        monkeypatch.setenv(name, value) if value is not None else monkeypatch.delenv(name, raising=False)
    sentence = refused(capsys, arguments(whole, tmp_path / "run"))
    assert (
        sentence.startswith("RANK is set, but not all that torchrun sets: ") and "MASTER_ADDR" in sentence
    ), FILE


@pytest.mark.parametrize(
    ("kind", "before", "sentence"),
    [
        (
            "another seed",
            "real = train.read\nif rank: train.read = lambda config, given, **more: real(config, [*given, 'training.seed=5'], **more)",
            "The processes of a run need the same command: seed is 0 for the first, and 5 for another.",
        ),
        (
            "another disk",
            "real = train.main\nif rank: train.main = lambda given: real([*given, '--out', 'elsewhere'])",
            " is not that of the first process: --out has to be on a shared disk.",
        ),
        (
            "a log that cannot be written",
            "os.makedirs('run/log.csv', exist_ok=True)",
            "run/log.csv: Is a directory; name",
        ),
    ],
)
def test_what_only_some_processes_have_otherwise_is_told_once_and_ends_all(
    whole, tmp_path, kind, before, sentence
):
    ended = together(arguments(whole, "run"), ranks=2, folder=tmp_path, before=before)
    assert ended.returncode and ended.stderr.count(sentence) == 1, f"{kind}: {FILE}:\n{ended.stderr[-3000:]}"
    assert "Connection closed" not in ended.stderr, (
        f"{kind}: the other one was not told: {ended.stderr[-3000:]}"
    )
    assert not [*tmp_path.rglob("step-*"), *tmp_path.rglob("seen-*")], FILE
