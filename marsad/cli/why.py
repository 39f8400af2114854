"""`marsad why URL`: what became of a story."""

import argparse

from marsad.cli.streams import put
from marsad.errors import CannotDo


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument(
        "url", metavar="URL", help="the address of a story, in any spelling, or its id"
    )
    parser.add_argument("--json", action="store_true", help="print the decision as JSON")


def run(options: argparse.Namespace) -> int:
    """Prints the chain from the first sight of a story to its alert, or to what dropped it."""
    from marsad.app.replay import Decision
    from marsad.app.why import told
    from marsad.archive import Archive
    from marsad.settings.load import load

    settings = load(options.config)
    archive = Archive.open(settings.archive_url())
    try:
        archive.upgrade()
        with archive.looking() as work:
            stored = work.stories.by_url(options.url)
            if stored is None:
                raise CannotDo(f"{options.url}: never seen in any source")
            if options.json:
                put(Decision(stored).document())
            else:
                print(told(work, stored))
    finally:
        archive.close()
    return 0
