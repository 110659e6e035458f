"""Words: tips that hands, keys and fingers reach, and a button that says a word without telling anybody.

Look in site_src/sitekit/tips.py, look.css, and site_src/browser/words.js and knob-word.js.
"""

import pytest
from playwright.sync_api import Page, expect

from .conftest import Visit

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
CHAPTER = {"en": "/what-is-a-parameter/", "nl": "/nl/what-is-a-parameter/"}
CORNER = "/dutch-corner/"
PLACES = "() => [...document.querySelectorAll('article *')].map((e) => { const b = e.getBoundingClientRect(); return [b.x, b.y + scrollY, b.width, b.height].map(Math.round).join() })"
# What the page is told about the voices of a device; `said` keeps what they were asked to say, and with which.
VOICES = """(voices) => {
  window.said = [];
  const synthesis = Object.assign(new EventTarget(), {
    getVoices: () => voices.map(([name, lang, localService]) => ({ name, lang, localService })),
    cancel() {},
    speak(words) { said.push([words.text, words.voice?.name]); if (window.broken) words.broke(); },
  });
  Object.defineProperty(window, "speechSynthesis", { value: synthesis, configurable: true });
  window.SpeechSynthesisUtterance = class extends EventTarget {
    constructor(text) { super(); this.text = text; }
    broke() { this.dispatchEvent(Object.assign(new Event("error"), { error: "synthesis-failed" })); }
  };
}"""


def tip(page: Page, key: str):
    return page.locator(f"#tip-{key}")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_tip_shows_to_the_pointer_and_to_the_keys(visit: Visit, lang: str, scripts: bool) -> None:
    """And what stands on the page stays where it is."""
    page = visit(CHAPTER[lang], viewport=WIDE, java_script_enabled=scripts)
    word = page.locator(".k-word", has=tip(page, "language-model"))
    expect(tip(page, "language-model")).to_be_hidden()
    before = page.evaluate(PLACES) if scripts else None
    word.locator("a").hover()
    expect(tip(page, "language-model")).to_be_visible()
    told = {"en": "het taalmodel /ˈtaːlmoːˌdɛl/", "nl": "language model het taalmodel /ˈtaːlmoːˌdɛl/"}[lang]
    assert tip(page, "language-model").inner_text().startswith(told)
    tip(page, "language-model").hover()  # the pointer may go there
    expect(tip(page, "language-model")).to_be_visible()
    page.mouse.move(5, 5)
    expect(tip(page, "language-model")).to_be_hidden()
    word.locator("a").focus()
    expect(tip(page, "language-model")).to_be_visible()
    if scripts:
        page.evaluate("document.activeElement.blur()")
        assert page.evaluate(PLACES) == before, "something moved"
        word.locator("a").hover()
        page.keyboard.press("Escape")
        expect(tip(page, "language-model")).to_be_hidden()
        page.mouse.move(5, 5)
        word.locator("a").hover()
        expect(tip(page, "language-model")).to_be_visible()


def test_the_word_leads_to_its_card(visit: Visit, lang: str) -> None:
    page = visit(CHAPTER[lang], viewport=WIDE)
    page.locator(".k-word", has=tip(page, "neuron")).locator("a").click()
    page.wait_for_url("**/glossary/#neuron")
    card = page.locator(".k-card:has(:target)")
    expect(card.locator("h3")).to_contain_text("neuron")
    top = card.bounding_box()["y"]
    assert 40 < top < 200, f"the card is at {top}: under the header, or out of sight"


def test_on_a_phone_a_tip_is_a_strip_at_the_bottom(visit: Visit, lang: str) -> None:
    page = visit(CHAPTER[lang], viewport=NARROW)
    page.locator(".k-word", has=tip(page, "loss")).locator("a").focus()
    strip = tip(page, "loss").bounding_box()
    assert (strip["x"], strip["width"]) == (0, 390) and strip["y"] + strip["height"] == 844
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_no_tip_sticks_out(visit: Visit, lang: str) -> None:
    """At the narrowest window that has a margin for them."""
    page = visit(CHAPTER[lang], viewport={"width": 1220, "height": 900})
    page.evaluate("document.querySelectorAll('details').forEach((fold) => (fold.open = true))")
    for word in page.locator(".k-word").all():
        word.locator("a").focus()
        box = word.locator(".k-tip").bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 1220, word.inner_text()


@pytest.mark.parametrize(("lang", "shown"), [("en", "weighthet gewicht /ɣəˈʋɪxt/"), ("nl", "gewichtweight")])
def test_on_paper_a_word_has_its_other_name_behind_it(visit: Visit, lang: str, shown: str) -> None:
    page = visit(CHAPTER[lang], viewport=WIDE)
    page.emulate_media(media="print")
    word = page.locator(".k-word", has=tip(page, "weight"))
    assert word.inner_text() == shown
    marks = [
        tip(page, "weight").evaluate(f"(tip) => getComputedStyle(tip, '::{which}').content")
        for which in ("before", "after")
    ]
    assert marks == ['" ("', '")"']


