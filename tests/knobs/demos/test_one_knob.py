"""One knob: what the picture says is what torch computes with that one number changed, and nothing stays changed."""

import html
import json
import math
import re

import pytest
import torch
from knobs import demo
from knobs.pocket import load
from knobs.pocket.asked import ASKED
from knobs.pocket.heard import TOKENIZER, WEIGHTS, another, answers, hear, leader, shown
from knobs.pocket.turned import MOST, Turn
from knobs.pocket.worth import knobs
from knobs.text import LANGUAGES, InputError, number

from tests.knobs.pocket.torch_pocket import logits, tensors

FILE = "look in site_src/knobs/demos/one_knob.py"
HEARD = "look in site_src/knobs/pocket/heard.py"
PROMPTS = {"en": "two plus three is", "nl": "twee plus drie is"}
# A cell of every kind of matrix, at both ends and inside.
CELLS = [
    ("embedding", 0, 0), ("embedding", 866, 63), ("positions", 3, 10), ("word_bias", 0, 400), ("blocks.0.query", 5, 60),
    ("blocks.1.key", 63, 0), ("blocks.2.value", 12, 12), ("blocks.3.output", 20, 41), ("blocks.1.up", 255, 63),
    ("blocks.0.up_bias", 0, 17), ("blocks.3.down", 63, 255),
]  # fmt: skip


def form_of(place, **more):
    name, row, column = place
    return {"matrix": name, "row": row + 1, "column": column + 1, **more}


def in_torch(lang, turns):
    """The probability of each next word, with some cells changed, from weights of its own."""
    changed = tensors(load().model.weights)
    for (name, row, column), by in turns:
        changed[name].reshape(-1, changed[name].shape[-1])[row, column] += by
    words = TOKENIZER.encode(PROMPTS[lang], lang)
    return logits(changed, WEIGHTS.config, words)[-1].softmax(0)


def shares(drawn):
    """Word -> (before, after) in percent, as the picture writes them."""
    rows = re.findall(r'k-bars__name"[^>]*>([^<]+)<.*?class="k-val">([^<]+)<', drawn)
    return {html.unescape(word): [float(p.rstrip("%")) for p in told.split(" → ")] for word, told in rows}


def is_as_learned():
    return load().model.weights.matrices == WEIGHTS.matrices


@pytest.mark.parametrize("place", CELLS, ids=lambda place: place[0])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_bars_are_torchs(place, lang):
    turn = -1.5 if place[1] % 2 else 2.25
    before, after = in_torch(lang, []), in_torch(lang, [(place, turn)])
    drawn = demo.run("one-knob", "en", json.dumps(form_of(place, prompt=PROMPTS[lang], lang=lang, turn=turn)))
    told = shares(drawn)
    assert len(told) == 8, FILE
    for word, (was, now) in told.items():
        cell = TOKENIZER.end if word == "(the end)" else TOKENIZER.words.index(word.replace(" ", "_"))
        assert was == pytest.approx(100 * before[cell].item(), abs=0.0501), f"{FILE}: {word}"
        assert now == pytest.approx(100 * after[cell].item(), abs=0.0501), f"{FILE}: {word}"
    for spread in (before, after):  # what leads is among them
        assert TOKENIZER.words[int(spread.argmax())].replace("_", " ") in {*told, "<end>"}, HEARD
    assert is_as_learned(), "look in site_src/knobs/pocket/turned.py"


def test_kept_turns_count_too_and_turns_of_one_knob_add_up():
    cells = [("blocks.3.down", 7, 9), ("word_bias", 0, 300), ("blocks.2.output", 1, 2)]
    numbers = [WEIGHTS.cell(*place) for place in cells]
    kept = f"{numbers[0]}:1.5 {numbers[1]}:-2 {numbers[0]}:-0.75"
    form = form_of(cells[2], prompt=PROMPTS["nl"], lang="nl", turn=1, kept=kept)
    drawn = demo.run("one-knob", "nl", json.dumps(form))
    expected = in_torch("nl", [(cells[0], 0.75), (cells[1], -2), (cells[2], 1)])
    turns = tuple(Turn(cell, by) for cell, by in sorted(zip(numbers, (0.75, -2.0, 1.0), strict=True)))
    spread = hear(tuple(TOKENIZER.encode(PROMPTS["nl"], "nl")), 6, turns).spread
    assert spread == pytest.approx(expected.tolist(), abs=1e-4), HEARD
    assert "Je hebt 3 van de 258.083 draaiknoppen gedraaid." in drawn, FILE
    assert is_as_learned(), "look in site_src/knobs/pocket/turned.py"


def test_a_knob_that_is_back_where_it_was_is_not_turned():
    place = ("blocks.3.down", 7, 9)
    cell = WEIGHTS.cell(*place)
    drawn = demo.run("one-knob", "en", json.dumps(form_of(place, turn=-1.25, kept=f"{cell}:1.25")))
    assert "No knob is turned." in drawn, FILE
    assert all(was == now for was, now in shares(drawn).values()), FILE


