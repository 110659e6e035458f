"""The twin with experts: torch says who answers, the parameters are counted by hand, and the record is what is drawn."""

import html
import json
import re
from dataclasses import replace

import pytest
from knobs import demo
from knobs.demos.experts import KINDS, KNOWN, LAYERS, MOST, TEXTS, experts
from knobs.experts import routes, twin
from knobs.experts.lit import LETTERS
from knobs.pocket.measured import measured
from knobs.text import LANGUAGES, number
from workshop.train import RECIPES

from tests.knobs.demos.pocket_pictures import bars, columns
from tests.knobs.pocket import torch_pocket

FILE = "look in site_src/knobs/demos/experts.py, or in site_src/knobs/experts/lit.py"
AGAIN = "run python -m workshop.export and workshop.routes again for site_src/knobs/experts/weights"
READ = "read docs/*/pocket-model.md#experts again"
TOKEN = re.compile(
    r'class="k-role k-(input|output)"[^>]*>([^<]*)<.*?<rect [^>]*y="([\d.]+)" width="([\d.]+)".*?'
    r'<b>(.)</b><span class="k-token__number">(\d+)%<',
    re.DOTALL,
)
GOT = re.compile(r'<b role="rowheader">(.)</b><span role="cell"[^>]*>([^<]*)<')
GOES = re.compile(r'<span role="rowheader">([^<]*)</span>((?:<span role="cell"><svg.*?</svg>\d+%</span>)+)')


def drawn(lang, **form):
    return demo.run("experts", lang, json.dumps(form))


def by_torch(text, lang):
    """The words that the twin read and wrote, and the shares that its routers gave, [layer][time, experts]."""
    tokenizer, weights = twin().tokenizer, twin().model.weights
    words = tokenizer.encode(TEXTS[text][lang], lang)
    given, stops = len(words), [tokenizer.words.index(sign) for sign in (".", "?")]
    while True:
        routed = []
        logits = torch_pocket.logits(torch_pocket.tensors(weights), weights.config, words, routed=routed)
        word = int(logits[-1].argmax())
        if words[-1] in stops or word == tokenizer.end or len(words) == given + MOST:
            return words, given, routed
        words.append(word)


@pytest.mark.parametrize("text", TEXTS)
def test_torch_says_who_answers(text, lang):
    words, given, routed = by_torch(text, lang)
    told = [twin().tokenizer.words[word].replace("_", " ") for word in words]
    roles = ["input"] * given + ["output"] * (len(words) - given)
    for layer in range(LAYERS):
        share, chosen = routed[layer].max(-1)
        tokens = TOKEN.findall(columns(drawn(lang, text=text, layer=layer + 1))[0])
        assert [html.unescape(word) for _, word, *_ in tokens] == told, FILE
        assert [role for role, *_ in tokens] == roles, FILE
        assert [letter for *_, letter, _ in tokens] == [LETTERS[expert] for expert in chosen.tolist()], FILE
        assert [int(percent) for *_, percent in tokens] == [round(100 * one) for one in share.tolist()], FILE
        for (_, _, y, side, _, _), one, expert in zip(tokens, share.tolist(), chosen.tolist(), strict=True):
            assert float(y) + float(side) / 2 == pytest.approx(12 * expert + 6, abs=0.11), FILE
            assert float(side) ** 2 == pytest.approx(100 * one, abs=1.1), FILE


def test_each_expert_has_its_words_below():
    for column, lang in zip(columns(drawn("nl", text="story", layer=2)), ("nl", "en"), strict=True):
        words, _, routed = by_torch("story", lang)
        got = {letter: html.unescape(told) for letter, told in GOT.findall(column)}
        assert list(got) == list("ABCD"), FILE
        for expert, letter in enumerate("ABCD"):
            mine = [
                twin().tokenizer.words[word]
                for word, chosen in zip(words, routed[1].argmax(-1).tolist(), strict=True)
                if chosen == expert
            ]
            told = [
                f"{word} ×{mine.count(word)}" if mine.count(word) > 1 else word
                for word in dict.fromkeys(mine)
            ]
            assert got[letter] == (" · ".join(told) or "–"), FILE


def test_the_readers_own_language_comes_first(lang):
    first, second = columns(drawn(lang))
    other = "nl" if lang == "en" else "en"
    assert f'lang="{other}"' in second and f'lang="{other}"' not in first, FILE


