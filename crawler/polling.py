"""When to poll a source again: pure decisions, the caller brings the clock and the dice."""

from dataclasses import replace
from datetime import datetime, timedelta

from crawler.collectors import PollResult
from marsad.model import Source, SourceState

_JITTER = 0.1
_LONGEST_BACK_OFF = 3600.0
_LONGEST_RETRY_AFTER = 24 * 3600.0


def next_state(
    source: Source,
    state: SourceState,
    result: PollResult,
    *,
    newest: datetime | None,
    now: datetime,
    jitter: float,
) -> SourceState:
    """What we know of a source after a poll, and when it is due again.

    `newest` is the date of the newest entry of this poll, `jitter` lies between -1 and 1. A source
    that fails is polled less often, down to once an hour, but never dropped.
    """
    failed = result.outcome == "failed"
    failures = state.failures + 1 if failed else 0
    wait = pause_seconds(source, result, failures) * (1 + _JITTER * jitter)
    asked = _asked_seconds(result)
    return replace(
        state,
        etag=result.etag,
        last_modified=result.last_modified,
        body_hash=result.body_hash,
        next_poll=now + timedelta(seconds=max(wait, asked)),
        last_poll=now,
        last_success=state.last_success if failed else now,
        newest_entry=max(filter(None, (state.newest_entry, newest)), default=None),
        failures=failures,
        error=result.error if failed else None,
    )


def pause_seconds(source: Source, result: PollResult, failures: int) -> float:
    """The wait before jitter: the poll interval, doubled with each failure up to an hour."""
    if not failures:
        return source.poll_seconds
    longest = max(_LONGEST_BACK_OFF, source.poll_seconds)
    # The first failure may be a hiccup: it costs no more than the usual wait.
    return min(longest, source.poll_seconds * 2.0 ** min(failures - 1, 30))


def _asked_seconds(result: PollResult) -> float:
    """How long the server asked us to stay away, at most a day."""
    return min(result.retry_after or 0.0, _LONGEST_RETRY_AFTER)
