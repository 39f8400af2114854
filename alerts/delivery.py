"""What comes next after a message could not be handed over."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from marsad.errors import DeliveryDelayed, DeliveryRefused, DeliveryUncertain, MarsadError
from marsad.model import Delivery, DeliveryState

FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(hours=1)
GIVE_UP = timedelta(hours=24)
# 2 s doubled up to an hour takes 11 tries, then one an hour: a day and a little.
MOST_ATTEMPTS = 36


class Outcome(StrEnum):
    """What became of one try."""

    REFUSED = "refused"
    DELAYED = "delayed"
    UNCERTAIN = "uncertain"
    EXHAUSTED = "exhausted"  # tried for a day


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """Where a delivery stands after a try that failed; `due` is when it is tried again."""

    state: DeliveryState
    due: datetime
    uncertain: bool
    outcome: Outcome


def after(
    delivery: Delivery,
    error: MarsadError,
    now: datetime,
    jitter: float,
    *,
    since: datetime | None = None,
) -> Next:
    """Decide what comes after a failed try; `delivery.attempts` counts the tries before it.

    `jitter` is a factor around 1, so that many do not come back at once. `since` is when it was
    first to go out; without it the number of tries decides when a day is over.
    """
    uncertain = delivery.uncertain or isinstance(error, DeliveryUncertain)
    outcome = _outcome(delivery, error, now, since)
    if outcome in (Outcome.REFUSED, Outcome.EXHAUSTED):
        return Next(state=DeliveryState.DEAD, due=now, uncertain=uncertain, outcome=outcome)
    asked = error.retry_after if isinstance(error, DeliveryDelayed) else None
    wait = _back_off(delivery.attempts, jitter) if asked is None else _seconds(asked)
    return Next(state=DeliveryState.WAITING, due=now + wait, uncertain=uncertain, outcome=outcome)


def _outcome(
    delivery: Delivery, error: MarsadError, now: datetime, since: datetime | None
) -> Outcome:
    if isinstance(error, DeliveryRefused):
        return Outcome.REFUSED
    if not isinstance(error, DeliveryDelayed | DeliveryUncertain):
        raise TypeError(f"not the error of a delivery: {error!r}") from error
    tried_for_a_day = delivery.attempts >= _most_attempts(error)
    if tried_for_a_day if since is None else now - since >= GIVE_UP:
        return Outcome.EXHAUSTED
    return Outcome.UNCERTAIN if isinstance(error, DeliveryUncertain) else Outcome.DELAYED


def _most_attempts(error: DeliveryDelayed | DeliveryUncertain) -> int:
    """How many tries make a day; a receiver that asks for short waits is asked more often."""
    asked = error.retry_after if isinstance(error, DeliveryDelayed) else None
    if asked is None:
        return MOST_ATTEMPTS
    return max(MOST_ATTEMPTS, int(GIVE_UP.total_seconds() / max(asked, 1.0)))


def _back_off(attempts: int, jitter: float) -> timedelta:
    # Beyond eleven doublings the ceiling is reached; more would only make the number large.
    wait = FIRST_WAIT * (1 << min(attempts, 11)) * jitter
    return min(wait, LONGEST_WAIT)


def _seconds(asked: float) -> timedelta:
    """As long as the receiver asked, to the second, but not for ever."""
    return timedelta(seconds=min(max(asked, 0.0), GIVE_UP.total_seconds()))
