"""The command line: `marsad [--config DIR] COMMAND`."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import Protocol, cast

from marsad.errors import ConfigError, MarsadError

# A command's module is imported only when it is called: start-up is part of its speed.
COMMANDS = {
    "run": "poll, read, group, alert and serve until stopped",
    "check": "validate the config and print the resolved plan",
    "read": "stories in, readings out (JSON lines)",
    "fold": "print the matching key of each line",
    "replay": "stories through the whole pipeline into a throw-away archive",
    "extract": "one page in, its article out",
    "feed": "one feed or news sitemap in, its entries out",
    "search": "search the archive",
    "incidents": "list incidents",
    "statements": "list official statements",
    "why": "tell what became of a story",
    "alerts": "list alerts, send a test message, retry a delivery",
    "db": "upgrade or check the archive",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; the answer is its exit code.

    0 done, 1 it could not be done, 2 the command line or the config is wrong.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    chosen = _command_of(given)
    parser = _parser(chosen)
    options = parser.parse_args(given)
    if options.version:
        print(f"marsad {_version()}")
        return 0
    if chosen is None:
        parser.print_help(sys.stderr)
        return 2
    options.config = _config_folder(options.config)
    if sys.stdout is None:  # closed: nobody listens, as with print()
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - until the end
    if isinstance(sys.stdout, TextIOWrapper):  # the contract's encoding, whatever the locale's is
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    try:
        code = _module(chosen).run(options)
        sys.stdout.flush()  # at exit it would be too late to say what is wrong
        return code
    except ConfigError as error:
        return _complain(str(error), code=2)
    except MarsadError as error:
        return _complain(str(error), code=1)
    except BrokenPipeError:
        # The reader of our output has gone (`| head`): nothing is wrong.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        # A full disk, mostly; what cannot be read is told by who reads it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        where = error.filename or "output"
        return _complain(f"{where}: {error.strerror or error}", code=1)
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # the user gets one line, a developer the rest
        if os.environ.get("MARSAD_DEBUG"):
            raise
        line = f"unexpected {type(error).__name__}: {error} (MARSAD_DEBUG=1 shows where)"
        return _complain(line, code=1)


def _complain(message: str, *, code: int) -> int:
    lines = message.splitlines() or [message]
    for line in lines:
        print(f"marsad: {line}", file=sys.stderr)
    return code


def _command_of(given: Sequence[str]) -> str | None:
    skip = False
    for word in given:
        if skip:
            skip = False
        elif word == "--config":
            skip = True
        elif not word.startswith("-"):
            return word if word in COMMANDS else None
    return None


def _parser(chosen: str | None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="marsad", description="Watches news sources and alerts once.", allow_abbrev=False
    )
    parser.add_argument(
        "--config",
        metavar="DIR",
        help="config folder (default: MARSAD_CONFIG, else the shipped one)",
    )
    parser.add_argument("--version", action="store_true", help="print the version")
    commands = parser.add_subparsers(metavar="COMMAND", dest="command")
    for name, purpose in COMMANDS.items():
        command = commands.add_parser(name, help=purpose, description=purpose, allow_abbrev=False)
        if name == chosen:
            _module(name).add_arguments(command)
            command.set_defaults(refuse=command.error)  # prints the usage; exit code 2
    return parser


class _Command(Protocol):
    def add_arguments(self, parser: argparse.ArgumentParser) -> None: ...
    def run(self, options: argparse.Namespace) -> int: ...


def _module(command: str) -> _Command:
    return cast(_Command, import_module(f"marsad.cli.{command}"))


def _config_folder(given: str | None) -> Path | None:
    named = given or os.environ.get("MARSAD_CONFIG")
    if not named:
        return None
    folder = Path(named)
    if not folder.is_dir():
        raise SystemExit(_complain(f"{folder}: no such config folder", code=2))
    return folder


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("marsad")
    except PackageNotFoundError:
        return "(not installed)"


if __name__ == "__main__":
    sys.exit(main())
