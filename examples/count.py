"""Where the knobs of a language model sit: five families built from torch modules, and counted.

    python examples/count.py

Each class lists what a part of the model has; what it computes is left out. A model is built on torch's "meta"
device, where a tensor has a shape and no numbers: DeepSeek-V3 would fill 1.3 terabytes in 16 bits, and here
takes a second. Nothing is multiplied by hand: torch makes the tensors, and `count` adds up their sizes.

    d_model     width of what goes from layer to layer     n_heads     heads that ask (queries)
    d_ff        inner width of the feed-forward part       n_kv_heads  heads that answer (keys, values)
    vocab       rows of the table of tokens                head_dim    width of one head
"""

from collections.abc import Callable
from functools import partial

import torch
from torch import nn

Norm = Callable[[int], nn.Module]  # nn.LayerNorm has a gain and a bias per channel, nn.RMSNorm a gain


# --8<-- [start:attention]
class Attention(nn.Module):
    """Heads that ask share heads that answer: as many of each in GPT-2, 8 for 32 in Llama 3."""

    def __init__(
        self, d_model, n_heads, n_kv_heads, head_dim,
        *, qkv_bias=False, o_bias=False, qk_norm="none", sinks=False,
    ):  # fmt: skip
        super().__init__()
        self.queries = nn.Linear(d_model, n_heads * head_dim, qkv_bias)
        self.keys = nn.Linear(d_model, n_kv_heads * head_dim, qkv_bias)
        self.values = nn.Linear(d_model, n_kv_heads * head_dim, qkv_bias)
        self.output = nn.Linear(n_heads * head_dim, d_model, o_bias)
        if qk_norm == "per_head":  # the same gains for every head
            self.query_norm, self.key_norm = nn.RMSNorm(head_dim), nn.RMSNorm(head_dim)
        if qk_norm == "full":
            self.query_norm = nn.RMSNorm(n_heads * head_dim)
            self.key_norm = nn.RMSNorm(n_kv_heads * head_dim)
        if sinks:  # gpt-oss: attention that a head may leave unused
            self.sinks = nn.Parameter(torch.empty(n_heads))
            # --8<-- [end:attention]


class LatentAttention(nn.Module):
    """DeepSeek: keys and values are made from one short vector, which is all that has to be remembered.

    A head has a part without position (nope) and a part with (rope); the latter's key is the same for all heads.
    """

    def __init__(self, d_model, n_heads, *, q_rank, kv_rank, nope, rope, value):
        super().__init__()
        if q_rank:
            self.query_down, self.query_norm = nn.Linear(d_model, q_rank, False), nn.RMSNorm(q_rank)
        self.query_up = nn.Linear(q_rank or d_model, n_heads * (nope + rope), False)
        self.key_value_down, self.key_value_norm = nn.Linear(d_model, kv_rank, False), nn.RMSNorm(kv_rank)
        self.turned_key = nn.Linear(d_model, rope, False)
        self.key_up = nn.Linear(kv_rank, n_heads * nope, False)
        self.value_up = nn.Linear(kv_rank, n_heads * value, False)
        self.output = nn.Linear(n_heads * value, d_model, False)


# --8<-- [start:feed-forward]
class FeedForward(nn.Module):
    """Up, bend, down: two matrices."""

    def __init__(self, d_model, d_ff, bias=True):
        super().__init__()
        self.up = nn.Linear(d_model, d_ff, bias)
        self.down = nn.Linear(d_ff, d_model, bias)


class GatedFeedForward(FeedForward):
    """A third matrix decides how much of each inner unit passes (SwiGLU, GeGLU)."""

    def __init__(self, d_model, d_ff, bias=False):
        super().__init__(d_model, d_ff, bias)
        self.gate = nn.Linear(d_model, d_ff, bias)
        # --8<-- [end:feed-forward]


# --8<-- [start:experts]
class Experts(nn.Module):
    """Many feed-forward parts, stacked; a router picks `per_token` of them for each token."""

    def __init__(self, d_model, d_ff, n_experts, per_token, *, shared=0, bias=False, router_bias=False):
        super().__init__()
        self.n_experts, self.per_token = n_experts, per_token
        self.router = nn.Linear(d_model, n_experts, router_bias)
        shapes = [(2 * d_ff, d_model), (d_model, d_ff)]  # gate and up in one, down
        if bias:
            shapes += [(2 * d_ff,), (d_model,)]
        self.stacked = nn.ParameterList(torch.empty(n_experts, *shape) for shape in shapes)
        self.shared = nn.ModuleList(GatedFeedForward(d_model, d_ff, bias) for _ in range(shared))

    def idle(self):
        one_expert = sum(tensor[0].numel() for tensor in self.stacked)
        return (self.n_experts - self.per_token) * one_expert
        # --8<-- [end:experts]


class Layer(nn.Module):
    def __init__(self, attention: nn.Module, feed_forward: nn.Module, norms: list[nn.Module]) -> None:
        super().__init__()
        self.attention, self.feed_forward, self.norms = attention, feed_forward, nn.ModuleList(norms)


