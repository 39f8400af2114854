"""What tests of event reading share: the shipped configuration, made ready once."""

import pytest

from marsad.reading.analysis import Analyst
from marsad.reading.events import EventVocabulary
from marsad.reading.events import vocabulary as compiled
from marsad.settings.load import Settings, load


@pytest.fixture(scope="session")
def shipped() -> Settings:
    return load(None)


@pytest.fixture(scope="session")
def analyst(shipped: Settings) -> Analyst:
    return Analyst(shipped.watchlists, shipped.statement_words)


@pytest.fixture(scope="session")
def vocabulary(shipped: Settings) -> EventVocabulary:
    return compiled(shipped.watchlists, shipped.kinds, shipped.event_words)
