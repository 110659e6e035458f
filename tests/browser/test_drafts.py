"""What a reader wrote stays, is shown in both languages and where its block went, and is lost in no accident.

Each scenario is JavaScript that runs in a page of the site and answers with JSON; SETUP gives it its words.
"""

import json
from typing import Any

import pytest
from playwright.sync_api import Page

from .conftest import Visit

SETUP = """
  const { Drafts, safeLocalStorage } = await import("/assets/drafts.js");
  const { pageName, blockOf } = await import("/assets/blocks.js");
  const PLACE = "knobs:drafts:a-page";
  // A Storage with room for so many characters.
  const memory = (room = Infinity, error = new DOMException("full", "QuotaExceededError")) => ({
    kept: {}, room, error,
    getItem(key) { return this.kept[key] ?? null; },
    setItem(key, text) {
      if (text.length > this.room) throw this.error;
      this.kept[key] = text;
    },
    removeItem(key) { delete this.kept[key]; },
  });
  // "A A' B" are three blocks, the first two of one shape and with different strings in them.
  const page = (shapes, lang = "en") => shapes.split(" ").map((shape, place) => ({
    key: `run:${place + 1}`, print: shape[0], sourcePrint: `${shape} ${lang}`, source: `page: ${shape} ${lang}` }));
  const on = (store, blocks, lang = "en") => new Drafts("a-page", lang, store, () => blocks);
  const shown = (store, blocks, lang) => blocks.map((block) => {
    const found = on(store, blocks, lang).find(block);
    return found ? found.text + (found.changed ? "!" : "") : "-";
  }).join(" ");
"""


def play(page: Page, scenario: str) -> Any:
    return page.evaluate(f"async () => {{ {SETUP} {scenario} }}")


@pytest.fixture
def page(visit: Visit) -> Page:
    return visit("/labs/line/")


def test_a_draft_survives_a_reload_and_the_language_switch(page: Page) -> None:
    kept = play(
        page,
        """const blocks = page("A B");
           const drafts = new Drafts("a-page", "en", undefined, () => blocks);
           return [drafts.find(blocks[1]), drafts.keep(blocks[1], "mine"), drafts.find(blocks[1]), drafts.find(blocks[0])];
        """,
    )
    assert kept == [None, "", {"text": "mine", "changed": False}, None]
    page.goto(page.url.replace("/labs", "/nl/labs"))
    dutch = """const blocks = page("A B", "nl");
               const drafts = new Drafts("a-page", "nl", undefined, () => blocks);
               return [drafts.find(blocks[1]), drafts.keep(blocks[1], "van mij")];"""
    assert play(page, dutch) == [{"text": "mine", "changed": False}, ""]
    page.reload()
    there = 'const all = page("A B"); return shown(localStorage, all) + new Drafts("b", "en").find(all[1]);'
    assert play(page, there) == "- van mijnull", "one draft for both languages, and none on another page"


# The blocks when a reader wrote "a", "b", … in those with a letter; the blocks now; what is then shown.
MOVED = {
    "nothing changed": ("A B C", "a - c", "A B C", "a - c"),
    "a block above": ("A B C", "a - c", "X A B C", "- a - c"),
    "two blocks above": ("A B", "- b", "X Y A B", "- - - b"),
    "a block away": ("X A B", "- a b", "A B", "a b"),
    "another order": ("A B C", "a b c", "C A B", "c a b"),
    "another text in its shape": ("A B", "a b", "A' B", "a! b"),
    "another shape in its place": ("A B", "a b", "A X", "a b!"),
    "moved and another text": ("A B", "a -", "X A'", "- a!"),
    "twins": ("A A A", "- b -", "A A A", "- b -"),
    "twins, and a block above": ("A A", "- b", "X A A", "- - b"),
    "twins moved by one": ("A A", "a b", "X A A", "- a b"),
    "twins with other strings": ("A A'", "a b", "A' A", "b a"),
    "one of the twins is gone": ("A A' B", "a b -", "A' B", "b -"),
    "all is new": ("A B", "a b", "X Y", "a! b!"),
    "the place is gone": ("A B C", "- - c", "A B", "- -"),
}


def test_a_draft_finds_its_block(page: Page) -> None:
    found = play(
        page,
        f"""return Object.entries({json.dumps(MOVED)}).map(([name, [before, texts, now]]) => {{
              const store = memory();
              const [old, blocks] = [page(before), page(now)];
              texts.split(" ").forEach((text, place) => text === "-" || on(store, old).keep(old[place], text));
              const first = shown(store, blocks);
              return [name, first, shown(store, old)];
            }});""",
    )
    for name, now, again in found:
        assert now == MOVED[name][3], name
        assert again == MOVED[name][1], f"{name}: looking has changed something"


