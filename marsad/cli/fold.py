"""`marsad fold [FILE]`: the matching key of each line."""

import argparse
import sys

from marsad.cli.streams import lines_of
from marsad.text import fold


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("file", nargs="?", metavar="FILE", help="lines (default: standard input)")


def run(options: argparse.Namespace) -> int:
    """Prints what watchlists, places and search compare."""
    for line in lines_of(options.file):
        sys.stdout.write(fold(line.rstrip("\r\n")) + "\n")
    return 0
