"""sitekit/speed.py: the tables say what benchmarks/results.json says, as each language writes numbers."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from knobs.text import LANGUAGES, DemoError
from sitekit import measured
from sitekit.markdown import figure
from sitekit.speed import speed
from sitekit.speed_words import MONTHS, NAMES, PARTS

FILE = "look in site_src/sitekit/speed.py"
MEASURED = measured.RESULTS  # by the last run of `make bench`
EXAMPLE = (
    Path(__file__).with_name("benchmarks") / "results.json"
)  # invented figures, in the form of real ones
STORED = json.loads(EXAMPLE.read_text("utf-8"))


@pytest.fixture(autouse=True)
def example(monkeypatch):
    monkeypatch.setattr(measured, "RESULTS", EXAMPLE)


VERDICTS = {
    True: {"en": " Reached.", "nl": ". Gehaald."},
    False: {"en": " Missed.", "nl": " Niet gehaald."},
    None: {"en": " Not measured.", "nl": " Niet gemeten."},
}
ABSENT = {
    "en": {"cannot": "cannot do this", "failed": "not measured"},
    "nl": {"cannot": "kan dit niet", "failed": "niet gemeten"},
}
ROWS = {row["key"]: row for row in STORED["rows"]}


class Cells(HTMLParser):
    """The text of each row of a table, cell by cell; what is <small> stands after a bar."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
        elif tag == "small":
            self.rows[-1][-1] += "|"

    def handle_data(self, data: str) -> None:
        self.rows[-1][-1] += data


def as_written(value: float, lang: str, decimals: int) -> str:
    """A number, written another way than knobs.text does."""
    whole, _, rest = f"{value:.{decimals}f}".partition(".")
    if len(whole) > 3 and (lang == "en" or len(whole) > 4):
        whole = re.sub(r"(?<=\d)(?=(\d{3})+$)", {"en": ",", "nl": "."}[lang], whole)
    return whole + ({"en": ".", "nl": ","}[lang] + rest if rest else "")


def amount(value: float, lang: str) -> str:
    return as_written(value, lang, 1 if value < 100 else 0)


def has(name: str, part: str) -> bool:
    """Whether anybody in a part has a p95, or a ratio: then there is a column of them."""
    rows = [ROWS[key] for key in PARTS[part]]
    return any(name in value for row in rows for value in (row["ours"], *row["peers"].values()))


def expected(value: dict, unit: str, lang: str, part: str) -> list[str]:
    """The cells behind the name, from the file."""
    if "value" not in value:
        return [ABSENT[lang][next(iter(value))]]
    told = f"{amount(value['value'], lang)}\N{NO-BREAK SPACE}{unit}"
    if "low" in value:
        told += f"|{amount(value['low'], lang)}–{amount(value['high'], lang)}"
    most = f"{amount(value['p95'], lang)}\N{NO-BREAK SPACE}{unit}" if "p95" in value else ""
    ratio = as_written(value["ratio"], lang, 2) if "ratio" in value else ""
    return [told, *([most] if has("p95", part) else []), *([ratio] if has("ratio", part) else [])]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("part", PARTS)
def test_the_table_equals_the_file(part, lang):
    shown = Cells(speed(lang, part)).rows[1:]
    for key in PARTS[part]:
        row = ROWS[key]
        head = shown[0][0].replace("\N{NO-BREAK SPACE}", " ")
        assert head.startswith(PARTS[part][key][lang]), f"{key}: {FILE}"
        if aim := row.get("aim"):
            most = (
                as_written(aim["at_most"], lang, 2) if aim["of"] == "ratio" else amount(aim["at_most"], lang)
            )
            assert f" {most} " in head and head.endswith(VERDICTS[aim["reached"]][lang]), f"{key}: {FILE}"
        alone = not row["peers"]  # then there is one line only, with the name of what was measured
        if not alone:
            shown.pop(0)
        for who, value in {"ours": row["ours"], **row["peers"]}.items():
            name, *cells = shown.pop(0)
            assert alone or name == NAMES[who][lang], f"{key}: {FILE}"
            assert cells == expected(value, row["unit"], lang, part), f"{key}, {who}: {FILE}"
    assert not shown, f"the table has lines that the file has not: {FILE}"


def test_the_page_shows_every_row_of_the_file():
    assert sorted(ROWS) == sorted(key for rows in PARTS.values() for key in rows), FILE


def test_the_last_run_measured_every_row_of_the_page():
    rows = {row["key"] for row in json.loads(MEASURED.read_text("utf-8"))["rows"]}
    missing = {key for named in PARTS.values() for key in named} - rows
    assert not missing, f"benchmarks/results.json has no {', '.join(sorted(missing))}: run `make bench`"