def test_the_other_language_has_its_own_text(page: Page) -> None:
    """The exact text differs in Dutch, and nobody has changed it."""
    assert play(
        page,
        """const store = memory();
           const [english, dutch] = [page("A A' B"), page("A A' B", "nl")];
           on(store, english).keep(english[1], "b");
           const first = shown(store, dutch, "nl");
           on(store, dutch, "nl").keep(dutch[1], "bb");
           return [first, shown(store, english), shown(store, page("A A'' B", "nl"), "nl"), shown(store, page("X A A' B"))];
        """,
    ) == ["- b -", "- bb -", "- bb! -", "- - bb -"]


def test_changed_until_it_is_reset(page: Page) -> None:
    assert play(
        page,
        """const store = memory();
           const [before, now] = [page("A B"), page("A X")];
           on(store, before).keep(before[1], "b");
           const drafts = on(store, now);
           const told = [shown(store, now)];
           drafts.keep(now[1], "bb");
           told.push(shown(store, now), drafts.drop(now[1]), shown(store, now), Object.keys(store.kept).length);
           return told;""",
    ) == ["- b!", "- bb!", "", "- -", 0]


def test_the_page_s_own_text_is_no_draft(page: Page) -> None:
    assert play(
        page,
        """const store = memory();
           const blocks = page("A B");
           const drafts = on(store, blocks);
           drafts.keep(blocks[0], "a");
           drafts.keep(blocks[1], "b");
           const told = [drafts.keep(blocks[1], blocks[1].source + "\\r\\n"), shown(store, blocks)];
           const renewed = blocks.map((block) => ({ ...block, source: "a" })); // the page says now what the reader wrote
           told.push(shown(store, renewed), drafts.keep(blocks[0], blocks[0].source), Object.keys(store.kept).length);
           return told;""",
    ) == ["", "a -", "- -", "", 0]


def test_a_demo_and_a_block_are_not_mixed_up(page: Page) -> None:
    assert play(
        page,
        """const store = memory();
           const demo = { key: "demo:line", print: "A", sourcePrint: "A en" };
           const blocks = [demo, ...page("A")];
           on(store, blocks).keep(demo, "of the demo");
           return [shown(store, blocks), shown(store, [blocks[1]]), on(store, []).find(demo).text];""",
    ) == ["of the demo -", "-", "of the demo"]


def test_what_a_newer_site_wrote_is_left_alone(page: Page) -> None:
    assert play(
        page,
        """const store = memory();
           const written = store.kept[PLACE] = JSON.stringify({ version: 2, drafts: { another: "form" } });
           const blocks = page("A");
           const drafts = on(store, blocks);
           const told = [drafts.newer, drafts.find(blocks[0]), drafts.keep(blocks[0], "a"), drafts.drop(blocks[0])];
           return [...told, store.kept[PLACE] === written, Object.keys(store.kept).length, on(memory(), blocks).newer];""",
    ) == [True, None, "blocked", "", True, 1, False]


BROKEN = ["{", "", "null", "[]", "7", '"text"', '{"version":1}', '{"version":1,"drafts":{}}', '{"drafts":[]}']


def test_what_is_broken_is_put_aside(page: Page) -> None:
    for kept, keys in play(
        page,
        f"""return {json.dumps(BROKEN)}.map((broken) => {{
              const store = memory();
              Object.assign(store.kept, {{ [PLACE]: broken, [PLACE + ".broken"]: "from an earlier time" }});
              const blocks = page("A");
              const first = on(store, blocks).find(blocks[0]);
              on(store, blocks).keep(blocks[0], "a");
              const aside = [store.kept[PLACE + ".broken"], store.kept[PLACE + ".broken2"] === broken];
              return [[first, shown(store, blocks), ...aside], Object.keys(store.kept).length];
            }});""",
    ):
        assert (kept, keys) == ([None, "a", "from an earlier time", True], 3)


def test_odd_entries_are_kept_and_not_shown(page: Page) -> None:
    entries = [
        None,
        7,
        {},
        {"key": "run:1", "text": 5},
        {"text": "no key"},
        {"key": "run:1", "print": {}, "text": "!"},
    ]
    assert play(
        page,
        f"""const store = memory();
            store.kept[PLACE] = JSON.stringify({{ version: 1, drafts: {json.dumps(entries)} }});
            const blocks = page("A B");
            on(store, blocks).keep(blocks[1], "b");
            return [shown(store, blocks), JSON.parse(store.kept[PLACE]).drafts.length];""",
    ) == ["!! b", 7]


