"""`python -m knobs demo NAME --lang nl --set a=2`: what the page shows, on the command line."""

import argparse
import sys
from typing import NoReturn

from .demo import names, render
from .text import LANGUAGES, DemoError, listing


class OneLine(argparse.ArgumentParser):
    """A parser that answers bad input with one line that names the thing, and exit code 2."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}\n")


def main(arguments: list[str]) -> int:
    """Run one command. Returns the exit code; bad input leaves with 2 and one line on standard error."""
    parser = OneLine(
        prog="python -m knobs", description="The demos of Knobs / Draaiknoppen, without a browser."
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
    given = parser.parse_args(arguments)
    start: dict[str, object] = {}
    for setting in given.start:
        name, equals, value = setting.partition("=")
        if not equals:
            demo.error(f"--set {setting}: write NAME=VALUE, for example --set a=2")
        start[name] = value
    try:
        print(render(given.name, given.lang, start))
    except DemoError as refused:
        demo.error(str(refused))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
