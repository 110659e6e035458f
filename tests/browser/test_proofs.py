"""Links to a demo in a state, the quiz, and the worksheet: with a mouse, with keys, without scripts, and shared."""

import html
import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from knobs import demo
from playwright.sync_api import Browser, Page, Route

from .conftest import Visit
from .driving import assert_shows, demo_on, form, go_live, settle, state, turn

TAKEAWAYS = {"en": "/key-takeaways/", "nl": "/nl/key-takeaways/"}
OPEN = {"en": "/open-question/", "nl": "/nl/open-question/"}
BATCH = 'a[data-positions^="demo=updates"]'
LINKS = "look in site_src/browser/links.js"


def without_scripts(browser: Browser, address: str) -> Page:
    return browser.new_context(java_script_enabled=False).new_page()


# ---- Links to a state -------------------------------------------------------------------------------------------


def test_without_scripts_a_proof_leads_to_its_section(browser: Browser, address: str, lang: str) -> None:
    page = without_scripts(browser, address)
    page.goto(address + TAKEAWAYS[lang])
    links = page.locator("a[data-positions]")
    for number in range(links.count()):
        href = str(links.nth(number).get_attribute("href"))
        name = str(links.nth(number).get_attribute("data-positions")).removeprefix("demo=").partition("&")[0]
        assert "#demo=" not in href and href.startswith("../"), "the link is whole before any script runs"
        there = browser.new_context(java_script_enabled=False).new_page()
        there.goto(page.url + href)
        section = there.locator(f"#{href.partition('#')[2]}")
        assert section.bounding_box()["y"] < 200, "the browser scrolls there"  # type: ignore[index]
        assert there.locator(f"knob-demo[name={name}]").count() == 1
        there.context.close()
    page.context.close()


def test_with_scripts_it_draws_the_state(visit: Visit, lang: str) -> None:
    page = visit(TAKEAWAYS[lang])
    link = page.locator(BATCH)
    assert str(link.get_attribute("href")).endswith("#demo=updates-or-operations&batch=%226.4%22"), LINKS
    link.click()
    page.wait_for_url("**/scale-of-training/**")
    shown = demo_on(page, "updates-or-operations")
    page.wait_for_function(
        "demo => demo.dataset.state === 'live' && !demo.asking", arg=shown.element_handle()
    )
    values = json.loads(form(shown))
    assert values["batch"] == {"en": "6.4", "nl": "6,4"}[lang], LINKS
    assert_shows(shown, demo.run("updates-or-operations", lang, json.dumps(values)))
    assert shown.locator('[data-note="link"]').is_hidden(), "the reader has asked already"
    assert shown.evaluate("demo => demo.form.contains(document.activeElement)"), "a keyboard goes on there"


def test_the_same_address_from_elsewhere_draws_nothing(visit: Visit) -> None:
    address = "/scale-of-training/#demo=updates-or-operations&batch=%226.4%22"
    page = visit(address)
    shown = demo_on(page, "updates-or-operations")
    shown.locator('[data-note="link"]').wait_for()
    assert state(shown) == "static", f"only a link of ours that was pressed draws: {LINKS}"
    shown.locator('[data-note="link"] [data-action=draw]').click()
    settle(shown)
    assert json.loads(form(shown))["batch"] == "6.4"


def test_a_pressed_link_counts_once(visit: Visit) -> None:
    page = visit(TAKEAWAYS["en"])
    page.locator(BATCH).click()
    page.wait_for_url("**/scale-of-training/**")
    settle(demo_on(page, "updates-or-operations"))
    page.reload()
    shown = demo_on(page, "updates-or-operations")
    shown.locator('[data-note="link"]').wait_for()
    assert state(shown) == "static", "who comes back is asked"


# ---- The quiz ---------------------------------------------------------------------------------------------------


def test_without_scripts_the_quiz_is_a_list_with_answers(browser: Browser, address: str, lang: str) -> None:
    page = without_scripts(browser, address)
    page.goto(address + TAKEAWAYS[lang])
    quiz = demo_on(page, "quiz")
    assert quiz.locator(".k-question").count() == 10 and quiz.locator(".k-option").count() == 30
    assert quiz.locator(".k-option").first.is_visible(), "the answers are words to be read"
    assert not quiz.locator(".k-question__told:visible, .k-quiz__score:visible, form:visible").count()
    fold = quiz.locator("details").first
    fold.locator("summary").click()
    assert fold.locator("span").first.is_visible(), "a fold needs no script"
    page.context.close()


