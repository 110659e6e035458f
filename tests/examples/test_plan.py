"""A plan against figures that others found: published sizes, the 16 bytes of a rule, sums by hand, tensors counted."""

import json
import math
import re
from dataclasses import replace

import plan
import pytest
import torch.distributed as dist
from config import read
from knobs import cost
from knobs.architecture import architecture
from knobs.count import total
from model import Decoder
from plan import Namespace, main, memory
from train import operations_per_token

from tests.conftest import ROOT

FILE = "look in examples/plan.py"
GIB = 2**30
SMALL = architecture({
    "vocab": 64, "n_layers": 8, "d_model": 32, "n_heads": 4, "n_kv_heads": 2, "d_ff": 64, "ffn_matrices": 3,
    "activation": "SwiGLU", "tied": False, "position": "RoPE", "norm": "RMSNorm",
})  # fmt: skip
HOW = replace(read("8b")[1], context=64, rows=2)
GIVEN = ["--tokens", "15e12", "--price", "2.50", "--watts", "700", "--pue", "1.2", "--mfu", "0.4"]


@pytest.fixture(autouse=True)
def no_group_stays():
    yield
    if dist.is_initialized():
        dist.destroy_process_group()


def held(a, parts, t=HOW):
    """What the first rank holds, without a simulation of what it computes."""
    made = min(parts, plan.MOST_PARTS)
    dist.init_process_group("fake", rank=0, world_size=made)
    found = plan.counted(a, t, dist.init_device_mesh("cpu", (made,)), parts)
    dist.destroy_process_group()
    return found


@pytest.fixture(scope="module")
def planned():
    """The JSON and the table of one plan for 70 billion parameters."""
    arguments = ["--config", "70b-plan", "--gpu", "H100", "--ranks", "64", "--rows", "1", *GIVEN]
    with pytest.MonkeyPatch.context() as patch:
        told = []
        patch.setattr("builtins.print", lambda *words, **_: told.append(" ".join(words)))
        kept = {}  # simulated once, though told twice
        simulate = plan.memory
        patch.setattr(plan, "memory", lambda *sizes: dict(kept or kept.update(simulate(*sizes)) or kept))
        main([*arguments, "--json"])
        main(arguments)
    return json.loads(told[0]), told[1:]


PLANNED = [
    ("gpt2-124m", 1, 32),
    ("gpt2-124m", 1, 8),
    ("1b", 8, 8),
    ("8b", 8, 1),
]  # ranks of one copy, rows of each


@pytest.fixture(scope="module")
def told_on_the_page():
    """The GiB of each row of the page's table, computed."""
    found = []
    for config, ranks, rows in PLANNED:
        a, t = read(config)
        way = "recomputed" if t.checkpointing else "kept"
        found.append((config, f"{memory(a, replace(t, rows=rows), ranks)[f'peak, {way}'] / GIB:.1f}"))
    return found


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_the_page_says_what_a_plan_says(lang, told_on_the_page):
    page = (ROOT / f"docs/{lang}/examples/train.md").read_text("utf-8")
    rows = re.findall(r"^\|[^|]+\| `(\S+)` \| ([\d.,]+) GiB \|$", page, re.MULTILINE)
    said = [(config, size.replace(",", ".")) for config, size in rows]
    assert said == told_on_the_page, f"docs/{lang}/examples/train.md, #memory, or {FILE}"


def figures(planned):
    return {figure["name"]: figure["value"] for figure in planned[0]["figures"]}


def test_llama_3_70b_on_64_ranks(planned):
    """16.43 GiB: 70,553,706,496 parameters × 16 bytes / 64, measured before with a trial of its own."""
    found = figures(planned)
    assert found["states"] == pytest.approx(16.43, abs=0.005), FILE
    assert found["states by rule"] == pytest.approx(found["states"], rel=1e-6), FILE
    a = read("70b-plan")[0]
    layer = 2 * 8192 * (64 + 8) * 128 + 3 * 8192 * 28_672 + 2 * 8192
    assert found["layer"] * GIB == 2 * layer, FILE
    assert found["tables"] * GIB == 2 * (2 * 128_256 * 8192 + 8192), FILE
    assert total(a) * 16 / 64 == found["states by rule"] * GIB, FILE


