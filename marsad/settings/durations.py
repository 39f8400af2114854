"""Durations as people write them in config: 30s, 2m, 36h, 1d."""

import re
from datetime import timedelta
from typing import Annotated

from pydantic import BeforeValidator

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


def written_duration(length: timedelta) -> str:
    """A duration in the largest unit that says it exactly: 36h, 90s."""
    seconds = length.total_seconds()
    for unit, size in reversed(_UNIT_SECONDS.items()):
        if seconds >= size and seconds % size == 0:
            return f"{seconds / size:g}{unit}"
    return f"{seconds:g}s"


Duration = Annotated[timedelta, BeforeValidator(duration)]
