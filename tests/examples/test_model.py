"""The model is the one that is counted, sees nothing of the future, and does what a slow loop does."""

import tomllib
from copy import deepcopy

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from knobs.architecture import architecture
from knobs.count import total
from knobs.models import models
from knobs.text import InputError
from model import Decoder, Experts, FeedForward, LoRA, RMSNorm, add_lora, beginning, check, rotary, rotate
from peft import LoraConfig, get_peft_model
from torch import nn
from torch.nn import functional as F

from tests.conftest import ROOT

FILE = "look in examples/model.py"
CONFIGS = sorted((ROOT / "examples/configs").glob("*.toml"))
SMALL = {
    "vocab": 50, "n_layers": 2, "d_model": 24, "n_heads": 4, "n_kv_heads": 2, "head_dim": 6, "d_ff": 40,
    "ffn_matrices": 3, "activation": "SwiGLU", "tied": True, "position": "RoPE", "norm": "RMSNorm",
}  # fmt: skip
EXPERTS = {"n_experts": 4, "experts_per_token": 2, "d_ff_expert": 16}


def small(**changed):
    return architecture({**SMALL, **changed})


def awake(model):
    """Numbers large enough that nothing hides, gains of 1 neither."""
    chance = torch.Generator().manual_seed(1)
    for parameter in model.parameters():
        parameter.data = torch.randn(parameter.shape, generator=chance) * 0.3
    return model.eval()


def tokens(rows=2, length=9, vocab=50):
    return torch.randint(vocab, (rows, length), generator=torch.Generator().manual_seed(2))


def built(a):
    with torch.device("meta"):
        return sum(parameter.numel() for parameter in Decoder(a).parameters())


@pytest.mark.parametrize("file", CONFIGS, ids=lambda file: file.stem)
def test_every_config_has_as_many_parameters_as_are_counted(file):
    a = architecture(tomllib.loads(file.read_text("utf-8"))["architecture"])
    assert built(a) == total(a), f"{FILE}, and in {file}"


def test_the_sizes_of_known_models():
    """Llama's, and the matrices of GPT-2 small."""
    read = {
        file.stem: architecture(tomllib.loads(file.read_text("utf-8"))["architecture"]) for file in CONFIGS
    }
    llama = next(model for model in models().values() if model.total == 8_030_261_248)
    assert read["8b"] == llama.arch and total(read["8b"]) == 8_030_261_248, "look in examples/configs/8b.toml"
    assert total(read["70b-plan"]) == 70_553_706_496, "look in examples/configs/70b-plan.toml"
    matrices = 12 * 12 * 768**2 + 50_304 * 768
    gains = 25 * 768
    assert total(read["gpt2-124m"]) == matrices + gains, "look in examples/configs/gpt2-124m.toml"
    assert 200_000 < total(read["pocket"]) < 300_000 and 9e6 < total(read["nano"]) < 11e6


