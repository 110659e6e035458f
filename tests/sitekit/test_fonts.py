"""The fonts that pages load say all that they said, in letters of the same widths and in fewer bytes."""

import pytest
from fontTools.ttLib import TTFont
from sitekit import fonts
from sitekit.runtime import ROOT, font_files

FILE = "look in site_src/sitekit/fonts.py"
FILES = font_files()
NEEDED = {"kern", "lnum", "tnum"}  # what look.css and every browser ask for


def features(font: TTFont) -> set[str]:
    return {
        record.FeatureTag
        for name in ("GSUB", "GPOS")
        for record in font[name].table.FeatureList.FeatureRecord
    }


@pytest.mark.parametrize("name", sorted(filter(fonts.is_slimmed, FILES)))
def test_every_letter_is_there_and_as_wide_as_it_was(name):
    source = fonts.installed(name, ROOT / "node_modules")
    with TTFont(source) as before, TTFont(FILES[name]) as after:
        letters = before.getBestCmap()
        assert after.getBestCmap().keys() == letters.keys(), f"{name} lost letters: {FILE}"
        for letter, glyph in after.getBestCmap().items():
            assert after["hmtx"][glyph] == before["hmtx"][letters[letter]], f"{name}, {chr(letter)}: {FILE}"
        assert features(before) & NEEDED == features(after) & NEEDED, FILE
        assert features(after) <= set(fonts.FEATURES), FILE


def test_that_is_a_third_less():
    slimmed = {name: file for name, file in FILES.items() if fonts.is_slimmed(name)}
    before = sum(fonts.installed(name, ROOT / "node_modules").stat().st_size for name in slimmed)
    assert sum(file.stat().st_size for file in slimmed.values()) < 2 / 3 * before, FILE


def test_styles_ask_for_every_font_by_its_file():
    assert set(FILES) == set(fonts.named((ROOT / "site_src/browser").glob("*.css"))), FILE
    assert any(not fonts.is_slimmed(name) for name in FILES), "STIX comes as it is"
