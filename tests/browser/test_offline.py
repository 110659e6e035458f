"""The site without a network, with a real service worker: what was visited comes back, what was asked for is kept,
and a page never gets a file of another version than its own.
"""

import os
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from knobs.notes import LABELS
from playwright.sync_api import BrowserContext, Page, Playwright
from sitekit import keep, offline

from .conftest import CHROMIUM, Visit
from .driving import NO_LEAD, demo_on, go_live, pythons, state
from .engines.chromium import ARGUMENTS
from .serving import Hostile
from .test_pages import addresses

Launch = Callable[[], BrowserContext]
BELOW = "/knobs"  # the site need not stand at the root of its host
HOME = {"en": f"{BELOW}/", "nl": f"{BELOW}/nl/"}
CHAPTER = "what-is-a-parameter/"

KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    for (const { url } of await (await caches.open(name)).keys()) found.push(url);
  }
  return found.filter((url) => !url.includes("?"));
}"""
CONTROLLED = "() => navigator.serviceWorker.controller !== null"
OFFERED = "() => !document.querySelector('.k-renewal__box').hidden"


@pytest.fixture
def host(site_dir: Path, tmp_path: Path) -> Iterator[Hostile]:
    web = tmp_path / "web"
    web.mkdir()
    (web / BELOW[1:]).symlink_to(site_dir)
    with Hostile(web) as host:
        yield host


def put(host: Hostile, site: Path) -> None:
    """From now on the host has another version of the site."""
    place = host.folder / BELOW[1:]
    place.unlink()
    place.symlink_to(site)


@pytest.fixture
def launch(playwright: Playwright, tmp_path: Path) -> Iterator[Launch]:
    """Start the browser; each call closes the one before and starts again with the same profile."""
    running: list[BrowserContext] = []

    def start() -> BrowserContext:
        for context in running:
            context.close()
        running[:] = [
            playwright.chromium.launch_persistent_context(
                tmp_path / "profile", executable_path=CHROMIUM, args=ARGUMENTS
            )
        ]
        running[0].set_default_timeout(30_000)
        running[0].add_init_script(NO_LEAD)  # nothing starts that the test did not ask for
        return running[0]

    yield start
    for context in running:
        context.close()


def read(context: BrowserContext, host: Hostile, path: str) -> Page:
    """A page in a tab of its own, when the worker has what it loaded."""
    page = context.new_page()
    page.goto(host.address + path)
    has(page, path, "assets/look.css", "assets/offline.js")
    return page


def has(page: Page, *files: str) -> None:
    """Wait until the worker has these; a page tells it what it loaded when it has nothing else to do."""
    for _ in range(600):
        kept = page.evaluate(KEPT)
        if all(any(url.endswith(file) for url in kept) for file in files):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"the worker has not kept {files}, but {kept}")


def python(page: Page, code: str) -> str:
    """What `code` leaves in `said`, in the Python of the page."""
    [worker] = pythons(page)
    return str(worker.evaluate("code => python.runPython(code + '\\nstr(said)')", code))


def control(page: Page) -> str:
    """What a reader sees of the control on the page about the site."""
    return page.locator("knob-keep").inner_text()


def settled(page: Page) -> None:
    page.wait_for_function(
        "() => ['live', 'failed'].includes(document.querySelector('knob-keep').dataset.state)"
    )


# ---- What was visited -------------------------------------------------------------------------------------


def test_what_was_visited_comes_back_without_a_network(host: Hostile, launch: Launch, lang: str) -> None:
    context = launch()
    page = read(context, host, HOME[lang])
    assert not page.evaluate(CONTROLLED), "the first visit is the network's own"
    go_live(demo_on(page, "slope"))
    has(page, "pyodide.asm.wasm", "library.packed", "pyodide-lock.json", ".whl")
    host.stop()
    page = launch().new_page()
    broken: list[str] = []
    page.on("console", lambda message: broken.append(message.text))
    page.goto(f"{host.address}{HOME[lang]}?from=elsewhere#top")
    assert page.evaluate(CONTROLLED)
    go_live(demo_on(page, "slope"))
    wasm = page.evaluate(
        """async (address) => {
             const response = await fetch(address);
             return [response.headers.get("content-type"), String(await WebAssembly.compileStreaming(response))];
           }""",
        f"{host.address}{BELOW}/pyodide/pyodide.asm.wasm",
    )
    assert wasm == ["application/wasm", "[object WebAssembly.Module]"]
    assert not broken, "\n".join(broken)


def test_the_parts_of_python_that_were_imported_come_back_too(host: Hostile, launch: Launch) -> None:
    """Of a worker's files a page hears nothing, so the worker tells. Look for python-part in site_src/browser."""
    use = "import colorsys, knobs.pocket\nsaid = len(knobs.pocket.load().tokenizer.words)"
    page = read(launch(), host, HOME["nl"])
    assert not page.evaluate(CONTROLLED)
    go_live(demo_on(page, "slope"))
    words = python(page, use)
    has(page, "library-rest.zip", "pocket.packed", "library.packed", ".whl", "pyodide.asm.wasm")
    host.stop()
    page = launch().new_page()
    page.goto(host.address + HOME["nl"])
    go_live(demo_on(page, "slope"))
    assert python(page, use) == words


