"""`marsad run [--once [--json]]`: the daemon, or one pass."""

import argparse
import sys
from contextlib import ExitStack

from marsad.cli.streams import put, say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument(
        "--once", action="store_true", help="poll every source once, deliver, and end"
    )
    parser.add_argument(
        "--json", action="store_true", help="with --once: print what was done as JSON"
    )
    parser.add_argument("--quiet", action="store_true", help="log warnings only")


def run(options: argparse.Namespace) -> int:
    """Runs until stopped, or once."""
    from marsad.app.logs import start_logging
    from marsad.settings.load import check_secrets, load

    if options.json and not options.once:
        options.refuse("--json goes with --once")
    settings = load(options.config)
    check_secrets(settings)
    start_logging(quiet=options.quiet or options.once)
    from marsad.archive import Archive

    archive = Archive.open(settings.archive_url())
    with ExitStack() as held:
        held.callback(archive.close)
        archive.upgrade()
        held.enter_context(archive.alone())
        if options.once:
            return _once(settings, archive, as_json=options.json)
        from marsad.app.daemon import run_daemon
        from marsad.web.server import Server

        address = f"http://{settings.web.host}:{settings.web.port}"
        enabled = sum(source.enabled for source in settings.sources)
        say(f"watching {enabled} sources; page on {address}; Ctrl-C stops")
        run_daemon(settings, options.config, archive, Server)
        say("stopped")
        return 0


def _once(settings, archive, *, as_json: bool) -> int:  # type: ignore[no-untyped-def]
    import asyncio

    from marsad.app.once import one_pass

    done = asyncio.run(one_pass(settings, archive))
    if as_json:
        put(done.document())
    else:
        counts = done.counts
        print(
            f"{counts.polled} sources polled ({counts.unchanged} unchanged, "
            f"{counts.failed} failed), {counts.new} new stories, "
            f"{counts.opened} incidents opened, {counts.updated} updated, "
            f"{counts.sent} messages sent ({done.waiting} waiting), {done.wall_s:.1f} s"
        )
    sys.stdout.flush()
    return 1 if counts_all_failed(done.counts.polled, done.counts.failed) else 0


def counts_all_failed(polled: int, failed: int) -> bool:
    """Whether every source failed."""
    return polled > 0 and polled == failed
