"""`marsad statements`: official statements, newest first."""

import argparse

from marsad.cli.filters import add_filters, query_of, show


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    add_filters(parser)


def run(options: argparse.Namespace) -> int:
    """Prints statements."""
    from marsad.archive import Archive
    from marsad.documents import statement_document
    from marsad.settings.load import load

    settings = load(options.config)
    archive = Archive.open(settings.archive_url())
    try:
        archive.upgrade()
        with archive.looking() as work:
            records = work.statements.find(query_of(options, settings.watchlists))
    finally:
        archive.close()
    rows = [
        statement_document(record) | {"time": record.said.strftime("%Y-%m-%d %H:%M")}
        for record in records
    ]
    show(rows, options, ("time", "class", "speaker", "organisation", "kind", "text"))
    return 0
