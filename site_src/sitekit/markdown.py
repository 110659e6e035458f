r"""What a page can write beyond plain Markdown: one Python-Markdown extension, with nothing of MkDocs in it.

    {p:parameter} {i:input} {o:output} {e:error}     the four roles: colour and a second cue
    {n:gpt3}  {n:model.llama2-70b.round}             a figure, computed, as the language writes it: see knobs.figures
    {n:speed.boot-1.ours}                            a figure that was measured
    $y = \p{a}\i{x} + \p{b}$    $$…$$                maths, made MathML while building; roles inside
    !!! check imprecise "We checked the article"     first paragraph the claim, last one the source
    ??? quest "Title"                                a side quest, folded
    ```demo name="line" a="0.5"                      a demo, drawn now; the body is its caption
    ```view name="legend"                            a picture that does not turn
    [Turn *b*](page.md#line){: demo="line" b="0" }   a link to a demo in a state: see positions.py
    [its paper](https://arxiv.org/abs/2106.09685)    a link to a source, which gets a number: see footnotes.py
    weight                                           a word of vocabulary.toml, where it is first used: see tips.py
    ```python title="examples/line.py"               a block that the reader can run, with its output fence

Options: `lang`, the number of the `chapter` if the page is one, where the site's `assets` are, seen from the page,
whether its links lead to `sources`, for talk.py a `repo`, the `title` and the `address` of the page, and for tips.py the
`glossary`, and which words of it are `unmarked`. An unknown name raises DemoError.
`knobs` is imported where it is used: a mistake in a demo then stops the page, not the reading of mkdocs.yml.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import count
from typing import Any
from xml.etree import ElementTree as etree

from knobs.markup import Markup
from knobs.text import Text
from latex2mathml.converter import convert as mathml
from markdown import Extension, Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.util import AtomicString

from . import talk
from .boxes import Boxes, element
from .fences import TAB, Fence, fences
from .footnotes import Footnotes
from .positions import Positions

ROLES = {"p": "param", "i": "input", "o": "output", "e": "error"}
ROLE = r"\{([pioe]):((?:[^{}]|\{[^{}]*\})+)\}"
FIGURE = r"\{n:([^{}]*)\}"
MATHS = r"(?<![\\$])\$(?![\s$])([^$]+?)(?<![\s\\])\$(?![\d$])"
MATHS_ROLE = re.compile(r"\\([pioe])(?=\s*\{)")
MATHS_BLOCK = re.compile(r"\s*\$\$(.+?)\$\$\s*", re.DOTALL)

NAMED = re.compile(r"<mi>([a-z]{2,})</mi>")  # ln, cos: upright, and with room around them
WHOLE = r"(?<![\w/-])(GPT-\d\w*)"

ASSETS = "\ue000assets/"  # in a drawing, until the page that shows it is known
DEMO = Text(en="Demo", nl="Demo")
NO_SCRIPT = Text(
    en="Turning the knobs needs JavaScript, which is off in this browser. The picture is complete without it.",
    nl="Om te draaien is JavaScript nodig, en dat staat in deze browser uit. De tekening is ook zonder compleet.",
)


def makeExtension(**options: Any) -> "Knobs":
    return Knobs(**options)


class Knobs(Extension):
    def __init__(self, **options: Any) -> None:
        self.config = {
            "lang": ["en", "The language of the page"],
            "chapter": ["", "The number of the chapter, for the numbers of its demos"],
            "assets": ["assets/", "Where the site's assets are, seen from the page"],
            "sources": [True, "Whether links out of the site lead to sources"],
            "repo": ["", "The address of the repository where readers can discuss; none, if empty"],
            "title": ["", "What the page is called there"],
            "address": ["", "The page's own address"],
            "glossary": ["", "Where the glossary is, seen from the page; none, if empty"],
            "unmarked": [[], "The keys of words that get no tip on this page"],
        }
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:
        lang, chapter = self.getConfig("lang"), str(self.getConfig("chapter"))
        about = (self.getConfig("repo"), self.getConfig("title"), self.getConfig("address"))
        drawn = Drawn(md, lang, self.getConfig("assets"), about)
        # Else they would stand in a paragraph, which cannot hold them.
        md.block_level_elements += ["knob-run", "knob-keep", "knob-models"]
        # After "normalize_whitespace" (30), which drops placeholders; before superfences (25).
        md.preprocessors.register(drawn, "knobs-drawn", 27)
        md.parser.blockprocessors.register(Captioned(md, drawn, lang, chapter), "knobs-captioned", 95)
        md.parser.blockprocessors.register(MathsBlock(md), "knobs-maths-block", 94)
        # After code in backticks (190), before backslash escapes (180) and links (160).
        md.inlinePatterns.register(Maths(MATHS, md), "knobs-maths", 185)
        md.inlinePatterns.register(Figure(FIGURE, lang), "knobs-figure", 176)
        md.inlinePatterns.register(Role(ROLE), "knobs-role", 175)
        # After all that may hold an address.
        md.inlinePatterns.register(Whole(WHOLE), "knobs-whole", 65)
        # After inline patterns (20), so that titles and claims are complete.
        md.treeprocessors.register(Boxes(md, lang), "knobs-boxes", 15)
        if self.getConfig("sources"):
            # After attr_list (8), which gives the headings their ids; before toc (5), which lists them.
            md.treeprocessors.register(Footnotes(md, lang), "knobs-footnotes", 6)
        # After attr_list (8), before MkDocs looks at links (0).
        states = Positions(md)
        states.lang = lang
        md.treeprocessors.register(states, "knobs-positions", 5)
        # After MkDocs has looked at links: it knows pages and headings, and the glossary's cards are neither.
        if glossary := self.getConfig("glossary"):
            from .tips import Tips

            md.treeprocessors.register(Tips(md, lang, glossary, self.getConfig("unmarked")), "knobs-tips", -5)


class Role(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[etree.Element, int, int]:  # type: ignore[override]
        role = etree.Element("span", {"class": f"k-role k-{ROLES[m[1]]}"})
        role.text = m[2]
        return role, m.start(), m.end()


class Figure(InlineProcessor):
    def __init__(self, pattern: str, lang: str) -> None:
        super().__init__(pattern)
        self.lang = lang

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]
        return AtomicString(figure(m[1], self.lang)), m.start(), m.end()


class Whole(InlineProcessor):
    """A name that no line may end in the middle of, as it would at the hyphen."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[etree.Element, int, int]:  # type: ignore[override]
        name = etree.Element("span", {"class": "k-nb"})
        name.text = AtomicString(m[1])
        return name, m.start(), m.end()


