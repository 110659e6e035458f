"""The command that lets the pocket model speak: its JSON, and one line with exit code 2 for bad input."""

import json

import pytest
from knobs.__main__ import main
from knobs.pocket import Config, load, next_words, probabilities
from knobs.say import language, say

from tests.knobs.pocket.small import WORDS, card, put, random_weights

FILE = "look in site_src/knobs/say.py"
MAIN = f"{FILE}, or in site_src/knobs/__main__.py"
ENGLISH = "the capital of Paris dog United_Kingdom"


@pytest.fixture
def folder(tmp_path):
    """A model that has learned one thing: after <en> come English words, after <nl> the others."""
    config = Config(**card()["config"])
    weights = random_weights(config, size=0.05)
    for number, word in enumerate(WORDS):
        english = word == "<en>" or word in ENGLISH.split()
        embedding = weights.tensors["embedding"]
        embedding[number] = [
            3.0 if english else 0.0,
            0.0 if english else 3.0,
            *embedding.tolist()[number][2:],
        ]
    return put(tmp_path, weights)


def said(capsys, folder, *arguments):
    assert main(["say", *arguments, "--weights", str(folder)]) == 0, MAIN
    return json.loads(capsys.readouterr().out)


def test_what_comes_next(capsys, folder):
    answer = said(capsys, folder, "de hoofdstad van frankrijk", "--top", "3")
    assert (answer["lang"], answer["prompt"]) == ("nl", "<nl> de hoofdstad van Frankrijk"), MAIN
    pocket = load(folder=folder)
    logits = pocket.model.read(pocket.tokenizer.encode("de hoofdstad van Frankrijk", "nl"))
    expected = [
        {"word": WORDS[word].replace("_", " "), "probability": round(probability, 6)}
        for word, probability in next_words(logits, 3)
    ]
    assert answer["next"] == expected and "written" not in answer, MAIN
    assert answer["next"][0]["probability"] == pytest.approx(max(probabilities(logits)), abs=1e-6), MAIN


@pytest.mark.parametrize(
    ("prompt", "arguments", "lang"),
    [
        ("the capital of", [], "en"),
        ("de hoofdstad van", [], "nl"),
        ("the united kingdom", [], "en"),
        ("the capital of", ["--lang", "nl"], "nl"),
        ("<nl> the capital of", [], "nl"),
        ("<nl> the capital of", ["--lang", "en"], "nl"),
    ],
)
def test_the_language(prompt, arguments, lang, capsys, folder):
    answer = said(capsys, folder, prompt, *arguments)
    assert answer["lang"] == lang and answer["prompt"].startswith(f"<{lang}> "), MAIN
    assert len(answer["next"]) == 5, MAIN


def test_the_model_tells_the_language(folder):
    assert language(load(folder=folder), "Paris") == "en", FILE
    assert language(load(folder=folder), "Parijs") == "nl", FILE


def test_writing_on(capsys, folder):
    written = [
        said(capsys, folder, "de", "--words", "6", "--temperature", "3", "--seed", seed)["written"]
        for seed in ("1", "1", "2")
    ]
    assert written[0] == written[1] != written[2], MAIN
    greedy = say("de", "nl", words=1, folder=folder)
    assert greedy["written"] == greedy["next"][0]["word"], FILE
    assert said(capsys, folder, "de", "--words", "6") == said(
        capsys, folder, "de", "--words", "6", "--seed", "5"
    ), MAIN


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["de hooftstad"], "The model does not know the word “hooftstad”; what looks like it: hoofdstad."),
        (
            ["de hooftstad", "--lang", "nl"],
            "Het model kent het woord ‘hooftstad’ niet; wat erop lijkt: hoofdstad.",
        ),
        ([""], "Write one word or more"),
        (["", "--lang", "nl"], "Schrijf minstens één woord"),
        (["is " * 12], "the model reads 12 at most"),
        (["is " * 12, "--lang", "nl"], "het model leest er ten hoogste 12"),
        (["is", "--top", "0"], "a choice of 1 word or more, not of 0."),
        (["is", "--top", "0", "--lang", "nl"], "keuze uit 1 woord of meer, niet uit 0."),
        (["is", "--words", "-1"], "The model can write on 0 words or more, not −1."),
        (["is", "--words", "1", "--temperature", "-1"], "The temperature is a number from 0 up, not -1.0."),
        (["is", "--words", "1", "--temperature", "nan"], "from 0 up, not nan."),
        (["is", "--top", "many"], "--top"),
        (["is", "--lang", "de"], "--lang"),
        ([], "PROMPT"),
    ],
)
def test_bad_input_is_one_line(arguments, message, capsys, folder):
    assert message in refused([*arguments, "--weights", str(folder)], capsys), MAIN


def test_weights_that_are_not_there(capsys, tmp_path):
    none = str(tmp_path)
    assert "pocket.json cannot be opened: No such file" in refused(["is", "--weights", none], capsys), MAIN
    assert "pocket.json is niet te openen" in refused(["is", "--weights", none, "--lang", "nl"], capsys), MAIN


def test_a_package_without_weights(capsys, package):
    assert "The weights are not here: pocket.json is missing" in refused(["is"], capsys), MAIN
    assert "De gewichten zijn er niet: pocket.json" in refused(["is", "--lang", "nl"], capsys), MAIN
    put(package)
    (package / "pocket.safetensors").unlink()
    assert "The weights are not here: pocket.safetensors is missing" in refused(["is"], capsys), MAIN


def test_the_weights_of_the_package(capsys, package):
    put(package)
    assert main(["say", "de hond", "--lang", "nl"]) == 0, MAIN
    assert json.loads(capsys.readouterr().out)["prompt"] == "<nl> de hond", MAIN


def test_weights_that_are_broken(capsys, folder):
    content = (folder / "pocket.safetensors").read_bytes()
    (folder / "pocket.safetensors").write_bytes(content[:-1])
    assert "In the file of weights, the data of" in refused(["is", "--weights", str(folder)], capsys), MAIN


def refused(arguments, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["say", *arguments])
    printed = capsys.readouterr()
    assert stopped.value.code == 2 and not printed.out, MAIN
    assert printed.err.count("\n") == 1 and printed.err.endswith("\n"), f"{MAIN}: {printed.err}"
    return printed.err
