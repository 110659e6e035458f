"""A language model in plain PyTorch: tokens go in, scores for each possible next token come out.

    python examples/train.py --config pocket        trains it; the sizes of larger ones are in examples/configs

The parts are Llama's: gains but no biases, rotary positions, heads that share keys. The sizes are those of
knobs.architecture, and there are exactly as many parameters as knobs.count.total says. Nothing here knows of devices
or of other processes: parallelize.py puts those around it.

Letters behind a name are its shape: B batch, T time, D d_model, H heads for queries, G heads for keys and values,
K head_dim, F d_ff, E experts, V vocab; N is B · T, and C the experts that are asked for a token.
"""

import zlib
from collections.abc import Collection
from copy import deepcopy
from functools import partial

import torch
from knobs.architecture import Architecture
from knobs.text import InputError
from torch import Tensor, nn
from torch.nn import functional as F

Linear = partial(nn.Linear, bias=False)
EXPERTS = ("n_experts", "experts_per_token", "n_shared_experts", "d_ff_expert", "n_dense_layers")
SIZES = ("n_kv_heads", "head_dim", "d_ff", *EXPERTS)  # may be anything, like what has no default


def check(a: Architecture) -> None:
    """Raises InputError, one sentence, for what is not built here. Every size is, but few of the kinds there are."""
    activation = "SwiGLU" if a.ffn_matrices == 3 else "ReLU²"
    qk_norm = "per_head" if a.qk_norm == "per_head" else "none"
    kinds = {"position": "RoPE", "norm": "RMSNorm", "activation": activation, "qk_norm": qk_norm}
    for name, built in (Architecture._field_defaults | kinds).items():
        if name not in SIZES and (given := getattr(a, name)) != built:
            raise InputError(f"model.py builds {name} = {built!r}, not {given!r}.")
    if a.n_experts > 0 and a.n_layers <= a.n_dense_layers:
        raise InputError(
            f"n_dense_layers = {a.n_dense_layers} leaves none of {a.n_layers} layers to the experts."
        )
    if a.head_dim % 2:
        raise InputError(f"head_dim is even where rotary positions turn numbers in pairs, not {a.head_dim}.")


def rotary(T: int, K: int, base: float, device: torch.device) -> tuple[Tensor, Tensor]:
    """Rotary positions (arXiv 2104.09864): cosine and sine of how far each pair of numbers turns at each place."""
    speed = base ** (-torch.arange(0, K, 2, device=device) / K)
    angle_TK = torch.outer(torch.arange(T, device=device), speed).repeat(1, 2)
    return angle_TK.cos(), angle_TK.sin()


def rotate(x_BHTK: Tensor, cos_TK: Tensor, sin_TK: Tensor) -> Tensor:
    """Number i of a head is paired with number i + K/2."""
    first, second = x_BHTK.chunk(2, -1)
    return (x_BHTK * cos_TK + torch.cat([-second, first], -1) * sin_TK).to(x_BHTK.dtype)


class RMSNorm(nn.RMSNorm):
    """torch's own (arXiv 1910.07467), but with a gain as short as what it gets: 16 bits under autocast."""

    def forward(self, x: Tensor) -> Tensor:
        """x → x, divided by the root of its mean square, times the gain; over the last dimension."""
        return F.rms_norm(x, self.normalized_shape, self.weight.to(x.dtype), 1e-5)