def test_the_model_is_put_back_when_it_refuses():
    turns = (Turn(5, 1.0),)
    with pytest.raises(InputError):
        hear((0,) * (WEIGHTS.config.context + 1), 0, turns)
    assert is_as_learned(), "look in site_src/knobs/pocket/turned.py"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_it_writes_is_what_the_model_writes(lang):
    pocket = load()
    numbers = tuple(TOKENIZER.encode(PROMPTS[lang], lang))
    turns = (Turn(WEIGHTS.cell("blocks.3.down", 7, 9), 2.0), Turn(WEIGHTS.cell("embedding", 1, 1), -1.0))
    for cell, by in turns:
        pocket.model.weights.set(cell, pocket.model.weights.get(cell) + by)
    written = []
    while len(written) < 5:
        spread = pocket.model.read([*numbers, *written])
        word = spread.index(max(spread))
        if word == TOKENIZER.end:
            break
        written.append(word)
    assert hear(numbers, 5, turns).written == tuple(written), HEARD
    assert math.isclose(sum(hear(numbers, 5, turns).spread), 1), HEARD


def test_it_reads_no_further_than_it_can():
    numbers = tuple(TOKENIZER.encode("is " * (WEIGHTS.config.context - 1), "en"))
    assert len(hear(numbers, 10, ()).written) <= 1, HEARD


def test_a_bar_keeps_its_place():
    numbers = tuple(TOKENIZER.encode(PROMPTS["en"], "en"))
    before = hear(numbers, 0, ())
    cell = WEIGHTS.cell("blocks.3.down", 7, 9)
    orders = [shown(before, hear(numbers, 0, (Turn(cell, by),)))[:5] for by in (-3.0, -1.0, 0.05, 3.0)]
    assert all(order == shown(before, before)[:5] for order in orders), HEARD
    assert all(len(set(shown(before, hear(numbers, 0, (Turn(cell, by),))))) == 8 for by in (-3.0, 3.0)), HEARD


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_facts_are_asked_with_the_knob_turned(lang):
    turn = Turn(WEIGHTS.cell("word_bias", 0, 100), 3.0)
    fresh = load()
    fresh.model.weights.set(turn.cell, fresh.model.weights.get(turn.cell) + turn.by)
    for asked, word in zip(ASKED[lang], answers(lang, (turn,)), strict=True):
        spread = fresh.model.read(TOKENIZER.encode(asked.prompt, lang))
        assert word == spread.index(max(spread)), HEARD


def test_the_facts_are_counted_before_and_after():
    place = ("embedding", 1, 20)  # a number of the word <en>, which every English text begins with
    drawn = demo.run("one-knob", "en", json.dumps(form_of(place, turn=3, ask=True)))
    turn = (Turn(WEIGHTS.cell(*place), 3.0),)
    for lang, name in (("en", "English"), ("nl", "Dutch")):
        right = [
            sum(
                TOKENIZER.words[word] == asked.answer
                for word, asked in zip(answers(lang, turns), ASKED[lang], strict=True)
            )
            for turns in ((), turn)
        ]
        assert f"{name}: {right[0]} of 12 right as it learned, {right[1]} as you turned it" in drawn, FILE
    assert "as you turned it</span>" not in demo.run("one-knob", "en", "{}").partition("k-offers")[2], FILE


