"""The next word against the model read in one go, torch's softmax, and the tokenizer's own sentences.

What the model finds probable may change when it is trained anew: nothing here depends on it.
"""

import json
import re
from collections.abc import Iterator
from html import unescape
from itertools import islice
from random import Random

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from knobs import demo, pocket
from knobs.demos import next_word
from knobs.demos.next_word import pocket as speaker
from knobs.learning.course import Course
from knobs.learning.kept import TRAINED
from knobs.pocket import Model
from knobs.pocket.tokenizer import MARKS
from knobs.pocket.typed import growing, typed
from knobs.text import LANGUAGES, InputError, number

from tests.conftest import ROOT

FILE = "look in site_src/knobs/demos/next_word.py"
MODEL = pocket.load()
TOKENIZER = MODEL.tokenizer
ROW = re.compile(r'k-bars__name"[^>]*>(.*?)</span><span class="k-track">.*?<span class="k-val">([^<]*)<')
START = {"prompt": "Anna is", "language": "en"}
SENTENCE = r"[^\n]{20,160}[.]"


def drawn(lang: str = "en", **form: object) -> str:
    return demo.run("next-word", lang, json.dumps({**START, **form}))


def bars(html: str) -> list[tuple[str, str]]:
    """The name of each bar, and what stands behind it."""
    return [(unescape(re.sub("<[^>]*>", "", name)), unescape(told)) for name, told in ROW.findall(html)]


def offers(html: str, kind: str = "k-offer") -> dict[str, str]:
    """The label of each offer, and the prompt that it would make."""
    found = re.findall(rf'class="{kind}" data-set="([^"]*)"[^>]*>([^<]*)<', html)
    return {unescape(label): json.loads(unescape(values))["prompt"] for values, label in found}


