"""`marsad replay FILE…`: stories through the whole pipeline; nothing is sent."""

import argparse
import json
import os
from contextlib import ExitStack
from datetime import datetime

from marsad.cli.filters import moment
from marsad.cli.streams import lines_of, put, say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("files", nargs="*", metavar="FILE", help="stories as JSON lines")
    parser.add_argument("--decisions", metavar="FILE", help="write what became of each story here")
    parser.add_argument(
        "--archive", metavar="URL", help="keep the archive here (default: in memory)"
    )
    parser.add_argument("--from-archive", action="store_true", help="replay stored stories")
    parser.add_argument("--since", type=moment, metavar="TIME")
    parser.add_argument("--until", type=moment, metavar="TIME")


def run(options: argparse.Namespace) -> int:
    """Prints the alerts that would have been raised."""
    from marsad.app.replay import Decision, replay
    from marsad.app.stories import stories_of
    from marsad.archive import Archive
    from marsad.documents import alert_document
    from marsad.settings.load import load

    if bool(options.files) == options.from_archive:
        options.refuse("replay takes files of stories, or --from-archive")
    settings = load(options.config)
    sources = {source.id: source for source in settings.sources}
    stories, bad = [], 0
    if options.from_archive:
        stories = _stored(settings.archive_url(), options.since, options.until)
    for name in options.files:
        for line in stories_of(lines_of(name), sources):
            if line.story is None:
                bad += 1
                say(f"{name}:{line.number}: {line.fault}")
            else:
                stories.append(line.story)
    archive = Archive.open(options.archive or "sqlite://")
    with ExitStack() as stack:
        stack.callback(archive.close)
        archive.upgrade()
        path = options.decisions or os.devnull
        decisions = stack.enter_context(open(path, "w", encoding="utf-8"))
        for outcome in replay(stories, settings, archive):
            if isinstance(outcome, Decision):
                decisions.write(json.dumps(outcome.document(), ensure_ascii=False) + "\n")
            else:
                put(alert_document(outcome))
    return 1 if bad else 0


def _stored(url: str, since: datetime | None, until: datetime | None):  # type: ignore[no-untyped-def]
    from marsad.archive import Archive, Query

    archive = Archive.open(url)
    try:
        with archive.looking() as work:
            found = work.stories.search(Query(since=since, until=until, limit=1_000_000))
            return [stored.story for stored in found]
    finally:
        archive.close()
