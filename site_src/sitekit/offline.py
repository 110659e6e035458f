"""The site without a network: service-worker.js, written last, knows every file of the site by its hash.

    python -m sitekit.offline site/              writes site/service-worker.js again, after a change by hand
    python -m sitekit.offline site/ knobs.zip    the same, and the site as one file for any static server

A file is "of this version" if its bytes are. The version's name follows from the hashes, so that equal sites have
equal names wherever and whenever they are built.
"""

import json
import os
import re
import sys
import time
from fnmatch import fnmatch
from pathlib import Path

from knobs.markup import Markup, tag
from knobs.text import LANGUAGES, Text

from .packing import EPOCH, digest, write_zip
from .policy import with_policy

WORKER = "service-worker.js"
SOURCE = Path(__file__).parents[1] / "browser" / WORKER
LUNR = "assets/javascripts/lunr/"  # Material publishes every language of its search
SPOKEN = ("stemmer.support", "multi", *LANGUAGES)
# By no reader. Cards are shown by other programs, which fetch them themselves.
UNREAD = (WORKER, "*.map", "*.gz", "sitemap.xml", "assets/preview.png", "assets/card-??.png", "*/.*", ".*")
STYLESHEET = re.compile(r'<link rel="stylesheet" href="([^"]+)">')


def files(site: Path) -> dict[str, Path]:
    """Path below the site's root -> file, for all that a reader may need; sorted."""
    found = {file.relative_to(site).as_posix(): file for file in site.rglob("*") if file.is_file()}
    return {path: found[path] for path in sorted(found) if _is_read(path)}


def _is_read(path: str) -> bool:
    if path.startswith(LUNR):
        return path in {f"{LUNR}min/lunr.{name}.min.js" for name in SPOKEN}
    return not any(fnmatch(path, pattern) for pattern in UNREAD)


def worker(site: Path) -> str:
    """The script of the service worker for a finished site."""
    listed: dict[str, tuple[int, str]] = {}
    for path, file in files(site).items():
        data = file.read_bytes()
        listed[path] = (len(data), digest(data))
    pages = {lang: absent(site, lang) for lang in LANGUAGES}
    told = json.dumps([listed, pages], sort_keys=True) + SOURCE.read_text("utf-8")
    return _script(digest(told.encode()), listed, pages)


def no_worker() -> str:
    """The script for `mkdocs serve`: it has no version, and a browser that kept a built site loses that one's."""
    return _script("", {}, {})


def _script(version: str, listed: dict[str, tuple[int, str]], pages: dict[str, str]) -> str:
    lines = ",\n".join(f"{json.dumps(path)}: {json.dumps(told)}" for path, told in listed.items())
    constants = (
        f"const VERSION = {json.dumps(version)};\n"
        f"const FILES = {{\n{lines}\n}};\n"
        f"const PAGES = {json.dumps(pages, ensure_ascii=False, indent=1)};\n\n"
    )
    return constants + SOURCE.read_text("utf-8")


def write(site: Path) -> None:
    (site / WORKER).write_text(worker(site), "utf-8")


def write_archive(site: Path, archive: Path) -> None:
    """The site in one zip. Equal sites give equal bytes.

    The files are dated, for servers that go by dates: SOURCE_DATE_EPOCH if it is set, as reproducible builds do.
    """
    seconds = os.environ.get("SOURCE_DATE_EPOCH")
    date = time.gmtime(int(seconds))[:6] if seconds else EPOCH
    members = {path: file.read_bytes() for path, file in files(site).items()}
    write_zip(archive, members | {WORKER: (site / WORKER).read_bytes()}, date)


def absent(site: Path, lang: str) -> str:
    """The page for an address that is neither on the device nor to be had. ROOT/ stands for the site's address."""
    home = "" if lang == LANGUAGES[0] else f"{lang}/"
    styles = STYLESHEET.findall((site / home / "index.html").read_text("utf-8"))
    paths = [(site / home / style).resolve().relative_to(site.resolve()).as_posix() for style in styles]
    dark = 'matchMedia("(prefers-color-scheme: dark)").matches&&(document.body.dataset.mdColorScheme="slate")'
    head = [
        Markup('<meta charset="utf-8">'),
        Markup('<meta name="viewport" content="width=device-width,initial-scale=1">'),
        tag("title", TITLE[lang]),
        *(Markup(f'<link rel="stylesheet" href="ROOT/{path}">') for path in paths),
    ]
    body = tag(
        "main",
        tag("header", tag("div", tag("h1", TITLE[lang])), class_="k-chapter"),
        tag("p", SENTENCE[lang]),
        tag(
            "p",
            tag("a", AGAIN[lang], href="", class_="k-button"),
            " ",
            tag("a", HOME[lang], href=f"ROOT/{home}", class_="k-button"),
        ),
        class_="md-content__inner md-typeset k-absent",
    )
    shown = tag("body", tag("script", Markup(dark)), body, data_md_color_scheme="default", dir="ltr")
    return with_policy(f"<!doctype html>{tag('html', tag('head', *head), shown, lang=lang)}")


TITLE = Text(en="This page is not on your device", nl="Deze pagina staat niet op je apparaat")
SENTENCE = Text(
    en="There is no network, and you have not opened this page before. What you have opened still works.",
    nl="Er is geen netwerk, en je hebt deze pagina niet eerder geopend. Wat je wel hebt geopend, werkt nog.",
)
AGAIN = Text(en="Try again", nl="Probeer opnieuw")
HOME = Text(en="To the beginning", nl="Naar het begin")


def main(arguments: list[str]) -> int:
    if len(arguments) not in (1, 2) or not Path(arguments[0], "index.html").is_file():
        print(
            "python -m sitekit.offline takes the folder of a built site, and a zip to write", file=sys.stderr
        )
        return 2
    site = Path(arguments[0])
    write(site)
    for archive in arguments[1:]:
        write_archive(site, Path(archive))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
