"""`marsad db upgrade|check`: the archive's tables."""

import argparse

from marsad.cli.streams import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("action", choices=("upgrade", "check"))


def run(options: argparse.Namespace) -> int:
    """Brings the tables up to date, or looks for damage."""
    from marsad.archive import Archive
    from marsad.settings.load import load

    archive = Archive.open(load(options.config).archive_url())
    try:
        if options.action == "upgrade":
            archive.upgrade()
            print("the archive is up to date")
            return 0
        complaints = archive.check()
        for complaint in complaints:
            say(complaint)
        if not complaints:
            print("the archive is sound")
        return 1 if complaints else 0
    finally:
        archive.close()
