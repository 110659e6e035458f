"""Each method against what its authors, or others, published; and LoRA against matrices that torch makes."""

import pytest
import torch
from knobs import peft
from knobs.architecture import architecture
from knobs.count import total
from knobs.models import models
from knobs.text import DemoError

FILE = "look in site_src/knobs/peft/__init__.py"
GPT3, LLAMA3 = models()["gpt3-175b"].arch, models()["llama3-8b"].arch


@pytest.mark.parametrize(
    ("rank", "published"),
    [(1, 4_718_592), (4, 18_874_368), (8, 37_748_736)],  # arXiv 2106.09685, table 4: 4.7M, (35 MB), 37.7M
)
def test_lora_on_gpt3(rank, published):
    assert peft.lora(GPT3, rank) == published, FILE
    assert round(total(GPT3) / peft.lora(GPT3, 4), -3) == 9000, f"about ten thousand: {FILE}"


def test_one_matrix_of_gpt3():
    query = peft.matrices(GPT3)[0]
    assert (query.size, query.rows + query.columns, 4 * (query.rows + query.columns)) == (
        150_994_944, 24_576, 98_304,
    ), FILE  # fmt: skip


def test_lora_on_grouped_queries():
    """Llama 3 8B, whose matrices for keys and values are four times as flat; PEFT prints these counts."""
    assert peft.lora(LLAMA3, 16, ()) == 41_943_040, FILE
    assert peft.lora(LLAMA3, 8) == 3_407_872, FILE


def test_lora_on_deberta_xxl():
    """arXiv 2106.09685, table 2: 4.7M for rank 16; 48 layers of 1,536 (DeBERTa's own card)."""
    sizes = {
        "vocab": 128_100,
        "n_layers": 48,
        "d_model": 1536,
        "n_heads": 24,
        "d_ff": 6144,
        "ffn_matrices": 2,
    }
    sizes |= {"tied": True, "norm": "LayerNorm"}
    assert peft.lora(architecture(sizes), 16) == 4_718_592, FILE


@pytest.mark.parametrize(("bottleneck", "published"), [(1, 7_078_080), (8, 40_109_568)])
def test_adapters_on_gpt3(bottleneck, published):
    """arXiv 2106.09685, table 4, Adapter^H: 7.1M and 40.1M."""
    assert peft.adapter(GPT3, bottleneck) == published, FILE


def test_a_prefix_on_gpt2_medium():
    """arXiv 2101.00190, section 5: about 0.1% of the parameters, with a prefix of 10 or less."""
    medium = models()["gpt2-medium"].arch
    assert peft.prefix(medium, 10) == 2 * 10 * 24 * 1024, FILE
    assert round(100 * peft.prefix(medium, 10) / total(medium), 1) == 0.1, FILE
    assert peft.prefix(LLAMA3, 10) == 2 * 10 * 32 * 8 * 128, f"only heads that answer have keys: {FILE}"


def test_a_prompt_for_t5_xxl():
    """arXiv 2104.08691, figure 2: 20,480 parameters for 5 tokens; T5-XXL is 4,096 wide."""
    sizes = {
        "vocab": 32_128,
        "n_layers": 24,
        "d_model": 4096,
        "n_heads": 64,
        "d_ff": 10_240,
        "ffn_matrices": 3,
    }
    assert peft.prompt(architecture(sizes | {"tied": False, "norm": "RMSNorm"}), 5) == 20_480, FILE


def test_ia3_on_t0():
    """arXiv 2205.05638: T0-3B has 24 layers that read, and as many that write and attend twice; a hundredth of a percent."""
    three = 24 * (peft.ia3_layer(2048, 5120) + peft.ia3_layer(2048, 5120, attentions=2))
    eleven = 24 * (peft.ia3_layer(4096, 10_240) + peft.ia3_layer(4096, 10_240, attentions=2))
    assert (three, eleven) == (540_672, 1_081_344) and round(100 * eleven / 11e9, 2) == 0.01, FILE
    assert peft.ia3(LLAMA3) == 32 * (2 * 1024 + 14_336), FILE


def test_bitfit_on_bert():
    """arXiv 2106.10199, table 1: 0.09% of BERT base."""
    bert = models()["bert-base-uncased"].arch
    assert peft.bitfit(bert) == 12 * 11 * 768 + 768 + 768, FILE
    assert round(100 * peft.bitfit(bert) / total(bert), 2) == 0.09, FILE


@pytest.mark.parametrize("model", ["gpt2", "gpt3-175b", "llama3-8b", "bloom-176b", "fietje-2", "olmo2-7b"])
def test_biases_are_what_the_model_has_without_all_else(model):
    """The parameters of the same sizes with biases, minus those without."""
    a = models()[model].arch
    off = {"qkv_bias": False, "o_bias": False, "ffn_bias": False, "lm_head_bias": False, "norm_params": 1}
    assert peft.bitfit(a) == total(a) - total(a._replace(**off)), FILE


@pytest.mark.parametrize("rank", [1, 4, 64])
def test_two_strips_make_a_matrix_of_that_rank(rank):
    """What lora counts is what torch holds; and their product has the shape of the matrix and, at most, that rank."""
    value = peft.matrices(LLAMA3._replace(d_model=64, n_heads=8, n_kv_heads=2, head_dim=8))[2]
    torch.manual_seed(0)
    up, down = torch.randn(value.rows, rank).double(), torch.randn(rank, value.columns).double()
    assert (up @ down).shape == (value.rows, value.columns), FILE
    assert torch.linalg.matrix_rank(up @ down) == min(rank, value.rows), FILE
    assert up.numel() + down.numel() == rank * (value.rows + value.columns), FILE


def test_memory_of_training():
    """arXiv 2106.09685, 4.2: 1.2 TB becomes 350 GB for GPT-3. Ours keeps more for each number that is trained."""
    whole = total(GPT3)
    assert peft.tuning_bytes(whole, peft.lora(GPT3, 4), "bf16") == pytest.approx(350e9, rel=0.005), FILE
    assert peft.tuning_bytes(whole, whole, "bf16") == 16 * whole, FILE
    assert peft.tuning_bytes(65e9, 0, "nf4") < 48e9 < peft.tuning_bytes(65e9, 0, "bf16"), f"QLoRA: {FILE}"
    with pytest.raises(DemoError, match="There is no number format “nf5”"):
        peft.tuning_bytes(1, 0, "nf5")
