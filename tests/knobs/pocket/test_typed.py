"""What is typed is read as far as it is finished, whatever comes; against the tokenizer, which asks for whole words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from knobs.pocket import InputError, Tokenizer
from knobs.pocket.tokenizer import MARKS
from knobs.pocket.typed import added, growing, longer, typed

from tests.knobs.pocket.small import WORDS

FILE = "look in site_src/knobs/pocket/typed.py"
TOKENIZER = Tokenizer(WORDS, 12)


def names(numbers):
    return [WORDS[number] for number in numbers]


@pytest.mark.parametrize(
    ("prompt", "words", "text", "begun"),
    [
        ("", [], "", ""),
        (" ", [], " ", ""),
        ("the", ["the"], "the", ""),
        ("the capital of Par", ["the", "capital", "of"], "the capital of ", "Par"),
        ("de hoofdstad van BELG", ["de", "hoofdstad", "van"], "de hoofdstad van ", "BELG"),
        ("de  hond , den", ["de", "hond", ","], "de  hond , ", "den"),
        ("Den ", [], "", "Den "),
        ("Den Ha", [], "", "Den Ha"),
        ("the United\tK", ["the"], "the ", "United\tK"),
        ("the the  longest night of", ["the"], "the ", "the  longest night of"),
        ("Anna’", ["Anna"], "Anna", "’"),
        ("'s-herto", [], "", "'s-herto"),
        ("Noord-", [], "", "Noord-"),
        ("is.ca", ["is", "."], "is.", "ca"),
        ("<nl> de ho", ["<nl>", "de"], "<nl> de ", "ho"),
    ],
)
def test_how_far_a_prompt_can_be_read(prompt, words, text, begun):
    now = typed(prompt, "en", TOKENIZER)
    expected = words if "<nl>" in words else ["<en>", *words]
    assert (names(now.words), now.text, now.begun) == (expected, text, begun), FILE
    assert now.text + now.begun == prompt, f"{FILE}: what was typed stays as it was"


@pytest.mark.parametrize(
    "prompt", ["de Par ", "de Parx", "xx Par", "xx", "de xx Den ", "Par.", "de @", "<xx> de"]
)
def test_what_no_known_word_begins_with_is_refused_as_the_tokenizer_does(prompt):
    with pytest.raises(InputError) as refused:
        typed(prompt, "nl", TOKENIZER)
    wrong = next(word for word in ("<xx>", "Parx", "xx", "@", "Par") if word in prompt)
    assert f"‘{wrong}’" in refused.value.sentence.nl, FILE


def test_a_prompt_that_is_too_long_is_refused_also_while_a_word_is_unfinished():
    for prompt in (12 * "de ", 12 * "de " + "hon", 11 * "de " + "is Den"):
        with pytest.raises(InputError, match="the model reads 12 at most"):
            typed(prompt, "en", TOKENIZER)
    assert len(typed(11 * "de " + "hon", "en", TOKENIZER).words) == 12, FILE


def test_a_known_word_may_grow_until_a_space_follows():
    now = growing(typed("is de", "en", TOKENIZER), TOKENIZER)
    assert (now.text, names(now.words), now.begun) == ("is ", ["<en>", "is"], "de"), FILE
    for prompt in ("is de ", "is Den Haag", "", "is de."):
        now = typed(prompt, "en", TOKENIZER)
        assert growing(now, TOKENIZER) == now or now.text.endswith("."), FILE
    now = typed("is D", "en", TOKENIZER)
    assert growing(now, TOKENIZER) == now, f"{FILE}: it is a beginning already"


@pytest.mark.parametrize(
    ("begun", "words"),
    [
        ("pari", ["Paris", "Parijs"]),
        ("PAR", ["Paris", "Parijs"]),
        ("paris", []),
        ("the", ["the_longest_night_of_all"]),
        ("the longest", ["the_longest_night_of_all"]),
        ("den ", ["Den_Haag"]),
        ("Belgie\u0308", []),
        ("'s", ["’s-Hertogenbosch"]),
        ("<", []),
    ],
)
def test_words_that_go_on(begun, words):
    assert names(longer(begun, TOKENIZER)) == words, FILE


SPOKEN = [word for word in WORDS if word not in MARKS]


@given(st.lists(st.sampled_from(SPOKEN), min_size=1, max_size=6))
def test_words_that_are_added_one_by_one_are_read_one_by_one(words):
    prompt = ""
    for word in words:
        prompt = added(prompt, word.replace("_", " "))
    if "’s" not in words:  # Anna’s ’s is no text
        assert names(typed(prompt, "nl", TOKENIZER).words[1:]) == words, FILE
    assert prompt.endswith(" ") and "  " not in prompt, FILE


@given(st.text(max_size=40), st.sampled_from(SPOKEN))
def test_what_was_typed_stays_when_a_word_is_added(text, word):
    assert added(text, word).startswith(text.rstrip()) and added(text, word).endswith(f"{word} "), FILE


@given(st.text(alphabet=st.sampled_from("deNPar ’'-_.<>é\t"), max_size=30))
def test_anything_is_read_or_refused(prompt):
    try:
        now = typed(prompt, "en", TOKENIZER)
    except InputError:
        return
    assert now.text + now.begun == prompt and len(now.words) <= 12, FILE
    assert bool(now.begun) == (now.text != prompt), FILE