class Maths(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]
        return self.md.htmlStash.store(formula(m[1], "inline")), m.start(), m.end()


class MathsBlock(BlockProcessor):
    def __init__(self, md: Markdown) -> None:
        super().__init__(md.parser)
        self.md = md

    def test(self, parent: etree.Element, block: str) -> bool:
        return bool(MATHS_BLOCK.fullmatch(block))

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        found = MATHS_BLOCK.fullmatch(blocks.pop(0))
        assert found
        shown = etree.SubElement(parent, "div", {"class": "k-formula"})
        shown.text = AtomicString(self.md.htmlStash.store(formula(found[1], "block")))


class Drawn(Preprocessor):
    """Draws demos, views and Python blocks and leaves, in their place, a placeholder and the caption on one line."""

    def __init__(self, md: Markdown, lang: str, assets: str, about: tuple[str, str, str]) -> None:
        super().__init__(md)
        self.lang, self.assets, self.about = lang, assets, about
        self.places: dict[str, str] = {}  # placeholder -> "demo", "view" or "python"

    def run(self, lines: list[str]) -> list[str]:
        text, end, pieces = "\n".join(lines), 0, []
        found = fences(text)
        written = self._python_blocks(text, found)
        for fence in found:
            if draw := talk.is_link(fence):
                html, after = talk.link(fence, self.lang, *self.about), fence.end
            elif draw := fence.lang in DRAWN:
                html, after = DRAWN[fence.lang](fence, self.lang, self.assets), fence.end
            elif fence.line in written:
                html, after = written[fence.line]
            else:
                continue
            if not html:  # there is nothing to show; see talk.py
                pieces.append(text[end : fence.start])
                end = after
                continue
            assert self.md
            place = self.md.htmlStash.store(html)
            caption = " ".join(fence.body.split()) if draw else ""
            self.places[place] = fence.lang if fence.lang in DRAWN else "python"
            pieces += [text[end : fence.start], f"{place} {caption}".rstrip()]
            end = after
        return "".join([*pieces, text[end:]]).split("\n")

    def _python_blocks(self, text: str, found: list[Fence]) -> dict[int, tuple[str, int]]:
        from .highlighting import Highlighter
        from .runs import python_blocks

        if not any(fence.is_python for fence in found) or not self.md:
            return {}
        highlight = Highlighter(self.md)
        return python_blocks(found, lambda fence: highlight(text, fence), self.lang, self.assets)


