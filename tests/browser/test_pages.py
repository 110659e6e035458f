"""Every built page: whole without scripts, at home on its own origin, and readable for everybody."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from .conftest import Visit
from .driving import go_live

HOME = {"en": "/", "nl": "/nl/"}
# Live, a picture is what it was before, byte for byte; so a page in each language shows what else there is then: one with
# programs and plain demos, one whose pictures offer something. test_editor.py and test_models.py have their own.
LIVE = {"en": "/what-is-a-parameter/", "nl": "/nl/pocket-model/"}
NARROW, WIDE = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
PARTS = 2  # tests that share the pages of a language, so that no worker has them all
COLOURS = ["color-contrast", "link-in-text-block"]  # the rules of axe-core to which the scheme matters
SIZES = ["target-size", "scrollable-region-focusable"]  # and those to which the width does
# Colours are the same wide and narrow, but wide there are more of them: the rail, the search.
VIEWS = (("default", WIDE, None), ("default", NARROW, COLOURS + SIZES), ("slate", WIDE, COLOURS))


def addresses(site_dir: Path, lang: str = "") -> list[str]:
    """Every page of the site, or of one language."""
    files = sorted(file.relative_to(site_dir).as_posix() for file in site_dir.rglob("*.html"))
    pages = ["/" + file.removesuffix("index.html") for file in files]
    return [page for page in pages if not lang or page.startswith("/nl/") == (lang == "nl")]


def resize(page: Page, viewport: dict[str, int]) -> None:
    """Another width, once the page has come to rest in it: frames of demos follow their pictures in the next frame, and
    Material's search field moves to its place.
    """
    page.set_viewport_size(viewport)
    page.evaluate("""async () => {
      for (let frame = 0; frame < 3; frame++) await new Promise((painted) => requestAnimationFrame(painted));
      const still = Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
      await Promise.race([still, new Promise((later) => setTimeout(later, 1000))]);  // a tape moves for ever
    }""")


def test_every_page_keeps_to_itself_and_breaks_no_rule(visit: Visit, address: str, site_dir: Path) -> None:
    """`visit` listens for foreign requests, breaches of the policy and messages in the console."""
    pages = addresses(site_dir)
    assert len(pages) >= 4
    page = visit(pages[0])
    for path in pages:
        page.goto(address + path)
        policy = page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content") or ""
        assert "default-src 'none'" in policy, f"{path} has another policy: {policy}"
        scripts = policy.partition("script-src")[2].partition(";")[0]
        assert "'wasm-unsafe-eval'" in scripts and "'unsafe" not in scripts, f"{path}: {policy}"


# Parts of the page that lie on top of one another: [what, what].
OVERLAPS = """() => {
  const parts = [];
  for (const demo of document.querySelectorAll("knob-demo")) {
    const groups = [[...demo.children], [...demo.querySelector("form").children]];
    for (const group of [...groups, [demo, demo.parentElement.querySelector("figcaption")]]) {
      const seen = group.filter((part) => part?.offsetParent && part.offsetHeight > 1);
      for (const [i, one] of seen.entries()) {
        for (const other of seen.slice(i + 1)) parts.push([one, other]);
      }
    }
  }
  const apart = ([one, other]) => {
    const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
    const [wide, high] = [Math.min(a.right, b.right) - Math.max(a.left, b.left),
                          Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)];
    return wide <= 1 || high <= 1;
  };
  return parts.filter((pair) => !apart(pair)).map((pair) => pair.map((part) => part.outerHTML.slice(0, 80)));
}"""


# What makes the page scroll sideways: sticks out, and not in a part that scrolls by itself.
TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  const sticksOut = (part) => {
    if (part.getBoundingClientRect().right <= width) return false;
    for (let box = part.parentElement; box !== document.body; box = box.parentElement) {
      if (getComputedStyle(box).overflowX !== "visible") return false;
    }
    return true;
  };
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.body.querySelectorAll("*")].filter(sticksOut).map((part) => part.outerHTML.slice(0, 120));
}"""


# Options of a select that are wider than its field.
CUT_OFF = """() => {
  const room = (select) => {
    const { paddingLeft, paddingRight } = getComputedStyle(select);
    return select.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
  };
  const pen = document.createElement("canvas").getContext("2d");
  return [...document.querySelectorAll("select")].filter((select) => select.offsetParent).flatMap((select) => {
    pen.font = getComputedStyle(select).font;
    return [...select.options].filter(({ text }) => pen.measureText(text).width > room(select) + 1)
      .map(({ text }) => `${select.name}: ${text}`);
  });
}"""


