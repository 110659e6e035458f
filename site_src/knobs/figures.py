"""Every number that the pages quote, with where it comes from: {n:gpt3} in a page is figure("gpt3", lang).

Counts are computed from the published architecture: what a model has is what its sizes say it has. To add a
figure, add a line to FIGURES; tests/knobs/test_figures.py counts each model once more, by another way.

Every model of models.toml has its figures without a line here:

    {n:model.llama2-70b}                     68,976,648,192: its parameters, each once
    {n:model.llama2-70b.round}               69.0 billion: three digits and a unit
    {n:model.llama2-70b.published}           70 billion: what the maker prints
    {n:model.mixtral-8x7b.active}            of these, active for one token, both tables counted
    {n:model.mixtral-8x7b.excl_input_embedding}   … without the input table
    {n:model.bloom-176b.vocab}               any size in its architecture: vocab, n_layers, d_model …
    {n:model.gemma2-2b.token_embedding.round}     any part of knobs.count.components; .round goes with each
"""

from dataclasses import dataclass
from math import log

from . import count
from .demos.line import NEBULAE, least_squares
from .models import Model, models
from .naming import power
from .text import DemoError, Text, listing, number

MODEL = "model."
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
    if name.startswith(MODEL):
        return of_model(name).written(lang)
    if name not in FIGURES:
        raise DemoError(
            f"There is no figure “{name}”; there are {listing(sorted(FIGURES))}, and model. with a model’s id behind it"
        )
    return FIGURES[name].written(lang)


def of_model(name: str) -> Figure:
    """The figure model.ID, model.ID.WHAT or either with .round behind it, for any model of models.toml."""
    rest = name.removeprefix(MODEL)
    ids = [key for key in models() if f"{rest}.".startswith(f"{key}.")]
    if not ids:
        raise DemoError(f"There is no figure “{name}”; the models are {listing(list(models()))}")
    model = models()[ids[0]]
    what, _, how = rest.removeprefix(model.id).removeprefix(".").partition(".")
    what, how = ("", what) if what == "round" else (what, how)
    held = _numbers(model)
    if what not in held or how not in ("", "round"):
        raise DemoError(
            f"There is no figure “{name}”; {model.id} has {listing([key for key in held if key])}, or .round"
        )
    if what.startswith("published"):
        return rounded(held[what], digits=12, source=model.sources[0])
    return rounded(held[what], source=model.sources[0]) if how else Figure(held[what], model.sources[0])


def _numbers(model: Model) -> dict[str, int]:
    """All that can stand behind model.ID: its counts, its sizes and its parts."""
    sizes = model.arch._asdict()
    numbers = {
        "": model.total,
        "published": model.published,
        "published_active": model.published_active,
        "tied_twice": count.tied_twice(model.arch),
        "non_embedding": count.non_embedding(model.arch),
    }
    if model.active:
        numbers |= {"active": model.active.all_tables, **model.active._asdict()}
    numbers |= {key: value for key, value in sizes.items() if type(value) is int and value}
    numbers |= count.components(model.arch)
    return {key: value for key, value in numbers.items() if value is not None}


def rounded(value: int, digits: int = 3, source: str = "") -> Figure:
    """With a unit, and no more digits than that: 46.7 billion. More digits where they are there: 176.247 billion."""
    unit = next((name for name in ("trillion", "billion", "million") if value >= UNITS[name][0]), "")
    before, _, behind = f"{value / UNITS[unit][0]:.{digits - 1}f}".partition(".")
    behind = behind[: max(digits - len(before), 0)]
    return Figure(value, source, len(behind.rstrip("0")) if digits > 3 else len(behind), unit)


HUBBLE = "https://doi.org/10.1073/pnas.15.3.168"
GPT2 = "https://github.com/openai/gpt-2/blob/master/src/model.py"
GPT2_README = "https://github.com/openai/gpt-2/blob/9b63575/README.md"
GPT3 = "https://arxiv.org/abs/2005.14165"
LLAMA3 = "https://arxiv.org/abs/2407.21783"
DEEPSEEK = "https://arxiv.org/abs/2412.19437"
PATTERSON = "https://arxiv.org/abs/2104.10350"
BLOOM = "https://arxiv.org/abs/2211.02001"
LLAMA31_CARD = "https://github.com/meta-llama/llama-models/blob/main/models/llama3_1/MODEL_CARD.md"
DEEPSEEK_CARD = "https://github.com/deepseek-ai/DeepSeek-V3/blob/main/README.md"
GEITJE = "https://github.com/Rijgersberg/GEITje"
LENET = "https://doi.org/10.1109/5.726791"
ALEXNET = "https://papers.nips.cc/paper/2012/hash/c399862d3b9d6b76c8436e924a68c45b-Abstract.html"
MARK1 = "https://csis.pace.edu/~ctappert/srd2011/rosenblatt-contributions.htm"

