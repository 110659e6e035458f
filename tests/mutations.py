"""Ways to break the project, one at a time, and the tests that must then turn red and name the broken file.

A mutation replaces the first match of a pattern in one file of a copy of the project. Patterns ask for as little as
they can, so that a page may be rewritten; `red=False` marks a change that changes nothing and must stay green.
tests/test_mutations.py runs them all. By hand:

    PYTHONPATH=site_src .venv/bin/python -m tests.mutations [words of the reason]
"""

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from tests.project_copy import Copy

FAILED, BROKEN = 1, 2  # pytest's exit status: a test failed; a file could not be collected

EN, NL = "docs/en/what-is-a-parameter.md", "docs/nl/what-is-a-parameter.md"
LAB = "docs/nl/labs/line.ipynb"
LINE = "site_src/knobs/demos/line.py"
PAGES, TWINS, PROSE = "tests/docs/test_pages.py", "tests/docs/test_twins.py", "tests/docs/test_prose.py"
SPELLING, NOTEBOOKS = "tests/docs/test_spelling.py", "tests/docs/test_notebooks.py"
NUMBERS = "tests/docs/test_numbers.py"
FROM_SOMEWHERE = f"{NUMBERS}::test_every_number_comes_from_somewhere"
SAME_NUMBERS = f"{NUMBERS}::test_both_languages_say_the_same_numbers"
FENCE_TESTS, LINK_TESTS = "tests/docs/test_fences.py", "tests/docs/test_links.py"
DEMOS, LINE_TESTS = "tests/knobs/test_demo.py", "tests/knobs/demos/test_line.py"

CODE = r"(```python[^\n]*\n)"  # the first line of the first Python fence
RUN = r"(```python[^\n]*\n(?:(?!```)[^\n]*\n)*)(```\n\n)(```text title=\"(?:Output|Uitvoer)\")"  # with its output
SHOWN = r"(```text title=\"(?:Output|Uitvoer)\"\n)"
LEAD = r"(\n\{: ?\.k-lead ?\})"
TIMES = count(1)


@dataclass(frozen=True)
class Mutation:
    """`old` is a pattern, `new` its replacement (None removes the file), `tests` what should notice."""

    why: str
    file: str
    old: str
    new: str | None
    tests: tuple[str, ...]
    red: bool = True


