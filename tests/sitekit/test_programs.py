"""sitekit/programs.py: the box of a program leads to each of its parts, and has all that the file says."""

import ast
import re
from xml.etree import ElementTree

import pytest
from knobs.text import DemoError
from sitekit.fences import ROOT
from sitekit.programs import program, sentence

FILE = "look in site_src/sitekit/programs.py"
FILES = sorted(file.name for file in (ROOT / "examples").glob("*.py"))
QUOTED = re.compile(r"^ *# --8<-- .*\n", re.MULTILINE)


@pytest.mark.parametrize("name", FILES)
def test_all_of_it_is_there_and_each_part_can_be_linked_to(name):
    source = QUOTED.sub("", (ROOT / "examples" / name).read_text("utf-8"))
    box = ElementTree.fromstring(program("en", "../assets/", name))
    code = box.find("details//code")
    assert "".join(code.itertext()) == source, FILE
    assert f"{source.count(chr(10))} lines" in box.findtext("details/summary"), FILE
    tree = ast.parse(source)
    named = [node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    links = [link for link in box.iter("a") if link.get("href").startswith("#")]
    assert [link.findtext("code") for link in links] == [each for each in named if each != "main"], FILE
    places = {span.get("id"): "".join(span.itertext()) for span in code.iter("span") if span.get("id")}
    for link in links:
        line = places[link.get("href")[1:]]
        assert re.match(rf"@|(def|class) {link.findtext('code')}\b", line), f"{line!r}: {FILE}"


def test_it_can_be_fetched_whole():
    box = ElementTree.fromstring(program("nl", "../assets/", "line.py"))
    assert [box.find("p/a").get(key) for key in ("href", "download")] == [
        "../assets/examples/line.py",
        "line.py",
    ]
    assert re.fullmatch(r"Het hele bestand, \d+ regels", box.findtext("details/summary")), FILE


@pytest.mark.parametrize("name", ["", "nothing.py", "../README.md"])
def test_a_file_that_is_not_there_is_told_with_the_choices(name):
    with pytest.raises(DemoError, match=r"^examples/ has no program “.*”; it has .*line\.py"):
        program("en", "", name)


def test_the_first_sentence_is_on_one_line():
    assert sentence("One, at 0.5 of\n    it. Two.\n\nMore.") == "One, at 0.5 of it."
    assert sentence("No end\n\nMore.") == "No end" and sentence("") == ""
