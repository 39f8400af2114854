"""`marsad search [QUERY]`: words, "phrases", -not, OR."""

import argparse

from marsad.cli.filters import add_filters, query_of, show


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument(
        "query", nargs="*", metavar="QUERY", help="in quotes when it says what not: 'rocket -drill'"
    )
    add_filters(parser)


def run(options: argparse.Namespace) -> int:
    """Prints the stories that match."""
    from marsad.archive import Archive
    from marsad.documents import story_document
    from marsad.settings.load import load

    settings = load(options.config)
    query = query_of(options, settings.watchlists, " ".join(options.query))
    archive = Archive.open(settings.archive_url())
    try:
        archive.upgrade()
        with archive.looking() as work:
            found = work.stories.search(query)
    finally:
        archive.close()
    rows = [
        story_document(stored.story)
        | {
            "time": (stored.story.published or stored.story.seen or "") and _time(stored.story),
            "outlet": stored.story.outlet,
            "disposition": stored.disposition.value,
            "incidents": list(stored.incidents),
        }
        for stored in found
    ]
    show(rows, options, ("time", "outlet", "disposition", "title", "url"))
    return 0


def _time(story) -> str:  # type: ignore[no-untyped-def]
    at = story.published or story.seen
    return at.strftime("%Y-%m-%d %H:%M") if at else ""
