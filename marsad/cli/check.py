"""`marsad check [--online]`: validate the config and print the resolved plan."""

import argparse
from datetime import timedelta
from typing import TYPE_CHECKING

from marsad.cli.streams import put

if TYPE_CHECKING:
    from marsad.settings.load import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("--online", action="store_true", help="fetch each enabled source once")
    parser.add_argument("--json", action="store_true", help="print JSON lines")


def run(options: argparse.Namespace) -> int:
    """Prints what marsad would do; 1 when a source cannot be fetched."""
    from marsad.settings.load import check_secrets, load

    settings = load(options.config)
    check_secrets(settings)
    for line in _plan(settings):
        if options.json:
            put(line)
        else:
            print("  ".join(str(value) for value in line.values() if value not in (None, "")))
    if not options.online:
        return 0
    return _online(settings, as_json=options.json)


def _plan(settings: "Settings") -> list[dict[str, object]]:
    from alerts.rules import rule_line

    enabled = [source for source in settings.sources if source.enabled]
    watched = settings.watchlists
    plan: list[dict[str, object]] = [
        {"what": "archive", "value": settings.archive_shown()},
        {"what": "page", "value": f"http://{settings.web.listen}"},
        {
            "what": "fresh",
            "value": f"attacks {_hours(settings.freshness.attack)}, "
            f"statements {_hours(settings.freshness.statement)}",
        },
        {
            "what": "watched",
            "value": f"{len(watched.actors)} actors, {len(watched.places)} places, "
            f"{len(watched.weapons)} weapons, {len(watched.offices)} offices, "
            f"{len(watched.terms)} terms",
        },
        {
            "what": "sources",
            "value": f"{len(enabled)} polled, {len(settings.sources) - len(enabled)} off",
        },
    ]
    plan += [
        {"what": "channel", "value": name, "kind": channel.kind}
        for name, channel in settings.alerts.channels.items()
    ]
    plan += [
        {"what": "rule", "value": rule_line(number, rule)}
        for number, rule in enumerate(settings.alerts.rules)
    ]
    return plan


def _hours(window: timedelta) -> str:
    return f"{window / timedelta(hours=1):g} h"


def _online(settings: "Settings", *, as_json: bool) -> int:
    import asyncio

    from marsad.app.checking import checked

    failed = 0
    for found in asyncio.run(checked(settings)):
        failed += found.error is not None
        if as_json:
            put(found.document())
        else:
            print(found.line())
    return 1 if failed else 0
