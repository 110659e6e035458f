"""The command line: the same HTML as the page, exact counts, and one line with exit code 2 for bad input."""

import json
import tomllib
from pathlib import Path

import pytest
from knobs import demo, models
from knobs.__main__ import main
from knobs.count import components

FILE = "look in site_src/knobs/__main__.py"


def test_prints_the_demo(capsys):
    assert main(["demo", "line", "--lang", "nl", "--set", "a=2"]) == 0
    assert capsys.readouterr().out.strip() == demo.render("line", "nl", {"a": 2}), FILE


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["demo", "lijn"], "There is no demo “lijn”; there are adapter, backprop, bits"),
        (["demo", "line", "--lang", "de"], "There is no language “de”; there are en or nl"),
        (["demo", "line", "--lang", "nl", "--set", "a=veel"], "veel is geen getal"),
        (["demo", "line", "--set", "a"], "write NAME=VALUE"),
        (["demo"], "name"),
        (["count"], "FILE"),
        (["count", "a.toml", "--lang", "de"], "--lang"),
        (["dance"], "dance"),
        ([], "COMMAND"),
    ],
)
def test_bad_input_is_one_line(arguments, said, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    error = capsys.readouterr().err
    assert stopped.value.code == 2 and said in error and error.count("\n") == 1, f"{FILE}: {error}"


ROWS = tomllib.loads(Path(models.__file__).with_name("models.toml").read_text(encoding="utf-8"))["models"]
TINY = {"vocab": 3, "n_layers": 1, "d_model": 4, "n_heads": 2, "d_ff": 5, "ffn_matrices": 2, "tied": True}
TINY |= {"norm_params": 0}


def toml(fields):
    """A flat table as TOML: for these values JSON writes the same."""
    return "".join(f"{name} = {json.dumps(value)}\n" for name, value in fields.items())


def counted(capsys, file, written):
    file.write_text(written, encoding="utf-8")
    assert main(["count", str(file)]) == 0, FILE
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_counts_every_model_from_any_kind_of_file(row, capsys, tmp_path):
    files = {
        "top.toml": toml(row["arch"]),
        "arch.toml": "[arch]\n" + toml(row["arch"]),
        "top.json": json.dumps(row["arch"]),
        "all.json": json.dumps(row),
        "no-suffix": "\ufeff" + json.dumps(row),
    }
    model = models.models()[row["id"]]
    active = model.active.all_tables if model.active else model.total
    expected = {"total": model.total, "active": active, "components": components(model.arch)}
    for name, written in files.items():
        assert counted(capsys, tmp_path / name, written) == expected, f"{name}: {FILE}"


def test_counts_on_the_back_of_an_envelope(capsys, tmp_path):
    parts = {"token_embedding": 12, "attention": 64, "ffn_dense": 40}
    expected = {"total": 116, "active": 116, "components": parts}
    assert counted(capsys, tmp_path / "tiny.toml", toml(TINY)) == expected, FILE


@pytest.mark.parametrize(
    ("name", "written", "said"),
    [
        ("a.toml", toml(TINY | {"d_modle": 4}), "There is no field d_modle;"),
        ("a.toml", "[arch]\n" + toml(TINY | {"d_modle": 4}), "There is no field d_modle;"),
        ("a.toml", "d_modle = 4\n[arch]\n" + toml(TINY), "The field d_modle stands beside the table arch;"),
        ("a.toml", "vocab = 4\n[arch]\n" + toml(TINY), "The field vocab stands beside the table arch;"),
        (
            "a.toml",
            toml(TINY | {"d_model": -4}),
            "d_model needs a whole number from 1 to 10,000,000, not -4.",
        ),
        ("a.toml", "vocab = 0x" + "f" * 9000, "vocab needs a whole number"),
        ("a.toml", "vocab = " + "9" * 9000, "a.toml is not TOML or JSON: "),
        ("a.toml", "vocab = 3\nvocab = 4\n", "a.toml is not TOML or JSON: "),
        ("a.toml", "vocab: 3\n", "a.toml is not TOML or JSON: "),
        ("a.toml", "", "The field vocab is missing"),
        ("a.toml", "arch = 3\n", "a.toml has no fields of an architecture, such as vocab,"),
        ("a.json", "[1]", "a.json has no fields of an architecture, such as vocab,"),
        ("a.json", '{"vocab": 3, "vocab": 4}', "a.json is not TOML or JSON: vocab is there twice"),
        ("a.json", '{"vocab": NaN}', "vocab needs a whole number from 1 to 10,000,000, not nan."),
        ("a.json", '{"vo\\ncab\\u2028": 3}', "There is no field vo cab ;"),
        ("a.json", '{"vocab": "\\ud800"}', "vocab needs a whole number"),
        ("a.json", '{"vocab": 3', "a.json is not TOML or JSON: "),
        ("a.json", "[" * 100_000, "a.json is not TOML or JSON: "),
        ("a.json", '{"a":' * 100_000, "a.json is not TOML or JSON: "),
        ("a.json", b"\xff\xfe", "a.json is not TOML or JSON: "),
        ("a\nb.json", "", "a b.json is not TOML or JSON: "),
    ],
)
def test_a_bad_file_is_one_line(name, written, said, capsys, tmp_path):
    file = tmp_path / name
    file.write_bytes(written if isinstance(written, bytes) else written.encode())
    assert said in refused(["count", str(file)], capsys), FILE


def test_a_file_that_cannot_be_opened(capsys, tmp_path):
    assert "nowhere.toml cannot be opened: No such file" in refused(
        ["count", str(tmp_path / "nowhere.toml")], capsys
    )
    assert "is niet te openen: Is a directory" in refused(["count", str(tmp_path), "--lang", "nl"], capsys), (
        FILE
    )


def refused(arguments, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    printed = capsys.readouterr()
    assert stopped.value.code == 2 and not printed.out, FILE
    assert printed.err.count("\n") == 1 and printed.err.endswith("\n"), f"{FILE}: {printed.err}"
    return printed.err
