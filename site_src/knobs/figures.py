"""Every number that the pages quote, with where it comes from: {n:gpt3} in a page is figure("gpt3", lang).

Counts are computed from the published architecture: what a model has is what its sizes say it has. To add a
figure, add a line to FIGURES; tests/knobs/test_figures.py counts each model once more, by another way.
"""

from dataclasses import dataclass
from math import log

from .count import fully_connected
from .demos.line import NEBULAE, least_squares
from .naming import power
from .text import DemoError, Text, listing, number

SECONDS_A_YEAR = 365.25 * 24 * 60 * 60
UNITS = {
    "": (1, Text(en="{value}", nl="{value}")),
    "%": (1, Text(en="{value}%", nl="{value}%")),
    "million": (1e6, Text(en="{value} million", nl="{value} miljoen")),
    "billion": (1e9, Text(en="{value} billion", nl="{value} miljard")),
    "trillion": (1e12, Text(en="{value} trillion", nl="{value} biljoen")),
    "quadrillion": (1e15, Text(en="{value} quadrillion", nl="{value} biljard")),
    "sextillion": (1e21, Text(en="{value} sextillion", nl="{value} triljard")),
}


@dataclass(frozen=True)
class Figure:
    """A value, how many decimals to show, the unit behind it (a key of UNITS, or a power of ten) and its source."""

    value: float
    source: str = ""
    decimals: int = 0
    unit: str = ""

    def written(self, lang: str) -> str:
        if self.unit == "power":
            return power(self.value, lang, self.decimals)
        scale, words = UNITS[self.unit]
        return words[lang].format(value=number(self.value / scale, lang, self.decimals))


def figure(name: str, lang: str) -> str:
    """The figure called `name` as `lang` writes it. Raises DemoError with the choices for an unknown name."""
    if name not in FIGURES:
        raise DemoError(f"There is no figure “{name}”; there are {listing(sorted(FIGURES))}")
    return FIGURES[name].written(lang)


def gpt(vocabulary: int, positions: int, width: int, layers: int) -> int:
    """Parameters of GPT-2 and GPT-3: one table for words in and out, one for positions, biases everywhere."""
    attention = 4 * (width * width + width)  # queries, keys, values, and the way back
    feed_forward = (width + 1) * 4 * width + (4 * width + 1) * width
    norms = 2 * 2 * width  # two per layer, each a gain and a bias
    return (vocabulary + positions) * width + layers * (attention + feed_forward + norms) + 2 * width


def llama(vocabulary: int, width: int, layers: int, heads: int, key_heads: int, hidden: int) -> int:
    """Parameters of Llama 3: separate tables in and out, shared keys and values, no biases."""
    key_width = width // heads * key_heads
    attention = 2 * width * width + 2 * width * key_width
    return 2 * vocabulary * width + layers * (attention + 3 * width * hidden + 2 * width) + width


def deepseek_v3(experts: int) -> int:
    """Parameters of DeepSeek-V3 if each of its 58 expert layers had only this many of its 256 routed experts.

    The main model: not the extra module that predicts a second token, nor the 14,848 routing offsets, which are
    set by a rule and not by the gradient. Sizes from config_671B.json in the model's own repository.
    """
    vocabulary, width, layers, dense_layers, heads = 129_280, 7168, 61, 3, 128
    query_rank, key_rank, head, turned = 1536, 512, 128, 64  # `turned`: the part that carries the position
    queries = width * query_rank + query_rank + query_rank * heads * (head + turned)
    keys_values = width * (key_rank + turned) + key_rank + key_rank * heads * (head + head)
    attention = queries + keys_values + heads * head * width
    expert, dense, router = 3 * width * 2048, 3 * width * 18_432, width * 256
    expert_layers = layers - dense_layers
    feed_forward = dense_layers * dense + expert_layers * (router + (experts + 1) * expert)  # one is shared
    return 2 * vocabulary * width + layers * (attention + 2 * width) + feed_forward + width


