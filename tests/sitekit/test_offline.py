"""sitekit/offline.py: the list of files is complete and right, and equal sites make equal workers and equal zips."""

import hashlib
import json
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from knobs.text import LANGUAGES
from sitekit import keep, offline
from sitekit.links import STYLE_ADDRESS, read

MODULE = re.compile(r"""(?:from|import|new URL)\s*\(?\s*["']([\w./-]+\.m?js)["']""")
CARD = re.compile(r'<meta property="og:image"[^>]*>')
SCRIPTS = ("assets/*.js", "pyodide/*.mjs")


def constants(script: str) -> tuple[str, dict[str, tuple[int, str]], dict[str, str]]:
    """VERSION, FILES and PAGES as the worker has them."""
    found = re.match(
        r'const VERSION = (".*?");\nconst FILES = (\{.*?\n\});\nconst PAGES = (\{.*?\n?\});\n\n',
        script,
        re.DOTALL,
    )
    assert found, script[:200]
    version, files, pages = (json.loads(part) for part in found.groups())
    return version, files, pages


@pytest.fixture(scope="module")
def listed(site_dir: Path) -> dict[str, tuple[int, str]]:
    return constants((site_dir / offline.WORKER).read_text("utf-8"))[1]


def test_the_size_and_the_hash_of_each_file(site_dir, listed):
    assert list(listed) == sorted(listed)
    for path, (size, digest) in listed.items():
        data = (site_dir / path).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()[:16]) == (size, digest), path


def test_every_page_of_every_language_is_listed(site_dir, listed):
    pages = {file.relative_to(site_dir).as_posix() for file in site_dir.rglob("*.html")}
    assert {"404.html", "nl/404.html", "index.html", "nl/index.html", "nl/labs/line/index.html"} <= pages
    assert pages <= set(listed)
    assert {"search/search_index.json", "nl/search/search_index.json"} <= set(listed)


def test_whatever_a_page_or_a_style_refers_to_is_listed(site_dir, listed):
    site = read(site_dir)
    root = site.root
    absent = []
    for link in site.links:
        address = link.address.partition("#")[0].partition("?")[0]
        if not address or re.match(r"\w+:", address):
            continue
        place = root / address.lstrip("/") if address.startswith("/") else link.file.parent / address
        place = place.resolve()
        file = place / "index.html" if place.is_dir() else place
        if file.relative_to(root).as_posix() not in listed:
            absent.append(f"{link.file.relative_to(root)}:{link.line}: {link.address}")
    assert not absent, "\n".join(absent)


def test_whatever_a_script_refers_to_is_listed(site_dir, listed):
    found = set()
    for script in (file for pattern in SCRIPTS for file in site_dir.glob(pattern)):
        for name in MODULE.findall(script.read_text("utf-8")):
            if (script.parent / name).is_file():
                found.add((script.parent / name).resolve().relative_to(site_dir.resolve()).as_posix())
    assert {"assets/runtime.js", "assets/worker.js", "assets/offline.js"} <= found
    assert found <= set(listed)
    manifest = json.loads((site_dir / "pyodide/manifest.json").read_text("utf-8"))
    python = {f"pyodide/{name}": size for when in ("boot", "later") for name, size in manifest[when].items()}
    assert python == {path: listed[path][0] for path in python}
    assert "pyodide/manifest.json" in listed


