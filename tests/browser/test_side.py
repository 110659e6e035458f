"""The other language beside each paragraph: the right pairs, on every page; one page without it, as it was, again."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route

from .conftest import Visit
from .driving import demo_on, go_live, settle, turn
from .engines import Engine
from .side_texts import pairs
from .test_pages import NARROW, TOO_WIDE, WIDE, addresses, check_accessibility, resize

FILE = "look in site_src/browser/side.js"
BUTTON = "look in site_src/browser/side-button.js"
LOOK = "look at k-side in site_src/browser/look.css"
CHAPTER = {"en": "/what-is-a-parameter/", "nl": "/nl/what-is-a-parameter/"}
NEXT = {"en": "/scale-of-training/", "nl": "/nl/scale-of-training/"}
OTHER = {"en": "nl", "nl": "en"}
SENTENCE = {
    "en": "Each paragraph is now followed by its Dutch.",
    "nl": "Na elke alinea volgt nu het Engels.",
}
FAILED = {"en": "The Dutch text did not come.", "nl": "De Engelse tekst kwam niet."}

# [section, letters of the page, letters of the twin] of all partners, in order.
PAIRS = """() => {
  const letters = (element, but) => {
    const copy = element.cloneNode(true);
    for (const part of copy.querySelectorAll(but)) part.remove();
    return copy.textContent.replace(/\\s+/g, "");
  };
  const found = [];
  let section = "";
  for (const one of document.querySelectorAll("article :is(h2, h3, h4, .k-side):not(.k-cards *)")) {
    if (!one.matches(".k-side")) section = one.id;
    else {
      const own = one.parentElement.matches("summary") ? one.parentElement : one.previousElementSibling;
      const out = ".k-ref, .k-ways, .k-side, .k-tip, svg" + (own.matches("summary") ? ", .k-label" : "");
      found.push([section, letters(own, out), letters(one, "none")]);
    }
  }
  return found;
}"""
TWICE = """() => {
  const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
  return ids.filter((id, i) => ids.indexOf(id) !== i);
}"""
# The article, but for what may have been drawn anew since: a live demo, and what this device keeps of the site.
ARTICLE = """() => {
  const article = document.querySelector("article").cloneNode(true);
  for (const demo of article.querySelectorAll("knob-demo, knob-keep")) demo.replaceWith(demo.getAttribute("name") ?? "");
  return article.innerHTML;
}"""
# The first text below the header, and how far it is from the top of the window.
PLACE = """(mark) => {
  const edge = document.querySelector(".md-header").getBoundingClientRect().bottom;
  window.place ??= [...document.querySelectorAll("article > :is(p, h2, h3)")]
    .find((one) => one.getBoundingClientRect().bottom > edge);
  return place.getBoundingClientRect().top;
}"""


def press(page: Page) -> None:
    page.locator(".k-side-by button").click()
    page.locator("article .k-side").first.wait_for()


def twin_of(path: str) -> str:
    return path.removeprefix("/nl") if path.startswith("/nl/") else f"/nl{path}"


def file_of(site: Path, path: str) -> Path:
    return site / path.removeprefix("/") / ("index.html" if path.endswith("/") else "")


def test_every_text_of_every_page_has_its_own_partner(
    visit: Visit, site_dir: Path, address: str, lang: str
) -> None:
    """Aligned once more in Python, on the built pages. Taken out again, the page is what it was."""
    language = "nl/" if lang == "nl" else ""
    pages = [path for path in addresses(site_dir) if path.startswith("/nl/") == bool(language)]
    pages = [path for path in pages if path.endswith("/") and path != f"/{language}"]
    assert len(pages) >= 10
    page = visit(CHAPTER[lang])
    for path in pages:
        page.goto(address + path, wait_until="load")
        page.wait_for_function("() => !document.querySelector('knob-demo:not(:defined)')")
        before = page.evaluate(ARTICLE)
        press(page)
        wanted = pairs(file_of(site_dir, path), file_of(site_dir, twin_of(path)))
        found = page.evaluate(PAIRS)
        for one, two in zip(wanted, found, strict=False):
            assert two == one, f"{path}: {FILE}"
        assert len(found) == len(wanted), f"{path}: {FILE}"
        assert page.locator(".k-side-fold").count() == 0, f"{path}: the twins differ in a section; {FILE}"
        assert page.evaluate(TWICE) == [], f"{path}: {FILE}"
        side = page.locator("article .k-side")
        assert set(side.evaluate_all("all => all.map((one) => one.lang)")) == {OTHER[lang]}, path
        assert side.locator("script, style, svg, img, button, input, .k-ref, [id]").count() == 0, path
        page.locator(".k-side-by button").click()
        assert page.evaluate(ARTICLE) == before, f"{path} is not what it was; {FILE}"
        page.evaluate("sessionStorage.clear()")


def test_links_lead_to_the_other_language(visit: Visit, address: str, lang: str) -> None:
    page = visit(CHAPTER[lang])
    press(page)
    links = page.locator("article .k-side a[hreflang]")
    assert links.count() >= 4
    twin = address + ("/" if lang == "nl" else "/nl/")
    for link in links.evaluate_all("all => all.map(({ href, hreflang }) => [href, hreflang])"):
        href, hreflang = link
        assert href.startswith(twin) and hreflang == OTHER[lang], f"{href}: {FILE}"
        assert lang == "en" or not href.startswith(f"{twin}nl/"), f"{href}: {FILE}"


def test_the_button_by_keyboard_and_for_who_listens(visit: Visit, lang: str) -> None:
    """Nothing is fetched before it is pressed, and nothing twice."""
    page = visit(CHAPTER[lang])
    page.wait_for_load_state("networkidle")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.partition("/")[2].partition("/")[2]))
    button, told = page.locator(".k-side-by button"), page.locator(".k-side-by [role=status]")
    assert not page.evaluate(
        "() => performance.getEntriesByName(new URL('/assets/side.js', location)).length"
    )
    assert button.get_attribute("aria-pressed") == "false" and not told.text_content()
    page.locator(".k-twin a").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.locator("article .k-side").first.wait_for()
    assert button.get_attribute("aria-pressed") == "true" and told.text_content() == SENTENCE[lang], BUTTON
    assert button.evaluate("(button) => button === document.activeElement"), BUTTON
    texts = [url for url in asked if not url.endswith(".woff2")]
    assert [url.rpartition("/")[2] for url in texts] == ["side.js", ""], f"{texts}; {BUTTON}"
    page.keyboard.press("Enter")
    page.locator("article .k-side").first.wait_for(state="detached")
    assert button.get_attribute("aria-pressed") == "false" and not told.text_content(), BUTTON
    page.keyboard.press("Enter")
    page.locator("article .k-side").first.wait_for()
    assert len([url for url in asked if not url.endswith(".woff2")]) == 2, BUTTON


def test_two_presses_before_it_comes_leave_the_page_as_it_is(visit: Visit, lang: str) -> None:
    page = visit(CHAPTER[lang])
    waiting: list[Route] = []
    page.route(f"**{CHAPTER[OTHER[lang]]}", lambda route: waiting.append(route))
    button = page.locator(".k-side-by button")
    button.click()
    page.wait_for_function(
        "() => performance.getEntriesByType('resource').some(({ name }) => name.includes('side.js'))"
    )
    button.click()
    page.wait_for_timeout(100)
    for route in waiting:
        route.continue_()
    page.wait_for_timeout(300)
    assert page.locator("article .k-side").count() == 0, BUTTON
    assert button.get_attribute("aria-pressed") == "false", BUTTON


def test_it_is_remembered_in_this_tab(visit: Visit, address: str, lang: str) -> None:
    page = visit(CHAPTER[lang])
    press(page)
    page.goto(address + NEXT[lang])
    page.locator("article .k-side").first.wait_for()
    assert page.locator(".k-side-by button").get_attribute("aria-pressed") == "true", BUTTON
    page.locator(".k-side-by button").click()
    page.goto(address + CHAPTER[lang], wait_until="networkidle")
    assert page.locator("article .k-side").count() == 0, BUTTON


def test_a_browser_that_keeps_nothing_shows_it_all_the_same(visit: Visit, lang: str) -> None:
    page = visit("/404.html")
    page.add_init_script(
        "Object.defineProperty(window, 'sessionStorage', { get() { throw new DOMException('no', 'SecurityError'); } })"
    )
    page.goto(page.url.replace("/404.html", CHAPTER[lang]))
    press(page)
    page.locator(".k-side-by button").click()
    page.locator("article .k-side").first.wait_for(state="detached")


@pytest.mark.parametrize("gone", ["side.js", "twin"])
def test_without_a_network_one_sentence_says_so(visit: Visit, lang: str, gone: str) -> None:
    page = visit(CHAPTER[lang], unheard=True)
    before = page.evaluate(ARTICLE)
    pattern = "**/side.js*" if gone == "side.js" else f"**{CHAPTER[OTHER[lang]]}"
    page.route(pattern, lambda route: route.abort("internetdisconnected"))
    button, told = page.locator(".k-side-by button"), page.locator(".k-side-by [role=status]")
    button.click()
    page.wait_for_function("() => document.querySelector('.k-side-by [role=status]').textContent")
    assert str(told.text_content()).startswith(FAILED[lang]) and told.is_visible(), BUTTON
    assert button.get_attribute("aria-pressed") == "false", BUTTON
    page.unroute(pattern)
    press(page)
    assert told.text_content() == SENTENCE[lang], BUTTON
    button.click()
    assert page.evaluate(ARTICLE) == before, BUTTON


def test_a_page_that_is_not_there_is_no_twin(visit: Visit, lang: str) -> None:
    page = visit(CHAPTER[lang], unheard=True)
    page.route(
        f"**{CHAPTER[OTHER[lang]]}", lambda route: route.fulfill(status=404, body="<article>No</article>")
    )
    page.locator(".k-side-by button").click()
    page.wait_for_function("() => document.querySelector('.k-side-by [role=status]').textContent")
    assert page.locator("article .k-side").count() == 0, FILE


# No handlers and no styles: the policy of the page forbids those as soon as they are parsed, and says so.
MADE_UP = """<!doctype html><html lang="nl"><body><article><header class="k-chapter"><h1 id="top">X</h1></header>
<p class="k-lead">Eén.</p>
<h2 id="line">Een lijn</h2><p>Twee.</p><p>Drie <em id="line">vier</em><sup class="k-ref"><a href="#s">[1]</a></sup>.</p>
<ul><li>Vijf</li></ul>
<script>window.broken = 1</script><p accesskey="z" contenteditable>Zes <img src="/absent.png">
<a href="javascript:window.broken = 4">zeven</a> <a href="../y/#z">acht</a><template>nul</template>
<svg><a href="javascript:window.broken = 5"><text>negen</text></a></svg><button>tien</button>
<knob-demo name="line">elf</knob-demo><math><annotation-xml encoding="text/html"><p>twaalf</p></annotation-xml></math></p>
<h2 id="elsewhere">Elders</h2><p>Dertien.</p>
</article></body></html>"""


def test_where_the_twin_is_built_otherwise_nothing_is_paired_by_guess(visit: Visit) -> None:
    """A section with other blocks is folded below its heading, one that lacks is left alone, and nothing comes in
    that could act."""
    page = visit(CHAPTER["en"])
    body = {"content_type": "text/html; charset=utf-8", "body": MADE_UP}
    page.route(f"**{CHAPTER['nl']}", lambda route: route.fulfill(**body))
    before = page.evaluate(ARTICLE)
    page.locator(".k-side-by button").click()
    page.locator(".k-side-fold").first.wait_for()
    heading = page.locator("#line + .k-side")
    assert heading.inner_text() == "Een lijn" and heading.evaluate("(one) => one.localName") == "p", FILE
    fold = page.locator("#line + .k-side + .k-side-fold")
    assert fold.get_attribute("open") is None
    assert fold.locator("summary").inner_text() == "The Dutch text of this section"
    assert fold.locator("> div").get_attribute("lang") == "nl"
    told = fold.locator("> div > *").evaluate_all(
        "all => all.map(({ localName, textContent }) => [localName, textContent.replace(/\\s+/g, ' ').trim()])"
    )
    assert told == [["p", "Twee."], ["p", "Drie vier."], ["p", "Vijf"], ["p", "Zes zeven acht"]], FILE
    links = fold.locator("a").evaluate_all(
        "all => all.map((one) => [one.textContent, one.getAttribute('href')])"
    )
    assert [words for words, _ in links] == ["zeven", "acht"] and links[0][1] is None, FILE
    assert links[1][1].endswith("/nl/y/#z"), FILE
    assert (
        fold.locator(
            "[id], [accesskey], [contenteditable], script, template, img, svg, button, knob-demo"
        ).count()
        == 0
    ), FILE
    assert page.locator("#words + .k-side").count() == 0, f"a section without a partner; {FILE}"
    assert page.locator(".k-side, .k-side-fold").count() == 3, f"the rest is folded as well; {FILE}"
    assert page.evaluate("window.broken") is None
    page.locator(".k-side-by button").click()
    assert page.evaluate(ARTICLE) == before, FILE


@pytest.mark.parametrize("width", [390, 1000, 1280])
def test_where_the_reader_is_stays_where_it_is(visit: Visit, lang: str, width: int) -> None:
    page = visit(CHAPTER[lang], viewport={"width": width, "height": 800})
    page.locator("article > h2").nth(4).evaluate("(one) => one.scrollIntoView({ behavior: 'instant' })")
    places = [page.evaluate(PLACE)]
    for count in ("attached", "detached"):
        page.evaluate("document.querySelector('.k-side-by button').click()")
        page.locator("article .k-side").first.wait_for(state=count)
        page.wait_for_timeout(100)
        places.append(page.evaluate(PLACE))
    assert max(places) - min(places) < 2, f"{places}; {FILE}, #inPlace"


OVERLAPS = """() => {
  const boxes = [...document.querySelectorAll("article > *, article > :not(.k-chapter) > .k-side")]
    .filter((one) => one.offsetHeight > 1).map((one) => [one, one.getBoundingClientRect()]);
  const found = [];
  for (const [i, [one, a]] of boxes.entries()) for (const [other, b] of boxes.slice(i + 1)) {
    if (one.contains(other)) continue;
    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (wide > 1 && high > 1) found.push([one.outerHTML.slice(0, 80), other.outerHTML.slice(0, 80)]);
  }
  return found;
}"""
# Of each paragraph of the page: whether its partner stands beside it, or under it.
SIDES = """() => [...document.querySelectorAll("article > p.k-side, article > ul > li.k-side, article details[open] > p.k-side")].map((one) => {
  const [own, other] = [one.previousElementSibling, one].map((box) => box.getBoundingClientRect());
  if (other.left > own.right && Math.abs(other.top - own.top) < 8) return "beside";
  return other.top >= own.bottom - 1 && other.left >= own.left - 1 ? "under" : one.outerHTML;
})"""


@pytest.mark.parametrize(
    "name", ["what-is-a-parameter", "article-check", "dutch-corner", "key-takeaways", "models"]
)
def test_partners_stand_beside_or_under_and_never_on_anything(visit: Visit, lang: str, name: str) -> None:
    page = visit(f"{'/nl' if lang == 'nl' else ''}/{name}/")
    press(page)
    page.evaluate("for (const fold of document.querySelectorAll('.k-quest')) fold.open = true")
    for width in (320, 390, 768, 896, 1024, 1219, 1220, 1280, 1600):
        resize(page, {"width": width, "height": 800})
        assert page.evaluate(TOO_WIDE) == [], f"{width} px: {LOOK}"
        assert page.evaluate(OVERLAPS) == [], f"{width} px: {LOOK}"
        assert set(page.evaluate(SIDES)) == {"beside" if width >= 896 else "under"}, f"{width} px: {LOOK}"


@pytest.mark.parametrize("name", ["what-is-a-parameter", "article-check"])
def test_everybody_can_read_both(visit: Visit, lang: str, name: str) -> None:
    page = visit(f"{'/nl' if lang == 'nl' else ''}/{name}/")
    press(page)
    page.evaluate("for (const fold of document.querySelectorAll('.k-quest')) fold.open = true")
    check_accessibility(page, "with both languages")


def test_demos_go_on(visit: Visit, lang: str) -> None:
    page = visit(CHAPTER[lang])
    demo = demo_on(page, "line")
    go_live(demo)
    press(page)
    for value, on in (("2", True), ("-1", False)):
        turn(demo, "a", value)
        settle(demo)
        assert demo.evaluate("(demo) => demo.dataset.state") == "live", FILE
        assert json.loads(demo.evaluate("(demo) => JSON.stringify(demo.values())"))["a"] == float(value)
        if on:
            page.locator(".k-side-by button").click()


def test_without_scripts_there_is_no_button_and_at_home_none_is_needed(visit: Visit, lang: str) -> None:
    page = visit(CHAPTER[lang], java_script_enabled=False)
    assert page.locator(".k-side-by").is_hidden(), LOOK
    page = visit("/nl/" if lang == "nl" else "/")
    assert page.locator(".k-side-by").count() == 0


def test_paper_has_both_under_each_other(visit: Visit, lang: str) -> None:
    page = visit(CHAPTER[lang], viewport=WIDE)
    press(page)
    page.emulate_media(media="print")
    assert page.locator(".k-side-by").is_hidden(), LOOK
    assert page.locator("article > p.k-side:visible").count() >= 10, LOOK
    assert set(page.evaluate(SIDES)) == {"under"}, LOOK


def test_all_browsers_show_both(engine: Engine, address: str, lang: str) -> None:
    engine.open(address + CHAPTER[lang])
    engine.click(".k-side-by button")
    engine.wait("() => document.querySelector('article .k-side') !== null")
    sides = engine.evaluate(SIDES)
    assert len(sides) > 20 and set(sides) == {"beside"}, f"{engine.name}: {LOOK}"
    engine.resize(**NARROW)
    assert set(engine.evaluate(SIDES)) == {"under"}, f"{engine.name}: {LOOK}"
    engine.click(".k-side-by button")
    engine.wait("() => document.querySelector('article .k-side') === null")
