"""What a page and its translation must share: sections, code, demos, links, boxes, tables, figures, numbers.

`findings(english, twin)` compares them section by section, so that words may differ and nothing else. What a reader
would miss is an error; what may be style, such as one paragraph more, is a warning.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import zip_longest

from .blocks import shape as python_shape
from .fences import COMMENT, Fence
from .findings import Finding
from .numbers import Exceptions, aligned, differences, exceptions, malformed
from .prose import FRONT_MATTER, MATHS, PROSE_KEYS, Page, Section, without_fences
from .terms import mistaken

SAME_BODY = {"json", "yaml", "toml", "html", "css", "js"}
OWN_KEYS = {"source", "translation"}  # what the translators' desk keeps in the front matter of a translation
LINK = re.compile(r"(?<!!)\[(?:[^\[\]]|\[[^\[\]]*\])*\]\(([^)\s]+)")
ATTRIBUTES = re.compile(r"\{:[ ]?([^}#]*)\}")
# What it is called in a sentence, and how it is written.
ERRORS: Mapping[str, re.Pattern[str]] = {
    "a link": LINK,
    "an address": re.compile(r"<(https?://[^\s>]+)>"),
    "a link by name": re.compile(r"\]\[([^\]\n]+)\]"),
    "a named address": re.compile(r"^[> ]*\[(?!\^)[^\]\n]+\]:[ ]*(\S+)", re.MULTILINE),
    "an image": re.compile(r"""(?:!\[[^\]]*\]\(|<(?:img|source|video)\b[^>]*?\ssrc=["'])([^)\s"']+)"""),
    "a footnote": re.compile(r"(\[\^[\w-]+\])"),
    "a box": re.compile(r"^[> ]*((?:!!!|\?\?\?\+?)[ ]*[\w ]+?)[ ]*(?:\"|$)", re.MULTILINE),
    "a tab": re.compile(r'^[> ]*(===)[!+]* "', re.MULTILINE),
    "a row of a table": re.compile(r"^[> ]*(\|)", re.MULTILINE),
    "a note in braces": ATTRIBUTES,
    "a formula": re.compile(rf"({MATHS.pattern})", re.DOTALL),
    "the unit": re.compile(
        r"[\d}][ \xa0-]?((?:[kMGTP]?(?:Wh?|B|FLOPs?)|[KMGT]iB|k?g|[kcm]?m|GHz|°C)(?![\w-])|%|(?:per ?cent|procent)\b)"
    ),
}
WARNINGS: Mapping[str, re.Pattern[str]] = {
    "an item in a list": re.compile(r"^[> ]*([-*+]|\d+\.)(?= )", re.MULTILINE),
    "code in backticks": re.compile(r"(?<!`)`([^`\n]+)`"),
    "the color of a role": re.compile(r"\{([pioe]):"),
    "a paragraph": re.compile(r"(?:^|\n[> ]*)\n[> ]*(?=\S)()"),
}
COMMAND = re.compile(
    r"(?:\$ |(?:\./|bash|cd|curl|docker|git|make|mkdocs|npm|npx|pip|python3?|ruff|source|torchrun|uv|wget)\b).*"
)
OUTPUT_TITLE = {"en": "Output", "nl": "Uitvoer"}
SAME_HEADINGS = {"Offline", "Privacy"}  # Dutch and English both


def findings(english: Page, twin: Page, rules: Exceptions | None = None) -> Iterator[Finding]:
    """Everything in which a translation differs that is no word."""
    yield from front_matter(english, twin)
    yield from headings(english, twin)
    yield from untranslated(english, twin)
    yield from code(english, twin)
    for one, two in same_sections(english, twin):
        yield from figures(one, two, english, twin)
        yield from mistaken(one, two, twin.name)
    yield from marks(english, twin)
    yield from differences(english, twin, rules or exceptions())
    yield from malformed(twin, rules or exceptions())


def front_matter(english: Page, twin: Page) -> Iterator[Finding]:
    told, found = (
        {
            key: "words" if key in PROSE_KEYS else value
            for key, value in page.front_matter.items()
            if key not in OWN_KEYS
        }
        for page in (english, twin)
    )
    for key in sorted(told.keys() | found.keys()):
        if found.get(key) != told.get(key):
            says = f"the front matter says {key}: {found.get(key)}"
            yield Finding(twin.name, 1, says, f"that of {english.name} says {key}: {told.get(key)}")


def headings(english: Page, twin: Page) -> Iterator[Finding]:
    """The first heading that is not the one of the English page."""
    told, found = ([_heading(section) for section in page.sections] for page in (english, twin))
    for index, (one, two) in enumerate(zip(told, found, strict=False)):
        if one != two:
            other = english.place(english.sections[index].line)
            line = twin.sections[index].line
            yield Finding(
                twin.name, line, f"here is the heading {two}", f"{other} has {one}; ids are the same"
            )
            return
    if len(told) > len(found):
        lacking = english.sections[len(found)]
        line = twin.text.count("\n") + 1
        yield Finding(
            twin.name, line, f"the heading {told[len(found)]} is missing", english.place(lacking.line)
        )
    elif len(found) > len(told):
        extra = twin.sections[len(told)]
        yield Finding(twin.name, extra.line, f"the heading {found[len(told)]}", f"is not in {english.name}")


def untranslated(english: Page, twin: Page) -> Iterator[Finding]:
    """A title or a heading that has the English words; one of names alone is the same in all languages."""
    title = english.front_matter.get("title")
    if title == twin.front_matter.get("title") and twin.front_matter.get("translation") != "pending":
        yield from _as_in_english("title", str(title or ""), twin, 1)
    told = {section.id: _first_line(section) for section in english.sections[1:]}
    for section in twin.sections[1:]:
        if told.get(section.id) == _first_line(section):
            yield from _as_in_english("heading", _first_line(section), twin, section.line)


def _as_in_english(what: str, words: str, twin: Page, line: int) -> Iterator[Finding]:
    of_letters = [
        word for word in re.findall(r"[^\W_][\w-]*", words) if re.fullmatch(r"\w?[^\W\dA-Z]+", word)
    ]
    if of_letters and words not in SAME_HEADINGS:
        yield Finding(twin.name, line, f"the {what} “{words}” is English", "translate it", error=False)


def _first_line(section: Section) -> str:
    return section.prose.partition("\n")[0].strip()


def code(english: Page, twin: Page) -> Iterator[Finding]:
    """Fences of another kind, or with other options; and code that differs in more than strings and comments."""
    told, found = ([kind(fence) for fence in page.fences] for page in (english, twin))
    for how, from_, to, start, end in SequenceMatcher(None, told, found, autojunk=False).get_opcodes():
        ours, theirs = english.fences[from_:to], twin.fences[start:end]
        for one, two in zip(ours, theirs, strict=False):
            place = english.place(one.line)
            if how != "equal":
                what = f"this fence is {kind(two)}"
                yield Finding(twin.name, two.line, what, f"that of {place} is {kind(one)}")
            elif shape(one) != shape(two):
                but = "commands and numbers" if one.lang == "text" else "more than strings and comments"
                what = f"this {'block' if one.lang == 'text' else 'code'} differs in {but}"
                yield Finding(twin.name, two.line, what, f"make it the same as {place}")
        for one in ours[len(theirs) :]:
            line = twin.fences[start - 1].line if start else 1
            yield Finding(twin.name, line, f"below this, {kind(one)} is missing", english.place(one.line))
        for two in theirs[len(ours) :]:
            yield Finding(twin.name, two.line, f"the fence {kind(two)}", f"is not in {english.name}")
    for page in (english, twin):
        yield from output_titles(page)


def output_titles(page: Page) -> Iterator[Finding]:
    """What a program prints is called so in the language of its page."""
    right = OUTPUT_TITLE.get(page.lang)
    for fence in page.fences:
        if right and fence.is_output and fence.title != right:
            yield Finding(page.name, fence.line, f'title="{fence.title}"', f'write title="{right}"')


def figures(one: Section, two: Section, english: Page, twin: Page) -> Iterator[Finding]:
    """{n:…} figures. The numbers that stand in the prose are compared as values, in digits and words: numbers.py."""
    if sorted(one.figures) == sorted(two.figures):
        return
    lacking, extra = (
        (Counter(a) - Counter(b)) for a, b in ((one.figures, two.figures), (two.figures, one.figures))
    )
    for ours, theirs in zip_longest(sorted(lacking.elements()), sorted(extra.elements())):
        here, there = _line_of(twin, two, theirs), english.place(_line_of(english, one, ours))
        what = f"section #{two.id} has {_figure(theirs)} where {there} has {_figure(ours)}"
        yield Finding(twin.name, here, what, "make both say the same")


def _line_of(page: Page, section: Section, figure: str | None) -> int:
    """The last line of a section with this figure; its first where there is none."""
    at = page.text.split("\n")[section.line - 1 : section.line + section.prose.count("\n")]
    return section.line + max(
        (index for index, line in enumerate(at) if f"{{n:{figure}}}" in line), default=0
    )


def _figure(name: str | None) -> str:
    return f"{{n:{name}}}" if name else "none"


def marks(english: Page, twin: Page) -> Iterator[Finding]:
    """Links, images, boxes and the like: as many in each section, and to the same places."""
    ours, theirs = sections(english), sections(twin)
    for id_ in (id_ for id_ in ours if id_ in theirs):
        for patterns in (ERRORS, WARNINGS):
            for name, pattern in patterns.items():
                yield from _unequal(
                    name, pattern, ours[id_], theirs[id_], (english, twin), patterns is ERRORS
                )


def _unequal(
    name: str,
    pattern: re.Pattern[str],
    ours: tuple[str, int],
    theirs: tuple[str, int],
    pages: tuple[Page, Page],
    error: bool,
) -> Iterator[Finding]:
    english, twin = pages
    (one, first), (two, line) = ours, theirs
    told, found = (list(pattern.finditer(text)) for text in (one, two))
    said, says = ([_same(mark[1]) for mark in marks] for marks in (told, found))
    if Counter(said) == Counter(says):
        return
    partners = aligned(said, says)
    extra = _without_twin(found, says, said, {index for _, index in partners})
    lacking = _without_twin(told, said, says, {index for index, _ in partners})
    for gone, new in zip_longest(lacking, extra):
        place = english.place(first + one.count("\n", 0, gone.start(1)) if gone else first)
        at = line + two.count("\n", 0, new.start(1)) if new else line
        if gone and new:
            what, instead = (
                f"{name}{_quoted(new[1])} is not the English one",
                f"{place} has{_quoted(gone[1])}",
            )
        elif gone:
            what, instead = f"{name}{_quoted(gone[1])} is missing in this section", place
        else:
            what, instead = f"{name}{_quoted(new[1])} is not in the English section", place
        yield Finding(twin.name, at, what, instead, error)


def _without_twin(
    marks: list[re.Match[str]], here: list[str], there: list[str], partnered: set[int]
) -> list[re.Match[str]]:
    """Those that the other language has less often; rather the ones with no partner in their place."""
    left, found = Counter(here) - Counter(there), []
    for index in sorted(range(len(marks)), key=lambda index: (index in partnered, index)):
        if left[here[index]] > 0:
            left[here[index]] -= 1
            found.append(marks[index])
    return sorted(found, key=lambda mark: mark.start())


def _same(mark: str) -> str:
    """What each language has in its own way: a page of others in two languages, what a demo is asked in words, and the
    words and decimals of a formula."""
    if mark.startswith("$"):
        return re.sub(r"\s+", " ", re.sub(r"\\text\{[^{}]*\}", "…", mark).replace("{,}", "."))
    if re.fullmatch("per ?cent|procent", mark):
        return "%"
    mark = re.sub(r'\b(prompt|language)="[^"]*"', r'\1="…"', mark)
    mark = re.sub(r"^(https://creativecommons\.org/.*/)deed\.\w+$", r"\1", mark)
    return re.sub(r"^https://[a-z]{2}\.([\w.-]+)/.*", r"https://\1", mark.strip())


def _quoted(mark: str) -> str:
    return f" “{mark}”" if re.search(r"[\w%]", mark) else ""


@lru_cache(maxsize=256)
def sections(page: Page) -> dict[str, tuple[str, int]]:
    """Each section as it is written, without fences and comments, with the line on which it begins."""
    text = without_fences(page.text, page.fences)
    for hidden in (COMMENT, FRONT_MATTER):
        text = hidden.sub(lambda found: "\n" * found[0].count("\n"), text)
    lines = text.split("\n")
    starts = [section.line for section in page.sections]
    ends = [*(start - 1 for start in starts[1:]), len(lines)]
    return {
        section.id or "": ("\n".join(lines[start - 1 : end]), start)
        for section, start, end in zip(page.sections, starts, ends, strict=True)
    }


def same_sections(english: Page, twin: Page) -> list[tuple[Section, Section]]:
    """Sections with the same id; that all are there is told elsewhere."""
    named = {section.id: section for section in twin.sections}
    return [(section, named[section.id]) for section in english.sections if section.id in named]


def shape(fence: Fence) -> object:
    """What must be equal in both languages: of Python the syntax tree, of commands all but what is quoted."""
    if fence.is_python:
        return python_shape(fence.body)
    if fence.lang == "console":
        commands = [line for line in fence.body.splitlines() if line.startswith("$ ")]
        return [_unquoted(command) for command in commands]
    if fence.lang == "text" and not fence.is_output:
        commands = [_unquoted(line) for line in fence.body.splitlines() if COMMAND.match(line)]
        return commands, re.findall(r"\d+", fence.body)
    return fence.body if fence.lang in SAME_BODY else None


def _unquoted(command: str) -> str:
    """Without what is in words: quotes, the language, and a name that the reader fills in, such as name-of-the-page."""
    return re.sub(r"""(["']).*?\1|--lang[ =]\w+|(?<= )[a-z]+(?:-[a-z]+){2,}(?!\S)""", "…", command)


def kind(fence: Fence) -> str:
    """Language, classes and options of a fence, on one line; the two titles of an output count as one."""
    options = {name: value for name, value in fence.options.items() if name != "title" or fence.is_python}
    options |= {"title": "Output"} if fence.is_output else {}
    told = [fence.lang, *fence.classes, *(f'{name}="{value}"' for name, value in sorted(options.items()))]
    return " ".join(told + ["(not run)"] * (fence.skip is not None))


def _heading(section: Section) -> str:
    return f"{'#' * section.level} {{#{section.id}}}"
