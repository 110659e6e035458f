"""The pictures beside a link are those of today's home page, and of a size that other programs take."""

import struct
from xml.etree import ElementTree

import pytest
from knobs.text import LANGUAGES

from .cards import ASSETS, HIGH, ICONS, PREVIEW, WIDE, heading

RUN = "run python -m tests.browser.cards site/ once more, after make site"


def chunks(png: bytes) -> dict[str, bytes]:
    """The first chunk of each kind (PNG, third edition, 5.3)."""
    found, at = {}, 8
    while at < len(png):
        length, kind = struct.unpack_from(">I4s", png, at)
        found.setdefault(kind.decode(), png[at + 8 : at + 8 + length])
        at += 12 + length
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_card_shows_the_heading_of_the_home_page(lang: str) -> None:
    png = (ASSETS / f"card-{lang}.png").read_bytes()
    found = chunks(png)
    assert struct.unpack(">II", found["IHDR"][:8]) == (WIDE, HIGH), RUN
    assert found["iTXt"] == b"Title\0\0\0\0\0" + heading(lang).encode(), RUN
    assert len(png) < 100_000, "some programs wait for no more"


def test_the_picture_in_the_readme_is_of_the_first_page() -> None:
    found = chunks((ASSETS / PREVIEW).read_bytes())
    assert found["iTXt"] == b"Title\0\0\0\0\0" + heading("en").encode(), RUN


@pytest.mark.parametrize("name", ICONS)
def test_an_icon_is_square(name: str) -> None:
    found = chunks((ASSETS / name).read_bytes())
    assert struct.unpack(">II", found["IHDR"][:8]) == (ICONS[name], ICONS[name]), RUN


def test_the_icon_can_be_seen_on_a_light_tab_and_a_dark_one() -> None:
    """The knob against Chromium's tabs, light and dark: at least 3 to 1, as WCAG asks of graphics."""
    circle = ElementTree.parse(ASSETS / "favicon.svg").getroot()[0]
    knob = luminance(circle.attrib["fill"])
    for tab in ("#ffffff", "#202124"):
        light, dark = sorted((knob, luminance(tab)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 3, f"{circle.attrib['fill']} on {tab}"


def luminance(color: str) -> float:
    """https://www.w3.org/TR/WCAG22/#dfn-relative-luminance"""
    parts = (int(color[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
