"""Every keyed answer is worked out from real knobs, sizes or records; and the quiz says what it should of each."""

import html
import json
import re
from pathlib import Path

import pytest
from knobs import demo, pocket
from knobs.cost import training_operations, weights_bytes
from knobs.count import active, fully_connected, non_embedding, total
from knobs.demos.backprop import START, UMBRELLA, train
from knobs.figures import FIGURES
from knobs.models import models
from knobs.quiz import QUESTIONS, answered, parse, score, write
from knobs.quiz.use import MMLU_LARGER, MMLU_SMALLER, ROOM
from knobs.text import LANGUAGES, number

FILE = "look in site_src/knobs/quiz/"
RECORD = json.loads((Path(pocket.__file__).parent / "weights/sizes.json").read_text("utf-8"))


def words(question, place, lang="en"):
    return QUESTIONS[question].options[place].words[lang]


def right(question):
    return QUESTIONS[question].right


def plain(picture):
    return html.unescape(re.sub(r"<[^>]+>", "", picture))


# ---- Which answer is right --------------------------------------------------------------------------------------


def test_a_prompt_changes_no_parameter():
    loaded = pocket.load()
    weights = loaded.model.weights
    before = repr(weights)
    numbers = loaded.tokenizer.encode("the capital of France is Paris .", "en")
    loaded.model.read(numbers)
    changed = repr(weights) != before
    assert not changed and words(0, right(0)) == "None", FILE


def test_units_that_begin_alike_stay_alike():
    alike = START._replace(w3=START.w1, w4=START.w2, b2=START.b1, w6=START.w5)
    knobs = train(alike, UMBRELLA, 0.1, 20)[-1].turned
    apart = max(
        abs(a - b)
        for a, b in zip(
            (knobs.w1, knobs.w2, knobs.b1, knobs.w5), (knobs.w3, knobs.w4, knobs.b2, knobs.w6), strict=True
        )
    )
    assert apart == 0 and knobs != alike and words(1, right(1)) == "Not at all", FILE


def test_a_larger_batch_halves_the_updates_and_leaves_the_operations():
    tokens, size = 300e9, models()["gpt3-175b"].total
    runs = {
        batch: (tokens / batch, tokens / batch * training_operations(size, batch)) for batch in (3.2e6, 6.4e6)
    }
    updates, operations = (runs[6.4e6][i] / runs[3.2e6][i] for i in (0, 1))
    named = {(0.5, 0.5): 0, (0.5, 1.0): 1, (1.0, 2.0): 2}
    assert named[(updates, round(operations, 9))] == right(2), FILE
    assert (
        words(2, 0).startswith("Half the updates, half")
        and words(2, 1) == "Half the updates, as many operations"
    )


def test_twice_as_wide_is_four_times_as_many():
    small = models()["gpt2"].arch
    wide = small._replace(d_model=2 * small.d_model, d_ff=2 * small.d_ff, head_dim=2 * small.head_dim)
    times = non_embedding(wide) / non_embedding(small)
    assert [2, 4, 8].index(round(times)) == right(3), FILE
    assert total(wide) - non_embedding(wide) == 2 * (total(small) - non_embedding(small)), "the tables double"
    assert [words(3, place).split()[-4:-3] or words(3, place) for place in range(3)][1] == ["four"], FILE
    assert fully_connected([8, 8]).weights == 4 * fully_connected([4, 4]).weights


def test_the_twin_turns_on_new_stories():
    twin = RECORD["twin"]
    assert twin["training"][-1][1] < 0.3 and twin["parameters"] == FIGURES["pocket_parameters"].value
    for held in twin["held"].values():
        losses = [loss for _, loss in held]
        assert losses[0] > min(losses) + 1 and losses[-1] > min(losses) + 0.2, "it falls, turns and rises"
    assert words(4, right(4)) == "It falls, turns, and rises", FILE


def test_the_smaller_model_does_better():
    """Meta's model card of Llama 3, April 2024."""
    smaller, larger = (FIGURES[name].value for name in ("llama3_8b_mmlu", "llama2_13b_mmlu"))
    assert (smaller, larger) == (MMLU_SMALLER, MMLU_LARGER), FILE
    sizes = models()["llama3-8b"].total, 13e9
    better = "The smaller one" if (smaller > larger) == (sizes[0] < sizes[1]) else "The larger one"
    assert words(5, right(5)) == better and abs(smaller - larger) > 10, FILE
    assert "12.8" in QUESTIONS[5].options[2].why.en and "12,8" in QUESTIONS[5].options[2].why.nl


def test_adapted_gpt_3_takes_all_its_memory():
    """LoRA, arXiv 2106.09685, table 4: 4.7 million at rank 1; section 4.2: 350 GB."""
    assert "4,718,592" in QUESTIONS[6].asks.en and "4.718.592" in QUESTIONS[6].asks.nl, FILE
    whole = models()["gpt3-175b"].total + 4_718_592
    assert words(6, right(6)) == f"{weights_bytes(whole, 'fp16') / 1e9:.0f} GB" == "349 GB", FILE
    assert words(6, 0) == f"{4_718_592 * 2 / 1e9:.2f} GB" and words(6, 1) == f"{whole / 1e9:.0f} GB", FILE


