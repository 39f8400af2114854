"""The shipped configuration, read once."""

import pytest

from marsad.reading.reader import Reader
from marsad.settings.load import Settings, load


@pytest.fixture(scope="session")
def settings() -> Settings:
    """The shipped configuration."""
    return load(None)


@pytest.fixture(scope="session")
def reader(settings: Settings) -> Reader:
    """A reader of the shipped configuration."""
    return Reader(
        watchlists=settings.watchlists,
        kinds=settings.kinds,
        event_words=settings.event_words,
        statement_words=settings.statement_words,
        freshness=settings.freshness,
    )
