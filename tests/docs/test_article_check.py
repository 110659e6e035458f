"""The page that checks the article: its claims are all there, and the list on top counts its verdicts."""

import re

import pytest
from sitekit.boxes import STANDPOINTS, VERDICTS

from sitekit.prose import ROOT, Page

PAGES = [Page(ROOT / "docs" / lang / "article-check.md") for lang in ("en", "nl")]
each_language = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.lang)

CLAIMS = 29  # that we found in the article
CLAIM = re.compile(
    r"^### (?P<number>\d+)\. (?P<claim>.+) \{#claim-(?P<id>\d+)\}\n\n"
    r'!!! check (?P<verdict>\w+) ""\n(?P<answer>(?:    .*\n|\n)+)',
    re.MULTILINE,
)
ROW = re.compile(r"^- \*\*(?P<verdict>\w+)\*\* \((?P<count>\d+)\): (?P<links>.+)$", re.MULTILINE)


def claims(page: Page) -> list[re.Match[str]]:
    return list(CLAIM.finditer(page.text))


@each_language
def test_every_claim_has_its_number_and_its_verdict(page):
    found = [(int(claim["number"]), int(claim["id"])) for claim in claims(page)]
    assert found == [(number, number) for number in range(1, CLAIMS + 1)], (
        f"{page.name}: a claim is “### 4. The claim {{#claim-4}}” and below it “!!! check wrong \"\"”, in order"
    )
    assert page.text.count("!!! check") == CLAIMS, f"{page.name}: a check stands under no claim"


@each_language
def test_the_list_counts_the_verdicts(page):
    names = VERDICTS | STANDPOINTS
    counted = {name: [c["number"] for c in claims(page) if c["verdict"] == name] for name in names}
    wanted = [
        (
            names[name][page.lang],
            str(len(found)),
            ", ".join(f"[{number}](#claim-{number})" for number in found),
        )
        for name, found in counted.items()
    ]
    told = [(row["verdict"], row["count"], row["links"]) for row in ROW.finditer(page.text)]
    assert told == wanted, f"{page.name}: the list on top should say {wanted}"


def test_the_verdicts_are_the_same_in_both_languages():
    english, dutch = ([(c["number"], c["verdict"]) for c in claims(page)] for page in PAGES)
    assert english == dutch, f"{PAGES[1].name} differs from {PAGES[0].name}"


@each_language
def test_every_check_ends_with_a_source(page):
    for claim in claims(page):
        source = claim["answer"].strip().split("\n\n")[-1]
        told = f"{page.name}: claim {claim['number']} ends with a paragraph that links to its source"
        assert "](" in source or claim["verdict"] == "opinion", told