def test_a_page_that_was_not_visited_says_so(host: Hostile, launch: Launch, lang: str) -> None:
    context = launch()
    read(context, host, HOME[lang])
    host.stop()
    page = context.new_page()
    for path in (CHAPTER, "no-such-page/"):
        answer = page.goto(host.address + HOME[lang] + path)
        assert answer
        assert answer.status == 503
        assert page.locator("html").get_attribute("lang") == lang
        assert page.locator("h1").inner_text() == offline.TITLE[lang]
        assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily").startswith(
            '"Fira Sans"'
        )
    page.get_by_text(offline.HOME[lang]).click()
    assert page.locator("h1").inner_text() != offline.TITLE[lang]
    host.start()
    page.goto(host.address + HOME[lang] + CHAPTER)
    assert page.locator("knob-demo").count() > 1


def test_an_address_without_its_slash(host: Hostile, launch: Launch) -> None:
    context = launch()
    read(context, host, f"{HOME['nl']}about/")
    host.stop()
    page = context.new_page()
    page.goto(f"{host.address}{HOME['nl']}about?h=python")
    assert page.url == f"{host.address}{HOME['nl']}about/?h=python"
    assert page.locator("knob-keep").count() == 1


@pytest.mark.parametrize("saving", [False, True])
def test_who_comes_back_finds_python_gathered(host: Hostile, launch: Launch, saving: bool) -> None:
    context = launch()
    page = read(context, host, HOME["en"])
    assert pythons(page) == [], "a first visit gathers nothing before a hand comes near"
    go_live(demo_on(page, "slope"))
    has(page, "pyodide.asm.mjs", "pyodide.asm.wasm", "library.packed", ".whl")
    page.close()
    if saving:
        context.add_init_script(
            "Object.defineProperty(NetworkInformation.prototype, 'saveData', { value: true })"
        )
    page = read(context, host, HOME["en"])
    for _ in range(30 if saving else 600):
        page.wait_for_timeout(50)
        if pythons(page):
            break
    assert len(pythons(page)) == (0 if saving else 1), "look in site_src/browser/likely.js and runtime.js"
    assert state(demo_on(page, "slope")) == "static"
    if saving:
        return
    assert pythons(page)[0].evaluate("typeof python") == "undefined", "it is gathered, and not started"
    host.asked.clear()
    go_live(demo_on(page, "slope"))
    assert len(pythons(page)) == 1
    assert not [path for path in host.asked if "/pyodide/" in path], "all of it was here"


def test_only_its_own_requests_pass_through_the_worker(host: Hostile, launch: Launch) -> None:
    page = read(launch(), host, HOME["en"])
    page.reload()
    has(page, "search/search_index.json")  # the last that a page asks of its own accord
    asked = """async ([address, options]) => {
      const answer = await fetch(address, options).catch(String);
      return answer.status ? [answer.status, (await answer.text()).length, answer.headers.get("content-range")] : answer;
    }"""
    style = f"{host.address}{BELOW}/assets/look.css"
    size = len((host.folder / "knobs/assets/look.css").read_bytes())
    host.asked.clear()
    assert page.evaluate(asked, [f"{style}?x=1#y", {}])[0] == 200
    assert host.asked == [], "the query is nothing to a file"
    ranged = page.evaluate(asked, [style, {"headers": {"range": "bytes=10-19"}}])
    assert ranged == [206, 10, f"bytes 10-19/{size}"]
    assert page.evaluate(asked, [style, {"headers": {"range": f"bytes={size}-"}}])[0] == 416
    assert page.evaluate(asked, [style, {"method": "HEAD"}])[0] == 200
    assert page.evaluate(asked, [style, {"method": "POST"}])[0] == 501
    assert page.evaluate(asked, [f"{host.address}/elsewhere", {}])[0] == 404
    assert page.evaluate(asked, [f"{host.address}{BELOW}/sitemap.xml", {}])[0] == 200
    assert [path for path in host.asked if path != f"{BELOW}/assets/look.css"] == [
        "/elsewhere",
        f"{BELOW}/sitemap.xml",
    ]