class Captioned(BlockProcessor):
    """Makes a figure of what `Drawn` left, so that the caption is Markdown like any other."""

    def __init__(self, md: Markdown, drawn: Drawn, lang: str, chapter: str) -> None:
        super().__init__(md.parser)
        self.drawn, self.lang, self.chapter = drawn, lang, chapter
        self.numbers = count(1)

    def test(self, parent: etree.Element, block: str) -> bool:
        return any(self._is_place(line) for line in block.split("\n"))

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        lines = blocks.pop(0).split("\n")
        at = next(i for i, line in enumerate(lines) if self._is_place(line))
        if above := "\n".join(lines[:at]).strip("\n"):
            self.parser.parseBlocks(parent, [above])
        if below := "\n".join(lines[at + 1 :]).strip("\n"):
            blocks.insert(0, below)
        place, _, caption = lines[at].strip().partition(" ")
        is_demo = self.drawn.places[place] == "demo"
        if not is_demo and not caption:
            parent.append(element("p", place))  # a paragraph that is nothing but a placeholder is unwrapped
            return
        figure = etree.SubElement(parent, "figure", {"class": "k-figure k-wide" if is_demo else "k-figure"})
        figure.text = AtomicString(place)
        if caption:
            told = etree.SubElement(figure, "figcaption")
            told.text = caption
            if is_demo and self.chapter:
                number = element("b", f"{DEMO[self.lang]} {self.chapter}.{next(self.numbers)}")
                number.tail, told.text = f" {caption}", ""
                told.append(number)

    def _is_place(self, line: str) -> bool:
        written = line.lstrip(" ")
        return len(line) - len(written) < TAB and written.partition(" ")[0] in self.drawn.places


def formula(tex: str, display: str) -> str:
    r"""MathML of a formula in TeX; \p{…} \i{…} \o{…} \e{…} give a part its role."""
    tex = MATHS_ROLE.sub(lambda m: rf"\class{{k-{ROLES[m[1]]}}}", tex.strip())
    written = NAMED.sub(r'<mi class="k-function">\1</mi>', mathml(tex, display=display))
    return written.replace('xmlns="http://www.w3.org/1998/Math/MathML"', 'class="k-math"', 1)


def figure(name: str, lang: str) -> str:
    """What {n:name} becomes: a computed figure, or a measured one. Raises DemoError."""
    from knobs import figures

    from . import speed

    return speed.figure(name, lang) if name.startswith("speed.") else figures.figure(name, lang)


def draw_demo(fence: Fence, lang: str, assets: str) -> str:
    from knobs import demo

    from .ahead import is_ahead
    from .runtime import wanted_at_once

    drawn = _demo(tuple(fence.options.items()), lang).replace(ASSETS, assets)
    if parts := wanted_at_once(demo.source_of(fence.options["name"])):
        drawn = drawn.replace("<knob-demo", f'<knob-demo data-parts="{" ".join(parts)}"', 1)
    if is_ahead(fence.options["name"]):
        at = f"{assets}ahead/{fence.options['name']}-{lang}.json"
        drawn = drawn.replace("<knob-demo", f'<knob-demo data-ahead="{at}"', 1)
    return drawn


@lru_cache(maxsize=512)  # a build asks twice: whether it can be drawn, and for the page
def _demo(options: tuple[tuple[str, str], ...], lang: str) -> str:
    from knobs import demo

    start = dict(options)
    name = start.pop("name", "")
    told = f'<noscript><p class="k-noscript" data-search-exclude>{NO_SCRIPT[lang]}</p></noscript>'
    return demo.render(name, lang, start, source=f"{ASSETS}demos/{name.replace('-', '_')}.py") + told


def draw_view(fence: Fence, lang: str, assets: str) -> str:
    from knobs import pictures

    from . import glossary, models_table, pocket_card, programs, speed, word_quiz
    from .keep import keep
    from .translate import shown

    if fence.options == {
        "name": "keep"
    }:  # no picture: it is about this site, and of no use in the browser's Python
        return keep(lang)
    if talk.is_link(fence):  # what else it needs, only the page knows
        return talk.link(fence, lang, "", "", "")

    def translations(lang: str, part: str = "") -> Markup:
        return shown.table(lang, part, assets)

    options = {name: value for name, value in fence.options.items() if name != "name"}
    ours: dict[str, pictures.Drawing] = {
        "models": lambda lang: models_table.table(lang, assets),
        "speed": speed.speed,
        "translations": translations,
        "pocket": pocket_card.pocket,
        "glossary": lambda lang: glossary.glossary(lang, assets),
        "corner": lambda lang, part="": glossary.corner(lang, part, assets),
        "program": lambda lang, file="": programs.program(lang, assets, file),
        "practice": lambda lang: word_quiz.practice(lang, assets),
    }
    return pictures.picture(fence.options.get("name", ""), lang, ours, **options)


DRAWN: dict[str, Callable[[Fence, str, str], str]] = {"demo": draw_demo, "view": draw_view}