def test_no_room_and_no_leave(page: Page) -> None:
    assert play(
        page,
        """const blocks = page("A");
           const named = (name, code) => Object.assign(new Error("no room"), { name, code });
           const errors = [undefined, named("NS_ERROR_DOM_QUOTA_REACHED", 1014), named("Error", 22), named("SecurityError", 18)];
           const told = errors.map((error) => {
             const store = memory(200, error);
             const drafts = on(store, blocks);
             const first = drafts.keep(blocks[0], "a");
             return [first, drafts.keep(blocks[0], "a".repeat(200)), drafts.find(blocks[0]).text];
           });
           const none = on(null, blocks);
           const closed = on(new Proxy({}, { get() { throw new DOMException("no", "SecurityError"); } }), blocks);
           const broken = memory(0); // there is not even room to put it aside
           broken.kept[PLACE] = "{";
           for (const drafts of [none, closed, on(broken, blocks)]) {
             told.push([drafts.newer, drafts.find(blocks[0]), drafts.keep(blocks[0], "a"), drafts.drop(blocks[0])]);
           }
           return [...told, broken.kept[PLACE]];""",
    ) == [
        *[["", "full", "a"]] * 3,
        ["", "blocked", "a"],
        *[[False, None, "blocked", ""]] * 2,
        [False, None, "full", ""],
        "{",
    ]


def test_a_browser_that_forbids_storage(page: Page) -> None:
    page.evaluate(
        """() => Object.defineProperty(window, "localStorage",
             { get() { throw new DOMException("no", "SecurityError"); } })"""
    )
    assert play(
        page,
        """const [block] = page("A");
           const drafts = new Drafts("a-page", "en");
           return [safeLocalStorage(), drafts.keep(block, "a"), drafts.find(block), drafts.newer];""",
    ) == [None, "blocked", None, False]


def test_a_real_store_that_is_full(page: Page) -> None:
    assert play(
        page,
        """const [block] = page("A");
           const drafts = new Drafts("a-page", "en");
           drafts.keep(block, "a");
           return [drafts.keep(block, "a".repeat(6_000_000)), drafts.find(block).text];""",
    ) == ["full", "a"]


def test_two_tabs_keep_out_of_each_other_s_way(page: Page) -> None:
    other = page.context.new_page()
    other.goto(page.url)
    begin = """const blocks = page("A B");
               window.drafts = new Drafts("a-page", "en", undefined, () => blocks);
               drafts.keep(blocks[PLACE_HERE], "first");"""
    play(page, begin.replace("PLACE_HERE", "0"))
    play(other, begin.replace("PLACE_HERE", "1"))
    # the browser passes it on within milliseconds; two people do not type in both within those
    page.wait_for_function(
        "() => JSON.parse(localStorage.getItem('knobs:drafts:a-page')).drafts.length === 2"
    )
    play(page, 'drafts.keep(page("A B")[0], "second")')
    assert play(other, 'return shown(localStorage, page("A B"))') == "second first"


def test_hostile_text_comes_back_as_it_went(page: Page) -> None:
    assert (
        play(
            page,
            """const [block] = page("A");
           const texts = ["<img src=x onerror=alert(1)>", "\\ud800", "\\u0000\\r\\n\\t", '"}],"version":9}', "__proto__"];
           return texts.map((text) => {
             const drafts = new Drafts("__proto__", "constructor");
             return drafts.keep(block, text) === "" && drafts.find(block).text === text;
           });""",
        )
        == [True] * 5
    )


def test_the_name_of_a_page(page: Page) -> None:
    host = page.url.partition("/labs")[0]
    names = {
        "/": "index",
        "/nl/": "index",
        "/index.html": "index",
        "/nl/index.html#line": "index",
        "/what-is-a-parameter/": "what-is-a-parameter",
        "/nl/what-is-a-parameter/?q=1#top": "what-is-a-parameter",
        "/labs/line/": "labs/line",
        "/nl/labs/line/index.html": "labs/line",
    }
    told = play(page, f"return {json.dumps([host + path for path in names])}.map((one) => pageName(one));")
    assert told == list(names.values())
    assert play(page, "return pageName()") == "labs/line"


def test_what_is_read_from_the_page(page: Page) -> None:
    page.evaluate(
        """() => document.querySelector("article").insertAdjacentHTML("beforeend",
             `<knob-run data-block="1" data-print="A" data-source-print="A en"></knob-run>
              <div><knob-run data-block="2" data-print="A" data-source-print="B en"></knob-run></div>
              <p data-print="C" name="line"></p>`)"""
    )
    assert play(
        page,
        """const blocks = [...document.querySelectorAll("knob-run")].map(blockOf);
           const drafts = new Drafts("a-page", "nl");
           drafts.keep(blocks[1], "b"); // the page has told that this is the second of its kind
           return [blocks, drafts.find(blocks[0]), drafts.find(blocks[1]).text];""",
    ) == [
        [
            {"key": "run:1", "print": "A", "sourcePrint": "A en"},
            {"key": "run:2", "print": "A", "sourcePrint": "B en"},
        ],
        None,
        "b",
    ]
