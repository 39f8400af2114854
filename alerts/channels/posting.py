"""One HTTP POST to a receiver of alerts, and what its answer or silence means."""

from collections.abc import Mapping
from email.utils import parsedate_to_datetime

from marsad.door import Answer, Door
from marsad.errors import (
    DeliveryDelayed,
    DeliveryRefused,
    DeliveryUncertain,
    FetchError,
    FetchRefused,
)
from marsad.urls import host_of

DEADLINE_SECONDS = 30.0
_LATER = frozenset({408, 409, 423, 425, 429})


async def post(
    door: Door,
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    deadline: float = DEADLINE_SECONDS,
) -> Answer:
    """Hand a body over within `deadline` seconds; returns only when the receiver took it (2xx).

    The address may be a secret: errors name its host alone, and never carry the error below.
    """
    host = host_of(url) or "the receiver"
    try:
        answer = await door.post(url, body, headers=headers, deadline=deadline)
    except FetchRefused as error:
        raise DeliveryRefused(f"{host}: not an address we post to{_listed(error)}") from None
    except FetchError as error:
        if error.sent:
            raise DeliveryUncertain(f"{host}: the answer was lost") from None
        raise DeliveryDelayed(f"{host}: cannot be reached") from None
    return accepted(answer, host)


def accepted(answer: Answer, host: str) -> Answer:
    """The answer, when it says that the message was taken.

    Raises:
        DeliveryDelayed: the receiver is busy or out of order (408, 425, 429, 5xx).
        DeliveryRefused: any other answer.
    """
    status = answer.status
    if 200 <= status < 300:
        return answer
    if status in _LATER or status >= 500:
        raise DeliveryDelayed(f"{host}: answered {status}", retry_after=retry_after(answer))
    raise DeliveryRefused(f"{host}: answered {status}")


def retry_after(answer: Answer) -> float | None:
    """Seconds to wait, as the receiver asks; a date is counted from the receiver's own clock."""
    asked = answer.headers.get("Retry-After", "").strip()
    if asked.isascii() and asked.isdigit() and len(asked) < 9:
        return float(asked)
    try:
        until = parsedate_to_datetime(asked)
        moment = parsedate_to_datetime(answer.headers.get("Date", ""))
        return max((until - moment).total_seconds(), 0.0)
    except (TypeError, ValueError, IndexError):
        return None


def _listed(error: FetchRefused) -> str:
    private = "private address" in str(error)
    return " (private addresses must be listed in fetch.allow_networks)" if private else ""
