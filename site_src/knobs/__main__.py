"""What the page shows, on the command line.

python -m knobs demo NAME --lang nl --set a=2    the HTML of a demo
python -m knobs count FILE                       how many parameters an architecture has, as JSON
python -m knobs say "de lucht is" --words 9      what the pocket model finds most probable next, as JSON
"""

import argparse
import json
import sys
import tomllib
from pathlib import Path
from typing import NoReturn

from .architecture import Architecture, architecture
from .count import active, components, total
from .demo import names, render
from .models import Model
from .say import say
from .text import LANGUAGES, DemoError, InputError, Text, listing

# What may stand beside a table `arch`: what models.toml says of a model.
ABOUT = {*Model._fields, "total_status", "non_embedding", "components", "checkpoint_total", "arxiv"}
ABOUT |= {"cross_check", "notes"}


class OneLine(argparse.ArgumentParser):
    """A parser that answers bad input with one line that names the thing, and exit code 2."""

    def error(self, message: str) -> NoReturn:
        line = "".join(character if character.isprintable() else " " for character in message)
        self.exit(2, f"{self.prog}: {line}\n")


def main(arguments: list[str]) -> int:
    """Run one command. Returns the exit code; bad input leaves with 2 and one line on standard error."""
    parser = OneLine(
        prog="python -m knobs",
        description="The demos and the counts of Knobs / Draaiknoppen, without a browser.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=OneLine)
    demo = commands.add_parser(
        "demo", help="print the HTML of a demo", description="Print the HTML of a demo."
    )
    demo.add_argument("name", help=listing(names()))
    demo.add_argument("--lang", default="en", help=listing(LANGUAGES))
    demo.add_argument(
        "--set",
        dest="start",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="turn a control before drawing",
    )
    count = commands.add_parser(
        "count",
        help="count the parameters of an architecture",
        description="Print total, active, components.",
    )
    count.add_argument(
        "file", metavar="FILE", help="TOML or JSON: the fields themselves, or a table `arch` with them"
    )
    count.add_argument("--lang", default="en", choices=LANGUAGES, help="language in which mistakes are told")
    says = commands.add_parser(
        "say",
        help="let the pocket model go on after a prompt",
        description="Print the language, the prompt as the model reads it, and the next words with probabilities.",
    )
    says.add_argument("prompt", metavar="PROMPT", help="words that the model knows, in quotation marks")
    says.add_argument("--lang", choices=LANGUAGES, help="of the prompt, if not what the model takes it for")
    says.add_argument("--top", type=int, default=5, metavar="N", help="how many next words (5)")
    says.add_argument("--words", type=int, default=0, metavar="N", help="write on for N words (0)")
    says.add_argument(
        "--temperature", type=float, default=0.0, metavar="T", help="of writing on; 0, the most probable word"
    )
    says.add_argument("--seed", type=int, default=0, metavar="N", help="of writing on (0)")
    says.add_argument(
        "--weights", type=Path, metavar="DIR", help="the folder of pocket.json and .safetensors"
    )
    given = parser.parse_args(arguments)
    try:
        if given.command == "say":
            said = say(
                given.prompt,
                given.lang,
                top=given.top,
                words=given.words,
                temperature=given.temperature,
                seed=given.seed,
                folder=given.weights,
            )
            print(json.dumps(said, indent=2, ensure_ascii=False))
        elif given.command == "count":
            read = architecture(fields(Path(given.file), given.lang), given.lang)
            counted = {
                "total": total(read),
                "active": active(read).all_tables,
                "components": components(read),
            }
            print(json.dumps(counted, indent=2))
        else:
            print(render(given.name, given.lang, _settings(given.start)))
    except (DemoError, InputError) as refused:
        {"demo": demo, "count": count, "say": says}[given.command].error(str(refused))
    return 0


def fields(file: Path, lang: str) -> dict[str, object]:
    """The fields of an architecture in a TOML or JSON file. Raises InputError with a sentence in `lang`."""
    try:
        written = file.read_text(encoding="utf-8-sig")
        if file.suffix == ".json" or written.lstrip().startswith("{"):
            read = json.loads(written, object_pairs_hook=_once)
        else:
            read = tomllib.loads(written)
    except OSError as refused:
        raise InputError(UNOPENED.fill(file=str(file), why=refused.strerror)[lang]) from None
    except (ValueError, RecursionError) as refused:  # both parsers raise kinds of ValueError
        raise InputError(UNREADABLE.fill(file=str(file), why=str(refused))[lang]) from None
    beside = set(read) - ABOUT if isinstance(read, dict) and "arch" in read else set()
    arch = read.get("arch", read) if isinstance(read, dict) else read
    if beside:
        raise InputError(BESIDE.fill(name=min(beside))[lang])
    if not isinstance(arch, dict):
        raise InputError(NO_TABLE.fill(file=str(file), choices=listing(Architecture._fields[:4], lang))[lang])
    return arch


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object of JSON, whose names may not come twice: which of the two is meant?"""
    read = dict(pairs)
    if len(read) < len(pairs):
        named = [name for name, _ in pairs]
        raise ValueError(f"{next(name for name in named if named.count(name) > 1)} is there twice")
    return read


def _settings(written: list[str]) -> dict[str, object]:
    """`a=2` as {"a": "2"}. Raises DemoError for anything else."""
    start: dict[str, object] = {}
    for setting in written:
        name, equals, value = setting.partition("=")
        if not equals:
            raise DemoError(f"--set {setting}: write NAME=VALUE, for example --set a=2")
        start[name] = value
    return start


UNOPENED = Text(en="{file} cannot be opened: {why}", nl="{file} is niet te openen: {why}")
UNREADABLE = Text(en="{file} is not TOML or JSON: {why}", nl="{file} is geen TOML of JSON: {why}")
BESIDE = Text(
    en="The field {name} stands beside the table arch; put it inside, or leave it out.",
    nl="Het veld {name} staat naast de tabel arch; zet het erin, of laat het weg.",
)
NO_TABLE = Text(
    en="{file} has no fields of an architecture, such as {choices}.",
    nl="{file} heeft geen velden van een architectuur, zoals {choices}.",
)

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
