"""A training as it is drawn: beside torch at its start, beside the same training without pictures, and from its buttons."""

import html
import json
import re
from math import log

import pytest
import torch
from knobs import demo
from knobs.demos import learn
from knobs.demos.learn import BATCHES, LAST, RATES
from knobs.figures import FIGURES
from knobs.learning import costs
from knobs.learning.choices import RATE, SIZES, TONGUES, config
from knobs.learning.course import Course, exam, own_numbers
from knobs.learning.kept import TRAINED
from knobs.learning.record import read_records, records
from knobs.learning.training import start
from knobs.pocket import WeightsError
from knobs.text import LANGUAGES, InputError, number

from tests.knobs.pocket import torch_pocket

FILE = "look in site_src/knobs/demos/learn.py"
SHOWN = "look in site_src/knobs/learning/shown.py"
SMALL = {"size": "small", "batch": 0}  # one text at a time: plain Python has time for that


@pytest.fixture(autouse=True)
def _no_training(monkeypatch):
    """Each test begins with none, and its pictures make two updates each."""
    monkeypatch.setattr(TRAINED, "course", None)
    monkeypatch.setattr(learn, "at_once", lambda size, texts: 2)


def drawn(lang="nl", **form):
    return demo.run("learn", lang, json.dumps({**SMALL, **form}))


def plain(picture):
    return html.unescape(re.sub(r"<[^>]+>", " ", picture))


def said(picture):
    return html.unescape(re.search(r'<desc data-say="">([^<]+)</desc>', picture)[1])


def offers(picture):
    """The label of each button, and what it sets."""
    found = re.findall(r'class="k-offer[^"]*" data-set="([^"]*)"[^>]*>([^<]*)<', picture)
    return {html.unescape(label): json.loads(html.unescape(values)) for values, label in found}


def goes_on(picture):
    return "data-again" in picture


