"""Log lines: one a unit of work, on standard error, harmless to the terminal."""

import logging
import sys


class OneLine(logging.Formatter):
    """Keeps a record on one line and shows control characters as escapes."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # logging's name
        """The line, harmless."""
        line = super().formatMessage(record)
        return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in line)


def start_logging(*, quiet: bool) -> None:
    """Sends marsad's log to standard error; libraries speak from warnings on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        OneLine("%(asctime)s %(levelname)s %(message)s", datefmt="%Y-%m-%dT%H:%M:%S%z")
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for room in ("marsad", "crawler", "alerts"):
        logging.getLogger(room).setLevel(logging.WARNING if quiet else logging.INFO)
    # A poll that starts late is no news here: every job is coalesced and none is skipped.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    logging.getLogger("scrapy").setLevel(logging.ERROR)