def test_activations_of_70b_lie_near_a_sum_by_hand(planned):
    """A layer keeps, in 16 bits: what both norms get and give, queries, keys, values, what heads saw, and four times
    d_ff. Recomputed, only what goes into it. Beside them the logits, three times in 32 bits."""
    found = figures(planned)
    kept = 2 * (4 * 8192 + 2 * 8192 + 2 * 1024 + 4 * 28_672)
    logits = 12 * 128_256 * 8192 / GIB
    assert found["logits"] == pytest.approx(logits), FILE
    assert found["activations, kept"] == pytest.approx(80 * 8192 * kept / GIB + logits, rel=0.02), FILE
    assert found["activations, recomputed"] == pytest.approx(80 * 8192 * 2 * 8192 / GIB + logits, rel=0.03), (
        FILE
    )
    for way in plan.WAYS:
        parts = found["states"] + found[f"lent, {way}"] + found[f"activations, {way}"]
        assert found[f"peak, {way}"] == pytest.approx(parts), FILE


def test_70b_needs_32_devices_and_16_do_not_do(planned):
    """Worked out before by hand: at 8192 tokens, with all recomputed, 32 × 80 GB."""
    found = figures(planned)
    assert found["ranks needed, recomputed"] == 32, FILE
    beside = found["peak, recomputed"] - found["states"]
    whole = total(read("70b-plan")[0]) * 16 / GIB
    assert whole / 32 + beside <= 80e9 / GIB < whole / 16 + beside, FILE
    assert found["ranks needed, kept"] is None, f"{FILE}: activations alone are more than a device has"


def test_time_energy_and_money_by_hand(planned):
    found = figures(planned)
    per_token = 6 * (70_553_706_496 - 128_256 * 8192) + 12 * 80 * 8192 * 8192
    hours = per_token * 15e12 / (989.4e12 * 0.4) / 3600
    assert found["operations"] == pytest.approx(per_token * 15e12), FILE
    assert found["device hours"] == pytest.approx(hours), FILE
    assert found["time"] == pytest.approx(hours / 64 / 24), FILE
    assert found["energy"] == pytest.approx(hours * 0.7 * 1.2), FILE
    assert found["cost"] == pytest.approx(hours * 2.5), FILE


def test_the_table_says_what_the_json_says(planned):
    told, table = planned
    assert "70,553,706,496" in table[0] and "bandwidth" in table[-1], FILE
    for figure, line in zip(told["figures"], table[1:-1], strict=True):
        name, written = line[:26].strip(), line[26:41].strip()
        assert name == figure["name"] and figure["how"] in line and line.endswith(figure["note"]), FILE
        value = None if written == "none" else float(written.replace(",", ""))
        near = value is None if figure["value"] is None else math.isclose(
            value, figure["value"], rel_tol=1e-3, abs_tol=0.005
        )  # fmt: skip
        assert near, f"{name}: {written} and {figure['value']}: {FILE}"
        assert figure["how"] in ("counted", "simulated", "formula", "yours", "assumed"), FILE


def test_llama_3_8b_is_parted_to_the_byte():
    a = read("8b")[0]
    found = held(a, 8)
    assert found["weights"] * 8 / 4 == total(a) == 8_030_261_248, FILE
    assert found["states"] == cost.training_state_bytes(8_030_261_248, cost.STATE_16) / 8, FILE


def test_one_token_of_the_size_that_nanogpt_is_timed_at():
    """854.6 million operations, from nanoGPT's own formula: 6N + 12 · layers · width · context."""
    a, t = read("gpt2-124m")
    assert operations_per_token(a, t.context) == pytest.approx(854.6e6, rel=3e-4), FILE