# ---- The button that says a word ------------------------------------------------------------------------------

REMOTE, LOCAL = ["Far away", "nl-NL", False], ["Here", "nl-NL", True]
FLEMISH, GERMAN, ENGLISH = ["Vlaams", "nl_BE", True], ["Deutsch", "de-DE", True], ["US", "en-US", True]


@pytest.mark.parametrize(
    ("voices", "lang", "chosen"),
    [
        ([], "nl", None),
        ([REMOTE], "nl", None),
        ([REMOTE, GERMAN, LOCAL], "nl", "Here"),
        ([FLEMISH, LOCAL], "nl", "Here"),
        ([REMOTE, FLEMISH, ENGLISH], "nl", "Vlaams"),
        ([["Nlx", "nlx-NL", True]], "nl", None),
        ([LOCAL, ["UK", "en-GB", True], ENGLISH], "en", "US"),
    ],
)
def test_only_a_voice_on_the_device_is_chosen(
    visit: Visit, voices: list, lang: str, chosen: str | None
) -> None:
    page = visit(CORNER)
    script = """async ([voices, lang]) => {
      const { choose } = await import(document.querySelector("script[src$='knob-word.js']").src);
      return choose(voices.map(([name, lang, localService]) => ({ name, lang, localService })), lang)?.name ?? null;
    }"""
    assert page.evaluate(script, [voices, lang]) == chosen


def press(visit: Visit, voices: list, broken: bool = False) -> tuple[Page, list[str]]:
    """Press the button of “gewicht” on a device with these voices; the clips that were asked for."""
    page = visit("/about/")
    asked: list[str] = []
    page.on(
        "request",
        lambda request: asked.append(request.url.rpartition("/")[2]) if "/speech/" in request.url else None,
    )
    page.context.add_init_script(
        f"({VOICES})({voices!r}); window.broken = {str(broken).lower()};".replace("True", "true").replace(
            "False", "false"
        )
    )
    page.goto(page.url.replace("/about/", CORNER))
    button = page.get_by_role("button", name="Say “gewicht” in Dutch")
    button.click()
    page.wait_for_timeout(300)
    return page, asked


def test_a_voice_of_the_device_speaks(visit: Visit) -> None:
    page, asked = press(visit, [REMOTE, LOCAL])
    assert page.evaluate("said") == [["gewicht", "Here"]] and asked == []


@pytest.mark.parametrize(
    "voices", [[], [REMOTE], [GERMAN, ENGLISH]], ids=["none", "remote", "of other languages"]
)
def test_without_one_a_clip_is_played_and_no_voice_is_asked(visit: Visit, voices: list) -> None:
    page, asked = press(visit, voices)
    assert page.evaluate("said") == [] and asked == ["nl-weight.mp3"]
    expect(page.get_by_role("button", name="Say “gewicht” in Dutch")).to_be_visible()


def test_a_clip_stands_in_for_a_voice_that_fails(visit: Visit) -> None:
    page, asked = press(visit, [LOCAL], broken=True)
    assert page.evaluate("said") == [["gewicht", "Here"]] and asked == ["nl-weight.mp3"]


@pytest.mark.parametrize("path", [CORNER, "/nl/dutch-corner/", "/glossary/"])
def test_every_clip_can_be_heard(visit: Visit, path: str) -> None:
    page = visit(path)
    heard = page.evaluate(
        """() => Promise.all([...document.querySelectorAll("knob-word")].map(async ({ dataset: { clip } }) => {
             const data = await (await fetch(clip)).arrayBuffer();
             const sound = await new OfflineAudioContext(1, 1, 24000).decodeAudioData(data);
             return [clip.split("/").pop(), sound.duration, Math.max(...sound.getChannelData(0))];
           }))"""
    )
    assert len(heard) == page.locator("knob-word").count() > 0
    for clip, seconds, loudest in heard:
        assert 0.4 < seconds < 3.5 and 0.1 < loudest <= 1.01, (
            f"{clip} is silent or too loud: look in site_src/sitekit/speech.py, and run make speech"
        )


def test_the_button_is_not_there_where_nothing_would_be_heard(visit: Visit) -> None:
    page = visit("/about/")
    page.context.add_init_script(f"({VOICES})([]); delete window.AudioContext;")
    page.goto(page.url.replace("/about/", CORNER))
    expect(page.locator("knob-word").first).to_be_hidden()
    bare = visit(CORNER, java_script_enabled=False)
    expect(bare.locator("knob-word").first).to_be_hidden()
    assert bare.locator(".k-card").count() == 19, "the list is complete without scripts"
