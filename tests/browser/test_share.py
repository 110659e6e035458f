"""Links that hold code or the positions of a demo: what goes in comes out, and no string does harm."""

import base64
import json
import zlib
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from .conftest import Visit

# Text travels to the page as numbers of UTF-16 units: on the way, a lone surrogate would not survive as text.
ROUND = """async (all) => {
  const { write, read } = await import("/assets/share.js");
  const text = (units) => String.fromCharCode(...units);
  const wrong = [];
  for (const { code, demo } of all) {
    const what = code
      ? { kind: "code", key: "run:3", print: "a1b2c3d4", text: text(code) }
      : { kind: "demo", name: "line", place: 1 + (demo.length % 3),
          values: Object.fromEntries(demo.map(([name, value]) => [text(name), value.units ? text(value.units) : value])) };
    const { url } = await write(what);
    const back = await read(new URL(url).hash);
    if (JSON.stringify(back) !== JSON.stringify(what)) wrong.push([url, back]);
  }
  return wrong;
}"""
READ = "(hash) => import('/assets/share.js').then(({ read }) => read(hash))"
WRITE = "(what) => import('/assets/share.js').then(({ write }) => write(what))"
READ_ALL = """async (all) => {
  const { read } = await import("/assets/share.js");
  return Promise.all(all.map((units) => read(String.fromCharCode(...units))));
}"""

units = st.lists(st.integers(0, 0xFFFF), max_size=60)
spoken = st.text(max_size=200).map(
    lambda text: [*memoryview(text.encode("utf-16-le", "surrogatepass")).cast("H")]
)
code = st.fixed_dictionaries({"code": st.one_of(units, spoken)})
value = st.one_of(
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False).map(lambda number: number + 0.0 or 0),  # there is no −0
    st.fixed_dictionaries({"units": st.one_of(units, spoken)}),
    st.sampled_from(["true", "2", "-1.5e3", '"2"', "", "a b&c=d#e%f+g", "007", "None"]).map(
        lambda word: {"units": [ord(letter) for letter in word]}
    ),
)
demo = st.fixed_dictionaries(
    {"demo": st.lists(st.tuples(spoken, value), max_size=6, unique_by=lambda pair: tuple(pair[0]))}
)
fuzzing = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture
def page(visit: Visit) -> Page:
    return visit("/about/")


def read(page: Page, hash: str) -> Any:
    return page.evaluate(READ, hash)


