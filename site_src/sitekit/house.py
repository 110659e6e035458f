"""House rules of prose that a machine can check, in both languages. A new rule is one more row.

What can be said of a single term (one word or two, de or het) is in knobs/vocabulary.toml: see terms.py.
"""

import re
from collections.abc import Iterator, Mapping

from .findings import Finding
from .prose import Page

# What to look for: what to write.
BOTH = {
    r"[.!?…][”’)]?[ ]{2,}\S": "one space after a sentence",
    r"[a-zà-ÿ]{2}[.!?][A-ZÀ-Ý][a-zà-ÿ]": "a space after a sentence",
    r"[\w)”] +[,;!?](?!\S)": "no space before this mark",
    r"\.\.\.": "… for an ellipsis",
    r"\w - \w": "an en dash, –",
}
DUTCH = {
    r"(?<!\bik )\bword\b(?! (?:ik|je|jij)\b)": "“wordt”",
    r"\bLLMs\b": "“LLM's”",
    r"\btriljo(?:en|enen)\b": "“biljoen”: English “trillion”; a Dutch “triljoen” is a million times as many",
    r"\buw?\b(?!-)|\buzelf\b": "“je” or “jouw”, as everywhere here",
    r'["“”]': "‘ and ’ around words",
    r"(?<![\d,])[1-9]\d{0,2},000\b|\d,\d{3},\d{3}": "thousands with a point: 10.000",
}
# After these words, 3.11 is a version or the number of a thing, not a decimal number.
NUMBERED = {"BY", "Demo", "Naamsvermelding", "PyTorch", "Python", "Llama", "demo", "tabel"}
# “that that” can be right, and “als je je vergist” is.
MAY_REPEAT = {"en": {"had", "that"}, "nl": {"dat", "die", "had", "je", "van", "ze", "zijn"}}


def findings(page: Page) -> Iterator[Finding]:
    """Where a page breaks a rule of its language."""
    yield from rules(page, BOTH)
    yield from repeated(page)
    if page.lang == "nl":
        yield from rules(page, DUTCH)
        yield from decimal_points(page)


def rules(page: Page, these: Mapping[str, str]) -> Iterator[Finding]:
    """What the rules find; their letters are small, and stand for capitals too unless the rule has capitals."""
    for pattern, advice in these.items():
        for found in re.finditer(pattern, page.prose, 0 if re.search("[A-Z]", pattern) else re.IGNORECASE):
            yield at(page, found, f"“{' '.join(found[0].split())}”", f"write {advice}")


def repeated(page: Page) -> Iterator[Finding]:
    pattern = r"(?<![\w-])([^\W\d_]+)[ ]*(?:\n[> ]*|[ ])\1(?![\w-])"
    for found in re.finditer(pattern, page.prose, re.IGNORECASE):
        may = found[1].lower() in MAY_REPEAT.get(page.lang, ())
        advice = "write the word once" + ", unless both are meant" * may
        yield at(page, found, f"“{' '.join(found[0].split())}”", advice, error=not may)


def decimal_points(page: Page) -> Iterator[Finding]:
    for found in re.finditer(r"(\w*)[ ]?(?<![\w.,-])(\d+\.\d+)(?![\w.])", page.prose):
        if found[1] not in NUMBERED and not re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", found[2]):
            yield at(page, found, f"“{found[2]}”", f"write “{found[2].replace('.', ',')}”")


def at(page: Page, found: re.Match[str], what: str, instead: str, error: bool = True) -> Finding:
    return Finding(page.name, page.prose.count("\n", 0, found.start()) + 1, what, instead, error)