MUTATIONS = (
    # Snippets
    Mutation("code prints something else", EN, RUN, r"\1print(12345)\n\2\3", (EN,)),
    Mutation("the shown output is stale", EN, SHOWN, r"\g<1>9", (EN,)),
    Mutation("the Dutch output is stale", NL, SHOWN, r"\g<1>9", (NL,)),
    Mutation("code imports what is not there", EN, CODE, r"\1import absent_module\n", (EN,)),
    Mutation("a promised error does not come", EN, SHOWN + r"(?:(?!```).*\n)+",
             r"\1Traceback (most recent call last):\n  ...\nValueError: no\n", (EN,)),
    Mutation("a language that nothing runs", EN, "```python", "```bash", (EN,)),
    Mutation("a fence without a language", EN, "```python[^\n]*", "```", (EN,)),
    Mutation("an option without quotes is not rendered", EN, "```python", "```python wide=yes", (f"{PAGES}::test_the_rendered_page_shows_the_same_fences",)),
    Mutation("an output away from its code", EN, RUN, r"\1\2Words.\n\n\3", (f"{PAGES}::test_an_output_follows_its_code",)),
    Mutation("a fence is not run", EN, "```python", "<!-- no-run: it is slow -->\n```python", (f"{PAGES}::test_hardly_anything_is_skipped",)),
    Mutation("the Dutch code does more", NL, CODE, r"\1extra = 1\n", (TWINS,)),
    Mutation("the Dutch code uses another name", NL, r"(```python(?:(?!```)[\s\S])*?\b)(\w+)( = )", r"\1ander_\2\3",
             (TWINS,)),
    Mutation("a cell of a notebook stores another output", LAB, r'("text(?:/plain)?": \[\s+")', r"\g<1>9", (f"{NOTEBOOKS}::test_stored_outputs_are_what_a_run_gives[{LAB}]",)),
    Mutation("a notebook stores an execution count", LAB, r'("execution_count": )null', r"\g<1>3", (f"{NOTEBOOKS}::test_nothing_else_is_stored[{LAB}]",)),
    Mutation("a comment in Dutch code", NL, CODE, r"\1# een opmerking\n", (NL, TWINS), red=False),
    Mutation("spaces at the end of an output", EN, SHOWN + r"(.*)", r"\1\2   ", (EN,), red=False),
    # Numbers
    Mutation("another number in one language", NL, LEAD, r" Het is 0,123.\1", (SAME_NUMBERS,)),
    Mutation("a thousand written by hand", EN, LEAD, r" There are 12,345.\1", (PROSE,)),
    Mutation("billions written by hand", NL, LEAD, r" Er zijn 175 miljard knoppen.\1", (PROSE,)),
    Mutation("another figure in one language", NL, r"\{n:[\w.-]+\}", "veel", (TWINS,)),
    Mutation("a figure is counted wrong", "site_src/knobs/figures.py", "gpt3-175b", "gpt3-13b",
             ("tests/knobs/test_figures.py",)),
    Mutation("a small number from nowhere", EN, LEAD, r" There are 77.\1", (FROM_SOMEWHERE,)),
    Mutation("a biljoen that is a miljard", "docs/nl/article-check.md", "biljoenen keren", "miljarden keren", (SAME_NUMBERS,)),
    Mutation("a number in words in one language", NL, r"Met twee", "Met drie", (SAME_NUMBERS,)),
    Mutation("a formula does not add up", EN, r"= 17\$", "= 18$", (FROM_SOMEWHERE,)),
    Mutation("a word that changes is a second note in Anki", "site_src/sitekit/word_files.py",
             r'guid_for\("knobs", lang, word\.key\)', 'guid_for("knobs", lang, word.nl)', ("tests/sitekit/test_word_files.py",)),
    Mutation("a deck has the date of its build", "site_src/sitekit/word_files.py",
             r"write_to_db\(database\.cursor\(\), time,", "write_to_db(database.cursor(), time + id(made) % 99,",
             ("tests/sitekit/test_word_files.py",)),
    Mutation("after a pause a word begins again", "site_src/browser/word-schedule.js",
             r"Math\.max\(word\.box \+ 1, .*?\)\)", "today > dueDay(word) ? 1 : word.box + 1)", ("tests/browser/test_word_rules.py",)),
    Mutation("another word of the list counts as a slip", "site_src/browser/word-judge.js",
             r"others\?\.has", "new Set().has", ("tests/browser/test_word_rules.py",)),
    Mutation("a model is sorted by its year", "site_src/sitekit/models_table.py", r"data_value=model\.total",
             "data_value=model.year", ("tests/sitekit/test_models_table.py",)),
    Mutation("the ladder is not logarithmic", "site_src/knobs/ladder.py", r"STEP \* log10\(count\)", "STEP * count",
             ("tests/knobs/test_ladder.py",)),
    Mutation("a file forgets the sources", "site_src/sitekit/downloads.py", r'" "\.join\(model\.sources\)', '""',
             ("tests/sitekit/test_downloads.py::test_the_csv_is_every_model",)),
    Mutation("a year", NL, LEAD, r" Dat was in 2019.\1", (PROSE,), red=False),
    # Twins
    Mutation("a heading has another id in Dutch", NL, r"(\n## .*\{#)", r"\1ander-", (TWINS,)),
    Mutation("a Dutch heading is missing", NL, r"\n## .*\n", r"\n", (TWINS,)),
    Mutation("a heading has no id", EN, r"(\n## .*?) *\{#.*", r"\1", (TWINS,)),
    Mutation("a Dutch page is missing", "docs/nl/index.md", "", None, (TWINS,)),
    Mutation("a Dutch demo starts elsewhere", NL, r'(```demo name=.*)', r'\1 b="0.25"', (TWINS,)),
    Mutation("a page has no description", EN, r"\ndescription:.*", "", (f"{PAGES}::test_a_page_says_what_it_is",)),
    Mutation("a word twice", NL, LEAD, r" Dit is is waar.\1", (PROSE,)),
    Mutation("a decimal point in Dutch", NL, LEAD, r" Dit is 0.5 keer.\1", (PROSE,)),
    Mutation("two words that are one", NL, LEAD, r" Dit is een taal model.\1", (PROSE,)),
    Mutation("a misspelt word", NL, LEAD, r" Dit is een paramater.\1", (SPELLING,)),
    Mutation("one more sentence", NL, LEAD, r" Dat is alles.\1", (TWINS, PROSE, SPELLING, NUMBERS), red=False),
    # Demos
    Mutation("the loss is another formula", LINE, r"\) \*\* 2 for", ") ** 4 for", (LINE_TESTS,)),
    Mutation("a slider ends before its start", LINE, "low=-1, high=2", "low=1, high=2", (DEMOS,)),
    Mutation("a text has no Dutch", LINE, r'nl="Een lijn met twee draaiknoppen"', 'nl=""', (DEMOS,)),
    Mutation("biases are not counted", "site_src/knobs/count.py", r"widths\[1:\]", "widths[2:]",
             ("tests/knobs/demos/test_network.py",)),
    Mutation("text reaches the page unescaped", "site_src/knobs/markup.py", r"else escape\(_plain\(c\)\)",
             "else _plain(c)", ("tests/knobs/test_markup.py",)),
    # Counts
    Mutation("an expert is forgotten", "site_src/knobs/count.py", r"expert_layers \* routed",
             "expert_layers * (routed - 1)", ("tests/knobs/test_count.py",)),
    Mutation("a size is mistyped", "site_src/knobs/models.toml", "n_layers = 61", "n_layers = 16",
             ("tests/knobs/test_count.py",)),
    Mutation("a field that nobody knows is let through", "site_src/knobs/architecture.py", "kind is None", "False",
             ("tests/knobs/test_architecture.py",)),
    Mutation("going back costs as much as going forward", "site_src/knobs/cost.py", r"return 6 \* parameters",
             "return 4 * parameters", ("tests/knobs/test_cost.py",)),
    Mutation("an example has another shape", "examples/count.py", r"linear\(d_ff, d_model\)",
             "linear(d_ff, d_ff)", ("tests/examples/test_count.py",)),
    # Programs
    Mutation("a last value is not printed", "site_src/knobs/program.py", "if value is not None:", "if False:",
             ("tests/knobs/test_program.py",)),
    Mutation("what a block breaks stays broken", "site_src/knobs/shelter.py", r"set_limit\(limit\)", "pass",
             ("tests/knobs/test_program.py",)),
    Mutation("a program prints without end", "site_src/knobs/output.py", r"max\(0, self\.room - len\(shown\)\)",
             "self.room", ("tests/knobs/test_output.py",)),
    Mutation("what cannot be seen is shown as it is", "site_src/knobs/telling.py", r"if not cut\.isprintable\(\):",
             "if False:", ("tests/knobs/test_telling.py",)),
    # Words
    Mutation("Dutch numbers have a decimal point", "site_src/knobs/text.py", r'"nl": "\.,"', '"nl": ",."',
             ("tests/knobs/test_text.py",)),
    # Translations
    Mutation("a rewrapped paragraph is another one", "site_src/sitekit/translate/stamps.py", r'" "\.join\(text\.split\(\)\)',
             "text", ("tests/sitekit/translate/test_stamps.py",)),
    Mutation("what is not there yet can be done", "site_src/sitekit/translate/desk.py", "id_ in now and id_ not in here",
             "False", ("tests/sitekit/translate/test_draft.py",)),
    Mutation("a draft is published", "site_src/sitekit/hooks.py", r'meta\.get\("translation"\) == "pending"', "False",
             ("tests/sitekit/translate/test_shown.py",)),
    # The tests' own eyes
    Mutation("the lexer reads what is commented out", "site_src/sitekit/fences.py", "if not commented and not _is",
             "if not _is", (FENCE_TESTS,)),
    Mutation("the lexer reads indented code", "site_src/sitekit/fences.py", "return level > 0", "return False",
             (FENCE_TESTS,)),
    Mutation("anchors are not looked up", "site_src/sitekit/links.py", "if fragment and target", "if False and target",
             (LINK_TESTS,)),
    Mutation("ids may be taken twice", "site_src/sitekit/links.py", "if name in seen:", "if False:",
             (LINK_TESTS,)),
)  # fmt: skip