def packed(text: str, *, version: str = "1.", wbits: int = -15) -> str:
    """A link as `write` makes them; or one that it would not make."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, wbits)
    data = deflate.compress(text.encode("utf-8", "surrogatepass")) + deflate.flush()
    return f"#code={version}{base64.urlsafe_b64encode(data).decode().rstrip('=')}"


def test_what_goes_in_comes_out(page: Page) -> None:
    @fuzzing
    @given(st.lists(st.one_of(code, demo), min_size=10, max_size=30))
    def check(all: list[Any]) -> None:
        assert page.evaluate(ROUND, all) == []

    check()


def test_code_of_every_kind(page: Page) -> None:
    texts = ["", "a\r\nb\rc\n\td", "😀𝒳", "\ud83d", "\ude00\ud83d", "\x00\x1b\ufeff", "</script>", "é" * 3000]
    all = [{"code": [*memoryview(text.encode("utf-16-le", "surrogatepass")).cast("H")]} for text in texts]
    assert page.evaluate(ROUND, all) == []


def test_no_string_does_harm(page: Page) -> None:
    heads = st.sampled_from(
        ["", "#", "#code=", "#code=1.", "#code=0.", "#code=2.", "#demo=", "#demo=line&", "#code=1.q1Yq"]
    )
    hashes = st.tuples(heads, st.one_of(units, spoken)).map(lambda pair: [*map(ord, pair[0]), *pair[1]])
    known = {"link-broken", "link-large", "link-newer"}

    @fuzzing
    @given(st.lists(hashes, min_size=20, max_size=60))
    def check(all: list[list[int]]) -> None:
        for answer in page.evaluate(READ_ALL, all):
            assert answer is None or answer.get("kind") in ("code", "demo") or answer["why"] in known

    check()


def test_a_link_is_readable_where_it_can_be(page: Page) -> None:
    values = {"a": 2, "best": True, "word": "to be", "digits": "2"}
    told = page.evaluate(WRITE, {"kind": "demo", "name": "line", "place": 2, "values": values})
    address = page.url.partition("#")[0]
    assert told == {"url": f"{address}#demo=line.2&a=2&best=true&word=to%20be&digits=%222%22"}
    assert read(page, "#demo=line&a=2&best=true") == {
        "kind": "demo",
        "name": "line",
        "place": 1,
        "values": {"a": 2, "best": True},
    }


def test_a_link_of_code_is_deflated_json(page: Page) -> None:
    what = {"kind": "code", "key": "run:1", "print": "a1b2c3d4", "text": "print('Ω')\n"}
    url = page.evaluate(WRITE, what)["url"]
    head, _, data = url.partition("#code=1.")
    assert head == page.url
    content = zlib.decompress(base64.urlsafe_b64decode(data + "=="), -15)
    assert json.loads(content) == {name: what[name] for name in ("key", "print", "text")}
    assert read(page, packed(content.decode())) == what


def test_an_ordinary_fragment(page: Page) -> None:
    for hash in (
        "",
        "#",
        "#line",
        "#code-3",
        "#demo",
        "#code",
        "#democracy=1",
        "#__codelineno-1-2",
        "?code=1.A",
    ):
        assert read(page, hash) is None, hash


GOOD = packed('{"key":"run:1","print":"a","text":"b"}')
BROKEN = {
    "nothing": "#code=",
    "no version": "#code=abc",
    "no data": "#code=1.",
    "not base64": "#code=1.é",
    "cut off": GOOD[:-6],
    "more after it": GOOD + "AAAA",
    "not deflated": "#code=1." + base64.urlsafe_b64encode(b"{}").decode(),
    "zlib with a head": packed('{"key":"a","print":"b","text":"c"}', wbits=15),
    "not JSON": packed("{"),
    "null": packed("null"),
    "a list": packed("[1]"),
    "a number as text": packed('{"key":"run:1","print":"a","text":1}'),
    "no key": packed('{"print":"a","text":"b"}'),
    "not UTF-8": packed('{"key":"run:1","print":"a","text":"\ud800"}'),
    "no demo": "#demo=",
    "a path": "#demo=../line",
    "half a sign": "#demo=line&a=%",
    "half a word": "#demo=line&a=%22",
    "place zero": "#demo=line.0",
}


def test_a_broken_link(page: Page) -> None:
    for kind, broken in BROKEN.items():
        assert read(page, broken) == {"why": "link-broken"}, kind


def test_links_of_the_future_and_of_old_browsers(page: Page) -> None:
    assert read(page, "#code=2.~whatever~") == {"why": "link-newer"}
    assert read(page, "#code=17.") == {"why": "link-broken"}
    page.evaluate("delete globalThis.CompressionStream")
    what = {"kind": "code", "key": "run:1", "print": "a", "text": "é\n"}
    url = page.evaluate(WRITE, what)["url"]
    assert "#code=0." in url
    assert read(page, "#" + url.partition("#")[2]) == what
    page.evaluate(
        "() => { globalThis.DecompressionStream = class { constructor() { throw new TypeError(); } }; }"
    )
    assert read(page, GOOD) == {"why": "link-newer"}, "such a browser cannot read the link"
    assert read(page, "#" + url.partition("#")[2]) == what


def test_a_prototype_is_no_value(page: Page) -> None:
    kept = page.evaluate(
        """() => import("/assets/share.js").then(async ({ read }) => {
             const { values } = await read("#demo=line&__proto__=2&constructor=3");
             return [Object.keys(values), Object.getPrototypeOf(values) === Object.prototype, ({}).constructor === Object];
           })"""
    )
    assert kept == [["__proto__", "constructor"], True, True]


def test_a_link_has_a_length(page: Page) -> None:
    code = {"kind": "code", "key": "run:1", "print": "a"}
    told = page.evaluate(
        WRITE, {**code, "text": "".join(chr(0x4E00 + (n * n * 7919) % 20_000) for n in range(6_000))}
    )
    assert told["why"] == "link-long"
    assert told["limit"] == 8_000 < told["length"]
    assert "url" in page.evaluate(WRITE, {**code, "text": "x = 1\n" * 2_000}), "what repeats takes little"
    told = page.evaluate(WRITE, {**code, "text": "a" * 100_001})
    assert (told["why"], told["limit"]) == ("link-long", 100_000), "it could not be read again"
    assert (
        page.evaluate(WRITE, {"kind": "demo", "name": "a", "place": 1, "values": {"b": "c" * 9_000}})["why"]
        == "link-long"
    )
    assert read(page, "#code=1." + "A" * 16_000) == {"why": "link-large"}
    assert read(page, "#demo=line&a=" + "1" * 16_000) == {"why": "link-large"}
    assert read(page, "#line" * 5_000) is None


def test_a_bomb_is_not_unpacked(page: Page) -> None:
    """Twelve million letters in a link of 16,000: at most a few pieces of it are unpacked."""
    bomb = packed('{"key":"run:1","print":"a","text":"' + "a" * 11_000_000 + '"}')
    assert 14_000 < len(bomb) < 16_000
    page.evaluate(
        """() => {
             window.unpacked = 0;
             const Stream = DecompressionStream;
             globalThis.DecompressionStream = class {
               constructor(form) {
                 const inner = new Stream(form);
                 const count = new TransformStream({
                   transform(part, out) { unpacked += part.byteLength; out.enqueue(part); } });
                 this.writable = inner.writable;
                 this.readable = inner.readable.pipeThrough(count);
               }
             };
           }"""
    )
    assert read(page, bomb) == {"why": "link-large"}
    assert page.evaluate("unpacked") < 1_000_000
    exact = packed('{"key":"","print":"","text":"' + "a" * (100_000 - 31) + '"}')
    assert len(read(page, exact)["text"]) == 100_000 - 31, "what fits is read whole"


def test_the_page_is_calm_about_such_addresses(visit: Visit) -> None:
    for hash in (GOOD, "#demo=line&a=2&best=true", "#code=1.%22%5D", BROKEN["half a sign"]):
        visit("/what-is-a-parameter/" + hash).wait_for_load_state()


CARRY = """async ([page, states]) => (await import("/assets/share.js")).carry(page, states)"""
CARRIED = """async (page) => (await import("/assets/share.js")).carried(page)"""


def test_positions_cross_the_language_switch_once(visit: Visit) -> None:
    page = visit("/labs/line/")  # a page with demos would take them itself
    states = [{"name": "line", "values": {"a": 2, "best": True}}]
    page.evaluate(CARRY, ["what-is-a-parameter", states])
    page.goto(page.url.replace("/labs", "/nl/labs"))
    assert page.evaluate(CARRIED, "what-is-a-parameter") == states
    assert page.evaluate(CARRIED, "what-is-a-parameter") is None, "used once"
    page.evaluate(CARRY, ["what-is-a-parameter", states])
    assert page.evaluate(CARRIED, "index") is None, "they belong to another page"
    assert page.evaluate(CARRIED, "what-is-a-parameter") is None
    page.evaluate("sessionStorage.setItem('knobs:positions', '{')")
    assert page.evaluate(CARRIED, "index") is None
    assert page.evaluate("sessionStorage.length") == 0


def test_a_browser_that_keeps_nothing(page: Page) -> None:
    page.evaluate(
        """() => Object.defineProperty(window, "sessionStorage",
             { get() { throw new DOMException("no", "SecurityError"); } })"""
    )
    page.evaluate(CARRY, ["index", [1]])
    assert page.evaluate(CARRIED, "index") is None
