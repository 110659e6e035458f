"""The stories of the Little World: what they ask follows from them, cannot be guessed, and is the same in Dutch."""

import re
from collections import Counter

import pytest
from knobs.world import KINDS
from knobs.world.tale import LONGEST

from tests.knobs.world_reader import (
    ARRIVED,
    DAYS,
    GOING,
    NAMES,
    NUMBERS,
    PLACES,
    SPOTS,
    World,
    one_of,
    tales,
)

FOLDER = "site_src/knobs/world"
GETALLEN = ["nul", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien"]
DAGEN = ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"]
DUTCH = {
    **PLACES,
    **SPOTS,
    **GOING,
    **dict(zip(NUMBERS, GETALLEN, strict=True)),
    **dict(zip(DAYS, DAGEN, strict=True)),
    **{name: name for name in NAMES},
    "red": "rood",
    "blue": "blauw",
    "green": "groen",
    "yellow": "geel",
    "white": "wit",
    "black": "zwart",
    "brown": "bruin",
    "tired": "moe is",
    "hungry": "honger heeft",
    "thirsty": "dorst heeft",
    "cold": "het koud heeft",
    "sad": "verdrietig is",
    "happy": "blij is",
    "sick": "ziek is",
    "bored": "zich verveelt",
    "late": "laat is",
    "dirty": "vies is",
}
NOUNS = {
    "apple": "appel appels",
    "ball": "bal ballen",
    "banana": "banaan bananen",
    "book": "boek boeken",
    "cake": "taart taarten",
    "coat": "jas jassen",
    "cup": "beker bekers",
    "egg": "ei eieren",
    "flower": "bloem bloemen",
    "glass": "glas glazen",
    "hat": "hoed hoeden",
    "key": "sleutel sleutels",
    "lamp": "lamp lampen",
    "letter": "brief brieven",
    "pencil": "potlood potloden",
    "ring": "ring ringen",
    "spoon": "lepel lepels",
    "cat": "kat",
    "chicken": "kip",
    "cow": "koe",
    "dog": "hond",
    "donkey": "ezel",
    "duck": "eend",
    "horse": "paard",
    "mouse": "muis",
    "pig": "varken",
    "rooster": "haan",
    "sheep": "schaap",
}
ADJECTIVES = {
    "red": "rood rode",
    "blue": "blauw blauwe",
    "green": "groen groene",
    "yellow": "geel gele",
    "white": "wit witte",
    "black": "zwart zwarte",
    "brown": "bruin bruine",
    "big": "groot grote",
    "small": "klein kleine",
    "old": "oud oude",
    "new": "nieuw nieuwe",
    "beautiful": "mooi mooie",
}


def listed(text, names):
    """Which of the names a text holds, and how often: the longest that fits at each place."""
    return Counter(re.findall(rf"(?<!\S){one_of(names)}(?!\S)", text))


def translated(text, table):
    """The same of a Dutch text, by their English names; a cell of the table may hold more forms of one word."""
    english = {form: name for name, forms in table.items() for form in forms}
    found = Counter()
    for form, number in listed(text, english).items():
        found[english[form]] += number
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_the_answer_follows_from_the_story(kind):
    """A reader of its own goes through the English and comes to the same answer."""
    told = [tale for tale in tales() if tale.kind == kind]
    assert len(told) > 200, f"too few stories of {kind}: look in {FOLDER}/stories.py"
    for tale in told:
        answer = World().read(tale.text.en)
        if tale.question:
            assert answer == tale.whole_answer("en"), (
                f"{tale.text.en}: look in {FOLDER}/tracking.py and doings.py"
            )


def test_what_else_is_asked_follows_too_and_is_something_else():
    """Each further question, answered by the same reader; all that fit are asked, and none twice."""
    longest = 0
    for tale in tales():
        look = f"{tale.whole.en}: look in {FOLDER}/tale.py, tracking.py and doings.py"
        reader = World()
        reader.read(tale.text.en)
        questions = [tale.text.en.split(" . ")[-1].split(" ?")[0]] if tale.question else []
        for asked, gevraagd in tale.more:
            answer = reader.read(asked)
            assert answer and asked.endswith(f"{answer} ."), look
            assert gevraagd.removesuffix(" .").endswith(dutch_of(tale.kind, answer)), look
            questions.append(asked.split(" ?")[0])
        bare = [question.removesuffix(" now") for question in questions]
        assert len(set(bare)) == len(bare), look
        for lang in ("en", "nl"):
            assert tale.whole.in_(lang).startswith(tale.text.in_(lang)), look
            longest = max(longest, len(tale.whole.in_(lang).split()))
    several = Counter(tale.kind for tale in tales() if tale.more)
    assert set(several) == {*KINDS} - {"says"}, f"{several}: look in {FOLDER}/tracking.py and doings.py"
    assert longest == LONGEST, f"the longest has {longest} words: look in {FOLDER}/tale.py"


def test_most_stories_ask_something_and_end_in_the_answer():
    for tale in tales():
        assert tale.question or tale.kind in ("why", "says"), f"{tale}: look in {FOLDER}/tracking.py"
        for lang in ("en", "nl"):
            text, answer = tale.text.in_(lang), tale.whole_answer(lang)
            if not tale.question:
                assert "?" not in text and answer == "", f"{text}: look in {FOLDER}/doings.py"
                continue
            assert text == f"{tale.question.prompt.in_(lang)} {answer} .", f"{text}: look in {FOLDER}/tale.py"
            assert answer.split()[0] == tale.question.answer.in_(lang), f"{text}: look in {FOLDER}/tale.py"
            assert text.count("?") == 1 and "|" not in text, f"{text}: look in {FOLDER}/sentences.py"
    asking = sum(tale.question is not None for tale in tales()) / len(tales())
    assert asking > 0.9, f"only {asking:.0%} ask something: look in {FOLDER}/doings.py"


def test_the_dutch_tells_the_same():
    """The same people and numbers and days in the same order, the same places and things, and the same answer."""
    in_order = {DUTCH[name]: name for name in (*NAMES, *NUMBERS, *DAYS)}
    anywhere = [{place: [dutch] for place, dutch in {**PLACES, **GOING, **SPOTS}.items()}]
    anywhere += [{name: forms.split() for name, forms in table.items()} for table in (ADJECTIVES, NOUNS)]
    for tale in tales():
        english, dutch = tale.text
        look = f"{english} / {dutch}: look in {FOLDER}/sentences.py"
        said = [word for word in english.split() if word in in_order.values()]
        assert said == [in_order[word] for word in dutch.split() if word in in_order], look
        for table in anywhere:
            assert listed(singular(english), table) == translated(dutch, table), look


def test_the_dutch_answer_is_the_english_one():
    for tale in tales():
        answer, antwoord = tale.whole_answer("en"), tale.whole_answer("nl")
        expected = dutch_of(tale.kind, answer) if answer else ""
        assert antwoord == expected, f"{tale.text}: look in {FOLDER}/sentences.py and lexicon.py"


def dutch_of(kind, answer):
    if kind != "count":
        return DUTCH[answer]
    number, thing = answer.split()
    forms = NOUNS[singular(thing)].split()
    return f"{DUTCH[number]} {forms[0] if number == 'one' else forms[1]}"


def singular(text):
    """With every thing on its own: glasses are glass, and balls are ball."""
    return re.sub(rf"\b{one_of(NOUNS)}(e?s)\b", lambda many: many[0].removesuffix(many[1]), text)


def share(told, words, end):
    """How often the first or the last that is mentioned ahead of the question is the answer."""
    return sum(mentioned(tale, words)[end] == tale.whole_answer("en") for tale in told) / len(told)


def mentioned(tale, words):
    before = re.split(r"(?:where is|who has) ", tale.question.prompt.en)[0]
    return [ARRIVED.get(word, word) for word in re.findall(rf"(?<!\S){one_of(words)}(?!\S)", before)]


@pytest.mark.parametrize(
    ("kind", "words", "most"),
    [("where", [*PLACES, *GOING], 0.45), ("hide", SPOTS, 0.6), ("have", NAMES, 0.6)],
)
def test_the_first_or_the_last_is_a_bad_guess(kind, words, most):
    told = [tale for tale in tales() if tale.kind == kind]
    for end, right in (("first", share(told, words, 0)), ("last", share(told, words, -1))):
        assert right < most, f"{kind}: the {end} one is right in {right:.0%}; look in {FOLDER}/tracking.py"


def test_the_one_who_is_asked_about_may_be_anybody():
    """Named first or last, with a move or without: about as often."""
    asked = Counter()
    told = [tale for tale in tales() if tale.kind == "where"]
    for tale in told:
        before, question = re.split(r"where is ", tale.text.en)
        people = list(dict.fromkeys(word for word in before.split() if word in NAMES))
        name = question.split()[0]
        asked["first"] += people[0] == name
        asked["last"] += people[-1] == name
        asked["moved"] += bool(re.search(rf"{name} (goes|walks|runs) ", before))
        asked["three"] += len(people) == 3
    first, last, moved, three = (asked[name] / len(told) for name in ("first", "last", "moved", "three"))
    look = f"look in {FOLDER}/tracking.py"
    assert first == pytest.approx(last, abs=0.06) and 0.35 < first < 0.5, f"{first:.2f} {last:.2f}: {look}"
    assert moved == pytest.approx(0.5, abs=0.04) and three == pytest.approx(0.5, abs=0.04), (
        f"{moved:.2f}: {look}"
    )


def test_numbers_go_both_ways_and_reach_from_one_to_ten():
    answers = Counter(tale.question.answer.en for tale in tales() if tale.kind == "count")
    assert set(answers) == set(NUMBERS[1:]), f"{answers}: look in {FOLDER}/tracking.py"
    assert max(answers.values()) < sum(answers.values()) / 4, f"{answers}: look in {FOLDER}/tracking.py"
