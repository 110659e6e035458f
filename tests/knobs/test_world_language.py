"""The Dutch and the English of the Little World, by rules of grammar that its generator does not use."""

import os
import re
import shutil
import subprocess
import tomllib
from functools import cache
from pathlib import Path

import pytest
from knobs.world import facts

from tests.knobs.world_reader import MEN, NAMES, WOMEN, one_of, tales

FOLDER = "site_src/knobs/world"
HERE = Path(__file__).parent
TRUE = tomllib.loads((HERE / "world_facts.toml").read_text(encoding="utf-8"))
GEOGRAPHY = {
    word for kind in ("capital", "province") for row in TRUE[kind]["rows"] for word in " ".join(row).split()
}
LISTS = tomllib.loads((HERE / "world_words.toml").read_text(encoding="utf-8"))
WORDS = {name: frozenset(words.split()) for name, words in LISTS.items()}
DE, HET = WORDS["de"], WORDS["het"]
FINITE, INFINITIVE = WORDS["finite"], WORDS["infinitive"]
FRONTED = r"(?:daarna|daarom|vandaag|morgen|de volgende dag|op \w+dag|thuis|op school|op zolder|(?:in|op) (?:de|het) \w+)"
SUBJECTS = {*NAMES, "ze", "hij", "het", "de", "een", "je"}


@cache
def sentences(lang):
    """Every sentence of the facts and of twelve thousand stories, without its full stop or question mark."""
    texts = [phrasing.in_(lang) for fact in facts() for phrasing in fact.phrasings]
    texts += [tale.whole.in_(lang) for tale in tales(12_000)]
    told = (sentence.strip() for text in texts for sentence in re.split("[.?]", text))
    return tuple(dict.fromkeys(sentence for sentence in told if sentence))


def matches(pattern, lang):
    """Each place where the pattern fits on whole words: its groups, and the sentence."""
    whole = re.compile(rf"(?<!\S)(?:{pattern})(?!\S)")
    for sentence in sentences(lang):
        for found in whole.finditer(sentence):
            yield *found.groups(), sentence


def judge(told, fault, file):
    """No sentence has a fault; a fault is a function of what the pattern found in it."""
    faults = [sentence for *found, sentence in told if fault(*found)]
    assert not faults, f"{len(faults)} sentences; look in {FOLDER}/{file}\n" + "\n".join(faults[:8])


def test_there_is_enough_to_judge():
    for lang in ("en", "nl"):
        assert len(sentences(lang)) > 20_000, f"{len(sentences(lang))}: look in {FOLDER}/stories.py"


def test_every_noun_has_its_own_article():
    """De or het, also with an adjective between."""
    adjective = f"(?:{one_of(WORDS['inflected'])} )?"
    de, het = DE | {"volgende", "poten"}, HET | WORDS["het_as_pronoun"]
    judge(matches(rf"de {adjective}(\S+)", "nl"), lambda noun: noun not in de, "lexicon.py")
    judge(matches(rf"het {adjective}(\S+)", "nl"), lambda noun: noun not in het, "lexicon.py")


def test_after_een_comes_a_noun_that_we_know():
    adjective = f"(?:{one_of(WORDS['bare'] | WORDS['inflected'])} )?"
    judge(matches(rf"een {adjective}(\S+)", "nl"), lambda noun: noun not in DE | HET, "lexicon.py")


def test_adjectives_have_the_ending_of_their_noun():
    """Een rode bal, een rood boek; de rode bal, het rode boek."""
    adjective = f"({one_of(WORDS['bare'] | WORDS['inflected'])})"
    told = list(matches(rf"een {adjective} (\S+)", "nl"))
    assert len({said for said, *_ in told}) >= 24, f"{FOLDER}/lexicon.py has few adjectives"
    judge(told, lambda said, noun: (said in WORDS["bare"]) != (noun in HET), "grammar.py")
    bare = WORDS["bare"] - {"jong"}  # het jong van een koe
    judge(matches(rf"(?:de|het) {adjective} \S+", "nl"), lambda said: said in bare, "grammar.py")