class Attention(nn.Module):
    def __init__(self, a: Architecture):
        super().__init__()
        self.K, self.grouped = a.head_dim, a.n_kv_heads < a.n_heads
        queries, keys = a.n_heads * a.head_dim, a.n_kv_heads * a.head_dim
        self.query, self.output = Linear(a.d_model, queries), Linear(queries, a.d_model)
        self.key, self.value = Linear(a.d_model, keys), Linear(a.d_model, keys)
        norm = nn.Identity if a.qk_norm == "none" else RMSNorm  # scores then stay small (arXiv 2302.05442)
        self.query_norm, self.key_norm = norm(a.head_dim), norm(a.head_dim)

    def forward(self, x_BTD: Tensor, cos_TK: Tensor, sin_TK: Tensor) -> Tensor:
        """x_BTD → x_BTD. A key and a value serve H / G queries (arXiv 2305.13245), and none sees what comes later."""
        heads = [part(x_BTD).unflatten(-1, (-1, self.K)) for part in (self.query, self.key, self.value)]
        q_BHTK, k_BGTK, v_BGTK = (x_BTHK.transpose(1, 2) for x_BTHK in heads)
        q_BHTK = rotate(self.query_norm(q_BHTK), cos_TK, sin_TK)
        k_BGTK = rotate(self.key_norm(k_BGTK), cos_TK, sin_TK)
        seen = F.scaled_dot_product_attention(q_BHTK, k_BGTK, v_BGTK, is_causal=True, enable_gqa=self.grouped)
        return self.output(seen.transpose(1, 2).flatten(2))


class FeedForward(nn.Module):
    """With three matrices SwiGLU (arXiv 2002.05202), with two the square of ReLU (arXiv 2109.08668)."""

    def __init__(self, D: int, F: int, matrices: int):
        super().__init__()
        self.gate = Linear(D, F) if matrices == 3 else None
        self.up, self.down = Linear(D, F), Linear(F, D)

    def forward(self, x: Tensor) -> Tensor:
        """x_..D → x_..D, through F numbers for each."""
        up = self.up(x)
        return self.down(F.relu(up).square() if self.gate is None else F.silu(self.gate(x)) * up)


class Experts(nn.Module):
    """Feed-forwards of which a router asks a few for each token: many parameters, few of them at work.

    An answer counts by its expert's probability, as in the Switch Transformer (arXiv 2101.03961): so the router
    learns, even where only one is asked. No expert has a limit, so no token is left out.
    """

    def __init__(self, a: Architecture):
        super().__init__()
        self.asked, sizes = a.experts_per_token, (a.d_model, a.d_ff_expert, a.ffn_matrices)
        self.router = Linear(a.d_model, a.n_experts)
        self.experts = nn.ModuleList(FeedForward(*sizes) for _ in range(a.n_experts))
        self.shared = nn.ModuleList(FeedForward(*sizes) for _ in range(a.n_shared_experts))

    def forward(self, x_BTD: Tensor) -> Tensor:
        """x_BTD → x_BTD; beside it `balance` is set, which Decoder.balance tells."""
        x_ND = x_BTD.flatten(0, 1)
        share_NE = self.router(x_ND).float().softmax(-1)
        share_NC, chosen_NC = share_NE.topk(self.asked)
        answer_ND = sum((expert(x_ND) for expert in self.shared), torch.zeros_like(x_ND))
        # An expert whom nobody asks answers no rows: its gradient is 0, not missing, as other processes count on it.
        for number, expert in enumerate(self.experts):
            row, place = (chosen_NC == number).nonzero(as_tuple=True)
            answered = expert(x_ND[row]) * share_NC[row, place, None]
            answer_ND = answer_ND.index_add(0, row, answered.to(answer_ND.dtype))
        used_E = F.one_hot(chosen_NC, share_NE.shape[1]).float().mean((0, 1))
        self.balance = share_NE.shape[1] * (used_E * share_NE.mean(0)).sum()
        return answer_ND.view_as(x_BTD)


class Block(nn.Module):
    def __init__(self, a: Architecture, dense: bool):
        super().__init__()
        self.attention_norm, self.feed_forward_norm = RMSNorm(a.d_model), RMSNorm(a.d_model)
        self.attention = Attention(a)
        self.feed_forward = FeedForward(a.d_model, a.d_ff, a.ffn_matrices) if dense else Experts(a)

    def forward(self, x_BTD: Tensor, cos_TK: Tensor, sin_TK: Tensor) -> Tensor:
        """x_BTD → x_BTD: what attention says is added, then what the feed-forward says of that."""
        x_BTD = x_BTD + self.attention(self.attention_norm(x_BTD), cos_TK, sin_TK)
        return x_BTD + self.feed_forward(self.feed_forward_norm(x_BTD))