@contextmanager
def mutated(mutation: Mutation, folder: Path) -> Iterator[None]:
    """One thing broken in the copy in `folder`, mended again afterwards."""
    file = folder / mutation.file
    before, status = file.read_text(encoding="utf-8"), file.stat()
    after, found = re.subn(mutation.old, mutation.new or "", before, count=1)
    if not found or (after == before and mutation.new is not None):
        raise LookupError(f"tests/mutations.py: “{mutation.why}” finds nothing to change in {mutation.file}")
    try:
        if mutation.new is None:
            file.unlink()
        else:
            file.write_text(after, encoding="utf-8")
            # A time of its own: else Python may take the compiled file of another mutation for this one's.
            later = status.st_mtime + 10 * next(TIMES)
            os.utime(file, (later, later))
        yield
    finally:
        file.write_text(before, encoding="utf-8")
        os.utime(file, (status.st_atime, status.st_mtime))


def verdict(copy: Copy, mutation: Mutation) -> str:
    """Break the copy and run the tests: "" if they tell what they should, else one sentence and what they told."""
    with mutated(mutation, copy.folder):
        run = copy.test(mutation.tests)
    tests = " ".join(mutation.tests)
    if not mutation.red:
        return f"“{mutation.why}” changes nothing, yet {tests} fails:\n{run.told}" if run.status else ""
    if run.status not in (FAILED, BROKEN):
        return f"“{mutation.why}” in {mutation.file} goes unnoticed by {tests}:\n{run.told}"
    if mutation.file not in run.told:
        return f"“{mutation.why}”: {tests} fails without naming {mutation.file}:\n{run.told}"
    return ""


def main(words: list[str]) -> int:
    chosen = [mutation for mutation in MUTATIONS if " ".join(words) in mutation.why]
    failed = 0
    with tempfile.TemporaryDirectory(prefix="mutations-") as folder, Copy(Path(folder)) as copy:
        for mutation in chosen:
            told = verdict(copy, mutation)
            failed += bool(told)
            print(
                told or f"{'red  ' if mutation.red else 'green'}  {mutation.file}: {mutation.why}", flush=True
            )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