def test_workers_are_answered_from_what_is_kept(
    host: Hostile, playwright: Playwright, tmp_path: Path
) -> None:
    context = playwright.chromium.launch_persistent_context(
        tmp_path / "free", executable_path=CHROMIUM, args=ARGUMENTS, bypass_csp=True
    )
    page = read(context, host, HOME["en"])
    page.reload()
    host.stop()
    module = """async (address) => {
      const code = `import "${address}"; postMessage((await fetch("${address}")).status)`;
      const worker = new Worker(URL.createObjectURL(new Blob([code], { type: "text/javascript" })), { type: "module" });
      return new Promise((resolve) => {
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = () => resolve("failed");
      });
    }"""
    assert page.evaluate(module, f"{host.address}{BELOW}/assets/runtime.js") == 200
    context.close()


# ---- All of it ------------------------------------------------------------------------------------------------


def test_the_whole_site_is_kept(host: Hostile, launch: Launch, lang: str, site_dir: Path) -> None:
    context = launch()
    page = read(context, host, f"{HOME[lang]}about/")
    settled(page)
    total = sum(file.stat().st_size for file in offline.files(site_dir).values())
    words = f"{total / 1e6:.1f}".replace(".", "." if lang == "en" else ",")
    assert f"{words} MB" in control(page)
    assert page.locator("knob-keep progress").is_hidden()
    page.evaluate(
        """() => {
             window.values = [];
             window.said = [];
             const progress = document.querySelector("knob-keep progress");
             new MutationObserver(() => values.push(progress.value)).observe(progress, { attributes: true });
             const status = document.querySelector("knob-keep [role=status]");
             new MutationObserver(() => said.push(status.textContent)).observe(status, { childList: true });
           }"""
    )
    page.get_by_role("button", name=keep.TITLE[lang], exact=True).click()
    settled(page)
    assert keep.WHOLE["yes"][lang] in control(page)
    assert keep.SAYS["whole"].fill(total=words)[lang] in control(page)
    values = page.evaluate("values")
    assert values == sorted(values)
    assert values[-1] == total, "what came in and what the list says differ"
    assert len(set(values)) > 20
    assert 3 <= len(page.evaluate("said")) <= 12, "a screen reader hears a few sentences, not all bytes"
    host.stop()
    context = launch()
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(f"{page.url}: {message.text}"))
    page.on(
        "requestfailed", lambda request: wrong.append(f"{page.url} lacks {request.url}, {request.failure}")
    )
    pages = [path for path in addresses(site_dir, lang) if path.endswith("/")]
    assert len(pages) > 10
    for path in pages:  # those of the other language, when this is run for that
        answer = page.goto(f"{host.address}{BELOW}{path}")
        assert answer and answer.status == 200, page.url
    page.goto(host.address + HOME[lang] + CHAPTER)
    page.locator(".md-search__input").click()
    page.keyboard.type("parameter")
    page.locator(".md-search-result__item").first.wait_for()
    go_live(demo_on(page, "line"))
    assert python(page, "import colorsys\nsaid = colorsys.rgb_to_hls(1, 0, 0)") == "(0.0, 0.5, 1.0)"
    lacking = [told for told in wrong if not told.endswith("net::ERR_ABORTED")]  # by going to the next page
    assert not lacking, "\n".join(lacking)


def test_the_zip_works_in_any_folder(host: Hostile, launch: Launch, site_dir: Path, tmp_path: Path) -> None:
    offline.write_archive(site_dir, tmp_path / "knobs.zip")
    shutil.unpack_archive(tmp_path / "knobs.zip", host.folder / "some/folder")
    page = launch().new_page()
    page.goto(f"{host.address}/some/folder/nl/")
    has(page, "/some/folder/nl/")
    go_live(demo_on(page, "slope"))
    page.reload()
    assert page.evaluate(CONTROLLED)


