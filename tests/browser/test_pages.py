"""Every built page: whole without scripts, at home on its own origin, and readable for everybody."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from .conftest import Visit
from .driving import go_live

READ = {
    "home": "/",
    "chapter-1": "/what-is-a-parameter/",
    "chapter-2": "/how-values-are-assigned/",
    "chapter-3": "/scale-of-training/",
    "chapter-4": "/parameters-and-capability/",
    "check": "/article-check/",
    "corner": "/dutch-corner/",
    "glossary": "/glossary/",
}
PAGES = {"en": tuple(READ.values()), "nl": tuple(f"/nl{path}" for path in READ.values())}
NO_DEMOS = ("/article-check/", "/dutch-corner/", "/glossary/")
NARROW, WIDE = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
COLOURS = ["color-contrast", "link-in-text-block"]  # the rules of axe-core to which the scheme matters


def addresses(site_dir: Path) -> list[str]:
    """Every page of the site."""
    files = sorted(file.relative_to(site_dir).as_posix() for file in site_dir.rglob("*.html"))
    return ["/" + file.removesuffix("index.html") for file in files]


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


def test_without_scripts_the_page_is_whole(visit: Visit, lang: str) -> None:
    for path in PAGES[lang]:
        page = visit(path, java_script_enabled=False)
        demos = page.locator("knob-demo")
        assert demos.count() >= 1 or path.endswith(NO_DEMOS)
        for index in range(demos.count()):
            demo = demos.nth(index)
            name = demo.get_attribute("name")
            output = demo.locator(".k-demo__out")
            assert output.locator("svg").first.is_visible(), f"{name} has no picture in {path}"
            assert output.inner_text().strip(), f"{name} says nothing in {path}"
            for value in demo.locator("output").all():
                assert value.text_content(), f"{name} has an empty <output> in {path}"
            assert demo.locator("[data-say]").first.text_content()
            assert demo.locator(".k-fail").is_hidden()
        for run in page.locator("knob-run").all():
            assert run.locator(".highlight code").is_visible() and run.locator("output pre").is_visible()
            assert run.locator("output").inner_text().strip(), (
                f"{run.get_attribute('id')} prints nothing in {path}"
            )
            for part in run.locator("button, .k-note, .k-fail").all():
                assert part.is_hidden(), f"{path}: nothing would answer {part.inner_text()}"
        for viewport in (NARROW, WIDE):
            page.set_viewport_size(viewport)
            assert page.evaluate(OVERLAPS) == [], path
            assert page.evaluate(TOO_WIDE) == [], path


@pytest.mark.parametrize("which", range(len(READ)), ids=READ)
def test_no_page_scrolls_sideways(visit: Visit, lang: str, which: int) -> None:
    page = visit(PAGES[lang][which])
    for width in (320, 390, 768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(TOO_WIDE) == [], f"{width} px"
        assert page.evaluate(OVERLAPS) == [], f"{width} px"


def check_accessibility(page: Page, when: str) -> None:
    """axe-core finds nothing, wide and narrow; in the dark scheme by the rules about colour alone."""
    page.evaluate(AXE.read_text("utf-8"))  # not as a script tag: the policy forbids it, as it should
    page.emulate_media(reduced_motion="reduce")
    for scheme, rules in (("default", None), ("slate", COLOURS)):
        page.set_viewport_size(WIDE)
        if page.locator("body").get_attribute("data-md-color-scheme") != scheme:
            page.locator("[data-md-component=palette] label:visible").click()
        page.locator(f"body[data-md-color-scheme={scheme}]").wait_for()
        for viewport in (WIDE, NARROW):
            page.set_viewport_size(viewport)
            found = page.evaluate(
                """(rules) => axe.run(document, { resultTypes: ["violations"], ...(rules && { runOnly: rules }) })
                     .then(({ violations }) => violations.flatMap(({ id, help, nodes }) =>
                       nodes.map(({ target, failureSummary }) => `${id} at ${target}: ${help}; ${failureSummary}`)))""",
                rules,
            )
            told = "\n".join(found)
            assert not found, f"{page.url}, {viewport['width']} px, {scheme}, {when}:\n{told}"


@pytest.mark.parametrize("which", range(len(READ)), ids=READ)
def test_everybody_can_use_it(visit: Visit, lang: str, which: int) -> None:
    page = visit(PAGES[lang][which])
    check_accessibility(page, "before a demo is live")
    if demos := page.locator("knob-demo").all():
        for demo in demos:
            go_live(demo)
        check_accessibility(page, "with live demos")


def test_the_search_index_comes_when_somebody_searches(visit: Visit, lang: str) -> None:
    """It is as large as all pages together. Look in site_src/browser/search.js."""
    page = visit(PAGES[lang][1])
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    page.reload(wait_until="networkidle")
    assert not [url for url in asked if url.endswith("search_index.json")], (
        "every page loads all text of the site"
    )
    page.locator(".md-search__input").click()
    page.keyboard.type("neuron")
    page.locator(".md-search-result__item").first.wait_for()
