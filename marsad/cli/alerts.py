"""`marsad alerts`: the log, `test CHANNEL`, `retry ID`."""

import argparse

from marsad.cli.filters import add_filters, query_of, show
from marsad.errors import CannotDo


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("action", nargs="?", choices=("test", "retry"))
    parser.add_argument("name", nargs="?", metavar="CHANNEL|ID")
    add_filters(parser)


def run(options: argparse.Namespace) -> int:
    """Prints the alerts that were raised, or tries a channel for real."""
    from marsad.settings.load import load

    if options.action and not options.name:
        options.refuse(
            f"alerts {options.action} takes {'a channel' if options.action == 'test' else 'an id'}"
        )
    settings = load(options.config)
    if options.action == "test":
        from marsad.app.trying import try_channel

        print(try_channel(settings, options.name))
        return 0
    from datetime import UTC, datetime

    from marsad.archive import Archive
    from marsad.documents import alert_document

    archive = Archive.open(settings.archive_url())
    try:
        archive.upgrade()
        if options.action == "retry":
            return _retry(archive, options.name, datetime.now(UTC))
        with archive.looking() as work:
            found = work.alerts.find(query_of(options, settings.watchlists))
            rows = [
                alert_document(alert)
                | {
                    "time": alert.at.strftime("%Y-%m-%d %H:%M"),
                    "delivered": ", ".join(
                        f"{one.channel} {one.state.value}"
                        for one in work.alerts.deliveries_of(alert.id)
                    ),
                }
                for alert in found
            ]
    finally:
        archive.close()
    show(rows, options, ("time", "severity", "reason", "title", "delivered", "id"))
    return 0


def _retry(archive, name: str, now) -> int:  # type: ignore[no-untyped-def]
    from marsad.model import AlertId, DeliveryState

    with archive.writing() as work:
        rows = [
            one
            for one in work.alerts.deliveries_of(AlertId(name))
            if one.state is not DeliveryState.SENT
        ]
        if not rows:
            raise CannotDo(f"{name}: no alert with an unsent delivery")
        for one in rows:
            work.outbox.retry(one.id, now)
    print(f"{len(rows)} deliveries will be tried again")
    return 0
