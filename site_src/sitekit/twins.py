"""What a page and its translation must share: sections, code, demos, links, boxes, tables, figures, numbers.

`findings(english, twin)` compares them section by section, so that words may differ and nothing else. What a reader
would miss is an error; what may be style, such as one paragraph more, is a warning.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from functools import lru_cache

from .blocks import shape as python_shape
from .fences import COMMENT, Fence
from .findings import Finding
from .numbers import Exceptions, differences, exceptions, malformed
from .numerals import numerals
from .prose import FRONT_MATTER, MATHS, PROSE_KEYS, Page, Section, without_fences
from .terms import mistaken

SAME_BODY = {"json", "yaml", "toml", "html", "css", "js"}
OWN_KEYS = {"source", "translation"}  # what the translators' desk keeps in the front matter of a translation
LINK = re.compile(r"(?<!!)\[(?:[^\[\]]|\[[^\[\]]*\])*\]\(([^)\s]+)")
ATTRIBUTES = re.compile(r"\{:[ ]?([^}#]*)\}")
ERRORS: Mapping[str, re.Pattern[str]] = {
    "link": LINK,
    "image": re.compile(r"!\[[^\]]*\]\(([^)\s]+)"),
    "footnote": re.compile(r"(\[\^[\w-]+\])"),
    "box": re.compile(r"^[> ]*((?:!!!|\?\?\?\+?)[ ]*[\w ]+?)[ ]*(?:\"|$)", re.MULTILINE),
    "tab": re.compile(r'^[> ]*(===)[!+]* "', re.MULTILINE),
    "row of a table": re.compile(r"^[> ]*(\|)", re.MULTILINE),
    "note in braces": ATTRIBUTES,
}
WARNINGS: Mapping[str, re.Pattern[str]] = {
    "item of a list": re.compile(r"^[> ]*([-*+]|\d+\.)(?= )", re.MULTILINE),
    "code in backticks": re.compile(r"(?<!`)`([^`\n]+)`"),
    "color of a role": re.compile(r"\{([pioe]):"),
    "paragraph": re.compile(r"(?:^|\n[> ]*)\n[> ]*(?=\S)()"),
}


def findings(english: Page, twin: Page, rules: Exceptions | None = None) -> Iterator[Finding]:
    """Everything in which a translation differs that is no word."""
    yield from front_matter(english, twin)
    yield from headings(english, twin)
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
                what = "this code differs in more than strings and comments"
                yield Finding(twin.name, two.line, what, f"make it the same as {place}")
        for one in ours[len(theirs) :]:
            line = twin.fences[start - 1].line if start else 1
            yield Finding(twin.name, line, f"below this, {kind(one)} is missing", english.place(one.line))
        for two in theirs[len(ours) :]:
            yield Finding(twin.name, two.line, f"the fence {kind(two)}", f"is not in {english.name}")


def figures(one: Section, two: Section, english: Page, twin: Page) -> Iterator[Finding]:
    """{n:…} figures, and the numbers that stand in the prose."""
    if sorted(one.figures) != sorted(two.figures):
        what = f"section #{two.id} has the figures {_list(sorted(two.figures))}"
        instead = f"{english.place(one.line)} has {_list(sorted(one.figures))}"
        yield Finding(twin.name, two.line, what, instead)
    told, found = (
        sorted(numeral.value for numeral in numerals(section.prose, page.lang))
        for section, page in ((one, english), (two, twin))
    )
    if twin.lang == "nl" and told != found:
        what = f"section #{two.id} has the numbers {_list(found)}"
        instead = f"{english.place(one.line)} has {_list(told)} (0.5 is 0,5 in Dutch)"
        yield Finding(twin.name, two.line, what, instead)


def marks(english: Page, twin: Page) -> Iterator[Finding]:
    """Links, images, boxes and the like: as many in each section, and to the same places."""
    ours, theirs = sections(english), sections(twin)
    for id_ in (id_ for id_ in ours if id_ in theirs):
        for patterns in (ERRORS, WARNINGS):
            for name, pattern in patterns.items():
                yield from _unequal(
                    name, pattern, ours[id_], theirs[id_], (english, twin), patterns is ERRORS
                )
        here, there = (len(MATHS.findall(text)) for text, _ in (ours[id_], theirs[id_]))
        if here != there:
            what = f"section #{id_} has {there} formulas"
            instead = f"{english.place(ours[id_][1])} has {here}"
            yield Finding(twin.name, theirs[id_][1], what, instead, error=False)


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
    told, found = (Counter(_same(mark) for mark in pattern.findall(text)) for text in (one, two))
    for mark in (found - told).elements():
        at = next(each.start(1) for each in pattern.finditer(two) if _same(each[1]) == mark)
        what = f"one {name} {_quoted(mark)} more than in English"
        yield Finding(twin.name, line + two.count("\n", 0, at), what, english.place(first), error)
    for mark in (told - found).elements():
        at = next(each.start(1) for each in pattern.finditer(one) if _same(each[1]) == mark)
        place = english.place(first + one.count("\n", 0, at))
        yield Finding(twin.name, line, f"a {name} {_quoted(mark)} is missing in this section", place, error)


def _same(mark: str) -> str:
    """What each language has in its own way: a page of others in two languages, and what a demo is asked in words."""
    mark = re.sub(r'\b(prompt|language)="[^"]*"', r'\1="…"', mark)
    mark = re.sub(r"^(https://creativecommons\.org/.*/)deed\.\w+$", r"\1", mark)
    return re.sub(r"^https://[a-z]{2}\.([\w.-]+)/.*", r"https://\1", mark.strip())


def _quoted(mark: str) -> str:
    return f"“{mark}”" if re.search(r"\w", mark) else ""


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
        return [re.sub(r"""(["']).*?\1|--lang[ =]\w+""", "…", command) for command in commands]
    return fence.body if fence.lang in SAME_BODY else None


def kind(fence: Fence) -> str:
    """Language, classes and options of a fence, on one line; the two titles of an output count as one."""
    options = {name: value for name, value in fence.options.items() if name != "title" or fence.is_python}
    options |= {"title": "Output"} if fence.is_output else {}
    told = [fence.lang, *fence.classes, *(f'{name}="{value}"' for name, value in sorted(options.items()))]
    return " ".join(told + ["(not run)"] * (fence.skip is not None))


def _heading(section: Section) -> str:
    return f"{'#' * section.level} {{#{section.id}}}"


def _list(values: object) -> str:
    return ", ".join(str(value) for value in values) or "none"  # type: ignore[attr-defined]