def test_elk_elke_die_and_dat_follow_the_noun():
    judge(
        matches(r"(elke?) (\w+)", "nl"), lambda every, noun: (every == "elk") != (noun in HET), "grammar.py"
    )
    told = " ".join(way.nl for fact in facts() for way in fact.phrasings)
    answers = re.findall(r"wat doet een (\w+) \? (\w+) ", told)
    assert len(answers) > 10, f"look in {FOLDER}/patterns.py"
    for noun, that in answers:
        assert that == ("dat" if noun in HET else "die"), f"{noun}, {that}: look in {FOLDER}/grammar.py"


@pytest.mark.parametrize("start", [r"(?<!\S)omdat", "(?:zegt|ziet|hoort|denkt) dat", "vraagt waar", "^als"])
def test_the_verb_of_a_subordinate_clause_comes_last(start):
    """Omdat ze honger heeft; dat ze op de markt een bal kan kopen."""
    found = [clause for told in sentences("nl") for clause in re.findall(rf"{start} ([^,]+?)(?: ,|$)", told)]
    assert len(found) > 10, f"{start}: look in {FOLDER}/sentences.py"
    for clause in found:
        *begin, last = clause.split()
        if last in INFINITIVE:
            last = begin.pop()
            assert last in ("kan", "wilt"), f"{clause}: look in {FOLDER}/sentences.py"
        assert last in FINITE and not FINITE & {*begin}, f"{clause}: look in {FOLDER}/sentences.py"


def test_the_verb_of_a_main_clause_comes_second():
    """Daarna gaat Anna; op het strand vindt Tom een sleutel; omdat ze moe is , gaat ze naar bed."""
    fronted = [
        *matches(rf"^{FRONTED} (\S+) (\S+).*", "nl"),
        *matches(r"^(?:omdat|als) [^,]+ , (\S+) (\S+).*", "nl"),
    ]
    assert len(fronted) > 3000, f"{len(fronted)}: look in {FOLDER}/sentences.py"
    judge(fronted, lambda verb, subject: verb not in FINITE or subject not in SUBJECTS, "sentences.py")
    judge(
        matches(rf"^(?:{one_of(NAMES)}|ze|hij) (\S+).*", "nl"),
        lambda verb: verb not in FINITE,
        "sentences.py",
    )


def test_an_infinitive_closes_the_sentence():
    """Anna wil een rode bal kopen; je hebt een mes nodig om te snijden."""
    told = [re.split(" omdat | , ", s)[0] for s in sentences("nl") if re.search(r"(?<!\S)(?:wil|kun|te) ", s)]
    assert len(told) > 500, f"look in {FOLDER}/sentences.py"
    judge([(main.split()[-1], main) for main in told], lambda verb: verb not in INFINITIVE, "sentences.py")


def test_dutch_counts():
    """Twee eieren, één ei."""
    singular, plural = (DE | HET) - {"bij"}, WORDS["plural"]  # als je drie bij twee optelt
    judge(matches(rf"{one_of(WORDS['numbers'])} (\w+)", "nl"), lambda noun: noun in singular, "cast.py")
    judge(matches(r"(?:één|een|elke?) (\w+)", "nl"), lambda noun: noun in plural, "cast.py")
    judge(matches(r"hoeveel (\w+)", "nl"), lambda noun: noun not in plural | {"is"}, "sentences.py")
    said = {word for told in sentences("nl") for word in told.split()}
    assert plural <= said, f"{plural - said}: look in {FOLDER}/lexicon.py"


def test_things_lie_stand_or_are_inside():
    """Een boek ligt en men legt het, een beker staat en men zet hem; in een tas zit alles."""
    told = [(verb, s) for verb, s in matches("(legt|ligt|zet|staat|stopt|zit)", "nl") if "de stad " not in s]
    assert len(told) > 2000, f"look in {FOLDER}/sentences.py"
    for verb, sentence in told:
        (thing,) = WORDS["things"] & {*sentence.split()}
        standing = ("zet", "staat") if thing in WORDS["things_that_stand"] else ("legt", "ligt")
        right = ("stopt", "zit") if re.search("in de (?:doos|tas|mand)$", sentence) else standing
        assert verb in right, f"{sentence}: look in {FOLDER}/lexicon.py"


