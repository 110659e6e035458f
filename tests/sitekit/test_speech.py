"""The spoken words: a small clip for each, none too many, and what the program is given is what `ipa` says."""

import re

import pytest
from knobs.text import LANGUAGES, DemoError
from knobs.vocabulary import words
from sitekit.speech import FOLDER, clip, main, phonemes, script, spoken

AGAIN = "run `make speech`"
ALL = 600_000  # bytes: what a reader who keeps the site for offline use gives for them


def test_every_word_that_is_spoken_has_its_clip_and_no_other_is_there():
    wanted = {clip(word, lang) for word, lang in spoken()}
    there = {file.name for file in FOLDER.glob("*.mp3")}
    assert there == wanted, f"{sorted(there ^ wanted)}: {AGAIN}"
    assert {word.key for word, lang in spoken() if lang == "nl"} >= {
        word.key for word in words().values() if word.ipa
    }
    for lang in LANGUAGES:
        assert all(clip(word, lang) for word in words().values() if word.corner), AGAIN


def test_clips_are_small_and_what_they_say_they_are():
    files = sorted(FOLDER.glob("*.mp3"))
    assert sum(file.stat().st_size for file in files) < ALL, AGAIN
    for file in files:
        data = file.read_bytes()
        # ISO/IEC 13818-3: eleven bits of ones, then MPEG 2, layer III.
        assert data[0] == 0xFF and data[1] & 0b1111_1110 == 0b1111_0010, f"{file.name}: {AGAIN}"
        seconds = len(data) * 8 / 24_000
        assert 0.4 < seconds < 3.5, f"{file.name} lasts {seconds:.1f} s: {AGAIN}"


def test_it_is_told_how_they_were_made():
    about = (FOLDER / "about.txt").read_text("utf-8")
    for told in ("make speech", "espeak-ng 1.51", "lame 3.100", "GNU General Public License", "CC BY 4.0"):
        assert told in about


@pytest.mark.parametrize(
    ("ipa", "given"),
    [
        ("ɣəˈʋɪxt", "Q@'v#Ixt"),
        ("ˈœytfuːr", "'Wytfur"),
        ("ˈɣɛlt ˈleːrˌsnɛlɦɛit", "'QElt 'le:r,snElhEIt"),
        ("ˈreːkə(n)ˌkrɑxt", "'re:k@n,krAxt"),
    ],
)
def test_sounds_have_names(ipa, given):
    assert phonemes(ipa) == given, "look in site_src/sitekit/speech.py: SOUNDS"


def test_each_word_is_given_by_its_sounds_where_it_has_them():
    told = words()
    assert script(told["weight"], "nl") == "[[Q@'v#Ixt]]" and script(told["weight"], "en") == "weight"
    assert script(told["knob"], "nl") == "draaiknop"
    for word, lang in spoken():
        assert not re.search(r"[^ -~]", script(word, lang)) or not word.ipa, (
            f"{word.key}: a sound without a name"
        )
    with pytest.raises(DemoError, match="has no name for 'θ' in /θɪŋ/; add it to SOUNDS"):
        phonemes("θɪŋ")


def test_without_the_programs_it_says_what_to_install(monkeypatch, capsys):
    monkeypatch.setenv("PATH", "")
    assert main() == 2
    assert "espeak-ng and lame not found: apt-get install espeak-ng lame" in capsys.readouterr().err