def said(html: str) -> str:
    return unescape(re.search(r'<span data-say="" hidden="">([^<]+)<', html)[1])


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The words that a model has read since."""
    speaker().read.cache_clear()
    seen: list[int] = []
    step = Model.step

    def counted(self: Model, word: int) -> list[float]:
        seen.append(word)
        return step(self, word)

    monkeypatch.setattr(Model, "step", counted)
    return seen


@pytest.mark.parametrize("prompt", ["Anna", "Anna is in", "water is ."])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_word_after_word_is_the_text_in_one_go(prompt, lang):
    words = TOKENIZER.encode(prompt, lang)
    fresh = pocket.load().model.read(words)
    assert speaker().read(tuple(words)).logits == fresh, f"{FILE}: read()"
    speaker().read(tuple(words[:-1]))  # what was kept of it is not what was read last
    assert speaker().read((*words, words[-1])).logits == pocket.load().model.read([*words, words[-1]]), FILE


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("temperature", "top_k"), [(1.0, 50), (0.3, 8), (2.0, 3), (0.7, 1)])
def test_the_bars_are_torchs_softmax(lang, temperature, top_k):
    logits = torch.tensor(pocket.load().model.read(TOKENIZER.encode("Anna is", lang)), dtype=torch.float64)
    kept, words = logits.topk(top_k)
    shares = torch.zeros(len(logits), dtype=torch.float64)
    shares[words] = (kept / temperature).softmax(0)
    expected = []
    for place, word in enumerate(logits.topk(8).indices):
        share = float(shares[word])
        told = f"{number(100 * share, lang, 1)}%" if share >= 0.0005 else {"en": "<0.1%", "nl": "<0,1%"}[lang]
        cut = {"en": "cut off", "nl": "valt af"}[lang]
        expected.append((TOKENIZER.words[word].replace("_", " "), told if place < top_k else cut))
        shares[word] = 0
    html = drawn(lang, language=lang, temperature=temperature, top_k=top_k)
    *seen, (others, rest) = bars(html)
    assert seen == expected, FILE
    assert others.startswith(str(len(logits) - 8)), FILE
    if top_k > 8:
        share = float(shares.sum())
        assert rest == f"{number(100 * share, lang, 1)}%" or share < 0.0005, FILE
    else:
        assert rest == {"en": "cut off", "nl": "valt af"}[lang], FILE


@pytest.mark.parametrize("temperature", [0.1, 1, 2])
def test_no_probability_is_left_out(temperature):
    told = [
        0 if told[0] == "<" else float(told.strip("%"))
        for _, told in bars(drawn(temperature=temperature, write=0))
    ]
    assert sum(told) == pytest.approx(100, abs=0.5), FILE


def test_no_temperature_leaves_one_word_and_bars_keep_their_order():
    cold, warm, hot = (bars(drawn(temperature=temperature)) for temperature in (0, 1, 2))
    assert [told for _, told in cold] == ["100.0%", *["0.0%"] * 8], FILE
    names = [[name for name, _ in seen] for seen in (cold, warm, hot)]
    assert names[0] == names[1] == names[2], f"{FILE}: bars that change places cannot be followed"


@pytest.mark.parametrize(("temperature", "top_k"), [(0, 50), (1, 50), (2, 5), (1, 1)])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_writes_as_the_model_does(temperature, top_k, lang):
    words = TOKENIZER.encode("Anna is", lang)
    for seed in (1, 20):
        written, ended = speaker().write_on(tuple(words), 15, temperature, top_k, seed)
        writing = pocket.write_on(
            pocket.load().model,
            words,
            TOKENIZER.end,
            temperature=temperature,
            top_k=top_k,
            random=Random(seed),
        )
        expected = list(islice(writing, 16))
        assert list(written) == expected[:15] and ended == (len(expected) < 15), FILE
        html = drawn(lang, language=lang, temperature=temperature, top_k=top_k, write=15, draw=seed)
        text = unescape(
            re.sub("<[^>]*>", "", re.search(r"k-continued__text.*?>(.*?)</span></span>", html)[1])
        )
        assert text == TOKENIZER.decode([*words, *expected[:15]]) == said(html)[-len(text) - 2 : -2], FILE


def test_with_one_word_to_choose_from_no_draw_differs():
    """What the page says."""
    assert len({drawn(top_k=1, draw=seed) for seed in range(1, 21)}) == 1, "look in docs/*/pocket-model.md"


def test_a_text_is_written_to_the_end_of_what_the_model_can_read():
    full = " ".join(["is"] * (TOKENIZER.context - 3))
    written, ended = speaker().write_on(typed(full, "en", TOKENIZER).words, 30, 1.0, 50, 1)
    assert len(written) == 2 or ended, FILE
    assert "The model writes nothing after it." in said(drawn(prompt=f"{full} is is")), FILE
    with pytest.raises(InputError, match=f"the model reads {TOKENIZER.context} at most"):
        drawn(prompt=f"{full} is is is")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_offered_word_is_the_next_word(lang):
    html = drawn(lang, language=lang, prompt="Anna  IS", write=0)
    before = TOKENIZER.encode("Anna is", lang)
    found = offers(html, "k-offer k-offer--word")
    assert 5 <= len(found) <= 8, FILE
    for word, prompt in found.items():
        assert prompt.startswith("Anna  IS") and prompt.endswith(" "), (
            f"{FILE}: what was typed stays as it was"
        )
        (number,) = (n for n, known in enumerate(TOKENIZER.words) if known.replace("_", " ") == word)
        assert TOKENIZER.encode(prompt, lang) == [*before, number], FILE


def test_a_mark_is_no_offer(monkeypatch):
    """The end of a text can be the most probable: it is told, and cannot be typed."""
    logits = [0.0] * len(TOKENIZER.words)
    logits[TOKENIZER.end] = 9.0
    monkeypatch.setattr(speaker(), "read", lambda words: next_word.Read(MODEL.model, logits))
    html = drawn(write=3)
    assert bars(html)[0][0] == "end of the text" and "&lt;end&gt;" not in html, FILE
    assert "Here the model ends the text." in html and len(offers(html, "k-offer k-offer--word")) == 5, FILE


# What is typed: what is read of it, and how the word that is not finished begins.
UNFINISHED = {
    "the capital of Fra": ("the capital of", "Fra"),
    "the capital of FRA": ("the capital of", "FRA"),
    "f": ("", "f"),
    "de hoofdstad van Belgi": ("de hoofdstad van", "Belgi"),
    "in den ": ("in", "den "),
    "in Den Ha": ("in", "Den Ha"),
    "in the United  K": ("in the", "United  K"),
    "in 's-her": ("in", "'s-her"),
    "in Noord-": ("in", "Noord-"),
    "a dog, a ca": ("a dog, a", "ca"),
    "<nl> de hoofds": ("<nl> de", "hoofds"),
}


@pytest.mark.parametrize("prompt", UNFINISHED)
def test_an_unfinished_word_is_no_error(prompt):
    finished, begun = UNFINISHED[prompt]
    now = typed(prompt, "en", TOKENIZER)
    assert (now.text.strip(), now.begun, now.text + now.begun) == (finished, begun, prompt), FILE
    assert list(now.words) == (TOKENIZER.encode(finished, "en") if finished else [1]), FILE
    html = drawn(prompt=prompt, write=0)
    assert bars(html) == bars(drawn(prompt=finished, write=0)), f"{FILE}: bars are for the finished words"
    start = "_".join(begun.casefold().replace("'", "’").split(" ")).replace("__", "_")
    fitting = {word for word in TOKENIZER.words if word.casefold().startswith(start) and word not in MARKS}
    found = offers(html)
    assert len(found) == min(8, len(fitting)) and found.keys() <= {w.replace("_", " ") for w in fitting}, FILE
    for word, offered in found.items():
        words = TOKENIZER.encode(offered, "en")
        assert words[:-1] == list(now.words) and TOKENIZER.words[words[-1]].replace("_", " ") == word, FILE
    logits = pocket.load().model.read(list(now.words))
    shares = [logits[TOKENIZER.words.index(word.replace(" ", "_"))] for word in found]
    others = [logits[TOKENIZER.words.index(word)] for word in fitting if word.replace("_", " ") not in found]
    assert shares == sorted(shares, reverse=True), f"{FILE}: the most probable first"
    assert all(share <= shares[-1] for share in others), f"{FILE}: the most probable are suggested"


def test_a_known_word_may_still_grow():
    """“he” can become “hear”: it is read, and what it may become is suggested until a space follows."""
    now = typed("Anna he", "en", TOKENIZER)
    assert (now.begun, growing(now, TOKENIZER).begun, growing(now, TOKENIZER).text) == ("", "he", "Anna "), (
        FILE
    )
    assert bars(drawn(prompt="Anna he", write=0)) == bars(drawn(prompt="Anna he ", write=0)), FILE
    assert {"hear", "her"} <= offers(drawn(prompt="Anna he")).keys(), FILE
    assert "he" not in offers(drawn(prompt="Anna he")) and not offers(drawn(prompt="Anna he ")), FILE


@pytest.mark.parametrize(
    ("prompt", "word"),
    [("Anna is Fra ", "Fra"), ("Anna qqq", "qqq"), ("xyz is", "xyz"), ("Anna @", "@"), ("a. Fra.", "Fra")],
)
def test_an_unknown_word_is_refused_as_the_tokenizer_does(prompt, word):
    for lang in LANGUAGES:
        with pytest.raises(InputError) as tokenizers:
            TOKENIZER.encode(word, lang)
        with pytest.raises(InputError) as refused:
            drawn(lang, prompt=prompt)
        assert str(refused.value) == str(tokenizers.value) and word in str(refused.value), FILE
        assert re.fullmatch(SENTENCE, str(refused.value)), FILE


@given(st.text(max_size=60), st.sampled_from(LANGUAGES))
def test_anything_typed_is_read_or_refused_in_a_sentence(prompt, lang):
    answer = json.loads(demo.answer("next-word", lang, json.dumps({"prompt": prompt, "write": 0})))
    assert "html" in answer or re.fullmatch(SENTENCE, answer["refused"]), FILE


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("prompt", ["", "   "])
def test_an_empty_prompt_says_one_sentence_and_shows_how_a_text_may_begin(prompt, lang):
    html = drawn(lang, prompt=prompt, language=lang)
    assert html.startswith(f'<span class="k-readout"><span class="k-note">{next_word.EMPTY[lang]}</span>'), (
        FILE
    )
    assert all(offered.strip() == word for word, offered in offers(html, "k-offer k-offer--word").items()), (
        FILE
    )
    assert "“”" not in said(html) and "‘’" not in said(html), FILE


def test_the_language_word_changes_and_the_prompt_stays():
    seen = {lang: drawn(language=lang) for lang in LANGUAGES}
    tokens = {
        lang: re.findall(r'k-role k-input">([^<]*)</span><span class="k-token__number">(\d+)', seen[lang])
        for lang in LANGUAGES
    }
    assert (
        tokens["en"][1:] == tokens["nl"][1:] == [(w, str(TOKENIZER.words.index(w))) for w in ("Anna", "is")]
    ), FILE
    assert [tokens[lang][0] for lang in LANGUAGES] == [("&lt;en&gt;", "1"), ("&lt;nl&gt;", "2")], FILE
    for lang, other in (("en", "nl"), ("nl", "en")):
        word, chance = bars(seen[other])[0]
        assert f"With <{other}> in front" in unescape(seen[lang]), FILE
        assert f"“{word}” ({chance})" in unescape(seen[lang]), f"{FILE}: compared()"
    assert bars(seen["en"])[0] != bars(seen["nl"])[0], (
        "docs/*/pocket-model.md says that this prompt goes both ways"
    )


@pytest.mark.parametrize(
    ("prompt", "color", "who"),
    [
        (
            "Anna has a red hat and Bram has a blue hat. {}",
            ("What color is Anna’s hat?", "red"),
            ("Who has the red hat?", "Bram"),
        ),
        (
            "Anna heeft een rode hoed en Bram heeft een blauwe hoed. {}",
            ("Welke kleur heeft de hoed van Anna?", "rood"),
            ("Wie heeft de rode hoed?", "Bram"),
        ),
    ],
)
def test_of_two_questions_it_is_sure_of_one(prompt, color, who):
    told, lang = "read docs/*/pocket-model.md#now-you-know again", "en" if "Anna has" in prompt else "nl"
    (first, sure), (second, unsure) = (
        bars(drawn(prompt=prompt.format(question), language=lang, write=0))[0] for question, _ in (color, who)
    )
    assert (first, second) == (color[1], who[1]), told
    assert float(sure.rstrip("%")) > 99 and float(unsure.rstrip("%")) < 80, told
    page = (ROOT / "docs" / lang / "pocket-model.md").read_text("utf-8")
    assert all(f'prompt="{prompt.format(question)}"' in page for question, _ in (color, who)), told


def test_a_turn_reads_no_more_than_it_must(steps):
    """Plain Python reads some forty words a second in a browser."""
    drawn()
    assert len(steps) <= 20, f"{FILE}: the first picture keeps a reader waiting"
    for turned in ({"temperature": 0.5}, {"top_k": 3}, {"draw": 7}):
        steps.clear()
        drawn(write=0, **turned)
        assert not steps, f"{FILE}: {turned} read the prompt again"
    for prompt, most in (
        ("Anna is in", 2),
        ("Anna is in t", 0),
        ("Anna is in th", 0),
        ("Anna is in the ", 2),
    ):
        steps.clear()
        drawn(write=0, prompt=prompt)
        assert len(steps) <= most, f"{FILE}: {prompt} read {len(steps)} words"
    steps.clear()
    drawn(write=10)
    drawn(write=14)
    assert len(steps) <= 14, f"{FILE}: words that were written are read again"


@pytest.fixture
def trained(monkeypatch: pytest.MonkeyPatch) -> Iterator[Course]:
    """A model that has learned a little Dutch."""
    course = Course("small", "nl", 1)
    course.go(2, 0.02, 2)
    monkeypatch.setattr(TRAINED, "course", course)
    return course


def test_without_a_model_of_ones_own_there_is_a_way_on(lang, monkeypatch):
    monkeypatch.setattr(TRAINED, "course", None)
    html = drawn(lang, model="trained")
    heading = {"en": "## Train one yourself {", "nl": "## Train er zelf een {"}[lang]
    assert heading in (ROOT / f"docs/{lang}/how-values-are-assigned.md").read_text("utf-8"), (
        "the page it names"
    )
    assert heading.strip("#{ ") in said(html) and said(html) in unescape(html), FILE
    assert json.loads(unescape(re.search(r'data-set="([^"]*)"', html)[1])) == {"model": "pocket"}, FILE


def test_the_model_that_the_reader_trained_is_asked(lang, trained):
    words = trained.tokenizer.encode("Anna is", "nl")
    logits = torch.tensor(trained.learner.logits([words])[-490:], dtype=torch.float64)
    shares = torch.zeros(490, dtype=torch.float64)
    kept, most = logits.topk(50)
    shares[most] = kept.softmax(0)
    html = drawn(lang, model="trained", language="nl", top_k=50)
    seen = dict(bars(html)[:8])
    for word in logits.topk(8).indices.tolist():
        name = "end of the text" if word == trained.tokenizer.end else trained.tokenizer.words[word]
        name = {"en": name, "nl": name.replace("end of the text", "einde van de tekst")}[lang]
        assert seen[name.replace("_", " ")] == f"{number(100 * float(shares[word]), lang, 1)}%", FILE
    assert "&lt;en&gt;" not in html, "a model of one language has no other language word"


def test_it_is_asked_anew_when_it_has_learned_more(trained):
    before = bars(drawn(model="trained"))
    assert bars(drawn(model="trained")) == before, FILE
    trained.go(3, 0.02, 2)
    assert bars(drawn(model="trained")) != before, FILE


def test_a_model_of_one_language_says_so(lang, trained):
    told = {"en": "Your model has learned Dutch only.", "nl": "Je model heeft alleen Nederlands geleerd."}[
        lang
    ]
    assert told in drawn(lang, model="trained", language="en"), FILE
    assert told not in drawn(lang, model="trained", language="nl"), FILE
    with pytest.raises(InputError):
        drawn(lang, model="trained", prompt="the kitchen is")


@pytest.mark.parametrize("updates", [0, 1])
def test_a_model_that_has_learned_nothing_is_no_model(updates, monkeypatch):
    course = Course("small", "nl", 1)
    course.go(updates, 0.02, 1)
    course.blown_up = updates > 0
    monkeypatch.setattr(TRAINED, "course", course)
    assert "k-bars" not in drawn(model="trained"), FILE