LINE_SLOPE, _ = least_squares()
ANDROMEDA = next(nebula for nebula in NEBULAE if nebula.name == "NGC 224")
SMALL, LARGE, V3 = models()["gpt2"], models()["gpt3-175b"], models()["deepseek-v3"]
LLAMA2 = models()["llama2-70b"]
SMALL_TABLES = SMALL.total - count.non_embedding(SMALL.arch)
V3_ACTIVE = count.active(V3.arch).all_tables

LENET5 = (  # LeCun et al. (1998), section II.B, layer by layer; what its last layer compares with was set by hand
    count.convolution(6, 1, 5)
    + 6 * 2  # halving a map: one weight and one bias for the whole of it
    + count.convolution(6, 3, 5)  # table I: not every map looks at all six
    + count.convolution(9, 4, 5)
    + count.convolution(1, 6, 5)
    + 16 * 2
    + count.convolution(120, 16, 5)
    + count.fully_connected([120, 84]).total
)
ALEXNET_HEAD = count.fully_connected([6 * 6 * 256, 4096, 4096, 1000]).total


def alexnet(seen: int) -> int:
    """Krizhevsky et al. (2012), section 3.5. Its maps lived on two GPUs; a map in layers 2, 4 and 5 saw `seen` parts
    of what was before it: 1, its own GPU's half, or 2, as in a remake on one.
    """
    half = 96 // 2, 384 // 2
    return (
        count.convolution(96, 3, 11)
        + count.convolution(256, seen * half[0], 5)
        + count.convolution(384, 256, 3)
        + count.convolution(384, seen * half[1], 3)
        + count.convolution(256, seen * half[1], 3)
        + ALEXNET_HEAD
    )


CHINCHILLA = "https://arxiv.org/abs/2203.15556"
LLAMA3_CARD = "https://github.com/meta-llama/llama3/blob/main/MODEL_CARD.md"
MIXTRAL = "https://arxiv.org/abs/2401.04088"
LORA = "https://arxiv.org/abs/2106.09685"
SPARSE = "https://arxiv.org/abs/1701.06538"
KIMI_K2 = "https://github.com/MoonshotAI/Kimi-K2"
KIMI_K3 = "https://arxiv.org/abs/2607.24653"
DEEPSEEK_V4 = "https://arxiv.org/abs/2606.19348"
PALM = "https://arxiv.org/abs/2204.02311"
GSHARD = "https://arxiv.org/abs/2006.16668"
SWITCH = "https://arxiv.org/abs/2101.03961"
PROMPT_TUNING = "https://arxiv.org/abs/2104.08691"
QLORA = "https://arxiv.org/abs/2305.14314"
SPARSEGPT = "https://arxiv.org/abs/2301.00774"
FACTS = "https://arxiv.org/abs/2404.05405"
MEMORY = "https://arxiv.org/abs/2505.24832"
PROGRESS = "https://arxiv.org/abs/2403.05812"
PRICES = "https://epoch.ai/data-insights/llm-inference-price-trends"
FRONTIER = "https://arxiv.org/abs/2405.21015"
SERVING = "https://arxiv.org/abs/2508.15734"
OLMO2 = "https://arxiv.org/abs/2501.00656"
HOLISTIC = "https://arxiv.org/abs/2503.05804"
HIDDEN = "https://arxiv.org/abs/2605.01158"
IEA = "https://www.iea.org/reports/energy-and-ai"
# What chapter 4 quotes.
QUANTIFYING = "https://arxiv.org/abs/2202.07646"
REPEATED = "https://arxiv.org/abs/2205.10487"
GOPHER = "https://arxiv.org/abs/2112.11446"
INSTRUCT = "https://arxiv.org/abs/2203.02155"
PHI1 = "https://arxiv.org/abs/2306.11644"
LLAMA2_CARD = "https://github.com/meta-llama/llama/blob/main/MODEL_CARD.md"

