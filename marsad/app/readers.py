"""The reader of a configuration; apart from the other rooms, since `read` needs no more."""

from typing import TYPE_CHECKING

from marsad.reading.reader import Reader

if TYPE_CHECKING:
    from marsad.app.work import ReaderSettings
    from marsad.settings.load import Settings


def make_reader(settings: "Settings | ReaderSettings") -> Reader:
    """A reader of this configuration; building one takes a moment, so a process makes one."""
    return Reader(
        watchlists=settings.watchlists,
        kinds=settings.kinds,
        event_words=settings.event_words,
        statement_words=settings.statement_words,
        freshness=settings.freshness,
    )
