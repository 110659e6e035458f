"""The pictures that other programs show beside a link to this site, one for each language, its icon without SVG, and
the picture of the first page in README.md.

    python -m tests.browser.cards site/      writes them into site_src/theme/assets, from a built site with its fonts

They are drawn with our own views, on paper of their own, so that they look the same in a light program and a dark one.
A picture keeps the heading that it shows: test_cards.py tells when the home page has another one.
"""

import struct
import sys
import zlib
from pathlib import Path

from knobs.demos.turn_one import SUM, GoesOn, scene, turned
from knobs.pocket.heard import WORDS, leader
from knobs.pocket.turned import FARTHEST
from knobs.text import LANGUAGES, Text
from knobs.views import dial
from playwright.sync_api import Page, sync_playwright
from sitekit.sources import Source

from .conftest import CHROMIUM
from .engines.chromium import ARGUMENTS
from .serving import serve

ROOT = Path(__file__).resolve().parents[2]
ASSETS = ROOT / "site_src/theme/assets"
WIDE, HIGH = 1200, 630  # https://ogp.me has no size; this one is never cut off
ICONS = {"favicon.png": 48, "apple-touch-icon.png": 180}
TURN = -1.5  # of the knob on the home page: the sum has another answer there
PREVIEW = "preview.png"  # of the README
NAMES = Text(en="Knobs", nl="Draaiknoppen")
STYLE = """
body { margin: 0; display: grid; grid-template-columns: 1fr 400px; gap: 0 56px; box-sizing: border-box; width: 1200px;
  height: 630px; padding: 56px 64px; border-top: 12px solid var(--ink); background: var(--paper); overflow: hidden; }
header { grid-column: 1 / -1; display: flex; align-items: center; gap: 18px; font: 600 40px/1 var(--sans); }
header svg { width: 48px; height: 48px; }
h1 { margin: 0; align-self: center; font: 600 62px/1.08 var(--sans); letter-spacing: -.02em; color: var(--ink);
  text-wrap: balance; }
.k-dial { max-width: none; align-self: center; }
.k-goes-on { grid-column: 1 / -1; font: 400 44px/1.2 var(--serif); }
.k-goes-on__word { font-size: 52px; }
"""
MARK = (
    '<svg viewBox="0 0 32 32"><circle class="k-fill-param" cx="16" cy="16" r="15"/>'
    '<path class="k-notch" style="stroke-width: 3.4" d="M16 16V3" transform="rotate({turn} 16 16)"/></svg>'
)


def heading(lang: str) -> str:
    """What the card says: the first heading of the home page."""
    return Source(ROOT / "docs" / lang / "index.md", lang, "index.md").title


def card(lang: str) -> str:
    mark = MARK.format(turn=-40 if lang == "nl" else 40)
    shown = scene(lang)
    word = WORDS[leader(turned(shown.prompt, shown.cell, TURN).spread)]
    answer = GoesOn(SUM[lang], word, word).html(lang)
    return (
        f"<header>{mark}{NAMES[lang]}</header><h1>{heading(lang)}</h1>"
        f"{dial(TURN, -FARTHEST, FARTHEST)}{answer}"
    )


def named(png: bytes, title: str) -> bytes:
    """The picture with its title in it: a chunk iTXt after the first one, IHDR (PNG, third edition, 11.3.3.4)."""
    kind, content = b"iTXt", b"Title\0\0\0\0\0" + title.encode()
    chunk = struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
    first = 8 + 4 + 4 + 13 + 4  # signature, and the whole of IHDR
    return png[:first] + chunk + png[first:]


def draw(page: Page, address: str) -> None:
    for lang in LANGUAGES:
        page.goto(f"{address}/{'' if lang == 'en' else f'{lang}/'}")
        page.evaluate("html => { document.body.innerHTML = html; }", card(lang))
        page.add_style_tag(content=STYLE)
        page.evaluate("document.fonts.ready")
        (ASSETS / f"card-{lang}.png").write_bytes(named(page.screenshot(), heading(lang)))
    page.goto(address)
    page.locator("knob-demo input").first.fill(str(TURN))
    page.wait_for_selector("knob-demo[data-state=live]", timeout=60_000)
    (ASSETS / PREVIEW).write_bytes(named(page.screenshot(), heading("en")))
    svg = (ASSETS / "favicon.svg").read_text("utf-8")
    for name, size in ICONS.items():
        page.set_viewport_size({"width": size, "height": size})
        paper = (
            "#fcfcfa" if name.startswith("apple") else "transparent"
        )  # there, what is not painted becomes black
        pad = round(size * 0.1) if name.startswith("apple") else 0
        page.set_content(
            f"<style>body {{ margin: {pad}px; background: {paper} }} svg {{ display: block }}</style>{svg}"
        )
        (ASSETS / name).write_bytes(page.screenshot(omit_background=True))


def main(site: str) -> None:
    with serve(Path(site)) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page(viewport={"width": WIDE, "height": HIGH}, bypass_csp=True)
        page.emulate_media(color_scheme="light")
        draw(page, address)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
