"""From one language word to the other: live and measured agree, and both ends are the words themselves."""

import json

import pytest
from knobs import demo
from knobs.demos.blend import PROMPTS, STEPS, blended, flip, said, words_of
from knobs.pocket import load
from knobs.pocket.measured import measured
from knobs.pocket.side_by_side import base
from knobs.text import LANGUAGES, number
from knobs.world.encoded import vocabulary

from tests.knobs.demos.pocket_pictures import bars, sentences, spread

FILE = "look in site_src/knobs/demos/blend.py"
AGAIN = "run python -m workshop.probes site_src/knobs/pocket/weights pocket"
NL, EN = (base().tokenizer.language_word(lang) for lang in ("nl", "en"))


def by_torch(share, words):
    """How probable each word is next, with the row of <nl> moved by hand."""
    weights = load().model.weights
    rows = weights["embedding"]
    weights.tensors["embedding"][NL] = [
        start + share * (end - start) for start, end in zip(rows[NL], rows[EN], strict=True)
    ]
    return spread(weights, words)


@pytest.mark.parametrize("prompt", PROMPTS)
@pytest.mark.parametrize("share", [0.0, 0.35, 0.5, 1.0])
def test_bars_are_torchs(prompt, share):
    drawn = demo.run("blend", "nl", json.dumps({"share": share, "prompt": prompt}))
    tokenizer, now = base().tokenizer, by_torch(share, words_of(prompt))
    *rows, (_, rest) = bars(drawn)
    words = [tokenizer.words.index(name.replace(" ", "_")) for name, _ in rows]
    assert [told for _, told in rows] == [f"{number(100 * now[word], 'nl')}%" for word in words], FILE
    assert rest == f"{number(100 * max(0, 1 - sum(now[word] for word in words)), 'nl')}%", FILE
    assert sentences(drawn) == [said(share, prompt).sentence], FILE
    known = measured("silence")["blend"][prompt]
    assert [name.replace(" ", "_") for name, _ in rows] == known["words"]["nl"] + known["words"]["en"], FILE
    for side, lang in enumerate(("nl", "en")):
        together = sum(now[tokenizer.words.index(word)] for word in known["words"][lang])
        assert known["shares"][round(share * STEPS)][side] == pytest.approx(together, abs=2e-4), AGAIN


@pytest.mark.parametrize("prompt", PROMPTS)
def test_at_the_end_it_is_the_other_word(prompt):
    """To the last bit: <nl> there is <en>."""
    pocket = load()
    english = [pocket.tokenizer.language_word("en"), *words_of(prompt)[1:]]
    moved = blended(pocket.model.weights, (NL, EN), 1.0)
    assert moved["embedding"][NL] == pocket.model.weights["embedding"][EN], FILE
    changed = said(1.0, prompt).spread
    assert changed[:NL] == pytest.approx(spread(pocket.model.weights, english)[:NL], abs=1e-6), FILE


def test_the_model_that_is_loaded_stays_as_it_was():
    before = load().model.weights
    for share in (0.0, 0.5, 1.0):
        demo.run("blend", "en", json.dumps({"share": share}))
    assert base().model.weights.matrices == before.matrices, FILE
    assert blended(before, (NL, EN), 0.0).matrices == before.matrices, FILE


def test_the_words_of_a_prompt_are_of_both_languages():
    for prompt in PROMPTS.values():
        numbers = [base().tokenizer.encode(prompt[lang], lang)[1:] for lang in LANGUAGES]
        assert numbers[0] == numbers[1], FILE


@pytest.mark.parametrize(
    ("shares", "place"),
    [([[1, 0], [0.5, 0.5], [0.4, 0.6], [0, 1]], 2 / STEPS), ([[1, 0], [1, 0]], 1.0), ([[0, 1]], 0.0)],
)
def test_where_it_flips(shares, place):
    assert flip(shares) == place, FILE


@pytest.mark.parametrize("prompt", PROMPTS)
def test_the_page_says_what_was_measured(prompt):
    """The languages change places once, somewhere in the middle."""
    shares, told = measured("silence")["blend"][prompt]["shares"], "read docs/*/pocket-model.md#silence again"
    assert 0.25 < flip(shares) < 0.8, told
    english = [en > nl for nl, en in shares]
    assert english == sorted(english), told


def test_the_page_says_which_language_it_writes():
    """Halfway it depends on the first words; no sentence mixes the two."""
    told, words = (
        "read docs/*/pocket-model.md#silence again",
        {lang: set(vocabulary((lang,))) for lang in LANGUAGES},
    )
    halfway = {}
    for prompt in PROMPTS:
        for step in range(STEPS + 1):
            written = set(base().tokenizer.encode(said(step / STEPS, prompt).sentence, "nl")[1:])
            spoken = {base().tokenizer.words[word] for word in written}
            tongues = [lang for lang in LANGUAGES if spoken <= words[lang]]
            assert tongues, f"{prompt} at {step / STEPS} mixes the languages: {told}"
            if 2 * step == STEPS:
                halfway[prompt] = tongues
    assert halfway["rome"] == ["nl"] and halfway["anna"] == ["en"], told