@pytest.mark.parametrize("ranks", [1, 2, 8, 3])
def test_a_rank_holds_its_rows_of_each_matrix(ranks):
    """The first part of torch.chunk, four times in 32 bits; 3 divides nothing here."""
    shapes = [weight.shape for weight in Decoder(SMALL).parameters()]
    part = sum(math.ceil(shape[0] / ranks) * math.prod(shape[1:]) for shape in shapes)
    found = held(SMALL, ranks)
    assert found["states"] == 16 * part, FILE
    assert found["weights"] == found["gradients"] == found["optimizer"] / 2 == 4 * part, FILE
    if ranks != 3:
        assert found["states"] * ranks == cost.training_state_bytes(total(SMALL), cost.STATE_16), FILE


def test_more_ranks_never_hold_more():
    sizes = [held(SMALL, ranks)["states"] for ranks in (1, 2, 3, 4, 7, 8, 64)]
    assert sizes == sorted(sizes, reverse=True), FILE


@pytest.mark.parametrize("parallel", ["ddp", "fsdp"])
def test_eight_layers_lie_on_the_line_through_two_and_four(parallel):
    t = replace(HOW, parallel=parallel)
    drawn = memory(SMALL, t, 2 if parallel == "fsdp" else 1)
    dist.init_process_group("fake", rank=0, world_size=2)
    mesh = dist.init_device_mesh("cpu", (2,))
    for way in plan.WAYS:
        lent, kept = plan.simulated(SMALL, replace(t, checkpointing=way == "recomputed"), mesh)
        assert (drawn[f"lent, {way}"], drawn[f"activations, {way}"]) == (lent, kept), f"{way}: {FILE}"
    assert drawn["peak, recomputed"] < drawn["peak, kept"], FILE


def test_with_ddp_a_rank_holds_all_and_more_ranks_do_not_help(capsys):
    main(["--config", "gpt2-124m", "--ranks", "16", "--json"])
    found = {figure["name"]: figure["value"] for figure in json.loads(capsys.readouterr().out)["figures"]}
    assert found["states"] * GIB == 16 * 123_587_328, FILE
    assert found["lent, kept"] == 0 and found["ranks needed, kept"] == 1, FILE


def test_hsdp_parts_within_a_machine():
    """32 on 4 machines, 8 on each: an eighth. With 2 copies a sixteenth."""
    a, t = read("8b", ["training.parallel=hsdp"])
    asked = Namespace(ranks=32, per_machine=8)
    for replicas, parts in ((0, 8), (2, 16)):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(plan, "memory", lambda *told: pytest.fail(str(told[-1])))
            with pytest.raises(pytest.fail.Exception, match=f"^{parts}$"):
                plan.memory_figures(a, replace(t, replicas=replicas), cost.H100, asked)


def test_muon_remembers_one_number_for_each_of_a_matrix_in_a_block():
    a = SMALL
    inside = sum(weight.numel() for weight in Decoder(a).blocks.parameters() if weight.ndim == 2)
    found = held(a, 1, replace(HOW, optimizer="muon", parallel="ddp"))
    assert found["optimizer"] == 4 * (2 * total(a) - inside), FILE


def test_muon_with_more_parts_than_a_matrix_has_rows():
    a, t = read("nano", ["training.parallel=fsdp"])
    assert held(a, 200, t)["optimizer"] >= held(a, 1, t)["optimizer"] / 200, FILE


def test_ranks_that_are_needed_are_counted_with_what_muon_keeps(capsys):
    """In 2 parts 8 billion fit an H100 with Muon, and with AdamW they do not."""
    needed = {}
    for optimizer in ("muon", "adamw"):
        main(["--config", "8b", "--ranks", "2", "--set", f"training.optimizer={optimizer}", "--json"])
        found = {figure["name"]: figure["value"] for figure in json.loads(capsys.readouterr().out)["figures"]}
        needed[optimizer] = found["ranks needed, recomputed"]
        assert found["states of a copy"] == pytest.approx(2 * found["states"]), FILE
    assert needed == {"muon": 2, "adamw": 4}, FILE