@settings(max_examples=30, deadline=None)
@given(
    matrices=st.sampled_from([2, 3]), tied=st.booleans(), shared=st.integers(0, 2), dense=st.integers(0, 1),
    experts=st.integers(0, 4), qk_norm=st.sampled_from(["none", "per_head"]), groups=st.sampled_from([1, 2, 4]),
)  # fmt: skip
def test_any_architecture_has_as_many_parameters_as_are_counted(
    matrices, tied, shared, dense, experts, qk_norm, groups
):
    chosen = {
        "ffn_matrices": matrices,
        "activation": {2: "ReLU²", 3: "SwiGLU"}[matrices],
        "n_kv_heads": groups,
    }
    if experts:
        chosen |= {"n_experts": experts, "experts_per_token": 1, "d_ff_expert": 8}
        chosen |= {"n_shared_experts": shared, "n_dense_layers": dense}
    a = small(**chosen, tied=tied, qk_norm=qk_norm)
    assert built(a) == total(a), FILE


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({**EXPERTS, "n_dense_layers": 2}, "n_dense_layers = 2 leaves none of 2 layers"),
        ({"qkv_bias": True}, "qkv_bias"),
        ({"ffn_bias": True}, "ffn_bias"),
        ({"lm_head_bias": True}, "lm_head_bias"),
        ({"position": "learned", "n_learned_positions": 8}, "position"),
        ({"position": "ALiBi"}, "position"),
        ({"norm": "LayerNorm"}, "norm"),
        ({"norm_params": 0}, "norm_params"),
        ({"norms_per_layer": 4}, "norms_per_layer"),
        ({"activation": "GeGLU"}, "activation"),
        ({"activation": "GELU", "ffn_matrices": 2}, "activation"),
        ({"qk_norm": "full"}, "qk_norm"),
        ({"attn_sinks": True}, "attn_sinks"),
        ({**EXPERTS, "router_bias": True}, "router_bias"),
        ({"head_dim": 5}, "head_dim"),
        ({"attention": "mla", "kv_lora_rank": 8, "qk_nope_head_dim": 4, "qk_rope_head_dim": 4, "v_head_dim": 4},
         "attention"),
    ],
)  # fmt: skip
def test_what_it_cannot_build_is_told_in_one_sentence(changed, named):
    with pytest.raises(InputError) as told:
        check(small(**changed))
    sentence = str(told.value)
    assert named in sentence and ". " not in sentence and sentence.endswith("."), FILE


@pytest.mark.parametrize("changed", [{}, {"tied": False}, {"d_model": 256, "head_dim": 64}], ids=str)
def test_the_first_loss_is_that_of_a_guess(changed):
    rows = tokens(8, 33)
    loss = Decoder(small(**changed))(rows[:, :-1], rows[:, 1:])
    assert abs(loss - torch.tensor(50.0).log()) < 0.25, f"{FILE}: beginning"


def test_numbers_to_start_with_depend_on_name_and_seed_alone():
    one, other = Decoder(small()), Decoder(small(tied=False))
    for name, parameter in one.named_parameters():
        assert parameter.equal(other.get_parameter(name)), FILE
    query = one.blocks[0].attention.query.weight
    assert not query.equal(one.blocks[1].attention.query.weight), FILE
    assert not query.equal(beginning("blocks.0.attention.query.weight", query, 2, seed=1)), FILE
    assert abs(query.std() * 24**0.5 - 1) < 0.2, FILE


def test_the_loss_is_the_mean_over_targets_that_count():
    model, targets = awake(Decoder(small(tied=False))), tokens()
    targets[0, :4] = -1
    logits = model(tokens())
    assert logits.shape == (2, 9, 50), FILE
    expected = F.cross_entropy(logits[targets >= 0], targets[targets >= 0])
    torch.testing.assert_close(model(tokens(), targets), expected, msg=FILE)


@pytest.mark.parametrize("changed", [{}, {"qk_norm": "per_head", "n_kv_heads": 4}, EXPERTS], ids=str)
def test_a_later_token_changes_nothing_before_it(changed):
    model, changed_tokens = awake(Decoder(small(**changed))), tokens()
    changed_tokens[:, 5] += 1
    changed_tokens %= 50
    before, after = model(tokens()), model(changed_tokens)
    torch.testing.assert_close(before[:, :5], after[:, :5], msg=FILE)
    assert (before[:, 5:] - after[:, 5:]).abs().amin(0).amax() > 1e-4, FILE


def test_rotary_positions_only_tell_how_far_apart_tokens_are():
    query, key = torch.randn(1, 1, 6, 8), torch.randn(1, 1, 6, 8)
    cos, sin = rotary(20, 8, 10_000.0, torch.device("cpu"))
    scores = [
        rotate(query, cos[shift : shift + 6], sin[shift : shift + 6])
        @ rotate(key, cos[shift : shift + 6], sin[shift : shift + 6]).mT
        for shift in (0, 1, 13)
    ]
    torch.testing.assert_close(scores[0], scores[1], atol=1e-5, rtol=0, msg=FILE)
    torch.testing.assert_close(scores[0], scores[2], atol=1e-5, rtol=0, msg=FILE)
    assert not torch.allclose(scores[0], query @ key.mT, atol=1e-2), f"{FILE}: places make no difference"