HUBBLE = "https://doi.org/10.1073/pnas.15.3.168"
GPT2 = "https://github.com/openai/gpt-2/blob/master/src/model.py"
GPT3 = "https://arxiv.org/abs/2005.14165"
LLAMA3 = "https://arxiv.org/abs/2407.21783"
DEEPSEEK = "https://arxiv.org/abs/2412.19437"
PATTERSON = "https://arxiv.org/abs/2104.10350"
BLOOM = "https://arxiv.org/abs/2211.02001"
LLAMA31_CARD = "https://github.com/meta-llama/llama-models/blob/main/models/llama3_1/MODEL_CARD.md"
DEEPSEEK_CARD = "https://github.com/deepseek-ai/DeepSeek-V3/blob/main/README.md"
GEITJE = "https://github.com/Rijgersberg/GEITje"
MARK1 = "https://csis.pace.edu/~ctappert/srd2011/rosenblatt-contributions.htm"

LINE_SLOPE, _ = least_squares()
ANDROMEDA = next(nebula for nebula in NEBULAE if nebula.name == "NGC 224")
GPT2_SMALL = gpt(vocabulary=50_257, positions=1024, width=768, layers=12)
GPT2_TABLES = (50_257 + 1024) * 768
GPT3_FULL = gpt(vocabulary=50_257, positions=2048, width=12_288, layers=96)
LLAMA_405B = llama(vocabulary=128_256, width=16_384, layers=126, heads=128, key_heads=8, hidden=53_248)

CHINCHILLA = "https://arxiv.org/abs/2203.15556"
LLAMA3_CARD = "https://github.com/meta-llama/llama3/blob/main/MODEL_CARD.md"
MIXTRAL = "https://arxiv.org/abs/2401.04088"
LORA = "https://arxiv.org/abs/2106.09685"
SPARSE = "https://arxiv.org/abs/1701.06538"
KIMI_K2 = "https://github.com/MoonshotAI/Kimi-K2"
FACTS = "https://arxiv.org/abs/2404.05405"
MEMORY = "https://arxiv.org/abs/2505.24832"

# GPT-3's batches grow from 32 thousand tokens to 3.2 million over the first 4 to 12 billion tokens (appendix B).
# Growing with every token read, over 12 billion, takes the most steps.
GPT3_STEPS_MOST = (300e9 - 12e9) / 3.2e6 + 12e9 * log(3.2e6 / 32e3) / (3.2e6 - 32e3)

