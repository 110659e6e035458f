"""An architecture built with the parts of examples/count.py, and its parameters sorted by part of the model.

The example has what five models need; what other families have beside it is added here.
"""

import re
from collections import Counter

import torch
from knobs.architecture import Architecture
from torch import nn

from tests.examples.scripts import load

example = load("count")
PARTS = {  # the start of a parameter's name, and what the part is called
    r"tables\.0": "token_embedding",
    r"tables\.1": "position_embedding",
    r"tables\.2": "type_embedding",
    r"table_norm": "embedding_norm",
    r"layers\.\d+\.(attention|self_attn)": "attention",
    r"layers\.\d+\.(feed_forward\.(up|gate|down)|linear)": "ffn_dense",
    r"layers\.\d+\.feed_forward\.router": "router",
    r"layers\.\d+\.feed_forward\.(picked|idle)": "experts",
    r"layers\.\d+\.feed_forward\.shared": "shared_experts",
    r"layers\.\d+\.norm": "layer_norms",
    r"norm": "final_norm",
    r"head\.weight": "output_head",
    r"head\.bias": "output_bias",
    r"pooler": "pooler",
}


def build(a: Architecture) -> nn.Module:
    """The model on torch's meta device, by the family that has such parts."""
    with torch.device("meta"):
        if a.pooler:
            ends = {"table_norm": nn.LayerNorm(a.d_model), "pooler": nn.Linear(a.d_model, a.d_model)}
            rows = [a.vocab, a.n_learned_positions, a.type_vocab]
            return example.transformer(a.d_model, rows, _plain_layers(a), **ends)
        ends = {"head": example.linear(a.d_model, a.vocab), "tied": a.tied}
        if a.norm != "LayerNorm":
            ends["norm"] = nn.RMSNorm(a.d_model)
            return example.transformer(a.d_model, [a.vocab], _gated_layers(a), **ends)
        ends["norm"] = nn.LayerNorm(a.d_model)
        if a.embedding_norm:  # BLOOM
            ends["table_norm"] = nn.LayerNorm(a.d_model)
        if a.lm_head_bias:
            _add_bias(ends["head"])
        rows = [a.vocab, a.n_learned_positions] if a.n_learned_positions else [a.vocab]
        return example.transformer(a.d_model, rows, _plain_layers(a), **ends)


def _plain_layers(a: Architecture) -> list[nn.Module]:
    """BERT, GPT-2 and GPT-3, Pythia, BLOOM: torch's own layers, with a bias beside every matrix."""
    layers = [nn.TransformerEncoderLayer(a.d_model, a.n_heads, a.d_ff) for _ in range(a.n_layers)]
    if a.norms_per_layer == 1:
        for layer in layers:
            del layer.norm2
    return layers


def _gated_layers(a: Architecture) -> list[nn.Module]:
    """Llama, Mistral, Qwen, OLMo 2, Gemma with four norms a layer; with experts in all but the first few layers."""
    layers = []
    for index in range(a.n_layers):
        dense = not a.n_experts or index < a.n_dense_layers
        attention = _latent_attention(a) if a.attention == "mla" else _attention(a)
        feed_forward = example.feed_forward(a.d_model, a.d_ff) if dense else _experts(a)
        layers.append(example.layer(a.d_model, attention, feed_forward, a.norms_per_layer))
    return layers


def _attention(a: Architecture) -> nn.Module:
    part = example.attention(a.d_model, a.n_heads, a.n_kv_heads, a.head_dim)
    if a.qkv_bias:
        _add_bias(part.query, part.key, part.value)
    if a.o_bias:
        _add_bias(part.output)
    if a.qk_norm == "per_head":  # Qwen3: the same gains for every head
        part.query_norm, part.key_norm = nn.RMSNorm(a.head_dim), nn.RMSNorm(a.head_dim)
    if a.qk_norm == "full":  # OLMo 2
        part.query_norm = nn.RMSNorm(a.n_heads * a.head_dim)
        part.key_norm = nn.RMSNorm(a.n_kv_heads * a.head_dim)
    if a.attn_sinks:  # gpt-oss: attention that a head may leave unused
        part.sinks = nn.ParameterList([torch.empty(a.n_heads)])
    return part


def _latent_attention(a: Architecture) -> nn.Module:
    sizes = {"kv_rank": a.kv_lora_rank, "value": a.v_head_dim}
    sizes |= {"nope": a.qk_nope_head_dim, "rope": a.qk_rope_head_dim}
    part = example.latent_attention(a.d_model, a.n_heads, q_rank=a.q_lora_rank or 1, **sizes)
    if not a.q_lora_rank:  # DeepSeek-V2-Lite: queries are made in one go
        del part.query_down, part.query_norm
        part.query_up = example.linear(a.d_model, part.query_up.out_features)
    return part


def _experts(a: Architecture) -> nn.Module:
    """With the biases of gpt-oss: for gate and up beside each inner unit, for down beside each channel."""
    part = example.experts(a.d_model, a.d_ff_expert, a.n_experts, a.experts_per_token, a.n_shared_experts)
    if a.router_bias:
        _add_bias(part.router)
    if a.ffn_bias:
        for stack in (part.picked, part.idle):
            number = len(stack[0])
            stack.extend([torch.empty(number, 2 * a.d_ff_expert), torch.empty(number, a.d_model)])
        for shared in part.shared:
            _add_bias(shared.gate, shared.up, shared.down)
    return part


def _add_bias(*matrices: nn.Linear) -> None:
    for matrix in matrices:
        matrix.bias = nn.Parameter(torch.empty(matrix.out_features))


def parts(model: nn.Module) -> dict[str, int]:
    """Parameters by part, each tensor once."""
    counted = Counter()
    for name, tensor in model.named_parameters():
        part = next(part for start, part in PARTS.items() if re.match(start, name))
        counted[part] += tensor.numel()
    return dict(counted)