def test_order_matters():
    model, turned = awake(Decoder(small())), tokens().flip(1)
    turned[:, -1] = tokens()[:, -1]
    assert not torch.allclose(model(tokens())[:, -1], model(turned)[:, -1], atol=1e-3), FILE


def test_the_norm_is_the_one_of_torch():
    x, ours, theirs = torch.randn(3, 24), awake(RMSNorm(24)), nn.RMSNorm(24, eps=1e-5)
    theirs.weight.data = ours.weight.data
    torch.testing.assert_close(ours(x), theirs(x), msg=FILE)
    assert ours(x.bfloat16()).dtype == torch.bfloat16, FILE


def test_queries_and_keys_are_normed_for_each_head():
    """Attention computed once more, head by head, with torch.nn.RMSNorm."""
    part = awake(Decoder(small(qk_norm="per_head"))).blocks[0].attention
    x, (cos, sin) = torch.randn(1, 5, 24), rotary(5, 6, 10_000.0, torch.device("cpu"))
    norms = {}
    for name in ("query", "key"):
        norms[name] = nn.RMSNorm(6, eps=1e-5)
        norms[name].weight.data = getattr(part, f"{name}_norm").weight.data
    seen = []
    for head in range(4):
        group = head // 2  # four heads for queries, two for keys and values
        q = rotate(norms["query"](x @ part.query.weight[6 * head : 6 * head + 6].T), cos, sin)
        k = rotate(norms["key"](x @ part.key.weight[6 * group : 6 * group + 6].T), cos, sin)
        v = x @ part.value.weight[6 * group : 6 * group + 6].T
        scores = (q @ k.mT / 6**0.5).masked_fill(torch.ones(5, 5).triu(1).bool(), -torch.inf)
        seen.append(scores.softmax(-1) @ v)
    torch.testing.assert_close(part(x, cos, sin), torch.cat(seen, -1) @ part.output.weight.T, msg=FILE)


def test_feed_forward():
    x = torch.randn(4, 6)
    two, three = awake(FeedForward(6, 10, 2)), awake(FeedForward(6, 10, 3))
    up = (x @ two.up.weight.T).clamp(min=0)
    torch.testing.assert_close(two(x), (up * up) @ two.down.weight.T, msg=FILE)
    gate = x @ three.gate.weight.T
    expected = (gate * gate.sigmoid() * (x @ three.up.weight.T)) @ three.down.weight.T
    torch.testing.assert_close(three(x), expected, msg=FILE)


@pytest.mark.parametrize(("asked", "shared"), [(1, 0), (2, 1)])
def test_experts_do_what_a_slow_loop_does(asked, shared):
    layer = awake(Experts(small(**{**EXPERTS, "experts_per_token": asked}, n_shared_experts=shared)))
    x = torch.randn(2, 7, 24)
    expected = torch.zeros_like(x)
    for row in range(2):
        for place in range(7):
            token = x[row, place]
            shares = (layer.router.weight @ token).softmax(-1)
            best = sorted(range(4), key=lambda number, shares=shares: -shares[number])[:asked]
            answers = [shares[number] * layer.experts[number](token) for number in best]
            expected[row, place] = sum(answers + [expert(token) for expert in layer.shared])
    torch.testing.assert_close(layer(x), expected, msg=FILE)


def test_balance_is_1_where_experts_share_the_work_and_e_where_one_does_all():
    model = Decoder(small(**{**EXPERTS, "experts_per_token": 1}))
    layers = [block.feed_forward for block in model.blocks]
    for layer in layers:
        layer.router.weight.data.zero_()  # all alike: the shares are even, whoever is asked
    model(tokens())
    assert abs(model.balance() - 1) < 1e-6, FILE
    x = torch.ones(1, 4, 24)
    layers[0].router.weight.data[3] = 9.0
    layers[0](x)
    assert abs(layers[0].balance - 4) < 1e-4, FILE


