"""sitekit/talk.py: a link to a discussion is there where a repository is, and only there."""

import re
from html import unescape
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
from knobs.text import LANGUAGES, DemoError
from markdown import Markdown
from sitekit import hooks, talk

FENCE = '```view name="discuss" demo="worksheet"\n```'
FILE = "look in site_src/sitekit/talk.py"
ABOUT = {"title": "Who & what?", "address": "https://knobs.example/open-question/"}


def html(text: str, lang: str, **options: str) -> str:
    settings = {"sitekit.markdown": {"lang": lang, **options}}
    return Markdown(
        extensions=["pymdownx.superfences", "sitekit.markdown"], extension_configs=settings
    ).convert(text)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_a_repository_there_is_nothing(lang):
    assert html(f"Before.\n\n{FENCE}\n\nAfter.", lang, **ABOUT).split() == [
        "<p>Before.</p>",
        "<p>After.</p>",
    ], FILE


@pytest.mark.parametrize("repo", ["https://github.com/who/knobs", "https://github.com/who/knobs/"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_with_one_the_link_is_complete_without_scripts(lang, repo):
    shown = html(f"Before.\n\n{FENCE}\n\nAfter.", lang, repo=repo, **ABOUT)
    (link,) = re.findall(r'<p class="k-discuss"><a href="([^"]+)" data-discuss="worksheet"', shown)
    address = urlsplit(unescape(link))
    assert (
        f"{address.scheme}://{address.netloc}{address.path}" == "https://github.com/who/knobs/discussions/new"
    ), FILE
    asked = parse_qs(address.query)
    assert asked["title"] == [ABOUT["title"]] and asked["category"] == ["general"], FILE
    assert asked["body"] == [f"{talk.NUMBERS.fill(title=ABOUT['title'])[lang]}\n\n{ABOUT['address']}"], FILE
    assert talk.WITH_NUMBERS[lang] in shown, FILE
    assert talk.TAKES.fill(host="github.com")[lang] in unescape(shown), "it says that it leaves the site"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_without_a_demo_can_be_discussed_too(lang):
    fence = '```view name="discuss"\n```'
    shown = html(fence, lang, repo="https://github.com/who/knobs", **ABOUT)
    assert talk.PLAIN[lang] in shown and "data-discuss" not in shown and "github.com" in shown, FILE
    assert html(fence, lang, **ABOUT) == "", FILE


@pytest.mark.parametrize("wrong", ['demo=""', 'demo="lien"', 'demo="line" at="1"'])
def test_what_an_author_gets_wrong_is_told(wrong):
    with pytest.raises(DemoError):
        html(f'```view name="discuss" {wrong}\n```', "en", repo="https://github.com/who/knobs", **ABOUT)


@pytest.mark.parametrize("repo", [None, "https://github.com/who/knobs"])
def test_the_build_says_which_repository(repo):
    file = SimpleNamespace(locale="nl", src_uri="nl/page.md")
    page = SimpleNamespace(
        file=file, url="nl/page/", meta={"title": "T"}, canonical_url="https://a.example/nl/page/"
    )
    i18n = SimpleNamespace(current_language="nl")
    config = SimpleNamespace(repo_url=repo, mdx_configs={}, plugins={"i18n": i18n})
    hooks.on_page_markdown("", page, config, None)  # type: ignore[arg-type]
    told = config.mdx_configs["sitekit.markdown"]
    assert (told["repo"], told["title"], told["address"]) == (
        repo or "",
        "T",
        "https://a.example/nl/page/",
    ), "look at on_page_markdown in site_src/sitekit/hooks.py"
