"""The command line: the same HTML as the page, and one line with exit code 2 for bad input."""

import pytest
from knobs import demo
from knobs.__main__ import main

FILE = "look in site_src/knobs/__main__.py"


def test_prints_the_demo(capsys):
    assert main(["demo", "line", "--lang", "nl", "--set", "a=2"]) == 0
    assert capsys.readouterr().out.strip() == demo.render("line", "nl", {"a": 2}), FILE


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["demo", "lijn"], "There is no demo “lijn”; there are line"),
        (["demo", "line", "--lang", "de"], "There is no language “de”; there are en or nl"),
        (["demo", "line", "--lang", "nl", "--set", "a=veel"], "veel is geen getal"),
        (["demo", "line", "--set", "a"], "write NAME=VALUE"),
        (["demo"], "name"),
        (["dance"], "dance"),
        ([], "COMMAND"),
    ],
)
def test_bad_input_is_one_line(arguments, said, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    error = capsys.readouterr().err
    assert stopped.value.code == 2 and said in error and error.count("\n") == 1, f"{FILE}: {error}"