def test_more_parts_than_torch_makes_are_worked_out_by_the_same_rule(monkeypatch):
    made = held(SMALL, 200)
    monkeypatch.setattr(plan, "MOST_PARTS", 8)
    assert held(SMALL, 200) == made, FILE


def test_a_config_of_your_own_and_settings(tmp_path, capsys):
    file = tmp_path / "mine.toml"
    file.write_text((ROOT / "examples/configs/nano.toml").read_text("utf-8"), "utf-8")
    main(["--config", str(file), "--set", "training.parallel=fsdp", "--rows", "8", "--ranks", "4"])
    head, *_ = capsys.readouterr().out.splitlines()
    assert head.endswith("9,836,160 parameters, 4 × H100 SXM, fsdp, 8 rows of 256 tokens"), FILE


def test_what_is_not_given_is_told_to_be_assumed():
    a, t = read("8b")
    asked = Namespace(ranks=8, per_machine=8, tokens=None, mfu=None, watts=None, pue=None, price=None)
    found = {figure.name: figure for figure in plan.cost_figures(a, t, cost.H100, asked)}
    for name in ("tokens", "mfu", "watts", "pue", "price"):
        assert found[name].how == "assumed" and found[name].note, f"{name}: {FILE}"
    assert "2407.21783" in found["mfu"].note and found["cost"].value is None, FILE
    assert found["tokens"].value == 4_194_304 * 100_000, FILE


def test_tiny_is_what_train_py_makes_of_a_config(capsys):
    main(["--tiny", "--ranks", "2", "--json"])
    found = {figure["name"]: figure["value"] for figure in json.loads(capsys.readouterr().out)["figures"]}
    small = total(read("8b", tiny=True)[0])
    assert small < 1e6 and found["states"] * GIB == found["states by rule"] * GIB == 8 * small, FILE
    main(["--tiny", "--ranks", "2"])
    head, weights, *_ = capsys.readouterr().out.splitlines()
    assert head.startswith(f"8b, tiny: {small:,} parameters, 2 × "), FILE
    assert float(weights.split()[1]) == pytest.approx(2 * small / GIB, rel=1e-3), f"not shown as 0: {FILE}"


def test_experts_are_refused():
    experts = SMALL._replace(n_experts=4, experts_per_token=2, d_ff_expert=16)
    with pytest.raises(plan.InputError, match="experts"):
        memory(experts, HOW, 1)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("--config 9b", ["9b", "8b", "70b-plan", "pocket"]),
        ("--gpu H1000", ["H1000", "V100", "A100", "H100"]),
        ("--ranks 0", ["--ranks", "from 1 to 1,048,576", "not 0"]),
        ("--ranks 2.5", ["--ranks", "2.5"]),
        ("--rows -1", ["--rows", "from 1", "-1"]),
        ("--price -2", ["--price", "from 0", "-2"]),
        ("--tokens nan", ["--tokens", "nan"]),
        ("--watts inf", ["--watts", "inf"]),
        ("--mfu 1.5", ["--mfu", "share", "1.5"]),
        ("--mfu 0", ["--mfu", "share", "0.0"]),
        ("--per-machine 0", ["--per-machine", "not 0"]),
        ("--ranks 3", ["training.tokens_per_step", "3 processes"]),
        ("--set training.parallel=tp", ["training.parallel", "fsdp"]),
        ("--pue 0.5", ["pue", "at least 1"]),
        ("--speed 3", ["--speed"]),
    ],
)
def test_what_cannot_be_is_told_in_one_sentence(written, told, capsys):
    with pytest.raises(SystemExit) as ended:
        main(written.split())
    sentence = capsys.readouterr().err
    assert ended.value.code == 2, FILE
    assert sentence.count("\n") == 1 and sentence.endswith(".\n"), f"{sentence!r}: {FILE}"
    assert all(word in sentence for word in told), f"{sentence!r}: {FILE}"
