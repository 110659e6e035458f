"""How fast the site is, from benchmarks/results.json: tables for the page that shows it, and {n:speed.…} figures.

```view name="speed" part="boot"            a table; the parts are boot, run, stop, redraw, pocket, drag, learn and bytes
```view name="speed" part="machine"         when, and on what
{n:speed.boot-1.ours}                       a median with its unit; a peer's name instead of “ours” gives its own
{n:speed.boot-1.ratio}  {n:speed.stop-ready.p95}  {n:speed.boot-1.aim}
{n:speed.word-chromium.a-second}            how often our median goes into a second

A row of the page that no run has measured yet says so, so that a benchmark can be new.
"""

from collections.abc import Sequence

from knobs.markup import Markup, tag
from knobs.text import DemoError, Text, listing, number

from .measured import Line, Results, Value, results
from .speed_words import (
    ABSENT,
    AIM,
    LABEL,
    MACHINE,
    MEDIAN,
    MONTHS,
    MOST,
    NAMES,
    PARTS,
    RATIO,
    REACHED,
    SIZE,
    WHO,
)

WIDE = 300.0  # units that the longest bar of a group is long


def speed(lang: str, part: str = "") -> Markup:
    """The table of one part. Raises DemoError for an unknown part, or a file that is not as it should be."""
    if part == "machine":
        return machine(lang)
    if part not in PARTS:
        raise DemoError(f"The speed has no part “{part}”; it has {listing([*PARTS, 'machine'])}")
    found, named = results(), PARTS[part]
    lines = [line_of(found, key) for key in named]
    values = [value for line in lines for value in line.values.values()]
    columns = [WHO, SIZE if part == "bytes" else MEDIAN]
    columns += [MOST] if any(value.p95 is not None for value in values) else []
    columns += [RATIO] if any(value.ratio is not None for value in values) else []
    head = tag("tr", *(tag("th", title[lang], scope="col") for title in columns))
    groups = (group(line, named[line.key], lang, columns) for line in lines)
    table = tag("table", tag("thead", head), *groups, class_="k-table k-speed")
    return tag("div", table, class_="k-scroll", role="group", tabindex=0, aria_label=LABEL[lang])


def line_of(found: Results, key: str) -> Line:
    """A row of the file; without a figure, if the page has it and the file does not. Raises DemoError: neither does."""
    if key not in found.lines and any(key in rows for rows in PARTS.values()):
        return Line(key, "", {"ours": Value(absent="failed")}, None)
    return found.line(key)


def group(line: Line, name: Text, lang: str, columns: Sequence[Text]) -> Markup:
    """What was measured, with its aim, and below it a line for each who was measured; or both on one line."""
    told = [tag("b", name[lang]), " ", aim(line, lang) if line.aim else None]
    if len(line.values) == 1:
        first = tag("th", *told, scope="row", class_="k-speed__what")
        return tag("tbody", tag("tr", first, *cells(line.unit, line.values["ours"], lang, columns)))
    head = tag("tr", tag("th", *told, colspan=len(columns), scope="rowgroup", class_="k-speed__what"))
    longest = max(value.value for value in line.values.values())
    rows = []
    for who, value in line.values.items():
        if who not in NAMES:
            raise DemoError(
                f"benchmarks/results.json names a peer “{who}”; the page knows {listing(list(NAMES))}"
            )
        shown = None if value.absent else bar(value.value / longest if longest else 0)
        kind = "k-speed__ours" if who == "ours" else None
        first = tag("th", NAMES[who][lang], shown, scope="row", class_=kind)
        rows.append(tag("tr", first, *cells(line.unit, value, lang, columns)))
    return tag("tbody", head, *rows)


def bar(share: float) -> Markup:
    """As long as the value is large; the longest of a group is as wide as its cell."""
    inner = tag("rect", width=WIDE * share, height=10)
    box = {"viewBox": f"0 0 {WIDE:g} 10", "preserveAspectRatio": "none"}
    return tag("svg", inner, class_="k-bar", aria_hidden="true", **box)


def cells(unit: str, value: Value, lang: str, columns: Sequence[Text]) -> list[Markup]:
    """Median with its quartiles, perhaps the 95th percentile and the ratio; or why there is none of it."""
    if value.absent:
        return [tag("td", ABSENT[value.absent][lang], colspan=len(columns) - 1)]
    spread = None
    if value.low is not None and value.high is not None:
        spread = tag("small", f"{amount(value.low, '', lang)}–{amount(value.high, '', lang)}")
    more = {
        MOST: "" if value.p95 is None else amount(value.p95, unit, lang),
        RATIO: "" if value.ratio is None else number(value.ratio, lang, 2),
    }
    beside = (tag("td", told) for column, told in more.items() if column in columns)
    return [tag("td", amount(value.value, unit, lang), spread), *beside]


def aim(line: Line, lang: str) -> Markup:
    """“Aim: at most 0.35. Missed.”"""
    assert line.aim
    most = (
        number(line.aim.at_most, lang, 2)
        if line.aim.of == "ratio"
        else amount(line.aim.at_most, line.unit, lang)
    )
    said = AIM[line.aim.of].fill(most=most, peer=NAMES[line.aim.peer or "ours"])[lang]
    return tag("span", said, " ", tag("b", REACHED[line.aim.reached][lang]), class_="k-speed__aim")


def machine(lang: str) -> Markup:
    """One paragraph: when and where it was measured, and with what."""
    found = results()
    date = f"{found.date.day} {MONTHS[lang][found.date.month - 1]} {found.date.year}"
    told = MACHINE.fill(
        date=date,
        processor=found.machine["processor"],
        cores=found.machine["cores"],
        system=found.machine["system"].partition("-")[0],
        browser=found.machine["browser"].partition(".")[0],
        firefox=found.machine["firefox"].partition(".")[0],
        webkit=found.machine["webkit"],
        rounds=found.rounds,
        **{name.replace("-", "_"): version for name, version in found.versions.items()},
    )
    return tag("p", told[lang], class_="k-speed__machine")


def figure(name: str, lang: str) -> str:
    """The figure behind {n:speed.ROW.WHAT}. Raises DemoError with the choices."""
    _, key, what = [*name.split("."), "", ""][:3]
    line = line_of(results(), key)
    aimed = line.aim and line.aim.peer
    held = {
        who: amount(value.value, line.unit, lang) for who, value in line.values.items() if not value.absent
    }
    if not held:
        return ABSENT["failed"][lang]
    ours = line.values["ours"]
    if line.unit == "ms" and ours.value:
        held["a-second"] = number(1000 / ours.value, lang)
    if ours.p95 is not None:
        held["p95"] = amount(ours.p95, line.unit, lang)
    if line.aim:
        held["aim"] = (
            number(line.aim.at_most, lang, 2) if aimed else amount(line.aim.at_most, line.unit, lang)
        )
    if aimed and (ratio := line.values[aimed].ratio) is not None:
        held["ratio"] = number(ratio, lang, 2)
    if what not in held:
        raise DemoError(f"There is no figure “{name}”; row “{key}” has {listing(list(held)) or 'none'}")
    return held[what]


def amount(value: float, unit: str, lang: str) -> str:
    """Three digits are enough: 16.7 ms, 153 ms, 1,797 ms."""
    return number(value, lang, 1 if abs(value) < 100 else 0) + (f"\N{NO-BREAK SPACE}{unit}" if unit else "")
