"""The forms for translators: what GitHub needs of them, and the links to them in the footer of a page."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from knobs.text import LANGUAGES
from sitekit import talk

from tests.sitekit.tree import build, pages, plant

REPO = "https://github.com/who/knobs"


@pytest.mark.parametrize("name", talk.FORMS)
def test_a_form_is_one_that_github_takes(root, name):
    file = root / ".github/ISSUE_TEMPLATE" / name
    form = yaml.safe_load(file.read_text("utf-8"))
    assert set(form) == {"name", "description", "title", "labels", "body"}, f"look in {file.name}"
    ids = [part["id"] for part in form["body"]]
    assert len(ids) == len(set(ids)) and "page" in ids, "the link fills in the page"
    for part in form["body"]:
        assert part["type"] in ("input", "textarea", "dropdown", "checkboxes"), file.name
        assert isinstance(part["attributes"]["label"], str), file.name
        assert (part["type"] in ("dropdown", "checkboxes")) == ("options" in part["attributes"]), file.name


@pytest.mark.parametrize("name", talk.FORMS)
def test_a_form_speaks_both_languages(root, name):
    form = yaml.safe_load((root / ".github/ISSUE_TEMPLATE" / name).read_text("utf-8"))
    said = [form["name"], form["description"]]
    for part in form["body"]:
        about = part["attributes"]
        said += [about["label"], *([about["description"]] if "description" in about else [])]
        said += [one["label"] if isinstance(one, dict) else one for one in about.get("options", [])]
    assert all(len(one.split(" / ")) == len(LANGUAGES) for one in said), said


def test_a_link_has_the_page_filled_in():
    link = talk.form(talk.WRONG, "nl", REPO + "/", "https://knobs.example/nl/a/?b&c")
    address = urlsplit(unescape(re.findall('href="([^"]+)"', link)[0]))
    assert f"{address.scheme}://{address.netloc}{address.path}" == f"{REPO}/issues/new", "look in talk.py"
    assert parse_qs(address.query) == {"template": [talk.WRONG], "page": ["https://knobs.example/nl/a/?b&c"]}
    assert talk.form(talk.WRONG, "nl", "", "a") == ""


def test_footers_have_them_where_there_is_a_repository(tmp_path):
    plant(tmp_path, pages())
    built = build(tmp_path, repo_url=REPO)
    assert built.returncode == 0, built.stdout + built.stderr

    def links(url):
        page = (tmp_path / "site" / url / "index.html").read_text("utf-8")
        return [unescape(link) for link in re.findall(rf'href="({REPO}/issues/new[^"]*)"', page)]

    (wrong,), (take,) = links("nl/chapter"), links("nl/only-english")
    assert parse_qs(urlsplit(wrong).query)["template"] == [talk.WRONG], (
        "look at _about_translation in hooks.py"
    )
    assert parse_qs(urlsplit(wrong).query)["page"] == ["https://example.org/base/nl/chapter/"]
    assert parse_qs(urlsplit(take).query) == {"template": [talk.TAKE], "page": ["only-english.md"]}
    assert links("chapter") == links("") == [], "the English is no translation"