def test_every_expert_has_a_gradient_even_if_nobody_asks_it():
    model = Decoder(small(**{**EXPERTS, "experts_per_token": 1}))
    loss = model(tokens(1, 2)[:, :1], tokens(1, 2)[:, 1:])
    (loss + 0.01 * model.balance()).backward()
    assert all(parameter.grad is not None for parameter in model.parameters()), FILE


def test_lora_begins_as_no_change_and_can_be_merged():
    model = awake(Decoder(small()))
    before = model(tokens())
    add_lora(model, rank=2, alpha=4, names=("query", "value", "up"))
    added = [part for part in model.modules() if isinstance(part, LoRA)]
    assert len(added) == 6 and model(tokens()).equal(before), FILE
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    assert sum(p.numel() for p in trained) == 2 * 2 * (24 + 24 + 24 + 12 + 24 + 40), FILE
    for parameter in trained:
        parameter.data = torch.randn(parameter.shape) * 0.2
    changed = model(tokens())
    assert not torch.allclose(changed, before, atol=1e-2), FILE
    for block in model.blocks:
        block.attention.query = block.attention.query.merged()
        block.attention.value = block.attention.value.merged()
        block.feed_forward.up = block.feed_forward.up.merged()
    assert not any(isinstance(part, LoRA) for part in model.modules())
    torch.testing.assert_close(model(tokens()), changed, atol=1e-5, rtol=1e-4, msg=FILE)


class Biased(nn.Module):
    """What no model of ours has, and models of others do: matrices with a bias."""

    def __init__(self):
        super().__init__()
        self.query, self.value = nn.Linear(24, 12), nn.Linear(12, 50)

    def forward(self, numbers):
        return self.value(self.query(F.one_hot(numbers % 24, 24).float()).tanh())


@pytest.mark.parametrize("build", [lambda: Decoder(small()), Biased], ids=["decoder", "biases"])
@pytest.mark.parametrize(("rank", "alpha"), [(2, 4), (3, 3), (5, 1)])
def test_lora_is_that_of_peft(build, rank, alpha):
    """The same numbers in both: outputs, gradients, what is trained, and what is left after merging."""
    close = {"atol": 1e-4, "rtol": 1e-4, "msg": FILE}
    ours = awake(build())
    config = LoraConfig(r=rank, lora_alpha=alpha, target_modules=["query", "value"])
    theirs = get_peft_model(deepcopy(ours), config)
    add_lora(ours, rank, alpha)
    parts = {name: part for name, part in ours.named_modules() if isinstance(part, LoRA)}
    strips = []  # ours, and theirs
    for name, part in parts.items():
        layer = theirs.get_submodule(f"base_model.model.{name}")
        strips.append((part.narrow.weight, layer.lora_A["default"].weight))
        strips.append((part.widen.weight, layer.lora_B["default"].weight))
    for mine, other in strips:
        mine.data = torch.randn(mine.shape) * 0.2
        other.data.copy_(mine.data)  # refuses another shape
    trained = [sum(p.numel() for p in m.parameters() if p.requires_grad) for m in (ours, theirs)]
    assert trained[0] == trained[1] == sum(mine.numel() for mine, _ in strips), FILE

    said = ours(tokens())
    torch.testing.assert_close(said, theirs(tokens()), **close)
    for model in (ours, theirs):
        model(tokens()).square().sum().backward()
    for mine, other in strips:
        assert mine.grad.abs().max() > 0, FILE
        torch.testing.assert_close(mine.grad, other.grad, **close)

    theirs = theirs.merge_and_unload()
    for name, part in parts.items():
        within, _, last = name.rpartition(".")
        setattr(ours.get_submodule(within), last, part.merged())
    torch.testing.assert_close(ours.state_dict(), theirs.state_dict(), **close)
    torch.testing.assert_close(ours(tokens()), theirs(tokens()), **close)
    torch.testing.assert_close(ours(tokens()), said, **close)
