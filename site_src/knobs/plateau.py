"""Do the counts of parameters level off? Large models whose size is known, by date: all they have, and what is at work.

Each is either counted from its sizes or told by its maker in public. Makers who never said how large their models are
(OpenAI since GPT-4, Google for Gemini) have no place here.
"""

from typing import NamedTuple

from .figures import FIGURES
from .markup import Markup, tag
from .text import Text
from .views import Bars

TOP = 3000.0  # billions


class Size(NamedTuple):
    """A model, the year and month in which it was published, and the figures of its parameters: all, and active."""

    name: str
    published: str
    total: str
    active: str


SIZES = (
    Size("GPT-3", "2020-05", "gpt3", "gpt3"),
    Size("PaLM", "2022-04", "palm", "palm"),
    Size("Mixtral 8x7B", "2023-12", "mixtral", "mixtral_active"),
    Size("Llama 3.1 405B", "2024-07", "llama31_405b", "llama31_405b"),
    Size("DeepSeek-V3", "2024-12", "deepseek_v3", "deepseek_v3_active"),
    Size("Kimi K2", "2025-07", "kimi_k2", "kimi_k2_active"),
    Size("DeepSeek-V4-Pro", "2026-04", "deepseek_v4_pro", "deepseek_v4_pro_active"),
    Size("Kimi K3", "2026-07", "kimi_k3", "kimi_k3_active"),
)


def plateau(lang: str) -> Markup:
    """Two lists of bars to one scale."""
    lists = [
        (ALL, [billions(size.total) for size in SIZES]),
        (ACTIVE, [billions(size.active) for size in SIZES]),
    ]
    columns = [
        tag(
            "div",
            tag("p", name[lang], class_="k-beside__name"),
            Bars(
                name,
                [
                    (f"{size.published[:4]} {size.name}", one)
                    for size, one in zip(SIZES, amounts, strict=True)
                ],
                TOP,
                role="param",
            ).html(lang),
            class_="k-beside__one",
        )
        for name, amounts in lists
    ]
    first, last = SIZES[0], SIZES[-1]
    said = SAY.fill(
        first=first.name,
        last=last.name,
        low=billions(first.total),
        high=billions(last.total),
        dense=billions("llama31_405b"),
        sparse=billions("deepseek_v3_active"),
        now=billions(last.active),
    )
    return tag(
        "div",
        tag("p", TITLE[lang], class_="k-demo__title"),
        tag("p", said[lang], class_="k-sr", data_say=True),
        tag("div", *columns, class_="k-beside"),
        class_="k-ladder",
    )


def billions(figure: str) -> float:
    return FIGURES[figure].value / 1e9


TITLE = Text(
    en="Large models whose size is known, in billions of parameters",
    nl="Grote modellen waarvan de omvang bekend is, in miljarden parameters",
)
ALL = Text(en="all parameters", nl="alle parameters")
ACTIVE = Text(en="at work for one token", nl="aan het werk voor één token")
SAY = Text(
    en="From {first} with {low} billion parameters to {last} with {high} billion. At work for one token are all {dense} "
    "billion in Llama 3.1 405B, {sparse} billion in DeepSeek-V3 and {now} billion in {last}.",
    nl="Van {first} met {low} miljard parameters tot {last} met {high} miljard. Voor één token zijn bij Llama 3.1 405B alle "
    "{dense} miljard aan het werk, bij DeepSeek-V3 {sparse} miljard en bij {last} {now} miljard.",
)