@pytest.mark.parametrize(("lang", "told"), [("en", "not measured"), ("nl", "niet gemeten")])
def test_a_row_that_no_run_has_measured_yet_says_so(lang, told, tmp_path, monkeypatch):
    older = tmp_path / "results.json"
    kept = [row for row in STORED["rows"] if row["key"] != "word-chromium"]
    older.write_text(json.dumps({**STORED, "rows": kept}), "utf-8")
    monkeypatch.setattr(measured, "RESULTS", older)
    shown = Cells(speed(lang, "pocket")).rows[1:]
    assert [PARTS["pocket"]["word-chromium"][lang], told] in [[row[0].strip(), *row[1:]] for row in shown], (
        FILE
    )
    peers = {key: len(ROWS[key]["peers"]) for key in PARTS["pocket"] if key != "word-chromium"}
    assert len(shown) == 1 + sum(2 + count if count else 1 for count in peers.values()), FILE
    assert figure("speed.word-chromium.a-second", lang) == told, FILE


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_machine_and_the_date(lang):
    told = speed(lang, "machine")
    year, month, day = STORED["date"].split("-")
    assert f"{int(day)} {MONTHS[lang][int(month) - 1]} {year}" in told, FILE
    for part in (
        STORED["machine"]["processor"],
        STORED["versions"]["pyscript"],
        STORED["versions"]["pyodide"],
    ):
        assert part in told, FILE


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_figure_is_the_cell_of_the_table(lang):
    ours = ROWS["boot-1"]["ours"]["value"]
    assert figure("speed.boot-1.ours", lang) == f"{amount(ours, lang)}\N{NO-BREAK SPACE}ms", FILE
    ratio = ROWS["boot-1"]["peers"]["stock-worker"]["ratio"]
    assert figure("speed.boot-1.ratio", lang) == as_written(ratio, lang, 2), FILE
    assert figure("speed.word-chromium.a-second", lang) == "50", f"a word takes 20 ms: {FILE}"


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (lambda: speed("en", "sound"), "The speed has no part “sound”; it has boot, run, stop, redraw, pocket, drag, learn, bytes or machine"),
        (lambda: figure("speed.boot-9.ours", "en"), "results.json has no row “boot-9”; it has boot-1, "),
        (lambda: figure("speed.boot-1.theirs", "en"), "row “boot-1” has ours, "),
    ],
)  # fmt: skip
def test_what_an_author_gets_wrong_is_one_sentence(asked, told):
    with pytest.raises(DemoError, match=told):
        asked()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda found: found.pop("date"), "the file has no “date”, .*run `make bench`"),
        (lambda found: found.update(date="soon"), "the date is not like 2026-11-24"),
        (lambda found: found.pop("rows"), "the file has no “rows”"),
        (lambda found: found["machine"].pop("processor"), "machine has no “processor”"),
        (lambda found: found["versions"].pop("pyscript"), "versions has no “pyscript”"),
        (lambda found: found["rows"][0].pop("unit"), "row “boot-1” has no “unit”"),
        (lambda found: found["rows"][0].update(peers=5400), "row “boot-1” has no “peers”, or it is not an object"),
        (lambda found: found["rows"][0]["ours"].pop("value"), "row “boot-1”, ours has no “value”"),
        (lambda found: found["rows"][0]["ours"].update(low="1"), "row “boot-1”, ours has no “low”, or it is not a number"),
        (lambda found: found["rows"][0]["aim"].update(peer="nobody"), "row “boot-1” aims at what it does not have"),
        (lambda found: found["rows"][0]["peers"].update(other={"value": 1}), "names a peer “other”; the page knows"),
        # the file as it was written before there were several peers
        (lambda found: found.update(figures=found.pop("rows")), "the file has no “rows”"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_as_it_should_be_stops_the_build(change, told, tmp_path, monkeypatch):
    found = json.loads(json.dumps(STORED))
    found["rows"].sort(key=lambda row: row["key"] != "boot-1")
    change(found)
    file = tmp_path / "benchmarks/results.json"
    file.parent.mkdir()
    file.write_text(json.dumps(found), "utf-8")
    monkeypatch.setattr(measured, "RESULTS", file)
    with pytest.raises(DemoError, match=rf"^benchmarks/results\.json.*{told}") as stopped:
        speed("en", "boot")
    assert "\n" not in str(stopped.value)


@pytest.mark.parametrize(("content", "told"), [(None, "is missing"), ("{", ":1: this is not JSON")])
def test_a_file_that_is_not_there_or_no_json(content, told, tmp_path, monkeypatch):
    file = tmp_path / "benchmarks/results.json"
    file.parent.mkdir()
    if content:
        file.write_text(content, "utf-8")
    monkeypatch.setattr(measured, "RESULTS", file)
    with pytest.raises(DemoError, match=told):
        speed("nl", "machine")
