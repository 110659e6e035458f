"""sitekit/programs.py: the box of a program leads to each of its parts, and has all that the file says."""

import ast
import re
import site
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import version
from io import BytesIO
from xml.etree import ElementTree

import pytest
from knobs.text import DemoError
from sitekit.fences import ROOT
from sitekit.programs import files, program, sentence

FILE = "look in site_src/sitekit/programs.py"
FILES = sorted(file.name for file in (ROOT / "examples").glob("*.py"))
QUOTED = re.compile(r"^ *# --8<-- .*\n", re.MULTILINE)


@pytest.mark.parametrize("name", FILES)
def test_all_of_it_is_there_and_each_part_can_be_linked_to(name):
    source = QUOTED.sub("", (ROOT / "examples" / name).read_text("utf-8"))
    box = ElementTree.fromstring(program("en", "../assets/", name))
    code = box.find("details//code")
    opening = " ".join(ast.get_docstring(ast.parse(source)).split())
    told = box.find("p[@class='k-program__told']")
    assert told.text and opening.startswith(told.text) and told.get("lang") == "en", FILE
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


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    """An empty folder, and in it what a reader fetches."""
    folder = tmp_path_factory.mktemp("empty")
    [(address, content)] = files().items()
    assert address == "assets/examples.zip", FILE
    with zipfile.ZipFile(BytesIO(content)) as archive:
        archive.extractall(folder)
    return folder


def test_two_commands_of_the_page_train(unpacked):
    """But for what pip brings: that is here already. Without the path file that leads to this project's folder."""
    page = (ROOT / "docs/en/examples/train.md").read_text("utf-8")
    fetch, train = re.search(r"```.*\n(curl .+)\n(.+)\n```", page).groups()
    assert fetch.split(" && ") == [
        "curl -O {site}assets/examples.zip",
        "python3 -m zipfile -e examples.zip .",
        "python3 -m venv .venv",
        ".venv/bin/pip install -r examples/requirements.txt",
    ], "docs/en/examples/train.md"
    needed = (unpacked / "examples/requirements.txt").read_text("utf-8").split()
    here = {f"{name}=={version(name).partition('+')[0]}" for name in ("numpy", "torch")}
    assert set(needed) == here, FILE
    python, *words = train.split()
    assert python == ".venv/bin/python", "docs/en/examples/train.md"
    ended = subprocess.run(
        [sys.executable, "-S", *words, "--set", "training.steps=2", "--every", "1"],
        cwd=unpacked,
        env={"PYTHONPATH": site.getsitepackages()[0], "HOME": str(unpacked)},
        capture_output=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    assert ended.returncode == 0, f"{ended.stderr}\n{FILE}"
    assert re.search(r"^step 2/2  loss \d\.\d{3} ", ended.stdout, re.MULTILINE), ended.stdout
    assert (unpacked / "runs/pocket/loss.svg").exists(), FILE


def test_the_zip_is_the_same_each_time_and_has_no_leavings():
    with zipfile.ZipFile(BytesIO(files()["assets/examples.zip"])) as archive:
        names = archive.namelist()
    assert files() == files() and names == sorted(names), FILE
    assert not [name for name in names if name.endswith(".pyc") or not name.startswith("examples/")], FILE
    here = {f"examples/{file.name}" for file in (ROOT / "examples").glob("*.py")}
    assert here < set(names) and "examples/configs/8b.toml" in names, FILE
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    assert all(re.fullmatch(r"[\w-]+==[\w.]+", name) for name in extras["examples"]), "look in pyproject.toml"
