"""When the daemon asks a source first."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from marsad.app.daemon import first_poll
from marsad.model import SourceState
from tests.alerts.builders import NOW


@dataclass
class Source:
    """As much of a source as its schedule needs."""

    id: str = "outlet"
    poll_seconds: float = 300.0


@pytest.mark.parametrize(
    ("due", "latest"),
    [
        pytest.param(None, timedelta(seconds=10), id="never polled"),
        pytest.param(-timedelta(hours=3), timedelta(seconds=10), id="overdue"),
        pytest.param(timedelta(hours=24), timedelta(hours=24), id="as the server asked"),
        pytest.param(timedelta(days=400), timedelta(seconds=10), id="the clock was wrong"),
    ],
)
def test_first_poll(due, latest):
    state = SourceState(source="outlet", next_poll=due and NOW + due)
    assert NOW <= first_poll(state, Source(), NOW) <= NOW + latest
