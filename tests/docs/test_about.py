"""The page about the site says what it must, and what it says of versions and licenses is so."""

import json
import re
import tomllib

import pytest
import yaml

from sitekit.prose import ROOT, Page

PAGES = [Page(ROOT / "docs" / lang / "about.md") for lang in ("en", "nl")]
MUST = {"who", "made", "licenses", "privacy", "sources", "cite", "accessibility"}
# What the reader's browser gets from others: the npm packages that belong to each, and its name on the page.
GIVEN = {
    "pyodide": "Pyodide",
    "@codemirror/view": "CodeMirror",
    "dompurify": "DOMPurify",
    "@fontsource-variable/stix-two-text": "STIX",
    "@fontsource/fira-sans": "Fira",
}
NAMES = {"MPL-2.0": "Mozilla Public License", "MIT": "MIT", "OFL-1.1": "SIL Open Font License"}
each_language = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.lang)


@each_language
def test_it_says_what_a_reader_may_ask(page):
    assert {section.id for section in page.sections} >= MUST, f"{page.name}: a section is missing"


@each_language
def test_the_version_is_that_of_the_project(page):
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert cited["version"] == version and re.findall(r"\d+\.\d+\.\d+", page.text) == [version, version], page.name
    assert str(cited["date-released"])[:4] in page.text, page.name


@each_language
def test_what_others_made_is_named_with_its_license(page):
    section = re.search(r"\{#licenses\}.*?\n## ", page.text, re.DOTALL)[0]
    for package, name in GIVEN.items():
        told = json.loads((ROOT / "node_modules" / package / "package.json").read_text("utf-8"))["license"]
        license = next(words for key, words in NAMES.items() if key in told)
        assert name in section and license in section, f"{page.name}: {package} has the license {told}"