def test_without_scripts_the_page_is_whole(visit: Visit, address: str, site_dir: Path, lang: str) -> None:
    page = visit(HOME[lang], java_script_enabled=False)
    seen = 0
    for path in addresses(site_dir, lang):
        page.goto(address + path)
        demos = page.locator("knob-demo").all()
        seen += len(demos)
        for demo in demos:
            name = demo.get_attribute("name")
            output = demo.locator(".k-demo__out")
            drawn = output.locator("svg, [role=table], .k-quiz").first
            assert drawn.is_visible(), f"{name} has no picture in {path}"
            assert output.inner_text().strip(), f"{name} says nothing in {path}"
            for value in demo.locator("output").all():
                assert value.text_content(), f"{name} has an empty <output> in {path}"
            assert demo.locator("[data-say]").first.text_content(), f"{name} has no sentence in {path}"
            assert demo.locator(".k-fail").is_hidden()
        for run in page.locator("knob-run").all():
            if run.evaluate("run => Boolean(run.closest('details'))"):
                continue  # folded
            assert run.locator(".highlight code").is_visible() and run.locator("output pre").is_visible()
            assert run.locator("output").inner_text().strip(), (
                f"{run.get_attribute('id')} prints nothing in {path}"
            )
            for part in run.locator("button, .k-note, .k-fail").all():
                assert part.is_hidden(), f"{path}: nothing would answer {part.inner_text()}"
        for viewport in (NARROW, WIDE):
            page.set_viewport_size(viewport)  # without scripts, nothing follows
            assert page.evaluate(OVERLAPS) == [], path
            assert page.evaluate(TOO_WIDE) == [], path
    assert seen > 20


def test_nothing_sticks_out_overlaps_or_is_cut_off(
    visit: Visit, address: str, site_dir: Path, lang: str
) -> None:
    page = visit(HOME[lang])
    for path in addresses(site_dir, lang):
        page.goto(address + path)
        page.evaluate("Promise.all([...document.fonts].map((font) => font.load())).then(() => null)")
        for width in (320, 390, 768, 1280):
            resize(page, {"width": width, "height": 800})
            where = f"{path} at {width} px"
            assert page.evaluate(TOO_WIDE) == [], f"{where} scrolls sideways"
            assert page.evaluate(OVERLAPS) == [], f"{where}: parts lie on one another"
            if width > 320:
                assert page.evaluate(CUT_OFF) == [], (
                    f"{where}: say it in fewer words in site_src/knobs/demos/"
                )


def check_accessibility(page: Page, when: str) -> None:
    """axe-core finds nothing: wide by all its rules, narrow and dark by those to which it matters."""
    page.evaluate(AXE.read_text("utf-8"))  # not as a script tag: the policy forbids it, as it should
    page.emulate_media(reduced_motion="reduce")
    for scheme, viewport, rules in VIEWS:
        page.set_viewport_size(WIDE)
        if page.locator("body").get_attribute("data-md-color-scheme") != scheme:
            page.locator("[data-md-component=palette] label:visible").click()
            page.locator(f"body[data-md-color-scheme={scheme}]").wait_for()
        resize(page, viewport)
        found = page.evaluate(
            """(rules) => axe.run(document, {
              resultTypes: ["violations"],
              ...(rules ? { runOnly: rules } : { rules: { "target-size": { enabled: true } } }),
            }).then(({ violations }) => violations.flatMap(({ id, help, nodes }) =>
              nodes.map(({ target, failureSummary }) => `${id} at ${target}: ${help}; ${failureSummary}`)))""",
            rules,
        )
        told = "\n".join(found)
        assert not found, f"{page.url}, {viewport['width']} px, {scheme}, {when}:\n{told}"


@pytest.mark.parametrize("part", range(PARTS))
def test_everybody_can_use_every_page(
    visit: Visit, address: str, site_dir: Path, lang: str, part: int
) -> None:
    page = visit(HOME[lang])
    for path in addresses(site_dir, lang)[part::PARTS]:
        page.goto(address + path)
        check_accessibility(page, "before a demo is live")


def test_everybody_can_use_live_demos(visit: Visit, lang: str) -> None:
    page = visit(LIVE[lang])
    for demo in page.locator("knob-demo").all():
        go_live(demo)
    for quest in page.locator("details").all():
        quest.evaluate("quest => { quest.open = true; }")
    check_accessibility(page, "with live demos and all folds open")


# What a page does to its own colours from its first script on.
WATCH = """
window.styled = [];
new MutationObserver((seen) => {
  for (const { type, target, attributeName, addedNodes } of seen) {
    if (type === "attributes" && target === document.body) styled.push(attributeName);
    for (const { name } of addedNodes) if (name === "color-scheme") styled.push(name);
  }
}).observe(document, { subtree: true, childList: true, attributes: true });
"""


def test_a_page_is_not_styled_anew_as_it_starts(visit: Visit) -> None:
    """And the colours can be switched all the same. Look in site_src/browser/material.js."""
    page = visit("/")
    page.context.add_init_script(WATCH)
    page.reload(wait_until="networkidle")
    assert not {"data-md-color-switching", "color-scheme"} & set(page.evaluate("styled"))
    for scheme, drawn in (("slate", "dark"), ("default", "normal")):
        page.locator("[data-md-component=palette] label:visible").click()
        page.locator(f"body[data-md-color-scheme={scheme}]").wait_for()
        own = "getComputedStyle(document.documentElement).colorScheme"
        assert page.evaluate(own) == drawn, "the scroll bar has another colour than the page"


def test_the_search_index_comes_when_somebody_searches(visit: Visit, lang: str) -> None:
    """It is as large as all pages together. Look in site_src/browser/material.js."""
    page = visit(LIVE[lang])
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    page.reload(wait_until="networkidle")
    assert not [url for url in asked if url.endswith("search_index.json")], (
        "every page loads all text of the site"
    )
    page.locator(".md-search__input").click()
    page.keyboard.type("neuron")
    page.locator(".md-search-result__item").first.wait_for()
