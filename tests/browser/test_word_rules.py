"""When a word comes again, and what counts as right: the scripts of the words under node, against what was worked out by hand."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from sitekit import word_quiz
from sitekit.packing import node
from sitekit.word_files import to_learn

BROWSER = Path(__file__).parents[2] / "site_src/browser"
SCHEDULE = "look in site_src/browser/word-schedule.js"
JUDGE = "look in site_src/browser/word-judge.js"
NEW = None


def call(module: str, calls: list[tuple[str, list[Any]]], zone: str = "UTC") -> list[Any]:
    asked = json.dumps([[module, name, given] for name, given in calls])
    command = [node(), str(Path(__file__).with_name("words.mjs")), str(BROWSER)]
    ran = subprocess.run(
        command,
        input=asked,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "TZ": zone},
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


# ---- When ------------------------------------------------------------------------------------------------------

# Box and day of a word, whether the answer is right, the day, and box and day that follow. The boxes wait for
# 0, 1, 2, 4, 8, 16, 32 and 64 days.
ANSWERS = {
    "a new word, known": (NEW, True, 100, (1, 100)),
    "a new word, missed": (NEW, False, 100, (0, 100)),
    "missed, and then known on the same day": ((0, 100), True, 100, (1, 100)),
    "on its day": ((1, 100), True, 101, (2, 101)),
    "on its day, two days": ((2, 101), True, 103, (3, 103)),
    "on its day, four": ((3, 103), True, 107, (4, 107)),
    "on its day, eight": ((4, 107), True, 115, (5, 115)),
    "on its day, sixteen": ((5, 115), True, 131, (6, 131)),
    "on its day, thirty-two": ((6, 131), True, 163, (7, 163)),
    "no box above the last": ((7, 163), True, 227, (7, 227)),
    "some days late: one box, as always": ((3, 100), True, 107, (4, 107)),
    "known after 10 days instead of 4: the 16 days are earned": ((3, 100), True, 110, (5, 110)),
    "known after 40 days instead of 2: the 64 days are": ((2, 100), True, 140, (7, 140)),
    "known after 16 days instead of 2: just those": ((2, 100), True, 116, (5, 116)),
    "known after years": ((1, 100), True, 2000, (7, 2000)),
    "missed: half as long": ((5, 100), False, 116, (4, 116)),
    "missed after years: half as long, and no more": ((5, 100), False, 2000, (4, 2000)),
    "missed in the first box": ((1, 100), False, 101, (0, 101)),
    "missed below it": ((0, 100), False, 101, (0, 101)),
    "before its day, known: nothing was shown": ((4, 100), True, 103, (4, 100)),
    "before its day, missed": ((4, 100), False, 103, (3, 103)),
    "a clock that was ahead": ((3, 500), True, 100, (4, 100)),
}


def word(kept: tuple[int, int] | None) -> dict[str, int] | None:
    return kept and {"box": kept[0], "day": kept[1]}


def test_an_answer_moves_a_word() -> None:
    calls = [("answered", [word(kept), right, today]) for kept, right, today, _ in ANSWERS.values()]
    for name, found in zip(ANSWERS, call("word-schedule.js", calls), strict=True):
        assert found == word(ANSWERS[name][3]), f"{name}: {SCHEDULE}"


def test_a_word_that_is_missed_again_in_a_round_falls_once() -> None:
    missed = {"box": 2, "day": 100}
    calls = [("answered", [missed, right, 100, True]) for right in (False, True)]
    assert call("word-schedule.js", calls) == [missed, missed], SCHEDULE


def test_a_word_that_is_always_known() -> None:
    """Asked on its day each time: on days 0, 1, 3, 7, 15, 31, 63 and 127, and known from the fourth time on."""
    kept, today, days = None, 0, []
    for _ in range(8):
        days.append(today)
        (kept,) = call("word-schedule.js", [("answered", [kept, True, today])])
        (today,) = call("word-schedule.js", [("dueDay", [kept])])
        (told,) = call("word-schedule.js", [("tally", [["a"], {"a": kept}, days[-1]])])
        assert told["known"] == (len(days) >= 4), SCHEDULE
    assert days == [0, 1, 3, 7, 15, 31, 63, 127], SCHEDULE


def test_what_a_round_asks() -> None:
    """Due words first, the longest overdue before the others; then new ones in order; none that waits."""
    words = {
        "waits": (4, 99),  # until 107
        "today": (1, 99),  # due on 100
        "late": (3, 90),  # due on 94
        "later": (5, 70),  # due on 86
        "ahead": (1, 300),  # by a clock that was wrong
    }
    keys = ["new1", "waits", "today", "new2", "late", "later"]
    kept = {name: word(one) for name, one in words.items()}
    calls: list[tuple[str, list[Any]]] = [
        ("round", [keys, kept, 100]),
        ("round", [keys, kept, 100, 4]),
        ("round", [keys, {}, 100, 3]),
        ("round", [["waits"], kept, 100]),
        ("round", [[f"w{at}" for at in range(50)], {}, 100]),
        ("isDue", [kept["ahead"], 100]),
        ("tally", [keys, kept, 100]),
    ]
    whole, four, fresh, none, fifty, ahead, told = call("word-schedule.js", calls)
    assert whole == ["later", "late", "today", "new1", "new2"], SCHEDULE
    assert four == ["later", "late", "today", "new1"], SCHEDULE
    assert fresh == ["new1", "waits", "today"], SCHEDULE
    assert none == [] and len(fifty) == 10 and ahead is True, SCHEDULE
    assert told == {"known": 2, "due": 3, "fresh": 2, "next": 107}, SCHEDULE


def test_a_long_absence_takes_nothing_away() -> None:
    kept = {"a": word((4, 100)), "b": word((2, 100)), "c": word((7, 100))}
    before, after = call("word-schedule.js", [("tally", [list("abc"), kept, day]) for day in (101, 5000)])
    assert (before["known"], after["known"], after["due"]) == (2, 2, 3), SCHEDULE


# Moments on either side of midnight, with the reader's day: 2026-03-29 and 2026-10-25 are the days when clocks change.
DAYS = [
    ("Europe/Amsterdam", "2026-11-26T22:59:59Z", 20_783),
    ("Europe/Amsterdam", "2026-11-26T23:00:00Z", 20_784),
    ("Europe/Amsterdam", "2026-03-28T23:30:00Z", 20_541),
    ("Europe/Amsterdam", "2026-03-29T21:30:00Z", 20_541),
    ("Europe/Amsterdam", "2026-10-24T22:30:00Z", 20_751),
    ("Europe/Amsterdam", "2026-10-25T22:30:00Z", 20_751),
    ("Pacific/Honolulu", "2026-11-27T09:30:00Z", 20_783),
    ("Pacific/Kiritimati", "2026-11-26T10:30:00Z", 20_784),
]


@pytest.mark.parametrize(("zone", "moment", "day"), DAYS)
def test_a_day_is_the_reader_s_own(zone: str, moment: str, day: int) -> None:
    assert call("word-schedule.js", [("dayOf", [moment])], zone) == [day], SCHEDULE


def test_each_box_has_its_exercise() -> None:
    kinds = ["to-own", "article", "to-other", "sentence"]
    calls = [("kindOf", [kinds, word((box, 0))]) for box in range(8)]
    assert call("word-schedule.js", [("kindOf", [kinds, NEW]), *calls]) == kinds[:1] + kinds * 2, SCHEDULE


# ---- What counts as right ----------------------------------------------------------------------------------------

OTHERS = [
    ["biljard", ""], ["miljoen", ""], ["biljoen", ""], ["lamp", ""], ["weight", ""], ["biases", ""], ["knop", ""],
]  # fmt: skip
WEIGHT = {"lang": "nl", "answers": ["gewicht"], "article": "het", "forms": ["gewichten"]}
MODEL = {"lang": "nl", "answers": ["taalmodel"], "article": "het", "forms": ["taalmodellen"]}
AI = {"lang": "nl", "answers": ["kunstmatige intelligentie"], "article": "de", "also": ["AI"]}
AI_MODEL = {"lang": "nl", "answers": ["AI-model"], "article": "het"}
GRADIENT = {"lang": "nl", "answers": ["gradiënt"], "article": "de", "forms": ["gradiënten"]}
RANDOM = {"lang": "nl", "answers": ["willekeurig"], "article": ""}
CHANCE = {"lang": "nl", "answers": ["kans"], "article": "de", "forms": ["kansen"]}
MILLIARD = {"lang": "nl", "answers": ["miljard"], "article": "het"}
INSIDE = {"lang": "nl", "answers": ["Uitvoer", "uitvoer"], "forms": []}
PROBABILITY = {"lang": "en", "answers": ["probability"], "forms": ["probabilities"], "also": ["chance"]}
GENERALIZE = {"lang": "en", "answers": ["to generalize", "to generalise"], "forms": ["generalizes"]}
BIAS = {"lang": "en", "answers": ["bias", "prejudice"]}
TUNING = {"lang": "en", "answers": ["fine-tuning"]}
LORA = {"lang": "en", "answers": ["LoRA"]}
LAYER = {"lang": "en", "answers": ["layer"]}
EXPERTS = {"lang": "en", "answers": ["mixture of experts"]}
WRONG = None
# What was typed, what is asked for, and what is noted: nothing where it is right to the letter, WRONG where it is not.
JUDGED: list[tuple[str, dict[str, Any], list[str] | None]] = [
    ("gewicht", WEIGHT, []),
    ("  gewicht ", WEIGHT, []),
    ("gewicht.", WEIGHT, []),
    ("“gewicht”", WEIGHT, []),
    ("het gewicht", WEIGHT, []),
    ("’t gewicht", WEIGHT, []),
    ("een gewicht", WEIGHT, []),
    ("de gewicht", WEIGHT, ["article"]),
    ("De gewicht", WEIGHT, ["article"]),
    ("Gewicht", WEIGHT, ["capital"]),
    ("Het gewicht", WEIGHT, []),
    ("de Gewicht", WEIGHT, ["article", "capital"]),
    ("gewichten", WEIGHT, ["form"]),
    ("gewcht", WEIGHT, ["spelling"]),
    ("gewihct", WEIGHT, ["spelling"]),
    ("gewigt", WEIGHT, WRONG),
    ("weight", WEIGHT, ["other"]),
    ("getal", WEIGHT, WRONG),
    ("het", WEIGHT, WRONG),
    ("taalmodel", MODEL, []),
    ("taal model", MODEL, ["spacing"]),
    ("het taal-model", MODEL, ["spacing"]),
    ("taalmodl", MODEL, ["spelling"]),
    ("taalmodelen", MODEL, WRONG),
    ("model", MODEL, WRONG),
    ("kunstmatige  intelligentie", AI, []),
    ("kunstmatige-intelligentie", AI, ["spacing"]),
    ("kunstmatige inteligensie", AI, ["spelling"]),
    ("kunstmatige inteligensi", AI, WRONG),
    ("AI", AI, ["also"]),
    ("ai", AI, ["also"]),
    ("ai-model", AI_MODEL, ["capital"]),
    ("AI model", AI_MODEL, ["spacing"]),
    ("gradiënt", GRADIENT, []),
    ("gradie\u0308nt", GRADIENT, []),
    ("gradient", GRADIENT, ["accent"]),
    ("Gradient", GRADIENT, ["accent"]),
    ("de gradienten", GRADIENT, ["form"]),
    ("het gradient", GRADIENT, ["article", "accent"]),
    ("willekeurig", RANDOM, []),
    ("de willekeurig", RANDOM, ["no-article"]),
    ("kans", CHANCE, []),
    ("’t kans", CHANCE, ["article"]),
    ("kaas", CHANCE, WRONG),
    ("kns", CHANCE, WRONG),
    ("miljard", MILLIARD, []),
    ("biljard", MILLIARD, ["other"]),
    ("miljoen", MILLIARD, ["other"]),
    ("miliard", MILLIARD, ["spelling"]),
    ("uitvoer", INSIDE, []),
    ("Uitvoer", INSIDE, []),
    ("de uitvoer", INSIDE, []),
    ("uitvor", INSIDE, ["spelling"]),
    ("probability", PROBABILITY, []),
    ("the probability", PROBABILITY, []),
    ("a probability", PROBABILITY, []),
    ("Probability", PROBABILITY, ["capital"]),
    ("probabilty", PROBABILITY, ["spelling"]),
    ("probabilities", PROBABILITY, ["form"]),
    ("chance", PROBABILITY, ["also"]),
    ("to generalize", GENERALIZE, []),
    ("generalize", GENERALIZE, []),
    ("generalise", GENERALIZE, []),
    ("generalizes", GENERALIZE, ["form"]),
    ("bias", BIAS, []),
    ("prejudice", BIAS, []),
    ("biases", BIAS, ["other"]),
    ("fine-tuning", TUNING, []),
    ("fine\u2011tuning", TUNING, []),
    ("finetuning", TUNING, ["spacing"]),
    ("fine tuning", TUNING, ["spacing"]),
    ("LoRA", LORA, []),
    ("lora", LORA, ["capital"]),
    ("lore", LORA, WRONG),
    ("layer", LAYER, []),
    ("leyer", LAYER, ["spelling"]),
    ("liar", LAYER, WRONG),
    ("mixture of experts", EXPERTS, []),
    ("mixture experts", EXPERTS, ["spelling"]),
    ("mixture", EXPERTS, WRONG),
    ("mixtures of expert", EXPERTS, ["spelling"]),
]  # fmt: skip


def test_what_counts_as_right() -> None:
    calls = [("judge", [typed, asked | {"others": OTHERS}]) for typed, asked, _ in JUDGED]
    for (typed, asked, notes), found in zip(JUDGED, call("word-judge.js", calls), strict=True):
        right = notes is not None and "other" not in notes
        assert found == {"right": right, "notes": notes or []}, f"“{typed}” for {asked['answers']}: {JUDGE}"


def test_every_word_of_the_site_is_right_as_it_is_written(lang: str) -> None:
    """With its article and without, in both languages; and no other word of the list is taken for it."""
    listed = [word_quiz.question(one, lang) for one in to_learn(lang)]
    for spoken in ("en", "nl"):
        spelled = {question["key"]: question["answers"][spoken] for question in listed}
        forms = call("word-judge.js", [("closed", [one[0], spoken]) for one in spelled.values()])
        folded = dict(zip(spelled, forms, strict=True))
        calls, wanted = [], []
        for question in listed:
            key = question["key"]
            asked = {
                "lang": spoken,
                "answers": spelled[key],
                "article": question.get("article", ""),
                "forms": question["forms"][spoken],
                "others": [[form, ""] for other, form in folded.items() if form != folded[key]],
            }
            article = asked["article"] if spoken == "nl" else "the" if asked["article"] else ""
            for typed in (spelled[key][0], f"{article} {spelled[key][0]}".strip()):
                calls.append(("judge", [typed, asked]))
                wanted.append((typed, {"right": True, "notes": []}))
            for other in listed:
                typed = spelled[other["key"]][0]
                if folded[other["key"]] != folded[key] and typed not in [*spelled[key], *asked["forms"]]:
                    calls.append(("judge", [typed, asked]))
                    wanted.append((f"{typed} for {key}", {"right": False, "notes": ["other"]}))
        for (typed, answer), found in zip(wanted, call("word-judge.js", calls), strict=True):
            assert found == answer, f"“{typed}”: {JUDGE}"
