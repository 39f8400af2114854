"""The filters that `search`, `incidents`, `statements` and `alerts` share."""

import argparse
import csv
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from marsad.model import Severity

if TYPE_CHECKING:
    from marsad.archive import Query
    from marsad.settings.watchlists import Watchlists


FORMATS = ("table", "jsonl", "csv")


def add_filters(parser: argparse.ArgumentParser, formats: Sequence[str] = FORMATS) -> None:
    """The options of every list."""
    parser.add_argument(
        "--since", type=moment, metavar="TIME", help="ISO 8601 date or time, included"
    )
    parser.add_argument(
        "--until", type=moment, metavar="TIME", help="ISO 8601 date or time, excluded"
    )
    parser.add_argument("--source", metavar="ID")
    parser.add_argument("--actor", metavar="ID")
    parser.add_argument("--place", metavar="ID", help="a place or country, with all it contains")
    parser.add_argument("--kind", metavar="ID")
    parser.add_argument("--language", metavar="CODE")
    parser.add_argument("--severity", choices=[s.value for s in Severity], help="at least this")
    parser.add_argument("--sort", choices=("newest", "relevance"), default="newest")
    parser.add_argument("--limit", type=positive, default=50, metavar="N")
    parser.add_argument("--json", action="store_true", help="the same as --format jsonl")
    parser.add_argument("--format", choices=formats, default="table")


def moment(written: str) -> datetime:
    """A date (its midnight, UTC) or a time (UTC unless it has an offset)."""
    try:
        if len(written) == 10:
            return datetime.combine(date.fromisoformat(written), time(), UTC)
        given = datetime.fromisoformat(written)
    except ValueError:
        message = (
            f"expected a date or time such as 2026-11-20 or 2026-11-20T06:00+03:00, got {written!r}"
        )
        raise argparse.ArgumentTypeError(message) from None
    return given if given.tzinfo else given.replace(tzinfo=UTC)


def positive(written: str) -> int:
    """A whole number from 1."""
    if not written.isdigit() or int(written) < 1:
        raise argparse.ArgumentTypeError(f"expected a whole number from 1, got {written!r}")
    return int(written)


def query_of(
    options: argparse.Namespace, watchlists: "Watchlists", text: str | None = None
) -> "Query":
    """What the options ask the archive for; a place stands for all that lies within it."""
    from marsad.archive import Query

    within = (
        tuple(
            place
            for place in watchlists.places
            if place != options.place and options.place in watchlists.containing(place)
        )
        if options.place
        else ()
    )
    return Query(
        text=text or None,
        since=options.since,
        until=options.until,
        source=options.source,
        actor=options.actor,
        place=options.place,
        within=within,
        kind=options.kind,
        language=options.language,
        severity=Severity(options.severity) if options.severity else None,
        sort=options.sort,
        limit=options.limit,
    )


Row = Mapping[str, object]


def show(rows: Iterable[Row], options: argparse.Namespace, columns: Sequence[str]) -> None:
    """Prints the rows in the format asked for; a table shows `columns` only."""
    form = "jsonl" if options.json else options.format
    if form == "jsonl":
        for row in rows:
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    elif form == "csv":
        _csv(rows)
    else:
        _table(list(rows), columns)


# A spreadsheet would run a cell that begins with one of these.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def _csv(rows: Iterable[Row]) -> None:
    writer = None
    for row in rows:
        if writer is None:
            writer = csv.DictWriter(sys.stdout, fieldnames=list(row), lineterminator="\n")
            writer.writeheader()
        writer.writerow({key: _cell(value) for key, value in row.items()})


def _cell(value: object) -> object:
    if isinstance(value, (dict, list, tuple)):
        value = json.dumps(value, ensure_ascii=False)
    if isinstance(value, str):
        value = "".join(c if c.isprintable() else " " for c in value)
        return "'" + value if value.startswith(_FORMULA) else value
    return value


def _table(rows: Sequence[Row], columns: Sequence[str]) -> None:
    if not rows:
        print("nothing found")
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(width=None if sys.stdout.isatty() else 200)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold", no_wrap=column in ("id", "time", "severity"))
    for row in rows:
        # Text, since strangers' words must not be taken for markup or terminal commands.
        table.add_row(*(Text(_plain(row.get(column))) for column in columns))
    console.print(table)


def _plain(value: object) -> str:
    if value is None:
        return ""
    return "".join(c if c.isprintable() else " " for c in str(value))