def test_parameters_are_counted_by_hand(lang):
    """Tables, biases of words, and in each of four layers attention, a router and four experts."""
    expert = 2 * 64 * 256 + 256
    shared = (867 + 64) * 64 + 867 + 4 * (4 * 64 * 64 + 4 * 64)
    whole, at_work, alone = shared + 16 * expert, shared + 4 * expert, shared - 4 * 4 * 64 + 4 * expert
    page = drawn(lang)
    for count, times in ((whole, 1), (at_work, 1), (alone, 2)):
        assert page.count(f"<b>{number(count, lang)}</b>") == times, FILE
    for part in ((867 + 64) * 64 + 867, 4 * (4 * 64 * 64 + 4 * 64), 4 * expert, 12 * expert):
        assert f'<span class="k-val">{number(part, lang)}</span>' in page, FILE
    line = float(re.search(r'class="k-active" d="M0 31H([\d.]+)"', page)[1])
    assert line == pytest.approx(460 * at_work / whole, abs=0.1), FILE


def test_both_models_are_compared_by_their_cards(lang):
    page = drawn(lang)
    for tongue in LANGUAGES:
        for able in (measured("pocket")["able"][tongue], twin().card.about["able"][tongue]):
            assert f"<b>{number(able['loss'], lang, 2)}</b>" in page, FILE
            assert f"<b>{number(100 * able['unseen'], lang)}%</b>" in page, FILE


@pytest.mark.parametrize("layer", range(1, LAYERS + 1))
def test_what_was_measured_is_shown(layer, lang):
    known, page = routes()["layers"][layer - 1], drawn(lang, layer=layer)
    shares = [f"{number(100 * known['foretold'][key], lang)}%" for key in KNOWN]
    assert bars(page) == [*zip((name[lang] for name in KNOWN.values()), shares, strict=True)], FILE
    groups = [*known["goes"]["language"].values(), *(known["goes"]["kind"][key] for key in KINDS)]
    rows = [
        [int(percent) for percent in re.findall(r"</svg>(\d+)%", cells)] for _, cells in GOES.findall(page)
    ]
    assert rows == [[int(number(100 * share, "en")) for share in group] for group in groups], FILE
    assert set(known["goes"]["kind"]) == {*KINDS, "other"}, AGAIN


def test_its_controls():
    assert list(experts.controls) == ["text", "layer"], FILE
    assert experts.controls["layer"].trials()[::2] == (1, twin().model.config.layers), FILE


def test_the_twin_was_trained_like_the_pocket_model():
    sizes = {name: size for name, size in RECIPES["experts"].sizes.items() if name != "experts"}
    assert replace(RECIPES["experts"], sizes=sizes) == RECIPES["pocket"], READ


def layers(what):
    """One number of the record for each layer."""
    return [layer["foretold"][what] for layer in routes()["layers"]]


def test_the_page_says_what_foretells_an_expert():
    """The word does, four times in five; what the text is about does not; the language only in the last layer."""
    nothing = layers("nothing")
    for word, *others in zip(*map(layers, ("word", "kind", "place", "topic", "language")), strict=True):
        assert 0.75 < word < 0.87 and word > max(others) + 0.1, READ
    assert all(known - guessed < 0.05 for known, guessed in zip(layers("topic"), nothing, strict=True)), READ
    *first, last = (known - guessed for known, guessed in zip(layers("language"), nothing, strict=True))
    assert max(map(abs, first)) < 0.01 and last > 0.2, READ


def test_the_page_says_where_words_of_a_kind_go():
    second, last = routes()["layers"][1]["goes"]["kind"], routes()["layers"][-1]["goes"]["language"]
    busy = {max(range(4), key=second[kind].__getitem__) for kind in ("animal", "thing", "color")}
    assert len(busy) == 1 and min(max(second[kind]) for kind in ("animal", "thing", "color")) > 0.9, READ
    shares = list(zip(last["en"], last["nl"], strict=True))
    assert any(english == 0 and dutch > 0.3 for english, dutch in shares), READ
    assert any(dutch < 0.05 and english > 0.3 for english, dutch in shares), READ


def test_the_page_says_that_the_twin_is_no_better():
    both = [
        measured(name, package)["able"]
        for name, package in (("pocket", "knobs.pocket"), ("experts", "knobs.experts"))
    ]
    for lang in LANGUAGES:
        pocket, other = (able[lang] for able in both)
        assert (
            abs(pocket["loss"] - other["loss"]) < 0.02 and abs(pocket["unseen"] - other["unseen"]) < 0.05
        ), READ


def test_the_page_says_that_experts_share_the_work():
    """Each layer uses all of its experts."""
    for layer in routes()["layers"]:
        for shares in zip(*layer["goes"]["language"].values(), strict=True):
            assert sum(shares) / 2 > 0.05, READ