class Decoder(nn.Module):
    """Tables, layers, a norm and a head. A tied head is the table of tokens: the same tensor, so counted once."""

    def __init__(self, layers, vocab, d_model, norm, *, tied, positions=0, table_norm=False, head_bias=False):
        super().__init__()
        self.tokens = nn.Embedding(vocab, d_model)
        if positions:  # rotary positions (RoPE) and ALiBi are computed: they have no table
            self.positions = nn.Embedding(positions, d_model)
        if table_norm:
            self.table_norm = norm(d_model)
        self.layers = nn.ModuleList(layers)
        self.norm = norm(d_model)
        self.head = nn.Linear(d_model, vocab, head_bias)
        if tied:
            self.head.weight = self.tokens.weight


def gpt(*, vocab, d_model, n_layers, n_heads, d_ff, positions=0, tied=True, norms=2, **rest) -> Decoder:
    """GPT-2 and GPT-3; Pythia, without a table of positions and untied; BLOOM, with a norm after its table."""
    return Decoder(
        [
            Layer(
                Attention(d_model, n_heads, n_heads, d_model // n_heads, qkv_bias=True, o_bias=True),
                FeedForward(d_model, d_ff),
                [nn.LayerNorm(d_model) for _ in range(norms)],
            )
            for _ in range(n_layers)
        ],
        vocab,
        d_model,
        nn.LayerNorm,
        positions=positions,
        tied=tied,
        **rest,
    )


def llama(
    *, vocab, d_model, n_layers, n_heads, n_kv_heads, head_dim, d_ff, tied=False, norms=2, **heads
) -> Decoder:
    """Llama, Mistral, Qwen3 and OLMo 2 (norms on queries and keys), Gemma (four norms a layer)."""
    layers = [
        Layer(
            Attention(d_model, n_heads, n_kv_heads, head_dim, **heads),
            GatedFeedForward(d_model, d_ff),
            [nn.RMSNorm(d_model) for _ in range(norms)],
        )
        for _ in range(n_layers)
    ]
    return Decoder(layers, vocab, d_model, nn.RMSNorm, tied=tied)


def mixture(
    *, vocab, d_model, n_layers, attention: Callable[[], nn.Module], experts: Callable[[], Experts],
    d_ff=0, n_dense_layers=0, tied=False,
) -> Decoder:  # fmt: skip
    """Mixtral, Qwen3-30B-A3B, gpt-oss, DeepSeek: experts in every layer but the first few."""
    layers = [
        Layer(
            attention(),
            GatedFeedForward(d_model, d_ff) if index < n_dense_layers else experts(),
            [nn.RMSNorm(d_model), nn.RMSNorm(d_model)],
        )
        for index in range(n_layers)
    ]
    return Decoder(layers, vocab, d_model, nn.RMSNorm, tied=tied)


class Bert(nn.Module):
    """An encoder: it reads and does not write, so it has a pooler where a decoder has a head."""

    def __init__(self, *, vocab, d_model, n_layers, n_heads, d_ff, positions=512, sentences=2):
        super().__init__()
        self.tables = nn.ModuleList(nn.Embedding(rows, d_model) for rows in (vocab, positions, sentences))
        self.table_norm = nn.LayerNorm(d_model)
        self.layers = nn.ModuleList(
            nn.TransformerEncoderLayer(d_model, n_heads, d_ff, activation="gelu") for _ in range(n_layers)
        )
        self.pooler = nn.Linear(d_model, d_model)


# --8<-- [start:count]
def count(model):
    return sum(tensor.numel() for tensor in model.parameters())


def active(model):
    idle = sum(part.idle() for part in model.modules() if isinstance(part, Experts))
    return count(model) - idle
    # --8<-- [end:count]


MODELS: dict[str, Callable[[], nn.Module]] = {
    "BERT base": partial(Bert, vocab=30_522, d_model=768, n_layers=12, n_heads=12, d_ff=3072),
    "GPT-2 small": partial(
        gpt, vocab=50_257, d_model=768, n_layers=12, n_heads=12, d_ff=3072, positions=1024
    ),
    "Llama 3 8B": partial(
        llama, vocab=128_256, d_model=4096, n_layers=32, n_heads=32, n_kv_heads=8, head_dim=128, d_ff=14_336
    ),
    "Mixtral 8x7B": partial(
        mixture, vocab=32_000, d_model=4096, n_layers=32,
        attention=partial(Attention, 4096, 32, 8, 128),
        experts=partial(Experts, 4096, 14_336, n_experts=8, per_token=2),
    ),
    "DeepSeek-V3": partial(
        mixture, vocab=129_280, d_model=7168, n_layers=61, n_dense_layers=3, d_ff=18_432,
        attention=partial(LatentAttention, 7168, 128, q_rank=1536, kv_rank=512, nope=128, rope=64, value=128),
        experts=partial(Experts, 7168, 2048, n_experts=256, per_token=8, shared=1),
    ),
}  # fmt: skip


def main() -> None:
    for name, build in MODELS.items():
        with torch.device("meta"):
            model = build()
        print(f"{name:<14}{count(model):>17,} parameters, {active(model):>15,} of them for one token")


if __name__ == "__main__":
    main()
