"""sitekit.links on small sites: what is broken is found, what is not is left alone."""

import pytest
from sitekit.links import elsewhere, main, problems, read

FILE = "look in site_src/sitekit/links.py"
HOME = '<link rel="canonical" href="https://knobs.example/base/"><a href="one/#top">x</a>'
ONE = '<h1 id="top">One</h1><label for="a">a</label><input id="a"><a href="../">home</a>'


@pytest.fixture
def site(tmp_path):
    """A function: the site with this much more HTML on its home page."""

    def build(more=""):
        (tmp_path / "one").mkdir(exist_ok=True)
        (tmp_path / "look.css").write_text("@font-face {\n  src: url(font.woff2);\n}")
        (tmp_path / "font.woff2").write_bytes(b"")
        (tmp_path / "index.html").write_text(f"{HOME}\n{more}")
        (tmp_path / "one/index.html").write_text(ONE)
        return read(tmp_path)

    return build


@pytest.mark.parametrize(
    "more",
    [
        '<a href="one/">x</a>',
        '<a href="one/index.html?a=2#top">x</a>',
        '<a href="/base/one/#top">x</a>',
        '<a href="https://knobs.example/base/one/#top">x</a>',
        '<p id="é">x</p><a href="#%C3%A9">x</a>',
        '<img src="data:image/png;base64,xx" srcset="font.woff2 1x, font.woff2 2x">',
        '<a href="https://elsewhere.example/#anything">x</a> <a href="mailto:a@b.example">x</a>',
        '<h2 id="one">x</h2><section aria-labelledby="one">x</section>',
        '<!-- <a href="absent/">x</a> -->',
    ],
)
def test_what_leads_somewhere_is_left_alone(site, more):
    assert problems(site(more)) == [], FILE


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ('<a href="two/">x</a>', "index.html:2: href “two/” leads to no file"),
        (
            '<a href="one/#end">x</a>',
            "index.html:2: href “one/#end” leads to one/index.html, which has no id “end”",
        ),
        ('<a href="#end">x</a>', "index.html:2: href “#end” leads to index.html, which has no id “end”"),
        ('<a href="/one/">x</a>', "index.html:2: href “/one/” leads to no file"),
        ('<a href="../../etc/">x</a>', "index.html:2: href “../../etc/” leads to no file"),
        ('<img src="a.png">', "index.html:2: src “a.png” leads to no file"),
        ('<img srcset="font.woff2 1x, b.png 2x">', "index.html:2: srcset “b.png” leads to no file"),
        (
            '<a href="https://knobs.example/base/two/">x</a>',
            "“https://knobs.example/base/two/” leads to no file",
        ),
        ('<a href="https://knobs.example/one/">x</a>', "“https://knobs.example/one/” leads to no file"),
        ('<a href="http://elsewhere.example/">x</a>', "leaves the site by another way than https"),
        ('<a href="//elsewhere.example/">x</a>', "leaves the site by another way than https"),
        ('<a href="javascript:alert(1)">x</a>', "leaves the site by another way than https"),
        ('<p id="a">x</p>\n<p id="a">x</p>', "index.html:3: id “a” is already taken on this page"),
        ('<label for="b">x</label>', "index.html:2: for names the id “b”, which is absent"),
        ('<svg><use href="#shape"/></svg>', "has no id “shape”"),
        ('<meta property="og:image" content="https://knobs.example/base/no.png">', "leads to no file"),
    ],
)
def test_what_leads_nowhere_is_told(site, more, told):
    found = problems(site(more))
    assert len(found) == 1 and told in found[0], FILE


def test_style_sheets_are_read(site, tmp_path):
    built = site()
    (tmp_path / "font.woff2").unlink()
    assert problems(built) == ["look.css:2: url “font.woff2” leads to no file"]


def test_links_to_elsewhere_are_collected(site):
    found = elsewhere(site('<a href="https://elsewhere.example/x">x</a> <a href="mailto:a@b.example">x</a>'))
    assert [link.address for link in found] == ["https://elsewhere.example/x"]


def test_the_command_tells_and_counts(site, tmp_path, capsys):
    site()
    assert main([str(tmp_path)]) == 0
    site('<a href="two/">x</a>')
    assert main([str(tmp_path)]) == 1
    assert "index.html:2" in capsys.readouterr().out
    assert main([str(tmp_path / "absent")]) == 2
