"""Where the knobs of a language model sit: five families built from torch modules, and counted.

    python examples/count.py

Each function lists what a part of the model has; what it computes is left out. On torch's "meta" device a tensor has
a shape and no numbers: DeepSeek-V3 would fill 1.3 terabytes in 16 bits, and here takes a second.

    d_model     width of what goes from layer to layer     n_heads     heads that ask (queries)
    d_ff        inner width of the feed-forward part       n_kv_heads  heads that answer (keys, values)
    rows        of each table: tokens, positions           head_dim    width of one head
"""

import torch
from torch import nn
from workshop.running import options


def parts(**named):
    """A module that has these parts."""
    return nn.ModuleDict(named)


def linear(inputs, outputs):
    """A matrix of shape (outputs, inputs) without a bias. Those of GPT-2 and BERT have one: their layer is torch's."""
    return nn.Linear(inputs, outputs, bias=False)


def attention(d_model, n_heads, n_kv_heads, head_dim):
    """Heads that ask share heads that answer: as many of each in GPT-2, 8 for 32 in Llama 3."""
    return parts(
        query=linear(d_model, n_heads * head_dim),
        key=linear(d_model, n_kv_heads * head_dim),
        value=linear(d_model, n_kv_heads * head_dim),
        output=linear(n_heads * head_dim, d_model),
    )


def latent_attention(d_model, n_heads, *, q_rank, kv_rank, nope, rope, value):
    """DeepSeek: keys and values are made from one short vector, which is all that has to be remembered."""
    return parts(
        query_down=linear(d_model, q_rank),
        query_norm=nn.RMSNorm(q_rank),
        query_up=linear(q_rank, n_heads * (nope + rope)),  # a part without position, and a part with
        key_value_down=linear(d_model, kv_rank + rope),  # in keys the part with is the same for all heads
        key_value_norm=nn.RMSNorm(kv_rank),
        key_value_up=linear(kv_rank, n_heads * (nope + value)),
        output=linear(n_heads * value, d_model),
    )


def feed_forward(d_model, d_ff):
    """Up, bend, down; a third matrix decides how much of each inner unit passes (SwiGLU, GeGLU)."""
    return parts(gate=linear(d_model, d_ff), up=linear(d_model, d_ff), down=linear(d_ff, d_model))


def experts(d_model, d_ff, n_experts, per_token, shared=0):
    """Many feed-forward parts, three matrices each, stacked; a router picks `per_token` of them for each token."""
    return parts(
        router=linear(d_model, n_experts),
        picked=nn.ParameterList([torch.empty(per_token, 3, d_model, d_ff)]),
        idle=nn.ParameterList([torch.empty(n_experts - per_token, 3, d_model, d_ff)]),  # others each time
        shared=nn.ModuleList(feed_forward(d_model, d_ff) for _ in range(shared)),
    )


def layer(d_model, attention, feed_forward, norms=2):
    """The layer of Llama and of most after it: its norms have a gain for each channel, and no bias."""
    gains = nn.ModuleList(nn.RMSNorm(d_model) for _ in range(norms))
    return parts(attention=attention, feed_forward=feed_forward, norms=gains)


def transformer(d_model, rows, layers, *, tied=False, **ends):
    """Tables, layers, and what is at the ends. A tied head is the table of tokens: one tensor, counted once."""
    tables = nn.ModuleList(nn.Embedding(n, d_model) for n in rows)
    model = parts(tables=tables, layers=nn.ModuleList(layers), **ends)
    if tied:
        model.head.weight = tables[0].weight
    return model


def count(model):
    """Parameters of a model or of a part: torch has made the tensors, and here their sizes are added up."""
    return sum(tensor.numel() for tensor in model.parameters())


def active(model):
    """Parameters that work for one token: all but those of the experts that are idle."""
    return sum(tensor.numel() for name, tensor in model.named_parameters() if "idle" not in name)


MODELS = {
    "BERT base": lambda: transformer(768, [30_522, 512, 2],  # tokens, positions, first or second sentence
        [nn.TransformerEncoderLayer(768, 12, 3072) for _ in range(12)],
        table_norm=nn.LayerNorm(768), pooler=nn.Linear(768, 768)),  # it does not write, so it has no head
    "GPT-2 small": lambda: transformer(768, [50_257, 1024],
        [nn.TransformerEncoderLayer(768, 12, 3072) for _ in range(12)],
        norm=nn.LayerNorm(768), head=linear(768, 50_257), tied=True),
    "Llama 3 8B": lambda: transformer(4096, [128_256],  # its positions are computed (RoPE): no table
        [layer(4096, attention(4096, 32, 8, 128), feed_forward(4096, 14_336)) for _ in range(32)],
        norm=nn.RMSNorm(4096), head=linear(4096, 128_256)),
    "Mixtral 8x7B": lambda: transformer(4096, [32_000],
        [layer(4096, attention(4096, 32, 8, 128), experts(4096, 14_336, 8, 2)) for _ in range(32)],
        norm=nn.RMSNorm(4096), head=linear(4096, 32_000)),
    "DeepSeek-V3": lambda: transformer(7168, [129_280],  # its first layers have no experts
        [layer(7168, latent_attention(7168, 128, q_rank=1536, kv_rank=512, nope=128, rope=64, value=128),
         feed_forward(7168, 18_432) if index < 3 else experts(7168, 2048, 256, 8, 1)) for index in range(61)],
        norm=nn.RMSNorm(7168), head=linear(7168, 129_280)),
}  # fmt: skip


def main() -> None:
    options(__doc__).parse_args()
    for name, build in MODELS.items():
        with torch.device("meta"):
            model = build()
        print(f"{name:<14}{count(model):>17,} parameters, {active(model):>15,} of them for one token")


if __name__ == "__main__":
    main()