def test_places_have_their_own_prepositions():
    """Op school, in de winkel; and thuis and naar huis have none but their own."""
    right = {place.replace("_", " ") for place in WORDS["places"]}
    noun = one_of({place.split()[-1] for place in right})
    judge(
        matches(rf"((?:in|op) (?:(?:de|het) )?{noun})", "nl"), lambda place: place not in right, "lexicon.py"
    )
    judge(
        matches("(?:in|op|naar) thuis|(?:in|op) huis|naar de (?:school|zolder)", "nl"),
        lambda: True,
        "lexicon.py",
    )


def test_english_a_and_an():
    told = list(matches(r"(an?) (\w+)", "en"))
    judge(told, lambda article, word: (article == "an") != (word[0] in "aeiou"), "grammar.py")
    judge(
        told, lambda _, word: re.match("hour|honest|uni|use|eu|one", word), "lexicon.py"
    )  # not by their letter


def test_english_verbs_agree_with_their_subject():
    subject = f"(?:{one_of(NAMES)}|she|he|it)"
    start = rf"(?:^|(?:because|that|so|then|today|tomorrow|day|,|and) ){subject} (?!can|and)"
    judge(
        matches(rf"{start}(\w+)", "en"), lambda verb: not verb.endswith("s") and verb != "now", "sentences.py"
    )
    judge(matches(rf"does {subject} (\w+)", "en"), lambda verb: verb not in WORDS["base_en"], "sentences.py")
    judge(
        matches(r"(?:wants? to|can) (\w+)", "en"), lambda verb: verb not in WORDS["base_en"], "sentences.py"
    )


def test_english_counts():
    plural = WORDS["plural_en"]
    some = rf"(?:has|gives \w+|gets|buys|finds|loses|eats) {one_of(WORDS['numbers_en'])}"
    judge(matches(rf"{some} (\w+)", "en"), lambda noun: noun not in plural, "cast.py")
    judge(matches(r"(?:one|an?|every) (\w+)", "en"), lambda noun: noun in plural, "cast.py")
    judge(matches(r"how many (\w+)", "en"), lambda noun: noun not in plural, "sentences.py")


@pytest.mark.parametrize(
    ("lang", "woman", "man"), [("en", "she her", "he him"), ("nl", "ze haar", "hij hem")]
)
def test_pronouns_mean_somebody_who_was_named(lang, woman, man):
    """Every she is a woman of the story, and every he a man."""
    for tale in tales(12_000):
        said = set(tale.text.in_(lang).split())
        for pronouns, people in ((woman, WOMEN), (man, MEN)):
            assert not said & set(pronouns.split()) or said & set(people), (
                f"{tale.text.in_(lang)}: look in {FOLDER}/lexicon.py"
            )


@pytest.mark.parametrize(("lang", "dictionary"), [("en", "en_US"), ("nl", "nl_NL")])
def test_every_word_is_in_the_dictionary(lang, dictionary):
    command = shutil.which("hunspell")
    if not command:
        pytest.fail("hunspell is missing: apt-get install hunspell hunspell-en-us hunspell-nl", pytrace=False)
    words = {word for told in sentences(lang) for word in told.split()} - {*NAMES, *GEOGRAPHY, "’s", ",", ":"}
    checked = subprocess.run(
        [command, "-l", "-i", "UTF-8", "-d", dictionary],
        input="\n".join(sorted(words)),
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "LC_ALL": "C.UTF-8"},  # in another locale, hunspell cuts words at their accents
        check=True,
    )
    assert len(words) > 300 and not checked.stdout, (
        f"{checked.stdout}: look in {FOLDER}/lexicon.py and truths.py"
    )