def test_what_is_kept_can_be_removed(host: Hostile, launch: Launch) -> None:
    context = launch()
    page = read(context, host, f"{HOME['en']}about/")
    settled(page)
    page.get_by_role("button", name=keep.TITLE["en"], exact=True).click()
    settled(page)
    page.get_by_role("button", name=keep.ACTIONS["remove"]["en"]).click()
    page.wait_for_function("() => document.querySelector('knob-keep [data-action=keep]').checkVisibility()")
    kept = page.evaluate(KEPT)
    assert f"{host.address}{BELOW}/about/" in kept
    assert f"{host.address}{BELOW}/assets/look.css" in kept
    assert not [url for url in kept if "pyodide" in url or "/nl/" in url]
    host.stop()
    assert page.reload().status == 200
    assert page.goto(host.address + HOME["nl"]).status == 503


def test_a_lost_connection_and_a_second_try(host: Hostile, launch: Launch, lang: str) -> None:
    page = read(launch(), host, f"{HOME[lang]}about/")
    settled(page)
    host.trouble["*/pyodide.asm.wasm"] = "cut"
    page.get_by_role("button", name=keep.TITLE[lang], exact=True).click()
    settled(page)
    shown = page.locator("knob-keep")
    assert state(shown) == "failed"
    assert keep.REASONS["network"][lang] in control(page)
    before = set(page.evaluate(KEPT))
    assert before
    host.stop()
    page.get_by_role("button", name=LABELS["retry"][lang]).click()
    page.wait_for_function("() => document.querySelector('knob-keep').dataset.state === 'failed'")
    assert keep.REASONS["network"][lang] in control(page)
    host.trouble.clear()
    host.asked.clear()
    host.start()
    page.get_by_role("button", name=LABELS["retry"][lang]).click()
    settled(page)
    assert state(shown) == "live", control(page)
    assert keep.WHOLE["yes"][lang] in control(page)
    again = {f"{host.address}{path}" for path in host.asked if not path.endswith(offline.WORKER)}
    assert not before & again, "what was here is fetched once more"


def test_keeping_can_be_stopped(host: Hostile, launch: Launch) -> None:
    page = read(launch(), host, f"{HOME['en']}about/")
    settled(page)
    page.evaluate(
        """() => {
             const shown = document.querySelector("knob-keep");
             new MutationObserver(() => shown.dataset.state === "busy" && shown.querySelector("progress").value > 4e6 &&
               shown.querySelector("[data-action=stop]").click()).observe(shown, { attributes: true, subtree: true });
             shown.querySelector("[data-action=keep]").click();
           }"""
    )
    settled(page)
    assert state(page.locator("knob-keep")) == "live"
    assert keep.WHOLE["no"]["en"] in control(page)
    assert page.get_by_role("button", name=keep.TITLE["en"], exact=True).is_visible()


def test_a_full_device(host: Hostile, launch: Launch, lang: str) -> None:
    context = launch()
    page = read(context, host, f"{HOME[lang]}about/")
    settled(page)
    tools = context.new_cdp_session(page)
    tools.send("Storage.overrideQuotaForOrigin", {"origin": host.address, "quotaSize": 4_000_000})
    page.get_by_role("button", name=keep.TITLE[lang], exact=True).click()
    settled(page)
    assert state(page.locator("knob-keep")) == "failed"
    assert keep.REASONS["full"][lang] in control(page)
    page.goto(host.address + HOME[lang])
    go_live(demo_on(page, "slope"))
    tools.send("Storage.overrideQuotaForOrigin", {"origin": host.address})


UNPACKED = 1_600_000_000


# ---- A new version ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def versions(site_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Two versions of the site that say so in each page, in a script, and in what Python loads later."""
    made = {name: tmp_path_factory.mktemp(name) / "site" for name in "AB"}
    for name, site in made.items():
        shutil.copytree(site_dir, site, copy_function=os.link)
        for file in site.rglob("*.html"):
            change(file, file.read_bytes().replace(b"<html ", f'<html data-version="{name}" '.encode(), 1))
        script = site / "assets/knob-demo.js"
        change(
            script, script.read_bytes() + f'\ndocument.documentElement.dataset.script = "{name}";\n'.encode()
        )
        rest = site / "pyodide/library-rest.zip"
        data = rest.read_bytes()
        change(rest, data)
        with zipfile.ZipFile(rest, "a") as archive:
            archive.writestr("version.txt", name)
        (site / offline.WORKER).unlink()
        offline.write(site)
        date(site / offline.WORKER, UNPACKED + ord(name))
    return made