# GPT-3's batches grow from 32 thousand tokens to 3.2 million over the first 4 to 12 billion tokens (appendix B).
# Growing with every token read, over 12 billion, takes the most steps.
GPT3_STEPS_MOST = (300e9 - 12e9) / 3.2e6 + 12e9 * log(3.2e6 / 32e3) / (3.2e6 - 32e3)

FIGURES = {
    "line": Figure(2),
    "line_slope": Figure(LINE_SLOPE, HUBBLE, decimals=3),
    "line_slope_km": Figure(1000 * LINE_SLOPE, HUBBLE),
    "andromeda_1929": Figure(1e6 * ANDROMEDA.distance, HUBBLE, decimals=3, unit="million"),
    "network": Figure(count.fully_connected([4, 8, 8]).total),
    "mark1": Figure(512 * 8, MARK1),  # if every one of the 512 units was joined to each of the 8
    # Training runs, as their makers (or, for GPT-3's days and energy, Patterson and others) have them.
    "gpt3_tokens": Figure(300e9, GPT3, unit="billion"),
    "gpt3_batch": Figure(3.2e6, GPT3, decimals=1, unit="million"),
    "gpt3_steps": Figure(300e9 / 3.2e6, GPT3),
    "gpt3_operations": Figure(3.14e23, GPT3, decimals=2, unit="power"),
    "gpt3_updates": Figure(LARGE.total * 300e9 / 3.2e6, GPT3, decimals=1, unit="quadrillion"),
    "gpt3_operations_per_update": Figure(6 * 3.2e6, GPT3, decimals=1, unit="million"),
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
    "robbert_published": Figure(117e6, "https://pieter.ai/robbert/", unit="million"),
    "geitje_hours": Figure(526, GEITJE),
    "pocket_parameters": Figure(258_083),  # as knobs.pocket counts them
    "twin_parameters": Figure(655_395),  # the same sizes, and four experts in each layer
    "twin_active": Figure(259_107),  # of them, for one word
    "pocket_words": Figure(867 - len(("<end>", "<en>", "<nl>"))),  # a word or a sign; the three are marks
    "gpt2": Figure(SMALL.total, GPT2),
    "gpt2_tokens": Figure(SMALL.arch.vocab, GPT2),
    "gpt2_positions": Figure(SMALL.arch.n_learned_positions, GPT2),
    "gpt2_embeddings": Figure(SMALL_TABLES, GPT2),
    "gpt2_embedding_share": Figure(100 * SMALL_TABLES / SMALL.total, GPT2, decimals=1, unit="%"),
    "gpt3": Figure(LARGE.total, GPT3),
    "gpt3_published": Figure(175e9, GPT3, unit="billion"),  # table 2.1 prints 175.0B
    "gpt3_table_d1": Figure(174_600e6, GPT3, unit="million"),
    "gpt3_years": Figure(LARGE.total / SECONDS_A_YEAR),  # turning one knob a second
    "llama31_405b": Figure(models()["llama3.1-405b"].total, LLAMA3),
    "deepseek_v3": Figure(V3.total, DEEPSEEK),
    "deepseek_v3_billions": Figure(V3.total, DEEPSEEK, unit="billion"),
    # Active for one token, counting both embedding tables; without the input table it is 36.6 billion.
    "deepseek_v3_active": Figure(V3_ACTIVE, DEEPSEEK),
    "deepseek_v3_active_billions": Figure(V3_ACTIVE, DEEPSEEK, decimals=1, unit="billion"),
    "models": Figure(len(models())),
    "gpt2_first": Figure(
        117e6, GPT2_README, unit="million"
    ),  # its first name; the README says that it was wrong
    "llama2_buffers": Figure(LLAMA2.arch.n_layers * LLAMA2.arch.head_dim // 2, LLAMA2.sources[0]),
    "llama2_file": Figure(
        68_976_653_312, LLAMA2.sources[0]
    ),  # with one rotary frequency for two channels of a head
    "deepseek_v3_file": Figure(684_531_386_000, "https://huggingface.co/deepseek-ai/DeepSeek-V3"),
    "lenet5": Figure(LENET5, LENET),
    "alexnet": Figure(alexnet(seen=1), ALEXNET),
    "alexnet_whole": Figure(alexnet(seen=2), ALEXNET),
    "alexnet_published": Figure(60e6, ALEXNET, unit="million"),  # the abstract
    "mixtral_multiplied": Figure(8 * 7e9, unit="billion"),  # what the name Mixtral 8x7B seems to say
    "bloom_tokens": Figure(250_680, "https://arxiv.org/abs/2211.05100"),  # of the tokenizer
    # What the page article-check quotes beyond these.
    "gpt2_start": Figure(0.02, GPT2, decimals=2),  # the standard deviation of a fresh weight
    "gpt2_start_positions": Figure(0.01, GPT2, decimals=2),
    "gpt3_steps_most": Figure(GPT3_STEPS_MOST, GPT3),
    "gpt3_updates_most": Figure(LARGE.total * GPT3_STEPS_MOST, GPT3, decimals=1, unit="quadrillion"),
    "gpt3_operations_in_words": Figure(6 * LARGE.total * 300e9, GPT3, unit="sextillion"),
    "gpt3_speed": Figure(24.6e12, PATTERSON, decimals=1, unit="trillion"),  # operations a second, on one GPU
    "bloom_mwh_idle": Figure(689.842, BLOOM),  # waiting machines included
    "llama3_8b_mmlu": Figure(66.6, LLAMA3_CARD, decimals=1),
    "llama2_13b_mmlu": Figure(53.8, LLAMA3_CARD, decimals=1),
    "chinchilla": Figure(70e9, CHINCHILLA, unit="billion"),
    "chinchilla_tokens": Figure(1.4e12, CHINCHILLA, decimals=1, unit="trillion"),
    "fitted_most": Figure(16e9, CHINCHILLA, unit="billion"),  # the largest model of its scaling study
    "gopher": Figure(280e9, CHINCHILLA, unit="billion"),
    # Rank 1 on two matrices of each layer.
    "lora_gpt3": Figure(LARGE.arch.n_layers * 2 * 2 * LARGE.arch.d_model, LORA),
    "mixtral_experts": Figure(8, MIXTRAL),
    "experts_2017": Figure(137e9, SPARSE, unit="billion"),
    "kimi_k2": Figure(1e12, KIMI_K2, unit="trillion"),
    "kimi_k2_active": Figure(32e9, KIMI_K2, unit="billion"),
    # What chapter 5 quotes beyond these.
    "lora_gpt3_8": Figure(8 * 4 * LARGE.arch.n_layers * LARGE.arch.d_model, LORA),  # rank 8
    "lora_gpt3_4": Figure(4 * 4 * LARGE.arch.n_layers * LARGE.arch.d_model, LORA),  # rank 4
    "lora_matrix": Figure(LARGE.arch.d_model**2, LORA),
    "lora_strips": Figure(4 * 2 * LARGE.arch.d_model, LORA),  # beside one of its matrices, at rank 4
    "lora_times": Figure(10_000, LORA),  # as its paper rounds it, for the checkpoint at rank 4
    "lora_checkpoint": Figure(350, LORA),  # GB
    "lora_file": Figure(35, LORA),  # MB
    "t5_xxl": Figure(11e9, PROMPT_TUNING, unit="billion"),
    "prompt_t5": Figure(20_480, PROMPT_TUNING),  # five tokens for T5-XXL
    "qlora_model": Figure(65e9, QLORA, unit="billion"),
    "qlora_gb": Figure(48, QLORA),
    "mixtral": Figure(models()["mixtral-8x7b"].total, MIXTRAL),
    "mixtral_active": Figure(count.active(models()["mixtral-8x7b"].arch).all_tables, MIXTRAL),
    "gshard": Figure(600e9, GSHARD, unit="billion"),
    "switch": Figure(1.6e12, SWITCH, decimals=1, unit="trillion"),  # Switch-C, section 5.6
    "palm": Figure(540.35e9, PALM, decimals=2, unit="billion"),
    "deepseek_v4_pro": Figure(1.6e12, DEEPSEEK_V4, decimals=1, unit="trillion"),
    "deepseek_v4_pro_active": Figure(49e9, DEEPSEEK_V4, unit="billion"),
    "kimi_k3": Figure(2.8e12, KIMI_K3, decimals=1, unit="trillion"),
    "kimi_k3_active": Figure(104e9, KIMI_K3, unit="billion"),
    "kimi_k3_experts": Figure(896, KIMI_K3),
    "values_16": Figure(2**16),  # that a number of 16 bits can have
    "minitron": Figure(15e9, "https://arxiv.org/abs/2407.14679", unit="billion"),  # the model that was cut
    "opt": Figure(175e9, SPARSEGPT, unit="billion"),
    "pruned_weights": Figure(100e9, SPARSEGPT, unit="billion"),  # and more, of OPT-175B
    "fact_bits": Figure(2, FACTS),  # a parameter
    "memory_bits": Figure(3.6, MEMORY, decimals=1),  # a parameter, of text by heart
    # What chapter 8 quotes: costs and energy, each of a date.
    "halving_months": Figure(8, PROGRESS),  # of the computing for the same result, 2012 to 2023
    "halving_months_least": Figure(5, PROGRESS),
    "halving_months_most": Figure(14, PROGRESS),
    "price_fall_least": Figure(9, PRICES),  # times a year, for the same result; March 2025
    "price_fall_most": Figure(900, PRICES),
    "frontier_growth": Figure(2.4, FRONTIER, decimals=1),  # times a year, what the largest trainings cost
    "gemini_wh": Figure(0.24, SERVING, decimals=2),  # the median text prompt, May 2025, by the maker's count
    "gemini_fold": Figure(33, SERVING),  # how much less than a year before
    "geitje_kwh": Figure(350, GEITJE),  # its author's estimate
    "geitje_chat_hours": Figure(10.5, GEITJE, decimals=1),
    "geitje_chat_kwh": Figure(5, GEITJE),
    "llama2_7b_hours": Figure(184_320, "https://arxiv.org/abs/2307.09288"),
    "olmo2_tokens": Figure(4.05e12, OLMO2, decimals=2, unit="trillion"),
    "olmo2_mwh": Figure(131, OLMO2),
    "development_olmo2": Figure(50, HOLISTIC, unit="%"),  # of what the last trainings took
    "development_olmo3": Figure(82.2, HIDDEN, decimals=1, unit="%"),  # of all the computing
    "centers_twh": Figure(415, IEA),  # all data centers, 2024
    "centers_share": Figure(1.5, IEA, decimals=1, unit="%"),  # of the world's electricity
    "centers_twh_2030": Figure(945, IEA),
    # Chapter 4. Scores are percentages; they are compared within one source only.
    "memory_largest": Figure(1.5e9, MEMORY, decimals=1, unit="billion"),  # of the models that were measured
    "gpt3_crawl_times": Figure(0.44, GPT3, decimals=2),  # table 2.2: how often it read its web crawl
    "gpt3_wikipedia_times": Figure(3.4, GPT3, decimals=1),
    "repeated_model": Figure(800e6, REPEATED, unit="million"),
    "repeated_as_good_as": Figure(400e6, REPEATED, unit="million"),
    "gptj": Figure(6e9, QUANTIFYING, unit="billion"),
    "fitted_least": Figure(70e6, CHINCHILLA, unit="million"),  # the smallest model of its scaling study
    "fitted_longest": Figure(500e9, CHINCHILLA, unit="billion"),  # the most tokens of it
    "gopher_tokens": Figure(300e9, CHINCHILLA, unit="billion"),
    "llama3_tokens": Figure(15e12, LLAMA3_CARD, unit="trillion"),  # “15T+”
    "llama2_tokens": Figure(2e12, LLAMA2_CARD, unit="trillion"),
    "gopher_mmlu": Figure(60.0, GOPHER, decimals=1),
    "chinchilla_mmlu": Figure(67.5, CHINCHILLA, decimals=1),
    "llama2_70b_mmlu": Figure(69.7, LLAMA3_CARD, decimals=1),
    "llama3_8b_trivia": Figure(78.5, LLAMA3_CARD, decimals=1),
    "llama2_13b_trivia": Figure(79.6, LLAMA3_CARD, decimals=1),
    "gpt3_ratio": Figure(300e9 / LARGE.total, GPT3, decimals=1),  # tokens for each parameter
    "chinchilla_ratio": Figure(1.4e12 / 70e9, CHINCHILLA),
    "llama3_ratio": Figure(15e12 / models()["llama3-8b"].total, LLAMA3_CARD),
    "phi1": Figure(1.3e9, PHI1, decimals=1, unit="billion"),
    "phi1_humaneval": Figure(50.6, PHI1, decimals=1, unit="%"),
    "budget_parameters": Figure(1e9, unit="billion"),  # of its last prediction: ten times the operations
    "budget_tokens": Figure(20e9, unit="billion"),
    "budget_tenfold_parameters": Figure(1e9 * 10**0.5, decimals=1, unit="billion"),
    "budget_tenfold_tokens": Figure(20e9 * 10**0.5, unit="billion"),
    "instructgpt": Figure(1.3e9, INSTRUCT, decimals=1, unit="billion"),
}