@pytest.mark.parametrize("language", TONGUES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_begins_as_good_as_guessing(lang, language):
    """The loss of the untrained model is torch's, on stories that nobody reads."""
    sizes = config("small", language)
    weights = {
        name: torch.tensor(memory.numbers, dtype=torch.float64).reshape(sizes.shapes[name])
        for name, memory in start(sizes, 3).items()
    }
    own, total, count = own_numbers(TONGUES[language]), 0.0, 0
    for text in exam(TONGUES[language]):
        words = [own[word] for word in text]
        logits = torch_pocket.logits(weights, sizes, words[:-1])
        total += torch.nn.functional.cross_entropy(logits, torch.tensor(words[1:]), reduction="sum").item()
        count += len(words) - 1
    picture = drawn(lang, language=language, seed=3)
    loss, guessing = (number(value, lang, 2) for value in (total / count, log(sizes.vocabulary)))
    assert {"en": f"The loss is {loss}", "nl": f"Het verlies is {loss}"}[lang] in said(picture), FILE
    assert (
        f"ln {sizes.vocabulary} = {guessing}" in said(picture)
        and total / count - log(sizes.vocabulary) < 0.15
    )
    assert said(picture) in plain(picture), "for the eye too"
    assert number(sizes.parameters, lang) in said(picture) and not goes_on(picture), FILE


def test_pictures_go_on_until_it_has_had_so_many_updates():
    first, second, third = (drawn(until=5, rate=RATES.index(0.03)) for _ in range(3))
    assert [goes_on(picture) for picture in (first, second, third)] == [True, True, False], FILE
    alone = Course("small", "nl", 1)
    alone.go(5, 0.03, 1)
    assert TRAINED.course.seen == alone.seen and TRAINED.course.updates == 5, FILE
    assert drawn(until=5, rate=RATES.index(0.03)) == third, "what does not go on comes out alike"


def test_settings_count_from_the_next_update():
    drawn(until=2, rate=RATES.index(0.01), batch=1)
    drawn(until=3, rate=RATES.index(0.001), batch=2)
    alone = Course("small", "nl", 1)
    alone.go(2, 0.01, BATCHES[1])
    alone.go(1, 0.001, BATCHES[2])
    assert TRAINED.course.seen == alone.seen, FILE


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_buttons(lang):
    start_, go_on, pause, one, anew = {
        "en": ("Start", "Go on", "Pause", "One update", "Start anew"),
        "nl": ("Start", "Ga verder", "Pauze", "Eén bijstelling", "Begin opnieuw"),
    }[lang]
    last = {"until": str(LAST)}
    assert offers(drawn(lang)) == {start_: last, one: {"until": "1"}, anew: {"until": "0"}}, FILE
    running = drawn(lang, **last)
    assert offers(running) == {pause: {"until": "2"}, one: {"until": "3"}, anew: {"until": "0"}}, FILE
    paused = drawn(lang, until="2")
    assert offers(paused) == {go_on: last, one: {"until": "3"}, anew: {"until": "0"}}, FILE
    assert not goes_on(paused) and goes_on(running), FILE


def test_who_pauses_an_earlier_picture_loses_nothing():
    for _ in range(2):
        drawn(until=LAST)
    assert not goes_on(drawn(until=2)) and TRAINED.course.updates == 4, FILE


def test_to_start_anew_is_to_start_from_the_seed():
    at_first = drawn()
    drawn(until=2)
    assert drawn(until=0) == at_first != drawn(until=0, seed=2), FILE


@pytest.mark.parametrize("change", [{"seed": 2}, {"language": "en"}, {"size": "middle"}])
def test_another_seed_size_or_language_is_another_training(change):
    drawn(until=2)
    before = TRAINED.course
    drawn(until=2)
    assert TRAINED.course is before, FILE
    drawn(**{"until": 0, **change})
    assert TRAINED.course is not before, FILE


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_blows_up_says_so_and_stops(lang):
    rate = RATES.index(1.0)
    pictures = [drawn(lang, until=LAST, rate=rate)]
    while goes_on(pictures[-1]) and len(pictures) < 40:
        pictures.append(drawn(lang, until=LAST, rate=rate))
    assert TRAINED.course.blown_up and len(pictures) < 40, "at the highest rate it should"
    told = {"en": "It blew up. At learning rate 1 ", "nl": "Het is uit de hand gelopen. Met leersnelheid 1 "}[
        lang
    ]
    assert said(pictures[-1]).startswith(told), FILE
    ((label, way_on), *_) = offers(pictures[-1]).items()
    assert way_on == {"until": "0", "rate": RATES.index(RATE)} and number(RATE, lang, 2) in label, FILE
    assert TRAINED.content() is None, "a model that says nothing is not kept"
    assert not goes_on(drawn(lang, **way_on)) and not TRAINED.course.blown_up, FILE


def test_the_curve_goes_where_the_losses_went():
    """From 46 to 444 across, on a scale that is even up to ten thousand words; from 148 up to 28 for a loss of 0 to 8."""
    for updates in (2, 4, 6):
        drawn(until=updates, batch=1)
    picture = drawn(until=8, batch=2)
    course = TRAINED.course

    def place(words, loss):
        share = log((words + 10_000) / 10_000) / log(3_010_000 / 10_000)
        return f"{46 + 398 * share:.1f} {148 - 120 * loss / 8:.1f}"

    line = re.search(r'k-stroke--error k-stroke--dashes" d="M([^"]+)"', picture)[1].split("L")
    assert line == [place(*point) for point in learn.shown.losses(course)] and len(line) == 9, SHOWN
    guessing = re.search(r'k-stroke--error k-stroke--whole k-stroke--thin" d="M([^"]+)"', picture)[1].split(
        "L"
    )
    assert guessing == [place(0, log(490)), place(3_000_000, log(490))], SHOWN
    (cross,) = re.findall(r'k-mark--small" d="[^"]+" transform="translate\(([\d. ]+)\)', picture)
    assert cross == place(
        *next(point for point in course.seen.losses if point[0] >= course.seen.changes[1].words)
    )


def test_the_squares_are_the_parameters():
    picture = drawn()
    assert 'd="M0.5 0.5h0' in picture.partition("k-cells ")[2].partition("</svg>")[0], (
        "the first was drawn by lot"
    )
    blank = picture.rpartition("k-cells ")[2]
    assert not re.findall(r'd="M\d', blank.partition("</svg>")[0]), "what begins at 0 has no squares"
    after = drawn(until=2).rpartition("k-cells ")[2].partition("</svg>")[0]
    assert len(re.findall(r"M\d+\.5 \d+\.5h0", after)) >= 200, SHOWN


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_it_writes_is_what_it_was_heard_to_write(lang):
    picture = drawn(lang, until=2, language=lang)
    (moment,) = TRAINED.course.seen.moments
    for line in moment.lines:
        assert f'k-written__start">{line.prompt}</span>{html.escape(line.more)}</span>' in picture, SHOWN
    assert f"{moment.lines[0].prompt} {moment.lines[0].more.strip()}" in html.unescape(picture), SHOWN
    beforehand = records()["small", lang].moments[-1]
    line = next(line for line in beforehand.lines if line.tongue == lang)
    assert f"{line.prompt} {line.more.strip()}" in html.unescape(picture), SHOWN


def test_the_costs_by_hand():
    bill = costs.bill(43_050, 1_000_000)
    assert bill.operations == 6 * 43_050 * 1_000_000, "look in site_src/knobs/learning/costs.py"
    seconds = bill.operations / costs.OPERATIONS_A_SECOND
    assert bill.kwh == pytest.approx(seconds * costs.WATTS / 3_600_000), (
        "look in site_src/knobs/learning/costs.py"
    )
    gpt3 = {
        name: FIGURES[name].value for name in ("gpt3_published", "gpt3_tokens", "gpt3_operations", "gpt3_mwh")
    }
    wanted = [*list(gpt3.values())[:3], 1000 * gpt3["gpt3_mwh"]]
    assert list(costs.GPT3) == wanted, "look in site_src/knobs/learning/costs.py"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_costs_are_told(lang):
    told = " ".join(plain(drawn(lang, until=2)).split())
    course = TRAINED.course
    words, parameters = course.seen.words, course.config.parameters
    assert number(parameters, lang) in told and f"1{',' if lang == 'en' else ''}287 MWh" in told, FILE
    mantissa, exponent = f"{6 * words * parameters:.2e}".split("e")
    power = str(int(exponent)).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
    assert f"{number(float(mantissa), lang, 2)} × 10{power}" in told.replace("\xa0", " "), FILE


def test_a_second_time_is_told():
    course = Course("small", "nl", 1)
    course.seen.texts, course.seen.facts = 5700, 3990
    assert "3990 een feit, uit 1596 zinnen over feiten: gemiddeld elk 2,5 keer" in learn.read(course)["nl"], (
        FILE
    )


@pytest.mark.parametrize(
    "written", ["", "-1", "1.5", "x", "²", "1000000", str(LAST + 1), True, None, [1], "1 "]
)
@pytest.mark.parametrize(
    ("lang", "told"), [("en", "a whole number from 0 to"), ("nl", "een geheel getal van 0")]
)
def test_a_number_of_updates_that_cannot_be(written, lang, told):
    with pytest.raises(InputError, match=told):
        drawn(lang, until=written)


def test_what_was_made_is_kept_and_goes_on():
    assert TRAINED.content() is None, FILE
    drawn()
    assert TRAINED.content() is None, "nothing has been learned yet"
    picture = drawn(until=2, rate=RATES.index(0.03), batch=1, language="en", seed=12)
    content = TRAINED.content()
    TRAINED.course = None
    form = TRAINED.take(content)
    assert form == {
        "language": "en",
        "size": "small",
        "seed": "12",
        "rate": RATES.index(0.03),
        "batch": 1,
        "until": "2",
    }
    assert drawn("nl", **form) == picture, FILE
    with pytest.raises(WeightsError):
        TRAINED.take(content[:-1])
    assert TRAINED.course.updates == 2, "a file that cannot be read changes nothing"


@pytest.mark.parametrize(("rate", "place"), [(0.01, 4), (0.009, 4), (0.006, 4), (7.0, 8), (1e-9, 0)])
def test_a_rate_from_elsewhere_is_the_nearest_stop(rate, place):
    course = Course("small", "nl", 1)
    course.go(1, rate, 3)
    other = type(TRAINED)()
    other.course = course
    assert (form := type(TRAINED)().take(other.content()))["rate"] == place and form["batch"] in (1, 2), FILE


def test_a_picture_takes_about_as_long_whatever_is_read():
    sizes = [(size, texts) for size in SIZES for texts in BATCHES]
    for size, texts in sizes:
        updates = AT_ONCE(size, texts)
        assert updates >= 1 and (updates == 1 or updates * texts * 22 <= SIZES[size].second / 7), FILE


AT_ONCE = learn.at_once


def test_there_is_a_record_of_each():
    for size in SIZES:
        for language, langs in TONGUES.items():
            record = records()[size, language]
            assert record.losses[0] == pytest.approx((0, log(config(size, language).vocabulary)), abs=0.2)
            assert record.losses[-1][1] < 2 and record.moments[-1].words >= 300_000, (
                "run python -m workshop.learn_record"
            )
            assert {line.tongue for line in record.moments[0].lines} == set(langs)


def test_a_record_that_is_none():
    for content in (b"", b"[]", b'{"small": {}}', b'{"small nl": {"seed": 1}}'):
        with pytest.raises(WeightsError, match=r"record\.json"):
            read_records(content)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_says_what_the_record_shows(lang):
    """docs/*/how-values-are-assigned.md: the loss falls within seconds, sentences come next, and facts last."""
    page = f"the page tells otherwise: look at docs/{lang}/how-values-are-assigned.md, section learn"
    record = records()["middle", lang]
    first, last = record.losses[0][1], record.losses[-1][1]
    seconds = [loss for words, loss in record.losses if words < 4 * SIZES["middle"].second]
    assert first - seconds[-1] > 0.7 * (first - last), page
    early = max(share for words, share in record.right if words < 110_000)
    assert early < 0.15 and record.right[-1][1] > 0.3, page
    assert RATES[0] == 0.0001 and {0.001, RATE, 0.1, 1.0} < set(RATES) and BATCHES[-1] == 64, page
