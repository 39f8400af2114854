"""Files and standard streams of the commands."""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from marsad.errors import CannotDo


def lines_of(name: str | None) -> Iterator[str]:
    """The lines of a file, or of standard input for `-` or nothing; bad UTF-8 is replaced.

    Raises:
        CannotDo: the file cannot be read.
    """
    if name in (None, "-"):
        for raw in sys.stdin.buffer:
            yield raw.decode("utf-8", "replace")
        return
    try:
        with open(str(name), "rb") as file:
            for raw in file:
                yield raw.decode("utf-8", "replace")
    except OSError as error:
        raise CannotDo(f"{name}: {error.strerror or error}") from error


def bytes_of(name: str) -> bytes:
    """The whole of a file, or of standard input for `-`.

    Raises:
        CannotDo: the file cannot be read.
    """
    try:
        return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise CannotDo(f"{name}: {error.strerror or error}") from error


def put(document: Mapping[str, object]) -> None:
    """Prints one JSON line."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False) + "\n")


def say(message: str) -> None:
    """One line for the user on standard error."""
    print(f"marsad: {message}", file=sys.stderr)


def is_address(name: str) -> bool:
    """Whether FILE|URL is an address."""
    return name.lower().startswith(("http://", "https://"))