FIGURES = {
    "line": Figure(2),
    "line_slope": Figure(LINE_SLOPE, HUBBLE, decimals=3),
    "line_slope_km": Figure(1000 * LINE_SLOPE, HUBBLE),
    "andromeda_1929": Figure(1e6 * ANDROMEDA.distance, HUBBLE, decimals=3, unit="million"),
    "network": Figure(fully_connected([4, 8, 8]).total),
    "mark1": Figure(512 * 8, MARK1),  # if every one of the 512 units was joined to each of the 8
    # Training runs, as their makers (or, for GPT-3's days and energy, Patterson and others) have them.
    "gpt3_tokens": Figure(300e9, GPT3, unit="billion"),
    "gpt3_batch": Figure(3.2e6, GPT3, decimals=1, unit="million"),
    "gpt3_steps": Figure(300e9 / 3.2e6, GPT3),
    "gpt3_operations": Figure(3.14e23, GPT3, decimals=2, unit="power"),
    "gpt3_updates": Figure(GPT3_FULL * 300e9 / 3.2e6, GPT3, decimals=1, unit="quadrillion"),
    "gpt3_operations_per_update": Figure(6 * 3.2e6, GPT3, decimals=1, unit="million"),
    "llama3_8b": Figure(
        llama(vocabulary=128_256, width=4096, layers=32, heads=32, key_heads=8, hidden=14_336), LLAMA3
    ),
    "gpt3_gpus": Figure(10_000, PATTERSON),  # an assumption of theirs
    "gpt3_days": Figure(14.8, PATTERSON, decimals=1),
    "gpt3_watts": Figure(330, PATTERSON),
    "gpt3_mwh": Figure(1287, PATTERSON),
    "gpt3_tonnes": Figure(552, PATTERSON),
    "gpt3_grid": Figure(429, PATTERSON),
    "bloom_gpus": Figure(384, BLOOM),
    "bloom_days": Figure(118, BLOOM),
    "bloom_hours": Figure(1_082_990, BLOOM),
    "bloom_mwh": Figure(433.196, BLOOM),
    "bloom_tonnes": Figure(24.7, BLOOM, decimals=1),
    "bloom_grid": Figure(57, BLOOM),
    "llama31_tokens": Figure(15.6e12, LLAMA3, decimals=1, unit="trillion"),
    "llama31_operations": Figure(3.8e25, LLAMA3, decimals=1, unit="power"),
    "llama31_hours": Figure(30.84e6, LLAMA31_CARD, decimals=2, unit="million"),
    "llama31_gpus": Figure(16_384, LLAMA3),
    "llama31_days": Figure(30.84e6 / 16_384 / 24, LLAMA31_CARD),
    "llama31_tonnes": Figure(8930, LLAMA31_CARD),
    "deepseek_v3_hours": Figure(2.788e6, DEEPSEEK, decimals=3, unit="million"),
    "deepseek_v3_dollars": Figure(5.576e6, DEEPSEEK, decimals=3, unit="million"),
    "exercise_parameters": Figure(8e9, unit="billion"),  # of the predictions in chapter 3
    "exercise_tokens": Figure(15e12, unit="trillion"),
    "exercise_context": Figure(8192),
    "geitje_hours": Figure(526, GEITJE),
    "pocket": Figure(250_000),  # about; exact once it is trained
    "gpt2": Figure(GPT2_SMALL, GPT2),
    "gpt2_tokens": Figure(50_257, GPT2),
    "gpt2_positions": Figure(1024, GPT2),
    "gpt2_embeddings": Figure(GPT2_TABLES, GPT2),
    "gpt2_embedding_share": Figure(100 * GPT2_TABLES / GPT2_SMALL, GPT2, decimals=1, unit="%"),
    "gpt3": Figure(GPT3_FULL, GPT3),
    "gpt3_published": Figure(175e9, GPT3, unit="billion"),  # table 2.1 prints 175.0B
    "gpt3_table_d1": Figure(174_600e6, GPT3, unit="million"),
    "gpt3_years": Figure(GPT3_FULL / SECONDS_A_YEAR),  # turning one knob a second
    "llama31_405b": Figure(LLAMA_405B, LLAMA3),
    "deepseek_v3": Figure(deepseek_v3(experts=256), DEEPSEEK),
    "deepseek_v3_billions": Figure(deepseek_v3(experts=256), DEEPSEEK, unit="billion"),
    # Active for one token, counting both embedding tables; without the input table it is 36.6 billion.
    "deepseek_v3_active": Figure(deepseek_v3(experts=8), DEEPSEEK),
    "deepseek_v3_active_billions": Figure(deepseek_v3(experts=8), DEEPSEEK, decimals=1, unit="billion"),
    # What the page article-check quotes beyond these.
    "gpt2_start": Figure(0.02, GPT2, decimals=2),  # the standard deviation of a fresh weight
    "gpt2_start_positions": Figure(0.01, GPT2, decimals=2),
    "gpt3_steps_most": Figure(GPT3_STEPS_MOST, GPT3),
    "gpt3_updates_most": Figure(GPT3_FULL * GPT3_STEPS_MOST, GPT3, decimals=1, unit="quadrillion"),
    "gpt3_operations_in_words": Figure(6 * GPT3_FULL * 300e9, GPT3, unit="sextillion"),
    "gpt3_speed": Figure(24.6e12, PATTERSON, decimals=1, unit="trillion"),  # operations a second, on one GPU
    "bloom_mwh_idle": Figure(689.842, BLOOM),  # waiting machines included
    "llama3_8b_mmlu": Figure(66.6, LLAMA3_CARD, decimals=1),
    "llama2_13b_mmlu": Figure(53.8, LLAMA3_CARD, decimals=1),
    "chinchilla": Figure(70e9, CHINCHILLA, unit="billion"),
    "chinchilla_tokens": Figure(1.4e12, CHINCHILLA, decimals=1, unit="trillion"),
    "fitted_most": Figure(16e9, CHINCHILLA, unit="billion"),  # the largest model of its scaling study
    "gopher": Figure(280e9, CHINCHILLA, unit="billion"),
    "lora_gpt3": Figure(96 * 2 * 2 * 12_288 * 1, LORA),  # rank 1 on two matrices of each layer
    "mixtral_experts": Figure(8, MIXTRAL),
    "sparse_2017": Figure(137e9, SPARSE, unit="billion"),
    "kimi_k2": Figure(1e12, KIMI_K2, unit="trillion"),
    "kimi_k2_active": Figure(32e9, KIMI_K2, unit="billion"),
    "fact_bits": Figure(2, FACTS),  # a parameter
    "memory_bits": Figure(3.6, MEMORY, decimals=1),  # a parameter, of text by heart
}
