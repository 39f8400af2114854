"""The reader of a configuration; apart from the other rooms, since `read` needs no more."""

import gc
from typing import TYPE_CHECKING

from marsad.reading.reader import Reader

if TYPE_CHECKING:
    from marsad.app.work import ReaderSettings
    from marsad.settings.load import Settings


def make_reader(settings: "Settings | ReaderSettings") -> Reader:
    """A reader of this configuration; building one takes a moment, so a process makes one."""
    reader = Reader(
        watchlists=settings.watchlists,
        kinds=settings.kinds,
        event_words=settings.event_words,
        statement_words=settings.statement_words,
        freshness=settings.freshness,
    )
    # Its words and names live as long as the process, and readings hold no cycles: looking for
    # garbage among them often costs a tenth of all reading.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    return reader
