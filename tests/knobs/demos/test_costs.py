"""Memory, training costs, updates and operations: the demos show what was published."""

import json
import re

import pytest
from knobs import demo
from knobs.text import InputError


def shown(name, lang="en", **form):
    return re.sub(r"<[^>]+>", " ", demo.run(name, lang, json.dumps(form))).replace("\u00a0", " ")


def test_gpt3_as_it_was_estimated():
    """arXiv 2005.14165, table D.1; arXiv 2104.10350, table 4: 14.8 days, 1,287 MWh, 552 tonnes."""
    told = shown("train-cost", grid="429")
    for published in ("3.14 × 10²³", "14.8", "1,287", "10,000 GPUs"):
        assert published in told, "look in site_src/knobs/demos/train_cost.py"
    assert float(re.search(r"CO₂, tonnes +([\d.]+)", told)[1]) == pytest.approx(552.1, rel=0.002)


def test_deepseek_v3_as_its_report_prices_it():
    """arXiv 2412.19437: 2.788 million GPU-hours at 2 dollars are 5.576 million."""
    rate = 3.29e24 / (2.788e6 * 3600)  # what each GPU reached, over all its hours
    form = {"parameters": "37", "tokens": "14800", "chip": "h100", "price": "2"}
    told = shown("train-cost", utilization=round(100 * rate / 989.4e12, 1), **form)
    assert int(re.search(r"rent, your money +([\d,]+)", told)[1].replace(",", "")) == pytest.approx(
        5.576e6, rel=0.01
    ), "look in site_src/knobs/demos/train_cost.py"


def test_a_price_has_a_date():
    assert "fill in the year it is from" in shown("train-cost", price="2")
    told = shown("train-cost", price="2", year="2026")
    assert "rent, your money of 2026" in told and "A price without a date" not in told


@pytest.mark.parametrize(
    ("model", "written", "published"),
    [  # decimal GB of the weights alone
        ("llama3-8b", "fp32", "32.12 GB"),
        ("llama3-8b", "int8", "8.03 GB"),
        ("gpt3-175b", "bf16", "349.21 GB"),  # the 350 GB of arXiv 2106.09685
        ("llama3.1-405b", "bf16", "811.71 GB"),
        ("llama3.1-405b", "int4", "202.93 GB"),
    ],
)
def test_weights(model, written, published):
    told = shown("memory", model=model, written=written, tokens="0")
    assert published in told, "look in site_src/knobs/demos/memory.py"


def test_the_cache_of_llama_3():
    """131,072 bytes a token in 16 bits: two of 8 heads of 128, 32 layers."""
    told = shown("memory", tokens="8192", texts="10")
    assert f"{10 * 8192 * 131_072 / 1e9:.2f} GB" in told, "look in site_src/knobs/demos/memory.py"


@pytest.mark.parametrize(("use", "each"), [("16", 16), ("18", 18)])
def test_training_takes_so_many_bytes_a_parameter(use, each):
    told = shown("memory", model="gpt3-175b", use=use)
    assert f"{174_604_259_328 * each / 1e9:,.2f}" in told, "look in site_src/knobs/demos/memory.py"


def test_updates_are_not_operations():
    """6 operations for each of 3.2 million tokens of a batch."""
    told = shown("updates-or-operations")
    for number in ("93,750", "19,200,000", "16.4 quadrillion", "314 sextillion"):
        assert number in told, "look in site_src/knobs/demos/updates_or_operations.py"
    told = shown("updates-or-operations", "nl")
    for number in ("93.750", "19.200.000", "16,4 biljard", "314 triljard"):
        assert number in told, "look in site_src/knobs/demos/updates_or_operations.py"


@pytest.mark.parametrize(
    ("value", "english", "dutch", "trap"),
    [
        ("1000000000", "1 billion", "1 miljard", "biljoen, is an English trillion"),
        ("1600000000000", "1.6 trillion", "1,6 biljoen", "triljoen, is an English quintillion"),
        ("12", "twelve", "twaalf", "agree"),
        ("314" + 21 * "0", "314 sextillion", "314 triljard", "English sextillion is Dutch triljard"),
    ],
)
def test_names_in_both_languages_and_the_false_friend(value, english, dutch, trap):
    told = shown("number-words", value=value)
    for words in (english, dutch, trap):
        assert words in told, "look in site_src/knobs/demos/number_words.py"


@pytest.mark.parametrize(
    ("name", "form", "sentence"),
    [
        ("train-cost", {"price": "-2"}, "‘prijs van een GPU per uur’ (price) loopt van 0 tot en met 10.000"),
        ("train-cost", {"parameters": "veel"}, "‘parameters’ (parameters) vraagt om een getal"),
        ("train-cost", {"devices": "1,5"}, "geheel getal"),
        ("train-cost", {"tokens": "1e300"}, "valt daarbuiten"),
        ("memory", {"room": "0"}, "‘geheugen van het apparaat’ (room)"),
        ("number-words", {"value": "-1"}, "(value) loopt van 0 tot"),
        ("number-words", {"value": 37 * "9"}, "valt daarbuiten"),
    ],
)
def test_bad_input_is_one_sentence(name, form, sentence):
    with pytest.raises(InputError, match=re.escape(sentence)):
        demo.run(name, "nl", json.dumps(form))
