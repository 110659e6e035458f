"""The words of the site in its pages: explained where vocabulary.toml says, marked where a page first uses them, and
never written in a forbidden form.
"""

import re
from functools import lru_cache

import markdown
import pytest
from knobs.text import LANGUAGES
from knobs.vocabulary import Word, words

from sitekit.fences import BASES
from sitekit.prose import FRONT_MATTER, ROOT, Page
from tests.docs.pages import pages
from tests.docs.rendering import settings

FILE = "site_src/knobs/vocabulary.toml"
EXPLAINED = [word for word in words().values() if word.explained]
dutch_pages = pytest.mark.parametrize(
    "page", [page for page in [*pages(), *pages("*.ipynb")] if page.lang == "nl"], ids=lambda page: page.name
)


def whole_word(forms: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, forms))})(?![\w-])", re.IGNORECASE)


@lru_cache
def forbidden() -> list[tuple[Word, re.Pattern[str]]]:
    return [(word, whole_word(word.forbidden)) for word in words().values() if word.forbidden]


@dutch_pages
def test_no_page_writes_a_forbidden_form(page: Page):
    told = [
        f"{page.place(page.prose.count(chr(10), 0, found.start()) + 1)}: “{found[0]}”: write “{word.nl}” ({FILE})"
        for word, pattern in forbidden()
        for found in pattern.finditer(page.prose)
        if found[0] not in word.forms["nl"]
    ]
    if told:
        pytest.fail("\n".join(told), pytrace=False)


def test_no_form_is_forbidden_by_one_word_and_used_by_another():
    for word, pattern in forbidden():
        for other in words().values():
            if other is not word:
                wrong = [form for form in other.forms["nl"] if pattern.fullmatch(form)]
                # A trillion is no “triljoen”, and a quintillion is one.
                assert not wrong or (word.key, other.key) == ("trillion", "quintillion"), f"{FILE}: {other.key}: {wrong}"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("word", EXPLAINED, ids=lambda word: word.key)
def test_a_word_is_in_the_section_that_explains_it(word: Word, lang: str):
    name, _, anchor = word.explained.partition("#")
    (page,) = [page for page in pages() if page.file == ROOT / "docs" / lang / name]
    (section,) = [section for section in page.sections if section.id == anchor]
    if word.forms[lang]:
        assert whole_word(word.forms[lang]).search(section.prose), (
            f"{page.place(section.line)}: section #{anchor} has none of {word.forms[lang]}; it should explain “{word.key}”"
        )


# ---- The first use on each page ------------------------------------------------------------------------------

MARK = re.compile(
    r'<span class="k-word"><a [^>]*href="\.\./glossary/#([\w-]+)"[^>]*>(.*?)</a><span class="k-tip".*?</span></span>'
)
NO_PROSE = (
    r"<h[1-6]\b.*?</h[1-6]>",
    r"<a\b.*?</a>",
    r"<code\b.*?</code>",
    r"<math\b.*?</math>",
    r"<table\b.*?</table>",
    r"<summary\b.*?</summary>",
    r'<ol class="k-verdict".*?</ol>',
    r'<p class="(?:admonition-title|k-claim|k-label|k-source)".*?</p>',
)


def marked_page(page: Page) -> str:
    """The page with its tips, but for demos, pictures and code, and without what stands under Sources."""
    text = page.text
    for fence in reversed(page.fences):
        text = text[: fence.start] + text[fence.end :]
    chosen = {name: dict(values) for name, values in settings().items()}
    chosen["pymdownx.snippets"]["base_path"] = [str(base) for base in BASES]
    options = {
        "lang": page.lang,
        "glossary": "../glossary/",
        "unmarked": page.front_matter.get("unmarked", []),
        "sources": page.front_matter.get("sources", True),
    }
    chosen["sitekit.markdown"] |= options
    text = FRONT_MATTER.sub("", text)
    html = markdown.markdown(text, extensions=list(chosen), extension_configs=chosen)
    return re.split(r'<h2 id="sources"', html)[0]


def prose_with_marks(page: Page) -> str:
    """Its running text, with each mark as ⟦key|words⟧ and ¤ for what is no prose of its language."""
    every = whole_word(tuple(form for word in words().values() for form in word.forms[page.lang]))
    text = MARK.sub(lambda found: f"⟦{found[1]}|{re.sub('<[^>]*>', '', found[2])}⟧", marked_page(page))
    for pattern in NO_PROSE:
        text = re.sub(pattern, "¤", text, flags=re.DOTALL)
    other = "nl" if page.lang == "en" else "(?:en|fr)"
    text = re.sub(rf'<(\w+)[^>]* lang="{other}".*?</\1>', "¤", text, flags=re.DOTALL)
    role = re.compile(r'<span class="k-role[^>]*>((?:[^<]|<(?!/span))*)</span>')
    text = role.sub(lambda found: found[1] if every.fullmatch(found[1]) else "¤", text)
    return re.sub(r"<[^>]*>", "", text)


@pytest.mark.parametrize("page", [page for page in pages() if page.file.stem != "glossary"], ids=lambda page: page.name)
def test_the_first_use_of_each_word_is_marked(page: Page):
    """So nobody meets a word that is explained later without a way to its meaning."""
    text = prose_with_marks(page)
    forms = {form.lower(): word for word in words().values() for form in word.forms[page.lang]}
    every = re.compile(
        rf"⟦(?P<key>[\w-]+)\|(?P<shown>[^⟧]*)⟧|(?<![\w-])(?:{'|'.join(map(re.escape, sorted(forms, key=len, reverse=True)))})(?![\w-])",
        re.IGNORECASE,
    )
    seen: set[str] = set(page.front_matter.get("unmarked", []))
    told = []
    for found in every.finditer(text):
        word = forms[(found["shown"] or found[0]).lower()]
        place = text[max(0, found.start() - 40) : found.end() + 20]
        if found["key"]:
            assert found["key"] == word.key and word.key not in seen, f"{page.name}: …{place}…: marked twice"
        elif word.key not in seen and not (word.corner == "numbers" and re.search(r"\d\s\Z", text[: found.start()])):
            told.append(f"{page.name}: “{found[0]}” is used before it is marked: …{place}…")
        else:
            continue
        seen.add(word.key)
    assert not told, "\n".join(["look in site_src/sitekit/tips.py:", *told])
    if page.file.parent.name != "contribute":  # for translators: about words, and not about models
        assert len(re.findall("⟦", text)) > 3, f"{page.name} has hardly any tips"


def test_a_mark_that_is_missing_would_be_found(monkeypatch):
    page = next(page for page in pages() if page.name == "docs/en/what-is-a-parameter.md")
    whole = marked_page(page)
    first = next(found for found in MARK.finditer(whole) if found[1] == "neuron")
    monkeypatch.setitem(globals(), "marked_page", lambda page: whole.replace(first[0], first[2]))
    with pytest.raises(AssertionError, match="“neuron” is used before it is marked"):
        test_the_first_use_of_each_word_is_marked(page)