def test_the_quiz_is_answered_with_keys_alone(visit: Visit, lang: str) -> None:
    page = visit(TAKEAWAYS[lang])
    quiz = demo_on(page, "quiz")
    folds = quiz.locator("details")
    folds.nth(1).evaluate("fold => { fold.open = true; }")
    quiz.locator(".k-option").first.focus()
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    settle(quiz)
    pressed = quiz.locator('[aria-pressed="true"]')
    assert pressed.count() == 1 and pressed.evaluate("button => button === document.activeElement")
    told = {"en": "As you expected.", "nl": "Zoals je verwachtte."}[lang]
    assert told in quiz.locator(".k-question__told").first.inner_text()
    assert folds.nth(1).evaluate("fold => fold.open"), (
        "an answer leaves the folds as they are: site_src/browser/picture.js"
    )
    page.keyboard.press("Tab")  # the fold of the first question, and then the next one's answers
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    settle(quiz)
    assert pressed.count() == 2
    score = {"en": "You have answered 2 of 10", "nl": "Je hebt 2 van de 10"}[lang]
    assert score in quiz.locator(".k-quiz__score").inner_text()
    drawn = html.unescape(re.sub(r"<[^>]+>", "", demo.run("quiz", lang, form(quiz))))
    assert quiz.locator(".k-demo__out").evaluate("out => out.textContent") == drawn
    page.wait_for_function(
        "(demo) => demo.querySelector('[role=status]').textContent.length > 20", arg=quiz.element_handle()
    )
    again = quiz.locator(".k-quiz__score button")
    again.press("Enter")
    settle(quiz)
    assert pressed.count() == 0 and again.evaluate("button => button === document.activeElement")


def test_answers_cross_the_language_and_a_link(visit: Visit) -> None:
    page = visit(TAKEAWAYS["en"])
    quiz = demo_on(page, "quiz")
    go_live(quiz)
    quiz.locator(".k-option").nth(4).click()
    settle(quiz)
    quiz.locator("[data-action=share]").click()
    page.wait_for_url("**#demo=quiz&answers=2b")
    page.locator(".k-twin a").click()
    page.wait_for_url("**/nl/key-takeaways/")
    settle(demo_on(page, "quiz"))
    assert json.loads(form(demo_on(page, "quiz"))) == {"answers": "2b"}


# ---- The worksheet ----------------------------------------------------------------------------------------------


def test_a_shared_worksheet_keeps_where_the_reader_stands(visit: Visit, lang: str) -> None:
    page = visit(OPEN[lang])
    sheet = demo_on(page, "worksheet")
    go_live(sheet)
    for control, value in {"stand": "half", "price": "2", "year": "2026", "devices": "64"}.items():
        turn(sheet, control, value)
    settle(sheet)
    assert_shows(sheet, demo.run("worksheet", lang, form(sheet)))
    sheet.locator("[data-action=share]").click()
    page.wait_for_url("**#demo=worksheet&**")
    assert "stand=half" in page.url and "price=%222%22" in page.url, "all of it stands in the link"
    assert not page.evaluate(
        "Object.keys({...localStorage, ...sessionStorage}).some((key) => /stand|half/.test(key))"
    )
    other = visit(urlsplit(page.url).path + "#" + page.url.partition("#")[2])
    again = demo_on(other, "worksheet")
    again.locator('[data-note="link"]').wait_for()
    assert json.loads(form(again)) == json.loads(form(sheet))


def test_nothing_leads_to_a_discussion_where_there_is_no_repository(visit: Visit, lang: str) -> None:
    assert visit(OPEN[lang]).locator("[data-discuss]").count() == 0, "mkdocs.yml has no repo_url"


@pytest.mark.parametrize("reached", ["focus", "pointerdown"])
def test_a_discussion_takes_the_worksheet_along(visit: Visit, reached: str) -> None:
    """The link as sitekit/talk.py writes it, put into the page on its way."""
    start = "https://github.com/who/knobs/discussions/new?category=general&title=T&body=Mine%3A%0A%0Ahttps%3A%2F%2Fa.example%2F"
    link = f'<p class="k-discuss"><a href="{start.replace("&", "&amp;")}" data-discuss="worksheet" data-words="Mine:">x</a></p>'

    def put_in(route: Route) -> None:
        answer = route.fetch()
        body, count = re.subn(r"(<h2 id=\"way-on\")", link + r"\1", answer.text())
        assert count == 1
        route.fulfill(response=answer, body=body)

    page = visit("/about/")
    page.route("**/open-question/", put_in)
    page.goto(page.url.replace("/about/", OPEN["en"]))
    sheet, leads = demo_on(page, "worksheet"), page.locator("[data-discuss]")
    assert leads.get_attribute("href") == start, "complete without scripts"
    go_live(sheet)
    turn(sheet, "stand", "no")
    settle(sheet)
    leads.dispatch_event(reached)
    page.wait_for_function("link => link.href.includes('stand')", arg=leads.element_handle())
    address = urlsplit(str(leads.get_attribute("href")))
    asked = parse_qs(address.query)
    words, mine = asked["body"][0].split("\n\n")
    assert (address.netloc, asked["title"], asked["category"], words) == (
        "github.com",
        ["T"],
        ["general"],
        "Mine:",
    )
    assert mine.startswith(page.url.partition("#")[0] + "#demo=worksheet&") and "stand=no" in mine, LINKS