def change(file: Path, data: bytes) -> None:
    file.unlink()  # it is a link to the site's own
    file.write_bytes(data)
    date(file, UNPACKED)  # the same in both versions: the host says "not modified" to whoever goes by dates


def date(file: Path, seconds: int) -> None:
    os.utime(file, (seconds, seconds))


def versions_of(page: Page) -> str:
    """The version of a page and of its script; a page that is being loaded says nothing yet."""
    page.wait_for_function("() => document.documentElement.dataset.script")
    return page.evaluate(
        "() => document.documentElement.dataset.version + document.documentElement.dataset.script"
    )


REST = (
    "import colorsys, zipfile\nsaid = zipfile.ZipFile('/lib/library-rest.zip').read('version.txt').decode()"
)
REST_OR_NOT = (
    f"try:\n  {REST.replace(chr(10), chr(10) + '  ')}\nexcept ImportError as error:\n  said = 'refused'"
)


def test_versions_are_never_mixed(host: Hostile, launch: Launch, versions: dict[str, Path]) -> None:
    put(host, versions["A"])
    context = launch()
    read(context, host, HOME["en"]).close()
    old = read(context, host, HOME["en"])
    assert old.evaluate(CONTROLLED)
    assert versions_of(old) == "AA"
    put(host, versions["B"])

    # What is kept is of the old version, what is not kept comes from the new one: whole pages, either way.
    visited, other = context.new_page(), context.new_page()
    visited.goto(host.address + HOME["en"])
    assert versions_of(visited) == "AA"
    other.goto(host.address + HOME["en"] + CHAPTER)
    assert versions_of(other) == "BB"
    old.wait_for_function(OFFERED)
    other.wait_for_function(OFFERED)

    # Python's files are the same in both, but for the part that is loaded later.
    go_live(demo_on(old, "slope"))
    assert python(old, REST_OR_NOT) == "refused"
    go_live(demo_on(other, "line"))
    assert python(other, REST_OR_NOT) in ("B", "refused")

    # One reader's yes; the pages in other tabs get nothing more, and are offered the new version too.
    visited.get_by_text("Load the new version").click()
    visited.wait_for_function("() => document.documentElement.dataset.version === 'B'")
    assert versions_of(visited) == "BB"
    assert not visited.evaluate(OFFERED)
    old.wait_for_function(OFFERED)
    asked = "async (address) => (await fetch(address)).status"
    assert old.evaluate(asked, f"{host.address}{BELOW}/assets/knob-demo.js") == 409
    assert visited.evaluate(asked, f"{host.address}{BELOW}/assets/knob-demo.js") == 200
    assert len(visited.evaluate("() => caches.keys()")) == 1, "the old version is still kept"
    old.get_by_text("Load the new version").click()
    old.wait_for_function("() => document.documentElement.dataset.version === 'B'")
    assert versions_of(old) == "BB"
    go_live(demo_on(old, "slope"))
    assert python(old, REST) == "B"

    # The browser has Python's files already: the new version took them along.
    host.stop()
    page = launch().new_page()
    page.goto(host.address + HOME["en"])
    assert versions_of(page) == "BB"
    go_live(demo_on(page, "slope"))


def test_a_page_of_the_new_version_stays_with_it_while_the_worker_rests(
    host: Hostile, launch: Launch, versions: dict[str, Path]
) -> None:
    put(host, versions["A"])
    context = launch()
    read(context, host, HOME["en"]).close()
    read(context, host, HOME["en"]).close()
    put(host, versions["B"])
    page = context.new_page()
    page.goto(host.address + HOME["en"] + CHAPTER)
    assert versions_of(page) == "BB"
    tools = context.new_cdp_session(page)
    tools.send("ServiceWorker.enable")
    tools.send("ServiceWorker.stopAllWorkers")  # it forgets all that it did not write down
    text = "async (address) => (await fetch(address)).text()"
    assert page.evaluate(text, f"{host.address}{BELOW}/assets/knob-demo.js").endswith('script = "B";\n')
    go_live(demo_on(page, "line"))
    assert python(page, REST) == "B"


