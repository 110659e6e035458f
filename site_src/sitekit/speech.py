"""Words of vocabulary.toml, spoken: a short clip of each, made by rule, not by a person.

    make speech        writes site_src/theme/assets/speech/ again, after a change to a word

knob-word.js plays a clip where a reader's own device has no voice for the language. Dutch words are spoken that have
`ipa`: espeak-ng says just that, stress included. From their spelling it would get loans wrong; it does so only for the
few words of the Dutch corner, where what it makes of them was checked (`espeak-ng -v nl -x WORD`). Those are spoken in
both languages. lame makes an MP3, which every browser plays.
The clips are committed, so nobody needs either program (Debian: apt-get install espeak-ng lame) to build the site.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from knobs.text import LANGUAGES, DemoError
from knobs.vocabulary import Word, words

FOLDER = Path(__file__).parents[1] / "theme/assets/speech"
VOICES = {"en": "en-us", "nl": "nl"}
SPEED = 130  # words a minute; 175 is usual
# The sounds of Dutch -> what espeak-ng calls them; see `espeak-ng -v nl -x WORD`.
SOUNDS = {"(": "", ")": "", "ˈ": "'", "ˌ": ","} | {letter: letter for letter in "pbtdkfvszxmnlrjiyu "}
MARKS = "ɡ=g ɣ=Q ɦ=h ʃ=S ʒ=Z ŋ=N ʋ=v# ɪ=I ɛ=E ɑ=A ɔ=O ʏ=8 ə=@ eː=e: øː=Y: oː=o: aː=a: ɛː=E uː=u yː=y ɛi=EI œy=Wy ɑu=VU"
SOUNDS |= dict(pair.split("=") for pair in MARKS.split())
# From its spelling, it would have another stress.
READ_WRONG = {"artificial-intelligence": "k8nst'ma:t@Q@ ,IntEli'QEntsi"}
SOUND = re.compile("|".join(map(re.escape, sorted(SOUNDS, key=len, reverse=True))))


def spoken() -> Iterator[tuple[Word, str]]:
    """Each word that is spoken, with the language."""
    for word in words().values():
        yield from ((word, lang) for lang in LANGUAGES if clip(word, lang))


def clip(word: Word, lang: str) -> str:
    """The name of its file; empty where there is none."""
    return f"{lang}-{word.key}.mp3" if word.corner or (lang == "nl" and word.ipa) else ""


def script(word: Word, lang: str) -> str:
    """What espeak-ng is given: sounds between [[ and ]], or the spelling."""
    if lang == "nl" and word.key in READ_WRONG:
        return f"[[{READ_WRONG[word.key]}]]"
    return f"[[{phonemes(word.ipa)}]]" if lang == "nl" and word.ipa else word[lang]


def phonemes(ipa: str) -> str:
    """Dutch in IPA as espeak-ng writes it. Raises DemoError for a sound that it has no name for."""
    if rest := SOUND.sub("", ipa):
        raise DemoError(f"site_src/sitekit/speech.py has no name for {rest!r} in /{ipa}/; add it to SOUNDS")
    return SOUND.sub(lambda found: SOUNDS[found[0]], ipa)


def write(folder: Path) -> None:
    """Every clip anew, and away with what is no clip any more."""
    for old in folder.glob("*.mp3"):
        old.unlink()
    for word, lang in spoken():
        say = ["espeak-ng", "-v", VOICES[lang], "-s", str(SPEED), "--stdout", script(word, lang)]
        wave = subprocess.run(say, check=True, capture_output=True).stdout
        pack = ["lame", "--quiet", "-m", "m", "-b", "24", "-", str(folder / clip(word, lang))]
        subprocess.run(pack, check=True, input=wave)


def main() -> int:
    missing = [program for program in ("espeak-ng", "lame") if not shutil.which(program)]
    if missing:
        print(f"{' and '.join(missing)} not found: apt-get install espeak-ng lame", file=sys.stderr)
        return 2
    write(FOLDER)
    size = sum(file.stat().st_size for file in FOLDER.glob("*.mp3"))
    print(f"{len(list(FOLDER.glob('*.mp3')))} clips, {size / 1000:.0f} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