def test_experts_save_arithmetic_and_no_memory():
    model = models()["deepseek-v3"]
    at_work = active(model.arch).all_tables
    work = training_operations(at_work, 1) / training_operations(model.total, 1)
    held = weights_bytes(total(model.arch), "fp8") / weights_bytes(model.total, "fp8")
    less = {
        "The arithmetic for a token": work < 0.1 and held == 1,
        "The memory": held < 0.1,
        "Both": held < 0.1,
    }
    assert less[words(7, right(7))] and f"one in {1 / work:.0f}" in QUESTIONS[7].asks.en, FILE


def test_the_most_bits_that_fit():
    size = models()["llama3-8b"].total
    fitting = [bits for bits in (16, 8, 4) if size * bits / 8 / 1e9 < ROOM]
    assert words(8, right(8)) == f"{max(fitting)} bits", FILE
    for place, bits in enumerate((16, 8, 4)):
        for lang in LANGUAGES:
            assert number(size * bits / 8 / 1e9, lang, 1) + " GB" in QUESTIONS[8].options[place].why[lang], (
                FILE
            )


def test_nobody_has_published_the_size_of_gpt_4():
    counted = {model.name for model in models().values()}
    unknown = [place for place in range(3) if not any(words(9, place) in name for name in counted)]
    assert unknown == [right(9)] and words(9, right(9)) == "GPT-4", FILE


# ---- The quiz itself --------------------------------------------------------------------------------------------


def test_answers_are_kept_in_their_order():
    options = [len(question.options) for question in QUESTIONS]
    assert parse("1c 4a 1b", options) == {3: 0, 0: 1} and write({3: 0, 0: 1}) == "4a 1b"
    assert parse("", options) == parse("0a 11a 1d x 99c <b>", options) == {}, FILE
    assert answered({3: 0, 0: 1}, 3, 2) == {0: 1, 3: 2}
    assert tuple(score({0: 2, 1: 1}, [question.right for question in QUESTIONS])) == (10, 2, 1)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_answer_says_why(lang):
    for place, question in enumerate(QUESTIONS):
        assert 3 <= len(question.options) <= 4
        assert len({option.words[lang] for option in question.options}) == len(question.options), FILE
        for option, (letter, answer) in enumerate(zip("abcd", question.options, strict=False)):
            shown = demo.run("quiz", lang, json.dumps({"answers": f"{place + 1}{letter}"}))
            verdict = {
                "en": ("As you expected.", "It turns out otherwise."),
                "nl": ("Zoals je verwachtte.", "Het loopt anders."),
            }
            said = verdict[lang][option != question.right] + " " + answer.why[lang]
            assert plain(shown).count(said) == 2, f"once to be seen and once to be heard: {FILE}"
            assert re.findall(r'aria-pressed="true"', shown) == ['aria-pressed="true"'], FILE
            assert shown.count("k-option--right") == 1, FILE


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_an_answer_everything_is_in_the_folds(lang):
    shown = demo.run("quiz", lang, "{}")
    folds = re.findall(r"<details.*?</details>", shown)
    assert len(folds) == len(QUESTIONS) and "k-option--right" not in shown
    for fold, question in zip(folds, QUESTIONS, strict=True):
        told = plain(fold)
        assert all(option.why[lang] in told for option in question.options), FILE
        assert told.index(question.options[question.right].why[lang]) == min(
            told.index(option.why[lang]) for option in question.options
        ), "the right one comes first"
        assert f'<a href="{question.address}">' in fold, FILE


def test_an_answer_changes_words_and_no_tags():
    """So the page writes only those, and a fold that was opened stays open (site_src/browser/picture.js)."""
    pieces = re.compile(r"<[^>]*>|[^<]+")

    def shape(answers):
        drawn = demo.run("quiz", "en", json.dumps({"answers": answers}))
        return [
            re.sub(r'="[^"]*"', "=", piece) if piece[0] == "<" else "…" for piece in pieces.findall(drawn)
        ]

    assert shape("") == shape("1c") == shape("3a 1c 2b 4b 5b 6b 7c 8a 9c 10b"), FILE


@pytest.mark.parametrize(
    ("answers", "en", "nl"),
    [
        ("", "10 questions, none answered yet.", "10 vragen, nog geen beantwoord."),
        ("1c 2b", "You have answered 2 of 10 questions, and predicted 1.", "Je hebt 2 van de 10 vragen beantwoord, en er 1 voorspeld."),
        ("1c 2a 3b 4b 5b 6b 7c 8a 9c 10b", "You have answered all 10, and predicted 10.", "Je hebt ze alle 10 beantwoord, en er 10 voorspeld."),
    ],
)  # fmt: skip
def test_the_score_is_a_sentence(answers, en, nl):
    for lang, sentence in (("en", en), ("nl", nl)):
        shown = demo.run("quiz", lang, json.dumps({"answers": answers}))
        assert sentence in plain(re.search(r'k-quiz__score">.*', shown)[0]), FILE
        assert sentence in re.search(r'data-say="" hidden="">([^<]+)<', shown)[1], FILE
