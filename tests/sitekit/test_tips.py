"""Tips: which words of a page are marked, and what is left as it was. Look in site_src/sitekit/tips.py."""

import re
from xml.etree import ElementTree

import markdown
import pytest
from knobs.vocabulary import words

EXTENSIONS = ["admonition", "attr_list", "md_in_html", "tables", "pymdownx.superfences", "sitekit.markdown"]


def render(text: str, lang: str = "en", **options: object) -> str:
    options = {"lang": lang, "glossary": "../glossary/", **options}
    return markdown.markdown(text, extensions=EXTENSIONS, extension_configs={"sitekit.markdown": options})


def marks(html: str) -> list[tuple[str, str]]:
    """What is marked, and the card that it leads to."""
    found = re.findall(r'<span class="k-word"><a [^>]*href="\.\./glossary/#([\w-]+)"[^>]*>(.*?)</a>', html)
    return [(re.sub(r"<[^>]*>", "", shown), key) for key, shown in found]


def without(html: str) -> str:
    """The page as it would be without tips."""
    html = re.sub(r'<span class="k-tip".*?</span>', "", html)
    return re.sub(r'<span class="k-word"><a [^>]*>(.*?)</a></span>', r"\1", html)


def test_a_tip_tells_the_other_word_its_sound_and_its_meaning():
    told, html = words()["weight"], render("Each weight.")
    link, tip = ElementTree.fromstring(html)[0]
    assert dict(link.attrib) == {"href": "../glossary/#weight", "aria-describedby": "tip-weight"}
    assert dict(tip.attrib) == {
        "class": "k-tip",
        "role": "tooltip",
        "id": "tip-weight",
        "data-search-exclude": "",
    }
    assert "".join(tip.itertext()) == f"het gewicht /{told.ipa}/ {told.meaning['en']}"
    assert [(part.tag, part.get("lang")) for part in tip] == [("b", "nl"), ("i", "nl"), ("small", None)]
    dutch = f'<b lang="en">weight</b><i class="k-ipa" lang="nl"> het gewicht /{told.ipa}/</i>'
    assert dutch in render("Elk gewicht.", "nl"), "the sound is not that of the English word"
    assert "</span></span>" in html and html.count("<span") == 2, "search ends a tip at the first </span>"


@pytest.mark.parametrize(
    ("text", "lang", "found"),
    [
        ("A weight, and weights.", "en", [("weight", "weight")]),
        ("Weights weigh.", "en", [("Weights", "weight")]),
        ("A large language model is a language model, a model.", "en",
         [("large language model", "large-language-model"), ("language model", "language-model"), ("model", "model")]),
        ("A language model.", "en", [("language model", "language-model")]),
        ("Low-rank, model-like, supermodel.", "en", []),
        ("The model’s size.", "en", [("model", "model")]),
        ("Gewichten.", "nl", [("Gewichten", "weight")]),
        ("De grote taalmodellen.", "nl", [("grote taalmodellen", "large-language-model")]),
        ("Een laag verlies.", "nl", [("verlies", "loss")]),
        ("It has 175 billion, and\u00a0not 2\u00a0billion. A billion.", "en", [("billion", "billion")]),
        ("- one weight\n- two *biases*", "en", [("weight", "weight"), ("biases", "bias")]),
        ("> A **weight**.", "en", [("weight", "weight")]),
        ("A *weight* that **a bias** joins.", "en", [("weight", "weight"), ("bias", "bias")]),
    ],
)  # fmt: skip
def test_the_first_use_of_each_word_is_marked(text, lang, found):
    assert marks(render(text, lang)) == found


@pytest.mark.parametrize(
    "text",
    [
        "# A weight {#top}",
        "`weight`",
        "```text\nweight\n```",
        "[a weight](page.md)",
        "| weight |\n|---|\n| weight |",
        '<span lang="nl">*weight*</span>',
        '<span lang="nl">weight and <b>weight</b></span>',
        '<a href="x">weight</a>',
        "<code>weight</code>",
        '<figure markdown><figcaption markdown>A weight.</figcaption></figure>',
        '!!! check wrong "We checked a weight"\n    A weight.\n\n    Words.\n\n    A weight, 1986.',
        "$weight$",
        "{p:weight of it}",
        "## Sources {#sources}\n\n- “A weight”.",
        '```view name="legend"\nA weight.\n```',
    ],
)  # fmt: skip
def test_what_is_no_prose_of_the_page_is_left_alone(text):
    assert marks(render(text)) == []


def test_a_word_behind_another_language_is_marked():
    assert marks(render('<span lang="nl">gewicht</span>, a weight')) == [("weight", "weight")]
    assert marks(render('<span lang="nl">gewicht</span> <br> <span lang="en">a weight</span>')) == [
        ("weight", "weight")
    ]


def test_a_role_is_marked_as_a_whole():
    html = render("Each {p:weight} and {i:*x*} and {o:outputs}, then a weight.")
    assert marks(html) == [("weight", "weight"), ("outputs", "output")]
    assert re.search(r'<a [^>]*><span class="k-role k-param">weight</span></a><span class="k-tip"', html)


def test_figures_maths_roles_and_raw_html_stay_as_they_were():
    text = (
        "GPT-3 has {n:gpt3} of them: {p:weights} $y = \\p{a}\\i{x}$, <b>each</b> a model &amp; more.\n\n"
        "- A weight, *a* layer{: .k-nb }, [a link](x.md) to a token.\n\n"
        "Text with **a layer of *hidden* things** and `code` and 3 < 4."
    )
    assert without(render(text)) == render(text, glossary="")
    assert len(marks(render(text))) == 4


def test_no_word_is_marked_that_the_page_does_not_want():
    assert marks(render("A weight and a bias.", unmarked=["weight"])) == [("bias", "bias")]
    assert "k-word" not in render("A weight.", glossary="")


def test_a_page_is_read_anew_each_time():
    reader = markdown.Markdown(
        extensions=EXTENSIONS, extension_configs={"sitekit.markdown": {"glossary": "../glossary/"}}
    )
    assert [marks(reader.reset().convert("A weight.")) for _ in range(2)] == [[("weight", "weight")]] * 2


def test_forms_belong_to_one_word():
    """Else it would be chance which card a page leads to."""
    for lang in ("en", "nl"):
        forms = [form.lower() for word in words().values() for form in word.forms[lang]]
        assert sorted(set(forms)) == sorted(forms), "look in site_src/knobs/vocabulary.toml"
