"""Durations as people write them in config: 30s, 2m, 36h, 1d."""

import re
from datetime import timedelta
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator

_UNIT_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_WRITTEN = re.compile(r"(\d+(?:\.\d+)?)\s*([smhd])")
_LONGEST = timedelta(days=3650)


def duration(written: object) -> timedelta:
    """Read "36h".

    Raises:
        ValueError: it is no duration.
    """
    if isinstance(written, timedelta):
        return written
    found = _WRITTEN.fullmatch(str(written).strip())
    # Twelve digits are more than ten years in any unit, and keep the arithmetic finite.
    if found is None or len(found[1]) > 12:
        raise ValueError("expected a duration such as 30s, 2m, 1h")
    length = timedelta(seconds=float(found[1]) * _UNIT_SECONDS[found[2]])
    if length > _LONGEST:
        raise ValueError("expected a duration of at most ten years")
    return length


def _not_zero(length: timedelta) -> timedelta:
    if length <= timedelta(0):
        raise ValueError("expected more than 0s")
    return length


Duration = Annotated[timedelta, BeforeValidator(duration)]
PositiveDuration = Annotated[Duration, AfterValidator(_not_zero)]