class Decoder(nn.Module):
    """All of it. Raises InputError for an architecture that is not built here."""

    def __init__(self, a: Architecture, rope_base: float = 10_000.0):
        super().__init__()
        check(a)
        self.K, self.rope_base, self.has_experts = a.head_dim, rope_base, a.n_experts > 0
        self.embedding = nn.Embedding(a.vocab, a.d_model)
        self.blocks = nn.ModuleList(
            Block(a, i < a.n_dense_layers or not a.n_experts) for i in range(a.n_layers)
        )
        self.norm, self.head = RMSNorm(a.d_model), Linear(a.d_model, a.vocab)
        if a.tied:
            self.head.weight = self.embedding.weight
        for name, parameter in self.named_parameters():
            parameter.data = parameter if parameter.is_meta else beginning(name, parameter, a.n_layers)

    def forward(self, tokens_BT: Tensor, targets_BT: Tensor | None = None) -> Tensor:
        """tokens_BT → logits_BTV; with targets_BT the mean loss, in nats. A target of −1 does not count."""
        turns = rotary(tokens_BT.shape[1], self.K, self.rope_base, tokens_BT.device)
        x_BTD = self.embedding(tokens_BT)
        for block in self.blocks:
            x_BTD = block(x_BTD, *turns)
        logits_BTV = self.head(self.norm(x_BTD))
        if targets_BT is None:
            return logits_BTV
        return F.cross_entropy(logits_BTV.flatten(0, 1).float(), targets_BT.flatten(), ignore_index=-1)

    def balance(self) -> Tensor:
        """1 if the experts were asked evenly the last time, E if one got all; a little of it is added to the loss."""
        return torch.stack([part.balance for part in self.modules() if isinstance(part, Experts)]).mean()


@torch.no_grad()
def beginning(name: str, parameter: Tensor, layers: int, seed: int = 0) -> Tensor:
    """The numbers that a parameter starts with: its name and the seed alone decide (on one kind of device), however it is split.

    Gains are 1. A matrix keeps the size of what goes in (variance 1 / inputs), but what blocks add is divided by the
    root of how often that happens, so that all of it together is as large as one, as in GPT-2. The tables have half the
    spread: then the first scores hardly differ, the first loss is about ln V, and 768 wide it is GPT-2's 0.02.
    """
    if parameter.ndim == 1:
        return torch.ones_like(parameter)
    adds, table = name.endswith(("output.weight", "down.weight")), name.startswith(("embedding", "head"))
    spread = parameter.shape[1] ** -0.5 * ((2 * layers) ** -0.5 if adds else 0.5 if table else 1.0)
    chance = torch.Generator(parameter.device).manual_seed(zlib.crc32(f"{seed}/{name}".encode()))
    return torch.empty_like(parameter).normal_(std=spread, generator=chance)


class LoRA(nn.Module):
    """A frozen matrix and a narrow detour around it, all that is trained (arXiv 2106.09685). It begins as no change."""

    def __init__(self, linear: nn.Linear, rank: int, alpha: float):
        super().__init__()
        self.linear, self.scale = linear.requires_grad_(False), alpha / rank
        self.narrow, self.widen = Linear(linear.in_features, rank), Linear(rank, linear.out_features)
        nn.init.zeros_(self.widen.weight)

    def forward(self, x: Tensor) -> Tensor:
        """What the matrix says, and the detour."""
        return self.linear(x) + self.scale * self.widen(self.narrow(x))

    def merged(self) -> nn.Linear:
        plain = deepcopy(self.linear).requires_grad_()
        plain.weight.data += (self.scale * self.widen.weight @ self.narrow.weight).detach()
        return plain


def add_lora(model: nn.Module, rank: int, alpha: float, names: Collection[str] = ("query", "value")) -> None:
    """Freeze the model, and put a LoRA around every matrix that has one of the names."""
    for within in list(model.requires_grad_(False).modules()):
        for name, part in list(within.named_children()):
            if name in names and isinstance(part, nn.Linear):
                setattr(within, name, LoRA(part, rank, alpha))
