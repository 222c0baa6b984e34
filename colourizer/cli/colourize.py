"""The program `colourize`, also `python -m colourizer`: its subcommands, each in its own module."""

import argparse
import sys
from importlib import import_module
from pathlib import Path

from colourizer.cli.closed_pipe import ends_quietly
from colourizer.cli.options import program

# Imported on use: some need extra packages. Each module has `main(argv)`, which returns the exit status.
COMMANDS = {
    "photo": ("photo_command", "colour photographs; it may be left out"),
    "archive": ("archive_command", "colour every photograph in a folder"),
    "inspect": ("inspect", "print what files state about their colours, and verify their content credentials"),
    "export": ("export", "write a network's graph, which runs without PyTorch"),
    "bench": ("bench", "measure how long photographs take on this machine"),
}


@ends_quietly()
def main(argv: list[str] | None = None) -> int:
    """Run the subcommand that `argv` begins with; without one, colour photographs. Returns the exit status."""
    argv = sys.argv[1:] if argv is None else argv
    if not argv or argv[0] in ("-h", "--help"):
        _parser().print_help()
        return 0 if argv else 2
    name = argv[0]
    # An existing file with the name of a subcommand is a photograph.
    if name not in COMMANDS or (len(argv) == 1 and Path(name).is_file()):
        return import_module("colourizer.cli.photo_command").main(argv)
    return import_module(f"colourizer.cli.{COMMANDS[name][0]}").main(argv[1:])


def archive() -> int:
    """Run `colourize archive` by its older name, `colourize-archive`. Returns the exit status."""
    return main(["archive", *sys.argv[1:]])


def _parser() -> argparse.ArgumentParser:
    """The parser for the overview only: each subcommand parses its own arguments."""
    called = program("colourizer")
    parser = argparse.ArgumentParser(
        prog=called,
        description="Black-and-white photographs in colour.",
        epilog=f"`{called} COMMAND --help` describes a command. `{called} old.jpg` is `{called} photo old.jpg`.",
    )
    commands = parser.add_subparsers(metavar="COMMAND")
    for name, (_, about) in COMMANDS.items():
        commands.add_parser(name, help=about)
    return parser
