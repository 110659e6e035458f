"""sitekit/models_table.py: the table holds every model, its numbers as each language writes them and as numbers."""

from html.parser import HTMLParser
from typing import Any

import pytest
from knobs.models import Model, models
from knobs.text import LANGUAGES, DemoError
from sitekit import downloads
from sitekit.models_table import FILES, KINDS, NEVER, STATUS, UNSEEN, called, table

FILE = "look in site_src/sitekit/models_table.py"


class Cells(HTMLParser):
    """Each row of the table as cells: text, attributes and the addresses in it. What is <small> stands after a bar."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[dict[str, Any]]] = []
        self.kinds: list[str | None] = []
        self.links: list[str] = []  # below the table too
        self.inside = True
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "tr":
            self.rows.append([])
            self.kinds.append(given.get("data-kind"))
        elif tag in ("td", "th"):
            self.rows[-1].append(
                {"text": "", "links": [], "value": given.get("data-value"), "sort": given.get("data-sort")}
            )
        elif tag == "small":
            self.rows[-1][-1]["text"] += "|"
        elif tag == "a":
            self.links.append(given["href"] or "")
            if self.inside:
                self.rows[-1][-1]["links"].append(given["href"])

    def handle_endtag(self, tag: str) -> None:
        self.inside &= tag != "table"

    def handle_data(self, data: str) -> None:
        if self.rows and self.inside:
            self.rows[-1][-1]["text"] += data


def grouped(value: int, lang: str) -> str:
    """As the language writes it, made in another way than knobs.text does."""
    written = f"{value:_}".replace("_", {"en": ",", "nl": "."}[lang])
    return str(value) if lang == "nl" and value < 10_000 else written


@pytest.fixture(scope="module", params=LANGUAGES)
def shown(request):
    return request.param, Cells(table(request.param, "../assets/"))


def rows(shown: Cells) -> list[tuple[Model, list[dict[str, Any]]]]:
    return list(zip(models().values(), shown.rows[1:], strict=True))


def test_every_model_has_a_row_with_its_numbers(shown):
    lang, read = shown
    for model, (name, total, active, published, status, kind, year, *_) in rows(read):
        assert name["text"] == f"{model.name}|{model.org}", FILE
        assert (total["text"], total["value"]) == (grouped(model.total, lang), str(model.total)), FILE
        if model.active:
            both, without = model.active.all_tables, model.active.excl_input_embedding
            assert active["text"] == f"{grouped(both, lang)}|{grouped(without, lang)}", f"{model.id}: {FILE}"
            assert active["value"] == str(both), f"{model.id}: {FILE}"
        else:
            assert (active["text"], active["value"]) == ("–", None), f"{model.id}: {FILE}"
        assert published["value"] == (str(model.published) if model.published else None), (
            f"{model.id}: {FILE}"
        )
        assert status["text"] == STATUS[model.status][0][lang] and kind["text"] == KINDS[model.kind][lang], (
            FILE
        )
        assert year["text"] == year["value"] == str(model.year), FILE
    assert read.kinds[1:] == [model.kind for model in models().values()], FILE


@pytest.mark.parametrize(("lang", "said"), [("en", "1.23 billion"), ("nl", "1,23 miljard")])
def test_what_a_maker_says_has_a_unit(lang, said):
    told = {model.id: cells[3]["text"] for model, cells in rows(Cells(table(lang)))}
    assert told["llama3.2-1b"] == said and told["bertje"] == "–", FILE
    assert told["mixtral-8x7b"].count("|") == 1, f"a mixture of experts has two published numbers: {FILE}"


def test_a_licence_is_named_with_where_it_stands(shown):
    lang, read = shown
    for model, cells in rows(read):
        licence, sources = cells[7:]
        words = {"": UNSEEN[lang], "unreleased": NEVER[lang]}.get(model.licence, model.licence)
        assert licence["text"] == words, f"{model.id}: {FILE}"
        assert licence["links"] == [model.licence_source] * bool(model.licence_source), f"{model.id}: {FILE}"
        assert tuple(sources["links"]) == model.sources, f"{model.id}: {FILE}"
        names = sources["text"].split(" ")
        assert all(names), f"{model.id}: a source without a name: {FILE}"


def test_each_column_is_sorted_by_what_it_holds(shown):
    _, read = shown
    kinds = [cell["sort"] for cell in read.rows[0]]
    assert kinds[:2] == ["text", "number"] and kinds[-1] is None, FILE
    for cells in read.rows[1:]:
        for kind, cell in zip(kinds, cells, strict=True):
            assert kind == "number" or cell["value"] is None, f"{cell}: {FILE}"
            assert kind != "number" or cell["value"] or cell["text"] == "–", f"{cell}: {FILE}"


def test_the_legend_tells_each_word_and_the_files_can_be_had(shown):
    lang, read = shown
    whole = table(lang, "../assets/")
    for status in {model.status for model in models().values()}:
        name, means = STATUS[status]
        assert f"k-models__mark--{status}" in whole and f"</i>{name[lang]}</dt><dd>{means[lang]}" in whole, (
            FILE
        )
    assert {f"assets/{name}" for name in FILES} == set(downloads.files()), FILE
    assert {f"../assets/{name}" for name in FILES} <= set(read.links), FILE


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://arxiv.org/abs/2005.14165", "arXiv 2005.14165"),
        ("https://github.com/openai/gpt-2/blob/9b63575/src/model.py", "gpt-2/model.py"),
        ("https://github.com/google-research/bert", "bert"),
    ],
)
def test_what_a_source_is_called(address, name):
    assert called(address) == name, FILE


def test_a_source_that_nobody_can_name_stops_the_build():
    with pytest.raises(DemoError, match="does not know what to call https://example.org/; add it to called"):
        called("https://example.org/")
