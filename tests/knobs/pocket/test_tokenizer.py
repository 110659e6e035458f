"""Words to numbers and back: case, names of several words, signs, and what the model does not know."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from knobs.pocket import InputError, Tokenizer

from tests.knobs.pocket.small import WORDS

FILE = "look in site_src/knobs/pocket/tokenizer.py"
TOKENIZER = Tokenizer(WORDS, context=12)


def read(text, lang="nl", tokenizer=TOKENIZER):
    return " ".join(tokenizer.words[number] for number in tokenizer.encode(text, lang))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("de hoofdstad van Frankrijk", "<nl> de hoofdstad van Frankrijk"),
        ("DE Hoofdstad van FRANKRIJK", "<nl> de hoofdstad van Frankrijk"),
        ("  de\thond\n", "<nl> de hond"),
        ("de hond.", "<nl> de hond ."),
        ("is de hond warm?", "<nl> is de hond warm ?"),
        ("Anna, Anna: Anna", "<nl> Anna , Anna : Anna"),
        ("Anna ’s hond", "<nl> Anna ’s hond"),
        ("Anna’s hond", "<nl> Anna ’s hond"),
        ("anna's hond.", "<nl> Anna ’s hond ."),
        ("’s-Hertogenbosch,", "<nl> ’s-Hertogenbosch ,"),
        ("'s-hertogenbosch", "<nl> ’s-Hertogenbosch"),
        ("noord-holland", "<nl> Noord-Holland"),
        ("Den_Haag", "<nl> Den_Haag"),
        ("den haag.", "<nl> Den_Haag ."),
        ("Den Haag is", "<nl> Den_Haag is"),
        ("the united kingdom", "<nl> the United_Kingdom"),
        ("the longest night of all", "<nl> the_longest_night_of_all"),
        ("the night of all", None),
        ("Belgie\u0308", "<nl> België"),
        ("Pen pen PEN", "<nl> Pen pen pen"),  # as written, else in lower case
        ("wArM", "<nl> warm"),
        ("mEI", None),  # Mei or MEI?
        ("mei", None),
        ("IJS ijs", "<nl> ijs ijs"),
        ("<en> the dog", "<en> the dog"),
        ("<nl>", "<nl>"),
        ("de hond . <end> de hond", "<nl> de hond . <end> de hond"),
    ],
)
def test_what_the_model_reads(text, expected):
    if expected is None:
        with pytest.raises(InputError):
            TOKENIZER.encode(text, "nl")
    else:
        assert read(text) == expected, FILE


def test_the_language_comes_first(lang):
    assert read("is", lang) == f"<{lang}> is", FILE
    assert TOKENIZER.language_word(lang) == WORDS.index(f"<{lang}>"), FILE
    assert TOKENIZER.end == 0, FILE


@pytest.mark.parametrize(
    ("text", "english", "dutch"),
    [
        ("de hooftstad", "not know the word “hooftstad”; what looks like it: hoofdstad.",
         "het woord ‘hooftstad’ niet; wat erop lijkt: hoofdstad."),
        ("de Parijz", "what looks like it: Parijs or Paris.", "wat erop lijkt: Parijs of Paris."),
        ("Den_Hag", "what looks like it: Den Haag.", "wat erop lijkt: Den Haag."),
        ("mEI", "what looks like it: Mei or MEI.", "wat erop lijkt: Mei of MEI."),
        ("hond!", "the word “!”; it knows 35 words, and none", "het woord ‘!’ niet; het kent 35 woorden, en geen"),
        ("zzzz", "the word “zzzz”; it knows 35 words, and none looks like it.", "geen daarvan lijkt erop."),
        ("<de>", "the word “<de>”; what looks like it: de.", "het woord ‘<de>’ niet"),
        ("z" * 99, "z" * 39 + "…”", "z" * 39 + "…’"),
        ("a\u200bb", "the word “a”", "het woord ‘a’"),
        ("", "Write one word or more", "Schrijf minstens één woord"),
        (" \n", "Write one word or more", "Schrijf minstens één woord"),
        ("is " * 12, "These are 13 words, signs and the language included; the model reads 12 at most.",
         "Dit zijn 13 woorden, leestekens en de taal meegeteld; het model leest er ten hoogste 12."),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_one_sentence(text, english, dutch):
    for lang, said in {"en": english, "nl": dutch}.items():
        with pytest.raises(InputError) as refused:
            TOKENIZER.encode(text, lang)
        assert said in str(refused.value), FILE


def test_a_text_that_just_fits():
    assert len(TOKENIZER.encode("is " * 11, "nl")) == 12, FILE


@given(st.text(), st.sampled_from(["en", "nl"]))
def test_whatever_is_written_is_read_or_told(text, lang):
    try:
        numbers = TOKENIZER.encode(text, lang)
    except InputError as refused:
        assert str(refused).endswith(".") and str(refused).isprintable(), FILE
    else:
        assert 1 <= len(numbers) <= 12, FILE


@pytest.mark.parametrize(
    ("words", "plain", "capital"),
    [
        ("<nl> de hond is warm . <end>", "de hond is warm.", "De hond is warm."),
        ("<en> is the dog big ? is Anna , Anna : is .", "is the dog big? is Anna, Anna: is.", "Is the dog big? Is Anna, Anna: is."),
        ("Anna ’s hond", "Anna’s hond", "Anna’s hond"),
        ("the dog is Anna ’s", "the dog is Anna’s", "The dog is Anna’s"),
        ("de hoofdstad is ’s-Hertogenbosch .", "de hoofdstad is ’s-Hertogenbosch.", "De hoofdstad is ’s-Hertogenbosch."),
        ("Den_Haag is . United_Kingdom", "Den Haag is. United Kingdom", "Den Haag is. United Kingdom"),
        ("ijs is warm", "ijs is warm", "IJs is warm"),
        ("", "", ""),
        ("<nl>", "", ""),
    ],
)  # fmt: skip
def test_readable_text(words, plain, capital):
    numbers = [WORDS.index(word) for word in words.split()]
    assert TOKENIZER.decode(numbers) == plain, FILE
    assert TOKENIZER.decode(iter(numbers), capital=True) == capital, FILE


@given(
    st.lists(
        st.sampled_from([w for w in WORDS if w[0] != "<" and "_" not in w and w != "’s"]),
        min_size=1,
        max_size=11,
    )
)
def test_readable_text_is_read_back(words):
    numbers = [WORDS.index("<en>"), *map(WORDS.index, words)]
    assert TOKENIZER.encode(TOKENIZER.decode(numbers), "en") == numbers, FILE


def test_an_apostrophe_in_the_vocabulary_may_be_straight():
    straight = Tokenizer(["<end>", "<en>", "<nl>", "Anna", "'s", "baby's"], 12)
    assert read("Anna’s baby’s", "en", straight) == "<en> Anna 's baby's", FILE