def test_nobody_refers_to_what_is_left_out(site_dir, listed):
    """Every file that is not listed is of a kind that we know, and no page, style or script speaks of it."""
    rest = {file.relative_to(site_dir).as_posix() for file in site_dir.rglob("*") if file.is_file()} - set(
        listed
    )
    lunr = {path for path in rest if path.startswith(offline.LUNR)}
    assert lunr, (
        "Material has other names for the languages of its search: look at LUNR in sitekit/offline.py"
    )
    assert not [path for path in lunr if re.search(rf"lunr\.({'|'.join(LANGUAGES)})\.min", path)]
    cards = {f"assets/card-{lang}.png" for lang in LANGUAGES}
    known = {offline.WORKER, "sitemap.xml", "sitemap.xml.gz", "assets/preview.png"} | cards
    unknown = {path for path in rest - lunr - known if not path.endswith(".map")}
    assert not unknown, f"a reader may need {sorted(unknown)}"
    texts = {
        file: CARD.sub("", file.read_text("utf-8"))  # no browser fetches what it names
        for file in site_dir.rglob("*")
        if file.suffix in (".html", ".css", ".js", ".mjs") and file.name != offline.WORKER
    }
    for path in rest - lunr - {offline.WORKER}:
        name = Path(path).name
        speaking = [str(file) for file, text in texts.items() if f"/{name}" in text]
        assert not speaking, f"{path} is left out, and named in {speaking}"
    for file, text in texts.items():
        if file.suffix == ".css":
            for address in STYLE_ADDRESS.findall(text):
                if not address.startswith("data:"):
                    assert (file.parent / address).resolve().relative_to(
                        site_dir.resolve()
                    ).as_posix() in listed


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A site of a few files."""
    site = tmp_path / "small"
    for path in ("index.html", "nl/index.html", "about/index.html", "assets/look.css", "assets/look.css.map"):
        file = site / path
        file.parent.mkdir(parents=True, exist_ok=True)
        up = "../" * path.count("/")
        file.write_text(f'<link rel="stylesheet" href="{up}assets/look.css">{path}', "utf-8")
    offline.write(site)
    return site


def test_equal_sites_have_equal_workers(small, tmp_path):
    script = (small / offline.WORKER).read_text("utf-8")
    other = tmp_path / "other"
    for file in sorted(small.rglob("*"), reverse=True):  # made in another order, at another time
        if file.is_file():
            (other / file.relative_to(small)).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, other / file.relative_to(small))
    offline.write(other)
    assert (other / offline.WORKER).read_text("utf-8") == script
    version, files, pages = constants(script)
    assert list(files) == ["about/index.html", "assets/look.css", "index.html", "nl/index.html"]
    assert re.fullmatch("[0-9a-f]{16}", version)
    assert set(pages) == set(LANGUAGES)


@pytest.mark.parametrize("path", ["about/index.html", "assets/look.css", "new.html"])
def test_any_change_is_a_new_version(small, path):
    before = constants((small / offline.WORKER).read_text("utf-8"))[0]
    with (small / path).open("a", encoding="utf-8") as file:
        file.write("more")
    offline.write(small)
    assert constants((small / offline.WORKER).read_text("utf-8"))[0] != before


def test_what_no_reader_sees_is_no_change(small):
    before = (small / offline.WORKER).read_text("utf-8")
    (small / "assets/look.css.map").write_text("{}", "utf-8")
    (small / ".nojekyll").touch()
    offline.write(small)
    assert (small / offline.WORKER).read_text("utf-8") == before


def test_the_page_for_an_absent_page(small, lang):
    page = offline.absent(small, lang)
    assert f'<html lang="{lang}">' in page
    assert 'href="ROOT/assets/look.css"' in page
    assert f'href="ROOT/{"" if lang == "en" else "nl/"}"' in page
    assert page.count("sha256-") == 1, "its one script is allowed by the policy"


def test_while_writing_there_is_no_version():
    version, files, _ = constants(offline.no_worker())
    assert (version, files) == ("", {})


def test_equal_sites_have_equal_zips(small, tmp_path, monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    one, two = tmp_path / "one.zip", tmp_path / "two.zip"
    assert offline.main([str(small), str(one)]) == 0
    (small / "index.html").touch()
    offline.write_archive(small, two)
    assert one.read_bytes() == two.read_bytes()
    with zipfile.ZipFile(one) as archive:
        assert set(archive.namelist()) == {*offline.files(small), offline.WORKER}
        assert {info.external_attr >> 16 for info in archive.infolist()} == {0o644}
        assert archive.read("index.html") == (small / "index.html").read_bytes()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    offline.write_archive(small, two)
    with zipfile.ZipFile(two) as archive:
        assert {info.date_time for info in archive.infolist()} == {(2023, 11, 14, 22, 13, 20)}


def test_a_folder_that_is_no_site(tmp_path, capsys):
    assert offline.main([str(tmp_path)]) == 2
    assert "takes the folder of a built site" in capsys.readouterr().err


def test_the_control_has_a_place_for_every_size(lang):
    drawn = keep.keep(lang)
    for size in keep.SIZES:
        assert f'<b data-size="{size}"></b>' in drawn
    assert "{" not in drawn
    assert drawn.count("data-why=") == len(keep.REASONS)
    assert drawn.startswith(f'<knob-keep class="k-keep" lang="{lang}" data-state="static"')