def test_the_whole_site_stays_whole(host: Hostile, launch: Launch, versions: dict[str, Path]) -> None:
    put(host, versions["A"])
    context = launch()
    page = read(context, host, f"{HOME['nl']}about/")
    settled(page)
    page.get_by_role("button", name=keep.TITLE["nl"], exact=True).click()
    settled(page)
    page.reload()
    put(host, versions["B"])
    host.asked.clear()
    page.evaluate("async () => (await navigator.serviceWorker.ready).update()")
    page.wait_for_function(OFFERED)
    fetched = {Path(path).name for path in host.asked}
    assert "library-rest.zip" in fetched
    assert "pyodide.asm.wasm" not in fetched, "what did not change is fetched once more"
    host.stop()
    page.get_by_text("Laad de nieuwe versie").click()
    page.wait_for_function("() => document.documentElement.dataset.version === 'B'")
    settled(page)
    assert keep.WHOLE["yes"]["nl"] in control(page)
    page.goto(host.address + HOME["nl"] + CHAPTER)
    assert versions_of(page) == "BB"
    go_live(demo_on(page, "line"))
    assert python(page, REST) == "B"


def test_a_site_that_is_renewed_while_it_is_being_kept(
    host: Hostile, launch: Launch, versions: dict[str, Path]
) -> None:
    put(host, versions["A"])
    page = read(launch(), host, f"{HOME['en']}about/")
    settled(page)
    put(host, versions["B"])
    date(versions["B"] / offline.WORKER, UNPACKED)  # older than that of A: the host has "no newer one"
    page.get_by_role("button", name=keep.TITLE["en"], exact=True).click()
    settled(page)
    assert state(page.locator("knob-keep")) == "failed"
    assert keep.REASONS["renewed"]["en"] in control(page)


def test_an_author_sees_no_old_page(
    host: Hostile, launch: Launch, versions: dict[str, Path], tmp_path: Path
) -> None:
    put(host, versions["A"])
    context = launch()
    read(context, host, HOME["en"]).close()
    page = read(context, host, HOME["en"])
    served = tmp_path / "served"  # as `mkdocs serve` has it
    shutil.copytree(versions["B"], served)
    (served / offline.WORKER).write_text(offline.no_worker(), "utf-8")
    for file in served.rglob("*.html"):
        file.write_text(re.sub(r' data-worker="[^"]*"', "", file.read_text("utf-8")), "utf-8")
    put(host, served)
    page.reload()
    page.wait_for_function("() => document.documentElement.dataset.version === 'B'")
    page.goto(host.address + HOME["en"] + "about/")
    settled(page)
    assert keep.REASONS["unpublished"]["en"] in control(page)
    assert page.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length") == 0
    assert page.evaluate("async () => (await caches.keys()).length") == 0


# ---- Where nothing can be kept ------------------------------------------------------------------------------------

NOWHERE = {
    "insecure": "Object.defineProperty(window, 'isSecureContext', { value: false })",
    "unsupported": "Object.defineProperty(navigator, 'serviceWorker', { value: undefined })",
    "blocked": "CacheStorage.prototype.keys = () => Promise.reject(new DOMException('no', 'SecurityError'))",
}


@pytest.mark.parametrize("why", NOWHERE)
def test_the_control_says_why_nothing_can_be_kept(visit: Visit, address: str, lang: str, why: str) -> None:
    page = visit("/404.html", service_workers="allow")
    page.context.add_init_script(NOWHERE[why])
    page.goto(f"{address}{'/nl' if lang == 'nl' else ''}/about/")
    settled(page)
    assert keep.REASONS[why][lang] in control(page)
    assert page.get_by_role("button", name=keep.TITLE[lang], exact=True).is_hidden()
    assert page.get_by_role("button", name=LABELS["retry"][lang]).is_visible() == (why == "blocked")


def test_without_scripts_the_control_says_what_it_needs(visit: Visit, lang: str) -> None:
    page = visit(f"{'/nl' if lang == 'nl' else ''}/about/", java_script_enabled=False)
    shown = page.locator("knob-keep")
    assert keep.NO_SCRIPT[lang] in shown.inner_text()
    for part in shown.locator("button, progress, .k-state").all():
        assert part.is_hidden()


def test_the_worker_breaks_no_rule_of_the_page(visit: Visit, lang: str) -> None:
    page = visit(HOME[lang].removeprefix(BELOW), service_workers="allow")
    has(page, "assets/look.css", "assets/offline.js")
    page.reload()
    assert page.evaluate(CONTROLLED)
    go_live(demo_on(page, "slope"))