@pytest.mark.parametrize(
    ("form", "en", "nl"),
    [
        ({"matrix": "blocks.1.down", "row": 65}, "has rows from 1 to 64; there is no row 65.", "rij 65 is er niet."),
        ({"matrix": "blocks.1.up", "row": 256, "column": 65}, "columns from 1 to 64", "kolommen van 1 tot en met 64"),
        ({"matrix": "word_bias", "row": 2, "column": 867}, "has one row, row 1; there is no row 2.", "heeft één rij"),
        ({"matrix": "word_bias", "row": 1, "column": 868}, "columns from 1 to 867", "kolom 868 is er niet."),
        ({"row": "0"}, "“row” (row) goes from 1 to", "‘rij’ (row) loopt van 1"),
        ({"column": "two"}, "two is not a number", "two is geen getal"),
        ({"row": 1.5}, "1.5 is not whole", "1.5 is niet heel"),
        ({"matrix": "blocks.9.up"}, "blocks.9.up is none of these", "blocks.9.up hoort daar niet bij"),
        ({"turn": 3.05}, "goes from −3 to 3", "loopt van −3 tot en met 3"),
        ({"words": 21}, "goes from 0 to 20", "loopt van 0 tot en met 20"),
        ({"prompt": ""}, "Write one word or more", "Schrijf minstens één woord"),
        ({"prompt": "xylophone"}, "does not know the word “xylophone”", "kent het woord ‘xylophone’ niet"),
        ({"prompt": "is " * 90}, "the model reads 64 at most", "leest er ten hoogste 64"),
        ({"lang": "fr"}, "can be en or nl; fr", "kan en of nl zijn; fr"),
        ({"kept": "57"}, "“57” is no turn of a knob", "‘57’ is geen stand van een draaiknop"),
        ({"kept": "258083:1"}, "“258083:1” is no turn", "draaiknoppen lopen van 0 tot en met 258.082"),
        ({"kept": "5:3.01"}, "turns from −3 to 3", "standen van −3 tot en met 3"),
        ({"kept": "5:1e9"}, "“5:1e9” is no turn", "‘5:1e9’ is geen stand"),
        ({"kept": "5:1 " * (MOST + 1)}, "You have kept 31 turns and 30 is the most", "Je hebt 31 standen bewaard"),
        ({"kept": "5" * 500}, "takes 400 characters at most", "passen ten hoogste 400 tekens"),
        ({"kept": 5}, "needs a text; 5 is not one", "vraagt om een tekst; 5 is dat niet"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_one_sentence(form, en, nl):
    for lang, expected in (("en", en), ("nl", nl)):
        refused = json.loads(demo.answer("one-knob", lang, json.dumps(form)))["refused"]
        assert expected in refused and "\n" not in refused and refused.endswith("."), FILE
        assert len(refused) < 260 or "matrix" in form, FILE
    assert is_as_learned(), "look in site_src/knobs/pocket/turned.py"


def offers(drawn):
    """Label -> the values that each button gives to the form."""
    buttons = re.findall(r'<button[^>]*data-set="([^"]+)"[^>]*>([^<]+)<', drawn)
    return {html.unescape(label): json.loads(html.unescape(values)) for values, label in buttons}


def test_turns_are_kept_undone_and_put_back():
    place = ("blocks.3.down", 7, 9)
    cell = WEIGHTS.cell(*place)
    form = form_of(place, turn=1.25, kept="12:-0.5")
    offered = offers(demo.run("one-knob", "en", json.dumps(form)))
    assert offered["Keep this turn"] == {"kept": f"12:-0.5 {cell}:1.25", "turn": 0}, FILE
    assert offered["Undo the last one kept"] == {"kept": ""}, FILE
    assert offered["Put everything back"] == {"kept": "", "turn": 0}, FILE
    one, two = (
        shares(demo.run("one-knob", "en", json.dumps(form | values)))
        for values in ({}, offered["Keep this turn"])
    )
    assert one == two, f"{FILE}: keeping a turn changes what the model says"
    still = offers(demo.run("one-knob", "en", json.dumps(form | {"turn": 0})))
    assert still["Keep this turn"]["kept"] == "12:-0.5", f"{FILE}: there is no turn to keep"


def test_a_random_knob_is_one_of_all_and_each_comes_once():
    seen, cell = set(), 0
    for _ in range(len(WEIGHTS)):
        seen.add(cell)
        cell = another(cell)
    assert len(seen) == len(WEIGHTS) and cell == 0, HEARD
    form = {**form_of(("blocks.3.down", 7, 9)), "turn": 0}
    values = offers(demo.run("one-knob", "en", json.dumps(form)))["A random knob"]
    assert values["turn"], f"{FILE}: a random knob that is not turned shows nothing"
    place = WEIGHTS.where(another(WEIGHTS.cell("blocks.3.down", 7, 9)))
    assert (values["matrix"], values["row"], values["column"]) == (
        place.name, str(place.row + 1), str(place.column + 1),
    ), FILE  # fmt: skip
    assert number(another(WEIGHTS.cell("blocks.3.down", 7, 9)) + 1, "en") in demo.run(
        "one-knob", "en", json.dumps(values)
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_opens_on_the_first_knob_of_its_language_and_offers_all_of_them(lang):
    mine = [knob for knob in knobs() if knob.lang == lang]
    assert mine, "run python -m workshop.find_knobs site_src/knobs/pocket/weights"
    first = demo.run("one-knob", lang, "{}")
    suggested = [values for label, values in offers(first).items() if " → " in label]
    assert len(suggested) == len(mine), f"{FILE}: not all of them are offered, or two are told alike"
    assert demo.run("one-knob", lang, json.dumps(suggested[0])) == first, FILE
    for knob, values in zip(mine, suggested, strict=True):
        told = shares(demo.run("one-knob", "en", json.dumps(values)))
        leads = [max(told, key=lambda word, i=i: told[word][i]) for i in (0, 1)]
        assert leads == [knob.words[0].replace("_", " "), knob.words[-1].replace("_", " ")], (
            "look in site_src/workshop/find_knobs.py: these are not the knobs of these weights"
        )


def test_the_model_is_the_one_that_everybody_loads():
    assert torch.equal(tensors(WEIGHTS)["embedding"], tensors(load().model.weights)["embedding"]), HEARD


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_random_knob_hardly_ever_changes_the_next_word(lang):
    """As the page says; and that 1 is more than most numbers amount to."""
    numbers = tuple(TOKENIZER.encode(PROMPTS[lang], lang))
    lead, changed, cell = leader(hear(numbers, 0, ()).spread), 0, 0
    for _ in range(20):
        cell = another(cell)
        changed += leader(hear(numbers, 0, (Turn(cell, 1.0),)).spread) != lead
    assert changed <= 1, "look in docs: what the page says of random knobs is no longer so"
    amounts = [abs(number) for table in WEIGHTS.matrices.values() for row in table for number in row]
    assert sum(amount < 1 for amount in amounts) > 0.8 * len(amounts), (
        "look in docs: what the page says of a turn of 1"
    )
