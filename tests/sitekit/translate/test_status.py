"""What `status` tells: to people, and to machines."""

import json

from sitekit.translate.__main__ import main

from tests.sitekit.translate.project import DUTCH, ENGLISH, PAGE


def told(project, capsys, *more):
    assert main(["status", "--root", str(project.folder), *more]) == 0
    return capsys.readouterr().out


def test_every_page_has_its_state(project, capsys):
    project.write("en", ENGLISH, "missing.md")
    project.write("en", ENGLISH, "unmarked.md")
    project.write("nl", DUTCH, "unmarked.md")
    project.write("en", '{"cells": []}', "lab.ipynb")
    project.write("nl", '{"cells": []}', "lab.ipynb")
    project.change("en", "two knobs", "two dials")
    read = {one["page"]: one for one in json.loads(told(project, capsys, "--json"))}
    assert {name: one["state"] for name, one in read.items()} == {
        PAGE: "behind", "missing.md": "missing", "unmarked.md": "unmarked", "lab.ipynb": "notebook",
    }, "look in site_src/sitekit/translate/state.py"  # fmt: skip
    assert read[PAGE]["sections"] == {"line": "changed"}
    assert read[PAGE]["to_do"] == 18, "words of two letters and more, that of the heading too; no code"
    assert read["missing.md"]["to_do"] == read["missing.md"]["words"] > read[PAGE]["to_do"] > 0


def test_people_read_one_line_for_each_page(project, capsys):
    project.change("en", "two knobs", "two dials")
    first, last = told(project, capsys).splitlines()
    assert first.split()[:2] == ["behind", PAGE] and first.endswith("line (changed)")
    assert last.startswith("0 of 1 pages are current; ") and "\033" not in first, "colors are for terminals"


def test_a_terminal_has_colors(project, capsys, monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    assert "\033[32mcurrent" in told(project, capsys)
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\033" not in told(project, capsys)
