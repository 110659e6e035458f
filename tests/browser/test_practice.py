"""The words are practiced by keys alone, in both languages; what is known stays, and no accident of a browser's store ends it."""

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from .conftest import Visit
from .engines import Engine
from .practicing import ASKED, HOME, PLACE, kept, make
from .serving import serve
from .test_pages import NARROW, TOO_WIDE, check_accessibility

FILE = "look in site_src/browser/knob-words.js"
STORE = "look in site_src/browser/word-store.js"
OTHER = {"en": "nl", "nl": "en"}
ROOT = Path(__file__).parents[2]
WORDS = {
    entry["key"]: entry
    for entry in tomllib.loads((ROOT / "site_src/knobs/vocabulary.toml").read_text("utf-8"))["word"]
}
TODAY = "Math.floor((Date.now() - new Date().getTimezoneOffset() * 60000) / 86400000)"
# Some words in each of the first boxes, all of them overdue.
SEED = f"""(place) => {{
  const words = [...document.querySelector("knob-words").words.keys()].slice(0, 12);
  const kept = Object.fromEntries(words.map((key, at) => [key, {{ box: at % 4, day: {TODAY} - 60 + at }}]));
  localStorage.setItem(place, JSON.stringify({{ version: 1, words: kept }}));
}}"""
FOCUS = """() => {
  const { activeElement: at } = document;
  return at.closest("knob-words") ? at.dataset.action || at.name || at.type || at.classList[0] : "";
}"""
# For the words alone: Material’s own scripts say in the console that they can keep nothing.
BLOCKED = """for (const name of ["getItem", "setItem"]) {
  const able = Storage.prototype[name];
  Storage.prototype[name] = function (key, ...rest) {
    if (key.startsWith("knobs:words")) throw new DOMException("no", "SecurityError");
    return able.call(this, key, ...rest);
  };
}"""
FULL = 'Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };'


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the page with the words is served; `visit` opens it there."""
    with serve(make(tmp_path_factory.mktemp("practice"))) as address:
        yield address


def said(page: Page) -> str:
    """What a screen reader is told last."""
    return " ".join((page.locator("knob-words [role=status]").text_content() or "").split())


def shown(page: Page, part: str) -> str:
    found = page.locator(f"knob-words {part}")
    return found.inner_text() if found.is_visible() else ""


def right_answer(page: Page, lang: str) -> str:
    """What is right now, from vocabulary.toml and what the page shows: text to type, or the digit of de or het."""
    asked = page.evaluate(ASKED)
    entry = WORDS[asked["key"]]
    if asked["kind"] == "article":
        return {"de": "1", "het": "2"}[entry["article"]]
    if asked["kind"] == "sentence":
        sentence = page.locator(".k-words__prompt").text_content() or ""
        before, after = re.split(r"\[(?:gap|open plek)\]", sentence)
        pattern = f"{re.escape(before)}(.+){re.escape(after)}"
        found = re.fullmatch(pattern, entry["example"][OTHER[lang]])
        assert found, f"the sentence is not that of {asked['key']}: {FILE}"
        return found[1]
    spoken = {"to-own": lang, "to-other": OTHER[lang]}[asked["kind"]]
    return re.sub(r" \(.*\)", "", entry[spoken])


def give(page: Page, answer: str) -> None:
    page.keyboard.type(answer)
    if page.evaluate(ASKED)["kind"] != "article":
        page.keyboard.press("Enter")


def finish(page: Page, lang: str) -> int:
    """Answer what is left of the round; how many that were."""
    count = 0
    while page.locator("knob-words form").is_visible():
        give(page, right_answer(page, lang))
        page.keyboard.press("Enter")
        count += 1
    return count


def begin(page: Page) -> None:
    page.locator("[data-action=start]").focus()
    page.keyboard.press("Enter")


def test_letters_stay_in_the_practice(visit: Visit) -> None:
    """Elsewhere on a page, Material searches at an s and turns the page at an n."""
    page = visit(HOME["en"])
    begin(page)
    while page.evaluate(ASKED)["kind"] != "article":
        give(page, right_answer(page, "en"))
        page.keyboard.press("Enter")
    asked = page.evaluate(ASKED)
    page.keyboard.type("sfnp.,/")
    page.wait_for_timeout(300)
    assert page.url.endswith(HOME["en"]) and not page.locator("#__search").is_checked(), FILE
    assert page.evaluate(ASKED) == asked, FILE


def test_a_round_by_keys_alone(visit: Visit, lang: str) -> None:
    page = visit(HOME[lang])
    page.evaluate(SEED, PLACE[lang])
    page.reload()
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUS) == "start":
            break
    assert page.evaluate(FOCUS) == "start", f"no key leads to the start: {FILE}"
    page.keyboard.press("Enter")
    kinds, missed = [], None
    for number in range(1, 11):
        assert str(number) in shown(page, ".k-words__at"), FILE
        asked = page.evaluate(ASKED)
        kinds.append(asked["kind"])
        place = "k-words__ask" if asked["kind"] == "article" else "answer"
        assert page.evaluate(FOCUS) == place, f"the focus is lost at {asked}: {FILE}"
        assert str(number) in said(page), f"a screen reader does not hear that there is a question: {FILE}"
        answer = right_answer(page, lang)
        if number == 2:
            missed = asked["key"]
            answer = {"1": "2", "2": "1"}.get(answer, "qqqqq")
        elif asked["kind"] == "article" and number % 2:
            answer = {"1": "de", "2": "het"}[answer]
        give(page, answer)
        verdict = page.locator(".k-words__verdict").get_attribute("data-verdict")
        assert verdict == ("wrong" if number == 2 else "right"), f"“{answer}” for {asked['key']}: {FILE}"
        told = said(page)
        assert (
            WORDS[asked["key"]]["example"]["nl"] in told and WORDS[asked["key"]]["example"]["en"] in told
        ), FILE
        assert page.evaluate(FOCUS) == ("submit" if asked["kind"] == "article" else "answer"), FILE
        page.keyboard.press("Enter")
    assert set(kinds) == {"to-own", "to-other", "sentence"} | ({"article"} if lang == "en" else set()), FILE
    again = page.evaluate(ASKED)
    assert again["key"] == missed and again["kind"] == kinds[1], (
        f"what was missed does not come again: {FILE}"
    )
    assert finish(page, lang) == 1, FILE
    assert page.evaluate(FOCUS) == "start", f"the focus is lost at the end: {FILE}"
    assert re.search(r"\b9\b.*\b10\b", shown(page, ".k-words__end")), FILE
    assert re.search(r"\b9\b.*\b10\b", said(page)), f"a screen reader does not hear the end: {FILE}"
    words = json.loads(kept(page, lang) or "")["words"]
    today = page.evaluate(TODAY)
    assert len(words) == 12, FILE
    assert sum(word["day"] == today for word in words.values()) == 10, f"the ten longest overdue: {FILE}"


def test_what_is_known_stays_and_comes_back(visit: Visit, lang: str) -> None:
    page = visit(HOME[lang])
    begin(page)
    assert finish(page, lang) == 10, FILE
    words = json.loads(kept(page, lang) or "")["words"]
    assert len(words) == 10 and {word["box"] for word in words.values()} == {1}, FILE
    page.reload()
    total = page.locator("knob-words [data-key]").count()
    assert str(total) in shown(page, ".k-words__tally") and "0" in shown(page, ".k-words__tally"), FILE
    later = page.evaluate(TODAY) - 400
    known = {key: {"box": 5, "day": later} for key in list(words)[:7]}
    stored = json.dumps({"version": 1, "words": known})
    page.evaluate("([place, text]) => localStorage.setItem(place, text)", [PLACE[lang], stored])
    page.reload()
    assert re.search(r"\b7\b.*\b7\b", shown(page, ".k-words__tally")), (
        f"a long pause takes words away: {FILE}"
    )
    assert kept(page, lang) == stored, f"looking changes something: {STORE}"


def test_one_language_does_not_touch_the_other(visit: Visit) -> None:
    page = visit(HOME["en"])
    begin(page)
    finish(page, "en")
    english = kept(page, "en")
    page.goto(page.url + "nl/")
    assert kept(page, "nl") is None
    begin(page)
    finish(page, "nl")
    assert kept(page, "en") == english and kept(page, "nl") not in (None, english), STORE


def test_an_empty_answer_is_none_and_a_held_key_runs_through_nothing(visit: Visit, lang: str) -> None:
    page = visit(HOME[lang])
    begin(page)
    while page.evaluate(ASKED)["kind"] == "article":
        give(page, right_answer(page, lang))
        page.keyboard.press("Enter")
    asked = page.evaluate(ASKED)
    page.keyboard.press("Enter")
    assert page.evaluate(ASKED) == asked and shown(page, ".k-words__verdict"), FILE
    assert said(page), FILE
    page.keyboard.type("qqqqq")
    page.keyboard.down("Enter")
    for _ in range(5):
        page.keyboard.down("Enter")  # as a key that is held
    page.keyboard.up("Enter")
    assert page.evaluate(ASKED) == asked, f"a key that is held answers the next word: {FILE}"
    assert shown(page, ".k-words__verdict"), FILE


def test_what_a_reader_is_told(visit: Visit) -> None:
    """A wrong article, a missing accent, another word of the list: each by name."""
    page = visit("/")
    ask = """([key, kind]) => { const words = document.querySelector("knob-words");
             words.queue.unshift({ key, kind }); words.next(); }"""
    begin(page)
    told = {
        ("weight", "to-other", "de gewicht"): ("slip", ["The article is another one", "het gewicht"]),
        ("gradient", "to-other", "gradient"): ("slip", ["Mind the marks", "gradiënt"]),
        ("language-model", "to-other", "taal model"): ("slip", ["Mind the spaces", "taalmodel"]),
        ("billion", "to-other", "biljoen"): ("wrong", ["biljoen is another word: trillion", "het miljard"]),
        ("knob", "to-other", "de knop"): ("wrong", ["de knop is another word: button", "de draaiknop"]),
        ("probability", "to-own", "chance"): ("slip", ["People say that too", "probability"]),
        ("layer", "sentence", "laag"): ("slip", ["another form", "lagen"]),
        ("dense", "to-other", "het dicht"): ("slip", ["takes no article", "dicht"]),
        ("prejudice", "to-own", "prejudice"): ("right", ["de vooringenomenheid"]),
        ("output", "sentence", "uitvoer"): ("right", ["de uitvoer"]),
    }
    for (key, kind, typed), (verdict, words) in told.items():
        page.evaluate(ask, [key, kind])
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
        box = page.locator(".k-words__verdict")
        assert box.get_attribute("data-verdict") == verdict, f"“{typed}”: {FILE}"
        for part in words:
            assert part in " ".join(box.inner_text().split()), f"“{typed}”: {FILE}"


def test_languages_are_marked(visit: Visit, lang: str) -> None:
    """So that a screen reader speaks each word in its own language."""
    page = visit(HOME[lang])
    page.evaluate(SEED, PLACE[lang])
    page.reload()
    begin(page)
    for _ in range(8):
        asked = page.evaluate(ASKED)
        prompt = page.locator(".k-words__prompt > [lang]").first.get_attribute("lang")
        assert prompt == (lang if asked["kind"] == "to-other" else OTHER[lang]), FILE
        if asked["kind"] != "article":
            field = page.locator("knob-words input").get_attribute("lang")
            assert field == (lang if asked["kind"] == "to-own" else OTHER[lang]), FILE
        give(page, right_answer(page, lang))
        spoken = page.locator("[role=status] [lang]").evaluate_all("parts => parts.map(part => part.lang)")
        assert {"en", "nl"} <= set(spoken), FILE
        page.keyboard.press("Enter")


def test_forgetting_is_asked_once(visit: Visit, lang: str) -> None:
    page = visit(HOME[lang])
    assert page.locator("[data-action=forget]").is_hidden(), f"there is nothing to forget yet: {FILE}"
    begin(page)
    finish(page, lang)
    page.locator("[data-action=forget]").focus()
    page.keyboard.press("Enter")
    assert page.evaluate(FOCUS) == "no", f"Enter twice would forget everything: {FILE}"
    page.keyboard.press("Enter")
    assert page.evaluate(FOCUS) == "forget" and kept(page, lang), FILE
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(FOCUS) == "yes", FILE
    page.keyboard.press("Enter")
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('knobs:words'))") == [], (
        STORE
    )
    assert page.evaluate(FOCUS) == "start", f"the focus is lost: {FILE}"
    assert page.locator("[data-action=forget]").is_hidden(), FILE
    assert said(page) and "0" in shown(page, ".k-words__tally"), FILE


@pytest.mark.parametrize("script", [BLOCKED, FULL], ids=["blocked", "full"])
def test_where_nothing_can_be_kept(visit: Visit, lang: str, script: str) -> None:
    """It works as long as the page is there, and that is said once."""
    page = visit(HOME[lang])
    page.add_init_script(script)
    page.reload()
    begin(page)
    first = page.evaluate(ASKED)["key"]
    give(page, right_answer(page, lang))
    assert shown(page, ".k-words__trouble"), FILE
    page.evaluate("document.querySelector('.k-words__trouble').hidden = true")
    page.keyboard.press("Enter")
    assert finish(page, lang) == 9, FILE
    assert shown(page, ".k-words__trouble") == "", f"it is said again and again: {FILE}"
    begin(page)
    assert page.evaluate(ASKED)["key"] != first, f"the round is forgotten at once: {STORE}"


BROKEN = {
    "no JSON": "{version: 1",
    "another kind": "[1, 2]",
    "nothing": "null",
    "no words": '{"version": 1}',
    "a list of words": '{"version": 1, "words": []}',
    "a box that is not": '{"version": 1, "words": {"weight": {"box": 99, "day": 1}}}',
    "a day that is none": '{"version": 1, "words": {"weight": {"box": 1, "day": "today"}}}',
    "no version": '{"words": {}}',
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_what_cannot_be_read_is_set_aside(visit: Visit, text: str) -> None:
    page = visit("/")
    page.evaluate("([place, text]) => localStorage.setItem(place, text)", [PLACE["en"], text])
    page.reload()
    assert "could not be read" in shown(page, ".k-words__trouble"), FILE
    assert kept(page, "en") is None, STORE
    aside = "localStorage.getItem('knobs:words:nl.broken')"
    assert page.evaluate(aside) == text, f"the old copy is lost: {STORE}"
    begin(page)
    assert finish(page, "en") == 10 and len(json.loads(kept(page, "en") or "")["words"]) == 10, STORE
    assert page.evaluate(aside) == text, STORE
    page.reload()
    assert shown(page, ".k-words__trouble") == "", f"it is told at each visit: {FILE}"
    page.locator("[data-action=forget]").click()
    page.locator("[data-action=yes]").click()
    assert page.evaluate(aside) is None, STORE


def test_what_a_later_version_kept_is_left_alone(visit: Visit) -> None:
    page = visit("/")
    later = '{"version": 2, "words": "in some other way"}'
    page.evaluate("([place, text]) => localStorage.setItem(place, text)", [PLACE["en"], later])
    page.reload()
    begin(page)
    assert finish(page, "en") == 10 and kept(page, "en") == later, STORE
    assert "later version" in shown(page, ".k-words__trouble"), FILE


def test_two_tabs_lose_nothing_of_each_other(visit: Visit) -> None:
    page = visit("/")
    begin(page)
    give(page, right_answer(page, "en"))
    other = json.dumps({"version": 1, "words": {"router": {"box": 3, "day": 20_000}}})
    page.evaluate("([place, text]) => localStorage.setItem(place, text)", [PLACE["en"], other])
    page.keyboard.press("Enter")
    give(page, right_answer(page, "en"))
    words: dict[str, Any] = json.loads(kept(page, "en") or "")["words"]
    assert words["router"] == {"box": 3, "day": 20_000} and len(words) == 2, STORE


def test_without_scripts_the_list_and_the_files_are_there(visit: Visit, lang: str) -> None:
    page = visit(HOME[lang], java_script_enabled=False)
    for part in page.locator("knob-words :is(button, input)").all():
        assert part.is_hidden(), (
            f"nothing would answer {part.inner_text()}: look at (scripting: none) in look.css"
        )
    assert page.locator("knob-words noscript").inner_text(), "look in site_src/sitekit/word_quiz.py"
    page.locator("knob-words summary").click()
    entries = page.locator("knob-words [data-key]")
    assert entries.count() > 50 and entries.last.is_visible()
    for kind in ("apkg", "csv"):
        link = page.locator(f".k-words__files a[href$='words-{lang}.{kind}']")
        assert link.is_visible()
        answer = page.request.get(page.url.removesuffix("nl/") + f"assets/words-{lang}.{kind}")
        assert answer.ok and len(answer.body()) > 5_000


def test_everybody_can_practice(visit: Visit, lang: str) -> None:
    """axe-core at each stage of a round, wide and narrow, light and dark."""
    page = visit(HOME[lang])
    page.evaluate(SEED, PLACE[lang])
    page.reload()
    page.locator("knob-words summary").click()
    check_accessibility(page, "before a round, with the list open")
    page.locator("knob-words summary").click()
    begin(page)
    seen: set[str] = set()
    for at in range(10):
        kind = page.evaluate(ASKED)["kind"]
        if kind not in seen:
            check_accessibility(page, f"asking: {kind}")
        page.locator(".k-words__ask").focus() if kind == "article" else page.locator(
            "knob-words input"
        ).focus()
        wrong = {"1": "2", "2": "1"}.get(right_answer(page, lang), "qqqqq")
        give(page, wrong if at == 0 else right_answer(page, lang))
        if kind not in seen:
            check_accessibility(page, f"told: {kind}")
        seen.add(kind)
        page.locator("knob-words [type=submit]").click()
    finish(page, lang)
    page.locator("[data-action=forget]").click()
    check_accessibility(page, "asked whether to forget")


def test_it_fits_a_phone(visit: Visit, lang: str) -> None:
    page = visit(HOME[lang], viewport=NARROW)
    page.evaluate(SEED, PLACE[lang])
    page.reload()
    page.locator("knob-words summary").click()
    begin(page)
    for _ in range(10):
        for width in (320, 390):
            page.set_viewport_size({"width": width, "height": 700})
            assert page.evaluate(TOO_WIDE) == [], f"{width} px"
        for button in page.locator("knob-words form button").all():
            if size := button.bounding_box():
                assert size["height"] >= 24 and size["width"] >= 24, "too small for a finger"
        give(page, right_answer(page, lang))
        page.keyboard.press("Enter")


def test_on_paper_the_words_are_cards_that_hold_their_text(visit: Visit, lang: str) -> None:
    page = visit(HOME[lang], viewport={"width": 718, "height": 1000})  # A4 between margins of a centimetre
    look = "look at @media print under “The words to practice” in look.css"
    page.emulate_media(media="print")
    assert page.locator("knob-words").is_hidden(), f"a closed list is not for paper: {look}"
    page.emulate_media(media="screen")
    page.locator("knob-words summary").click()
    page.emulate_media(media="print")
    cut = """sides => sides.filter((side) => side.scrollHeight > side.clientHeight + 1 || side.scrollWidth > side.clientWidth + 1)
             .map((side) => side.textContent)"""
    sides = page.locator(".k-words__list li > span")
    assert sides.count() == 2 * page.locator("knob-words [data-key]").count()
    assert sides.evaluate_all(cut) == [], f"a card is too small: {look}"
    places = sides.evaluate_all(
        "sides => sides.slice(0, 2).map((side) => side.getBoundingClientRect().toJSON())"
    )
    assert places[0]["y"] == places[1]["y"] and abs(places[0]["width"] - places[1]["width"]) < 2, look
    pressed = """() => new Promise((done) => { window.print = () => {
                   const heading = document.querySelector("h1");
                   const first = heading.checkVisibility();
                   window.dispatchEvent(new Event("afterprint"));
                   done([first, heading.checkVisibility()]); };
                 document.querySelector("[data-action=print]").click(); })"""
    assert page.evaluate(pressed) == [False, True], f"the button prints the cards alone: {look}"


def test_it_works_in_every_browser(engine: Engine, address: str) -> None:
    engine.open(address + "/nl/")
    engine.wait("() => document.querySelector('knob-words').dataset.state === 'live'")
    engine.click("knob-words [data-action=start]")
    for typed, verdict in (("qqqqq", "wrong"), ("Kunstmatige intelligentie", "slip"), ("draaiknop", "right")):
        engine.evaluate("(typed) => { document.querySelector('knob-words input').value = typed; }", typed)
        engine.click("knob-words [type=submit]")
        assert (
            engine.evaluate("() => document.querySelector('.k-words__verdict').dataset.verdict") == verdict
        ), FILE
        engine.click("knob-words [type=submit]")
    words = json.loads(engine.evaluate(f"() => localStorage.getItem('{PLACE['nl']}')"))["words"]
    assert [word["box"] for word in words.values()] == [0, 1, 1], STORE
